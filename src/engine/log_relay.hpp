#ifndef KEELSON_SRC_ENGINE_LOG_RELAY_HPP
#define KEELSON_SRC_ENGINE_LOG_RELAY_HPP

#include "engine/log_feed.hpp"
#include "engine/log_lines.hpp"
#include "http/pod_streams.hpp"

#include <keelson/runtime/logs.hpp>

namespace keelson {

/// What a LogRelay needs of the engine.
struct LogRelayServices {
    /// Asks the runtime for a log.
    std::function<void(ContainerId, LogSelection, ByteEvents, Completion<std::shared_ptr<ByteStream>>)> read;
    std::function<void(Duration, std::function<void()>)> after;
    /// Asks what the container does; the answer comes on any thread.
    std::function<void(std::uint32_t attempt, std::function<void(LogSource)>)> ask;
    /// Asks for the first start after this one that has a log; the answer comes on any thread.
    std::function<void(std::uint32_t attempt, std::function<void(std::optional<std::uint32_t>)>)> find_next;
};

/// Sends a container's log that its runtime keeps to a client, as LogFeed does it with files. Nothing is read ahead of
/// a client that does not take what it is sent.
class LogRelay : public std::enable_shared_from_this<LogRelay> {
public:
    struct Options {
        ContainerId id;
        LogForm form;
        bool follow = false;
        bool across_restarts = false;
    };

    LogRelay(Options options, LogRelayServices services, http::LogSink sink);
    void start();

private:
    void open();
    void opened(Result<std::shared_ptr<ByteStream>> source);
    bool open_client();
    void take(std::string_view bytes);
    void wait_for_client(std::shared_ptr<http::Stream> const& client, std::shared_ptr<ByteStream> const& source);
    void drained();
    void source_closed(Result<> const& why);
    void begin_next();
    void finish();

    Options options_;
    LogRelayServices services_;
    http::LogSink sink_;
    LogLines lines_;
    Duration pause_;
    bool begun_ = false;  ///< the client has its stream

    std::mutex mutex_;  // guards what follows; the rest belongs to one step after the other
    std::shared_ptr<http::Stream> client_;
    std::shared_ptr<ByteStream> source_;
    bool paused_ = false;
};

}  // namespace keelson

#endif
