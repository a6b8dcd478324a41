#ifndef KEELSON_SRC_REMOTE_CURL_TRANSPORT_HPP
#define KEELSON_SRC_REMOTE_CURL_TRANSPORT_HPP

#include "core/queue_strand.hpp"
#include "remote/kubeconfig.hpp"
#include "remote/transport.hpp"

#include <deque>
#include <map>
#include <memory>
#include <optional>

namespace keelson::remote {

/// HTTP/1.1 by libcurl, which is loaded before one is made: connections are kept and used again.
/// Threading: as Transport; `wake` from any thread.
class CurlTransport final : public Transport {
public:
    static constexpr std::size_t calls_at_once = 16;
    static constexpr std::size_t calls_queued_max = 10'000;
    static constexpr std::size_t streams_max = 256;
    static constexpr std::size_t answer_bytes_max = std::size_t{256} << 20;

    CurlTransport(QueueStrand& strand, Access access);
    ~CurlTransport() override;
    CurlTransport(CurlTransport const&) = delete;
    CurlTransport& operator=(CurlTransport const&) = delete;

    Id send(HttpQuestion question, std::chrono::seconds at_most, std::function<void(std::string_view)> part,
            Completion<HttpAnswer> done) override;
    void cancel(Id id) override;

    /// Moves what is under way.
    void turn();
    /// Waits for the network, a wake or the time.
    void wait(Duration at_most);
    void wake();
    /// Ends what is under way with this error, and what comes later too.
    void close(Error const& error);

    /// A WebSocket, on the caller's own thread.
    static Result<std::unique_ptr<Messages>> open_messages(Access const& access, std::string const& target,
                                                           std::string const& protocol);

private:
    struct Transfer;
    void begin(Transfer& transfer);
    void end(Id id, Result<HttpAnswer> outcome);
    void start_queued();

    QueueStrand* strand_;
    Access access_;
    void* multi_;
    std::map<Id, std::unique_ptr<Transfer>> transfers_;
    std::deque<Id> queued_;
    std::size_t calls_ = 0, streams_ = 0;
    Id last_ = 0;
    std::optional<Error> closed_;
};

}  // namespace keelson::remote

#endif
