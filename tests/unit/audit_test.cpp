#include "http/audit.hpp"

#include "api/json.hpp"
#include "http/api_server.hpp"
#include "scratch_folder.hpp"
#include "support/paper_socket.hpp"
#include "support/registry_fixture.hpp"
#include "support/test_exchange.hpp"

#include <keelson/http.hpp>

#include <catch2/catch.hpp>

#include <fstream>
#include <thread>

namespace {

using namespace keelson;
using namespace keelson::http;
using test::TestExchange;

User user(std::string name, std::vector<std::string> groups = {}) {
    return {std::move(name), {}, std::move(groups), {}};
}

/// An API whose lines are kept.
struct Audited {
    Audited() {
        ApiServerOptions options;
        options.rbac = std::make_shared<Rbac>();
        options.auditor = auditor = std::make_shared<Auditor>(
            [this](std::string_view line) {
                REQUIRE(line.ends_with('\n'));
                text += line;
                lines.push_back(parse_json(line.substr(0, line.size() - 1)).value());
            },
            f.clock, 7);
        options.pods = pod.streams();
        server = std::make_shared<ApiServer>(f.strand, f.registry, std::move(options));
        server->start();
        f.settle();
    }
    ~Audited() { server->stop(); }

    std::shared_ptr<TestExchange> send(std::string method, std::string target, std::string body = {},
                                       Headers headers = {}, User from = user("root", {"system:masters"})) {
        auto exchange =
            std::make_shared<TestExchange>(std::move(method), std::move(target), std::move(body), std::move(headers));
        exchange->asked.user = std::move(from);
        exchange->asked.remote = "10.0.0.7:4711";
        server->answer(exchange);
        f.settle();
        return exchange;
    }
    /// The one line that there is since the last call.
    json::value line() {
        REQUIRE(lines.size() == 1);
        auto only = std::move(lines.front());
        lines.clear();
        return only;
    }

    test::RegistryFixture f;
    test::PaperPod pod;
    std::shared_ptr<Auditor> auditor;
    std::shared_ptr<ApiServer> server;
    std::vector<json::value> lines;
    std::string text;
};

std::string at(json::value const& line, std::initializer_list<std::string_view> path) {
    auto const* const found = find_path(line, path);
    return !found ? "-" : found->is_string() ? std::string(found->get_string()) : canonical(*found);
}

}  // namespace

TEST_CASE("audit: a line is an Event of audit.k8s.io, as kube-apiserver writes it") {
    AuditRecord record;
    record.id = "id";
    record.stage = "ResponseComplete";
    record.uri = "/api/v1/namespaces/a/pods/p/exec?command=ls";
    record.remote = "[::1]:53211";
    record.agent = "kubectl";
    record.wanted = request_attributes("POST", record.uri);
    record.user = user("jane", {"dev"});
    record.acting = user("john");
    record.status = 403;
    record.status_reason = "Forbidden";
    record.received = record.reached = parse_rfc3339("2026-03-01T12:00:00Z").value();
    record.decision = Decision{false, ""};
    CHECK(
        audit_line(record) ==
        R"({"annotations":{"authorization.k8s.io/decision":"forbid","authorization.k8s.io/reason":""},"apiVersion":"audit.k8s.io/v1",)"
        R"("auditID":"id","impersonatedUser":{"username":"john"},"kind":"Event","level":"Metadata",)"
        R"("objectRef":{"apiVersion":"v1","name":"p","namespace":"a","resource":"pods","subresource":"exec"},)"
        R"("requestReceivedTimestamp":"2026-03-01T12:00:00.000000Z","requestURI":"/api/v1/namespaces/a/pods/p/exec?command=ls",)"
        R"("responseStatus":{"code":403,"metadata":{},"reason":"Forbidden","status":"Failure"},"sourceIPs":["::1"],)"
        R"("stage":"ResponseComplete","stageTimestamp":"2026-03-01T12:00:00.000000Z",)"
        R"("user":{"groups":["dev"],"username":"jane"},"userAgent":"kubectl","verb":"create"})"
        "\n");
    // What a client sends in its head need not be text.
    record.uri = record.agent = "\xff";
    CHECK(parse_json(audit_line(record)));
}

