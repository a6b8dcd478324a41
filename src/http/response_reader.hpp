#ifndef KEELSON_SRC_HTTP_RESPONSE_READER_HPP
#define KEELSON_SRC_HTTP_RESPONSE_READER_HPP

#include "http/exchange.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keelson::http {

/// Reads one HTTP/1.x answer from the bytes of a connection, however they are cut. Answers before the proper one (100)
/// are skipped; one that switches the protocol (101) is the proper one, and all behind its head is `rest`.
class ResponseReader {
public:
    enum class State : std::uint8_t { head, body, complete, failed };
    static constexpr std::size_t head_limit_bytes = 64 * 1024;

    /// `to_head`: it answers a HEAD request, and has no body whatever its headers say.
    explicit ResponseReader(bool to_head) : to_head_(to_head) {}

    /// Appends what of the body is in these bytes, without its framing.
    State take(std::string_view bytes, std::string& body);
    /// The connection has ended: complete where that is how the body ends, else failed.
    State end();

    [[nodiscard]] State state() const noexcept { return state_; }
    [[nodiscard]] int status() const noexcept { return status_; }
    /// Names in lower case, in their order.
    [[nodiscard]] Headers const& headers() const noexcept { return headers_; }
    [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
    /// How long the body is, where the head says.
    [[nodiscard]] std::optional<std::uint64_t> length() const noexcept;
    /// What came behind a complete head of 101.
    [[nodiscard]] std::string take_rest() { return std::exchange(line_, {}); }

private:
    enum class Step : std::uint8_t { start, header, fixed, chunk_size, chunk_data, chunk_end, trailer, until_close };

    void take_line(std::string_view line);
    void read_start(std::string_view line);
    void read_header(std::string_view line);
    void end_of_head();
    void read_chunk_size(std::string_view line);

    State state_ = State::head;
    Step step_ = Step::start;
    bool to_head_;
    int status_ = 0;
    Headers headers_;
    std::uint64_t left_ = 0;
    std::size_t head_bytes_ = 0;
    std::string line_;
};

}  // namespace keelson::http

#endif
