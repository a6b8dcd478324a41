#include "controllers/endpointslice.hpp"

#include "controllers/hashed_name.hpp"
#include "controllers/pod_state.hpp"

#include <keelson/api/discovery_v1.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace keelson::controllers {

namespace {

constexpr std::string_view headless_label = "service.kubernetes.io/headless";

std::optional<std::int32_t> port_named(std::vector<Container> const& containers, std::string_view name,
                                       std::string_view protocol) {
    for (auto const& container : containers)
        for (auto const& port : container.ports)
            if (port.name == name && (port.protocol.empty() ? "TCP" : port.protocol) == protocol)
                return port.containerPort;
    return std::nullopt;
}

std::optional<std::int32_t> target_of(ServicePort const& port, std::string_view protocol, Pod const& pod) {
    if (!port.targetPort) return port.port;
    if (!port.targetPort->is_string()) return port.targetPort->number() == 0 ? port.port : port.targetPort->number();
    auto const& name = port.targetPort->string();
    if (auto const found = port_named(pod.spec.containers, name, protocol)) return found;
    std::vector<Container> sidecars;
    for (auto const& container : pod.spec.initContainers)
        if (container.restartPolicy == "Always") sidecars.push_back(container);
    return port_named(sidecars, name, protocol);
}

/// The ports of a Service as one Pod has them; a named port that the Pod does not have is left out.
std::vector<EndpointPort> ports_of(Service const& service, Pod const& pod) {
    std::vector<EndpointPort> ports;
    for (auto const& port : service.spec.ports) {
        auto const protocol = port.protocol.empty() ? std::string("TCP") : port.protocol;
        if (auto const target = target_of(port, protocol, pod))
            ports.push_back({.appProtocol = port.appProtocol, .name = port.name, .port = target, .protocol = protocol});
    }
    return ports;
}

Endpoint endpoint_of(Service const& service, Pod const& pod) {
    auto const serving = is_ready(pod);
    auto const terminating = !pod.metadata.deletionTimestamp.empty();
    Endpoint endpoint{.addresses = {pod.status.podIP}};
    endpoint.conditions.emplace(
        EndpointConditions{.ready = service.spec.publishNotReadyAddresses.value_or(false) || (serving && !terminating),
                           .serving = serving,
                           .terminating = terminating});
    if (!pod.spec.hostname.empty() && pod.spec.subdomain == service.metadata.name)
        endpoint.hostname = pod.spec.hostname;
    if (!pod.spec.nodeName.empty()) endpoint.nodeName = pod.spec.nodeName;
    endpoint.targetRef.emplace(ObjectReference{
        .kind = "Pod", .name = pod.metadata.name, .namespace_ = pod.metadata.namespace_, .uid = pod.metadata.uid});
    return endpoint;
}

std::string const& pod_uid(Endpoint const& endpoint) {
    static std::string const none;
    return endpoint.targetRef ? endpoint.targetRef->uid : none;
}

bool in_use(Pod const& pod) { return !pod.status.podIP.empty() && !is_finished(pod.status.phase); }

std::map<std::string, std::string> labels_of(Service const& service) {
    std::map<std::string, std::string> labels = service.metadata.labels;
    labels[std::string(service_name_label)] = service.metadata.name;
    labels[std::string(slice_managed_by_label)] = slice_manager;
    if (service.spec.clusterIP == "None") {
        labels[std::string(headless_label)] = "";
    } else {
        labels.erase(std::string(headless_label));
    }
    return labels;
}

/// Endpoints that have the same ports share slices.
struct PortGroup {
    std::vector<EndpointPort> ports;
    std::vector<Endpoint> endpoints;
};

/// One slice as it is, and as it should be.
struct Slice {
    std::shared_ptr<EndpointSlice const> stored;  ///< null: to be made
    EndpointSlice wanted;
};

class ServiceStep {
public:
    ServiceStep(View const& view, Service const& service, EndpointSliceOptions options, Plan& plan)
        : view_(view), service_(service), options_(options), plan_(plan), labels_(labels_of(service)) {}

    void run() {
        read_slices();
        auto groups = groups_of_pods();
        for (auto& [key, group] : groups) place(group);
        write();
    }

private:
    void read_slices() {
        ListScope const scope{
            .namespace_ = service_.metadata.namespace_,
            .labels = Selector::from({{std::string(service_name_label), service_.metadata.name},
                                      {std::string(slice_managed_by_label), std::string(slice_manager)}})};
        for (auto const& ref : view_.refs<EndpointSlice>(scope)) {
            // Those of an earlier Service of this name are collected.
            auto const* const controller = ref->controller();
            if (!ref->index().deleted.empty() || (controller && controller->uid != service_.metadata.uid)) continue;
            auto slice = view_.typed<EndpointSlice>(ref);
            slices_.push_back({slice, *slice});
        }
    }

    // By the text of their ports: groups come in an order that does not depend on the Pods.
    std::map<std::string, PortGroup> groups_of_pods() const {
        std::map<std::string, PortGroup> groups;
        ListScope const scope{.namespace_ = service_.metadata.namespace_,
                              .labels = Selector::from(service_.spec.selector)};
        for (auto const& pod : view_.list<Pod>(scope)) {
            if (!in_use(*pod)) continue;
            auto ports = ports_of(service_, *pod);
            auto& group = groups[encode(ports)];
            group.ports = std::move(ports);
            group.endpoints.push_back(endpoint_of(service_, *pod));
        }
        if (groups.empty()) groups[""];  // one slice without endpoints says that the Service was seen
        return groups;
    }

