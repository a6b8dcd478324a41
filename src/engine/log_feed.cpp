#include "engine/log_feed.hpp"

#include <algorithm>

namespace keelson {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t part_bytes = std::size_t{128} << 10;
constexpr std::size_t queued_bytes_max = std::size_t{512} << 10;
constexpr Duration pause_least = 20ms, pause_most = 250ms;  // between looks at a file that does not grow

}  // namespace

LogFeed::LogFeed(Options options, LogFeedServices services, std::shared_ptr<http::Stream> stream)
    : options_(std::move(options)), services_(std::move(services)), pause_(pause_least), stream_(std::move(stream)) {
    log_.emplace(options_.folder, options_.attempt, options_.form);
}

void LogFeed::start() {
    auto const self = shared_from_this();
    auto const stream = stream_;
    stream->on_closed([self] {
        std::lock_guard const lock(self->mutex_);
        self->stream_.reset();
    });
    stream->on_drained([self] {
        {
            std::lock_guard const lock(self->mutex_);
            if (!self->stream_ || !std::exchange(self->drains_, false)) return;
        }
        self->read_later();
    });
    read_later();
}

void LogFeed::read_later() {
    services_.run_file_job([self = shared_from_this()] { self->read(); });
}

void LogFeed::read() {
    std::shared_ptr<http::Stream> stream;
    {
        std::lock_guard const lock(mutex_);
        stream = stream_;
    }
    if (!stream) return;
    std::string text;
    bool const more = log_->read(part_bytes, text);
    if (!text.empty()) {
        pause_ = pause_least;
        stream->write(std::move(text));
    }
    if (!more) return log_->at_limit() ? finish() : rest();
    {
        std::lock_guard const lock(mutex_);
        if (stream->queued_bytes() > queued_bytes_max) {
            drains_ = true;
            // It may have drained in between, and tells that only once.
            if (stream->queued_bytes() != 0 || !std::exchange(drains_, false)) return;
        }
    }
    read_later();
}

void LogFeed::rest() {
    if (!options_.follow) return finish();
    if (last_round_) return options_.across_restarts ? begin_next() : finish();
    auto const self = shared_from_this();
    services_.ask(options_.attempt, [self](LogSource source) { self->judge(source); });
}

void LogFeed::judge(LogSource source) {
    // What it wrote before it ended may have come after the last look.
    last_round_ = source != LogSource::writes;
    if (source == LogSource::is_over) options_.across_restarts = false;
    if (last_round_) return read_later();
    services_.after(pause_, [self = shared_from_this()] { self->read_later(); });
    pause_ = std::min(pause_ * 2, pause_most);
}

void LogFeed::begin_next() {
    auto const newest = ContainerLog::newest_attempt(options_.folder);
    auto const self = shared_from_this();
    if (!newest || *newest <= options_.attempt) {
        services_.after(pause_, [self] {
            self->services_.ask(self->options_.attempt, [self](LogSource source) {
                if (source == LogSource::is_over) self->options_.across_restarts = false;
                self->read_later();
            });
        });
        pause_ = std::min(pause_ * 2, pause_most);
        return;
    }
    ++options_.attempt;
    last_round_ = false;
    auto form = log_->form();
    form.tail_lines.reset();
    log_.emplace(options_.folder, options_.attempt, std::move(form));
    read_later();
}

void LogFeed::finish() {
    std::shared_ptr<http::Stream> stream;
    {
        std::lock_guard const lock(mutex_);
        stream.swap(stream_);
    }
    if (stream) stream->end();
}

}  // namespace keelson
