#ifndef KEELSON_SRC_HTTP_OUTPUT_HPP
#define KEELSON_SRC_HTTP_OUTPUT_HPP

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <sys/uio.h>
#include <vector>

namespace keelson::http {

/// Bytes on their way to a client, in order. Small ones are put together, large ones are neither copied nor moved.
class Output {
public:
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
    [[nodiscard]] bool empty() const noexcept { return bytes_ == 0; }

    /// Room at the end for small pieces to be appended to; `commit` says that they were.
    std::string& tail();
    void commit() noexcept;
    void add(std::string_view small);
    void add(char const* small) { add(std::string_view(small)); }
    void add(std::string&& bytes);
    void add(std::shared_ptr<std::string const> bytes);

    /// The first bytes that lie together.
    [[nodiscard]] std::string_view front() const noexcept;
    /// All of the front, in at most `room` pieces.
    std::size_t gather(iovec* into, std::size_t room) const noexcept;
    void remove(std::size_t bytes);
    /// Gives back what a busy connection has grown.
    void shrink();

private:
    struct Segment {
        std::string own;
        std::shared_ptr<std::string const> shared;
        [[nodiscard]] std::string_view view() const noexcept { return shared ? std::string_view(*shared) : own; }
    };
    static constexpr std::size_t copied_max = 4096;     ///< larger pieces get a segment of their own
    static constexpr std::size_t tail_max = 32 * 1024;  ///< a tail that is longer is not appended to

    std::vector<Segment> segments_;
    std::size_t first_ = 0;   ///< of segments_
    std::size_t offset_ = 0;  ///< in the first
    std::size_t bytes_ = 0;
    std::size_t tail_before_ = 0;
    std::string spare_;
};

}  // namespace keelson::http

#endif
