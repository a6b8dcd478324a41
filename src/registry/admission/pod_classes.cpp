#include "registry/admission/admission.hpp"
#include "registry/rules/field_view.hpp"
#include "registry/rules/pod_spec.hpp"

/// What a Pod gets from the classes that it names: PriorityClass and RuntimeClass.
/// https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
/// https://kubernetes.io/docs/concepts/containers/runtime-class/
namespace keelson::admission {
namespace {

using rules::FieldView;

/// The two that every cluster has, whether they are stored or not.
constexpr std::pair<std::string_view, std::int64_t> system_classes[] = {{"system-cluster-critical", 2'000'000'000},
                                                                        {"system-node-critical", 2'000'001'000}};

struct Priority {
    std::string name;
    std::int64_t value = 0;
    std::string preemption = "PreemptLowerPriority";
};

Priority read_class(Ref const& object) {
    Priority read{object->key().name, 0, "PreemptLowerPriority"};
    auto const tree = parse_json(object->bytes());
    if (!tree) return read;
    FieldView const root(&*tree, "");
    read.value = root["value"].number();
    if (auto const policy = root["preemptionPolicy"]; policy.given()) read.preemption = policy.string();
    return read;
}

/// Of several default classes the one with the lowest value counts.
Priority default_priority(Subject const& subject) {
    Priority best;
    for (auto const& object : subject.list("priorityclasses.scheduling.k8s.io")) {
        if (object->bytes().find("\"globalDefault\":true") == std::string_view::npos) continue;
        auto const one = read_class(object);
        if (best.name.empty() || one.value < best.value) best = one;
    }
    return best;
}

bool same_amounts(FieldView const& a, FieldView const& b) {
    if (a.fields().size() != b.fields().size()) return false;
    for (auto const& entry : a.fields()) {
        auto const x = rules::quantity_of(FieldView(&entry.value(), entry.key()));
        auto const y = rules::quantity_of(b[entry.key()]);
        if (x != y) return false;
    }
    return true;
}

/// Where the nodes of a runtime are.
Result<> take_scheduling(Subject const& subject, FieldView const& scheduling, json::object& spec) {
    auto const selector = scheduling["nodeSelector"];
    for (auto const& entry : selector.fields()) {
        auto& wanted = rules::ensure_object(spec, "nodeSelector");
        auto const* const there = wanted.if_contains(entry.key());
        if (there && *there != entry.value())
            return subject.forbidden("conflict: runtimeClass.scheduling.nodeSelector[" + std::string(entry.key()) +
                                     "] = " + std::string(selector[entry.key()].string()) + "; pod.spec.nodeSelector[" +
                                     std::string(entry.key()) +
                                     "] = " + std::string(rules::string_of(wanted, entry.key())));
        wanted[entry.key()] = entry.value();
    }
    for (auto const toleration : scheduling["tolerations"]) {
        auto& list = spec["tolerations"];
        if (!list.is_array()) list.emplace_array();
        bool known = false;
        for (auto const& other : list.get_array()) known = known || rules::same(&other, toleration.json());
        if (!known) list.get_array().push_back(*toleration.json());
    }
    return {};
}

}  // namespace

Result<> give_priority(Subject const& subject, json::object& pod) {
    auto& spec = rules::ensure_object(pod, "spec");
    auto const name = std::string(rules::string_of(spec, "priorityClassName"));
    Priority given;
    if (name.empty()) {
        given = default_priority(subject);
        if (!given.name.empty()) spec["priorityClassName"] = given.name;
    } else if (auto const object = subject.get("priorityclasses.scheduling.k8s.io", {}, name)) {
        given = read_class(object);
    } else {
        for (auto const& [system, value] : system_classes)
            if (system == name) given = {name, value, "PreemptLowerPriority"};
        if (given.name.empty()) return subject.forbidden("no PriorityClass with name " + name + " was found");
    }
    FieldView const view(&pod["spec"], "spec");
    if (auto const said = view["priority"].integer(); said && *said != given.value)
        return subject.forbidden("the integer value of priority (" + std::to_string(*said) +
                                 ") must not be provided in pod spec; priority admission controller computed " +
                                 std::to_string(given.value) + " from the given PriorityClass name");
    if (auto const said = view["preemptionPolicy"]; said.given() && said.string() != given.preemption)
        return subject.forbidden("the string value of PreemptionPolicy (" + std::string(said.string()) +
                                 ") must not be provided in pod spec; priority admission controller computed " +
                                 given.preemption + " from the given PriorityClass name");
    spec["priority"] = given.value;
    spec["preemptionPolicy"] = given.preemption;
    return {};
}

Result<> give_runtime_class(Subject const& subject, json::object& pod) {
    auto& spec = rules::ensure_object(pod, "spec");
    auto const name = std::string(rules::string_of(spec, "runtimeClassName"));
    FieldView const view(&pod["spec"], "spec");
    auto const overhead = view["overhead"];
    if (name.empty()) {
        if (!overhead.given()) return {};
        return subject.forbidden("pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
    }
    auto const object = subject.get("runtimeclasses.node.k8s.io", {}, name);
    if (!object) return subject.forbidden("pod rejected: RuntimeClass \"" + name + "\" not found");
    auto const tree = parse_json(object->bytes());
    if (!tree) return tree.error();
    FieldView const runtime(&*tree, "");
    auto const part = runtime["overhead"];
    auto const fixed = part["podFixed"];
    if (overhead.given() && !same_amounts(overhead, fixed))
        return subject.forbidden("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
    if (fixed.given()) spec["overhead"] = *fixed.json();
    return take_scheduling(subject, runtime["scheduling"], spec);
}

}  // namespace keelson::admission
