#include "node/pod_worker.hpp"

#include <keelson/core/seconds.hpp>

#include <algorithm>

namespace keelson {
namespace {

using namespace std::chrono_literals;

ActionOutcome outcome_of_probe(Result<ProbeResult> const& result) {
    if (!result) {
        return {.kind = ActionOutcome::Kind::unknown, .reason = {}, .message = result.error().message};
    }
    return {.kind = result->success ? ActionOutcome::Kind::done : ActionOutcome::Kind::failed,
            .reason = {},
            .message = result->message};
}

}  // namespace

void PodWorker::begin_hook(PodAction const& action, Pod const&, Container const& container) {
    auto const before = action.verb == PodVerb::pre_stop;
    auto const& hook = before ? *container.lifecycle->preStop : *container.lifecycle->postStart;
    Duration const limit = before ? action.grace : Duration(1h);
    if (hook.exec) return begin_exec(action, container, hook.exec->command, limit);
    if (hook.httpGet) return begin_http(action, container, *hook.httpGet, limit);
    if (hook.tcpSocket) return begin_tcp(action, container, *hook.tcpSocket, limit);
    auto const token = expect(action, limit);
    Duration const sleep = spec_seconds(hook.sleep ? std::max<std::int64_t>(hook.sleep->seconds, 0) : 0);
    shared_->services.strand->after(std::min(sleep, limit), [weak = weak_from_this(), token] {
        if (auto const self = weak.lock()) self->finish(token, {});
    });
}

void PodWorker::begin_probe(PodAction const& action, Pod const&, Container const& container) {
    auto const& probe = action.probe == ProbeKind::startup     ? container.startupProbe
                        : action.probe == ProbeKind::readiness ? container.readinessProbe
                                                               : container.livenessProbe;
    Duration const timeout = spec_seconds(std::max(probe->timeoutSeconds.value_or(1), 1));
    if (probe->exec) return begin_exec(action, container, probe->exec->command, timeout);
    if (probe->httpGet) return begin_http(action, container, *probe->httpGet, timeout);
    if (probe->tcpSocket) return begin_tcp(action, container, *probe->tcpSocket, timeout);
    if (probe->grpc) return begin_grpc(action, *probe->grpc, timeout);
    finish(
        expect(action, timeout),
        {.kind = ActionOutcome::Kind::unknown, .reason = {}, .message = "missing probe handler for " + container.name});
}

void PodWorker::begin_exec(PodAction const& action, Container const& container, std::vector<std::string> command,
                           Duration timeout) {
    auto const token = expect(action, timeout);
    auto* const exec = shared_->services.runtime->exec();
    if (exec == nullptr) {
        return finish(token, {.kind = ActionOutcome::Kind::unknown,
                              .reason = {},
                              .message = "runtime \"" + std::string(shared_->services.runtime->name()) +
                                         "\" cannot run commands in containers"});
    }
    std::string words;
    for (auto const& word : command) words += (words.empty() ? "" : " ") + word;
    exec->exec({.sandbox = uid(), .name = container.name, .attempt = action.attempt},
               {.command = std::move(command), .input = {}}, now() + timeout,
               back<ExecResult>([token, words, timeout](PodWorker& self, Result<ExecResult> const& result) {
                   if (result) {
                       auto const well = result->exit_code == 0;
                       return self.finish(token,
                                          {.kind = well ? ActionOutcome::Kind::done : ActionOutcome::Kind::failed,
                                           .reason = {},
                                           .message = result->output});
                   }
                   if (result.error().code == Errc::timeout) {
                       return self.finish(token, {.kind = ActionOutcome::Kind::failed,
                                                  .reason = {},
                                                  .message = "command timed out: \"" + words + "\" timed out after " +
                                                             format_go_duration(timeout)});
                   }
                   auto outcome = self.outcome_of(result.error(), {});
                   outcome.kind = ActionOutcome::Kind::unknown;
                   self.finish(token, std::move(outcome));
               }));
}

void PodWorker::begin_http(PodAction const& action, Container const& container, HTTPGetAction const& http,
                           Duration timeout) {
    auto const token = expect(action, timeout);
    auto const port = action_port(container, http.port);
    if (!port) {
        return finish(token, {.kind = ActionOutcome::Kind::unknown, .reason = {}, .message = port.error().message});
    }
    HttpProbe probe{.scheme = http.scheme.empty() ? "HTTP" : http.scheme,
                    .host = http.host.empty() ? facts().pod_ip : http.host,
                    .port = *port,
                    .path = http.path.empty() ? "/" : http.path,
                    .headers = {}};
    for (auto const& header : http.httpHeaders) probe.headers.emplace_back(header.name, header.value);
    shared_->services.prober->http(std::move(probe), timeout,
                                   back<ProbeResult>([token](PodWorker& self, Result<ProbeResult> const& result) {
                                       self.finish(token, outcome_of_probe(result));
                                   }));
}

void PodWorker::begin_tcp(PodAction const& action, Container const& container, TCPSocketAction const& tcp,
                          Duration timeout) {
    auto const token = expect(action, timeout);
    auto const port = action_port(container, tcp.port);
    if (!port) {
        return finish(token, {.kind = ActionOutcome::Kind::unknown, .reason = {}, .message = port.error().message});
    }
    shared_->services.prober->tcp(tcp.host.empty() ? facts().pod_ip : tcp.host, *port, timeout,
                                  back<ProbeResult>([token](PodWorker& self, Result<ProbeResult> const& result) {
                                      self.finish(token, outcome_of_probe(result));
                                  }));
}

void PodWorker::begin_grpc(PodAction const& action, GRPCAction const& grpc, Duration timeout) {
    auto const token = expect(action, timeout);
    shared_->services.prober->grpc(facts().pod_ip, static_cast<std::uint16_t>(grpc.port), grpc.service.value_or(""),
                                   timeout,
                                   back<ProbeResult>([token](PodWorker& self, Result<ProbeResult> const& result) {
                                       self.finish(token, outcome_of_probe(result));
                                   }));
}

}  // namespace keelson
