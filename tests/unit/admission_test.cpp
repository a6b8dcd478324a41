#include "api/json.hpp"
#include "support/registry_fixture.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using test::RegistryFixture;
using Verb = Operation::Verb;

namespace {

std::string text(Ref const& object, std::initializer_list<std::string_view> path) {
    auto const tree = parse_json(object->bytes()).value();
    auto const* const found = find_path(tree, path);
    return found ? canonical(*found) : "";
}

std::string pod(std::string const& name, std::string const& container = {}, std::string const& spec = {}) {
    return R"({"metadata":{"name":")" + name + R"("},"spec":{"containers":[{"name":"c","image":"x")" + container +
           "}]" + spec + "}}";
}

std::string resources(std::string const& requests, std::string const& limits) {
    return R"(,"resources":{"requests":{)" + requests + R"(},"limits":{)" + limits + "}}";
}

std::string limit_range(std::string const& limits) {
    return R"({"metadata":{"name":"range"},"spec":{"limits":[)" + limits + "]}}";
}

struct Fixture : RegistryFixture {
    explicit Fixture(AdmissionOptions options = {}) : RegistryFixture(memory_store(), options) {}
    std::string refusal(std::string const& body, std::string const& resource = "pods") {
        auto const made = create(body, resource);
        return made ? "made" : made.error().message;
    }
};

}  // namespace

TEST_CASE("limit range: a container gets what it does not say, and an annotation tells of it") {
    Fixture f;
    f.create(
         limit_range(R"({"type":"Container","default":{"cpu":"1","memory":"1Gi"},"defaultRequest":{"cpu":"500m"}})"),
         "limitranges")
        .value();
    auto const made = f.create(pod("p", R"(,"resources":{"limits":{"memory":"2Gi"}})"), "pods").value();
    CHECK(text(made, {"metadata", "annotations", "kubernetes.io/limit-ranger"}) ==
          R"("LimitRanger plugin set: cpu request for container c; cpu limit for container c")");
    auto const tree = parse_json(made->bytes()).value();
    CHECK(canonical(*find_path(find_path(tree, {"spec", "containers"})->as_array()[0], {"resources"})) ==
          R"({"limits":{"cpu":"1","memory":"2Gi"},"requests":{"cpu":"500m","memory":"2Gi"}})");
    CHECK(text(made, {"status", "qosClass"}) == R"("Burstable")");
}

TEST_CASE("limit range: what is out of bounds is refused, all of it at once") {
    Fixture f;
    f.create(limit_range(
                 R"({"type":"Container","max":{"cpu":"1"},"min":{"cpu":"100m"},"maxLimitRequestRatio":{"cpu":"2"}},)"
                 R"({"type":"Pod","max":{"memory":"1Gi"}})"),
             "limitranges")
        .value();
    CHECK(f.refusal(pod("p", resources(R"("cpu":"1500m","memory":"1Gi")", R"("cpu":"2","memory":"1Gi")"))) ==
          "pods \"p\" is forbidden: maximum cpu usage per Container is 1, but limit is 2");
    CHECK(f.refusal(pod("p", resources(R"("cpu":"50m","memory":"1Gi")", R"("cpu":"1","memory":"2Gi")"))) ==
          "pods \"p\" is forbidden: [minimum cpu usage per Container is 100m, but request is 50m, cpu max limit to "
          "request ratio per Container is 2, but provided ratio is 20.000000, maximum memory usage per Pod is 1Gi, but "
          "limit is 2Gi]");
    CHECK(f.refusal(pod("p")) ==
          "pods \"p\" is forbidden: maximum memory usage per Pod is 1Gi.  No limit is specified");
    CHECK(f.refusal(pod("p", resources(R"("cpu":"1","memory":"1Gi")", R"("cpu":"1","memory":"1Gi")"))) == "made");
}

TEST_CASE("limit range: a claim is neither too small nor too large, when it is made and when it grows") {
    Fixture f;
    f.create(limit_range(R"({"type":"PersistentVolumeClaim","max":{"storage":"2Gi"},"min":{"storage":"1Gi"}})"),
             "limitranges")
        .value();
    auto const claim = [](std::string const& size) {
        return R"({"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":")" +
               size + R"("}}}})";
    };
    CHECK(f.refusal(claim("3Gi"), "persistentvolumeclaims") ==
          "persistentvolumeclaims \"data\" is forbidden: maximum storage usage per PersistentVolumeClaim is 2Gi, but "
          "request is 3Gi");
    CHECK(f.refusal(claim("500Mi"), "persistentvolumeclaims") ==
          "persistentvolumeclaims \"data\" is forbidden: minimum storage usage per PersistentVolumeClaim is 1Gi, but "
          "request is 500Mi");
    CHECK(f.refusal(claim("2Gi"), "persistentvolumeclaims") == "made");
}

