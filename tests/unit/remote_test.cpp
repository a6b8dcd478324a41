#include "core/queue_strand.hpp"
#include "remote/follower.hpp"
#include "remote/kubeconfig.hpp"
#include "remote/remote_core.hpp"
#include "remote/wire.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/testing/world.hpp>

#include <catch2/catch.hpp>

#include <map>

using namespace keelson;
using namespace keelson::remote;
using namespace std::chrono_literals;

namespace {

constexpr auto config = R"(
apiVersion: v1
kind: Config
current-context: one
contexts:
- {name: one, context: {cluster: near, user: me, namespace: mine}}
- {name: two, context: {cluster: far, user: plug}}
- {name: three, context: {cluster: socket}}
clusters:
- {name: near, cluster: {server: "https://127.0.0.1:6443/", certificate-authority: ca.crt}}
- {name: far, cluster: {server: "https://far:1", insecure-skip-tls-verify: true}}
- {name: socket, cluster: {server: "unix:///run/k.sock"}}
users:
- {name: me, user: {token: secret, tokenFile: /abs/token, client-certificate-data: QQ==, client-key-data: Qg==}}
- {name: plug, user: {exec: {command: aws}}}
)";

Result<std::string> reads(std::string const& path) {
    if (path == "/home/.kube/ca.crt") return std::string("PEM");
    if (path == "/home/.kube/config") return std::string(config);
    if (path.ends_with("serviceaccount/token")) return std::string("t");
    if (path.ends_with("serviceaccount/ca.crt")) return std::string("CA");
    if (path.ends_with("serviceaccount/namespace")) return std::string("prod\n");
    return Error(Errc::not_found, "no such file", path);
}

/// A server that answers what the test says.
class Scripted final : public Transport {
public:
    explicit Scripted(Strand& strand) : strand_(&strand) {}
    Id send(HttpQuestion question, std::chrono::seconds, std::function<void(std::string_view)> part,
            Completion<HttpAnswer> done) override {
        asked.push_back(question.target);
        open_[++last_] = {std::move(part), std::move(done)};
        return last_;
    }
    void cancel(Id id) override { open_.erase(id); }

    void answer(int status, std::string body) {
        REQUIRE_FALSE(open_.empty());
        auto const done = open_.begin()->second.done;
        open_.erase(open_.begin());
        done(HttpAnswer{status, "application/json", std::move(body), {}});
    }
    void fail(Error error) {
        REQUIRE_FALSE(open_.empty());
        auto const done = open_.begin()->second.done;
        open_.erase(open_.begin());
        done(std::move(error));
    }
    void part(std::string const& text) {
        REQUIRE_FALSE(open_.empty());
        auto const part = open_.begin()->second.part;
        REQUIRE(part);
        part(text);
    }
    [[nodiscard]] bool waits() const { return !open_.empty(); }
    std::vector<std::string> asked;

private:
    struct Open {
        std::function<void(std::string_view)> part;
        Completion<HttpAnswer> done;
    };
    Strand* strand_;
    std::map<Id, Open> open_;
    Id last_ = 0;
};

std::string item(std::string const& name, int version, std::string const& uid = "u") {
    return R"({"metadata":{"name":")" + name + R"(","namespace":"d","uid":")" + uid + R"(","resourceVersion":")" +
           std::to_string(version) + R"("}})";
}
std::string list(std::string const& items, int version, std::string const& more = {}) {
    return R"({"metadata":{"resourceVersion":")" + std::to_string(version) + R"(","continue":")" + more +
           R"("},"items":[)" + items + "]}";
}
std::string event(std::string const& type, std::string const& object) {
    return R"({"type":")" + type + R"(","object":)" + object + "}\n";
}

