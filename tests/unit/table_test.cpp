#include "http/table.hpp"

#include "http/columns.hpp"
#include "registry/kind_table.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include <set>

using namespace keelson;
using namespace keelson::http;

namespace {

Time const now = parse_rfc3339("2026-02-02T12:00:00Z").value();

/// The cells of an object of a resource, as one line: "web | 1/1 | Running".
std::string cells(std::string_view resource, std::string_view text) {
    auto const tree = parse_json(text).value();
    Row row(tree, now);
    columns_of(resource).fill(row);
    CHECK(row.cells().size() == columns_of(resource).columns.size());
    std::string line;
    for (auto const& cell : row.cells()) line += (line.empty() ? "" : " | ") + plain_text(cell);
    return line;
}

/// Only the first ones, for those who do not look at the wide columns.
std::string first(std::size_t count, std::string const& line) {
    std::size_t at = 0;
    for (; count > 0 && at != std::string::npos; --count) at = line.find(" | ", at + 1);
    return line.substr(0, at);
}

std::string pod(std::string_view status, std::string_view spec = R"("containers":[{"name":"a"}])",
                std::string_view metadata = "") {
    return first(4, cells("pods", R"({"metadata":{"name":"p")" + std::string(metadata) + R"(},"spec":{)" +
                                      std::string(spec) + R"(},"status":{)" + std::string(status) + "}}"));
}

std::string_view const two_init = R"("initContainers":[{"name":"i"},{"name":"j"}],"containers":[{"name":"a"}])";

}  // namespace

TEST_CASE("table: the words for a Pod's status") {
    CHECK(pod(R"("phase":"Pending")") == "p | 0/1 | Pending | 0");
    CHECK(pod(R"("phase":"Running","containerStatuses":[{"ready":true,"state":{"running":{}}}])") ==
          "p | 1/1 | Running | 0");
    CHECK(pod(R"("phase":"Running","containerStatuses":[{"ready":false,"state":{"running":{}}}])") ==
          "p | 0/1 | Running | 0");
    CHECK(pod(R"("phase":"Pending","containerStatuses":[{"state":{"waiting":{"reason":"ContainerCreating"}}}])") ==
          "p | 0/1 | ContainerCreating | 0");
    CHECK(
        pod(R"("phase":"Succeeded","containerStatuses":[{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}}])") ==
        "p | 0/1 | Completed | 0");
    CHECK(pod(R"("phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":1,"reason":"Error"}}}])") ==
          "p | 0/1 | Error | 0");
    CHECK(pod(R"("phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":3}}}])") ==
          "p | 0/1 | ExitCode:3 | 0");
    CHECK(pod(R"("phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":137,"signal":9}}}])") ==
          "p | 0/1 | Signal:9 | 0");
    CHECK(pod(R"("phase":"Failed","reason":"Evicted")") == "p | 0/1 | Evicted | 0");
    CHECK(
        pod(R"("phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated"}])") ==
        "p | 0/1 | SchedulingGated | 0");
}

TEST_CASE("table: restarts say when the last one was") {
    CHECK(
        pod(R"("phase":"Running","containerStatuses":[{"restartCount":3,"state":{"waiting":{"reason":"CrashLoopBackOff"}},"lastState":{"terminated":{"finishedAt":"2026-02-02T11:55:00Z"}}}])") ==
        "p | 0/1 | CrashLoopBackOff | 3 (5m ago)");
    CHECK(
        pod(R"("phase":"Running","containerStatuses":[{"restartCount":1,"ready":true,"state":{"running":{}},"lastState":{"terminated":{"finishedAt":"2026-02-02T11:00:00Z"}}},{"restartCount":2,"ready":true,"state":{"running":{}},"lastState":{"terminated":{"finishedAt":"2026-02-02T11:59:30Z"}}}])",
            R"("containers":[{"name":"a"},{"name":"b"}])") == "p | 2/2 | Running | 3 (30s ago)");
}

