#include "http/query.hpp"

#include <algorithm>
#include <charconv>

namespace keelson::http {
namespace {

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string percent_decoded(std::string_view text, bool plus_is_space) {
    if (text.find_first_of(plus_is_space ? "%+" : "%") == std::string_view::npos) return std::string(text);
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const escape = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
        if (escape) {
            out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

Query::Query(std::string_view target) {
    auto const start = target.find('?');
    if (start == std::string_view::npos) return;
    target = target.substr(start + 1);
    target = target.substr(0, target.find('#'));
    while (!target.empty()) {
        auto const end = std::min(target.find('&'), target.size());
        auto const part = target.substr(0, end);
        target.remove_prefix(std::min(end + 1, target.size()));
        if (part.empty()) continue;
        auto const equals = part.find('=');
        values_.emplace_back(
            percent_decoded(part.substr(0, equals), true),
            equals == std::string_view::npos ? std::string() : percent_decoded(part.substr(equals + 1), true));
    }
}

bool Query::has(std::string_view name) const {
    return std::any_of(values_.begin(), values_.end(), [name](auto const& value) { return value.first == name; });
}

std::string Query::get(std::string_view name) const {
    for (auto const& [key, value] : values_) {
        if (key == name) return value;
    }
    return {};
}

std::string_view Query::text(std::string_view name) const {
    for (auto const& [key, value] : values_) {
        if (key == name) return value;
    }
    return {};
}

Result<std::optional<std::int64_t>> Query::whole_number(std::string_view name) const {
    auto const value = text(name);
    if (value.empty()) return std::optional<std::int64_t>();
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size())
        return Error(Errc::bad_request,
                     std::string(name) + ": Invalid value: \"" + std::string(value) + "\": must be a whole number");
    return std::optional(number);
}

Result<std::optional<std::int64_t>> Query::number(std::string_view name) const {
    auto read = whole_number(name);
    if (read && read->value_or(0) < 0)
        return Error(Errc::bad_request, std::string(name) + ": Invalid value: \"" + std::string(text(name)) +
                                            "\": must be a whole number");
    return read;
}

std::vector<std::string> Query::all(std::string_view name) const {
    std::vector<std::string> found;
    for (auto const& [key, value] : values_) {
        if (key == name) found.push_back(value);
    }
    return found;
}

bool Query::flag(std::string_view name) const {
    if (!has(name)) return false;
    auto value = get(name);
    for (auto& c : value) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return value != "false" && value != "0";
}

}  // namespace keelson::http
