#ifndef KEELSON_NODE_POD_NETWORK_HPP
#define KEELSON_NODE_POD_NETWORK_HPP

#include <keelson/api/core_v1.hpp>
#include <keelson/core/error.hpp>
#include <keelson/runtime/runtime.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// How names are resolved in the cluster of a node.
struct ClusterDns {
    std::vector<std::string> servers;  ///< empty: there is none
    std::string domain = "cluster.local";
};

/// What a resolv.conf says.
DnsConfig parse_resolv_conf(std::string_view text);

struct PodDns {
    std::optional<DnsConfig> config;  ///< nothing: as the host has it
    bool cluster_is_missing = false;  ///< the cluster's was asked for and there is none: the host's takes its place
};

/// dnsPolicy and dnsConfig. `host_file` is the text of the host's resolv.conf.
PodDns pod_dns(Pod const& pod, ClusterDns const& cluster, std::string_view host_file);

struct PodHostname {
    std::string hostname, domain;
};
/// hostname, subdomain, setHostnameAsFQDN and hostnameOverride.
/// Errors: `invalid` when the full name is to be the hostname and too long for that.
Result<PodHostname> pod_hostname(Pod const& pod, std::string const& cluster_domain);

}  // namespace keelson

#endif
