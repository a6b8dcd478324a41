#include "api/json.hpp"
#include "support/registry_fixture.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using namespace std::chrono_literals;
using test::RegistryFixture;
using Verb = Operation::Verb;

namespace {

std::string pod_body(std::string const& name, std::string const& resources = {}, std::string const& spec = {}) {
    return R"({"metadata":{"name":")" + name + R"("},"spec":{"containers":[{"name":"c","image":"x")" +
           (resources.empty() ? "" : R"(,"resources":)" + resources) + "}]" + spec + "}}";
}

struct QuotaFixture : RegistryFixture {
    void quota(std::string const& hard, std::string const& more = {}, std::string const& name = "q") {
        create(R"({"metadata":{"name":")" + name + R"("},"spec":{"hard":{)" + hard + "}" + more + "}}",
               "resourcequotas")
            .value();
    }
    std::string make(std::string const& body, std::string const& resource = "pods") {
        auto const made = create(body, resource);
        return made ? "made" : made.error().message;
    }
    std::string used(std::string const& name = "q") {
        auto const tree = parse_json(get("resourcequotas", "default", name)->bytes()).value();
        auto const* const found = find_path(tree, {"status", "used"});
        return found ? canonical(*found) : "";
    }
    void write(Verb verb, std::string const& name, std::string const& body = {}, std::string const& resource = "pods") {
        one(operation(verb, resource, body, {"default", name})).value();
    }
};

}  // namespace

TEST_CASE("quota: what is above it is refused with the numbers, and nothing is written") {
    QuotaFixture f;
    f.quota(R"("pods":"2")");
    CHECK(f.used() == R"({"pods":"0"})");
    CHECK(f.make(pod_body("a")) == "made");
    CHECK(f.make(pod_body("b")) == "made");
    auto const revision = f.registry.accepted().revision;
    CHECK(f.make(pod_body("x")) ==
          "pods \"x\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2");
    CHECK(f.registry.accepted().revision == revision);
    CHECK(f.used() == R"({"pods":"2"})");
    f.write(Verb::remove, "a");
    CHECK(f.used() == R"({"pods":"1"})");
    CHECK(f.make(pod_body("x")) == "made");
}

TEST_CASE("quota: the status is written with what it counts, in one commit") {
    QuotaFixture f;
    f.quota(R"("pods":"2")");
    auto const before = f.registry.accepted().revision;
    REQUIRE(f.make(pod_body("a")) == "made");
    auto const log = f.store->log(before, 10).value();
    REQUIRE(log.size() == 2);
    CHECK_FALSE(log[0].ends_plan);
    CHECK(log[1].key == "resourcequotas/default/q");
    CHECK(log[1].ends_plan);
}

TEST_CASE("quota: a batch is counted as it goes, and refused as a whole") {
    QuotaFixture f;
    f.quota(R"("pods":"2")");
    std::vector<Operation> three, two;
    for (std::string const name : {"a", "b", "c"}) {
        three.push_back(f.operation(Verb::create, "pods", pod_body(name)));
        if (name != "c") two.push_back(three.back());
    }
    CHECK(f.submit(three).error().message ==
          "pods \"c\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2");
    CHECK(f.used() == R"({"pods":"0"})");
    CHECK(f.submit(two).has_value());
    CHECK(f.used() == R"({"pods":"2"})");
}

TEST_CASE("quota: writes that wait for the disk count already") {
    QuotaFixture f;
    f.quota(R"("pods":"1")");
    f.held = true;
    std::vector<std::string> answers;
    for (std::string const name : {"a", "b"})
        f.registry.submit({f.operation(Verb::create, "pods", pod_body(name))}, {}, [&](Result<BatchResult> result) {
            answers.push_back(result ? "made" : result.error().message);
        });
    f.held = false;
    f.settle();
    REQUIRE(answers.size() == 2);
    CHECK(answers[0] == "made");
    CHECK(answers[1] == "pods \"b\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1");
}

TEST_CASE("quota: a dry run asks and does not count") {
    QuotaFixture f;
    f.quota(R"("pods":"1")");
    WriteOptions dry;
    dry.dry_run = true;
    CHECK(f.one(f.operation(Verb::create, "pods", pod_body("a")), dry).has_value());
    CHECK(f.make(pod_body("a")) == "made");
    CHECK(f.one(f.operation(Verb::create, "pods", pod_body("b")), dry).error().code == Errc::forbidden);
}

