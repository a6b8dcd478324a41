#include "registry/admission/pod_security_checks.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace keelson::admission {
namespace {

using rules::FieldView;
using Names = std::vector<std::string>;

std::string joined(Names const& parts, std::string_view between = ", ") {
    std::string text;
    for (auto const& part : parts) text.append(text.empty() ? "" : between).append(part);
    return text;
}

/// `"a", "b"`
std::string quoted(Names const& names) {
    Names all;
    for (auto const& name : names) all.push_back(FieldErrors::quoted(name));
    return joined(all);
}

std::string plural(std::string_view one, std::string_view many, std::size_t count) {
    return std::string(count == 1 ? one : many);
}

/// `containers "a", "b"`
std::string containers_text(Names const& names) {
    return plural("container", "containers", names.size()) + " " + quoted(names);
}

/// The Pod that is looked at, and what is wrong with it.
class Look {
public:
    Look(FieldView const& metadata, FieldView const& spec) : metadata_(metadata), spec_(spec) {}

    [[nodiscard]] FieldView const& metadata() const { return metadata_; }
    [[nodiscard]] FieldView const& spec() const { return spec_; }
    [[nodiscard]] bool on_windows() const {
        auto const os = spec_["os"];
        return os["name"].string() == "windows";
    }
    void say(std::string reason, std::string detail) { said_.push_back({std::move(reason), std::move(detail)}); }
    [[nodiscard]] std::vector<Violation> const& said() const { return said_; }

