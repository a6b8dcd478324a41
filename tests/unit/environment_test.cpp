#include "node/environment.hpp"

#include "node/container_config.hpp"
#include "support/node_fixture.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using test::NodeFixture;

namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;

struct Setting : NodeFixture {
    Setting() {
        it.metadata.name = "web-1";
        it.metadata.namespace_ = "default";
        it.metadata.uid = "uid";
        it.metadata.labels = {{"app", "web"}};
        it.metadata.annotations = {{"note", "a \"b\"\nc"}};
        it.spec.nodeName = "n1";
        it.spec.serviceAccountName = "robot";
        container.name = "web";
    }
    Result<Environment> make(std::map<std::string, std::string> const& base = {}) {
        Result<Environment> made = Environment();
        services().read([&](View const& view) { made = container_environment(view, it, container, facts, base); });
        return made;
    }
    std::string value(std::string const& name) {
        auto const made = make();
        REQUIRE(made);
        auto const* const found = made->find(name);
        return found ? *found : "<none>";
    }
    void field(std::string name, std::string path) {
        EnvVar variable;
        variable.name = std::move(name);
        variable.valueFrom = EnvVarSource{};
        variable.valueFrom->fieldRef = ObjectFieldSelector{"v1", std::move(path)};
        container.env.push_back(std::move(variable));
    }
    void resource(std::string name, std::string what, std::optional<Quantity> divisor = {}) {
        EnvVar variable;
        variable.name = std::move(name);
        variable.valueFrom = EnvVarSource{};
        variable.valueFrom->resourceFieldRef = ResourceFieldSelector{{}, divisor, std::move(what)};
        container.env.push_back(std::move(variable));
    }
    void plain(std::string name, std::string text) {
        EnvVar variable;
        variable.name = std::move(name);
        variable.value = std::move(text);
        container.env.push_back(std::move(variable));
    }

    Pod it;
    Container container;
    std::map<std::string, Quantity> allocatable{{"cpu", Quantity(4)}, {"memory", Quantity::from_bytes(8LL << 30)}};
    PodFacts facts{.pod_ip = "10.0.0.7", .host_ip = "192.168.1.1", .allocatable = &allocatable};
};

}  // namespace

TEST_CASE("environment: references are expanded, and what is not one stays") {
    Environment variables;
    variables.set("A", "1");
    variables.set("B", "$(A)");
    auto const expand = [&](std::string_view text) { return expand_references(text, variables); };
    CHECK(expand("x$(A)y$(A)") == "x1y1");
    CHECK(expand("$(B)") == "$(A)");
    CHECK(expand("$(NONE)") == "$(NONE)");
    CHECK(expand("$$(A)") == "$(A)");
    CHECK(expand("$$$(A)") == "$1");
    CHECK(expand("$A $ $(A") == "$A $ $(A");
    CHECK(expand("cost: 5$") == "cost: 5$");
    CHECK(expand("") == "");
}

TEST_CASE("environment: later variables may refer to earlier ones, and not the other way") {
    Setting s;
    s.plain("A", "1");
    s.plain("B", "$(A)2");
    s.plain("C", "$(D)");
    s.plain("D", "4");
    s.plain("A", "5");
    CHECK(s.value("B") == "12");
    CHECK(s.value("C") == "$(D)");
    CHECK(s.value("A") == "5");
    CHECK(s.make({{"PATH", "/bin"}, {"A", "0"}})->variables() ==
          Variables{{"A", "5"}, {"PATH", "/bin"}, {"B", "12"}, {"C", "$(D)"}, {"D", "4"}});
}

TEST_CASE("environment: fields of the Pod") {
    Setting s;
    for (auto const& [path, expected] : Variables{{"metadata.name", "web-1"},
                                                  {"metadata.namespace", "default"},
                                                  {"metadata.uid", "uid"},
                                                  {"metadata.labels['app']", "web"},
                                                  {"metadata.labels['none']", ""},
                                                  {"metadata.annotations['note']", "a \"b\"\nc"},
                                                  {"spec.nodeName", "n1"},
                                                  {"spec.serviceAccountName", "robot"},
                                                  {"status.hostIP", "192.168.1.1"},
                                                  {"status.podIP", "10.0.0.7"},
                                                  {"status.podIPs", "10.0.0.7"}}) {
        s.container.env.clear();
        s.field("X", path);
        CHECK(s.value("X") == expected);
    }
    s.container.env.clear();
    s.field("X", "metadata.labels");
    CHECK(s.make().error().message == "unsupported fieldPath: metadata.labels");
    CHECK(field_value(s.it, s.facts, "metadata.annotations", true).value() == "note=\"a \\\"b\\\"\\nc\"");
}