TEST_CASE("audit: every request has one line, which says who, what, and how it ended, and nothing that was sent") {
    Audited audited;
    auto const made = audited.send("POST", "/api/v1/namespaces/default/secrets",
                                   R"({"metadata":{"generateName":"s-"},"data":{"k":"c2VjcmV0"}})",
                                   {{"user-agent", "kubectl/v1.32.0"}});
    REQUIRE(made->answer->status == 201);
    auto const name = std::string(string_at(parse_json(made->answer->body).value(), {"metadata", "name"}));
    auto line = audited.line();
    CHECK(at(line, {"stage"}) == "ResponseComplete");
    CHECK(at(line, {"verb"}) == "create");
    CHECK(at(line, {"objectRef"}) ==
          R"({"apiVersion":"v1","name":")" + name + R"(","namespace":"default","resource":"secrets"})");
    CHECK(at(line, {"user"}) == R"({"groups":["system:masters"],"username":"root"})");
    CHECK(at(line, {"sourceIPs"}) == R"(["10.0.0.7"])");
    CHECK(at(line, {"userAgent"}) == "kubectl/v1.32.0");
    CHECK(at(line, {"responseStatus"}) == R"({"code":201,"metadata":{}})");
    CHECK(at(line, {"annotations", "authorization.k8s.io/decision"}) == "allow");
    CHECK(at(line, {"requestReceivedTimestamp"}).size() == std::string("2026-02-02T02:40:00.000000Z").size());
    // The client is told the id.
    CHECK(made->answer->headers.back() == std::pair<std::string, std::string>("Audit-Id", at(line, {"auditID"})));

    audited.send("GET", "/api/v1/namespaces/default/secrets/none");
    line = audited.line();
    CHECK(at(line, {"responseStatus"}) == R"({"code":404,"metadata":{},"reason":"NotFound","status":"Failure"})");
    audited.send("PUT", "/api/v1/namespaces/default/secrets/" + name,
                 R"({"metadata":{"name":"x"},"data":{"k":"c2VjcmV0!"}})");
    CHECK(at(audited.line(), {"verb"}) == "update");
    audited.send("GET", "/nothing?x=1");
    line = audited.line();
    CHECK(at(line, {"objectRef"}) == "-");
    CHECK(at(line, {"requestURI"}) == "/nothing?x=1");
    audited.send("GET", "/healthz");
    CHECK(at(audited.line(), {"responseStatus", "code"}) == "200");
    audited.send("GET", "/api/v1/%zz");
    CHECK(at(audited.line(), {"responseStatus", "code"}) == "400");
    CHECK(audited.text.find("c2VjcmV0") == std::string::npos);
}

TEST_CASE("audit: who is refused has a line too, and a client's own id is kept") {
    Audited audited;
    audited.send("DELETE", "/api/v1/namespaces/default", {}, {{"audit-id", "mine-1"}}, user("jane", {"dev"}));
    auto const line = audited.line();
    CHECK(at(line, {"auditID"}) == "mine-1");
    CHECK(at(line, {"user", "username"}) == "jane");
    CHECK(at(line, {"annotations", "authorization.k8s.io/decision"}) == "forbid");
    CHECK(at(line, {"responseStatus", "reason"}) == "Forbidden");
    audited.send("GET", "/version", {}, {{"audit-id", std::string(100, 'x')}});
    CHECK(at(audited.line(), {"auditID"}).size() == 36);

    // And who was refused before anybody knew who he is.
    Request request;
    request.target = "/api/v1/secrets";
    request.method = "GET";
    audited.auditor->refused(request, std::nullopt, 401, "Unauthorized");
    auto const unknown = audited.line();
    CHECK(at(unknown, {"user"}) == "{}");
    CHECK(at(unknown, {"verb"}) == "list");
    CHECK(at(unknown, {"responseStatus"}) ==
          R"({"code":401,"metadata":{},"reason":"Unauthorized","status":"Failure"})");
}

