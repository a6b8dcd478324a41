#include "drivers/runtime_process/supervisor/identity.hpp"

#include "drivers/runtime_process/supervisor/proc.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <grp.h>
#include <limits>
#include <linux/capability.h>
#include <sstream>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace keelson::supervisor {

namespace {

// In the kernel's order: the index is the number.
constexpr std::array<std::string_view, 41> capability_names{"CHOWN",
                                                            "DAC_OVERRIDE",
                                                            "DAC_READ_SEARCH",
                                                            "FOWNER",
                                                            "FSETID",
                                                            "KILL",
                                                            "SETGID",
                                                            "SETUID",
                                                            "SETPCAP",
                                                            "LINUX_IMMUTABLE",
                                                            "NET_BIND_SERVICE",
                                                            "NET_BROADCAST",
                                                            "NET_ADMIN",
                                                            "NET_RAW",
                                                            "IPC_LOCK",
                                                            "IPC_OWNER",
                                                            "SYS_MODULE",
                                                            "SYS_RAWIO",
                                                            "SYS_CHROOT",
                                                            "SYS_PTRACE",
                                                            "SYS_PACCT",
                                                            "SYS_ADMIN",
                                                            "SYS_BOOT",
                                                            "SYS_NICE",
                                                            "SYS_RESOURCE",
                                                            "SYS_TIME",
                                                            "SYS_TTY_CONFIG",
                                                            "MKNOD",
                                                            "LEASE",
                                                            "AUDIT_WRITE",
                                                            "AUDIT_CONTROL",
                                                            "SETFCAP",
                                                            "MAC_OVERRIDE",
                                                            "MAC_ADMIN",
                                                            "SYSLOG",
                                                            "WAKE_ALARM",
                                                            "BLOCK_SUSPEND",
                                                            "AUDIT_READ",
                                                            "PERFMON",
                                                            "BPF",
                                                            "CHECKPOINT_RESTORE"};

constexpr std::uint64_t all_capabilities = ~std::uint64_t{0};

/// The bits that a name stands for; 0 for an unknown one.
std::uint64_t capability_bits(std::string name) {
    for (auto& c : name) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    if (name.starts_with("CAP_")) name.erase(0, 4);
    if (name == "ALL") return all_capabilities;
    for (std::size_t i = 0; i < capability_names.size(); ++i) {
        if (capability_names[i] == name) return std::uint64_t{1} << i;
    }
    return 0;
}

std::uint64_t own_capabilities() {
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    std::array<__user_cap_data_struct, 2> data{};
    if (::syscall(SYS_capget, &header, data.data()) != 0) return 0;
    return std::uint64_t{data[1].effective} << 32 | data[0].effective;
}

constexpr std::uint64_t bit(int capability) { return std::uint64_t{1} << capability; }

struct Account {
    gid_t group = 0;
    std::string home;
};

/// The user's line in /etc/passwd. Not getpwuid, which a static program should not call.
std::optional<Account> find_account(uid_t user) {
    std::istringstream lines(proc::read_file("/etc/passwd"));
    for (std::string line; std::getline(lines, line);) {
        std::array<std::string, 7> field;
        std::istringstream parts(line);
        for (auto& part : field) std::getline(parts, part, ':');
        if (field[2] == std::to_string(user) && !field[3].empty()) {
            return Account{static_cast<gid_t>(std::strtoul(field[3].c_str(), nullptr, 10)), field[5]};
        }
    }
    return {};
}

bool possible_id(std::int64_t id) { return id >= 0 && id < std::numeric_limits<std::uint32_t>::max(); }

std::optional<IdentityProblem> resolve_user(SecurityConfig const& config, Identity& identity) {
    identity.user = ::geteuid();
    identity.group = ::getegid();
    if (config.user) {
        if (!possible_id(*config.user)) return IdentityProblem{"runAsUser", "no such user number can exist"};
        identity.user = static_cast<uid_t>(*config.user);
    }
    auto const account = find_account(identity.user);
    identity.home = account ? account->home : "/";
    if (identity.user != ::geteuid()) identity.group = account ? account->group : identity.user;
    if (config.group) {
        if (!possible_id(*config.group)) return IdentityProblem{"runAsGroup", "no such group number can exist"};
        identity.group = static_cast<gid_t>(*config.group);
    }
    for (auto const group : config.supplemental_groups) {
        if (!possible_id(group)) return IdentityProblem{"supplementalGroups", "no such group number can exist"};
        identity.groups.push_back(static_cast<gid_t>(group));
    }
    identity.change_user = config.user || config.group || !config.supplemental_groups.empty();
    auto const ability = user_ability();
    if (ability.available || !identity.change_user) return {};
    if (identity.user != ::geteuid()) return IdentityProblem{"runAsUser", ability.reason};
    if (identity.group != ::getegid()) return IdentityProblem{"runAsGroup", ability.reason};
    if (!identity.groups.empty()) return IdentityProblem{"supplementalGroups", ability.reason};
    identity.change_user = false;  // it asks for what we are
    return {};
}

}  // namespace

