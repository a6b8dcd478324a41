#include "api/apply.hpp"
#include "api/conversion.hpp"
#include "api/managed_fields.hpp"
#include "api/patch.hpp"
#include "registry/transaction.hpp"
#include "registry/transaction_parts.hpp"

#include <optional>

namespace keelson {
namespace {

/// Puts the recorded owners where a patch of them looks for them.
Result<> show_owners(Ref const& object, json::value& tree) {
    if (!object->ownership()) return {};
    auto entries = parse_json(managed_fields_json(*object->ownership()), tree.storage());
    if (!entries) return entries.error();
    object_at(tree.get_object(), "metadata")["managedFields"] = std::move(*entries);
    return {};
}

/// What a patch must leave as it is: which object it is.
Result<> check_identity(ServedKind const& kind, Ref const& old, json::value const& tree) {
    auto const* const metadata = find_path(tree, {"metadata"});
    if (metadata && !metadata->is_object()) return Error(Errc::invalid, "metadata must be an object");
    for (auto const& [field, wanted] : {std::pair<std::string_view, std::string const&>{"name", old->key().name},
                                        {"namespace", old->key().namespace_}}) {
        auto const stated = string_at(tree, {"metadata", field});
        if (!stated.empty() && stated != wanted)
            return Error(Errc::bad_request, "the " + std::string(field) + " of the object (" + std::string(stated) +
                                                ") does not match the " + std::string(field) + " on the URL (" +
                                                wanted + ")");
    }
    auto const version = string_at(tree, {"apiVersion"}), name = string_at(tree, {"kind"});
    if ((!version.empty() && version != kind.kind->api_version()) || (!name.empty() && name != kind.kind->name))
        return Error(Errc::invalid, "the object is a " + std::string(version) + " " + std::string(name) +
                                        " and not a " + kind.kind->api_version() + " " + kind.kind->name);
    auto const uid = string_at(tree, {"metadata", "uid"});
    if (!uid.empty() && uid != old->index().uid) {
        FieldErrors errors;
        errors.invalid("metadata.uid", FieldErrors::quoted(uid), "field is immutable");
        return errors.error(kind.title, old->key().name);
    }
    // Whoever states a version means that one; on the strand nothing else can be in between.
    auto const revision = string_at(tree, {"metadata", "resourceVersion"});
    if (!revision.empty() && revision != numbered(old->index().resource_version))
        return modified(kind.resource, old->key().name);
    return {};
}

}  // namespace

Result<Ref> Transaction::patch(Operation const& operation, PatchForm form, bool status) {
    auto const& kind = *operation.kind;
    // A patch speaks of the fields of the form that it was written for.
    auto const& written_for = operation.form ? *operation.form : kind;
    if (form == PatchForm::strategic && !takes_strategic_patch(*written_for.kind->schema))
        return Error(Errc::unsupported, unknown_patch_format(false));
    auto const change = parse_json(operation.body, &arena_);
    if (!change) return change.error();
    if (form != PatchForm::json && !change->is_object())
        return Error(Errc::bad_request, "a merge patch must be an object");
    auto const old = draft_.get(*kind.kind, operation.key.namespace_, operation.key.name);
    if (!old) return not_found(kind.resource, operation.key.name);
    if (auto const met = check_preconditions(operation, old); !met) return met.error();
    auto const old_tree = parse_json(old->bytes(), &arena_);
    if (!old_tree) return old_tree.error();
    json::value tree(*old_tree, &arena_);
    if (custom_) tree.get_object()["apiVersion"] = kind.kind->api_version();
    // Field owners are not part of an object's bytes; they are put there only for those who speak of them.
    if (operation.body.find("managedFields") != std::string::npos) {
        if (auto const shown = show_owners(old, tree); !shown) return shown.error();
    }
    convert(tree, *kind.kind, *written_for.kind);
    Result<> patched;
    switch (form) {
        case PatchForm::merge: merge_patch(tree, *change); break;
        case PatchForm::json: patched = json_patch(tree, *change); break;
        case PatchForm::strategic: patched = strategic_patch(*written_for.kind->schema, tree, *change); break;
    }
    if (!patched) return patched.error();
    if (!tree.is_object()) return Error(Errc::bad_request, "the result must be an object");
    if (auto const same = check_identity(written_for, old, tree); !same) return same.error();
    convert(tree, *written_for.kind, *kind.kind);
    if (!status) {
        if (auto const taken = take_owners(kind, old, tree); !taken) return taken.error();
        return write(kind, old, *old_tree, std::move(tree), writer(operation), nullptr);
    }
    json::value stated(&arena_);
    if (auto* const made = tree.get_object().if_contains("status")) stated = std::move(*made);
    return write_status(kind, old, json::value(*old_tree, &arena_), std::move(stated), writer(operation, false, true),
                        nullptr);
}

Result<> Transaction::take_owners(ServedKind const& kind, Ref const& old, json::value& tree) {
    auto* const metadata = tree.get_object().if_contains("metadata");
    auto* const members = metadata ? metadata->if_object() : nullptr;
    auto const* const entries = members ? members->if_contains("managedFields") : nullptr;
    if (!entries) return {};
    auto owners = read_managed_fields(*entries, context_.publisher->field_sets());
    if (!owners) {
        auto error = owners.error();
        error.message = kind.title + " \"" + old->key().name + "\" is invalid: " + error.message;
        return error;
    }
    members->erase("managedFields");
    if (!*owners) return {};
    // Most who state them have read them, and send them back as they were.
    bool const same = old->ownership() && managed_fields_json(**owners) == managed_fields_json(*old->ownership());
    if (!same) stated_owners_ = std::move(*owners);
    return {};
}

}  // namespace keelson
