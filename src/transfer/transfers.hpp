#ifndef KEELSON_SRC_TRANSFER_TRANSFERS_HPP
#define KEELSON_SRC_TRANSFER_TRANSFERS_HPP

#include "core/queue_strand.hpp"
#include "transfer/exchange.hpp"

#include <keelson/core/error.hpp>

#include <thread>

namespace keelson::transfer {

/// HTTP exchanges by libcurl, and the strand of those who ask: one thread turns both. Connections are kept and used
/// again; redirects are not followed.
/// Threading: any thread. What is called back is called on the strand, one after the other, and never from within a
/// call; only after `stop` an exchange ends where it was asked for.
class Transfers {
public:
    using Id = std::uint64_t;  ///< never 0

    struct Limits {
        std::size_t at_once = 64;
        std::size_t queued_max = 10'000;  ///< for a place among those
        std::size_t waiting_max = 512;    ///< at once: see Exchange::waits
        std::size_t body_bytes_max = std::size_t{8} << 20;
        long connections_kept = 64;
    };

    Transfers(std::shared_ptr<Clock const> clock, std::shared_ptr<Entropy> entropy, Log log, Limits limits);
    ~Transfers() { stop(); }
    Transfers(Transfers const&) = delete;
    Transfers& operator=(Transfers const&) = delete;

    /// Loads libcurl and starts the thread, if it is not there yet; `owner` lives at least as long as that. Errors:
    /// `unavailable`, there is no libcurl; exchanges end with Fault::broken, and nothing is run on the strand.
    Result<> start(std::shared_ptr<void const> owner = {});
    /// What was posted is run, what is under way ends with Fault::closed, and the thread with it. Waits for that,
    /// unless it is the strand that calls.
    void stop() { end(false); }
    /// The same, but nothing is called back any more.
    void drop() { end(true); }

    [[nodiscard]] QueueStrand& strand() noexcept;
    Id send(Exchange exchange, Events events);
    /// Nobody waits for it any more: nothing of it is called back, if this is called on the strand.
    void cancel(Id id);

private:
    class Loop;
    void end(bool silently);

    std::shared_ptr<Loop> loop_;
    std::thread thread_;
};

}  // namespace keelson::transfer

#endif