TEST_CASE("environment: resources are divided and rounded up, and a missing limit is what the node has") {
    Setting s;
    s.container.resources = ResourceRequirements{};
    s.container.resources->limits = {{"cpu", Quantity::parse("1500m").value()},
                                     {"memory", Quantity::parse("100Mi").value()}};
    s.container.resources->requests = {{"cpu", Quantity::parse("250m").value()}};
    s.resource("CPU", "limits.cpu");
    s.resource("MILLIS", "limits.cpu", Quantity::parse("1m").value());
    s.resource("REQUEST", "requests.cpu", Quantity::parse("1m").value());
    s.resource("MEMORY", "limits.memory");
    s.resource("MEBI", "limits.memory", Quantity::parse("1Mi").value());
    CHECK(s.value("CPU") == "2");
    CHECK(s.value("MILLIS") == "1500");
    CHECK(s.value("REQUEST") == "250");
    CHECK(s.value("MEMORY") == "104857600");
    CHECK(s.value("MEBI") == "100");
    s.container.resources.reset();
    CHECK(s.value("CPU") == "4");
    CHECK(s.value("MEBI") == "8192");
    CHECK(s.value("REQUEST") == "0");
}

TEST_CASE("environment: ConfigMaps and Secrets, whole and by key, missing and optional") {
    Setting s;
    (void)s.create(R"({"metadata":{"name":"conf"},"data":{"a":"1","b":"2"}})", "configmaps", "default").value();
    (void)s.create(R"({"metadata":{"name":"pass"},"data":{"key":"c2VjcmV0"}})", "secrets", "default").value();
    auto& from = s.container.envFrom;
    from.push_back({.configMapRef = ConfigMapEnvSource{"conf", {}}, .prefix = "C_", .secretRef = {}});
    from.push_back({.configMapRef = {}, .prefix = {}, .secretRef = SecretEnvSource{"pass", {}}});
    from.push_back({.configMapRef = ConfigMapEnvSource{"none", true}, .prefix = {}, .secretRef = {}});
    EnvVar one;
    one.name = "ONE";
    one.valueFrom = EnvVarSource{};
    one.valueFrom->configMapKeyRef = ConfigMapKeySelector{"a", "conf", {}};
    s.container.env.push_back(one);
    s.plain("TWO", "$(C_b)$(key)");
    CHECK(s.value("C_a") == "1");
    CHECK(s.value("key") == "secret");
    CHECK(s.value("ONE") == "1");
    CHECK(s.value("TWO") == "2secret");
    auto& ref = *s.container.env[0].valueFrom->configMapKeyRef;
    ref.key = "z";
    CHECK(s.make().error().message == "couldn't find key z in ConfigMap default/conf");
    ref.optional = true;
    CHECK(s.value("ONE") == "<none>");
    ref = ConfigMapKeySelector{"a", "none", {}};
    CHECK(s.make().error().message == "configmap \"none\" not found");
    s.container.env.clear();
    from.push_back({.configMapRef = {}, .prefix = {}, .secretRef = SecretEnvSource{"gone", {}}});
    CHECK(s.make().error().message == "secret \"gone\" not found");
}

TEST_CASE("environment: Services of the namespace are named, unless the Pod does not want them") {
    Setting s;
    (void)s
        .create(
            R"({"metadata":{"name":"my-db"},"spec":{"clusterIP":"127.1.2.3","ports":[{"name":"sql","port":5432},{"name":"x","port":9,"protocol":"UDP"}]}})",
            "services", "default")
        .value();
    (void)s
        .create(R"({"metadata":{"name":"headless"},"spec":{"clusterIP":"None","ports":[{"port":1}]}})", "services",
                "default")
        .value();
    CHECK(s.value("MY_DB_SERVICE_HOST") == "127.1.2.3");
    CHECK(s.value("MY_DB_SERVICE_PORT") == "5432");
    CHECK(s.value("MY_DB_SERVICE_PORT_SQL") == "5432");
    CHECK(s.value("MY_DB_PORT") == "tcp://127.1.2.3:5432");
    CHECK(s.value("MY_DB_PORT_9_UDP_PROTO") == "udp");
    CHECK(s.value("MY_DB_PORT_5432_TCP_ADDR") == "127.1.2.3");
    CHECK(s.value("HEADLESS_SERVICE_HOST") == "<none>");
    s.it.spec.enableServiceLinks = false;
    CHECK(s.value("MY_DB_SERVICE_HOST") == "<none>");
}

