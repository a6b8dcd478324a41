#include "load/expected.hpp"
#include "support/tls_client.hpp"

#include <keelson/engine.hpp>
#include <keelson/http.hpp>

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

using namespace keelson;
using namespace keelson::load;
using test::TlsClient;

namespace {

std::string const maps = "/api/v1/namespaces/default/configmaps";

/// An engine that serves the API over TLS on a free port, and whose administrator's keys lie in a folder.
struct Served {
    Served() {
        auto pattern = (std::filesystem::temp_directory_path() / "keelson-load-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("a folder for the test can't be made");
        folder = pattern;
        EngineOptions options;
        options.store = sqlite_store(folder + "/state.db").value();
        HttpOptions http;
        http.listen = {"127.0.0.1:0"};
        http.pki_dir = folder + "/pki";
        options.endpoint = http_endpoint(http);
        engine.emplace(Engine::open(std::move(options)).value());
        engine->start().value();
        auto const address = engine->addresses().at(0);
        port = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
    }
    ~Served() {
        CHECK(engine->stop(std::chrono::seconds(10)));
        std::filesystem::remove_all(folder);
    }
    [[nodiscard]] std::unique_ptr<TlsClient> connect(int receive_bytes = 0) const {
        return std::make_unique<TlsClient>(port, folder + "/pki/admin.crt", folder + "/pki/admin.key", receive_bytes);
    }

    std::string folder;
    std::optional<Engine> engine;
    std::uint16_t port = 0;
};

std::string_view between(std::string_view text, std::string_view from, char to) {
    auto const at = text.find(from);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + from.size());
    return text.substr(0, text.find(to));
}

std::uint64_t revision_in(std::string_view text) {
    auto const digits = between(text, R"("resourceVersion":")", '"');
    return digits.empty() ? 0 : std::stoull(std::string(digits));
}

/// One who follows a twentieth of the ConfigMaps over a connection of his own.
class Follower {
public:
    enum class Manner : std::uint8_t { reads, comes_back, reads_late };

    Follower(Served const& served, std::size_t number, std::uint64_t start, std::atomic<bool> const& written)
        : served_(served),
          written_(written),
          manner_(number % 5 == 3   ? Manner::comes_back
                  : number % 5 == 4 ? Manner::reads_late
                                    : Manner::reads),
          told(number / 5 % shards) {
        told.listed(start);
        open();
    }

    void run() {
        while (!ended_) {
            // He has asked, and takes nothing until there is nothing more to come.
            while (manner_ == Manner::reads_late && !written_)
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            std::size_t seen = 0;
            client_->read([&](std::string_view part) {
                lines_ += part;
                std::size_t at = 0;
                for (auto end = lines_.find('\n'); end != std::string::npos && !ended_; end = lines_.find('\n', at)) {
                    line(std::string_view(lines_).substr(at, end - at));
                    at = end + 1;
                    ++seen;
                }
                lines_.erase(0, at);
                return !ended_ && (manner_ != Manner::comes_back || seen < 200);
            });
            if (ended_) return;
            ++connections_;
            open();
        }
    }
    [[nodiscard]] std::size_t connections() const { return connections_; }
    [[nodiscard]] std::size_t wrong() const { return wrong_; }

private:
    void open() {
        lines_.clear();
        client_ = served_.connect(manner_ == Manner::reads_late ? 64 * 1024 : 0);
        client_->begin(maps + "?watch=true&resourceVersion=" + std::to_string(told.last()) +
                       "&labelSelector=shard%3Ds" + std::to_string(told.shard()));
    }
    void line(std::string_view text) {
        auto const type = between(text, R"({"type":")", '"');
        if (between(text, R"("name":")", '"').starts_with("end-")) {
            ended_ = true;
        } else if (type == "ADDED") {
            told.event(revision_in(text), WatchEvent::Type::added);
        } else if (type == "MODIFIED") {
            told.event(revision_in(text), WatchEvent::Type::modified);
        } else if (type == "DELETED") {
            told.event(revision_in(text), WatchEvent::Type::deleted);
        } else {
            ++wrong_;
        }
    }

