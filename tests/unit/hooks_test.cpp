#include "support/registry_fixture.hpp"

#include <keelson/admission.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/api/values.hpp>

#include <catch2/catch.hpp>

#include <deque>

using namespace keelson;
using test::RegistryFixture;
using Verb = Operation::Verb;

namespace {

/// Webhooks that a test plays: it sees each question and answers when it likes.
struct Cluster : RegistryFixture {
    struct Asked {
        WebhookCall call;
        json::value review;
        Completion<std::string> done;

        [[nodiscard]] std::string text(std::initializer_list<std::string_view> path) const {
            return std::string(string_at(review, path));
        }
        [[nodiscard]] json::value const& request() const { return *find_path(review, {"request"}); }
    };

    explicit Cluster(std::vector<AdmissionHook> hooks = {}) {
        registry.hooks().set(std::move(hooks), [this](WebhookCall call, Completion<std::string> done) {
            auto review = parse_json(call.body).value();
            asked.push_back({std::move(call), std::move(review), std::move(done)});
            if (automatic) {
                auto const next = std::move(asked.back());
                asked.pop_back();
                seen.push_back(next);
                answer(next, automatic(next));
            }
        });
    }

    void answer(Asked const& to, std::string const& response) {
        to.done(R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":")" +
                to.text({"request", "uid"}) + "\"," + response.substr(1) + "}");
    }
    Asked next() {
        REQUIRE(!asked.empty());
        auto const first = std::move(asked.front());
        asked.pop_front();
        return first;
    }
    /// Answers the first open question.
    void answer_next(std::string const& response) {
        answer(next(), response);
        settle();
    }

    Result<Ref> configure(std::string const& kind, std::string const& name, std::string const& webhooks) {
        return create(R"({"metadata":{"name":")" + name + R"("},"webhooks":[)" + webhooks + "]}",
                      kind + "webhookconfigurations.admissionregistration.k8s.io");
    }
    /// Begins a write and does not wait for it.
    std::shared_ptr<std::optional<Result<BatchResult>>> begin(std::vector<Operation> operations,
                                                              WriteOptions options = {}) {
        auto const outcome = std::make_shared<std::optional<Result<BatchResult>>>();
        registry.submit(std::move(operations), std::move(options),
                        [outcome](Result<BatchResult> result) { outcome->emplace(std::move(result)); });
        settle();
        return outcome;
    }
    Operation config_map(std::string const& name, std::string const& labels = "{}") {
        return operation(Verb::create, "configmaps",
                         R"({"metadata":{"name":")" + name + R"(","labels":)" + labels + R"(},"data":{"a":"b"}})",
                         {"default", {}});
    }
    std::string data_of(std::string const& name) {
        auto const object = get("configmaps", "default", name);
        return object ? canonical(*find_path(parse_json(object->bytes()).value(), {"data"})) : "none";
    }

    std::deque<Asked> asked;
    std::vector<Asked> seen;
    std::function<std::string(Asked const&)> automatic;
};

std::string const allowed = R"({"allowed":true})";
std::string const config_maps =
    R"([{"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"],"operations":["CREATE","UPDATE"]}])";

std::string webhook(std::string const& name, std::string const& rules = config_maps, std::string const& more = "") {
    return R"({"name":")" + name + R"(","sideEffects":"None","admissionReviewVersions":["v1"],)" +
           R"("clientConfig":{"url":"https://hooks.example.com/)" + name + R"("},"rules":)" + rules + more + "}";
}

std::string patched(std::string const& patch) {
    return R"({"allowed":true,"patchType":"JSONPatch","patch":")" + encode_base64(patch) + "\"}";
}

std::string denied(std::string const& status) { return R"({"allowed":false,"status":)" + status + "}"; }

AdmissionScope scope_of(std::string resource) {
    AdmissionScope scope;
    scope.resources = {std::move(resource)};
    return scope;
}

}  // namespace

TEST_CASE("admission: a hook changes objects of its kind, and what it adds is defaulted and validated") {
    auto const add = AdmissionHook::mutating<Pod>("add-env", [](AdmissionRequest const& request, Pod& pod) -> Result<> {
        CHECK(request.resource == "pods");
        for (auto& container : pod.spec.containers) container.env.push_back({.name = "REGION", .value = "north"});
        Container sidecar;
        sidecar.name = "sidecar";
        sidecar.image = "sidecar:1";
        pod.spec.containers.push_back(sidecar);
        return {};
    });
    Cluster cluster({add});
    auto const pod =
        cluster.create(R"({"metadata":{"name":"web"},"spec":{"containers":[{"name":"a","image":"a:1"}]}})", "pods");
    REQUIRE(pod);
    auto const typed = decode<Pod>(**pod).value();
    REQUIRE(typed.spec.containers.size() == 2);
    CHECK(typed.spec.containers[0].env.at(0).name == "REGION");
    CHECK(typed.spec.containers[1].imagePullPolicy == "IfNotPresent");

    auto const broken = AdmissionHook::mutating("break", scope_of("configmaps"), [](AdmissionRequest const&) {
        return Result<std::string>(R"([{"op":"add","path":"/data/not a key","value":"x"}])");
    });
    Cluster other({broken});
    auto const refused = other.one(other.config_map("a"));
    REQUIRE(!refused);
    CHECK(refused.error().code == Errc::invalid);
}

