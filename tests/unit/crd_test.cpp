#include "api/custom_kind.hpp"
#include "api/json.hpp"
#include "http/api_server.hpp"
#include "support/registry_fixture.hpp"
#include "support/test_exchange.hpp"

#include <keelson/engine.hpp>

#include <catch2/catch.hpp>

#include <future>

using namespace keelson;
using test::TestExchange;

namespace {

struct Api {
    explicit Api(std::shared_ptr<Store> store = memory_store()) : f(std::move(store)) { server->start(); }
    ~Api() { server->stop(); }

    std::shared_ptr<TestExchange> send(std::string method, std::string target, std::string body = {},
                                       http::Headers headers = {}) {
        auto exchange =
            std::make_shared<TestExchange>(std::move(method), std::move(target), std::move(body), std::move(headers));
        server->answer(exchange);
        f.settle();
        return exchange;
    }
    json::value ask(std::string method, std::string target, std::string body = {}, http::Headers headers = {}) {
        auto const exchange = send(std::move(method), std::move(target), std::move(body), std::move(headers));
        if (!exchange->answer) return nullptr;
        status = exchange->answer->status;
        sent = exchange->answer->headers;
        auto parsed = parse_json(exchange->answer->body);
        return parsed ? *parsed : json::value(exchange->answer->body);
    }

    test::RegistryFixture f;
    std::shared_ptr<http::ApiServer> server =
        std::make_shared<http::ApiServer>(f.strand, f.registry, http::ApiServerOptions{});
    int status = 0;
    http::Headers sent;
};

std::string text_at(json::value const& tree, std::initializer_list<std::string_view> path) {
    return std::string(string_at(tree, path));
}

/// Puts a value where a JSON pointer says; its parent must be there.
void put_at(json::value& tree, std::string const& pointer, json::value value) {
    auto const slash = pointer.rfind('/');
    auto& parent = slash == 0 ? tree : tree.at_pointer(pointer.substr(0, slash));
    if (auto* const list = parent.if_array()) {
        list->at(std::stoul(pointer.substr(slash + 1))) = std::move(value);
    } else {
        parent.get_object()[pointer.substr(slash + 1)] = std::move(value);
    }
}

std::string const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
std::string const crontabs = "/apis/stable.example.com/v1/namespaces/default/crontabs";

std::string const crontab_schema = R"({"type":"object","properties":{
  "spec":{"type":"object","required":["cron"],"properties":{
    "cron":{"type":"string","pattern":"^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$","description":"When it runs."},
    "image":{"type":"string","default":"busybox"},
    "color":{"type":"string","enum":["red","blue"]},
    "replicas":{"type":"integer","minimum":0,"maximum":10},
    "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
    "ports":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],
      "items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},
        "port":{"x-kubernetes-int-or-string":true}}}}}},
  "status":{"type":"object","properties":{"replicas":{"type":"integer"},"labelSelector":{"type":"string"},
    "phase":{"type":"string"}}}}})";

json::value crontab_definition() {
    json::value made = parse_json(R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
      "metadata":{"name":"crontabs.stable.example.com"},
      "spec":{"group":"stable.example.com","scope":"Namespaced",
        "names":{"plural":"crontabs","singular":"crontab","kind":"CronTab","shortNames":["ct"],"categories":["all"]},
        "versions":[{"name":"v1","served":true,"storage":true,
          "subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas",
            "statusReplicasPath":".status.replicas","labelSelectorPath":".status.labelSelector"}},
          "selectableFields":[{"jsonPath":".spec.color"}],
          "additionalPrinterColumns":[{"name":"Spec","type":"string","jsonPath":".spec.cron"},
            {"name":"Replicas","type":"integer","jsonPath":".spec.replicas"}]}]}})")
                           .value();
    made.at("spec").at("versions").at(0).get_object()["schema"] = {
        {"openAPIV3Schema", parse_json(crontab_schema).value()}};
    return made;
}

void define(Api& api, json::value const& definition = crontab_definition()) {
    auto const made = api.ask("POST", definitions, canonical(definition));
    INFO(canonical(made));
    REQUIRE(api.status == 201);
}

std::string crontab(std::string const& name, std::string const& spec) {
    return R"({"apiVersion":"stable.example.com/v1","kind":"CronTab","metadata":{"name":")" + name + R"("},"spec":)" +
           spec + "}";
}

/// All complaints of a schema about a value, as "field: message".
std::string complaints(std::string const& schema, std::string const& value) {
    std::vector<SchemaProblem> problems;
    auto const compiled = CustomSchema::compile(parse_json(schema).value(), "s", problems);
    if (!compiled) return "schema: " + problems.front().field + ": " + problems.front().detail;
    auto tree = parse_json(value).value();
    Findings findings;
    compiled->normalize(tree, findings);
    std::string all;
    for (auto const& cause : findings.causes) all += (all.empty() ? "" : "; ") + cause.field + ": " + cause.message;
    return all;
}

