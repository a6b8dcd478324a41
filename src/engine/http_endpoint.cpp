#include "core/quiet_thread.hpp"
#include "engine/endpoint.hpp"
#include "engine/root_certificates.hpp"
#include "http/api_server.hpp"
#include "http/authentication.hpp"
#include "http/pki.hpp"
#include "http/server.hpp"
#include "http/tokens.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <thread>

namespace keelson {
namespace {

/// How long requests that run when it stops have for their answers.
constexpr auto stop_grace = std::chrono::seconds(2);
constexpr auto look_at_keys_every = std::chrono::hours(24);

/// "127.0.0.1" of "127.0.0.1:6443", "::1" of "[::1]:6443"; empty for a Unix socket.
std::string host_of(std::string const& address) {
    if (address.starts_with("unix:")) return {};
    auto host = address.substr(0, std::min(address.rfind(':'), address.size()));
    if (host.size() > 1 && host.front() == '[') host = host.substr(1, host.size() - 2);
    return host;
}

/// Where clients on this machine reach it: an address that stands for all of them is reached by the loopback one.
std::string url_of(std::string const& address) {
    if (address.starts_with("0.0.0.0:")) return "https://127.0.0.1" + address.substr(7);
    if (address.starts_with("[::]:")) return "https://[::1]" + address.substr(4);
    return "https://" + address;
}

class HttpEndpoint final : public EngineEndpoint {
public:
    explicit HttpEndpoint(HttpOptions options) : options_(std::move(options)) {}
    ~HttpEndpoint() override {
        if (stopping_.joinable()) stopping_.join();
    }

    Result<> start(EndpointParts const& parts) override {
        if (server_) return Error(Errc::conflict, "an endpoint serves one engine at a time");
        strand_ = parts.strand;
        auto const& log = parts.strand->log();
        http::PkiOptions keys;
        if (!options_.pki_dir.empty()) {
            keys.folder = options_.pki_dir;
        } else if (!parts.data_dir.empty()) {
            keys.folder = parts.data_dir + "/pki";
        }
        for (auto const& address : options_.listen) {
            auto const host = host_of(address);
            bool const known =
                std::find(keys.ip_addresses.begin(), keys.ip_addresses.end(), host) != keys.ip_addresses.end();
            if (!host.empty() && !known && host != "0.0.0.0" && host != "::") keys.ip_addresses.push_back(host);
        }
        auto const pki = http::open_pki(keys, parts.strand->wall());
        if (!pki) return pki.error();

        http::AuthenticationOptions who;
        auto clients = http::ClientAuthority::open(pki->authority);
        if (!clients) return clients.error();
        who.clients = std::move(*clients);
        auto tokens = http::TokenSigner::open(pki->token_key);
        if (!tokens) return tokens.error();
        tokens_ = *tokens;
        registry_ = parts.registry;
        who.tokens = std::move(*tokens);
        who.clock = parts.strand->clock();
        if (!options_.token_file.empty()) {
            std::ifstream file(options_.token_file);
            std::stringstream text;
            text << file.rdbuf();
            if (!file) return Error(Errc::not_found, "the token file " + options_.token_file + " can't be read");
            auto read = http::read_static_tokens(text.str());
            if (!read) return Error(read.error()).wrap(options_.token_file);
            who.static_tokens = std::move(*read);
        }
        http::ApiServerOptions api;
        api.rbac = std::make_shared<http::Rbac>();
        api.tokens = who.tokens;
        api.pods = parts.pods;
        api.metrics = parts.metrics;
        api.sign = [authority = pki->authority, clock = parts.strand->clock()](
                       std::string_view request, std::vector<std::string> const& usages, Duration lifetime) {
            return http::sign(authority, request, usages, clock->wall(), lifetime);
        };
        auto const authentication = std::make_shared<std::shared_ptr<http::Authentication const>>();
        api.check_token = [authentication](std::string_view token) { return (*authentication)->check_token(token); };
        if (options_.audit)
            api.auditor =
                std::make_shared<http::Auditor>(options_.audit, parts.strand->clock(), parts.strand->entropy()->next());
        auto const auditor = api.auditor;
        api_ = std::make_shared<http::ApiServer>(*parts.strand, *parts.registry, std::move(api));
        api_->start();
        certificates_ =
            std::make_shared<RootCertificates>(*parts.strand, *parts.registry, pki->authority.certificate_pem);
        certificates_->start();
        who.still_bound = [api = std::weak_ptr(api_)](http::TokenClaims const& claims) {
            auto const server = api.lock();
            return server && server->still_bound(claims);
        };
        *authentication = std::make_shared<http::Authentication const>(std::move(who));

        http::ServerOptions server;
        server.listen = options_.listen;
        server.tls = http::tls_material(*pki);
        server.threads = options_.threads;
        server.log = log.with("http");
        if (auditor)
            server.refused = [auditor](http::Request const& request, std::optional<http::User> user, int status,
                                       std::string_view reason) {
                auditor->refused(request, std::move(user), status, reason);
            };
        auto opened =
            http::Server::open(std::move(server), http::authenticator(*authentication),
                               [api = api_](std::shared_ptr<http::Exchange> exchange) { api->answer(exchange); });
        if (!opened) return opened.error();
        server_ = std::move(*opened);
        addresses_ = server_->addresses();
        keys_ = std::move(keys);
        // Keys that are kept nowhere live as long as the program, and nobody else could trust new ones.
        if (!keys_.folder.empty()) renew_later();
        return write_kubeconfig(*pki);
    }

