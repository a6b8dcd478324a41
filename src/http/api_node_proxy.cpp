#include "http/api_server.hpp"
#include "http/node_figures.hpp"
#include "http/pod_log.hpp"
#include "http/proxy.hpp"
#include "http/status.hpp"

#include <keelson/api/codec.hpp>
#include <keelson/api/core_v1.hpp>

#include <algorithm>
#include <array>

namespace keelson::http {
namespace {

/// A kubelet's port, which a request may name.
constexpr std::string_view kubelet_port = "10250";

/// What a kubelet has besides and nodes of an engine do not: said by name, so that nobody looks for a mistake.
constexpr std::array<std::string_view, 12> other_paths{"configz",     "exec",       "attach", "portForward",
                                                       "run",         "cri",        "debug",  "logs",
                                                       "runningpods", "checkpoint", "flagz",  "statusz"};

std::string_view first_step(std::string_view path) {
    path.remove_prefix(std::min<std::size_t>(1, path.size()));
    return path.substr(0, path.find('/'));
}

Reply text_reply(std::string body, std::string type = "text/plain; charset=utf-8") {
    Reply made;
    made.content_type = std::move(type);
    made.body = std::move(body);
    return made;
}

/// The three steps behind "/containerLogs/": namespace, Pod, container.
std::optional<std::array<std::string, 3>> read_log_path(std::string_view rest) {
    std::array<std::string, 3> steps;
    for (auto& step : steps) {
        auto const end = std::min(rest.find('/'), rest.size());
        step = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (step.empty()) return std::nullopt;
    }
    if (!rest.empty()) return std::nullopt;
    return steps;
}

}  // namespace

std::vector<Pod> ApiServer::pods_on(std::string const& node, CallPtr const& call) const {
    StateScope scope;
    scope.node = node;
    std::vector<Pod> pods;
    for (auto const& ref : snapshots_.now().list(*call->kinds->by_resource("pods")->kind, scope))
        if (auto pod = decode<Pod>(*ref)) pods.push_back(*std::move(pod));
    return pods;
}

/// What a cluster's kubelet answers under its own port, for the nodes of this engine: they have nothing that listens.
void ApiServer::node_proxy(CallPtr const& call, ProxyName const& asked) {
    auto const& node = asked.name;
    auto const unavailable = [&](std::string const& why) {
        fail(*call, Error(Errc::unavailable, "no endpoints available for node \"" + node + "\": " + why));
    };
    if (!asked.port.empty() && asked.port != kubelet_port)
        return unavailable("nothing is served for its port " + asked.port + ", but only a kubelet's " +
                           std::string(kubelet_port));
    if (!options_.pods || !options_.pods->node_figures || !options_.pods->has_node(node))
        return unavailable("it is not one of this engine's nodes");
    auto const& method = call->exchange->request().method;
    if (method != "GET" && method != "HEAD")
        return call->exchange->reply(
            refusal(405, "MethodNotAllowed", "what is served of a node can only be read: " + method));
    auto const path = call->path.rest.empty() ? std::string("/") : call->path.rest;
    if (path == "/healthz" || path == "/healthz/ping" || path == "/healthz/syncloop")
        return call->exchange->reply(text_reply("ok"));
    if (path == "/pods" || path == "/pods/") return send_node_pods(call, node);
    if (path == "/stats/summary" || path == "/metrics" || path == "/metrics/resource")
        return send_node_figures(call, node, path);
    constexpr std::string_view logs = "/containerLogs/";
    if (path.starts_with(logs)) return send_container_log(call, node, path.substr(logs.size()));
    auto const first = first_step(path);
    if (std::find(other_paths.begin(), other_paths.end(), first) != other_paths.end())
        return call->exchange->reply(refusal(
            404, "NotFound",
            "nodes of this engine have no /" + std::string(first) +
                ": of a kubelet's paths there are /healthz, /pods, /stats/summary, /metrics, /metrics/resource and "
                "/containerLogs/NAMESPACE/POD/CONTAINER"));
    auto missing = text_reply("404 page not found\n");
    missing.status = 404;
    call->exchange->reply(std::move(missing));
}

void ApiServer::send_node_pods(CallPtr const& call, std::string const& node) const {
    StateScope scope;
    scope.node = node;
    Reply made;
    made.body = R"({"kind":"PodList","apiVersion":"v1","metadata":{},"items":[)";
    for (auto const& ref : snapshots_.now().list(*call->kinds->by_resource("pods")->kind, scope)) {
        if (made.body.back() == '}') made.body += ',';
        made.body += ref->bytes();
    }
    made.body += "]}\n";
    call->exchange->reply(std::move(made));
}

void ApiServer::send_node_figures(CallPtr const& call, std::string const& node, std::string const& path) {
    options_.pods->node_figures(
        node, [self = shared_from_this(), call, node, path](Result<NodeFigures> const& figures) {
            if (!figures) return self->fail(*call, figures.error());
            auto const pods = self->pods_on(node, call);
            if (path == "/stats/summary") {
                Reply made;
                made.body = write_summary(node, *figures, pods, call->query().text("only_cpu_and_memory") == "true");
                return call->exchange->reply(std::move(made));
            }
            call->exchange->reply(text_reply(
                path == "/metrics" ? write_node_metrics(node, *figures, pods) : write_resource_metrics(*figures, pods),
                "text/plain; version=0.0.4; charset=utf-8"));
        });
}

void ApiServer::send_container_log(CallPtr const& call, std::string const& node, std::string_view rest) {
    auto const steps = read_log_path(rest);
    if (!steps) return fail(*call, Error(Errc::bad_request, "the path is /containerLogs/NAMESPACE/POD/CONTAINER"));
    auto const& [namespace_, name, container] = *steps;
    auto const found = snapshots_.now().get(*call->kinds->by_resource("pods")->kind, namespace_, name);
    if (!found || found->index().node != node)
        return fail(*call, Error(Errc::not_found, "pod \"" + name + "\" does not exist"));
    Refuse const refuse = [self = shared_from_this(), call](std::shared_ptr<Exchange> const&, Error error) {
        self->fail(*call, std::move(error));
    };
    serve_pod_log(call->exchange, options_.pods, {namespace_, name}, refuse, container);
}

}  // namespace keelson::http
