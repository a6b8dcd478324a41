#ifndef KEELSON_SRC_ENGINE_READER_HPP
#define KEELSON_SRC_ENGINE_READER_HPP

#include "registry/registry.hpp"

#include <keelson/control/plan.hpp>
#include <keelson/control/view.hpp>

#include <unordered_map>

namespace keelson {

/// Typed forms of published objects, kept for the next one who asks. Bounded: what was not asked for
/// since the table was last full is dropped.
/// Threading: on the strand only.
class TypedCache {
public:
    static constexpr std::size_t young_max = 4096;

    std::shared_ptr<void const> get(Ref const& object, std::shared_ptr<void const> (*make)(Object const&));

private:
    struct Entry {
        Ref object;  // keeps the address, which is the key, from being used again
        std::shared_ptr<void const> value;
    };
    std::unordered_map<Object const*, Entry> young_, old_;
};

/// One State as Views read it.
class Reader final : public StateReader {
public:
    Reader(State const& state, KindTable const& kinds, TypedCache& cache)
        : state_(&state), kinds_(&kinds), cache_(&cache) {}

    Ref get(TypeInfo const& type, ObjectKey const& key) const override;
    std::vector<Ref> list(TypeInfo const& type, ListScope const& scope) const override;
    std::uint64_t revision() const override { return state_->revision; }
    Ref by_uid(std::string_view uid) const override { return state_->by_uid(uid); }
    std::vector<Ref> dependents_of(std::string_view owner_uid) const override {
        return state_->dependents_of(owner_uid);
    }
    std::vector<Ref> in_namespace(std::string_view namespace_) const override {
        return state_->in_namespace(namespace_);
    }
    std::shared_ptr<void const> typed(Ref const& object, TypeDesc const& type,
                                      std::shared_ptr<void const> (*make)(Object const&)) const override;

private:
    State const* state_;
    KindTable const* kinds_;
    TypedCache* cache_;
};

/// The operations that a plan asks for.
Result<std::vector<Operation>> operations_of(Plan const& plan, KindTable const& kinds);

}  // namespace keelson

#endif
