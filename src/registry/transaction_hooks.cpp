#include "registry/transaction_hooks.hpp"

#include "api/apply.hpp"
#include "api/conversion.hpp"
#include "api/custom_kind.hpp"
#include "api/patch.hpp"
#include "registry/transaction_parts.hpp"
#include "registry/webhooks/admission.hpp"

#include <algorithm>

namespace keelson {
namespace {

using Steps = std::vector<std::string>;

Labels labels_of(json::value const& tree) {
    Labels labels;
    auto const* const stated = find_path(tree, {"metadata", "labels"});
    if (!stated || !stated->is_object()) return labels;
    for (auto const& one : stated->get_object()) {
        if (one.value().is_string()) labels.emplace_back(one.key(), one.value().get_string());
    }
    std::sort(labels.begin(), labels.end());
    return labels;
}

/// What a webhook is asked about: the type of what is sent to it.
struct SentType {
    std::string group, version, kind;
};
SentType sent_type(Kind const& form, std::string_view subresource, json::value const* body) {
    if (subresource == "scale") return {"autoscaling", "v1", "Scale"};
    if (subresource == "binding") return {"", "v1", "Binding"};
    if (subresource == "eviction") return {"policy", "v1", "Eviction"};
    if (auto const kind = body ? string_at(*body, {"kind"}) : std::string_view(); !kind.empty() && kind != form.name)
        return {"", std::string(string_at(*body, {"apiVersion"})), std::string(kind)};
    return {form.group, form.version, form.name};
}

json::object type_json(SentType const& type) {
    return {{"group", type.group}, {"version", type.version}, {"kind", type.kind}};
}

json::object resource_json(Kind const& form) {
    return {{"group", form.group}, {"version", form.version}, {"resource", form.plural}};
}

json::array list_json(std::vector<std::string> const& all) {
    json::array made;
    for (auto const& one : all) made.emplace_back(one);
    return made;
}

json::object user_json(Requester const* by) {
    static Requester const program{"system:apiserver", {}, {"system:masters", "system:authenticated"}, {}};
    auto const& who = by ? *by : program;
    json::object made;
    made["username"] = who.name;
    made["groups"] = list_json(who.groups);
    if (!who.uid.empty()) made["uid"] = who.uid;
    for (auto const& [key, values] : who.extra) object_at(made, "extra")[key] = list_json(values);
    return made;
}

AdmissionRequest::Verb hook_verb(AdmissionVerb verb) {
    switch (verb) {
        case AdmissionVerb::update: return AdmissionRequest::Verb::update;
        case AdmissionVerb::remove: return AdmissionRequest::Verb::remove;
        default: return AdmissionRequest::Verb::create;
    }
}

std::string_view options_kind(AdmissionVerb verb, Operation::Verb asked) {
    using Verb = Operation::Verb;
    if (verb == AdmissionVerb::remove) return "DeleteOptions";
    if (verb == AdmissionVerb::create) return "CreateOptions";
    return asked == Verb::update || asked == Verb::update_status ? "UpdateOptions" : "PatchOptions";
}

/// Where the replicas are: of a custom resource where its definition says.
Steps const& replicas_path(Kind const& kind) {
    static Steps const usual{"spec", "replicas"};
    return kind.custom && kind.custom->scale ? kind.custom->scale->spec : usual;
}

json::value const* value_at(json::value const& tree, Steps const& path) {
    auto const* at = &tree;
    for (auto const& step : path) {
        auto const* const members = at ? at->if_object() : nullptr;
        at = members ? members->if_contains(step) : nullptr;
    }
    return at;
}

json::value scale_json(Kind const& kind, json::value const& tree) {
    json::object metadata, spec;
    for (auto const* const field : {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
        if (auto const text = string_at(tree, {"metadata", field}); !text.empty()) metadata[field] = text;
    }
    if (auto const* const replicas = value_at(tree, replicas_path(kind))) spec["replicas"] = *replicas;
    return json::object{{"apiVersion", "autoscaling/v1"}, {"kind", "Scale"}, {"metadata", metadata}, {"spec", spec}};
}

void take_replicas(Kind const& kind, json::value const& scale, json::value& tree) {
    auto* at = &tree;
    for (auto const& step : replicas_path(kind)) {
        if (!at->is_object()) at->emplace_object();
        at = &at->get_object()[step];
    }
    auto const* const replicas = find_path(scale, {"spec", "replicas"});
    if (replicas) *at = *replicas;
}

/// The form that the request is written in.
Kind const& asked_form(Operation const& operation, ServedKind const& kind) {
    auto const* const form = operation.form;
    return form && form->kind->plural == kind.kind->plural ? *form->kind : *kind.kind;
}

Error waiting() { return {Errc::cancelled, "an admission webhook has to be asked"}; }

}  // namespace

std::string draw_name(ServedKind const& kind, ObjectKey const& key, json::value const& tree) {
    return kind.resource + "/" + key.namespace_ + "/" + std::string(string_at(tree, {"metadata", "name"})) + "/" +
           std::string(string_at(tree, {"metadata", "generateName"}));
}

void settle_new(ServedKind const& kind, ObjectKey const& key, json::value& tree) {
    auto& object = tree.get_object();
    object["apiVersion"] = kind.kind->api_version();
    object["kind"] = kind.kind->name;
    if (kind.kind->has_status && !kind.rules->status_on_create) object.erase("status");
    complete_status(kind, object);
    auto& metadata = object_at(object, "metadata");
    metadata["name"] = key.name;
    if (kind.kind->namespaced()) metadata["namespace"] = key.namespace_;
    for (auto const* const field : {"uid", "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds",
                                    "generation", "creationTimestamp", "managedFields"})
        metadata.erase(field);
}

/// Null: the object is in no namespace.
Labels const* Transaction::namespace_labels(Admitted const& what, json::value const* tree, Labels& own) const {
    static Labels const none;
    if (is(*what.kind, "namespaces")) {  // a namespace counts as its own
        if (!tree) return what.old ? what.old->index().labels.get() : &none;
        own = labels_of(*tree);
        return &own;
    }
    if (!what.kind->kind->namespaced()) return nullptr;
    auto const space = draft_.get(*context_.kinds->by_resource("namespaces")->kind, {}, what.namespace_);
    if (!space) return &none;
    own = *space->index().labels;
    return &own;
}

json::value Transaction::review_object(Admitted const& what, Kind const& form, json::value const& tree) const {
    if (what.subresource == "scale") return scale_json(form, tree);
    json::value shown = tree;
    convert(shown, *what.kind->kind, form);
    if (what.generated && what.name == string_at(shown, {"metadata", "name"}) &&
        string_at(shown, {"metadata", "uid"}).empty())
        shown.get_object()["metadata"].get_object().erase("name");
    return shown;
}

json::value Transaction::hook_object(Admitted const& what, json::value const& tree) const {
    auto whole = what;
    if (what.subresource == "scale") whole.subresource = {};
    return review_object(whole, *what.kind->kind, tree);
}

std::string Transaction::review_request(Webhook const&, Kind const& form, Admitted const& what,
                                        json::value const* shown) const {
    auto const& asked = asked_form(*operation_, *what.kind);
    json::object made{{"kind", type_json(sent_type(form, what.subresource, shown))},
                      {"resource", resource_json(form)},
                      {"requestKind", type_json(sent_type(asked, what.subresource, shown))},
                      {"requestResource", resource_json(asked)},
                      {"operation", admission_name(what.verb)},
                      {"userInfo", user_json(operation_->by.get())},
                      {"dryRun", options_->dry_run}};
    bool const is_named = !what.generated || (shown && !string_at(*shown, {"metadata", "uid"}).empty());
    if (is_named) made["name"] = what.name;
    auto const space = is(*what.kind, "namespaces") ? what.name : what.namespace_;
    if (!space.empty()) made["namespace"] = space;
    if (!what.subresource.empty()) {
        made["subResource"] = what.subresource;
        made["requestSubResource"] = what.subresource;
    }
    if (shown) made["object"] = *shown;
    bool const of_object = what.subresource != "binding" && what.subresource != "eviction";
    if (what.old && of_object && what.verb != AdmissionVerb::connect) {
        auto const before = parse_json(what.old->bytes());
        if (before) made["oldObject"] = review_object(what, form, *before);
    }
    if (what.verb != AdmissionVerb::connect) {
        json::object options{{"apiVersion", "meta.k8s.io/v1"}, {"kind", options_kind(what.verb, operation_->verb)}};
        if (what.verb != AdmissionVerb::remove) options["fieldManager"] = options_->manager;
        if (options_->dry_run) options["dryRun"] = json::array{"All"};
        made["options"] = std::move(options);
    }
    // What there is none of is told, and not left out: so kube-apiserver writes it, and webhooks read it.
    std::string text = "{";
    for (auto const* const member : {"object", "oldObject"}) {
        if (!made.contains(member)) text += '"' + std::string(member) + "\":null,";
    }
    return text + canonical(made).substr(1);
}

namespace {

/// Whether a hook or webhook with these selectors is about the object.
bool selected(Selector const& namespaces, Selector const& objects, Labels const* space, json::value const* tree,
              Object const* old) {
    if (space && !namespaces.matches(*space)) return false;
    if (objects.everything()) return true;
    return (tree && objects.matches(labels_of(*tree))) || (old && objects.matches(*old->index().labels));
}

bool lists(std::vector<std::string> const& all, std::string_view one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

bool in_scope(AdmissionScope const& scope, std::string_view resource, std::string_view subresource,
              AdmissionRequest::Verb verb) {
    if (!scope.resources.empty() && !lists(scope.resources, resource)) return false;
    if (!subresource.empty() && !lists(scope.subresources, subresource)) return false;
    return scope.verbs.empty() || std::find(scope.verbs.begin(), scope.verbs.end(), verb) != scope.verbs.end();
}

/// Calls a hook of the host's: what it throws is a refusal.
template <class Call>
auto guarded(AdmissionHook const& hook, Call const& call) -> decltype(call()) {
    try {
        auto result = call();
        if (result) return result;
        auto error = result.error();
        error.message = "admission hook \"" + hook.name() + "\" denied the request: " + error.message;
        return error;
    } catch (std::exception const& thrown) {
        return Error(Errc::internal, "admission hook \"" + hook.name() + "\" threw: " + thrown.what());
    } catch (...) {
        return Error(Errc::internal, "admission hook \"" + hook.name() + "\" threw something");
    }
}

}  // namespace

Result<> Transaction::admit_changes(Admitted const& what, json::value& tree,
                                    std::function<Result<>(json::value&)> const& settle) {
    if (!context_.hooks) return {};
    // What a hook adds and the kind does not have is dropped: the hook may know a later version of it.
    auto lenient = *options_;
    lenient.fields = FieldValidation::ignore;
    struct Restore {
        WriteOptions const** at;
        WriteOptions const* was;
        ~Restore() { *at = was; }
    } const restore{&options_, options_};
    options_ = &lenient;
    Labels own;
    auto const user = operation_->by ? operation_->by->name : options_->manager;
    for (auto const& hook : context_.hooks->hooks()) {
        if (!hook.change() || what.verb == AdmissionVerb::connect ||
            !in_scope(hook.scope(), what.kind->resource, what.subresource, hook_verb(what.verb)) ||
            !selected(hook.scope().namespaces, hook.scope().labels, namespace_labels(what, &tree, own), &tree,
                      what.old))
            continue;
        bool const of_object = what.subresource != "binding" && what.subresource != "eviction";
        if (hook.typed() && !of_object) continue;  // it is no object of that struct
        auto const text = canonical(hook_object(what, tree));
        AdmissionRequest const request{hook_verb(what.verb),
                                       what.kind->resource,
                                       what.subresource,
                                       what.namespace_,
                                       what.generated ? std::string_view() : what.name,
                                       text,
                                       what.old ? what.old->bytes() : std::string_view(),
                                       options_->manager,
                                       user,
                                       options_->dry_run};
        auto const answer = guarded(hook, [&] { return hook.change()(request); });
        if (!answer) return answer.error();
        if (answer->empty()) continue;
        auto const unfit = [&](std::string const& why) {
            return Error(Errc::internal,
                         "admission hook \"" + hook.name() + "\" gave an answer that does not fit: " + why);
        };
        auto const change = parse_json(*answer);
        if (!change) return unfit(change.error().message);
        json::value changed(tree, &arena_);
        if (change->is_array()) {
            if (auto const done = json_patch(changed, *change); !done) return unfit(done.error().message);
        } else if (hook.typed() && has_schema(*what.kind)) {
            overlay_typed(*hook.typed(), *what.kind->kind->schema, changed, *change);
        } else {
            changed = *change;
        }
        if (!changed.is_object()) return unfit("it makes no object");
        if (changed == tree) continue;
        tree = std::move(changed);
        if (auto const fine = settle(tree); !fine) return unfit(fine.error().message);
    }
    return admit_by_webhooks(what, tree, settle);
}

Result<> Transaction::admit_by_webhooks(Admitted const& what, json::value& tree,
                                        std::function<Result<>(json::value&)> const& settle) {
    std::vector<Webhook const*> asked, again;
    for (auto const& hook : context_.hooks->webhooks().mutating) {
        auto const changed = admit_by_webhook(hook, what, tree, settle);
        if (!changed) return changed.error();
        if (*changed) {
            // Those that were asked before see what has become of it.
            again.insert(again.end(), asked.begin(), asked.end());
            asked.clear();
        }
        if (hook.asked_again) asked.push_back(&hook);
    }
    for (auto const* const hook : again) {
        if (auto const changed = admit_by_webhook(*hook, what, tree, settle); !changed) return changed.error();
    }
    return {};
}

Result<bool> Transaction::admit_by_webhook(Webhook const& hook, Admitted const& what, json::value& tree,
                                           std::function<Result<>(json::value&)> const& settle) {
    if (what.kind->kind->group == "admissionregistration.k8s.io")
        return false;  // or nobody could mend one that is broken
    auto const& asked = asked_form(*operation_, *what.kind);
    auto const form = hook.form_for(what.verb, *what.kind, asked, what.subresource, *context_.kinds);
    if (!form) return false;
    bool const removes = what.verb == AdmissionVerb::remove;
    Labels own;
    auto const* const sent = removes ? nullptr : &tree;
    if (!selected(hook.namespaces, hook.objects, namespace_labels(what, sent, own), sent, what.old)) return false;
    if (options_->dry_run && !hook.may_dry_run)
        return Error(Errc::bad_request, "admission webhook \"" + hook.name + "\" does not support dry run");
    auto shown = removes ? json::value() : review_object(what, *form, tree);
    auto const* const answer =
        context_.hooks->answer(hook, review_request(hook, *form, what, removes ? nullptr : &shown));
    if (!answer) return waiting();
    auto const failed = [&](Error error) -> Result<bool> {
        if (hook.must_succeed) return error;
        return false;
    };
    if (answer->failed) return failed(*answer->failed);
    warnings_.insert(warnings_.end(), answer->warnings.begin(), answer->warnings.end());
    if (answer->denied) return *answer->denied;
    if (answer->patch.empty()) return false;
    if (removes) return failed(webhook_failed(hook, "received invalid webhook response: a deletion can't be patched"));
    auto const patch = parse_json(answer->patch);
    if (!patch) return failed(webhook_failed(hook, patch.error().message));
    auto changed = shown;
    if (auto const done = json_patch(changed, *patch); !done)
        return failed(webhook_failed(hook, "its patch does not fit: " + done.error().message));
    if (!changed.is_object()) return failed(webhook_failed(hook, "its patch leaves no object"));
    if (changed == shown) return false;
    if (what.subresource == "scale") {
        take_replicas(*form, changed, tree);
    } else {
        convert(changed, *form, *what.kind->kind);
        tree = std::move(changed);
    }
    if (auto const fine = settle(tree); !fine) return fine.error();
    return true;
}

Result<> Transaction::admit_result(Admitted const& what, json::value const* tree) {
    auto* const turn = context_.hooks;
    if (!turn) return {};
    Labels own;
    auto const user = operation_->by ? operation_->by->name : options_->manager;
    for (auto const& hook : turn->hooks()) {
        if (!hook.check() || what.verb == AdmissionVerb::connect ||
            !in_scope(hook.scope(), what.kind->resource, what.subresource, hook_verb(what.verb)) ||
            !selected(hook.scope().namespaces, hook.scope().labels, namespace_labels(what, tree, own), tree, what.old))
            continue;
        auto const text = tree ? canonical(hook_object(what, *tree)) : std::string();
        AdmissionRequest const request{hook_verb(what.verb),
                                       what.kind->resource,
                                       what.subresource,
                                       what.namespace_,
                                       what.name,
                                       text,
                                       what.old ? what.old->bytes() : std::string_view(),
                                       options_->manager,
                                       user,
                                       options_->dry_run};
        if (auto const fine = guarded(hook, [&] { return hook.check()(request, warnings_); }); !fine)
            return fine.error();
    }
    if (what.kind->kind->group == "admissionregistration.k8s.io") return {};
    auto const& asked = asked_form(*operation_, *what.kind);
    std::vector<WebhookAnswer const*> answers;
    bool open = false;
    // They are asked all at once: none of them depends on another.
    for (auto const& hook : turn->webhooks().validating) {
        auto const form = hook.form_for(what.verb, *what.kind, asked, what.subresource, *context_.kinds);
        if (!form || !selected(hook.namespaces, hook.objects, namespace_labels(what, tree, own), tree, what.old))
            continue;
        if (options_->dry_run && !hook.may_dry_run)
            return Error(Errc::bad_request, "admission webhook \"" + hook.name + "\" does not support dry run");
        auto const shown = tree ? review_object(what, *form, *tree) : json::value();
        auto const* const answer = turn->answer(hook, review_request(hook, *form, what, tree ? &shown : nullptr));
        open = open || !answer;
        if (answer && !(answer->failed && !hook.must_succeed)) answers.push_back(answer);
    }
    if (open) return waiting();
    for (auto const* const answer : answers) {
        warnings_.insert(warnings_.end(), answer->warnings.begin(), answer->warnings.end());
        if (answer->failed) return *answer->failed;
        if (answer->denied) return *answer->denied;
    }
    return {};
}

Result<> Transaction::admit_removal(Operation const& operation, Ref const& old) {
    if (!context_.hooks) return {};
    auto const& key = old->key();
    if (operation.verb == Operation::Verb::evict) {
        Admitted const what{AdmissionVerb::create, operation.kind, old.get(), "eviction", key.namespace_, key.name};
        json::value tree = json::object{{"apiVersion", "policy/v1"},
                                        {"kind", "Eviction"},
                                        {"metadata", {{"name", key.name}, {"namespace", key.namespace_}}}};
        auto const settle = [](json::value&) { return Result<>(); };
        if (auto const fine = admit_changes(what, tree, settle); !fine) return fine.error();
        return admit_result(what, &tree);
    }
    Admitted const what{AdmissionVerb::remove, operation.kind, old.get(), {}, key.namespace_, key.name};
    json::value nothing(json::object_kind);
    if (auto const fine = admit_by_webhooks(what, nothing, {}); !fine) return fine.error();
    return admit_result(what, nullptr);
}

Result<std::string> Transaction::admit_binding(Operation const& operation, Ref const& pod) {
    if (!context_.hooks) return operation.body;
    auto const& key = pod->key();
    Admitted const what{AdmissionVerb::create, operation.kind, pod.get(), "binding", key.namespace_, key.name};
    json::value tree =
        json::object{{"apiVersion", "v1"},
                     {"kind", "Binding"},
                     {"metadata", {{"name", key.name}, {"namespace", key.namespace_}, {"uid", pod->index().uid}}},
                     {"target", {{"apiVersion", "v1"}, {"kind", "Node"}, {"name", operation.body}}}};
    auto const settle = [](json::value&) { return Result<>(); };
    if (auto const fine = admit_changes(what, tree, settle); !fine) return fine.error();
    if (auto const fine = admit_result(what, &tree); !fine) return fine.error();
    return std::string(string_at(tree, {"target", "name"}));
}

bool Transaction::may_change(Admitted const& what) const {
    auto const& asked = asked_form(*operation_, *what.kind);
    auto const& hooks = context_.hooks->hooks();
    auto const& webhooks = context_.hooks->webhooks().mutating;
    return std::any_of(hooks.begin(), hooks.end(),
                       [&](auto const& hook) {
                           return hook.change() &&
                                  in_scope(hook.scope(), what.kind->resource, what.subresource, hook_verb(what.verb));
                       }) ||
           std::any_of(webhooks.begin(), webhooks.end(), [&](auto const& hook) {
               return hook.form_for(what.verb, *what.kind, asked, what.subresource, *context_.kinds) != nullptr;
           });
}

Result<> Transaction::admit_status(ServedKind const& kind, Ref const& old, json::value& tree) {
    if (!context_.hooks) return {};
    auto const& key = old->key();
    Admitted const what{AdmissionVerb::update, &kind, old.get(), "status", key.namespace_, key.name};
    if (!may_change(what)) return {};
    // Nothing but the status can be changed here, whatever a hook says.
    auto const settle = [&](json::value& changed) -> Result<> {
        json::value status = changed.get_object().contains("status") ? changed.get_object()["status"] : json::value();
        json::value restored(tree, &arena_);
        restored.get_object().erase("status");
        auto const* const field = kind.kind->schema->field("status");
        if (!status.is_null() && (field || custom_)) {
            Findings findings;
            if (custom_) {
                custom_->schema->normalize_status(status, findings);
            } else {
                keelson::normalize_status(*field->schema, status, findings);
            }
            if (auto const fine = judge(kind, findings, key.name); !fine) return fine.error();
        }
        if (!status.is_null()) restored.get_object().emplace("status", std::move(status));
        changed = std::move(restored);
        return {};
    };
    json::value changed(tree, &arena_);
    if (auto const fine = admit_changes(what, changed, settle); !fine) return fine.error();
    if (changed != tree) tree = std::move(changed);
    return {};
}

Result<Ref> Transaction::connect(Operation const& operation) {
    auto const& kind = *operation.kind;
    auto const old = draft_.get(*kind.kind, operation.key.namespace_, operation.key.name);
    if (!old) return not_found(kind.resource, operation.key.name);
    if (!context_.hooks) return old;
    auto body = parse_json(operation.body);
    if (!body) return body.error();
    if (!body->is_object()) return Error(Errc::bad_request, "the body must be an object");
    auto const& key = old->key();
    Admitted const what{AdmissionVerb::connect, &kind, old.get(), operation.subresource, key.namespace_, key.name};
    auto const settle = [](json::value&) {
        return Result<>(Error(Errc::forbidden, "what a connection is asked for can't be changed by a webhook"));
    };
    if (auto const fine = admit_changes(what, *body, settle); !fine) return fine.error();
    if (auto const fine = admit_result(what, &*body); !fine) return fine.error();
    return old;
}

}  // namespace keelson
