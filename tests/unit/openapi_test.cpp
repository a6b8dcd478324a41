#include "http/openapi.hpp"

#include "registry/kind_table.hpp"

#include <keelson/api/meta_v1.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace keelson;
namespace json = boost::json;

namespace {

/// A kind of one's own, whose parts contain themselves.
struct Branch {
    static constexpr FieldRule rules[] = {{"name", {.required = true}}, {"size", {.default_json = "3"}}};
    std::string name;
    std::int32_t size = 0;
    std::vector<Branch> branches;
};
BOOST_DESCRIBE_STRUCT(Branch, (), (name, size, branches))
struct Tree {
    static constexpr TypeInfo type{"garden.example.com", "v1", "Tree", "trees"};
    ObjectMeta metadata;
    Branch spec;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (metadata, spec))

constexpr std::string_view version = "v1.35.0";

http::Kinds served() {
    KindTable table;
    REQUIRE(table.add(kind_of<Tree>()));
    return table.served();
}

json::object document(std::string_view group, std::string_view group_version) {
    return json::parse(http::openapi_v3(served(), group, group_version, version)).as_object();
}

json::object const& schema(json::object const& document, std::string_view name) {
    INFO(name);
    auto const& schemas = document.at("components").at("schemas").as_object();
    REQUIRE(schemas.contains(name));
    return schemas.at(name).as_object();
}

std::string text(json::value const& value) { return json::serialize(value); }

std::set<std::string> parameters(json::value const& operation) {
    std::set<std::string> names;
    for (auto const& one : operation.at("parameters").as_array()) names.emplace(one.at("name").as_string());
    return names;
}

/// Everything that is referred to, without what stands before the last "/".
void collect_references(json::value const& value, std::set<std::string>& found) {
    if (value.is_array())
        for (auto const& item : value.get_array()) collect_references(item, found);
    if (!value.is_object()) return;
    for (auto const& member : value.get_object()) {
        if (member.key() == "$ref" && member.value().is_string()) {
            auto const reference = std::string(member.value().get_string());
            found.insert(reference.substr(reference.rfind('/') + 1));
        }
        collect_references(member.value(), found);
    }
}

/// Reads protobuf as far as tests need it: the fields of a message, strings and messages as bytes.
class Proto {
public:
    explicit Proto(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const tag = varint(bytes);
            auto const number = static_cast<int>(tag >> 3);
            if ((tag & 7) == 0) {
                fields_.emplace(number, std::string(varint(bytes), '1'));
                continue;
            }
            REQUIRE((tag & 7) == 2);
            auto const size = varint(bytes);
            REQUIRE(size <= bytes.size());
            fields_.emplace(number, std::string(bytes.substr(0, size)));
            bytes.remove_prefix(size);
        }
    }
    [[nodiscard]] std::string const& text(int number) const {
        auto const found = fields_.find(number);
        INFO("field " << number);
        REQUIRE(found != fields_.end());
        return found->second;
    }
    [[nodiscard]] Proto message(int number) const { return Proto(text(number)); }
    [[nodiscard]] bool has(int number) const { return fields_.contains(number); }
    [[nodiscard]] std::vector<Proto> all(int number) const {
        std::vector<Proto> messages;
        auto const [from, to] = fields_.equal_range(number);
        for (auto field = from; field != to; ++field) messages.emplace_back(field->second);
        return messages;
    }
    /// Of repeated named messages: the value of that name.
    [[nodiscard]] Proto named(int number, std::string_view name) const {
        for (auto const& one : all(number))
            if (one.text(1) == name) return one.message(2);
        FAIL(std::string(name) + " is missing");
        return Proto({});
    }

private:
    static std::uint64_t varint(std::string_view& bytes) {
        std::uint64_t value = 0;
        for (int shift = 0;; shift += 7) {
            REQUIRE(!bytes.empty());
            auto const byte = static_cast<unsigned char>(bytes.front());
            bytes.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80) return value;
        }
    }
    std::multimap<int, std::string> fields_;
};

}  // namespace

TEST_CASE("openapi: the index leads to a document of each group and version, by its hash") {
    auto const documents = http::openapi_v3_documents(served(), version);
    CHECK(documents.size() == 23);
    auto const index = json::parse(http::openapi_v3_index(documents)).at("paths").as_object();
    CHECK(index.size() == documents.size());
    for (auto const* const path : {"api/v1", "apis/apps/v1", "apis/autoscaling/v2", "apis/garden.example.com/v1"}) {
        INFO(path);
        REQUIRE(documents.contains(path));
        auto const url = std::string(index.at(path).at("serverRelativeURL").as_string());
        CHECK(url == "/openapi/v3/" + std::string(path) + "?hash=" + http::content_hash(documents.at(path)));
    }
    CHECK(documents.at("apis/apps/v1") == http::openapi_v3(served(), "apps", "v1", version));
}

