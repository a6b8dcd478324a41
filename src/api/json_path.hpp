#ifndef KEELSON_SRC_API_JSON_PATH_HPP
#define KEELSON_SRC_API_JSON_PATH_HPP

#include "api/json.hpp"

#include <keelson/core/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// The JSONPath that printer columns of custom resources are written in: members (`.spec.size`, `['a.b']`, `.a\.b`),
/// elements (`[0]`, `[-1]`, `[1:3]`), all of them (`[*]`, `.*`), and elements whose field has a value
/// (`[?(@.type=="Ready")]`, also with `!=`, or without a comparison for those that have the field). No recursion and no
/// templates. Immutable.
class JsonPath {
public:
    /// Errors: `invalid`, with what is wrong and where.
    static Result<JsonPath> parse(std::string_view text);
    /// What it finds, in document order.
    [[nodiscard]] std::vector<json::value const*> find(json::value const& root) const;

private:
    enum class Kind : std::uint8_t { member, slice, all, filter };
    struct Step {
        Kind kind = Kind::member;
        std::string name;                   // of a member
        std::ptrdiff_t begin = 0, end = 0;  // of a slice; from behind when negative
        bool to_end = false;
        std::vector<std::string> field;  // of a filter
        json::value wanted;              // of a filter that compares
        bool compares = false, equal = true;
    };
    class Reader;
    static void take(Step const& step, json::value const& value, std::vector<json::value const*>& out);

    std::vector<Step> steps_;
};

}  // namespace keelson

#endif
