#include "api/json.hpp"
#include "support/registry_fixture.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/core_v1.hpp>

#include <catch2/catch.hpp>

using namespace keelson;
using test::RegistryFixture;
using Verb = Operation::Verb;

namespace {

std::string at(Ref const& object, std::initializer_list<std::string_view> path) {
    auto const tree = parse_json(object->bytes());
    auto const* const found = find_path(*tree, path);
    if (!found) return "<absent>";
    return found->is_string() ? std::string(found->get_string()) : canonical(*found);
}

std::string const config = R"({"metadata":{"name":"a"},"data":{"k":"v"}})";

}  // namespace

TEST_CASE("registry: a created object gets a uid, a time and its revision, and is durable when it is answered") {
    RegistryFixture f;
    auto const made = f.create(config, "configmaps").value();
    CHECK(made->key() == ObjectKey{"default", "a"});
    CHECK(made->index().uid.size() == 36);
    CHECK(at(made, {"metadata", "creationTimestamp"}) == "2026-02-02T02:40:00Z");
    CHECK(at(made, {"metadata", "resourceVersion"}) == "2");
    CHECK(f.store->head().value() == 2);
    CHECK(f.create(config, "configmaps").error().message == "configmaps \"a\" already exists");
    CHECK(f.create(config, "configmaps", "nowhere").error().message == "namespaces \"nowhere\" not found");
}

TEST_CASE("registry: a batch is written as a whole or not at all") {
    RegistryFixture f;
    auto const refused =
        f.submit({f.operation(Verb::create, "configmaps", config), f.operation(Verb::create, "configmaps", config)});
    CHECK(refused.error().code == Errc::already_exists);
    CHECK_FALSE(f.get("configmaps", "default", "a"));
    CHECK(f.store->head().value() == 1);
}

TEST_CASE("trap 5: revisions are dense and grow by one a write") {
    RegistryFixture f;
    for (int i = 0; i < 5; ++i) {
        auto const made = f.create(R"({"metadata":{"generateName":"x-"}})", "configmaps").value();
        CHECK(made->index().resource_version == static_cast<std::uint64_t>(2 + i));
    }
    auto const log = f.store->log(0, 100).value();
    for (std::size_t i = 0; i < log.size(); ++i) CHECK(log[i].revision == i + 1);
}

TEST_CASE("trap 21: a write equal to what is stored changes nothing, not even the revision") {
    RegistryFixture f;
    auto const made = f.create(config, "configmaps").value();
    auto const same = f.one(f.operation(Verb::update, "configmaps", std::string(made->bytes()), made->key())).value();
    CHECK(same == made);
    CHECK(f.registry.accepted().revision == 2);
}

TEST_CASE("registry: an update from an older version is refused") {
    RegistryFixture f;
    auto const first = f.create(config, "configmaps").value();
    auto changed = parse_json(first->bytes()).value();
    changed.as_object()["data"].as_object()["k"] = "w";
    auto const second = f.one(f.operation(Verb::update, "configmaps", canonical(changed), first->key())).value();
    CHECK(at(second, {"data", "k"}) == "w");
    auto const stale = f.one(f.operation(Verb::update, "configmaps", canonical(changed), first->key()));
    CHECK(stale.error().message ==
          "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes "
          "to the latest version and try again");
}

