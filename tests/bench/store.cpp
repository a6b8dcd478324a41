#include "bench.hpp"

#include <algorithm>

namespace keelson::bench {
namespace {

/// Commits of so many writes of a kilobyte each, as so many writers waiting at once make them.
void through_the_seam(std::size_t writers, std::size_t commits) {
    Folder const folder;
    auto const store = open_store(folder.path("state.db"));
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < std::max<std::size_t>(writers, 1000); ++i)
        keys.push_back("configmaps/default/map-" + std::to_string(i));
    std::string const value(1000, 'v');
    Revision next = must(store->head(), "the store's head") + 1;
    std::size_t turn = 0;
    auto const commit = [&] {
        std::vector<Write> writes;
        for (std::size_t i = 0; i < writers; ++i) writes.push_back({keys[turn++ % keys.size()], value});
        must(store->commit(next, writes), "a commit");
        next += writers;
    };
    for (std::size_t i = 0; i < 10; ++i) commit();
    std::vector<double> latencies;
    auto const begin = Steady::now();
    for (std::size_t i = 0; i < commits; ++i) {
        auto const started = Steady::now();
        commit();
        latencies.push_back(ms_since(started));
    }
    auto const rate = static_cast<double>(commits * writers) / ms_since(begin) * 1000;
    Figure("A1", "durable puts, store, " + std::to_string(writers) + (writers == 1 ? " writer" : " writers"), rate,
           "1/s")
        .percentiles(std::move(latencies));
}

void through_the_client(std::size_t in_flight, std::size_t count) {
    Folder const folder;
    auto engine = must(Engine::open(simulated_options(folder.path("state.db"), 0)), "the engine");
    must(engine.start(), "the engine");
    auto const client = engine.client();
    std::vector<Request> requests;
    for (std::size_t i = 0; i < count; ++i) requests.push_back(create_request(kilobyte(i)));
    auto const cpu = cpu_seconds();
    auto const begin = Steady::now();
    auto latencies = send_all(client, count, in_flight, [&](std::size_t i) { return std::move(requests[i]); });
    auto const rate = static_cast<double>(count) / ms_since(begin) * 1000;
    Figure("A1", "durable creates, client, " + std::to_string(in_flight) + " in flight", rate, "1/s")
        .percentiles(std::move(latencies))
        .with("cpu_us_each", (cpu_seconds() - cpu) / static_cast<double>(count) * 1e6);
    must(engine.stop(std::chrono::seconds(5)), "stopping");
}

}  // namespace

void store_puts() {
    through_the_seam(1, 2'000);
    through_the_seam(1'000, 100);
    through_the_client(1, 2'000);
    through_the_client(1'000, 20'000);
}

}  // namespace keelson::bench
