#include "api/custom_kind.hpp"
#include "api/patch.hpp"
#include "http/api_server.hpp"
#include "http/pod_log.hpp"
#include "http/port_forward.hpp"
#include "http/remote_command.hpp"
#include "http/status.hpp"

#include <keelson/api/meta_v1.hpp>

namespace keelson::http {
namespace {

using Steps = std::vector<std::string>;

json::value const* value_at(json::value const& tree, Steps const& path) {
    auto const* at = &tree;
    for (auto const& step : path) {
        auto const* const members = at->if_object();
        at = members ? members->if_contains(step) : nullptr;
        if (!at) return nullptr;
    }
    return path.empty() ? nullptr : at;
}

/// Where the replicas of a kind are: of a custom resource where its definition says.
CustomKind::Scale const& paths_of(Kind const& kind) {
    static CustomKind::Scale const usual{{"spec", "replicas"}, {"status", "replicas"}, {}};
    return kind.custom && kind.custom->scale ? *kind.custom->scale : usual;
}

/// autoscaling/v1 Scale of an object that has replicas.
Result<json::value> scale_of(Object const& object, Kind const& shown) {
    auto const tree = parse_json(object.bytes());
    if (!tree) return tree.error();
    json::object spec, status;
    auto const& paths = paths_of(shown);
    auto const number = [&](Steps const& path) -> std::int64_t {
        auto const* const value = value_at(*tree, path);
        return value && value->is_int64() ? value->get_int64() : 0;
    };
    if (auto const replicas = number(paths.spec); replicas != 0) spec["replicas"] = replicas;
    status["replicas"] = number(paths.status);
    if (shown.custom) {
        auto const* const selector = value_at(*tree, paths.selector);
        if (selector && selector->is_string()) status["selector"] = selector->get_string();
    } else if (auto const* const selector = find_path(*tree, {"spec", "selector"})) {
        auto const decoded = decode_tree<LabelSelector>(*selector);
        if (decoded) {
            if (auto const compiled = Selector::from(*decoded)) status["selector"] = compiled->text();
        }
    }
    auto const& index = object.index();
    json::object metadata{{"name", index.key.name},
                          {"namespace", index.key.namespace_},
                          {"uid", index.uid},
                          {"resourceVersion", std::to_string(index.resource_version)},
                          {"creationTimestamp", format_rfc3339(index.created)}};
    return json::value(json::object{{"apiVersion", "autoscaling/v1"},
                                    {"kind", "Scale"},
                                    {"metadata", std::move(metadata)},
                                    {"spec", std::move(spec)},
                                    {"status", std::move(status)}});
}

bool can_scale(Kind const& kind) {
    if (kind.custom) return kind.custom->scale.has_value();
    auto const* const spec = kind.schema->field("spec");
    return spec && spec->schema->type == Schema::Type::object && spec->schema->field("replicas") && kind.has_status;
}

/// A budget that has nothing left. Only of one that is yet to be counted it is known when to come back: told to,
/// clients would wait by themselves and say nothing.
Reply budget_refused(Error const& error) {
    StatusDetails details;
    bool const soon = !error.causes.empty() && error.causes.front().message.ends_with("processed by the server.");
    if (soon) details.retry_after_seconds = 10;
    auto answer = failure(error, details);
    std::erase_if(answer.headers, [](auto const& header) { return header.first == "Retry-After"; });
    if (soon) answer.headers.emplace_back("Retry-After", "10");
    return answer;
}

}  // namespace

void ApiServer::scale(CallPtr const& call) {
    if (!can_scale(*call->shown->kind)) return call->exchange->reply(no_such_resource());
    bool const writes = call->verb == "update" || call->verb == "patch";
    if (!writes && call->verb != "get") return call->exchange->reply(method_refused());
    if (!writes) {
        auto const found = find(*call, snapshots_.now());
        if (!found) return fail(*call, not_found(call->kind->resource, call->path.name));
        auto const scale = scale_of(*found, *call->shown->kind);
        if (!scale) return fail(*call, scale.error());
        Reply made;
        made.body = canonical(*scale) + "\n";
        return reply(*call, std::move(made));
    }
    auto options = write_options(*call);
    if (!options) return fail(*call, options.error());
    auto const type = call->exchange->request().header("content-type");
    auto const format = body_format(type);
    if (!format) return call->exchange->reply(refusal(415, "UnsupportedMediaType", "the body is in an unknown format"));
    auto body = body_as_json(*format, std::move(call->exchange->request().body));
    if (!body) return fail(*call, Error(Errc::bad_request, body.error().message));
    on_strand(call, [this, call, options = std::move(*options), body = std::move(*body), format = *format] {
        auto const found = find(*call, registry_->accepted());
        if (!found) return fail(*call, not_found(call->kind->resource, call->path.name));
        auto const now = scale_of(*found, *call->shown->kind);
        if (!now) return fail(*call, now.error());
        auto const wanted = patched(*call, *now, body, format);
        if (!wanted) return fail(*call, wanted.error());
        if (auto const kind = string_at(*wanted, {"kind"}); !kind.empty() && kind != "Scale")
            return fail(*call, Error(Errc::bad_request, std::string(kind) + " cannot be handled as a Scale"));
        if (auto const form = string_at(*wanted, {"apiVersion"}); !form.empty() && form != "autoscaling/v1")
            return fail(*call, Error(Errc::bad_request, "the API version in the data (" + std::string(form) +
                                                            ") does not match the expected API version "
                                                            "(autoscaling/v1)"));
        if (auto const name = string_at(*wanted, {"metadata", "name"}); name != call->path.name)
            return fail(*call,
                        Error(Errc::bad_request,
                              name.empty() ? "the name of the object (" + call->path.name +
                                                 " based on URL) was undeterminable: name must be provided"
                                           : "the name of the object (" + std::string(name) +
                                                 ") does not match the name on the URL (" + call->path.name + ")"));
        auto const version = string_at(*wanted, {"metadata", "resourceVersion"});
        auto const* const replicas = find_path(*wanted, {"spec", "replicas"});
        if (replicas && !replicas->is_int64())
            return fail(*call, Error(Errc::bad_request, "spec.replicas must be a whole number"));
        auto const count = replicas ? replicas->get_int64() : 0;
        if (count < 0) {
            Error error(Errc::invalid, "Scale.autoscaling \"" + call->path.name +
                                           "\" is invalid: spec.replicas: Invalid value: " + std::to_string(count) +
                                           ": must be greater than or equal to 0");
            error.causes.push_back({"FieldValueInvalid",
                                    "Invalid value: " + std::to_string(count) + ": must be greater than or equal to 0",
                                    "spec.replicas"});
            return fail(*call, std::move(error));
        }
        Operation made;
        made.verb = Operation::Verb::merge_patch;
        made.by = requester(*call);
        made.kind = call->kind;
        made.key = found->key();
        made.subresource = "scale";
        made.form = call->shown->kind->custom ? call->shown : nullptr;
        json::value patch = count;
        auto const& steps = paths_of(*call->shown->kind).spec;
        for (auto step = steps.rbegin(); step != steps.rend(); ++step) patch = json::object{{*step, std::move(patch)}};
        made.body = canonical(patch);
        if (version != std::to_string(found->index().resource_version)) made.remove.resource_version = version;
        registry_->submit({made}, options, [self = shared_from_this(), call](Result<BatchResult> result) {
            if (!result) return self->fail(*call, result.error());
            auto const scale = scale_of(*result->objects.front(), *call->shown->kind);
            if (!scale) return self->fail(*call, scale.error());
            Reply answer;
            answer.body = canonical(*scale) + "\n";
            self->reply(*call, std::move(answer));
        });
    });
}

Result<json::value> ApiServer::patched(Call const&, json::value const& now, std::string const& body,
                                       BodyFormat format) const {
    auto change = parse_json(body);
    if (!change) return change.error();
    json::value wanted = now;
    switch (format) {
        case BodyFormat::json:
        case BodyFormat::yaml:
        case BodyFormat::protobuf: wanted = std::move(*change); break;
        case BodyFormat::merge_patch:
        case BodyFormat::strategic_patch:
        case BodyFormat::apply_patch: merge_patch(wanted, *change); break;
        case BodyFormat::json_patch:
            if (auto const done = json_patch(wanted, *change); !done) return done.error();
            break;
    }
    if (!wanted.is_object()) return Error(Errc::bad_request, "the result must be an object");
    return wanted;
}

void ApiServer::serve_pod(CallPtr const& call) {
    auto const& sub = call->path.subresource;
    bool const writes = call->verb == "create";
    ObjectKey const key{call->path.namespace_, call->path.name};
    if (sub == "binding" && writes) return bind(call);
    if (sub == "eviction" && writes) return evict(call);
    if (is_pod_part(call->path)) {
        if (call->verb == "get") return get(call);
        if (call->verb == "update") return update(call);
        if (call->verb == "patch") return patch(call);
        return call->exchange->reply(method_refused());
    }
    bool const streams = sub == "exec" || sub == "attach" || sub == "portforward";
    if (!streams && sub != "log") return call->exchange->reply(no_such_resource());
    if (!options_.pods)
        return call->exchange->reply(
            refusal(503, "ServiceUnavailable", "this server has no way to the Pods of the cluster"));
    Refuse const refuse = [self = shared_from_this(), call](std::shared_ptr<Exchange> const&, Error error) {
        self->fail(*call, std::move(error));
    };
    if (streams && (writes || call->verb == "get")) {
        return admit_connection(call, [pods = options_.pods, call, key, refuse] {
            auto const& to = call->path.subresource;
            if (to == "exec") return serve_exec(call->exchange, pods, key, refuse);
            if (to == "attach") return serve_attach(call->exchange, pods, key, refuse);
            serve_port_forward(call->exchange, pods, key, refuse);
        });
    }
    if (sub == "log" && call->verb == "get") return serve_pod_log(call->exchange, options_.pods, key, refuse);
    call->exchange->reply(method_refused());
}

void ApiServer::bind(CallPtr const& call) {
    auto options = write_options(*call);
    if (!options) return fail(*call, options.error());
    auto made = operation(*call, Operation::Verb::bind);
    if (!made) return fail(*call, made.error());
    auto const tree = parse_json(made->body);
    if (!tree) return fail(*call, tree.error());
    if (call->path.name.empty()) {  // POST bindings: the Pod is named in the body
        made->kind = kinds_->by_resource("pods");
        made->key.name = string_at(*tree, {"metadata", "name"});
    } else if (auto const name = string_at(*tree, {"metadata", "name"}); !name.empty() && name != call->path.name)
        return fail(*call, Error(Errc::bad_request, "name in URL does not match name in Binding object"));
    made->remove.uid = string_at(*tree, {"metadata", "uid"});
    if (auto const kind = string_at(*tree, {"target", "kind"}); !kind.empty() && kind != "Node")
        return fail(*call, Error(Errc::invalid, "target.kind: Unsupported value: \"" + std::string(kind) +
                                                    "\": supported values: \"Node\", \"<empty>\""));
    auto const node = string_at(*tree, {"target", "name"});
    if (node.empty())
        return fail(*call, Error(Errc::invalid, "Binding \"" + call->path.name +
                                                    "\" is invalid: target.name: Required "
                                                    "value"));
    made->body = node;
    on_strand(call, [this, call, made = std::move(*made), options = std::move(*options)] {
        registry_->submit({made}, options, [self = shared_from_this(), call](Result<BatchResult> result) {
            if (!result) return self->fail(*call, result.error());
            auto answer = success({});
            answer.status = 201;
            self->reply(*call, std::move(answer));
        });
    });
}

void ApiServer::evict(CallPtr const& call) {
    auto options = write_options(*call);
    if (!options) return fail(*call, options.error());
    auto made = operation(*call, Operation::Verb::evict);
    if (!made) return fail(*call, made.error());
    auto const tree = parse_json(made->body);
    if (!tree) return fail(*call, tree.error());
    auto const kind = string_at(*tree, {"kind"});
    if (!kind.empty() && kind != "Eviction")
        return fail(*call, Error(Errc::bad_request, std::string(kind) + " in version \"" +
                                                        std::string(string_at(*tree, {"apiVersion"})) +
                                                        "\" cannot be handled as a Eviction"));
    if (string_at(*tree, {"metadata", "name"}) != call->path.name)
        return fail(*call, Error(Errc::bad_request, "name in URL does not match name in Eviction object"));
    if (auto const* const seconds = find_path(*tree, {"deleteOptions", "gracePeriodSeconds"});
        seconds && seconds->is_int64())
        made->remove.grace_seconds = seconds->get_int64();
    made->remove.uid = string_at(*tree, {"deleteOptions", "preconditions", "uid"});
    made->remove.resource_version = string_at(*tree, {"deleteOptions", "preconditions", "resourceVersion"});
    if (auto const* const dry = find_path(*tree, {"deleteOptions", "dryRun"}); dry && dry->is_array())
        options->dry_run = options->dry_run || !dry->get_array().empty();
    made->body.clear();
    on_strand(call, [this, call, made = std::move(*made), options = std::move(*options)] {
        registry_->submit({made}, options, [self = shared_from_this(), call](Result<BatchResult> result) {
            if (!result && result.error().code == Errc::too_many_requests)
                return self->reply(*call, budget_refused(result.error()));
            if (!result) return self->fail(*call, result.error());
            auto answer = success({});
            answer.status = 201;
            self->reply(*call, std::move(answer));
        });
    });
}

}  // namespace keelson::http
