#include "http/api_server.hpp"
#include "http/proxy.hpp"
#include "http/status.hpp"

#include <keelson/api/codec.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/api/discovery_v1.hpp>

#include <charconv>

namespace keelson::http {
namespace {

/// Answers that have not begun: they are no reason for other requests to wait.
constexpr std::size_t proxied_max = 200;

std::optional<std::uint16_t> read_number(std::string_view text) {
    std::uint16_t number = 0;
    auto const* const last = text.data() + text.size();
    auto const [end, wrong] = std::from_chars(text.data(), last, number);
    if (text.empty() || wrong != std::errc{} || end != last || number == 0) return std::nullopt;
    return number;
}

/// The port that is said, by number or by a container's name for it; else the first that a container has; else that of
/// the scheme.
Result<std::uint16_t> port_of(Pod const& pod, ProxyName const& asked) {
    if (auto const number = read_number(asked.port)) return *number;
    for (auto const& container : pod.spec.containers) {
        for (auto const& port : container.ports) {
            if (asked.port.empty() || port.name == asked.port) return static_cast<std::uint16_t>(port.containerPort);
        }
    }
    if (asked.port.empty()) return std::uint16_t{asked.tls ? std::uint16_t{443} : std::uint16_t{80}};
    return Error(Errc::unavailable, "pod \"" + pod.metadata.name + "\" has no port \"" + asked.port + "\"");
}

Result<PodPlace> place_of(Pod const& pod) {
    auto const& name = pod.metadata.name;
    if (pod.spec.nodeName.empty()) return Error(Errc::bad_request, "pod " + name + " does not have a host assigned");
    if (pod.status.phase != "Running" || pod.status.podIP.empty())
        return Error(Errc::unavailable, "pod \"" + name + "\" is not running: it is " + pod.status.phase);
    return PodPlace{pod.spec.nodeName, pod.metadata.uid, name, pod.metadata.namespace_, {}, 0};
}

struct Backend {
    std::string pod, uid;
    std::uint16_t port = 0;
};

/// Where a Service's requests may go now. Errors: `unavailable`, worded as kube-apiserver has it.
Result<std::vector<Backend>> backends_of(Service const& service, ProxyName const& asked,
                                         std::vector<Ref> const& slices) {
    auto const quoted = "\"" + asked.name + "\"";
    auto port_name = asked.port;
    if (auto const number = read_number(asked.port)) {
        bool known = false;
        for (auto const& port : service.spec.ports) {
            if (port.port != *number) continue;
            port_name = port.name;
            known = true;
        }
        if (!known) return Error(Errc::unavailable, "no service port " + asked.port + " found for service " + quoted);
    }
    std::vector<Backend> found;
    bool others = false;
    for (auto const& ref : slices) {
        auto const slice = decode<EndpointSlice>(*ref);
        if (!slice) continue;
        for (auto const& port : slice->ports) {
            if (port.name.value_or("") != port_name || !port.port) continue;
            for (auto const& endpoint : slice->endpoints) {
                if (endpoint.conditions && !endpoint.conditions->ready.value_or(true)) continue;
                bool const pod = endpoint.targetRef && endpoint.targetRef->kind == "Pod";
                others = others || !pod;
                if (pod)
                    found.push_back(
                        {endpoint.targetRef->name, endpoint.targetRef->uid, static_cast<std::uint16_t>(*port.port)});
            }
        }
    }
    if (!found.empty()) return found;
    if (others)
        return Error(Errc::unavailable, "the endpoints of service " + quoted +
                                            " are no Pods of this engine: they are not reached through its API");
    return Error(Errc::unavailable, "no endpoints available for service " + quoted);
}

}  // namespace

void ApiServer::proxy(CallPtr const& call) {
    auto const asked = read_proxy_name(call->path.name);
    auto const& resource = call->path.resource;
    if (!asked)
        return fail(*call, Error(Errc::bad_request, "invalid " + resource.substr(0, resource.size() - 1) +
                                                        " request \"" + call->path.name + "\""));
    auto& request = call->exchange->request();
    ProxyTarget target;
    auto const& whole = call->target.path;
    target.prefix = whole.substr(0, whole.size() - call->path.rest.size());
    auto const query = request.target.substr(whole.size());
    if (call->path.rest.empty() && (request.method == "GET" || request.method == "HEAD")) {
        // What is relative in the answer would be looked for beside the target.
        Reply away;
        away.status = 301;
        away.content_type.clear();
        away.headers.emplace_back("Location", target.prefix + "/" + query);
        return call->exchange->reply(std::move(away));
    }
    target.path = (call->path.rest.empty() ? "/" : call->path.rest) + query;
    target.tls = asked->tls;

    auto const& state = snapshots_.now();
    auto const find_kind = [&](char const* name) { return call->kinds->by_resource(name)->kind; };
    bool const in_cluster = resource == "nodes";
    auto const found = state.get(*call->kind->kind, in_cluster ? "" : call->path.namespace_, asked->name);
    if (!found) return fail(*call, not_found(resource, asked->name));
    if (in_cluster) return node_proxy(call, *asked);
    if (!options_.pods)
        return fail(*call, Error(Errc::unavailable, "this server has no way to the Pods of the cluster"));

    auto backend = Backend{asked->name, {}, 0};
    if (resource == "services") {
        auto const service = decode<Service>(*found);
        if (!service) return fail(*call, service.error());
        auto const selector = Selector::parse("kubernetes.io/service-name=" + asked->name);
        if (!selector) return fail(*call, selector.error());
        StateScope scope;
        scope.namespace_ = call->path.namespace_;
        scope.labels = &*selector;
        auto const backends =
            backends_of(*service, *asked, state.list(*find_kind("endpointslices.discovery.k8s.io"), scope));
        if (!backends) return fail(*call, backends.error());
        backend = (*backends)[turn_.fetch_add(1) % backends->size()];
    }
    auto const object = state.get(*find_kind("pods"), call->path.namespace_, backend.pod);
    if (!object || (!backend.uid.empty() && object->index().uid != backend.uid))
        return fail(*call, Error(Errc::unavailable, "no endpoints available for service \"" + asked->name + "\""));
    auto const pod = decode<Pod>(*object);
    if (!pod) return fail(*call, pod.error());
    auto place = place_of(*pod);
    if (!place) return fail(*call, place.error());
    target.place = std::move(*place);
    target.port = backend.port;
    if (target.port == 0) {
        auto const port = port_of(*pod, *asked);
        if (!port) return fail(*call, port.error());
        target.port = *port;
    }
    if (proxied_.fetch_add(1) >= proxied_max) {
        --proxied_;
        return call->exchange->reply(refusal(
            429, "TooManyRequests", "too many proxied requests wait for their answers, please try again later"));
    }
    Refuse const refuse = [self = shared_from_this(), call](std::shared_ptr<Exchange> const&, Error error) {
        self->fail(*call, std::move(error));
    };
    serve_proxy(call->exchange, options_.pods, std::move(target), refuse,
                [self = shared_from_this()] { --self->proxied_; });
}

}  // namespace keelson::http