TEST_CASE("priority: a Pod has the value of its class, or of the default one, and never one of its own") {
    Fixture f;
    auto const plain = f.create(pod("plain"), "pods").value();
    CHECK(text(plain, {"spec", "priority"}) == "0");
    CHECK(text(plain, {"spec", "preemptionPolicy"}) == R"("PreemptLowerPriority")");
    f.create(R"({"metadata":{"name":"high"},"value":1000,"preemptionPolicy":"Never"})",
             "priorityclasses.scheduling.k8s.io")
        .value();
    f.create(R"({"metadata":{"name":"usual"},"value":10,"globalDefault":true})", "priorityclasses.scheduling.k8s.io")
        .value();
    auto const usual = f.create(pod("usual"), "pods").value();
    CHECK(text(usual, {"spec", "priority"}) == "10");
    CHECK(text(usual, {"spec", "priorityClassName"}) == R"("usual")");
    auto const high = f.create(pod("high", "", R"(,"priorityClassName":"high")"), "pods").value();
    CHECK(text(high, {"spec", "priority"}) == "1000");
    CHECK(text(high, {"spec", "preemptionPolicy"}) == R"("Never")");
    auto const system = f.create(pod("system", "", R"(,"priorityClassName":"system-node-critical")"), "pods").value();
    CHECK(text(system, {"spec", "priority"}) == "2000001000");
    CHECK(f.refusal(pod("p", "", R"(,"priorityClassName":"none")")) ==
          "pods \"p\" is forbidden: no PriorityClass with name none was found");
    CHECK(f.refusal(pod("p", "", R"(,"priorityClassName":"high","priority":5)")) ==
          "pods \"p\" is forbidden: the integer value of priority (5) must not be provided in pod spec; priority "
          "admission controller computed 1000 from the given PriorityClass name");
}

