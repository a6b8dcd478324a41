#include "api/managed_fields.hpp"

#include "support/registry_fixture.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using namespace keelson::test;

namespace {

Ownership owners_of(FieldSets& sets) {
    Ownership owners;
    auto const add = [&](std::string name, bool apply, std::int64_t second, std::string subresource = {}) {
        owners.managers.push_back({std::move(name), apply, std::move(subresource), "v1", Time{second * 1'000'000},
                                   sets.intern(R"({"f:data":{".":{},"f:a":{}}})")});
    };
    add("late", false, 200);
    add("status", false, 100, "status");
    add("applier", true, 300);
    add("early", false, 100);
    return owners;
}

}  // namespace

TEST_CASE("managed fields: entries are listed by operation, time and name") {
    FieldSets sets;
    CHECK(
        managed_fields_json(owners_of(sets)) ==
        R"([{"apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{".":{},"f:a":{}}},"manager":"applier","operation":"Apply","time":"1970-01-01T00:05:00Z"},)"
        R"({"apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{".":{},"f:a":{}}},"manager":"early","operation":"Update","time":"1970-01-01T00:01:40Z"},)"
        R"({"apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{".":{},"f:a":{}}},"manager":"status","operation":"Update","subresource":"status","time":"1970-01-01T00:01:40Z"},)"
        R"({"apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{".":{},"f:a":{}}},"manager":"late","operation":"Update","time":"1970-01-01T00:03:20Z"}])");
}

TEST_CASE("managed fields: what clients see is the object as it would be written with them") {
    RegistryFixture f;
    for (auto const* const body :
         {R"({"metadata":{"name":"a"},"data":{"x":"1"}})", R"({"metadata":{"name":"a","annotations":{"q":"a\"}\\"}}})",
          R"({"metadata":{"name":"a","annotations":{"managedFields":"x"},"finalizers":["d/x"]}})"}) {
        auto const object = f.one(f.operation(Operation::Verb::create, "configmaps", body), {.dry_run = true}).value();
        auto tree = parse_json(object->bytes()).value();
        auto const entries = managed_fields_json(*object->ownership());
        tree.at("metadata").as_object()["managedFields"] = parse_json(entries).value();
        CHECK(with_managed_fields(*object) == canonical(tree));
    }
    FieldSets sets;
    auto const owners = owners_of(sets);
    auto const entries = managed_fields_json(owners);
    CHECK(metadata_with_managed_fields("{}", &owners) == R"({"managedFields":)" + entries + "}");
    CHECK(metadata_with_managed_fields(R"({"name":"a"})", &owners) ==
          R"({"managedFields":)" + entries + R"(,"name":"a"})");
    CHECK(metadata_with_managed_fields(R"({"labels":{"x":"y"}})", &owners) ==
          R"({"labels":{"x":"y"},"managedFields":)" + entries + "}");
    CHECK(metadata_with_managed_fields(R"({"name":"a"})", nullptr) == R"({"name":"a"})");
}

TEST_CASE("managed fields: what was written is read back") {
    FieldSets sets;
    auto const owners = owners_of(sets);
    auto const text = managed_fields_json(owners);
    auto const read = read_managed_fields(parse_json(text).value(), sets);
    REQUIRE(read);
    REQUIRE(*read);
    CHECK(managed_fields_json(**read) == text);
    CHECK((*read)->managers.front().fields == owners.managers.front().fields);
}

TEST_CASE("managed fields: no key of a set may break those who read it") {
    FieldSets sets;
    for (auto const* const key : {"", "f", "x:a", "k:{", "k:[1]", "v:", "k:"}) {
        json::value const entries =
            json::array{json::object{{"manager", "m"},
                                     {"operation", "Update"},
                                     {"fieldsType", "FieldsV1"},
                                     {"fieldsV1", json::object{{"f:spec", json::object{{key, json::object()}}}}}}};
        INFO(key);
        auto const read = read_managed_fields(entries, sets);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Errc::invalid);
        CHECK(read.error().causes.at(0).field == "metadata.managedFields[0].fieldsV1");
    }
}

TEST_CASE("trap 24: sending an object back as it was read, owners and all, changes nothing") {
    RegistryFixture f;
    auto const made = f.create(R"({"metadata":{"name":"a"},"data":{"x":"1"}})", "configmaps", "default").value();
    auto const update = f.operation(Operation::Verb::update, "configmaps", with_managed_fields(*made), made->key());
    WriteOptions other;
    other.manager = "somebody";
    CHECK(f.one(update, other).value() == made);
}
