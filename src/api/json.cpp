#include "api/json.hpp"

#include <boost/json/parser.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <charconv>

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

}  // namespace

void write_string(std::string_view text, std::string& out) {
    out += '"';
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
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
