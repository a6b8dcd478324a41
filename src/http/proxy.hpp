#ifndef KEELSON_SRC_HTTP_PROXY_HPP
#define KEELSON_SRC_HTTP_PROXY_HPP

#include "http/pod_streams.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace keelson::http {

/// What a proxy request names: "web", "web:8080", "https:web:8443".
struct ProxyName {
    bool tls = false;
    std::string name;
    std::string port;  ///< a number or a name; empty: not said
};
/// Nothing when it is none of these forms.
std::optional<ProxyName> read_proxy_name(std::string_view text);

/// Where a request is passed on to, and as what.
struct ProxyTarget {
    PodPlace place;
    std::uint16_t port = 0;
    bool tls = false;
    std::string path;    ///< there, as it came, with the query: "/a%20b?c"
    std::string prefix;  ///< the path here that stands for the target's "/", without a slash at its end
};

/// Passes the request on to what listens in a Pod, and the answer back, as kube-apiserver does: without credentials,
/// with `X-Forwarded-*`; redirects within the target lead through here again. A connection that is upgraded (a
/// WebSocket) goes on as bytes in both directions. `done` is called once, when the answer has begun or was refused.
/// Errors, to `refuse`: `unavailable` when nobody listens, or what answers speaks no HTTP; `timeout`.
void serve_proxy(std::shared_ptr<Exchange> exchange, std::shared_ptr<PodStreams const> streams, ProxyTarget target,
                 Refuse refuse, std::function<void()> done);

}  // namespace keelson::http

#endif
