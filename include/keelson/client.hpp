#ifndef KEELSON_CLIENT_HPP
#define KEELSON_CLIENT_HPP

#include <keelson/api/codec.hpp>
#include <keelson/api/kind.hpp>
#include <keelson/api/object.hpp>
#include <keelson/api/options.hpp>
#include <keelson/core/completion.hpp>
#include <keelson/core/error.hpp>
#include <keelson/core/time.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

struct ListOptions {
    std::string namespace_;      ///< empty: all
    std::string label_selector;  ///< "app=web,tier in (a,b)"
    std::string field_selector;  ///< "spec.nodeName=n1"
    std::size_t limit = 0;       ///< objects at once; 0: all
    std::string continue_;       ///< where the page before ended
};

/// A request to an API, whichever way it gets there. Client makes them from typed calls.
struct Request {
    enum class Verb : std::uint8_t {
        get,
        list,
        create,
        update,
        update_status,
        apply,
        apply_status,
        merge_patch,
        merge_patch_status,
        json_patch,
        json_patch_status,
        strategic_patch,
        strategic_patch_status,
        remove
    };
    Verb verb = Verb::get;
    std::string resource;  ///< "deployments.apps"
    ObjectKey key;
    std::string body;  ///< JSON
    TypeDesc const* typed = nullptr;
    ListOptions list;
    WriteOptions write;
    RemoveOptions remove;
};

struct Response {
    std::vector<Ref> objects;  ///< one, or those of a list; null for one that is gone
    std::string continue_;     ///< of a page that is not the last
    std::uint64_t revision = 0;
    std::vector<std::string> warnings;
};

enum class ChangeType : std::uint8_t { added, modified, deleted };

/// Ends what it stands for when it goes.
class Subscription {
public:
    Subscription() = default;
    explicit Subscription(std::function<void()> end) : end_(std::make_unique<End>(std::move(end))) {}

private:
    struct End {
        explicit End(std::function<void()> run_) : run(std::move(run_)) {}
        End(End const&) = delete;
        End& operator=(End const&) = delete;
        ~End() {
            if (run) run();
        }
        std::function<void()> run;
    };
    std::unique_ptr<End> end_;
};

/// One document of a manifest that was applied.
struct Applied {
    std::string resource;  ///< "deployments.apps"
    ObjectKey key;
    enum class Outcome : std::uint8_t { created, configured, unchanged } outcome = Outcome::unchanged;
};

struct LogQuery {
    std::string container;       ///< empty: the only one
    bool previous = false;       ///< of the start before
    std::size_t tail_lines = 0;  ///< 0: all
};

/// Where requests go: an engine in this process (Engine::client), or a server (keelson/connect.hpp).
class ClientBackend {
public:
    virtual ~ClientBackend() = default;
    /// Several requests that write are carried out together or not at all by an engine in this process. A server has no
    /// such call: there they are carried out in their order up to the first that fails, and those before it stay.
    virtual void call(std::vector<Request> requests, Completion<std::vector<Response>> done) = 0;
    /// Lists and follows a kind. `change` is called for each object that is there, then `listed` once,
    /// then `change` for each change. `failed` ends it.
    struct Follow {
        std::function<void(ChangeType, Ref)> change;
        std::function<void()> listed;
        std::function<void(Error)> failed;
    };
    virtual Subscription follow(std::string resource, ListOptions options, Follow follow) = 0;
    virtual void logs(ObjectKey pod, LogQuery query, Completion<std::string> done) = 0;
    /// The kind of that apiVersion and name, or of any of its names when the apiVersion is empty.
    [[nodiscard]] virtual std::shared_ptr<Kind const> find_kind(std::string_view api_version,
                                                                std::string_view name) const = 0;
    /// Whether this thread runs the engine, so that it must not wait for it.
    [[nodiscard]] virtual bool on_engine_thread() const = 0;
};

