#ifndef KEELSON_SRC_REGISTRY_STATE_HPP
#define KEELSON_SRC_REGISTRY_STATE_HPP

#include "registry/tree.hpp"

#include <keelson/api/kind.hpp>
#include <keelson/api/object.hpp>
#include <keelson/api/selector.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// Which objects of a kind are wanted; every part that is set narrows the choice.
struct StateScope {
    std::string_view namespace_;
    Selector const* labels = nullptr;
    std::string_view owner_uid;
    std::string_view node;
};

/// Everything as of one revision: the objects, ordered, and the indexes that controllers ask. A copy
/// costs a few pointers and never changes.
/// Threading: as Tree: one writer, copies may be read on any thread.
class State {
public:
    /// Puts or, with a null `after`, takes out. `before` is the version that is there now, or null.
    void change(Ref const& before, Ref const& after);

    [[nodiscard]] Ref get(Kind const& kind, std::string_view namespace_, std::string_view name) const;
    [[nodiscard]] Ref by_uid(std::string_view uid) const;
    [[nodiscard]] std::vector<Ref> list(Kind const& kind, StateScope const& scope) const;
    /// A page in key order: at most `limit` objects after `after`.
    [[nodiscard]] std::vector<Ref> page(Kind const& kind, StateScope const& scope, ObjectKey const* after,
                                        std::size_t limit) const;
    [[nodiscard]] std::vector<Ref> dependents_of(std::string_view owner_uid) const;
    [[nodiscard]] std::vector<Ref> in_namespace(std::string_view namespace_) const;
    /// Every object, kind by kind.
    [[nodiscard]] std::vector<Ref> all() const;
    [[nodiscard]] std::size_t size() const noexcept { return objects_.size(); }

    std::uint64_t revision = 0;

private:
    struct KeyProbe {
        Kind const* kind;
        std::string_view namespace_, name;
    };
    struct ByKey {
        int operator()(Ref const& a, Ref const& b) const;
        int operator()(Ref const& a, KeyProbe const& b) const;
    };
    struct ByUid {
        int operator()(Ref const& a, Ref const& b) const { return a->index().uid.compare(b->index().uid); }
        int operator()(Ref const& a, std::string_view b) const { return std::string_view(a->index().uid).compare(b); }
    };
    /// An object under one of its values of an index: the i-th owner or label.
    struct Entry {
        Ref object;
        std::uint32_t which = 0;
    };
    struct ByOwner {
        int operator()(Entry const& a, Entry const& b) const;
        int operator()(Entry const& a, std::string_view uid) const;
    };
    struct LabelProbe {
        Kind const* kind;
        std::string_view key, value, namespace_;
    };
    struct ByLabel {
        int operator()(Entry const& a, Entry const& b) const;
        int operator()(Entry const& a, LabelProbe const& b) const;
    };
    struct ByNode {
        int operator()(Ref const& a, Ref const& b) const;
        int operator()(Ref const& a, std::string_view node) const;
    };

    Tree<Ref, ByKey> objects_;
    Tree<Ref, ByUid> uids_;
    Tree<Entry, ByOwner> owners_;
    Tree<Entry, ByLabel> labels_;
    Tree<Ref, ByNode> nodes_;
};

}  // namespace keelson

#endif
