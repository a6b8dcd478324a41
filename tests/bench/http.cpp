#include "bench.hpp"
#include "support/tls_client.hpp"

#include <keelson/http.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>

namespace keelson::bench {
namespace {

using test::TlsClient;

/// An engine that serves the API with TLS, and who may do everything there.
struct Served {
    explicit Served(std::size_t nodes = 0) {
        auto options = simulated_options(folder.path("state.db"), nodes);
        HttpOptions http;
        http.listen = {"127.0.0.1:0"};
        http.pki_dir = folder.path("pki");
        options.endpoint = http_endpoint(http);
        engine.emplace(must(Engine::open(std::move(options)), "the engine"));
        must(engine->start(), "the engine");
        auto const address = engine->addresses().at(0);
        port = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
    }
    ~Served() { must(engine->stop(std::chrono::seconds(10)), "stopping"); }
    [[nodiscard]] std::unique_ptr<TlsClient> connect() const {
        return std::make_unique<TlsClient>(port, folder.path("pki/admin.crt"), folder.path("pki/admin.key"));
    }

    Folder folder;
    std::optional<Engine> engine;
    std::uint16_t port = 0;
};

std::string const maps = "/api/v1/namespaces/default/configmaps";

/// Sends `count` requests over `connections`, each as soon as the one before is answered; the latencies in ms.
std::vector<double> load(Served const& served, std::size_t connections, std::size_t count,
                         std::function<int(TlsClient&, std::size_t)> const& ask) {
    std::vector<std::unique_ptr<TlsClient>> clients;
    for (std::size_t i = 0; i < connections; ++i) clients.push_back(served.connect());
    std::vector<std::vector<double>> samples(connections);
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < connections; ++i) {
        threads.emplace_back([&, i] {
            for (std::size_t number = next++; number < count; number = next++) {
                auto const begin = Steady::now();
                auto const status = ask(*clients[i], number);
                if (status != 200 && status != 201) give_up("a request", std::string(clients[i]->body()));
                samples[i].push_back(ms_since(begin));
            }
        });
    }
    for (auto& thread : threads) thread.join();
    std::vector<double> all;
    for (auto const& some : samples) all.insert(all.end(), some.begin(), some.end());
    return all;
}

double rate_of_creates(Served const& served, std::size_t first, std::size_t count, std::vector<double>* samples) {
    auto const begin = Steady::now();
    auto seen = load(served, 64, count, [first](TlsClient& client, std::size_t i) {
        return client.ask("POST", maps, encode(kilobyte(first + i)));
    });
    auto const rate = static_cast<double>(count) / ms_since(begin) * 1000;
    if (samples) *samples = std::move(seen);
    return rate;
}

}  // namespace

void http_create() {
    Served const served;
    (void)rate_of_creates(served, 1'000'000, 500, nullptr);
    auto const cpu = cpu_seconds();
    constexpr std::size_t count = 20'000;
    std::vector<double> samples;
    auto const rate = rate_of_creates(served, 0, count, &samples);
    Figure("A2", "HTTP create, TLS, 64 connections, durable", rate, "1/s")
        .percentiles(samples)
        .with("cpu_us_each_with_client", (cpu_seconds() - cpu) / count * 1e6);
}

void http_get() {
    Served const served;
    auto const one = served.connect();
    (void)one->ask("POST", maps, encode(kilobyte(0)));
    auto const path = maps + "/" + kilobyte(0).metadata.name;
    auto const cpu = cpu_seconds();
    constexpr std::size_t count = 200'000;
    auto const begin = Steady::now();
    auto const samples =
        load(served, 32, count, [&](TlsClient& client, std::size_t) { return client.ask("GET", path); });
    Figure("A3", "HTTP get, TLS, 32 connections", count / ms_since(begin) * 1000, "1/s")
        .percentiles(samples)
        .with("cpu_us_each_with_client", (cpu_seconds() - cpu) / count * 1e6);
}

