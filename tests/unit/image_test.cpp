#include "node/image_collector.hpp"
#include "node/image_name.hpp"
#include "node/registry_logins.hpp"
#include "support/node_fixture.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using namespace std::chrono_literals;

namespace {

std::string full(std::string const& name) { return full_image_name(name); }

std::vector<std::string> users(std::vector<RegistryLogin> const& logins) {
    std::vector<std::string> all;
    for (auto const& login : logins) all.push_back(login.username);
    return all;
}

}  // namespace

TEST_CASE("image names: what is left out is Docker's own") {
    CHECK(full("busybox") == "docker.io/library/busybox:latest");
    CHECK(full("team/web:1.2") == "docker.io/team/web:1.2");
    CHECK(full("index.docker.io/library/busybox") == "docker.io/library/busybox:latest");
    CHECK(full("localhost/web") == "localhost/web:latest");
    CHECK(full("localhost:5000/a/b/c") == "localhost:5000/a/b/c:latest");
    CHECK(full("[::1]:5000/web:2") == "[::1]:5000/web:2");
    CHECK(full("registry.example.com/a__b/c.d-e---f:T_1") == "registry.example.com/a__b/c.d-e---f:T_1");
    auto const digest = "sha256:" + std::string(64, 'a');
    CHECK(full("web:1@" + digest) == "docker.io/library/web@" + digest);
}

TEST_CASE("image names: what is none is refused in a kubelet's words") {
    auto const refused = [](std::string const& name) {
        INFO(name);
        auto const parsed = parse_image_name(name);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == Errc::invalid);
        return parsed.error().message;
    };
    CHECK(refused("a b") ==
          "Failed to apply default image tag \"a b\": couldn't parse image name \"a b\": invalid "
          "reference format");
    for (auto const* const name : {"", ":tag", "web:", "web:-x", "web@sha256:12", "/web", "web//x", "a.-b", "a___b",
                                   "host:port/web", "-x.io/web"})
        refused(name);
    CHECK(refused("Web").find("repository name (library/Web) must be lowercase") != std::string::npos);
    CHECK(refused(std::string(64, 'a')).find("cannot specify 64-byte hexadecimal strings") != std::string::npos);
}

TEST_CASE("registry logins: a Docker config file in its new and its old form") {
    auto const logins = read_docker_config(R"({"auths":{"registry.example.com":{"auth":"bWU6c2Vj:"}}})");
    CHECK_FALSE(logins);
    auto const read = read_docker_config(R"({"auths":{
        "https://index.docker.io/v1/":{"auth":"bWU6c2VjOnJldA=="},
        "b.example.com":{"username":"you","password":"pass"},
        "c.example.com":{"identitytoken":"it"},
        "nothing.example.com":{}},"credsStore":"desktop"})");
    REQUIRE(read);
    REQUIRE(read->size() == 3);
    CHECK(read->at(0).server == "b.example.com");
    CHECK(read->at(0).password == "pass");
    CHECK(read->at(1).identity_token == "it");
    CHECK(read->at(2).username == "me");
    CHECK(read->at(2).password == "sec:ret");
    auto const old = read_docker_cfg(R"({"a.example.com":{"username":"me","password":"p","email":"x@y"}})");
    REQUIRE(old);
    CHECK(users(*old) == std::vector<std::string>{"me"});
    CHECK_FALSE(read_docker_cfg("not json"));
}