TEST_CASE("container config: command and arguments are expanded, and what was asked for is passed on") {
    Setting s;
    s.container.image = "image:1";
    s.container.command = {"serve", "--ip=$(IP)"};
    s.container.args = {"$$(IP)", "$(UNKNOWN)"};
    s.field("IP", "status.podIP");
    s.container.resources = ResourceRequirements{};
    s.container.resources->limits = {{"memory", Quantity::parse("64Mi").value()}};
    s.container.resources->requests = {{"cpu", Quantity::parse("100m").value()}};
    s.container.lifecycle = Lifecycle{};
    s.container.lifecycle->stopSignal = "SIGINT";
    s.it.spec.securityContext = PodSecurityContext{};
    s.it.spec.securityContext->runAsUser = 1000;
    s.container.securityContext = SecurityContext{};
    s.container.securityContext->runAsUser = 2000;
    std::map<std::string, std::string> const base{{"PATH", "/bin"}};
    std::vector<VolumeContent> const volumes;
    std::vector<std::string> const places;
    ConfigSources const sources{.facts = s.facts,
                                .base_environment = &base,
                                .volumes = &volumes,
                                .volume_places = &places,
                                .log_directory = "/data/logs/default_web-1_uid"};
    Result<ContainerConfig> made = ContainerConfig();
    auto const make = [&] {
        s.services().read([&](View const& view) { made = container_config(view, s.it, s.container, 3, sources); });
    };
    make();
    CHECK(made->command == std::vector<std::string>{"serve", "--ip=10.0.0.7"});
    CHECK(made->args == std::vector<std::string>{"$(IP)", "$(UNKNOWN)"});
    CHECK(made->env == Variables{{"PATH", "/bin"}, {"IP", "10.0.0.7"}});
    CHECK(made->limits.memory_limit_bytes == 64 << 20);
    CHECK(made->limits.cpu_request_millis == 100);
    CHECK(made->security.user == 2000);
    CHECK(made->stop_signal == "SIGINT");
    CHECK(made->log_path == "/data/logs/default_web-1_uid/web/3.log");
    CHECK(made->id == ContainerId{"uid", "web", 3});
    s.container.securityContext->runAsUser = 0;
    s.container.securityContext->runAsNonRoot = true;
    make();
    CHECK(made.error().message.starts_with("container's runAsUser breaks non-root policy"));
}

TEST_CASE("container config: ports by number and by name") {
    Container container;
    ContainerPort port;
    port.containerPort = 8080;
    port.name = "http";
    container.ports = {port};
    CHECK(action_port(container, 80).value() == 80);
    CHECK(action_port(container, "http").value() == 8080);
    CHECK(action_port(container, "none").error().message == "container has no port named \"none\"");
    CHECK_FALSE(action_port(container, 0));
    CHECK_FALSE(action_port(container, 70000));
}

TEST_CASE("container config: a message from the end of a log is its text, without what stands in front") {
    CHECK(message_from_log("02Z stderr F cut off\n"
                           "2026-02-02T02:40:00Z stdout F one\n"
                           "2026-02-02T02:40:01Z stderr P tw\n"
                           "2026-02-02T02:40:01Z stderr F o\n"
                           "2026-02-02T02:40:02Z stdout F \n") == "cut off\none\ntwo\n\n");
    CHECK(message_from_log("d F half a line\n2026-02-02T02:40:00Z stdout F one\n") == "one\n");
    CHECK(message_from_log("").empty());
    std::string many;
    for (int i = 0; i < 100; ++i) many += "2026-02-02T02:40:00Z stdout F " + std::to_string(i) + "\n";
    CHECK(message_from_log(many).starts_with("20\n21\n"));
    CHECK(message_from_log("2026-02-02T02:40:00Z stdout F " + std::string(5000, 'x') + "\n").size() == 2048);
}
