// What a program that uses a server relies on, asked of any server: of Kubernetes' own where KEELSON_TEST_KUBECONFIG
// names the kubeconfig of one, else of an engine in this process. Each case has a namespace of its own and removes it.
// KEELSON_TEST_RESTART is a command that kills the server, starts it again and waits until it answers.

#include "../../examples/2_controller/greeting.hpp"
#include "integration/program.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/coordination_v1.hpp>
#include <keelson/connect.hpp>
#include <keelson/engine.hpp>
#include <keelson/remote.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <thread>

using namespace keelson;
using namespace std::chrono_literals;
using tests::eventually;

namespace {

std::string environment(char const* name) {
    auto const* const value = std::getenv(name);
    return value ? value : "";
}

std::string unlike_any_other(std::string const& prefix) {
    constexpr std::string_view letters = "bcdfghjklmnpqrstvwxz2456789";
    std::random_device chance;
    auto name = prefix;
    for (int i = 0; i < 8; ++i) name += letters[chance() % letters.size()];
    return name;
}

Pod pod_in(std::string const& space, std::string name) {
    Pod pod;
    pod.metadata.name = std::move(name);
    pod.metadata.namespace_ = space;
    pod.spec.schedulerName = "nobody";  // so that nobody else writes to it
    pod.spec.containers.emplace_back();
    pod.spec.containers.front().name = "main";
    pod.spec.containers.front().image = "none:1";
    return pod;
}

/// A server, and a namespace of it.
class AnyServer {
public:
    AnyServer() : config_(environment("KEELSON_TEST_KUBECONFIG")), own_(config_.empty()) {
        if (own_) {
            config_ = folder_.file("kubeconfig");
            start("127.0.0.1:0");
        }
        connection_.emplace(Connection::open({.kubeconfig = config_}).value());
        Namespace made;
        made.metadata.name = space;
        REQUIRE(client().create(made));
        // A Pod needs a ServiceAccount, which comes a moment later.
        REQUIRE(eventually([&] { return client().create(pod_in(space, "first"), {.dry_run = true}).has_value(); }));
    }
    ~AnyServer() {
        for (auto const& kind : added_) {
            Request request;
            request.verb = Request::Verb::remove;
            request.resource = "customresourcedefinitions.apiextensions.k8s.io";
            request.key.name = kind;
            CHECK(client().call(request));
        }
        CHECK(client().remove<Namespace>({{}, space}));
        if (own_) return;
        CHECK(client().wait_gone<Namespace>({{}, space}, 120s));
    }
    AnyServer(AnyServer const&) = delete;
    AnyServer& operator=(AnyServer const&) = delete;

    [[nodiscard]] Client client() const { return connection_->client(); }
    [[nodiscard]] Connection const& connection() const { return *connection_; }
    /// Another program's.
    [[nodiscard]] Client stranger() const { return connect({.kubeconfig = config_}).value(); }
    [[nodiscard]] std::string const& config() const { return config_; }
    [[nodiscard]] tests::ScratchFolder const& folder() const { return folder_; }

    void add(Kind const& kind) {
        REQUIRE(add_kind(client(), kind));
        added_.push_back(kind.resource());
    }
    /// False where that can't be done.
    bool restart() {
        if (!own_) {
            auto const command = environment("KEELSON_TEST_RESTART");
            return !command.empty() && std::system(command.c_str()) == 0;
        }
        auto const address = engine_->addresses().front();
        engine_.reset();
        start(address.substr(address.find("127")));
        return true;
    }

    std::string const space = unlike_any_other("keelson-check-");

private:
    void start(std::string const& address) {
        EngineOptions options;
        options.store = sqlite_store(folder_.file("state.db")).value();
        options.data_dir = folder_.path().string();
        HttpOptions http;
        http.listen = {address};
        http.kubeconfig = config_;
        options.endpoint = http_endpoint(http);
        options.serve_services = false;
        engine_.emplace(Engine::open(std::move(options)).value());
        engine_->start().value();
    }

