#include "api/json.hpp"
#include "http/certificates.hpp"
#include "http/server.hpp"
#include "scratch_folder.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/api/values.hpp>
#include <keelson/connect.hpp>
#include <keelson/engine.hpp>

#include <catch2/catch.hpp>

#include <atomic>
#include <mutex>
#include <thread>

using namespace keelson;
using namespace std::chrono_literals;

namespace {

/// A webhook as somebody would write one: an HTTPS server with a certificate of its own authority.
class HookServer {
public:
    HookServer() {
        auto const now = system_clock()->wall();
        authority_ = http::make_authority("hooks", now).value();
        http::CertificateOrder order;
        order.common_name = "hook";
        order.use = http::CertificateUse::server;
        order.dns_names = {"hook.default.svc"};
        order.ip_addresses = {"127.0.0.1"};
        auto const key = http::issue(authority_, order, now).value();
        http::ServerOptions options;
        options.listen = {"127.0.0.1:0"};
        options.tls = http::TlsMaterial{key.certificate_pem, key.key_pem, {}};
        options.threads = 1;
        server_ = http::Server::open(
                      options, [](http::Peer&, http::Request const&) { return Result<http::User>(http::User{}); },
                      [this](std::shared_ptr<http::Exchange> exchange) { answer(exchange); })
                      .value();
    }

    [[nodiscard]] std::string port() const {
        auto const address = server_->addresses().front();
        return address.substr(address.rfind(':') + 1);
    }
    [[nodiscard]] std::string url(std::string const& path) const { return "https://127.0.0.1:" + port() + path; }
    [[nodiscard]] std::string authority() const { return encode_base64(authority_.certificate_pem); }
    [[nodiscard]] std::string last_user() {
        std::lock_guard const lock(mutex_);
        return last_user_;
    }
    std::atomic<int> requests{0};

private:
    void answer(std::shared_ptr<http::Exchange> const& exchange) {
        ++requests;
        auto const& request = exchange->request();
        auto const review = parse_json(request.body);
        if (!review) return exchange->reply({400, "text/plain", "what?", {}});
        std::lock_guard const lock(mutex_);
        last_user_ = string_at(*review, {"request", "userInfo", "username"});
        if (request.target.starts_with("/slow")) return held_.push_back(exchange);
        if (request.target.starts_with("/broken")) return exchange->reply({500, "text/plain", "oh", {}});
        json::object response{{"uid", string_at(*review, {"request", "uid"})}, {"allowed", true}};
        if (string_at(*review, {"request", "object", "data", "bad"}) == "yes") {
            response["allowed"] = false;
            response["status"] = {{"code", 403}, {"message", "bad is bad"}};
        } else if (request.target.starts_with("/change")) {
            response["patchType"] = "JSONPatch";
            response["patch"] = encode_base64(R"([{"op":"add","path":"/data/added","value":"by the webhook"}])");
            response["warnings"] = json::array{"it was changed"};
        }
        exchange->reply(
            {200,
             "application/json",
             canonical(json::object{
                 {"apiVersion", "admission.k8s.io/v1"}, {"kind", "AdmissionReview"}, {"response", response}}),
             {}});
    }

    http::KeyPair authority_;
    std::mutex mutex_;
    std::string last_user_;
    std::vector<std::shared_ptr<http::Exchange>> held_;
    std::unique_ptr<http::Server> server_;
};

struct Site {
    explicit Site() {
        EngineOptions options;
        options.data_dir = folder.path().string();
        HttpOptions http;
        http.listen = {"127.0.0.1:0"};
        http.kubeconfig = folder.file("kubeconfig");
        options.endpoint = http_endpoint(http);
        engine.emplace(Engine::open(std::move(options)).value());
        engine->start().value();
    }
    [[nodiscard]] Client connected() const { return connect({.kubeconfig = folder.file("kubeconfig")}).value(); }

    /// `client_config`: where the webhook is.
    void configure(std::string const& kind, std::string const& client_config, std::string const& more = {}) const {
        auto const text = "apiVersion: admissionregistration.k8s.io/v1\nkind: " + kind +
                          "WebhookConfiguration\nmetadata: {name: hooks}\nwebhooks:\n- name: a.example.com\n"
                          "  sideEffects: None\n  admissionReviewVersions: [v1]\n  clientConfig: {" +
                          client_config +
                          "}\n  rules:\n  - {apiGroups: [''], apiVersions: [v1], resources: [configmaps], operations: "
                          "[CREATE, UPDATE]}\n" +
                          more;
        engine->client().apply_text(text).value();
    }
    static ConfigMap map(std::string const& name) {
        ConfigMap made;
        made.metadata.name = name;
        made.data["a"] = "b";
        return made;
    }

