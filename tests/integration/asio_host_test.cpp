#include <keelson/api/apps_v1.hpp>
#include <keelson/asio.hpp>
#include <keelson/runtime/simulated.hpp>

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <thread>

using namespace keelson;
using namespace std::chrono_literals;

namespace {

Deployment make_deployment(int replicas) {
    Deployment made;
    made.metadata.name = "web";
    made.metadata.namespace_ = "default";
    made.spec.replicas = replicas;
    made.spec.selector.matchLabels = {{"app", "web"}};
    made.spec.template_.metadata.labels = {{"app", "web"}};
    auto& container = made.spec.template_.spec.containers.emplace_back();
    container.name = "main";
    container.image = "none";
    return made;
}

Engine open_engine() {
    EngineOptions options;
    options.nodes.push_back({.name = "node", .runtime = simulated_runtime()});
    return Engine::open(std::move(options)).value();
}

}  // namespace

TEST_CASE("asio host: an engine deploys Pods on the host's loop and decides on no thread of its own") {
    auto engine = open_engine();
    boost::asio::io_context loop;
    std::optional<AsioHost> host(std::in_place, engine, loop.get_executor());
    auto const client = engine.client();
    std::set<std::thread::id> threads;
    std::optional<Result<Deployment>> applied;
    std::int32_t most_available = 0;
    client.apply_async<Deployment>(make_deployment(3), [&](Result<Deployment> result) {
        threads.insert(std::this_thread::get_id());
        applied = std::move(result);
    });
    auto const watched = client.watch<Deployment>({}, [&](ChangeType, Deployment const& seen) {
        threads.insert(std::this_thread::get_id());
        most_available = std::max(most_available, seen.status.availableReplicas);
    });
    CHECK(threads.empty());
    for (auto const end = std::chrono::steady_clock::now() + 20s;
         most_available < 3 && std::chrono::steady_clock::now() < end;) {
        loop.run_one_for(1s);
    }
    REQUIRE(applied);
    CHECK(applied->has_value());
    CHECK(most_available == 3);
    CHECK(threads == std::set{std::this_thread::get_id()});

    // Without the host nothing is left on the loop, and nothing moves any more.
    host.reset();
    loop.restart();
    loop.run_for(20s);
    CHECK(loop.stopped());
    (void)engine.stop(0s);
}

TEST_CASE("asio host: the loop's other work goes on while the engine is busy") {
    constexpr int asked = 1000;
    auto engine = open_engine();
    boost::asio::io_context loop;
    AsioHost const host(engine, loop.get_executor());
    auto const client = engine.client();
    int answered = 0;
    int since_last_turn = 0;
    int most_between_turns = 0;
    // All of them are ready at once: what the engine does without a break shows in how many it answers in one go.
    for (int i = 0; i < asked; ++i) {
        client.get_async<Deployment>({"default", "web"}, [&](Result<Deployment> const&) {
            ++answered;
            most_between_turns = std::max(most_between_turns, ++since_last_turn);
        });
    }
    std::function<void()> const turn = [&] {
        since_last_turn = 0;
        if (answered < asked) boost::asio::post(loop, turn);
    };
    boost::asio::post(loop, turn);
    for (auto const end = std::chrono::steady_clock::now() + 20s;
         answered < asked && std::chrono::steady_clock::now() < end;)
        loop.run_one_for(1s);
    CHECK(answered == asked);
    CHECK(most_between_turns <= 100);
}
