#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>

namespace keelson::rules {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 20> standard_resources{"cpu",
                                                              "memory",
                                                              "ephemeral-storage",
                                                              "requests.cpu",
                                                              "requests.memory",
                                                              "requests.ephemeral-storage",
                                                              "limits.cpu",
                                                              "limits.memory",
                                                              "limits.ephemeral-storage",
                                                              "pods",
                                                              "resourcequotas",
                                                              "services",
                                                              "replicationcontrollers",
                                                              "secrets",
                                                              "configmaps",
                                                              "persistentvolumeclaims",
                                                              "storage",
                                                              "requests.storage",
                                                              "services.nodeports",
                                                              "services.loadbalancers"};

bool is_huge_pages(std::string_view name) { return name.starts_with("hugepages-"); }
bool is_native(std::string_view name) {
    return name.find('/') == name.npos || name.find("kubernetes.io/") != name.npos;
}
bool is_compute(std::string_view name) { return name == "cpu" || name == "memory"; }
bool is_extended(std::string_view name) {
    return !is_native(name) && !name.starts_with("requests.") &&
           check_qualified_name("requests." + std::string(name)).empty();
}
/// Whether a container may ask for less of it than it may use.
bool may_overcommit(std::string_view name) { return is_native(name) && !is_huge_pages(name); }

void validate_resource_name(std::string_view name, bool of_pod, std::string const& path, FieldErrors& errors) {
    if (is_compute(name) || (name == "ephemeral-storage" && !of_pod)) return;
    if (auto const wrong = check_qualified_name(name); !wrong.empty()) return report(errors, path, name, wrong);
    bool const plain = name.find('/') == name.npos;
    if (plain && !is_huge_pages(name) &&
        std::find(standard_resources.begin(), standard_resources.end(), name) == standard_resources.end()) {
        report(errors, path, name, {"must be a standard resource type or fully qualified"});
        if (of_pod) return;
    }
    if (of_pod) {
        if (!is_huge_pages(name)) errors.not_supported(path, name, {"cpu", "hugepages-", "memory"});
    } else if (plain) {
        if (!is_huge_pages(name)) report(errors, path, name, {"must be a standard resource for containers"});
    } else if (!is_native(name) && !is_extended(name)) {
        report(errors, path, name, {"doesn't follow extended resource name standard"});
    }
}

void validate_claims(FieldView const& claims, PodScope const& scope, FieldErrors& errors) {
    std::vector<std::string> seen;
    for (auto const claim : claims) {
        auto const name = claim["name"].string();
        if (name.empty()) {
            errors.required(claim.path());
            continue;
        }
        auto const request = claim["request"];
        if (request.given()) report(errors, request, check_dns_label(request.string()));
        auto const overlaps = [&](std::string const& other) {
            auto const whole = other.substr(0, other.find('/'));
            return whole == name &&
                   (other == whole || !request.given() || other.substr(whole.size() + 1) == request.string());
        };
        if (std::any_of(seen.begin(), seen.end(), overlaps)) errors.duplicate(claim.path(), FieldErrors::quoted(name));
        seen.push_back(std::string(name) + (request.given() ? "/" + std::string(request.string()) : ""));
        if (std::find(scope.claims.begin(), scope.claims.end(), name) != scope.claims.end()) continue;
        std::string known;
        for (auto const one : scope.claims) known.append(known.empty() ? ": " : ", ").append(one);
        errors.not_found(claim.path(), FieldErrors::quoted(name) +
                                           ": must be one of the names in pod.spec.resourceClaims" +
                                           (known.empty() ? " which is empty" : known));
    }
}

void add(Amounts& total, json::object const& container, std::string_view part) {
    auto const* const resources = container.if_contains("resources");
    FieldView const view(resources, "resources");
    auto const amounts = view[part];
    for (auto const& entry : amounts.fields())
        if (auto const amount = quantity_of(FieldView(&entry.value(), entry.key()))) {
            auto& sum = total[std::string(entry.key())];
            sum = sum.zero() ? *amount : sum + *amount;
        }
}

void raise(Amounts& total, Amounts const& least) {
    for (auto const& [name, amount] : least)
        if (auto& there = total[name]; there < amount) there = amount;
}

template <class Do>
void each_container(json::object const& spec, std::string_view field, Do what) {
    auto const* const list = spec.if_contains(field);
    if (!list || !list->is_array()) return;
    for (auto const& item : list->get_array())
        if (item.is_object()) what(item.get_object());
}

}  // namespace

std::optional<Quantity> quantity_of(FieldView const& field) {
    if (auto const number = field.integer()) return Quantity(*number);
    if (!field.is_string()) return {};
    auto parsed = Quantity::parse(field.string());
    if (!parsed) return {};
    return std::move(*parsed);
}

void validate_amount(std::string_view resource, FieldView const& amount, std::string const& path, FieldErrors& errors) {
    auto const quantity = quantity_of(amount);
    if (!quantity) return;  // the Schema has said so
    if (quantity->negative())
        errors.invalid(path, FieldErrors::quoted(quantity->text()), "must be greater than or equal to 0");
    bool const whole = resource == "pods" || is_extended(resource);
    if (whole && quantity->millis() % 1000 != 0)
        errors.invalid(path, FieldErrors::quoted(quantity->text()), "must be an integer");
}

