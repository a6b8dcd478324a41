#include "node/security.hpp"

#include "node/ephemeral_storage.hpp"
#include "node/not_enforced.hpp"
#include "node/pod_network.hpp"
#include "node/pressure.hpp"

#include <keelson/api/devices.hpp>

#include <catch2/catch.hpp>

using namespace keelson;
using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

namespace {

struct Setting {
    Setting() {
        pod.metadata.name = "web-1";
        pod.metadata.namespace_ = "default";
        pod.metadata.uid = "uid";
        container.name = "web";
        pod.spec.securityContext = PodSecurityContext{};
        container.securityContext = SecurityContext{};
    }
    PodSecurityContext& whole() { return *pod.spec.securityContext; }
    SecurityContext& own() { return *container.securityContext; }
    Result<SecurityConfig> make(std::optional<std::string> image_user = {}) {
        ImageInfo image;
        image.user = image_user.value_or("");
        return security_config(pod, container, image_user ? &image : nullptr, "/data/seccomp");
    }
    std::string refusal(std::optional<std::string> image_user = {}) {
        auto const made = make(std::move(image_user));
        return made ? "accepted" : made.error().message;
    }

    Pod pod;
    Container container;
};

}  // namespace

TEST_CASE("security: runAsNonRoot is checked against runAsUser and then the image") {
    Setting s;
    std::string const whose = " (pod: \"web-1_default(uid)\", container: web)";
    s.whole().runAsNonRoot = true;
    CHECK(s.refusal("") == "container has runAsNonRoot and image will run as root" + whose);
    CHECK(s.refusal("0") == "container has runAsNonRoot and image will run as root" + whose);
    CHECK(s.refusal("0:100") == "container has runAsNonRoot and image will run as root" + whose);
    CHECK(s.refusal("nginx:www") ==
          "container has runAsNonRoot and image has non-numeric user (nginx), cannot verify "
          "user is non-root" +
              whose);
    CHECK(s.refusal("1000:100") == "accepted");
    CHECK(s.refusal({}) == "accepted");
    s.whole().runAsUser = 0;
    CHECK(s.refusal("1000") == "container's runAsUser breaks non-root policy" + whose);
    s.own().runAsUser = 7;
    CHECK(s.refusal("0") == "accepted");
    s.own().runAsUser = 0;
    s.own().runAsNonRoot = false;
    CHECK(s.refusal("0") == "accepted");
}

TEST_CASE("security: a container's context stands before its Pod's") {
    Setting s;
    s.whole().runAsUser = 1;
    s.whole().runAsGroup = 2;
    s.whole().supplementalGroups = {3};
    s.whole().fsGroup = 4;
    s.whole().seccompProfile = SeccompProfile{.localhostProfile = {}, .type = "RuntimeDefault"};
    s.whole().seLinuxOptions = SELinuxOptions{.level = "s0", .role = {}, .type = "t", .user = {}};
    auto made = s.make().value();
    CHECK(made.user == 1);
    CHECK(made.group == 2);
    CHECK(made.supplemental_groups == std::vector<std::int64_t>{3, 4});
    CHECK(made.seccomp->kind == SecurityProfile::Kind::runtime_default);
    CHECK(made.se_linux->level == "s0");
    CHECK_FALSE(made.no_new_privileges);
    s.own().runAsUser = 9;
    s.own().seccompProfile = SeccompProfile{.localhostProfile = "strict.json", .type = "Localhost"};
    s.own().allowPrivilegeEscalation = false;
    s.own().readOnlyRootFilesystem = true;
    s.own().procMount = "Unmasked";
    s.own().capabilities = Capabilities{.add = {"NET_ADMIN"}, .drop = {"ALL"}};
    made = s.make().value();
    CHECK(made.user == 9);
    CHECK(made.seccomp->name == "/data/seccomp/strict.json");
    CHECK(made.no_new_privileges);
    CHECK(made.read_only_root);
    CHECK(made.unmasked_proc);
    CHECK(made.capabilities_add == Texts{"NET_ADMIN"});
    CHECK(made.capabilities_drop == Texts{"ALL"});
}

TEST_CASE("security: AppArmor by field and by the annotation of old") {
    Setting s;
    using Kind = SecurityProfile::Kind;
    auto& annotation = s.pod.metadata.annotations["container.apparmor.security.beta.kubernetes.io/web"];
    annotation = "localhost/k8s-deny";
    CHECK(s.make()->app_armor->kind == Kind::localhost);
    CHECK(s.make()->app_armor->name == "k8s-deny");
    annotation = "unconfined";
    CHECK(s.make()->app_armor->kind == Kind::unconfined);
    annotation = "runtime/default";
    CHECK(s.make()->app_armor->kind == Kind::runtime_default);
    s.own().appArmorProfile = AppArmorProfile{.localhostProfile = "mine", .type = "Localhost"};
    CHECK(s.make()->app_armor->name == "mine");
}

