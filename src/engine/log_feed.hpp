#ifndef KEELSON_SRC_ENGINE_LOG_FEED_HPP
#define KEELSON_SRC_ENGINE_LOG_FEED_HPP

#include "engine/container_log.hpp"
#include "http/exchange.hpp"

#include <functional>
#include <memory>
#include <mutex>

namespace keelson {

/// What a container is doing, as far as its log is concerned.
enum class LogSource : std::uint8_t {
    writes,   ///< this start of it runs
    waits,    ///< this start has ended; there may be another
    is_over,  ///< nothing more will come
};

/// What a LogFeed needs of the engine.
struct LogFeedServices {
    /// Runs beside the strand, one job after the other.
    std::function<void(std::function<void()>)> run_file_job;
    /// Calls back after a time.
    std::function<void(Duration, std::function<void()>)> after;
    /// Asks what the container does; the answer comes on any thread.
    std::function<void(std::uint32_t attempt, std::function<void(LogSource)>)> ask;
};

/// Sends a container's log to a client: what there is, and with `follow` what comes. Reads on only when the client has
/// taken what it was sent.
class LogFeed : public std::enable_shared_from_this<LogFeed> {
public:
    struct Options {
        std::string folder;
        std::uint32_t attempt = 0;
        LogForm form;
        bool follow = false;
        bool across_restarts = false;
    };

    LogFeed(Options options, LogFeedServices services, std::shared_ptr<http::Stream> stream);
    void start();

private:
    void read_later();
    void read();
    void rest();
    void judge(LogSource source);
    void begin_next();
    void finish();

    Options options_;
    LogFeedServices services_;
    Duration pause_;
    bool last_round_ = false;  ///< the container has ended: what is read now is all
    std::optional<ContainerLog> log_;

    std::mutex mutex_;                      // guards what follows; the rest belongs to one step after the other
    std::shared_ptr<http::Stream> stream_;  ///< null when the client has gone, or all was sent
    bool drains_ = false;                   ///< waits until it has taken what it was sent
};

}  // namespace keelson

#endif