    HookServer hook;
    tests::ScratchFolder folder{tests::ScratchFolder::Place::memory};
    std::optional<Engine> engine;
};

}  // namespace

TEST_CASE("webhooks: one at an https address changes and denies what comes over HTTP") {
    Site site;
    site.configure("Mutating", "url: '" + site.hook.url("/change") + "', caBundle: " + site.hook.authority());
    auto const client = site.connected();
    auto const made = client.create(Site::map("m"));
    REQUIRE(made);
    CHECK(made->data.at("added") == "by the webhook");
    CHECK(site.hook.last_user() == "kubernetes-admin");
    auto bad = Site::map("n");
    bad.data["bad"] = "yes";
    auto const refused = client.create(bad);
    REQUIRE(!refused);
    CHECK(refused.error().code == Errc::forbidden);
    CHECK(refused.error().message == "admission webhook \"a.example.com\" denied the request: bad is bad");
    // And in this process.
    REQUIRE(site.engine->client().create(Site::map("p")));
    CHECK(site.engine->client().get<ConfigMap>({"default", "p"})->data.at("added") == "by the webhook");
    CHECK(site.hook.requests == 3);
}

TEST_CASE("webhooks: one behind a Service is found by it, and known by the Service's name") {
    Site site;
    auto const client = site.engine->client();
    Service service;
    service.metadata.name = "hook";
    service.spec.type = "ExternalName";
    service.spec.externalName = "localhost";
    client.create(service).value();
    site.configure("Validating", "service: {name: hook, namespace: default, path: /check, port: " + site.hook.port() +
                                     "}, caBundle: " + site.hook.authority());
    REQUIRE(client.create(Site::map("m")));
    CHECK(site.hook.requests == 1);
}

TEST_CASE("webhooks: one that nobody trusts, that is slow or broken fails the write, and the strand does not wait") {
    Site site;
    auto const client = site.engine->client();
    auto const trusted = ", caBundle: " + site.hook.authority();
    auto const why = [&](std::string const& client_config, std::string const& more = {}) {
        site.configure("Validating", client_config, more);
        auto const refused = client.create(Site::map("m"));
        REQUIRE(!refused);
        CHECK(refused.error().code == Errc::internal);
        CHECK(
            refused.error().message.starts_with("Internal error occurred: failed calling webhook \"a.example.com\": "
                                                "failed to call webhook: Post \"https://"));
        return refused.error().message;
    };
    CHECK(why("url: '" + site.hook.url("/check") + "'").find("certificate") != std::string::npos);
    CHECK(site.hook.requests == 0);
    CHECK(why("url: '" + site.hook.url("/broken") + "'" + trusted).find("status 500") != std::string::npos);
    CHECK(why("url: 'https://127.0.0.1:1/'").find("Failed to connect") != std::string::npos);

    site.configure("Validating", "url: '" + site.hook.url("/slow") + "'" + trusted, "  timeoutSeconds: 1\n");
    std::atomic<bool> answered{false};
    std::string message;
    std::mutex mutex;
    Request request;
    request.verb = Request::Verb::create;
    request.resource = "configmaps";
    request.key = {"default", "slow"};
    request.body = R"({"metadata":{"name":"slow"}})";
    client.call_async(request, [&](Result<Response> result) {
        std::lock_guard const lock(mutex);
        message = result ? "" : result.error().message;
        answered = true;
    });
    // Others are served at once.
    Service other;
    other.metadata.name = "other";
    other.spec.ports = {{.port = 80}};
    REQUIRE(client.create(other));
    CHECK_FALSE(answered);
    for (int i = 0; i < 400 && !answered; ++i) std::this_thread::sleep_for(10ms);
    REQUIRE(answered);
    std::lock_guard const lock(mutex);
    CHECK(message.find("?timeout=1s\": context deadline exceeded") != std::string::npos);
}

TEST_CASE("webhooks: an engine that stops does not wait for them") {
    Site site;
    site.configure("Validating", "url: '" + site.hook.url("/slow") + "', caBundle: " + site.hook.authority(),
                   "  timeoutSeconds: 30\n");
    Request request;
    request.verb = Request::Verb::create;
    request.resource = "configmaps";
    request.key = {"default", "slow"};
    request.body = R"({"metadata":{"name":"slow"}})";
    std::atomic<bool> told{false};
    site.engine->client().call_async(
        request, [&](Result<Response> result) { told = !result && result.error().code == Errc::unavailable; });
    for (int i = 0; i < 400 && site.hook.requests == 0; ++i) std::this_thread::sleep_for(10ms);
    auto const before = std::chrono::steady_clock::now();
    CHECK(site.engine->stop(1s));
    CHECK(told);
    site.engine.reset();
    CHECK(std::chrono::steady_clock::now() - before < 10s);
}
