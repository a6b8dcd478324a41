#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <limits>
#include <set>

namespace keelson::rules {
namespace {

constexpr std::int64_t largest_id = std::numeric_limits<std::int32_t>::max();

void validate_id(FieldView const& id, FieldErrors& errors) {
    if (id.present()) report(errors, id, check_range(id.number(), 0, largest_id));
}

void validate_seccomp(FieldView const& profile, FieldErrors& errors) {
    if (!profile.present()) return;
    auto const type = profile["type"];
    auto const file = profile["localhostProfile"];
    if (!type.given()) errors.required(type.path(), "type is required when seccompProfile is set");
    if (type.string() == "Localhost") {
        if (!file.present()) {
            errors.required(file.path(), "must be set when seccomp type is Localhost");
        } else {
            validate_descending_path(file, errors);
        }
    } else if (file.present()) {
        errors.invalid(file.path(), profile.text(), "can only be set when seccomp type is Localhost");
    }
}

void validate_app_armor(FieldView const& profile, FieldErrors& errors) {
    if (!profile.present()) return;
    constexpr std::size_t longest_path = 4095;
    auto const type = profile["type"];
    auto const name = profile["localhostProfile"];
    if (!type.given()) errors.required(type.path(), "type is required when appArmorProfile is set");
    if (type.string() == "Localhost") {
        auto const text = name.string();
        if (text.empty()) {
            errors.required(name.path(), "must be set when AppArmor type is Localhost");
        } else if (text.front() == ' ' || text.back() == ' ') {
            report(errors, name, {"must not be padded with whitespace"});
        }
        if (text.size() > longest_path) errors.too_long(name.path(), longest_path);
    } else if (type.given() && name.present()) {
        report(errors, name, {"can only be set when AppArmor type is Localhost"});
    }
}

void validate_windows_options(FieldView const& options, FieldErrors& errors) {
    if (!options.present()) return;
    if (auto const name = options["gmsaCredentialSpecName"]; name.present())
        report(errors, name, check_dns_subdomain(name.string()));
    if (auto const spec = options["gmsaCredentialSpec"]; spec.present()) {
        if (spec.string().empty()) report(errors, spec, {"gmsaCredentialSpec cannot be an empty string"});
        if (spec.string().size() > 64 << 10) report(errors, spec, {"gmsaCredentialSpec size must be under 64 KiB"});
    }
    if (auto const user = options["runAsUserName"]; user.present()) {
        auto const text = user.string();
        auto const slashes = std::count(text.begin(), text.end(), '\\');
        if (text.empty()) report(errors, user, {"runAsUserName cannot be an empty string"});
        if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
            report(errors, user, {"runAsUserName cannot contain control characters"});
        if (slashes > 1) report(errors, user, {"runAsUserName cannot contain more than one backslash"});
        if (!text.empty() && text.ends_with('\\')) report(errors, user, {"runAsUserName's User cannot be empty"});
    }
}

bool is_sysctl(std::string_view name) {
    auto const ends = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    if (name.size() > 253) return false;
    for (;;) {
        auto const stop = name.find_first_of("./");
        auto const part = name.substr(0, stop);
        if (part.empty() || !ends(part.front()) || !ends(part.back()) ||
            !std::all_of(part.begin(), part.end(), [&](char c) { return ends(c) || c == '-' || c == '_'; }))
            return false;
        if (stop == name.npos) return true;
        name.remove_prefix(stop + 1);
    }
}

void validate_sysctls(FieldView const& spec, FieldView const& sysctls, FieldErrors& errors) {
    std::set<std::string_view> seen;
    for (auto const sysctl : sysctls) {
        auto const name = sysctl["name"];
        auto const text = name.string();
        if (text.empty()) {
            errors.required(name.path());
        } else if (!is_sysctl(text)) {
            report(errors, name,
                   {"must have at most 253 characters and match regex "
                    "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$"});
        } else if (!seen.insert(text).second) {
            errors.duplicate(name.path(), name.text());
        }
        bool const network = text.starts_with("net.") || text.starts_with("net/");
        bool const ipc = text.starts_with("kernel.shm") || text.starts_with("kernel.msg") || text == "kernel.sem" ||
                         text.starts_with("fs.mqueue.");
        if (network && spec["hostNetwork"].boolean())
            report(errors, name, {"may not be specified when 'hostNetwork' is true"});
        if (ipc && spec["hostIPC"].boolean()) report(errors, name, {"may not be specified when 'hostIPC' is true"});
    }
}

template <class Do>
void each_container(FieldView const& spec, Do what) {
    for (std::string_view const list : {"initContainers", "containers", "ephemeralContainers"})
        for (auto const container : spec[list]) what(container);
}

void forbid(FieldView const& owner, std::initializer_list<std::string_view> fields, FieldErrors& errors) {
    for (auto const field : fields)
        if (owner[field].present()) errors.forbidden(owner.path(field), "cannot be set for a windows pod");
}

}  // namespace

void validate_security_context(FieldView const& context, PodScope const& scope, FieldErrors& errors) {
    validate_id(context["runAsUser"], errors);
    validate_id(context["runAsGroup"], errors);
    if (auto const mount = context["procMount"]; scope.host_users && mount.string() == "Unmasked")
        report(errors, mount, {"`hostUsers` must be false to use `Unmasked`"});
    validate_seccomp(context["seccompProfile"], errors);
    if (auto const escalation = context["allowPrivilegeEscalation"]; escalation.present() && !escalation.boolean()) {
        if (context["privileged"].boolean())
            errors.invalid(context.path(), context.text(),
                           "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        auto const capabilities = context["capabilities"];
        for (auto const capability : capabilities["add"])
            if (capability.string() == "CAP_SYS_ADMIN")
                errors.invalid(context.path(), context.text(),
                               "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
    }
    validate_windows_options(context["windowsOptions"], errors);
    validate_app_armor(context["appArmorProfile"], errors);
}

void validate_pod_security_context(FieldView const& spec, FieldErrors& errors) {
    auto const share = spec["shareProcessNamespace"];
    if (share.boolean() && spec["hostPID"].boolean())
        report(errors, share, {"ShareProcessNamespace and HostPID cannot both be enabled"});
    if (auto const users = spec["hostUsers"]; users.present() && !users.boolean())
        for (std::string_view const name : {"hostNetwork", "hostPID", "hostIPC"})
            if (spec[name].boolean()) errors.forbidden(spec.path(name), "when `hostUsers` is false");

    auto const context = spec["securityContext"];
    if (!context.given()) return;
    for (std::string_view const name : {"fsGroup", "runAsUser", "runAsGroup"}) validate_id(context[name], errors);
    for (auto const group : context["supplementalGroups"]) validate_id(group, errors);
    auto const sysctls = context["sysctls"];
    validate_sysctls(spec, sysctls, errors);
    validate_seccomp(context["seccompProfile"], errors);
    validate_windows_options(context["windowsOptions"], errors);
    validate_app_armor(context["appArmorProfile"], errors);
}

void validate_os(FieldView const& spec, FieldErrors& errors) {
    auto const os = spec["os"];
    if (!os.present()) return;
    auto const name = os["name"].string();
    auto const pod = spec["securityContext"];
    if (name.empty()) return errors.required(os.path("name"), "cannot be empty");
    if (name == "linux") {
        constexpr std::string_view why = "windows options cannot be set for a linux pod";
        if (pod["windowsOptions"].present()) errors.forbidden(pod.path("windowsOptions"), why);
        each_container(spec, [&](FieldView const& container) {
            auto const context = container["securityContext"];
            if (context["windowsOptions"].present()) errors.forbidden(context.path("windowsOptions"), why);
        });
    } else if (name == "windows") {
        forbid(spec, {"hostUsers", "shareProcessNamespace"}, errors);
        for (std::string_view const field : {"hostPID", "hostIPC"})
            if (spec[field].boolean()) errors.forbidden(spec.path(field), "cannot be set for a windows pod");
        forbid(pod,
               {"appArmorProfile", "seLinuxOptions", "seccompProfile", "fsGroup", "fsGroupChangePolicy", "sysctls",
                "runAsUser", "runAsGroup", "supplementalGroups", "supplementalGroupsPolicy", "seLinuxChangePolicy"},
               errors);
        each_container(spec, [&](FieldView const& container) {
            auto const context = container["securityContext"];
            forbid(context,
                   {"appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem",
                    "privileged", "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup"},
                   errors);
        });
    }
}

}  // namespace keelson::rules
