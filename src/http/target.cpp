#include "http/target.hpp"

#include <algorithm>

namespace keelson::http {
namespace {

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool escapes_well(std::string_view text) {
    for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
        if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return false;
    }
    return true;
}

bool is_namespace_subresource(std::string_view name) { return name == "status" || name == "finalize"; }

}  // namespace

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
        if (!escapes_well(path.substr(0, slash)))
            return Error(Errc::bad_request, "the path has an escape that is none");
        auto segment = percent_decoded(path.substr(0, slash), false);
        if (segment.find('\0') != std::string::npos || segment == "." || segment == "..")
            return Error(Errc::bad_request, "the path has a segment that can't be a name");
        target.segments.push_back(std::move(segment));
        target.ends_in_slash = slash + 1 == path.size();
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    target.query = Query(text);
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
    if (all[at] == "namespaces" && all.size() > at + 2 && !is_namespace_subresource(all[at + 2])) {
        path.namespace_ = all[at + 1];
        at += 2;
    }
    path.resource = all[at];
    if (all.size() > at + 1) path.name = all[at + 1];
    if (all.size() > at + 2) path.subresource = all[at + 2];
    bool const proxy = path.subresource == "proxy";
    if (all.size() > at + 3 && !proxy) return std::nullopt;
    auto const own = std::min(all.size(), at + 3);
    if (std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(own),
                    [](std::string const& segment) { return segment.empty(); }))
        return std::nullopt;
    if (proxy) {
        // Each segment came with a slash before it.
        auto slash = target.path.find('/');
        for (std::size_t i = 0; i < own && slash != std::string::npos; ++i) slash = target.path.find('/', slash + 1);
        if (slash != std::string::npos) path.rest = target.path.substr(slash);
    }
    return path;
}

}  // namespace keelson::http
