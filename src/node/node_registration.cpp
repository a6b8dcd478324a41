#include "node/node_agent.hpp"

#include <algorithm>

namespace keelson {

Node NodeAgent::wanted_node() const {
    Node node;
    node.metadata.name = setup_.name;
    node.metadata.labels = setup_.labels;
    node.metadata.labels.try_emplace("kubernetes.io/hostname", setup_.name);
    node.metadata.labels.try_emplace("kubernetes.io/os", "linux");
#if defined(__aarch64__)
    node.metadata.labels.try_emplace("kubernetes.io/arch", "arm64");
#else
    node.metadata.labels.try_emplace("kubernetes.io/arch", "amd64");
#endif
    if (auto text = devices_.text(); !text.empty())
        node.metadata.annotations.emplace(devices_annotation, std::move(text));
    node.spec.taints = setup_.taints;
    return node;
}

void NodeAgent::set_node_status(View const& view, Node& node) const {
    auto& status = node.status;
    status.capacity = setup_.capacity;
    status.allocatable = shared_->allocatable;
    status.addresses.clear();
    if (!setup_.address.empty()) status.addresses.push_back({.address = setup_.address, .type = "InternalIP"});
    status.addresses.push_back({.address = setup_.name, .type = "Hostname"});
    auto info = setup_.system;
    auto const fill = [](std::string& field, std::string value) {
        if (field.empty()) field = std::move(value);
    };
    fill(info.architecture, wanted_node().metadata.labels.at("kubernetes.io/arch"));
    fill(info.operatingSystem, "linux");
    fill(info.kubeletVersion, "v1.35.0-keelson");
    auto const& runtime = *shared_->services.runtime;
    fill(info.containerRuntimeVersion, std::string(runtime.name()) + "://" + runtime.version());
    status.nodeInfo = std::move(info);

    auto const set = [&](char const* type, bool value, std::string reason, std::string message) {
        auto const now = view.now().whole_seconds();
        auto found = std::find_if(status.conditions.begin(), status.conditions.end(),
                                  [&](NodeCondition const& one) { return one.type == type; });
        if (found == status.conditions.end()) {
            NodeCondition condition;
            condition.type = type;
            found = status.conditions.insert(status.conditions.end(), std::move(condition));
        }
        std::string const text = value ? "True" : "False";
        if (found->status == text && found->reason == reason && found->message == message) return;
        if (found->status != text) found->lastTransitionTime = now;
        found->lastHeartbeatTime = now;
        found->status = text;
        found->reason = std::move(reason);
        found->message = std::move(message);
    };
    if (!pressure_.measured()) {
        set("MemoryPressure", false, "KubeletHasSufficientMemory", "memory pressure is not measured on this node");
        set("DiskPressure", false, "KubeletHasNoDiskPressure", "disk pressure is not measured on this node");
        set("PIDPressure", false, "KubeletHasSufficientPID", "PID pressure is not measured on this node");
    } else {
        auto const memory = pressure_.under(Pressure::memory);
        set("MemoryPressure", memory, memory ? "KubeletHasInsufficientMemory" : "KubeletHasSufficientMemory",
            memory ? "kubelet has insufficient memory available" : "kubelet has sufficient memory available");
        auto const disk = pressure_.under(Pressure::disk);
        set("DiskPressure", disk, disk ? "KubeletHasDiskPressure" : "KubeletHasNoDiskPressure",
            disk ? "kubelet has disk pressure" : "kubelet has no disk pressure");
        auto const pids = pressure_.under(Pressure::pids);
        set("PIDPressure", pids, pids ? "KubeletHasInsufficientPID" : "KubeletHasSufficientPID",
            pids ? "kubelet has insufficient PID available" : "kubelet has sufficient PID available");
    }
    if (runtime_error_.empty()) {
        set("Ready", true, "KubeletReady", "kubelet is posting ready status");
    } else {
        set("Ready", false, "KubeletNotReady", "container runtime is down: " + runtime_error_);
    }
}

void NodeAgent::register_node() {
    if (!open_) return;
    if (registering_) {
        register_again_ = true;
        return;
    }
    shared_->services.strand->cancel(register_timer_);
    register_again_ = false;
    Plan plan;
    shared_->services.read([&](View const& view) {
        auto const wanted = wanted_node();
        auto const stored = view.get<Node>({{}, setup_.name});
        if (!stored) return plan.create(wanted);
        auto node = *stored;
        for (auto const& [key, value] : wanted.metadata.labels) node.metadata.labels[key] = value;
        for (auto const& [key, value] : wanted.metadata.annotations) node.metadata.annotations[key] = value;
        if (node.metadata.labels != stored->metadata.labels ||
            node.metadata.annotations != stored->metadata.annotations)
            return plan.update(node);
        set_node_status(view, node);
        if (!equal(node.status, stored->status)) plan.update_status(node);
    });
    if (plan.empty()) return;
    registering_ = true;
    // Its status is another write, made from what the first has left.
    register_again_ = true;
    shared_->services.submit(std::move(plan), [this, alive = std::weak_ptr(alive_)](Result<> const& result) {
        if (alive.lock()) registered(result);
    });
}

void NodeAgent::registered(Result<> const& result) {
    registering_ = false;
    if (!open_) return;
    auto& strand = *shared_->services.strand;
    if (result || result.error().code == Errc::conflict) {
        register_retry_.reset();
        if (register_again_) register_node();
        return;
    }
    log().warning("cannot register: " + result.error().message);
    register_retry_.fail(strand.now());
    register_timer_ = strand.after(register_retry_.current, [this] { register_node(); });
}

}  // namespace keelson