TEST_CASE("table: the words while init containers run") {
    CHECK(
        pod(R"("phase":"Pending","initContainerStatuses":[{"name":"i","state":{"waiting":{"reason":"PodInitializing"}}},{"name":"j"}])",
            two_init) == "p | 0/1 | Init:0/2 | 0");
    CHECK(
        pod(R"("phase":"Pending","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":0}}},{"name":"j","state":{"running":{}}}])",
            two_init) == "p | 0/1 | Init:1/2 | 0");
    CHECK(
        pod(R"("phase":"Pending","initContainerStatuses":[{"name":"i","restartCount":2,"state":{"waiting":{"reason":"CrashLoopBackOff"}}},{"name":"j"}])",
            two_init) == "p | 0/1 | Init:CrashLoopBackOff | 2");
    CHECK(
        pod(R"("phase":"Failed","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":2,"reason":"Error"}}},{"name":"j"}])",
            two_init) == "p | 0/1 | Init:Error | 0");
    CHECK(pod(R"("phase":"Failed","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":2}}}])",
              two_init) == "p | 0/1 | Init:ExitCode:2 | 0");
    // All have ended: the containers proper are being made.
    CHECK(
        pod(R"("phase":"Pending","initContainerStatuses":[{"name":"i","restartCount":4,"state":{"terminated":{"exitCode":0}}}],"containerStatuses":[{"state":{"waiting":{"reason":"PodInitializing"}}}])",
            R"("initContainers":[{"name":"i"}],"containers":[{"name":"a"}])") == "p | 0/1 | PodInitializing | 0");
    // A sidecar counts as a container.
    CHECK(
        pod(R"("phase":"Running","initContainerStatuses":[{"name":"s","started":true,"ready":true,"restartCount":1,"state":{"running":{}}}],"containerStatuses":[{"ready":true,"state":{"running":{}}}])",
            R"("initContainers":[{"name":"s","restartPolicy":"Always"}],"containers":[{"name":"a"}])") ==
        "p | 2/2 | Running | 1");
}

TEST_CASE("table: a Pod on its way out, and one whose main container has ended") {
    std::string_view const gone = R"(,"deletionTimestamp":"2026-02-02T12:00:30Z")";
    std::string_view const one = R"("containers":[{"name":"a"}])";
    CHECK(pod(R"("phase":"Running","containerStatuses":[{"ready":true,"state":{"running":{}}}])", one, gone) ==
          "p | 1/1 | Terminating | 0");
    CHECK(pod(R"("phase":"Failed","containerStatuses":[{"state":{"terminated":{"reason":"Error","exitCode":1}}}])", one,
              gone) == "p | 0/1 | Error | 0");
    CHECK(pod(R"("phase":"Running","reason":"NodeLost")", one, gone) == "p | 0/1 | Unknown | 0");
    std::string_view const two = R"("containers":[{"name":"a"},{"name":"b"}])";
    std::string const mixed =
        R"("phase":"Running","containerStatuses":[{"state":{"terminated":{"reason":"Completed","exitCode":0}}},{"ready":true,"state":{"running":{}}}])";
    CHECK(pod(mixed, two) == "p | 1/2 | NotReady | 0");
    CHECK(pod(mixed + R"(,"conditions":[{"type":"Ready","status":"True"}])", two) == "p | 1/2 | Running | 0");
}

TEST_CASE("table: the wide columns of a Pod") {
    CHECK(
        cells(
            "pods",
            R"({"metadata":{"name":"p","creationTimestamp":"2026-02-02T11:00:00Z"},"spec":{"nodeName":"n1","containers":[{}],"readinessGates":[{"conditionType":"x"},{"conditionType":"y"}]},"status":{"phase":"Running","podIP":"10.0.0.1","podIPs":[{"ip":"10.0.0.1"}],"conditions":[{"type":"x","status":"True"}]}})") ==
        "p | 0/1 | Running | 0 | 60m | 10.0.0.1 | n1 | <none> | 1/2");
    CHECK(cells("pods", R"({"metadata":{"name":"p"},"status":{"phase":"Pending"}})") ==
          "p | 0/0 | Pending | 0 | <unknown> | <none> | <none> | <none> | <none>");
}

