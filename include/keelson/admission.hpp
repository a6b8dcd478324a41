#ifndef KEELSON_ADMISSION_HPP
#define KEELSON_ADMISSION_HPP

#include <keelson/api/codec.hpp>
#include <keelson/api/selector.hpp>
#include <keelson/core/completion.hpp>
#include <keelson/core/error.hpp>
#include <keelson/core/time.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keelson {

/// A write that is about to happen, as those who may change or refuse it see it.
/// Lifetime: the texts live as long as the call that they are given to.
struct AdmissionRequest {
    enum class Verb : std::uint8_t { create, update, remove };
    Verb verb = Verb::create;
    std::string_view resource;     ///< "deployments.apps"
    std::string_view subresource;  ///< "status", "scale", ...; empty: the object itself
    std::string_view namespace_;
    std::string_view name;    ///< empty while a name is still to be generated
    std::string_view object;  ///< JSON: as it would be written, defaults filled in; empty for a removal
    std::string_view before;  ///< JSON: as it is now; empty for a creation
    std::string_view manager;
    std::string_view user;  ///< who asks; a controller's own name, such as "replicaset-controller", for its writes
    bool dry_run = false;
};

/// Which writes a hook is asked about. What is empty selects everything, but of subresources none.
struct AdmissionScope {
    std::vector<std::string> resources = {};  ///< "pods", "deployments.apps"
    std::vector<AdmissionRequest::Verb> verbs = {AdmissionRequest::Verb::create, AdmissionRequest::Verb::update};
    /// Those that are named, beside the object itself. Of "status" and "scale" hooks see the whole object, of "binding"
    /// and "eviction" the Binding or Eviction.
    std::vector<std::string> subresources = {};
    Selector namespaces = {};  ///< labels of the object's namespace; what is in none is always selected
    Selector labels = {};      ///< of the object, as it is or as it is to be
};

/// A rule of the host's own for what is written: it changes objects on their way in, or refuses them. Every write
/// passes it: those of clients, of `kubectl`, and of all controllers, the built-in ones too.
///
/// Changing hooks run in the order of EngineOptions::admission, before webhooks that change; what they add is defaulted
/// and validated like everything else. Validating hooks see the final object, before webhooks that validate.
/// Hooks must be quick and do nothing but look at what they are given: a write that has to wait for a webhook passes
/// them again. What they throw refuses the write.
/// Threading: called on the engine's control strand, one at a time.
class AdmissionHook {
public:
    /// Answers a JSON patch (a list), the whole object as it shall be, or nothing.
    using Change = std::function<Result<std::string>(AdmissionRequest const&)>;
    /// Refuses by an error; warnings are shown to whoever writes.
    using Check = std::function<Result<>(AdmissionRequest const&, std::vector<std::string>& warnings)>;

    static AdmissionHook mutating(std::string name, AdmissionScope scope, Change change) {
        AdmissionHook hook(std::move(name), std::move(scope));
        hook.change_ = std::move(change);
        return hook;
    }
    /// Changes objects of one kind as structs. Fields that the struct does not have stay as they are.
    template <class T>
    static AdmissionHook mutating(std::string name, std::function<Result<>(AdmissionRequest const&, T&)> change,
                                  AdmissionScope scope = {}) {
        scope.resources = {T::type.resource()};
        auto hook = mutating(std::move(name), std::move(scope),
                             [change = std::move(change)](AdmissionRequest const& request) -> Result<std::string> {
                                 if (request.object.empty()) return std::string();
                                 auto object = decode<T>(request.object);
                                 if (!object) return object.error();
                                 if (auto const done = change(request, *object); !done) return done.error();
                                 return encode(*object);
                             });
        hook.typed_ = &type_desc<T>();
        return hook;
    }
    static AdmissionHook validating(std::string name, AdmissionScope scope, Check check) {
        AdmissionHook hook(std::move(name), std::move(scope));
        hook.check_ = std::move(check);
        return hook;
    }

    [[nodiscard]] std::string const& name() const noexcept { return name_; }
    [[nodiscard]] AdmissionScope const& scope() const noexcept { return scope_; }
    [[nodiscard]] Change const& change() const noexcept { return change_; }
    [[nodiscard]] Check const& check() const noexcept { return check_; }
    /// The struct that change() answers, or null.
    [[nodiscard]] TypeDesc const* typed() const noexcept { return typed_; }

private:
    AdmissionHook(std::string name, AdmissionScope scope) : name_(std::move(name)), scope_(std::move(scope)) {}

    std::string name_;
    AdmissionScope scope_;
    Change change_;
    Check check_;
    TypeDesc const* typed_ = nullptr;
};

/// A question to a webhook: an AdmissionReview that is posted.
struct WebhookCall {
    std::string url;         ///< https, with its query
    std::string connect_to;  ///< "127.1.2.3:443": where to find it; empty: as the URL says
    std::string authority;   ///< PEM: who may sign its certificate; empty: whom the system trusts
    std::string body;
    Duration at_most{};
};

/// Asks a webhook and answers with the body of a good answer. `done` comes on any thread, not from within the call and
/// not after the engine has ended; an answer that comes later than `at_most` counts for nothing.
using WebhookCaller = std::function<void(WebhookCall call, Completion<std::string> done)>;

}  // namespace keelson

#endif