TEST_CASE("registry: the status is written apart and does not count as a generation") {
    RegistryFixture f;
    Deployment web;
    web.metadata.name = "web";
    web.metadata.namespace_ = "default";
    web.spec.selector.matchLabels = web.spec.template_.metadata.labels = {{"app", "web"}};
    web.spec.template_.spec.containers.emplace_back().name = "web";
    web.spec.template_.spec.containers.back().image = "x";
    web.status.replicas = 7;
    auto const made = f.create(web).value();
    CHECK(at(made, {"status"}) == "{}");
    CHECK(at(made, {"spec", "replicas"}) == "1");
    CHECK(at(made, {"spec", "strategy", "type"}) == "RollingUpdate");
    CHECK(at(made, {"spec", "template", "spec", "restartPolicy"}) == "Always");
    CHECK(made->index().generation == 1);
    auto read = decode<Deployment>(*made).value();
    read.status.replicas = 3;
    read.spec.replicas = 9;
    auto status = f.operation(Verb::update_status, "deployments.apps", encode(read), made->key());
    status.typed = &type_desc<Deployment>();
    auto const after = f.one(status).value();
    CHECK(at(after, {"status", "replicas"}) == "3");
    CHECK(at(after, {"spec", "replicas"}) == "1");
    CHECK(after->index().generation == 1);
    auto again = decode<Deployment>(*after).value();
    again.spec.replicas = 9;
    again.status.replicas = 100;
    auto main = f.operation(Verb::update, "deployments.apps", encode(again), made->key());
    main.typed = &type_desc<Deployment>();
    auto const scaled = f.one(main).value();
    CHECK(at(scaled, {"spec", "replicas"}) == "9");
    CHECK(at(scaled, {"status", "replicas"}) == "3");
    CHECK(scaled->index().generation == 2);
}

TEST_CASE("registry: unknown fields are refused, warned of or dropped as asked") {
    RegistryFixture f;
    std::string const odd = R"({"metadata":{"name":"a"},"data":{},"dta":1})";
    CHECK(f.create(odd, "configmaps").error().message == "strict decoding error: unknown field \"dta\"");
    WriteOptions warn;
    warn.fields = FieldValidation::warn;
    auto const warned = f.submit({f.operation(Verb::create, "configmaps", odd)}, warn).value();
    CHECK(warned.warnings == std::vector<std::string>{"unknown field \"dta\""});
    CHECK(at(warned.objects[0], {"dta"}) == "<absent>");
}

TEST_CASE("registry: a dry run answers as if, and writes nothing") {
    RegistryFixture f;
    WriteOptions dry;
    dry.dry_run = true;
    CHECK(f.one(f.operation(Verb::create, "configmaps", config), dry).value()->key().name == "a");
    CHECK_FALSE(f.get("configmaps", "default", "a"));
}

TEST_CASE("registry: two appliers share an object and never lose each other's fields") {
    RegistryFixture f;
    auto const apply = [&](std::string manager, std::string body, bool force = false) {
        WriteOptions options;
        options.manager = std::move(manager);
        options.force = force;
        return f.one(f.operation(Verb::apply, "configmaps", std::move(body), {"default", "a"}), options);
    };
    apply("one", R"({"data":{"x":"1","y":"1"}})").value();
    auto both = apply("two", R"({"data":{"z":"2"}})").value();
    CHECK(at(both, {"data"}) == R"({"x":"1","y":"1","z":"2"})");
    SECTION("what an applier no longer states goes") {
        CHECK(at(apply("one", R"({"data":{"x":"1"}})").value(), {"data"}) == R"({"x":"1","z":"2"})");
    }
    SECTION("what another owns is a conflict, unless it is forced") {
        auto const conflict = apply("two", R"({"data":{"x":"2","z":"2"}})");
        CHECK(conflict.error().message == "Apply failed with 1 conflict: conflict with \"one\": .data.x");
        CHECK(at(apply("two", R"({"data":{"x":"2","z":"2"}})", true).value(), {"data", "x"}) == "2");
        CHECK(at(apply("one", R"({"data":{"y":"1"}})").value(), {"data"}) == R"({"x":"2","y":"1","z":"2"})");
    }
    SECTION("the same again changes nothing") { CHECK(apply("two", R"({"data":{"z":"2"}})").value() == both); }
    SECTION("stating what another states too is shared ownership") {
        apply("two", R"({"data":{"x":"1","z":"2"}})").value();
        CHECK(at(apply("one", R"({"data":{"y":"1"}})").value(), {"data"}) == R"({"x":"1","y":"1","z":"2"})");
    }
}

TEST_CASE("registry: applying does not own defaults") {
    RegistryFixture f;
    auto const apply = [&](std::string manager, std::string body) {
        WriteOptions options;
        options.manager = std::move(manager);
        return f.one(f.operation(Verb::apply, "deployments.apps", std::move(body), {"default", "web"}), options);
    };
    std::string const base =
        R"({"spec":{"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}})";
    auto const made = apply("one", base).value();
    CHECK(apply("one", base).value() == made);
    CHECK(at(apply("two", R"({"spec":{"replicas":5}})").value(), {"spec", "replicas"}) == "5");
}