TEST_CASE("admission: hooks are called in their order, and one sees what the one before it did") {
    auto const hook = [](std::string name) {
        return AdmissionHook::mutating(name, scope_of("configmaps"), [name](AdmissionRequest const& request) {
            auto tree = parse_json(request.object).value();
            auto& data = tree.as_object()["data"].as_object();
            data["order"] = std::string(string_at(tree, {"data", "order"})) + name;
            return Result<std::string>(canonical(tree));
        });
    };
    Cluster cluster({hook("one"), hook("two")});
    REQUIRE(cluster.one(cluster.config_map("a")));
    CHECK(cluster.data_of("a") == R"({"a":"b","order":"onetwo"})");
}

TEST_CASE("admission: a validating hook refuses with its name, warns, and what it throws is a refusal") {
    auto const check = AdmissionHook::validating(
        "no-secrets", scope_of("configmaps"), [](AdmissionRequest const& request, std::vector<std::string>& warnings) {
            if (request.name == "throws") throw std::runtime_error("out of order");
            if (request.name == "bad") return Result<>(Error(Errc::forbidden, "not here"));
            warnings.push_back("looked at " + std::string(request.name));
            return Result<>();
        });
    Cluster cluster({check});
    auto const bad = cluster.one(cluster.config_map("bad"));
    REQUIRE(!bad);
    CHECK(bad.error().code == Errc::forbidden);
    CHECK(bad.error().message == "admission hook \"no-secrets\" denied the request: not here");
    auto const thrown = cluster.one(cluster.config_map("throws"));
    REQUIRE(!thrown);
    CHECK(thrown.error().message == "admission hook \"no-secrets\" threw: out of order");
    auto const good = cluster.submit({cluster.config_map("good")});
    REQUIRE(good);
    CHECK(good->warnings == std::vector<std::string>{"looked at good"});
}

TEST_CASE("admission: a hook is asked of a subresource only if it names it, and of what its selectors select") {
    std::vector<std::string> asked;
    auto const note = [&asked](AdmissionRequest const& request, std::vector<std::string>&) {
        asked.push_back(std::string(request.name) + "/" + std::string(request.subresource));
        return Result<>();
    };
    AdmissionScope of_status = scope_of("pods");
    of_status.subresources = {"status"};
    AdmissionScope labelled = scope_of("configmaps");
    labelled.labels = Selector::parse("watched=yes").value();
    labelled.namespaces = Selector::parse("kubernetes.io/metadata.name=default").value();
    Cluster cluster({AdmissionHook::validating("plain", scope_of("pods"), note),
                     AdmissionHook::validating("labelled", labelled, note)});
    REQUIRE(cluster.create(R"({"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"a"}]}})", "pods"));
    REQUIRE(cluster.one(
        cluster.operation(Verb::merge_patch_status, "pods", R"({"status":{"phase":"Running"}})", {"default", "p"})));
    CHECK(asked == std::vector<std::string>{"p/"});
    asked.clear();
    REQUIRE(cluster.one(cluster.config_map("plain")));
    REQUIRE(cluster.one(cluster.config_map("marked", R"({"watched":"yes"})")));
    CHECK(asked == std::vector<std::string>{"marked/"});

    asked.clear();
    Cluster second({AdmissionHook::validating("status", of_status, note)});
    REQUIRE(second.create(R"({"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"a"}]}})", "pods"));
    REQUIRE(second.one(
        second.operation(Verb::merge_patch_status, "pods", R"({"status":{"phase":"Running"}})", {"default", "p"})));
    CHECK(asked == std::vector<std::string>{"p/", "p/status"});
}

TEST_CASE("webhooks: a write waits for the answer outside the strand, and others go on meanwhile") {
    Cluster cluster;
    REQUIRE(cluster.configure("validating", "checks", webhook("a.example.com")));
    auto const waiting = cluster.begin({cluster.config_map("slow")});
    CHECK_FALSE(*waiting);
    REQUIRE(cluster.asked.size() == 1);
    // Of another kind: nobody is asked.
    CHECK(cluster.create(R"({"metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}})", "services"));
    CHECK(cluster.data_of("slow") == "none");
    cluster.answer_next(allowed);
    REQUIRE(*waiting);
    REQUIRE((*waiting)->has_value());
    CHECK(cluster.data_of("slow") == R"({"a":"b"})");
}

