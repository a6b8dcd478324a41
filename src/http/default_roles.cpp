#include "http/authorization.hpp"

#include <algorithm>
#include <span>
#include <utility>

// What may be done by default, as https://kubernetes.io/docs/reference/access-authn-authz/rbac/ lists it, for the
// resources that are served here. Lists are words between spaces.

namespace keelson::http {
namespace {

struct RuleSpec {
    std::string_view group;  ///< "core" for ""
    std::string_view resources, verbs;
    std::string_view names = {};
};

constexpr std::string_view read_verbs = "get list watch";
constexpr std::string_view write_verbs = "create delete deletecollection patch update";
constexpr std::string_view all_verbs = "create delete deletecollection get list patch update watch";

constexpr std::string_view workloads =
    "daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets "
    "statefulsets/scale";

constexpr RuleSpec basic_user[] = {
    {"authorization.k8s.io", "selfsubjectaccessreviews selfsubjectrulesreviews", "create"},
    {"authentication.k8s.io", "selfsubjectreviews", "create"},
};
constexpr RuleSpec to_admin[] = {
    {"authorization.k8s.io", "localsubjectaccessreviews", "create"},
    {"rbac.authorization.k8s.io", "rolebindings roles", all_verbs},
};
constexpr RuleSpec to_edit[] = {
    {"core", "pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy", read_verbs},
    {"core", "serviceaccounts", "impersonate"},
    {"core", "pods pods/attach pods/exec pods/portforward pods/proxy", write_verbs},
    {"core", "pods/eviction serviceaccounts/token", "create"},
    {"core",
     "configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets "
     "serviceaccounts "
     "services services/proxy",
     write_verbs},
    {"apps", workloads, write_verbs},
    {"autoscaling", "horizontalpodautoscalers", write_verbs},
    {"batch", "cronjobs jobs", write_verbs},
    {"policy", "poddisruptionbudgets", write_verbs},
    {"networking.k8s.io", "ingresses networkpolicies", write_verbs},
    {"coordination.k8s.io", "leases", all_verbs},
    {"resource.k8s.io", "resourceclaims resourceclaimtemplates", write_verbs},
};
constexpr RuleSpec to_view[] = {
    {"core",
     "configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers "
     "replicationcontrollers/scale serviceaccounts services services/status",
     read_verbs},
    {"core",
     "bindings events limitranges namespaces namespaces/status pods/log pods/status replicationcontrollers/status "
     "resourcequotas resourcequotas/status",
     read_verbs},
    {"discovery.k8s.io", "endpointslices", read_verbs},
    {"apps",
     "controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets "
     "replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status",
     read_verbs},
    {"autoscaling", "horizontalpodautoscalers horizontalpodautoscalers/status", read_verbs},
    {"batch", "cronjobs cronjobs/status jobs jobs/status", read_verbs},
    {"policy", "poddisruptionbudgets poddisruptionbudgets/status", read_verbs},
    {"networking.k8s.io", "ingresses ingresses/status networkpolicies", read_verbs},
    {"resource.k8s.io", "resourceclaims resourceclaims/status resourceclaimtemplates", read_verbs},
};
constexpr RuleSpec node[] = {
    {"authentication.k8s.io", "tokenreviews", "create"},
    {"authorization.k8s.io", "localsubjectaccessreviews subjectaccessreviews", "create"},
    {"core", "services", read_verbs},
    {"core", "nodes", "create get list watch patch update"},
    {"core", "nodes/status pods/status", "patch update"},
    {"core", "events", "create patch update"},
    {"core", "pods", "create delete get list watch"},
    {"core", "pods/eviction serviceaccounts/token", "create"},
    {"core", "configmaps secrets", read_verbs},
    {"core", "endpoints persistentvolumeclaims persistentvolumes serviceaccounts", "get"},
    {"core", "persistentvolumeclaims/status", "get patch update"},
    {"certificates.k8s.io", "certificatesigningrequests", "create get list watch"},
    {"coordination.k8s.io", "leases", "create delete get patch update"},
    {"storage.k8s.io", "volumeattachments", "get"},
    {"storage.k8s.io", "csidrivers", read_verbs},
    {"storage.k8s.io", "csinodes", "create delete get patch update"},
    {"node.k8s.io", "runtimeclasses", read_verbs},
    {"resource.k8s.io", "resourceclaims", "get"},
    {"resource.k8s.io", "resourceslices", "create delete deletecollection get list patch update watch"},
};
constexpr RuleSpec node_proxier[] = {
    {"core", "endpoints services", "list watch"},
    {"core", "nodes", read_verbs},
    {"core", "events", "create patch update"},
    {"events.k8s.io", "events", "create patch update"},
    {"discovery.k8s.io", "endpointslices", "list watch"},
    {"networking.k8s.io", "servicecidrs", "list watch"},
};
constexpr RuleSpec scheduler[] = {
    {"core", "events", "create patch update"},
    {"events.k8s.io", "events", "create patch update"},
    {"coordination.k8s.io", "leases", "create list watch"},
    {"coordination.k8s.io", "leases", "get update", "kube-scheduler"},
    {"core", "nodes namespaces replicationcontrollers services persistentvolumeclaims persistentvolumes", read_verbs},
    {"core", "pods", "delete get list watch"},
    {"core", "bindings pods/binding", "create"},
    {"core", "pods/status", "patch update"},
    {"core", "persistentvolumeclaims persistentvolumes", "patch update"},
    {"apps", "replicasets statefulsets", read_verbs},
    {"policy", "poddisruptionbudgets", read_verbs},
    {"storage.k8s.io", "csidrivers csinodes csistoragecapacities storageclasses volumeattachments", read_verbs},
    {"resource.k8s.io", "deviceclasses resourceclaims resourceslices", read_verbs},
    {"resource.k8s.io", "resourceclaims resourceclaims/status", "patch update"},
    {"authentication.k8s.io", "tokenreviews", "create"},
    {"authorization.k8s.io", "subjectaccessreviews", "create"},
};
constexpr RuleSpec controller_manager[] = {
    {"core", "events", "create patch update"},
    {"events.k8s.io", "events", "create patch update"},
    {"coordination.k8s.io", "leases", "create"},
    {"coordination.k8s.io", "leases", "get update", "kube-controller-manager"},
    {"core", "secrets serviceaccounts serviceaccounts/token", "create"},
    {"core", "secrets", "delete"},
    {"core", "configmaps namespaces secrets serviceaccounts", "get"},
    {"core", "configmaps secrets serviceaccounts", "update"},
    {"authentication.k8s.io", "tokenreviews", "create"},
    {"authorization.k8s.io", "subjectaccessreviews", "create"},
    {"*", "*", "list watch"},
};
constexpr RuleSpec auth_delegator[] = {
    {"authentication.k8s.io", "tokenreviews", "create"},
    {"authorization.k8s.io", "subjectaccessreviews", "create"},
};
constexpr RuleSpec volume_provisioner[] = {
    {"core", "persistentvolumes", "create delete get list watch"},
    {"core", "persistentvolumeclaims", "get list update watch"},
    {"core", "events", "create get list patch update watch"},
    {"storage.k8s.io", "storageclasses", read_verbs},
};
constexpr RuleSpec node_bootstrapper[] = {
    {"certificates.k8s.io", "certificatesigningrequests", "create get list watch"},
};

/// Of words between spaces: `["a","b"]`. None of them has a character that JSON would escape.
std::string words(std::string_view text) {
    std::string list = "[";
    while (!text.empty()) {
        auto const space = std::min(text.find(' '), text.size());
        list.append(list.size() > 1 ? ",\"" : "\"").append(text.substr(0, space)).append("\"");
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    return list + "]";
}

/// Rules, in the order in which what aggregates gathers them.
std::string rules_of(std::initializer_list<std::span<RuleSpec const>> parts) {
    std::string rules;
    for (auto const specs : parts) {
        for (auto const& spec : specs) {
            rules += rules.empty() ? R"({"apiGroups":[")" : R"(,{"apiGroups":[")";
            if (spec.group != "core") rules += spec.group;
            rules += "\"]";
            if (!spec.names.empty()) rules += R"(,"resourceNames":)" + words(spec.names);
            rules += R"(,"resources":)" + words(spec.resources) + R"(,"verbs":)" + words(spec.verbs) + "}";
        }
    }
    return rules;
}
std::string rules_of(std::span<RuleSpec const> specs) { return rules_of({specs}); }

std::string path_rule(std::string_view paths, std::string_view verbs = "get") {
    return R"({"nonResourceURLs":)" + words(paths) + R"(,"verbs":)" + words(verbs) + "}";
}

class Defaults {
public:
    void role(std::string_view name, std::string const& rules, std::string_view part_of = {},
              std::string_view gathers = {}) {
        auto tree = object("ClusterRole", name, part_of) + R"(,"rules":[)" + rules + "]";
        if (!gathers.empty()) {
            tree +=
                R"(,"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{)" + aggregation_label(gathers) + "}}]}";
        }
        roles_.push_back({"ClusterRole", name, tree + "}"});
    }
    void binding(std::string_view name, std::initializer_list<std::pair<std::string_view, std::string_view>> subjects) {
        auto tree = object("ClusterRoleBinding", name) + R"(,"roleRef":)" + named("ClusterRole", name);
        std::string list;
        for (auto const& [kind, subject] : subjects) list.append(list.empty() ? "" : ",").append(named(kind, subject));
        if (!list.empty()) tree += R"(,"subjects":[)" + list + "]";
        roles_.push_back({"ClusterRoleBinding", name, tree + "}"});
    }
    std::vector<DefaultRole> take() { return std::move(roles_); }

private:
    static std::string aggregation_label(std::string_view target) {
        return R"("rbac.authorization.k8s.io/aggregate-to-)" + std::string(target) + R"(":"true")";
    }
    static std::string named(std::string_view kind, std::string_view name) {
        return R"({"apiGroup":"rbac.authorization.k8s.io","kind":")" + std::string(kind) + R"(","name":")" +
               std::string(name) + R"("})";
    }
    static std::string object(std::string_view kind, std::string_view name, std::string_view part_of = {}) {
        return R"({"apiVersion":"rbac.authorization.k8s.io/v1","kind":")" + std::string(kind) +
               R"(","metadata":{"annotations":{"rbac.authorization.kubernetes.io/autoupdate":"true"},"labels":{)" +
               R"("kubernetes.io/bootstrapping":"rbac-defaults")" +
               (part_of.empty() ? std::string() : "," + aggregation_label(part_of)) + R"(},"name":")" +
               std::string(name) + R"("})";
    }

    std::vector<DefaultRole> roles_;
};

}  // namespace

