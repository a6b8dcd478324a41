#include "api/conversion.hpp"
#include "registry/kind_table.hpp"
#include "support/registry_fixture.hpp"

#include <keelson/api/kind.hpp>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace keelson;

namespace {

json::value read_facts(char const* path) {
    std::ifstream file(std::string(KEELSON_SOURCE_DIR) + path);
    std::stringstream text;
    text << file.rdbuf();
    return json::parse(text.str());
}

std::shared_ptr<Kind const> find_kind(std::string_view group, std::string_view version, std::string_view name) {
    for (auto const& kind : built_in_kinds())
        if (kind->group == group && kind->version == version && kind->name == name) return kind;
    return nullptr;
}

std::vector<std::string> strings(json::value const* list) {
    std::vector<std::string> out;
    if (list)
        for (auto const& item : list->as_array()) out.emplace_back(item.as_string());
    return out;
}

/// What discovery calls the methods that the description of the API has for a path.
std::vector<std::string> verbs_of(json::value const& methods, bool proxy) {
    std::map<std::string, std::vector<std::string>> const words{{"post", {"create"}}, {"put", {"update"}}};
    std::set<std::string> verbs;
    auto const given = strings(&methods);
    auto const has = [&](std::string_view method) { return std::count(given.begin(), given.end(), method) != 0; };
    for (auto const& method : given) {
        if (method == "connect") {
            verbs.insert({"create", "get"});
            if (proxy) verbs.insert({"delete", "patch", "update"});
        } else if (auto const word = words.find(method); word != words.end()) {
            verbs.insert(word->second.front());
        } else {
            verbs.insert(method);
        }
    }
    if (has("list") && has("delete")) verbs.insert("watch");
    return {verbs.begin(), verbs.end()};
}

std::string converted(std::string_view text, Kind const& from, Kind const& to) {
    auto tree = parse_json(text).value();
    convert(tree, from, to);
    return canonical(tree);
}

}  // namespace

TEST_CASE("kinds: all 68 resources of Kubernetes 1.35, with their verbs, scopes and subresources") {
    auto const api = read_facts("/src/api/kubernetes/v1.35.json");
    auto const& resources = api.at("resources").as_array();
    CHECK(resources.size() == 68);
    for (auto const& resource : resources) {
        auto const text = [&](char const* member) { return std::string(resource.at(member).as_string()); };
        auto const kind = find_kind(text("group"), text("version"), text("kind"));
        INFO(text("group") << " " << text("kind"));
        REQUIRE(kind);
        CHECK(kind->plural == text("plural"));
        CHECK(kind->namespaced() == resource.at("namespaced").as_bool());
        CHECK(kind->verbs == verbs_of(resource.at("verbs"), false));
        std::map<std::string, Subresource const*> found;
        for (auto const& sub : kind->subresources) found.emplace(sub.name, &sub);
        std::size_t wanted = 0;
        for (auto const& [name, sub] : resource.at("subresources").as_object()) {
            if (name.find('{') != name.npos) continue;
            ++wanted;
            INFO(std::string(name));
            REQUIRE(found.contains(std::string(name)));
            auto const& here = *found.at(std::string(name));
            CHECK(here.kind == sub.at("kind").as_string());
            CHECK(here.group == sub.at("group").as_string());
            CHECK(here.version == sub.at("version").as_string());
            CHECK(here.verbs == verbs_of(sub.at("verbs"), name == "proxy"));
        }
        CHECK(found.size() == wanted);
        CHECK(kind->has_status == found.contains("status"));
    }
}

TEST_CASE("kinds: short names, categories and singular names are those that people type") {
    auto const more = read_facts("/tools/kubernetes_facts.json");
    std::map<std::string, std::vector<std::string>> short_names;
    for (auto const& kind : built_in_kinds()) {
        auto const* const facts = more.at("resources").as_object().if_contains(kind->resource());
        INFO(kind->resource());
        CHECK(kind->short_names == strings(facts ? facts->as_object().if_contains("short") : nullptr));
        CHECK(kind->categories == strings(facts ? facts->as_object().if_contains("categories") : nullptr));
        for (auto const& name : kind->short_names) short_names[name].push_back(kind->plural);
    }
    for (auto const& [key, facts] : more.at("resources").as_object()) {
        auto const resource = std::string(key).substr(0, key.find('/'));
        auto const all = built_in_kinds();
        INFO(resource);
        CHECK(std::any_of(all.begin(), all.end(), [&](auto const& kind) { return kind->resource() == resource; }));
    }
    CHECK(short_names.at("po") == std::vector<std::string>{"pods"});
    CHECK(short_names.at("netpol") == std::vector<std::string>{"networkpolicies"});
    for (auto const& [name, plurals] : short_names) {
        INFO(name);
        CHECK(std::set<std::string>(plurals.begin(), plurals.end()).size() == 1);
    }
    CHECK(find_kind("", "v1", "Endpoints")->singular == "endpoints");
    CHECK(find_kind("networking.k8s.io", "v1", "Ingress")->singular == "ingress");
    std::vector<std::string> all;
    for (auto const& kind : built_in_kinds())
        if (!kind->categories.empty() && kind->categories.front() == "all" && kind->stored_as.empty())
            all.push_back(kind->plural);
    std::sort(all.begin(), all.end());
    CHECK(all == std::vector<std::string>{"cronjobs", "daemonsets", "deployments", "horizontalpodautoscalers", "jobs",
                                          "pods", "replicasets", "replicationcontrollers", "services", "statefulsets"});
}

