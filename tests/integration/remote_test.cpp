#include "../../examples/2_controller/greeting.hpp"
#include "scratch_folder.hpp"

#include <keelson/api/coordination_v1.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/connect.hpp>
#include <keelson/engine.hpp>
#include <keelson/remote.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

using namespace keelson;
using namespace std::chrono_literals;

namespace {

struct NoteSpec {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(NoteSpec, (), (text))
struct Note {
    static constexpr TypeInfo type{"test.example.com", "v1", "Note", "notes"};
    ObjectMeta metadata;
    NoteSpec spec;
};
BOOST_DESCRIBE_STRUCT(Note, (), (metadata, spec))

/// Keeps a ConfigMap with the text beside each Note.
Controller copies() {
    return Controller::of<Note>("copies",
                                [](View const& view, ObjectKey const& key, Plan& plan) -> Result<> {
                                    auto const note = view.get<Note>(key);
                                    if (!note) return {};
                                    ConfigMap map;
                                    map.metadata.name = key.name;
                                    map.metadata.namespace_ = key.namespace_;
                                    map.metadata.ownerReferences = {owner_reference(*note)};
                                    map.data["text"] = note->spec.text;
                                    plan.apply(map);
                                    plan.event(*note, false, "Copied", "copied the text");
                                    return {};
                                })
        .owns<ConfigMap>();
}

/// A server in this process that can be killed and come back at the same address with the same state.
class Server {
public:
    Server() { start("127.0.0.1:0"); }
    void start(std::string const& address) {
        EngineOptions options;
        options.store = sqlite_store(folder_.file("state.db")).value();
        options.data_dir = folder_.path().string();
        options.kinds = {kind_of<Note>(), kind_of<Greeting>()};
        HttpOptions http;
        http.listen = {address};
        http.kubeconfig = kubeconfig();
        options.endpoint = http_endpoint(http);
        options.serve_services = false;
        engine_.emplace(Engine::open(std::move(options)).value());
        engine_->start().value();
        address_ = engine_->addresses().front();
    }
    void stop() { engine_.reset(); }
    void restart() {
        stop();
        start(address_.substr(address_.find("127")));
    }
    [[nodiscard]] std::string kubeconfig() const { return folder_.file("kubeconfig"); }
    [[nodiscard]] Client direct() const { return engine_->client(); }
    [[nodiscard]] Client connected() const { return connect({.kubeconfig = kubeconfig()}).value(); }
    std::string address_;

private:
    tests::ScratchFolder folder_{tests::ScratchFolder::Place::memory};
    std::optional<Engine> engine_;
};

template <class Wanted>
bool eventually(Wanted wanted, Duration at_most = 20s) {
    auto const end = std::chrono::steady_clock::now() + at_most;
    while (std::chrono::steady_clock::now() < end) {
        if (wanted()) return true;
        std::this_thread::sleep_for(20ms);
    }
    return false;
}

ConfigMap map_named(std::string name, std::string text) {
    ConfigMap map;
    map.metadata.name = std::move(name);
    map.metadata.namespace_ = "default";
    map.data["text"] = std::move(text);
    return map;
}

}  // namespace

TEST_CASE("remote: objects are made, read, changed and removed over HTTP as in process") {
    Server server;
    auto const client = server.connected();
    auto made = client.create(map_named("a", "one"));
    REQUIRE(made);
    CHECK_FALSE(made->metadata.uid.empty());
    CHECK(client.create(map_named("a", "one")).error().code == Errc::already_exists);
    made->data["text"] = "two";
    auto const updated = client.update(*made);
    REQUIRE(updated);
    made->data["text"] = "three";
    CHECK(client.update(*made).error().code == Errc::conflict);
    REQUIRE(client.merge_patch<ConfigMap>({"default", "a"}, R"({"data":{"more":"x"}})"));
    auto const read = client.get<ConfigMap>({"default", "a"});
    REQUIRE(read);
    CHECK(read->data.at("text") == "two");
    CHECK(read->data.at("more") == "x");
    CHECK(client.get<ConfigMap>({"default", "none"}).error().code == Errc::not_found);
    // Nothing is written by a dry run.
    REQUIRE(client.apply(map_named("dry", "x"), {.dry_run = true}));
    CHECK_FALSE(client.get<ConfigMap>({"default", "dry"}));
    // Two who state the same field.
    REQUIRE(client.apply(map_named("b", "mine"), {.manager = "me"}));
    auto const other = client.apply(map_named("b", "yours"), {.manager = "you"});
    REQUIRE_FALSE(other);
    CHECK(other.error().code == Errc::conflict);
    CHECK_FALSE(other.error().causes.empty());
    CHECK(client.apply(map_named("b", "yours"), {.manager = "you", .force = true}));
    // A deletion of another one than was read.
    CHECK(client.remove<ConfigMap>({"default", "b"}, {.uid = "somebody-else"}).error().code == Errc::conflict);
    CHECK(client.remove<ConfigMap>({"default", "b"}));
    CHECK(client.wait_gone<ConfigMap>({"default", "b"}, 5s));
    CHECK(client.list<ConfigMap>({.namespace_ = "default", .label_selector = "no=such"})->empty());
}

TEST_CASE("remote: a status write leaves the rest alone, and an invalid object says which field") {
    Server server;
    auto const client = server.connected();
    Pod pod;
    pod.metadata.name = "p";
    pod.metadata.namespace_ = "default";
    auto const refused = client.create(pod);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::invalid);
    auto const& causes = refused.error().causes;
    CHECK(
        std::any_of(causes.begin(), causes.end(), [](auto const& cause) { return cause.field == "spec.containers"; }));
    pod.spec.schedulerName = "nobody";  // so that nobody else writes to it
    pod.spec.containers.emplace_back();
    pod.spec.containers.front().name = "main";
    pod.spec.containers.front().image = "none:1";
    auto made = client.create(pod);
    REQUIRE(made);
    made->metadata.labels["ignored"] = "yes";
    made->status.message = "said";
    auto const said = client.update_status(*made);
    REQUIRE(said);
    CHECK(said->status.message == "said");
    CHECK(said->spec.containers.size() == 1);
    CHECK_FALSE(said->metadata.labels.contains("ignored"));
}

