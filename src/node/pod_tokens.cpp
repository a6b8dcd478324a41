#include "node/pod_tokens.hpp"

#include <keelson/core/seconds.hpp>

#include <algorithm>

namespace keelson {
namespace {

using namespace std::chrono_literals;

constexpr Duration oldest = 24h;
/// After a token could not be renewed.
constexpr Duration retry = 1min;

}  // namespace

Result<std::string> PodTokens::get(Pod const& pod, std::string const& node, ServiceAccountTokenProjection const& wanted,
                                   IssueToken const& issue, Instant now) {
    auto const seconds = wanted.expirationSeconds.value_or(3600);
    Duration const lifetime = spec_seconds(seconds);
    auto const found = tokens_.find({wanted.audience, seconds});
    if (found != tokens_.end() && now < found->second.renew_at) return found->second.text;
    auto const& account = pod.spec.serviceAccountName;
    auto issued = issue({.namespace_ = pod.metadata.namespace_,
                         .service_account = account.empty() ? "default" : account,
                         .pod = pod.metadata.name,
                         .pod_uid = pod.metadata.uid,
                         .node = node,
                         .audience = wanted.audience,
                         .lifetime = lifetime});
    if (!issued) {
        // The one that there is serves on while it holds.
        if (found == tokens_.end() || now >= found->second.ends_at) return issued.error();
        found->second.renew_at = now + retry;
        return found->second.text;
    }
    auto& token = tokens_[{wanted.audience, seconds}];
    token = {
        .text = std::move(*issued), .renew_at = now + std::min(lifetime / 5 * 4, oldest), .ends_at = now + lifetime};
    return token.text;
}

std::optional<Instant> PodTokens::renewal() const {
    std::optional<Instant> first;
    for (auto const& [key, token] : tokens_) {
        if (!first || token.renew_at < *first) first = token.renew_at;
    }
    return first;
}

}  // namespace keelson
