#include "support/tls_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace keelson::test {
namespace {

[[noreturn]] void give_up(std::string const& what, std::string const& why) {
    throw std::runtime_error(what + ": " + why);
}

}  // namespace

TlsClient::TlsClient(std::uint16_t port, std::string const& certificate, std::string const& key, int receive_bytes) {
    context_ = SSL_CTX_new(TLS_client_method());
    if (SSL_CTX_use_certificate_file(context_, certificate.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(context_, key.c_str(), SSL_FILETYPE_PEM) != 1)
        give_up("the client's certificate", certificate);
    SSL_CTX_set_read_ahead(context_, 1);
    SSL_CTX_set_default_read_buffer_len(context_, read_at_once);
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (receive_bytes != 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
    if (::connect(socket_, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0)
        give_up("a connection", std::to_string(port));
    int const one = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    tls_ = SSL_new(context_);
    SSL_set_fd(tls_, socket_);
    if (SSL_connect(tls_) != 1) give_up("a TLS connection", std::to_string(port));
}

TlsClient::~TlsClient() {
    SSL_free(tls_);
    SSL_CTX_free(context_);
    ::close(socket_);
}

void TlsClient::send(std::string_view method, std::string_view path, std::string_view body) {
    std::string text(method);
    text.append(" ").append(path).append(" HTTP/1.1\r\nHost: test\r\nUser-Agent: test/1\r\n");
    if (!body.empty())
        text.append(method == "PATCH" ? "Content-Type: application/merge-patch+json\r\nContent-Length: "
                                      : "Content-Type: application/json\r\nContent-Length: ")
            .append(std::to_string(body.size()))
            .append("\r\n");
    text.append("\r\n").append(body);
    if (SSL_write(tls_, text.data(), static_cast<int>(text.size())) <= 0) give_up("a request", std::string(path));
}

bool TlsClient::need(std::size_t bytes) {
    if (at_ == buffer_.size()) {
        buffer_.clear();
        at_ = 0;
    }
    while (buffer_.size() - at_ < bytes) {
        if (at_ > read_at_once) {
            buffer_.erase(0, at_);
            at_ = 0;
        }
        char part[16 * 1024];
        auto const got = SSL_read(tls_, part, sizeof part);
        if (got <= 0) return false;
        buffer_.append(part, static_cast<std::size_t>(got));
    }
    return true;
}

std::size_t TlsClient::find(std::string_view mark) {
    for (;;) {
        if (auto const found = buffer_.find(mark, at_); found != std::string::npos) return found - at_;
        if (!need(buffer_.size() - at_ + 1)) return std::string::npos;
    }
}

int TlsClient::read_head(std::size_t& length, bool& chunked) {
    auto const end = find("\r\n\r\n");
    if (end == std::string::npos) give_up("an answer", "the connection ended");
    auto const head = rest().substr(0, end + 2);
    auto const status = std::stoi(std::string(head.substr(9, 3)));
    length = 0;
    if (auto const at = head.find("ontent-Length: "); at != std::string_view::npos)
        length = std::stoul(std::string(head.substr(at + 15, 20)));
    chunked = head.find("chunked") != std::string_view::npos;
    at_ += end + 4;
    return status;
}

int TlsClient::ask(std::string_view method, std::string_view path, std::string_view body) {
    send(method, path, body);
    return receive();
}

int TlsClient::receive() {
    std::size_t length = 0;
    bool chunked = false;
    auto const status = read_head(length, chunked);
    if (chunked) {
        read_chunks();
    } else {
        read_body(length);
    }
    return status;
}

void TlsClient::read_chunks() {
    body_size_ = 0;
    chunks_.clear();
    for (;;) {
        auto const end = find("\r\n");
        if (end == std::string::npos) give_up("an answer", "the connection ended");
        auto const size = std::stoul(std::string(rest().substr(0, end)), nullptr, 16);
        if (!need(end + 2 + size + 2)) give_up("an answer", "the connection ended");
        chunks_ += rest().substr(end + 2, size);
        at_ += end + 2 + size + 2;
        if (size == 0) return;
    }
}

void TlsClient::read_body(std::size_t length) {
    buffer_.reserve(at_ + length);
    if (!need(length)) give_up("an answer", "the connection ended");
    chunks_.clear();
    body_at_ = at_;
    body_size_ = length;
    at_ += length;
}

void TlsClient::begin(std::string_view path) {
    send("GET", path, {});
    std::size_t length = 0;
    bool chunked = false;
    auto const status = read_head(length, chunked);
    if (status == 200 && chunked) return;
    read_body(length);
    give_up(std::string(path), std::to_string(status) + " " + std::string(body()));
}

void TlsClient::read(std::function<bool(std::string_view)> const& part) {
    for (;;) {
        auto const end = find("\r\n");
        if (end == std::string::npos) return;
        auto const size = std::stoul(std::string(rest().substr(0, end)), nullptr, 16);
        if (!need(end + 2 + size + 2)) return;
        auto const text = rest().substr(end + 2, size);
        at_ += end + 2 + size + 2;
        if (size == 0 || !part(text)) return;
    }
}

}  // namespace keelson::test
