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
         {"/nothing", "/api/v2/pods", "/apis/apps/v1beta1/deployments", "/api/v1/nothings",
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
    for (auto const& [method, path] : std::vector<std::pair<std::string, std::string>>{
             {"BREW", "/api/v1/namespaces/default/configmaps"},
             {"DELETE", "/api/v1/namespaces"},  // namespaces go one by one
             {"DELETE", "/api/v1/configmaps"},  // of all namespaces at once one can only read
             {"POST", "/api/v1/configmaps"},
             {"POST", "/api/v1/componentstatuses"},
             {"GET", "/api/v1/namespaces/default/pods/a/binding"},
             {"GET", "/api/v1/namespaces/default/pods/a/eviction"},
             {"DELETE", "/apis/apps/v1/namespaces/default/deployments/a/status"},
             {"DELETE", "/api/v1"},
             {"PUT", "/apis/apps/v1"},
             {"POST", "/api"},
             {"POST", "/version"},
             {"POST", "/openapi/v2"}}) {
        INFO(method << " " << path);
        auto const answer = api.ask(method, path, method == "GET" || method == "DELETE" ? "" : "{}");
        CHECK(api.status == 405);
        CHECK(text_at(answer, {"reason"}) == "MethodNotAllowed");
    }
    CHECK(text_at(api.ask("GET", "/api/v1/namespaces/default"), {"status", "phase"}) == "Active");
}

TEST_CASE("api: the root lists its paths, and health its checks") {
    Api api;
    auto const root = api.ask("GET", "/");
    CHECK(api.status == 200);
    CHECK(canonical(root).find(R"("/apis/apps/v1","/apis/authentication.k8s.io")") != std::string::npos);
    auto const body = [&](std::string path) { return api.send("GET", std::move(path))->answer->body; };
    CHECK(body("/healthz") == "ok");
    CHECK(body("/livez/ping") == "ok");
    CHECK(body("/readyz?verbose") == "[+]ping ok\n[+]engine ok\nreadyz check passed\n");
    CHECK(body("/readyz?verbose&exclude=engine&exclude=moon") ==
          "[+]ping ok\n[+]engine excluded: ok\nwarn: no check is named \"moon\"\nreadyz check passed\n");
    CHECK(api.send("GET", "/readyz/moon")->answer->status == 404);
}

TEST_CASE("api: what no program could decode is a bad request, and what is wrong with it is told at once") {
    Api api;
    auto const maps = std::string("/api/v1/namespaces/default/configmaps");
    auto answer = api.ask("POST", maps, R"({"metadata":{"name":"a"},"data":{"k":5}})");
    CHECK(api.status == 400);
    CHECK(text_at(answer, {"reason"}) == "BadRequest");
    CHECK(
        text_at(answer, {"message"}) ==
        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: data[k]: Invalid value: \"integer\": must be of "
        "type string, not integer");
    CHECK(find_path(answer, {"details"}) == nullptr);
    api.ask("POST", maps, R"({"metadata":{"name":"a"},"binaryData":{"k":"%"}})");
    CHECK(api.status == 400);
    api.make("a");
    answer = api.ask("PATCH", maps + "/a", R"({"data":{"k":5}})", {{"content-type", "application/merge-patch+json"}});
    CHECK(api.status == 422);
    // Required, enumerated and semantic at the same time.
    answer = api.ask("POST", "/api/v1/namespaces/default/services",
                     R"({"metadata":{"name":"s"},"spec":{"ports":[{"port":0,"protocol":"X"}]}})");
    CHECK(api.status == 422);
    auto const message = text_at(answer, {"message"});
    CHECK(message.find("spec.ports[0].protocol: Unsupported value") != std::string::npos);
    CHECK(message.find("spec.ports[0].port: Invalid value: 0") != std::string::npos);
}

TEST_CASE("api: an update states the name, in some kinds the version, and makes what is not there of a few") {
    Api api;
    auto const maps = std::string("/api/v1/namespaces/default/configmaps");
    auto const leases = std::string("/apis/coordination.k8s.io/v1/namespaces/default/leases");
    api.make("a");
    auto answer = api.ask("PUT", maps + "/a", R"({"data":{"k":"w"}})");
    CHECK(api.status == 400);
    CHECK(text_at(answer, {"message"}) ==
          "the name of the object (a based on URL) was undeterminable: name must be provided");
    api.ask("PUT", maps + "/a", R"({"metadata":{"name":"a","resourceVersion":"0"}})");
    CHECK(api.status == 200);
    api.ask("PUT", maps + "/b", R"({"metadata":{"name":"b"}})");
    CHECK(api.status == 404);
    api.ask("PUT", leases + "/l", R"({"metadata":{"name":"l"}})");
    CHECK(api.status == 201);
    answer = api.ask("PUT", leases + "/l", R"({"metadata":{"name":"l"},"spec":{"holderIdentity":"me"}})");
    CHECK(api.status == 422);
    CHECK(text_at(answer, {"message"}) ==
          "Lease.coordination.k8s.io \"l\" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be specified "
          "for an update");
    auto lease = api.ask("GET", leases + "/l");
    lease.get_object()["spec"] = json::object{{"holderIdentity", "me"}};
    api.ask("PUT", leases + "/l", canonical(lease));
    CHECK(api.status == 200);
    api.ask("PUT", leases + "/m", R"({"metadata":{"name":"m","uid":"some"}})");
    CHECK(api.status == 404);
}

