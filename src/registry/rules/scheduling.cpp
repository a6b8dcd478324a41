#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"

#include <boost/json/object.hpp>

#include <algorithm>

namespace keelson::rules {
namespace {

void validate_node_requirement(FieldView const& requirement, bool check_values, FieldErrors& errors) {
    auto const op = requirement["operator"];
    auto const values = requirement["values"];
    auto const is = [&](std::string_view name) { return op.string() == name; };
    if (is("In") || is("NotIn")) {
        if (values.size() == 0) errors.required(values.path(), "must be specified when `operator` is 'In' or 'NotIn'");
    } else if (is("Exists") || is("DoesNotExist")) {
        if (values.size() != 0)
            errors.forbidden(values.path(), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
    } else if (is("Gt") || is("Lt")) {
        if (values.size() != 1)
            errors.required(values.path(), "must be specified single value when `operator` is 'Lt' or 'Gt'");
    } else {
        report(errors, op, {"not a valid selector operator"});
    }
    auto const key = requirement["key"];
    report(errors, key, check_qualified_name(key.string()));
    if (check_values)
        for (auto const value : values) report(errors, value, check_label_value(value.string()));
}

void validate_field_requirement(FieldView const& requirement, FieldErrors& errors) {
    auto const op = requirement["operator"];
    auto const values = requirement["values"];
    if (op.string() == "In" || op.string() == "NotIn") {
        if (values.size() != 1)
            errors.required(values.path(),
                            "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
    } else {
        report(errors, op, {"not a valid selector operator"});
    }
    auto const key = requirement["key"];
    if (key.string() != "metadata.name") {
        report(errors, key, {"not a valid field selector key"});
    } else {
        for (auto const value : values) report(errors, value, check_dns_subdomain(value.string()));
    }
}

void validate_node_term(FieldView const& term, bool check_values, FieldErrors& errors) {
    for (auto const requirement : term["matchExpressions"])
        validate_node_requirement(requirement, check_values, errors);
    for (auto const requirement : term["matchFields"]) validate_field_requirement(requirement, errors);
}

void validate_weight(FieldView const& term, FieldErrors& errors) {
    auto const weight = term["weight"];
    if (weight.number() < 1 || weight.number() > 100)
        errors.invalid(weight.path(), std::to_string(weight.number()), "must be in the range 1-100");
}

bool selects_key(FieldView const& selector, std::string_view key) {
    auto const labels = selector["matchLabels"];
    if (labels.fields().contains(key)) return true;
    for (auto const expression : selector["matchExpressions"])
        if (expression["key"].string() == key) return true;
    return false;
}

void validate_label_keys(FieldView const& keys, FieldView const& selector, FieldErrors& errors) {
    if (!keys.given()) return;
    if (!selector.present()) errors.forbidden(keys.path(), "must not be specified when labelSelector is not set");
    for (auto const key : keys) report(errors, key, check_qualified_name(key.string()));
}

void validate_pod_term(FieldView const& term, FieldErrors& errors) {
    auto const selector = term["labelSelector"];
    if (selector.present()) validate_label_selector(selector, errors);
    if (auto const namespaces = term["namespaceSelector"]; namespaces.present())
        validate_label_selector(namespaces, errors);
    for (auto const name : term["namespaces"])
        if (auto const wrong = check_dns_label(name.string()); !wrong.empty())
            report(errors, term.path("namespace"), name.string(), wrong);
    auto const keys = term["matchLabelKeys"];
    auto const mismatch = term["mismatchLabelKeys"];
    validate_label_keys(keys, selector, errors);
    validate_label_keys(mismatch, selector, errors);
    for (auto const key : keys)
        for (auto const other : mismatch)
            if (key.string() == other.string())
                report(errors, key, {"exists in both matchLabelKeys and mismatchLabelKeys"});
    auto const topology = term["topologyKey"];
    if (topology.string().empty()) errors.required(topology.path(), "can not be empty");
    report(errors, topology, check_qualified_name(topology.string()));
}

void validate_pod_affinity(FieldView const& affinity, FieldErrors& errors) {
    for (auto const term : affinity["requiredDuringSchedulingIgnoredDuringExecution"]) validate_pod_term(term, errors);
    for (auto const weighted : affinity["preferredDuringSchedulingIgnoredDuringExecution"]) {
        validate_weight(weighted, errors);
        auto const term = weighted["podAffinityTerm"];
        validate_pod_term(term, errors);
    }
}

}  // namespace

void validate_node_selector(FieldView const& selector, FieldErrors& errors) {
    auto const terms = selector["nodeSelectorTerms"];
    if (terms.size() == 0) errors.required(terms.path(), "must have at least one node selector term");
    for (auto const term : terms) validate_node_term(term, true, errors);
}

void validate_affinity(FieldView const& affinity, FieldErrors& errors) {
    if (auto const nodes = affinity["nodeAffinity"]; nodes.present()) {
        if (auto const required = nodes["requiredDuringSchedulingIgnoredDuringExecution"]; required.present())
            validate_node_selector(required, errors);
        for (auto const preferred : nodes["preferredDuringSchedulingIgnoredDuringExecution"]) {
            validate_weight(preferred, errors);
            auto const term = preferred["preference"];
            // A preference for what cannot be does no harm, and clusters have such objects.
            validate_node_term(term, false, errors);
        }
    }
    for (std::string_view const name : {"podAffinity", "podAntiAffinity"})
        if (auto const pods = affinity[name]; pods.present()) validate_pod_affinity(pods, errors);
}

void validate_tolerations(FieldView const& tolerations, FieldErrors& errors) {
    for (auto const toleration : tolerations) {
        auto const key = toleration["key"];
        auto const op = toleration["operator"];
        auto const value = toleration["value"];
        auto const effect = toleration["effect"];
        if (key.given()) report(errors, key, check_qualified_name(key.string()));
        if (!key.given() && op.string() != "Exists")
            report(errors, op,
                   {"operator must be Exists when `key` is empty, which means \"match all values and all keys\""});
        if (toleration["tolerationSeconds"].present() && effect.string() != "NoExecute")
            report(errors, effect, {"effect must be 'NoExecute' when `tolerationSeconds` is set"});
        if (op.string() == "Exists" && value.given())
            errors.invalid(op.path(), value.text(), "value must be empty when `operator` is 'Exists'");
        if (!op.given() || op.string() == "Equal") {
            std::string wrong;
            for (auto const& one : check_label_value(value.string()))
                wrong.append(wrong.empty() ? "" : ";").append(one);
            if (!wrong.empty()) errors.invalid(op.path(), value.text(), wrong);
        }
    }
}

void validate_spread_constraints(FieldView const& constraints, FieldErrors& errors) {
    for (std::size_t i = 0; i < constraints.size(); ++i) {
        auto const constraint = constraints[i];
        if (auto const skew = constraint["maxSkew"]; skew.number() <= 0)
            errors.invalid(skew.path(), std::to_string(skew.number()), "must be greater than zero");
        auto const key = constraint["topologyKey"];
        if (key.string().empty()) errors.required(key.path(), "can not be empty");
        auto const action = constraint["whenUnsatisfiable"];
        for (std::size_t j = i + 1; j < constraints.size(); ++j) {
            auto const other = constraints[j];
            if (other["topologyKey"].string() != key.string() || other["whenUnsatisfiable"].string() != action.string())
                continue;
            errors.duplicate(
                constraint.path("{topologyKey, whenUnsatisfiable}"),
                FieldErrors::quoted("{" + std::string(key.string()) + ", " + std::string(action.string()) + "}"));
            break;
        }
        if (auto const domains = constraint["minDomains"]; domains.present()) {
            if (domains.number() <= 0) report(errors, domains, {"must be greater than zero"});
            if (action.string() != "DoNotSchedule")
                report(errors, domains,
                       {"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " +
                        std::string(action.string())});
        }
        auto const selector = constraint["labelSelector"];
        if (selector.present()) validate_label_selector(selector, errors);
        auto const keys = constraint["matchLabelKeys"];
        validate_label_keys(keys, selector, errors);
        for (auto const one : keys)
            if (selects_key(selector, one.string()))
                report(errors, one, {"exists in both matchLabelKeys and labelSelector"});
    }
}

}  // namespace keelson::rules
