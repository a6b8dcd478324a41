#include "registry/rules/names.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace keelson {
namespace {

namespace json = boost::json;
using namespace rules;

constexpr std::string_view immutable = "field is immutable";

void validate_owner_references(FieldView const& owners, FieldErrors& errors) {
    std::string first_controller;
    for (auto const owner : owners) {
        auto const api_version = owner["apiVersion"];
        if (api_version.string().empty()) {
            errors.required(api_version.path(), "must not be empty");
        } else if (auto const text = api_version.string();
                   std::count(text.begin(), text.end(), '/') > 1 || text.ends_with('/')) {
            report(errors, api_version, {"must be <group>/<version> or <version>"});
        }
        for (std::string_view const name : {"kind", "name", "uid"})
            if (auto const field = owner[name]; field.string().empty())
                errors.required(field.path(), "must not be empty");
        auto const kind = owner["kind"].string();
        if (kind == "Event" && api_version.string() == "v1")
            errors.invalid(owner.path(), owner.text(), "/v1, Kind=Event is disallowed from being an owner");
        if (!owner["controller"].boolean()) continue;
        auto controller = std::string(kind) + "/" + std::string(owner["name"].string());
        if (first_controller.empty()) {
            first_controller = std::move(controller);
        } else {
            errors.invalid(owners.path(), owners.text(),
                           "Only one reference can have Controller set to true. Found \"true\" in references for " +
                               first_controller + " and " + controller);
        }
    }
}

/// Names that Kubernetes itself knows need no prefix; all others must have one.
/// https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/
bool is_standard_finalizer(std::string_view name) {
    return name == "kubernetes" || name == "orphan" || name == "foregroundDeletion";
}

void validate_finalizers(FieldView const& finalizers, bool free, FieldErrors& errors) {
    bool orphan = false, foreground = false;
    for (auto const finalizer : finalizers) {
        auto const name = finalizer.string();
        auto const wrong = check_qualified_name(name);
        report(errors, finalizers.path(), name, wrong);
        if (!free && wrong.empty() && name.find('/') == name.npos && !is_standard_finalizer(name))
            report(errors, finalizer.path(), name,
                   {"name is neither a standard finalizer name nor is it fully qualified"});
        orphan = orphan || name == "orphan";
        foreground = foreground || name == "foregroundDeletion";
    }
    if (orphan && foreground)
        errors.invalid(finalizers.path(), finalizers.text(),
                       "finalizer orphan and foregroundDeletion cannot be both set");
}

std::string printed(json::value const* value) {
    if (!value) return "\"\"";
    return value->is_string() ? FieldErrors::quoted(value->get_string()) : json::serialize(*value);
}

}  // namespace

void validate_metadata(json::object const& metadata, bool namespaced, NameRule rule, FieldErrors& errors,
                       bool free_finalizers) {
    json::value const* const none = nullptr;
    auto const view = [&](std::string_view field) {
        auto const* const value = metadata.if_contains(field);
        return value ? value : none;
    };
    auto const string = [&](std::string_view field) { return string_of(metadata, field); };

    if (auto const prefix = string("generateName"); !prefix.empty())
        report(errors, "metadata.generateName", prefix, check_name(prefix, rule, true));
    if (auto const name = string("name"); name.empty()) {
        errors.required("metadata.name", "name or generateName is required");
    } else {
        report(errors, "metadata.name", name, check_name(name, rule, false));
    }
    if (auto const space = string("namespace"); !namespaced && !space.empty()) {
        errors.forbidden("metadata.namespace", "not allowed on this type");
    } else if (namespaced && space.empty()) {
        errors.required("metadata.namespace");
    } else if (namespaced) {
        report(errors, "metadata.namespace", space, check_dns_label(space));
    }
    validate_non_negative(FieldView(view("generation"), "metadata.generation"), errors);
    validate_labels(FieldView(view("labels"), "metadata.labels"), errors);
    validate_annotations(FieldView(view("annotations"), "metadata.annotations"), errors);
    validate_owner_references(FieldView(view("ownerReferences"), "metadata.ownerReferences"), errors);
    validate_finalizers(FieldView(view("finalizers"), "metadata.finalizers"), free_finalizers, errors);
}

void validate_metadata_update(json::object const& metadata, json::object const& old, FieldErrors& errors) {
    for (std::string_view const field :
         {"name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"})
        if (!same(metadata, old, field))
            errors.invalid("metadata." + std::string(field), printed(metadata.if_contains(field)), immutable);

    if (is_empty(old, "deletionTimestamp")) return;
    FieldView const before(old.if_contains("finalizers"), "metadata.finalizers");
    FieldView const after(metadata.if_contains("finalizers"), "metadata.finalizers");
    std::vector<std::string_view> added;
    for (auto const finalizer : after) {
        bool known = false;
        for (auto const one : before) known = known || one.string() == finalizer.string();
        if (!known) added.push_back(finalizer.string());
    }
    if (added.empty()) return;
    std::sort(added.begin(), added.end());
    std::string list;
    for (auto const name : added) list.append(list.empty() ? "" : ", ").append(FieldErrors::quoted(name));
    errors.forbidden(
        "metadata.finalizers",
        "no new finalizers can be added if the object is being deleted, found new finalizers []string{" + list + "}");
}

}  // namespace keelson
