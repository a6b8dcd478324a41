#include "http/audit.hpp"

#include "http/rbac_objects.hpp"

namespace keelson::http {
namespace {

json::object to_tree(User const& user) {
    json::object tree{{"username", user.name}, {"groups", to_json(user.groups)}};
    if (!user.uid.empty()) tree["uid"] = user.uid;
    json::object extra;
    for (auto const& [key, values] : user.extra) extra[key] = to_json(values);
    if (!extra.empty()) tree["extra"] = std::move(extra);
    return tree;
}

json::object object_reference(Attributes const& wanted) {
    json::object tree{{"resource", wanted.resource}, {"apiVersion", wanted.version}};
    if (!wanted.group.empty()) tree["apiGroup"] = wanted.group;
    if (!wanted.namespace_.empty()) tree["namespace"] = wanted.namespace_;
    if (!wanted.name.empty()) tree["name"] = wanted.name;
    if (!wanted.subresource.empty()) tree["subresource"] = wanted.subresource;
    return tree;
}

/// "127.0.0.1" of "127.0.0.1:53211", "::1" of "[::1]:53211".
std::string host_of(std::string const& address) {
    if (address.starts_with('[')) return address.substr(1, address.find(']') - 1);
    return address.substr(0, address.rfind(':'));
}

}  // namespace

std::string audit_line(AuditRecord const& record) {
    json::object event{
        {"apiVersion", "audit.k8s.io/v1"},
        {"kind", "Event"},
        {"level", "Metadata"},
        {"auditID", record.id},
        {"stage", "ResponseComplete"},
        {"requestURI", record.request.target},
        {"verb", record.wanted.verb},
        {"user", to_tree(record.user)},
        {"sourceIPs", json::array{host_of(record.request.remote)}},
        {"responseStatus", json::object{{"metadata", json::object{}}, {"code", record.status}}},
        {"requestReceivedTimestamp", format_rfc3339_micro(record.received)},
        {"stageTimestamp", format_rfc3339_micro(record.answered)},
        {"annotations", json::object{{"authorization.k8s.io/decision", record.allowed ? "allow" : "forbid"},
                                     {"authorization.k8s.io/reason", record.reason}}},
    };
    if (auto const agent = record.request.header("user-agent"); !agent.empty()) event["userAgent"] = agent;
    if (record.acting) event["impersonatedUser"] = to_tree(*record.acting);
    if (record.wanted.is_resource) event["objectRef"] = object_reference(record.wanted);
    auto line = canonical(event);
    line += '\n';
    return line;
}

}  // namespace keelson::http