TEST_CASE("webhooks: an AdmissionReview says what, where, who and how") {
    Cluster cluster;
    REQUIRE(cluster.configure("validating", "checks", webhook("a.example.com")));
    auto made = cluster.config_map("m");
    made.by = std::make_shared<Requester>(Requester{"ann", "7", {"dev"}, {{"scopes", {"x"}}}});
    WriteOptions options;
    options.manager = "kubectl-create";
    auto const waiting = cluster.begin({made}, options);
    auto const asked = cluster.next();
    CHECK(asked.call.url == "https://hooks.example.com/a.example.com?timeout=10s");
    CHECK(asked.call.at_most == std::chrono::seconds(10));
    CHECK(asked.text({"apiVersion"}) == "admission.k8s.io/v1");
    CHECK(asked.text({"kind"}) == "AdmissionReview");
    CHECK(canonical(*find_path(asked.review, {"request", "kind"})) ==
          R"({"group":"","kind":"ConfigMap","version":"v1"})");
    CHECK(canonical(*find_path(asked.review, {"request", "requestResource"})) ==
          R"({"group":"","resource":"configmaps","version":"v1"})");
    CHECK(asked.text({"request", "operation"}) == "CREATE");
    CHECK(asked.text({"request", "namespace"}) == "default");
    CHECK(asked.text({"request", "name"}) == "m");
    CHECK(canonical(*find_path(asked.review, {"request", "userInfo"})) ==
          R"({"extra":{"scopes":["x"]},"groups":["dev"],"uid":"7","username":"ann"})");
    CHECK(canonical(*find_path(asked.review, {"request", "options"})) ==
          R"({"apiVersion":"meta.k8s.io/v1","fieldManager":"kubectl-create","kind":"CreateOptions"})");
    CHECK(canonical(*find_path(asked.review, {"request", "dryRun"})) == "false");
    CHECK(asked.text({"request", "object", "data", "a"}) == "b");
    CHECK_FALSE(asked.text({"request", "object", "metadata", "uid"}).empty());
    auto const uid = asked.text({"request", "object", "metadata", "uid"});
    cluster.answer(asked, allowed);
    cluster.settle();
    // What was looked at is what is stored, to the letter.
    CHECK(cluster.get("configmaps", "default", "m")->index().uid == uid);

    auto const update =
        cluster.begin({cluster.operation(Verb::merge_patch, "configmaps", R"({"data":{"a":"c"}})", {"default", "m"})});
    auto const second = cluster.next();
    CHECK(second.text({"request", "operation"}) == "UPDATE");
    CHECK(second.text({"request", "oldObject", "data", "a"}) == "b");
    CHECK(second.text({"request", "object", "data", "a"}) == "c");
    CHECK(second.text({"request", "options", "kind"}) == "PatchOptions");
}

TEST_CASE("webhooks: which requests a rule is about") {
    struct Row {
        char const* rule;
        AdmissionVerb verb;
        char const *group, *version, *plural, *subresource;
        bool in_namespace, matches;
    };
    auto const create = AdmissionVerb::create, update = AdmissionVerb::update;
    auto const row = GENERATE_COPY(values<Row>({
        {"|v1|pods|CREATE|*", create, "", "v1", "pods", "", true, true},
        {"|v1|pods|CREATE|*", update, "", "v1", "pods", "", true, false},
        {"|v1|pods|*|*", update, "", "v1", "pods", "", true, true},
        {"|v1|pods|*|*", update, "", "v1", "pods", "status", true, false},
        {"|v1|pods/status|*|*", update, "", "v1", "pods", "status", true, true},
        {"|v1|pods/*|*|*", update, "", "v1", "pods", "status", true, true},
        {"|v1|*/status|*|*", update, "", "v1", "pods", "status", true, true},
        {"|v1|*/status|*|*", update, "", "v1", "pods", "scale", true, false},
        {"|v1|*|*|*", update, "", "v1", "pods", "", true, true},
        {"|v1|*|*|*", update, "", "v1", "pods", "status", true, false},
        {"*|*|*/*|*|*", update, "apps", "v1", "deployments", "scale", true, true},
        {"apps|v1|*|*|*", update, "", "v1", "pods", "", true, false},
        {"*|v1beta1|*|*|*", update, "", "v1", "pods", "", true, false},
        {"*|*|*|*|Cluster", update, "", "v1", "pods", "", true, false},
        {"*|*|*|*|Cluster", update, "", "v1", "nodes", "", false, true},
        {"*|*|*|*|Namespaced", update, "", "v1", "nodes", "", false, false},
    }));
    std::vector<std::string> parts(1);
    for (char const c : std::string(row.rule)) {
        if (c == '|') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    WebhookRule const rule{{parts[0]}, {parts[1]}, {parts[2]}, {parts[3]}, parts[4]};
    INFO(row.rule << " " << row.plural << "/" << row.subresource);
    CHECK(rule.matches(row.verb, row.group, row.version, row.plural, row.subresource, row.in_namespace) == row.matches);
}

TEST_CASE("webhooks: selectors of namespaces and objects decide too, the old object's labels as well") {
    Cluster cluster;
    cluster.automatic = [](auto const&) { return allowed; };
    REQUIRE(cluster.create(R"({"metadata":{"name":"free","labels":{"hooks":"off"}}})", "namespaces"));
    REQUIRE(cluster.configure(
        "validating", "checks",
        webhook("a.example.com", config_maps,
                R"(,"namespaceSelector":{"matchExpressions":[{"key":"hooks","operator":"NotIn","values":["off"]}]})"
                R"(,"objectSelector":{"matchLabels":{"watched":"yes"}})")));
    REQUIRE(cluster.create(R"({"metadata":{"name":"x","labels":{"watched":"yes"}}})", "configmaps", "free"));
    REQUIRE(cluster.one(cluster.config_map("plain")));
    CHECK(cluster.seen.empty());
    REQUIRE(cluster.one(cluster.config_map("marked", R"({"watched":"yes"})")));
    CHECK(cluster.seen.size() == 1);
    // Whoever takes the label away is seen doing it.
    REQUIRE(cluster.one(cluster.operation(Verb::merge_patch, "configmaps",
                                          R"({"metadata":{"labels":{"watched":null}}})", {"default", "marked"})));
    CHECK(cluster.seen.size() == 2);
    REQUIRE(cluster.one(
        cluster.operation(Verb::merge_patch, "configmaps", R"({"data":{"z":"1"}})", {"default", "marked"})));
    CHECK(cluster.seen.size() == 2);
}

TEST_CASE("webhooks: those that change are asked in order of name, each sees what the one before has done") {
    Cluster cluster;
    REQUIRE(cluster.configure("mutating", "z", webhook("z.example.com")));
    REQUIRE(cluster.configure("mutating", "a", webhook("a.example.com") + "," + webhook("b.example.com")));
    cluster.automatic = [](Cluster::Asked const& asked) {
        auto const so_far = asked.text({"request", "object", "data", "by"});
        auto const name = asked.call.url.substr(asked.call.url.rfind('/') + 1, 1);
        return patched(R"([{"op":"add","path":"/data/by","value":")" + so_far + name + "\"}]");
    };
    REQUIRE(cluster.one(cluster.config_map("m")));
    CHECK(cluster.data_of("m") == R"({"a":"b","by":"abz"})");
    CHECK(cluster.seen.size() == 3);
}

