#ifndef KEELSON_API_OBJECT_HPP
#define KEELSON_API_OBJECT_HPP

#include <keelson/api/type_info.hpp>
#include <keelson/core/time.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keelson {

struct Kind;
struct Ownership;

/// Label keys with their values, sorted by key. Siblings share one.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// What the index keeps of an owner reference.
struct OwnerIndex {
    std::string uid;
    std::string kind;
    std::string name;
    std::string api_version;
    bool controller = false;
    bool blocks_deletion = false;
    friend bool operator==(OwnerIndex const&, OwnerIndex const&) = default;
};

/// What is read of every object without decoding it.
struct ObjectIndex {
    ObjectKey key;
    std::string uid;
    std::uint64_t resource_version = 0;
    std::int64_t generation = 0;
    Time created;
    Time deleted;                          ///< when deletion was asked for plus the grace; empty: it was not
    std::shared_ptr<Labels const> labels;  ///< never null
    std::shared_ptr<std::vector<OwnerIndex> const> owners;  ///< never null
    std::vector<std::string> finalizers;
    std::string phase;   ///< status.phase
    std::string node;    ///< spec.nodeName
    bool ready = false;  ///< the condition "Ready" is "True"
};

/// One version of one object as it was published: its canonical JSON and an index of it. Immutable and
/// shared; what readers, watchers and controllers are given.
/// Threading: any thread may read it.
class Object {
public:
    Object(std::shared_ptr<Kind const> kind, ObjectIndex index, std::string bytes,
           std::shared_ptr<Ownership const> ownership = nullptr);

    [[nodiscard]] Kind const& kind() const noexcept { return *kind_; }
    [[nodiscard]] std::shared_ptr<Kind const> const& shared_kind() const noexcept { return kind_; }
    [[nodiscard]] ObjectIndex const& index() const noexcept { return index_; }
    [[nodiscard]] ObjectKey const& key() const noexcept { return index_.key; }
    /// Canonical JSON: keys sorted, nothing that is empty, resourceVersion included.
    [[nodiscard]] std::string_view bytes() const noexcept { return bytes_; }
    /// Who owns which fields; null when nobody was recorded.
    [[nodiscard]] std::shared_ptr<Ownership const> const& ownership() const noexcept { return ownership_; }
    /// The value of a label, or null.
    [[nodiscard]] std::string const* label(std::string_view key) const noexcept;
    /// The owner reference that says `controller: true`, or null.
    [[nodiscard]] OwnerIndex const* controller() const noexcept;

private:
    std::shared_ptr<Kind const> kind_;
    ObjectIndex index_;
    std::string bytes_;
    std::shared_ptr<Ownership const> ownership_;
};

using Ref = std::shared_ptr<Object const>;

}  // namespace keelson

#endif
