#ifndef KEELSON_TESTS_BENCH_BENCH_HPP
#define KEELSON_TESTS_BENCH_BENCH_HPP

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/engine.hpp>
#include <keelson/runtime/simulated.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace keelson::bench {

using Steady = std::chrono::steady_clock;

inline double ms_since(Steady::time_point begin) {
    return std::chrono::duration<double, std::milli>(Steady::now() - begin).count();
}

/// One figure, printed as a JSON line when it goes.
class Figure {
public:
    Figure(std::string id, std::string name, double value, std::string unit);
    ~Figure();
    Figure(Figure const&) = delete;
    Figure& operator=(Figure const&) = delete;

    /// A number beside the value.
    Figure& with(std::string name, double value);
    /// p50, p99, the worst and how many there were.
    Figure& percentiles(std::vector<double> samples);

private:
    std::string id_, name_, unit_;
    double value_;
    std::vector<std::pair<std::string, double>> more_;
};

/// The share `at` of the sorted samples lies at or below this; 0 without samples.
double percentile(std::vector<double> samples, double at);

/// The value, or the end of the benchmark with the error.
[[noreturn]] void give_up(std::string const& what, std::string const& why);
template <class T>
T must(Result<T> result, char const* what) {
    if (!result) give_up(what, result.error().message);
    return std::move(*result);
}
inline void must(Result<> const& result, char const* what) {
    if (!result) give_up(what, result.error().message);
}

/// A folder beside the program, and so on the medium that it was built on; gone when this goes.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    [[nodiscard]] std::string path(std::string const& name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

/// Of a process, in bytes.
struct Memory {
    double resident = 0;   ///< all pages in memory, those of the program's file included
    double anonymous = 0;  ///< of these the ones that belong to no file
    double in_use = 0;     ///< what the allocator has given out; of this process only
    static Memory now();
    static Memory of(int process);
};

/// Seconds of processor time of this process.
double cpu_seconds();

/// An engine on an SQLite store with nodes "node-0", ... that exist on paper.
EngineOptions simulated_options(std::string const& store, std::size_t nodes, int pods_per_node = 110);
std::shared_ptr<Store> open_store(std::string const& path);

/// Waits until so many Pods are as wanted, as their durable versions are announced.
class PodCount {
public:
    PodCount(Client const& client, std::function<bool(Object const&)> wanted);
    /// Milliseconds from `begin` until there were `count`; gives up after ten minutes.
    double ms_until(std::size_t count, Steady::time_point begin) const;

private:
    struct State;
    std::shared_ptr<State> state_;
    Subscription subscription_;
};

/// Sends requests, at most `in_flight` at once, each as soon as one is answered. The latencies of all, in ms.
std::vector<double> send_all(Client const& client, std::size_t count, std::size_t in_flight,
                             std::function<Request(std::size_t)> const& make);

template <class T>
Request create_request(T const& object) {
    Request request;
    request.verb = Request::Verb::create;
    request.resource = T::type.resource();
    request.key = {object.metadata.namespace_, object.metadata.name};
    request.body = encode(object);
    request.typed = &type_desc<T>();
    return request;
}

Pod plain_pod(std::string name);
Deployment plain_deployment(std::string const& name, int replicas, std::string const& image);
/// A ConfigMap of about a kilobyte of JSON.
ConfigMap kilobyte(std::size_t i);

using Bench = void (*)();
/// All there are, by id.
std::map<std::string, Bench> const& benches();

void store_puts();
void engine_open();
void idle_memory();
void object_memory();
void deployment_of_1000();
void rollout_reconciles();
void create_to_bound();
void process_pod();
void docker_pods();
void transitions();
void simulated_time();
void hundred_thousand_pods();
void http_create();
void http_get();
void http_list();
void http_watch();
void create_to_event();
void http_first_answer();

}  // namespace keelson::bench

#endif