TEST_CASE("webhooks: with reinvocationPolicy IfNeeded one is asked again after others have changed the object") {
    auto const again = std::string(R"(,"reinvocationPolicy":"IfNeeded")");
    for (bool const changes : {true, false}) {
        Cluster cluster;
        REQUIRE(cluster.configure("mutating", "all",
                                  webhook("a.example.com", config_maps, again) + "," + webhook("b.example.com") + "," +
                                      webhook("c.example.com", config_maps, again)));
        cluster.automatic = [&](Cluster::Asked const& asked) {
            bool const second = asked.call.url.find("/b.") != std::string::npos;
            return second && changes ? patched(R"([{"op":"add","path":"/data/b","value":"x"}])") : allowed;
        };
        REQUIRE(cluster.one(cluster.config_map("m")));
        std::string order;
        for (auto const& one : cluster.seen) order += one.call.url.substr(one.call.url.rfind('/') + 1, 1);
        CHECK(order == (changes ? "abca" : "abc"));
    }
}

TEST_CASE("webhooks: a denial is passed on with its status, and its warnings with an acceptance") {
    Cluster cluster;
    REQUIRE(cluster.configure("validating", "checks", webhook("a.example.com")));
    struct Row {
        std::string status;
        Errc code;
        std::string message;
    };
    auto const deny = std::string("admission webhook \"a.example.com\" denied the request");
    for (auto const& row : {Row{R"({"code":403,"message":"no"})", Errc::forbidden, deny + ": no"},
                            Row{R"({"message":"no"})", Errc::bad_request, deny + ": no"},
                            Row{R"({"reason":"Because"})", Errc::bad_request, deny + ": Because"},
                            Row{R"({"code":200})", Errc::bad_request, deny + " without explanation"},
                            Row{R"({"code":409,"message":"taken"})", Errc::conflict, deny + ": taken"}}) {
        cluster.automatic = [&](auto const&) { return denied(row.status); };
        auto const refused = cluster.one(cluster.config_map("m"));
        REQUIRE(!refused);
        CHECK(refused.error().code == row.code);
        CHECK(refused.error().message == row.message);
    }
    cluster.automatic = [](auto const&) { return std::string(R"({"allowed":true,"warnings":["old field"]})"); };
    auto const done = cluster.submit({cluster.config_map("m")});
    REQUIRE(done);
    CHECK(done->warnings == std::vector<std::string>{"old field"});
}