/// A Follower, what it told, and the time in which it does.
struct Followed {
    Followed() {
        ClientBackend::Follow follow;
        follow.change = [this](ChangeType type, Ref const& object) {
            told += (type == ChangeType::added     ? "+"
                     : type == ChangeType::deleted ? "-"
                                                   : "~") +
                    object->key().name + " ";
        };
        follow.listed = [this] { told += "listed "; };
        follow.failed = [this](Error const& error) { told += "failed:" + std::string(reason(error.code)) + " "; };
        auto kind = std::make_shared<Kind const>(kind_of<ConfigMap>());
        follower = std::make_shared<Follower>(strand, server, kind, ListOptions{}, follow);
        follower->start();
    }
    ~Followed() { follower->stop(); }
    /// What was told since the last time.
    std::string take() { return std::exchange(told, {}); }
    void pass(Duration time) {
        clock->advance(time);
        strand.run_ready();
    }

    std::shared_ptr<testing::ManualClock> clock = std::make_shared<testing::ManualClock>();
    QueueStrand strand{clock, seeded_entropy(1), Log()};
    Scripted server{strand};
    std::string told;
    std::shared_ptr<Follower> follower;
};

std::string none(char const*) { return {}; }

}  // namespace

TEST_CASE("kubeconfig: the current context, its files beside it, and its namespace") {
    auto const access = read_kubeconfig({{"/home/.kube/config", config}}, {}, reads);
    REQUIRE(access);
    CHECK(access->server == "https://127.0.0.1:6443");
    CHECK(access->authority == "PEM");
    CHECK(access->certificate == "A");
    CHECK(access->key == "B");
    CHECK(access->token_file == "/abs/token");
    CHECK(access->namespace_ == "mine");
    CHECK(read_kubeconfig({{"/x", config}}, "three", reads)->server == "unix:///run/k.sock");
    CHECK(read_kubeconfig({{"/x", config}}, "none", reads).error().code == Errc::invalid);
}

TEST_CASE("kubeconfig: credentials of a plug-in are refused by name") {
    auto const access = read_kubeconfig({{"/x", config}}, "two", reads);
    REQUIRE_FALSE(access);
    CHECK(access.error().code == Errc::unsupported);
    CHECK(access.error().message.find("exec") != std::string::npos);
}

TEST_CASE("kubeconfig: of two files the first counts, and the home folder's only without either") {
    auto const other = "current-context: two\nclusters:\n- {name: near, cluster: {server: 'https://other:1'}}\n";
    auto const access = read_kubeconfig({{"/a", other}, {"/home/.kube/config", config}}, "one", reads);
    REQUIRE(access);
    CHECK(access->server == "https://other:1");
    auto const home = [](char const* name) { return std::string(name == std::string("HOME") ? "/home" : ""); };
    CHECK(find_access({}, {}, false, home, reads)->namespace_ == "mine");
    CHECK(find_access({}, {}, false, none, reads).error().code == Errc::not_found);
    CHECK(find_access("/nowhere", {}, false, home, reads).error().code == Errc::not_found);
}

TEST_CASE("kubeconfig: in a cluster the service account is taken") {
    auto const pod = [](char const* name) {
        return std::string(name == std::string("KUBERNETES_SERVICE_HOST")   ? "fd00::1"
                           : name == std::string("KUBERNETES_SERVICE_PORT") ? "443"
                                                                            : "");
    };
    auto const access = find_access({}, {}, true, pod, reads);
    REQUIRE(access);
    CHECK(access->server == "https://[fd00::1]:443");
    CHECK(access->authority == "CA");
    CHECK(access->namespace_ == "prod");
    CHECK(access->token_file.ends_with("token"));
}

TEST_CASE("wire: a Status is an error with its reason, message and causes") {
    auto const error =
        error_of_status(409, R"({"kind":"Status","reason":"AlreadyExists","message":"there","details":{"causes":[
             {"reason":"FieldValueInvalid","message":"no","field":"spec.a"}]}})");
    CHECK(error.code == Errc::already_exists);
    CHECK(error.message == "there");
    REQUIRE(error.causes.size() == 1);
    CHECK(error.causes.front().field == "spec.a");
    CHECK(error_of_status(410, R"({"kind":"Status","reason":"Gone"})").code == Errc::expired);
    CHECK(error_of_status(503, "<html>").code == Errc::unavailable);
    CHECK(error_of_status(409, "").code == Errc::conflict);
}