std::string of_field(std::string const& schema, std::string const& value) {
    return complaints(R"({"type":"object","properties":{"f":)" + schema + "}}", R"({"f":)" + value + "}");
}

}  // namespace

TEST_CASE("crd: a value is judged by its schema, in Kubernetes' words") {
    struct Case {
        std::string schema, value, complaint;
    };
    for (
        auto const& one : std::vector<Case>{
            {R"({"type":"integer"})", "3", ""},
            {R"({"type":"integer"})", "\"3\"",
             "f: Invalid value: \"string\": f in body must be of type integer: \"string\""},
            {R"({"type":"integer"})", "3.0", ""},
            {R"({"type":"number"})", "3", ""},
            {R"({"type":"integer","minimum":0})", "-1",
             "f: Invalid value: -1: f in body should be greater than or equal to 0"},
            {R"({"type":"integer","minimum":0,"exclusiveMinimum":true})", "0",
             "f: Invalid value: 0: f in body should be greater than 0"},
            {R"({"type":"integer","maximum":10})", "11",
             "f: Invalid value: 11: f in body should be less than or equal to 10"},
            {R"({"type":"integer","maximum":10,"exclusiveMaximum":true})", "10",
             "f: Invalid value: 10: f in body should be less than 10"},
            {R"({"type":"integer","multipleOf":4})", "6", "f: Invalid value: 6: f in body should be a multiple of 4"},
            {R"({"type":"number","multipleOf":0.1})", "0.3", ""},
            {R"({"type":"string","maxLength":2})", "\"abc\"", "f: Too long: may not be more than 2 bytes"},
            {R"({"type":"string","minLength":2})", "\"\xc3\xa4\"",
             "f: Invalid value: \"\xc3\xa4\": f in body should be at least 2 chars long"},
            {R"({"type":"string","pattern":"^a+$"})", "\"ab\"",
             "f: Invalid value: \"ab\": f in body should match '^a+$'"},
            {R"({"type":"string","pattern":"^(?P<x>a)+$"})", "\"aa\"", ""},
            {R"({"type":"string","enum":["a","b"]})", "\"c\"",
             "f: Unsupported value: \"c\": supported values: \"a\", \"b\""},
            {R"({"type":"string","format":"ipv4"})", "\"1.2.3.400\"",
             "f: Invalid value: \"1.2.3.400\": f in body must be of type ipv4: \"1.2.3.400\""},
            {R"({"type":"string","format":"date-time"})", "\"2026-01-01T00:00:00Z\"", ""},
            {R"({"type":"string","format":"duration"})", "\"1h30m\"", ""},
            {R"({"type":"string","format":"duration"})", "\"soon\"",
             "f: Invalid value: \"soon\": f in body must be of type duration: \"soon\""},
            {R"({"type":"array","maxItems":1,"items":{"type":"string"}})", R"(["a","b"])",
             "f: Too many: 2: must have at most 1 item"},
            {R"({"type":"array","minItems":1,"items":{"type":"string"}})", "[]",
             "f: Invalid value: 0: f in body should have at least 1 items"},
            {R"({"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}})", R"(["a","a"])",
             "f[1]: Duplicate value: \"a\""},
            {R"({"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["n"],
                 "items":{"type":"object","required":["n"],"properties":{"n":{"type":"string"}}}})",
             R"([{"n":"a"},{"n":"a"}])", "f[1]: Duplicate value: {\"n\":\"a\"}"},
            {R"({"type":"object","required":["x"],"properties":{"x":{"type":"string"}}})", "{}", "f.x: Required value"},
            {R"({"type":"object","maxProperties":1,"additionalProperties":{"type":"string"}})", R"({"a":"","b":""})",
             "f: Too many: 2: must have at most 1 item"},
            {R"({"type":"object","additionalProperties":{"type":"string"}})", R"({"a":1})",
             "f.a: Invalid value: \"integer\": f.a in body must be of type string: \"integer\""},
            {R"({"x-kubernetes-int-or-string":true})", "\"80%\"", ""},
            {R"({"x-kubernetes-int-or-string":true})", "true",
             "f: Invalid value: \"boolean\": f in body must be of type integer,string: \"boolean\""},
            {R"({"x-kubernetes-int-or-string":true,"anyOf":[{"type":"integer"},{"type":"string"}]})", "5", ""},
            {R"({"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},
                 "oneOf":[{"required":["a"]},{"required":["b"]}]})",
             R"({"a":"","b":""})",
             "f: Invalid value: \"\": \"f\" must validate one and only one schema (oneOf). Found 2 valid alternatives"},
            {R"({"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},
                 "anyOf":[{"required":["a"]},{"required":["b"]}]})",
             "{}", "f: Invalid value: \"\": \"f\" must validate at least one schema (anyOf)"},
            {R"({"type":"string","not":{"enum":["x"]}})", "\"x\"",
             "f: Invalid value: \"\": \"f\" must not validate the schema (not)"},
            {R"({"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true})",
             R"({"kind":"Pod","spec":{}})", "f.apiVersion: Required value: must not be empty"},
        }) {
        INFO(one.schema << " " << one.value);
        CHECK(of_field(one.schema, one.value) == one.complaint);
    }
}