TEST_CASE("webhooks: one that can't be asked fails what it matches, or is passed over with failurePolicy Ignore") {
    for (bool const ignore : {false, true}) {
        Cluster cluster;
        REQUIRE(cluster.configure("mutating", "checks",
                                  webhook("a.example.com", config_maps,
                                          ignore ? R"(,"failurePolicy":"Ignore")" : R"(,"failurePolicy":"Fail")")));
        auto const waiting = cluster.begin({cluster.config_map("m")});
        cluster.next().done(Error(Errc::unavailable, "connection refused"));
        cluster.settle();
        REQUIRE(*waiting);
        CHECK((*waiting)->has_value() == ignore);
        if (ignore) continue;
        CHECK((*waiting)->error().code == Errc::internal);
        CHECK((*waiting)->error().message ==
              "Internal error occurred: failed calling webhook \"a.example.com\": failed to call webhook: Post "
              "\"https://hooks.example.com/a.example.com?timeout=10s\": connection refused");
        // Nobody else is hurt.
        CHECK(cluster.create(R"({"metadata":{"name":"s"}})", "serviceaccounts"));
    }
}

TEST_CASE("webhooks: an answer that comes too late counts for nothing") {
    Cluster cluster;
    REQUIRE(cluster.configure("validating", "checks", webhook("a.example.com", config_maps, R"(,"timeoutSeconds":3)")));
    auto const waiting = cluster.begin({cluster.config_map("m")});
    auto const asked = cluster.next();
    cluster.advance(std::chrono::seconds(2));
    CHECK_FALSE(*waiting);
    cluster.advance(std::chrono::seconds(2));
    REQUIRE(*waiting);
    REQUIRE(!**waiting);
    CHECK((*waiting)->error().message.find("?timeout=3s\": context deadline exceeded") != std::string::npos);
    cluster.answer(asked, allowed);
    cluster.settle();
    CHECK(cluster.data_of("m") == "none");
}

TEST_CASE("webhooks: answers that are none are failures that say why") {
    Cluster cluster;
    REQUIRE(cluster.configure("mutating", "checks", webhook("a.example.com")));
    auto const said = [&](std::string const& body) {
        auto const waiting = cluster.begin({cluster.config_map("m")});
        cluster.next().done(body);
        cluster.settle();
        REQUIRE(*waiting);
        REQUIRE(!**waiting);
        CHECK((*waiting)->error().code == Errc::internal);
        return (*waiting)->error().message;
    };
    CHECK(said("hello").find("failed calling webhook \"a.example.com\": received invalid webhook response: ") !=
          std::string::npos);
    CHECK(said(R"({"apiVersion":"admission.k8s.io/v1beta1","kind":"AdmissionReview","response":{"allowed":true}})")
              .find("expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview") != std::string::npos);
    CHECK(
        said(R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"})").find("webhook response was absent") !=
        std::string::npos);
    CHECK(said(R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"x"}})")
              .find("expected response.uid=") != std::string::npos);
    for (auto const& [response, why] : std::vector<std::pair<std::string, std::string>>{
             {R"({"allowed":true,"patch":"W10="})", "response.patch but not response.patchType"},
             {R"({"allowed":true,"patchType":"JSONPatch"})", "response.patchType but not response.patch"},
             {R"({"allowed":true,"patch":"W10=","patchType":"Merge"})", "invalid response.patchType"},
             {R"({"allowed":true,"patch":"??","patchType":"JSONPatch"})", "illegal base64"},
             {patched(R"([{"op":"remove","path":"/data/nothing"}])"), "its patch does not fit"}}) {
        cluster.automatic = [&, text = response](auto const&) { return text; };
        auto const refused = cluster.one(cluster.config_map("m"));
        REQUIRE(!refused);
        INFO(refused.error().message);
        CHECK(refused.error().message.find(why) != std::string::npos);
    }
}

TEST_CASE("webhooks: a dry run is asked about as one, and writes nothing") {
    Cluster cluster;
    REQUIRE(cluster.configure("validating", "checks", webhook("a.example.com")));
    cluster.automatic = [](auto const&) { return allowed; };
    WriteOptions options;
    options.dry_run = true;
    REQUIRE(cluster.submit({cluster.config_map("m")}, options));
    REQUIRE(cluster.seen.size() == 1);
    CHECK(canonical(*find_path(cluster.seen[0].review, {"request", "dryRun"})) == "true");
    CHECK(cluster.data_of("m") == "none");
}

TEST_CASE("webhooks: after the wait the preconditions are checked again") {
    Cluster cluster;
    REQUIRE(cluster.one(cluster.config_map("m")));
    REQUIRE(cluster.configure("validating", "checks", webhook("a.example.com")));
    auto const version = std::to_string(cluster.get("configmaps", "default", "m")->index().resource_version);
    auto const update = cluster.begin({cluster.operation(
        Verb::update, "configmaps",
        R"({"metadata":{"name":"m","resourceVersion":")" + version + R"("},"data":{"a":"mine"}})", {"default", "m"})});
    auto const first = cluster.next();
    auto const other = cluster.begin(
        {cluster.operation(Verb::merge_patch, "configmaps", R"({"data":{"a":"theirs"}})", {"default", "m"})});
    cluster.answer_next(allowed);
    REQUIRE((*other)->has_value());
    cluster.answer(first, allowed);
    cluster.settle();
    REQUIRE(*update);
    REQUIRE(!**update);
    CHECK((*update)->error().code == Errc::conflict);
    CHECK(cluster.data_of("m") == R"({"a":"theirs"})");

    // Gone meanwhile.
    auto const patch =
        cluster.begin({cluster.operation(Verb::merge_patch, "configmaps", R"({"data":{"b":"1"}})", {"default", "m"})});
    REQUIRE(cluster.one(cluster.operation(Verb::remove, "configmaps", "", {"default", "m"})));
    cluster.answer_next(allowed);
    REQUIRE(*patch);
    REQUIRE(!**patch);
    CHECK((*patch)->error().code == Errc::not_found);
}

