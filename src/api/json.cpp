#include "api/json.hpp"

#include <boost/json/parser.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace keelson {
namespace {

constexpr std::size_t depth_max = 64;

void write_number(json::value const& value, std::string& out) {
    std::array<char, 32> text{};
    auto const put = [&](auto number) {
        auto const end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
        out.append(text.data(), end);
    };
    if (value.is_int64()) {
        put(value.get_int64());
    } else if (value.is_uint64()) {
        put(value.get_uint64());
    } else {
        put(value.get_double());
    }
}

bool sorted(json::object const& object) {
    return std::is_sorted(object.begin(), object.end(), [](auto const& a, auto const& b) { return a.key() < b.key(); });
}

void write_object(json::object const& object, std::string& out) {
    out += '{';
    bool first = true;
    auto const member = [&](json::key_value_pair const& pair) {
        if (pair.value().is_null()) return;
        if (!first) out += ',';
        first = false;
        write_string(pair.key(), out);
        out += ':';
        write_canonical(pair.value(), out);
    };
    if (sorted(object)) {
        for (auto const& pair : object) member(pair);
    } else {
        std::vector<json::key_value_pair const*> order;
        order.reserve(object.size());
        for (auto const& pair : object) order.push_back(&pair);
        std::sort(order.begin(), order.end(), [](auto const* a, auto const* b) { return a->key() < b->key(); });
        for (auto const* pair : order) member(*pair);
    }
    out += '}';
}

/// Whether none of eight bytes needs an escape. Each term has the top bit of a byte set that is one of those; a
/// borrow may set one too many, and then the eight are looked at one by one.
bool plain(char const* eight) {
    constexpr std::uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, eight, 8);
    auto const quote = bytes ^ (ones * '"'), backslash = bytes ^ (ones * '\\');
    auto const control = (bytes - ones * 0x20) & ~bytes;
    return ((((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) | control) & tops) == 0;
}

}  // namespace

void write_string(std::string_view text, std::string& out) {
    out += '"';
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        while (i + 8 <= text.size() && plain(text.data() + i)) i += 8;
        if (i == text.size()) break;
        auto const c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out.append(text, done, i - done);
        done = i + 1;
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\t': out += "\\t"; break;
            case '\r': out += "\\r"; break;
            case '\b': out += "\\b"; break;
            case '\f': out += "\\f"; break;
            default:
                constexpr std::string_view hex = "0123456789abcdef";
                out += "\\u00";
                out += hex[c >> 4];
                out += hex[c & 15];
        }
    }
    out.append(text, done, text.size() - done);
    out += '"';
}

void write_canonical(json::value const& value, std::string& out) {
    switch (value.kind()) {
        case json::kind::null: out += "null"; break;
        case json::kind::bool_: out += value.get_bool() ? "true" : "false"; break;
        case json::kind::int64:
        case json::kind::uint64:
        case json::kind::double_: write_number(value, out); break;
        case json::kind::string: write_string(value.get_string(), out); break;
        case json::kind::array: {
            out += '[';
            bool first = true;
            for (auto const& element : value.get_array()) {
                if (!first) out += ',';
                first = false;
                write_canonical(element, out);
            }
            out += ']';
            break;
        }
        case json::kind::object: write_object(value.get_object(), out); break;
    }
}

std::string canonical(json::value const& value) {
    std::string out;
    write_canonical(value, out);
    return out;
}

Result<json::value> parse_json(std::string_view text, json::storage_ptr storage) {
    json::error_code error;
    json::parse_options options;
    options.max_depth = depth_max;
    json::parser parser(storage, options);
    parser.reset(std::move(storage));
    auto const used = parser.write(text, error);
    if (error) return Error(Errc::bad_request, "invalid JSON at byte " + std::to_string(used) + ": " + error.message());
    return parser.release();
}

namespace {

/// Behind the string that begins at `at`.
std::size_t string_end(std::string_view text, std::size_t at) {
    // Nearly no string has a backslash in it: up to the next quote at once, and back if there was one.
    for (auto from = at + 1;;) {
        auto const quote = text.find('"', from);
        if (quote == std::string_view::npos) return text.size();
        auto back = quote;
        while (back > at + 1 && text[back - 1] == '\\') --back;
        if ((quote - back) % 2 == 0) return quote + 1;
        from = quote + 1;
    }
}

}  // namespace

std::size_t canonical_value_end(std::string_view text, std::size_t at) {
    if (at < text.size() && text[at] == '"') return std::min(string_end(text, at), text.size());
    for (int depth = 0; at < text.size();) {
        auto const c = text[at];
        if (c == '"') {
            at = string_end(text, at);
            continue;
        }
        if (depth == 0 && (c == ',' || c == '}' || c == ']')) break;
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        ++at;
    }
    return std::min(at, text.size());
}

bool MemberScanner::next(std::string_view& key, std::string_view& value) {
    if (at_ >= text_.size() || text_[at_] != '"') return false;
    auto const key_end = string_end(text_, at_);
    if (key_end >= text_.size()) return false;
    key = text_.substr(at_ + 1, key_end - at_ - 2);
    auto const begin = key_end + 1;
    auto const end = canonical_value_end(text_, begin);
    value = text_.substr(std::min(begin, end), end - std::min(begin, end));
    at_ = end + 1;
    return true;
}

bool ElementScanner::next(std::string_view& value) {
    if (at_ >= text_.size() || text_[at_] == ']') return false;
    auto const end = canonical_value_end(text_, at_);
    value = text_.substr(at_, end - at_);
    at_ = end + 1;
    return true;
}

json::value const* find_path(json::value const& root, std::initializer_list<std::string_view> path) {
    auto const* at = &root;
    for (auto const name : path) {
        auto const* object = at->if_object();
        at = object ? object->if_contains(name) : nullptr;
        if (!at) return nullptr;
    }
    return at;
}

std::string_view string_at(json::value const& root, std::initializer_list<std::string_view> path) {
    auto const* const found = find_path(root, path);
    return found && found->is_string() ? std::string_view(found->get_string()) : std::string_view();
}

}  // namespace keelson
