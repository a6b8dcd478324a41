#include <keelson/api/core_v1.hpp>
#include <keelson/scheduling/plugins.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace keelson::plugins {
namespace {

constexpr std::string_view unschedulable_taint = "node.kubernetes.io/unschedulable";

bool tolerates(Toleration const& toleration, std::string_view key, std::string_view value, std::string_view effect) {
    if (!toleration.effect.empty() && toleration.effect != effect) return false;
    if (!toleration.key.empty() && toleration.key != key) return false;
    if (toleration.operator_ == "Exists") return true;
    return (toleration.operator_.empty() || toleration.operator_ == "Equal") && !toleration.key.empty() &&
           toleration.value == value;
}

bool tolerates(Pod const& pod, std::string_view key, std::string_view value, std::string_view effect) {
    return std::any_of(pod.spec.tolerations.begin(), pod.spec.tolerations.end(),
                       [&](Toleration const& toleration) { return tolerates(toleration, key, value, effect); });
}

std::optional<std::int64_t> number(std::string const& text) {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// One expression about a label or field; `value` is null where the node has none.
bool matches(NodeSelectorRequirement const& wanted, std::string const* value) {
    auto const listed = [&] {
        return value && std::find(wanted.values.begin(), wanted.values.end(), *value) != wanted.values.end();
    };
    if (wanted.operator_ == "In") return listed();
    if (wanted.operator_ == "NotIn") return !listed();
    if (wanted.operator_ == "Exists") return value != nullptr;
    if (wanted.operator_ == "DoesNotExist") return value == nullptr;
    if (!value || wanted.values.size() != 1) return false;
    auto const has = number(*value), bound = number(wanted.values[0]);
    if (!has || !bound) return false;
    if (wanted.operator_ == "Gt") return *has > *bound;
    return wanted.operator_ == "Lt" && *has < *bound;
}

/// A term without any expression matches no node.
bool matches(NodeSelectorTerm const& term, NodeView const& node) {
    if (term.matchExpressions.empty() && term.matchFields.empty()) return false;
    for (auto const& wanted : term.matchExpressions) {
        if (!matches(wanted, node.label(wanted.key))) return false;
    }
    for (auto const& wanted : term.matchFields) {
        if (!matches(wanted, wanted.key == "metadata.name" ? &node.name() : nullptr)) return false;
    }
    return true;
}

/// Text in a signature: with its length, so that no two lists of texts read the same.
void sign(std::string& into, std::string_view text) {
    into += std::to_string(text.size());
    into += ':';
    into += text;
}

void sign(std::string& into, std::vector<NodeSelectorRequirement> const& expressions) {
    for (auto const& wanted : expressions) {
        sign(into, wanted.key);
        sign(into, wanted.operator_);
        for (auto const& value : wanted.values) sign(into, value);
        into += ';';
    }
}

void sign(std::string& into, NodeSelectorTerm const& term) {
    sign(into, term.matchExpressions);
    into += '|';
    sign(into, term.matchFields);
    into += '\n';
}

std::string sign_tolerations(Pod const& pod) {
    std::string text;
    for (auto const& toleration : pod.spec.tolerations) {
        sign(text, toleration.key);
        sign(text, toleration.operator_);
        sign(text, toleration.value);
        sign(text, toleration.effect);
    }
    return text;
}

/// How much of one resource a node will have in use with the Pod: 0 to 1.
double used_share(std::int64_t capacity, std::int64_t used) {
    return std::min(1.0, static_cast<double>(used) / static_cast<double>(capacity));
}

}  // namespace

Verdict NodeUnschedulable::filter(Pod const& pod, NodeView const& node) const {
    if (!node.unschedulable() || tolerates(pod, unschedulable_taint, "", "NoSchedule")) return Verdict::accept();
    return Verdict::reject_for_good("node(s) were unschedulable");
}

std::string NodeUnschedulable::signature(Pod const& pod) const {
    return tolerates(pod, unschedulable_taint, "", "NoSchedule") ? "tolerated" : "";
}

Verdict NodeName::filter(Pod const& pod, NodeView const& node) const {
    if (pod.spec.nodeName.empty() || pod.spec.nodeName == node.name()) return Verdict::accept();
    return Verdict::reject_for_good("node(s) didn't match the requested node name");
}

std::string NodeName::signature(Pod const& pod) const { return pod.spec.nodeName; }

Verdict TaintToleration::filter(Pod const& pod, NodeView const& node) const {
    for (auto const& taint : node.taints()) {
        if (taint.effect != "NoSchedule" && taint.effect != "NoExecute") continue;
        if (tolerates(pod, taint.key, taint.value, taint.effect)) continue;
        return Verdict::reject_for_good("node(s) had untolerated taint {" + taint.key + ": " + taint.value + "}");
    }
    return Verdict::accept();
}

Score TaintToleration::score(Pod const& pod, NodeView const& node) const {
    int intolerable = 0;
    for (auto const& taint : node.taints()) {
        if (taint.effect == "PreferNoSchedule" && !tolerates(pod, taint.key, taint.value, taint.effect)) ++intolerable;
    }
    return Score::most / (1 + 3 * intolerable);
}

std::string TaintToleration::signature(Pod const& pod) const { return sign_tolerations(pod); }

Verdict NodeAffinity::filter(Pod const& pod, NodeView const& node) const {
    auto const refused = [] { return Verdict::reject_for_good("node(s) didn't match Pod's node affinity/selector"); };
    for (auto const& [key, wanted] : pod.spec.nodeSelector) {
        auto const* const value = node.label(key);
        if (!value || *value != wanted) return refused();
    }
    if (!pod.spec.affinity || !pod.spec.affinity->nodeAffinity) return Verdict::accept();
    auto const& required = pod.spec.affinity->nodeAffinity->requiredDuringSchedulingIgnoredDuringExecution;
    if (!required) return Verdict::accept();
    auto const& terms = required->nodeSelectorTerms;
    bool const any = std::any_of(terms.begin(), terms.end(), [&](auto const& term) { return matches(term, node); });
    return any ? Verdict::accept() : refused();
}

Score NodeAffinity::score(Pod const& pod, NodeView const& node) const {
    if (!pod.spec.affinity || !pod.spec.affinity->nodeAffinity) return 0;
    std::int64_t matched = 0, all = 0;
    for (auto const& term : pod.spec.affinity->nodeAffinity->preferredDuringSchedulingIgnoredDuringExecution) {
        auto const& wanted = term.preference;
        // An empty preference matches every node, and so tells none from another.
        if (wanted.matchExpressions.empty() && wanted.matchFields.empty()) continue;
        all += term.weight;
        if (matches(wanted, node)) matched += term.weight;
    }
    return all <= 0 ? 0 : static_cast<int>(Score::most * matched / all);
}

std::string NodeAffinity::signature(Pod const& pod) const {
    std::string text;
    for (auto const& [key, value] : pod.spec.nodeSelector) {
        sign(text, key);
        sign(text, value);
    }
    text += '/';
    if (!pod.spec.affinity || !pod.spec.affinity->nodeAffinity) return text;
    auto const& affinity = *pod.spec.affinity->nodeAffinity;
    if (affinity.requiredDuringSchedulingIgnoredDuringExecution) {
        text += "required";
        for (auto const& term : affinity.requiredDuringSchedulingIgnoredDuringExecution->nodeSelectorTerms) {
            sign(text, term);
        }
    }
    text += '/';
    for (auto const& term : affinity.preferredDuringSchedulingIgnoredDuringExecution) {
        text += std::to_string(term.weight);
        sign(text, term.preference);
    }
    return text;
}

Verdict NodePorts::filter(PodNeeds const& pod, NodeView const& node) const {
    for (auto const& wanted : pod.ports) {
        for (auto const& taken : node.ports()) {
            if (wanted.conflicts(taken)) {
                return Verdict::reject("node(s) didn't have free ports for the requested pod ports");
            }
        }
    }
    return Verdict::accept();
}

Verdict NodeResourcesFit::filter(PodNeeds const& pod, NodeView const& node) const {
    auto const& has = node.allocatable();
    auto const& used = node.requested();
    bool hopeless = false;
    std::vector<std::string> short_of;
    auto const check = [&](std::string_view what, std::int64_t wanted, std::int64_t capacity, std::int64_t taken) {
        if (wanted <= 0 || wanted <= capacity - taken) return;
        hopeless = hopeless || wanted > capacity;
        short_of.push_back(what == "pods" ? "Too many pods" : "Insufficient " + std::string(what));
    };
    auto const& wants = pod.requests;
    check("pods", wants.pods, has.pods, used.pods);
    check("cpu", wants.cpu_millis, has.cpu_millis, used.cpu_millis);
    check("memory", wants.memory_bytes, has.memory_bytes, used.memory_bytes);
    check("ephemeral-storage", wants.ephemeral_bytes, has.ephemeral_bytes, used.ephemeral_bytes);
    for (auto const& [other, amount] : wants.others) check(other, amount, has.of(other), used.of(other));
    if (short_of.empty()) return Verdict::accept();
    auto verdict = hopeless ? Verdict::reject_for_good(short_of[0]) : Verdict::reject(short_of[0]);
    for (std::size_t i = 1; i < short_of.size(); ++i) verdict = std::move(verdict).also(std::move(short_of[i]));
    return verdict;
}

Score NodeResourcesFit::score(PodNeeds const& pod, NodeView const& node) const {
    int sum = 0, resources = 0;
    auto const add = [&](std::int64_t capacity, std::int64_t used) {
        if (capacity <= 0) return;
        ++resources;
        auto const counts = strategy == Strategy::least_allocated ? capacity - used : std::min(used, capacity);
        // A quotient of doubles is exact where it is whole, and several times as fast as one of integers.
        if (counts > 0)
            sum += static_cast<int>(static_cast<double>(counts) * Score::most / static_cast<double>(capacity));
    };
    add(node.allocatable().cpu_millis, node.scored_cpu_millis() + pod.scored_cpu_millis);
    add(node.allocatable().memory_bytes, node.scored_memory_bytes() + pod.scored_memory_bytes);
    return resources == 0 ? 0 : sum / resources;
}

Score NodeResourcesBalancedAllocation::score(PodNeeds const& pod, NodeView const& node) const {
    auto const& has = node.allocatable();
    // A Pod that asks for nothing tips no balance.
    if (pod.requests.cpu_millis == 0 && pod.requests.memory_bytes == 0) return 0;
    if (has.cpu_millis <= 0 || has.memory_bytes <= 0) return Score::most;
    auto const cpu = used_share(has.cpu_millis, node.requested().cpu_millis + pod.requests.cpu_millis);
    auto const memory = used_share(has.memory_bytes, node.requested().memory_bytes + pod.requests.memory_bytes);
    // The standard deviation of two numbers is half their distance.
    auto const deviation = (cpu > memory ? cpu - memory : memory - cpu) / 2;
    return static_cast<int>((1 - deviation) * Score::most);
}

}  // namespace keelson::plugins

namespace keelson {

std::string const& NodeView::name() const noexcept { return state_->node->metadata.name; }

std::string const* NodeView::label(std::string_view key) const noexcept {
    auto const& labels = state_->node->metadata.labels;
    // The map has no look-up by string_view; a node has few enough labels that order makes a scan cheap.
    for (auto const& [name, value] : labels) {
        if (name >= key) return name == key ? &value : nullptr;
    }
    return nullptr;
}

std::vector<Taint> const& NodeView::taints() const noexcept { return state_->node->spec.taints; }

bool NodeView::unschedulable() const noexcept { return state_->node->spec.unschedulable.value_or(false); }

}  // namespace keelson
