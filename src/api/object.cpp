#include <keelson/api/object.hpp>

#include <algorithm>

namespace keelson {

Object::Object(std::shared_ptr<Kind const> kind, ObjectIndex index, std::string bytes,
               std::shared_ptr<Ownership const> ownership)
    : kind_(std::move(kind)), index_(std::move(index)), bytes_(std::move(bytes)), ownership_(std::move(ownership)) {}

std::string const* Object::label(std::string_view key) const noexcept {
    auto const found = std::lower_bound(index_.labels->begin(), index_.labels->end(), key,
                                        [](auto const& pair, std::string_view wanted) { return pair.first < wanted; });
    return found != index_.labels->end() && found->first == key ? &found->second : nullptr;
}

OwnerIndex const* Object::controller() const noexcept {
    for (auto const& owner : *index_.owners) {
        if (owner.controller) return &owner;
    }
    return nullptr;
}

}  // namespace keelson
