#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <limits>
#include <set>

namespace keelson::rules {
namespace {

namespace json = boost::json;

bool same_except(json::object const& a, json::object const& b, std::string_view field) {
    auto const covers = [&](json::object const& x, json::object const& y) {
        for (auto const& entry : x)
            if (entry.key() != field && !same(&entry.value(), y.if_contains(entry.key()))) return false;
        return true;
    };
    return covers(a, b) && covers(b, a);
}

/// False if containers came or went: then nothing else is worth saying.
bool validate_images(FieldView const& spec, FieldView const& old, std::string_view list, FieldErrors& errors) {
    auto const containers = spec[list];
    if (containers.size() != old[list].size()) {
        errors.forbidden(containers.path(), "pod updates may not add or remove containers");
        return false;
    }
    return true;
}

bool validate_deadline(FieldView const& spec, FieldView const& old, FieldErrors& errors) {
    auto const now = spec["activeDeadlineSeconds"];
    auto const before = old["activeDeadlineSeconds"];
    if (!now.present() && before.present()) {
        errors.invalid(now.path(), "null", "must not update from a positive integer to nil value");
    } else if (now.present()) {
        auto const range = check_range(now.number(), 0, std::numeric_limits<std::int32_t>::max());
        report(errors, now, range);
        if (!range.empty()) return false;
        if (before.present() && before.number() < now.number()) {
            report(errors, now, {"must be less than or equal to previous value"});
            return false;
        }
    }
    return true;
}

void validate_added_tolerations(FieldView const& spec, FieldView const& old, FieldErrors& errors) {
    auto const now = spec["tolerations"];
    auto const before = old["tolerations"];
    for (auto const toleration : before) {
        bool found = false;
        for (auto const kept : now)
            found = found || same_except(kept.fields(), toleration.fields(), "tolerationSeconds");
        if (!found)
            return errors.forbidden(now.path(), "existing toleration can not be modified except its tolerationSeconds");
    }
}

void validate_removed_gates(FieldView const& spec, FieldView const& old, FieldErrors& errors) {
    std::set<std::string_view> known;
    for (auto const gate : old["schedulingGates"]) known.insert(gate["name"].string());
    for (auto const gate : spec["schedulingGates"]) {
        auto const name = gate["name"];
        if (!known.contains(name.string()))
            errors.forbidden(name.path(), "only deletion is allowed, but found new scheduling gate '" +
                                              std::string(name.string()) + "'");
    }
}

bool starts_with(FieldView const& list, FieldView const& beginning) {
    if (list.size() < beginning.size()) return false;
    for (std::size_t i = 0; i < beginning.size(); ++i) {
        auto const a = list[i];
        auto const b = beginning[i];
        if (!same(a.json(), b.json())) return false;
    }
    return true;
}

/// A Pod that waits at a gate may be told more precisely where to run, never less.
void validate_gated(FieldView const& spec, FieldView const& old, FieldErrors& errors) {
    auto const selector = spec["nodeSelector"];
    auto const old_selector = old["nodeSelector"];
    for (auto const& label : old_selector.fields())
        if (!same(&label.value(), selector.fields().if_contains(label.key()))) {
            errors.invalid(selector.path(), selector.text(),
                           "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
            break;
        }
    auto const affinity = spec["affinity"];
    auto const nodes = affinity["nodeAffinity"];
    auto const required = nodes["requiredDuringSchedulingIgnoredDuringExecution"];
    auto const terms = required["nodeSelectorTerms"];
    auto const old_affinity = old["affinity"];
    auto const old_nodes = old_affinity["nodeAffinity"];
    auto const old_required = old_nodes["requiredDuringSchedulingIgnoredDuringExecution"];
    auto const old_terms = old_required["nodeSelectorTerms"];
    if (old_terms.size() == 0) return;
    if (terms.size() != old_terms.size())
        return errors.invalid(terms.path(), terms.text(),
                              "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
    for (std::size_t i = 0; i < old_terms.size(); ++i) {
        auto const term = terms[i];
        auto const before = old_terms[i];
        bool const was_empty = !before["matchExpressions"].given() && !before["matchFields"].given();
        bool const is_empty_still = !term["matchExpressions"].given() && !term["matchFields"].given();
        if ((was_empty && !is_empty_still) || !starts_with(term["matchExpressions"], before["matchExpressions"]) ||
            !starts_with(term["matchFields"], before["matchFields"]))
            report(errors, term, {"only additions are allowed (no mutations or deletions)"});
    }
}

/// Where two specs differ, those fields aside that may: paths, for people to read.
void differences(json::value const* now, json::value const* before, std::string const& path, bool gated,
                 std::vector<std::string>& found) {
    if (same(now, before) || found.size() >= 10) return;
    static std::set<std::string_view> const free{"spec.activeDeadlineSeconds", "spec.tolerations",
                                                 "spec.schedulingGates"};
    if (free.contains(path)) return;
    if (gated && (path == "spec.nodeSelector" || path == "spec.affinity.nodeAffinity")) return;
    bool const in_container = path.starts_with("spec.containers[") || path.starts_with("spec.initContainers[");
    if (in_container && path.ends_with("].image") && path.find('.', path.find(']') + 2) == path.npos) return;
    if (now && before && now->is_object() && before->is_object()) {
        auto const& a = now->get_object();
        auto const& b = before->get_object();
        for (auto const& field : a)
            differences(&field.value(), b.if_contains(field.key()), path + "." + std::string(field.key()), gated,
                        found);
        for (auto const& field : b)
            if (!a.contains(field.key()))
                differences(nullptr, &field.value(), path + "." + std::string(field.key()), gated, found);
    } else if (now && before && now->is_array() && before->is_array() &&
               now->get_array().size() == before->get_array().size()) {
        for (std::size_t i = 0; i < now->get_array().size(); ++i)
            differences(&now->get_array()[i], &before->get_array()[i], path + "[" + std::to_string(i) + "]", gated,
                        found);
    } else if (gated && path == "spec.affinity") {
        // One side has none: only node affinity may come or go.
        auto const* const there = now ? now : before;
        for (auto const& field : there->is_object() ? there->get_object() : json::object())
            if (field.key() != "nodeAffinity") found.push_back(path + "." + std::string(field.key()));
    } else {
        found.push_back(path);
    }
}

}  // namespace

void validate_pod_spec_update(json::value const* now, json::value const* before, FieldErrors& errors) {
    FieldView const spec(now, "spec");
    FieldView const old(before, "spec");
    if (!validate_images(spec, old, "containers", errors)) return;
    if (!validate_images(spec, old, "initContainers", errors)) return;
    if (!validate_deadline(spec, old, errors)) return;
    validate_added_tolerations(spec, old, errors);
    validate_removed_gates(spec, old, errors);
    bool const gated = old["schedulingGates"].given();
    if (gated) validate_gated(spec, old, errors);

    std::vector<std::string> changed;
    differences(now, before, "spec", gated, changed);
    auto const grace = old["terminationGracePeriodSeconds"].number();
    if (grace < 0 && spec["terminationGracePeriodSeconds"].number() == 1)
        std::erase(changed, "spec.terminationGracePeriodSeconds");
    if (changed.empty()) return;
    std::sort(changed.begin(), changed.end());
    std::string list;
    for (auto const& path : changed) list.append(list.empty() ? "" : ", ").append(path);
    errors.forbidden(
        "spec",
        "pod updates may not change fields other than `spec.containers[*].image`,"
        "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to "
        "existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was "
        "previously negative)\nchanged: " +
            list);
}

}  // namespace keelson::rules