void validate_resources(FieldView const& resources, PodScope const& scope, bool of_pod, FieldErrors& errors) {
    if (!resources.given()) return;
    bool huge_pages = false, compute = false;
    auto const limits = resources["limits"];
    auto const requests = resources["requests"];
    auto const check = [&](FieldView const& list, std::string_view name, FieldView const& amount) {
        huge_pages = huge_pages || is_huge_pages(name);
        compute = compute || is_compute(name);
        // The path is only made where something may be wrong: this runs for every container.
        auto const quantity = quantity_of(amount);
        if (is_compute(name) && quantity && !quantity->negative()) return;
        auto const path = list.key_path(name);
        validate_resource_name(name, of_pod, path, errors);
        validate_amount(name, amount, path, errors);
    };
    for (auto const& entry : limits.fields()) check(limits, entry.key(), FieldView(&entry.value(), entry.key()));
    for (auto const& entry : requests.fields()) {
        std::string_view const name = entry.key();
        FieldView const request(&entry.value(), name);
        check(requests, name, request);
        auto const limit = limits[name];
        auto const asked = quantity_of(request);
        auto const bound = quantity_of(limit);
        if (!limit.present()) {
            if (!may_overcommit(name))
                errors.required(limits.path(), "Limit must be set for non overcommitable resources");
        } else if (asked && bound && *asked != *bound && (!may_overcommit(name) || *asked > *bound)) {
            errors.invalid(requests.path(), FieldErrors::quoted(asked->text()),
                           std::string(may_overcommit(name) ? "must be less than or equal to " : "must be equal to ") +
                               std::string(name) + " limit of " + bound->text());
        }
    }
    if (huge_pages && !compute) errors.forbidden(resources.path(), "HugePages require cpu or memory");
    if (auto const claims = resources["claims"]; claims.given()) validate_claims(claims, scope, errors);
}

Amounts amounts_of_containers(json::object const& spec, std::string_view part) {
    Amounts total, sidecars, peak;
    each_container(spec, "containers", [&](json::object const& container) { add(total, container, part); });
    each_container(spec, "initContainers", [&](json::object const& container) {
        if (string_of(container, "restartPolicy") == "Always") {
            add(sidecars, container, part);
            raise(peak, sidecars);
        } else {
            auto now = sidecars;
            add(now, container, part);
            raise(peak, now);
        }
    });
    for (auto const& [name, amount] : sidecars) {
        auto& sum = total[name];
        sum = sum.zero() ? amount : sum + amount;
    }
    raise(total, peak);
    return total;
}

Amounts amounts_of_pod(json::object const& spec, std::string_view part, bool with_overhead) {
    auto total = amounts_of_containers(spec, part);
    FieldView const view(find(spec, "resources"), "resources");
    auto const own = view[part];
    for (auto const& entry : own.fields()) {
        std::string_view const name = entry.key();
        auto const amount = quantity_of(FieldView(&entry.value(), name));
        if (amount && (is_compute(name) || is_huge_pages(name))) total[std::string(name)] = *amount;
    }
    if (!with_overhead) return total;
    FieldView const overhead(find(spec, "overhead"), "overhead");
    for (auto const& entry : overhead.fields()) {
        auto const amount = quantity_of(FieldView(&entry.value(), entry.key()));
        auto const there = total.find(std::string_view(entry.key()));
        if (!amount) continue;
        // Without a limit there is nothing that the overhead could come on top of.
        if (there != total.end()) {
            there->second = there->second + *amount;
        } else if (part == "requests") {
            total.emplace(entry.key(), *amount);
        }
    }
    return total;
}

void validate_pod_resources(FieldView const& spec, PodScope const& scope, FieldErrors& errors) {
    auto const resources = spec["resources"];
    if (!resources.given()) return;
    if (resources["claims"].given())
        errors.forbidden(resources.path("claims"), "claims cannot be set for Resources at pod-level");
    validate_resources(resources, scope, true, errors);
    auto const requests = resources["requests"];
    for (auto const& [name, amount] : amounts_of_containers(spec.fields())) {
        auto const request = quantity_of(requests[name]).value_or(Quantity{});
        if ((is_compute(name) || is_huge_pages(name)) && amount > request)
            errors.invalid(requests.key_path(name), FieldErrors::quoted(request.text()),
                           "must be greater than or equal to aggregate container requests of " + amount.text());
    }
    auto const limits = resources["limits"];
    for (auto const container : spec["containers"]) {
        auto const own = container["resources"];
        auto const own_limits = own["limits"];
        for (auto const& entry : own_limits.fields()) {
            auto const limit = quantity_of(FieldView(&entry.value(), entry.key()));
            auto const bound = quantity_of(limits[entry.key()]);
            if (limit && bound && *limit > *bound)
                errors.invalid(own_limits.key_path(entry.key()), FieldErrors::quoted(limit->text()),
                               "must be less than or equal to pod limits of " + bound->text());
        }
    }
}

}  // namespace keelson::rules