    tests::ScratchFolder folder_{tests::ScratchFolder::Place::memory};
    std::string config_;
    bool own_;
    std::optional<Engine> engine_;
    std::optional<Connection> connection_;
    std::vector<std::string> added_;
};

ConfigMap map_of(AnyServer const& server, std::string name, std::string text) {
    ConfigMap map;
    map.metadata.name = std::move(name);
    map.metadata.namespace_ = server.space;
    map.data["text"] = std::move(text);
    return map;
}

bool names(Error const& error, std::string_view field) {
    return std::any_of(error.causes.begin(), error.causes.end(),
                       [&](auto const& cause) { return cause.field.find(field) != std::string::npos; });
}

}  // namespace

TEST_CASE("any server: objects are made, read, changed and removed", "[any-server]") {
    AnyServer const server;
    auto const client = server.client();
    ObjectKey const key{server.space, "a"};
    auto made = client.create(map_of(server, "a", "one"));
    REQUIRE(made);
    CHECK_FALSE(made->metadata.uid.empty());
    CHECK(client.create(map_of(server, "a", "one")).error().code == Errc::already_exists);
    made->data["text"] = "two";
    auto const updated = client.update(*made);
    REQUIRE(updated);
    CHECK(updated->metadata.resourceVersion != made->metadata.resourceVersion);
    CHECK(client.update(*made).error().code == Errc::conflict);
    // What changes nothing is no new version.
    auto const same = client.update(*updated);
    REQUIRE(same);
    CHECK(same->metadata.resourceVersion == updated->metadata.resourceVersion);
    REQUIRE(client.merge_patch<ConfigMap>(key, R"({"data":{"more":"x"}})"));
    REQUIRE(client.json_patch<ConfigMap>(key, R"([{"op":"add","path":"/data/third","value":"y"}])"));
    CHECK_FALSE(client.json_patch<ConfigMap>(key, R"([{"op":"test","path":"/data/third","value":"z"}])"));
    REQUIRE(client.strategic_patch<ConfigMap>(key, R"({"metadata":{"labels":{"l":"1"}},"data":{"more":null}})"));
    auto const read = client.get<ConfigMap>(key);
    REQUIRE(read);
    CHECK(read->data == std::map<std::string, std::string>{{"text", "two"}, {"third", "y"}});
    CHECK(read->metadata.labels.at("l") == "1");
    CHECK(client.get<ConfigMap>({server.space, "none"}).error().code == Errc::not_found);
    CHECK(client.get<ConfigMap>({server.space, "Not/A name"}).error().code == Errc::not_found);
    // Nothing is written by a dry run.
    REQUIRE(client.apply(map_of(server, "dry", "x"), {.dry_run = true}));
    REQUIRE(client.create(map_of(server, "dry", "x"), {.dry_run = true}));
    CHECK(client.get<ConfigMap>({server.space, "dry"}).error().code == Errc::not_found);
    CHECK(client.remove<ConfigMap>({server.space, "none"}).error().code == Errc::not_found);
    CHECK(client.remove<ConfigMap>(key, {.uid = "somebody-else"}).error().code == Errc::conflict);
    CHECK(client.remove<ConfigMap>(key, {.resource_version = "1"}).error().code == Errc::conflict);
    CHECK(client.remove<ConfigMap>(key));
    CHECK(client.wait_gone<ConfigMap>(key, 30s));
}