TEST_CASE("wire: requests become methods, paths, queries and preconditions") {
    auto const kind = kind_of<ConfigMap>();
    Request request;
    request.verb = Request::Verb::apply;
    request.key = {"a b", "c"};
    request.body = R"({"apiVersion":"v1","kind":"ConfigMap"})";
    request.write = {.manager = "me", .force = true, .dry_run = true};
    request.remove.uid = "u1";
    auto question = question_of(request, kind, nullptr);
    REQUIRE(question);
    CHECK(question->method == "PATCH");
    CHECK(question->target ==
          "/api/v1/namespaces/a%20b/configmaps/c?fieldManager=me&force=true&dryRun=All&fieldValidation=Strict");
    CHECK(question->content_type == "application/apply-patch+yaml");
    CHECK(question->body.find(R"("uid":"u1")") != std::string::npos);
    request.verb = Request::Verb::remove;
    request.remove.propagation = Propagation::orphan;
    question = question_of(request, kind, nullptr);
    REQUIRE(question);
    CHECK(question->method == "DELETE");
    CHECK(question->body.find(R"("propagationPolicy":"Orphan")") != std::string::npos);
    CHECK(question->body.find(R"("preconditions":{"uid":"u1"})") != std::string::npos);
}

TEST_CASE("wire: each patch says what it is, and that of a status goes there") {
    using Verb = Request::Verb;
    auto const kind = kind_of<ConfigMap>();
    Request request;
    request.key = {"d", "c"};
    request.body = "[]";
    for (auto const& [verb, type, status] :
         {std::tuple(Verb::json_patch, "json-patch+json", false),
          std::tuple(Verb::json_patch_status, "json-patch+json", true),
          std::tuple(Verb::merge_patch_status, "merge-patch+json", true),
          std::tuple(Verb::strategic_patch, "strategic-merge-patch+json", false),
          std::tuple(Verb::strategic_patch_status, "strategic-merge-patch+json", true)}) {
        request.verb = verb;
        auto const question = question_of(request, kind, nullptr);
        REQUIRE(question);
        CHECK(question->method == "PATCH");
        CHECK(question->content_type == std::string("application/") + type);
        CHECK((question->target.find("/configmaps/c/status?") != std::string::npos) == status);
        CHECK(is_of_status(verb) == status);
    }
}

TEST_CASE("remote: that another object has the name by now is a conflict, however the server says it") {
    auto const clock = std::make_shared<testing::ManualClock>();
    QueueStrand strand(clock, seeded_entropy(1), Log());
    Scripted server(strand);
    auto const core = std::make_shared<RemoteCore>(strand, server);
    auto const refused = [&](std::string const& field) {
        Request patch;
        patch.verb = Request::Verb::merge_patch;
        patch.resource = "configmaps";
        patch.key = {"d", "c"};
        patch.body = "{}";
        patch.remove.uid = "old";
        std::optional<Errc> code;
        core->call({patch}, [&](Result<std::vector<Response>> const& answer) { code = answer.error().code; });
        strand.run_ready();
        server.answer(422, R"({"kind":"Status","reason":"Invalid","code":422,"details":{"causes":[{"field":")" + field +
                               R"(","message":"field is immutable"}]}})");
        return code;
    };
    CHECK(refused("metadata.uid") == Errc::conflict);
    CHECK(refused("data") == Errc::invalid);
}

