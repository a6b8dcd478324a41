#ifndef KEELSON_SRC_API_JSON_HPP
#define KEELSON_SRC_API_JSON_HPP

#include <keelson/api/reflect.hpp>
#include <keelson/core/error.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace keelson {

namespace json = boost::json;

/// Writes a tree the one way that it can be written: keys sorted by byte, no spaces, nothing for null members.
void write_canonical(json::value const& value, std::string& out);
std::string canonical(json::value const& value);
/// A JSON string with its quotes.
void write_string(std::string_view text, std::string& out);

/// Goes through the members of an object in canonical JSON without reading their values. Keys are given as they are
/// written, escapes included.
class MemberScanner {
public:
    explicit MemberScanner(std::string_view object) : text_(object) {}
    /// False after the last one.
    bool next(std::string_view& key, std::string_view& value);

private:
    std::string_view text_;
    std::size_t at_ = 1;
};

/// The same for the elements of an array.
class ElementScanner {
public:
    explicit ElementScanner(std::string_view array) : text_(array) {}
    bool next(std::string_view& value);

private:
    std::string_view text_;
    std::size_t at_ = 1;
};

/// Behind the string that begins at `at` with its quote; the end of the text if it does not end.
std::size_t json_string_end(std::string_view text, std::size_t at);
/// Behind the value of canonical JSON that begins at `at`.
std::size_t canonical_value_end(std::string_view text, std::size_t at);

/// Reads a document. Numbers keep their kind; depth is bounded; text after the document is an error.
Result<json::value> parse_json(std::string_view text, json::storage_ptr storage = {});

/// The member at a path such as {"metadata", "name"}, or null.
json::value const* find_path(json::value const& root, std::initializer_list<std::string_view> path);
/// The string there, or an empty one.
std::string_view string_at(json::value const& root, std::initializer_list<std::string_view> path);

/// A described struct from a tree that is there already.
Result<> decode(TypeDesc const& desc, void* value, json::value const& tree);

template <class T>
Result<T> decode_tree(json::value const& tree) {
    T value;
    if (auto const done = decode(type_desc<T>(), &value, tree); !done) return done.error();
    return value;
}

}  // namespace keelson

#endif