TEST_CASE("any server: two who state one field conflict, and each keeps its own", "[any-server]") {
    AnyServer const server;
    auto const client = server.client();
    REQUIRE(client.apply(map_of(server, "b", "mine"), {.manager = "me"}));
    auto const refused = client.apply(map_of(server, "b", "yours"), {.manager = "you"});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::conflict);
    CHECK(names(refused.error(), "text"));
    auto other = map_of(server, "b", "yours");
    other.data = {{"other", "o"}};
    REQUIRE(client.apply(other, {.manager = "you"}));
    other.data = {{"text", "yours"}};
    auto const forced = client.apply(other, {.manager = "you", .force = true});
    REQUIRE(forced);
    CHECK(forced->data == std::map<std::string, std::string>{{"text", "yours"}});
    auto const again = client.apply(other, {.manager = "you"});
    REQUIRE(again);
    CHECK(again->metadata.resourceVersion == forced->metadata.resourceVersion);
    // Stated for one object and not for a later one of that name.
    Request stale;
    stale.verb = Request::Verb::apply;
    stale.resource = "configmaps";
    stale.key = {server.space, "b"};
    stale.body = encode(other);
    stale.write = {.manager = "you", .force = true};
    stale.remove.uid = "00000000-0000-0000-0000-000000000001";
    auto const late = client.call(stale);
    REQUIRE_FALSE(late);
    CHECK(late.error().code == Errc::conflict);
    stale.verb = Request::Verb::merge_patch;
    CHECK(client.call(stale).error().code == Errc::conflict);
}

TEST_CASE("any server: a status is written apart, and what is invalid says which field", "[any-server]") {
    AnyServer const server;
    auto const client = server.client();
    auto pod = pod_in(server.space, "p");
    auto without = pod;
    without.spec.containers.clear();
    auto const refused = client.create(without);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::invalid);
    CHECK(names(refused.error(), "spec.containers"));
    auto made = client.create(pod);
    REQUIRE(made);
    made->metadata.labels["ignored"] = "yes";
    made->status.message = "said";
    auto const said = client.update_status(*made);
    REQUIRE(said);
    CHECK(said->status.message == "said");
    CHECK_FALSE(said->metadata.labels.contains("ignored"));
    Request patch;
    patch.verb = Request::Verb::strategic_patch_status;
    patch.resource = "pods";
    patch.key = {server.space, "p"};
    patch.body = R"({"status":{"message":"patched","conditions":[{"type":"Mine","status":"True"}]}})";
    REQUIRE(client.call(patch));
    patch.verb = Request::Verb::json_patch_status;
    patch.body = R"([{"op":"replace","path":"/status/message","value":"twice"}])";
    REQUIRE(client.call(patch));
    auto const read = client.get<Pod>({server.space, "p"});
    REQUIRE(read);
    CHECK(read->status.message == "twice");
    CHECK(std::any_of(read->status.conditions.begin(), read->status.conditions.end(),
                      [](auto const& one) { return one.type == "Mine"; }));
    CHECK(HasCondition{"Mine"}(*read));
    // Nothing runs it, so nothing holds it.
    REQUIRE(client.remove<Pod>({server.space, "p"}, {.grace_seconds = 0}));
    CHECK(client.wait_gone<Pod>({server.space, "p"}, 30s));
}

TEST_CASE("any server: lists come whole, in pages, and selected", "[any-server]") {
    AnyServer const server;
    auto const client = server.client();
    constexpr int many = 520;
    for (int i = 0; i < many; ++i) {
        auto map = map_of(server, "m" + std::to_string(i), "x");
        map.metadata.labels["third"] = std::to_string(i % 3);
        REQUIRE(client.create(map));
    }
    auto const all = client.list<ConfigMap>({.namespace_ = server.space, .label_selector = "third"});
    REQUIRE(all);
    CHECK(all->size() == many);
    auto const some = client.list<ConfigMap>({.namespace_ = server.space, .label_selector = "third in (1, 2)"});
    REQUIRE(some);
    CHECK(some->size() == 346);
    auto const one = client.list<ConfigMap>({.namespace_ = server.space, .field_selector = "metadata.name=m7"});
    REQUIRE(one);
    CHECK(one->size() == 1);
    Request request;
    request.verb = Request::Verb::list;
    request.resource = "configmaps";
    request.list = {.namespace_ = server.space, .label_selector = "third", .limit = 200};
    std::size_t seen = 0, pages = 0;
    std::uint64_t revision = 0;
    do {
        auto const page = client.call(request);
        REQUIRE(page);
        CHECK((revision == 0 || revision == page->revision));
        revision = page->revision;
        seen += page->objects.size();
        ++pages;
        // What is made meanwhile is in no page.
        REQUIRE(client.create(map_of(server, "z" + std::to_string(pages), "x")));
        request.list.continue_ = page->continue_;
    } while (!request.list.continue_.empty());
    CHECK(seen == many);
    CHECK(pages == 3);
}

