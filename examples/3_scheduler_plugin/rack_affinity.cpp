#include <keelson/api/core_v1.hpp>
#include <keelson/engine.hpp>
#include <keelson/runtime/simulated.hpp>

#include <iostream>

using namespace std::chrono_literals;

namespace {

std::string find_label(std::map<std::string, std::string> const& labels, std::string const& key) {
    auto const found = labels.find(key);
    return found == labels.end() ? std::string() : found->second;
}

/// Pods with the label "rack" run in that rack and nowhere else; those with "near" rather there than elsewhere.
struct RackAffinity {
    static constexpr std::string_view name = "RackAffinity";
    static constexpr bool node_only = true;  // it looks at the Node and at nothing that runs on it

    // Found out once for a Pod, and not for each node.
    struct Wish {
        std::string rack, near;
    };
    [[nodiscard]] Wish prepare(keelson::Pod const& pod) const {
        return {find_label(pod.metadata.labels, "rack"), find_label(pod.metadata.labels, "near")};
    }
    // All that matters here in a Pod: Pods that are alike in it share the answers.
    [[nodiscard]] std::string signature(keelson::Pod const& pod) const {
        auto const wish = prepare(pod);
        return wish.rack + "/" + wish.near;
    }

    [[nodiscard]] keelson::Verdict filter(Wish const& wish, keelson::NodeView const& node) const {
        if (wish.rack.empty()) return keelson::Verdict::accept();
        auto const* const rack = node.label("rack");
        if (rack != nullptr && *rack == wish.rack) return keelson::Verdict::accept();
        return keelson::Verdict::reject_for_good("node(s) were not in rack " + wish.rack);
    }
    [[nodiscard]] keelson::Score score(Wish const& wish, keelson::NodeView const& node) const {
        auto const* const rack = node.label("rack");
        return !wish.near.empty() && rack != nullptr && *rack == wish.near ? keelson::Score::most : 0;
    }
};

keelson::NodeOptions make_node(std::string name, std::string rack) {
    return {.name = std::move(name),
            .runtime = keelson::simulated_runtime(),
            .labels = {{"rack", std::move(rack)}},
            .capacity = {{"cpu", keelson::Quantity::parse("2").value()}}};
}

keelson::Pod make_pod(std::string name, std::map<std::string, std::string> labels) {
    keelson::Pod pod;
    pod.metadata.name = std::move(name);
    pod.metadata.labels = std::move(labels);
    auto& container = pod.spec.containers.emplace_back();
    container.name = "main";
    container.image = "none";
    container.resources.emplace().requests = {{"cpu", keelson::Quantity::parse("1").value()}};
    return pod;
}

/// Where the Pod landed, or why it could not.
std::string place(keelson::Client const& client, keelson::Pod const& pod) {
    client.create(pod).value();
    std::string answer;
    auto const decided = [&](keelson::Pod const& seen) {
        answer = seen.spec.nodeName;
        if (!answer.empty()) return true;
        for (auto const& condition : seen.status.conditions) {
            if (condition.type != "PodScheduled" || condition.status != "False") continue;
            answer = condition.message;
            return true;
        }
        return false;
    };
    client.wait<keelson::Pod>({"default", pod.metadata.name}, decided, 20s).value();
    return answer;
}

}  // namespace

int main() {
    keelson::EngineOptions options;
    for (auto const* const name : {"a1", "a2", "b1"}) options.nodes.push_back(make_node(name, std::string(name, 1)));
    options.profiles = {keelson::Profile::defaults().add(RackAffinity{}, 2)};
    auto engine = keelson::Engine::open(std::move(options)).value();
    engine.start().value();
    auto const client = engine.client();
    auto const usable = [](keelson::Node const& node) { return keelson::ready(node) && node.spec.taints.empty(); };
    for (auto const* const name : {"a1", "a2", "b1"}) client.wait<keelson::Node>({{}, name}, usable, 20s).value();

    int wrong = 0;
    auto const show = [&](keelson::Pod const& pod, std::string const& wanted) {
        auto const answer = place(client, pod);
        std::cout << pod.metadata.name << " -> " << answer << "\n";
        wrong += answer.starts_with(wanted) ? 0 : 1;
    };
    show(make_pod("in-b-1", {{"rack", "b"}}), "b1");
    show(make_pod("near-b", {{"near", "b"}}), "b1");
    show(make_pod("near-b-too", {{"near", "b"}}), "a");  // b1 is full; a wish is no condition
    show(make_pod("in-b-2", {{"rack", "b"}}),
         "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were not in rack b.");
    show(make_pod("in-c", {{"rack", "c"}}), "0/3 nodes are available: 3 node(s) were not in rack c.");
    (void)engine.stop(5s);
    return wrong == 0 ? 0 : 1;
}
