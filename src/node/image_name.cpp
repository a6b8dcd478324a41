#include "node/image_name.hpp"

#include <algorithm>

namespace keelson {
namespace {

bool lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool letter_or_digit(char c) { return lower_or_digit(c) || (c >= 'A' && c <= 'Z'); }

/// Runs of lower-case letters and digits, with one '.', one or two '_' or any number of '-' between them.
bool is_path_component(std::string_view text) {
    if (text.empty() || !lower_or_digit(text.front()) || !lower_or_digit(text.back())) return false;
    for (std::size_t i = 0; i < text.size();) {
        if (lower_or_digit(text[i])) {
            ++i;
            continue;
        }
        auto const from = i;
        while (i < text.size() && !lower_or_digit(text[i])) ++i;
        auto const separator = text.substr(from, i - from);
        auto const dashes = separator.find_first_not_of('-') == std::string_view::npos;
        if (!dashes && separator != "." && separator != "_" && separator != "__") return false;
    }
    return true;
}

bool is_registry(std::string_view text) {
    auto const colon = text.rfind(':');
    auto const bracketed = text.starts_with('[');
    if (colon != std::string_view::npos && (!bracketed || text.find(']') < colon)) {
        auto const port = text.substr(colon + 1);
        auto const digits = std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (port.empty() || !digits) return false;
        text = text.substr(0, colon);
    }
    if (bracketed) return text.size() > 2 && text.ends_with(']');
    while (!text.empty()) {
        auto const dot = std::min(text.find('.'), text.size());
        auto const part = text.substr(0, dot);
        auto const fits = [](char c) { return letter_or_digit(c) || c == '-'; };
        if (part.empty() || part.front() == '-' || part.back() == '-') return false;
        if (!std::all_of(part.begin(), part.end(), fits)) return false;
        if (dot + 1 == text.size()) return false;
        text.remove_prefix(std::min(dot + 1, text.size()));
    }
    return true;
}

bool is_tag(std::string_view text) {
    if (text.empty() || text.size() > 128 || text.front() == '.' || text.front() == '-') return false;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return letter_or_digit(c) || c == '_' || c == '.' || c == '-'; });
}

bool is_hex(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
}

bool is_digest(std::string_view text) {
    auto const colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    auto const value = text.substr(colon + 1);
    return value.size() >= 32 && is_hex(value);
}

}  // namespace

Result<ImageName> parse_image_name(std::string_view text) {
    auto const whole = std::string(text);
    auto const refuse = [&whole](std::string const& why = {}) -> Error {
        return {Errc::invalid, "Failed to apply default image tag \"" + whole + "\": couldn't parse image name \"" +
                                   whole + "\": invalid reference format" + why};
    };
    ImageName name;
    if (auto const at = text.find('@'); at != std::string_view::npos) {
        name.digest = text.substr(at + 1);
        if (!is_digest(name.digest)) return refuse();
        text = text.substr(0, at);
    }
    // A colon behind the last slash begins a tag; one before it belongs to a port.
    auto const colon = text.rfind(':');
    auto const slash = text.rfind('/');
    if (colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash)) {
        name.tag = text.substr(colon + 1);
        if (!is_tag(name.tag)) return refuse();
        text = text.substr(0, colon);
    }
    if (text.size() == 64 && name.tag.empty() && name.digest.empty() && is_hex(text))
        return refuse(": cannot specify 64-byte hexadecimal strings");
    auto const first = text.substr(0, text.find('/'));
    auto const upper = std::any_of(first.begin(), first.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    auto const names_registry = first.size() < text.size() &&
                                (first.find_first_of(".:") != std::string_view::npos || first == "localhost" || upper);
    if (names_registry) {
        if (!is_registry(first)) return refuse();
        name.registry = first;
        name.path = text.substr(first.size() + 1);
    } else {
        name.registry = "docker.io";
        name.path = text.find('/') == std::string_view::npos ? "library/" + std::string(text) : std::string(text);
    }
    if (name.registry == "index.docker.io") name.registry = "docker.io";
    if (std::any_of(name.path.begin(), name.path.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
        return refuse(": repository name (" + name.path + ") must be lowercase");
    for (std::string_view rest = name.path;;) {
        auto const end = rest.find('/');
        if (!is_path_component(rest.substr(0, end))) return refuse();
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    if (name.tag.empty() && name.digest.empty()) name.tag = "latest";
    return name;
}

}  // namespace keelson
