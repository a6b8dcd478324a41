#ifndef KEELSON_NET_IO_THREAD_HPP
#define KEELSON_NET_IO_THREAD_HPP

#include <keelson/core/error.hpp>
#include <keelson/core/log.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace keelson::net {

/// An Asio loop with one thread of its own, shared by the balancer and the prober. Work may be
/// posted before `start()`; there is no thread until then. The thread takes none of the host's signals.
///
/// Lifetime: outlives everything that uses its executor.
class IoThread {
public:
    explicit IoThread(Log log = {});
    /// Stops.
    ~IoThread();
    IoThread(IoThread const&) = delete;
    IoThread& operator=(IoThread const&) = delete;

    [[nodiscard]] boost::asio::any_io_executor executor();

    /// Starts the thread; a second call changes nothing. Errors: `unavailable` when the system gives no thread.
    Result<> start();

    /// Ends the loop after the handler that is running and joins the thread; what is still queued is dropped
    /// when the object is destroyed. Must not be called on the thread itself.
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace keelson::net

#endif
