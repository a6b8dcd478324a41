#include "registry/rules/kinds.hpp"
#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace keelson::rules {
namespace {

namespace json = boost::json;

void validate_access_modes(FieldView const& spec, std::string_view detail, FieldErrors& errors) {
    static constexpr std::array<std::string_view, 4> known{"ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce",
                                                           "ReadWriteOncePod"};
    auto const modes = spec["accessModes"];
    if (modes.size() == 0) errors.required(modes.path(), detail);
    bool alone = false, others = false;
    for (auto const mode : modes) {
        bool const supported = std::find(known.begin(), known.end(), mode.string()) != known.end();
        if (!supported) errors.not_supported(modes.path(), mode.string(), {known.begin(), known.end()});
        bool const exclusive = mode.string() == "ReadWriteOncePod";
        alone = alone || exclusive;
        others = others || (supported && !exclusive);
    }
    if (alone && others) errors.forbidden(modes.path(), "may not use ReadWriteOncePod with other access modes");
}

void validate_class_name(FieldView const& name, FieldErrors& errors) {
    if (name.given()) report(errors, name, check_dns_subdomain(name.string()));
}

void validate_positive(FieldView const& amount, std::string const& path, FieldErrors& errors) {
    auto const quantity = quantity_of(amount);
    if (quantity && (quantity->negative() || quantity->zero()))
        errors.invalid(path, FieldErrors::quoted(quantity->text()), "must be greater than zero");
}

void validate_data_source(FieldView const& source, FieldErrors& errors) {
    if (!source.present()) return;
    for (std::string_view const name : {"name", "kind"})
        if (!source[name].given()) errors.required(source.path(name));
    auto const group = source["apiGroup"];
    auto const kind = source["kind"].string();
    if (!group.given() && kind != "PersistentVolumeClaim")
        errors.invalid(source.path(), FieldErrors::quoted(kind),
                       "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
    if (group.given()) report(errors, group, check_dns_subdomain(group.string()));
    if (auto const space = source["namespace"]; space.given()) report(errors, space, check_dns_label(space.string()));
}

/// The older and the newer way to say what a volume is filled from are kept alike.
void default_data_sources(json::object& claim) {
    auto* const spec = find_object(claim, "spec");
    if (!spec) return;
    auto* const source = find_object(*spec, "dataSource");
    auto* const reference = find_object(*spec, "dataSourceRef");
    if (source && !reference) {
        set_default(*spec, "dataSourceRef", *source);
    } else if (reference && !source && is_empty(*reference, "namespace")) {
        auto const group = string_of(*reference, "apiGroup");
        auto const kind = string_of(*reference, "kind");
        if ((group.empty() && kind == "PersistentVolumeClaim") ||
            (group == "snapshot.storage.k8s.io" && kind == "VolumeSnapshot"))
            set_default(*spec, "dataSource", *reference);
    }
}

void set_pending(json::object& object, std::string_view) { object["status"] = {{"phase", "Pending"}}; }

void validate_claim(json::object const& object, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    validate_claim_spec(spec, errors);
}

/// All of a claim is settled when it is made, but for the volume that it gets, a class that it did not
/// name, and the size and attributes of one that is bound.
void validate_claim_update(json::object const& object, json::object const& old, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    FieldView const before(find(old, "spec"), "spec");
    FieldView const status(find(old, "status"), "status");
    bool const bound = status["phase"].string() == "Bound";
    std::vector<std::string> changed;
    auto const compare = [&](std::string_view field) {
        if (same(spec.fields(), before.fields(), field)) return;
        if (field == "volumeName" && !before[field].given()) return;
        if (field == "storageClassName" && !before[field].present() && spec[field].present()) return;
        if (field == "volumeAttributesClassName" && bound && spec[field].present()) return;
        if (field == "resources" && bound) {
            auto const now = spec["resources"];
            auto const then = before["resources"];
            if (same(now.fields(), then.fields(), "limits")) return;
        }
        changed.push_back(spec.path(field));
    };
    std::set<std::string_view> fields;
    for (auto const& field : spec.fields()) fields.insert(field.key());
    for (auto const& field : before.fields()) fields.insert(field.key());
    for (auto const field : fields) compare(field);
    if (!changed.empty()) {
        std::string list;
        for (auto const& path : changed) list.append(list.empty() ? "" : ", ").append(path);
        errors.forbidden("spec",
                         "spec is immutable after creation except resources.requests and volumeAttributesClassName "
                         "for bound claims\nchanged: " +
                             list);
    }
    auto const size_in = [](FieldView const& of) {
        auto const resources = of["resources"];
        auto const requests = resources["requests"];
        return quantity_of(requests["storage"]).value_or(Quantity{});
    };
    auto const capacity = status["capacity"];
    if (size_in(spec) < size_in(before) && size_in(spec) <= quantity_of(capacity["storage"]).value_or(Quantity{}))
        errors.forbidden("spec.resources.requests.storage", "field can not be less than status.capacity");
    if (bound && before["volumeAttributesClassName"].given() && !spec["volumeAttributesClassName"].given())
        errors.forbidden("spec.volumeAttributesClassName",
                         spec["volumeAttributesClassName"].present()
                             ? "update from non-nil value to an empty string is forbidden"
                             : "update from non-nil value to nil is forbidden");
    validate_immutable(spec.fields(), before.fields(), "volumeMode", "volumeMode", errors);
}

void validate_claim_status(json::object const& object, json::object const&, FieldErrors& errors) {
    FieldView const status(find(object, "status"), "status");
    for (std::string_view const list : {"capacity", "allocatedResources"}) {
        auto const amounts = status[list];
        for (auto const& entry : amounts.fields())
            if (auto const amount = quantity_of(FieldView(&entry.value(), entry.key())); amount && amount->negative())
                errors.invalid(amounts.key_path(entry.key()), std::to_string(amount->units()),
                               "must be a valid resource quantity");
    }
}

void validate_volume(json::object const& object, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    FieldView const metadata(find(object, "metadata"), "metadata");
    validate_access_modes(spec, {}, errors);
    auto const capacity = spec["capacity"];
    if (capacity.size() == 0) errors.required(capacity.path());
    if (capacity.size() > 1 || (capacity.size() == 1 && !capacity["storage"].present()))
        errors.not_supported_json(capacity.path(), capacity.text(), {"storage"});
    for (auto const& entry : capacity.fields())
        validate_positive(FieldView(&entry.value(), entry.key()), capacity.key_path(entry.key()), errors);
    if (auto const affinity = spec["nodeAffinity"]; affinity.present()) {
        if (auto const required = affinity["required"]; !required.present()) {
            errors.required(required.path(), "must specify required node constraints");
        } else {
            validate_node_selector(required, errors);
        }
    }
    validate_persistent_volume_source(spec, metadata["name"].string(), errors);
    auto const directory = spec["hostPath"];
    auto const policy = spec["persistentVolumeReclaimPolicy"];
    if (directory["path"].string() == "/" && policy.string() == "Recycle")
        errors.forbidden(policy.path(), "may not be 'recycle' for a hostPath mount of '/'");
    validate_class_name(spec["storageClassName"], errors);
    if (auto const attributes = spec["volumeAttributesClassName"]; attributes.present()) {
        if (!attributes.given()) errors.required(attributes.path(), "an empty string is disallowed");
        validate_class_name(attributes, errors);
        if (!spec["csi"].present())
            errors.required(spec.path("csi"), "has to be specified when using volumeAttributesClassName");
    }
}

constexpr std::array<std::string_view, 10> not_a_source{"accessModes",      "capacity",
                                                        "claimRef",         "mountOptions",
                                                        "nodeAffinity",     "persistentVolumeReclaimPolicy",
                                                        "storageClassName", "volumeAttributesClassName",
                                                        "volumeMode",       ""};

void validate_volume_update(json::object const& object, json::object const& old, FieldErrors& errors) {
    FieldView const spec(find(object, "spec"), "spec");
    FieldView const before(find(old, "spec"), "spec");
    std::set<std::string_view> fields;
    for (auto const& field : spec.fields()) fields.insert(field.key());
    for (auto const& field : before.fields()) fields.insert(field.key());
    std::string changed;
    for (auto const field : fields) {
        if (std::find(not_a_source.begin(), not_a_source.end(), field) != not_a_source.end()) continue;
        if (same(spec.fields(), before.fields(), field)) continue;
        auto const now = spec[field];
        auto const then = before[field];
        if (field == "csi" && !then["controllerExpandSecretRef"].present()) {
            auto without = json::object(now.fields());
            without.erase("controllerExpandSecretRef");
            json::value const rest(std::move(without));
            if (same(&rest, then.json())) continue;
        }
        changed.append(changed.empty() ? "" : ", ").append(spec.path(field));
    }
    if (!changed.empty())
        errors.forbidden("spec.persistentvolumesource",
                         "spec.persistentvolumesource is immutable after creation\nchanged: " + changed);
    validate_immutable(spec.fields(), before.fields(), "volumeMode", "volumeMode", errors);
    if (before["nodeAffinity"].present() && !same(spec.fields(), before.fields(), "nodeAffinity"))
        errors.invalid("nodeAffinity", spec["nodeAffinity"].text(),
                       "field is immutable, except for updating from beta label to GA");
    if (before["volumeAttributesClassName"].present() && !spec["volumeAttributesClassName"].present())
        errors.forbidden("spec.volumeAttributesClassName", "update from non-nil value to nil is forbidden");
}

void validate_topologies(FieldView const& topologies, FieldErrors& errors) {
    for (auto const term : topologies) {
        std::set<std::string_view> keys;
        for (auto const expression : term["matchLabelExpressions"]) {
            auto const key = expression["key"];
            auto const values = expression["values"];
            if (values.size() == 0) errors.required(values.path());
            std::set<std::string_view> seen;
            for (auto const value : values)
                if (!seen.insert(value.string()).second) errors.duplicate(value.path(), value.text());
            report(errors, key, check_qualified_name(key.string()));
            if (!keys.insert(key.string()).second) errors.duplicate(key.path(), key.text());
        }
    }
}

void validate_class(json::object const& object, FieldErrors& errors) {
    constexpr std::size_t most_parameters = 512, largest_bytes = 256 << 10;
    FieldView const provisioner(find(object, "provisioner"), "provisioner");
    if (!provisioner.given()) {
        errors.required(provisioner.path());
    } else {
        std::string lowered(provisioner.string());
        for (auto& c : lowered) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        report(errors, provisioner, check_qualified_name(lowered));
    }
    FieldView const parameters(find(object, "parameters"), "parameters");
    std::size_t total = 0;
    for (auto const& entry : parameters.fields()) {
        if (entry.key().empty()) errors.invalid(parameters.path(), "\"\"", "field can not be empty.");
        total += entry.key().size() + (entry.value().is_string() ? entry.value().get_string().size() : 0);
    }
    if (parameters.size() > most_parameters) errors.too_long(parameters.path(), most_parameters);
    if (total > largest_bytes) errors.too_long(parameters.path(), largest_bytes);
    FieldView const topologies(find(object, "allowedTopologies"), "allowedTopologies");
    validate_topologies(topologies, errors);
}

void validate_class_update(json::object const& object, json::object const& old, FieldErrors& errors) {
    for (std::string_view const field : {"parameters", "provisioner", "reclaimPolicy"})
        if (!same(object, old, field))
            errors.forbidden(std::string(field), "updates to " + std::string(field) + " are forbidden.");
    validate_immutable(object, old, "volumeBindingMode", "volumeBindingMode", errors);
}

}  // namespace

void validate_claim_spec(FieldView const& spec, FieldErrors& errors) {
    validate_access_modes(spec, "at least 1 access mode is required", errors);
    if (auto const selector = spec["selector"]; selector.present()) validate_label_selector(selector, errors);
    auto const resources = spec["resources"];
    auto const requests = resources["requests"];
    auto const storage = requests["storage"];
    if (!storage.present()) {
        errors.required(resources.key_path("storage"));
    } else {
        validate_positive(storage, resources.key_path("storage"), errors);
    }
    validate_class_name(spec["storageClassName"], errors);
    validate_class_name(spec["volumeAttributesClassName"], errors);
    auto const source = spec["dataSource"];
    auto const reference = spec["dataSourceRef"];
    validate_data_source(source, errors);
    validate_data_source(reference, errors);
    if (!source.present() || !reference.present()) return;
    if (reference["namespace"].given()) {
        errors.invalid(spec.path(), FieldErrors::quoted(source.path()),
                       "may not be specified when dataSourceRef.namespace is specified");
    } else if (!same(source.json(), reference.json())) {
        errors.invalid(spec.path(), FieldErrors::quoted(source.path()), "must match dataSourceRef");
    }
}

KindRules const& persistent_volumes() {
    static constexpr KindRules rules{
        .prepare_create = set_pending, .validate = validate_volume, .validate_update = validate_volume_update};
    return rules;
}

KindRules const& persistent_volume_claims() {
    static constexpr KindRules rules{.after_defaults = default_data_sources,
                                     .prepare_create = set_pending,
                                     .validate = validate_claim,
                                     .validate_update = validate_claim_update,
                                     .validate_status = validate_claim_status};
    return rules;
}

KindRules const& storage_classes() {
    static constexpr KindRules rules{.validate = validate_class, .validate_update = validate_class_update};
    return rules;
}

}  // namespace keelson::rules
