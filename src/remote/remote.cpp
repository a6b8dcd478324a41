#include "core/awaited.hpp"
#include "core/quiet_thread.hpp"
#include "remote/remote_loop.hpp"

#include <keelson/remote.hpp>

#include <atomic>
#include <thread>

namespace keelson {
namespace {

constexpr auto stop_within = std::chrono::seconds(5);

/// A thread that turns a strand.
class Turning {
public:
    void start(std::shared_ptr<void> keeps, QueueStrand& strand) {
        strand.wake = [this] { wake(); };
        thread_ = quiet_thread([this, keeps = std::move(keeps), &strand] {
            std::unique_lock lock(mutex_);
            while (!ending_) {
                woken_ = false;
                lock.unlock();
                while (strand.run_ready(1000)) {
                }
                auto const next = strand.next();
                lock.lock();
                auto const ready = [this] { return woken_ || ending_; };
                if (next) {
                    wake_.wait_until(lock, *next, ready);
                } else {
                    wake_.wait(lock, ready);
                }
            }
        });
    }
    void stop() {
        {
            std::lock_guard const lock(mutex_);
            ending_ = true;
        }
        wake_.notify_all();
        if (thread_.joinable()) thread_.join();
    }
    [[nodiscard]] bool runs() const { return thread_.joinable(); }

private:
    void wake() {
        {
            std::lock_guard const lock(mutex_);
            woken_ = true;
        }
        wake_.notify_all();
    }
    std::mutex mutex_;
    std::condition_variable wake_;
    bool woken_ = false, ending_ = false;
    std::thread thread_;
};

/// Runs something on a strand that a thread turns, and waits until it says that it is done, or for some seconds.
template <class Start>
void run_and_wait(QueueStrand& strand, Start start) {
    struct Waiting {
        std::mutex mutex;
        std::condition_variable arrived;
        bool done = false;
    };
    auto const waiting = std::make_shared<Waiting>();
    strand.post([start = std::move(start), waiting] {
        start([waiting] {
            {
                std::lock_guard const lock(waiting->mutex);
                waiting->done = true;
            }
            waiting->arrived.notify_all();
        });
    });
    std::unique_lock lock(waiting->mutex);
    waiting->arrived.wait_for(lock, stop_within, [&] { return waiting->done; });
}

}  // namespace

struct LeaderElection::Impl {
    Impl(Client client, LeaderElectionOptions const& options, Events events)
        : strand(std::make_shared<QueueStrand>(system_clock(), system_entropy(), Log())) {
        auto const flagged = [this](std::function<void()> then, bool to) {
            return [this, then = std::move(then), to] {
                leads = to;
                if (then) then();
            };
        };
        events.started = flagged(std::move(events.started), true);
        events.stopped = flagged(std::move(events.stopped), false);
        wrong = remote::check_options(options);
        elector = std::make_shared<remote::Elector>(*strand, std::move(client), options, std::move(events));
    }
    void stop() {
        if (!turning.runs()) return;
        run_and_wait(*strand, [this](auto done) { elector->stop(std::move(done)); });
        leads = false;
        turning.stop();
    }

    std::shared_ptr<QueueStrand> strand;
    std::shared_ptr<remote::Elector> elector;
    Result<> wrong;
    std::atomic<bool> leads = false;
    Turning turning;
};

LeaderElection::LeaderElection(Client client, LeaderElectionOptions options, Events events)
    : impl_(std::make_unique<Impl>(std::move(client), options, std::move(events))) {}
LeaderElection::~LeaderElection() { stop(); }
LeaderElection::LeaderElection(LeaderElection&&) noexcept = default;
LeaderElection& LeaderElection::operator=(LeaderElection&& other) noexcept {
    stop();
    impl_ = std::move(other.impl_);
    return *this;
}
Result<> LeaderElection::start() {
    if (!impl_->wrong) return impl_->wrong;
    impl_->turning.start(impl_->strand, *impl_->strand);
    impl_->strand->post([elector = impl_->elector] { elector->start(); });
    return {};
}
void LeaderElection::stop() {
    if (impl_) impl_->stop();
}
bool LeaderElection::leads() const { return impl_->leads; }

struct RemoteControllers::Impl {
    Impl(Client client, RemoteOptions options) {
        if (options.leader) wrong = remote::check_options(*options.leader);
        std::set<std::string> names;
        for (auto const& controller : options.controllers) {
            if (!controller.reconcile())
                wrong = Error(Errc::invalid, "controllers: \"" + controller.name() + "\" has no function");
            if (!names.insert(controller.name()).second)
                wrong = Error(Errc::invalid, "controllers: there are two with the name \"" + controller.name() + "\"");
        }
        loop = std::make_shared<remote::RemoteLoop>(std::move(client), std::move(options));
    }
    void stop() {
        if (!turning.runs()) return;
        run_and_wait(loop->strand, [loop = loop](auto done) { loop->stop(std::move(done)); });
        turning.stop();
    }

    std::shared_ptr<remote::RemoteLoop> loop;
    Result<> wrong;
    bool begun = false;
    Turning turning;
};

RemoteControllers::RemoteControllers(Client client, RemoteOptions options)
    : impl_(std::make_unique<Impl>(std::move(client), std::move(options))) {}
RemoteControllers::~RemoteControllers() { stop(); }
RemoteControllers::RemoteControllers(RemoteControllers&&) noexcept = default;
RemoteControllers& RemoteControllers::operator=(RemoteControllers&& other) noexcept {
    stop();
    impl_ = std::move(other.impl_);
    return *this;
}

Result<> RemoteControllers::start() {
    if (!impl_->wrong) return impl_->wrong;
    if (impl_->begun) return Error(Errc::invalid, "the controllers were started already");
    impl_->begun = true;
    impl_->turning.start(impl_->loop, impl_->loop->strand);
    impl_->loop->strand.post([loop = impl_->loop] { loop->start(); });
    return {};
}

void RemoteControllers::stop() {
    if (impl_) impl_->stop();
}

std::optional<Instant> RemoteControllers::poll() {
    auto& strand = impl_->loop->strand;
    if (!std::exchange(impl_->begun, true)) strand.post([loop = impl_->loop] { loop->start(); });
    strand.run_ready();
    return strand.idle() ? strand.next() : std::optional(strand.now());
}

void RemoteControllers::on_wake(std::function<void()> wake) { impl_->loop->strand.wake = std::move(wake); }

RemoteControllers::Figures RemoteControllers::figures() const {
    if (!impl_->turning.runs()) return impl_->loop->figures();
    auto const slot = std::make_shared<Awaited<Figures>>();
    impl_->loop->strand.post([loop = impl_->loop, slot] { slot->put(loop->figures()); });
    auto const figures = slot->take();
    return figures ? *figures : Figures{};
}

}  // namespace keelson