TEST_CASE("any server: a watch tells each change of what it selects once and in order, also across a restart",
          "[any-server]") {
    AnyServer server;
    auto const client = server.client();
    auto const selected = [&](std::string const& name, std::string const& text) {
        auto map = map_of(server, name, text);
        map.metadata.labels["watched"] = "yes";
        return map;
    };
    REQUIRE(client.create(selected("stays", "1")));
    REQUIRE(client.create(selected("goes", "1")));
    REQUIRE(client.create(map_of(server, "other", "1")));
    std::mutex mutex;
    std::string told;
    auto const watching = server.stranger();
    auto const subscription = watching.watch<ConfigMap>({.namespace_ = server.space, .label_selector = "watched=yes"},
                                                        [&](ChangeType type, ConfigMap const& map) {
                                                            std::lock_guard const lock(mutex);
                                                            told += (type == ChangeType::added     ? "+"
                                                                     : type == ChangeType::deleted ? "-"
                                                                                                   : "~") +
                                                                    map.metadata.name + map.data.at("text") + " ";
                                                        });
    auto const is = [&](std::string const& wanted) {
        auto const holds = eventually(
            [&] {
                std::lock_guard const lock(mutex);
                return told == wanted;
            },
            30);
        std::lock_guard const lock(mutex);
        if (!holds) WARN("told \"" << told << "\", wanted \"" << wanted << "\"");
        told.clear();
        return holds;
    };
    CHECK(is("+goes1 +stays1 "));
    for (int i = 2; i < 6; ++i)
        REQUIRE(client.merge_patch<ConfigMap>({server.space, "stays"},
                                              R"({"data":{"text":")" + std::to_string(i) + R"("}})"));
    REQUIRE(client.merge_patch<ConfigMap>({server.space, "other"}, R"({"data":{"text":"2"}})"));
    // By a change of its labels one comes and goes.
    REQUIRE(client.merge_patch<ConfigMap>({server.space, "other"}, R"({"metadata":{"labels":{"watched":"yes"}}})"));
    REQUIRE(client.merge_patch<ConfigMap>({server.space, "other"}, R"({"metadata":{"labels":null}})"));
    CHECK(is("~stays2 ~stays3 ~stays4 ~stays5 +other2 -other2 "));
    if (!server.restart()) return;
    auto const after = server.stranger();
    REQUIRE(eventually([&] { return after.get<ConfigMap>({server.space, "goes"}).has_value(); }));
    REQUIRE(after.remove<ConfigMap>({server.space, "goes"}));
    REQUIRE(after.merge_patch<ConfigMap>({server.space, "stays"}, R"({"data":{"text":"6"}})"));
    REQUIRE(after.create(selected("comes", "1")));
    CHECK(is("-goes1 ~stays6 +comes1 "));
}

