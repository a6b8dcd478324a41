#include "node/not_enforced.hpp"

#include "node/devices.hpp"

namespace keelson {
namespace {

void note(std::vector<std::string>& all, bool present, std::string text) {
    if (present) all.push_back(std::move(text));
}

/// Profiles that would confine a program, where nothing confines it.
template <class Context>
void note_security(std::vector<std::string>& all, Context const& context, std::string const& where,
                   RuntimeAbilities const& abilities) {
    auto const none = !abilities.confinement.available;
    note(all, none && context.seLinuxOptions.has_value(), where + ".seLinuxOptions");
    note(all, none && context.seccompProfile && context.seccompProfile->type != "Unconfined",
         where + ".seccompProfile");
    note(all, none && context.appArmorProfile && context.appArmorProfile->type != "Unconfined",
         where + ".appArmorProfile");
    note(all, context.windowsOptions.has_value(), where + ".windowsOptions");
    note(all, context.runAsUser && !abilities.users.available, where + ".runAsUser (" + abilities.users.reason + ")");
}

void note_container(std::vector<std::string>& all, Pod const& pod, Container const& container, std::string const& where,
                    RuntimeAbilities const& abilities, bool has_images) {
    auto const& whole = pod.spec.securityContext;
    auto non_root = whole && whole->runAsNonRoot.value_or(false);
    auto has_user = whole && whole->runAsUser;
    if (auto const& own = container.securityContext) {
        note_security(all, *own, where + ".securityContext", abilities);
        note(all, own->procMount && *own->procMount != "Default" && !abilities.confinement.available,
             where + ".securityContext.procMount");
        non_root = own->runAsNonRoot.value_or(non_root);
        has_user = has_user || own->runAsUser;
    }
    note(all, non_root && !has_user && !has_images && !abilities.confinement.available,
         where + ".securityContext.runAsNonRoot (without an image and runAsUser there is nothing to check)");
    note(all, container.resources && !container.resources->limits.empty() && !abilities.limits.available,
         where + ".resources.limits (" + abilities.limits.reason + ")");
    note(all, !abilities.devices.available && !chosen_devices(pod, container.name).empty(),
         where + ".resources.limits of devices (" + abilities.devices.reason + ")");
    note(all,
         !has_images && !abilities.mounts.available && !container.terminationMessagePath.empty() &&
             container.terminationMessagePath != "/dev/termination-log",
         where + ".terminationMessagePath (" + abilities.mounts.reason + ")");
    note(all, container.resources && !container.resources->claims.empty(), where + ".resources.claims");
    for (auto const& rule : container.restartPolicyRules) {
        note(all, rule.action != "Restart", where + ".restartPolicyRules action " + rule.action);
    }
}

}  // namespace

std::vector<std::string> fields_without_effect(Pod const& pod, RuntimeAbilities const& abilities, bool has_images) {
    std::vector<std::string> all;
    auto const& spec = pod.spec;
    if (auto const& whole = spec.securityContext) {
        note_security(all, *whole, "spec.securityContext", abilities);
        note(all, whole->fsGroup.has_value() && !abilities.users.available,
             "spec.securityContext.fsGroup (volumes keep their group: " + abilities.users.reason + ")");
        note(all, whole->supplementalGroupsPolicy && *whole->supplementalGroupsPolicy == "Strict" && has_images,
             "spec.securityContext.supplementalGroupsPolicy Strict (the image's own groups are kept)");
        note(all, whole->seLinuxChangePolicy.has_value(), "spec.securityContext.seLinuxChangePolicy");
        note(all, !whole->sysctls.empty() && !abilities.sysctls.available,
             "spec.securityContext.sysctls (" + abilities.sysctls.reason + ")");
    }
    for (auto const& [name, value] : pod.metadata.annotations) {
        note(all,
             !abilities.confinement.available && value != "unconfined" &&
                 name.starts_with("container.apparmor.security.beta.kubernetes.io/"),
             "metadata.annotations{" + name + "}");
    }
    note(all, spec.dnsConfig.has_value() && !abilities.dns.available, "spec.dnsConfig (" + abilities.dns.reason + ")");
    note(all, spec.dnsPolicy == "None" && !abilities.dns.available,
         "spec.dnsPolicy None (" + abilities.dns.reason + ")");
    note(all, !spec.resourceClaims.empty(), "spec.resourceClaims");
    note(all, !spec.hostUsers.value_or(true), "spec.hostUsers");
    note(all, spec.setHostnameAsFQDN.value_or(false) && !has_images, "spec.setHostnameAsFQDN");
    note(all, spec.resources && !spec.resources->limits.empty(),
         "spec.resources.limits (they hold for each container that has none of its own, not for all together)");
    for (auto const& one : spec.initContainers) {
        note_container(all, pod, one, "spec.initContainers{" + one.name + "}", abilities, has_images);
    }
    for (auto const& one : spec.containers) {
        note_container(all, pod, one, "spec.containers{" + one.name + "}", abilities, has_images);
    }
    return all;
}

}  // namespace keelson
