#ifndef KEELSON_CONTROL_PLAN_HPP
#define KEELSON_CONTROL_PLAN_HPP

#include <keelson/api/codec.hpp>
#include <keelson/api/meta_v1.hpp>
#include <keelson/api/options.hpp>
#include <keelson/api/type_info.hpp>
#include <keelson/core/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// One write that a plan asks for.
struct PlannedWrite {
    enum class Verb : std::uint8_t { create, update, update_status, apply, apply_status, merge_patch, remove };
    Verb verb = Verb::create;
    TypeInfo type{};
    ObjectKey key;
    std::string body;  ///< JSON of the object or of the patch; empty for remove
    TypeDesc const* typed =
        nullptr;      ///< the struct that the body came from: fields that it does not have stay as they are
    std::string uid;  ///< precondition; empty: none
    std::string resource_version;  ///< precondition; empty: none
    bool status = false;           ///< of a merge patch: the status and not the rest
    RemoveOptions remove;
};

/// Something that happened to an object, for people: shown by `kubectl describe`, kept for a while, not part of the
/// state.
struct PlannedEvent {
    TypeInfo type{};
    ObjectKey key;
    std::string uid;
    std::string field_path;  ///< "spec.containers{web}", or empty
    bool warning = false;
    std::string reason;
    std::string message;
};

/// The writes that a decision asks for. They are committed together or, when one is refused, not at all.
class Plan {
public:
    /// Makes an object. With `generateName` and no name it gets a name of its own.
    template <class T>
    void create(T const& object) {
        add(PlannedWrite::Verb::create, T::type, type_desc<T>(), object.metadata, encode(object));
    }

    /// States what these fields should be (server-side apply under the controller's name, forced): makes
    /// the object if it is missing, leaves fields of other owners alone, and drops those that this
    /// controller stated before and no longer states.
    template <class T>
    void apply(T const& object) {
        add(PlannedWrite::Verb::apply, T::type, type_desc<T>(), object.metadata, encode(object));
    }
    template <class T>
    void apply_status(T const& object) {
        add(PlannedWrite::Verb::apply_status, T::type, type_desc<T>(), object.metadata, encode(object));
    }

    /// Writes back an object that was read from the View and changed: all but its status. It is refused
    /// if the object has changed since.
    template <class T>
    void update(T const& object) {
        add(PlannedWrite::Verb::update, T::type, type_desc<T>(), object.metadata, encode(object));
    }
    /// The same for its status, and nothing but that.
    template <class T>
    void update_status(T const& object) {
        add(PlannedWrite::Verb::update_status, T::type, type_desc<T>(), object.metadata, encode_status(object));
    }

    /// A JSON merge patch (RFC 7396) of one object, of its status when `status` is set.
    void merge_patch(TypeInfo const& type, ObjectKey key, std::string patch, bool status = false, std::string uid = {},
                     std::string resource_version = {});

    /// Asks for the deletion of the very object that was read.
    template <class T>
    void remove(T const& object, RemoveOptions options = {}) {
        options.uid = object.metadata.uid;
        remove(T::type, {object.metadata.namespace_, object.metadata.name}, std::move(options));
    }
    void remove(TypeInfo const& type, ObjectKey key, RemoveOptions options);

    /// Tells people what happened to an object. Events of a plan that is not committed are not told.
    template <class T>
    void event(T const& about, bool warning, std::string reason, std::string message) {
        event({T::type,
               {about.metadata.namespace_, about.metadata.name},
               about.metadata.uid,
               {},
               warning,
               std::move(reason),
               std::move(message)});
    }
    void event(PlannedEvent what) { events_.push_back(std::move(what)); }

    /// Calls the controller again for the same key after this time even if nothing changes; the shortest wish counts.
    void requeue_after(Duration delay) {
        if (!requeue_after_ || delay < *requeue_after_) requeue_after_ = delay;
    }

    [[nodiscard]] std::vector<PlannedWrite> const& writes() const noexcept { return writes_; }
    [[nodiscard]] std::vector<PlannedEvent> const& events() const noexcept { return events_; }
    [[nodiscard]] std::optional<Duration> delay() const noexcept { return requeue_after_; }
    [[nodiscard]] bool empty() const noexcept { return writes_.empty() && events_.empty(); }

private:
    void add(PlannedWrite::Verb verb, TypeInfo const& type, TypeDesc const& typed, ObjectMeta const& meta,
             std::string body);

    std::vector<PlannedWrite> writes_;
    std::vector<PlannedEvent> events_;
    std::optional<Duration> requeue_after_;
};

}  // namespace keelson

#endif
