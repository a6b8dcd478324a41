#include "http/query.hpp"

#include <algorithm>

namespace keelson::http {
namespace {

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// What is no escape stays as it is.
std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const escape = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
        if (escape) {
            out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

}  // namespace

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
        values_.emplace_back(decoded(part.substr(0, equals)),
                             equals == std::string_view::npos ? std::string() : decoded(part.substr(equals + 1)));
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
