#ifndef KEELSON_SRC_HTTP_COLUMNS_HPP
#define KEELSON_SRC_HTTP_COLUMNS_HPP

#include "api/json.hpp"

#include <keelson/core/time.hpp>

#include <boost/json/array.hpp>

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::http {

/// A column of what `kubectl get` prints; those of priority 1 with `-o wide`.
struct Column {
    std::string_view name;
    std::string_view type = "string";
    std::string_view format = {};
    int priority = 0;
};

/// One object on its way into a row: what is read of it, and the cells that it has so far. Whatever is absent, or of
/// another type than expected, reads as empty.
class Row {
public:
    using Path = std::initializer_list<std::string_view>;

    Row(json::value const& object, Time now) : object_(&object), now_(now) {}

    [[nodiscard]] json::value const& object() const noexcept { return *object_; }
    [[nodiscard]] std::string_view text(Path path) const { return string_at(*object_, path); }
    [[nodiscard]] std::int64_t number(Path path, std::int64_t absent = 0) const;
    [[nodiscard]] json::array const& list(Path path) const;
    [[nodiscard]] json::object const& members(Path path) const;
    [[nodiscard]] bool has(Path path) const;
    [[nodiscard]] bool is_true(Path path) const;
    /// How long ago a time is: "3m12s"; "<unknown>" when there is none.
    [[nodiscard]] std::string since(std::string_view time) const;
    /// From one time to another, or until now when the other is empty.
    [[nodiscard]] std::string between(std::string_view begin, std::string_view end) const;

    void add(std::string_view cell) { cells_.emplace_back(cell); }
    void add_number(std::int64_t cell) { cells_.emplace_back(cell); }
    void add_bool(bool cell) { cells_.emplace_back(cell); }
    void add_null() { cells_.emplace_back(nullptr); }
    /// The text, or what stands for an empty one: "<none>" nearly everywhere.
    void add_or(std::string_view cell, std::string_view empty = "<none>") { add(cell.empty() ? empty : cell); }
    void add_name() { add(text({"metadata", "name"})); }
    void add_age() { add(since(text({"metadata", "creationTimestamp"}))); }
    /// Names, images of the containers of a Pod's spec.
    void add_containers(json::array const& containers);

    [[nodiscard]] json::array& cells() noexcept { return cells_; }

private:
    json::value const* object_;
    Time now_;
    json::array cells_;
};

/// How a kind's objects become rows.
struct KindColumns {
    std::string_view resource;  ///< "deployments.apps"
    std::span<Column const> columns;
    void (*fill)(Row& row);
};

/// Those of a resource; NAME and AGE when it has none of its own.
KindColumns const& columns_of(std::string_view resource);

std::span<KindColumns const> workload_columns();
std::span<KindColumns const> cluster_columns();
std::span<KindColumns const> network_columns();
std::span<KindColumns const> policy_columns();

// What several kinds print.

/// "a, b" with any separator.
std::string join(std::vector<std::string> const& parts, std::string_view separator = ",");
/// The first few, and how many more there are: "a,b,c + 2 more...".
std::string join_some(std::vector<std::string> const& parts, std::size_t most);
/// `a=b,c=d`, or "<none>".
std::string format_labels(json::object const& labels);
/// `a=b,c in (x,y),!d` of a LabelSelector; "<none>" when it selects everything.
std::string format_selector(json::value const* selector);
/// Whether a condition of that type has the status "True".
bool has_condition(json::array const& conditions, std::string_view type);
/// A value as text: strings as they are, everything else as JSON.
std::string plain_text(json::value const& value);

}  // namespace keelson::http

#endif
