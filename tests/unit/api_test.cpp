#include "api/json.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/codec.hpp>
#include <keelson/api/kind.hpp>
#include <keelson/api/selector.hpp>

#include <catch2/catch.hpp>

using namespace keelson;

namespace {
struct GreetingSpec {
    static constexpr FieldRule rules[] = {{"text", {.required = true}}, {"volume", {.default_json = "3"}}};
    std::string text;
    std::int32_t volume = 0;
    std::optional<std::string> tone;
};
BOOST_DESCRIBE_STRUCT(GreetingSpec, (), (text, volume, tone))
struct Greeting {
    static constexpr TypeInfo type{"demo.example.com", "v1", "Greeting", "greetings"};
    ObjectMeta metadata;
    GreetingSpec spec;
};
BOOST_DESCRIBE_STRUCT(Greeting, (), (metadata, spec))
}  // namespace

TEST_CASE("codec: a struct is written canonically and read back the same") {
    Deployment deployment;
    deployment.metadata.name = "web";
    deployment.metadata.labels = {{"app", "web"}};
    deployment.spec.replicas = 0;
    deployment.spec.selector.matchLabels = {{"app", "web"}};
    deployment.spec.strategy.emplace().rollingUpdate.emplace().maxSurge = "25%";
    auto& container = deployment.spec.template_.spec.containers.emplace_back();
    container.name = "web";
    container.resources.emplace().requests = {{"cpu", Quantity::from_millis(1500)}};
    auto const text = encode(deployment);
    CHECK(
        text ==
        R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"labels":{"app":"web"},"name":"web"},)"
        R"("spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},"strategy":{"rollingUpdate":{"maxSurge":"25%"}},)"
        R"("template":{"spec":{"containers":[{"name":"web","resources":{"requests":{"cpu":"1500m"}}}]}}}})");
    auto const back = decode<Deployment>(text);
    REQUIRE(back);
    CHECK(equal(*back, deployment));
    CHECK_FALSE(equal(*back, Deployment{}));
}

TEST_CASE("codec: absent, empty and zero are three things where that matters") {
    CHECK(decode<PersistentVolumeClaim>(R"({"spec":{"storageClassName":""}})")->spec.storageClassName == "");
    CHECK_FALSE(decode<PersistentVolumeClaim>(R"({"spec":{}})")->spec.storageClassName);
    auto const kept = decode<PersistentVolumeClaim>(R"({"spec":{"storageClassName":"","selector":{}}})");
    CHECK(encode(*kept) ==
          R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","spec":{"selector":{},"storageClassName":""}})");
}

TEST_CASE("codec: a value of the wrong type is named by its path") {
    auto const wrong = decode<Deployment>(R"({"spec":{"template":{"spec":{"containers":[{"name":"a"},{"name":3}]}}}})");
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().message ==
          "spec.template.spec.containers[1].name: Invalid value: \"integer\": must be of type string");
    CHECK_FALSE(decode<Deployment>(R"({"spec":{"replicas":3000000000}})"));
    CHECK_FALSE(decode<Deployment>(R"({"spec":)"));
}

TEST_CASE("codec: what was published reads the same straight from its bytes") {
    std::string_view const text =
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{"a\"b\\c":"line\nnext","empty":"","u":"\u0001\u00e9 {]}"},)"
        R"("creationTimestamp":"2026-01-31T12:00:00Z","deletionGracePeriodSeconds":0,"name":"web","unknown":{"x":[1,{"y":"}"}]}},)"
        R"("spec":{"containers":[{"image":"i","livenessProbe":{"httpGet":{"port":"http"},"initialDelaySeconds":-1},)"
        R"("name":"web","ports":[{"containerPort":80}],"resources":{"limits":{"cpu":"1500m","memory":"1Gi"}},"tty":true},)"
        R"({"livenessProbe":{"httpGet":{"port":8080}},"name":"two","stdin":false}],"nodeSelector":{},"tolerations":[]},)"
        R"("status":{"conditions":[{"lastTransitionTime":"2026-01-31T12:00:01Z","status":"True","type":"Ready"}]}})";
    Pod direct;
    REQUIRE(decode_published(type_desc<Pod>(), &direct, text));
    auto const through_tree = decode<Pod>(text).value();
    CHECK(equal(direct, through_tree));
    CHECK(encode(direct) == encode(through_tree));
    CHECK(direct.metadata.annotations.at("a\"b\\c") == "line\nnext");
    CHECK(direct.spec.containers.size() == 2);

    for (std::string_view const broken :
         {R"({"metadata":{"name":1}})", R"({"metadata":[]})", R"({"spec":{"containers":{}}})",
          R"({"metadata":{"name":"x)", R"({"spec":{"containers":[{"ports":[{"containerPort":1.5}]}]}})",
          R"({"spec":{"hostNetwork":"yes"}})", "", "{", R"({"spec":{"activeDeadlineSeconds":99999999999999999999}})"}) {
        Pod pod;
        CHECK_FALSE(decode_published(type_desc<Pod>(), &pod, broken));
        CHECK_FALSE(decode<Pod>(broken));
    }
}