TEST_CASE("table: workloads") {
    std::string_view const body =
        R"({"metadata":{"name":"w","creationTimestamp":"2026-02-01T12:00:00Z"},"spec":{"replicas":3,"selector":{"matchLabels":{"b":"2","a":"1"},"matchExpressions":[{"key":"c","operator":"In","values":["y","x"]},{"key":"d","operator":"DoesNotExist"}]},"template":{"spec":{"containers":[{"name":"m","image":"i1"},{"name":"n","image":"i2"}]}}},"status":{"replicas":3,"readyReplicas":2,"updatedReplicas":1,"availableReplicas":2}})";
    CHECK(cells("deployments.apps", body) == "w | 2/3 | 1 | 2 | 24h | m,n | i1,i2 | a=1,b=2,c in (x,y),!d");
    CHECK(cells("replicasets.apps", body) == "w | 3 | 3 | 2 | 24h | m,n | i1,i2 | a=1,b=2,c in (x,y),!d");
    CHECK(cells("statefulsets.apps", body) == "w | 2/3 | 24h | m,n | i1,i2");
    CHECK(
        first(
            8,
            cells(
                "daemonsets.apps",
                R"({"metadata":{"name":"d","creationTimestamp":"2026-02-02T11:59:58Z"},"spec":{"template":{"spec":{"nodeSelector":{"a":"b"}}}},"status":{"desiredNumberScheduled":3,"currentNumberScheduled":2,"numberReady":1}})")) ==
        "d | 3 | 2 | 1 | 0 | 0 | a=b | 2s");
}

TEST_CASE("table: jobs") {
    auto const job = [](std::string spec, std::string status, std::string metadata = {}) {
        return first(4, cells("jobs.batch", R"({"metadata":{"name":"j")" + metadata + R"(},"spec":{)" + spec +
                                                R"(},"status":{)" + status + "}}"));
    };
    CHECK(job(R"("completions":5,"parallelism":2)", R"("succeeded":2,"startTime":"2026-02-02T11:58:00Z")") ==
          "j | Running | 2/5 | 2m");
    CHECK(
        job(R"("completions":1)",
            R"("succeeded":1,"startTime":"2026-02-02T11:00:00Z","completionTime":"2026-02-02T11:00:07Z","conditions":[{"type":"Complete","status":"True"}])") ==
        "j | Complete | 1/1 | 7s");
    CHECK(job(R"("parallelism":3)", R"("conditions":[{"type":"Failed","status":"True"}])") ==
          "j | Failed | 0/1 of 3 | ");
    CHECK(job(R"("parallelism":1)", R"("conditions":[{"type":"Suspended","status":"True"}])") ==
          "j | Suspended | 0/1 | ");
    CHECK(job("", "", R"(,"deletionTimestamp":"2026-02-02T12:00:00Z")") == "j | Terminating | 0/1 | ");
    CHECK(
        first(
            6,
            cells(
                "cronjobs.batch",
                R"({"metadata":{"name":"c"},"spec":{"schedule":"* * * * *","suspend":false},"status":{"active":[{}],"lastScheduleTime":"2026-02-02T11:59:00Z"}})")) ==
        "c | * * * * * | <none> | False | 1 | 60s");
}