TEST_CASE("registry: finalizers hold an object until the last one is gone") {
    RegistryFixture f;
    auto const made = f.create(R"({"metadata":{"name":"a","finalizers":["demo/x"]}})", "configmaps").value();
    auto const dying = f.one(f.operation(Verb::remove, "configmaps", {}, made->key())).value();
    REQUIRE(dying);
    CHECK(at(dying, {"metadata", "deletionTimestamp"}) == "2026-02-02T02:40:00Z");
    SECTION("trap 8: none is added on the way out") {
        auto more = f.operation(Verb::merge_patch, "configmaps", R"({"metadata":{"finalizers":["demo/x","demo/y"]}})",
                                made->key());
        CHECK(f.one(more).error().code == Errc::invalid);
        auto again = f.operation(Verb::remove, "configmaps", {}, made->key());
        again.remove.propagation = Propagation::foreground;
        CHECK(f.one(again).value() == dying);
    }
    CHECK_FALSE(f.one(f.operation(Verb::merge_patch, "configmaps", R"({"metadata":{"finalizers":null}})", made->key()))
                    .value());
    CHECK_FALSE(f.get("configmaps", "default", "a"));
}

TEST_CASE("registry: a running Pod is deleted with grace, one that never ran at once") {
    RegistryFixture f;
    std::string const pod = R"({"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}})";
    auto const waiting = f.create(pod, "pods").value();
    CHECK_FALSE(f.one(f.operation(Verb::remove, "pods", {}, waiting->key())).value());
    auto const made = f.create(pod, "pods").value();
    auto const bound = f.one(f.operation(Verb::bind, "pods", "n1", made->key())).value();
    CHECK(bound->index().node == "n1");
    CHECK(f.one(f.operation(Verb::bind, "pods", "n2", made->key())).error().code == Errc::conflict);
    auto const dying = f.one(f.operation(Verb::remove, "pods", {}, made->key())).value();
    REQUIRE(dying);
    CHECK(at(dying, {"metadata", "deletionGracePeriodSeconds"}) == "30");
    CHECK(at(dying, {"metadata", "deletionTimestamp"}) == "2026-02-02T02:40:30Z");
    auto now = f.operation(Verb::remove, "pods", {}, made->key());
    now.remove.grace_seconds = 0;
    now.remove.uid = "another";
    CHECK(f.one(now).error().code == Errc::conflict);
    now.remove.uid = made->index().uid;
    CHECK_FALSE(f.one(now).value());
}

TEST_CASE("trap 9: an owner reference that cannot be true is refused") {
    RegistryFixture f;
    auto const owner = f.create(config, "configmaps").value();
    auto const with_owner = [&](std::string name, std::string uid) {
        return f.create(R"({"metadata":{"name":"b","ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":")" +
                            name + R"(","uid":")" + uid + R"("}]}})",
                        "configmaps");
    };
    CHECK(with_owner("a", "wrong").error().code == Errc::invalid);
    CHECK(with_owner("other", owner->index().uid).error().code == Errc::invalid);
    CHECK(with_owner("a", owner->index().uid));
    CHECK(f.registry.accepted().dependents_of(owner->index().uid).size() == 1);
}

TEST_CASE("registry: Services get stable addresses") {
    RegistryFixture f;
    std::string const service =
        R"({"metadata":{"name":"web"},"spec":{"ports":[{"port":80}],"selector":{"app":"web"}}})";
    auto const made = f.create(service, "services").value();
    auto const ip = at(made, {"spec", "clusterIP"});
    CHECK(ip.starts_with("127.96."));
    auto const other =
        f.create(R"({"metadata":{"name":"x"},"spec":{"clusterIP":")" + ip + R"(","ports":[{"port":80}]}})", "services");
    CHECK(other.error().message.find("provided IP is already allocated") != std::string::npos);
    f.one(f.operation(Verb::remove, "services", {}, made->key())).value();
    CHECK(at(f.create(service, "services").value(), {"spec", "clusterIP"}) == ip);
}

