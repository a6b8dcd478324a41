#include "api/custom_kind.hpp"
#include "registry/rules/kinds.hpp"
#include "registry/rules/names.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <set>

namespace keelson::rules {
namespace {

namespace json = boost::json;

std::string lower(std::string_view text) {
    std::string out(text);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

void definition_defaults(json::object& definition) {
    auto* const spec = find_object(definition, "spec");
    auto* const names = spec ? find_object(*spec, "names") : nullptr;
    if (!names) return;
    auto const kind = std::string(string_of(*names, "kind"));
    if (kind.empty()) return;
    set_default(*names, "singular", json::string(lower(kind)));
    set_default(*names, "listKind", json::string(kind + "List"));
}

bool spec_changes(json::object const& object, json::object const& old) { return !same(object, old, "spec"); }

void report_problems(std::vector<SchemaProblem> const& problems, FieldErrors& errors) {
    for (auto const& one : problems) {
        switch (one.kind) {
            case SchemaProblem::Kind::required: errors.required(one.field, one.detail); break;
            case SchemaProblem::Kind::invalid: errors.invalid(one.field, one.value, one.detail); break;
            case SchemaProblem::Kind::not_supported: {
                std::vector<std::string_view> const supported(one.supported.begin(), one.supported.end());
                errors.not_supported_json(one.field, one.value, supported);
                break;
            }
            case SchemaProblem::Kind::duplicate: errors.duplicate(one.field, one.value); break;
            case SchemaProblem::Kind::forbidden: errors.forbidden(one.field, one.detail); break;
        }
    }
}

/// A kind may have capitals; else it is a label.
void validate_kind_name(FieldView const& name, FieldErrors& errors) {
    if (!name.given()) return errors.required(name.path());
    for (auto const& complaint : check_dns_1035_label(lower(name.string())))
        errors.invalid(name.path(), name.text(), "may have mixed case, but should otherwise match: " + complaint);
}

void validate_names(FieldView const& names, FieldErrors& errors) {
    auto const plural = names["plural"], singular = names["singular"], kind = names["kind"],
               list_kind = names["listKind"];
    if (!plural.given()) errors.required(plural.path());
    for (auto const& name : {plural, singular}) {
        if (name.given()) report(errors, name, check_dns_1035_label(name.string()));
    }
    for (auto const* const list : {"shortNames", "categories"}) {
        auto const all = names[list];
        for (auto const one : all) report(errors, one, check_dns_1035_label(one.string()));
    }
    validate_kind_name(kind, errors);
    if (list_kind.given()) validate_kind_name(list_kind, errors);
    if (kind.given() && kind.string() == list_kind.string())
        errors.invalid(list_kind.path(), list_kind.text(), "kind and listKind may not be the same");
}

void validate_versions(FieldView const& versions, FieldErrors& errors) {
    if (versions.size() == 0) return errors.required(versions.path(), "must have at least one version");
    std::set<std::string, std::less<>> names;
    std::size_t stored = 0;
    for (auto const version : versions) {
        auto const name = version["name"];
        if (!name.given()) {
            errors.required(name.path());
        } else {
            report(errors, name, check_dns_1035_label(name.string()));
            if (!names.emplace(name.string()).second)
                errors.invalid(versions.path(), versions.text(), "must contain unique version names");
        }
        if (version["storage"].boolean()) ++stored;
    }
    if (stored != 1)
        errors.invalid(versions.path(), versions.text(), "must have exactly one version marked as storage version");
}

void validate_definition(json::object const& definition, FieldErrors& errors) {
    FieldView const spec(find(definition, "spec"), "spec");
    FieldView const metadata(find(definition, "metadata"), "metadata");
    auto const group = spec["group"];
    auto const names = spec["names"];
    if (!group.given()) {
        errors.required(group.path());
    } else {
        report(errors, group, check_dns_subdomain(group.string()));
        if (group.string().find('.') == std::string_view::npos)
            errors.invalid(group.path(), group.text(), "should be a domain with at least one dot");
        if (group.string().ends_with(".k8s.io") || group.string().ends_with(".kubernetes.io")) {
            auto const annotations = metadata["annotations"];
            auto const approval = annotations["api-approved.kubernetes.io"];
            if (!approval.given())
                errors.required(annotations.key_path("api-approved.kubernetes.io"),
                                "groups below k8s.io and kubernetes.io belong to Kubernetes: the annotation says where "
                                "the use was approved");
        }
    }
    validate_names(names, errors);
    auto const wanted = std::string(names["plural"].string()) + "." + std::string(group.string());
    if (auto const name = metadata["name"]; name.string() != wanted)
        errors.invalid(name.path(), name.text(), "must be spec.names.plural+\".\"+spec.group");
    if (auto const preserve = spec["preserveUnknownFields"]; preserve.boolean())
        errors.invalid(preserve.path(), "true", "must be false");
    auto const conversion = spec["conversion"];
    if (auto const strategy = conversion["strategy"]; strategy.string() == "Webhook")
        errors.forbidden(strategy.path(),
                         "conversion by webhooks is not carried out by this server: only the strategy None is");
    validate_versions(spec["versions"], errors);
    std::vector<SchemaProblem> problems;
    check_versions(spec.fields(), problems);
    report_problems(problems, errors);
}

bool is_established(json::object const& definition) {
    FieldView const status(find(definition, "status"), "status");
    auto const conditions = status["conditions"];
    for (auto const condition : conditions) {
        if (condition["type"].string() == "Established") return condition["status"].string() == "True";
    }
    return false;
}

void validate_stored(json::object const& definition, FieldErrors& errors) {
    FieldView const spec(find(definition, "spec"), "spec");
    FieldView const status(find(definition, "status"), "status");
    std::set<std::string, std::less<>> names;
    auto const versions = spec["versions"];
    for (auto const version : versions) names.emplace(version["name"].string());
    auto const stored = status["storedVersions"];
    for (auto const one : stored) {
        if (!names.contains(one.string()))
            errors.invalid(one.path(), one.text(), "missing from spec.versions; objects may still be stored in it");
    }
}

void validate_definition_update(json::object const& definition, json::object const& old, FieldErrors& errors) {
    FieldView const now(find(definition, "spec"), "spec"), before(find(old, "spec"), "spec");
    auto const keep = [&](FieldView const& a, FieldView const& b) {
        if (!same(a.json(), b.json())) errors.invalid(a.path(), a.text(), "field is immutable");
    };
    auto const names = now["names"], old_names = before["names"];
    keep(now["group"], before["group"]);
    keep(names["plural"], old_names["plural"]);
    if (is_established(old)) {
        keep(now["scope"], before["scope"]);
        keep(names["kind"], old_names["kind"]);
    }
    validate_stored(definition, errors);
}

void validate_definition_status(json::object const& definition, json::object const&, FieldErrors& errors) {
    validate_stored(definition, errors);
}

/// Everything but the metadata counts; a status of its own is the old one's when this is asked.
bool content_changes(json::object const& object, json::object const& old) {
    auto const differs = [](json::object const& a, json::object const& b) {
        for (auto const& member : a) {
            if (member.key() == "metadata" || member.key() == "apiVersion") continue;
            auto const* const other = b.if_contains(member.key());
            if (!other || *other != member.value()) return true;
        }
        return false;
    };
    return differs(object, old) || differs(old, object);
}

}  // namespace

KindRules const& definitions() {
    static constexpr KindRules rules{.generation_changes = spec_changes,
                                     .after_defaults = definition_defaults,
                                     .validate = validate_definition,
                                     .validate_update = validate_definition_update,
                                     .validate_status = validate_definition_status};
    return rules;
}

KindRules const& custom_resources() {
    static constexpr KindRules rules{.generation_changes = content_changes};
    return rules;
}

}  // namespace keelson::rules
