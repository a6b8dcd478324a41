#ifndef KEELSON_CONTROL_VIEW_HPP
#define KEELSON_CONTROL_VIEW_HPP

#include <keelson/api/codec.hpp>
#include <keelson/api/object.hpp>
#include <keelson/api/reflect.hpp>
#include <keelson/api/selector.hpp>
#include <keelson/core/time.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// Which objects of a kind are wanted. Every part that is set narrows the choice.
struct ListScope {
    std::string namespace_;  ///< empty: all
    Selector labels;
    std::string owner_uid;  ///< those with this owner reference
    std::string node;       ///< those with this spec.nodeName
};

/// What a View reads: everything as of one revision. Objects come in key order.
class StateReader {
public:
    virtual ~StateReader() = default;
    [[nodiscard]] virtual Ref get(TypeInfo const& type, ObjectKey const& key) const = 0;
    [[nodiscard]] virtual std::vector<Ref> list(TypeInfo const& type, ListScope const& scope) const = 0;
    [[nodiscard]] virtual std::uint64_t revision() const = 0;
    /// The object with this uid, whatever its kind; null when there is none.
    [[nodiscard]] virtual Ref by_uid(std::string_view uid) const = 0;
    /// Everything that names this uid among its owners.
    [[nodiscard]] virtual std::vector<Ref> dependents_of(std::string_view owner_uid) const = 0;
    /// Everything in a namespace, of every kind.
    [[nodiscard]] virtual std::vector<Ref> in_namespace(std::string_view namespace_) const = 0;
    /// The typed form of an object, kept for the next one who asks. `make` decodes it.
    [[nodiscard]] virtual std::shared_ptr<void const> typed(
        Ref const& object, TypeDesc const& type, std::shared_ptr<void const> (*make)(Object const&)) const = 0;
};

/// All objects as of one revision, as a controller sees them.
///
/// Two reads of one View never contradict each other, and a View is never older than what the same
/// controller wrote before.
/// Threading: to be used within the call that it was given to.
class View {
public:
    View(StateReader const& state, Time now) : state_(&state), now_(now) {}

    /// The object, or null when there is none.
    template <class T>
    [[nodiscard]] std::shared_ptr<T const> get(ObjectKey const& key) const {
        return typed<T>(state_->get(T::type, key));
    }
    template <class T>
    [[nodiscard]] std::vector<std::shared_ptr<T const>> list(ListScope const& scope = {}) const {
        std::vector<std::shared_ptr<T const>> all;
        for (auto const& object : state_->list(T::type, scope)) all.push_back(typed<T>(object));
        return all;
    }
    /// Those that name `owner` among their owners.
    template <class T>
    [[nodiscard]] std::vector<std::shared_ptr<T const>> owned_by(std::string_view owner_uid) const {
        return list<T>({.namespace_ = {}, .labels = {}, .owner_uid = std::string(owner_uid), .node = {}});
    }

    /// The same as published: bytes and index, not decoded. For counting many objects.
    template <class T>
    [[nodiscard]] Ref ref(ObjectKey const& key) const {
        return state_->get(T::type, key);
    }
    [[nodiscard]] Ref ref(TypeInfo const& type, ObjectKey const& key) const { return state_->get(type, key); }
    template <class T>
    [[nodiscard]] std::vector<Ref> refs(ListScope const& scope = {}) const {
        return state_->list(T::type, scope);
    }
    [[nodiscard]] std::vector<Ref> refs(TypeInfo const& type, ListScope const& scope) const {
        return state_->list(type, scope);
    }
    [[nodiscard]] Ref by_uid(std::string_view uid) const { return state_->by_uid(uid); }
    [[nodiscard]] std::vector<Ref> dependents_of(std::string_view owner_uid) const {
        return state_->dependents_of(owner_uid);
    }
    [[nodiscard]] std::vector<Ref> in_namespace(std::string_view namespace_) const {
        return state_->in_namespace(namespace_);
    }

    /// The typed form of a published object; null for null.
    template <class T>
    [[nodiscard]] std::shared_ptr<T const> typed(Ref const& object) const {
        if (!object) return nullptr;
        return std::static_pointer_cast<T const>(state_->typed(object, type_desc<T>(), [](Object const& from) {
            auto value = std::make_shared<T>();
            if (decode_published(type_desc<T>(), value.get(), from.bytes())) return std::shared_ptr<void const>(value);
            // What is stored was validated against its schema. A struct that says otherwise than the schema reads as
            // far as it can.
            value = std::make_shared<T>();
            (void)decode(type_desc<T>(), value.get(), from.bytes());
            return std::shared_ptr<void const>(std::move(value));
        }));
    }

    /// The calendar time of this decision; every decision of one call has the same.
    [[nodiscard]] Time now() const noexcept { return now_; }
    /// Everything in this View was written at or before this revision.
    [[nodiscard]] std::uint64_t revision() const { return state_->revision(); }

private:
    StateReader const* state_;
    Time now_;
};

}  // namespace keelson

#endif
