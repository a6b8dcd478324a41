#include "http/authorization.hpp"
#include "http/query.hpp"

#include <algorithm>

namespace keelson::http {
namespace {

std::vector<std::string> segments(std::string_view path) {
    std::vector<std::string> parts;
    while (!path.empty()) {
        auto const slash = path.find('/');
        if (auto const part = path.substr(0, slash); !part.empty()) parts.push_back(percent_decoded(part, false));
        path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    }
    return parts;
}

std::string verb_of(std::string_view method) {
    if (method == "POST") return "create";
    if (method == "GET" || method == "HEAD") return "get";
    if (method == "PUT") return "update";
    if (method == "PATCH") return "patch";
    if (method == "DELETE") return "delete";
    return {};
}

std::string lower(std::string_view text) {
    std::string small(text);
    std::transform(small.begin(), small.end(), small.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return small;
}

/// What the query says of a verb.
void refine_verb(Attributes& wanted, Query const& query) {
    if (wanted.verb == "delete" && wanted.name.empty()) wanted.verb = "deletecollection";
    if (wanted.verb != "get") return;
    auto const watches = wanted.subresource.empty() && query.flag("watch");
    if (!wanted.name.empty()) {
        if (watches) wanted.verb = "watch";
        return;
    }
    wanted.verb = watches ? "watch" : "list";
    // A list of the one object of a name: those who may only read that one may do it.
    constexpr std::string_view by_name = "metadata.name=";
    auto const selector = query.text("fieldSelector");
    if (!selector.starts_with(by_name)) return;
    auto const name = selector.substr(by_name.size());
    if (name.find_first_of(",=!\\") == std::string_view::npos) wanted.name = name;
}

/// A WebSocket must begin with GET. What it does in a container is no reading (as of Kubernetes 1.35).
bool acts_in_pod(Attributes const& wanted) {
    auto const& sub = wanted.subresource;
    return wanted.group.empty() && wanted.resource == "pods" &&
           (sub == "exec" || sub == "attach" || sub == "portforward");
}

}  // namespace

Attributes request_attributes(std::string_view method, std::string_view target) {
    auto const mark = target.find('?');
    Attributes wanted;
    wanted.path = percent_decoded(target.substr(0, mark), false);
    wanted.verb = lower(method);
    auto parts = segments(target.substr(0, mark));
    std::size_t at = 0;
    if (parts.size() >= 3 && parts[0] == "api") {
        wanted.version = parts[1];
        at = 2;
    } else if (parts.size() >= 4 && parts[0] == "apis") {
        wanted.group = parts[1];
        wanted.version = parts[2];
        at = 3;
    } else {
        return wanted;
    }
    wanted.is_resource = true;
    wanted.verb = verb_of(method);
    // The old form of a watch: its verb is in the path.
    auto const old_watch = parts[at] == "watch" && parts.size() > at + 1;
    if (old_watch) ++at;
    if (parts[at] == "namespaces" && parts.size() > at + 1) {
        wanted.namespace_ = parts[at + 1];
        auto const own = parts.size() == at + 2 || parts[at + 2] == "status" || parts[at + 2] == "finalize";
        if (!own) at += 2;
    }
    wanted.resource = parts[at];
    if (parts.size() > at + 1) wanted.name = parts[at + 1];
    if (parts.size() > at + 2) wanted.subresource = parts[at + 2];
    if (old_watch) {
        wanted.verb = "watch";
        return wanted;
    }
    refine_verb(wanted, Query(target));
    if (wanted.verb == "get" && acts_in_pod(wanted)) wanted.verb = "create";
    return wanted;
}

}  // namespace keelson::http
