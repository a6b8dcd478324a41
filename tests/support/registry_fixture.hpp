#ifndef KEELSON_TESTS_SUPPORT_REGISTRY_FIXTURE_HPP
#define KEELSON_TESTS_SUPPORT_REGISTRY_FIXTURE_HPP

#include "core/queue_strand.hpp"
#include "registry/registry.hpp"

#include <keelson/api/codec.hpp>

#include <deque>

namespace keelson::test {

class ManualClock final : public Clock {
public:
    Instant now() const override { return now_; }
    Time wall() const override { return wall_; }
    void advance(Duration by) {
        now_ += by;
        wall_ = wall_ + by;
    }

private:
    Instant now_{std::chrono::hours(1)};
    Time wall_{1'770'000'000'000'000};
};

/// The real registry over a store, on a clock that stands still until a test moves it.
struct RegistryFixture {
    explicit RegistryFixture(std::shared_ptr<Store> store_ = memory_store(), AdmissionOptions admission = {},
                             std::uint64_t seed = 1)
        : strand(clock, seeded_entropy(seed), Log()),
          store(std::move(store_)),
          registry(
              strand, store,
              [this](auto job, auto done) {
                  jobs.push_back({std::move(job), std::move(done)});
                  run_jobs();
              },
              kinds, admission) {
        registry.load().value();
        if (!registry.accepted().get(*kinds.by_resource("namespaces")->kind, {}, "default"))
            (void)create(R"({"metadata":{"name":"default"}})", "namespaces");
    }

    struct Job {
        std::function<void()> job, done;
    };
    /// Commits are done at once, unless a test holds them.
    void run_jobs() {
        while (!held && !jobs.empty()) {
            auto next = std::move(jobs.front());
            jobs.pop_front();
            next.job();
            strand.post(std::move(next.done));
        }
    }
    void settle() {
        run_jobs();
        while (strand.run_ready()) run_jobs();
    }
    /// Moves the time on in steps to each timer.
    void advance(Duration by) {
        auto const end = clock->now() + by;
        settle();
        while (strand.next() && *strand.next() <= end) {
            clock->advance(std::max(Duration::zero(), Duration(*strand.next() - clock->now())));
            settle();
        }
        clock->advance(end - clock->now());
        settle();
    }

    Result<BatchResult> submit(std::vector<Operation> operations, WriteOptions options = {}) {
        std::optional<Result<BatchResult>> outcome;
        registry.submit(std::move(operations), std::move(options),
                        [&](Result<BatchResult> result) { outcome.emplace(std::move(result)); });
        settle();
        return outcome ? *outcome : Result<BatchResult>(Error(Errc::timeout, "no answer"));
    }
    Operation operation(Operation::Verb verb, std::string const& resource, std::string body, ObjectKey key = {}) {
        Operation made;
        made.verb = verb;
        made.kind = kinds.by_resource(resource);
        made.body = std::move(body);
        made.key = std::move(key);
        return made;
    }
    Result<Ref> one(Operation made, WriteOptions options = {}) {
        auto result = submit({std::move(made)}, std::move(options));
        if (!result) return result.error();
        return result->objects.front();
    }
    Result<Ref> create(std::string body, std::string const& resource, std::string namespace_ = {}) {
        return one(operation(Operation::Verb::create, resource, std::move(body), {std::move(namespace_), {}}));
    }
    template <class T>
    Result<Ref> create(T const& object) {
        return one(operation(Operation::Verb::create, T::type.resource(), encode(object),
                             {object.metadata.namespace_, object.metadata.name}));
    }
    Ref get(std::string const& resource, std::string const& namespace_, std::string const& name) {
        return registry.accepted().get(*kinds.by_resource(resource)->kind, namespace_, name);
    }

    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    QueueStrand strand;
    std::shared_ptr<Store> store;
    KindTable kinds;
    std::deque<Job> jobs;
    bool held = false;
    Registry registry;
};

}  // namespace keelson::test

#endif