/// A condition of an object's status, as something to wait for: true when its status is "True" and, where
/// who writes the status says which generation it is of, that is the newest one.
struct HasCondition {
    std::string_view type;
    template <class T>
    bool operator()(T const& object) const {
        if constexpr (requires { object.status.observedGeneration; }) {
            // Not everyone says it: nodes of older clusters do not.
            auto const observed = object.status.observedGeneration;
            if (observed != 0 && observed < object.metadata.generation.value_or(0)) return false;
        }
        for (auto const& condition : object.status.conditions) {
            if (condition.type == type) return condition.status == "True";
        }
        return false;
    }
};
inline constexpr HasCondition available{"Available"};
inline constexpr HasCondition ready{"Ready"};
inline constexpr HasCondition complete{"Complete"};

/// A Deployment whose newest template runs in all its replicas, with none of the old ones left.
struct RolledOut {
    template <class T>
    bool operator()(T const& object) const {
        auto const wanted = object.spec.replicas.value_or(1);
        auto const& status = object.status;
        return status.observedGeneration >= object.metadata.generation.value_or(0) &&
               status.updatedReplicas == wanted && status.replicas == wanted && status.availableReplicas == wanted;
    }
};
inline constexpr RolledOut rolled_out{};

/// Reads and writes objects. Cheap to copy.
///
/// Every verb has two forms: `*_async` takes a completion, which is called on the engine's thread and must
/// not block it; the other one waits, and fails with `unsupported` on a thread that runs the engine.
/// Threading: any thread.
class Client {
public:
    explicit Client(std::shared_ptr<ClientBackend> backend) : backend_(std::move(backend)) {}

    template <class T>
    Result<T> get(ObjectKey key) const {
        return typed<T>(call(make<T>(Request::Verb::get, std::move(key))));
    }
    template <class T>
    Result<std::vector<T>> list(ListOptions options = {}) const {
        auto request = make<T>(Request::Verb::list, {});
        request.list = std::move(options);
        auto response = call(std::move(request));
        if (!response) return response.error();
        std::vector<T> all;
        for (auto const& object : response->objects) {
            auto value = decode<T>(*object);
            if (!value) return value.error();
            all.push_back(std::move(*value));
        }
        return all;
    }
    template <class T>
    Result<T> create(T const& object, WriteOptions options = {}) const {
        return write(Request::Verb::create, object, std::move(options));
    }
    /// Replaces all but the status; refused with `conflict` when the object has changed since it was read.
    template <class T>
    Result<T> update(T const& object, WriteOptions options = {}) const {
        return write(Request::Verb::update, object, std::move(options));
    }
    template <class T>
    Result<T> update_status(T const& object, WriteOptions options = {}) const {
        return write(Request::Verb::update_status, object, std::move(options));
    }
    /// Server-side apply: makes the object, or makes these fields what is stated.
    template <class T>
    Result<T> apply(T const& object, WriteOptions options = {}) const {
        return write(Request::Verb::apply, object, std::move(options));
    }
    /// A JSON merge patch, as `R"({"spec":{"replicas":3}})"`.
    template <class T>
    Result<T> merge_patch(ObjectKey key, std::string patch, WriteOptions options = {}) const {
        return patched<T>(Request::Verb::merge_patch, std::move(key), std::move(patch), std::move(options));
    }
    /// A JSON patch (RFC 6902), as `R"([{"op":"replace","path":"/spec/replicas","value":3}])"`: all of it or nothing.
    template <class T>
    Result<T> json_patch(ObjectKey key, std::string patch, WriteOptions options = {}) const {
        return patched<T>(Request::Verb::json_patch, std::move(key), std::move(patch), std::move(options));
    }
    /// Kubernetes' strategic merge patch: lists merge by their keys. Of built-in kinds only; fails with `unsupported`
    /// for others.
    template <class T>
    Result<T> strategic_patch(ObjectKey key, std::string patch, WriteOptions options = {}) const {
        return patched<T>(Request::Verb::strategic_patch, std::move(key), std::move(patch), std::move(options));
    }
    template <class T>
    Result<> remove(ObjectKey key, RemoveOptions options = {}) const {
        auto request = make<T>(Request::Verb::remove, std::move(key));
        request.remove = std::move(options);
        auto response = call(std::move(request));
        if (!response) return response.error();
        return {};
    }