TEST_CASE("openapi: the hash is that of the text") {
    CHECK(http::content_hash("") == "6C62272E07BB014262B821756295C58D");
    CHECK(http::content_hash("a") == "D228CB696F1A8CAF78912B704E4A8964");
}

TEST_CASE("openapi: a schema says types, defaults, enums, and how lists merge") {
    auto const apps = document("apps", "v1");
    CHECK(apps.at("openapi") == "3.0.0");
    auto const& deployment = schema(apps, "io.k8s.api.apps.v1.Deployment");
    CHECK(text(deployment.at("x-kubernetes-group-version-kind")) ==
          R"([{"group":"apps","kind":"Deployment","version":"v1"}])");
    auto const& spec = schema(apps, "io.k8s.api.apps.v1.DeploymentSpec");
    CHECK(text(spec.at("required")) == R"(["selector","template"])");
    auto const& fields = spec.at("properties").as_object();
    CHECK(fields.at("replicas").at("type") == "integer");
    CHECK(fields.at("replicas").at("format") == "int32");
    CHECK(fields.at("replicas").at("default") == 1);
    CHECK(fields.at("replicas").at("description").as_string().starts_with("How many Pods"));
    CHECK(text(fields.at("selector").at("allOf")) ==
          R"([{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector"}])");
    CHECK(fields.at("strategy").at("x-kubernetes-patch-strategy") == "retainKeys");
    CHECK(text(schema(apps, "io.k8s.api.apps.v1.DeploymentStrategy").at("properties").at("type").at("enum")) ==
          R"(["Recreate","RollingUpdate"])");
    CHECK(schema(apps, "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector").at("x-kubernetes-map-type") == "atomic");

    auto const& pod = schema(apps, "io.k8s.api.core.v1.PodSpec").at("properties").as_object();
    auto const& containers = pod.at("containers").as_object();
    CHECK(containers.at("x-kubernetes-list-type") == "map");
    CHECK(text(containers.at("x-kubernetes-list-map-keys")) == R"(["name"])");
    CHECK(containers.at("x-kubernetes-patch-merge-key") == "name");
    CHECK(containers.at("x-kubernetes-patch-strategy") == "merge");
    CHECK(pod.at("volumes").at("x-kubernetes-patch-strategy") == "merge,retainKeys");
    auto const& container = schema(apps, "io.k8s.api.core.v1.Container").at("properties").as_object();
    CHECK(container.at("args").at("x-kubernetes-list-type") == "atomic");
    CHECK(text(container.at("ports").at("x-kubernetes-list-map-keys")) == R"(["containerPort","protocol"])");

    CHECK(text(schema(apps, "io.k8s.apimachinery.pkg.util.intstr.IntOrString").at("oneOf")) ==
          R"([{"type":"integer"},{"type":"string"}])");
    CHECK(schema(apps, "io.k8s.apimachinery.pkg.apis.meta.v1.Time").at("format") == "date-time");
    CHECK(schema(apps, "io.k8s.apimachinery.pkg.api.resource.Quantity").at("type") == "string");
    CHECK(schema(apps, "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1").at("type") == "object");
    auto const& list = schema(apps, "io.k8s.api.apps.v1.DeploymentList");
    CHECK(text(list.at("required")) == R"(["items"])");
    CHECK(text(list.at("x-kubernetes-group-version-kind")) ==
          R"([{"group":"apps","kind":"DeploymentList","version":"v1"}])");
}

