#ifndef KEELSON_SRC_REGISTRY_PUBLISHER_HPP
#define KEELSON_SRC_REGISTRY_PUBLISHER_HPP

#include "api/field_set.hpp"
#include "api/json.hpp"

#include <keelson/api/kind.hpp>
#include <keelson/api/object.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace keelson {

/// Makes published objects from trees and from what the store holds, sharing what siblings have in common.
/// Threading: one thread at a time.
class Publisher {
public:
    /// The object of a tree whose metadata is complete. Its bytes are written here, once.
    Ref publish(std::shared_ptr<Kind const> const& kind, json::value const& tree, std::uint64_t revision,
                std::shared_ptr<Ownership const> ownership);

    /// The same for a new version of `old` that differs in its status alone. Everything else is taken over as it was
    /// written. `status` is canonical JSON; empty: there is none.
    static Ref publish_status(Object const& old, std::string_view status, std::uint64_t revision,
                              std::shared_ptr<Ownership const> ownership);
    /// The status of an object in canonical JSON; empty: there is none.
    static std::string_view status_of(std::string_view object);

    /// What the store keeps of an object: its bytes, a NUL, its ownership.
    static std::string stored(Object const& object);
    /// The parts of such a value.
    static std::pair<std::string_view, std::string_view> split(std::string_view value);
    /// The object back from them. The kind may be found from the tree.
    Ref restore(std::shared_ptr<Kind const> const& kind, std::string_view value, std::uint64_t revision);

    FieldSets& field_sets() { return sets_; }

private:
    ObjectIndex index(json::value const& tree, std::uint64_t revision);
    std::shared_ptr<Labels const> labels(json::value const* tree);
    std::shared_ptr<std::vector<OwnerIndex> const> owners(json::value const* tree);

    FieldSets sets_;
    std::unordered_map<std::string, std::weak_ptr<Labels const>> labels_;
    std::unordered_map<std::string, std::weak_ptr<std::vector<OwnerIndex> const>> owners_;
    std::size_t sweep_at_ = 1024;
    std::shared_ptr<Labels const> no_labels_ = std::make_shared<Labels const>();
    std::shared_ptr<std::vector<OwnerIndex> const> no_owners_ = std::make_shared<std::vector<OwnerIndex> const>();
};

}  // namespace keelson

#endif
