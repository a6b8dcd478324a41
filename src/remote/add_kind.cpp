#include "api/custom_kind.hpp"
#include "api/json.hpp"

#include <keelson/connect.hpp>

#include <chrono>
#include <thread>

namespace keelson {
namespace {

constexpr auto look_again = std::chrono::milliseconds(100);

/// Nothing yet: neither is settled.
Result<bool> is_established(Object const& definition) {
    auto const tree = parse_json(definition.bytes());
    if (!tree) return tree.error();
    if (has_condition(*tree, "Established")) return true;
    auto const* const conditions = find_path(*tree, {"status", "conditions"});
    if (!conditions || !conditions->is_array()) return false;
    for (auto const& condition : conditions->get_array()) {
        if (string_at(condition, {"type"}) == "NamesAccepted" && string_at(condition, {"status"}) == "False")
            return Error(Errc::conflict, std::string(string_at(condition, {"message"})), definition.key().name);
    }
    return false;
}

}  // namespace

Result<> add_kind(Client const& client, Kind const& kind, Duration at_most) {
    auto const end = std::chrono::steady_clock::now() + at_most;
    Request apply;
    apply.verb = Request::Verb::apply;
    apply.resource = definitions_resource;
    apply.key.name = kind.resource();
    apply.body = canonical(definition_of(kind));
    apply.write.manager = "keelson";
    apply.write.force = true;
    if (auto const applied = client.call(std::move(apply)); !applied) return applied.error();
    Request get;
    get.resource = definitions_resource;
    get.key.name = kind.resource();
    Request list;
    list.verb = Request::Verb::list;
    list.resource = kind.resource();
    list.list.limit = 1;
    for (bool established = false;; std::this_thread::sleep_for(look_again)) {
        if (!established) {
            auto const definition = client.call(get);
            if (!definition) return definition.error();
            auto const answer = is_established(*definition->objects.front());
            if (!answer) return answer.error();
            established = *answer;
        }
        // A server may take a moment from saying so to serving it.
        if (established) {
            auto const served = client.call(list);
            if (served) return {};
            if (served.error().code != Errc::not_found && !served.error().retryable()) return served.error();
        }
        if (std::chrono::steady_clock::now() >= end)
            return Error(Errc::timeout, "the server does not serve " + kind.resource() + " yet");
    }
}

}  // namespace keelson
