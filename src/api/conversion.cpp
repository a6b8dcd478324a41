#include "api/conversion.hpp"

#include <array>
#include <optional>
#include <utility>

namespace keelson {
namespace {

json::object* object_at(json::object& parent, std::string_view name) {
    auto* const found = parent.if_contains(name);
    return found ? found->if_object() : nullptr;
}

json::object& ensure_object(json::object& parent, std::string_view name) {
    auto& value = parent[name];
    if (!value.is_object()) value.emplace_object();
    return value.get_object();
}

/// Takes a member out of an object.
std::optional<json::value> take(json::object& from, std::string_view name) {
    auto* const found = from.if_contains(name);
    if (!found) return {};
    auto value = std::move(*found);
    from.erase(name);
    return value;
}

void rename(json::object& object, std::string_view from, std::string_view to) {
    if (auto value = take(object, from)) object[to] = std::move(*value);
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> event_fields{
    {{"involvedObject", "regarding"},
     {"message", "note"},
     {"source", "deprecatedSource"},
     {"firstTimestamp", "deprecatedFirstTimestamp"},
     {"lastTimestamp", "deprecatedLastTimestamp"},
     {"count", "deprecatedCount"},
     {"reportingComponent", "reportingController"}}};

constexpr std::string_view annotation_prefix = "autoscaling.alpha.kubernetes.io/";

/// Writes a value into an annotation, for a form that has no field for it.
void keep(json::object& object, std::string_view name, json::value const& value) {
    auto& annotations = ensure_object(ensure_object(object, "metadata"), "annotations");
    annotations[std::string(annotation_prefix).append(name)] = canonical(value);
}

/// Takes it back. What somebody else has written there and is no JSON stays.
std::optional<json::value> kept(json::object& object, std::string_view name) {
    auto* const metadata = object_at(object, "metadata");
    auto* const annotations = metadata ? object_at(*metadata, "annotations") : nullptr;
    if (!annotations) return {};
    auto const key = std::string(annotation_prefix).append(name);
    auto const* const text = annotations->if_contains(key);
    if (!text || !text->is_string()) return {};
    auto value = parse_json(text->get_string(), object.storage());
    if (!value) return {};
    annotations->erase(key);
    if (annotations->empty()) metadata->erase("annotations");
    return std::move(*value);
}

/// The utilization in a metric about CPU, under "target" as it is wanted or under "current" as it is.
json::value const* cpu_utilization(json::value const& metric, std::string_view field) {
    if (string_at(metric, {"type"}) != "Resource" || string_at(metric, {"resource", "name"}) != "cpu") return nullptr;
    return find_path(metric, {"resource", field, "averageUtilization"});
}

/// Moves the first such metric of a list to a number of its own, and the others to an annotation.
void split_metrics(json::object& object, json::object& part, std::string_view list, std::string_view field,
                   std::string_view number, std::string_view annotation) {
    auto metrics = take(part, list);
    if (!metrics || !metrics->is_array()) return;
    auto& all = metrics->get_array();
    for (auto metric = all.begin(); metric != all.end(); ++metric) {
        auto const* const utilization = cpu_utilization(*metric, field);
        if (!utilization) continue;
        part[number] = *utilization;
        all.erase(metric);
        break;
    }
    if (!all.empty()) keep(object, annotation, *metrics);
}

void join_metrics(json::object& object, std::string_view part_name, std::string_view list, std::string_view field,
                  std::string_view number, std::string_view annotation) {
    auto others = kept(object, annotation);
    auto* const part = object_at(object, part_name);
    auto cpu = part ? take(*part, number) : std::nullopt;
    if (!cpu && !others) return;
    json::array metrics;
    if (cpu) {
        json::object amount{{"averageUtilization", std::move(*cpu)}};
        if (field == "target") amount["type"] = "Utilization";
        metrics.push_back({{"type", "Resource"}, {"resource", {{"name", "cpu"}, {field, std::move(amount)}}}});
    }
    if (others && others->is_array())
        for (auto& metric : others->get_array()) metrics.push_back(std::move(metric));
    ensure_object(object, part_name)[list] = std::move(metrics);
}

void autoscaler_to_v1(json::object& object) {
    // A copy each: writing an annotation may move the members of the object.
    if (auto* const spec = object_at(object, "spec")) {
        auto copy = std::move(*spec);
        split_metrics(object, copy, "metrics", "target", "targetCPUUtilizationPercentage", "metrics");
        if (auto const behavior = take(copy, "behavior")) keep(object, "behavior", *behavior);
        object["spec"] = std::move(copy);
    }
    if (auto* const status = object_at(object, "status")) {
        auto copy = std::move(*status);
        split_metrics(object, copy, "currentMetrics", "current", "currentCPUUtilizationPercentage", "current-metrics");
        if (auto const conditions = take(copy, "conditions")) keep(object, "conditions", *conditions);
        object["status"] = std::move(copy);
    }
}

void autoscaler_to_v2(json::object& object) {
    join_metrics(object, "spec", "metrics", "target", "targetCPUUtilizationPercentage", "metrics");
    join_metrics(object, "status", "currentMetrics", "current", "currentCPUUtilizationPercentage", "current-metrics");
    if (auto behavior = kept(object, "behavior")) ensure_object(object, "spec")["behavior"] = std::move(*behavior);
    if (auto conditions = kept(object, "conditions"))
        ensure_object(object, "status")["conditions"] = std::move(*conditions);
}

}  // namespace

void convert(json::value& tree, Kind const& from, Kind const& to) {
    auto* const object = tree.if_object();
    if (!object || (from.group == to.group && from.version == to.version)) return;
    (*object)["apiVersion"] = to.api_version();
    if (from.name == "HorizontalPodAutoscaler" && from.group == "autoscaling") {
        if (to.version == "v1")
            autoscaler_to_v1(*object);
        else
            autoscaler_to_v2(*object);
    } else if (from.name == "Event" && to.name == "Event") {
        for (auto const& [core, events] : event_fields) {
            if (to.group.empty())
                rename(*object, events, core);
            else
                rename(*object, core, events);
        }
    }
}

}  // namespace keelson