TEST_CASE("openapi: every operation names its kind, its action and what it can be asked with") {
    auto const apps = document("apps", "v1");
    auto const& paths = apps.at("paths").as_object();
    auto const& item = paths.at("/apis/apps/v1/namespaces/{namespace}/deployments/{name}").as_object();
    CHECK(text(item.at("parameters").at(0).at("name")) == R"("name")");
    auto const& patch = item.at("patch").as_object();
    CHECK(text(patch.at("x-kubernetes-group-version-kind")) ==
          R"({"group":"apps","kind":"Deployment","version":"v1"})");
    CHECK(patch.at("x-kubernetes-action") == "patch");
    CHECK(patch.at("operationId") == "patchAppsV1NamespacedDeployment");
    CHECK(text(patch.at("tags")) == R"(["apps_v1"])");
    CHECK(parameters(patch) == std::set<std::string>{"dryRun", "fieldManager", "fieldValidation", "force"});
    auto const& content = patch.at("requestBody").at("content").as_object();
    for (auto const* const type : {"application/apply-patch+yaml", "application/json-patch+json",
                                   "application/merge-patch+json", "application/strategic-merge-patch+json"})
        CHECK(content.contains(type));
    CHECK(parameters(item.at("delete")).contains("propagationPolicy"));
    CHECK(item.at("delete").at("requestBody").as_object().if_contains("required") == nullptr);

    auto const& all = paths.at("/apis/apps/v1/namespaces/{namespace}/deployments").as_object();
    CHECK(all.at("get").at("x-kubernetes-action") == "list");
    CHECK(all.at("delete").at("x-kubernetes-action") == "deletecollection");
    CHECK(parameters(all.at("post")).contains("fieldValidation"));
    CHECK(parameters(all.at("get")).contains("watch"));
    CHECK_FALSE(parameters(all.at("delete")).contains("watch"));
    CHECK(text(all.at("get").at("responses").at("200").at("content").at("application/json;stream=watch")) ==
          R"({"schema":{"$ref":"#/components/schemas/io.k8s.api.apps.v1.DeploymentList"}})");
    CHECK(paths.at("/apis/apps/v1/deployments").at("get").at("operationId") == "listAppsV1DeploymentForAllNamespaces");
    auto const& scale = paths.at("/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale").as_object();
    CHECK(scale.at("put").at("x-kubernetes-group-version-kind").at("kind") == "Scale");
    CHECK(text(scale.at("get").at("responses").at("200").at("content").at("application/json").at("schema")) ==
          R"({"$ref":"#/components/schemas/io.k8s.api.autoscaling.v1.Scale"})");

    auto const core = document("", "v1");
    auto const& core_paths = core.at("paths").as_object();
    std::string const pod = "/api/v1/namespaces/{namespace}/pods/{name}";
    CHECK(core_paths.at(pod + "/exec").at("get").at("x-kubernetes-action") == "connect");
    CHECK(parameters(core_paths.at(pod + "/exec").at("post")).contains("command"));
    CHECK_FALSE(parameters(core_paths.at(pod + "/attach").at("post")).contains("command"));
    CHECK(parameters(core_paths.at(pod + "/log").at("get")).contains("tailLines"));
    CHECK(core_paths.at(pod + "/proxy/{path}").as_object().contains("delete"));
    CHECK(core_paths.at(pod + "/eviction").at("post").at("x-kubernetes-group-version-kind").at("group") == "policy");
    CHECK_FALSE(core_paths.contains("/api/v1/namespaces/{namespace}/bindings/{name}"));
    CHECK(core_paths.at("/api/v1/namespaces").as_object().if_contains("delete") == nullptr);
}

TEST_CASE("openapi: a kind of one's own is described from its struct, also one that contains itself") {
    auto const garden = document("garden.example.com", "v1");
    auto const& tree = schema(garden, "com.example.garden.v1.Tree");
    CHECK(text(tree.at("x-kubernetes-group-version-kind")) ==
          R"([{"group":"garden.example.com","kind":"Tree","version":"v1"}])");
    auto const& spec = tree.at("properties").at("spec").as_object();
    CHECK(text(spec.at("required")) == R"(["name"])");
    CHECK(spec.at("properties").at("size").at("default") == 3);
    CHECK(text(spec.at("properties").at("branches").at("items")) ==
          R"({"type":"object","x-kubernetes-preserve-unknown-fields":true})");
    auto const& patch =
        garden.at("paths").at("/apis/garden.example.com/v1/namespaces/{namespace}/trees/{name}").at("patch");
    CHECK_FALSE(patch.at("requestBody").at("content").as_object().contains("application/strategic-merge-patch+json"));
}

TEST_CASE("openapi: every reference leads to a schema, and no operation has the name of another") {
    auto documents = http::openapi_v3_documents(served(), version);
    documents["v2"] = http::openapi_v2(served(), version);
    for (auto const& [path, written] : documents) {
        INFO(path);
        auto const document = json::parse(written).as_object();
        std::set<std::string> wanted, missing, ids;
        collect_references(document, wanted);
        auto const& schemas =
            (path == "v2" ? document.at("definitions") : document.at("components").at("schemas")).as_object();
        for (auto const& name : wanted)
            if (!schemas.contains(name)) missing.insert(name);
        CHECK(missing.empty());
        std::size_t operations = 0;
        for (auto const& item : document.at("paths").as_object())
            for (auto const& operation : item.value().as_object()) {
                if (!operation.value().is_object()) continue;
                ++operations;
                ids.emplace(operation.value().at("operationId").as_string());
            }
        CHECK(operations > 0);
        CHECK(ids.size() == operations);
    }
}

TEST_CASE("trap 23: the OpenAPI v2 document has what kubectl looks for before it applies") {
    auto const document = json::parse(http::openapi_v2(served(), version)).as_object();
    CHECK(document.at("swagger") == "2.0");
    CHECK(document.at("info").at("version") == "v1.35.0");
    auto const& patch =
        document.at("paths").at("/apis/apps/v1/namespaces/{namespace}/deployments/{name}").at("patch").as_object();
    CHECK(parameters(patch).contains("dryRun"));
    CHECK(patch.at("x-kubernetes-group-version-kind").at("kind") == "Deployment");
    CHECK(
        text(patch.at("consumes")) ==
        R"(["application/apply-patch+yaml","application/json-patch+json","application/merge-patch+json","application/strategic-merge-patch+json"])");
    auto const& selector =
        document.at("definitions").at("io.k8s.api.apps.v1.DeploymentSpec").at("properties").at("selector").as_object();
    CHECK(selector.at("$ref") == "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector");
    CHECK(selector.contains("description"));
    CHECK(document.at("definitions").at("io.k8s.apimachinery.pkg.util.intstr.IntOrString").at("format") ==
          "int-or-string");
}

TEST_CASE("trap 23: the same in protobuf") {
    auto const plain = json::parse(http::openapi_v2(served(), version)).as_object();
    auto const bytes = http::openapi_v2_protobuf(served(), version);
    Proto const document(bytes);
    CHECK(document.text(1) == "2.0");
    CHECK(document.message(2).text(2) == "v1.35.0");
    CHECK(document.message(8).all(2).size() == plain.at("paths").as_object().size());
    CHECK(document.message(9).all(1).size() == plain.at("definitions").as_object().size());

    auto const item = document.message(8).named(2, "/apis/apps/v1/namespaces/{namespace}/deployments/{name}");
    auto const patch = item.message(8);
    CHECK(patch.text(5) == "patchAppsV1NamespacedDeployment");
    CHECK(patch.named(13, "x-kubernetes-group-version-kind").text(2) ==
          R"({"group":"apps","kind":"Deployment","version":"v1"})");
    std::set<std::string> query;
    for (auto const& parameter : patch.all(8))
        if (parameter.message(1).has(2)) query.insert(parameter.message(1).message(2).message(3).text(4));
    CHECK(query == std::set<std::string>{"dryRun", "fieldManager", "fieldValidation", "force"});
    auto const body = patch.all(8).front().message(1).message(1);
    CHECK(body.text(2) == "body");
    CHECK(body.text(4) == "1");
    CHECK(body.message(5).text(1) == "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.Patch");
    auto const answer = patch.message(9).named(1, "200");
    CHECK(answer.message(1).message(2).message(1).text(1) == "#/definitions/io.k8s.api.apps.v1.Deployment");
    CHECK(item.all(9).front().message(1).message(2).message(4).text(4) == "name");

    auto const definitions = document.message(9);
    auto const spec = definitions.named(1, "io.k8s.api.apps.v1.DeploymentSpec");
    CHECK(spec.message(22).text(1) == "object");
    CHECK(spec.text(19) == "selector");
    auto const replicas = spec.message(25).named(1, "replicas");
    CHECK(replicas.text(2) == "int32");
    CHECK(replicas.message(5).text(2) == "1");
    auto const containers = definitions.named(1, "io.k8s.api.core.v1.PodSpec").message(25).named(1, "containers");
    CHECK(containers.message(23).message(1).text(1) == "#/definitions/io.k8s.api.core.v1.Container");
    CHECK(containers.named(31, "x-kubernetes-patch-merge-key").text(2) == R"("name")");
    auto const labels =
        definitions.named(1, "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta").message(25).named(1, "labels");
    CHECK(labels.message(21).message(1).message(22).text(1) == "string");
    auto const enums = definitions.named(1, "io.k8s.api.apps.v1.DeploymentStrategy").message(25).named(1, "type");
    CHECK(enums.all(20).size() == 2);
    CHECK(enums.all(20).front().text(2) == R"("Recreate")");
}

TEST_CASE("openapi: protobuf goes to who would rather have it, under either of its names") {
    CHECK(http::prefers_openapi_v2_protobuf("application/com.github.proto-openapi.spec.v2@v1.0+protobuf"));
    CHECK(http::prefers_openapi_v2_protobuf(
        "application/com.github.proto-openapi.spec.v2.v1.0+protobuf;q=1, application/json"));
    CHECK_FALSE(http::prefers_openapi_v2_protobuf(
        "application/json, application/com.github.proto-openapi.spec.v2@v1.0+protobuf"));
    CHECK_FALSE(http::prefers_openapi_v2_protobuf("*/*"));
    CHECK_FALSE(http::prefers_openapi_v2_protobuf(""));
    // What it is answered with must be a media type: the older name is none.
    CHECK(http::openapi_v2_protobuf_type.find('@') == http::openapi_v2_protobuf_type.npos);
}
