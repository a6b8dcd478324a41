#include "http/columns.hpp"

#include <algorithm>
#include <array>

namespace keelson::http {
namespace {

constexpr Column name_column{"Name", "string", "name"};
constexpr Column age_column{"Age"};
/// How many ports, addresses or hosts are printed before the rest is counted.
constexpr std::size_t some = 3;

std::vector<std::string> texts(json::array const& values) {
    std::vector<std::string> all;
    for (auto const& value : values) all.push_back(plain_text(value));
    return all;
}

/// Addresses, else names, of what a load balancer has.
std::vector<std::string> ingress_points(Row const& row) {
    std::vector<std::string> all;
    for (auto const& point : row.list({"status", "loadBalancer", "ingress"})) {
        auto const ip = string_at(point, {"ip"}), host = string_at(point, {"hostname"});
        if (!ip.empty() || !host.empty()) all.emplace_back(ip.empty() ? host : ip);
    }
    return all;
}

constexpr std::array service_columns{name_column,
                                     Column{"Type"},
                                     Column{"Cluster-IP"},
                                     Column{"External-IP"},
                                     Column{"Port(s)"},
                                     age_column,
                                     Column{"Selector", "string", {}, 1}};

std::string external_address(Row const& row) {
    auto const type = row.text({"spec", "type"});
    if (type == "ExternalName") return std::string(row.text({"spec", "externalName"}));
    auto all = texts(row.list({"spec", "externalIPs"}));
    if (type == "LoadBalancer") {
        auto points = ingress_points(row);
        points.insert(points.end(), all.begin(), all.end());
        return points.empty() ? "<pending>" : join(points);
    }
    return all.empty() ? "<none>" : join(all);
}

void fill_service(Row& row) {
    row.add_name();
    row.add(row.text({"spec", "type"}));
    auto const addresses = texts(row.list({"spec", "clusterIPs"}));
    row.add_or(addresses.empty() ? row.text({"spec", "clusterIP"}) : std::string_view(addresses.front()));
    row.add(external_address(row));
    std::vector<std::string> ports;
    for (auto const& port : row.list({"spec", "ports"})) {
        auto const* const number = find_path(port, {"port"});
        auto const* const node_port = find_path(port, {"nodePort"});
        auto text = number ? plain_text(*number) : std::string();
        if (node_port) text += ":" + plain_text(*node_port);
        ports.push_back(text + "/" + std::string(string_at(port, {"protocol"})));
    }
    row.add_or(join(ports));
    row.add_age();
    row.add(format_labels(row.members({"spec", "selector"})));
}

constexpr std::array slice_columns{name_column, Column{"AddressType"}, Column{"Ports"}, Column{"Endpoints"},
                                   age_column};

void fill_slice(Row& row) {
    std::vector<std::string> ports, addresses;
    for (auto const& port : row.list({"ports"})) {
        auto const* const number = find_path(port, {"port"});
        auto const name = string_at(port, {"name"});
        ports.push_back(number ? plain_text(*number) : name.empty() ? "*" : std::string(name));
    }
    for (auto const& endpoint : row.list({"endpoints"})) {
        auto const* const listed = find_path(endpoint, {"addresses"});
        if (!listed || !listed->is_array()) continue;
        for (auto const& address : listed->get_array()) addresses.push_back(plain_text(address));
    }
    row.add_name();
    row.add(row.text({"addressType"}));
    row.add_or(join_some(ports, some), "<unset>");
    row.add_or(join_some(addresses, some), "<unset>");
    row.add_age();
}

constexpr std::array endpoints_columns{name_column, Column{"Endpoints"}, age_column};

void fill_endpoints(Row& row) {
    std::vector<std::string> all;
    for (auto const& subset : row.list({"subsets"})) {
        auto const *const ports = find_path(subset, {"ports"}), *const addresses = find_path(subset, {"addresses"});
        if (!addresses || !addresses->is_array()) continue;
        for (auto const& address : addresses->get_array()) {
            std::string ip(string_at(address, {"ip"}));
            if (ip.find(':') != std::string::npos) ip = "[" + ip + "]";
            if (!ports || !ports->is_array() || ports->get_array().empty()) continue;
            for (auto const& port : ports->get_array()) {
                auto const* const number = find_path(port, {"port"});
                all.push_back(ip + ":" + (number ? plain_text(*number) : std::string()));
            }
        }
    }
    row.add_name();
    row.add_or(join_some(all, some));
    row.add_age();
}

constexpr std::array ingress_columns{name_column,       Column{"Class"}, Column{"Hosts"},
                                     Column{"Address"}, Column{"Ports"}, age_column};

void fill_ingress(Row& row) {
    std::vector<std::string> hosts;
    for (auto const& rule : row.list({"spec", "rules"})) {
        auto const host = string_at(rule, {"host"});
        if (!host.empty()) hosts.emplace_back(host);
    }
    row.add_name();
    row.add_or(row.text({"spec", "ingressClassName"}));
    row.add_or(join_some(hosts, some), "*");
    row.add(join(ingress_points(row)));
    row.add(row.list({"spec", "tls"}).empty() ? "80" : "80, 443");
    row.add_age();
}

constexpr std::array ingress_class_columns{name_column, Column{"Controller"}, Column{"Parameters"}, age_column};

void fill_ingress_class(Row& row) {
    std::string parameters;
    if (row.has({"spec", "parameters"})) {
        parameters = row.text({"spec", "parameters", "kind"});
        if (auto const group = row.text({"spec", "parameters", "apiGroup"}); !group.empty())
            parameters += "." + std::string(group);
        parameters += "/" + std::string(row.text({"spec", "parameters", "name"}));
    }
    row.add_name();
    row.add(row.text({"spec", "controller"}));
    row.add_or(parameters);
    row.add_age();
}

constexpr std::array policy_columns_of{name_column, Column{"Pod-Selector"}, age_column};

void fill_policy(Row& row) {
    row.add_name();
    row.add(format_selector(find_path(row.object(), {"spec", "podSelector"})));
    row.add_age();
}

constexpr std::array cidr_columns{name_column, Column{"CIDRs"}, age_column};

void fill_cidr(Row& row) {
    row.add_name();
    row.add(join(texts(row.list({"spec", "cidrs"}))));
    row.add_age();
}

constexpr std::array address_columns{name_column, Column{"ParentRef"}, age_column};

void fill_address(Row& row) {
    std::vector<std::string> parts;
    for (auto const* const field : {"group", "resource", "namespace", "name"}) {
        auto const part = row.text({"spec", "parentRef", field});
        if (!part.empty()) parts.emplace_back(part);
    }
    // "services/default/web"; the group only where there is one: "services.example.com/...".
    if (!row.text({"spec", "parentRef", "group"}).empty() && parts.size() > 1) {
        parts[1] += "." + parts[0];
        parts.erase(parts.begin());
    }
    row.add_name();
    row.add_or(join(parts, "/"));
    row.add_age();
}

constexpr KindColumns kinds[] = {
    {"services", service_columns, fill_service},
    {"endpointslices.discovery.k8s.io", slice_columns, fill_slice},
    {"endpoints", endpoints_columns, fill_endpoints},
    {"ingresses.networking.k8s.io", ingress_columns, fill_ingress},
    {"ingressclasses.networking.k8s.io", ingress_class_columns, fill_ingress_class},
    {"networkpolicies.networking.k8s.io", policy_columns_of, fill_policy},
    {"servicecidrs.networking.k8s.io", cidr_columns, fill_cidr},
    {"ipaddresses.networking.k8s.io", address_columns, fill_address},
};

}  // namespace

std::span<KindColumns const> network_columns() { return kinds; }

}  // namespace keelson::http
