#ifndef KEELSON_NET_HTTP_SCANNER_HPP
#define KEELSON_NET_HTTP_SCANNER_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace keelson::net {

/// Finds where one HTTP/1.x message ends in a stream of bytes that is passed on unchanged. It is no
/// parser: what does not bear on the boundary is not looked at, and what is not plainly HTTP/1.0 or
/// 1.1 is `odd`, after which the caller treats the stream as opaque.
///
/// Any cut of the stream into pieces gives the same answer. At most one unfinished line is kept.
class HttpScanner {
public:
    enum class State : std::uint8_t {
        head,         ///< the start line or a header is not complete
        body,         ///< the head is complete; more of a body of known framing is to come
        until_close,  ///< the body ends with the connection
        done,         ///< the message is complete
        tunnel,       ///< complete; what follows in both directions is another protocol (101)
        odd,          ///< not a message whose end can be told
    };

    static constexpr std::size_t line_limit_bytes = 16 * 1024;
    static constexpr std::size_t head_limit_bytes = 64 * 1024;

    /// Starts over, for a request.
    void expect_request();
    /// Starts over, for a response; `to_head` if it answers a HEAD request.
    void expect_response(bool to_head);

    /// Takes the next bytes of the stream and returns how many of them belong to the message: fewer
    /// than given only when it is complete.
    std::size_t feed(std::string_view data);

    /// Appends up to `limit_bytes` of the payload (without chunk framing) to `into` from now on; null: no more.
    /// Lifetime: `into` outlives the message.
    void collect_body(std::string* into, std::size_t limit_bytes) {
        body_ = into;
        body_limit_ = limit_bytes;
    }

    [[nodiscard]] State state() const noexcept { return state_; }
    [[nodiscard]] bool head_complete() const noexcept { return state_ != State::head && state_ != State::odd; }
    /// Requests: the method is GET or HEAD, so sending it twice does no harm. False before the first line is known.
    [[nodiscard]] bool safe_to_repeat() const noexcept { return method_ == Method::get || method_ == Method::head; }
    /// Requests: whether the first line is known.
    [[nodiscard]] bool method_known() const noexcept { return method_ != Method::unknown; }
    [[nodiscard]] bool is_head_method() const noexcept { return method_ == Method::head; }
    /// Responses: the status, 0 before it is known.
    [[nodiscard]] int status() const noexcept { return status_; }
    /// Responses: a 1xx after which the answer proper is still to come.
    [[nodiscard]] bool interim() const noexcept { return state_ == State::done && status_ >= 100 && status_ < 200; }
    /// The connection is not used again after this message.
    [[nodiscard]] bool last() const noexcept {
        return state_ == State::until_close || close_ || (version_minor_ == 0 && !keep_alive_);
    }

private:
    enum class Step : std::uint8_t { start_line, header, fixed, chunk_size, chunk_data, chunk_end, trailer };
    enum class Method : std::uint8_t { unknown, other, get, head };

    void restart(bool request);
    bool take_line(std::string_view data, std::size_t& used, std::string_view& line);
    void line_complete(std::string_view line);
    void start_line(std::string_view line);
    bool request_line(std::string_view line);
    bool status_line(std::string_view line);
    void header(std::string_view line);
    void end_of_head();
    void chunk_size_line(std::string_view line);
    std::size_t take_payload(std::string_view data);
    [[nodiscard]] bool start_plausible(std::string_view start) const;
    void fail() { state_ = State::odd; }

    State state_ = State::head;
    Step step_ = Step::start_line;
    Method method_ = Method::unknown;
    bool request_ = true;
    bool to_head_ = false;
    bool close_ = false;
    bool keep_alive_ = false;
    bool chunked_ = false;
    bool transfer_encoding_ = false;
    bool has_length_ = false;
    std::uint8_t version_minor_ = 1;
    std::int16_t status_ = 0;
    std::uint32_t head_bytes_ = 0;
    std::uint64_t left_ = 0;  // of the fixed body or the chunk
    std::string line_;        // the beginning of a line that is not complete
    std::string* body_ = nullptr;
    std::size_t body_limit_ = 0;
};

}  // namespace keelson::net

#endif
