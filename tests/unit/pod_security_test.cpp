#include "api/json.hpp"
#include "registry/admission/pod_security_checks.hpp"
#include "support/registry_fixture.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using admission::PodSecurityLevel;
using rules::FieldView;
using test::RegistryFixture;
using Verb = Operation::Verb;

namespace {

/// A PodSpec that is right for every level, with members in the place of others.
std::string spec(std::string const& more = {}, std::string const& container = {}) {
    auto tree = parse_json(R"({"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},
        "containers":[{"name":"a","image":"x","securityContext":
            {"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]})")
                    .value();
    auto const merge = [](json::object& into, std::string const& text) {
        auto const added = parse_json("{" + text + "}").value();
        for (auto const& member : added.as_object()) into[member.key()] = member.value();
    };
    merge(tree.as_object(), more);
    merge(tree.as_object()["containers"].as_array()[0].as_object(), container);
    return canonical(tree);
}

std::string judge(PodSecurityLevel level, std::string const& spec_text, std::string const& annotations = "{}") {
    auto const tree = parse_json(spec_text).value();
    auto const metadata = parse_json(R"({"annotations":)" + annotations + "}").value();
    std::string text;
    for (auto const& one : violations(level, FieldView(&metadata, "metadata"), FieldView(&tree, "spec")))
        text += (text.empty() ? "" : ", ") + one.reason + " (" + one.detail + ")";
    return text;
}

std::string baseline(std::string const& more = {}, std::string const& container = {}) {
    return judge(PodSecurityLevel::baseline, spec(more, container));
}
std::string restricted(std::string const& more = {}, std::string const& container = {}) {
    return judge(PodSecurityLevel::restricted, spec(more, container));
}

}  // namespace

TEST_CASE("pod security: baseline, each of its rules") {
    CHECK(baseline().empty());
    CHECK(baseline(R"("hostNetwork":true,"hostIPC":true)") == "host namespaces (hostNetwork=true, hostIPC=true)");
    CHECK(baseline("", R"("securityContext":{"privileged":true})") ==
          R"(privileged (container "a" must not set securityContext.privileged=true))");
    CHECK(
        baseline("", R"("securityContext":{"capabilities":{"add":["NET_RAW","CHOWN","BPF"]}})") ==
        R"(non-default capabilities (container "a" must not include "BPF", "NET_RAW" in securityContext.capabilities.add))");
    CHECK(baseline(R"("volumes":[{"name":"v","hostPath":{"path":"/"}},{"name":"w","emptyDir":{}}])") ==
          R"(hostPath volumes (volume "v"))");
    CHECK(baseline("", R"("ports":[{"containerPort":80,"hostPort":8080}])") ==
          R"(hostPort (container "a" uses hostPort 8080))");
    CHECK(baseline("", R"("livenessProbe":{"httpGet":{"host":"10.0.0.1","port":80}})") ==
          R"(probe or lifecycle host (container "a" uses probe or lifecycle host "10.0.0.1"))");
    CHECK(baseline(R"("securityContext":{"appArmorProfile":{"type":"Unconfined"}})") ==
          R"(forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined"))");
    CHECK(
        judge(PodSecurityLevel::baseline, spec(),
              R"({"container.apparmor.security.beta.kubernetes.io/a":"unconfined"})") ==
        R"(forbidden AppArmor profile (annotation "container.apparmor.security.beta.kubernetes.io/a" must not set AppArmor profile type to "unconfined"))");
    CHECK(baseline("", R"("securityContext":{"procMount":"Unmasked"})") ==
          R"(procMount (container "a" must not set securityContext.procMount to "Unmasked"))");
    CHECK(baseline(R"("securityContext":{"seLinuxOptions":{"type":"spc_t","user":"u"}})") ==
          R"(seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set))");
    CHECK(baseline(R"("securityContext":{"seLinuxOptions":{"type":"container_t"}})").empty());
    CHECK(baseline("", R"("securityContext":{"seccompProfile":{"type":"Unconfined"}})") ==
          R"(seccompProfile (container "a" must not set securityContext.seccompProfile.type to "Unconfined"))");
    CHECK(
        baseline(
            R"("securityContext":{"sysctls":[{"name":"kernel.msgmax","value":"1"},{"name":"net.ipv4.tcp_syncookies","value":"1"}]})") ==
        "forbidden sysctls (kernel.msgmax)");
    CHECK(baseline(R"("securityContext":{"windowsOptions":{"hostProcess":true}})") ==
          "hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)");
}

TEST_CASE("pod security: restricted, each of its rules") {
    CHECK(restricted().empty());
    CHECK(
        judge(PodSecurityLevel::restricted, R"({"containers":[{"name":"a","image":"x"},{"name":"b","image":"x"}]})") ==
        R"(allowPrivilegeEscalation != false (containers "a", "b" must set securityContext.allowPrivilegeEscalation=false), )"
        R"(unrestricted capabilities (containers "a", "b" must set securityContext.capabilities.drop=["ALL"]), )"
        R"(runAsNonRoot != true (pod or containers "a", "b" must set securityContext.runAsNonRoot=true), )"
        R"(seccompProfile (pod or containers "a", "b" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"))");
    CHECK(restricted(
              R"("volumes":[{"name":"v","hostPath":{"path":"/"}},{"name":"w","nfs":{}},{"name":"x","secret":{}}])") ==
          R"(restricted volume types (volumes "v", "w" use restricted volume types "hostPath", "nfs"))");
    CHECK(restricted("", R"("securityContext":{"allowPrivilegeEscalation":false,"runAsUser":0,"runAsNonRoot":false,
        "capabilities":{"drop":["ALL"],"add":["CHOWN","NET_BIND_SERVICE"]}})") ==
          R"(unrestricted capabilities (container "a" must not include "CHOWN" in securityContext.capabilities.add), )"
          R"(runAsNonRoot != true (container "a" must not set securityContext.runAsNonRoot=false), )"
          R"(runAsUser=0 (container "a" must not set runAsUser=0))");
    CHECK(restricted("", R"("securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},
        "seccompProfile":{"type":"Unconfined"}})") ==
          R"(seccompProfile (container "a" must not set securityContext.seccompProfile.type to "Unconfined"))");
    CHECK(restricted(R"("os":{"name":"windows"},"securityContext":{"runAsNonRoot":true})", R"("securityContext":null)")
              .empty());
    // Containers of every sort are looked at.
    CHECK_THAT(restricted(R"("initContainers":[{"name":"i","image":"x"}])"),
               Catch::Contains(R"(container "i" must set)"));
}

