#include "api/patch.hpp"

#include "api/kubernetes_schema.hpp"
#include "support/random_tree.hpp"
#include "support/registry_fixture.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <map>

using namespace keelson;
using namespace keelson::test;

namespace {

using Verb = Operation::Verb;

Schema const& schema_of(std::string_view kind) {
    for (auto const& known : kubernetes_kinds()) {
        if (known.type.kind == kind) return *known.schema;
    }
    throw std::logic_error("no such kind");
}

/// The strategic patch that makes one tree another, as kubectl makes it; now and then in another way that means the
/// same.
class Difference {
public:
    explicit Difference(RandomTree& random) : random_(&random) {}

    json::value between(Schema const* schema, json::object const& from, json::object const& to) {
        json::object patch;
        if (random_->one_in(12)) {
            patch = to;
            patch["$patch"] = "replace";
            return patch;
        }
        bool const retains = random_->one_in(6);
        for (auto const& member : from) {
            if (!to.contains(member.key()) && !retains) patch[member.key()] = nullptr;
        }
        if (retains) {
            json::array kept;
            for (auto const& member : to) kept.emplace_back(member.key());
            patch["$retainKeys"] = std::move(kept);
        }
        for (auto const& member : to) {
            auto const* const old = from.if_contains(member.key());
            auto const* const inner = child(schema, member.key());
            if (!old) {
                patch[member.key()] = member.value();
            } else if (*old != member.value()) {
                add(inner, member.key(), *old, member.value(), patch);
            }
        }
        return patch;
    }

private:
    static Schema const* child(Schema const* schema, std::string_view key) {
        if (!schema) return nullptr;
        if (schema->type == Schema::Type::map) return schema->element;
        auto const* const field = schema->field(key);
        return field ? field->schema : nullptr;
    }

    void add(Schema const* schema, std::string const& key, json::value const& from, json::value const& to,
             json::object& patch) {
        if (from.is_object() && to.is_object()) {
            patch[key] = between(schema, from.get_object(), to.get_object());
        } else if (from.is_array() && to.is_array() && schema && schema->patch_merge) {
            schema->merge_key.empty() ? add_values(key, from.get_array(), to.get_array(), patch)
                                      : add_elements(*schema, key, from.get_array(), to.get_array(), patch);
        } else {
            patch[key] = to;
        }
    }

    void add_values(std::string const& key, json::array const& from, json::array const& to, json::object& patch) {
        json::array gone, fresh;
        for (auto const& value : from) {
            if (std::find(to.begin(), to.end(), value) == to.end()) gone.push_back(value);
        }
        for (auto const& value : to) {
            if (std::find(from.begin(), from.end(), value) == from.end()) fresh.push_back(value);
        }
        patch["$setElementOrder/" + key] = to;
        if (!gone.empty()) patch["$deleteFromPrimitiveList/" + key] = std::move(gone);
        if (!fresh.empty()) patch[key] = std::move(fresh);
    }

    void add_elements(Schema const& list, std::string const& key, json::array const& from, json::array const& to,
                      json::object& patch) {
        auto const find = [&](json::array const& in, json::value const& element) -> json::value const* {
            for (auto const& one : in) {
                if (one.at(list.merge_key) == element.at(list.merge_key)) return &one;
            }
            return nullptr;
        };
        json::array elements, order;
        for (auto const& element : to) {
            auto const& name = element.at(list.merge_key);
            order.push_back(json::object{{list.merge_key, name}});
            auto const* const old = find(from, element);
            if (old && *old == element) continue;
            auto made = old ? between(list.element, old->get_object(), element.get_object()) : element;
            // In a list this would replace all of it.
            if (made.get_object().contains("$patch")) made = element, made.get_object()["$retainKeys"] = keys(element);
            made.get_object()[list.merge_key] = name;
            elements.push_back(std::move(made));
        }
        for (auto const& element : from) {
            if (!find(to, element))
                elements.push_back(json::object{{"$patch", "delete"}, {list.merge_key, element.at(list.merge_key)}});
        }
        patch["$setElementOrder/" + key] = std::move(order);
        patch[key] = std::move(elements);
    }

    static json::array keys(json::value const& of) {
        json::array all;
        for (auto const& member : of.get_object()) all.emplace_back(member.key());
        return all;
    }

    RandomTree* random_;
};

}  // namespace

