#ifndef KEELSON_NET_ASIO_PROBER_HPP
#define KEELSON_NET_ASIO_PROBER_HPP

#include "net/transfer_prober.hpp"

#include <keelson/runtime/prober.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace keelson::net {

/// The prober that uses the network.
/// Threading: completions come on the executor, which runs its handlers one at a time (an `IoThread`'s); those of
/// HTTPS and gRPC probes on a thread of their own, started with the first one.
/// Names are looked up on a thread of Asio's, started with the first one; addresses need none.
/// Lifetime: destroyed before the executor's context; probes in flight then end with `cancelled`.
class AsioProber final : public Prober {
public:
    explicit AsioProber(boost::asio::any_io_executor executor);
    ~AsioProber() override;

    void http(HttpProbe probe, Duration timeout, Completion<ProbeResult> done) override;
    void grpc(std::string host, std::uint16_t port, std::string service, Duration timeout,
              Completion<ProbeResult> done) override;
    void tcp(std::string host, std::uint16_t port, Duration timeout, Completion<ProbeResult> done) override;

    /// Ends what is in flight with `cancelled`, and every later probe too.
    void stop();

private:
    struct Flights;
    std::shared_ptr<Flights> flights_;
    TransferProber others_;
};

}  // namespace keelson::net

#endif
