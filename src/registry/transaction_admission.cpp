#include "registry/transaction.hpp"
#include "registry/transaction_parts.hpp"

#include <keelson/api/meta_v1.hpp>
#include <keelson/api/selector.hpp>

namespace keelson {
namespace {

constexpr std::size_t most_disrupted_pods = 2000;

Error violates_budget(std::string cause) {
    Error error(Errc::too_many_requests, "Cannot evict pod as it would violate the pod's disruption budget.");
    error.causes.push_back({"DisruptionBudget", std::move(cause), {}});
    return error;
}

std::int64_t number_in(json::value const& tree, std::initializer_list<std::string_view> path) {
    auto const* const value = find_path(tree, path);
    return value && value->is_int64() ? value->get_int64() : 0;
}

/// Whether the selector of a budget is this Pod's. No selector selects nothing, an empty one everything.
bool is_budget_of(json::value const& budget, Object const& pod) {
    auto const* const selector = find_path(budget, {"spec", "selector"});
    if (!selector) return false;
    auto const decoded = decode_tree<LabelSelector>(*selector);
    if (!decoded) return false;
    auto const compiled = Selector::from(*decoded);
    return compiled && compiled->matches(*pod.index().labels);
}

/// A Pod that is not ready disturbs nobody by going, if the budget sees it so.
bool may_go_unready(json::value const& budget) {
    if (string_at(budget, {"spec", "unhealthyPodEvictionPolicy"}) == "AlwaysAllow") return true;
    auto const wanted = number_in(budget, {"status", "desiredHealthy"});
    return wanted > 0 && number_in(budget, {"status", "currentHealthy"}) >= wanted;
}

/// What the status says after one more Pod was given away.
json::value spent(json::value const& budget, std::string_view pod, Time now) {
    json::value status = *find_path(budget, {"status"});
    auto const left = number_in(budget, {"status", "disruptionsAllowed"}) - 1;
    auto& members = status.get_object();
    members["disruptionsAllowed"] = left;
    object_at(members, "disruptedPods")[pod] = format_rfc3339(now.whole_seconds());
    auto* const conditions = members.if_contains("conditions");
    if (left != 0 || !conditions || !conditions->is_array()) return status;
    for (auto& condition : conditions->get_array()) {
        if (string_at(condition, {"type"}) != "DisruptionAllowed" || string_at(condition, {"status"}) == "False")
            continue;
        condition.get_object()["status"] = "False";
        condition.get_object()["reason"] = "InsufficientPods";
        condition.get_object()["lastTransitionTime"] = format_rfc3339(now.whole_seconds());
    }
    return status;
}

/// Makes writes under another name as long as it lives.
class AsManager {
public:
    AsManager(WriteOptions const*& options, std::string_view manager) : slot_(&options), before_(options) {
        own_ = *options;
        own_.manager = manager;
        *slot_ = &own_;
    }
    ~AsManager() { *slot_ = before_; }
    AsManager(AsManager const&) = delete;
    AsManager& operator=(AsManager const&) = delete;

private:
    WriteOptions const** slot_;
    WriteOptions const* before_;
    WriteOptions own_;
};

}  // namespace

admission::Subject Transaction::subject(ServedKind const& kind, ObjectKey const& key) {
    return {kind, key, draft_, *context_.kinds, *context_.entropy, *context_.admission, warnings_};
}

Result<> Transaction::check_quotas(ServedKind const& kind, ObjectKey const& key, json::object const& object,
                                   json::object const* old) {
    if (!quotas_.concerns(key.namespace_)) return {};
    auto const why = quotas_.refusal(key.namespace_, *kind.kind, object, old);
    if (why.empty()) return {};
    return subject(kind, key).forbidden(why);
}

Result<> Transaction::furnish(std::string const& namespace_) {
    auto const* const accounts = context_.kinds->by_resource("serviceaccounts");
    AsManager const as(options_, "namespace-controller");
    json::object const account{{"apiVersion", "v1"},
                               {"kind", "ServiceAccount"},
                               {"metadata", {{"name", "default"}, {"namespace", namespace_}}}};
    Operation made;
    made.kind = accounts;
    made.key = {namespace_, "default"};
    auto const done = create(made, json::value(account, &arena_), writer(made));
    return done ? Result<>() : Result<>(done.error());
}

Result<Ref> Transaction::write_own_status(std::string_view resource, Ref const& old, json::value tree,
                                          json::value status) {
    auto const& kind = *context_.kinds->by_resource(resource);
    stated_owners_.reset();
    custom_ = nullptr;
    return write_status(kind, old, std::move(tree), std::move(status), {false, true, "status"}, nullptr);
}

Result<> Transaction::finish() {
    for (auto const& quota : quotas_.touched()) {
        auto const* const kind = context_.kinds->by_resource("resourcequotas");
        auto const old = draft_.get(*kind->kind, quota.namespace_, quota.name);
        if (!old) continue;
        auto tree = parse_json(old->bytes());
        if (!tree) return tree.error();
        json::object hard, used;
        for (auto const& [name, amount] : quota.hard) hard[name] = amount.text();
        for (auto const& [name, amount] : quota.used) used[name] = amount.text();
        AsManager const as(options_, "resourcequota-controller");
        auto const done = write_own_status("resourcequotas", old, std::move(*tree),
                                           json::object{{"hard", std::move(hard)}, {"used", std::move(used)}});
        if (!done) return done.error();
    }
    return {};
}

Result<> Transaction::spend_disruption(Ref const& pod) {
    auto const* const kind = context_.kinds->by_resource("poddisruptionbudgets.policy");
    Ref budget;
    json::value tree;
    for (auto const& one : draft_.list(*kind->kind, {.namespace_ = pod->key().namespace_})) {
        auto parsed = parse_json(one->bytes());
        if (!parsed) return parsed.error();
        if (!is_budget_of(*parsed, *pod)) continue;
        if (budget)
            return Error(Errc::internal,
                         "This pod has more than one PodDisruptionBudget, which the eviction subresource does not "
                         "support.");
        budget = one;
        tree = std::move(*parsed);
    }
    if (!budget || (!pod->index().ready && may_go_unready(tree))) return {};
    auto const& name = budget->key().name;
    auto const forbidden = [&](std::string_view why) {
        return Error(Errc::forbidden, kind->resource + " \"" + name + "\" is forbidden: " + std::string(why));
    };
    if (number_in(tree, {"status", "observedGeneration"}) < budget->index().generation)
        return violates_budget("The disruption budget " + name + " is still being processed by the server.");
    auto const allowed = number_in(tree, {"status", "disruptionsAllowed"});
    if (allowed < 0) return forbidden("pdb disruptions allowed is negative");
    auto const* const gone = find_path(tree, {"status", "disruptedPods"});
    if (gone && gone->is_object() && gone->get_object().size() > most_disrupted_pods)
        return forbidden("DisruptedPods map too big - too many evictions not confirmed by PDB controller");
    if (allowed == 0)
        return violates_budget("The disruption budget " + name + " needs " +
                               std::to_string(number_in(tree, {"status", "desiredHealthy"})) +
                               " healthy pods and has " +
                               std::to_string(number_in(tree, {"status", "currentHealthy"})) + " currently");
    auto status = spent(tree, pod->key().name, context_.now);
    AsManager const as(options_, "eviction");
    auto const done = write_own_status(kind->resource, budget, std::move(tree), std::move(status));
    return done ? Result<>() : Result<>(done.error());
}

Result<Ref> Transaction::evict(Operation const& operation) {
    auto const& kind = *operation.kind;
    auto const old = draft_.get(*kind.kind, operation.key.namespace_, operation.key.name);
    if (!old) return not_found(kind.resource, operation.key.name);
    if (auto const met = check_preconditions(operation, old); !met) return met.error();
    auto const& phase = old->index().phase;
    bool const runs = phase != "Succeeded" && phase != "Failed" && phase != "Pending" && old->index().deleted.empty();
    if (!runs) return remove(operation);
    if (auto const fine = spend_disruption(old); !fine) return fine.error();
    return remove(operation, true);
}

}  // namespace keelson
