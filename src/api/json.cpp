#include "api/json.hpp"

#include <boost/json/parser.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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

constexpr std::uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;

/// The top bit of each byte that is zero; a borrow may set further ones behind the first.
constexpr std::uint64_t zeros(std::uint64_t bytes) { return (bytes - ones) & ~bytes & tops; }

/// Whether none of eight bytes needs an escape. A borrow may say so of one too many, and then the eight are looked at
/// one by one.
bool plain(std::uint64_t bytes) {
    auto const control = (bytes - ones * 0x20) & ~bytes & tops;
    return (zeros(bytes ^ (ones * '"')) | zeros(bytes ^ (ones * '\\')) | control) == 0;
}

template <class Word>
Word load(char const* from) {
    Word word;
    std::memcpy(&word, from, sizeof word);
    return word;
}

/// The same of a text of any length. Its last bytes are looked at together with some before them.
bool plain(std::string_view text) {
    auto const* const at = text.data();
    auto const size = text.size();
    if (size >= 8) {
        for (std::size_t i = 0; i + 8 < size; i += 8) {
            if (!plain(load<std::uint64_t>(at + i))) return false;
        }
        return plain(load<std::uint64_t>(at + size - 8));
    }
    if (size >= 4) {
        auto const low = load<std::uint32_t>(at), high = load<std::uint32_t>(at + size - 4);
        return plain(std::uint64_t{low} << 32 | high);
    }
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; });
}

}  // namespace

void write_string(std::string_view text, std::string& out) {
    if (plain(text)) {
        std::array<char, 64> quoted;  // NOLINT: written before it is read
        if (text.size() + 2 <= quoted.size()) {
            quoted[0] = '"';
            std::copy(text.begin(), text.end(), quoted.begin() + 1);
            quoted[text.size() + 1] = '"';
            out.append(quoted.data(), text.size() + 2);
        } else {
            ((out += '"') += text) += '"';
        }
        return;
    }
    out += '"';
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        while (i + 8 <= text.size() && plain(load<std::uint64_t>(text.data() + i))) i += 8;
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

enum class Mark : std::uint8_t { none, quote, open, close, comma };

constexpr auto marks = [] {
    std::array<Mark, 256> made{};
    made['"'] = Mark::quote;
    made['{'] = made['['] = Mark::open;
    made['}'] = made[']'] = Mark::close;
    made[','] = Mark::comma;
    return made;
}();

/// Past bytes that are neither a quote nor a backslash, as far as whole words go.
std::size_t plain_end(char const* text, std::size_t at, std::size_t size) {
#if defined(__SSE2__)
    auto const quotes = _mm_set1_epi8('"'), backslashes = _mm_set1_epi8('\\');
    for (; at + 16 <= size; at += 16) {
        auto const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(text + at));
        auto const found = static_cast<unsigned>(
            _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, quotes), _mm_cmpeq_epi8(bytes, backslashes))));
        if (found != 0) return at + static_cast<std::size_t>(std::countr_zero(found));
    }
#else
    for (; std::endian::native == std::endian::little && at + 8 <= size; at += 8) {
        auto const bytes = load<std::uint64_t>(text + at);
        auto const found = zeros(bytes ^ (ones * '"')) | zeros(bytes ^ (ones * '\\'));
        if (found != 0) return at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
    }
#endif
    return at;
}

}  // namespace

std::size_t json_string_end(std::string_view text, std::size_t at) {
    auto const* const begin = text.data();
    auto const size = text.size();
    for (++at; at < size;) {
        at = plain_end(begin, at, size);
        if (at >= size) break;
        if (begin[at] == '"') return at + 1;
        at += begin[at] == '\\' ? 2 : 1;
    }
    return size;
}

std::size_t canonical_value_end(std::string_view text, std::size_t at) {
    auto const* const begin = text.data();
    auto const size = text.size();
    if (at < size && begin[at] == '"') return json_string_end(text, at);
    for (int depth = 0; at < size;) {
        switch (marks[static_cast<unsigned char>(begin[at])]) {
            case Mark::none: ++at; break;
            case Mark::quote: at = json_string_end(text, at); break;
            case Mark::open:
                ++depth;
                ++at;
                break;
            case Mark::close:
                if (depth == 0) return at;
                ++at;
                if (--depth == 0) return at;
                break;
            case Mark::comma:
                if (depth == 0) return at;
                ++at;
                break;
        }
    }
    return size;
}

bool MemberScanner::next(std::string_view& key, std::string_view& value) {
    if (at_ >= text_.size() || text_[at_] != '"') return false;
    auto const key_end = json_string_end(text_, at_);
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
