#include "engine/service_router.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/api/discovery_v1.hpp>
#include <keelson/core/seconds.hpp>

#include <algorithm>
#include <atomic>

namespace keelson {
namespace {

std::string const name_label = "kubernetes.io/service-name";

bool is(Kind const& kind, TypeInfo const& type) { return kind.plural == type.plural && kind.group == type.group; }

bool served(Service const& service) {
    return service.spec.type != "ExternalName" && !service.spec.clusterIP.empty() && service.spec.clusterIP != "None" &&
           service.metadata.deletionTimestamp.empty();
}

}  // namespace

ServiceRouter::ServiceRouter(Strand& strand, Registry& registry, TypedCache& cache, std::shared_ptr<net::IoThread> io)
    : strand_(&strand), registry_(&registry), cache_(&cache), io_(std::move(io)) {
    net::BalancerOptions options;
    options.loops = {io_->executor()};
    options.clock = strand.clock();
    options.seed = strand.entropy()->next();
    options.log = strand.log().with("net");
    balancer_ = std::make_unique<net::Balancer>(std::move(options));
}

ServiceRouter::~ServiceRouter() { *alive_ = false; }

void ServiceRouter::start() {
    auto const before = routed_;
    std::set<ObjectKey> there;
    for (auto const& object : registry_->durable().list(*registry_->kinds().of(Service::type)->kind, {})) {
        there.insert(object->key());
        route(object->key());
    }
    for (auto const& key : before) {
        if (!there.contains(key)) route(key);
    }
}

void ServiceRouter::stop() {
    *alive_ = false;
    balancer_->stop();
}

void ServiceRouter::changed(std::vector<Change> const& changes) {
    std::set<ObjectKey> concerned;
    for (auto const& change : changes) {
        auto const& any = *(change.after ? change.after : change.before);
        if (is(any.kind(), Service::type)) {
            concerned.insert(any.key());
        } else if (is(any.kind(), EndpointSlice::type)) {
            for (auto const* object : {change.before.get(), change.after.get()}) {
                auto const* const service = object ? object->label(name_label) : nullptr;
                if (service) concerned.insert({any.key().namespace_, *service});
            }
        } else if (is(any.kind(), Pod::type) && !change.after) {
            leaving_.erase(change.before->index().uid);
        }
    }
    for (auto const& key : concerned) route(key);
}

void ServiceRouter::route(ObjectKey const& key, net::Balancer::Applied applied) {
    Reader const reader(registry_->durable(), registry_->kinds(), *cache_);
    View const view(reader, strand_->wall());
    auto const service = view.get<Service>(key);
    if (!service || !served(*service)) {
        if (routed_.erase(key) != 0) {
            balancer_->remove_service(key.text(), [applied = std::move(applied)] {
                if (applied) applied({});
            });
        } else if (applied) {
            applied({});
        }
        return;
    }
    std::optional<Duration> affinity;
    if (service->spec.sessionAffinity == "ClientIP") {
        affinity = std::chrono::seconds(10'800);
        if (auto const& config = service->spec.sessionAffinityConfig;
            config && config->clientIP && config->clientIP->timeoutSeconds)
            affinity = spec_seconds(*config->clientIP->timeoutSeconds);
    }
    auto const slices = view.list<EndpointSlice>({key.namespace_, Selector::from({{name_label, key.name}}), {}, {}});
    std::vector<net::ServicePort> ports;
    for (auto const& port : service->spec.ports) {
        if (!port.protocol.empty() && port.protocol != "TCP") continue;  // said in docs/kubernetes-differences.md
        net::ServicePort made;
        made.name = port.name.empty() ? std::to_string(port.port) : port.name;
        made.listen = {service->spec.clusterIP, static_cast<std::uint16_t>(port.port)};
        made.client_ip_affinity = affinity;
        for (auto const& slice : slices) {
            auto const target = std::find_if(slice->ports.begin(), slice->ports.end(),
                                             [&](auto const& p) { return p.name.value_or("") == port.name; });
            if (target == slice->ports.end() || !target->port) continue;
            for (auto const& endpoint : slice->endpoints) {
                if (!endpoint.conditions || !endpoint.conditions->ready.value_or(true) || endpoint.addresses.empty())
                    continue;
                auto const uid = endpoint.targetRef ? endpoint.targetRef->uid : std::string();
                if (leaving_.contains(uid)) continue;
                made.endpoints.push_back({endpoint.addresses.front(), static_cast<std::uint16_t>(*target->port), uid});
            }
        }
        ports.push_back(std::move(made));
    }
    routed_.insert(key);
    balancer_->set_service(key.text(), std::move(ports),
                           [this, key, alive = alive_, applied = std::move(applied),
                            strand = strand_](std::vector<net::Listening> const& listening) {
                               strand->post([this, key, alive, listening] {
                                   if (*alive) told(key, listening);
                               });
                               if (applied) applied(listening);
                           });
}

void ServiceRouter::told(ObjectKey const& key, std::vector<net::Listening> const& listening) {
    std::string complaint;
    for (auto const& port : listening) {
        if (port.error)
            complaint += (complaint.empty() ? "" : "; ") + port.address.ip + ":" + std::to_string(port.address.port) +
                         ": " + port.error->message;
    }
    auto& before = complained_[key];
    if (complaint == before) return;
    before = complaint;
    if (complaint.empty()) {
        complained_.erase(key);
        return;
    }
    auto const service =
        registry_->durable().get(*registry_->kinds().of(Service::type)->kind, key.namespace_, key.name);
    registry_->events().add({"v1", "Service", key, service ? service->index().uid : "", {}}, true, "FailedToListen",
                            "the Service can't be served: " + complaint, "keelson-proxy", {}, strand_->wall());
    strand_->log().with("net").warning("service " + key.text() + ": " + complaint);
}

void ServiceRouter::drain(std::string const& pod_uid, Duration most, std::function<void()> done) {
    leaving_.insert(pod_uid);
    // The Services that the Pod is behind act without it first; then what is in flight is waited for.
    std::set<ObjectKey> concerned;
    Reader const reader(registry_->durable(), registry_->kinds(), *cache_);
    View const view(reader, strand_->wall());
    auto const pod = registry_->durable().by_uid(pod_uid);
    if (pod) {
        for (auto const& slice : view.list<EndpointSlice>({pod->key().namespace_, {}, {}, {}})) {
            auto const found = slice->metadata.labels.find(name_label);
            if (found == slice->metadata.labels.end()) continue;
            for (auto const& endpoint : slice->endpoints) {
                if (endpoint.targetRef && endpoint.targetRef->uid == pod_uid)
                    concerned.insert({slice->metadata.namespace_, found->second});
            }
        }
    }
    auto const finish = [strand = strand_, done = std::move(done)](auto const&) { strand->post(done); };
    if (concerned.empty()) return balancer_->drain(pod_uid, most, finish);
    auto const left = std::make_shared<std::atomic<std::size_t>>(concerned.size());
    for (auto const& key : concerned) {
        route(key, [balancer = balancer_.get(), left, pod_uid, most, finish](auto const&) {
            if (--*left == 0) balancer->drain(pod_uid, most, finish);
        });
    }
}

}  // namespace keelson