TEST_CASE("pod security: the labels of a namespace let Pods in, or do not, or warn") {
    RegistryFixture f;
    f.create(R"({"metadata":{"name":"strict","labels":{"pod-security.kubernetes.io/enforce":"baseline",
        "pod-security.kubernetes.io/enforce-version":"v1.30","pod-security.kubernetes.io/warn":"restricted"}}})",
             "namespaces")
        .value();
    auto const body = [](std::string const& more) {
        return R"({"metadata":{"name":"p","namespace":"strict"},"spec":{"containers":[{"name":"a","image":"x"}])" +
               more + "}}";
    };
    auto const refused = f.create(body(R"(,"hostPID":true)"), "pods", "strict");
    CHECK(refused.error().message ==
          "pods \"p\" is forbidden: violates PodSecurity \"baseline:v1.30\": host namespaces (hostPID=true)");
    CHECK(refused.error().code == Errc::forbidden);
    CHECK(f.create(body(R"(,"hostPID":true)"), "pods").has_value() == false);  // the body names another namespace
    auto const made = f.submit({f.operation(Verb::create, "pods", body(""), {"strict", ""})}).value();
    REQUIRE(made.warnings.size() == 1);
    CHECK_THAT(made.warnings[0], Catch::StartsWith("would violate PodSecurity \"restricted:latest\": "
                                                   "allowPrivilegeEscalation != false (container \"a\" must set"));
    // A label is no reason to look again, another image is.
    auto const label =
        f.submit({f.operation(Verb::merge_patch, "pods", R"({"metadata":{"labels":{"a":"b"}}})", {"strict", "p"})})
            .value();
    CHECK(label.warnings.empty());
    auto const deployment =
        f
            .submit({f.operation(
                Verb::create, "deployments.apps",
                R"({"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
            "spec":{"containers":[{"name":"a","image":"x"}]}}}})",
                {"strict", ""})})
            .value();
    REQUIRE(deployment.warnings.size() == 1);
    CHECK_THAT(deployment.warnings[0], Catch::StartsWith("would violate PodSecurity \"restricted:latest\""));
}

TEST_CASE("pod security: who makes a namespace stricter hears of the Pods that would not be let in") {
    RegistryFixture f;
    for (std::string const name : {"one", "two"})
        f.create(R"({"metadata":{"name":")" + name +
                     R"("},"spec":{"hostPID":true,"containers":[{"name":"a","image":"x"}]}})",
                 "pods")
            .value();
    auto const label = [&](std::string const& level) {
        return f.submit({f.operation(
            Verb::merge_patch, "namespaces",
            R"({"metadata":{"labels":{"pod-security.kubernetes.io/enforce":")" + level + R"("}}})", {"", "default"})});
    };
    CHECK(label("strict").error().message ==
          "Namespace \"default\" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "
          "\"strict\": must be one of privileged, baseline, restricted");
    auto const changed = label("baseline").value();
    REQUIRE(changed.warnings.size() == 2);
    CHECK(changed.warnings[0] ==
          "existing pods in namespace \"default\" violate the new PodSecurity enforce level \"baseline:latest\"");
    CHECK(changed.warnings[1] == "one (and 1 other pod): host namespaces");
    CHECK(label("privileged").value().warnings.empty());
}
