#include "behaviour/cases.hpp"
#include "support/registry_fixture.hpp"

#include <boost/json/serialize.hpp>

using namespace keelson;
using namespace keelson::test;

namespace {

/// Whether a tree has what is expected of it; null: it must not be there.
void check_part(json::value const& expected, json::value const* found, std::string const& path) {
    INFO(path);
    if (expected.is_null()) {
        CHECK(found == nullptr);
        return;
    }
    REQUIRE(found);
    if (!expected.is_object() || !found->is_object()) {
        CHECK(canonical(*found) == canonical(expected));
        return;
    }
    for (auto const& member : expected.as_object())
        check_part(member.value(), found->as_object().if_contains(member.key()),
                   path + "." + std::string(member.key()));
}

/// "two (Update, scale)": its fields.
void check_owners(json::value const& expected, Ref const& object) {
    json::object found;
    for (auto const& entry : object->ownership()->managers) {
        auto name = entry.name + (entry.apply ? " (Apply" : " (Update");
        if (!entry.subresource.empty()) name += ", " + entry.subresource;
        json::array fields;
        for (auto const& path : entry.fields->tree().paths()) fields.emplace_back(path);
        found.emplace(name + ")", std::move(fields));
    }
    CHECK(canonical(found) == canonical(expected));
}

class Steps {
public:
    explicit Steps(std::string resource) : resource_(std::move(resource)) {}

    void take(json::value const& step) {
        check_words(step, {"create", "update", "apply", "merge", "json", "strategic", "apply_status", "read", "by",
                           "force", "subresource", "object", "owners", "conflicts", "error"});
        fixture_.advance(std::chrono::seconds(1));
        auto const outcome = write(step);
        if (auto const* const error = part(step, "error")) {
            REQUIRE_FALSE(outcome);
            CHECK(reason(outcome.error().code) == string_at(*error, {"code"}));
            CHECK_THAT(outcome.error().message, Catch::Contains(std::string(string_at(*error, {"message"}))));
            return;
        }
        if (auto const* const conflicts = part(step, "conflicts")) {
            REQUIRE_FALSE(outcome);
            CHECK(outcome.error().code == Errc::conflict);
            json::array found;
            for (auto const& cause : outcome.error().causes) found.emplace_back(cause.message + ": " + cause.field);
            CHECK(canonical(found) == canonical(*conflicts));
            return;
        }
        INFO((outcome ? std::string() : outcome.error().message));
        REQUIRE(outcome);
        REQUIRE(*outcome);
        auto const tree = parse_json((*outcome)->bytes()).value();
        if (auto const* const object = part(step, "object")) check_part(*object, &tree, "object");
        if (auto const* const owners = part(step, "owners")) check_owners(*owners, *outcome);
    }

private:
    Result<Ref> write(json::value const& step) {
        using Verb = Operation::Verb;
        WriteOptions options;
        options.manager = string_at(step, {"by"});
        options.force = part(step, "force") && part(step, "force")->as_bool();
        bool const namespaced = fixture_.kinds.by_resource(resource_)->kind->namespaced();
        ObjectKey const key{namespaced ? "default" : "", "a"};
        for (auto const& [word, verb] : {std::pair<std::string_view, Verb>{"create", Verb::create},
                                         {"update", Verb::update},
                                         {"apply", Verb::apply},
                                         {"merge", Verb::merge_patch},
                                         {"json", Verb::json_patch},
                                         {"strategic", Verb::strategic_patch},
                                         {"apply_status", Verb::apply_status}}) {
            auto const* const body = part(step, word);
            if (!body) continue;
            auto operation = fixture_.operation(verb, resource_, json::serialize(*body), key);
            operation.subresource = string_at(step, {"subresource"});
            return fixture_.one(std::move(operation), options);
        }
        REQUIRE(part(step, "read"));
        return fixture_.get(resource_, key.namespace_, key.name);
    }

    RegistryFixture fixture_;
    std::string resource_;
};

}  // namespace

TEST_CASE("behaviour: appliers share, conflict and take over as their documents say") {
    auto const cases = read_cases("apply");
    REQUIRE(cases.size() > 25);
    for (auto const& one : cases) {
        INFO(one.file << ":" << one.line << ": " << string_at(one.tree, {"name"}));
        check_words(one.tree, {"name", "resource", "steps"});
        Steps steps{std::string(string_at(one.tree, {"resource"}))};
        auto const& all = part(one.tree, "steps")->as_array();
        for (std::size_t i = 0; i < all.size(); ++i) {
            INFO("step " << i + 1);
            steps.take(all[i]);
        }
    }
}
