#ifndef KEELSON_NET_TRANSFER_PROBER_HPP
#define KEELSON_NET_TRANSFER_PROBER_HPP

#include "transfer/transfers.hpp"

#include <keelson/runtime/prober.hpp>

#include <string>

namespace keelson::net {

/// The probes that need more than a plain connection: HTTPS, which trusts every certificate as a kubelet does, and
/// gRPC. On one thread that starts with the first probe.
/// Threading: any thread; completions come on its own.
class TransferProber {
public:
    TransferProber();

    void https(HttpProbe probe, Duration timeout, Completion<ProbeResult> done);
    void grpc(std::string host, std::uint16_t port, std::string service, Duration timeout,
              Completion<ProbeResult> done);
    /// Probes in flight end with `cancelled` before it returns, and later ones at once.
    void stop() { transfers_.stop(); }

private:
    struct HttpsFlight;
    void fly(std::shared_ptr<HttpsFlight> const& flight);

    std::shared_ptr<transfer::Server const> https_, grpc_;
    transfer::Transfers transfers_;
};

}  // namespace keelson::net

#endif
