#include "drivers/runtime_docker/logs.hpp"

#include "drivers/runtime_docker/frames.hpp"

#include <algorithm>

namespace keelson::docker {
namespace {

class LogStream final : public ByteStream {
public:
    explicit LogStream(std::shared_ptr<SocketConnection> connection) : connection_(std::move(connection)) {}
    ~LogStream() override { connection_->close(); }
    LogStream(LogStream const&) = delete;
    LogStream& operator=(LogStream const&) = delete;

    void write(std::string) override {}
    [[nodiscard]] std::size_t queued_bytes() const override { return 0; }
    void finish() override {}
    void pause(bool paused) override { connection_->pause(paused); }
    void close() override { connection_->close(); }

private:
    std::shared_ptr<SocketConnection> connection_;
};

/// "1769860800.000250000"
std::string engine_time(Time time) {
    auto fraction = std::to_string(time.micros % 1'000'000);
    fraction.insert(0, 6 - fraction.size(), '0');
    return std::to_string(time.micros / 1'000'000) + "." + fraction + "000";
}

/// One who reads a log. Lives on the connections' thread.
struct LogReading : std::enable_shared_from_this<LogReading> {
    std::shared_ptr<StreamsContext> context;
    LogSelection wanted;
    Instant deadline;
    ByteEvents events;
    Completion<std::shared_ptr<ByteStream>> done;
    std::string container;
    std::optional<LogDecoder> decoder;
    std::uint64_t counted = 0, skipped = 0;  ///< lines

    void begin(Result<boost::json::value> const& seen);
    /// The engine counts its last lines before it picks those of one stream: they are counted here.
    [[nodiscard]] bool counts() const { return wanted.tail_lines && wanted.output != wanted.errors; }
    void count(bool tty);
    void read(bool tty);
    [[nodiscard]] std::string path(bool follow, bool tail) const;
    void take(std::string_view bytes, SocketConnection& connection);
    void end(Result<> how);
};

std::string LogReading::path(bool follow, bool tail) const {
    auto text = context->api.prefix() + "/containers/" + container + "/logs?timestamps=1";
    text += wanted.output ? "&stdout=1" : "&stdout=0";
    text += wanted.errors ? "&stderr=1" : "&stderr=0";
    if (follow) text += "&follow=1";
    if (!wanted.since.empty()) text += "&since=" + engine_time(wanted.since);
    if (tail && wanted.tail_lines) text += "&tail=" + std::to_string(*wanted.tail_lines);
    return text;
}

void LogReading::begin(Result<boost::json::value> const& seen) {
    if (!seen) return end(seen.error());
    bool const tty = truth(member(member(*seen, "Config"), "Tty"));
    if (counts()) return count(tty);
    read(tty);
}

void LogReading::count(bool tty) {
    auto const self = shared_from_this();
    auto const lines = std::make_shared<LogDecoder>(tty);
    HijackEvents told;
    told.bytes = [self, lines](std::string const& bytes) {
        std::string text;
        lines->add(bytes, text);
        self->counted += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    };
    told.ended = [self, tty](Result<> const& how) {
        if (how.has_error()) return self->end(how.error());
        self->read(tty);
    };
    context->hijacks.open({"GET", path(false, false), {}, false}, deadline, std::move(told));
}

void LogReading::read(bool tty) {
    decoder.emplace(tty);
    auto const self = shared_from_this();
    auto const held = std::make_shared<std::shared_ptr<SocketConnection>>();
    HijackEvents told;
    told.opened = [self, held](std::shared_ptr<SocketConnection> const& connection) {
        *held = connection;
        std::exchange(self->done, {})(std::make_shared<LogStream>(connection));
    };
    told.bytes = [self, held](std::string const& bytes) { self->take(bytes, **held); };
    told.ended = [self, held](Result<> const& how) {
        held->reset();
        self->end(how);
    };
    context->hijacks.open({"GET", path(wanted.follow, !counts()), {}, false}, deadline, std::move(told));
}

void LogReading::take(std::string_view bytes, SocketConnection& connection) {
    std::string lines;
    bool const sound = decoder->add(bytes, lines);
    auto const leave_out = counts() && counted > *wanted.tail_lines ? counted - *wanted.tail_lines : 0;
    std::size_t at = 0;
    while (skipped < leave_out && at < lines.size()) {
        at = lines.find('\n', at) + 1;
        ++skipped;
    }
    if (at > 0) lines.erase(0, at);
    if (!lines.empty() && events.bytes) events.bytes(std::move(lines));
    if (sound) return;
    connection.close();
    end(Error(Errc::unavailable, "the log that the Docker Engine sends cannot be read"));
}

void LogReading::end(Result<> how) {
    auto const last = std::exchange(events, {});
    if (done) return std::exchange(done, {})(how.has_error() ? how.error() : Error(Errc::unavailable, "no answer"));
    if (how.has_value() && last.ended) last.ended();
    if (last.closed) last.closed(std::move(how));
}

}  // namespace

void read_log(std::shared_ptr<StreamsContext> const& context, ContainerId const& id, LogSelection wanted,
              Instant deadline, ByteEvents events, Completion<std::shared_ptr<ByteStream>> done) {
    auto const reading = std::make_shared<LogReading>();
    reading->context = context;
    reading->wanted = wanted;
    reading->deadline = deadline;
    reading->events = std::move(events);
    reading->done = std::move(done);
    context->find(id, deadline, [reading](Result<std::string> const& found) {
        if (!found) return reading->end(found.error());
        reading->container = *found;
        reading->context->ask({"GET", "/containers/" + *found + "/json", {}}, reading->deadline,
                              [reading](Result<boost::json::value> const& seen) { reading->begin(seen); });
    });
}

}  // namespace keelson::docker
