#include "bench.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <malloc.h>
#include <mutex>
#include <set>
#include <sstream>
#include <sys/resource.h>
#include <unistd.h>

namespace keelson::bench {
namespace {

constexpr auto patience = std::chrono::minutes(10);

std::string text_of(double value) {
    std::ostringstream out;
    out.precision(value >= 1000 || value == std::floor(value) ? 0 : 3);
    out << std::fixed << value;
    return out.str();
}

}  // namespace

Figure::Figure(std::string id, std::string name, double value, std::string unit)
    : id_(std::move(id)), name_(std::move(name)), unit_(std::move(unit)), value_(value) {}

Figure::~Figure() {
    std::string line = R"({"id":")" + id_ + R"(","name":")" + name_ + R"(","value":)" + text_of(value_) +
                       R"(,"unit":")" + unit_ + "\"";
    for (auto const& [name, value] : more_) line += ",\"" + name + "\":" + text_of(value);
    std::cout << line << "}" << std::endl;
}

Figure& Figure::with(std::string name, double value) {
    more_.emplace_back(std::move(name), value);
    return *this;
}

double percentile(std::vector<double> samples, double at) {
    if (samples.empty()) return 0;
    auto const index = std::min(samples.size() - 1, static_cast<std::size_t>(at * static_cast<double>(samples.size())));
    auto const place = samples.begin() + static_cast<std::ptrdiff_t>(index);
    std::nth_element(samples.begin(), place, samples.end());
    return *place;
}

Figure& Figure::percentiles(std::vector<double> samples) {
    return with("p50", percentile(samples, 0.5))
        .with("p99", percentile(samples, 0.99))
        .with("worst", percentile(samples, 1))
        .with("samples", static_cast<double>(samples.size()));
}

void give_up(std::string const& what, std::string const& why) {
    std::cerr << what << ": " << why << std::endl;
    std::_Exit(1);
}

Folder::Folder() {
    std::error_code error;
    auto pattern = std::filesystem::read_symlink("/proc/self/exe", error).parent_path().string() + "/bench-XXXXXX";
    if (!::mkdtemp(pattern.data())) give_up("a folder for the benchmark", pattern + " can't be made");
    path_ = pattern;
}

Folder::~Folder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
}

Memory Memory::of(int process) {
    Memory memory;
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) memory.resident = std::strtod(line.c_str() + 6, nullptr) * 1024;
        if (line.starts_with("RssAnon:")) memory.anonymous = std::strtod(line.c_str() + 8, nullptr) * 1024;
    }
    return memory;
}

Memory Memory::now() {
    auto memory = of(::getpid());
    auto const heap = ::mallinfo2();
    memory.in_use = static_cast<double>(heap.uordblks + heap.hblkhd);
    return memory;
}

double cpu_seconds() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    auto const seconds = [](timeval const& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

std::shared_ptr<Store> open_store(std::string const& path) { return must(sqlite_store(path), "the store"); }

EngineOptions simulated_options(std::string const& store, std::size_t nodes, int pods_per_node) {
    EngineOptions options;
    options.store = open_store(store);
    for (std::size_t i = 0; i < nodes; ++i) {
        options.nodes.push_back({.name = "node-" + std::to_string(i),
                                 .runtime = simulated_runtime(),
                                 .capacity = {{"pods", Quantity(pods_per_node)}}});
    }
    return options;
}

struct PodCount::State {
    std::mutex mutex;
    std::condition_variable arrived;
    std::set<std::string> seen;
    std::map<std::size_t, Steady::time_point> when;  // the count first reached this
};

PodCount::PodCount(Client const& client, std::function<bool(Object const&)> wanted)
    : state_(std::make_shared<State>()) {
    subscription_ = client.follow("pods", {},
                                  {[state = state_, wanted = std::move(wanted)](ChangeType type, Ref const& object) {
                                       if (type == ChangeType::deleted || !wanted(*object)) return;
                                       std::lock_guard const lock(state->mutex);
                                       if (!state->seen.insert(object->index().uid).second) return;
                                       state->when.emplace(state->seen.size(), Steady::now());
                                       state->arrived.notify_one();
                                   },
                                   {},
                                   [](Error const& error) {
                                       if (error.code != Errc::unavailable)
                                           give_up("following Pods", error.message);  // else: it was stopped
                                   }});
}

double PodCount::ms_until(std::size_t count, Steady::time_point begin) const {
    std::unique_lock lock(state_->mutex);
    if (!state_->arrived.wait_for(lock, patience, [&] { return state_->seen.size() >= count; }))
        give_up("waiting for Pods", std::to_string(state_->seen.size()) + " of " + std::to_string(count));
    return std::chrono::duration<double, std::milli>(state_->when.at(count) - begin).count();
}

std::vector<double> send_all(Client const& client, std::size_t count, std::size_t in_flight,
                             std::function<Request(std::size_t)> const& make) {
    struct State {
        std::vector<double> latencies;
        std::atomic<std::size_t> next{0};
        std::size_t done = 0;
        std::mutex mutex;
        std::condition_variable finished;
        std::function<void()> send;
    };
    State state;
    state.latencies.resize(count);
    state.send = [&] {
        auto const i = state.next.fetch_add(1);
        if (i >= count) return;
        auto const begin = Steady::now();
        client.call_async(make(i), [&, i, begin](Result<Response> response) {
            if (!response) give_up("a request", response.error().message);
            state.latencies[i] = ms_since(begin);
            state.send();
            std::lock_guard const lock(state.mutex);
            if (++state.done == count) state.finished.notify_one();
        });
    };
    for (std::size_t i = 0; i < in_flight; ++i) state.send();
    std::unique_lock lock(state.mutex);
    if (!state.finished.wait_for(lock, patience, [&] { return state.done == count; }))
        give_up("requests", "only " + std::to_string(state.done) + " of " + std::to_string(count) + " were answered");
    return std::move(state.latencies);
}

namespace {

PodSpec spec_of(std::string image) {
    Container container;
    container.name = "main";
    container.image = std::move(image);
    container.resources.emplace();
    container.resources->requests = {{"cpu", Quantity(std::int64_t{1})}};
    PodSpec spec;
    spec.containers.push_back(std::move(container));
    return spec;
}

}  // namespace

Pod plain_pod(std::string name) {
    Pod pod;
    pod.metadata.namespace_ = "default";
    pod.metadata.name = std::move(name);
    pod.metadata.labels = {{"app", "bench"}};
    pod.spec = spec_of("bench:1");
    pod.spec.containers.front().resources.reset();
    return pod;
}

Deployment plain_deployment(std::string const& name, int replicas, std::string const& image) {
    Deployment deployment;
    deployment.metadata.namespace_ = "default";
    deployment.metadata.name = name;
    deployment.spec.replicas = replicas;
    deployment.spec.selector.matchLabels = {{"app", name}};
    deployment.spec.template_.metadata.labels = {{"app", name}};
    deployment.spec.template_.spec = spec_of(image);
    deployment.spec.template_.spec.containers.front().resources.reset();
    return deployment;
}

ConfigMap kilobyte(std::size_t i) {
    ConfigMap map;
    map.metadata.namespace_ = "default";
    map.metadata.name = "map-" + std::to_string(i);
    map.data = {{"text", std::string(700, static_cast<char>('a' + i % 26))}};
    return map;
}

}  // namespace keelson::bench