TEST_CASE("webhooks: of an object that has changed meanwhile they are asked again, and what they allowed is stored") {
    Cluster cluster;
    REQUIRE(cluster.one(cluster.config_map("m")));
    REQUIRE(cluster.configure("validating", "checks", webhook("a.example.com")));
    auto const patch = cluster.begin(
        {cluster.operation(Verb::merge_patch, "configmaps", R"({"data":{"mine":"1"}})", {"default", "m"})});
    auto const first = cluster.next();
    auto const other = cluster.begin(
        {cluster.operation(Verb::merge_patch, "configmaps", R"({"data":{"theirs":"1"}})", {"default", "m"})});
    cluster.answer_next(allowed);
    REQUIRE((*other)->has_value());
    cluster.answer(first, allowed);
    cluster.settle();
    CHECK_FALSE(*patch);
    auto const second = cluster.next();
    CHECK(second.text({"request", "object", "data", "theirs"}) == "1");
    cluster.answer(second, allowed);
    cluster.settle();
    REQUIRE((*patch)->has_value());
    CHECK(cluster.data_of("m") == R"({"a":"b","mine":"1","theirs":"1"})");
}

TEST_CASE("webhooks: a batch is written as one, its questions are asked at once, and one denial stops all of it") {
    Cluster cluster;
    REQUIRE(cluster.configure("validating", "checks", webhook("a.example.com") + "," + webhook("b.example.com")));
    auto const batch = cluster.begin({cluster.config_map("one"), cluster.config_map("two")});
    CHECK(cluster.asked.size() == 4);
    for (int i = 0; i < 3; ++i) cluster.answer_next(allowed);
    CHECK_FALSE(*batch);
    CHECK(cluster.data_of("one") == "none");
    cluster.answer_next(denied(R"({"message":"not two"})"));
    REQUIRE(*batch);
    REQUIRE(!**batch);
    CHECK(cluster.data_of("one") == "none");
    CHECK(cluster.data_of("two") == "none");
}

TEST_CASE("webhooks: a generated name stays the same from question to question") {
    Cluster cluster;
    REQUIRE(cluster.configure("mutating", "changes", webhook("a.example.com")));
    REQUIRE(cluster.configure("validating", "checks", webhook("b.example.com")));
    cluster.automatic = [](auto const&) { return allowed; };
    auto const made = cluster.create(R"({"metadata":{"generateName":"m-"}})", "configmaps");
    REQUIRE(made);
    REQUIRE(cluster.seen.size() == 2);
    // As on a cluster, who changes a new object does not know its name yet.
    CHECK(cluster.seen[0].text({"request", "object", "metadata", "name"}).empty());
    CHECK(cluster.seen[0].text({"request", "object", "metadata", "generateName"}) == "m-");
    CHECK(cluster.seen[1].text({"request", "name"}) == (*made)->key().name);
    CHECK(cluster.seen[1].text({"request", "object", "metadata", "uid"}) == (*made)->index().uid);
}