TEST_CASE("json: the members and elements of canonical text, unread") {
    MemberScanner members(R"({"a":{"b":[1,"}"]},"c\"":"x,\"y","d":-1.5})");
    std::string seen;
    for (std::string_view key, value; members.next(key, value);) seen.append(key).append("=").append(value).append(";");
    CHECK(seen == R"(a={"b":[1,"}"]};c\"="x,\"y";d=-1.5;)");
    ElementScanner elements(R"([[1,2],"],",{"a":[]},null])");
    seen.clear();
    for (std::string_view value; elements.next(value);) seen.append(value).append(";");
    CHECK(seen == R"([1,2];"],";{"a":[]};null;)");
    std::string_view value;
    CHECK_FALSE(ElementScanner("[]").next(value));
}

TEST_CASE("kind: a user's struct brings its schema") {
    auto const kind = kind_of<Greeting>();
    CHECK(kind.resource() == "greetings.demo.example.com");
    CHECK(kind.singular == "greeting");
    auto const* const spec = kind.schema->field("spec")->schema;
    CHECK(spec->field("text")->required);
    CHECK(spec->field("volume")->default_json == "3");
    CHECK(spec->field("tone")->schema->type == Schema::Type::string);
    CHECK(kind.schema->field("metadata")->schema->field("ownerReferences")->schema->list_keys[0] == "uid");
}

TEST_CASE("kind: every built-in kind has a schema, and a struct that agrees with it or none") {
    auto const kinds = built_in_kinds();
    CHECK(kinds.size() == 68);
    for (auto const& kind : kinds) {
        INFO(kind->name);
        CHECK(kind->schema->field("metadata"));
        if (kind->typed) CHECK(kind->typed->fields.size() + 2 == kind->schema->fields.size());
    }
}

TEST_CASE("quantity: it prints in the canonical form of its family") {
    for (auto const& [in, out] : std::vector<std::pair<std::string, std::string>>{{"1", "1"},
                                                                                  {"1000m", "1"},
                                                                                  {"0.5", "500m"},
                                                                                  {"1500m", "1500m"},
                                                                                  {"1.5Gi", "1536Mi"},
                                                                                  {"1024Mi", "1Gi"},
                                                                                  {"1000", "1k"},
                                                                                  {"100", "100"},
                                                                                  {"0.1n", "1n"},
                                                                                  {"1e3", "1e3"},
                                                                                  {"-1.5", "-1500m"},
                                                                                  {"0Mi", "0"},
                                                                                  {"128974848", "128974848"},
                                                                                  {"123Mi", "123Mi"},
                                                                                  {"12e6", "12e6"},
                                                                                  {"+5", "5"},
                                                                                  {".5", "500m"},
                                                                                  {"5.", "5"}}) {
        INFO(in);
        REQUIRE(Quantity::parse(in));
        CHECK(Quantity::parse(in)->text() == out);
    }
    for (auto const* bad : {"", "x", "1x", "1 Gi", "Gi", "1ee3", "--1", "1.2.3"}) CHECK_FALSE(Quantity::parse(bad));
    CHECK(Quantity::parse("1.0001")->millis() == 1001);
    CHECK(Quantity::parse("-0.5")->millis() == -500);
    CHECK(Quantity::parse("100E")->units() == std::numeric_limits<std::int64_t>::max());
    CHECK((*Quantity::parse("1.5") - *Quantity::parse("2")).text() == "-500m");
    CHECK(*Quantity::parse("1Gi") > *Quantity::parse("1G"));
}

TEST_CASE("base64: bytes survive, nonsense is refused") {
    for (std::string const& text : std::vector<std::string>{"", "a", "ab", "abc", "abcd", std::string("\0\xff", 2)})
        CHECK(decode_base64(encode_base64(text)).value() == text);
    CHECK(encode_base64("hello") == "aGVsbG8=");
    CHECK_FALSE(decode_base64("aGVsbG8"));
    CHECK_FALSE(decode_base64("a=b="));
}

TEST_CASE("selector: the operators of Kubernetes") {
    Labels const labels{{"app", "web"}, {"tier", "front"}};
    for (auto const* yes :
         {"", "app=web", "app==web,tier", "app in (web, api)", "tier notin (back)", "!gone", "app!=api", "gone!=x"})
        CHECK(Selector::parse(yes)->matches(labels));
    for (auto const* no : {"app=api", "gone", "!app", "app notin (web)", "app in ()", "gone in (a)"}) {
        INFO(no);
        CHECK_FALSE(Selector::parse(no)->matches(labels));
    }
    for (auto const* bad : {"app in (a", "=x", "app,,tier", "a b=c", "x=ä"}) CHECK_FALSE(Selector::parse(bad));
    CHECK(Selector::parse("b in (y,x),a=1,!c")->text() == "b in (x,y),a=1,!c");
}

TEST_CASE("json: canonical text is the same whatever the order") {
    CHECK(canonical(*parse_json(R"({"b":1,"a":{"d":null,"c":"\u0001é"}})")) == "{\"a\":{\"c\":\"\\u0001é\"},\"b\":1}");
    CHECK_FALSE(parse_json("{} x"));
    CHECK_FALSE(parse_json(std::string(100'000, '[')));
}