TEST_CASE("wire: an update keeps the fields that its struct does not know") {
    auto const kind = kind_of<ConfigMap>();
    ConfigMap map;
    map.metadata.name = "c";
    map.metadata.resourceVersion = "5";
    map.data["a"] = "new";
    Request request;
    request.verb = Request::Verb::update;
    request.key = {"d", "c"};
    request.body = encode(map);
    request.typed = &type_desc<ConfigMap>();
    auto const current =
        parse_json(R"({"metadata":{"name":"c","resourceVersion":"5"},"data":{"a":"old","b":"x"},"future":{"x":1}})");
    REQUIRE(needs_current(request));
    auto const question = question_of(request, kind, &*current);
    REQUIRE(question);
    CHECK(question->body.find(R"("future":{"x":1})") != std::string::npos);
    CHECK(question->body.find(R"("data":{"a":"new"})") != std::string::npos);
    auto const newer = parse_json(R"({"metadata":{"name":"c","resourceVersion":"6"}})");
    CHECK(question_of(request, kind, &*newer).error().code == Errc::conflict);
}

TEST_CASE("follow: pages are one list, then a watch begins where it ended") {
    Followed it;
    it.server.answer(200, list(item("a", 1), 7, "more"));
    CHECK(it.take().empty());
    it.server.answer(200, list(item("b", 2), 7));
    CHECK(it.take() == "+a +b listed ");
    CHECK(it.server.asked.back().find("resourceVersion=7") != std::string::npos);
    auto const two = event("MODIFIED", item("a", 8)) + event("DELETED", item("b", 9));
    it.server.part(two.substr(0, 30));
    CHECK(it.take().empty());
    it.server.part(two.substr(30));
    CHECK(it.take() == "~a -b ");
}

TEST_CASE("follow: a lost watch is resumed behind the last bookmark, after a pause") {
    Followed it;
    it.server.answer(200, list({}, 7));
    it.server.part(event("BOOKMARK", R"({"metadata":{"resourceVersion":"20"}})"));
    it.server.fail({Errc::unavailable, "gone"});
    CHECK_FALSE(it.server.waits());
    it.pass(200ms);
    REQUIRE(it.server.waits());
    CHECK(it.server.asked.back().find("resourceVersion=20") != std::string::npos);
    it.server.fail({Errc::unavailable, "gone"});
    it.server.asked.clear();
    it.pass(190ms);  // the second time it waits for longer
    CHECK(it.server.asked.empty());
    it.pass(300ms);
    CHECK(it.server.asked.size() == 1);
    CHECK(it.take() == "listed ");
}

TEST_CASE("follow: after 410 the difference between two lists is told, deletions and successors too") {
    Followed it;
    it.server.answer(200, list(item("a", 1) + "," + item("b", 2) + "," + item("c", 3, "old"), 7));
    it.take();
    it.server.part(event("ERROR", R"({"kind":"Status","code":410,"reason":"Expired"})"));
    it.pass(1s);
    REQUIRE(it.server.asked.back().find("watch") == std::string::npos);
    it.server.answer(200, list(item("a", 1) + "," + item("c", 9, "new") + "," + item("d", 10), 12));
    CHECK(it.take() == "-b -c +c +d ");
}

TEST_CASE("follow: what the server will not have ends it, and a server that is away does not") {
    Followed refused;
    refused.server.answer(403, R"({"kind":"Status","reason":"Forbidden"})");
    CHECK(refused.take() == "failed:Forbidden ");
    Followed away;
    away.server.fail({Errc::unavailable, "gone"});
    CHECK(away.take().empty());
    away.pass(1s);
    away.server.answer(200, list(item("a", 1), 7));
    CHECK(away.take() == "+a listed ");
}

TEST_CASE("follow: pages whose version expired are fetched again at once") {
    Followed it;
    it.server.answer(200, list(item("a", 1), 7, "more"));
    it.server.answer(410, R"({"kind":"Status","reason":"Expired"})");
    CHECK(it.server.asked.back().find("limit") == std::string::npos);
    it.server.answer(200, list(item("b", 1), 9));
    CHECK(it.take() == "+b listed ");
}

