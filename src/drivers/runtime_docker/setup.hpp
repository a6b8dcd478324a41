#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_SETUP_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_SETUP_HPP

#include "drivers/runtime_docker/engine_api.hpp"
#include "drivers/runtime_docker/spec.hpp"

#include <mutex>

namespace keelson::docker {

/// What must be agreed on with an engine, and be there, before Pods are made: the API's version, the image of
/// sandboxes, the node's network. Threading: on the loop; `info` and `network` from any thread.
class Setup {
public:
    static constexpr int version_least = 41, version_most = 48;

    Setup(EngineApi& api, Owner owner, std::string data_dir, std::string subnet, Log log);

    /// Sees to it, once; calls that come meanwhile wait for the same. Errors: as Api, and `unsupported` or `invalid`
    /// for an engine that can never be used.
    void ensure(Completion<> done);
    /// The same for who waits no longer than this, however long the engine takes: `timeout`.
    void ensure(Instant deadline, Completion<> done);
    [[nodiscard]] bool ready() const noexcept { return ready_; }
    /// The engine was gone, or something of ours in it: looked at again by the next ensure().
    void invalidate();
    /// Removes the node's network if no Pod has it.
    void retire(std::function<void()> done);
    /// Whether the engine may lower oom_score_adj shows when it is told to.
    void note_oom_score(bool lowered);
    [[nodiscard]] bool oom_score_known() const noexcept { return oom_score_known_; }

    [[nodiscard]] EngineInfo info() const;
    [[nodiscard]] std::string const& network() const noexcept { return network_; }

private:
    void ask_version();
    void take_version(Answer const& answer);
    void ask_info();
    void look_for_image();
    void load_image();
    void look_for_network();
    void make_network();
    void check_files();
    void finish(Result<> outcome);
    /// Asks; transport errors end the setup.
    void ask(Question question, std::function<void(Answer const&)> then);
    void refused(Answer const& answer, std::string const& what);

    EngineApi& api_;
    Owner owner_;
    std::string data_dir_, subnet_, network_;
    Log log_;
    mutable std::mutex mutex_;
    EngineInfo info_;
    bool ready_ = false, running_ = false, files_checked_ = false, oom_score_known_ = false;
    std::vector<Completion<>> waiting_;
};

}  // namespace keelson::docker

#endif