TEST_CASE("kinds: reviews are answered and not stored, and two resources have a second form") {
    std::set<std::string> unstored, forms;
    for (auto const& kind : built_in_kinds()) {
        if (!kind->stored) unstored.insert(kind->name);
        if (!kind->stored_as.empty()) forms.insert(kind->api_version() + " " + kind->name + " as " + kind->stored_as);
        if (!kind->stored)
            CHECK((kind->verbs == std::vector<std::string>{"create"} || kind->name == "ComponentStatus"));
    }
    CHECK(unstored == std::set<std::string>{"Binding", "ComponentStatus", "LocalSubjectAccessReview",
                                            "SelfSubjectAccessReview", "SelfSubjectReview", "SelfSubjectRulesReview",
                                            "SubjectAccessReview", "TokenReview"});
    CHECK(forms == std::set<std::string>{"autoscaling/v1 HorizontalPodAutoscaler as autoscaling/v2",
                                         "events.k8s.io/v1 Event as v1"});
}

TEST_CASE("kinds: a table finds each form by its path, and what is stored by any name") {
    KindTable table;
    auto const* const v1 = table.at("autoscaling", "v1", "horizontalpodautoscalers");
    auto const* const v2 = table.at("autoscaling", "v2", "horizontalpodautoscalers");
    REQUIRE(v1);
    REQUIRE(v2);
    CHECK(v1->kind->version == "v1");
    CHECK(v2->kind->version == "v2");
    CHECK(table.stored(*v1) == v2);
    CHECK(table.stored(*v2) == v2);
    CHECK(table.by_resource("horizontalpodautoscalers.autoscaling") == v2);
    CHECK(table.by_name("autoscaling/v1", "HorizontalPodAutoscaler") == v2);
    CHECK(table.by_any_name("hpa") == v2);
    auto const* const events = table.at("", "v1", "events");
    REQUIRE(events);
    CHECK(table.stored(*table.at("events.k8s.io", "v1", "events")) == events);
    CHECK(table.by_any_name("events.events.k8s.io") == events);
    CHECK(table.by_resource("events.events.k8s.io") == nullptr);
    CHECK(table.at("apps", "v1beta1", "deployments") == nullptr);
    CHECK(table.at("apps", "v1", "pods") == nullptr);
    CHECK(table.served().size() == 68);
    CHECK(table.all().size() == 66);

    auto older = *table.at("apps", "v1", "deployments")->kind;
    older.version = "v1beta9";
    older.stored_as = "apps/v1";
    REQUIRE(table.add(older));
    CHECK(table.stored(*table.at("apps", "v1beta9", "deployments"))->kind->version == "v1");
    CHECK(table.served().size() == 69);
    older.stored_as = "apps/v7";
    CHECK(table.add(older).error().code == Errc::not_found);
}

TEST_CASE("kinds: an autoscaler keeps everything on its way to autoscaling/v1 and back") {
    auto const v1 = find_kind("autoscaling", "v1", "HorizontalPodAutoscaler");
    auto const v2 = find_kind("autoscaling", "v2", "HorizontalPodAutoscaler");
    std::string const simple =
        R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"web"},"spec":{"maxReplicas":5,)"
        R"("metrics":[{"resource":{"name":"cpu","target":{"averageUtilization":70,"type":"Utilization"}},"type":"Resource"}],)"
        R"("scaleTargetRef":{"kind":"Deployment","name":"web"}}})";
    auto const as_v1 = converted(simple, *v2, *v1);
    CHECK(
        as_v1 ==
        R"({"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"web"},"spec":{"maxReplicas":5,)"
        R"("scaleTargetRef":{"kind":"Deployment","name":"web"},"targetCPUUtilizationPercentage":70}})");
    CHECK(converted(as_v1, *v1, *v2) == simple);

    std::string const full =
        R"({"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"web"},"spec":{"behavior":{"scaleUp":{"selectPolicy":"Max"}},)"
        R"("maxReplicas":5,"metrics":[{"resource":{"name":"cpu","target":{"averageUtilization":70,"type":"Utilization"}},"type":"Resource"},)"
        R"({"pods":{"metric":{"name":"queue"},"target":{"averageValue":"10","type":"AverageValue"}},"type":"Pods"}],)"
        R"("scaleTargetRef":{"kind":"Deployment","name":"web"}},"status":{"conditions":[{"status":"True","type":"AbleToScale"}],)"
        R"("currentMetrics":[{"resource":{"current":{"averageUtilization":12,"averageValue":"5m"},"name":"memory"},"type":"Resource"}],"desiredReplicas":2}})";
    auto const there = converted(full, *v2, *v1);
    auto const tree = parse_json(there).value();
    CHECK(find_path(tree, {"spec", "metrics"}) == nullptr);
    CHECK(find_path(tree, {"status", "conditions"}) == nullptr);
    CHECK(find_path(tree, {"metadata", "annotations"})->as_object().size() == 4);
    CHECK(converted(there, *v1, *v2) == full);
    // What nobody knows stays, for validation to say so.
    CHECK(converted(R"({"spec":{"volume":3}})", *v1, *v2) == R"({"apiVersion":"autoscaling/v2","spec":{"volume":3}})");
}

