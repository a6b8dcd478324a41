#include "http/api_server.hpp"
#include "http/status.hpp"
#include "http/utf8.hpp"
#include "registry/transaction_parts.hpp"

#include <algorithm>
#include <charconv>

namespace keelson::http {
namespace {

/// Who writes when the request does not say: the program's name, as it stands in the User-Agent.
std::string manager_of(Request const& request) {
    auto const agent = request.header("user-agent");
    auto const name = agent.substr(0, std::min(agent.find('/'), agent.size()));
    return name.empty() || !is_printable(name.substr(0, 128)) ? "unknown" : std::string(name.substr(0, 128));
}

Result<Propagation> propagation_of(std::string_view text) {
    if (text == "Background") return Propagation::background;
    if (text == "Foreground") return Propagation::foreground;
    if (text == "Orphan") return Propagation::orphan;
    return invalid_option("DeleteOptions", "propagationPolicy", "FieldValueNotSupported",
                          "Unsupported value: \"" + std::string(text) +
                              "\": supported values: \"Background\", \"Foreground\", \"Orphan\"");
}

/// What a deletion says in its query and in its body, which has the last word.
Result<RemoveOptions> remove_options(Query const& query, std::string const& body, bool& dry_run) {
    RemoveOptions options;
    auto const grace = query.whole_number("gracePeriodSeconds");
    if (!grace) return grace.error();
    // Less than nothing is as little as there can be.
    auto const graceful = [](std::int64_t seconds) { return seconds < 0 ? 1 : seconds; };
    if (*grace) options.grace_seconds = graceful(**grace);
    if (auto const policy = query.text("propagationPolicy"); !policy.empty()) {
        auto const read = propagation_of(policy);
        if (!read) return read.error();
        options.propagation = *read;
    }
    if (body.empty()) return options;
    auto const tree = parse_json(body);
    if (!tree) return tree.error();
    if (!tree->is_object()) return Error(Errc::bad_request, "the body of a deletion must be DeleteOptions");
    if (auto const kind = string_at(*tree, {"kind"}); !kind.empty() && kind != "DeleteOptions")
        return Error(Errc::bad_request, "the body of a deletion must be DeleteOptions and not a " + std::string(kind));
    if (auto const* const seconds = find_path(*tree, {"gracePeriodSeconds"}); seconds && !seconds->is_null()) {
        if (!seconds->is_int64())
            return Error(Errc::bad_request, "gracePeriodSeconds of DeleteOptions must be a whole number");
        options.grace_seconds = graceful(seconds->get_int64());
    }
    if (auto const policy = string_at(*tree, {"propagationPolicy"}); !policy.empty()) {
        auto const read = propagation_of(policy);
        if (!read) return read.error();
        options.propagation = *read;
    }
    auto const* const orphan = find_path(*tree, {"orphanDependents"});
    if (orphan && orphan->is_bool() && options.propagation)
        return invalid_option("DeleteOptions", "propagationPolicy", "FieldValueInvalid",
                              "Invalid value: \"" + std::string(string_at(*tree, {"propagationPolicy"})) +
                                  "\": orphanDependents and deletionPropagation cannot be both set");
    if (orphan && orphan->is_bool())
        options.propagation = orphan->get_bool() ? Propagation::orphan : Propagation::background;
    options.uid = string_at(*tree, {"preconditions", "uid"});
    options.resource_version = string_at(*tree, {"preconditions", "resourceVersion"});
    if (auto const* const dry = find_path(*tree, {"dryRun"}); dry && dry->is_array() && !dry->get_array().empty())
        dry_run = true;
    return options;
}

/// As Kubernetes has it: no update of them is unconditional. So it is of every custom resource.
bool needs_version(ServedKind const& kind) {
    if (!kind.built_in) return kind.kind->custom != nullptr;
    auto const& group = kind.kind->group;
    return group == "admissionregistration.k8s.io" || group == "apiextensions.k8s.io" ||
           group == "apiregistration.k8s.io" || group == "coordination.k8s.io" || group == "policy" ||
           group == "node.k8s.io" || kind.resource == "csidrivers.storage.k8s.io" ||
           kind.resource == "csinodes.storage.k8s.io" || kind.resource == "volumeattachments.storage.k8s.io";
}

bool asks_for_certificate(ServedKind const& kind) {
    return kind.resource == "certificatesigningrequests.certificates.k8s.io";
}

/// Who asks for a certificate is not his to say.
std::string with_requester(std::string body, User const& user) {
    auto tree = parse_json(body);
    if (!tree || !tree->is_object()) return body;
    auto& spec = tree->get_object()["spec"];
    if (!spec.is_object()) return body;
    auto& members = spec.get_object();
    for (auto const* const field : {"username", "uid", "groups", "extra"}) members.erase(field);
    members["username"] = user.name;
    if (!user.uid.empty()) members["uid"] = user.uid;
    if (!user.groups.empty()) members["groups"] = json::array(user.groups.begin(), user.groups.end());
    json::object extra;
    for (auto const& [key, values] : user.extra) extra[key] = json::array(values.begin(), values.end());
    if (!extra.empty()) members["extra"] = std::move(extra);
    return canonical(*tree);
}

/// Kinds whose deletion is answered with the object and not with a Status, as kube-apiserver does.
bool answers_with_object(ServedKind const& kind) {
    return kind.resource == "pods" || kind.resource == "services" || kind.resource == "serviceaccounts" ||
           kind.resource == "persistentvolumes" || kind.resource == "persistentvolumeclaims" ||
           kind.resource == "podtemplates" || kind.resource == "resourcequotas" ||
           kind.resource == "storageclasses.storage.k8s.io" || kind.resource == "csidrivers.storage.k8s.io" ||
           kind.resource == "csinodes.storage.k8s.io" || kind.resource == "volumeattachments.storage.k8s.io";
}

}  // namespace

Result<WriteOptions> ApiServer::write_options(Call const& call) const {
    auto const& query = call.query();
    WriteOptions options;
    options.manager = query.text("fieldManager");
    if (options.manager.empty()) options.manager = manager_of(call.exchange->request());
    std::string_view const kind = call.verb == "create"   ? "CreateOptions"
                                  : call.verb == "update" ? "UpdateOptions"
                                  : call.verb == "patch"  ? "PatchOptions"
                                                          : "DeleteOptions";
    if (options.manager.size() > 128)
        return invalid_option(kind, "fieldManager", "FieldValueTooLong", "Too long: may not be more than 128 bytes");
    if (!is_printable(options.manager))
        return invalid_option(kind, "fieldManager", "FieldValueInvalid",
                              "Invalid value: \"" + options.manager + "\": may hold nothing but printable characters");
    options.force = query.flag("force");
    for (auto const& value : query.all("dryRun")) {
        if (value != "All")
            return invalid_option(kind, "dryRun", "FieldValueNotSupported",
                                  "Unsupported value: \"" + value + "\": supported values: \"All\"");
        options.dry_run = true;
    }
    auto const fields = query.text("fieldValidation");
    if (fields.empty() || fields == "Warn") {
        options.fields = FieldValidation::warn;
    } else if (fields == "Strict") {
        options.fields = FieldValidation::strict;
    } else if (fields == "Ignore") {
        options.fields = FieldValidation::ignore;
    } else {
        return invalid_option(
            kind, "fieldValidation", "FieldValueNotSupported",
            "Unsupported value: \"" + std::string(fields) + "\": supported values: \"Ignore\", \"Strict\", \"Warn\"");
    }
    return options;
}

Result<Operation> ApiServer::operation(Call const& call, Operation::Verb verb, bool needs_patch) const {
    auto& request = call.exchange->request();
    auto const type = request.header("content-type");
    auto const format = body_format(type);
    bool const plain =
        format && (*format == BodyFormat::json || *format == BodyFormat::yaml || *format == BodyFormat::protobuf);
    if (!format || plain == needs_patch) {
        return Error(Errc::unsupported,
                     "the body of the request was in an unknown format - accepted media types include: " +
                         std::string(needs_patch ? "application/json-patch+json, application/merge-patch+json, "
                                                   "application/strategic-merge-patch+json, "
                                                   "application/apply-patch+yaml"
                                                 : "application/json, application/yaml, "
                                                   "application/vnd.kubernetes.protobuf"));
    }
    auto body = body_as_json(*format, std::move(request.body));
    if (!body) return body.error();
    Operation made;
    made.verb = verb;
    made.by = requester(call);
    made.kind = call.kind;
    made.form = call.shown;
    made.key = {call.kind->kind->namespaced() ? call.path.namespace_ : std::string(), call.path.name};
    made.body = std::move(*body);
    if (is_pod_part(call.path)) made.subresource = call.path.subresource;
    bool const status = call.path.subresource == "status" || call.path.subresource == "approval";
    if (needs_patch) {
        switch (*format) {
            case BodyFormat::merge_patch:
                made.verb = status ? Operation::Verb::merge_patch_status : Operation::Verb::merge_patch;
                break;
            case BodyFormat::apply_patch:
                made.verb = status ? Operation::Verb::apply_status : Operation::Verb::apply;
                break;
            case BodyFormat::json_patch:
                made.verb = status ? Operation::Verb::json_patch_status : Operation::Verb::json_patch;
                break;
            default: made.verb = status ? Operation::Verb::strategic_patch_status : Operation::Verb::strategic_patch;
        }
    }
    return made;
}

void ApiServer::submit(CallPtr const& call, Operation operation, WriteOptions options, int status) {
    if (options_.rbac && call->path.group == "rbac.authorization.k8s.io")
        return submit_grant(call, std::move(operation), std::move(options), status);
    on_strand(call, [this, call, operation = std::move(operation), options = std::move(options), status] {
        // An apply or an update that makes the object says so.
        bool const may_make = operation.verb == Operation::Verb::apply ||
                              (operation.verb == Operation::Verb::update && is_made_by_update(*operation.kind));
        bool const fresh =
            may_make && !registry_->accepted().get(*operation.kind->kind, operation.key.namespace_, operation.key.name);
        if (fresh && !may_create(*call)) return;
        // Who asks is filled in by a create. An applier would own that, and lose it with his next apply.
        if (fresh && asks_for_certificate(*operation.kind))
            return fail(*call,
                        Error(Errc::forbidden, operation.kind->resource + " \"" + operation.key.name +
                                                   "\" is forbidden: a request is made by create, not by apply"));
        if (auto const fine = check_stated(*call, operation); !fine) return fail(*call, fine.error());
        registry_->submit({operation}, options,
                          [self = shared_from_this(), call, code = fresh ? 201 : status](Result<BatchResult> result) {
                              if (!result) return self->fail(*call, result.error());
                              auto const& object = result->objects.front();
                              // The last finalizer is gone, and with it the object.
                              if (!object) return self->reply(*call, success({}));
                              self->send_object(*call, *object, code, result->warnings);
                          });
    });
}

/// Whoever puts an object says which it is, and of some kinds which version of it he has read.
Result<> ApiServer::check_stated(Call const& call, Operation const& operation) const {
    bool const updates = operation.verb == Operation::Verb::update || operation.verb == Operation::Verb::update_status;
    if (!updates || call.path.subresource == "finalize") return {};
    auto const tree = parse_json(operation.body);
    if (!tree) return {};  // which is told where it is read
    auto const& name = call.path.name;
    if (string_at(*tree, {"metadata", "name"}).empty() && tree->is_object())
        return Error(Errc::bad_request,
                     "the name of the object (" + name + " based on URL) was undeterminable: name must be provided");
    auto const& kind = *operation.kind;
    auto const stated = string_at(*tree, {"metadata", "resourceVersion"});
    if (!needs_version(kind) || !operation.subresource.empty() || (!stated.empty() && stated != "0")) return {};
    if (!registry_->accepted().get(*kind.kind, operation.key.namespace_, operation.key.name)) return {};
    Error error(Errc::invalid, kind.title + " \"" + name +
                                   "\" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be specified for "
                                   "an update");
    error.causes.push_back(
        {"FieldValueInvalid", "Invalid value: 0x0: must be specified for an update", "metadata.resourceVersion"});
    return error;
}

bool ApiServer::may_create(Call const& call) const {
    auto const& request = call.exchange->request();
    if (!options_.rbac) return true;
    auto wanted = request_attributes(request.method, request.target);
    wanted.verb = "create";
    if (options_.rbac->allows(request.user, wanted)) return true;
    call.exchange->reply(forbidden(request.user, wanted));
    return false;
}

void ApiServer::create(CallPtr const& call) {
    auto options = write_options(*call);
    if (!options) return fail(*call, options.error());
    auto made = operation(*call, Operation::Verb::create);
    if (!made) return fail(*call, made.error());
    if (asks_for_certificate(*call->kind))
        made->body = with_requester(std::move(made->body), call->exchange->request().user);
    submit(call, std::move(*made), std::move(*options), 201);
}

void ApiServer::update(CallPtr const& call) {
    auto options = write_options(*call);
    if (!options) return fail(*call, options.error());
    bool const status = call->path.subresource == "status" || call->path.subresource == "approval";
    auto made = operation(*call, status ? Operation::Verb::update_status : Operation::Verb::update);
    if (!made) return fail(*call, made.error());
    submit(call, std::move(*made), std::move(*options), 200);
}

void ApiServer::patch(CallPtr const& call) {
    auto options = write_options(*call);
    if (!options) return fail(*call, options.error());
    auto made = operation(*call, Operation::Verb::merge_patch, true);
    if (!made) return fail(*call, made.error());
    bool const applies = made->verb == Operation::Verb::apply || made->verb == Operation::Verb::apply_status;
    if (applies && call->query().text("fieldManager").empty())
        return fail(*call, invalid_option("PatchOptions", "fieldManager", "FieldValueRequired",
                                          "Required value: is required for apply patch"));
    if (!applies && call->query().has("force"))
        return fail(*call, invalid_option("PatchOptions", "force", "FieldValueForbidden",
                                          "Forbidden: may not be specified for non-apply patch"));
    submit(call, std::move(*made), std::move(*options), 200);
}

void ApiServer::remove(CallPtr const& call) {
    auto options = write_options(*call);
    if (!options) return fail(*call, options.error());
    auto body = std::move(call->exchange->request().body);
    if (auto const format = body_format(call->exchange->request().header("content-type")); format && !body.empty()) {
        auto json = body_as_json(*format, std::move(body));
        if (!json) return fail(*call, json.error());
        body = std::move(*json);
    }
    auto remove = remove_options(call->query(), body, options->dry_run);
    if (!remove) return fail(*call, remove.error());
    Operation made;
    made.verb = Operation::Verb::remove;
    made.by = requester(*call);
    made.kind = call->kind;
    made.key = {call->kind->kind->namespaced() ? call->path.namespace_ : std::string(), call->path.name};
    made.remove = std::move(*remove);
    on_strand(call, [this, call, made = std::move(made), options = std::move(*options)] {
        auto const before = find(*call, registry_->accepted());
        registry_->submit({made}, options, [self = shared_from_this(), call, before](Result<BatchResult> result) {
            if (!result) return self->fail(*call, result.error());
            self->removed(*call, before, result->objects.front());
        });
    });
}

void ApiServer::removed(Call const& call, Ref const& before, Ref const& after) const {
    if (after) return send_object(call, *after, 200);  // it is on its way
    if (answers_with_object(*call.kind) && before) return send_object(call, *before, 200);
    StatusDetails details;
    details.name = call.path.name;
    details.group = call.path.group;
    details.kind = call.path.resource;
    if (before) details.uid = before->index().uid;
    reply(call, success(details));
}

void ApiServer::remove_collection(CallPtr const& call) {
    auto const labels = Selector::parse(call->query().text("labelSelector"));
    if (!labels) return fail(*call, Error(Errc::bad_request, labels.error().message));
    auto const fields = FieldSelector::parse(call->query().text("fieldSelector"));
    if (!fields) return fail(*call, Error(Errc::bad_request, fields.error().message));
    if (auto const known = check_fields(*call, *fields); !known) return fail(*call, known.error());
    auto options = write_options(*call);
    if (!options) return fail(*call, options.error());
    auto remove = remove_options(call->query(), call->exchange->request().body, options->dry_run);
    if (!remove) return fail(*call, remove.error());
    on_strand(call, [this, call, labels = *labels, fields = *fields, options = *options, remove = *remove] {
        struct Going {
            std::vector<Ref> objects;
            std::size_t left = 0;
            std::optional<Error> error;
        };
        auto const going = std::make_shared<Going>();
        auto const& state = registry_->accepted();
        for (auto const& object : state.list(*call->kind->kind, {call->path.namespace_, &labels, {}, {}})) {
            if (fields.matches(*object)) going->objects.push_back(object);
        }
        auto const done = [self = shared_from_this(), call, going] {
            if (going->error) return self->fail(*call, *going->error);
            self->send_list(call, std::move(going->objects), self->registry_->durable().revision, {}, 0);
        };
        if (going->objects.empty()) return done();
        going->left = going->objects.size();
        // One by one: an object that goes by itself meanwhile is no reason to keep the others.
        for (auto const& object : going->objects) {
            Operation made;
            made.verb = Operation::Verb::remove;
            made.by = requester(*call);
            made.kind = call->kind;
            made.key = object->key();
            made.remove = remove;
            registry_->submit({made}, options, [going, done](Result<BatchResult> result) {
                if (!result && result.error().code != Errc::not_found && !going->error) going->error = result.error();
                if (--going->left == 0) done();
            });
        }
    });
}

void ApiServer::create_event(CallPtr const& call) {
    auto made = operation(*call, Operation::Verb::create);
    if (!made) return fail(*call, made.error());
    auto const tree = parse_json(made->body);
    if (!tree) return fail(*call, tree.error());
    bool const newer = !string_at(*tree, {"regarding", "kind"}).empty();
    auto const about = newer ? std::string_view("regarding") : std::string_view("involvedObject");
    HappenedTo to;
    to.api_version = string_at(*tree, {about, "apiVersion"});
    to.kind = string_at(*tree, {about, "kind"});
    to.key = {std::string(string_at(*tree, {about, "namespace"})), std::string(string_at(*tree, {about, "name"}))};
    to.uid = string_at(*tree, {about, "uid"});
    to.field_path = string_at(*tree, {about, "fieldPath"});
    if (to.kind.empty() || to.key.name.empty())
        return fail(*call, Error(Errc::invalid, "Event \"\" is invalid: involvedObject: Required value"));
    auto const component = string_at(*tree, {"reportingComponent"}).empty() ? string_at(*tree, {"source", "component"})
                                                                            : string_at(*tree, {"reportingComponent"});
    on_strand(call, [this, call, to, warning = string_at(*tree, {"type"}) == "Warning",
                     reason = std::string(string_at(*tree, {"reason"})),
                     message = std::string(string_at(*tree, {newer ? "note" : "message"})),
                     component = std::string(component), host = std::string(string_at(*tree, {"source", "host"}))] {
        registry_->events().add(to, warning, reason, message, component, host, strand_->wall());
        auto const newest = registry_->events().newest();
        send_object(*call, *newest, 201);
    });
}

}  // namespace keelson::http
