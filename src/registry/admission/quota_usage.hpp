#ifndef KEELSON_SRC_REGISTRY_ADMISSION_QUOTA_USAGE_HPP
#define KEELSON_SRC_REGISTRY_ADMISSION_QUOTA_USAGE_HPP

#include "api/json.hpp"
#include "registry/rules/pod_spec.hpp"

#include <keelson/api/kind.hpp>
#include <keelson/core/time.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What one object counts for a ResourceQuota, and which quota it counts for.
/// https://kubernetes.io/docs/concepts/policy/resource-quotas/
namespace keelson::admission {

using rules::Amounts;

/// The part of a ResourceQuota's spec that says what it is about.
struct QuotaSpec {
    struct Scope {
        std::string name, op;
        std::vector<std::string> values;
    };
    Amounts hard;
    std::vector<Scope> scopes;
};
QuotaSpec read_quota(json::value const& quota);

/// What an object counts. Of a Pod that has ended only the object itself is counted; `until` is when a Pod that is
/// being deleted should be gone: from then on it counts as one that has ended. Empty: no such time.
struct Usage {
    Amounts amounts;
    Time until;
};
Usage usage_of(Kind const& kind, json::object const& object);
/// The same of a Pod whose time is over: "count/pods" and nothing else.
Amounts usage_when_over(Kind const& kind);

/// Whether a quota counts this object at all, by what it limits and by its scopes.
bool concerns(QuotaSpec const& quota, Kind const& kind, json::object const& object);

/// For a Pod: "must specify limits.cpu for: web; ..." when a container does not say what the quota counts. Else empty.
std::string unstated(QuotaSpec const& quota, Kind const& kind, json::object const& object);

/// "pods=1,requests.cpu=500m"
std::string amounts_text(Amounts const& amounts);

}  // namespace keelson::admission

#endif
