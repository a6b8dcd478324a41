#ifndef KEELSON_SRC_API_FIELD_SET_HPP
#define KEELSON_SRC_API_FIELD_SET_HPP

#include "api/json.hpp"

#include <keelson/api/schema.hpp>
#include <keelson/core/time.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace keelson {

/// A set of fields as a tree. Children are named as in Kubernetes' FieldsV1: `f:name` for a field,
/// `k:{"name":"web"}` for an element of a keyed list, `v:"x"` for an element of a set.
struct FieldNode {
    bool owned = false;  ///< the field itself, and not only what is below it
    std::map<std::string, FieldNode, std::less<>> children;

    [[nodiscard]] bool empty() const noexcept { return !owned && children.empty(); }
    [[nodiscard]] bool contains(FieldNode const& other) const;
    void add(FieldNode const& other);
    void subtract(FieldNode const& other);
    [[nodiscard]] FieldNode intersection(FieldNode const& other) const;
    /// `.spec.replicas`, `.spec.template.spec.containers[name="web"].image`: as conflicts name them.
    [[nodiscard]] std::vector<std::string> paths() const;
    /// FieldsV1 JSON.
    [[nodiscard]] std::string text() const;
    static FieldNode parse(json::value const& fields);
};

/// An immutable set that siblings share. Its tree is made when it is first asked for.
/// Threading: any thread may read it.
class FieldSet {
public:
    explicit FieldSet(std::string text);
    [[nodiscard]] std::string const& text() const noexcept { return text_; }
    /// Whether there is a field of the status in it.
    [[nodiscard]] bool has_status() const noexcept { return has_status_; }
    [[nodiscard]] FieldNode const& tree() const;

private:
    std::string text_;
    bool has_status_ = false;
    mutable std::once_flag once_;
    mutable FieldNode tree_;
};

/// Keeps one FieldSet for equal texts.
class FieldSets {
public:
    std::shared_ptr<FieldSet const> intern(std::string text);

private:
    std::unordered_map<std::string, std::weak_ptr<FieldSet const>> sets_;
    std::size_t sweep_at_ = 1024;
};

/// Who owns which fields of an object.
struct FieldManager {
    std::string name;
    bool apply = false;  ///< by server-side apply; else by update
    std::string subresource;
    std::string api_version;
    Time time;
    std::shared_ptr<FieldSet const> fields;
};
struct Ownership {
    std::vector<FieldManager> managers;
};

/// Which part of an object a writer owns fields of.
enum class FieldScope : std::uint8_t { main, status };

/// The text of the set of all fields that a tree has in a scope: what its creator owns.
std::string fields_text(Schema const& schema, json::value const& tree, FieldScope scope);
/// The same as a tree.
FieldNode fields_of(Schema const& schema, json::value const& tree, FieldScope scope);
/// Fields that are new or have another value in `after`; and those of `before` that are gone.
struct FieldChanges {
    FieldNode set;
    FieldNode gone;
};
FieldChanges changed_fields(Schema const& schema, json::value const& before, json::value const& after,
                            FieldScope scope);

/// What a writer of statuses owns after a write, from what it owned: FieldsV1, as `mine` is; empty texts are what is
/// not there. `before` and `after` are the status in canonical JSON, of this schema. Nothing if the texts do not say:
/// then changed_fields does. Makes neither trees nor sets, and costs about what has changed.
std::optional<std::string> owned_status_after(Schema const& schema, std::string_view before, std::string_view after,
                                              std::string_view mine);

/// Whether a write surely leaves everybody's fields as they are: nothing came or went, `mine` has every field that has
/// another value now, and none of `others` has one of them. False when that takes a closer look. Makes no sets: most
/// writes are reports by the same writer of the same fields.
bool owners_stay(Schema const& schema, json::value const& before, json::value const& after, FieldScope scope,
                 FieldNode const& mine, std::vector<FieldNode const*> const& others);

/// The key of an element of a keyed list, `k:{"name":"web"}`; of a set, `v:"x"`.
std::string element_key(Schema const& list, json::value const& element);

/// The managers as text for the store, and back. `intern` shares equal sets.
std::string write_ownership(Ownership const& ownership);
std::shared_ptr<Ownership const> read_ownership(std::string_view text, FieldSets& sets);

}  // namespace keelson

#endif
