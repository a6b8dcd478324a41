#include "http/loop.hpp"

#include "core/quiet_thread.hpp"
#include "http/connection.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstdio>
#include <pthread.h>
#include <system_error>
#include <unistd.h>

namespace keelson::http {
namespace {

constexpr Duration sweep_max = std::chrono::seconds(1), sweep_min = std::chrono::milliseconds(5);

Duration shortest(ServerLimits const& limits) {
    return std::min({limits.handshake, limits.head, limits.body, limits.idle, limits.write_stall});
}

std::string format_http_date(Time time) {
    static constexpr char const* const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr char const* const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::chrono::sys_seconds const seconds{std::chrono::seconds(time.whole_seconds().micros / 1'000'000)};
    auto const day = std::chrono::floor<std::chrono::days>(seconds);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const clock{seconds - day};
    char text[64];
    auto const size = std::snprintf(text, sizeof text, "Date: %s, %02u %s %04d %02d:%02d:%02d GMT\r\n",
                                    days[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                                    months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                                    static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                                    static_cast<int>(clock.seconds().count()));
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace

Loop::Loop(std::shared_ptr<ServerShared> shared)
    : shared_(std::move(shared)),
      work_(context_.get_executor()),
      sweep_timer_(context_),
      sweep_every_(std::clamp<Duration>(shortest(shared_->limits) / 4, sweep_min, sweep_max)) {}

Result<> Loop::start() {
    try {
        thread_ = quiet_thread([this] {
            pthread_setname_np(pthread_self(), "keelson-http");
            thread_id_ = std::this_thread::get_id();
            for (;;) {
                try {
                    context_.run();
                    return;
                } catch (std::exception const& thrown) {
                    shared_->log.error(std::string("an answer has thrown: ") + thrown.what());
                }
            }
        });
    } catch (std::system_error const& error) {
        return Error(Errc::unavailable, std::string("no thread for the server: ") + error.what());
    }
    return {};
}

void Loop::join() {
    {
        std::lock_guard const lock(mutex_);
        ended_ = true;
    }
    boost::asio::post(context_, [this] { sweep_timer_.cancel(); });
    // What is queued still runs: it holds this loop, and must not be left in it.
    work_.reset();
    if (thread_.joinable()) thread_.join();
}

void Loop::notify(std::shared_ptr<Connection> connection) {
    {
        std::lock_guard const lock(mutex_);
        if (ended_) return;
        notified_.push_back(std::move(connection));
        if (notified_.size() > 1) return;
        boost::asio::post(context_, [self = shared_from_this()] { self->run_notified(); });
    }
}

void Loop::run_notified() {
    {
        std::lock_guard const lock(mutex_);
        std::swap(turning_, notified_);
    }
    for (auto const& connection : turning_) {
        connection->notified = false;
        connection->turn();
    }
    turning_.clear();
}

void Loop::add(int socket, Peer peer, bool secure) {
    auto const refused = shared_->connections.fetch_add(1) >= shared_->limits.connections || shared_->stopping;
    std::unique_ptr<TlsSession> tls;
    if (!refused && secure) tls = TlsSession::open(shared_->tls(), socket);
    if (refused || (secure && !tls)) {
        shared_->count_closed();
        ::close(socket);
        return;
    }
    auto connection = std::make_shared<Connection>(shared_from_this(), socket, std::move(peer), std::move(tls));
    connections_.emplace(connection.get(), connection);
    arm_sweep();
    connection->start();
}

void Loop::remove(Connection* connection) {
    auto const found = connections_.find(connection);
    if (found == connections_.end()) return;
    // It may be in the middle of its turn, which holds it; nothing else has to.
    auto const last = std::move(found->second);
    connections_.erase(found);
    shared_->count_closed();
}

void Loop::begin_stop() {
    std::vector<std::shared_ptr<Connection>> all;
    for (auto const& [_, connection] : connections_) all.push_back(connection);
    for (auto const& connection : all) connection->begin_stop();
}

void Loop::cut_all() {
    std::vector<std::shared_ptr<Connection>> all;
    for (auto const& [_, connection] : connections_) all.push_back(connection);
    for (auto const& connection : all) connection->close();
}

void Loop::arm_sweep() {
    if (sweeping_ || connections_.empty()) return;
    sweeping_ = true;
    sweep_timer_.expires_after(std::chrono::duration_cast<std::chrono::steady_clock::duration>(sweep_every_));
    sweep_timer_.async_wait([self = shared_from_this()](auto const& error) {
        self->sweeping_ = false;
        if (!error) self->sweep();
    });
}

void Loop::sweep() {
    auto const now = std::chrono::steady_clock::now();
    std::vector<std::shared_ptr<Connection>> all;
    all.reserve(connections_.size());
    for (auto const& [_, connection] : connections_) all.push_back(connection);
    for (auto const& connection : all) connection->check_time(now);
    arm_sweep();
}

std::string_view Loop::date_line() {
    auto const now = shared_->clock->wall();
    if (auto const second = now.micros / 1'000'000; second != date_second_) {
        date_second_ = second;
        date_line_ = format_http_date(now);
    }
    return date_line_;
}

}  // namespace keelson::http
