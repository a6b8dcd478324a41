#include "controllers/namespace.hpp"

#include "controllers/conditions.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/autoscaling_v2.hpp>
#include <keelson/api/batch_v1.hpp>
#include <keelson/api/coordination_v1.hpp>
#include <keelson/api/core_extra_v1.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/api/discovery_v1.hpp>
#include <keelson/api/networking_v1.hpp>
#include <keelson/api/policy_v1.hpp>
#include <keelson/api/rbac_v1.hpp>
#include <keelson/api/storage_v1.hpp>

#include <algorithm>
#include <map>
#include <string>

namespace keelson::controllers {

namespace {

constexpr std::size_t most_writes_at_once = 500;
constexpr Duration look_again = std::chrono::seconds(5);

enum Stage { workloads, pods, contents, permissions };

Stage stage_of(Kind const& kind) {
    if (kind.group == Pod::type.group && kind.name == Pod::type.kind) return pods;
    if (kind.group == "rbac.authorization.k8s.io" || kind.group == "networking.k8s.io") return permissions;
    if (kind.group.empty()) {
        auto const& name = kind.name;
        if (name == "ReplicationController") return workloads;
        return name == "ServiceAccount" || name == "ResourceQuota" || name == "LimitRange" ? permissions : contents;
    }
    for (auto const* passive : {"discovery.k8s.io", "coordination.k8s.io", "policy", "resource.k8s.io", "storage.k8s.io"})
        if (kind.group == passive) return contents;
    return workloads;
}

// "pods. has 2 resource instances, deployments.apps has 1 resource instances": Kubernetes joins a resource and its
// group by a dot, whether there is a group or not, and people search for that text.
std::string resource_text(Kind const& kind) { return kind.plural + "." + kind.group; }

std::string count_text(std::map<std::string, std::size_t> const& counts, std::string_view verb, std::string_view noun) {
    std::string text;
    for (auto const& [what, count] : counts) {
        if (!text.empty()) text += ", ";
        text += what;
        text += verb;
        text += std::to_string(count);
        text += noun;
    }
    return text;
}

/// What is left in a Namespace.
struct Contents {
    std::vector<Ref> objects;
    std::map<std::string, std::size_t> by_resource;
    std::map<std::string, std::size_t> by_finalizer;
    Stage first_stage = permissions;
};

Contents read_contents(View const& view, std::string const& name) {
    Contents contents{.objects = view.in_namespace(name)};
    for (auto const& object : contents.objects) {
        ++contents.by_resource[resource_text(object->kind())];
        for (auto const& finalizer : object->index().finalizers) ++contents.by_finalizer[finalizer];
        contents.first_stage = std::min(contents.first_stage, stage_of(object->kind()));
    }
    return contents;
}

// A condition's message changes while its status stays: what remains gets less.
void state(std::vector<NamespaceCondition>& all, std::string_view type, bool status, std::string_view reason,
           std::string message, Time now) {
    auto const text = status ? "True" : "False";
    auto const found = std::find_if(all.begin(), all.end(), [&](auto const& c) { return c.type == type; });
    auto& condition = found == all.end() ? all.emplace_back() : *found;
    if (condition.status != text) condition.lastTransitionTime = now;
    condition.type = type;
    condition.status = text;
    condition.reason = reason;
    condition.message = std::move(message);
}

void state_remains(NamespaceStatus& status, Contents const& contents, Time now) {
    auto& all = status.conditions;
    state(all, "NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered",
          "All resources successfully discovered", now);
    state(all, "NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions",
          "All legacy kube types successfully parsed", now);
    state(all, "NamespaceDeletionContentFailure", false, "ContentDeleted",
          "All content successfully deleted, may be waiting on finalization", now);
    if (contents.objects.empty()) {
        state(all, "NamespaceContentRemaining", false, "ContentRemoved", "All content successfully removed", now);
    } else {
        state(all, "NamespaceContentRemaining", true, "SomeResourcesRemain",
              "Some resources are remaining: " + count_text(contents.by_resource, " has ", " resource instances"), now);
    }
    if (contents.by_finalizer.empty()) {
        state(all, "NamespaceFinalizersRemaining", false, "ContentHasNoFinalizers",
              "All content-preserving finalizers finished", now);
    } else {
        state(all, "NamespaceFinalizersRemaining", true, "SomeFinalizersRemain",
              "Some content in the namespace has finalizers remaining: " +
                  count_text(contents.by_finalizer, " in ", " resource instances"),
              now);
    }
}

void empty_out(View const& view, Namespace const& subject, Plan& plan) {
    auto const contents = read_contents(view, subject.metadata.name);
    auto const now = view.now().whole_seconds();
    auto wanted = subject;
    wanted.status.phase = "Terminating";
    state_remains(wanted.status, contents, now);
    if (contents.objects.empty()) {
        auto& finalizers = wanted.spec.finalizers;
        if (std::erase(finalizers, namespace_finalizer) != 0) {
            // The last write of its life, as a rule: the status would not be seen.
            plan.update(wanted);
            if (!subject.metadata.finalizers.empty()) plan.requeue_after(Duration::zero());
            return;
        }
    }
    if (!equal(wanted.status, subject.status)) plan.update_status(wanted);
    if (contents.objects.empty()) return;

    plan.requeue_after(look_again);
    std::size_t writes = 0;
    for (auto const& object : contents.objects) {
        if (stage_of(object->kind()) != contents.first_stage || !object->index().deleted.empty()) continue;
        if (writes++ == most_writes_at_once) return plan.requeue_after(Duration::zero());
        auto const& kind = object->kind();
        plan.remove({kind.group, kind.version, kind.name, kind.plural, kind.scope}, object->key(),
                    {.propagation = Propagation::background, .uid = object->index().uid});
    }
    // Most go at once, and of kinds that nobody watches here nobody would tell.
    if (writes != 0) plan.requeue_after(Duration::zero());
}

Result<> reconcile(View const& view, ObjectKey const& key, Plan& plan) {
    auto const subject = view.get<Namespace>(key);
    if (!subject) return {};
    if (!subject->metadata.deletionTimestamp.empty()) {
        empty_out(view, *subject, plan);
        return {};
    }
    if (!view.ref<ServiceAccount>({key.name, "default"}))
        plan.create(ServiceAccount{.metadata = {.name = "default", .namespace_ = key.name}});
    if (subject->status.phase.empty()) {
        auto wanted = *subject;
        wanted.status.phase = "Active";
        plan.update_status(wanted);
    }
    return {};
}

std::vector<ObjectKey> after_account_change(View const& view, Object const* before, Object const* after) {
    auto const& account = after ? *after : *before;
    if (!after && account.key().name == "default") return {{"", account.key().namespace_}};
    return namespace_to_empty(view, before, after);
}

}  // namespace

std::vector<ObjectKey> namespace_to_empty(View const& view, Object const* before, Object const* after) {
    auto const& object = after ? *after : *before;
    // Only what has gone makes a difference; what is still on its way is already counted.
    if (after && before) return {};
    auto const subject = view.ref<Namespace>({"", object.key().namespace_});
    if (!subject || subject->index().deleted.empty()) return {};
    return {subject->key()};
}

Controller namespace_controller() {
    return Controller::of<Namespace>("namespace", reconcile)
        .watches<ServiceAccount>(after_account_change)
        .watches<Pod>(namespace_to_empty)
        .watches<ConfigMap>(namespace_to_empty)
        .watches<Secret>(namespace_to_empty)
        .watches<Service>(namespace_to_empty)
        .watches<EndpointSlice>(namespace_to_empty)
        .watches<PersistentVolumeClaim>(namespace_to_empty)
        .watches<Lease>(namespace_to_empty)
        .watches<Deployment>(namespace_to_empty)
        .watches<ReplicaSet>(namespace_to_empty)
        .watches<DaemonSet>(namespace_to_empty)
        .watches<StatefulSet>(namespace_to_empty)
        .watches<ControllerRevision>(namespace_to_empty)
        .watches<ReplicationController>(namespace_to_empty)
        .watches<Job>(namespace_to_empty)
        .watches<CronJob>(namespace_to_empty)
        .watches<HorizontalPodAutoscaler>(namespace_to_empty)
        .watches<PodDisruptionBudget>(namespace_to_empty)
        .watches<PodTemplate>(namespace_to_empty)
        .watches<Endpoints>(namespace_to_empty)
        .watches<CSIStorageCapacity>(namespace_to_empty)
        .watches<Ingress>(namespace_to_empty)
        .watches<NetworkPolicy>(namespace_to_empty)
        .watches<Role>(namespace_to_empty)
        .watches<RoleBinding>(namespace_to_empty)
        .watches<LimitRange>(namespace_to_empty)
        .watches<ResourceQuota>(namespace_to_empty);
}

}  // namespace keelson::controllers
