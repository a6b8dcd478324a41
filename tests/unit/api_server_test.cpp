#include "http/api_server.hpp"

#include "api/json.hpp"
#include "support/registry_fixture.hpp"
#include "support/test_exchange.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using test::TestExchange;

namespace {

struct Api {
    Api() { server->start(); }
    ~Api() { server->stop(); }

    std::shared_ptr<TestExchange> send(std::string method, std::string target, std::string body = {},
                                       http::Headers headers = {}) {
        auto exchange =
            std::make_shared<TestExchange>(std::move(method), std::move(target), std::move(body), std::move(headers));
        exchange->client_reads = client_reads;
        server->answer(exchange);
        f.settle();
        return exchange;
    }
    json::value ask(std::string method, std::string target, std::string body = {}, http::Headers headers = {}) {
        auto const exchange = send(std::move(method), std::move(target), std::move(body), std::move(headers));
        if (!exchange->answer) return nullptr;
        status = exchange->answer->status;
        auto parsed = parse_json(exchange->answer->body);
        return parsed ? *parsed : json::value(exchange->answer->body);
    }
    void make(std::string const& name, std::string const& value = "v") {
        ask("POST", "/api/v1/namespaces/default/configmaps",
            R"({"metadata":{"name":")" + name + R"(","labels":{"n":")" + name + R"("}},"data":{"k":")" + value +
                R"("}})");
        REQUIRE(status == 201);
    }

    test::RegistryFixture f;
    std::shared_ptr<http::ApiServer> server =
        std::make_shared<http::ApiServer>(f.strand, f.registry, http::ApiServerOptions{});
    int status = 0;
    bool client_reads = true;
};

std::string text_at(json::value const& tree, std::initializer_list<std::string_view> path) {
    return std::string(string_at(tree, path));
}

/// The types and names of the events in the text of a watch.
std::vector<std::string> events_in(std::string const& text) {
    std::vector<std::string> events;
    std::size_t at = 0;
    while (at < text.size()) {
        auto const end = text.find('\n', at);
        auto const tree = parse_json(std::string_view(text).substr(at, end - at)).value();
        events.push_back(text_at(tree, {"type"}) + " " + text_at(tree, {"object", "metadata", "name"}));
        at = end + 1;
    }
    return events;
}

}  // namespace

TEST_CASE("api: an object is created, read, replaced and deleted") {
    Api api;
    auto const made = api.ask("POST", "/api/v1/namespaces/default/configmaps", R"({"metadata":{"name":"a"}})");
    CHECK(api.status == 201);
    CHECK(text_at(made, {"metadata", "namespace"}) == "default");
    auto read = api.ask("GET", "/api/v1/namespaces/default/configmaps/a");
    CHECK(read == made);
    read.get_object()["data"] = json::object{{"k", "v"}};
    auto const written = api.ask("PUT", "/api/v1/namespaces/default/configmaps/a", canonical(read));
    CHECK(api.status == 200);
    CHECK(text_at(written, {"data", "k"}) == "v");
    CHECK(text_at(api.ask("PUT", "/api/v1/namespaces/default/configmaps/a", canonical(read)), {"reason"}) ==
          "Conflict");
    CHECK(api.status == 409);
    auto const gone = api.ask("DELETE", "/api/v1/namespaces/default/configmaps/a");
    CHECK(text_at(gone, {"status"}) == "Success");
    CHECK(text_at(gone, {"details", "name"}) == "a");
    auto const missing = api.ask("GET", "/api/v1/namespaces/default/configmaps/a");
    CHECK(api.status == 404);
    CHECK(text_at(missing, {"message"}) == "configmaps \"a\" not found");
    CHECK(text_at(missing, {"reason"}) == "NotFound");
    CHECK(text_at(missing, {"details", "kind"}) == "configmaps");
}

TEST_CASE("api: what is no part of it is 404, and what it does not allow is 405") {
    Api api;
    for (auto const* const path :
         {"/", "/nothing", "/api/v2/pods", "/apis/apps/v1beta1/deployments", "/api/v1/nothings",
          "/api/v1/namespaces/default/nodes", "/api/v1/pods/name-without-namespace",
          "/api/v1/namespaces/default/pods/a/nothing", "/api/v1//pods",
          "/api/v1/namespaces/default/configmaps/a/status", "/api/v1/namespaces/default/configmaps/a/scale"}) {
        INFO(path);
        auto const answer = api.ask("GET", path);
        CHECK(api.status == 404);
        CHECK(text_at(answer, {"kind"}) == "Status");
    }
    api.ask("POST", "/api/v1/namespaces/default/configmaps/a", "{}");
    CHECK(api.status == 405);
    api.ask("BREW", "/api/v1/namespaces/default/configmaps");
    CHECK(api.status == 405);
}