TEST_CASE("api: an object has a status from the beginning, with the zeros that everybody reads") {
    Api api;
    auto const made = api.ask("POST", "/apis/apps/v1/namespaces/default/daemonsets",
                              R"({"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{)"
                              R"("metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}})");
    CHECK(api.status == 201);
    CHECK(canonical(*find_path(made, {"status"})) ==
          R"({"currentNumberScheduled":0,"desiredNumberScheduled":0,"numberMisscheduled":0,"numberReady":0})");
    auto const service = api.ask("POST", "/api/v1/namespaces/default/services",
                                 R"({"metadata":{"name":"s"},"spec":{"ports":[{"port":1}]}})");
    CHECK(canonical(*find_path(service, {"status"})) == R"({"loadBalancer":{}})");
    auto const left = api.ask("PATCH", "/apis/apps/v1/namespaces/default/daemonsets/d/status",
                              R"({"status":{"numberReady":2}})", {{"content-type", "application/merge-patch+json"}});
    CHECK(canonical(*find_path(left, {"status", "numberMisscheduled"})) == "0");
}

TEST_CASE("api: who asks for a certificate is who sends the request, whatever it says") {
    Api api;
    auto const made =
        api.ask("POST", "/apis/certificates.k8s.io/v1/certificatesigningrequests",
                R"({"metadata":{"name":"c"},"spec":{"signerName":"example.com/s","usages":["client auth"],)"
                R"("request":"AAAA","username":"root","groups":["system:masters"]}})");
    CHECK(api.status == 201);
    CHECK(text_at(made, {"spec", "username"}) != "root");
    CHECK(canonical(made).find("system:masters\"") == std::string::npos);
}

TEST_CASE("api: a read that wants a revision yet to come is told to come back, and where it stands") {
    Api api;
    api.make("a");
    for (auto const* const path : {"/api/v1/namespaces/default/configmaps?resourceVersion=99999",
                                   "/api/v1/namespaces/default/configmaps/a?resourceVersion=99999"}) {
        INFO(path);
        auto const exchange = api.send("GET", path);
        CHECK(exchange->answer->status == 504);
        auto const& headers = exchange->answer->headers;
        CHECK(std::find(headers.begin(), headers.end(), std::pair<std::string, std::string>("Retry-After", "1")) !=
              headers.end());
        CHECK(exchange->answer->body.find(R"("causes":[{"message":"Too large resource version","reason":)"
                                          R"("ResourceVersionTooLarge"}],"retryAfterSeconds":1)") != std::string::npos);
    }
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
             {"GET", maps + "?limit=-1", "", {}, 200, ""},
             {"GET", maps + "?timeoutSeconds=x", "", {}, 400, "timeoutSeconds"},
             {"GET", maps + "?fieldSelector=metadata.name%3Da%5Cx", "", {}, 400, "invalid escape sequence: \\x"},
             {"GET", maps + "?fieldSelector=metadata.name%3Da%5C%2Cb,", "", {}, 200, ""},
             {"GET", maps + "?limit=x", "", {}, 400, "limit"},
             {"GET", maps + "?resourceVersion=x", "", {}, 400, "resourceVersion"},
             {"GET", maps + "?resourceVersion=1&resourceVersionMatch=Best", "", {}, 422, "Exact"},
             {"GET",
              maps + "?resourceVersionMatch=Exact",
              "",
              {},
              422,
              "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is "
              "forbidden unless resourceVersion is provided"},
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
             {"POST", maps + "?dryRun=", R"({"metadata":{"name":"b"}})", {}, 422, "CreateOptions.meta.k8s.io"},
             {"PATCH",
              maps + "/a",
              R"({"metadata":{"uid":"x"}})",
              {{"content-type", "application/merge-patch+json"}},
              422,
              "metadata.uid: Invalid value: \"x\": field is immutable"},
             {"PATCH",
              maps + "/a",
              R"({"metadata":5})",
              {{"content-type", "application/strategic-merge-patch+json"}},
              422,
              "metadata"},
             {"DELETE", maps + "/a", R"({"gracePeriodSeconds":"x"})", {}, 400, "gracePeriodSeconds"},
             {"DELETE",
              maps + "/a",
              R"({"orphanDependents":true,"propagationPolicy":"Orphan"})",
              {},
              422,
              "orphanDependents"},
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

TEST_CASE("api: an apply makes no request for a certificate, for it could say who asks") {
    Api api;
    auto const answer = api.ask(
        "PATCH", "/apis/certificates.k8s.io/v1/certificatesigningrequests/a?fieldManager=m",
        R"({"apiVersion":"certificates.k8s.io/v1","kind":"CertificateSigningRequest","metadata":{"name":"a"},)"
        R"("spec":{"request":"eA==","signerName":"example.com/s","usages":["client auth"],"username":"other"}})",
        {{"content-type", "application/apply-patch+yaml"}});
    CHECK(api.status == 403);
    CHECK(text_at(answer, {"message"}).find("made by create, not by apply") != std::string::npos);
    api.ask("GET", "/apis/certificates.k8s.io/v1/certificatesigningrequests/a");
    CHECK(api.status == 404);
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