TEST_CASE("registry logins: they fit registries as a kubelet has it") {
    CHECK(login_fits("https://index.docker.io/v1/", "docker.io/library/busybox"));
    CHECK(login_fits("docker.io", "docker.io/library/busybox"));
    CHECK(login_fits("registry.example.com", "registry.example.com/a/b"));
    CHECK(login_fits("https://registry.example.com/v2/", "registry.example.com/a/b"));
    CHECK(login_fits("*.example.com", "registry.example.com/a"));
    CHECK(login_fits("reg*.example.com", "registry.example.com/a"));
    CHECK(login_fits("registry.example.com/team", "registry.example.com/team/web"));
    CHECK(login_fits("registry.example.com:5000", "registry.example.com:5000/web"));
    CHECK_FALSE(login_fits("registry.example.com/team", "registry.example.com/teams/web"));
    CHECK_FALSE(login_fits("*.example.com", "example.com/a"));
    CHECK_FALSE(login_fits("*.example.com", "a.b.example.com/a"));
    CHECK_FALSE(login_fits("registry.example.com", "registry.example.com:5000/a"));
    CHECK_FALSE(login_fits("registry.example.com:5000", "registry.example.com/a"));
    CHECK_FALSE(login_fits("example.com", "evil-example.com/a"));
    std::vector<RegistryLogin> const logins{{.server = "*.io", .username = "some"},
                                            {.server = "a.io", .username = "host"},
                                            {.server = "a.io/team", .username = "team"},
                                            {.server = "b.io", .username = "other"}};
    CHECK(users(logins_for("a.io/team/web", logins)) == std::vector<std::string>{"team", "some", "host"});
}

TEST_CASE("registry logins: a Pod's secrets give theirs, and what is missing is named") {
    test::NodeFixture f;
    auto const secret = [&](std::string const& name, std::string const& type, std::string const& key,
                            std::string const& text) {
        (void)f
            .create("{\"metadata\":{\"name\":\"" + name + "\"},\"type\":\"" + type + "\",\"data\":{\"" + key + "\":\"" +
                        encode_base64(text) + "\"}}",
                    "secrets", "default")
            .value();
    };
    secret("new", "kubernetes.io/dockerconfigjson", ".dockerconfigjson",
           R"({"auths":{"a.io":{"username":"one","password":"p"}}})");
    secret("old", "kubernetes.io/dockercfg", ".dockercfg", R"({"b.io":{"username":"two","password":"p"}})");
    secret("odd", "Opaque", "x", "y");
    Pod pod;
    pod.metadata.namespace_ = "default";
    pod.spec.imagePullSecrets = {{"new"}, {"gone"}, {"old"}, {"odd"}};
    PullSecrets found;
    f.services().read([&](View const& view) { found = pull_secrets(view, pod); });
    CHECK(users(found.logins) == std::vector<std::string>{"one", "two"});
    CHECK(found.missing == std::vector<std::string>{"gone", "odd"});
}

TEST_CASE("image collection: from 85 % on, down to 80 %") {
    constexpr std::uint64_t mb = 1'000'000;
    CHECK(image_bytes_to_free({.used_bytes = 84 * mb, .capacity_bytes = 100 * mb}) == 0);
    CHECK(image_bytes_to_free({.used_bytes = 85 * mb, .capacity_bytes = 100 * mb}) == 5 * mb);
    CHECK(image_bytes_to_free({.used_bytes = 99 * mb, .capacity_bytes = 100 * mb}) == 19 * mb);
    CHECK(image_bytes_to_free({.used_bytes = 5, .capacity_bytes = 0}) == 0);
}

TEST_CASE("image collection: the longest unused go first, the used and the new ones stay") {
    ImageHistory history;
    auto const image = [](std::string id, std::string name) {
        return ImageInfo{
            .id = std::move(id), .names = {std::move(name)}, .user = {}, .size_bytes = 10, .last_used = {}};
    };
    std::vector<ImageInfo> images{image("1", "a:1"), image("2", "b:1"), image("3", "c:1")};
    Instant now{1h};
    Time wall{1'000'000'000};
    auto const ids = [&](std::set<std::string, std::less<>> const& used) {
        std::string text;
        for (auto const& one : history.unused(images, used, now, wall)) text += one.id;
        return text;
    };
    CHECK(ids({full("a:1"), full("b:1")}).empty());
    now += 3min;
    wall = wall + 3min;
    CHECK(ids({full("b:1"), "1"}) == "3");
    now += 3min;
    wall = wall + 3min;
    CHECK(ids({full("a:1")}) == "32");
    now += 1min;
    wall = wall + 1min;
    images.push_back(image("4", "d:1"));
    CHECK(ids({}) == "321");
    now += 2min;
    CHECK(ids({full("c:1")}) == "421");
}