TEST_CASE("api: malformed targets, bodies and parameters are refused with a Status that says what is wrong") {
    Api api;
    struct Case {
        std::string method, target, body;
        http::Headers headers;
        int status;
        std::string message;
    };
    std::string const maps = "/api/v1/namespaces/default/configmaps";
    for (auto const& one : std::vector<Case>{
             {"GET", "/api/v1/%zz", "", {}, 400, "escape"},
             {"GET", maps + "?labelSelector=a%3D%3D%3D", "", {}, 400, ""},
             {"GET", maps + "?limit=-1", "", {}, 400, "limit"},
             {"GET", maps + "?limit=x", "", {}, 400, "limit"},
             {"GET", maps + "?resourceVersion=x", "", {}, 400, "resourceVersion"},
             {"GET", maps + "?resourceVersion=1&resourceVersionMatch=Best", "", {}, 400, "Exact"},
             {"GET", maps + "?resourceVersionMatch=Exact", "", {}, 400, "resourceVersion"},
             {"GET", maps + "?continue=AAAA", "", {}, 400, "continue"},
             {"GET", maps + "?resourceVersion=99999", "", {}, 504, "Too large resource version"},
             {"POST", maps, "{", {}, 400, "invalid JSON"},
             {"POST", maps, "[]", {}, 400, "must be an object"},
             {"POST", maps, R"({"kind":"Secret","apiVersion":"v1","metadata":{"name":"a"}})", {}, 400, "Secret"},
             {"POST", maps, R"({"metadata":{"name":"a","namespace":"b"}})", {}, 400, "namespace"},
             {"POST", maps, R"({"metadata":{"name":"A_"}})", {}, 422, "metadata.name"},
             {"POST", maps, R"({"metadata":{"name":"a"},"datum":{}})", {}, 201, ""},
             {"POST",
              maps + "?fieldValidation=Strict",
              R"({"metadata":{"name":"b"},"datum":{}})",
              {},
              400,
              "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field "
              "\"datum\""},
             {"POST", maps + "?fieldValidation=Sure", R"({"metadata":{"name":"b"}})", {}, 422, "fieldValidation"},
             {"POST", maps + "?dryRun=Some", R"({"metadata":{"name":"b"}})", {}, 422, "dryRun"},
             {"POST", maps, "\x0a\x01", {{"content-type", "application/vnd.kubernetes.protobuf"}}, 400, "protobuf"},
             {"POST", maps, "metadata: [", {{"content-type", "application/yaml"}}, 400, ""},
             {"PATCH", maps + "/a", "{}", {{"content-type", "application/json"}}, 415, "strategic-merge-patch"},
             {"PATCH", maps + "/a", "[]", {{"content-type", "application/merge-patch+json"}}, 400, "object"},
             {"PATCH", maps + "/a", "{}", {{"content-type", "application/apply-patch+yaml"}}, 422, "fieldManager"},
             {"PATCH", maps + "/a?force=true", "{}", {{"content-type", "application/merge-patch+json"}}, 422, "force"},
             {"DELETE", maps + "/a?propagationPolicy=Never", "", {}, 422, "propagationPolicy"},
             {"DELETE", maps + "/a?gracePeriodSeconds=soon", "", {}, 400, "gracePeriodSeconds"},
             {"DELETE", maps + "/a", R"({"preconditions":{"uid":"x"}})", {}, 409, "Precondition failed"},
             {"GET", maps, "", {{"accept", "application/vnd.kubernetes.protobuf"}}, 406, "application/json"},
             {"GET", maps + "?watch=1&sendInitialEvents=true", "", {}, 422, "resourceVersionMatch"},
         }) {
        INFO(one.method << " " << one.target << " " << one.body);
        auto const answer = api.ask(one.method, one.target, one.body, one.headers);
        CHECK(api.status == one.status);
        INFO(canonical(answer));
        if (one.status >= 400) {
            CHECK(text_at(answer, {"kind"}) == "Status");
            CHECK(text_at(answer, {"message"}).find(one.message) != std::string::npos);
        }
    }
}

TEST_CASE("api: an unknown field is told by a warning") {
    Api api;
    auto const exchange =
        api.send("POST", "/api/v1/namespaces/default/configmaps", R"({"metadata":{"name":"a"},"datum":{}})");
    REQUIRE(exchange->answer->headers.size() == 1);
    CHECK(exchange->answer->headers[0] ==
          std::pair<std::string, std::string>("Warning", "299 - \"unknown field \\\"datum\\\"\""));
}