TEST_CASE("any server: a kind of a program's own is made known, and the second example's controller works",
          "[any-server]") {
    AnyServer server;
    auto const client = server.client();
    server.add(kind_of<Greeting>());
    CHECK(add_kind(client, kind_of<Greeting>()));  // which changes nothing
    RemoteControllers controllers(server.stranger(), {.controllers = {greetings}, .namespace_ = server.space});
    REQUIRE(controllers.start());
    auto const said = [&](std::string const& name, std::string const& text) {
        auto const map = client.get<ConfigMap>({server.space, name});
        return map && map->data.at("text") == text;
    };
    Greeting greeting{.metadata = {.name = "hello", .namespace_ = server.space}, .spec = {.text = "world"}};
    REQUIRE(client.apply(greeting));
    REQUIRE(eventually([&] { return said("hello", "world"); }));
    // Somebody spoils it, and it is made good.
    REQUIRE(client.merge_patch<ConfigMap>({server.space, "hello"}, R"({"data":{"text":"spoiled"}})"));
    CHECK(eventually([&] { return said("hello", "world"); }));
    auto const uid = client.get<ConfigMap>({server.space, "hello"}).value().metadata.uid;
    REQUIRE(client.remove<ConfigMap>({server.space, "hello"}));
    CHECK(eventually([&] { return said("hello", "world"); }));
    CHECK(client.get<ConfigMap>({server.space, "hello"}).value().metadata.uid != uid);
    if (server.restart()) {
        auto const after = server.stranger();
        greeting.spec.text = "again";
        REQUIRE(eventually([&] { return after.apply(greeting).has_value(); }));
        greeting.metadata.name = "another";
        REQUIRE(after.apply(greeting));
        CHECK(eventually([&] { return said("hello", "again") && said("another", "again"); }));
    }
    // Its ConfigMap is collected with it, where somebody collects.
    REQUIRE(client.remove<Greeting>({server.space, "hello"}));
    CHECK(eventually([&] { return !client.get<ConfigMap>({server.space, "hello"}); }));
    auto const settled = [&] {
        auto const before = controllers.figures().reconciles;
        std::this_thread::sleep_for(300ms);
        return controllers.figures().reconciles == before;
    };
    CHECK(eventually(settled));
    // The schema that was made of the struct is the server's too.
    Request wrong;
    wrong.verb = Request::Verb::create;
    wrong.resource = kind_of<Greeting>().resource();
    wrong.key = {server.space, "wrong"};
    wrong.body =
        R"({"apiVersion":"demo.example.com/v1","kind":"Greeting","metadata":{"name":"wrong"},"spec":{"text":1}})";
    auto const refused = client.call(wrong);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::invalid);
    CHECK(names(refused.error(), "spec.text"));
    controllers.stop();
}

TEST_CASE("any server: a plan that meets another's write is made again, and no write is lost", "[any-server]") {
    AnyServer const server;
    auto const client = server.client();
    // Two programs count in one object, each by reading and updating it.
    auto const counter = [&](std::string const& name) {
        return Controller::of<ConfigMap>(
            name, [name, space = server.space](View const& view, ObjectKey const& key, Plan& plan) -> Result<> {
                auto const found = view.get<ConfigMap>(key);
                if (!found || !found->metadata.labels.contains("count")) return {};
                auto map = *found;
                int const mine = map.data.contains(name) ? std::stoi(map.data.at(name)) : 0;
                if (mine == 20) return {};
                map.data[name] = std::to_string(mine + 1);
                map.data["sum"] = std::to_string((map.data.contains("sum") ? std::stoi(map.data.at("sum")) : 0) + 1);
                plan.update(map);
                plan.event(map, false, "Counted", "counted to " + std::to_string(mine + 1));
                return {};
            });
    };
    RemoteControllers a(server.stranger(), {.controllers = {counter("a")}, .namespace_ = server.space});
    RemoteControllers b(server.stranger(), {.controllers = {counter("b")}, .namespace_ = server.space});
    REQUIRE(a.start());
    REQUIRE(b.start());
    ConfigMap map;
    map.metadata.name = "counted";
    map.metadata.namespace_ = server.space;
    map.metadata.labels["count"] = "yes";
    REQUIRE(client.create(map));
    auto const text = [&](std::string const& name) {
        auto const now = client.get<ConfigMap>({server.space, "counted"});
        return now && now->data.contains(name) ? now->data.at(name) : std::string();
    };
    CHECK(eventually([&] { return text("a") == "20" && text("b") == "20"; }));
    CHECK(text("sum") == "40");
    CHECK(eventually([&] {
        auto const events = client.list<Event>({.namespace_ = server.space});
        return events && std::any_of(events->begin(), events->end(), [](Event const& event) {
                   return event.reason == "Counted" && event.involvedObject.name == "counted";
               });
    }));
    a.stop();
    b.stop();
}