TEST_CASE("kinds: an Event reads the same in both of its groups") {
    auto const core = find_kind("", "v1", "Event");
    auto const events = find_kind("events.k8s.io", "v1", "Event");
    std::string const text =
        R"({"apiVersion":"v1","count":3,"firstTimestamp":"2026-01-31T12:00:00Z","involvedObject":{"kind":"Pod","name":"web"},"kind":"Event",)"
        R"("lastTimestamp":"2026-01-31T12:00:00Z","message":"m","metadata":{"name":"web.1"},"reason":"Started","reportingComponent":"c","source":{"component":"c"},"type":"Normal"})";
    auto const there = converted(text, *core, *events);
    auto tree = parse_json(there).value();
    for (auto const* const field : {"regarding", "note", "deprecatedSource", "deprecatedFirstTimestamp",
                                    "deprecatedLastTimestamp", "deprecatedCount", "reportingController"})
        CHECK(tree.as_object().contains(field));
    Findings findings;
    normalize(*events->schema, tree, findings);
    CHECK(findings.unknown.empty());
    CHECK(converted(there, *events, *core) == text);
}

TEST_CASE("kinds: a body in another form of its kind is stored in the one that is kept") {
    test::RegistryFixture f;
    auto const made = f.create(
        R"({"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"web"},"spec":{"maxReplicas":5,)"
        R"("scaleTargetRef":{"kind":"Deployment","name":"web"},"targetCPUUtilizationPercentage":70}})",
        "horizontalpodautoscalers.autoscaling", "default");
    REQUIRE(made);
    auto const tree = parse_json((*made)->bytes()).value();
    CHECK(string_at(tree, {"apiVersion"}) == "autoscaling/v2");
    auto const& metrics = find_path(tree, {"spec", "metrics"})->as_array();
    CHECK(find_path(metrics.at(0), {"resource", "target", "averageUtilization"})->as_int64() == 70);
    CHECK(f.create(R"({"apiVersion":"autoscaling/v2beta2","kind":"HorizontalPodAutoscaler","metadata":{"name":"x"}})",
                   "horizontalpodautoscalers.autoscaling", "default")
              .error()
              .code == Errc::bad_request);
}

TEST_CASE("kinds: a patch of another form changes the fields of that form") {
    test::RegistryFixture f;
    std::string const resource = "horizontalpodautoscalers.autoscaling";
    REQUIRE(f.create(
        R"({"metadata":{"name":"web"},"spec":{"maxReplicas":5,"metrics":[{"type":"Pods","pods":{"metric":{"name":)"
        R"("queue"},"target":{"type":"AverageValue","averageValue":"10"}}}],"scaleTargetRef":{"kind":"Deployment","name":"web"}}})",
        resource, "default"));
    for (auto const verb : {Operation::Verb::merge_patch, Operation::Verb::strategic_patch}) {
        auto patch =
            f.operation(verb, resource, R"({"spec":{"targetCPUUtilizationPercentage":33}})", {"default", "web"});
        patch.form = f.kinds.at("autoscaling", "v1", "horizontalpodautoscalers");
        auto const patched = f.one(patch);
        REQUIRE(patched);
        auto const tree = parse_json((*patched)->bytes()).value();
        CHECK(string_at(tree, {"apiVersion"}) == "autoscaling/v2");
        auto const& metrics = find_path(tree, {"spec", "metrics"})->as_array();
        REQUIRE(metrics.size() == 2);
        CHECK(find_path(metrics[0], {"resource", "target", "averageUtilization"})->as_int64() == 33);
        CHECK(string_at(metrics[1], {"pods", "metric", "name"}) == "queue");
        CHECK(find_path(tree, {"metadata", "annotations"}) == nullptr);
    }
    auto body = f.operation(Operation::Verb::update, resource,
                            R"({"apiVersion":"autoscaling/v2","metadata":{"name":"web"}})", {"default", "web"});
    body.form = f.kinds.at("autoscaling", "v1", "horizontalpodautoscalers");
    CHECK(f.one(body).error().message ==
          "the API version in the data (autoscaling/v2) does not match the expected API version (autoscaling/v1)");
}

TEST_CASE("kinds: a question is not stored") {
    test::RegistryFixture f;
    auto const before = f.registry.accepted().revision;
    auto const refused = f.create(R"({"spec":{"token":"x"}})", "tokenreviews.authentication.k8s.io");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::unsupported);
    CHECK(f.registry.accepted().revision == before);
}
