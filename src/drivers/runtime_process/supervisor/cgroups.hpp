#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_CGROUPS_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_CGROUPS_HPP

#include <keelson/runtime/runtime.hpp>

#include <sys/types.h>

namespace keelson::supervisor {

/// The groups of one container: a directory per hierarchy (version 1), or one (version 2).
using Groups = std::vector<std::string>;

/// Limits by control groups, below the group that the supervisor was started in, so that limits from
/// outside go on to hold. No process but a container's own is ever moved.
class Cgroups {
public:
    /// Looks for a place where groups can be made; `name` is the node's.
    void open(std::string const& name);
    /// Removes the node's own groups, if they are empty.
    void close() const;

    [[nodiscard]] Ability const& ability() const noexcept { return ability_; }

    /// The groups for these limits; none if nothing is limited or nothing can be. What goes wrong is in `error`.
    Groups create(std::string const& name, ResourceLimits const& limits, std::string& error) const;

private:
    bool open_v2(std::string const& name, std::string& why);
    bool open_v1(std::string const& name, std::string& why);

    Ability ability_;
    bool unified_ = false;
    std::string memory_, cpu_, pids_;  ///< the node's directories; the same one for version 2; empty: not there
};

/// Moves the calling process. Gives what went wrong, or nothing.
std::string join(Groups const& groups);
/// Kills all that is in them.
void kill_all(Groups const& groups);
[[nodiscard]] bool had_oom_kill(Groups const& groups);
/// What the memory controller counts, without file pages that could go at once.
[[nodiscard]] std::optional<std::uint64_t> memory_bytes(Groups const& groups);
/// False while something is still in one of them.
bool remove(Groups const& groups);

}  // namespace keelson::supervisor

#endif
