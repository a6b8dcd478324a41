#include "node/security.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace keelson {
namespace {

constexpr std::string_view app_armor_annotation = "container.apparmor.security.beta.kubernetes.io/";

/// https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/#safe-and-unsafe-sysctls
constexpr std::array<std::string_view, 12> safe_sysctls{"kernel.shm_rmid_forced",
                                                        "net.ipv4.ip_local_port_range",
                                                        "net.ipv4.tcp_syncookies",
                                                        "net.ipv4.ping_group_range",
                                                        "net.ipv4.ip_unprivileged_port_start",
                                                        "net.ipv4.ip_local_reserved_ports",
                                                        "net.ipv4.tcp_keepalive_time",
                                                        "net.ipv4.tcp_fin_timeout",
                                                        "net.ipv4.tcp_keepalive_intvl",
                                                        "net.ipv4.tcp_keepalive_probes",
                                                        "net.ipv4.tcp_rmem",
                                                        "net.ipv4.tcp_wmem"};

std::string whose(Pod const& pod, Container const& container) {
    return "(pod: \"" + pod.metadata.name + "_" + pod.metadata.namespace_ + "(" + pod.metadata.uid +
           ")\", container: " + container.name + ")";
}

/// The number that an image's user begins with: of "1000:100" 1000, of "nginx" none.
std::optional<std::int64_t> number_of(std::string_view user) {
    user = user.substr(0, user.find(':'));
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(user.data(), user.data() + user.size(), number);
    if (error != std::errc() || end != user.data() + user.size()) return {};
    return number;
}

Result<> check_non_root(Pod const& pod, Container const& container, SecurityConfig const& security,
                        ImageInfo const* image) {
    if (security.user) {
        if (*security.user != 0) return {};
        return Error(Errc::invalid, "container's runAsUser breaks non-root policy " + whose(pod, container));
    }
    if (image == nullptr) return {};
    auto const number = number_of(image->user);
    if (image->user.empty() || (number && *number == 0)) {
        return Error(Errc::invalid, "container has runAsNonRoot and image will run as root " + whose(pod, container));
    }
    if (!number) {
        return Error(Errc::invalid, "container has runAsNonRoot and image has non-numeric user (" +
                                        image->user.substr(0, image->user.find(':')) +
                                        "), cannot verify user is non-root " + whose(pod, container));
    }
    return {};
}

template <class Profile>
std::optional<SecurityProfile> profile_of(std::optional<Profile> const& wanted, std::string const& directory) {
    if (!wanted) return {};
    using Kind = SecurityProfile::Kind;
    if (wanted->type == "Unconfined") return SecurityProfile{.kind = Kind::unconfined, .name = {}};
    if (wanted->type != "Localhost") return SecurityProfile{.kind = Kind::runtime_default, .name = {}};
    auto const name = wanted->localhostProfile.value_or("");
    return SecurityProfile{.kind = Kind::localhost, .name = directory.empty() ? name : directory + "/" + name};
}

/// What the annotation of old says, where the fields say nothing.
std::optional<SecurityProfile> annotated_app_armor(Pod const& pod, Container const& container) {
    auto const found = pod.metadata.annotations.find(std::string(app_armor_annotation) + container.name);
    if (found == pod.metadata.annotations.end()) return {};
    using Kind = SecurityProfile::Kind;
    constexpr std::string_view localhost = "localhost/";
    if (found->second == "unconfined") return SecurityProfile{.kind = Kind::unconfined, .name = {}};
    if (found->second.starts_with(localhost))
        return SecurityProfile{.kind = Kind::localhost, .name = found->second.substr(localhost.size())};
    return SecurityProfile{.kind = Kind::runtime_default, .name = {}};
}

SeLinuxLabel label_of(SELinuxOptions const& options) {
    return {.user = options.user, .role = options.role, .type = options.type, .level = options.level};
}

}  // namespace

