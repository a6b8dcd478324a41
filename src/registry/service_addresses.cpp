#include "registry/service_addresses.hpp"

#include <keelson/api/kind.hpp>

#include <array>
#include <charconv>
#include <cstdint>

namespace keelson {
namespace {

/// FNV-1a, 32 bits: stable over releases, for addresses must not move.
std::uint32_t hash(std::string_view text) {
    std::uint32_t value = 2166136261U;
    for (char const c : text) value = (value ^ static_cast<unsigned char>(c)) * 16777619U;
    return value;
}

std::string address(std::uint32_t host) {
    return "127.96." + std::to_string(host >> 8 & 255) + "." + std::to_string(host & 255);
}

bool on_loopback(std::string_view ip) {
    std::array<int, 4> parts{};
    for (std::size_t i = 0; i < 4; ++i) {
        auto const dot = std::min(ip.find('.'), ip.size());
        auto const [end, error] = std::from_chars(ip.data(), ip.data() + dot, parts[i]);
        if (error != std::errc{} || end != ip.data() + dot || parts[i] < 0 || parts[i] > 255) return false;
        if ((i < 3) == (dot == ip.size())) return false;
        ip.remove_prefix(std::min(dot + 1, ip.size()));
    }
    return parts[0] == 127;
}

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
    auto ip = asked;
    if (asked.empty()) {
        auto const start = hash(key.text());
        constexpr std::uint32_t hosts = 65'534;
        for (std::uint32_t i = 0; i < hosts && ip.empty(); ++i) {
            auto candidate = address(1 + (start + i) % hosts);
            if (!taken_.contains(candidate)) ip = std::move(candidate);
        }
        if (ip.empty())
            return errors.invalid("spec.clusterIPs", "[]",
                                  "failed to allocate IP: range is full (" + std::string(range) + ")");
    } else if (asked != "None") {
        if (!on_loopback(asked))
            return errors.invalid("spec.clusterIPs", FieldErrors::quoted(asked),
                                  "failed to allocate IP " + asked + ": it must lie in 127.0.0.0/8");
        if (auto const holder = taken_.find(asked); holder != taken_.end() && holder->second != key)
            return errors.invalid("spec.clusterIPs", FieldErrors::quoted(asked),
                                  "failed to allocate IP " + asked + ": provided IP is already allocated");
    }
    (*spec)["clusterIP"] = ip;
    (*spec)["clusterIPs"] = json::array{json::value(ip)};
}

}  // namespace keelson