TEST_CASE("table: services and what is behind them") {
    auto const service = [](std::string spec, std::string status = {}) {
        return cells("services", R"({"metadata":{"name":"s","creationTimestamp":"2026-02-02T11:59:00Z"},"spec":{)" +
                                     spec + R"(},"status":{)" + status + "}}");
    };
    CHECK(
        service(
            R"("type":"ClusterIP","clusterIP":"10.0.0.1","ports":[{"port":80,"protocol":"TCP"},{"port":53,"protocol":"UDP"}],"selector":{"a":"b"})") ==
        "s | ClusterIP | 10.0.0.1 | <none> | 80/TCP,53/UDP | 60s | a=b");
    CHECK(
        service(
            R"("type":"NodePort","clusterIP":"10.0.0.1","externalIPs":["1.2.3.4"],"ports":[{"port":80,"nodePort":30080,"protocol":"TCP"}])") ==
        "s | NodePort | 10.0.0.1 | 1.2.3.4 | 80:30080/TCP | 60s | <none>");
    CHECK(service(R"("type":"LoadBalancer","clusterIP":"10.0.0.1")") ==
          "s | LoadBalancer | 10.0.0.1 | <pending> | <none> | 60s | <none>");
    CHECK(service(R"("type":"LoadBalancer","clusterIP":"10.0.0.1")",
                  R"("loadBalancer":{"ingress":[{"ip":"9.9.9.9"}]})") ==
          "s | LoadBalancer | 10.0.0.1 | 9.9.9.9 | <none> | 60s | <none>");
    CHECK(service(R"("type":"ExternalName","externalName":"example.com")") ==
          "s | ExternalName | <none> | example.com | <none> | 60s | <none>");
    CHECK(
        cells(
            "endpointslices.discovery.k8s.io",
            R"({"metadata":{"name":"e"},"addressType":"IPv4","ports":[{"port":80}],"endpoints":[{"addresses":["a"]},{"addresses":["b"]},{"addresses":["c"]},{"addresses":["d"]}]})") ==
        "e | IPv4 | 80 | a,b,c + 1 more... | <unknown>");
    CHECK(cells("endpointslices.discovery.k8s.io", R"({"metadata":{"name":"e"},"addressType":"IPv4"})") ==
          "e | IPv4 | <unset> | <unset> | <unknown>");
    CHECK(first(5, cells("ingresses.networking.k8s.io",
                         R"({"metadata":{"name":"i"},"spec":{"rules":[{"host":"a.b"}],"tls":[{}]}})")) ==
          "i | <none> | a.b |  | 80, 443");
}

TEST_CASE("table: nodes, namespaces, configuration and storage") {
    CHECK(
        cells(
            "nodes",
            R"({"metadata":{"name":"n","labels":{"node-role.kubernetes.io/worker":"","node-role.kubernetes.io/control-plane":""}},"spec":{"unschedulable":true},"status":{"conditions":[{"type":"Ready","status":"True"}],"addresses":[{"type":"InternalIP","address":"10.1.1.1"}],"nodeInfo":{"kubeletVersion":"v1.35.0"}}})") ==
        "n | Ready,SchedulingDisabled | control-plane,worker | <unknown> | v1.35.0 | 10.1.1.1 | <none> | <unknown> | "
        "<unknown> | <unknown>");
    CHECK(
        first(3, cells("nodes",
                       R"({"metadata":{"name":"n"},"status":{"conditions":[{"type":"Ready","status":"Unknown"}]}})")) ==
        "n | NotReady | <none>");
    CHECK(first(2, cells("nodes", R"({"metadata":{"name":"n"}})")) == "n | Unknown");
    CHECK(first(2, cells("namespaces", R"({"metadata":{"name":"n"},"status":{"phase":"Active"}})")) == "n | Active");
    CHECK(first(2, cells("configmaps", R"({"metadata":{"name":"c"},"data":{"a":"","b":""},"binaryData":{"c":""}})")) ==
          "c | 3");
    CHECK(first(3, cells("secrets", R"({"metadata":{"name":"c"},"type":"Opaque","data":{"a":""}})")) ==
          "c | Opaque | 1");
    CHECK(
        cells(
            "persistentvolumes",
            R"({"metadata":{"name":"v"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteMany","ReadWriteOnce"],"persistentVolumeReclaimPolicy":"Retain","claimRef":{"namespace":"d","name":"c"},"storageClassName":"fast","volumeMode":"Filesystem"},"status":{"phase":"Bound"}})") ==
        "v | 1Gi | RWO,RWX | Retain | Bound | d/c | fast | <unset> |  | <unknown> | Filesystem");
    CHECK(
        cells(
            "persistentvolumeclaims",
            R"({"metadata":{"name":"c","deletionTimestamp":"2026-02-02T11:00:00Z"},"spec":{"accessModes":["ReadWriteOnce"]},"status":{"phase":"Pending"}})") ==
        "c | Terminating |  |  |  |  | <unset> | <unknown> | <unset>");
    CHECK(
        first(
            5,
            cells(
                "storageclasses.storage.k8s.io",
                R"({"metadata":{"name":"s","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},"provisioner":"p"})")) ==
        "s (default) | p | Delete | Immediate | false");
    CHECK(first(3, cells("priorityclasses.scheduling.k8s.io",
                         R"({"metadata":{"name":"p"},"value":7,"globalDefault":true})")) == "p | 7 | true");
    CHECK(first(2, cells("leases.coordination.k8s.io",
                         R"({"metadata":{"name":"l"},"spec":{"holderIdentity":"me"}})")) == "l | me");
}

