#ifndef KEELSON_SRC_REMOTE_CACHE_HPP
#define KEELSON_SRC_REMOTE_CACHE_HPP

#include <keelson/control/view.hpp>

#include <map>
#include <set>
#include <unordered_map>

namespace keelson::remote {

/// What a server has told of some kinds, with the indexes that Views read by.
/// Threading: one strand.
class Cache {
public:
    /// The objects of one kind. Complete once it was listed.
    struct Table {
        std::map<ObjectKey, Ref> objects;
        bool listed = false;
        std::set<ObjectKey> unheard;  // since the list was asked for again
        std::uint64_t list_began = 0;
    };

    [[nodiscard]] Table* table(std::string const& resource);
    [[nodiscard]] Table const* table(std::string const& resource) const;
    Table& add_table(std::string const& resource) { return tables_[resource]; }

    /// What was there before under its key; null: nothing.
    Ref put(std::string const& resource, Ref object);
    Ref drop(std::string const& resource, ObjectKey const& key);

    [[nodiscard]] Ref by_uid(std::string_view uid) const;
    /// By uid of owner, namespace, or node ("resource" in front); in key order within a kind.
    using Order = std::pair<std::string, ObjectKey>;  // of a resource, a key
    [[nodiscard]] std::set<Order> const* owned_by(std::string const& uid) const;
    [[nodiscard]] std::set<Order> const* in_namespace(std::string const& namespace_) const;
    [[nodiscard]] std::set<Order> const* on_node(std::string const& node) const;
    [[nodiscard]] Ref get(Order const& what) const;
    [[nodiscard]] std::uint64_t revision() const noexcept { return revision_; }

    std::shared_ptr<void const> typed(Ref const& object, TypeDesc const& type,
                                      std::shared_ptr<void const> (*make)(Object const&));

private:
    using Index = std::unordered_map<std::string, std::set<Order>>;
    void enter(std::string const& resource, Object const& object, bool in);

    std::map<std::string, Table> tables_;
    std::unordered_map<std::string, Order> uids_;
    Index owners_, namespaces_, nodes_;
    std::uint64_t revision_ = 0;
    struct Typed {
        Ref object;
        TypeDesc const* type;
        std::shared_ptr<void const> value;
    };
    std::unordered_map<Object const*, Typed> young_, old_;
};

/// A Cache as Views read it. Notes which kinds were read that are not in it.
class CacheReader final : public StateReader {
public:
    explicit CacheReader(Cache& cache) : cache_(&cache) {}
    Ref get(TypeInfo const& type, ObjectKey const& key) const override;
    std::vector<Ref> list(TypeInfo const& type, ListScope const& scope) const override;
    std::uint64_t revision() const override { return cache_->revision(); }
    Ref by_uid(std::string_view uid) const override { return cache_->by_uid(uid); }
    std::vector<Ref> dependents_of(std::string_view owner_uid) const override;
    std::vector<Ref> in_namespace(std::string_view namespace_) const override;
    std::shared_ptr<void const> typed(Ref const& object, TypeDesc const& type,
                                      std::shared_ptr<void const> (*make)(Object const&)) const override {
        return cache_->typed(object, type, make);
    }
    [[nodiscard]] std::set<std::string> const& missing() const noexcept { return missing_; }

private:
    Cache::Table const* table(TypeInfo const& type) const;
    Cache* cache_;
    mutable std::set<std::string> missing_;
};

}  // namespace keelson::remote

#endif