    // Endpoints stay where they are; new ones fill the slices that have room, then new slices.
    void place(PortGroup& group) {
        std::map<std::string, Endpoint*> left;
        for (auto& endpoint : group.endpoints) left[pod_uid(endpoint)] = &endpoint;
        std::vector<std::size_t> ours;
        for (std::size_t i = 0; i < slices_.size(); ++i) {
            auto& slice = slices_[i];
            if (!slice.stored || slice.stored->addressType != "IPv4" || !equal(slice.stored->ports, group.ports))
                continue;
            ours.push_back(i);
            std::vector<Endpoint> kept;
            for (auto const& endpoint : slice.stored->endpoints) {
                auto const found = left.find(pod_uid(endpoint));
                if (found == left.end() || kept.size() == options_.most_endpoints) continue;
                kept.push_back(std::move(*found->second));
                left.erase(found);
            }
            slice.wanted.endpoints = std::move(kept);
            placed_.insert(i);
        }
        // In the order of the Pods, not of their uids.
        std::vector<Endpoint> fresh;
        for (auto& endpoint : group.endpoints)
            if (auto const found = left.find(pod_uid(endpoint)); found != left.end() && found->second == &endpoint)
                fresh.push_back(std::move(endpoint));
        fill(ours, std::move(fresh), group.ports);
    }

    void fill(std::vector<std::size_t> const& ours, std::vector<Endpoint> fresh,
              std::vector<EndpointPort> const& ports) {
        auto next = fresh.begin();
        auto const take = [&](EndpointSlice& slice) {
            while (next != fresh.end() && slice.endpoints.size() < options_.most_endpoints)
                slice.endpoints.push_back(std::move(*next++));
        };
        // Slices that are written anyway come first, so that few are.
        for (bool const changed : {true, false})
            for (auto const i : ours)
                if (equal(slices_[i].wanted, *slices_[i].stored) != changed) take(slices_[i].wanted);
        auto const has_slice = !ours.empty();
        while (next != fresh.end() || (!has_slice && fresh.empty())) {
            Slice slice;
            slice.wanted = {.metadata = {.name = free_name(),
                                         .namespace_ = service_.metadata.namespace_,
                                         .ownerReferences = {owner_reference(service_)}},
                            .addressType = "IPv4",
                            .ports = ports};
            take(slice.wanted);
            placed_.insert(slices_.size());
            slices_.push_back(std::move(slice));
            if (fresh.empty()) break;
        }
    }

    std::string free_name() {
        while (true) {
            auto name = hashed_name(service_.metadata.name + "-", service_.metadata.uid, next_name_++);
            if (!view_.ref<EndpointSlice>({service_.metadata.namespace_, name})) return name;
        }
    }

    void write() {
        auto const filled = std::any_of(placed_.begin(), placed_.end(),
                                        [&](std::size_t i) { return !slices_[i].wanted.endpoints.empty(); });
        bool placeholder = false;
        for (std::size_t i = 0; i < slices_.size(); ++i) {
            auto& slice = slices_[i];
            auto const empty = !placed_.contains(i) || slice.wanted.endpoints.empty();
            if (empty && (filled || placeholder || !placed_.contains(i))) {
                if (slice.stored) plan_.remove(*slice.stored);
                continue;
            }
            placeholder = placeholder || empty;
            slice.wanted.metadata.labels = labels_;
            if (!slice.stored) {
                plan_.create(slice.wanted);
            } else if (!equal(slice.wanted, *slice.stored)) {
                plan_.update(slice.wanted);
            }
        }
    }

    View const& view_;
    Service const& service_;
    EndpointSliceOptions options_;
    Plan& plan_;
    std::map<std::string, std::string> labels_;
    std::vector<Slice> slices_;
    std::set<std::size_t> placed_;  ///< those that hold a group; the others have ports that nobody has any more
    std::uint64_t next_name_ = 0;
};

bool has_selector(Service const& service) {
    return !service.spec.selector.empty() && service.spec.type != "ExternalName";
}

// A Service looks for its Pods, and not the other way round: so each Service of the namespace is asked.
std::vector<ObjectKey> services_of(View const& view, Object const* before, Object const* after) {
    std::vector<ObjectKey> keys;
    auto const& pod = after ? *after : *before;
    for (auto const& service : view.list<Service>({.namespace_ = pod.key().namespace_})) {
        if (!has_selector(*service)) continue;
        auto const selector = Selector::from(service->spec.selector);
        auto const matches = [&](Object const* object) { return object && selector.matches(*object->index().labels); };
        if (matches(before) || matches(after)) keys.push_back({service->metadata.namespace_, service->metadata.name});
    }
    return keys;
}

}  // namespace

Controller endpointslice_controller(EndpointSliceOptions options) {
    auto reconcile = [options](View const& view, ObjectKey const& key, Plan& plan) -> Result<> {
        auto const service = view.get<Service>(key);
        // Slices of a Service without a selector are its user's; those of a Service that is gone go with it.
        if (!service || !service->metadata.deletionTimestamp.empty() || !has_selector(*service)) return {};
        ServiceStep(view, *service, options, plan).run();
        return {};
    };
    return Controller::of<Service>("endpointslice", std::move(reconcile))
        .owns<EndpointSlice>()
        .watches<Pod>(services_of);
}

}  // namespace keelson::controllers
