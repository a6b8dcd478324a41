#ifndef KEELSON_SRC_TESTING_REMOTE_CONTROLLERS_HPP
#define KEELSON_SRC_TESTING_REMOTE_CONTROLLERS_HPP

#include <keelson/remote.hpp>
#include <keelson/testing/world.hpp>

#include <memory>

namespace keelson::testing {

class DistantBackend;

/// Controllers as they run far from the engine: what they see comes late, and they are killed in the middle of plans.
/// Threading: one thread, in the world's time.
class DistantControllers {
public:
    DistantControllers(RemoteMode mode, std::vector<Controller> controllers, std::shared_ptr<ManualClock> clock,
                       std::uint64_t seed, LogSink log, std::function<Client()> engine);
    ~DistantControllers();

    /// Runs what is ready; when there is more to do.
    std::optional<Instant> poll();
    void cut_after(std::size_t writes);
    [[nodiscard]] std::size_t cuts() const noexcept { return cuts_; }

private:
    void begin();

    RemoteMode mode_;
    std::vector<Controller> controllers_;
    std::shared_ptr<ManualClock> clock_;
    std::shared_ptr<Entropy> entropy_;
    LogSink log_;
    std::function<Client()> engine_;
    std::shared_ptr<DistantBackend> backend_;
    std::optional<RemoteControllers> running_;
    std::optional<std::size_t> cut_after_;
    std::size_t cuts_ = 0;
};

}  // namespace keelson::testing

#endif