TEST_CASE("table: events") {
    CHECK(
        cells(
            "events",
            R"({"metadata":{"name":"e"},"type":"Warning","reason":"BackOff","message":" again \n","involvedObject":{"kind":"Pod","name":"p","fieldPath":"spec.containers{a}"},"source":{"component":"kubelet","host":"n1"},"firstTimestamp":"2026-02-02T11:00:00Z","lastTimestamp":"2026-02-02T11:59:50Z","count":4})") ==
        "10s | Warning | BackOff | pod/p | spec.containers{a} | kubelet, n1 | again | 60m | 4 | e");
    CHECK(
        first(
            4,
            cells(
                "events",
                R"({"metadata":{"name":"e"},"type":"Normal","reason":"R","involvedObject":{"kind":"Node"},"eventTime":"2026-02-02T11:59:00.000000Z"})")) ==
        "60s | Normal | R | node");
}

TEST_CASE("table: policies, roles and the rest") {
    CHECK(
        cells(
            "rolebindings.rbac.authorization.k8s.io",
            R"({"metadata":{"name":"b"},"roleRef":{"kind":"Role","name":"r"},"subjects":[{"kind":"User","name":"u"},{"kind":"User","name":"w"},{"kind":"ServiceAccount","namespace":"n","name":"s"}]})") ==
        "b | Role/r | <unknown> | u, w |  | n/s");
    CHECK(cells("roles.rbac.authorization.k8s.io",
                R"({"metadata":{"name":"r","creationTimestamp":"2026-02-02T11:00:00Z"}})") ==
          "r | 2026-02-02T11:00:00Z");
    CHECK(
        first(4,
              cells("poddisruptionbudgets.policy",
                    R"({"metadata":{"name":"b"},"spec":{"minAvailable":"50%"},"status":{"disruptionsAllowed":1}})")) ==
        "b | 50% | N/A | 1");
    CHECK(
        first(
            3,
            cells(
                "resourcequotas",
                R"({"metadata":{"name":"q"},"status":{"hard":{"pods":"5","limits.cpu":"2","cpu":"1"},"used":{"pods":"1","limits.cpu":"500m"}}})")) ==
        "q | cpu: 0/1, pods: 1/5 | limits.cpu: 500m/2");
    CHECK(
        cells(
            "certificatesigningrequests.certificates.k8s.io",
            R"({"metadata":{"name":"c"},"spec":{"signerName":"s/k","username":"u","expirationSeconds":3600},"status":{"conditions":[{"type":"Approved"}],"certificate":"eA=="}})") ==
        "c | <unknown> | s/k | u | 60m | Approved,Issued");
    CHECK(
        cells(
            "horizontalpodautoscalers.autoscaling",
            R"({"metadata":{"name":"h"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"d"},"maxReplicas":5,"minReplicas":1,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"averageUtilization":80}}},{"type":"Pods","pods":{"target":{"averageValue":"10"}}}]},"status":{"currentReplicas":2,"currentMetrics":[{"type":"Resource","resource":{"current":{"averageUtilization":40}}}]}})") ==
        "h | Deployment/d | cpu: 40%/80%, <unknown>/10 | 1 | 5 | 2 | <unknown>");
    CHECK(
        cells(
            "controllerrevisions.apps",
            R"({"metadata":{"name":"c","ownerReferences":[{"apiVersion":"apps/v1","kind":"StatefulSet","name":"s","controller":true}]},"revision":3})") ==
        "c | statefulset.apps/s | 3 | <unknown>");
    CHECK(cells("things.example.com", R"({"metadata":{"name":"t","creationTimestamp":"2026-02-02T11:59:00Z"}})") ==
          "t | 60s");
}

