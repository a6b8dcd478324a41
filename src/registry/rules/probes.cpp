#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"

#include <array>

namespace keelson::rules {
namespace {

void validate_port_or_name(FieldView const& port, FieldErrors& errors) {
    report(errors, port, port.is_string() ? check_port_name(port.string()) : check_port(port.number()));
}

void validate_exec(FieldView const& exec, PodScope const&, FieldErrors& errors) {
    if (auto const command = exec["command"]; !command.given()) errors.required(command.path());
}

void validate_http(FieldView const& http, PodScope const&, FieldErrors& errors) {
    validate_port_or_name(http["port"], errors);
    for (auto const header : http["httpHeaders"]) {
        auto const name = header["name"];
        if (auto const wrong = check_http_header_name(name.string()); !wrong.empty())
            report(errors, http.path("httpHeaders"), name.string(), wrong);
    }
}

void validate_tcp(FieldView const& tcp, PodScope const&, FieldErrors& errors) {
    validate_port_or_name(tcp["port"], errors);
}

void validate_grpc(FieldView const& grpc, PodScope const&, FieldErrors& errors) {
    auto const port = grpc["port"];
    report(errors, port, check_port(port.number()));
}

void validate_sleep(FieldView const& sleep, PodScope const& scope, FieldErrors& errors) {
    auto const seconds = sleep["seconds"].number();
    if (seconds < 0 || seconds > scope.grace)
        errors.invalid(
            sleep.path(), std::to_string(seconds),
            "must be non-negative and less than terminationGracePeriodSeconds (" + std::to_string(scope.grace) + ")");
}

struct HandlerType {
    std::string_view name;
    void (*validate)(FieldView const&, PodScope const&, FieldErrors&);
    bool in_probe, in_lifecycle;
};
constexpr std::array handler_types{
    HandlerType{"exec", validate_exec, true, true}, HandlerType{"httpGet", validate_http, true, true},
    HandlerType{"tcpSocket", validate_tcp, true, true}, HandlerType{"grpc", validate_grpc, true, false},
    HandlerType{"sleep", validate_sleep, false, true}};

void validate_handler(FieldView const& handler, bool in_probe, PodScope const& scope, FieldErrors& errors) {
    int count = 0;
    for (auto const& type : handler_types) {
        if (!(in_probe ? type.in_probe : type.in_lifecycle)) continue;
        auto const action = handler[type.name];
        if (!action.present()) continue;
        if (count++ == 0) {
            type.validate(action, scope, errors);
        } else {
            errors.forbidden(action.path(), "may not specify more than 1 handler type");
        }
    }
    if (count == 0) errors.required(handler.path(), "must specify a handler type");
}

}  // namespace

void validate_probe(FieldView const& probe, ProbeKind kind, PodScope const& scope, FieldErrors& errors) {
    if (!probe.present()) return;
    validate_handler(probe, true, scope, errors);
    for (std::string_view const name :
         {"initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"})
        validate_non_negative(probe[name], errors);
    if (auto const threshold = probe["successThreshold"]; kind != ProbeKind::readiness && threshold.number() != 1)
        report(errors, threshold, {"must be 1"});
    auto const grace = probe["terminationGracePeriodSeconds"];
    if (!grace.present()) return;
    if (grace.number() <= 0) report(errors, grace, {"must be greater than 0"});
    if (kind == ProbeKind::readiness) report(errors, grace, {"must not be set for readinessProbes"});
}

void validate_lifecycle(FieldView const& lifecycle, PodScope const& scope, FieldErrors& errors) {
    for (std::string_view const name : {"postStart", "preStop"})
        if (auto const handler = lifecycle[name]; handler.present()) validate_handler(handler, false, scope, errors);
}

}  // namespace keelson::rules