TEST_CASE("patch: the strategic patch of a difference gives the target, and once more changes nothing") {
    for (auto const* const kind : {"Pod", "Deployment", "Service", "Job", "PersistentVolumeClaim"}) {
        auto const& schema = schema_of(kind);
        for (std::uint64_t seed = 1; seed <= 400; ++seed) {
            RandomTree random(seed);
            auto const from = random.make(schema);
            auto const to = random.change(schema, from);
            auto const patch = Difference(random).between(&schema, from.get_object(), to.get_object());
            INFO(kind << " " << seed << "\nfrom  " << from << "\nto    " << to << "\npatch " << patch);
            auto document = from;
            auto const done = strategic_patch(schema, document, patch);
            INFO((done ? std::string() : done.error().message));
            REQUIRE(done);
            // Lists that were made empty and maps that retained nothing are the same as absent ones nowhere: equal is
            // equal.
            REQUIRE(canonical(document) == canonical(to));
        }
    }
}

TEST_CASE("patch: a strategic patch that only adds is the same done twice") {
    auto const& schema = schema_of("Deployment");
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        RandomTree random(seed);
        auto document = random.make(schema);
        auto const patch = random.make(schema);
        REQUIRE(strategic_patch(schema, document, patch));
        auto const once = canonical(document);
        REQUIRE(strategic_patch(schema, document, patch));
        INFO(seed << " " << patch);
        CHECK(canonical(document) == once);
    }
}

TEST_CASE("patch: a list that is too long is not merged, but may be replaced") {
    json::value document = json::parse(R"({"metadata":{"finalizers":["a"]},"spec":{"tolerations":[]}})");
    json::array many;
    for (int i = 0; i < 6'000; ++i) many.emplace_back(std::to_string(i));
    auto const& schema = schema_of("Pod");
    auto const refused =
        strategic_patch(schema, document, json::object{{"metadata", json::object{{"finalizers", many}}}});
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Catch::Contains("lists of more than 5000 elements are not merged"));
    CHECK(strategic_patch(schema, document, json::object{{"spec", json::object{{"tolerations", many}}}}));
}