TEST_CASE("quota: requests and limits are counted under all their names, and must be stated") {
    QuotaFixture f;
    f.quota(R"("requests.cpu":"1","limits.cpu":"2","memory":"1Gi","requests.nvidia.com/gpu":"1")");
    CHECK(
        f.make(pod_body("a")) ==
        "pods \"a\" is forbidden: failed quota: q: must specify limits.cpu for: c; memory for: c; requests.cpu for: c");
    std::string const small = R"({"requests":{"cpu":"600m","memory":"512Mi"},"limits":{"cpu":"1"}})";
    CHECK(f.make(pod_body("a", small)) == "made");
    CHECK(f.used() == R"({"limits.cpu":"1","memory":"512Mi","requests.cpu":"600m","requests.nvidia.com/gpu":"0"})");
    CHECK(f.make(pod_body("b", small)) ==
          "pods \"b\" is forbidden: exceeded quota: q, requested: requests.cpu=600m, used: requests.cpu=600m, limited: "
          "requests.cpu=1");
    CHECK(f.make(pod_body("g", R"({"requests":{"cpu":"0","memory":"0"},"limits":{"cpu":"0","nvidia.com/gpu":"2"}})")) ==
          "pods \"g\" is forbidden: exceeded quota: q, requested: requests.nvidia.com/gpu=2, used: "
          "requests.nvidia.com/gpu=0, limited: requests.nvidia.com/gpu=1");
}

TEST_CASE("quota: a LimitRange gives what a quota wants stated") {
    QuotaFixture f;
    f.quota(R"("limits.cpu":"2")");
    f.create(R"({"metadata":{"name":"r"},"spec":{"limits":[{"type":"Container","default":{"cpu":"1"}}]}})",
             "limitranges")
        .value();
    CHECK(f.make(pod_body("a")) == "made");
    CHECK(f.used() == R"({"limits.cpu":"1"})");
}

TEST_CASE("quota: a Pod that has ended gives back what it had; one that is going when its time is over") {
    QuotaFixture f;
    f.quota(R"("pods":"5","count/pods":"5")");
    for (std::string const name : {"done", "going"}) REQUIRE(f.make(pod_body(name)) == "made");
    f.write(Verb::merge_patch_status, "done", R"({"status":{"phase":"Succeeded"}})");
    CHECK(f.used() == R"({"count/pods":"2","pods":"1"})");
    f.write(Verb::bind, "going", "n1");
    f.write(Verb::remove, "going");
    CHECK(f.used() == R"({"count/pods":"2","pods":"1"})");
    f.advance(59s);
    CHECK(f.used() == R"({"count/pods":"2","pods":"1"})");
    f.advance(3s);
    CHECK(f.used() == R"({"count/pods":"2","pods":"0"})");
    RemoveOptions now;
    now.grace_seconds = 0;
    auto gone = f.operation(Verb::remove, "pods", {}, {"default", "going"});
    gone.remove = now;
    f.one(gone).value();
    CHECK(f.used() == R"({"count/pods":"1","pods":"0"})");
}

TEST_CASE("quota: Services, claims and every other kind are counted") {
    QuotaFixture f;
    f.quota(R"("services":"5","services.nodeports":"2","services.loadbalancers":"1","configmaps":"1",)"
            R"("count/deployments.apps":"0","persistentvolumeclaims":"5","requests.storage":"3Gi",)"
            R"("gold.storageclass.storage.k8s.io/requests.storage":"1Gi","resourcequotas":"1")");
    auto const service = [](std::string const& name, std::string const& type) {
        return R"({"metadata":{"name":")" + name + R"("},"spec":{"type":")" + type +
               R"(","ports":[{"name":"a","port":80},{"name":"b","port":81}]}})";
    };
    CHECK_THAT(f.used(), Catch::Contains(R"("resourcequotas":"1")"));
    CHECK(f.make(R"({"metadata":{"name":"a"}})", "configmaps") == "made");
    CHECK(f.make(R"({"metadata":{"name":"b"}})", "configmaps") ==
          "configmaps \"b\" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=1, limited: "
          "configmaps=1");
    CHECK(f.make(R"({"metadata":{"name":"r"},"spec":{"hard":{"pods":"1"}}})", "resourcequotas") ==
          "resourcequotas \"r\" is forbidden: exceeded quota: q, requested: resourcequotas=1, used: resourcequotas=1, "
          "limited: resourcequotas=1");
    CHECK_THAT(
        f.make(
            R"({"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"x"}]}}}})",
            "deployments.apps"),
        Catch::Contains("requested: count/deployments.apps=1, used: count/deployments.apps=0"));
    CHECK(f.make(service("plain", "ClusterIP"), "services") == "made");
    auto const claim = [](std::string const& name, std::string const& of, std::string const& size) {
        return R"({"metadata":{"name":")" + name + R"("},"spec":{"storageClassName":")" + of +
               R"(","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":")" + size + R"("}}}})";
    };
    CHECK(f.make(claim("a", "gold", "2Gi"), "persistentvolumeclaims") ==
          "persistentvolumeclaims \"a\" is forbidden: exceeded quota: q, requested: "
          "gold.storageclass.storage.k8s.io/requests.storage=2Gi, used: "
          "gold.storageclass.storage.k8s.io/requests.storage=0, limited: "
          "gold.storageclass.storage.k8s.io/requests.storage=1Gi");
    CHECK(f.make(claim("a", "tin", "2Gi"), "persistentvolumeclaims") == "made");
    CHECK_THAT(f.used(), Catch::Contains(R"("requests.storage":"2Gi")"));
}

