#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_TABLE_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_TABLE_HPP

#include "drivers/runtime_process/supervisor/addresses.hpp"
#include "drivers/runtime_process/supervisor/cgroups.hpp"
#include "drivers/runtime_process/supervisor/journal.hpp"
#include "drivers/runtime_process/wire.hpp"

namespace keelson::supervisor {

using process_wire::Progress;

struct ContainerRecord {
    std::uint64_t number = 0;  ///< names its files and groups
    ContainerConfig config;
    Time created_at;
    Progress progress;
    Groups groups;
    std::string pipes;  ///< where its output's named pipes are; see Output
};

struct SandboxRecord {
    std::uint64_t number = 0;
    SandboxConfig config;
    std::uint32_t address = 0;
    Time created_at;
    std::map<std::pair<std::string, std::uint32_t>, ContainerRecord> containers;
};

/// The supervisor's own settings that a successor goes on with.
struct Settings {
    bool keep_pods = true;
    std::uint32_t first_address = 0;
    std::uint32_t next_address = 0;
    std::uint64_t last_number = 0;
};

/// Everything that is to be known again after the supervisor was killed. Each change is in the journal
/// when its function returns; they give what went wrong, or nothing, and then nothing has changed.
class Table {
public:
    explicit Table(std::string journal) : journal_(std::move(journal)) {}

    /// `same_boot` is false when the processes of the journal cannot be running any more.
    std::string open(std::string const& boot_id, bool& same_boot);

    [[nodiscard]] std::map<SandboxId, SandboxRecord>& sandboxes() noexcept { return sandboxes_; }
    [[nodiscard]] SandboxRecord* find(SandboxId const& id);
    [[nodiscard]] ContainerRecord* find(ContainerId const& id);
    [[nodiscard]] Settings& settings() noexcept { return settings_; }
    [[nodiscard]] std::uint64_t new_number() noexcept { return ++settings_.last_number; }

    std::string save_settings();
    std::string add(SandboxRecord record);
    std::string add(ContainerRecord record);
    /// Writes a container's progress, groups and pipes as they are now.
    std::string save_progress(ContainerRecord const& record);
    std::string remove(SandboxId const& id);
    std::string remove(ContainerId const& id);

private:
    std::string append(std::string const& record);
    void apply(std::string_view record);
    void write_all();

    Journal journal_;
    std::string boot_id_;
    std::map<SandboxId, SandboxRecord> sandboxes_;
    Settings settings_;
};

}  // namespace keelson::supervisor

#endif