TEST_CASE("registry: what is accepted is seen at once, what is durable later") {
    RegistryFixture f;
    f.held = true;
    bool answered = false;
    f.registry.submit({f.operation(Verb::create, "configmaps", config)}, {}, [&](auto) { answered = true; });
    bool refused = false;
    f.registry.submit({f.operation(Verb::create, "configmaps", config)}, {}, [&](auto result) { refused = !result; });
    f.settle();
    CHECK(f.get("configmaps", "default", "a"));
    CHECK_FALSE(f.registry.durable().get(*f.kinds.by_resource("configmaps")->kind, "default", "a"));
    CHECK_FALSE(answered);
    CHECK_FALSE(refused);  // a refusal rests on what is not durable yet
    f.held = false;
    f.settle();
    CHECK(answered);
    CHECK(refused);
    CHECK(f.registry.settled());
}

namespace {

/// A store whose next commit fails, before or after it was done.
class Failing final : public Store {
public:
    enum class Next { fine, fails, unknown_done, unknown_not_done } next = Next::fine;
    Result<Revision> head() override { return inner->head(); }
    Result<std::vector<Record>> list(std::string_view a, std::string_view b, std::size_t c) override {
        return inner->list(a, b, c);
    }
    Result<> commit(Revision first, std::span<Write const> writes) override {
        auto const what = std::exchange(next, Next::fine);
        if (what == Next::fails || what == Next::unknown_not_done) return Error(Errc::unavailable, "disk");
        auto done = inner->commit(first, writes);
        if (what == Next::unknown_done) return Error(Errc::unavailable, "disk");
        return done;
    }
    Result<std::vector<LogEntry>> log(Revision a, std::size_t b) override { return inner->log(a, b); }
    Result<> compact(Revision a) override { return inner->compact(a); }
    std::shared_ptr<Store> inner = memory_store();
};

}  // namespace

TEST_CASE("registry: a failed commit is as if it had never been asked for") {
    auto const store = std::make_shared<Failing>();
    RegistryFixture f(store);
    int rebuilt = 0;
    f.registry.listen({{}, {}, [&] { ++rebuilt; }});
    store->next = Failing::Next::fails;
    CHECK(f.create(config, "configmaps").error().code == Errc::unavailable);
    CHECK_FALSE(f.get("configmaps", "default", "a"));
    CHECK(rebuilt == 1);
    CHECK(f.create(config, "configmaps").value()->index().resource_version == 2);
}

TEST_CASE("registry: a commit of unknown outcome that was done is done") {
    auto const store = std::make_shared<Failing>();
    RegistryFixture f(store);
    store->next = Failing::Next::unknown_done;
    CHECK(f.create(config, "configmaps"));
    CHECK(f.registry.durable().revision == 2);
}

TEST_CASE("registry: everything is there again after a restart, field owners too") {
    auto const store = memory_store();
    std::string bytes;
    {
        RegistryFixture f(store);
        WriteOptions options;
        options.manager = "one";
        bytes = f.one(f.operation(Verb::apply, "configmaps", R"({"data":{"x":"1"}})", {"default", "a"}), options)
                    .value()
                    ->bytes();
    }
    RegistryFixture f(store);
    CHECK(f.get("configmaps", "default", "a")->bytes() == bytes);
    CHECK(f.registry.accepted().revision == 2);
    auto const conflict = f.one(f.operation(Verb::apply, "configmaps", R"({"data":{"x":"2"}})", {"default", "a"}));
    CHECK(conflict.error().code == Errc::conflict);
}

