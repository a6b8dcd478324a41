#include "bench.hpp"
#include "support/tls_client.hpp"

#include <keelson/http.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <sys/epoll.h>
#include <thread>
#include <unistd.h>

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

/// A request: its method, path and body.
struct Ask {
    char const* method = "GET";
    std::string path, body;
};

constexpr std::size_t client_threads = 2;

/// Sends requests over connections, each as soon as the one before on its connection is answered: some connections to
/// a thread, so that the client costs no more than it must. The latencies in ms.
class Load {
public:
    Load(Served const& served, std::size_t connections) {
        for (std::size_t i = 0; i < connections; ++i) clients_.push_back(served.connect());
    }
    std::vector<double> run(std::size_t count, std::function<Ask(std::size_t)> const& make) {
        std::atomic<std::size_t> next{0};
        std::vector<std::vector<double>> samples(client_threads);
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < client_threads; ++i)
            threads.emplace_back([&, i] { turn(i, count, next, make, samples[i]); });
        for (auto& thread : threads) thread.join();
        std::vector<double> all;
        for (auto const& some : samples) all.insert(all.end(), some.begin(), some.end());
        return all;
    }

private:
    void turn(std::size_t thread, std::size_t count, std::atomic<std::size_t>& next,
              std::function<Ask(std::size_t)> const& make, std::vector<double>& samples) {
        auto const poll = ::epoll_create1(EPOLL_CLOEXEC);
        std::vector<Steady::time_point> begins(clients_.size());
        std::size_t waiting = 0;
        auto const send = [&](std::size_t i) {
            auto const number = next++;
            if (number >= count) return;
            auto const ask = make(number);
            begins[i] = Steady::now();
            clients_[i]->send(ask.method, ask.path, ask.body);
            ++waiting;
        };
        for (auto i = thread; i < clients_.size(); i += client_threads) {
            epoll_event wanted{EPOLLIN, {.u64 = i}};
            ::epoll_ctl(poll, EPOLL_CTL_ADD, clients_[i]->socket(), &wanted);
            send(i);
        }
        std::array<epoll_event, 64> ready;
        while (waiting > 0) {
            auto const found = ::epoll_wait(poll, ready.data(), ready.size(), -1);
            for (int k = 0; k < found; ++k) {
                auto const i = static_cast<std::size_t>(ready[static_cast<std::size_t>(k)].data.u64);
                auto const status = clients_[i]->receive();
                if (status != 200 && status != 201) give_up("a request", std::string(clients_[i]->body()));
                samples.push_back(ms_since(begins[i]));
                --waiting;
                send(i);
            }
        }
        ::close(poll);
    }

    std::vector<std::unique_ptr<TlsClient>> clients_;
};

/// The revision of what is there now, as a list gives it.
std::string revision_of(TlsClient& client) {
    if (client.ask("GET", maps + "?limit=1") != 200) give_up("a list", std::string(client.body()));
    constexpr std::string_view name = "\"resourceVersion\":\"";
    auto const at = client.body().rfind(name) + name.size();
    return std::string(client.body().substr(at, client.body().find('"', at) - at));
}

std::size_t lines_in(std::string_view text) {
    std::size_t count = 0;
    for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) ++count;
    return count;
}

double rate_of_creates(Load& load, std::size_t first, std::size_t count, std::vector<double>* samples) {
    auto const begin = Steady::now();
    auto seen = load.run(count, [first](std::size_t i) { return Ask{"POST", maps, encode(kilobyte(first + i))}; });
    auto const rate = static_cast<double>(count) / ms_since(begin) * 1000;
    if (samples) *samples = std::move(seen);
    return rate;
}

}  // namespace

void http_create() {
    Served const served;
    Load load(served, 64);
    (void)rate_of_creates(load, 1'000'000, 500, nullptr);
    auto const cpu = cpu_seconds();
    constexpr std::size_t count = 20'000;
    std::vector<double> samples;
    auto const rate = rate_of_creates(load, 0, count, &samples);
    Figure("A2", "HTTP create, TLS, 64 connections, durable", rate, "1/s")
        .percentiles(samples)
        .with("cpu_us_each_with_client", (cpu_seconds() - cpu) / count * 1e6);
}

void http_get() {
    Served const served;
    auto const one = served.connect();
    (void)one->ask("POST", maps, encode(kilobyte(0)));
    auto const path = maps + "/" + kilobyte(0).metadata.name;
    Load load(served, 32);
    auto const make = [&](std::size_t) { return Ask{"GET", path, {}}; };
    (void)load.run(500, make);
    auto const cpu = cpu_seconds();
    constexpr std::size_t count = 200'000;
    auto const begin = Steady::now();
    auto const samples = load.run(count, make);
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
    Load load(served, 64);
    (void)rate_of_creates(load, 1'000'000, 500, nullptr);
    auto const alone = rate_of_creates(load, 2'000'000, count, nullptr);
    std::atomic<std::size_t> delivered{0};
    std::vector<std::unique_ptr<TlsClient>> clients;
    for (std::size_t i = 0; i < watchers; ++i) clients.push_back(served.connect());
    auto const revision = revision_of(*served.connect());
    for (auto& client : clients) client->begin(maps + "?watch=true&resourceVersion=" + revision);
    std::vector<std::thread> threads;
    for (auto& client : clients) {
        threads.emplace_back([&client, &delivered] {
            std::size_t seen = 0;
            client->read([&](std::string_view part) {
                auto const lines = lines_in(part);
                seen += lines;
                delivered += lines;
                return seen < count;
            });
        });
    }
    auto const begin = Steady::now();
    auto const cpu = cpu_seconds();
    auto const rate = rate_of_creates(load, 0, count, nullptr);
    for (auto& thread : threads) thread.join();
    auto const us_each = (cpu_seconds() - cpu) / static_cast<double>(delivered) * 1e6;
    Figure("A5", "HTTP watch, TLS, 100 watchers of everything", static_cast<double>(delivered) / ms_since(begin) * 1000,
           "1/s")
        .with("creates_per_second", rate)
        .with("cpu_us_each_with_client_and_creates", us_each)
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
    // When the answer has begun the watch is there.
    watcher->begin(maps + "?watch=true&resourceVersion=" + revision_of(*writer));
    std::thread reading([&] {
        watcher->read([&](std::string_view part) {
            auto const lines = lines_in(part);
            for (std::size_t i = 0; i < lines && seen < count; ++i) {
                samples[seen] = ms_since(begins[seen]);
                ++seen;
            }
            return seen < count;
        });
    });
    for (std::size_t i = 0; i < count; ++i) {
        begins[i] = Steady::now();
        if (writer->ask("POST", maps, encode(kilobyte(i))) != 201) give_up("a create", std::string(writer->body()));
    }
    reading.join();
    Figure("A6", "create -> watch event over HTTP, TLS, durable", percentile(samples, 0.5), "ms").percentiles(samples);
}

void http_first_answer() {
    std::vector<double> samples;
    auto const cpu = cpu_seconds();
    for (int i = 0; i < 20; ++i) {
        auto const begin = Steady::now();
        Served const served(1);
        auto const client = served.connect();
        if (client->ask("GET", "/api/v1/namespaces") != 200) give_up("the first list", std::string(client->body()));
        samples.push_back(ms_since(begin));
    }
    Figure("A7H", "nothing -> first 200 over HTTP with TLS, keys made", percentile(samples, 0.5), "ms")
        .percentiles(samples)
        .with("first", samples.front())
        .with("cpu_ms_with_stop_and_client", (cpu_seconds() - cpu) / 20 * 1000);
}

}  // namespace keelson::bench