    template <class T>
    void get_async(ObjectKey key, Completion<T> done) const {
        call_async(make<T>(Request::Verb::get, std::move(key)),
                   [done = std::move(done)](Result<Response> response) { done(typed<T>(std::move(response))); });
    }
    template <class T>
    void apply_async(T const& object, Completion<T> done, WriteOptions options = {}) const {
        call_async(writing(Request::Verb::apply, object, std::move(options)),
                   [done = std::move(done)](Result<Response> response) { done(typed<T>(std::move(response))); });
    }
    void call_async(Request request, Completion<Response> done) const;
    /// Any request, waiting.
    Result<Response> call(Request request) const;

    /// Applies every document of a YAML or JSON text, a file, or the files of a directory, together or not at
    /// all. An error names file, line, field and reason. `name` stands for the file in messages.
    Result<std::vector<Applied>> apply_text(std::string_view text, std::string name = "manifest",
                                            WriteOptions options = {}) const;
    Result<std::vector<Applied>> apply_file(std::string const& path, WriteOptions options = {}) const {
        return apply_files({path}, std::move(options));
    }
    Result<std::vector<Applied>> apply_files(std::vector<std::string> const& paths, WriteOptions options = {}) const;

    /// Follows a kind: what is there, then every change. `change` is called on the engine's thread until the
    /// Subscription goes.
    template <class T>
    Subscription watch(ListOptions options, std::function<void(ChangeType, T const&)> change,
                       std::function<void(Error)> failed = {}) const {
        return follow(T::type.resource(), std::move(options),
                      {[change = std::move(change)](ChangeType type, Ref const& object) {
                           if (auto value = decode<T>(*object)) change(type, *value);
                       },
                       {},
                       std::move(failed)});
    }
    Subscription follow(std::string resource, ListOptions options, ClientBackend::Follow follow) const {
        return backend_->follow(std::move(resource), std::move(options), std::move(follow));
    }

    /// Waits until the object is as wanted. Fails with `timeout`, saying what it saw last.
    template <class T>
    Result<T> wait(ObjectKey key, std::function<bool(T const&)> wanted, Duration at_most) const {
        auto seen = wait_for(
            T::type.resource(), key,
            [&wanted](Ref const& object) {
                if (!object) return false;
                auto const value = decode<T>(*object);
                return value && wanted(*value);
            },
            at_most);
        if (!seen) return seen.error();
        return decode<T>(**seen);
    }
    /// Waits until the object is gone.
    template <class T>
    Result<> wait_gone(ObjectKey key, Duration at_most) const {
        auto seen = wait_for(
            T::type.resource(), key, [](Ref const& object) { return !object; }, at_most);
        if (!seen) return seen.error();
        return {};
    }

    /// What a container has written.
    Result<std::string> logs(ObjectKey pod, LogQuery query = {}) const;

    [[nodiscard]] std::shared_ptr<Kind const> find_kind(std::string_view api_version, std::string_view name) const {
        return backend_->find_kind(api_version, name);
    }

private:
    template <class T>
    static Request make(Request::Verb verb, ObjectKey key) {
        Request request;
        request.verb = verb;
        request.resource = T::type.resource();
        request.key = std::move(key);
        request.typed = &type_desc<T>();
        return request;
    }
    template <class T>
    static Request writing(Request::Verb verb, T const& object, WriteOptions options) {
        auto request = make<T>(verb, {object.metadata.namespace_, object.metadata.name});
        request.body = encode(object);
        request.write = std::move(options);
        return request;
    }
    template <class T>
    Result<T> write(Request::Verb verb, T const& object, WriteOptions options) const {
        return typed<T>(call(writing(verb, object, std::move(options))));
    }
    template <class T>
    Result<T> patched(Request::Verb verb, ObjectKey key, std::string patch, WriteOptions options) const {
        auto request = make<T>(verb, std::move(key));
        request.body = std::move(patch);
        request.write = std::move(options);
        return typed<T>(call(std::move(request)));
    }
    template <class T>
    static Result<T> typed(Result<Response> response) {
        if (!response) return response.error();
        if (response->objects.empty() || !response->objects.front()) return T{};
        return decode<T>(*response->objects.front());
    }
    Result<Ref> wait_for(std::string resource, ObjectKey key, std::function<bool(Ref const&)> wanted,
                         Duration at_most) const;

    std::shared_ptr<ClientBackend> backend_;
};

}  // namespace keelson

#endif