Result<SecurityConfig> security_config(Pod const& pod, Container const& container, ImageInfo const* image,
                                       std::string const& seccomp_directory) {
    SecurityConfig security;
    std::optional<bool> non_root;
    if (auto const& whole = pod.spec.securityContext) {
        security.user = whole->runAsUser;
        security.group = whole->runAsGroup;
        security.supplemental_groups = whole->supplementalGroups;
        if (whole->fsGroup) security.supplemental_groups.push_back(*whole->fsGroup);
        security.seccomp = profile_of(whole->seccompProfile, seccomp_directory);
        security.app_armor = profile_of(whole->appArmorProfile, {});
        if (whole->seLinuxOptions) security.se_linux = label_of(*whole->seLinuxOptions);
        non_root = whole->runAsNonRoot;
    }
    if (auto annotated = annotated_app_armor(pod, container)) security.app_armor = std::move(annotated);
    if (auto const& own = container.securityContext) {
        if (own->runAsUser) security.user = own->runAsUser;
        if (own->runAsGroup) security.group = own->runAsGroup;
        if (own->runAsNonRoot) non_root = own->runAsNonRoot;
        security.privileged = own->privileged.value_or(false);
        security.read_only_root = own->readOnlyRootFilesystem.value_or(false);
        security.no_new_privileges = !own->allowPrivilegeEscalation.value_or(true);
        if (own->capabilities) {
            security.capabilities_add = own->capabilities->add;
            security.capabilities_drop = own->capabilities->drop;
        }
        if (own->seccompProfile) security.seccomp = profile_of(own->seccompProfile, seccomp_directory);
        if (own->appArmorProfile) security.app_armor = profile_of(own->appArmorProfile, {});
        if (own->seLinuxOptions) security.se_linux = label_of(*own->seLinuxOptions);
        security.unmasked_proc = own->procMount && *own->procMount == "Unmasked";
    }
    if (non_root.value_or(false)) {
        if (auto const checked = check_non_root(pod, container, security, image); !checked) return checked.error();
    }
    return security;
}

Result<std::map<std::string, std::string>> pod_sysctls(Pod const& pod) {
    std::map<std::string, std::string> all;
    if (!pod.spec.securityContext) return all;
    auto const refuse = [](std::string const& name, std::string const& why) {
        return Error(Errc::forbidden, "forbidden sysctl: \"" + name + "\" " + why);
    };
    for (auto const& sysctl : pod.spec.securityContext->sysctls) {
        auto name = sysctl.name;
        // "net/ipv4/ip_forward" is another way to write it.
        if (name.find('/') < name.find('.')) std::replace(name.begin(), name.end(), '/', '.');
        if (std::find(safe_sysctls.begin(), safe_sysctls.end(), name) == safe_sysctls.end())
            return refuse(sysctl.name, "not allowlisted");
        if (name.starts_with("net.") && pod.spec.hostNetwork.value_or(false))
            return refuse(sysctl.name, "not allowed with host net enabled");
        if (name.starts_with("kernel.shm") && pod.spec.hostIPC.value_or(false))
            return refuse(sysctl.name, "not allowed with host ipc enabled");
        all[name] = sysctl.value;
    }
    return all;
}

std::optional<std::int64_t> volume_group(Pod const& pod) {
    return pod.spec.securityContext ? pod.spec.securityContext->fsGroup : std::nullopt;
}

std::optional<std::int64_t> common_user(Pod const& pod) {
    std::optional<std::int64_t> user;
    auto first = true;
    for (auto const* all : {&pod.spec.initContainers, &pod.spec.containers}) {
        for (auto const& container : *all) {
            auto own = pod.spec.securityContext ? pod.spec.securityContext->runAsUser : std::nullopt;
            if (container.securityContext && container.securityContext->runAsUser)
                own = container.securityContext->runAsUser;
            if (!own || (!first && own != user)) return {};
            user = own;
            first = false;
        }
    }
    return user;
}

}  // namespace keelson
