#include "registry/service_addresses.hpp"

#include <keelson/api/kind.hpp>


namespace keelson {
namespace {

std::string cluster_ip(Object const& service) {
    auto const tree = parse_json(service.bytes());
    return tree ? std::string(string_at(*tree, {"spec", "clusterIP"})) : std::string();
}

}  // namespace

void ServiceAddresses::follow(Ref const& before, Ref const& after) {
    auto const& kind = (after ? after : before)->kind();
    if (kind.plural != "services" || !kind.group.empty()) return;
    if (before) taken_.erase(cluster_ip(*before));
    if (!after) return;
    if (auto ip = cluster_ip(*after); !ip.empty() && ip != "None") taken_[std::move(ip)] = after->key();
}

void ServiceAddresses::assign(json::object& service, ObjectKey const& key, FieldErrors& errors) const {
    auto* const found = service.if_contains("spec");
    auto* const spec = found ? found->if_object() : nullptr;
    if (!spec || string_at(service["spec"], {"type"}) == "ExternalName") return;
    auto const asked = std::string(string_at(service["spec"], {"clusterIP"}));
    auto const taken = [&](std::string_view ip) {
        auto const holder = taken_.find(ip);
        return holder != taken_.end() && holder->second != key;
    };
    auto const chosen = pool_.choose(key.namespace_, key.name, asked, taken);
    if (!chosen) return errors.invalid("spec.clusterIPs", FieldErrors::quoted(asked), "failed to allocate IP: " + chosen.error().message);
    auto const& ip = *chosen;
    (*spec)["clusterIP"] = ip;
    (*spec)["clusterIPs"] = json::array{json::value(ip)};
}

}  // namespace keelson
