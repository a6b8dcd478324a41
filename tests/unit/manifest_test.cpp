#include "api/manifest.hpp"

#include "api/json.hpp"

#include <catch2/catch.hpp>

using namespace keelson;

TEST_CASE("manifest: documents are read one after the other, empty ones are passed over") {
    CHECK(read_manifest("kind: A\n---\nkind: B\n", "f").value().size() == 2);
    CHECK(read_manifest("---\n---\nkind: A\n...\n---\n", "f").value().size() == 1);
    CHECK(read_manifest("", "f").value().empty());
    CHECK(canonical(read_manifest(R"({"a": [1, {"b": "c"}]})", "f").value().front().tree) == R"({"a":[1,{"b":"c"}]})");
}

TEST_CASE("manifest: brackets that close nothing are refused, and reading comes to an end") {
    for (auto const* const text :
         {"{}}:", "{}}:false}", "{\"a\":{\"b\":1}}:false}]}}", "kind: A\n---\n{a: b}]: c", "]:", "}"}) {
        INFO(text);
        auto const read = read_manifest(text, "f.yaml");
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Errc::invalid);
    }
}