TEST_CASE("audit: of who acts as another, both are named") {
    Audited audited;
    audited.send("GET", "/api/v1/namespaces/default/configmaps", {},
                 {{"impersonate-user", "jane"}, {"impersonate-group", "dev"}});
    auto const line = audited.line();
    CHECK(at(line, {"user", "username"}) == "root");
    CHECK(at(line, {"impersonatedUser", "username"}) == "jane");
    CHECK(at(line, {"impersonatedUser", "groups"}).find("dev") != std::string::npos);
    CHECK(at(line, {"responseStatus", "code"}) == "403");
    // Who may not act as another is named alone.
    audited.send("GET", "/api", {}, {{"impersonate-user", "root"}}, user("jane"));
    auto const refused = audited.line();
    CHECK(at(refused, {"user", "username"}) == "jane");
    CHECK(at(refused, {"impersonatedUser"}) == "-");
    CHECK(at(refused, {"annotations", "authorization.k8s.io/decision"}) == "forbid");
}

TEST_CASE("audit: what goes on for long has a line for its begin and one for its end") {
    Audited audited;
    auto const watch = audited.send("GET", "/api/v1/configmaps?watch=1");
    REQUIRE(watch->streamed);
    auto line = audited.line();
    auto const id = at(line, {"auditID"});
    CHECK(at(line, {"stage"}) == "ResponseStarted");
    CHECK(at(line, {"verb"}) == "watch");
    audited.f.advance(std::chrono::seconds(30));
    CHECK(audited.lines.empty());
    watch->streamed->close();
    audited.f.settle();
    line = audited.line();
    CHECK(at(line, {"stage"}) == "ResponseComplete");
    CHECK(at(line, {"auditID"}) == id);
    CHECK(at(line, {"stageTimestamp"}) > at(line, {"requestReceivedTimestamp"}));

    // One that the server ends.
    audited.send("GET", "/api/v1/configmaps?watch=1&timeoutSeconds=5");
    CHECK(at(audited.line(), {"stage"}) == "ResponseStarted");
    audited.f.advance(std::chrono::seconds(6));
    CHECK(at(audited.line(), {"stage"}) == "ResponseComplete");
}

TEST_CASE("audit: an exec is audited until it ends, and one that could not be upgraded is not left open") {
    Audited audited;
    auto const exec = [&](std::vector<std::string> offered) {
        auto const exchange = std::make_shared<test::PaperExchange>();
        exchange->asked.method = "GET";
        exchange->asked.target = "/api/v1/namespaces/default/pods/web/exec?command=ls&stdout=1";
        exchange->asked.user = user("root", {"system:masters"});
        exchange->offered = std::move(offered);
        audited.server->answer(exchange);
        audited.f.settle();
        return exchange;
    };
    auto const exchange = exec({"v5.channel.k8s.io"});
    REQUIRE(exchange->socket);
    auto line = audited.line();
    CHECK(at(line, {"stage"}) == "ResponseStarted");
    CHECK(at(line, {"responseStatus", "code"}) == "101");
    CHECK(at(line, {"objectRef", "subresource"}) == "exec");
    audited.pod.start();
    exchange->socket->go();
    line = audited.line();
    CHECK(at(line, {"stage"}) == "ResponseComplete");
    audited.pod.program->events = {};

    exec({"other"});
    line = audited.line();
    CHECK(at(line, {"responseStatus", "code"}) == "400");
    CHECK(at(line, {"stage"}) == "ResponseComplete");
    audited.pod.program->events = {};
}

TEST_CASE("audit: a file is its owner's alone, is appended to, and has every line whole") {
    tests::ScratchFolder const folder;
    auto const path = folder.file("audit.log");
    for (int round = 0; round < 2; ++round) {
        auto const sink = audit_file(path).value();
        std::vector<std::thread> writers;
        for (char name : {'a', 'b', 'c', 'd'})
            writers.emplace_back([&sink, name] {
                for (int i = 0; i < 1000; ++i) sink(std::string(50, name) + "\n");
            });
        for (auto& writer : writers) writer.join();
    }
    std::ifstream file(path);
    std::map<char, int> seen;
    for (std::string line; std::getline(file, line);) {
        REQUIRE(line == std::string(50, line.front()));
        ++seen[line.front()];
    }
    CHECK(seen == std::map<char, int>{{'a', 2000}, {'b', 2000}, {'c', 2000}, {'d', 2000}});
    CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::all) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    CHECK(audit_file(folder.file("none/audit.log")).error().message.find("can't be opened") != std::string::npos);
    // A full disk is told, once.
    int told = 0;
    {
        auto const full = audit_file("/dev/full", [&](Error const&) { ++told; }).value();
        full("a\n");
        full("b\n");
    }
    CHECK(told == 1);
}