TEST_CASE("remote: a list larger than a page comes whole, and in pages when they are asked for") {
    Server server;
    auto const direct = server.direct();
    for (int i = 0; i < 620; ++i) REQUIRE(direct.create(map_named("m" + std::to_string(i), "x")));
    auto const client = server.connected();
    auto const all = client.list<ConfigMap>({.namespace_ = "default"});
    REQUIRE(all);
    CHECK(all->size() >= 620);
    Request request;
    request.verb = Request::Verb::list;
    request.resource = "configmaps";
    request.list = {.namespace_ = "default", .limit = 100};
    auto const page = client.call(request);
    REQUIRE(page);
    CHECK(page->objects.size() == 100);
    CHECK_FALSE(page->continue_.empty());
}

TEST_CASE("remote: a watch goes on across a restart of the server and misses nothing") {
    Server server;
    auto const client = server.connected();
    REQUIRE(client.create(map_named("stays", "1")));
    REQUIRE(client.create(map_named("goes", "1")));
    std::mutex mutex;
    std::map<std::string, std::string> seen;
    auto const subscription =
        client.watch<ConfigMap>({.namespace_ = "default"}, [&](ChangeType type, ConfigMap const& map) {
            std::lock_guard const lock(mutex);
            if (type == ChangeType::deleted) {
                seen.erase(map.metadata.name);
            } else {
                seen[map.metadata.name] = map.data.contains("text") ? map.data.at("text") : "";
            }
        });
    auto const is = [&](std::string const& name, std::string const& text) {
        std::lock_guard const lock(mutex);
        return text.empty() ? !seen.contains(name) : seen.contains(name) && seen[name] == text;
    };
    REQUIRE(eventually([&] { return is("stays", "1") && is("goes", "1"); }));
    server.restart();
    auto const direct = server.direct();
    REQUIRE(direct.remove<ConfigMap>({"default", "goes"}));
    REQUIRE(direct.merge_patch<ConfigMap>({"default", "stays"}, R"({"data":{"text":"2"}})"));
    REQUIRE(direct.create(map_named("comes", "1")));
    CHECK(eventually([&] { return is("stays", "2") && is("goes", "") && is("comes", "1"); }));
}

TEST_CASE("remote: a kind that is not compiled in is found by any of its names") {
    Server server;
    auto const client = server.connected();
    auto const kind = client.find_kind({}, "notes.test.example.com");
    REQUIRE(kind);
    CHECK(kind->name == "Note");
    CHECK(client.find_kind("test.example.com/v1", "Note") != nullptr);
    CHECK(client.find_kind({}, "deploy")->name == "Deployment");
    CHECK(client.find_kind({}, "nonsense") == nullptr);
}

