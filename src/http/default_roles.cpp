#include "http/rbac_objects.hpp"

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

json::array words(std::string_view text) {
    json::array array;
    while (!text.empty()) {
        auto const space = text.find(' ');
        array.emplace_back(text.substr(0, space));
        text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    }
    return array;
}

json::array rules_of(std::span<RuleSpec const> specs) {
    json::array rules;
    for (auto const& spec : specs) {
        json::object rule{{"apiGroups", json::array{spec.group == "core" ? "" : spec.group}},
                          {"resources", words(spec.resources)},
                          {"verbs", words(spec.verbs)}};
        if (!spec.names.empty()) rule["resourceNames"] = words(spec.names);
        rules.emplace_back(std::move(rule));
    }
    return rules;
}

json::array path_rule(std::string_view paths, std::string_view verbs = "get") {
    return {json::object{{"nonResourceURLs", words(paths)}, {"verbs", words(verbs)}}};
}

class Defaults {
public:
    void role(std::string_view name, json::array rules, std::string_view part_of = {}, std::string_view gathers = {}) {
        auto tree = object("ClusterRole", name);
        if (!part_of.empty()) label(tree, part_of);
        tree["rules"] = std::move(rules);
        if (!gathers.empty()) {
            tree["aggregationRule"] = json::object{
                {"clusterRoleSelectors",
                 json::array{json::object{{"matchLabels", json::object{{aggregation_label(gathers), "true"}}}}}}};
        }
        add("ClusterRole", tree);
    }
    void binding(std::string_view name, std::initializer_list<std::pair<std::string_view, std::string_view>> subjects) {
        auto tree = object("ClusterRoleBinding", name);
        tree["roleRef"] =
            json::object{{"apiGroup", "rbac.authorization.k8s.io"}, {"kind", "ClusterRole"}, {"name", name}};
        json::array list;
        for (auto const& [kind, subject] : subjects) {
            list.emplace_back(
                json::object{{"apiGroup", "rbac.authorization.k8s.io"}, {"kind", kind}, {"name", subject}});
        }
        if (!list.empty()) tree["subjects"] = std::move(list);
        add("ClusterRoleBinding", tree);
    }
    std::vector<std::pair<std::string_view, std::string>> take() { return std::move(objects_); }

private:
    static std::string aggregation_label(std::string_view target) {
        return "rbac.authorization.k8s.io/aggregate-to-" + std::string(target);
    }
    static void label(json::object& tree, std::string_view target) {
        tree["metadata"].get_object()["labels"].get_object()[aggregation_label(target)] = "true";
    }
    static json::object object(std::string_view kind, std::string_view name) {
        return {{"apiVersion", "rbac.authorization.k8s.io/v1"},
                {"kind", kind},
                {"metadata",
                 json::object{{"name", name},
                              {"annotations", json::object{{"rbac.authorization.kubernetes.io/autoupdate", "true"}}},
                              {"labels", json::object{{"kubernetes.io/bootstrapping", "rbac-defaults"}}}}}};
    }
    void add(std::string_view kind, json::object const& tree) { objects_.emplace_back(kind, canonical(tree)); }

    std::vector<std::pair<std::string_view, std::string>> objects_;
};

}  // namespace

std::vector<std::pair<std::string_view, std::string>> default_roles() {
    Defaults defaults;
    json::array everything{
        json::object{{"apiGroups", json::array{"*"}}, {"resources", json::array{"*"}}, {"verbs", json::array{"*"}}},
        json::object{{"nonResourceURLs", json::array{"*"}}, {"verbs", json::array{"*"}}}};
    defaults.role("cluster-admin", std::move(everything));
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
    defaults.role("admin", {}, {}, "admin");
    defaults.role("edit", {}, "admin", "edit");
    defaults.role("view", {}, "edit", "view");
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