TEST_CASE("any server: a controller that deletes and makes Pods sees what it did", "[any-server]") {
    AnyServer const server;
    auto const client = server.client();
    // One Pod beside each ConfigMap that says of which generation; a Pod of another one is replaced.
    auto const replaces =
        Controller::of<ConfigMap>("replaces",
                                  [&server](View const& view, ObjectKey const& key, Plan& plan) -> Result<> {
                                      auto const map = view.get<ConfigMap>(key);
                                      if (!map || !map->data.contains("generation")) return {};
                                      bool has = false;
                                      for (auto const& pod : view.list<Pod>({.namespace_ = key.namespace_})) {
                                          if (pod->metadata.labels.at("generation") == map->data.at("generation")) {
                                              has = true;
                                          } else if (pod->metadata.deletionTimestamp.empty()) {
                                              plan.remove(*pod);
                                          }
                                      }
                                      if (has) return {};
                                      auto pod = pod_in(server.space, {});
                                      pod.metadata.generateName = key.name + "-";
                                      pod.metadata.labels["generation"] = map->data.at("generation");
                                      pod.metadata.ownerReferences = {owner_reference(*map)};
                                      plan.create(pod);
                                      return {};
                                  })
            .owns<Pod>();
    RemoteControllers controllers(server.stranger(), {.controllers = {replaces}, .namespace_ = server.space});
    REQUIRE(controllers.start());
    auto map = map_of(server, "web", "x");
    auto const begin = std::chrono::steady_clock::now();
    for (int generation = 1; generation <= 4; ++generation) {
        map.data["generation"] = std::to_string(generation);
        REQUIRE(client.apply(map));
        CHECK(eventually([&] {
            auto const pods = client.list<Pod>({.namespace_ = server.space});
            return pods && pods->size() == 1 &&
                   pods->front().metadata.labels.at("generation") == map.data.at("generation");
        }));
    }
    // It never waits for an echo that does not come.
    CHECK(std::chrono::steady_clock::now() - begin < 15s);
    controllers.stop();
}

TEST_CASE("any server: of two candidates one leads, and the other follows when it dies or lets go", "[any-server]") {
    AnyServer const server;
    LeaderElectionOptions options;
    options.lease = {server.space, "leader"};
    options.lease_duration = 3s;
    options.renew_deadline = 2s;
    options.retry_period = 200ms;
    options.identity = "a";
    options.release_on_stop = false;  // as one that is killed
    std::optional<LeaderElection> a(std::in_place, server.stranger(), options, LeaderElection::Events{});
    options.identity = "b";
    options.release_on_stop = true;
    std::optional<LeaderElection> b(std::in_place, server.stranger(), options, LeaderElection::Events{});
    REQUIRE(a->start());
    REQUIRE(eventually([&] { return a->leads(); }));
    REQUIRE(b->start());
    std::this_thread::sleep_for(4s);  // longer than a Lease lasts
    CHECK(a->leads());
    CHECK_FALSE(b->leads());
    auto const died = std::chrono::steady_clock::now();
    a.reset();
    CHECK(eventually([&] { return b->leads(); }));
    CHECK(std::chrono::steady_clock::now() - died > 1s);
    auto const lease = server.client().get<Lease>({server.space, "leader"});
    REQUIRE(lease);
    CHECK(lease->spec.holderIdentity == "b");
    CHECK(lease->spec.leaseTransitions == 1);
    options.identity = "c";
    LeaderElection c(server.stranger(), options, {});
    REQUIRE(c.start());
    b.reset();
    CHECK(eventually([&] { return c.leads(); }));
    c.stop();
}

