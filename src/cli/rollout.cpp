#include "commands.hpp"
#include "print.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <map>
#include <thread>

namespace keelson::cli {
namespace {

constexpr auto revision_key = "deployment.kubernetes.io/revision";

/// What a rollout still waits for, and whether it will come at all; empty: it is done.
std::string waits_for(json::value const& deployment, std::string const& name) {
    if (number_at(deployment, {"metadata", "generation"}) > number_at(deployment, {"status", "observedGeneration"}))
        return "Waiting for deployment spec update to be observed...";
    if (auto const* const conditions = at(deployment, {"status", "conditions"}); conditions && conditions->is_array()) {
        for (auto const& condition : conditions->get_array()) {
            if (text_at(condition, {"type"}) == "Progressing" &&
                text_at(condition, {"reason"}) == "ProgressDeadlineExceeded")
                throw Failure{"error: deployment \"" + name + "\" exceeded its progress deadline"};
        }
    }
    auto const wanted = number_at(deployment, {"spec", "replicas"}, 1);
    auto const updated = number_at(deployment, {"status", "updatedReplicas"});
    auto const all = number_at(deployment, {"status", "replicas"});
    auto const available = number_at(deployment, {"status", "availableReplicas"});
    auto const head = "Waiting for deployment \"" + name + "\" rollout to finish: ";
    if (updated < wanted)
        return head + std::to_string(updated) + " out of " + std::to_string(wanted) +
               " new replicas have been updated...";
    if (all > updated) return head + std::to_string(all - updated) + " old replicas are pending termination...";
    if (available < updated)
        return head + std::to_string(available) + " of " + std::to_string(updated) +
               " updated replicas are available...";
    return {};
}

int status(Session& session, Target const& target, std::string const& timeout) {
    auto const end = std::chrono::steady_clock::now() + duration_of(timeout);
    std::string told;
    while (true) {
        auto const waits = waits_for(session.get(session.path(*target.kind, target.name)), target.name);
        if (waits.empty()) break;
        if (waits != told) std::cout << waits << std::endl;
        told = waits;
        if (std::chrono::steady_clock::now() > end) throw Failure{"error: timed out waiting for the condition"};
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    std::cout << "deployment \"" << target.name << "\" successfully rolled out\n";
    return 0;
}

/// The ReplicaSets of a Deployment by their revision.
std::map<std::int64_t, json::value> revisions(Session& session, Target const& target) {
    auto const owner = text_at(session.get(session.path(*target.kind, target.name)), {"metadata", "uid"});
    std::map<std::int64_t, json::value> found;
    auto const kind = session.kind_called("replicasets.apps");
    auto const list = session.get(session.path(*kind, {}));
    auto const* const items = at(list, {"items"});
    if (!items || !items->is_array()) return found;
    for (auto const& item : items->get_array()) {
        auto const* const owners = at(item, {"metadata", "ownerReferences"});
        bool const ours = owners && owners->is_array() &&
                          std::any_of(owners->get_array().begin(), owners->get_array().end(),
                                      [&](auto const& one) { return text_at(one, {"uid"}) == owner; });
        if (!ours) continue;
        auto const text = text_at(item, {"metadata", "annotations", revision_key});
        std::int64_t number = 0;
        std::from_chars(text.data(), text.data() + text.size(), number);
        found[number] = item;
    }
    return found;
}

int history(Session& session, Target const& target) {
    std::cout << title(*target.kind, target.name) << " \n";
    std::vector<std::vector<std::string>> rows{{"REVISION", "CHANGE-CAUSE"}};
    for (auto const& [number, set] : revisions(session, target)) {
        auto const why = text_at(set, {"metadata", "annotations", "kubernetes.io/change-cause"});
        rows.push_back({std::to_string(number), why.empty() ? "<none>" : why});
    }
    print_rows(std::cout, rows);
    return 0;
}

int undo(Session& session, Target const& target, std::int64_t revision) {
    auto const all = revisions(session, target);
    auto chosen = all.end();
    if (revision > 0) {
        chosen = all.find(revision);
        if (chosen == all.end())
            throw Failure{"error: unable to find specified revision " + std::to_string(revision) + " in history"};
    } else {
        if (all.size() < 2) throw Failure{"error: no rollout history found for deployment \"" + target.name + "\""};
        chosen = std::prev(all.end(), 2);
    }
    auto const* const found = at(chosen->second, {"spec", "template"});
    if (!found) throw Failure{"error: that revision has no template"};
    json::value wanted = *found;
    if (auto const* const labels = at(wanted, {"metadata", "labels"}); labels && labels->is_object())
        wanted.at("metadata").at("labels").get_object().erase("pod-template-hash");
    session.patch(session.path(*target.kind, target.name),
                  json::array{{{"op", "replace"}, {"path", "/spec/template"}, {"value", wanted}}}, "json-patch");
    std::cout << title(*target.kind, target.name) << " rolled back\n";
    return 0;
}

void patch(Session& session, Target const& target, json::value const& with, std::string_view done) {
    session.patch(session.path(*target.kind, target.name), with);
    std::cout << title(*target.kind, target.name) << " " << done << "\n";
}

}  // namespace

int rollout(Session& session, std::string const& verb, std::vector<std::string> const& what, std::int64_t revision,
            std::string const& timeout) {
    for (auto const& target : session.targets(what)) {
        if (target.kind->resource() != "deployments.apps")
            throw Failure{"error: rollout " + verb + " is for Deployments, and " + target.kind->plural + " are none"};
        if (target.name.empty()) throw Failure{"error: rollout needs a name, as in deployment/web"};
        if (verb == "status") status(session, target, timeout);
        if (verb == "history") history(session, target);
        if (verb == "undo") undo(session, target, revision);
        if (verb == "restart") {
            json::object const annotations{
                {"kubectl.kubernetes.io/restartedAt", format_rfc3339(system_clock()->wall())}};
            patch(session, target, {{"spec", {{"template", {{"metadata", {{"annotations", annotations}}}}}}}},
                  "restarted");
        }
        if (verb == "pause") patch(session, target, {{"spec", {{"paused", true}}}}, "paused");
        if (verb == "resume") patch(session, target, {{"spec", {{"paused", false}}}}, "resumed");
    }
    return 0;
}

}  // namespace keelson::cli
