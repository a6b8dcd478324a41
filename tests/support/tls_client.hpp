#ifndef KEELSON_TESTS_SUPPORT_TLS_CLIENT_HPP
#define KEELSON_TESTS_SUPPORT_TLS_CLIENT_HPP

#include <cstdint>
#include <functional>
#include <memory>
#include <openssl/ssl.h>
#include <string>
#include <string_view>

namespace keelson::test {

/// One keep-alive connection over TLS that waits for each answer: what a client costs that does no more than it must.
/// Throws std::runtime_error where a connection fails.
class TlsClient {
public:
    /// As the administrator whose certificate and key lie there as PEM files; the server is trusted as it is.
    /// `receive_bytes`: the most that the kernel keeps of what was not read yet; 0: as it likes.
    TlsClient(std::uint16_t port, std::string const& certificate, std::string const& key, int receive_bytes = 0);
    ~TlsClient();
    TlsClient(TlsClient const&) = delete;
    TlsClient& operator=(TlsClient const&) = delete;

    /// Sends a request and reads its answer; the status. `body()` holds until the next one.
    int ask(std::string_view method, std::string_view path, std::string_view body = {});
    /// The two halves of it, for somebody who waits for many.
    void send(std::string_view method, std::string_view path, std::string_view body = {});
    int receive();
    [[nodiscard]] int socket() const noexcept { return socket_; }
    [[nodiscard]] std::string_view body() const noexcept {
        return chunks_.empty() ? std::string_view(buffer_).substr(body_at_, body_size_) : chunks_;
    }
    /// Asks for an answer that has no end of its own.
    void begin(std::string_view path);
    /// Gives the body of the answer in parts as it comes, until `part` says no or the answer ends.
    void read(std::function<bool(std::string_view)> const& part);
    void follow(std::string_view path, std::function<bool(std::string_view)> const& part) {
        begin(path);
        read(part);
    }

private:
    static constexpr std::size_t read_at_once = 64 * 1024;
    /// Reads until there are so many bytes; false when they do not come.
    bool need(std::size_t bytes);
    /// Where these bytes begin in what is not read yet; npos when they do not come.
    std::size_t find(std::string_view mark);
    [[nodiscard]] std::string_view rest() const noexcept { return std::string_view(buffer_).substr(at_); }
    void read_body(std::size_t length);
    void read_chunks();
    /// Reads the head of an answer; its status.
    int read_head(std::size_t& length, bool& chunked);

    int socket_ = -1;
    SSL_CTX* context_ = nullptr;
    SSL* tls_ = nullptr;
    std::string buffer_;
    std::string chunks_;  ///< the body of an answer that came in chunks
    std::size_t body_at_ = 0, body_size_ = 0;
    std::size_t at_ = 0;  ///< what of the buffer is read already
};

}  // namespace keelson::test

#endif