TEST_CASE("runtime class: a Pod gets its overhead and its nodes, and must not contradict it") {
    Fixture f;
    f.create(R"({"metadata":{"name":"vm"},"handler":"vm","overhead":{"podFixed":{"cpu":"250m"}},)"
             R"("scheduling":{"nodeSelector":{"vm":"yes"},"tolerations":[{"key":"vm","operator":"Exists"}]}})",
             "runtimeclasses.node.k8s.io")
        .value();
    auto const made = f.create(pod("p", "", R"(,"runtimeClassName":"vm")"), "pods").value();
    CHECK(text(made, {"spec", "overhead"}) == R"({"cpu":"250m"})");
    CHECK(text(made, {"spec", "nodeSelector"}) == R"({"vm":"yes"})");
    CHECK_THAT(text(made, {"spec", "tolerations"}), Catch::Contains(R"({"key":"vm","operator":"Exists"})"));
    CHECK(f.refusal(pod("q", "", R"(,"runtimeClassName":"none")")) ==
          "pods \"q\" is forbidden: pod rejected: RuntimeClass \"none\" not found");
    CHECK(f.refusal(pod("q", "", R"(,"runtimeClassName":"vm","overhead":{"cpu":"1"})")) ==
          "pods \"q\" is forbidden: pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
    CHECK(
        f.refusal(pod("q", "", R"(,"overhead":{"cpu":"1"})")) ==
        "pods \"q\" is forbidden: pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
    CHECK(
        f.refusal(pod("q", "", R"(,"runtimeClassName":"vm","nodeSelector":{"vm":"no"})")) ==
        "pods \"q\" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[vm] = yes; pod.spec.nodeSelector[vm] "
        "= no");
}

TEST_CASE("service accounts: a namespace has its default account from the same commit on") {
    Fixture f({.service_accounts = true});
    auto const space = f.get("namespaces", "", "default");
    auto const account = f.get("serviceaccounts", "default", "default");
    REQUIRE(account);
    CHECK(space->index().resource_version == 1);
    CHECK(account->index().resource_version == 2);
    auto const log = f.store->log(0, 10).value();
    REQUIRE(log.size() == 2);
    CHECK_FALSE(log[0].ends_plan);
    CHECK(log[1].ends_plan);
}

TEST_CASE("service accounts: a Pod has one that exists, and its secrets for images") {
    Fixture f({.service_accounts = true});
    auto const made = f.create(pod("p"), "pods").value();
    CHECK(text(made, {"spec", "serviceAccountName"}) == R"("default")");
    CHECK(text(made, {"spec", "serviceAccount"}) == R"("default")");
    CHECK(text(made, {"spec", "volumes"}).empty());
    CHECK(f.refusal(pod("q", "", R"(,"serviceAccountName":"x")")) ==
          "pods \"q\" is forbidden: error looking up service account default/x: serviceaccount \"x\" not found");
    f.create(R"({"metadata":{"name":"x"},"imagePullSecrets":[{"name":"registry"}]})", "serviceaccounts").value();
    auto const pulls = f.create(pod("q", "", R"(,"serviceAccountName":"x")"), "pods").value();
    CHECK(text(pulls, {"spec", "imagePullSecrets"}) == R"([{"name":"registry"}])");
    auto const own =
        f.create(pod("r", "", R"(,"serviceAccountName":"x","imagePullSecrets":[{"name":"mine"}])"), "pods").value();
    CHECK(text(own, {"spec", "imagePullSecrets"}) == R"([{"name":"mine"}])");
}

TEST_CASE("service accounts: where nodes carry tokens, a Pod gets one unless it or its account says no") {
    Fixture f({.service_accounts = true, .mount_tokens = true});
    auto const made = f.create(pod("p"), "pods").value();
    auto const volumes = parse_json(text(made, {"spec", "volumes"})).value();
    auto const name = std::string(string_at(volumes.as_array()[0], {"name"}));
    CHECK(name.starts_with("kube-api-access-"));
    CHECK(name.size() == 21);
    auto const mounts = text(made, {"spec", "containers"});
    CHECK_THAT(mounts, Catch::Contains(R"("mountPath":"/var/run/secrets/kubernetes.io/serviceaccount","name":")" +
                                       name + R"(","readOnly":true)"));
    CHECK_THAT(canonical(volumes), Catch::Contains(R"("expirationSeconds":3607,"path":"token")"));
    auto const without = f.create(pod("q", "", R"(,"automountServiceAccountToken":false)"), "pods").value();
    CHECK(text(without, {"spec", "volumes"}).empty());
    f.create(R"({"metadata":{"name":"shy"},"automountServiceAccountToken":false})", "serviceaccounts").value();
    auto const shy = f.create(pod("r", "", R"(,"serviceAccountName":"shy")"), "pods").value();
    CHECK(text(shy, {"spec", "volumes"}).empty());
}

TEST_CASE("ingress class: the default one is given to an Ingress that names none") {
    Fixture f;
    std::string const body =
        R"({"metadata":{"name":"NAME"},"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}}}})";
    auto const named = [&](std::string const& name) {
        auto copy = body;
        return copy.replace(copy.find("NAME"), 4, name);
    };
    auto const before = f.create(named("a"), "ingresses.networking.k8s.io").value();
    CHECK(text(before, {"spec", "ingressClassName"}).empty());
    f.create(R"({"metadata":{"name":"front","annotations":{"ingressclass.kubernetes.io/is-default-class":"true"}},)"
             R"("spec":{"controller":"example.com/front"}})",
             "ingressclasses.networking.k8s.io")
        .value();
    auto const after = f.create(named("b"), "ingresses.networking.k8s.io").value();
    CHECK(text(after, {"spec", "ingressClassName"}) == R"("front")");
}

TEST_CASE("storage class: a claim gets the default one, and grows only where its class allows it") {
    Fixture f;
    f.create(
         R"({"metadata":{"name":"fixed","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},"provisioner":"p"})",
         "storageclasses.storage.k8s.io")
        .value();
    std::string const body =
        R"({"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}})";
    auto const made = f.create(body, "persistentvolumeclaims").value();
    CHECK(text(made, {"spec", "storageClassName"}) == R"("fixed")");
    auto patch = [&](Verb verb, std::string const& change) {
        auto const done = f.one(f.operation(verb, "persistentvolumeclaims", change, {"default", "data"}));
        return done ? "done" : done.error().message;
    };
    REQUIRE(patch(Verb::merge_patch, R"({"spec":{"volumeName":"v"}})") == "done");
    REQUIRE(patch(Verb::merge_patch_status, R"({"status":{"phase":"Bound","capacity":{"storage":"1Gi"}}})") == "done");
    std::string const grow = R"({"spec":{"resources":{"requests":{"storage":"2Gi"}}}})";
    CHECK(patch(Verb::merge_patch, grow) ==
          "persistentvolumeclaims \"data\" is forbidden: only dynamically provisioned pvc can be resized and the "
          "storageclass that provisions the pvc must support resize");
    f.one(f.operation(Verb::merge_patch, "storageclasses.storage.k8s.io", R"({"allowVolumeExpansion":true})",
                      {"", "fixed"}))
        .value();
    CHECK(patch(Verb::merge_patch, grow) == "done");
}
