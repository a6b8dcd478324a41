#include "remote_controllers.hpp"

#include <keelson/testing/world.hpp>

#include <algorithm>
#include <bit>
#include <cstring>
#include <deque>

namespace keelson::testing {
namespace {

constexpr auto answer_within = std::chrono::seconds(1);

}  // namespace

struct World::Impl {
    explicit Impl(WorldOptions from)
        : options(std::move(from)),
          entropy(seeded_entropy(options.seed * 2 + 1)),
          store(std::make_shared<FaultyStore>(memory_store())) {
        for (std::size_t i = 0; i < options.nodes; ++i) runtimes.push_back(simulated_runtime(options.pods));
        store->committed = [this](Revision revision, Write const& write) { record(revision, write); };
        open();
        if (options.remote) {
            distant.emplace(*options.remote, options.controllers, clock, options.seed, options.log,
                            [this] { return engine->client(); });
        }
    }

    void open() {
        EngineOptions made;
        made.store = store;
        made.clock = clock;
        made.entropy = seeded_entropy(entropy->next());
        made.keep_pods = true;
        made.log = options.log;
        made.kinds = options.kinds;
        if (!options.remote) {
            made.controllers = options.controllers;
        } else {
            // The engine knows their kinds, as a server knows those of its CustomResourceDefinitions.
            for (auto const& controller : options.controllers) {
                made.kinds.push_back(controller.kind());
                for (auto const& watch : controller.watched()) made.kinds.push_back(watch.kind);
            }
        }
        made.profiles = options.profiles;
        made.admission = options.admission;
        made.webhooks = options.webhooks ? options.webhooks : [](WebhookCall, Completion<std::string> done) {
            done(Error(Errc::unavailable, "there is no network in a simulated world"));
        };
        made.serve_services = false;
        for (std::size_t i = 0; i < runtimes.size(); ++i)
            made.nodes.push_back(
                {.name = "node-" + std::to_string(i), .runtime = runtimes[i], .capacity = options.capacity});
        // A job of the store is an event in virtual time; it happens as a whole when its time has come.
        ++life;
        made.store_executor = [this, mine = life](std::function<void()> job, std::function<void()> done) {
            jobs.push_back({clock->now() + options.commit_time + slow, mine, std::move(job), std::move(done)});
        };
        engine.emplace(Engine::open(std::move(made)).value());
        poll();
    }

    void record(Revision revision, Write const& write) {
        auto const mix = [this](std::string_view part) {
            // Eight bytes at once: each write goes through here.
            for (; !part.empty(); part.remove_prefix(std::min<std::size_t>(part.size(), 8))) {
                std::uint64_t word = part.size();
                std::memcpy(&word, part.data(), std::min<std::size_t>(part.size(), 8));
                hash = std::rotl(hash ^ word, 29) * 1099511628211ULL;
            }
        };
        std::string const head = std::to_string(revision) + " " +
                                 std::to_string(clock->now().time_since_epoch().count()) +
                                 (write.value ? " put " : " remove ");
        mix(head);
        mix(write.key);
        if (write.value) mix(*write.value);
        if (options.committed) {
            std::optional<std::string_view> object;
            if (write.value) object = write.value->substr(0, write.value->find('\0'));
            options.committed(revision, write.key, object);
        }
        if (!options.trace) return;
        text += head;
        text += write.key;
        if (write.value) text.append(" ").append(write.value->substr(0, write.value->find('\0')));
        text += '\n';
    }

    std::optional<Instant> poll() {
        auto next = engine->poll();
        while (!jobs.empty() && jobs.front().when <= clock->now()) {
            auto job = std::move(jobs.front());
            jobs.pop_front();
            if (job.life != life) continue;  // asked for by an engine that was killed: it never happened
            job.run();
            job.done();
            next = engine->poll();
        }
        if (!jobs.empty() && (!next || jobs.front().when < *next)) next = jobs.front().when;
        if (!distant) return next;
        auto const theirs = distant->poll();
        // They may have asked for something, which the engine has not seen yet.
        auto const mine = engine->poll();
        for (auto const& one : {theirs, mine}) {
            if (one && (!next || *one < *next)) next = one;
        }
        return next;
    }

    /// Moves to the next event that is not later than `end`.
    bool step(Instant end) {
        auto const next = poll();
        if (!next || *next > end) return false;
        if (*next > clock->now()) clock->advance(*next - clock->now());
        poll();
        return true;
    }

    struct Job {
        Instant when;
        std::uint64_t life;
        std::function<void()> run, done;
    };

    WorldOptions options;
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::shared_ptr<Entropy> entropy;
    std::shared_ptr<FaultyStore> store;
    std::vector<std::shared_ptr<SimulatedRuntime>> runtimes;
    std::deque<Job> jobs;
    Duration slow{};
    std::uint64_t life = 0;
    std::uint64_t hash = 14695981039346656037ULL;
    std::string text;
    std::optional<Engine> engine;
    std::optional<DistantControllers> distant;
};

World::World(WorldOptions options) : impl_(std::make_unique<Impl>(std::move(options))) { settle(); }
World::~World() = default;

void World::settle(Duration at_most) {
    auto const end = impl_->clock->now() + at_most;
    while (impl_->step(end)) {
    }
}

void World::advance(Duration time) {
    auto const end = impl_->clock->now() + time;
    while (impl_->step(end)) {
    }
    impl_->clock->advance(end - impl_->clock->now());
    impl_->poll();
}

bool World::step(Duration at_most) { return impl_->step(impl_->clock->now() + at_most); }

bool World::run_until(std::function<bool()> const& wanted, Duration at_most) {
    auto const end = impl_->clock->now() + at_most;
    while (!wanted()) {
        if (impl_->step(end)) continue;
        if (impl_->clock->now() < end) impl_->clock->advance(end - impl_->clock->now());
        impl_->poll();
        return wanted();
    }
    return true;
}

Instant World::now() const { return impl_->clock->now(); }
Time World::wall() const { return impl_->clock->wall(); }

Result<Response> World::call(Request request) {
    auto const answer = std::make_shared<std::optional<Result<Response>>>();
    client().call_async(std::move(request),
                        [answer](Result<Response> response) { answer->emplace(std::move(response)); });
    auto const end = impl_->clock->now() + answer_within;
    impl_->poll();
    while (!*answer && impl_->step(end)) {
    }
    if (!*answer) return Error(Errc::timeout, "the engine did not answer within a second of its time");
    return **answer;
}

Client World::client() const { return impl_->engine->client(); }

void World::restart() {
    ++impl_->life;
    impl_->jobs.clear();
    impl_->engine.reset();
    impl_->open();
}

void World::cut_after(std::size_t writes) {
    if (impl_->distant) impl_->distant->cut_after(writes);
}
std::size_t World::cuts() const { return impl_->distant ? impl_->distant->cuts() : 0; }
void World::slow_commits(Duration by) { impl_->slow = by; }
std::size_t World::nodes() const { return impl_->runtimes.size(); }
SimulatedRuntime& World::node(std::size_t i) { return *impl_->runtimes.at(i); }
FaultyStore& World::store() { return *impl_->store; }
Entropy& World::entropy() { return *impl_->entropy; }
std::uint64_t World::trace_hash() const { return impl_->hash; }
std::string const& World::trace() const { return impl_->text; }

}  // namespace keelson::testing
