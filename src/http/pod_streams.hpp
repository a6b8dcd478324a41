#ifndef KEELSON_SRC_HTTP_POD_STREAMS_HPP
#define KEELSON_SRC_HTTP_POD_STREAMS_HPP

#include "http/exchange.hpp"
#include "http/node_figures.hpp"

#include <keelson/api/object.hpp>
#include <keelson/core/completion.hpp>
#include <keelson/core/streams.hpp>
#include <keelson/core/time.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson::http {

/// A container that runs now, or the Pod alone where no container was asked for.
struct PodPlace {
    std::string node;
    std::string uid;
    std::string pod;  ///< its name, for messages
    std::string namespace_;
    std::string container;
    std::uint32_t attempt = 0;
};

struct PodLogQuery {
    std::string container;  ///< empty: the only one
    bool previous = false;  ///< of the start before
    bool follow = false;    ///< go on with what is written, until the container ends
    /// With `follow`: go on with the container's next start when it is started again, as long as the Pod is there.
    /// Kubernetes ends there.
    bool across_restarts = false;
    bool timestamps = false;
    std::optional<Time> since;
    std::optional<std::int64_t> since_seconds;  ///< counted from now
    std::optional<std::uint64_t> tail_lines;
    std::optional<std::uint64_t> limit_bytes;
    std::string stream;  ///< "stdout" or "stderr"; empty: both
};

/// Where a log goes. Exactly one of the two is called, once.
struct LogSink {
    std::function<void(Error)> refused;
    /// The log is there: what is read is written to what this gives, never far ahead of what was sent, and then ended.
    std::function<std::shared_ptr<Stream>()> open;
};

/// What the API needs of the engine to get through to Pods. Functions may be called on any thread; completions come on
/// whatever thread, and never from within the call. Errors are worded as a kubelet's.
struct PodStreams {
    using Programs = Completion<std::shared_ptr<ProgramStreams>>;
    using Connections = Completion<std::shared_ptr<ByteStream>>;

    /// Finds where a container of a Pod runs: to be asked before a connection is upgraded. An empty name means the only
    /// container.
    std::function<void(ObjectKey pod, std::string container, Completion<PodPlace> done)> find_container;
    std::function<void(ObjectKey pod, Completion<PodPlace> done)> find_pod;
    std::function<void(PodPlace, std::vector<std::string> command, bool input, bool tty, ProgramEvents, Programs)> exec;
    std::function<void(PodPlace, bool input, ProgramEvents, Programs)> attach;
    std::function<void(PodPlace, std::uint16_t port, ByteEvents, Connections)> connect;
    std::function<void(ObjectKey pod, PodLogQuery, LogSink)> logs;
    /// Whether a node is one of the engine's.
    std::function<bool(std::string const& node)> has_node;
    std::function<void(std::string node, Completion<NodeFigures>)> node_figures;
    /// Calls back after a time, unless the engine is stopped before.
    std::function<void(Duration, std::function<void()>)> after;
};

/// Answers with a Status for this error.
using Refuse = std::function<void(std::shared_ptr<Exchange>, Error)>;

}  // namespace keelson::http

#endif
