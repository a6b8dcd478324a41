#ifndef KEELSON_SRC_API_CUSTOM_NODE_HPP
#define KEELSON_SRC_API_CUSTOM_NODE_HPP

#include "api/custom_schema.hpp"

#include <boost/regex.hpp>

#include <map>
#include <optional>

namespace keelson {

/// One schema within a CustomSchema. Those of allOf, anyOf, oneOf and not only judge; they neither prune nor default.
struct CustomSchema::Node {
    using Ptr = std::unique_ptr<Node>;

    std::string type;  // empty: any
    bool root = false;
    bool nullable = false, int_or_string = false, preserve = false, embedded = false;
    bool closed = false;  // additionalProperties: false
    std::map<std::string, Ptr, std::less<>> properties;
    Ptr additional, items;
    std::vector<std::string> required;
    std::optional<json::value> default_;
    enum class List : std::uint8_t { atomic, set, map } list = List::atomic;
    std::vector<std::string> list_keys;
    bool atomic = false;

    std::vector<json::value> enums;
    std::optional<json::value> minimum, maximum, multiple_of;
    bool above_minimum = false, below_maximum = false;
    std::optional<std::int64_t> min_length, max_length, min_items, max_items, min_properties, max_properties;
    bool unique_items = false;
    std::string pattern, format, description;
    std::optional<boost::regex> regex;
    std::vector<Ptr> all_of, any_of, one_of;
    Ptr not_;
};

/// Says what is wrong with a value by its schema. `status`: nothing else than the status is looked at.
class CustomValidator {
public:
    explicit CustomValidator(std::vector<Cause>& causes) : causes_(&causes) {}
    void visit(CustomSchema::Node const& node, json::value const& value, std::string const& path);

private:
    void add(std::string_view reason, std::string const& field, std::string message);
    void invalid(std::string const& path, json::value const& value, std::string const& detail);
    [[nodiscard]] bool has_type(CustomSchema::Node const& node, json::value const& value, std::string const& path);
    void number(CustomSchema::Node const& node, json::value const& value, std::string const& path);
    void string(CustomSchema::Node const& node, json::value const& value, std::string const& path);
    void array(CustomSchema::Node const& node, json::value const& value, std::string const& path);
    void object(CustomSchema::Node const& node, json::value const& value, std::string const& path);
    void junctors(CustomSchema::Node const& node, json::value const& value, std::string const& path);
    static bool fits(CustomSchema::Node const& node, json::value const& value, std::string const& path);

    std::vector<Cause>* causes_;
};

/// Whether a string has a format that Kubernetes checks; a format that nobody knows is none.
bool has_format(std::string_view format, std::string_view text);

}  // namespace keelson

#endif