TEST_CASE("webhooks: deletions, bindings, scaling and evictions are told of as what they are") {
    Cluster cluster;
    auto const rule = [](std::string const& group, std::string const& resource, std::string const& operation) {
        return R"([{"apiGroups":[")" + group + R"("],"apiVersions":["v1"],"resources":[")" + resource +
               R"("],"operations":[")" + operation + R"("]}])";
    };
    cluster.automatic = [](auto const&) { return allowed; };
    REQUIRE(cluster.create(R"({"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"a"}]}})", "pods"));
    REQUIRE(cluster.create(R"({"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":)"
                           R"({"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"a","image":"a"}]}}}})",
                           "deployments.apps"));
    REQUIRE(cluster.configure("validating", "checks",
                              webhook("a.example.com", rule("", "pods", "DELETE")) + "," +
                                  webhook("b.example.com", rule("", "pods/binding", "CREATE")) + "," +
                                  webhook("c.example.com", rule("", "pods/eviction", "CREATE")) + "," +
                                  webhook("d.example.com", rule("apps", "deployments/scale", "UPDATE"))));
    REQUIRE(cluster.one(cluster.operation(Verb::bind, "pods", "node-7", {"default", "p"})));
    REQUIRE(cluster.seen.size() == 1);
    CHECK(cluster.seen[0].text({"request", "kind", "kind"}) == "Binding");
    CHECK(cluster.seen[0].text({"request", "subResource"}) == "binding");
    CHECK(cluster.seen[0].text({"request", "object", "target", "name"}) == "node-7");

    auto scaled =
        cluster.operation(Verb::merge_patch, "deployments.apps", R"({"spec":{"replicas":5}})", {"default", "d"});
    scaled.subresource = "scale";
    REQUIRE(cluster.one(scaled));
    REQUIRE(cluster.seen.size() == 2);
    CHECK(canonical(*find_path(cluster.seen[1].review, {"request", "kind"})) ==
          R"({"group":"autoscaling","kind":"Scale","version":"v1"})");
    CHECK(canonical(*find_path(cluster.seen[1].review, {"request", "object", "spec"})) == R"({"replicas":5})");
    CHECK(canonical(*find_path(cluster.seen[1].review, {"request", "oldObject", "spec"})) == R"({"replicas":1})");

    auto const evicted = cluster.operation(Verb::evict, "pods", "", {"default", "p"});
    REQUIRE(cluster.one(evicted));
    REQUIRE(cluster.seen.size() == 3);
    CHECK(cluster.seen[2].text({"request", "kind", "kind"}) == "Eviction");
    CHECK(cluster.seen[2].text({"request", "operation"}) == "CREATE");

    auto removed = cluster.operation(Verb::remove, "pods", "", {"default", "p"});
    removed.remove.grace_seconds = 0;
    REQUIRE(cluster.one(removed));
    REQUIRE(cluster.seen.size() == 4);
    CHECK(cluster.seen[3].text({"request", "operation"}) == "DELETE");
    auto const* const none = find_path(cluster.seen[3].review, {"request", "object"});
    REQUIRE(none);
    CHECK(none->is_null());
    CHECK(cluster.seen[3].text({"request", "oldObject", "metadata", "name"}) == "p");
}

TEST_CASE("webhooks: a rule for another version of a kind is about it too, unless it is to match exactly") {
    auto const v1_rule = std::string(
        R"([{"apiGroups":["autoscaling"],"apiVersions":["v1"],"resources":["horizontalpodautoscalers"],"operations":["*"]}])");
    auto const scaler = std::string(
        R"({"metadata":{"name":"h"},"spec":{"maxReplicas":4,"scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"},)"
        R"("metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":60}}}]}})");
    for (bool const exact : {false, true}) {
        Cluster cluster;
        cluster.automatic = [](auto const&) {
            return patched(R"([{"op":"replace","path":"/spec/maxReplicas","value":3}])");
        };
        REQUIRE(cluster.configure(
            "mutating", "checks",
            webhook("a.example.com", v1_rule, exact ? R"(,"matchPolicy":"Exact")" : R"(,"matchPolicy":"Equivalent")")));
        auto const made = cluster.create(scaler, "horizontalpodautoscalers.autoscaling");
        REQUIRE(made);
        auto const tree = parse_json((*made)->bytes()).value();
        CHECK(cluster.seen.size() == (exact ? 0U : 1U));
        CHECK(find_path(tree, {"spec", "maxReplicas"})->as_int64() == (exact ? 4 : 3));
        CHECK(string_at(tree, {"apiVersion"}) == "autoscaling/v2");
        CHECK(find_path(tree, {"spec", "metrics"})->as_array().size() == 1);
        if (exact) continue;
        CHECK(cluster.seen[0].text({"request", "object", "apiVersion"}) == "autoscaling/v1");
        CHECK(canonical(*find_path(cluster.seen[0].review,
                                   {"request", "object", "spec", "targetCPUUtilizationPercentage"})) == "60");
        CHECK(cluster.seen[0].text({"request", "requestKind", "version"}) == "v2");
    }
}

TEST_CASE("webhooks: a Service is looked up in the engine") {
    Cluster cluster;
    cluster.automatic = [](auto const&) { return allowed; };
    auto hook = webhook("a.example.com");
    auto const url = std::string(R"({"url":"https://hooks.example.com/a.example.com"})");
    hook.replace(hook.find(url), url.size(),
                 R"({"caBundle":")" + encode_base64("PEM") +
                     R"(","service":{"name":"hook","namespace":"default","path":"/check","port":8443}})");
    REQUIRE(cluster.configure("validating", "checks", hook));
    auto const missing = cluster.one(cluster.config_map("m"));
    REQUIRE(!missing);
    CHECK(missing.error().message.find("Post \"https://hook.default.svc:8443/check?timeout=10s\": service \"hook\" not "
                                       "found") != std::string::npos);
    auto const service =
        cluster.create(R"({"metadata":{"name":"hook"},"spec":{"ports":[{"port":8443}]}})", "services").value();
    REQUIRE(cluster.one(cluster.config_map("m")));
    REQUIRE(cluster.seen.size() == 1);
    auto const address = std::string(string_at(parse_json(service->bytes()).value(), {"spec", "clusterIP"}));
    CHECK(cluster.seen[0].call.connect_to == address + ":8443");
    CHECK(cluster.seen[0].call.authority == "PEM");
}

