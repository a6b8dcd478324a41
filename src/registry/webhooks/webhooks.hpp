#ifndef KEELSON_SRC_REGISTRY_WEBHOOKS_WEBHOOKS_HPP
#define KEELSON_SRC_REGISTRY_WEBHOOKS_WEBHOOKS_HPP

#include "registry/kind_table.hpp"
#include "registry/state.hpp"

#include <keelson/api/selector.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// What webhooks are told of as an operation.
enum class AdmissionVerb : std::uint8_t { create, update, remove, connect };
/// "CREATE", "UPDATE", "DELETE", "CONNECT"
std::string_view admission_name(AdmissionVerb verb);

/// A rule of a webhook: which requests it is about. "*" stands for all.
struct WebhookRule {
    std::vector<std::string> groups, versions, resources, operations;
    std::string scope;  ///< "*", "Cluster", "Namespaced"; empty: "*"

    /// `version`: empty for whichever.
    [[nodiscard]] bool matches(AdmissionVerb verb, std::string_view group, std::string_view version,
                               std::string_view plural, std::string_view subresource, bool in_namespace) const;
};

/// One webhook of a configuration, ready to be asked.
struct Webhook {
    enum class Kind : std::uint8_t { mutating, validating };
    Kind kind = Kind::mutating;
    std::string name;
    std::string id;  ///< another one after every change of its configuration
    std::vector<WebhookRule> rules;
    Selector namespaces, objects;
    bool exact = false;        ///< matchPolicy
    bool must_succeed = true;  ///< failurePolicy
    bool may_dry_run = true;   ///< sideEffects
    bool asked_again = false;  ///< reinvocationPolicy
    bool speaks_v1 = true;     ///< admissionReviewVersions
    int timeout_seconds = 10;
    std::string url;  ///< empty: the service
    std::string service, service_namespace, service_path;
    std::int64_t service_port = 443;
    std::string authority;  ///< PEM

    /// The form of its kind in which a request is about this webhook; null: it is about something else.
    /// `form` is the one that was asked for.
    [[nodiscard]] std::shared_ptr<keelson::Kind const> form_for(AdmissionVerb verb, ServedKind const& stored,
                                                                keelson::Kind const& form, std::string_view subresource,
                                                                KindTable const& kinds) const;
};

/// The webhooks of all configurations, in the order in which they are asked.
struct Webhooks {
    std::vector<Webhook> mutating, validating;
    [[nodiscard]] bool empty() const noexcept { return mutating.empty() && validating.empty(); }
};

inline constexpr std::string_view mutating_webhooks_resource =
    "mutatingwebhookconfigurations.admissionregistration.k8s.io";
inline constexpr std::string_view validating_webhooks_resource =
    "validatingwebhookconfigurations.admissionregistration.k8s.io";

Webhooks read_webhooks(State const& state, KindTable const& kinds);

/// Where a webhook is found, as a question carries it.
struct WebhookAddress {
    std::string url, connect_to;
};
/// Errors: the Service is not there, or has no such port.
Result<WebhookAddress> find_webhook(Webhook const& hook, State const& state, KindTable const& kinds);

}  // namespace keelson

#endif
