#ifndef KEELSON_SRC_HTTP_TLS_CLIENT_HPP
#define KEELSON_SRC_HTTP_TLS_CLIENT_HPP

#include <keelson/core/error.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace keelson::http {

/// The client's end of a TLS connection, between strings: whoever has the connection carries the bytes. Whom it speaks
/// with is not checked: it is for the way to what runs in a Pod, which the engine itself has started.
class TlsClient {
public:
    static Result<std::unique_ptr<TlsClient>> open();
    ~TlsClient();
    TlsClient(TlsClient const&) = delete;
    TlsClient& operator=(TlsClient const&) = delete;

    /// Takes what came, and appends what it says.
    Result<> receive(std::string_view ciphertext, std::string& plain);
    /// What is written before the handshake is done waits for it.
    Result<> write(std::string_view plain);
    /// What is to be sent now.
    [[nodiscard]] std::string take_output();
    /// The other end has said that nothing more will come.
    [[nodiscard]] bool ended() const noexcept { return ended_; }

private:
    struct Session;
    explicit TlsClient(std::unique_ptr<Session> session);
    Result<> advance();

    std::unique_ptr<Session> session_;
    std::string waiting_;
    bool ended_ = false;
};

}  // namespace keelson::http

#endif
