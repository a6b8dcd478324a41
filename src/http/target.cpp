#include "http/target.hpp"

#include <charconv>

namespace keelson::http {
namespace {

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            auto const high = hex(text[i + 1]), low = hex(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

bool is_namespace_subresource(std::string_view name) { return name == "status" || name == "finalize"; }

}  // namespace

std::optional<std::string_view> Query::find(std::string_view key) const {
    for (auto const& [name, value] : all_) {
        if (name == key) return std::string_view(value);
    }
    return std::nullopt;
}

std::vector<std::string> Query::all(std::string_view key) const {
    std::vector<std::string> found;
    for (auto const& [name, value] : all_) {
        if (name == key) found.push_back(value);
    }
    return found;
}

bool Query::flag(std::string_view key) const {
    auto const value = find(key);
    return value && *value != "false" && *value != "0";
}

Result<std::optional<std::int64_t>> Query::number(std::string_view key) const {
    auto const value = find(key);
    if (!value || value->empty()) return std::optional<std::int64_t>();
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
    if (error != std::errc() || end != value->data() + value->size() || number < 0)
        return Error(Errc::bad_request,
                     std::string(key) + ": Invalid value: \"" + std::string(*value) + "\": must be a whole number");
    return std::optional(number);
}

Result<Target> parse_target(std::string_view text) {
    Target target;
    auto const question = std::min(text.find('?'), text.size());
    target.path = text.substr(0, question);
    if (target.path.empty() || target.path.front() != '/')
        return Error(Errc::bad_request, "the path of a request begins with a slash");
    std::string_view path = target.path;
    path.remove_prefix(1);
    while (!path.empty()) {
        auto const slash = std::min(path.find('/'), path.size());
        auto segment = decoded(path.substr(0, slash), false);
        if (!segment) return Error(Errc::bad_request, "the path has an escape that is none");
        if (segment->find('\0') != std::string::npos || *segment == "." || *segment == "..")
            return Error(Errc::bad_request, "the path has a segment that can't be a name");
        target.segments.push_back(std::move(*segment));
        target.ends_in_slash = slash + 1 == path.size();
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    auto query = text.substr(std::min(question + 1, text.size()));
    while (!query.empty()) {
        auto const end = std::min(query.find('&'), query.size());
        auto const pair = query.substr(0, end);
        auto const equals = std::min(pair.find('='), pair.size());
        auto key = decoded(pair.substr(0, equals), true);
        auto value = decoded(pair.substr(std::min(equals + 1, pair.size())), true);
        if (!key || !value) return Error(Errc::bad_request, "the query has an escape that is none");
        if (!key->empty()) target.query.add(std::move(*key), std::move(*value));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return target;
}

std::optional<ResourcePath> resource_path(Target const& target) {
    auto const& all = target.segments;
    ResourcePath path;
    std::size_t at = 0;
    if (all.size() >= 3 && all[0] == "api") {
        path.version = all[1];
        at = 2;
    } else if (all.size() >= 4 && all[0] == "apis") {
        path.group = all[1];
        path.version = all[2];
        at = 3;
    } else {
        return std::nullopt;
    }
    for (auto const& segment : all) {
        if (segment.empty()) return std::nullopt;
    }
    if (all[at] == "namespaces" && all.size() > at + 2 && !is_namespace_subresource(all[at + 2])) {
        path.namespace_ = all[at + 1];
        at += 2;
    }
    path.resource = all[at];
    if (all.size() > at + 1) path.name = all[at + 1];
    if (all.size() > at + 2) path.subresource = all[at + 2];
    if (all.size() > at + 3) {
        if (path.subresource != "proxy") return std::nullopt;
        for (std::size_t i = at + 3; i < all.size(); ++i) path.rest += "/" + all[i];
    }
    if (path.subresource == "proxy" && target.ends_in_slash) path.rest += "/";
    return path;
}

}  // namespace keelson::http
