#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_HTTP_ANSWER_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_HTTP_ANSWER_HPP

#include <keelson/core/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keelson::docker {

/// Reads the answer to one question on a connection: its head, and its body, which may be in chunks or may be all that
/// still comes.
class HttpAnswer {
public:
    /// Takes what came. Bytes of the body are added to `body`. An error: that is no HTTP.
    Result<> add(std::string_view bytes, std::string& body);
    /// The connection has ended. Whether the body did so too, or it was cut.
    [[nodiscard]] bool end() const { return head_ && (form_ == Form::to_the_end || complete_); }

    [[nodiscard]] bool head() const noexcept { return head_; }
    [[nodiscard]] int status() const noexcept { return status_; }
    /// Nothing more belongs to it.
    [[nodiscard]] bool complete() const noexcept { return complete_; }

private:
    enum class Form : std::uint8_t { to_the_end, counted, chunks };

    Result<> read_head(std::string_view head);
    Result<> add_chunks(std::string_view bytes, std::string& body);

    std::string waiting_;  ///< a head or the size of a chunk that has not come whole
    bool head_ = false, complete_ = false;
    int status_ = 0;
    Form form_ = Form::to_the_end;
    std::uint64_t left_ = 0;    ///< of the body, or of the chunk
    bool after_chunk_ = false;  ///< the end of its line is to come
    bool trailer_ = false;
};

}  // namespace keelson::docker

#endif