    void stop(std::function<void()> done) override {
        if (api_) api_->stop();
        if (certificates_) certificates_->stop();
        if (!server_) return done();
        if (renewal_ != 0) strand_->cancel(renewal_);
        // Answers that are still to come need the strand, so the wait for them is another thread's.
        stopping_ = quiet_thread([this, done = std::move(done)] {
            server_->stop(stop_grace);
            server_.reset();
            done();
        });
    }

    Result<std::string> issue_token(PodTokenRequest const& request) override {
        if (!tokens_) return Error(Errc::unavailable, "the endpoint that issues tokens does not serve yet");
        auto const state = registry_->durable();
        auto const uid_of = [&](std::string_view resource, std::string const& namespace_, std::string const& name) {
            auto const found = state.get(*registry_->kinds().by_resource(resource)->kind, namespace_, name);
            return found ? found->index().uid : std::string();
        };
        http::TokenClaims claims;
        claims.namespace_ = request.namespace_;
        claims.service_account = {request.service_account,
                                  uid_of("serviceaccounts", request.namespace_, request.service_account)};
        if (claims.service_account.uid.empty())
            return Error(Errc::not_found, "serviceaccounts \"" + request.service_account + "\" not found");
        claims.pod = {request.pod, request.pod_uid};
        if (auto const uid = uid_of("nodes", {}, request.node); !uid.empty()) claims.node = {request.node, uid};
        claims.audiences = {request.audience.empty() ? tokens_->issuer() : request.audience};
        claims.issued = claims.not_before = strand_->wall().whole_seconds();
        claims.expires = claims.issued + request.lifetime;
        claims.id = strand_->entropy()->uuid();
        return tokens_->issue(claims);
    }

    std::vector<std::string> addresses() const override { return addresses_; }

private:
    /// Certificates that end soon are issued again while it runs; kubeconfigs are written again with them.
    void renew_later() {
        renewal_ = strand_->after(look_at_keys_every, [this] {
            auto const pki = http::open_pki(keys_, strand_->wall());
            auto renewed = pki ? server_->renew(http::tls_material(*pki)) : Result<>(pki.error());
            if (renewed) renewed = write_kubeconfig(*pki);
            if (!renewed)
                strand_->log().with("http").error("certificates can't be renewed: " + renewed.error().message);
            renew_later();
        });
    }

    Result<> write_kubeconfig(http::Pki const& pki) const {
        if (options_.kubeconfig.empty()) return {};
        auto const tcp = std::find_if(addresses_.begin(), addresses_.end(),
                                      [](auto const& address) { return !address.starts_with("unix:"); });
        if (tcp == addresses_.end())
            return Error(Errc::invalid, "a kubeconfig needs an address that is no Unix socket: kubectl knows none");
        return http::write_private_file(options_.kubeconfig,
                                        http::kubeconfig(url_of(*tcp), pki.authority.certificate_pem, pki.admin));
    }

    HttpOptions options_;
    std::shared_ptr<http::ApiServer> api_;
    std::shared_ptr<RootCertificates> certificates_;
    std::unique_ptr<http::Server> server_;
    std::vector<std::string> addresses_;
    std::shared_ptr<http::TokenSigner const> tokens_;
    Registry* registry_ = nullptr;
    Strand* strand_ = nullptr;
    http::PkiOptions keys_;
    TimerQueue::Id renewal_ = 0;
    std::thread stopping_;
};

}  // namespace

std::shared_ptr<EngineEndpoint> http_endpoint(HttpOptions options) {
    return std::make_shared<HttpEndpoint>(std::move(options));
}

}  // namespace keelson
