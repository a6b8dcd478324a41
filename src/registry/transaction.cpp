#include "registry/transaction.hpp"

#include "api/apply.hpp"
#include "api/conversion.hpp"
#include "api/custom_kind.hpp"
#include "registry/devices.hpp"
#include "registry/transaction_hooks.hpp"
#include "registry/transaction_parts.hpp"
#include "registry/webhooks/admission.hpp"

#include <keelson/api/devices.hpp>
#include <keelson/core/seconds.hpp>

#include <algorithm>
#include <array>

namespace keelson {
namespace {

constexpr int name_tries = 8;

TypeDesc const* field_type(TypeDesc const& type, std::string_view name) {
    for (auto const& field : type.fields) {
        if (field.name != name) continue;
        auto const& inner = field.type();
        return inner.kind == TypeDesc::Kind::optional ? &inner.element() : &inner;
    }
    return nullptr;
}

/// Whether the struct behind the body may lack fields that the object has. The kind's own struct has all of them.
bool is_partial(Operation const& operation) {
    auto const& kind = *operation.kind;
    return operation.typed && operation.typed != kind.kind->typed && has_schema(kind);
}

/// Another form of the kind, in which a body may be written; null if there is none of that name.
ServedKind const* form_of(KindTable const& kinds, ServedKind const& kind, std::string_view api_version) {
    auto const slash = api_version.find('/');
    auto const group = slash == std::string_view::npos ? std::string_view() : api_version.substr(0, slash);
    auto const version = slash == std::string_view::npos ? api_version : api_version.substr(slash + 1);
    auto const* const form = kinds.at(group, version, kind.kind->plural);
    return form && form != &kind && kinds.stored(*form) == &kind ? form : nullptr;
}

bool free_finalizers(ServedKind const& kind) { return !kind.built_in || kind.kind->group == "apiextensions.k8s.io"; }

/// Takes the place of the condition of its type.
void set_pod_condition(json::value& pod, json::object condition) {
    auto& conditions = object_at(pod.get_object(), "status")["conditions"];
    if (!conditions.is_array()) conditions.emplace_array();
    auto& rows = conditions.get_array();
    auto const type = condition["type"];
    for (auto row = rows.begin(); row != rows.end();)
        row = string_at(*row, {"type"}) == std::string_view(type.get_string()) ? rows.erase(row) : row + 1;
    rows.push_back(std::move(condition));
}

Error invalid(ServedKind const& kind, std::vector<Cause> const& causes, std::string_view name) {
    std::string text;
    for (auto const& cause : causes) text += (text.empty() ? "" : ", ") + cause.field + ": " + cause.message;
    Error error(Errc::invalid, kind.title + " \"" + std::string(name) +
                                   "\" is invalid: " + (causes.size() > 1 ? "[" + text + "]" : text));
    error.causes = causes;
    return error;
}

PartRules const* part_of(KindRules const& rules, std::string_view subresource) {
    if (subresource.empty()) return nullptr;
    for (auto const* part = rules.parts; part && !part->name.empty(); ++part)
        if (part->name == subresource) return part;
    return nullptr;
}

}  // namespace

Error not_found(std::string_view resource, std::string_view name) {
    return {Errc::not_found, std::string(resource) + " \"" + std::string(name) + "\" not found"};
}

bool is_made_by_update(ServedKind const& kind) {
    constexpr std::array<std::string_view, 7> kinds{"endpoints",
                                                    "limitranges",
                                                    "leases.coordination.k8s.io",
                                                    "clusterrolebindings.rbac.authorization.k8s.io",
                                                    "clusterroles.rbac.authorization.k8s.io",
                                                    "rolebindings.rbac.authorization.k8s.io",
                                                    "roles.rbac.authorization.k8s.io"};
    return kind.built_in && std::find(kinds.begin(), kinds.end(), kind.resource) != kinds.end();
}

void complete_status(ServedKind const& kind, json::object& object) {
    if (!kind.built_in || !kind.kind->has_status || !has_schema(kind)) return;
    auto const* const field = kind.kind->schema->field("status");
    if (!field || field->schema->type != Schema::Type::object) return;
    auto& status = object["status"];
    if (status.is_null()) status.emplace_object();
    if (!status.is_object()) return;
    auto& members = status.get_object();
    for (auto const& one : field->schema->fields) {
        bool const balancer = one.name == "loadBalancer";
        if ((!one.required && !balancer) || members.contains(one.name)) continue;
        if (balancer) {
            members.emplace(one.name, json::object(members.storage()));
        } else if (one.schema->type == Schema::Type::integer) {
            members.emplace(one.name, 0);
        } else if (one.schema->type == Schema::Type::boolean) {
            members.emplace(one.name, false);
        }
    }
}

Result<Ref> Transaction::run(Operation const& operation) {
    // A kind that was defined at run time may have changed, or gone, since the operation was made.
    auto const& named = *operation.kind;
    auto const* const current = named.built_in ? &named : context_.kinds->by_resource(named.resource);
    if (!current) return Error(Errc::not_found, "the server could not find the requested resource: " + named.resource);
    auto const* form = operation.form;
    if (form == operation.kind) form = current;
    if (form && form != current && !named.built_in)
        form = context_.kinds->at(form->kind->group, form->kind->version, form->kind->plural);
    if (operation.form && !form)
        return Error(Errc::not_found, "the server could not find the requested resource: " + named.resource);
    custom_ = form && form->kind->custom ? form->kind->custom.get() : current->kind->custom.get();
    if (current == operation.kind) return run_current(operation);
    auto copy = operation;
    copy.kind = current;
    copy.form = form;
    return run_current(copy);
}

Result<Ref> Transaction::run_current(Operation const& operation) {
    using Verb = Operation::Verb;
    stated_owners_.reset();
    arena_.release();
    operation_ = &operation;
    // What somebody says of the usage of a quota does not stand.
    if (is(*operation.kind, "resourcequotas")) quotas_.look_at(operation.key.namespace_);
    if (auto const& kind = *operation.kind->kind; !kind.stored || !kind.stored_as.empty())
        return Error(Errc::unsupported, operation.kind->resource + " of " + kind.api_version() + " are not stored");
    switch (operation.verb) {
        case Verb::create: {
            auto tree = read_body(operation);
            if (!tree) return tree.error();
            return create(operation, std::move(*tree), writer(operation));
        }
        case Verb::update: return update(operation);
        case Verb::update_status: return update_status(operation);
        case Verb::apply: return apply(operation, false);
        case Verb::apply_status: return apply(operation, true);
        case Verb::merge_patch: return patch(operation, PatchForm::merge, false);
        case Verb::merge_patch_status: return patch(operation, PatchForm::merge, true);
        case Verb::json_patch: return patch(operation, PatchForm::json, false);
        case Verb::json_patch_status: return patch(operation, PatchForm::json, true);
        case Verb::strategic_patch: return patch(operation, PatchForm::strategic, false);
        case Verb::strategic_patch_status: return patch(operation, PatchForm::strategic, true);
        case Verb::bind: return bind(operation);
        case Verb::remove: return remove(operation);
        case Verb::connect: return connect(operation);
        case Verb::evict: return evict(operation);
    }
    return Error(Errc::internal, "no such verb");
}

Result<json::value> Transaction::read_body(Operation const& operation) {
    auto tree = parse_json(operation.body, &arena_);
    if (!tree) return tree.error();
    if (!tree->is_object()) return Error(Errc::bad_request, "the body must be an object");
    auto const& kind = *operation.kind->kind;
    auto const written_as = string_at(*tree, {"apiVersion"});
    if (auto const* const form =
            operation.form ? operation.form : form_of(*context_.kinds, *operation.kind, written_as)) {
        if (!written_as.empty() && written_as != form->kind->api_version())
            return Error(Errc::bad_request, "the API version in the data (" + std::string(written_as) +
                                                ") does not match the expected API version (" +
                                                form->kind->api_version() + ")");
        convert(*tree, *form->kind, kind);
    }
    auto& object = tree->get_object();
    auto const version = string_at(*tree, {"apiVersion"});
    auto const name = string_at(*tree, {"kind"});
    if ((!version.empty() && version != kind.api_version()) || (!name.empty() && name != kind.name))
        return Error(Errc::bad_request, "the object is a " + std::string(version) + " " + std::string(name) +
                                            " and not a " + kind.api_version() + " " + kind.name);
    object["apiVersion"] = kind.api_version();
    object["kind"] = kind.name;
    auto* const found = object.if_contains("metadata");
    if (found && !found->is_object() && !found->is_null())
        return Error(Errc::bad_request, "metadata must be an object");
    auto& metadata = object_at(object, "metadata");
    metadata.erase("selfLink");
    for (auto const& [field, wanted] : {std::pair<std::string_view, std::string const&>{"name", operation.key.name},
                                        {"namespace", operation.key.namespace_}}) {
        auto const stated = string_at(*tree, {"metadata", field});
        if (!stated.empty() && !wanted.empty() && stated != wanted)
            return Error(Errc::bad_request, "the " + std::string(field) + " of the object (" + std::string(stated) +
                                                ") does not match the " + std::string(field) + " on the request (" +
                                                wanted + ")");
        if (!wanted.empty()) metadata[field] = wanted;
    }
    if (!kind.namespaced()) metadata.erase("namespace");
    return tree;
}

Result<> Transaction::check_preconditions(Operation const& operation, Ref const& old) const {
    auto const& wanted = operation.remove;
    if (!wanted.uid.empty() && wanted.uid != old->index().uid) {
        return Error(Errc::conflict, "Operation cannot be fulfilled on " + operation.kind->resource + " \"" +
                                         old->key().name + "\": Precondition failed: UID in precondition: " +
                                         wanted.uid + ", UID in object meta: " + old->index().uid);
    }
    if (!wanted.resource_version.empty() && wanted.resource_version != numbered(old->index().resource_version))
        return modified(operation.kind->resource, old->key().name);
    return {};
}

Result<> Transaction::check_namespace(ServedKind const& kind, std::string_view name) const {
    auto const* const namespaces = context_.kinds->by_resource("namespaces");
    auto const found = draft_.get(*namespaces->kind, {}, name);
    if (!found) return not_found("namespaces", name);
    if (!found->index().deleted.empty()) {
        return Error(Errc::forbidden, kind.resource + " is forbidden: unable to create new content in namespace " +
                                          std::string(name) + " because it is being terminated");
    }
    return {};
}

Result<> Transaction::check_owners(ServedKind const& kind, json::value const& tree, std::string_view namespace_) const {
    auto const* const owners = find_path(tree, {"metadata", "ownerReferences"});
    if (!owners || !owners->is_array()) return {};
    FieldErrors errors;
    for (std::size_t i = 0; i < owners->get_array().size(); ++i) {
        auto const& owner = owners->get_array()[i];
        auto const path = "metadata.ownerReferences[" + std::to_string(i) + "]";
        auto const uid = string_at(owner, {"uid"}), name = string_at(owner, {"name"});
        auto const* const owner_kind =
            context_.kinds->by_name(string_at(owner, {"apiVersion"}), string_at(owner, {"kind"}));
        if (!owner_kind) continue;  // another program's kind: it can't be checked, and the collector leaves it alone
        bool const across = owner_kind->kind->namespaced() && !kind.kind->namespaced();
        if (across) {
            errors.invalid(path, FieldErrors::quoted(name),
                           "a cluster-scoped object cannot have an owner in a namespace");
            continue;
        }
        auto const there =
            draft_.get(*owner_kind->kind, owner_kind->kind->namespaced() ? namespace_ : std::string_view(), name);
        if (there && there->index().uid != uid)
            errors.invalid(path + ".uid", FieldErrors::quoted(uid),
                           owner_kind->resource + " \"" + std::string(name) + "\" has the uid " + there->index().uid);
        if (!there) {
            auto const elsewhere = draft_.by_uid(uid);
            if (elsewhere && (elsewhere->key().namespace_ != namespace_ || elsewhere->key().name != name))
                errors.invalid(path, FieldErrors::quoted(uid),
                               "the object with this uid is " + elsewhere->key().text() +
                                   ": an owner must be in the same namespace");
        }
    }
    if (errors.empty()) return {};
    return errors.error(kind.title, string_at(tree, {"metadata", "name"}));
}

Result<> Transaction::normalize_body(ServedKind const& kind, json::value& tree, std::string_view name) {
    if (!has_schema(kind)) return {};
    if (kind.rules->before_defaults) kind.rules->before_defaults(tree.get_object());
    Findings findings;
    bring_into_form(kind, tree, findings);
    auto judged = judge(kind, findings, name);
    if (!judged && judged.error().code != Errc::invalid) return judged;
    if (kind.rules->after_defaults) kind.rules->after_defaults(tree.get_object());
    if (judged || !findings.unreadable.empty()) return judged;
    // What else is wrong is told at the same time.
    FieldErrors errors;
    validate_metadata(metadata_of(tree), kind.kind->namespaced(), kind.rules->name, errors, free_finalizers(kind));
    if (kind.rules->validate) kind.rules->validate(tree.get_object(), errors);
    auto const known = findings.causes.size();
    for (auto const& cause : errors.causes()) {
        auto const said = [&](Cause const& other) {
            return other.field == cause.field && other.reason == cause.reason;
        };
        auto const end = findings.causes.begin() + static_cast<std::ptrdiff_t>(known);
        if (std::none_of(findings.causes.begin(), end, said)) findings.causes.push_back(cause);
    }
    return invalid(kind, findings.causes, name);
}

void Transaction::bring_into_form(ServedKind const& kind, json::value& tree, Findings& findings) const {
    if (custom_) {
        custom_->schema->normalize(tree, findings);
    } else {
        normalize(*kind.kind->schema, tree, findings);
    }
}

Result<> Transaction::judge(ServedKind const& kind, Findings const& findings, std::string_view name) {
    if (!findings.unknown.empty()) {
        if (options_->fields == FieldValidation::strict)
            return Error(Errc::bad_request, unknown_fields_message(findings.unknown));
        if (options_->fields == FieldValidation::warn) {
            for (auto const& path : findings.unknown) warnings_.push_back("unknown field \"" + path + "\"");
        }
    }
    if (findings.causes.empty()) return {};
    std::string text;
    bool const whole = operation_->verb == Operation::Verb::create || operation_->verb == Operation::Verb::update ||
                       operation_->verb == Operation::Verb::update_status;
    if (whole && !findings.unreadable.empty()) {
        for (auto const& cause : findings.unreadable)
            text += (text.empty() ? "" : ", ") + cause.field + ": " + cause.message;
        auto const& named = *kind.kind;
        return Error(Errc::bad_request, named.name + " in version \"" + named.version + "\" cannot be handled as a " +
                                            named.name + ": " + text);
    }
    return invalid(kind, findings.causes, name);
}

Result<> Transaction::name_new(ServedKind const& kind, json::object& metadata, ObjectKey const& key,
                               std::string* drawn) {
    auto const* const prefix = metadata.if_contains("generateName");
    auto const* const name = metadata.if_contains("name");
    if (name || !prefix || !prefix->is_string() || prefix->get_string().empty()) return {};
    // Room for the suffix within 63 characters, as kube-apiserver cuts it.
    auto const base = std::string(std::string_view(prefix->get_string()).substr(0, 58));
    for (int i = 0; i < name_tries; ++i) {
        bool const again = i == 0 && drawn && !drawn->empty();
        auto suffix = again ? *drawn : context_.entropy->suffix();
        auto made = base + suffix;
        if (draft_.get(*kind.kind, key.namespace_, made)) continue;
        metadata["name"] = made;
        if (drawn) *drawn = std::move(suffix);
        return {};
    }
    return Error(Errc::already_exists,
                 kind.resource + " \"" + base +
                     "\" already exists, the server was not able to generate a unique name for the object");
}

Result<Ref> Transaction::create(Operation const& operation, json::value tree, Manager manager) {
    auto const& kind = *operation.kind;
    if (custom_ && custom_->dying)
        return Error(Errc::forbidden, kind.resource +
                                          " is forbidden: create not allowed while custom resource "
                                          "definition is terminating");
    auto& object = tree.get_object();
    auto& metadata = object_at(object, "metadata");
    ObjectKey key = operation.key;
    if (kind.kind->namespaced() && key.namespace_.empty()) {
        key.namespace_ = string_at(tree, {"metadata", "namespace"});
        if (key.namespace_.empty()) key.namespace_ = "default";
    }
    if (kind.kind->namespaced()) metadata["namespace"] = key.namespace_;
    if (kind.kind->has_status && !kind.rules->status_on_create) object.erase("status");
    for (auto const* const field : {"uid", "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds",
                                    "generation", "creationTimestamp", "managedFields"})
        metadata.erase(field);

    // An applier owns what it states; whoever creates owns the defaults too.
    bool const lenient = manager.apply && options_->fields != FieldValidation::strict;
    auto fields = manager.apply && !lenient ? fields_text(*kind.kind->schema, tree, FieldScope::main) : std::string();
    auto const stated = lenient ? fields_of(*kind.kind->schema, tree, FieldScope::main) : FieldNode();
    complete_status(kind, object);
    bool const generates = string_at(tree, {"metadata", "name"}).empty();
    auto* const drawn = context_.hooks ? context_.hooks->draw(draw_name(kind, key, tree)) : nullptr;
    if (auto const named = name_new(kind, metadata, key, drawn ? &drawn->suffix : nullptr); !named)
        return named.error();
    key.name = string_at(tree, {"metadata", "name"});
    if (auto const fine = normalize_body(kind, tree, key.name); !fine) return fine.error();
    if (kind.kind->namespaced()) {
        if (auto const there = check_namespace(kind, key.namespace_); !there) return there.error();
    }
    if (auto const done = admission::complete(subject(kind, key), object); !done) return done.error();
    Admitted const admitted{AdmissionVerb::create, &kind,    nullptr,  operation.subresource,
                            key.namespace_,        key.name, generates};
    if (context_.hooks) {
        auto const settle_created = [&](json::value& changed) -> Result<> {
            settle_new(kind, key, changed);
            if (auto const fine = normalize_body(kind, changed, key.name); !fine) return fine.error();
            return admission::complete(subject(kind, key), changed.get_object());
        };
        if (auto const fine = admit_changes(admitted, tree, settle_created); !fine) return fine.error();
    }
    // What is no field of the kind has been dropped: it is nobody's.
    if (lenient) fields = stated.intersection(fields_of(*kind.kind->schema, tree, FieldScope::main)).text();
    auto const uid = drawn && !drawn->uid.empty() ? drawn->uid : context_.entropy->uuid();
    auto const made_at = drawn && drawn->at ? *drawn->at : context_.now;
    if (drawn) drawn->uid = uid, drawn->at = made_at;
    if (kind.rules->prepare_create) kind.rules->prepare_create(object, uid);

    FieldErrors errors;
    // The members of the object may have moved meanwhile: its metadata is looked up again.
    validate_metadata(metadata_of(tree), kind.kind->namespaced(), kind.rules->name, errors, free_finalizers(kind));
    if (kind.rules->validate) kind.rules->validate(object, errors);
    if (kind.rules->validate_create) kind.rules->validate_create(object, errors);
    if (!errors.empty()) return errors.error(kind.title, key.name);
    if (auto const owners = check_owners(kind, tree, key.namespace_); !owners) return owners.error();
    if (is(kind, definitions_resource)) {
        if (auto const fine = check_definition(tree); !fine) return fine.error();
    }
    if (auto const fine = admission::check_new(subject(kind, key), object); !fine) return fine.error();
    if (auto const room = check_quotas(kind, key, object, nullptr); !room) return room.error();
    if (draft_.get(*kind.kind, key.namespace_, key.name))
        return Error(Errc::already_exists, kind.resource + " \"" + key.name + "\" already exists");
    if (is(kind, "services")) {
        context_.addresses->assign(object, key, errors);
        if (!errors.empty()) return errors.error(kind.title, key.name);
    }
    if (is(kind, "pods")) {
        // Devices are given, not chosen: what a copied Pod says of them is of another life.
        if (auto* const annotations = object_at(object, "metadata").if_contains("annotations");
            annotations && annotations->is_object())
            annotations->get_object().erase(devices_annotation);
        if (auto const node = string_at(tree, {"spec", "nodeName"}); !node.empty()) {
            if (auto const given = assign_devices(draft_, *context_.kinds, std::string(node), object); !given)
                return given.error();
        }
    }
    auto& made = object_at(object, "metadata");
    made["uid"] = uid;
    made["creationTimestamp"] = format_rfc3339(made_at.whole_seconds());
    if (kind.rules->generation_changes) made["generation"] = 1;
    if (auto const fine = admit_result(admitted, &tree); !fine) return fine.error();

    if (!manager.apply) fields = fields_text(*kind.kind->schema, tree, FieldScope::main);
    auto ownership = std::make_shared<Ownership>();
    // Who has set nothing owns nothing.
    if (manager.apply || fields != "{}")
        ownership->managers.push_back({options_->manager, manager.apply, std::string(manager.subresource),
                                       kind.kind->api_version(), context_.now.whole_seconds(),
                                       context_.publisher->field_sets().intern(std::move(fields))});
    auto result = put(kind, nullptr, tree, std::move(ownership));
    if (context_.admission->service_accounts && is(kind, "namespaces")) {
        if (auto const done = furnish(key.name); !done) return done.error();
    }
    return result;
}

Result<Ref> Transaction::find_for_update(Operation const& operation, json::value const& body) const {
    auto const& kind = *operation.kind;
    auto const old = draft_.get(*kind.kind, operation.key.namespace_, operation.key.name);
    if (!old) return not_found(kind.resource, operation.key.name);
    if (auto const met = check_preconditions(operation, old); !met) return met.error();
    auto const stated = string_at(body, {"metadata", "resourceVersion"});
    if (!stated.empty() && stated != "0" && stated != numbered(old->index().resource_version))
        return modified(kind.resource, operation.key.name);
    if (auto const uid = string_at(body, {"metadata", "uid"}); !uid.empty() && uid != old->index().uid)
        return modified(kind.resource, operation.key.name);
    return old;
}

Result<Ref> Transaction::update(Operation const& operation) {
    auto body = read_body(operation);
    if (!body) return body.error();
    auto const& kind = *operation.kind;
    bool const bound = !operation.remove.uid.empty() || !operation.remove.resource_version.empty() ||
                       !string_at(*body, {"metadata", "uid"}).empty();
    auto const stated = string_at(*body, {"metadata", "resourceVersion"});
    if (!bound && (stated.empty() || stated == "0") && is_made_by_update(kind) &&
        !draft_.get(*kind.kind, operation.key.namespace_, operation.key.name))
        return create(operation, std::move(*body), writer(operation));
    auto const old = find_for_update(operation, *body);
    if (!old) return old.error();
    auto const old_tree = parse_json((*old)->bytes(), &arena_);
    if (!old_tree) return old_tree.error();
    if (auto const taken = take_owners(kind, *old, *body); !taken) return taken.error();
    json::value tree = std::move(*body);
    if (is_partial(operation)) {
        auto const typed = std::move(tree);
        tree = json::value(*old_tree, &arena_);
        overlay_typed(*operation.typed, *kind.kind->schema, tree, typed);
    }
    return write(kind, *old, *old_tree, std::move(tree), writer(operation), nullptr);
}

Result<Ref> Transaction::update_status(Operation const& operation) {
    if (operation.by_node && operation.kind->rules->trusts_nodes && !context_.hooks && !custom_) {
        if (auto done = write_status_of_node(operation)) return std::move(*done);
    }
    auto body = read_body(operation);
    if (!body) return body.error();
    auto const& kind = *operation.kind;
    auto const old = find_for_update(operation, *body);
    if (!old) return old.error();
    auto old_tree = read_for_status(kind, **old);
    if (!old_tree) return old_tree.error();
    json::value status(&arena_);
    if (auto* const stated = body->get_object().if_contains("status")) status = std::move(*stated);
    auto const* const before = find_path(*old_tree, {"status"});
    auto const* const type = is_partial(operation) ? field_type(*operation.typed, "status") : nullptr;
    if (type && before && !status.is_null()) {
        auto const typed = std::move(status);
        status = json::value(*before, &arena_);
        if (auto const* const field = kind.kind->schema->field("status"))
            overlay_typed(*type, *field->schema, status, typed);
    }
    return write_status(kind, *old, std::move(*old_tree), std::move(status), writer(operation, false, true), nullptr);
}

Result<json::value> Transaction::read_for_status(ServedKind const& kind, Object const& old) {
    using Beside = KindRules::Beside;
    // Hooks are shown the whole object, and one whose definition has changed is written anew.
    if (context_.hooks || custom_ || kind.rules->beside_status == Beside::everything || kind.kind != old.shared_kind())
        return parse_json(old.bytes(), &arena_);
    json::value tree(json::object_kind, &arena_);
    MemberScanner members(old.bytes());
    for (std::string_view key, text; members.next(key, text);) {
        if (key != "status" && (key != "spec" || kind.rules->beside_status != Beside::spec)) continue;
        auto value = parse_json(text, &arena_);
        if (!value) return value.error();
        tree.get_object().emplace(key, std::move(*value));
    }
    return tree;
}

Result<Ref> Transaction::write(ServedKind const& kind, Ref const& old, json::value const& old_tree, json::value tree,
                               Manager manager, FieldNode const* applied) {
    if (!tree.is_object()) return Error(Errc::bad_request, "the result must be an object");
    auto const& old_object = old_tree.get_object();
    auto const& old_metadata = metadata_of(old_tree);
    auto const* const part = part_of(*kind.rules, manager.subresource);
    auto const settle_update = [&](json::value& changed) {
        auto& members = changed.get_object();
        if (part) part->prepare(members, old_object);
        if (kind.kind->has_status) take(members, old_object, "status");
        auto& metadata = object_at(members, "metadata");
        for (auto const* const field : {"uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
                                        "generation", "resourceVersion", "name", "namespace", "generateName"})
            take(metadata, old_metadata, field);
        metadata.erase("selfLink");
        // What was stored in an earlier version is stored in today's from now on.
        changed.get_object()["apiVersion"] = kind.kind->api_version();
        take(changed.get_object(), old_object, "kind");
        return normalize_body(kind, changed, old->key().name);
    };
    if (auto const fine = settle_update(tree); !fine) return fine.error();
    Admitted const admitted{AdmissionVerb::update, &kind,           old.get(), manager.subresource,
                            old->key().namespace_, old->key().name, false};
    if (context_.hooks) {
        if (auto const fine = admit_changes(admitted, tree, settle_update); !fine) return fine.error();
    }

    FieldErrors errors;
    auto& written = tree.get_object();
    if (kind.rules->prepare_update) kind.rules->prepare_update(written, old_object);
    validate_metadata(metadata_of(tree), kind.kind->namespaced(), kind.rules->name, errors, free_finalizers(kind));
    validate_metadata_update(metadata_of(tree), old_metadata, errors);
    if (kind.rules->validate) kind.rules->validate(written, errors);
    auto* const validate_update = part ? part->validate : kind.rules->validate_update;
    if (validate_update) validate_update(written, old_object, errors);
    if (errors.empty() && is(kind, "services")) context_.addresses->assign(written, old->key(), errors);
    if (errors.empty() && !same_member(old_metadata, metadata_of(tree), "ownerReferences")) {
        if (auto const owners = check_owners(kind, tree, old->key().namespace_); !owners) return owners.error();
    }
    if (!errors.empty()) return errors.error(kind.title, old->key().name);
    if (is(kind, definitions_resource)) {
        if (auto const fine = check_definition(tree); !fine) return fine.error();
        settle(tree);
    }
    if (auto const fine = admission::check_changed(subject(kind, old->key()), tree.get_object(), old_object); !fine)
        return fine.error();
    if (auto const room = check_quotas(kind, old->key(), tree.get_object(), &old_object); !room) return room.error();

    auto ownership = owners_after(kind, old, old_tree, tree, manager, applied);
    bool const same_owners = ownership == old->ownership();
    bool const same = same_owners && tree == old_tree;
    if (!same && kind.rules->generation_changes && kind.rules->generation_changes(written, old_object))
        object_at(written, "metadata")["generation"] = old->index().generation + 1;
    if (auto const fine = admit_result(admitted, &tree); !fine) return fine.error();
    if (same) return old;
    bool const dying = !old->index().deleted.empty();
    auto const* const grace = old_metadata.if_contains("deletionGracePeriodSeconds");
    bool const graceful = grace && grace->is_int64() && grace->get_int64() > 0;
    if (dying && !graceful && !has_finalizers(tree)) return erase(old);
    return put(kind, old, tree, std::move(ownership));
}

Result<Ref> Transaction::write_status(ServedKind const& kind, Ref const& old, json::value tree, json::value status,
                                      Manager manager, FieldNode const* applied) {
    if (!kind.kind->has_status)
        return Error(Errc::not_found, "the server could not find the requested resource: " + kind.resource +
                                          " have no status of their own");
    auto& object = tree.get_object();
    json::value before(json::object_kind, &arena_);
    if (auto* const stored = object.if_contains("status")) {
        before.get_object().emplace("status", std::move(*stored));
        object.erase("status");
    }
    auto const* const field = kind.kind->schema->field("status");
    if ((field || custom_) && !status.is_null()) {
        Findings findings;
        if (custom_) {
            custom_->schema->normalize_status(status, findings);
        } else {
            keelson::normalize_status(*field->schema, status, findings);
        }
        if (auto const fine = judge(kind, findings, old->key().name); !fine) return fine.error();
    }
    if (!status.is_null()) object.emplace("status", std::move(status));
    complete_status(kind, object);
    if (auto const fine = admit_status(kind, old, tree); !fine) return fine.error();
    if (is(kind, definitions_resource)) settle(tree);

    FieldErrors errors;
    if (kind.rules->prepare_status) kind.rules->prepare_status(object, before.get_object());
    if (kind.rules->validate_status) kind.rules->validate_status(object, before.get_object(), errors);
    if (!errors.empty()) return errors.error(kind.title, old->key().name);

    auto const text_before = Publisher::status_of(old->bytes());
    auto const* const now = object.if_contains("status");
    auto const text = now ? canonical(*now) : std::string();
    std::optional<std::shared_ptr<Ownership const>> owners;
    if (!applied) owners = status_owners_after(kind, old, text_before, text, manager);
    auto ownership = owners ? std::move(*owners) : owners_after(kind, old, before, tree, manager, applied);
    if (auto const fine = admit_result(
            {AdmissionVerb::update, &kind, old.get(), "status", old->key().namespace_, old->key().name}, &tree);
        !fine)
        return fine.error();
    if (ownership == old->ownership() && text == text_before) return old;
    if (kind.kind != old->shared_kind()) {  // its definition has changed since
        object["apiVersion"] = kind.kind->api_version();
        return put(kind, old, tree, std::move(ownership));
    }
    return put_status(old, text, std::move(ownership));
}

std::optional<Result<Ref>> Transaction::write_status_of_node(Operation const& operation) {
    auto const& kind = *operation.kind;
    auto const old = draft_.get(*kind.kind, operation.key.namespace_, operation.key.name);
    if (!old || kind.kind != old->shared_kind()) return std::nullopt;
    if (auto const met = check_preconditions(operation, old); !met) return met.error();
    auto const before = Publisher::status_of(old->bytes()), status = Publisher::status_of(operation.body);
    auto owners = status_owners_after(kind, old, before, status, writer(operation, false, true));
    if (!owners) return std::nullopt;
    if (status == before) return old;
    return put_status(old, status, std::move(*owners));
}

Ref Transaction::put_status(Ref const& old, std::string_view status, std::shared_ptr<Ownership const> ownership) {
    auto const revision = next_ + changes_.size();
    auto made = Publisher::publish_status(*old, status, revision, std::move(ownership));
    draft_.change(old, made);
    draft_.revision = revision;
    changes_.push_back({old, made, revision, false});
    quotas_.follow(old, made, draft_);
    return made;
}

Result<Ref> Transaction::bind(Operation const& operation) {
    auto const& kind = *operation.kind;
    auto const old = draft_.get(*kind.kind, operation.key.namespace_, operation.key.name);
    if (!old) return not_found(kind.resource, operation.key.name);
    if (auto const met = check_preconditions(operation, old); !met) return met.error();
    if (!old->index().node.empty()) {
        return Error(Errc::conflict, "Operation cannot be fulfilled on pods/binding \"" + old->key().name + "\": pod " +
                                         old->key().name + " is already assigned to node \"" + old->index().node +
                                         "\"");
    }
    if (!old->index().deleted.empty())
        return Error(Errc::conflict, "Operation cannot be fulfilled on pods/binding \"" + old->key().name + "\": pod " +
                                         old->key().name + " is being deleted, cannot be assigned to a host");
    auto const node = admit_binding(operation, old);
    if (!node) return node.error();
    auto parsed = parse_json(old->bytes(), &arena_);
    if (!parsed) return parsed.error();
    auto& tree = *parsed;
    object_at(tree.get_object(), "spec")["nodeName"] = *node;
    if (auto const given = assign_devices(draft_, *context_.kinds, *node, tree.get_object()); !given)
        return Error(given.error()).wrap("Operation cannot be fulfilled on pods/binding \"" + old->key().name + "\"");
    set_pod_condition(tree, {{"lastTransitionTime", format_rfc3339(context_.now.whole_seconds())},
                             {"status", "True"},
                             {"type", "PodScheduled"}});
    FieldChanges changes;
    changes.set.children["f:spec"].children["f:nodeName"].owned = true;
    auto ownership = owners_after(kind, old, changes, writer(operation), nullptr);
    return put(kind, old, tree, std::move(ownership));
}

Result<Ref> Transaction::remove(Operation const& operation, bool evicted) {
    auto const& kind = *operation.kind;
    auto const old = draft_.get(*kind.kind, operation.key.namespace_, operation.key.name);
    if (!old) return not_found(kind.resource, operation.key.name);
    if (auto const met = check_preconditions(operation, old); !met) return met.error();
    if (auto const fine = admit_removal(operation, old); !fine) return fine.error();
    auto const old_tree = parse_json(old->bytes(), &arena_);
    if (!old_tree) return old_tree.error();
    json::value tree(*old_tree, &arena_);
    auto& metadata = object_at(tree.get_object(), "metadata");
    bool const first = old->index().deleted.empty();

    std::int64_t grace = 0;
    if (is(kind, "pods")) {
        auto const* const in_spec = find_path(tree, {"spec", "terminationGracePeriodSeconds"});
        grace = operation.remove.grace_seconds.value_or(in_spec && in_spec->is_int64() ? in_spec->get_int64() : 30);
        bool const ended = old->index().phase == "Succeeded" || old->index().phase == "Failed";
        if (old->index().node.empty() || (ended && !operation.remove.grace_seconds)) grace = 0;
        if (grace < 0) grace = 1;
    }
    // A finalizer only comes with the first request: who is on his way out is not held up again.
    if (first && operation.remove.propagation && *operation.remove.propagation != Propagation::background) {
        auto& finalizers = metadata["finalizers"];
        if (!finalizers.is_array()) finalizers.emplace_array();
        auto const wanted = std::string_view(
            *operation.remove.propagation == Propagation::foreground ? "foregroundDeletion" : "orphan");
        auto const listed = [&](json::value const& value) { return value.is_string() && value.get_string() == wanted; };
        if (std::none_of(finalizers.get_array().begin(), finalizers.get_array().end(), listed))
            finalizers.get_array().emplace_back(wanted);
    }
    if (is(kind, definitions_resource)) {
        auto const* const own = context_.kinds->by_resource(old->key().name);
        if (own && is_own_kind(*own) && !own->kind->custom)
            return Error(Errc::forbidden, kind.resource + " \"" + old->key().name +
                                              "\" is forbidden: the kind is compiled into the program that runs");
        if (first) (void)hold_definition(tree);
    }
    bool const held = has_finalizers(tree);
    if (grace == 0 && !held) return erase(old);
    if (!first) {
        auto const* const before = find_path(tree, {"metadata", "deletionGracePeriodSeconds"});
        auto const old_grace = before && before->is_int64() ? before->get_int64() : 0;
        if (grace >= old_grace) return old;
    }
    auto& dying = object_at(tree.get_object(), "metadata");
    dying["deletionGracePeriodSeconds"] = grace;
    dying["deletionTimestamp"] = format_rfc3339((context_.now + spec_seconds(grace)).whole_seconds());
    if (first && kind.rules->generation_changes) dying["generation"] = old->index().generation + 1;
    if (is(kind, "namespaces")) object_at(tree.get_object(), "status")["phase"] = "Terminating";
    if (evicted) {
        set_pod_condition(tree, {{"lastTransitionTime", format_rfc3339(context_.now.whole_seconds())},
                                 {"message", "Eviction API: evicting"},
                                 {"reason", "EvictionByEvictionAPI"},
                                 {"status", "True"},
                                 {"type", "DisruptionTarget"}});
    }
    return put(kind, old, tree, old->ownership());
}

Ref Transaction::put(ServedKind const& kind, Ref const& old, json::value& tree,
                     std::shared_ptr<Ownership const> ownership) {
    if (!old && is(kind, definitions_resource)) settle(tree);
    auto const revision = next_ + changes_.size();
    object_at(tree.get_object(), "metadata")["resourceVersion"] = numbered(revision);
    auto made = context_.publisher->publish(kind.kind, tree, revision, std::move(ownership));
    draft_.change(old, made);
    draft_.revision = revision;
    changes_.push_back({old, made, revision, false});
    quotas_.follow(old, made, draft_);
    return made;
}

Ref Transaction::erase(Ref const& old) {
    auto const revision = next_ + changes_.size();
    draft_.change(old, nullptr);
    draft_.revision = revision;
    changes_.push_back({old, nullptr, revision, false});
    quotas_.follow(old, nullptr, draft_);
    if (old->kind().custom) release_definition(old->kind());
    if (old->kind().resource() == definitions_resource) settle_others(old->key().name);
    return nullptr;
}

}  // namespace keelson