TEST_CASE("table: rows fit their columns whatever an object has") {
    for (auto const all : {workload_columns(), cluster_columns(), network_columns(), policy_columns()}) {
        for (auto const& kind : all) {
            INFO(kind.resource);
            std::set<std::string_view> names;
            for (auto const& column : kind.columns) CHECK(names.insert(column.name).second);
            for (
                auto const* const text :
                {"{}", R"({"metadata":7,"spec":[],"status":"x"})",
                 R"({"metadata":{"name":1,"labels":[],"ownerReferences":[7]},"spec":{"containers":[null],"ports":[7,{}],"rules":[1],"metrics":[{"type":"x"},{"type":""}],"subjects":{},"selector":7,"template":[]},"status":{"conditions":[7,{"type":1}],"containerStatuses":[1,{"state":7}],"hard":{"a":[]}},"subsets":[1,{"addresses":[7],"ports":[{}]}],"endpoints":[{}],"subjects":[7]})"}) {
                auto const tree = parse_json(text).value();
                Row row(tree, now);
                kind.fill(row);
                CHECK(row.cells().size() == kind.columns.size());
            }
        }
    }
}

TEST_CASE("table: what goes over the wire") {
    KindTable kinds;
    auto const kind = kinds.by_resource("pods")->kind;
    ObjectIndex index;
    index.key = {"default", "p"};
    index.phase = "Succeeded";
    auto const object = std::make_shared<Object const>(
        kind, index, R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"status":{"phase":"Succeeded"}})");
    std::vector<Ref> const objects{object};
    TableOptions options;
    options.now = now;
    ListHead const head{"42", "next", 7};
    auto const table = parse_json(write_table(*kind, objects, head, options)).value();
    CHECK(table.at("kind") == "Table");
    CHECK(table.at("apiVersion") == "meta.k8s.io/v1");
    CHECK(canonical(table.at("metadata")) == R"({"continue":"next","remainingItemCount":7,"resourceVersion":"42"})");
    CHECK(table.at("columnDefinitions").as_array().size() == 9);
    CHECK(table.at("columnDefinitions").at(0).at("format") == "name");
    CHECK(table.at("columnDefinitions").at(5).at("priority") == 1);
    auto const& row = table.at("rows").at(0);
    CHECK(row.at("cells").as_array().size() == 9);
    CHECK(canonical(row.at("object")) ==
          R"({"apiVersion":"meta.k8s.io/v1","kind":"PartialObjectMetadata","metadata":{"name":"p"}})");
    CHECK(row.at("conditions").at(0).at("type") == "Completed");
    SECTION("objects whole, or not at all, and later tables of a watch") {
        options.include = RowObject::object;
        CHECK(canonical(parse_json(write_table(*kind, objects, head, options)).value().at("rows").at(0).at("object")) ==
              object->bytes());
        options.include = RowObject::none;
        options.with_columns = false;
        auto const bare = parse_json(write_table(*kind, objects, {}, options)).value();
        CHECK_FALSE(bare.at("rows").at(0).as_object().contains("object"));
        CHECK_FALSE(bare.as_object().contains("columnDefinitions"));
        CHECK(canonical(bare.at("metadata")) == "{}");
    }
    SECTION("an empty list is a table too") {
        CHECK(parse_json(write_table(*kind, {}, head, options)).value().at("rows").as_array().empty());
    }
    SECTION("metadata alone") {
        CHECK(
            write_partial_list(objects, {"42", {}, {}}) ==
            R"({"apiVersion":"meta.k8s.io/v1","items":[{"apiVersion":"meta.k8s.io/v1","kind":"PartialObjectMetadata","metadata":{"name":"p"}}],"kind":"PartialObjectMetadataList","metadata":{"resourceVersion":"42"}})");
    }
}