TEST_CASE("api: a long list is made in pieces, all of the state that was there when it was asked for") {
    Api api;
    std::string const large(20'000, 'x');
    for (int i = 0; i < 40; ++i) api.make("map-" + std::to_string(10 + i), large);
    std::string const path = "/api/v1/namespaces/default/configmaps";
    auto const before = api.send("GET", path);
    REQUIRE(before->answer);
    CHECK(before->pieces > 5);
    CHECK(before->answer->body.ends_with("}}\n"));

    auto const held = std::make_shared<TestExchange>("GET", path);
    held->holds_pieces = true;
    api.server->answer(held);
    REQUIRE(held->answer);
    REQUIRE(held->answer->more);
    CHECK(held->answer->body.size() < 100);
    std::string body = held->answer->body, piece;
    REQUIRE(held->answer->more(piece));
    CHECK(piece.size() < 128 * 1024);
    api.ask("DELETE", path + "/map-45");
    api.make("map-00", large);
    body += piece;
    while (held->answer->more(body)) continue;
    CHECK(body == before->answer->body);

    // Few, and those that are indented, are made at once.
    CHECK(api.send("GET", path + "?limit=2")->pieces == 0);
    auto const pretty = api.send("GET", path + "?pretty=true");
    CHECK(pretty->pieces == 0);
    CHECK(parse_json(pretty->answer->body).value().at("items").as_array().size() == 40);
}

TEST_CASE("api: pages of a list are all of one state") {
    Api api;
    for (char const* const name : {"a", "b", "c", "d", "e"}) api.make(name);
    auto const first = api.ask("GET", "/api/v1/configmaps?limit=2");
    CHECK(first.at("items").as_array().size() == 2);
    CHECK(first.at("metadata").at("remainingItemCount").as_int64() == 3);
    CHECK(text_at(first, {"kind"}) == "ConfigMapList");
    api.make("bb");
    api.ask("DELETE", "/api/v1/namespaces/default/configmaps/d");
    auto const second =
        api.ask("GET", "/api/v1/configmaps?limit=10&continue=" + text_at(first, {"metadata", "continue"}));
    std::string names;
    for (auto const& item : second.at("items").as_array()) names += text_at(item, {"metadata", "name"});
    CHECK(names == "cde");
    CHECK(text_at(second, {"metadata", "resourceVersion"}) == text_at(first, {"metadata", "resourceVersion"}));
    CHECK(text_at(second, {"metadata", "continue"}).empty());
    auto const selected = api.ask("GET", "/api/v1/namespaces/default/configmaps?labelSelector=n%20in%20(a,bb)");
    CHECK(selected.at("items").as_array().size() == 2);
}

TEST_CASE("api: a watch tells each change of its selection once and in order") {
    Api api;
    api.make("a");
    auto const watch = api.send("GET", "/api/v1/namespaces/default/configmaps?watch=true&labelSelector=n!%3Dhidden");
    REQUIRE(watch->streamed);
    CHECK(events_in(watch->streamed->take()) == std::vector<std::string>{"ADDED a"});
    api.make("b");
    api.make("hidden");
    api.ask("DELETE", "/api/v1/namespaces/default/configmaps/a");
    auto const text = watch->streamed->take();
    CHECK(events_in(text) == std::vector<std::string>{"ADDED b", "DELETED a"});
    CHECK(text.find("\"resourceVersion\":\"" + std::to_string(api.f.registry.durable().revision)) != std::string::npos);
    // Somebody who was cut off goes on where he was.
    auto const again = api.send("GET", "/api/v1/namespaces/default/configmaps?watch=true&resourceVersion=2");
    CHECK(events_in(again->streamed->take()) == std::vector<std::string>{"ADDED b", "ADDED hidden", "DELETED a"});
    watch->streamed->close();
    CHECK(api.f.registry.watches().watchers() == 2);  // the connection's thread takes none out of the strand's lists
    api.f.settle();
    CHECK(api.f.registry.watches().watchers() == 1);
}

TEST_CASE("api: a watch that is asked to last for ever lasts as long as any") {
    Api api;
    auto const watch = api.send("GET", "/api/v1/configmaps?watch=1&timeoutSeconds=9223372036854775807");
    REQUIRE(watch->streamed);
    api.f.advance(std::chrono::hours(24));
    CHECK(watch->streamed->open);
}

TEST_CASE("api: initial events end with a bookmark where that was asked for") {
    Api api;
    api.make("a");
    auto const watch = api.send("GET",
                                "/api/v1/configmaps?watch=true&sendInitialEvents=true&allowWatchBookmarks=true&"
                                "resourceVersionMatch=NotOlderThan");
    auto const text = watch->streamed->take();
    CHECK(events_in(text) == std::vector<std::string>{"ADDED a", "BOOKMARK "});
    CHECK(text.find(R"("k8s.io/initial-events-end":"true")") != std::string::npos);
}

TEST_CASE("trap 4: who never reads a watch costs a bounded queue, and loses nothing when he reads after all") {
    Api api;
    api.client_reads = false;
    auto const watch = api.send("GET", "/api/v1/configmaps?watch=true&resourceVersion=1");
    api.client_reads = true;
    std::string const large(10'000, 'x');
    for (int i = 0; i < 300; ++i) api.make("m" + std::to_string(i), large);
    CHECK(watch->streamed->waiting < (std::size_t{2} << 20));
    std::size_t seen = 0;
    for (int i = 0; i < 100 && seen < 300; ++i) {
        seen += events_in(watch->streamed->take()).size();
        watch->streamed->drain();
        api.f.settle();
    }
    CHECK(seen == 300);
}

TEST_CASE("api: a dry run answers as if it were done and writes nothing") {
    Api api;
    auto const before = api.f.registry.durable().revision;
    auto const made =
        api.ask("POST", "/api/v1/namespaces/default/configmaps?dryRun=All", R"({"metadata":{"name":"a"}})");
    CHECK(api.status == 201);
    CHECK(text_at(made, {"metadata", "name"}) == "a");
    CHECK(api.f.registry.durable().revision == before);
    api.make("a");
    api.ask("DELETE", "/api/v1/namespaces/default/configmaps/a?dryRun=All");
    CHECK(api.status == 200);
    api.ask("GET", "/api/v1/namespaces/default/configmaps/a");
    CHECK(api.status == 200);
}

TEST_CASE("api: a Deployment is scaled through its scale") {
    Api api;
    std::string const path = "/apis/apps/v1/namespaces/default/deployments";
    api.ask("POST", path,
            R"({"metadata":{"name":"web"},"spec":{"replicas":2,"selector":{"matchLabels":{"a":"b"}},"template":{)"
            R"("metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}})");
    REQUIRE(api.status == 201);
    auto const scale = api.ask("GET", path + "/web/scale");
    CHECK(text_at(scale, {"apiVersion"}) == "autoscaling/v1");
    CHECK(scale.at("spec").at("replicas").as_int64() == 2);
    CHECK(text_at(scale, {"status", "selector"}) == "a=b");
    auto const changed = api.ask("PATCH", path + "/web/scale", R"({"spec":{"replicas":5}})",
                                 {{"content-type", "application/merge-patch+json"}});
    CHECK(changed.at("spec").at("replicas").as_int64() == 5);
    CHECK(api.ask("GET", path + "/web").at("spec").at("replicas").as_int64() == 5);
    api.ask("PUT", path + "/web/scale", canonical(scale));
    CHECK(api.status == 409);
    api.ask("PATCH", path + "/web/scale", R"({"spec":{"replicas":-1}})",
            {{"content-type", "application/merge-patch+json"}});
    CHECK(api.status == 422);
}

