#ifndef KEELSON_NODE_POD_TOKENS_HPP
#define KEELSON_NODE_POD_TOKENS_HPP

#include <keelson/api/core_v1.hpp>
#include <keelson/core/error.hpp>
#include <keelson/core/time.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace keelson {

/// What a token for a Pod is to say.
struct PodTokenRequest {
    std::string namespace_, service_account;
    std::string pod, pod_uid, node;
    std::string audience;  ///< empty: the issuer's own
    Duration lifetime{};
};
using IssueToken = std::function<Result<std::string>(PodTokenRequest const&)>;

/// The tokens of one Pod's volumes. Each is issued anew when it has lived four fifths of its time, or a day.
class PodTokens {
public:
    Result<std::string> get(Pod const& pod, std::string const& node, ServiceAccountTokenProjection const& wanted,
                            IssueToken const& issue, Instant now);
    /// When the first one is to be issued anew; nothing without tokens.
    [[nodiscard]] std::optional<Instant> renewal() const;

private:
    struct Token {
        std::string text;
        Instant renew_at;
        Instant ends_at;
    };
    std::map<std::pair<std::string, std::int64_t>, Token> tokens_;  ///< by audience and lifetime
};

}  // namespace keelson

#endif