TEST_CASE("watch: each change of the selection once and in order, and resumed without loss") {
    RegistryFixture f;
    auto const kind = f.kinds.by_resource("configmaps")->kind;
    WatchScope scope{kind, "default", Selector::parse("app=x").value(), {}};
    auto const watch = f.registry.watches().add(scope, f.registry.durable().revision);
    auto const label = [&](std::string value) {
        return f.one(f.operation(Verb::merge_patch, "configmaps",
                                 R"({"metadata":{"labels":{"app":")" + value + R"("}}})", {"default", "a"}));
    };
    auto const texts = [](std::vector<WatchEvent> const& events) {
        std::string text;
        for (auto const& event : events) text += "amd-"[static_cast<int>(event.type)];
        return text;
    };
    CHECK(watch->take(10).value().empty());
    int woken = 0;
    watch->ready = [&] { ++woken; };
    f.create(config, "configmaps").value();
    label("x").value();
    CHECK(woken == 1);
    f.one(f.operation(Verb::merge_patch, "configmaps", R"({"data":{"k":"2"}})", {"default", "a"})).value();
    CHECK(texts(watch->take(10).value()) == "am");
    auto const from = watch->cursor();
    label("y").value();
    label("x").value();
    f.one(f.operation(Verb::remove, "configmaps", {}, {"default", "a"})).value();
    CHECK(texts(watch->take(10).value()) == "dad");
    auto const resumed = f.registry.watches().add(scope, from);
    CHECK(texts(resumed->take(2).value()) == "da");
    CHECK(texts(resumed->take(2).value()) == "d");

    SECTION("trap 3: watchers resume from the log across a restart") {
        RegistryFixture again(f.store);
        auto const later = again.registry.watches().add(
            {again.kinds.by_resource("configmaps")->kind, "default", Selector::parse("app=x").value(), {}}, from);
        CHECK(later->take(10).value().empty());
        again.settle();
        CHECK(texts(later->take(10).value()) == "dad");
    }
    SECTION("a log that is gone is said to be gone") {
        REQUIRE(f.store->compact(from + 1));
        RegistryFixture again(f.store);
        auto const later =
            again.registry.watches().add({again.kinds.by_resource("configmaps")->kind, "", {}, {}}, from);
        CHECK(later->take(10).value().empty());
        again.settle();
        CHECK(later->take(10).error().code == Errc::expired);
    }
}

TEST_CASE("watch: only who is concerned is woken, and a change that two labels lead to is told once") {
    RegistryFixture f;
    auto const kind = f.kinds.by_resource("configmaps")->kind;
    auto const now = f.registry.durable().revision;
    auto const follow = [&](std::string const& selector, int& woken) {
        auto watch = f.registry.watches().add({kind, "default", Selector::parse(selector).value(), {}}, now);
        CHECK(watch->take(10).value().empty());
        watch->ready = [&woken] { ++woken; };
        return watch;
    };
    int mine = 0, others = 0;
    auto const either = follow("app in (x,y)", mine);
    auto const other = follow("app=z", others);
    f.create(R"({"metadata":{"name":"a","labels":{"app":"x"}}})", "configmaps", "default").value();
    f.one(f.operation(Verb::merge_patch, "configmaps", R"({"metadata":{"labels":{"app":"y"}}})", {"default", "a"}))
        .value();
    CHECK(either->take(10).value().size() == 2);
    CHECK(either->take(10).value().empty());
    CHECK(mine == 1);
    CHECK(others == 0);
    CHECK(other->take(10).value().empty());
    // Nothing of it was his, and so he need not look at it again either.
    CHECK(other->cursor() == f.registry.durable().revision);
}

TEST_CASE("watch: what cannot be told from the log any more is a reason to list again") {
    RegistryFixture f;
    f.create(R"({"metadata":{"name":"a","labels":{"app":"y"}}})", "configmaps", "default").value();
    auto const before = f.registry.durable().revision;
    f.one(f.operation(Verb::merge_patch, "configmaps", R"({"data":{"k":"2"}})", {"default", "a"})).value();
    auto const resume = [&](RegistryFixture& again, std::string const& selector) {
        auto watch = again.registry.watches().add(
            {again.kinds.by_resource("configmaps")->kind, "default", Selector::parse(selector).value(), {}}, before);
        CHECK(watch->take(10).value().empty());
        again.settle();
        return watch;
    };
    SECTION("with the version before at hand, a change that is none of the watcher's is no event") {
        RegistryFixture again(f.store);
        CHECK(resume(again, "app=x")->take(10).value().empty());
    }
    SECTION("without it nobody knows") {
        REQUIRE(f.store->compact(before));
        RegistryFixture again(f.store);
        CHECK(resume(again, "app=x")->take(10).error().code == Errc::expired);
        // Who selects everything does not need it.
        CHECK(resume(again, "")->take(10).value().size() == 1);
    }
}