TEST_CASE("api: metadata alone is sent to who asks for no more") {
    Api api;
    api.make("a");
    auto const list = api.ask("GET", "/api/v1/configmaps", "",
                              {{"accept", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"}});
    CHECK(text_at(list, {"kind"}) == "PartialObjectMetadataList");
    auto const& item = list.at("items").as_array().at(0);
    CHECK(text_at(item, {"metadata", "name"}) == "a");
    CHECK_FALSE(item.as_object().contains("data"));
}

TEST_CASE("api: who may not is told so in Kubernetes' words, and nobody grants what he does not have") {
    test::RegistryFixture f;
    http::ApiServerOptions options;
    options.rbac = std::make_shared<http::Rbac>();
    auto const server = std::make_shared<http::ApiServer>(f.strand, f.registry, options);
    server->start();
    f.settle();
    auto const send = [&](std::string const& user, std::vector<std::string> groups, std::string method,
                          std::string target, std::string body = {}) {
        auto const exchange = std::make_shared<TestExchange>(std::move(method), std::move(target), std::move(body));
        exchange->asked.user.name = user;
        exchange->asked.user.groups = std::move(groups);
        server->answer(exchange);
        f.settle();
        REQUIRE(exchange->answer);
        return *exchange->answer;
    };
    std::string const admins = "system:masters", roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/";
    auto const refused = send("eve", {}, "GET", "/api/v1/namespaces/default/pods");
    CHECK(refused.status == 403);
    CHECK(text_at(parse_json(refused.body).value(), {"message"}) ==
          "pods is forbidden: User \"eve\" cannot list resource \"pods\" in API group \"\" in the namespace "
          "\"default\"");
    std::string const binding =
        R"({"metadata":{"name":"NAME"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"ROLE"},)"
        R"("subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"eve"}]})";
    auto const bound = [&](std::string const& name, std::string const& role) {
        auto text = binding;
        text.replace(text.find("NAME"), 4, name);
        return text.replace(text.find("ROLE"), 4, role);
    };
    CHECK(send("root", {admins}, "POST", roles + "rolebindings", bound("a", "admin")).status == 201);
    CHECK(send("eve", {}, "GET", "/api/v1/namespaces/default/pods").status == 200);
    CHECK(send("eve", {}, "GET", "/api/v1/namespaces/kube-system/pods").status == 403);
    CHECK(send("eve", {}, "GET", "/api/v1/nodes").status == 403);
    CHECK(send("eve", {}, "POST", roles + "rolebindings", bound("b", "view")).status == 201);
    CHECK(send("eve", {}, "POST", roles + "rolebindings", bound("c", "cluster-admin")).status == 403);
    CHECK(send("eve", {}, "POST", roles + "roles",
               R"({"metadata":{"name":"r"},"rules":[{"apiGroups":[""],"resources":["nodes"],"verbs":["*"]}]})")
              .status == 403);
    CHECK(send("root", {admins}, "DELETE", roles + "rolebindings/a").status == 200);
    CHECK(send("eve", {}, "DELETE", roles + "rolebindings/b").status == 403);
    CHECK(send("system:anonymous", {"system:unauthenticated"}, "GET", "/healthz").status == 200);
    CHECK(send("system:anonymous", {"system:unauthenticated"}, "GET", "/version").status == 200);
    CHECK(send("system:anonymous", {"system:unauthenticated"}, "GET", "/apis").status == 403);
}