TEST_CASE("quota: an update is charged for what it adds, and what gets less is never refused") {
    QuotaFixture f;
    f.create(R"({"metadata":{"name":"s"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":30080}]}})",
             "services")
        .value();
    f.quota(R"("services":"0","services.nodeports":"1")");
    CHECK(f.used() == R"({"services":"1","services.nodeports":"1"})");
    auto more = f.operation(Verb::merge_patch, "services",
                            R"({"spec":{"ports":[{"name":"a","port":80},{"name":"b","port":81}]}})", {"default", "s"});
    CHECK(
        f.one(more).error().message ==
        "services \"s\" is forbidden: exceeded quota: q, requested: services.nodeports=1, used: services.nodeports=1, "
        "limited: services.nodeports=1");
    f.write(Verb::merge_patch, "s", R"({"metadata":{"labels":{"a":"b"}}})", "services");
    f.write(Verb::merge_patch, "s", R"({"spec":{"type":"ClusterIP","ports":[{"port":80,"nodePort":null}]}})",
            "services");
    CHECK(f.used() == R"({"services":"1","services.nodeports":"0"})");
}

TEST_CASE("quota: scopes choose the Pods that count") {
    QuotaFixture f;
    f.create(R"({"metadata":{"name":"high"},"value":10})", "priorityclasses.scheduling.k8s.io").value();
    f.quota(R"("pods":"1")", R"(,"scopes":["BestEffort"])", "best");
    f.quota(R"("pods":"10")", R"(,"scopes":["NotBestEffort"])", "notbest");
    f.quota(R"("pods":"10")", R"(,"scopes":["Terminating"])", "ending");
    f.quota(R"("pods":"10")", R"(,"scopes":["NotTerminating"])", "lasting");
    f.quota(
        R"("pods":"10")",
        R"(,"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In","values":["high"]}]})",
        "high");
    f.quota(R"("pods":"0")", R"(,"scopes":["CrossNamespacePodAffinity"])", "across");
    CHECK(f.make(pod_body("a")) == "made");
    CHECK(f.make(pod_body("b")) ==
          "pods \"b\" is forbidden: exceeded quota: best, requested: pods=1, used: pods=1, limited: pods=1");
    std::string const asks = R"({"requests":{"cpu":"1"}})";
    CHECK(f.make(pod_body("b", asks, R"(,"activeDeadlineSeconds":9,"priorityClassName":"high")")) == "made");
    CHECK_THAT(f.make(pod_body("c", asks,
                               R"(,"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[)"
                               R"({"topologyKey":"t","namespaces":["other"]}]}})")),
               Catch::Contains("exceeded quota: across"));
    CHECK(f.used("best") == R"({"pods":"1"})");
    CHECK(f.used("notbest") == R"({"pods":"1"})");
    CHECK(f.used("ending") == R"({"pods":"1"})");
    CHECK(f.used("lasting") == R"({"pods":"1"})");
    CHECK(f.used("high") == R"({"pods":"1"})");
}

TEST_CASE("quota: it begins with what is there, follows its own changes, and its status does not lie") {
    QuotaFixture f;
    for (std::string const name : {"a", "b"}) REQUIRE(f.make(pod_body(name)) == "made");
    f.quota(R"("pods":"2")");
    CHECK(f.used() == R"({"pods":"2"})");
    f.write(Verb::merge_patch, "q", R"({"spec":{"hard":{"pods":"3","secrets":"1"}}})", "resourcequotas");
    CHECK(f.used() == R"({"pods":"2","secrets":"0"})");
    CHECK(f.make(pod_body("c")) == "made");
    f.write(Verb::merge_patch_status, "q", R"({"status":{"used":{"pods":"0"}}})", "resourcequotas");
    CHECK(f.used() == R"({"pods":"3","secrets":"0"})");
    CHECK_THAT(f.make(pod_body("d")), Catch::Contains("exceeded quota"));
    f.write(Verb::remove, "q", {}, "resourcequotas");
    CHECK(f.make(pod_body("d")) == "made");
}

TEST_CASE("quota: after the store was opened again the count is the same") {
    auto const store = memory_store();
    RegistryFixture first(store);
    first.create(R"({"metadata":{"name":"q"},"spec":{"hard":{"pods":"1"}}})", "resourcequotas").value();
    first.create(pod_body("a"), "pods").value();
    RegistryFixture second(store);
    CHECK(second.create(pod_body("b"), "pods").error().message ==
          "pods \"b\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1");
}