    Served const& served_;
    std::atomic<bool> const& written_;
    Manner manner_;
    std::unique_ptr<TlsClient> client_;
    std::string lines_;
    std::size_t connections_ = 1, wrong_ = 0;
    bool ended_ = false;

public:
    Told told;
};

/// Writes that go out over some connections, each with objects of its own.
class Writers {
public:
    Writers(Served const& served, std::size_t connections) : parts_(connections) {
        for (auto& part : parts_) part.client = served.connect();
    }
    /// Makes so many changes; how many there were a second.
    double write(std::size_t count) {
        auto const begin = std::chrono::steady_clock::now();
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            threads.emplace_back([&, i] {
                for (std::size_t n = 0; n < count / parts_.size(); ++n) parts_[i].change(i);
            });
        }
        for (auto& thread : threads) thread.join();
        return static_cast<double>(count) /
               std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    }
    [[nodiscard]] Expected expected(std::uint64_t after) const {
        Expected all;
        for (auto const& part : parts_) {
            for (auto const& done : part.done) {
                if (done.revision > after) all.add(done.revision, done.before, done.after);
            }
        }
        all.sort();
        return all;
    }
    [[nodiscard]] std::size_t refused() const {
        std::size_t sum = 0;
        for (auto const& part : parts_) sum += part.refused;
        return sum;
    }

private:
    static constexpr std::size_t objects = 50;
    struct Done {
        std::uint64_t revision = 0;
        int before = nowhere, after = nowhere;
    };
    struct Part {
        std::unique_ptr<TlsClient> client;
        std::vector<Done> done;
        std::vector<int> at = std::vector<int>(objects, nowhere);
        std::size_t number = 0, refused = 0;

        void change(std::size_t part) {
            auto const i = number++;
            auto const object = i % objects;
            auto const name = "o" + std::to_string(part) + "-" + std::to_string(object);
            auto const before = at[object];
            auto after = before;
            if (before == nowhere || i % 13 == 0) after = static_cast<int>((object + i / objects + part) % shards);
            auto const body = R"({"metadata":{"name":")" + name + R"(","labels":{"shard":"s)" + std::to_string(after) +
                              R"("}},"data":{"n":")" + std::to_string(i) + R"("}})";
            auto const status =
                before == nowhere ? client->ask("POST", maps, body) : client->ask("PATCH", maps + "/" + name, body);
            if (status != 200 && status != 201) {
                ++refused;
                return;
            }
            at[object] = after;
            done.push_back({revision_in(client->body()), before, after});
        }
    };
    std::vector<Part> parts_;
};

}  // namespace

TEST_CASE("load: a hundred thousand events reach a hundred watchers over HTTP with TLS, once and in order") {
    constexpr std::size_t count = 100'000, alone = 10'000, connections = 16;
    Served const served;
    Writers writers(served, connections);
    auto const rate_alone = writers.write(alone);
    auto const list = served.connect();
    REQUIRE(list->ask("GET", maps + "?limit=1") == 200);
    auto const at = list->body().rfind(R"("resourceVersion")");
    auto const start = revision_in(list->body().substr(at));

    std::atomic<bool> written = false;
    std::vector<std::unique_ptr<Follower>> followers;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < watchers; ++i)
        followers.push_back(std::make_unique<Follower>(served, i, start, written));
    std::mutex mutex;
    std::vector<std::string> thrown;
    for (auto const& follower : followers) {
        threads.emplace_back([&] {
            try {
                follower->run();
            } catch (std::exception const& error) {
                std::lock_guard const lock(mutex);
                thrown.emplace_back(error.what());
            }
        });
    }
    auto const rate = writers.write(count);
    for (std::size_t shard = 0; shard < shards; ++shard) {
        CHECK(list->ask("POST", maps,
                        R"({"metadata":{"name":"end-)" + std::to_string(shard) + R"(","labels":{"shard":"s)" +
                            std::to_string(shard) + R"("}}})") == 201);
    }
    written = true;
    for (auto& thread : threads) thread.join();
    CHECK(thrown == std::vector<std::string>{});

    CHECK(writers.refused() == 0);
    auto const expected = writers.expected(start);
    CHECK(expected.total() >= count);
    std::size_t told = 0, opened = 0;
    for (auto const& follower : followers) {
        CAPTURE(follower->told.shard(), follower->told.events(), follower->connections());
        CHECK(follower->wrong() == 0);
        CHECK(follower->told.wrong(expected) == 0);
        told += follower->told.events();
        opened += follower->connections();
    }
    CHECK(opened > watchers + 20 * 10);
    report("watch, over HTTP with TLS", {{"events", static_cast<double>(expected.total())},
                                         {"deliveries", static_cast<double>(told)},
                                         {"connections", static_cast<double>(opened)},
                                         {"writes_per_second_alone", rate_alone},
                                         {"writes_per_second_watched", rate}});
}
