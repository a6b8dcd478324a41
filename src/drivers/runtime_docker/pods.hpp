#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_PODS_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_PODS_HPP

#include "drivers/runtime_docker/images.hpp"
#include "drivers/runtime_docker/setup.hpp"
#include "drivers/runtime_docker/status.hpp"

#include <map>
#include <unordered_map>
#include <unordered_set>

namespace keelson::docker {

/// The verbs of the runtime, over the API, and what is remembered between them: nothing that the engine could not tell
/// again.
/// Threading: on the loop.
class Pods final : public Containers {
public:
    Pods(Api& api, Setup& setup, Images& images, Owner owner, Log log);

    void list(std::vector<SandboxId> only, Completion<std::vector<RuntimeSandbox>> done);
    void create_sandbox(SandboxConfig config, Instant deadline, Completion<RuntimeSandbox> done);
    void remove_sandbox(SandboxId id, Instant deadline, Completion<> done);
    void create(ContainerConfig config, Instant deadline, Completion<> done);
    void start(ContainerId id, Instant deadline, Completion<> done);
    void stop(ContainerId id, Duration grace, Instant deadline, Completion<> done);
    void remove(ContainerId id, Instant deadline, Completion<> done);
    void resize(ContainerId id, ResourceLimits limits, Instant deadline, Completion<> done);

    void find(ContainerId id, Instant deadline, Completion<std::string> done) override;
    void find_sandbox(SandboxId id, Instant deadline, Completion<std::string> done) override;

    /// Something happened to a container: what is known of it is asked for again. Gives whether anybody needs to be
    /// told.
    bool changed(std::string const& docker_id, std::string const& what, SandboxId const& sandbox);
    /// Anything may have happened to any.
    void forget_states();
    /// Every container of this node that the engine has, or of one sandbox.
    void ask_list(SandboxId const& only, Instant deadline, Completion<std::vector<Listed>> done);

private:
    struct Known {
        std::string docker_id;
        bool fresh = false;  ///< created here and never started
        std::uint64_t noted = 0;
    };
    struct KnownSandbox {
        std::string docker_id;
        SandboxFacts facts;
        std::map<std::pair<std::string, std::uint32_t>, Known> containers;
        std::uint64_t noted = 0;
        int removing = 0;
    };
    /// What was seen of a container the last time that it was looked at.
    struct Seen {
        std::string state;
        bool good = false;  ///< nothing has happened to it since
        Inspected inspected;
        Instant hung_until{};
    };
    struct Listing;
    struct SandboxMaking;
    struct Removal;

    [[nodiscard]] std::string filters(SandboxId const& only) const;
    void note(std::vector<Listed> const& list, std::uint64_t began, bool all);
    void with_sandbox(SandboxId const& id, Instant deadline, Completion<KnownSandbox*> then);
    /// Null: there is no such container, or no such sandbox.
    void with_container(ContainerId const& id, Instant deadline, Completion<Known*> then);
    Known* known(ContainerId const& id);
    [[nodiscard]] bool is_ours(json::object const& labels, char const* kind, SandboxId const& id) const;

    void look(std::shared_ptr<Listing> const& listing);
    void inspected(std::shared_ptr<Listing> const& listing, std::size_t which, Result<Answer> const& answer);
    void name_images(std::shared_ptr<Listing> const& listing);
    void finish(Listing& listing);

    void make_sandbox(std::shared_ptr<SandboxMaking> const& making);
    void start_sandbox(std::shared_ptr<SandboxMaking> const& making, std::string const& docker_id);
    void look_at_sandbox(std::shared_ptr<SandboxMaking> const& making, std::string const& docker_id, bool start);
    void give_up_sandbox(std::shared_ptr<SandboxMaking> const& making, std::string const& docker_id, Error why,
                         bool again);
    [[nodiscard]] RuntimeSandbox status_of(SandboxId const& id, SandboxFacts const& facts,
                                           Inspected const& sandbox) const;
    void begin_create(std::shared_ptr<ContainerConfig> const& config, std::optional<std::string> const& image_user,
                      Instant deadline, Completion<> const& done);
    void adopt(ContainerConfig const& config, std::string const& name, Instant deadline, Completion<> const& done);
    void post_start(ContainerId const& id, std::string const& docker_id, Instant deadline, Completion<> const& done);
    void post_update(std::string const& docker_id, json::object const& limits, Instant deadline,
                     Completion<> const& done);
    /// Removes a container of the engine; done when it is gone.
    void erase(std::string const& docker_id, bool force, Instant deadline, Completion<> done);
    void erase_volume(std::string const& name, Instant deadline, Completion<> done);
    void erase_parts(std::shared_ptr<Removal> const& removal);

    Api& api_;
    Setup& setup_;
    Images& images_;
    Owner owner_;
    Log log_;
    std::unordered_map<SandboxId, KnownSandbox> sandboxes_;
    std::unordered_map<std::string, Seen> seen_;  // by the engine's id
    std::unordered_set<std::string> own_starts_;  // of which the events are still to come
    std::uint64_t clock_ = 0;                     // of what is noted
};

}  // namespace keelson::docker

#endif