TEST_CASE("trap 4: a watcher that never reads holds up nobody") {
    RegistryFixture f;
    auto const kind = f.kinds.by_resource("configmaps")->kind;
    auto const lazy = f.registry.watches().add({kind, "", {}, {}}, f.registry.durable().revision);
    auto const start = f.registry.durable().revision;
    for (int i = 0; i < 300; ++i) f.create(R"({"metadata":{"generateName":"x-"}})", "configmaps").value();
    CHECK(f.registry.durable().revision == start + 300);
    CHECK(lazy->take(1000).value().size() == 300);
}

TEST_CASE("trap 22: events are counted, bounded and outside the store") {
    RegistryFixture f;
    auto& ring = f.registry.events();
    for (int i = 0; i < 5; ++i)
        ring.add({"v1", "Pod", {"default", "p"}, "u", {}}, true, "BackOff", "back-off", "kubelet", "n1",
                 f.clock->wall());
    REQUIRE(ring.list("default").size() == 1);
    CHECK(at(ring.list("default")[0], {"count"}) == "5");
    for (int i = 0; i < 10'050; ++i)
        ring.add({"v1", "Pod", {"default", "p" + std::to_string(i)}, "u", {}}, false, "R", "m", "c", "",
                 f.clock->wall());
    CHECK(ring.list("").size() == EventRing::events_max);
    CHECK(f.store->head().value() == 1);
}

TEST_CASE("state: every index agrees with a plain search, whatever is changed") {
    RegistryFixture f;
    auto const entropy = seeded_entropy(3);
    auto const name = [&] { return "p" + std::to_string(entropy->below(40)); };
    for (int i = 0; i < 600; ++i) {
        auto const key = ObjectKey{"default", name()};
        switch (entropy->below(3)) {
            case 0:
                (void)f.create(R"({"metadata":{"name":")" + key.name + R"(","labels":{"a":"0"}}})", "configmaps");
                break;
            case 1:
                (void)f.one(f.operation(
                    Verb::merge_patch, "configmaps",
                    R"({"metadata":{"labels":{"a":")" + std::to_string(entropy->below(3)) + R"("}}})", key));
                break;
            default: (void)f.one(f.operation(Verb::remove, "configmaps", {}, key));
        }
    }
    auto const& state = f.registry.accepted();
    auto const& kind = *f.kinds.by_resource("configmaps")->kind;
    auto const everything = state.list(kind, {});
    CHECK(std::is_sorted(everything.begin(), everything.end(),
                         [](auto const& a, auto const& b) { return a->key() < b->key(); }));
    for (auto const* value : {"0", "1", "2"}) {
        auto const selector = Selector::parse(std::string("a=") + value).value();
        std::vector<Ref> expected;
        for (auto const& object : everything) {
            if (selector.matches(*object->index().labels)) expected.push_back(object);
        }
        CHECK(state.list(kind, {.namespace_ = "default", .labels = &selector}) == expected);
    }
    for (auto const& object : everything) {
        CHECK(state.by_uid(object->index().uid) == object);
        CHECK(state.get(kind, "default", object->key().name) == object);
    }
    CHECK(state.size() == everything.size() + 1);
}

TEST_CASE("trap 24: siblings share one set of owned fields, and it is not part of their bytes") {
    RegistryFixture f;
    auto const one = f.create(R"({"metadata":{"name":"a"},"data":{"k":"1"}})", "configmaps").value();
    auto const two = f.create(R"({"metadata":{"name":"b"},"data":{"k":"2"}})", "configmaps").value();
    REQUIRE(one->ownership());
    CHECK(one->ownership()->managers.at(0).fields == two->ownership()->managers.at(0).fields);
    CHECK(one->ownership()->managers.at(0).fields->text() == R"({"f:data":{".":{},"f:k":{}}})");
    CHECK(one->bytes().find("f:data") == std::string_view::npos);
}
