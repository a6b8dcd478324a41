#include "api/field_set.hpp"

#include <keelson/api/kind.hpp>
#include <keelson/core/entropy.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace keelson;

namespace {

Schema const& status_schema() {
    static auto const kinds = built_in_kinds();
    auto const pods = std::find_if(kinds.begin(), kinds.end(), [](auto const& kind) { return kind->plural == "pods"; });
    return *(*pods)->schema->field("status")->schema;
}

/// A status of a few fields of each sort: leaves, objects, keyed lists, atomic lists, maps.
json::value drawn_status(Entropy& entropy) {
    json::object status;
    auto const maybe = [&] { return entropy.below(3) != 0; };
    auto const value = [&] { return "v" + std::to_string(entropy.below(3)); };
    if (maybe()) status["phase"] = value();
    if (maybe()) status["message"] = value();
    json::array conditions, ips, containers;
    for (auto const* const type : {"Ready", "PodScheduled", "odd\"type"}) {
        if (!maybe()) continue;
        json::object one{{"type", type}, {"status", value()}};
        if (maybe()) one["reason"] = value();
        conditions.push_back(std::move(one));
    }
    for (auto const* const ip : {"10.0.0.1", "10.0.0.10"}) {
        if (maybe()) ips.push_back(json::object{{"ip", ip}});
    }
    for (auto const* const name : {"a", "b"}) {
        if (!maybe()) continue;
        json::object one{{"name", name}};
        if (maybe()) one["restartCount"] = static_cast<std::int64_t>(entropy.below(2));
        if (maybe()) one["state"] = json::object{{"running", json::object{{"startedAt", value()}}}};
        if (maybe()) one["state"] = json::object{{"waiting", json::object{{"reason", value()}}}};
        if (maybe()) one["allocatedResources"] = json::object{{"cpu", value()}, {"a/b", value()}};
        containers.push_back(std::move(one));
    }
    if (!conditions.empty()) status["conditions"] = std::move(conditions);
    if (!ips.empty()) status["podIPs"] = std::move(ips);
    if (!containers.empty()) status["containerStatuses"] = std::move(containers);
    return status;
}

std::string text_of(FieldNode const& set) { return set.empty() ? std::string() : set.text(); }

}  // namespace

TEST_CASE("owned fields: what texts say of a status's owner is what its sets say") {
    auto const entropy = seeded_entropy(7);
    Schema::Field const field{.name = "status", .schema = &status_schema()};
    Schema const root{.type = Schema::Type::object, .fields = {&field, 1}};
    std::size_t said = 0;
    constexpr std::size_t rounds = 3000;
    for (std::size_t i = 0; i < rounds; ++i) {
        FieldNode mine;
        json::value before = json::object();
        // Somebody else writes now and then, so that the writer does not own everything.
        for (int writes = 0; writes < 5; ++writes) {
            json::value after = json::object();
            auto status = drawn_status(*entropy);
            if (!status.get_object().empty()) after.get_object()["status"] = std::move(status);
            auto const changes = changed_fields(root, before, after, FieldScope::status);
            bool const ours = entropy->below(4) != 0;
            auto wanted = mine;
            if (ours) wanted.add(changes.set);
            wanted.subtract(changes.gone);
            if (ours) {
                auto const text = [](json::value const& tree) {
                    auto const* const found = find_path(tree, {"status"});
                    return found ? canonical(*found) : std::string();
                };
                auto const owned = owned_status_after(status_schema(), text(before), text(after), text_of(mine));
                INFO(canonical(before) << "\n" << canonical(after) << "\n" << text_of(mine));
                if (owned) CHECK(*owned == text_of(wanted));
                said += owned.has_value();
            }
            mine = std::move(wanted);
            before = std::move(after);
        }
    }
    CHECK(said > rounds);  // it mostly says something
}

TEST_CASE("owned fields: what another has written is not the writer's") {
    auto const& schema = status_schema();
    constexpr std::string_view others = R"({"conditions":[{"status":"True","type":"PodScheduled"}]})";
    constexpr std::string_view both =
        R"({"conditions":[{"status":"True","type":"Ready"},{"status":"True","type":"PodScheduled"}],"phase":"Running"})";
    CHECK(owned_status_after(schema, others, others, {}) == std::string());
    CHECK(
        owned_status_after(schema, others, both, {}) ==
        R"({"f:status":{"f:conditions":{"k:{\"type\":\"Ready\"}":{".":{},"f:status":{},"f:type":{}}},"f:phase":{}}})");
    // Nobody knows here what that is.
    CHECK_FALSE(owned_status_after(schema, others, both, R"({"f:spec":{}})"));
}
