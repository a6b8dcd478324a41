#ifndef KEELSON_ASIO_HPP
#define KEELSON_ASIO_HPP

#include <keelson/engine.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <memory>
#include <utility>

namespace keelson {

/// Runs an engine on a host's own Asio loop, in the place of Engine::start(): no thread of the engine's decides
/// anything, and completions and watches are called on the loop.
///
///     boost::asio::io_context loop;
///     keelson::AsioHost host(engine, loop.get_executor());
///     client.apply_async(deployment, applied);
///     loop.run();
///
/// It keeps the loop busy as long as the engine has timers, which is until it goes. In between the engine's steps the
/// loop comes to its other work. The engine must be on the system's clock.
/// Threading: made and destroyed while nobody runs the loop, or on its thread if it has one. It may have several.
/// Lifetime: the engine must outlive it and stay where it is, and is not stopped by its end. Blocking calls of a Client
/// wait for the loop, so they belong on other threads.
class AsioHost {
public:
    AsioHost(Engine& engine, boost::asio::any_io_executor loop)
        : state_(std::make_shared<State>(engine, std::move(loop))) {
        engine.on_wake([weak = std::weak_ptr(state_)] {
            if (auto const state = weak.lock()) State::wake(state);
        });
        State::wake(state_);
    }
    AsioHost(AsioHost const&) = delete;
    AsioHost& operator=(AsioHost const&) = delete;
    ~AsioHost() {
        state_->engine->on_wake({});
        state_->engine = nullptr;
        state_->timer.cancel();
    }

private:
    struct State {
        State(Engine& engine_, boost::asio::any_io_executor loop)
            : engine(&engine_), strand(boost::asio::make_strand(std::move(loop))), timer(strand) {}

        /// Many wakes between two steps are one.
        static void wake(std::shared_ptr<State> const& state) {
            if (state->posted.exchange(true)) return;
            boost::asio::post(state->strand, [state] { step(state); });
        }
        static void step(std::shared_ptr<State> const& state) {
            state->posted = false;
            if (state->engine == nullptr) return;
            auto const next = state->engine->poll(steps_at_once);
            // A callback of the engine's may have ended the host.
            if (state->engine == nullptr || !next) return;
            state->timer.expires_at(std::chrono::time_point_cast<boost::asio::steady_timer::duration>(*next));
            state->timer.async_wait([state](boost::system::error_code const& cancelled) {
                if (!cancelled) wake(state);
            });
        }

        /// So that the loop's other work does not wait for long.
        static constexpr std::size_t steps_at_once = 64;

        Engine* engine;  ///< null: the host has gone
        boost::asio::strand<boost::asio::any_io_executor> strand;
        boost::asio::steady_timer timer;
        std::atomic<bool> posted = false;
    };
    std::shared_ptr<State> state_;
};

}  // namespace keelson

#endif