TEST_CASE("patch: a JSON patch has limits") {
    json::value document = json::parse(R"({"a":"0123456789"})");
    auto const before = document;
    SECTION("of operations") {
        json::array const patch(10'001, json::parse(R"({"op":"test","path":"/a","value":"0123456789"})"));
        auto const refused = json_patch(document, patch);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().causes.at(0).message ==
              "The allowed maximum operations in a JSON patch is 10000, got 10001");
        CHECK(json_patch(document, json::array(patch.begin(), patch.begin() + 10'000)));
    }
    SECTION("of what is copied: a document cannot be doubled without end") {
        json::array patch;
        for (int i = 0; i < 40; ++i)
            patch.push_back(json::object{{"op", "copy"}, {"from", ""}, {"path", "/c" + std::to_string(i)}});
        auto const refused = json_patch(document, patch);
        REQUIRE_FALSE(refused);
        CHECK_THAT(refused.error().message, Catch::Contains("exceeding the limit"));
    }
    SECTION("of depth") {
        json::array patch;
        std::string path;
        for (int i = 0; i < 70; ++i) {
            path += "/d";
            patch.push_back(json::object{{"op", "add"}, {"path", path}, {"value", json::object()}});
        }
        auto const refused = json_patch(document, patch);
        REQUIRE_FALSE(refused);
        CHECK_THAT(refused.error().message, Catch::Contains("nested deeper than 64 levels"));
    }
    SECTION("of work") {
        json::array patch{json::parse(R"({"op":"add","path":"/big","value":{}})").get_object()};
        json::array big;
        for (int i = 0; i < 20'000; ++i) big.emplace_back("0123456789");
        patch[0].get_object()["value"] = big;
        for (int i = 0; i < 9'000; ++i)
            patch.push_back(
                json::object{{"op", "move"}, {"from", i % 2 ? "/other" : "/big"}, {"path", i % 2 ? "/big" : "/other"}});
        auto const refused = json_patch(document, patch);
        REQUIRE_FALSE(refused);
        CHECK_THAT(refused.error().message, Catch::Contains("too much work"));
    }
    CHECK(document == before);
}

TEST_CASE("patch: kinds that are not built in take no strategic patch") {
    RegistryFixture f;
    CHECK(takes_strategic_patch(*f.kinds.by_resource("pods")->kind->schema));
    auto const* const other = f.kinds.add_unknown("things.example.com", "example.com/v1", "Thing", true);
    REQUIRE(other);
    CHECK_FALSE(takes_strategic_patch(*other->kind->schema));
    auto const refused =
        f.one(f.operation(Verb::strategic_patch, "things.example.com", R"({"a":1})", {"default", "x"}));
    CHECK(refused.error().code == Errc::unsupported);
    CHECK(refused.error().message ==
          "the body of the request was in an unknown format - accepted media types include: "
          "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
}

TEST_CASE("apply: applying twice changes nothing") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        RegistryFixture f;
        RandomTree random(seed);
        auto config = json::parse(
            R"({"spec":{"selector":{"matchLabels":{"app":"w"}},"template":{"metadata":{"labels":{"app":"w"}},"spec":{"containers":[]}}}})");
        auto& containers = config.at("spec").at("template").at("spec").at("containers").as_array();
        for (std::size_t i = 0; i <= random.below(3); ++i) {
            json::object made{{"name", "c" + std::to_string(i)}, {"image", "i"}};
            if (random.one_in(2)) made["env"] = json::array{json::object{{"name", "X"}, {"value", "1"}}};
            if (random.one_in(2)) made["ports"] = json::array{json::object{{"containerPort", 80 + i}}};
            if (random.one_in(2)) made["resources"] = json::object{{"requests", json::object{{"cpu", "1000m"}}}};
            if (random.one_in(3)) made["command"] = json::array{"sh"};
            containers.push_back(std::move(made));
        }
        if (random.one_in(2)) config.at("spec").as_object()["replicas"] = random.below(4);
        if (random.one_in(2)) config.as_object()["metadata"] = json::object{{"labels", json::object{{"a", "b"}}}};
        auto const apply = [&] {
            return f.one(f.operation(Verb::apply, "deployments.apps", json::serialize(config), {"default", "w"}));
        };
        INFO(seed << " " << config);
        auto const once = apply();
        REQUIRE(once);
        CHECK(apply().value() == *once);
    }
}

TEST_CASE("apply: two owners never lose each other's fields") {
    using Fields = std::map<std::string, std::string>;
    std::size_t conflicts = 0, forced = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        RegistryFixture f;
        RandomTree random(seed);
        std::map<std::string, Fields> owned;  // what each has applied and not lost
        std::string history;
        for (int step = 0; step < 25; ++step) {
            auto const who = random.one_in(2) ? "one" : "two";
            auto const other = who == std::string("one") ? "two" : "one";
            bool const force = random.one_in(4);
            Fields wanted;
            for (auto count = random.below(5); count > 0; --count)
                wanted["k" + std::to_string(random.below(6))] = std::to_string(random.below(2));
            bool contested = false;
            for (auto const& [key, value] : wanted)
                contested = contested || (owned[other].contains(key) && owned[other][key] != value);
            // Fields of three shapes: a map's, a keyed list's, and those of a map that a schema has as strings.
            json::object data, labels;
            for (auto const& [key, value] : wanted) (key < "k3" ? data : labels)[key] = value;
            json::object const config{{"data", data}, {"metadata", json::object{{"labels", labels}}}};
            WriteOptions options;
            options.manager = who;
            options.force = force;
            history += "\n" + std::string(who) + (force ? " forces " : " applies ") + json::serialize(config);
            INFO(seed << history);
            auto const result =
                f.one(f.operation(Verb::apply, "configmaps", json::serialize(config), {"default", "a"}), options);
            INFO((result ? std::string() : result.error().message));
            REQUIRE(result.has_value() == (!contested || force));
            if (result) {
                for (auto const& [key, value] : wanted) {
                    if (owned[other].contains(key) && owned[other][key] != value) owned[other].erase(key), ++forced;
                }
                owned[who] = wanted;
            } else {
                CHECK(result.error().code == Errc::conflict);
                ++conflicts;
            }
            auto expected = owned["one"];
            expected.insert(owned["two"].begin(), owned["two"].end());
            Fields found;
            auto const object = f.get("configmaps", "default", "a");
            if (!object) continue;
            auto const tree = parse_json(object->bytes()).value();
            for (auto const path : {find_path(tree, {"data"}), find_path(tree, {"metadata", "labels"})}) {
                if (!path) continue;
                for (auto const& member : path->get_object()) found[member.key()] = member.value().get_string();
            }
            REQUIRE(found == expected);
        }
    }
    CHECK(conflicts > 50);
    CHECK(forced > 20);
}

TEST_CASE("registry: a dry run of every verb answers as if it were done and changes nothing") {
    RegistryFixture f;
    auto const made =
        f.create(R"({"metadata":{"name":"a","labels":{"x":"y"}},"spec":{"containers":[{"name":"c","image":"i"}]}})",
                 "pods", "default")
            .value();
    auto const revision = f.registry.accepted().revision;
    WriteOptions dry;
    dry.dry_run = true;
    dry.manager = "tester";
    auto const try_one = [&](Verb verb, std::string body) {
        auto const outcome = f.one(f.operation(verb, "pods", std::move(body), made->key()), dry);
        INFO((outcome ? std::string() : outcome.error().message));
        REQUIRE(outcome);
        CHECK(f.registry.accepted().revision == revision);
        CHECK(f.get("pods", "default", "a") == made);
        return *outcome ? std::string((*outcome)->bytes()) : std::string("gone");
    };
    std::string const label = R"({"metadata":{"labels":{"x":"z"}}})";
    auto update = json::parse(made->bytes());
    update.at("metadata").at("labels").as_object()["x"] = "z";
    for (auto const& [verb, body] :
         {std::pair(Verb::update, json::serialize(update)), std::pair(Verb::merge_patch, label),
          std::pair(Verb::strategic_patch, label),
          std::pair(Verb::json_patch, std::string(R"([{"op":"replace","path":"/metadata/labels/x","value":"z"}])"))})
        CHECK_THAT(try_one(verb, body), Catch::Contains(R"("labels":{"x":"z"})"));
    CHECK_THAT(try_one(Verb::apply, R"({"metadata":{"labels":{"q":"z"}}})"), Catch::Contains(R"("q":"z")"));
    std::string const status = R"({"status":{"message":"seen"}})";
    for (auto const verb :
         {Verb::update_status, Verb::merge_patch_status, Verb::strategic_patch_status, Verb::apply_status})
        CHECK_THAT(try_one(verb, status), Catch::Contains(R"("message":"seen")"));
    CHECK_THAT(try_one(Verb::json_patch_status, R"([{"op":"add","path":"/status/message","value":"seen"}])"),
               Catch::Contains(R"("message":"seen")"));
    CHECK_THAT(try_one(Verb::bind, "n1"), Catch::Contains(R"("nodeName":"n1")"));
    CHECK(try_one(Verb::remove, {}) == "gone");
    auto const fresh =
        f.one(f.operation(Verb::create, "pods",
                          R"({"metadata":{"generateName":"g-"},"spec":{"containers":[{"name":"c","image":"i"}]}})"),
              dry);
    REQUIRE(fresh);
    CHECK((*fresh)->key().name.size() == 7);
    CHECK(f.registry.accepted().revision == revision);
    // An address that a Service would have got is not taken by trying.
    std::string const service = R"({"metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}})";
    auto const tried = f.one(f.operation(Verb::create, "services", service), dry).value();
    auto const done = f.one(f.operation(Verb::create, "services", service)).value();
    CHECK(parse_json(tried->bytes())->at("spec").at("clusterIP") ==
          parse_json(done->bytes())->at("spec").at("clusterIP"));
}

TEST_CASE("apply: unknown fields that are let through are nobody's") {
    RegistryFixture f;
    WriteOptions warn;
    warn.fields = FieldValidation::warn;
    for (int round = 0; round < 2; ++round) {  // made, then changed
        auto const applied =
            f.submit({f.operation(Verb::apply, "configmaps", R"({"data":{"a":"1"},"dta":{"b":"1"},"immutable":null})",
                                  {"default", "a"})},
                     warn);
        REQUIRE(applied);
        CHECK(applied->warnings == std::vector<std::string>{"unknown field \"dta\""});
        CHECK(applied->objects.front()->ownership()->managers.front().fields->text() ==
              R"({"f:data":{".":{},"f:a":{}}})");
    }
}

TEST_CASE("registry: a dry run is refused what the store would refuse") {
    RegistryFixture f;
    WriteOptions dry;
    dry.dry_run = true;
    auto const large =
        f.one(f.operation(Verb::create, "configmaps",
                          R"({"metadata":{"name":"a"},"data":{"x":")" + std::string(8 << 20, 'x') + "\"}}"),
              dry);
    REQUIRE_FALSE(large);
    CHECK(large.error().code == Errc::invalid);
}