TEST_CASE("crd: a pattern that costs too much is refused and does not end the program") {
    auto const answer = of_field(R"({"type":"string","pattern":"^(a+)+$"})", "\"" + std::string(60'000, 'a') + "b\"");
    CHECK(answer.starts_with("f: Invalid value: "));
}

TEST_CASE("crd: unknown fields go, defaults come, and what is to be preserved stays") {
    std::vector<SchemaProblem> problems;
    auto const schema = CustomSchema::compile(parse_json(crontab_schema).value(), "s", problems);
    REQUIRE(schema);
    auto tree = parse_json(R"({"apiVersion":"a/v1","kind":"K","metadata":{"name":"x","color":"?"},"extra":1,
        "spec":{"cron":"* * * * *","unknown":{"a":1},"color":null,"free":{"any":[{"thing":null}]},
                "ports":[{"name":"a","port":"http","x":1}]}})")
                    .value();
    Findings findings;
    schema->normalize(tree, findings);
    CHECK(findings.causes.empty());
    std::sort(findings.unknown.begin(), findings.unknown.end());
    CHECK(findings.unknown == std::vector<std::string>{"extra", "metadata.color", "spec.ports[0].x", "spec.unknown"});
    CHECK(canonical(tree.at("spec")) ==
          R"({"cron":"* * * * *","free":{"any":[{}]},"image":"busybox","ports":[{"name":"a","port":"http"}]})");
}

TEST_CASE("crd: what a definition may not say is refused under its path") {
    struct Case {
        std::string pointer, value, complaint;
    };
    std::string const schema = "/spec/versions/0/schema/openAPIV3Schema";
    std::string const at = "spec.versions[0].schema.openAPIV3Schema";
    for (auto const& one : std::vector<Case>{
             {"/metadata/name", "\"x.stable.example.com\"", "must be spec.names.plural+\".\"+spec.group"},
             {"/spec/group", "\"stable\"", "should be a domain with at least one dot"},
             {"/spec/names/kind", "\"9x\"", "may have mixed case"},
             {"/spec/names/listKind", "\"CronTab\"", "kind and listKind may not be the same"},
             {"/spec/names/shortNames", R"(["C T"])", "spec.names.shortNames[0]: Invalid value: \"C T\""},
             {"/spec/scope", "\"World\"", "spec.scope: Unsupported value: \"World\""},
             {"/spec/versions", "[]", "spec.versions: Required value"},
             {"/spec/versions/0/storage", "false", "must have exactly one version marked as storage version"},
             {"/spec/versions/0/name", "\"V 1\"", "spec.versions[0].name"},
             {"/spec/versions/0/schema", "null",
              "spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required"},
             {"/spec/preserveUnknownFields", "true", "spec.preserveUnknownFields: Invalid value: true: must be false"},
             {"/spec/conversion", R"({"strategy":"Webhook","webhook":{"conversionReviewVersions":["v1"]}})",
              "spec.conversion.strategy: Forbidden"},
             {schema + "/type", "\"string\"", "must be object at the root"},
             {schema + "/properties/spec/type", "\"\"", at + ".properties[spec].type: Required value"},
             {schema + "/properties/spec/x-kubernetes-validations", R"([{"rule":"self.a == 1"}])",
              at + ".properties[spec].x-kubernetes-validations: Forbidden"},
             {schema + "/properties/spec/properties/cron/pattern", "\"(\"",
              at + ".properties[spec].properties[cron].pattern: Invalid value: \"(\""},
             {schema + "/properties/spec/properties/image/default", "3", "properties[image].default"},
             {schema + "/properties/spec/properties/ports/items", "null", ".properties[ports].items: Required value"},
             {schema + "/properties/spec/anyOf", R"([{"properties":{"nobody":{"minimum":1}}}])",
              "because it is defined in"},
             {schema + "/properties/spec/anyOf", R"([{"type":"object"}])", "must be undefined to be structural"},
             {"/spec/versions/0/additionalPrinterColumns/0/jsonPath", "\".spec[\"",
              "spec.versions[0].additionalPrinterColumns[0].jsonPath: Invalid value"},
             {"/spec/versions/0/additionalPrinterColumns/0/type", "\"text\"", "Unsupported value: \"text\""},
             {"/spec/versions/0/subresources/scale/specReplicasPath", "\".status.replicas\"",
              "should be a json path under .spec"},
             {"/spec/versions/0/selectableFields/0/jsonPath", "\".spec.ports\"", "selectableFields[0].jsonPath"},
             {"/spec/versions/0/deprecationWarning", "\"old\"", "can only be set for deprecated versions"},
         }) {
        Api api;
        auto definition = crontab_definition();
        put_at(definition, one.pointer, parse_json(one.value).value());
        auto const answer = api.ask("POST", definitions, canonical(definition));
        INFO(one.pointer << " " << one.value << " " << canonical(answer));
        CHECK(api.status == 422);
        CHECK(text_at(answer, {"message"}).find(one.complaint) != std::string::npos);
        CHECK(api.f.kinds.by_resource("crontabs.stable.example.com") == nullptr);
    }
}

TEST_CASE("crd: a definition is established in the answer to its creation, and its kind is served at once") {
    Api api;
    api.ask("GET", crontabs);
    CHECK(api.status == 404);
    auto const made = api.ask("POST", definitions, canonical(crontab_definition()));
    REQUIRE(api.status == 201);
    CHECK(has_condition(made, "NamesAccepted"));
    CHECK(has_condition(made, "Established"));
    CHECK(canonical(made.at("status").at("storedVersions")) == R"(["v1"])");
    CHECK(text_at(made, {"status", "acceptedNames", "listKind"}) == "CronTabList");
    auto const list = api.ask("GET", crontabs);
    CHECK(api.status == 200);
    CHECK(text_at(list, {"kind"}) == "CronTabList");

    auto object = api.ask("POST", crontabs, crontab("a", R"({"cron":"* * * * */5","replicas":1})"));
    CHECK(api.status == 201);
    CHECK(text_at(object, {"spec", "image"}) == "busybox");
    CHECK(object.at("metadata").at("generation").as_int64() == 1);
    auto const wrong = api.ask("POST", crontabs, crontab("b", R"({"cron":"x","replicas":11})"));
    CHECK(api.status == 422);
    CHECK(text_at(wrong, {"message"})
              .find("spec.replicas: Invalid value: 11: spec.replicas in body should be less than or equal to 10") !=
          std::string::npos);
    CHECK(wrong.at("details").at("causes").as_array().size() == 2);
    auto const strict =
        api.ask("POST", crontabs + "?fieldValidation=Strict", crontab("b", R"({"cron":"* * * * *","x":1})"));
    CHECK(api.status == 400);
    CHECK(text_at(strict, {"message"}).find("unknown field \"spec.x\"") != std::string::npos);

    object.get_object()["spec"] = {{"cron", "1 * * * *"}};
    auto const updated = api.ask("PUT", crontabs + "/a", canonical(object));
    CHECK(api.status == 200);
    CHECK(updated.at("metadata").at("generation").as_int64() == 2);
}

TEST_CASE("crd: objects are patched by merge, JSON patch and apply; a strategic patch is refused") {
    Api api;
    define(api);
    api.ask("POST", crontabs, crontab("a", R"({"cron":"* * * * *","ports":[{"name":"a","port":1}]})"));
    auto patched = api.ask("PATCH", crontabs + "/a", R"({"spec":{"replicas":2}})",
                           {{"content-type", "application/merge-patch+json"}});
    CHECK(api.status == 200);
    CHECK(patched.at("spec").at("replicas").as_int64() == 2);
    patched = api.ask("PATCH", crontabs + "/a", R"([{"op":"replace","path":"/spec/replicas","value":3}])",
                      {{"content-type", "application/json-patch+json"}});
    CHECK(patched.at("spec").at("replicas").as_int64() == 3);
    api.ask("PATCH", crontabs + "/a", R"({"spec":{"replicas":2}})",
            {{"content-type", "application/strategic-merge-patch+json"}});
    CHECK(api.status == 415);
    auto const applied =
        api.ask("PATCH", crontabs + "/a?fieldManager=m",
                crontab("a", R"({"cron":"* * * * *","ports":[{"name":"b","port":"x"}],"free":{"k":1}})"),
                {{"content-type", "application/apply-patch+yaml"}});
    INFO(canonical(applied));
    CHECK(api.status == 200);
    CHECK(applied.at("spec").at("ports").as_array().size() == 2);  // a map list is merged by its keys
    CHECK(canonical(applied.at("spec").at("free")) == R"({"k":1})");
    api.ask("PATCH", crontabs + "/new?fieldManager=m", crontab("new", R"({"cron":"* * * * *"})"),
            {{"content-type", "application/apply-patch+yaml"}});
    CHECK(api.status == 201);
}

TEST_CASE("crd: a kind that is not described keeps everything that is written, by whichever way") {
    Api api;
    auto definition = crontab_definition();
    auto& version = definition.at("spec").at("versions").at(0).get_object();
    version["schema"] = {{"openAPIV3Schema", {{"type", "object"}, {"x-kubernetes-preserve-unknown-fields", true}}}};
    version.erase("selectableFields");
    define(api, definition);
    api.ask("POST", crontabs + "?fieldValidation=Strict", crontab("a", R"({"x":{"y":[1]}})"));
    CHECK(api.status == 201);
    api.ask("PATCH", crontabs + "/a?fieldManager=m", crontab("a", R"({"z":2})"),
            {{"content-type", "application/apply-patch+yaml"}});
    CHECK(api.status == 200);
    api.ask("PATCH", crontabs + "/a/status", R"({"status":{"any":"thing"}})",
            {{"content-type", "application/merge-patch+json"}});
    auto const read = api.ask("GET", crontabs + "/a");
    CHECK(canonical(read.at("spec")) == R"({"x":{"y":[1]},"z":2})");
    CHECK(canonical(read.at("status")) == R"({"any":"thing"})");
    api.ask("PATCH", crontabs + "/b?fieldManager=m", crontab("b", R"({"z":2})"),
            {{"content-type", "application/apply-patch+yaml"}});
    CHECK(canonical(api.ask("GET", crontabs + "/b").at("spec")) == R"({"z":2})");
}

TEST_CASE("crd: status and scale are written apart from the rest") {
    Api api;
    define(api);
    auto made = api.ask("POST", crontabs, crontab("a", R"({"cron":"* * * * *","replicas":1})"));
    made.get_object()["status"] = {{"replicas", 1}, {"labelSelector", "app=a"}, {"phase", "Good"}, {"x", 1}};
    api.ask("PUT", crontabs + "/a", canonical(made));
    CHECK(api.ask("GET", crontabs + "/a").as_object().if_contains("status") == nullptr);
    auto const status = api.ask("PUT", crontabs + "/a/status", canonical(made));
    CHECK(api.status == 200);
    CHECK(canonical(status.at("status")) == R"({"labelSelector":"app=a","phase":"Good","replicas":1})");
    CHECK(status.at("metadata").at("generation").as_int64() == 1);
    auto scale = api.ask("GET", crontabs + "/a/scale");
    CHECK(text_at(scale, {"status", "selector"}) == "app=a");
    CHECK(scale.at("spec").at("replicas").as_int64() == 1);
    scale.at("spec").get_object()["replicas"] = 5;
    api.ask("PUT", crontabs + "/a/scale", canonical(scale));
    CHECK(api.status == 200);
    CHECK(api.ask("GET", crontabs + "/a").at("spec").at("replicas").as_int64() == 5);
    api.ask("PATCH", crontabs + "/a/scale", R"({"spec":{"replicas":50}})",
            {{"content-type", "application/merge-patch+json"}});
    CHECK(api.status == 422);
}

TEST_CASE("crd: tables have the definition's columns, and fields that it names can be selected by") {
    Api api;
    define(api);
    api.ask("POST", crontabs, crontab("a", R"({"cron":"* * * * *","replicas":4,"color":"red"})"));
    api.ask("POST", crontabs, crontab("b", R"({"cron":"* * * * *","color":"blue"})"));
    auto const table = api.ask("GET", crontabs, {}, {{"accept", "application/json;as=Table;v=v1;g=meta.k8s.io"}});
    CHECK(text_at(table, {"kind"}) == "Table");
    CHECK(table.at("columnDefinitions").at(1).at("name").as_string() == "Spec");
    CHECK(canonical(table.at("rows").at(0).at("cells")) == R"(["a","* * * * *",4])");
    auto const red = api.ask("GET", crontabs + "?fieldSelector=spec.color%3Dred");
    CHECK(red.at("items").as_array().size() == 1);
    api.ask("GET", crontabs + "?fieldSelector=spec.cron%3Dx");
    CHECK(api.status == 400);
}

TEST_CASE("crd: discovery and OpenAPI know the kind while it is there") {
    Api api;
    CHECK(api.ask("GET", "/openapi/v3").at("paths").as_object().if_contains("apis/stable.example.com/v1") == nullptr);
    define(api);
    auto const resources = api.ask("GET", "/apis/stable.example.com/v1");
    REQUIRE(api.status == 200);
    CHECK(resources.at("resources").as_array().size() == 3);
    CHECK(canonical(resources.at("resources").at(0).at("shortNames")) == R"(["ct"])");
    CHECK(api.ask("GET", "/openapi/v3").at("paths").as_object().if_contains("apis/stable.example.com/v1"));
    auto const document = api.ask("GET", "/openapi/v3/apis/stable.example.com/v1");
    auto const& schema = document.at("components").at("schemas").at("com.example.stable.v1.CronTab");
    CHECK(schema.at("properties").at("spec").at("properties").at("replicas").at("maximum").as_int64() == 10);
    CHECK(schema.at("x-kubernetes-group-version-kind").at(0).at("kind").as_string() == "CronTab");
    CHECK(document.at("components").at("schemas").as_object().if_contains("com.example.stable.v1.CronTabList"));
    auto const v2 = api.ask("GET", "/openapi/v2");
    CHECK(v2.at("definitions").as_object().if_contains("com.example.stable.v1.CronTab"));
    api.ask("DELETE", definitions + "/crontabs.stable.example.com");
    CHECK(api.status == 200);
    api.ask("GET", "/apis/stable.example.com/v1");
    CHECK(api.status == 404);
    CHECK(api.ask("GET", "/openapi/v3").at("paths").as_object().if_contains("apis/stable.example.com/v1") == nullptr);
}

TEST_CASE("crd: a definition that is deleted takes its objects with it, and ends who watches them") {
    Api api;
    define(api);
    api.ask("POST", crontabs, crontab("a", R"({"cron":"* * * * *"})"));
    auto const held = parse_json(crontab("b", R"({"cron":"* * * * *"})")).value();
    auto with_finalizer = held;
    with_finalizer.at("metadata").get_object()["finalizers"] = json::array{"example.com/hold"};
    api.ask("POST", crontabs, canonical(with_finalizer));
    auto const watch = api.send("GET", crontabs + "?watch=true");
    REQUIRE(watch->streamed);
    auto const dying = api.ask("DELETE", definitions + "/crontabs.stable.example.com");
    CHECK(api.status == 200);
    CHECK(has_condition(dying, "Terminating"));
    CHECK(canonical(dying.at("metadata").at("finalizers")) == R"(["customresourcecleanup.apiextensions.k8s.io"])");
    auto const left = api.ask("GET", crontabs);
    CHECK(left.at("items").as_array().size() == 1);  // the one that is held
    api.ask("POST", crontabs, crontab("c", R"({"cron":"* * * * *"})"));
    CHECK(api.status == 403);
    CHECK_FALSE(watch->streamed->ended);
    api.ask("PATCH", crontabs + "/b", R"({"metadata":{"finalizers":null}})",
            {{"content-type", "application/merge-patch+json"}});
    CHECK(api.status == 200);
    CHECK(watch->streamed->ended);
    CHECK(watch->streamed->all.find("\"type\":\"DELETED\"") != std::string::npos);
    CHECK(watch->streamed->all.find("\"type\":\"ERROR\"") == std::string::npos);
    api.ask("GET", definitions + "/crontabs.stable.example.com");
    CHECK(api.status == 404);
    api.ask("GET", crontabs);
    CHECK(api.status == 404);
}

TEST_CASE("crd: names that are taken are not accepted until they are free") {
    Api api;
    define(api);
    auto second = crontab_definition();
    put_at(second, "/metadata/name", "tabs.stable.example.com");
    put_at(second, "/spec/names", {{"plural", "tabs"}, {"singular", "tab"}, {"kind", "Tab"}, {"shortNames", {"ct"}}});
    auto const made = api.ask("POST", definitions, canonical(second));
    REQUIRE(api.status == 201);
    CHECK_FALSE(has_condition(made, "NamesAccepted"));
    CHECK_FALSE(has_condition(made, "Established"));
    CHECK(text_at(made.at("status").at("conditions").at(0), {"reason"}) == "ShortNamesConflict");
    CHECK(text_at(made.at("status").at("conditions").at(0), {"message"}) == "\"ct\" is already in use");
    api.ask("GET", "/apis/stable.example.com/v1/namespaces/default/tabs");
    CHECK(api.status == 404);
    api.ask("DELETE", definitions + "/crontabs.stable.example.com");
    api.ask("GET", "/apis/stable.example.com/v1/namespaces/default/tabs");
    CHECK(api.status == 200);
}

TEST_CASE("crd: objects are shown and written in each version that is served, and stored in one") {
    Api api;
    auto definition = crontab_definition();
    auto& versions = definition.at("spec").at("versions").as_array();
    auto second = versions[0];
    second.get_object()["name"] = "v2";
    second.get_object()["storage"] = false;
    second.get_object()["deprecated"] = true;
    put_at(second, "/schema/openAPIV3Schema/properties/spec/properties/size", {{"type", "integer"}});
    versions.push_back(second);
    define(api, definition);
    std::string const v2 = "/apis/stable.example.com/v2/namespaces/default/crontabs";
    api.ask("POST", crontabs, crontab("a", R"({"cron":"* * * * *"})"));
    auto read = api.ask("GET", v2 + "/a");
    CHECK(text_at(read, {"apiVersion"}) == "stable.example.com/v2");
    REQUIRE(api.sent.size() == 1);
    CHECK(api.sent[0].second == "299 - \"stable.example.com/v2 CronTab is deprecated\"");
    read.at("spec").get_object()["size"] = 3;  // only known there
    auto written = api.ask("PUT", v2 + "/a", canonical(read));
    INFO(canonical(written));
    CHECK(api.status == 200);
    CHECK(written.at("spec").at("size").as_int64() == 3);
    CHECK(text_at(written, {"apiVersion"}) == "stable.example.com/v2");
    CHECK(text_at(api.ask("GET", crontabs + "/a"), {"apiVersion"}) == "stable.example.com/v1");
    CHECK(text_at(api.ask("GET", v2), {"apiVersion"}) == "stable.example.com/v2");

    // The other version becomes the stored one: what is there is read on, and stored anew when it is written.
    auto there = api.ask("GET", definitions + "/crontabs.stable.example.com");
    put_at(there, "/spec/versions/0/storage", false);
    put_at(there, "/spec/versions/1/storage", true);
    auto const changed = api.ask("PUT", definitions + "/crontabs.stable.example.com", canonical(there));
    REQUIRE(api.status == 200);
    CHECK(canonical(changed.at("status").at("storedVersions")) == R"(["v1","v2"])");
    CHECK(text_at(api.ask("GET", crontabs + "/a"), {"apiVersion"}) == "stable.example.com/v1");
    api.ask("PATCH", crontabs + "/a", R"({"apiVersion":"stable.example.com/v1","spec":{"replicas":2}})",
            {{"content-type", "application/merge-patch+json"}});
    CHECK(api.status == 200);
    auto const stored = api.f.get("crontabs.stable.example.com", "default", "a");
    REQUIRE(stored);
    CHECK(stored->bytes().find("stable.example.com/v2") != std::string_view::npos);
    there = api.ask("GET", definitions + "/crontabs.stable.example.com");
    there.at("spec").at("versions").as_array().erase(there.at("spec").at("versions").as_array().begin());
    api.ask("PUT", definitions + "/crontabs.stable.example.com", canonical(there));
    CHECK(api.status == 422);  // objects may still be stored in it
}

TEST_CASE("crd: group, plural and, once established, scope and kind stay") {
    Api api;
    define(api);
    for (auto const& [pointer, value] :
         {std::pair<std::string, std::string>{"/spec/scope", "Cluster"}, {"/spec/names/kind", "Other"}}) {
        auto there = api.ask("GET", definitions + "/crontabs.stable.example.com");
        put_at(there, pointer, json::value(value));
        auto const answer = api.ask("PUT", definitions + "/crontabs.stable.example.com", canonical(there));
        INFO(canonical(answer));
        CHECK(api.status == 422);
        CHECK(text_at(answer, {"message"}).find("field is immutable") != std::string::npos);
    }
}

TEST_CASE("crd: after a restart the kinds are there before their objects are") {
    auto const store = memory_store();
    {
        Api api(store);
        define(api);
        api.ask("POST", crontabs, crontab("a", R"({"cron":"* * * * *"})"));
    }
    Api again(store);
    auto const read = again.ask("GET", crontabs + "/a");
    CHECK(again.status == 200);
    CHECK(text_at(read, {"spec", "image"}) == "busybox");
    again.ask("POST", crontabs, crontab("b", R"({"cron":"x"})"));
    CHECK(again.status == 422);
}

TEST_CASE("crd: a schema that changes holds for what is written from then on, and watchers stay") {
    Api api;
    define(api);
    auto const watch = api.send("GET", crontabs + "?watch=true");
    auto there = api.ask("GET", definitions + "/crontabs.stable.example.com");
    put_at(there, "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/more", {{"type", "string"}});
    api.ask("PUT", definitions + "/crontabs.stable.example.com", canonical(there));
    REQUIRE(api.status == 200);
    auto const made = api.ask("POST", crontabs, crontab("a", R"({"cron":"* * * * *","more":"m"})"));
    CHECK(text_at(made, {"spec", "more"}) == "m");
    CHECK(watch->streamed->all.find("\"more\":\"m\"") != std::string::npos);
}

TEST_CASE("crd: who reads with the kinds of before is not disturbed by a change") {
    Api api;
    define(api);
    auto const set = api.f.kinds.now();
    api.ask("DELETE", definitions + "/crontabs.stable.example.com");
    CHECK(api.f.kinds.by_resource("crontabs.stable.example.com") == nullptr);
    REQUIRE(set->by_resource("crontabs.stable.example.com"));
    CHECK(set->by_resource("crontabs.stable.example.com")->kind->name == "CronTab");
}

TEST_CASE("crd: a kind that is compiled in is described by its program alone") {
    Kind kind;
    kind.group = "demo.example.com";
    kind.version = "v1";
    kind.name = "Greeting";
    kind.plural = "greetings";
    kind.singular = "greeting";
    static Schema const text{.type = Schema::Type::string};
    static Schema::Field const spec_fields[] = {{"text", &text, true, {}, "What is said."}};
    static Schema const spec{.type = Schema::Type::object, .fields = spec_fields};
    static Schema::Field const fields[] = {
        {"apiVersion", &text}, {"kind", &text}, {"metadata", nullptr}, {"spec", &spec}};
    static Schema const root{.type = Schema::Type::object, .fields = fields};
    kind.schema = {std::shared_ptr<void>(), &root};
    Api api;
    REQUIRE(api.f.kinds.add(kind));
    auto const described = definition_of(kind);
    CHECK(
        canonical(described.at("spec").at("versions").at(0).at("schema").at("openAPIV3Schema")) ==
        R"({"properties":{"spec":{"properties":{"text":{"description":"What is said.","type":"string"}},"required":["text"],"type":"object"}},"type":"object"})");
    api.ask("POST", definitions, canonical(described));
    CHECK(api.status == 201);
    api.ask("PATCH", definitions + "/greetings.demo.example.com", R"({"spec":{"names":{"shortNames":["g"]}}})",
            {{"content-type", "application/merge-patch+json"}});
    CHECK(api.status == 403);
    api.ask("DELETE", definitions + "/greetings.demo.example.com");
    CHECK(api.status == 403);
    CHECK(api.f.kinds.by_resource("greetings.demo.example.com")->kind->custom == nullptr);
}

namespace {

struct CrdGreetingSpec {
    std::string text;
    std::optional<std::int32_t> times;
};
BOOST_DESCRIBE_STRUCT(CrdGreetingSpec, (), (text, times))
struct CrdGreeting {
    static constexpr TypeInfo type{"demo.example.com", "v1", "Greeting", "greetings"};
    ObjectMeta metadata;
    CrdGreetingSpec spec;
};
BOOST_DESCRIBE_STRUCT(CrdGreeting, (), (metadata, spec))

/// The first object of a resource that an engine has, when there is one.
Ref first_of(Engine& engine, std::string const& resource) {
    auto const found = std::make_shared<std::promise<Ref>>();
    auto const told = std::make_shared<std::atomic<bool>>(false);
    ClientBackend::Follow follow;
    follow.change = [found, told](ChangeType, Ref object) {
        if (!told->exchange(true)) found->set_value(std::move(object));
    };
    auto const subscription = engine.client().follow(resource, {}, std::move(follow));
    auto waiting = found->get_future();
    return waiting.wait_for(std::chrono::seconds(20)) == std::future_status::ready ? waiting.get() : nullptr;
}

/// A store whose next commit fails.
class Failing final : public Store {
public:
    bool fails = false;
    Result<Revision> head() override { return inner->head(); }
    Result<std::vector<Record>> list(std::string_view a, std::string_view b, std::size_t c) override {
        return inner->list(a, b, c);
    }
    Result<> commit(Revision first, std::span<Write const> writes) override {
        if (std::exchange(fails, false)) return Error(Errc::unavailable, "disk");
        return inner->commit(first, writes);
    }
    Result<std::vector<LogEntry>> log(Revision a, std::size_t b) override { return inner->log(a, b); }
    Result<> compact(Revision a) override { return inner->compact(a); }
    std::shared_ptr<Store> inner = memory_store();
};

}  // namespace

TEST_CASE("crd: a definition whose commit fails leaves no kind behind, and a failed deletion leaves it there") {
    auto const store = std::make_shared<Failing>();
    Api api(store);
    store->fails = true;
    api.ask("POST", definitions, canonical(crontab_definition()));
    CHECK(api.status == 503);
    CHECK(api.f.kinds.by_resource("crontabs.stable.example.com") == nullptr);
    define(api);
    store->fails = true;
    api.ask("DELETE", definitions + "/crontabs.stable.example.com");
    CHECK(api.status == 503);
    api.ask("GET", crontabs);
    CHECK(api.status == 200);
}

TEST_CASE("crd: a host's struct is there as a definition, which outlives the program that has it") {
    auto const store = memory_store();
    {
        EngineOptions options;
        options.store = store;
        options.kinds = {kind_of<CrdGreeting>()};
        auto engine = Engine::open(std::move(options)).value();
        REQUIRE(engine.start());
        auto const definition = first_of(engine, std::string(definitions_resource));
        REQUIRE(definition);
        CHECK(definition->key().name == "greetings.demo.example.com");
        auto const tree = parse_json(definition->bytes()).value();
        CHECK(has_condition(tree, "Established"));
        CHECK(canonical(tree.at("spec").at("versions").at(0).at("schema")) ==
              R"({"openAPIV3Schema":{"properties":{"spec":{"properties":{"text":{"type":"string"},)"
              R"("times":{"format":"int32","type":"integer"}},"type":"object"}},"type":"object"}})");
        auto const kind = engine.client().find_kind("demo.example.com/v1", "Greeting");
        REQUIRE(kind);
        CHECK(kind->typed == &type_desc<CrdGreeting>());
    }
    EngineOptions options;
    options.store = store;
    auto engine = Engine::open(std::move(options)).value();
    REQUIRE(engine.start());
    auto const kind = engine.client().find_kind("demo.example.com/v1", "Greeting");
    REQUIRE(kind);
    CHECK(kind->custom);
    std::string const greeting = "apiVersion: demo.example.com/v1\nkind: Greeting\nmetadata: {name: a}\nspec: ";
    CHECK(engine.client().apply_text(greeting + "{text: hello, times: 2}\n", "a.yaml"));
    CHECK_FALSE(engine.client().apply_text(greeting + "{text: hello, times: two}\n", "a.yaml"));
}
