#include "api/patch.hpp"

#include "api/kubernetes_schema.hpp"
#include "behaviour/cases.hpp"

using namespace keelson;
using namespace keelson::test;

namespace {

Schema const& schema_of(std::string_view kind) {
    for (auto const& known : kubernetes_kinds()) {
        if (known.type.kind == kind) return *known.schema;
    }
    FAIL("no such kind: " << kind);
    std::terminate();  // FAIL does not return
}

Result<> patch(json::value const& text, json::value& document) {
    auto const form = string_at(text, {"form"});
    auto const& change = *part(text, "patch");
    if (form == "strategic") return strategic_patch(schema_of(string_at(text, {"kind"})), document, change);
    if (form == "json") return json_patch(document, change);
    REQUIRE(form == "merge");
    merge_patch(document, change);
    return {};
}

}  // namespace

TEST_CASE("behaviour: patches give what their documents say") {
    auto const cases = read_cases("patch");
    REQUIRE(cases.size() > 60);
    for (auto const& one : cases) {
        INFO(one.file << ":" << one.line << ": " << string_at(one.tree, {"name"}));
        check_words(one.tree, {"name", "kind", "form", "start", "patch", "result", "error"});
        REQUIRE(part(one.tree, "start"));
        REQUIRE(part(one.tree, "patch"));
        auto document = *part(one.tree, "start");
        auto const done = patch(one.tree, document);
        if (auto const* const error = part(one.tree, "error")) {
            REQUIRE_FALSE(done);
            CHECK(reason(done.error().code) == string_at(*error, {"code"}));
            CHECK_THAT(done.error().message, Catch::Contains(std::string(string_at(*error, {"message"}))));
            CHECK(canonical(document) == canonical(*part(one.tree, "start")));
        } else {
            REQUIRE(part(one.tree, "result"));
            INFO((done ? std::string() : done.error().message));
            REQUIRE(done);
            CHECK(canonical(document) == canonical(*part(one.tree, "result")));
        }
    }
}