namespace {

/// Two objects beside each ConfigMap that is labelled, in one plan; and one Pod, whose name nobody chose.
Controller pairs() {
    return Controller::of<ConfigMap>("pairs",
                                     [](View const& view, ObjectKey const& key, Plan& plan) -> Result<> {
                                         auto const map = view.get<ConfigMap>(key);
                                         if (!map || !map->metadata.labels.contains("pair")) return {};
                                         for (auto const* const name : {"-left", "-right"}) {
                                             Secret made;
                                             made.metadata.name = key.name + name;
                                             made.metadata.namespace_ = key.namespace_;
                                             made.metadata.ownerReferences = {owner_reference(*map)};
                                             if (!view.get<Secret>({key.namespace_, made.metadata.name}))
                                                 plan.create(made);
                                         }
                                         if (!view.owned_by<ServiceAccount>(map->metadata.uid).empty()) return {};
                                         ServiceAccount one;
                                         one.metadata.generateName = key.name + "-";
                                         one.metadata.namespace_ = key.namespace_;
                                         one.metadata.ownerReferences = {owner_reference(*map)};
                                         plan.create(one);
                                         return {};
                                     })
        .owns<Secret>();
}

ConfigMap pair(std::string name) {
    ConfigMap map;
    map.metadata.name = std::move(name);
    map.metadata.namespace_ = "default";
    map.metadata.labels = {{"pair", "yes"}};
    return map;
}

}  // namespace

TEST_CASE("trap 1: far from the engine a controller sees its own writes, however late all else comes") {
    testing::World world({.controllers = {pairs()}, .remote = {{.lag = 5s}}});
    for (int i = 0; i < 5; ++i) world.apply(pair("m" + std::to_string(i))).value();
    world.advance(60s);
    CHECK(world.list<Secret>({.namespace_ = "default"}).size() == 10);
    auto accounts = world.list<ServiceAccount>({.namespace_ = "default"});
    std::erase_if(accounts, [](auto const& one) { return one.metadata.name == "default"; });
    CHECK(accounts.size() == 5);
}

TEST_CASE("remote: a controller that is cut off after any of its writes goes on from there") {
    for (std::size_t writes = 1; writes <= 3; ++writes) {
        testing::World world({.controllers = {pairs()}, .remote = {{.lag = 20ms}}});
        world.cut_after(writes);
        world.apply(pair("m")).value();
        world.advance(30s);
        CHECK(world.cuts() == 1);
        CHECK(world.list<Secret>({.namespace_ = "default"}).size() == 2);
        auto accounts = world.list<ServiceAccount>({.namespace_ = "default"});
        std::erase_if(accounts, [](auto const& one) { return one.metadata.name == "default"; });
        CHECK(accounts.size() == 1);
    }
}

TEST_CASE("remote: controllers far away survive a restart of the engine") {
    testing::World world({.controllers = {pairs()}, .remote = {{}}});
    world.apply(pair("a")).value();
    world.settle();
    world.restart();
    world.apply(pair("b")).value();
    world.advance(60s);
    CHECK(world.list<Secret>({.namespace_ = "default"}).size() == 4);
}

namespace {

/// Writes its own object three times, one step a call.
Controller steps() {
    return Controller::of<Namespace>("steps", [](View const& view, ObjectKey const& key, Plan& plan) -> Result<> {
        auto const found = view.get<Namespace>(key);
        if (!found || !found->metadata.labels.contains("steps")) return {};
        auto made = *found;
        auto& done = made.metadata.annotations["steps"];
        if (done.size() == 3) return {};
        done += "x";
        plan.update(made);
        return {};
    });
}

}  // namespace

TEST_CASE("remote: a controller is called again for what it writes of its own object, here and far away") {
    for (bool const far : {false, true}) {
        testing::WorldOptions options{.controllers = {steps()}};
        if (far) options.remote = {.lag = 20ms};
        testing::World world(std::move(options));
        Namespace made;
        made.metadata.name = "n";
        made.metadata.labels["steps"] = "yes";
        world.apply(made).value();
        world.advance(30s);
        CHECK(world.get<Namespace>({{}, "n"})->metadata.annotations.at("steps") == "xxx");
    }
}