TEST_CASE("remote: a controller of a host works over HTTP, and nothing is lost when the server is killed") {
    Server server;
    RemoteControllers controllers(server.connected(), {.controllers = {copies()}});
    REQUIRE(controllers.start());
    auto const client = server.connected();
    auto const copied = [&](std::string const& name, std::string const& text) {
        auto const map = client.get<ConfigMap>({"default", name});
        return map && map->data.at("text") == text;
    };
    Note note;
    note.metadata.name = "first";
    note.metadata.namespace_ = "default";
    note.spec.text = "hello";
    REQUIRE(client.apply(note));
    REQUIRE(eventually([&] { return copied("first", "hello"); }));
    server.restart();
    note.metadata.name = "second";
    REQUIRE(server.direct().apply(note));
    REQUIRE(server.direct().merge_patch<ConfigMap>({"default", "first"}, R"({"data":{"text":"spoiled"}})"));
    CHECK(eventually([&] { return copied("second", "hello") && copied("first", "hello"); }, 40s));
    // It does not go on for ever.
    auto const settled = [&] {
        auto const before = controllers.figures().reconciles;
        std::this_thread::sleep_for(300ms);
        return controllers.figures().reconciles == before;
    };
    CHECK(eventually(settled));
    CHECK(eventually([&] {
        auto const events = client.list<Event>({.namespace_ = "default"});
        return events &&
               std::any_of(events->begin(), events->end(), [](auto const& event) { return event.reason == "Copied"; });
    }));
    controllers.stop();
}

TEST_CASE(
    "remote: the controller of the second example runs unchanged, and nothing is lost when the server is killed") {
    Server server;
    RemoteControllers controllers(server.connected(), {.controllers = {greetings}});
    REQUIRE(controllers.start());
    auto const client = server.connected();
    auto const said = [&](std::string const& name, std::string const& text) {
        auto const map = client.get<ConfigMap>({"default", name});
        return map && map->data.at("text") == text;
    };
    Greeting greeting{.metadata = {.name = "hello", .namespace_ = "default"}, .spec = {.text = "world"}};
    REQUIRE(client.apply(greeting));
    REQUIRE(eventually([&] { return said("hello", "world"); }));
    server.restart();
    greeting.spec.text = "again";
    REQUIRE(server.direct().apply(greeting));
    greeting.metadata.name = "another";
    REQUIRE(server.direct().apply(greeting));
    CHECK(eventually([&] { return said("hello", "again") && said("another", "again"); }, 40s));
    // Its ConfigMap goes with it.
    REQUIRE(client.remove<Greeting>({"default", "hello"}));
    CHECK(eventually([&] { return !client.get<ConfigMap>({"default", "hello"}); }, 40s));
    controllers.stop();
}

TEST_CASE("remote: of two candidates one leads, and the other follows when it lets go") {
    Server server;
    LeaderElectionOptions options;
    options.lease = {"default", "leader"};
    options.lease_duration = 3s;
    options.renew_deadline = 2s;
    options.retry_period = 200ms;
    std::atomic<int> leaders = 0, most = 0;
    auto const events = [&] {
        LeaderElection::Events made;
        made.started = [&] { most = std::max(most.load(), ++leaders); };
        made.stopped = [&] { --leaders; };
        return made;
    };
    options.identity = "a";
    LeaderElection a(server.connected(), options, events());
    options.identity = "b";
    LeaderElection b(server.connected(), options, events());
    REQUIRE(a.start());
    REQUIRE(eventually([&] { return a.leads(); }));
    REQUIRE(b.start());
    std::this_thread::sleep_for(1s);
    CHECK_FALSE(b.leads());
    CHECK(leaders == 1);
    a.stop();
    --leaders;  // it was told to stop, and is not told so again
    CHECK(eventually([&] { return b.leads(); }, 2s));
    CHECK(most == 1);
    auto const lease = server.direct().get<Lease>({"default", "leader"});
    REQUIRE(lease);
    CHECK(lease->spec.holderIdentity == "b");
    CHECK(lease->spec.leaseTransitions == 1);
    b.stop();
    options.renew_deadline = 5s;
    CHECK(LeaderElection(server.connected(), options, {}).start().error().code == Errc::invalid);
}

TEST_CASE("remote: a server that is not there is an error that says so, and a wait ends in time") {
    Server server;
    auto const client = server.connected();
    REQUIRE(client.create(map_named("a", "1")));
    server.stop();
    auto const got = client.get<ConfigMap>({"default", "a"});
    REQUIRE_FALSE(got);
    CHECK(got.error().code == Errc::unavailable);
    auto const waited = client.wait<ConfigMap>(
        {"default", "a"}, [](ConfigMap const&) { return true; }, 300ms);
    CHECK(waited.error().code == Errc::timeout);
}