TEST_CASE("security: sysctls that are safe for a Pod are set, others refused") {
    Setting s;
    s.whole().sysctls = {{"net.ipv4.ip_unprivileged_port_start", "0"}, {"net/ipv4/tcp_syncookies", "1"}};
    auto const set = pod_sysctls(s.pod).value();
    CHECK(set.at("net.ipv4.ip_unprivileged_port_start") == "0");
    CHECK(set.at("net.ipv4.tcp_syncookies") == "1");
    s.pod.spec.hostNetwork = true;
    CHECK(pod_sysctls(s.pod).error().message ==
          "forbidden sysctl: \"net.ipv4.ip_unprivileged_port_start\" not allowed with host net enabled");
    s.whole().sysctls = {{"kernel.shm_rmid_forced", "1"}};
    CHECK(pod_sysctls(s.pod));
    s.pod.spec.hostIPC = true;
    CHECK(pod_sysctls(s.pod).error().message ==
          "forbidden sysctl: \"kernel.shm_rmid_forced\" not allowed with host ipc enabled");
    s.whole().sysctls = {{"kernel.msgmax", "1"}};
    CHECK(pod_sysctls(s.pod).error().message == "forbidden sysctl: \"kernel.msgmax\" not allowlisted");
}

TEST_CASE("security: what a runtime cannot do is named, and what it can do is not") {
    Setting s;
    s.pod.spec.containers = {s.container};
    auto& own = *s.pod.spec.containers[0].securityContext;
    own.seccompProfile = SeccompProfile{.localhostProfile = {}, .type = "RuntimeDefault"};
    own.procMount = "Unmasked";
    own.runAsNonRoot = true;
    s.whole().fsGroup = 5;
    s.whole().sysctls = {{"net.ipv4.tcp_syncookies", "1"}};
    s.pod.spec.dnsPolicy = "None";
    s.pod.metadata.annotations[std::string(devices_annotation)] = R"({"web":{"nvidia.com/gpu":["GPU-0"]}})";
    Ability const yes{true, {}}, no{false, "it cannot"};
    CHECK(fields_without_effect(s.pod, {yes, yes, yes, yes, yes, yes, yes, yes}, true).empty());
    CHECK(fields_without_effect(s.pod, {yes, yes, yes, no, no, no, no, no}, false) ==
          Texts{"spec.securityContext.fsGroup (volumes keep their group: it cannot)",
                "spec.securityContext.sysctls (it cannot)", "spec.dnsPolicy None (it cannot)",
                "spec.containers{web}.securityContext.seccompProfile", "spec.containers{web}.securityContext.procMount",
                "spec.containers{web}.securityContext.runAsNonRoot (without an image and runAsUser there is nothing to "
                "check)",
                "spec.containers{web}.resources.limits of devices (it cannot)"});
}

TEST_CASE("DNS: what a Pod's resolv.conf says, by policy") {
    Pod pod;
    pod.metadata.namespace_ = "shop";
    ClusterDns cluster{.servers = {"10.96.0.10"}};
    auto const* const host =
        "# made\nnameserver 1.1.1.1\nsearch old.example\nsearch lan example.com.\noptions ndots:2\n";
    auto config = *pod_dns(pod, cluster, host).config;
    CHECK(config.servers == Texts{"10.96.0.10"});
    CHECK(config.searches ==
          Texts{"shop.svc.cluster.local", "svc.cluster.local", "cluster.local", "lan", "example.com"});
    CHECK(config.options == Texts{"ndots:5"});
    pod.spec.dnsConfig = PodDNSConfig{};
    pod.spec.dnsConfig->nameservers = {"8.8.8.8", "10.96.0.10"};
    pod.spec.dnsConfig->searches = {"lan", "more"};
    pod.spec.dnsConfig->options = {{"ndots", "1"}, {"edns0", {}}};
    config = *pod_dns(pod, cluster, host).config;
    CHECK(config.servers == Texts{"10.96.0.10", "8.8.8.8"});
    CHECK(config.searches.back() == "more");
    CHECK(config.options == Texts{"ndots:1", "edns0"});
    pod.spec.dnsPolicy = "Default";
    CHECK(pod_dns(pod, cluster, host).config->servers == Texts{"1.1.1.1", "8.8.8.8", "10.96.0.10"});
    pod.spec.dnsPolicy = "None";
    CHECK(pod_dns(pod, cluster, host).config->servers == Texts{"8.8.8.8", "10.96.0.10"});
    pod.spec.dnsConfig.reset();
    pod.spec.dnsPolicy = "ClusterFirst";
    pod.spec.hostNetwork = true;
    CHECK_FALSE(pod_dns(pod, cluster, host).config);
    pod.spec.dnsPolicy = "ClusterFirstWithHostNet";
    CHECK(pod_dns(pod, cluster, host).config->servers == Texts{"10.96.0.10"});
    auto const missing = pod_dns(pod, {}, host);
    CHECK(missing.cluster_is_missing);
    CHECK_FALSE(missing.config);
}

