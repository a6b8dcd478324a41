#include "node/pod_network.hpp"

#include <algorithm>
#include <sstream>

namespace keelson {
namespace {

constexpr std::size_t hostname_bytes_max = 64;

void add_missing(std::vector<std::string>& to, std::vector<std::string> const& from) {
    for (auto const& one : from) {
        if (std::find(to.begin(), to.end(), one) == to.end()) to.push_back(one);
    }
}

/// Options are known by what stands before their colon; a later one replaces an earlier one.
void set_option(std::vector<std::string>& options, std::string option) {
    auto const name = [](std::string const& text) { return text.substr(0, text.find(':')); };
    for (auto& one : options) {
        if (name(one) != name(option)) continue;
        one = std::move(option);
        return;
    }
    options.push_back(std::move(option));
}

void add_config(DnsConfig& to, PodDNSConfig const& own) {
    add_missing(to.servers, own.nameservers);
    add_missing(to.searches, own.searches);
    for (auto const& option : own.options) {
        set_option(to.options,
                   option.value && !option.value->empty() ? option.name + ":" + *option.value : option.name);
    }
}

}  // namespace

DnsConfig parse_resolv_conf(std::string_view text) {
    DnsConfig config;
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line.substr(0, line.find_first_of("#;")));
        std::string key, value;
        words >> key;
        if (key == "nameserver" && words >> value) config.servers.push_back(value);
        if (key == "search" || key == "domain") {
            config.searches.clear();  // the last one counts
            while (words >> value) {
                if (value.size() > 1 && value.ends_with('.')) value.pop_back();
                config.searches.push_back(value);
            }
        }
        while (key == "options" && words >> value) config.options.push_back(value);
    }
    return config;
}

PodDns pod_dns(Pod const& pod, ClusterDns const& cluster, std::string_view host_file) {
    auto const& spec = pod.spec;
    auto policy = spec.dnsPolicy.empty() ? std::string("ClusterFirst") : spec.dnsPolicy;
    if (policy == "ClusterFirst" && spec.hostNetwork.value_or(false)) policy = "Default";
    if (policy == "ClusterFirstWithHostNet") policy = "ClusterFirst";
    PodDns dns;
    if (policy == "ClusterFirst" && cluster.servers.empty()) {
        dns.cluster_is_missing = true;
        policy = "Default";
    }
    if (policy == "Default" && !spec.dnsConfig) return dns;
    auto& config = dns.config.emplace();
    if (policy == "Default") config = parse_resolv_conf(host_file);
    if (policy == "ClusterFirst") {
        auto const host = parse_resolv_conf(host_file);
        auto const service = "svc." + cluster.domain;
        config.servers = cluster.servers;
        config.searches = {pod.metadata.namespace_ + "." + service, service, cluster.domain};
        add_missing(config.searches, host.searches);
        config.options = {"ndots:5"};
    }
    if (spec.dnsConfig) add_config(config, *spec.dnsConfig);
    return dns;
}

Result<PodHostname> pod_hostname(Pod const& pod, std::string const& cluster_domain) {
    auto const& spec = pod.spec;
    PodHostname name;
    if (spec.hostnameOverride) {
        name.hostname = *spec.hostnameOverride;
        return name;
    }
    name.hostname = spec.hostname.empty() ? pod.metadata.name.substr(0, 63) : spec.hostname;
    while (name.hostname.ends_with('-') || name.hostname.ends_with('.')) name.hostname.pop_back();
    if (!spec.subdomain.empty()) {
        name.domain = spec.subdomain + "." + pod.metadata.namespace_ + ".svc." + cluster_domain;
    }
    if (spec.setHostnameAsFQDN.value_or(false) && !name.domain.empty()) {
        auto const full = name.hostname + "." + name.domain;
        if (full.size() > hostname_bytes_max) {
            return Error(Errc::invalid, "failed to construct FQDN from pod hostname and cluster domain, FQDN " + full +
                                            " is too long (" + std::to_string(hostname_bytes_max) +
                                            " characters is the max, " + std::to_string(full.size()) +
                                            " characters requested)");
        }
        name = {.hostname = full, .domain = {}};
    }
    return name;
}

}  // namespace keelson