void http_list() {
    Served const served;
    auto const client = served.engine->client();
    (void)send_all(client, 15'000, 500, [](std::size_t i) { return create_request(kilobyte(i)); });
    auto const one = served.connect();
    std::vector<double> samples;
    for (int i = 0; i < 10; ++i) {
        auto const begin = Steady::now();
        if (one->ask("GET", "/api/v1/configmaps") != 200) give_up("the list", std::string(one->body()));
        samples.push_back(ms_since(begin));
    }
    Figure("A4", "HTTP list of 15,000 ConfigMaps, TLS", percentile(samples, 0.5), "ms")
        .percentiles(samples)
        .with("megabytes", static_cast<double>(one->body().size()) / 1e6);
}

void http_watch() {
    constexpr std::size_t watchers = 100, count = 5'000;
    Served const served;
    (void)rate_of_creates(served, 1'000'000, 500, nullptr);
    auto const alone = rate_of_creates(served, 2'000'000, count, nullptr);
    std::atomic<std::size_t> delivered{0};
    std::vector<std::unique_ptr<TlsClient>> clients;
    for (std::size_t i = 0; i < watchers; ++i) clients.push_back(served.connect());
    auto const list = served.connect();
    (void)list->ask("GET", maps + "?limit=1");
    auto const at = list->body().rfind("\"resourceVersion\":\"");
    auto const revision = std::string(list->body().substr(at + 19, list->body().find('"', at + 19) - at - 19));
    std::vector<std::thread> threads;
    for (auto& client : clients) {
        threads.emplace_back([&client, &delivered, &revision] {
            std::size_t seen = 0;
            client->follow(maps + "?watch=true&resourceVersion=" + revision, [&](std::string_view part) {
                auto const lines = static_cast<std::size_t>(std::count(part.begin(), part.end(), '\n'));
                seen += lines;
                delivered += lines;
                return seen < count;
            });
        });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    auto const begin = Steady::now();
    auto const rate = rate_of_creates(served, 0, count, nullptr);
    for (auto& thread : threads) thread.join();
    Figure("A5", "HTTP watch, TLS, 100 watchers of everything", static_cast<double>(delivered) / ms_since(begin) * 1000,
           "1/s")
        .with("creates_per_second", rate)
        .with("creates_per_second_without_watchers", alone);
}

void create_to_event() {
    constexpr std::size_t count = 2'000;
    Served const served;
    auto const writer = served.connect();
    auto const watcher = served.connect();
    std::atomic<std::size_t> seen{0};
    std::vector<double> samples(count);
    std::vector<Steady::time_point> begins(count);
    std::thread reading([&] {
        watcher->follow(maps + "?watch=true&resourceVersion=1", [&](std::string_view part) {
            auto const lines = static_cast<std::size_t>(std::count(part.begin(), part.end(), '\n'));
            for (std::size_t i = 0; i < lines && seen < count; ++i) {
                samples[seen] = ms_since(begins[seen]);
                ++seen;
            }
            return seen < count;
        });
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    for (std::size_t i = 0; i < count; ++i) {
        begins[i] = Steady::now();
        if (writer->ask("POST", maps, encode(kilobyte(i))) != 201) give_up("a create", std::string(writer->body()));
    }
    reading.join();
    Figure("A6", "create -> watch event over HTTP, TLS, durable", percentile(samples, 0.5), "ms").percentiles(samples);
}

void http_first_answer() {
    std::vector<double> samples;
    for (int i = 0; i < 20; ++i) {
        auto const begin = Steady::now();
        Served const served(1);
        auto const client = served.connect();
        if (client->ask("GET", "/api/v1/namespaces") != 200) give_up("the first list", std::string(client->body()));
        samples.push_back(ms_since(begin));
    }
    Figure("A7", "nothing -> first 200 over HTTP with TLS, keys made", percentile(samples, 0.5), "ms")
        .percentiles(samples)
        .with("first", samples.front());
}

}  // namespace keelson::bench