TEST_CASE("api: an eviction that a budget does not allow is 429, and says which budget and why") {
    Api api;
    api.ask("POST", "/api/v1/namespaces/default/pods",
            R"({"metadata":{"name":"p","labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"x"}]}})");
    REQUIRE(api.status == 201);
    api.ask("PATCH", "/api/v1/namespaces/default/pods/p/status",
            R"({"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}})",
            {{"content-type", "application/merge-patch+json"}});
    REQUIRE(api.status == 200);
    auto const budgets = std::string("/apis/policy/v1/namespaces/default/poddisruptionbudgets");
    api.ask("POST", budgets,
            R"({"metadata":{"name":"guard"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"a":"b"}}}})");
    REQUIRE(api.status == 201);
    auto const evict = [&] {
        return api.send(
            "POST", "/api/v1/namespaces/default/pods/p/eviction",
            R"({"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"p","namespace":"default"}})");
    };
    auto const header = [](http::Reply const& reply) {
        for (auto const& [name, value] : reply.headers)
            if (name == "Retry-After") return value;
        return std::string();
    };
    // Not counted yet: clients come back by themselves.
    auto const early = *evict()->answer;
    CHECK(early.status == 429);
    CHECK(header(early) == "10");
    CHECK_THAT(early.body, Catch::Contains(R"("retryAfterSeconds":10)"));
    api.ask(
        "PATCH", budgets + "/guard/status",
        R"({"status":{"observedGeneration":1,"currentHealthy":1,"desiredHealthy":1,"expectedPods":1,"disruptionsAllowed":0}})",
        {{"content-type", "application/merge-patch+json"}});
    REQUIRE(api.status == 200);
    auto const held = *evict()->answer;
    REQUIRE(held.status == 429);
    CHECK(header(held).empty());
    auto const status = parse_json(held.body).value();
    CHECK(text_at(status, {"reason"}) == "TooManyRequests");
    CHECK(text_at(status, {"message"}) == "Cannot evict pod as it would violate the pod's disruption budget.");
    CHECK(
        canonical(*find_path(status, {"details", "causes"})) ==
        R"([{"message":"The disruption budget guard needs 1 healthy pods and has 1 currently","reason":"DisruptionBudget"}])");
    api.ask("DELETE", budgets + "/guard");
    CHECK(evict()->answer->status == 201);
}
