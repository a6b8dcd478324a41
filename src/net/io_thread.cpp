#include "net/io_thread.hpp"

#include "core/quiet_thread.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <system_error>
#include <thread>

namespace keelson::net {

struct IoThread::Impl {
    explicit Impl(Log log_) : log(std::move(log_)) {}

    void run() {
        // A callback that throws must cost neither the loop nor the host.
        for (bool more = true; more;) {
            try {
                context.run();
                more = false;
            } catch (std::exception const& e) {
                log.error(std::string("a callback threw: ") + e.what());
            } catch (...) {
                log.error("a callback threw something that is no std::exception");
            }
        }
    }

    Log log;
    boost::asio::io_context context{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
    std::thread thread;
};

IoThread::IoThread(Log log) : impl_(std::make_unique<Impl>(std::move(log))) {}

IoThread::~IoThread() { stop(); }

boost::asio::any_io_executor IoThread::executor() { return impl_->context.get_executor(); }

Result<> IoThread::start() {
    if (impl_->thread.joinable()) return {};
    try {
        impl_->thread = quiet_thread([impl = impl_.get()] { impl->run(); });
    } catch (std::system_error const& e) {
        return Error(Errc::unavailable, std::string("cannot start an I/O thread: ") + e.what());
    }
    return {};
}

void IoThread::stop() {
    impl_->context.stop();
    if (impl_->thread.joinable()) impl_->thread.join();
}

}  // namespace keelson::net