Ability user_ability() {
    auto const own = own_capabilities();
    if ((own & bit(CAP_SETUID)) != 0 && (own & bit(CAP_SETGID)) != 0) return {true, {}};
    return {false, "this node runs without the right to change users (CAP_SETUID, CAP_SETGID): its Pods run as user " +
                       std::to_string(::geteuid())};
}

std::optional<IdentityProblem> resolve(SecurityConfig const& config, Identity& identity) {
    if (auto problem = resolve_user(config, identity)) return problem;
    identity.no_new_privileges = config.no_new_privileges;
    auto const own = own_capabilities();
    std::uint64_t wanted = all_capabilities;
    for (auto const& name : config.capabilities_drop) {
        auto const bits = capability_bits(name);
        if (bits == 0) return IdentityProblem{"capabilities.drop", "there is no capability " + name};
        wanted &= ~bits;
    }
    for (auto const& name : config.capabilities_add) {
        auto const bits = capability_bits(name);
        if (bits == 0) return IdentityProblem{"capabilities.add", "there is no capability " + name};
        if (bits != all_capabilities && (own & bits) == 0) {
            return IdentityProblem{"capabilities.add", "the node itself does not have " + name};
        }
        wanted |= bits;
    }
    identity.capabilities = wanted & own;
    identity.limit_capabilities = !config.capabilities_drop.empty();
    // Without the right to narrow the bounding set, only programs with rights of their own could regain any.
    if (identity.limit_capabilities && (own & bit(CAP_SETPCAP)) == 0) identity.no_new_privileges = true;
    return {};
}

std::string take_on(Identity const& identity) {
    auto const failed = [](char const* what) { return std::string(what) + ": " + std::strerror(errno); };
    if (identity.limit_capabilities && (own_capabilities() & bit(CAP_SETPCAP)) != 0) {
        for (int i = 0; ::prctl(PR_CAPBSET_READ, i, 0, 0, 0) >= 0; ++i) {
            if ((identity.capabilities & bit(i)) == 0 && ::prctl(PR_CAPBSET_DROP, i, 0, 0, 0) != 0) {
                return failed("cannot drop a capability");
            }
        }
        ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
        __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
        std::array<__user_cap_data_struct, 2> data{};
        if (::syscall(SYS_capget, &header, data.data()) == 0) {
            data[0].inheritable = data[1].inheritable = 0;
            ::syscall(SYS_capset, &header, data.data());
        }
    }
    if (identity.change_user) {
        if (::setgroups(identity.groups.size(), identity.groups.data()) != 0) return failed("cannot set groups");
        if (::setresgid(identity.group, identity.group, identity.group) != 0) return failed("cannot set the group");
        if (::setresuid(identity.user, identity.user, identity.user) != 0) return failed("cannot set the user");
    }
    if (identity.no_new_privileges && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return failed("cannot forbid new privileges");
    }
    return {};
}

}  // namespace keelson::supervisor