    /// Calls for every container of any sort.
    void each(std::function<void(FieldView const& container, std::string name)> const& what) const {
        for (std::string_view const list : {"initContainers", "containers", "ephemeralContainers"}) {
            auto const containers = spec_[list];
            for (auto const container : containers) what(container, std::string(container["name"].string()));
        }
    }
    /// The containers of which something holds.
    [[nodiscard]] Names those(
        std::function<bool(FieldView const& container, FieldView const& context)> const& is) const {
        Names names;
        each([&](FieldView const& container, std::string name) {
            if (is(container, container["securityContext"])) names.push_back(std::move(name));
        });
        return names;
    }

private:
    FieldView const& metadata_;
    FieldView const& spec_;
    std::vector<Violation> said_;
};

/// "pod", or the containers, or both.
std::string setters_text(bool pod, Names const& containers) {
    Names setters;
    if (pod) setters.emplace_back("pod");
    if (!containers.empty()) setters.push_back(containers_text(containers));
    return joined(setters, " and ");
}

Names sorted(std::set<std::string> const& all) { return {all.begin(), all.end()}; }

// Baseline.

void check_app_armor(Look& look) {
    constexpr std::string_view prefix = "container.apparmor.security.beta.kubernetes.io/";
    std::set<std::string> values;
    Names setters;
    auto const type_of = [](FieldView const& context) {
        auto const profile = context["appArmorProfile"];
        return std::string(profile["type"].string());
    };
    auto const allowed = [](std::string const& type) {
        return type.empty() || type == "RuntimeDefault" || type == "Localhost";
    };
    if (auto const type = type_of(look.spec()["securityContext"]); !allowed(type)) {
        values.insert(FieldErrors::quoted(type));
        setters.emplace_back("pod");
    }
    auto const containers = look.those([&](FieldView const&, FieldView const& context) {
        auto const type = type_of(context);
        if (!allowed(type)) values.insert(FieldErrors::quoted(type));
        return !allowed(type);
    });
    if (!containers.empty()) setters.push_back(containers_text(containers));
    auto const annotations = look.metadata()["annotations"];
    for (auto const& entry : annotations.fields()) {
        std::string_view const key = entry.key();
        auto const value = annotations[key].string();
        if (!key.starts_with(prefix) || value.empty() || value == "runtime/default" || value.starts_with("localhost/"))
            continue;
        setters.push_back("annotation " + FieldErrors::quoted(key));
        values.insert(FieldErrors::quoted(value));
    }
    if (setters.empty()) return;
    look.say(plural("forbidden AppArmor profile", "forbidden AppArmor profiles", values.size()),
             joined(setters, " and ") + " must not set AppArmor profile type to " + joined(sorted(values)));
}

/// The containers that add what is not in `allowed`, and what that is.
Names capability_adders(Look const& look, std::set<std::string_view> const& allowed, std::set<std::string>& added) {
    return look.those([&](FieldView const&, FieldView const& context) {
        bool any = false;
        auto const capabilities = context["capabilities"];
        for (auto const capability : capabilities["add"]) {
            if (allowed.contains(capability.string())) continue;
            added.emplace(capability.string());
            any = true;
        }
        return any;
    });
}

std::string adders_text(Names const& containers, std::set<std::string> const& added) {
    return containers_text(containers) + " must not include " + quoted(sorted(added)) +
           " in securityContext.capabilities.add";
}

void check_capabilities(Look& look) {
    static std::set<std::string_view> const allowed{"AUDIT_WRITE", "CHOWN",  "DAC_OVERRIDE",     "FOWNER",  "FSETID",
                                                    "KILL",        "MKNOD",  "NET_BIND_SERVICE", "SETFCAP", "SETGID",
                                                    "SETPCAP",     "SETUID", "SYS_CHROOT"};
    std::set<std::string> added;
    auto const containers = capability_adders(look, allowed, added);
    if (!containers.empty()) look.say("non-default capabilities", adders_text(containers, added));
}

void check_host_namespaces(Look& look) {
    Names used;
    for (std::string_view const field : {"hostNetwork", "hostPID", "hostIPC"})
        if (look.spec()[field].boolean()) used.push_back(std::string(field) + "=true");
    if (!used.empty()) look.say("host namespaces", joined(used));
}

void check_host_paths(Look& look) {
    Names names;
    for (auto const volume : look.spec()["volumes"])
        if (volume["hostPath"].present()) names.emplace_back(volume["name"].string());
    if (!names.empty()) look.say("hostPath volumes", plural("volume", "volumes", names.size()) + " " + quoted(names));
}

void check_host_ports(Look& look) {
    std::set<std::string> ports;
    auto const containers = look.those([&](FieldView const& container, FieldView const&) {
        bool any = false;
        for (auto const port : container["ports"]) {
            if (port["hostPort"].number() == 0) continue;
            ports.insert(std::to_string(port["hostPort"].number()));
            any = true;
        }
        return any;
    });
    if (containers.empty()) return;
    look.say("hostPort", containers_text(containers) + " " + plural("uses", "use", containers.size()) + " " +
                             plural("hostPort", "hostPorts", ports.size()) + " " + joined(sorted(ports)));
}

/// A probe or hook that goes to another host than the Pod's own address.
void check_probe_hosts(Look& look) {
    std::set<std::string> hosts;
    auto const note = [&](FieldView const& handler) {
        bool any = false;
        for (std::string_view const kind : {"httpGet", "tcpSocket"}) {
            auto const action = handler[kind];
            auto const host = action["host"].string();
            if (host.empty()) continue;
            hosts.insert(FieldErrors::quoted(host));
            any = true;
        }
        return any;
    };
    auto const containers = look.those([&](FieldView const& container, FieldView const&) {
        bool any = false;
        for (std::string_view const probe : {"livenessProbe", "readinessProbe", "startupProbe"})
            any = note(container[probe]) || any;
        auto const lifecycle = container["lifecycle"];
        for (std::string_view const hook : {"postStart", "preStop"}) any = note(lifecycle[hook]) || any;
        return any;
    });
    if (containers.empty()) return;
    look.say("probe or lifecycle host", containers_text(containers) + " " + plural("uses", "use", containers.size()) +
                                            " probe or lifecycle " + plural("host", "hosts", hosts.size()) + " " +
                                            joined(sorted(hosts)));
}

void check_privileged(Look& look) {
    auto const containers =
        look.those([](FieldView const&, FieldView const& context) { return context["privileged"].boolean(); });
    if (!containers.empty())
        look.say("privileged", containers_text(containers) + " must not set securityContext.privileged=true");
}

void check_proc_mount(Look& look) {
    std::set<std::string> types;
    auto const containers = look.those([&](FieldView const&, FieldView const& context) {
        auto const type = context["procMount"].string();
        if (type.empty() || type == "Default") return false;
        types.emplace(type);
        return true;
    });
    if (!containers.empty())
        look.say("procMount",
                 containers_text(containers) + " must not set securityContext.procMount to " + quoted(sorted(types)));
}

void check_se_linux(Look& look) {
    std::set<std::string> types;
    bool user = false, role = false;
    auto const bad = [&](FieldView const& context) {
        auto const options = context["seLinuxOptions"];
        auto const type = options["type"].string();
        bool const wrong = !type.empty() && type != "container_t" && type != "container_init_t" &&
                           type != "container_kvm_t" && type != "container_engine_t";
        if (wrong) types.emplace(type);
        bool const sets_user = options["user"].given(), sets_role = options["role"].given();
        user = user || sets_user;
        role = role || sets_role;
        return wrong || sets_user || sets_role;
    };
    bool const pod = bad(look.spec()["securityContext"]);
    auto const containers = look.those([&](FieldView const&, FieldView const& context) { return bad(context); });
    if (!pod && containers.empty()) return;
    Names data;
    if (!types.empty()) data.push_back(plural("type", "types", types.size()) + " " + quoted(sorted(types)));
    if (user) data.emplace_back("user may not be set");
    if (role) data.emplace_back("role may not be set");
    look.say("seLinuxOptions",
             setters_text(pod, containers) + " set forbidden securityContext.seLinuxOptions: " + joined(data, "; "));
}

std::string seccomp_type(FieldView const& context) {
    auto const profile = context["seccompProfile"];
    return std::string(profile["type"].string());
}

bool is_good_seccomp(std::string const& type) { return type == "RuntimeDefault" || type == "Localhost"; }

/// Whether somebody asks for a profile that is not allowed. True if that was said.
bool check_stated_seccomp(Look& look) {
    std::set<std::string> types;
    auto const bad = [&](FieldView const& context) {
        auto const type = seccomp_type(context);
        if (type.empty() || is_good_seccomp(type)) return false;
        types.insert(type);
        return true;
    };
    bool const pod = bad(look.spec()["securityContext"]);
    auto const containers = look.those([&](FieldView const&, FieldView const& context) { return bad(context); });
    if (!pod && containers.empty()) return false;
    look.say("seccompProfile", setters_text(pod, containers) + " must not set securityContext.seccompProfile.type to " +
                                   quoted(sorted(types)));
    return true;
}

void check_seccomp(Look& look) { (void)check_stated_seccomp(look); }

void check_sysctls(Look& look) {
    static std::set<std::string_view> const allowed{"kernel.shm_rmid_forced",
                                                    "net.ipv4.ip_local_port_range",
                                                    "net.ipv4.ip_unprivileged_port_start",
                                                    "net.ipv4.tcp_syncookies",
                                                    "net.ipv4.ping_group_range",
                                                    "net.ipv4.ip_local_reserved_ports",
                                                    "net.ipv4.tcp_keepalive_time",
                                                    "net.ipv4.tcp_fin_timeout",
                                                    "net.ipv4.tcp_keepalive_intvl",
                                                    "net.ipv4.tcp_keepalive_probes",
                                                    "net.ipv4.tcp_rmem",
                                                    "net.ipv4.tcp_wmem"};
    Names names;
    auto const context = look.spec()["securityContext"];
    for (auto const sysctl : context["sysctls"])
        if (!allowed.contains(sysctl["name"].string())) names.emplace_back(sysctl["name"].string());
    if (!names.empty()) look.say("forbidden sysctls", joined(names));
}

void check_host_process(Look& look) {
    auto const asks = [](FieldView const& context) {
        auto const options = context["windowsOptions"];
        return options["hostProcess"].boolean();
    };
    bool const pod = asks(look.spec()["securityContext"]);
    auto const containers = look.those([&](FieldView const&, FieldView const& context) { return asks(context); });
    if (pod || !containers.empty())
        look.say("hostProcess",
                 setters_text(pod, containers) + " must not set securityContext.windowsOptions.hostProcess=true");
}

// Restricted.

void check_privilege_escalation(Look& look) {
    if (look.on_windows()) return;
    auto const containers = look.those([](FieldView const&, FieldView const& context) {
        auto const allows = context["allowPrivilegeEscalation"];
        return !allows.present() || allows.boolean();
    });
    if (!containers.empty())
        look.say("allowPrivilegeEscalation != false",
                 containers_text(containers) + " must set securityContext.allowPrivilegeEscalation=false");
}

void check_dropped_capabilities(Look& look) {
    if (look.on_windows()) return;
    auto const keeps = look.those([](FieldView const&, FieldView const& context) {
        auto const capabilities = context["capabilities"];
        for (auto const capability : capabilities["drop"])
            if (capability.string() == "ALL") return false;
        return true;
    });
    std::set<std::string> added;
    auto const adds = capability_adders(look, {"NET_BIND_SERVICE"}, added);
    Names details;
    if (!keeps.empty())
        details.push_back(containers_text(keeps) + R"( must set securityContext.capabilities.drop=["ALL"])");
    if (!adds.empty()) details.push_back(adders_text(adds, added));
    if (!details.empty()) look.say("unrestricted capabilities", joined(details, "; "));
}

void check_volume_types(Look& look) {
    static std::set<std::string_view> const allowed{
        "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"};
    Names names;
    std::set<std::string> types;
    for (auto const volume : look.spec()["volumes"]) {
        for (auto const& entry : volume.fields()) {
            std::string_view const type = entry.key();
            if (type == "name" || allowed.contains(type)) continue;
            names.emplace_back(volume["name"].string());
            types.emplace(type);
        }
    }
    if (names.empty()) return;
    look.say("restricted volume types", plural("volume", "volumes", names.size()) + " " + quoted(names) + " " +
                                            plural("uses", "use", names.size()) + " restricted volume " +
                                            plural("type", "types", types.size()) + " " + quoted(sorted(types)));
}

void check_non_root(Look& look) {
    auto const own = look.spec()["securityContext"];
    auto const of_pod = own["runAsNonRoot"];
    Names unset;
    auto const refuses = look.those([&](FieldView const&, FieldView const& context) {
        auto const said = context["runAsNonRoot"];
        return said.present() && !said.boolean();
    });
    look.each([&](FieldView const& container, std::string name) {
        auto const context = container["securityContext"];
        if (!context["runAsNonRoot"].present()) unset.push_back(std::move(name));
    });
    bool const pod_refuses = of_pod.present() && !of_pod.boolean();
    // What the Pod says counts for those that say nothing themselves.
    if (pod_refuses || !refuses.empty())
        return look.say("runAsNonRoot != true",
                        setters_text(pod_refuses, refuses) + " must not set securityContext.runAsNonRoot=false");
    if (!of_pod.present() && !unset.empty())
        look.say("runAsNonRoot != true",
                 "pod or " + containers_text(unset) + " must set securityContext.runAsNonRoot=true");
}

void check_user(Look& look) {
    auto const is_root = [](FieldView const& context) {
        auto const user = context["runAsUser"].integer();
        return user && *user == 0;
    };
    bool const pod = is_root(look.spec()["securityContext"]);
    auto const containers = look.those([&](FieldView const&, FieldView const& context) { return is_root(context); });
    if (pod || !containers.empty())
        look.say("runAsUser=0", setters_text(pod, containers) + " must not set runAsUser=0");
}

void check_required_seccomp(Look& look) {
    if (look.on_windows()) return;
    if (check_stated_seccomp(look) || is_good_seccomp(seccomp_type(look.spec()["securityContext"]))) return;
    auto const unset =
        look.those([](FieldView const&, FieldView const& context) { return seccomp_type(context).empty(); });
    if (!unset.empty())
        look.say("seccompProfile",
                 "pod or " + containers_text(unset) +
                     R"( must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")");
}

}  // namespace

std::vector<Violation> violations(PodSecurityLevel level, FieldView const& metadata, FieldView const& spec) {
    if (level == PodSecurityLevel::privileged) return {};
    Look look(metadata, spec);
    bool const restricted = level == PodSecurityLevel::restricted;
    // A stricter check takes the place of the baseline's about the same.
    check_app_armor(look);
    if (!restricted) check_capabilities(look);
    check_host_namespaces(look);
    if (!restricted) check_host_paths(look);
    check_host_ports(look);
    check_probe_hosts(look);
    check_privileged(look);
    check_proc_mount(look);
    check_se_linux(look);
    if (!restricted) check_seccomp(look);
    check_sysctls(look);
    check_host_process(look);
    if (restricted) {
        check_privilege_escalation(look);
        check_dropped_capabilities(look);
        check_volume_types(look);
        check_non_root(look);
        check_user(look);
        check_required_seccomp(look);
    }
    return look.said();
}

}  // namespace keelson::admission