TEST_CASE("any server: the verbs of the command line", "[any-server]") {
    AnyServer const server;
    struct Ended {
        int status;
        std::string out, err;
    };
    auto const keelson = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--kubeconfig", server.config(), "-n", server.space});
        // What is to be run stands behind all options.
        auto const dashes = std::find(arguments.begin(), arguments.end(), "--");
        std::rotate(dashes, arguments.end() - (dashes == arguments.end() ? 0 : 4), arguments.end());
        tests::Program program(server.folder(), arguments);
        auto const status = program.wait();
        return Ended{status, program.out(), program.err()};
    };
    auto const is = [](Ended const& ended, int status, std::string const& out, std::string const& err = {}) {
        CHECK(ended.status == status);
        CHECK_THAT(ended.out, Catch::Contains(out));
        CHECK_THAT(ended.err, Catch::Contains(err));
    };
    auto const file = server.folder().file("manifest.yaml");
    std::ofstream(file) << R"(apiVersion: v1
kind: ConfigMap
metadata: {name: cm, labels: {a: b}}
data: {k: v}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      schedulerName: nobody
      containers: [{name: c, image: "i:1"}]
)";
    is(keelson({"apply", "-f", file, "--dry-run", "server"}), 0, "configmap/cm created (server dry run)");
    is(keelson({"apply", "-f", file}), 0, "configmap/cm created\ndeployment.apps/web created\n");
    is(keelson({"apply", "-f", file}), 0, "configmap/cm unchanged\n");
    is(keelson({"get", "cm", "cm"}), 0, "NAME   DATA   AGE\ncm     1      ");
    is(keelson({"get", "deploy,cm", "-o", "name"}), 0, "deployment.apps/web\n");
    is(keelson({"get", "cm", "-l", "a=b", "-o", "name"}), 0, "configmap/cm\n");
    is(keelson({"get", "cm", "cm", "-o", "jsonpath={.data.k}"}), 0, "v");
    is(keelson({"get", "cm", "none"}), 1, "", "Error from server (NotFound): configmaps \"none\" not found");
    is(keelson({"get", "nonsense"}), 1, "", "error: the server doesn't have a resource type \"nonsense\"");
    is(keelson({"describe", "cm", "cm"}), 0, "Name:         cm");
    is(keelson({"scale", "deploy/web", "--replicas", "2"}), 0, "deployment.apps/web scaled");
    is(keelson({"wait", "deploy/web", "--for", "jsonpath={.status.replicas}=2", "--timeout", "30s"}), 0,
       "deployment.apps/web condition met");
    is(keelson({"wait", "deploy/web", "--for", "condition=Available", "--timeout", "1s"}), 1, "", "timed out");
    is(keelson({"rollout", "status", "deploy/web", "--timeout", "1s"}), 1, "Waiting for deployment");
    is(keelson({"rollout", "restart", "deploy/web"}), 0, "deployment.apps/web restarted");
    CHECK(eventually([&] {
        return keelson({"rollout", "history", "deploy/web"}).out.find("\n2 ") != std::string::npos;
    }));
    is(keelson({"rollout", "undo", "deploy/web"}), 0, "deployment.apps/web rolled back");
    is(keelson({"rollout", "pause", "deploy/web"}), 0, "deployment.apps/web paused");
    is(keelson({"rollout", "resume", "deploy/web"}), 0, "deployment.apps/web resumed");
    REQUIRE(server.client().create(pod_in(server.space, "idle")));
    is(keelson({"describe", "pod", "idle"}), 0, "Name:         idle");
    is(keelson({"logs", "idle"}), 0, "");  // nothing yet
    is(keelson({"logs", "none"}), 1, "", "Error from server (NotFound): pods \"none\" not found");
    is(keelson({"exec", "idle", "--", "true"}), 1, "", "Error from server (BadRequest): ");
    is(keelson({"exec", "none", "--", "true"}), 1, "", "Error from server (NotFound): pods \"none\" not found");
    is(keelson({"delete", "pod", "idle", "--force"}), 0, "pod \"idle\" force deleted");
    is(keelson({"delete", "-f", file, "--timeout", "60s"}), 0,
       "configmap \"cm\" deleted\ndeployment.apps \"web\" deleted\n");
    is(keelson({"get", "cm", "cm"}), 1, "", "NotFound");
    is(keelson({"delete", "cm", "cm", "--ignore-not-found"}), 0, "");
}
