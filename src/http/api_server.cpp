#include "http/api_server.hpp"

#include "api/conversion.hpp"
#include "api/custom_kind.hpp"
#include "api/managed_fields.hpp"
#include "http/discovery.hpp"
#include "http/status.hpp"

#include <algorithm>
#include <set>

namespace keelson::http {
namespace {

std::string verb_of(std::string_view method, ResourcePath const& path, Query const& query) {
    if (method == "GET" || method == "HEAD") {
        if (!path.name.empty()) return "get";
        return query.flag("watch") ? "watch" : "list";
    }
    if (method == "POST") return "create";
    if (method == "PUT") return "update";
    if (method == "PATCH") return "patch";
    if (method == "DELETE") return path.name.empty() ? "deletecollection" : "delete";
    return {};
}

std::string method_label(std::string const& method) {
    static std::set<std::string_view> const known{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    return known.contains(method) ? method : "OTHER";
}

RequestLabels labels_of(ResourcePath const& path, std::string const& verb, Request const& request, Query const& query) {
    RequestLabels labels;
    labels.group = path.group;
    labels.version = path.version;
    labels.resource = path.resource;
    static std::set<std::string_view> const known{"approval",    "attach", "binding",  "ephemeralcontainers",
                                                  "eviction",    "exec",   "finalize", "log",
                                                  "portforward", "proxy",  "resize",   "scale",
                                                  "status",      "token"};
    if (known.contains(path.subresource)) labels.subresource = path.subresource;
    labels.scope = !path.name.empty() || verb == "create" ? "resource"
                   : path.namespace_.empty()              ? "cluster"
                                                          : "namespace";
    auto const& sub = path.subresource;
    bool const connects = sub == "proxy" || sub == "exec" || sub == "attach" || sub == "portforward" ||
                          (sub == "log" && query.flag("follow"));
    labels.verb = connects                     ? "CONNECT"
                  : verb == "watch"            ? "WATCH"
                  : verb == "list"             ? "LIST"
                  : verb == "deletecollection" ? "DELETECOLLECTION"
                  : verb == "patch" && request.header("content-type").starts_with("application/apply-patch") ? "APPLY"
                  : request.method == "HEAD"                                                                 ? "GET"
                                             : method_label(request.method);
    labels.dry_run = query.has("dryRun");
    return labels;
}

std::string indented(std::string_view compact) {
    std::string out;
    int depth = 0;
    bool quoted = false;
    auto const line = [&] {
        out += '\n';
        out.append(static_cast<std::size_t>(depth) * 2, ' ');
    };
    for (std::size_t i = 0; i < compact.size(); ++i) {
        auto const c = compact[i];
        if (quoted) {
            out += c;
            if (c == '\\' && i + 1 < compact.size()) out += compact[++i];
            if (c == '"') quoted = false;
            continue;
        }
        bool const empty = i + 1 < compact.size() && (compact[i + 1] == '}' || compact[i + 1] == ']');
        switch (c) {
            case '"':
                quoted = true;
                out += c;
                break;
            case '{':
            case '[':
                out += c;
                if (empty) {
                    out += compact[++i];
                } else {
                    ++depth;
                    line();
                }
                break;
            case '}':
            case ']':
                --depth;
                line();
                out += c;
                break;
            case ',':
                out += c;
                line();
                break;
            case ':': out += ": "; break;
            default: out += c;
        }
    }
    return out;
}

/// Whether the path takes the verb, as discovery tells. Of all namespaces at once one can only read.
bool takes(Kind const& kind, ResourcePath const& path, std::string const& verb) {
    auto const* verbs = &kind.verbs;
    if (!path.subresource.empty()) {
        auto const sub = std::find_if(kind.subresources.begin(), kind.subresources.end(),
                                      [&](auto const& one) { return one.name == path.subresource; });
        if (sub == kind.subresources.end()) return true;  // it may not be there, which is told otherwise
        verbs = &sub->verbs;
    } else if (path.name.empty() && path.namespace_.empty() && kind.namespaced() && kind.stored && verb != "list" &&
               verb != "watch") {
        return false;
    } else if (verb == "create" && !path.name.empty()) {
        return false;
    }
    return std::find(verbs->begin(), verbs->end(), verb) != verbs->end();
}

constexpr std::string_view masters_group = "system:masters";

/// The bytes of an object under another apiVersion, which is the first thing in them.
std::string in_version(std::string bytes, std::string const& api_version) {
    constexpr std::string_view head = R"({"apiVersion":")";
    if (!bytes.starts_with(head)) return bytes;
    auto const end = bytes.find('"', head.size());
    if (end != std::string::npos) bytes.replace(head.size(), end - head.size(), api_version);
    return bytes;
}

}  // namespace

std::string warning_header(std::string_view text) {
    std::string value = "299 - \"";
    for (auto const c : text) {
        if (c == '"' || c == '\\') value += '\\';
        if (static_cast<unsigned char>(c) >= 0x20) value += c;
    }
    return value + '"';
}

std::string const& ApiServer::deprecation(Call const& call) {
    static std::string const nothing;
    return call.shown && call.shown->kind->custom ? call.shown->kind->custom->deprecation : nothing;
}

Result<> ApiServer::check_fields(Call const& call, FieldSelector const& fields) {
    if (!is_own_kind(*call.shown)) return {};
    for (auto const& one : fields.requirements()) {
        if (one.path == "metadata.name" || one.path == "metadata.namespace") continue;
        auto const* const custom = call.shown->kind->custom.get();
        if (custom &&
            std::find(custom->selectable.begin(), custom->selectable.end(), one.path) != custom->selectable.end())
            continue;
        return Error(Errc::bad_request, "field label not supported: " + one.path);
    }
    return {};
}

ApiServer::ApiServer(Strand& strand, Registry& registry, ApiServerOptions options)
    : strand_(&strand), registry_(&registry), kinds_(&registry.kinds()), options_(std::move(options)) {
    if (!options_.metrics) return;
    request_metrics_ = std::make_shared<RequestMetrics>();
    options_.metrics->add([metrics = request_metrics_](MetricText& text) { metrics->write(text); });
}

void ApiServer::start() {
    snapshots_.publish(registry_->durable());
    Registry::Listener listener;
    listener.durable = [weak = weak_from_this()](std::vector<Change> const& changes) {
        auto const self = weak.lock();
        if (!self) return;
        self->snapshots_.publish(self->registry_->durable());
        self->learn_roles(changes);
        self->sign_requests(changes);
    };
    listener.rebuilt = [weak = weak_from_this()] {
        auto const self = weak.lock();
        if (!self) return;
        self->snapshots_.publish(self->registry_->durable());
        self->learn_all_roles();
    };
    registry_->listen(std::move(listener));
    make_default_roles();
}

void ApiServer::answer(std::shared_ptr<Exchange> const& exchange) {
    RequestLabels* labels = nullptr;
    auto watched = exchange;
    if (request_metrics_) {
        auto const metered = request_metrics_->meter(exchange);
        labels = metered.labels;
        labels->verb = method_label(exchange->request().method);
        watched = metered.exchange;
    }
    if (options_.auditor) watched = std::make_shared<AuditedExchange>(std::move(watched), options_.auditor);
    route(watched, labels);
}

void ApiServer::route(std::shared_ptr<Exchange> const& exchange, RequestLabels* labels) {
    auto& request = exchange->request();
    auto target = parse_target(request.target);
    if (!target) return exchange->reply(failure(target.error()));
    if (answer_plain(exchange, *target)) return;
    auto path = resource_path(*target);
    if (!path) {
        if (allowed(exchange)) exchange->reply(no_such_resource());
        return;
    }
    auto const call = std::make_shared<Call>();
    call->exchange = exchange;
    call->target = std::move(*target);
    call->path = std::move(*path);
    call->verb = verb_of(request.method, call->path, call->query());
    call->pretty = call->query().flag("pretty");
    // Whatever else somebody makes up is no label.
    if (labels && kinds_->now()->at(call->path.group, call->path.version, call->path.resource))
        *labels = labels_of(call->path, call->verb, request, call->query());
    if (!allowed(exchange)) return;
    // What is proxied is answered in the form of whoever answers.
    auto const form = accepted_form(call->path.subresource == "proxy" ? "" : request.header("accept"));
    if (!form)
        return exchange->reply(refusal(406, "NotAcceptable",
                                       "only the following media types are accepted: application/json, "
                                       "application/json;as=Table;v=v1;g=meta.k8s.io, "
                                       "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io"));
    call->form = *form;
    call->kinds = kinds_->now();
    call->shown = call->kinds->at(call->path.group, call->path.version, call->path.resource);
    if (!call->shown) return exchange->reply(no_such_resource());
    call->kind = call->kinds->stored(*call->shown);
    if (!call->kind) call->kind = call->shown;
    bool const namespaced = call->kind->kind->namespaced();
    if (!call->path.namespace_.empty() && !namespaced) return exchange->reply(no_such_resource());
    if (namespaced && call->path.namespace_.empty() && !call->path.name.empty())
        return exchange->reply(no_such_resource());
    dispatch(call);
}

bool ApiServer::allowed(std::shared_ptr<Exchange> const& exchange) const {
    if (!options_.rbac) return true;
    auto& request = exchange->request();
    auto* const audited = options_.auditor ? dynamic_cast<AuditedExchange*>(exchange.get()) : nullptr;
    bool const impersonates = std::any_of(request.headers.begin(), request.headers.end(),
                                          [](auto const& header) { return header.first.starts_with("impersonate-"); });
    if (impersonates) {
        auto acting = acting_user(*options_.rbac, request.user, request);
        if (!acting) {
            if (audited) audited->decided(request.user, {});
            exchange->reply(failure(acting.error()));
            return false;
        }
        request.user = std::move(*acting);
    }
    // They may do everything, and what this is need not be found out.
    if (!audited && in_group(request.user, masters_group)) return true;
    auto const wanted = request_attributes(request.method, request.target);
    bool allows = false;
    if (audited) {
        auto decision = options_.rbac->decide(request.user, wanted);
        allows = decision.allowed;
        audited->decided(request.user, std::move(decision));
    } else {
        allows = options_.rbac->allows(request.user, wanted);
    }
    if (allows) return true;
    exchange->reply(forbidden(request.user, wanted));
    return false;
}

bool ApiServer::answer_plain(std::shared_ptr<Exchange> const& exchange, Target const& target) {
    auto const& path = target.path;
    auto const is = [&](std::string_view name) {
        return path == name || (path.size() > name.size() && path.starts_with(name) && path[name.size()] == '/');
    };
    for (auto const* const name : {"healthz", "livez", "readyz"}) {
        if (is("/" + std::string(name))) return answer_health(exchange, target, name);
    }
    if (path == "/") {
        if (!allowed(exchange)) return true;
        Reply reply;
        reply.body = index_of_paths(kinds_->served());
        exchange->reply(std::move(reply));
        return true;
    }
    if (path == "/metrics" && options_.metrics) {
        if (allowed(exchange)) send_metrics(exchange);
        return true;
    }
    if (answer_schema(exchange, target)) return true;
    bool const keys = path == "/openid/v1/jwks";
    if (options_.tokens && (keys || path == "/.well-known/openid-configuration")) {
        if (!allowed(exchange)) return true;
        Reply reply;
        if (keys) reply.content_type = "application/jwk-set+json";
        reply.body =
            keys ? options_.tokens->key_set()
                 : options_.tokens->openid_configuration("https://" + std::string(exchange->request().header("host")));
        exchange->reply(std::move(reply));
        return true;
    }
    if (path == "/version" || path == "/version/") {
        if (!allowed(exchange)) return true;
        if (auto const& method = exchange->request().method; method != "GET" && method != "HEAD") {
            exchange->reply(method_refused());
            return true;
        }
        auto const dot = options_.version.find('.');
        auto const second = options_.version.find('.', dot + 1);
        Reply reply;
        reply.body = canonical(json::object{{"major", options_.version.substr(1, dot - 1)},
                                            {"minor", options_.version.substr(dot + 1, second - dot - 1)},
                                            {"gitVersion", options_.version + "+keelson"},
                                            {"gitCommit", ""},
                                            {"gitTreeState", "clean"},
                                            {"buildDate", "2026-01-01T00:00:00Z"},
                                            {"goVersion", "none"},
                                            {"compiler", "g++"},
                                            {"platform", "linux/amd64"}}) +
                     "\n";
        exchange->reply(std::move(reply));
        return true;
    }
    return false;
}

bool ApiServer::answer_health(std::shared_ptr<Exchange> const& exchange, Target const& target,
                              std::string const& name) const {
    bool const good = name != "readyz" || !options_.ready || options_.ready();
    std::vector<std::pair<std::string, bool>> checks{{"ping", true}};
    if (name == "readyz") checks.emplace_back("engine", good);
    auto const find = [&](std::string_view wanted) {
        return std::find_if(checks.begin(), checks.end(), [&](auto const& check) { return check.first == wanted; });
    };
    Reply reply;
    reply.content_type = "text/plain; charset=utf-8";
    reply.headers.emplace_back("Cache-Control", "no-cache, private");
    if (target.segments.size() > 1) {
        auto const one = find(target.segments[1]);
        if (one == checks.end() || target.segments.size() > 2) {
            exchange->reply(no_such_resource());
            return true;
        }
        reply.status = one->second ? 200 : 500;
        reply.body = one->second ? "ok" : "internal server error: " + one->first + " is not ready\n";
        exchange->reply(std::move(reply));
        return true;
    }
    auto left_out = target.query.all("exclude");
    bool failed = false;
    std::string said;
    for (auto const& [check, passes] : checks) {
        if (std::erase(left_out, check) != 0) {
            said += "[+]" + check + " excluded: ok\n";
        } else {
            said += passes ? "[+]" + check + " ok\n" : "[-]" + check + " failed: reason withheld\n";
            failed = failed || !passes;
        }
    }
    for (auto const& unknown : left_out) said += "warn: no check is named \"" + unknown + "\"\n";
    bool const all = target.query.has("verbose");
    reply.status = failed ? 500 : 200;
    reply.body = failed ? said + name + " check failed\n" : all ? said + name + " check passed\n" : "ok";
    exchange->reply(std::move(reply));
    return true;
}

void ApiServer::send_metrics(std::shared_ptr<Exchange> const& exchange) {
    strand_->post([self = shared_from_this(), exchange] {
        if (self->stopped_) return exchange->reply(failure(Error(Errc::unavailable, "the engine is stopped")));
        Reply reply;
        reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
        reply.body = self->options_.metrics->text();
        exchange->reply(std::move(reply));
    });
}

void ApiServer::dispatch(CallPtr const& call) {
    auto const& sub = call->path.subresource;
    if (!takes(*call->shown->kind, call->path, call->verb)) return call->exchange->reply(method_refused());
    if (!call->kind->kind->stored) return review(call);
    if (sub.empty()) {
        if (call->path.resource == "events" && call->verb != "get" && call->verb != "watch" && call->verb != "list") {
            if (call->verb == "create") return create_event(call);
            return call->exchange->reply(
                refusal(405, "MethodNotAllowed", "events are kept by the engine: they can be created and read"));
        }
        if (call->verb == "get") return get(call);
        if (call->verb == "list") return list(call);
        if (call->verb == "watch") return watch(call);
        if (call->verb == "create" && call->path.name.empty()) return create(call);
        if (call->verb == "update" && !call->path.name.empty()) return update(call);
        if (call->verb == "patch" && !call->path.name.empty()) return patch(call);
        if (call->verb == "delete") return remove(call);
        if (call->verb == "deletecollection") return remove_collection(call);
    } else if (sub == "status" && call->shown->kind->has_status) {
        if (call->verb == "get") return get(call);
        if (call->verb == "update") return update(call);
        if (call->verb == "patch") return patch(call);
    } else if (sub == "scale") {
        return scale(call);
    } else if (call->kind->resource == "serviceaccounts" && sub == "token") {
        if (call->verb == "create") return request_token(call);
    } else if (call->kind->resource == "namespaces" && sub == "finalize") {
        if (call->verb == "update") return update(call);
    } else if (call->kind->resource == "certificatesigningrequests.certificates.k8s.io" && sub == "approval") {
        if (call->verb == "get") return get(call);
        if (call->verb == "update") return update(call);
        if (call->verb == "patch") return patch(call);
    } else if (sub == "proxy" &&
               (call->path.resource == "pods" || call->path.resource == "services" || call->path.resource == "nodes") &&
               call->path.group.empty()) {
        return proxy(call);
    } else if (call->kind->resource == "pods") {
        return serve_pod(call);
    } else {
        return call->exchange->reply(no_such_resource());
    }
    call->exchange->reply(method_refused());
}

void ApiServer::reply(Call const& call, Reply reply) const {
    if (auto const& warning = deprecation(call); !warning.empty())
        reply.headers.emplace_back("Warning", warning_header(warning));
    if (call.pretty && reply.content_type == "application/json") reply.body = indented(reply.body);
    call.exchange->reply(std::move(reply));
}

void ApiServer::fail(Call const& call, Error error) const {
    // A body or a patch in a form that nobody reads.
    if (error.code == Errc::unsupported) return reply(call, refusal(415, "UnsupportedMediaType", error.message));
    StatusDetails details;
    details.name = call.path.name;
    details.group = call.path.group;
    // An invalid object is told by its kind, everything else by its resource. What is wrong with the request and not
    // with a field of the object is about neither: kubectl prints its message then.
    details.kind = error.code == Errc::invalid ? call.kind->kind->name : call.path.resource;
    if ((error.code == Errc::invalid && error.causes.empty()) || error.code == Errc::bad_request) details = {};
    constexpr std::string_view of_meta = ".meta.k8s.io";
    if (error.subject.ends_with(of_meta)) {
        details = {};
        details.kind = error.subject.substr(0, error.subject.size() - of_meta.size());
        details.group = of_meta.substr(1);
    }
    if (error.code == Errc::timeout && !error.causes.empty()) {
        details = {};
        details.retry_after_seconds = 1;
    }
    if (error.message.starts_with("strict decoding error: ")) {
        auto const& kind = *call.kind->kind;
        error.message = kind.name + " in version \"" + kind.version + "\" cannot be handled as a " + kind.name + ": " +
                        error.message;
    }
    reply(call, failure(error, details));
}

void ApiServer::on_strand(CallPtr const& call, std::function<void()> run) {
    strand_->post([self = shared_from_this(), call, run = std::move(run)] {
        if (self->stopped_) {
            self->fail(*call, Error(Errc::unavailable, "the engine is stopped"));
        } else {
            run();
        }
    });
}

/// The same as `rendered`, at the end of `out`.
void ApiServer::render(Call const& call, Object const& object, std::string& out) const {
    bool const as_it_is = call.form != Form::partial && call.shown == call.kind && !call.shown->kind->custom;
    if (as_it_is) return write_with_managed_fields(object, out);
    out += rendered(call, object);
}

std::string ApiServer::rendered(Call const& call, Object const& object) const {
    if (call.form == Form::partial) return write_partial_object(object);
    auto bytes = with_managed_fields(object);
    if (call.shown->kind->custom) return in_version(std::move(bytes), call.shown->kind->api_version());
    if (call.shown == call.kind) return bytes;
    auto tree = parse_json(bytes);
    if (!tree) return bytes;
    convert(*tree, *call.kind->kind, *call.shown->kind);
    return canonical(*tree);
}

std::string ApiServer::table(Call const& call, std::span<Ref const> objects, ListHead const& head,
                             bool with_columns) const {
    TableOptions options;
    options.now = strand_->clock()->wall();
    options.with_columns = with_columns;
    auto const include = call.query().text("includeObject");
    options.include = include == "None"     ? RowObject::none
                      : include == "Object" ? RowObject::object
                                            : RowObject::metadata;
    if (auto const& custom = call.shown->kind->custom) options.printer_columns = &custom->columns;
    return write_table(*call.kind->kind, objects, head, options);
}

void ApiServer::send_object(Call const& call, Object const& object, int status,
                            std::vector<std::string> const& warnings) const {
    Reply made;
    made.status = status;
    if (call.form == Form::table) {
        Ref const shared(std::shared_ptr<void>(), &object);
        ListHead head;
        head.resource_version = std::to_string(object.index().resource_version);
        made.body = table(call, std::span(&shared, 1), head, true);
    } else {
        made.body = rendered(call, object);
    }
    made.body += '\n';
    for (auto const& warning : warnings) made.headers.emplace_back("Warning", warning_header(warning));
    reply(call, std::move(made));
}

Ref ApiServer::find(Call const& call, State const& state) const {
    auto const& kind = *call.kind->kind;
    return state.get(kind, kind.namespaced() ? std::string_view(call.path.namespace_) : std::string_view(),
                     call.path.name);
}

void ApiServer::get(CallPtr const& call) {
    if (call->path.resource == "events") {
        return on_strand(call, [this, call] {
            auto const found = registry_->events().get({call->path.namespace_, call->path.name});
            if (!found) return fail(*call, not_found(call->kind->resource, call->path.name));
            send_object(*call, *found, 200);
        });
    }
    auto const wanted = call->query().number("resourceVersion");
    if (!wanted) return fail(*call, wanted.error());
    auto const& state = snapshots_.now();
    if (auto const least = static_cast<std::uint64_t>(wanted->value_or(0)); least > state.revision)
        return fail(*call, too_large_revision(least, state.revision));
    auto const found = find(*call, state);
    if (!found) return fail(*call, not_found(call->kind->resource, call->path.name));
    send_object(*call, *found, 200);
}

}  // namespace keelson::http
