#include "api/patch.hpp"
#include "http/api_server.hpp"
#include "http/reviews.hpp"
#include "http/status.hpp"

#include <algorithm>

namespace keelson::http {
namespace {

constexpr std::string_view rbac_group = "rbac.authorization.k8s.io";

bool is_role(Kind const& kind) { return kind.name == "Role" || kind.name == "ClusterRole"; }

}  // namespace

void ApiServer::learn_roles(std::vector<Change> const& changes) {
    if (!options_.rbac) return;
    bool cluster_roles = false;
    for (auto const& change : changes) {
        auto const& any = *(change.after ? change.after : change.before);
        auto const& kind = any.kind();
        if (kind.group != rbac_group) continue;
        cluster_roles = cluster_roles || kind.name == "ClusterRole";
        if (!change.after) {
            options_.rbac->remove(kind.name, any.key().namespace_, any.key().name, Rbac::Gather::later);
        } else if (auto const done = options_.rbac->set(kind.name, change.after->bytes(), Rbac::Gather::later); !done) {
            strand_->log().with("http").warning(kind.name + " " + any.key().text() +
                                                " grants nothing: " + done.error().message);
        }
    }
    if (!cluster_roles) return;
    options_.rbac->aggregate();
    fill_aggregated_roles();
}

void ApiServer::learn_all_roles() {
    if (!options_.rbac) return;
    options_.rbac->clear();
    std::vector<Change> there;
    for (auto const* const kind : kinds_->all()) {
        if (kind->kind->group != rbac_group) continue;
        for (auto const& object : registry_->durable().list(*kind->kind, {}))
            there.push_back({nullptr, object, 0, false});
    }
    learn_roles(there);
}

void ApiServer::make_default_roles() {
    if (!options_.rbac) return;
    learn_all_roles();
    std::vector<Operation> operations;
    for (auto& role : default_roles()) {
        auto const* const kind = kinds_->by_name(std::string(rbac_group) + "/v1", role.kind);
        if (!kind || registry_->accepted().get(*kind->kind, {}, role.name)) continue;
        Operation made;
        made.verb = Operation::Verb::create;
        made.kind = kind;
        made.key = {{}, std::string(role.name)};
        made.body = std::move(role.json);
        operations.push_back(std::move(made));
    }
    if (operations.empty()) return;
    WriteOptions options;
    options.manager = "keelson";
    registry_->submit(std::move(operations), options, [log = strand_->log()](Result<BatchResult> result) {
        if (!result) log.with("http").error("the default roles can't be made: " + result.error().message);
    });
}

void ApiServer::fill_aggregated_roles() {
    auto const* const kind = kinds_->by_name(std::string(rbac_group) + "/v1", "ClusterRole");
    for (auto const& [name, rules] : options_.rbac->aggregated()) {
        auto const object = registry_->accepted().get(*kind->kind, {}, name);
        if (!object || !object->index().deleted.empty()) continue;
        Operation made;
        made.verb = Operation::Verb::merge_patch;
        made.kind = kind;
        made.key = {{}, name};
        made.body = R"({"rules":)" + rules + "}";
        WriteOptions options;
        options.manager = "clusterrole-aggregation-controller";
        registry_->submit({std::move(made)}, options, {});
    }
}

/// Clients of this API get their certificates as soon as somebody has approved their request.
void ApiServer::sign_requests(std::vector<Change> const& changes) {
    if (!options_.sign) return;
    for (auto const& change : changes) {
        if (!change.after || change.after->kind().resource() != "certificatesigningrequests.certificates.k8s.io")
            continue;
        auto const tree = parse_json(change.after->bytes());
        if (!tree || string_at(*tree, {"spec", "signerName"}) != "kubernetes.io/kube-apiserver-client" ||
            !string_at(*tree, {"status", "certificate"}).empty())
            continue;
        bool approved = false, closed = false;
        if (auto const* const conditions = find_path(*tree, {"status", "conditions"});
            conditions && conditions->is_array()) {
            for (auto const& condition : conditions->get_array()) {
                auto const type = string_at(condition, {"type"});
                approved = approved || type == "Approved";
                closed = closed || type == "Denied" || type == "Failed";
            }
        }
        if (!approved || closed) continue;
        std::vector<std::string> usages;
        if (auto const* const listed = find_path(*tree, {"spec", "usages"}); listed && listed->is_array()) {
            for (auto const& usage : listed->get_array()) {
                if (usage.is_string()) usages.emplace_back(usage.get_string());
            }
        }
        Duration lifetime = std::chrono::hours(24 * 365);
        if (auto const* const seconds = find_path(*tree, {"spec", "expirationSeconds"}); seconds && seconds->is_int64())
            lifetime = std::chrono::seconds(seconds->get_int64());
        auto const request = decode_base64(string_at(*tree, {"spec", "request"}));
        auto const certificate =
            request ? options_.sign(*request, usages, lifetime) : Result<std::string>(request.error());
        json::object status;
        if (certificate) {
            status["certificate"] = encode_base64(*certificate);
        } else {
            json::array conditions;
            if (auto const* const before = find_path(*tree, {"status", "conditions"})) conditions = before->get_array();
            auto const now = format_rfc3339(strand_->wall().whole_seconds());
            conditions.push_back({{"type", "Failed"},
                                  {"status", "True"},
                                  {"reason", "SignerValidationFailure"},
                                  {"message", certificate.error().message},
                                  {"lastUpdateTime", now},
                                  {"lastTransitionTime", now}});
            status["conditions"] = std::move(conditions);
        }
        Operation made;
        made.verb = Operation::Verb::merge_patch_status;
        made.kind = kinds_->by_resource(change.after->kind().resource());
        made.key = change.after->key();
        made.body = canonical(json::object{{"status", std::move(status)}});
        WriteOptions options;
        options.manager = "certificatesigningrequest-signing-controller";
        strand_->post([weak = weak_from_this(), made = std::move(made), options] {
            auto const self = weak.lock();
            if (self && !self->stopped_) self->registry_->submit({made}, options, {});
        });
    }
}

/// Nobody grants what he does not have. What a patch makes of a role is known once it was tried; then it is written
/// over that very version.
void ApiServer::submit_grant(CallPtr const& call, Operation operation, WriteOptions options, int status) {
    on_strand(call, [this, call, operation = std::move(operation), options = std::move(options), status]() mutable {
        auto const before =
            registry_->accepted().get(*operation.kind->kind, operation.key.namespace_, operation.key.name);
        auto tried = options;
        tried.dry_run = true;
        registry_->submit(
            {operation}, tried,
            [self = shared_from_this(), call, operation, options, status, before](Result<BatchResult> result) mutable {
                auto const& kind = *call->kind->kind;
                auto const may = [&](std::string_view object) {
                    auto const& user = call->exchange->request().user;
                    auto const old = before ? before->bytes() : std::string_view();
                    return is_role(kind) ? check_role_write(*self->options_.rbac, user, kind.name, object, old)
                                         : check_binding_write(*self->options_.rbac, user, kind.name, object, old);
                };
                if (!result) {
                    // Who may not grant it is told so, whether or not it could be made.
                    bool const taken = result.error().code == Errc::already_exists;
                    auto body = parse_json(operation.body);
                    if (taken && body && body->is_object() && body->get_object()["metadata"].is_object())
                        body->get_object()["metadata"].get_object()["namespace"] = operation.key.namespace_;
                    auto const fine = taken && body ? may(canonical(*body)) : Result<>();
                    return self->fail(*call, fine ? result.error() : fine.error());
                }
                auto const& after = result->objects.front();
                if (!after) return self->fail(*call, Error(Errc::conflict, "the object is on its way out"));
                if (auto const fine = may(after->bytes()); !fine) return self->fail(*call, fine.error());
                if (before && operation.remove.resource_version.empty())
                    operation.remove.resource_version = std::to_string(before->index().resource_version);
                self->registry_->submit({operation}, options,
                                        [self, call, code = before ? status : 201](Result<BatchResult> written) {
                                            if (!written) return self->fail(*call, written.error());
                                            auto const& object = written->objects.front();
                                            if (!object) return self->reply(*call, success({}));
                                            self->send_object(*call, *object, code, written->warnings);
                                        });
            });
    });
}

void ApiServer::review(CallPtr const& call) {
    auto const& name = call->kind->kind->name;
    if (name == "ComponentStatus" && call->verb == "list") return send_list(call, {}, snapshots_.now().revision, {}, 0);
    if (name == "ComponentStatus") return fail(*call, not_found(call->kind->resource, call->path.name));
    if (name == "Binding") return bind(call);
    auto made = operation(*call, Operation::Verb::create);
    if (!made) return fail(*call, made.error());
    auto const& user = call->exchange->request().user;
    static Rbac const nothing;
    auto const& rbac = options_.rbac ? *options_.rbac : nothing;
    Result<std::string> answer = Error(Errc::unsupported, name + " is not answered by this server");
    if (name == "SelfSubjectReview") {
        answer = answer_self_review(user, made->body, strand_->clock()->wall());
    } else if (name == "SelfSubjectRulesReview") {
        answer = answer_rules_review(rbac, user, made->body);
    } else if (name.ends_with("SubjectAccessReview")) {
        answer = answer_access_review(rbac, user, name, call->path.namespace_, made->body);
    } else if (name == "TokenReview" && options_.check_token) {
        answer = answer_token_review(made->body, options_.check_token, default_issuer);
    }
    if (!answer) return fail(*call, answer.error());
    Reply written;
    written.status = 201;
    written.body = std::move(*answer);
    reply(*call, std::move(written));
}

void ApiServer::request_token(CallPtr const& call) {
    if (!options_.tokens)
        return call->exchange->reply(refusal(501, "NotImplemented", "this server gives no tokens to ServiceAccounts"));
    auto made = operation(*call, Operation::Verb::create);
    if (!made) return fail(*call, made.error());
    // The engine's chance, which names the token, is the strand's.
    on_strand(call, [this, call, body = std::move(made->body)] { give_token(call, body); });
}

void ApiServer::give_token(CallPtr const& call, std::string const& body) {
    auto const& state = registry_->durable();
    auto const account = find(*call, state);
    if (!account) return fail(*call, not_found("serviceaccounts", call->path.name));
    auto const bound = [&](std::string_view kind, std::string_view name) -> Result<BoundObject> {
        auto const* const served = kinds_->by_name("v1", kind);
        if (!served) return Error(Errc::bad_request, "a token can't be bound to a " + std::string(kind));
        auto const object =
            state.get(*served->kind, served->kind->namespaced() ? call->path.namespace_ : std::string(), name);
        if (!object) return not_found(served->resource, name);
        BoundObject found;
        found.uid = object->index().uid;
        auto const tree = parse_json(object->bytes());
        if (tree) found.service_account = string_at(*tree, {"spec", "serviceAccountName"});
        if (auto const& node = object->index().node; !node.empty()) {
            auto const machine = state.get(*kinds_->by_resource("nodes")->kind, {}, node);
            found.node = {node, machine ? machine->index().uid : std::string()};
        }
        return found;
    };
    auto answer = answer_token_request(*options_.tokens, call->path.namespace_, {call->path.name, account->index().uid},
                                       body, bound, strand_->clock()->wall(), *strand_->entropy());
    if (!answer) return fail(*call, answer.error());
    Reply written;
    written.status = 201;
    written.body = std::move(*answer);
    reply(*call, std::move(written));
}

bool ApiServer::still_bound(TokenClaims const& claims) const {
    auto const state = snapshots_.now();
    auto const there = [&](std::string_view resource, std::string_view namespace_, TokenObject const& wanted) {
        if (wanted.empty()) return true;
        auto const object = state.get(*kinds_->by_resource(resource)->kind, namespace_, wanted.name);
        return object && object->index().uid == wanted.uid;
    };
    return there("serviceaccounts", claims.namespace_, claims.service_account) &&
           there("pods", claims.namespace_, claims.pod) && there("secrets", claims.namespace_, claims.secret) &&
           there("nodes", {}, claims.node);
}

}  // namespace keelson::http