TEST_CASE("webhooks: configurations of webhooks pass none, and a changed one is obeyed at once") {
    Cluster cluster;
    auto const everything =
        std::string(R"([{"apiGroups":["*"],"apiVersions":["*"],"resources":["*/*"],"operations":["*"]}])");
    cluster.automatic = [](auto const&) { return denied(R"({"message":"nothing"})"); };
    REQUIRE(cluster.configure("validating", "checks", webhook("a.example.com", everything)));
    CHECK_FALSE(cluster.one(cluster.config_map("m")));
    auto const count = cluster.seen.size();
    REQUIRE(cluster.one(cluster.operation(Verb::remove, "validatingwebhookconfigurations.admissionregistration.k8s.io",
                                          "", {{}, "checks"})));
    CHECK(cluster.seen.size() == count);
    CHECK(cluster.one(cluster.config_map("m")));
    CHECK(cluster.seen.size() == count);
}

TEST_CASE("webhooks: a connection to a Pod can be denied, and not changed") {
    Cluster cluster;
    REQUIRE(cluster.create(R"({"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"a"}]}})", "pods"));
    auto const rule =
        std::string(R"([{"apiGroups":[""],"apiVersions":["v1"],"resources":["pods/exec"],"operations":["CONNECT"]}])");
    REQUIRE(cluster.configure("mutating", "checks", webhook("a.example.com", rule)));
    auto asks = cluster.operation(Verb::connect, "pods",
                                  R"({"apiVersion":"v1","kind":"PodExecOptions","command":["sh"]})", {"default", "p"});
    asks.subresource = "exec";
    auto const before = cluster.registry.accepted().revision;
    cluster.automatic = [](auto const&) { return allowed; };
    REQUIRE(cluster.one(asks));
    CHECK(cluster.registry.accepted().revision == before);
    REQUIRE(cluster.seen.size() == 1);
    CHECK(cluster.seen[0].text({"request", "operation"}) == "CONNECT");
    CHECK(canonical(*find_path(cluster.seen[0].review, {"request", "kind"})) ==
          R"({"group":"","kind":"PodExecOptions","version":"v1"})");
    CHECK(cluster.seen[0].text({"request", "subResource"}) == "exec");
    cluster.automatic = [](auto const&) { return denied(R"({"code":403,"message":"no shells"})"); };
    auto const refused = cluster.one(asks);
    REQUIRE(!refused);
    CHECK(refused.error().message == "admission webhook \"a.example.com\" denied the request: no shells");
    cluster.automatic = [](auto const&) { return patched(R"([{"op":"add","path":"/tty","value":true}])"); };
    CHECK_FALSE(cluster.one(asks));
    asks.subresource = "attach";
    CHECK(cluster.one(asks));
}

TEST_CASE("webhooks: what only the status says can be changed by one that asks for the status, and nothing else can") {
    Cluster cluster;
    REQUIRE(cluster.create(R"({"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"a"}]}})", "pods"));
    auto const rule =
        std::string(R"([{"apiGroups":[""],"apiVersions":["v1"],"resources":["pods/status"],"operations":["UPDATE"]}])");
    REQUIRE(cluster.configure("mutating", "checks", webhook("a.example.com", rule)));
    cluster.automatic = [](auto const&) {
        return patched(R"([{"op":"add","path":"/status/message","value":"seen"},)"
                       R"({"op":"add","path":"/metadata/labels","value":{"a":"b"}}])");
    };
    REQUIRE(cluster.one(
        cluster.operation(Verb::merge_patch_status, "pods", R"({"status":{"phase":"Running"}})", {"default", "p"})));
    auto const tree = parse_json(cluster.get("pods", "default", "p")->bytes()).value();
    CHECK(string_at(tree, {"status", "phase"}) == "Running");
    CHECK(string_at(tree, {"status", "message"}) == "seen");
    CHECK(find_path(tree, {"metadata", "labels"}) == nullptr);
    // The object itself is none of its business.
    REQUIRE(cluster.one(
        cluster.operation(Verb::merge_patch, "pods", R"({"metadata":{"labels":{"c":"d"}}})", {"default", "p"})));
    CHECK(cluster.seen.size() == 1);
}

TEST_CASE("webhooks: a server-side apply owns what it states, and not what a webhook has added") {
    Cluster cluster;
    REQUIRE(cluster.configure("mutating", "changes", webhook("a.example.com")));
    cluster.automatic = [](auto const&) { return patched(R"([{"op":"add","path":"/data/added","value":"x"}])"); };
    WriteOptions options;
    options.manager = "ann";
    auto const apply = cluster.operation(
        Verb::apply, "configmaps", R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m"},"data":{"a":"b"}})",
        {"default", "m"});
    REQUIRE(cluster.one(apply, options));
    REQUIRE(cluster.one(apply, options));
    CHECK(cluster.data_of("m") == R"({"a":"b","added":"x"})");
    auto const& owners = cluster.get("configmaps", "default", "m")->ownership();
    REQUIRE(owners);
    REQUIRE(owners->managers.size() == 1);
    CHECK(owners->managers[0].fields->text() == R"({"f:data":{".":{},"f:a":{}}})");
}
