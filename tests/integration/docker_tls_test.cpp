#include "integration/docker_site.hpp"
#include "integration/program.hpp"

#include <csignal>
#include <cstdlib>

using namespace docker_tests;
using keelson::testing::DockerEngine;
using keelson::testing::shell;
using keelson::testing::without_docker;

namespace {

constexpr char address[] = "tcp://127.0.0.1:28591";

bool contains(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// An authority and whom it vouches for, as PEM files in folders: "engine", and clients as `docker` looks for them.
class Authority {
public:
    explicit Authority(std::string path) : path_(std::move(path)) {
        std::filesystem::create_directories(path_);
        shell(
            "cd " + path_ +
            " && openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca-key.pem -out ca.pem "
            "2>&1");
    }
    /// The folder of somebody's certificate.
    [[nodiscard]] std::string vouch(std::string const& name, std::string const& use) const {
        auto const folder = path_ + "/" + name;
        std::filesystem::create_directories(folder);
        process_tests::write_file(folder + "/extensions",
                                  "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=" + use + "\n");
        shell(
            "cd " + folder + " && cp ../ca.pem ca.pem && openssl req -newkey rsa:2048 -nodes -subj /CN=" + name +
            " -keyout key.pem -out request.pem 2>&1 && openssl x509 -req -days 2 -in request.pem -CA ../ca.pem -CAkey "
            "../ca-key.pem -CAcreateserial -extfile extensions -out cert.pem 2>&1");
        return folder;
    }

private:
    std::string path_;
};

DockerOptions as(std::string const& folder) {
    DockerOptions options;
    options.host = address;
    options.tls_ca = folder + "/ca.pem";
    options.tls_cert = folder + "/cert.pem";
    options.tls_key = folder + "/key.pem";
    return options;
}

std::string tls_options(std::string const& folder) {
    return std::string("-H ") + address + " --tlsverify --tlscacert " + folder + "/ca.pem --tlscert " + folder +
           "/cert.pem --tlskey " + folder + "/key.pem";
}

}  // namespace

TEST_CASE("docker over TLS: Pods run on an engine that wants a certificate, and nobody else is let in") {
    if (without_docker()) return;
    TemporaryFolder const folder;
    Authority const authority(folder.path() + "/ours"), stranger(folder.path() + "/theirs");
    DockerEngine const engine("faults-tls", 16, tls_options(authority.vouch("engine", "serverAuth")));
    auto const client = authority.vouch("client", "clientAuth");

    {
        DockerNode node(as(client));
        REQUIRE(node.open().has_value());
        auto const config = DockerNode::container("secured");
        REQUIRE(node.run(config).has_value());
        CHECK(node.status(config.id).state == RuntimeState::running);
        // Streams have connections of their own.
        auto const said = node.exec(config.id, "echo said");
        REQUIRE(said.has_value());
        CHECK(said->output == "said\n");
    }
    auto const refusal = [&](DockerOptions options) {
        DockerNode node(std::move(options));
        REQUIRE(node.open().has_value());  // it may be let in later
        auto const list = node.list();
        REQUIRE(list.has_error());
        CHECK(list.error().code == Errc::unavailable);
        CHECK(contains(list.error().message, std::string("the Docker Engine at ") + address));
        node.close();
        return list.error().message;
    };
    auto const theirs = stranger.vouch("client", "clientAuth");
    // Somebody whom its authority does not vouch for, and nobody at all.
    auto wrong = as(theirs);
    wrong.tls_ca = client + "/ca.pem";
    auto const unknown = refusal(wrong);
    INFO(unknown);
    CHECK((contains(unknown, "alert") && contains(unknown, "certificate")));
    auto nobody = as(client);
    nobody.tls_cert.clear();
    nobody.tls_key.clear();
    auto const nameless = refusal(nobody);
    INFO(nameless);
    CHECK((contains(nameless, "alert") && contains(nameless, "certificate")));
    // An engine whom our authority does not vouch for.
    auto const untrusted = refusal(as(theirs));
    INFO(untrusted);
    CHECK(contains(untrusted, "SSL certificate problem"));
    auto plain = DockerOptions();
    plain.host = address;
    DockerNode without(plain);
    auto const opened = without.open();
    auto const answer = opened ? without.list().error() : opened.error();
    INFO(answer.message);
    CHECK(contains(answer.message, "HTTP request to an HTTPS server"));
    without.close();
    auto missing = as(client);
    missing.tls_cert = client + "/nothing.pem";
    auto const absent = refusal(missing);
    INFO(absent);
    CHECK(contains(absent, "nothing.pem"));
}

TEST_CASE("docker over TLS: keelson up finds its engine and its certificate as docker does") {
    if (without_docker()) return;
    TemporaryFolder const folder;
    Authority const authority(folder.path() + "/ours");
    DockerEngine const engine("faults-tls", 16, tls_options(authority.vouch("engine", "serverAuth")));
    keelson::tests::Site const place;
    auto const manifest = place.manifest("pod.yaml", shell_pod("secured", "sleep 5000"));
    ::setenv("DOCKER_HOST", address, 1);
    ::setenv("DOCKER_TLS_VERIFY", "1", 1);
    ::setenv("DOCKER_CERT_PATH", authority.vouch("client", "clientAuth").c_str(), 1);
    keelson::tests::Program host(place.folder(),
                                 {"up", "--data", place.data(), "--node", "here=docker", "-f", manifest});
    for (auto const* const name : {"DOCKER_HOST", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"}) ::unsetenv(name);
    auto const running = [&] {
        auto const all = engine_containers(engine);
        return all.size() == 2 && std::all_of(all.begin(), all.end(), [](auto const& one) {
                   return one.pod == "secured" && one.state == "running";
               });
    };
    CHECK(eventually(running, 30s));
    host.signal(SIGTERM);
    CHECK(host.wait() == 0);
    INFO(host.out() + host.err());
    CHECK(engine_containers(engine).empty());
}