std::vector<DefaultRole> default_roles() {
    Defaults defaults;
    defaults.role("cluster-admin", R"({"apiGroups":["*"],"resources":["*"],"verbs":["*"]},)" + path_rule("*", "*"));
    defaults.role(
        "system:discovery",
        path_rule("/api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/"));
    defaults.role("system:public-info-viewer", path_rule("/healthz /livez /readyz /version /version/"));
    defaults.role("system:monitoring",
                  path_rule("/healthz /healthz/* /livez /livez/* /metrics /metrics/* /readyz /readyz/*"));
    defaults.role(
        "system:service-account-issuer-discovery",
        path_rule(
            "/.well-known/openid-configuration /.well-known/openid-configuration/ /openid/v1/jwks /openid/v1/jwks/"));
    defaults.role("system:basic-user", rules_of(basic_user));
    defaults.role("system:aggregate-to-admin", rules_of(to_admin), "admin");
    defaults.role("system:aggregate-to-edit", rules_of(to_edit), "edit");
    defaults.role("system:aggregate-to-view", rules_of(to_view), "view");
    defaults.role("admin", rules_of({to_admin, to_edit, to_view}), {}, "admin");
    defaults.role("edit", rules_of({to_edit, to_view}), "admin", "edit");
    defaults.role("view", rules_of(to_view), "edit", "view");
    defaults.role("system:node", rules_of(node));
    defaults.role("system:node-proxier", rules_of(node_proxier));
    defaults.role("system:node-bootstrapper", rules_of(node_bootstrapper));
    defaults.role("system:kube-scheduler", rules_of(scheduler));
    defaults.role("system:kube-controller-manager", rules_of(controller_manager));
    defaults.role("system:auth-delegator", rules_of(auth_delegator));
    defaults.role("system:persistent-volume-provisioner", rules_of(volume_provisioner));

    defaults.binding("cluster-admin", {{"Group", "system:masters"}});
    defaults.binding("system:basic-user", {{"Group", "system:authenticated"}});
    defaults.binding("system:discovery", {{"Group", "system:authenticated"}});
    defaults.binding("system:public-info-viewer",
                     {{"Group", "system:authenticated"}, {"Group", "system:unauthenticated"}});
    defaults.binding("system:monitoring", {{"Group", "system:monitoring"}});
    defaults.binding("system:service-account-issuer-discovery", {{"Group", "system:serviceaccounts"}});
    defaults.binding("system:node", {});
    defaults.binding("system:node-proxier", {{"User", "system:kube-proxy"}});
    defaults.binding("system:kube-scheduler", {{"User", "system:kube-scheduler"}});
    defaults.binding("system:kube-controller-manager", {{"User", "system:kube-controller-manager"}});
    return defaults.take();
}

}  // namespace keelson::http