TEST_CASE("hostnames: of the Pod, of the spec, in full") {
    Pod pod;
    pod.metadata.name = std::string(62, 'a') + "-bc";
    pod.metadata.namespace_ = "shop";
    CHECK(pod_hostname(pod, "cluster.local")->hostname == std::string(62, 'a'));
    pod.spec.hostname = "db-0";
    pod.spec.subdomain = "db";
    auto name = pod_hostname(pod, "cluster.local").value();
    CHECK(name.hostname == "db-0");
    CHECK(name.domain == "db.shop.svc.cluster.local");
    pod.spec.setHostnameAsFQDN = true;
    name = pod_hostname(pod, "cluster.local").value();
    CHECK(name.hostname == "db-0.db.shop.svc.cluster.local");
    CHECK(name.domain.empty());
    pod.spec.hostname = std::string(50, 'x');
    CHECK(pod_hostname(pod, "cluster.local")
              .error()
              .message.ends_with("is too long (64 characters is the max, 76 characters requested)"));
}

TEST_CASE("ephemeral storage: limits of a volume, of the Pod and of a container, in this order") {
    Pod pod;
    auto const limit = [](std::string const& text) {
        ResourceRequirements made;
        made.limits["ephemeral-storage"] = Quantity::parse(text).value();
        return made;
    };
    auto& volume = pod.spec.volumes.emplace_back();
    volume.name = "cache";
    volume.emptyDir = EmptyDirVolumeSource{};
    auto& a = pod.spec.containers.emplace_back();
    a.name = "a";
    CHECK_FALSE(has_storage_limits(pod));
    CHECK_FALSE(storage_excess(pod, {{"cache", 1 << 30}}, {{"a", 1 << 30}}));
    volume.emptyDir->sizeLimit = Quantity::parse("1Mi").value();
    CHECK(has_storage_limits(pod));
    CHECK_FALSE(storage_excess(pod, {{"cache", 1 << 20}}, {}));
    CHECK(storage_excess(pod, {{"cache", (1 << 20) + 1}}, {}) ==
          "Usage of EmptyDir volume \"cache\" exceeds the limit \"1Mi\". ");
    a.resources = limit("2Mi");
    pod.spec.containers.push_back(pod.spec.containers[0]);
    pod.spec.containers[1].name = "b";
    CHECK(storage_excess(pod, {{"cache", 1 << 20}}, {{"a", 2 << 20}, {"b", (1 << 20) + 1}}) ==
          "Pod ephemeral local storage usage exceeds the total limit of containers 4Mi. ");
    CHECK(storage_excess(pod, {}, {{"a", 1}, {"b", (2 << 20) + 1}}) ==
          "Container b exceeded its local ephemeral storage limit \"2Mi\". ");
    volume.emptyDir->medium = "Memory";
    CHECK_FALSE(storage_excess(pod, {{"cache", 1 << 30}}, {}));
}

TEST_CASE("pressure: a kubelet's thresholds, and five minutes after them") {
    PressureWatch watch;
    CHECK_FALSE(watch.measured());
    constexpr std::uint64_t gb = 1'000'000'000;
    NodeUsage const fine{.memory_bytes = 8 * gb,
                         .memory_available_bytes = gb,
                         .disk_bytes = 100 * gb,
                         .disk_available_bytes = 10 * gb,
                         .inodes = 1000,
                         .inodes_free = 50,
                         .image_disk_bytes = 100 * gb,
                         .image_disk_available_bytes = 15 * gb,
                         .pids = 1000,
                         .pids_available = 20};
    Instant now{1h};
    auto const under = [&](auto change) {
        auto usage = fine;
        change(usage);
        PressureWatch fresh;
        fresh.take(usage, now);
        std::string text;
        if (fresh.under(Pressure::memory)) text += "memory ";
        if (fresh.under(Pressure::disk)) text += "disk ";
        if (fresh.under(Pressure::pids)) text += "pids ";
        return text;
    };
    CHECK(under([](NodeUsage&) {}).empty());
    CHECK(under([](NodeUsage& u) { u.memory_available_bytes = 100'000'000; }) == "memory ");
    CHECK(under([](NodeUsage& u) { u.disk_available_bytes = 9 * gb; }) == "disk ");
    CHECK(under([](NodeUsage& u) { u.inodes_free = 49; }) == "disk ");
    CHECK(under([](NodeUsage& u) { u.image_disk_available_bytes = 14 * gb; }) == "disk ");
    CHECK(under([](NodeUsage& u) { u.pids_available = 19; }) == "pids ");
    CHECK(under([](NodeUsage& u) { u = NodeUsage(); }).empty());
    auto low = fine;
    low.memory_available_bytes = 1;
    watch.take(low, now);
    CHECK(watch.under(Pressure::memory));
    watch.take(fine, now + 4min);
    CHECK(watch.under(Pressure::memory));
    watch.take(fine, now + 5min);
    CHECK_FALSE(watch.under(Pressure::memory));
}

TEST_CASE("pressure: this machine can be measured") {
    auto const usage = measure_machine("/").value();
    CHECK(usage.memory_bytes > usage.memory_available_bytes);
    CHECK(usage.memory_available_bytes > 0);
    CHECK(usage.disk_bytes >= usage.disk_available_bytes);
    CHECK(usage.disk_bytes > 0);
    CHECK(usage.pids > usage.pids_available);
    CHECK_FALSE(measure_machine("/no/such/place"));
}
