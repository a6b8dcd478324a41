#ifndef KEELSON_TESTING_WORLD_HPP
#define KEELSON_TESTING_WORLD_HPP

#include <keelson/engine.hpp>
#include <keelson/remote.hpp>
#include <keelson/runtime/simulated.hpp>
#include <keelson/testing/faults.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::testing {

/// How the controllers under test run when they are not part of the engine: see RemoteControllers.
struct RemoteMode {
    /// How far what they see lags behind, at most; each change by a part of it that chance decides.
    Duration lag = std::chrono::milliseconds(20);
    /// How often they are killed after one of their writes, in the middle of a plan or behind its end: 0.2 is every
    /// fifth time. They never learn of that write's outcome, and begin anew with nothing in their memory.
    double cut = 0;
};

struct WorldOptions {
    std::uint64_t seed = 1;                                 ///< decides everything that is left to chance
    std::size_t nodes = 1;                                  ///< "node-0", "node-1", ...
    std::map<std::string, Quantity> capacity = {};          ///< of each node; empty: 32 CPUs, 256 GiB, 110 Pods
    SimulatedOptions pods = {};                             ///< what containers do
    Duration commit_time = std::chrono::microseconds(300);  ///< how long a commit takes
    std::vector<Controller> controllers = {};               ///< those under test
    std::optional<RemoteMode> remote = {};                  ///< nothing: they are part of the engine
    std::vector<Kind> kinds = {};
    std::vector<Profile> profiles = {};
    std::vector<AdmissionHook> admission = {};  ///< rules for what is written
    WebhookCaller webhooks = {};                ///< what plays the webhooks; nothing: none can be reached
    /// Told of every write as it is committed: key, JSON of the object (nothing: it was removed), revision.
    std::function<void(Revision revision, std::string_view key, std::optional<std::string_view> object)> committed = {};
    bool trace = false;  ///< keep the text of the trace, and not only its hash
    LogSink log = {};
};

/// A whole cluster in virtual time: an engine as it runs in production, on a clock that only moves when it
/// is told to, with simulated nodes and a store in memory. What the test asks for happens between steps;
/// nothing sleeps, and the same seed gives the same run, byte for byte.
///
///     World world({.controllers = {greeting_controller()}});
///     world.apply(greeting);
///     world.settle();
///     CHECK(world.get<ConfigMap>({"default", "hello"})->data.at("text") == "hi");
///
/// Threading: one thread. There is no other.
class World {
public:
    explicit World(WorldOptions options = {});
    ~World();
    World(World const&) = delete;
    World& operator=(World const&) = delete;

    /// Runs all that is ready, commits in flight included, without waiting for anything that takes longer
    /// than `at_most`: afterwards controllers, scheduler and nodes have nothing to do until a timer.
    void settle(Duration at_most = std::chrono::milliseconds(100));
    /// Moves the time on, from timer to timer.
    void advance(Duration time);
    /// Moves the time on until it is so, or for `at_most`. Says whether it became so.
    bool run_until(std::function<bool()> const& wanted, Duration at_most);
    /// Moves the time to the next timer and runs what is ready; false when there is none within `at_most`.
    bool step(Duration at_most);

    [[nodiscard]] Instant now() const;
    [[nodiscard]] Time wall() const;

    // Requests, answered in virtual time (a second of it at most).
    Result<Response> call(Request request);
    template <class T>
    Result<T> apply(T const& object) {
        return written<T>(Request::Verb::apply, object);
    }
    template <class T>
    Result<T> create(T const& object) {
        return written<T>(Request::Verb::create, object);
    }
    template <class T>
    Result<T> update(T const& object) {
        return written<T>(Request::Verb::update, object);
    }
    /// The object, or nothing when there is none.
    template <class T>
    std::optional<T> get(ObjectKey key) {
        auto const response = call(request_for<T>(Request::Verb::get, std::move(key)));
        if (!response || response->objects.empty() || !response->objects.front()) return {};
        auto value = decode<T>(*response->objects.front());
        return value ? std::optional<T>(std::move(*value)) : std::nullopt;
    }
    template <class T>
    std::vector<T> list(ListOptions options = {}) {
        auto request = request_for<T>(Request::Verb::list, {});
        request.list = std::move(options);
        std::vector<T> all;
        if (auto const response = call(std::move(request))) {
            for (auto const& object : response->objects) {
                if (auto value = decode<T>(*object)) all.push_back(std::move(*value));
            }
        }
        return all;
    }
    template <class T>
    Result<> merge_patch(ObjectKey key, std::string patch) {
        auto request = request_for<T>(Request::Verb::merge_patch, std::move(key));
        request.body = std::move(patch);
        auto const response = call(std::move(request));
        if (!response) return response.error();
        return {};
    }
    template <class T>
    Result<> remove(ObjectKey key, RemoveOptions options = {}) {
        auto request = request_for<T>(Request::Verb::remove, std::move(key));
        request.remove = std::move(options);
        auto const response = call(std::move(request));
        if (!response) return response.error();
        return {};
    }
    /// For asynchronous use; a blocking call would wait for itself.
    [[nodiscard]] Client client() const;

    // Faults.

    /// Ends the engine as `kill -9` does and opens a new one on the same store and nodes.
    void restart();
    /// With WorldOptions::remote: kills the controllers after their next `writes` writes.
    void cut_after(std::size_t writes);
    /// How often controllers were killed.
    [[nodiscard]] std::size_t cuts() const;
    /// From now on every commit takes so much longer.
    void slow_commits(Duration by);
    [[nodiscard]] std::size_t nodes() const;
    [[nodiscard]] SimulatedRuntime& node(std::size_t i);
    [[nodiscard]] FaultyStore& store();
    /// Chance of the test's own, from the same seed.
    [[nodiscard]] Entropy& entropy();

    /// A hash of every write that was committed, in order.
    [[nodiscard]] std::uint64_t trace_hash() const;
    /// The same as text, if WorldOptions::trace is set: one line a write.
    [[nodiscard]] std::string const& trace() const;

private:
    template <class T>
    static Request request_for(Request::Verb verb, ObjectKey key) {
        Request request;
        request.verb = verb;
        request.resource = T::type.resource();
        request.key = std::move(key);
        request.typed = &type_desc<T>();
        return request;
    }
    template <class T>
    Result<T> written(Request::Verb verb, T const& object) {
        auto request = request_for<T>(verb, {object.metadata.namespace_, object.metadata.name});
        request.body = encode(object);
        auto const response = call(std::move(request));
        if (!response) return response.error();
        return decode<T>(*response->objects.front());
    }

    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace keelson::testing

#endif
