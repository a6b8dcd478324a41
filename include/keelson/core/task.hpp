#ifndef KEELSON_CORE_TASK_HPP
#define KEELSON_CORE_TASK_HPP

#include <keelson/core/error.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <utility>

namespace keelson {

/// A coroutine of a host that has an Asio loop of its own.
template <class T = void>
using Task = boost::asio::awaitable<Result<T>>;

/// Turns a call that takes a completion into something to `co_await`:
///
///     auto start = [&](auto done) { client.get_async(key, std::move(done)); };
///     auto result = co_await await_result<Pod>(start);
///
/// Threading: the coroutine resumes on its own executor, wherever the completion was called.
template <class T, class Start>
Task<T> await_result(Start start) {
    auto executor = co_await boost::asio::this_coro::executor;
    auto initiate = [&start, executor](auto handler) {
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        start(std::function<void(Result<T>)>([shared, executor](Result<T> result) {
            auto resume = [shared, result = std::move(result)]() mutable { (*shared)(std::move(result)); };
            boost::asio::post(executor, std::move(resume));
        }));
    };
    co_return co_await boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void(Result<T>)>(
        initiate, boost::asio::use_awaitable);
}

}  // namespace keelson

#endif