TEST_CASE("table: the printer columns of a custom resource") {
    KindTable kinds;
    auto const kind = kinds.add_unknown("things.example.com", "example.com/v1", "Thing", true)->kind;
    ObjectIndex index;
    index.key = {"default", "t"};
    std::vector<Ref> const objects{std::make_shared<Object const>(
        kind, index,
        R"({"metadata":{"creationTimestamp":"2026-02-02T11:00:00Z","name":"t"},"spec":{"hosts":["a","b"],"on":true,"size":3,"weight":1.5}})")};
    auto const column = [](std::string name, std::string type, std::string path) {
        return PrinterColumn{std::move(name), std::move(type), {}, {}, 0, JsonPath::parse(path).value()};
    };
    std::vector<PrinterColumn> const columns{
        column("Size", "integer", ".spec.size"),    column("Hosts", "string", ".spec.hosts[*]"),
        column("All", "string", ".spec.hosts"),     column("On", "boolean", ".spec.on"),
        column("Weight", "number", ".spec.weight"), column("Wrong", "integer", ".spec.hosts"),
        column("None", "string", ".spec.none"),     column("Age", "date", ".metadata.creationTimestamp")};
    TableOptions options;
    options.now = now;
    options.printer_columns = &columns;
    auto const table = parse_json(write_table(*kind, objects, {}, options)).value();
    CHECK(canonical(table.at("rows").at(0).at("cells")) == R"(["t",3,"a b","[\"a\",\"b\"]",true,1.5,null,null,"60m"])");
    CHECK(table.at("columnDefinitions").at(1).at("name") == "Size");
}

TEST_CASE("json path: what printer columns are written in") {
    auto const tree =
        parse_json(
            R"({"a.b":{"c":1},"list":[{"type":"x","n":1},{"type":"Ready","n":2,"on":true},{"n":3}],"m":{"p":1,"q":2}})")
            .value();
    auto const find = [&](std::string_view path) {
        auto const parsed = JsonPath::parse(path);
        if (!parsed) return "error: " + parsed.error().message;
        std::string all;
        for (auto const* value : parsed->find(tree)) all += (all.empty() ? "" : " ") + canonical(*value);
        return all;
    };
    CHECK(find(R"(.a\.b.c)") == "1");
    CHECK(find(".['a.b'].c") == "1");
    CHECK(find(R"(["a.b"]["c"])") == "1");
    CHECK(find("{.m.p}") == "1");
    CHECK(find("$.m.p") == "1");
    CHECK(find(".m.*") == "1 2");
    CHECK(find(".list[0].n") == "1");
    CHECK(find(".list[-1].n") == "3");
    CHECK(find(".list[7].n").empty());
    CHECK(find(".list[-7].n").empty());
    CHECK(find(".list[1:].n") == "2 3");
    CHECK(find(".list[0:2].n") == "1 2");
    CHECK(find(".list[:-1].n") == "1 2");
    CHECK(find(".list[*].n") == "1 2 3");
    CHECK(find(R"(.list[?(@.type=="Ready")].n)") == "2");
    CHECK(find(R"(.list[?(@.type == 'Ready')].n)") == "2");
    CHECK(find(R"(.list[?(@.type!="Ready")].n)") == "1");
    CHECK(find(".list[?(@.n==3)].n") == "3");
    CHECK(find(".list[?(@.on==true)].n") == "2");
    CHECK(find(".list[?(@.type)].n") == "1 2");
    CHECK(find(".m.p.q").empty());
    CHECK(find(".list.n").empty());
    for (auto const* const wrong :
         {"", "a", ".a[", ".a[x]", ".a[1", "..a", ".a[?(x)]", ".a[?(@.b==)]", ".a['b]", ".a."})
        CHECK_THAT(find(wrong), Catch::StartsWith("error: \"" + std::string(wrong) + "\" is not a JSON path"));
}
