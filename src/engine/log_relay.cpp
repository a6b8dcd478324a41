#include "engine/log_relay.hpp"

#include <algorithm>
#include <utility>

namespace keelson {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t queued_bytes_max = std::size_t{512} << 10;
constexpr Duration pause_least = 20ms, pause_most = 250ms;  // between looks for the next start

}  // namespace

LogRelay::LogRelay(Options options, LogRelayServices services, http::LogSink sink)
    : options_(std::move(options)),
      services_(std::move(services)),
      sink_(std::move(sink)),
      lines_(options_.form),
      pause_(pause_least) {}

void LogRelay::start() { open(); }

void LogRelay::open() {
    LogSelection wanted;
    wanted.follow = options_.follow;
    wanted.since = lines_.form().since;
    wanted.tail_lines = options_.form.tail_lines;
    wanted.output = options_.form.stream != "stderr";
    wanted.errors = options_.form.stream != "stdout";
    auto const self = shared_from_this();
    ByteEvents events;
    events.bytes = [self](std::string const& bytes) { self->take(bytes); };
    events.closed = [self](Result<> const& why) { self->source_closed(why); };
    services_.read(options_.id, std::move(wanted), std::move(events),
                   [self](Result<std::shared_ptr<ByteStream>> source) { self->opened(std::move(source)); });
}

void LogRelay::opened(Result<std::shared_ptr<ByteStream>> source) {
    if (!source) return begun_ ? finish() : sink_.refused(source.error());
    if (!begun_ && !open_client()) return (*source)->close();
    begun_ = true;
    {
        std::lock_guard const lock(mutex_);
        if (client_) {
            source_ = std::move(*source);
            return;
        }
    }
    (*source)->close();  // the client has gone meanwhile
}

bool LogRelay::open_client() {
    auto client = sink_.open();
    sink_ = {};
    if (!client) return false;
    {
        std::lock_guard const lock(mutex_);
        client_ = client;
    }
    auto const self = shared_from_this();
    client->on_drained([self] { self->drained(); });
    client->on_closed([self] {
        std::shared_ptr<ByteStream> source;
        {
            std::lock_guard const lock(self->mutex_);
            self->client_.reset();
            source.swap(self->source_);
        }
        if (source) source->close();
    });
    return true;
}

void LogRelay::take(std::string_view bytes) {
    std::shared_ptr<http::Stream> client;
    std::shared_ptr<ByteStream> source;
    {
        std::lock_guard const lock(mutex_);
        client = client_;
        source = source_;
    }
    if (!client || !source || lines_.at_limit()) return;
    std::string text;
    lines_.add(bytes, text);
    pause_ = pause_least;
    if (!text.empty()) client->write(std::move(text));
    if (lines_.at_limit()) return finish();
    if (client->queued_bytes() > queued_bytes_max) wait_for_client(client, source);
}

void LogRelay::wait_for_client(std::shared_ptr<http::Stream> const& client, std::shared_ptr<ByteStream> const& source) {
    {
        std::lock_guard const lock(mutex_);
        paused_ = true;
    }
    source->pause(true);
    // It may have drained in between, and tells that only once.
    if (client->queued_bytes() == 0) drained();
}

void LogRelay::drained() {
    std::shared_ptr<ByteStream> source;
    {
        std::lock_guard const lock(mutex_);
        if (!std::exchange(paused_, false)) return;
        source = source_;
    }
    if (source) source->pause(false);
}

void LogRelay::source_closed(Result<> const& why) {
    {
        std::lock_guard const lock(mutex_);
        source_.reset();
        paused_ = false;
    }
    if (why.has_error() || !options_.follow || !options_.across_restarts) return finish();
    begin_next();
}

void LogRelay::begin_next() {
    auto const self = shared_from_this();
    services_.find_next(options_.id.attempt, [self](std::optional<std::uint32_t> const& next) {
        {
            std::lock_guard const lock(self->mutex_);
            if (!self->client_) return;
        }
        if (next) {
            self->options_.id.attempt = *next;
            self->options_.form.tail_lines.reset();
            self->lines_.forget_rest();
            return self->open();
        }
        self->services_.ask(self->options_.id.attempt, [self](LogSource source) {
            if (source == LogSource::is_over) return self->finish();
            self->services_.after(self->pause_, [self] { self->begin_next(); });
            self->pause_ = std::min(self->pause_ * 2, pause_most);
        });
    });
}

void LogRelay::finish() {
    std::shared_ptr<http::Stream> client;
    std::shared_ptr<ByteStream> source;
    {
        std::lock_guard const lock(mutex_);
        client.swap(client_);
        source.swap(source_);
    }
    if (source) source->close();
    if (client) client->end();
}

}  // namespace keelson
