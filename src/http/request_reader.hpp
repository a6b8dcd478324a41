#ifndef KEELSON_SRC_HTTP_REQUEST_READER_HPP
#define KEELSON_SRC_HTTP_REQUEST_READER_HPP

#include "http/exchange.hpp"

#include <cstdint>
#include <memory>
#include <string_view>

namespace keelson::http {

/// Reads HTTP/1.x requests from bytes, one after the other; Beast's grammar, which refuses what proxies could read in
/// two ways. No I/O.
class RequestReader {
public:
    enum class State : std::uint8_t { head, body, complete, failed };

    RequestReader(std::uint32_t header_bytes_max, std::uint64_t body_bytes_max);
    ~RequestReader();
    RequestReader(RequestReader const&) = delete;
    RequestReader& operator=(RequestReader const&) = delete;

    /// Begins the next request, which is written to `request` while it is read.
    void begin(Request& request);
    /// Takes what it can from the front and says how much that was. Stops behind the head, and behind the request.
    std::size_t take(std::string_view bytes);
    [[nodiscard]] State state() const noexcept { return state_; }
    /// Whether anything of this request has come.
    [[nodiscard]] bool begun() const noexcept { return begun_; }

    /// After the head: what it says of the connection.
    [[nodiscard]] bool keep_alive() const;
    [[nodiscard]] bool old() const noexcept;               ///< HTTP/1.0: no chunks
    [[nodiscard]] bool expects_continue() const noexcept;  ///< the client waits for 100 before it sends the body
    [[nodiscard]] bool wants_upgrade() const;              ///< `Connection: upgrade`

    /// Why it failed: the HTTP status and a message.
    [[nodiscard]] int failure_status() const noexcept { return failure_status_; }
    [[nodiscard]] std::string_view failure() const noexcept { return failure_; }

private:
    class Parser;
    struct Impl;
    void fail(int status, std::string_view message);
    void check_head();

    std::unique_ptr<Impl> impl_;
    std::uint32_t header_bytes_max_;
    std::uint64_t body_bytes_max_;
    State state_ = State::head;
    bool begun_ = false;
    int failure_status_ = 0;
    std::string_view failure_;  ///< of static text
};

}  // namespace keelson::http

#endif
