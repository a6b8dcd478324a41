#ifndef KEELSON_SRC_REMOTE_HTTP_TRANSPORT_HPP
#define KEELSON_SRC_REMOTE_HTTP_TRANSPORT_HPP

#include "remote/kubeconfig.hpp"
#include "remote/transport.hpp"
#include "transfer/transfers.hpp"

#include <memory>

namespace keelson::remote {

/// Over HTTP/1.1, or TLS.
/// Lifetime: as long as the transfers have their thread.
class HttpTransport final : public Transport {
public:
    static constexpr transfer::Transfers::Limits limits{.at_once = 16,
                                                        .queued_max = 10'000,
                                                        .waiting_max = 256,
                                                        .body_bytes_max = std::size_t{256} << 20,
                                                        .connections_kept = 16 + 256};

    HttpTransport(transfer::Transfers& transfers, Access access);

    Id send(HttpQuestion question, std::chrono::seconds at_most, std::function<void(std::string_view)> part,
            Completion<HttpAnswer> done) override;
    void cancel(Id id) override;

private:
    static constexpr Id refused_ = ~Id{0};  ///< of what was not even sent

    transfer::Transfers* transfers_;
    Access access_;
    std::shared_ptr<transfer::Server const> server_;
};

/// A WebSocket, on the caller's own thread.
Result<std::unique_ptr<Messages>> open_messages(Access const& access, std::string const& target,
                                                std::vector<std::string> const& protocols);

}  // namespace keelson::remote

#endif
