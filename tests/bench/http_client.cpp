#include "http_client.hpp"

#include "bench.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace keelson::bench {

HttpClient::HttpClient(std::uint16_t port, std::string const& certificate, std::string const& key) {
    context_ = SSL_CTX_new(TLS_client_method());
    if (SSL_CTX_use_certificate_file(context_, certificate.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(context_, key.c_str(), SSL_FILETYPE_PEM) != 1)
        give_up("the client's certificate", certificate);
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0)
        give_up("a connection", std::to_string(port));
    int const one = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    tls_ = SSL_new(context_);
    SSL_set_fd(tls_, socket_);
    if (SSL_connect(tls_) != 1) give_up("a TLS connection", std::to_string(port));
}

HttpClient::~HttpClient() {
    SSL_free(tls_);
    SSL_CTX_free(context_);
    ::close(socket_);
}

void HttpClient::send(std::string_view method, std::string_view path, std::string_view body) {
    std::string text(method);
    text.append(" ").append(path).append(" HTTP/1.1\r\nHost: bench\r\nUser-Agent: bench/1\r\n");
    if (!body.empty())
        text.append("Content-Type: application/json\r\nContent-Length: ")
            .append(std::to_string(body.size()))
            .append("\r\n");
    text.append("\r\n").append(body);
    if (SSL_write(tls_, text.data(), static_cast<int>(text.size())) <= 0) give_up("a request", std::string(path));
}

void HttpClient::need(std::size_t bytes) {
    char part[64 * 1024];
    while (buffer_.size() < bytes) {
        auto const got = SSL_read(tls_, part, sizeof part);
        if (got <= 0) give_up("an answer", "the connection ended");
        buffer_.append(part, static_cast<std::size_t>(got));
    }
}

int HttpClient::read_head(std::size_t& length, bool& chunked) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) need(buffer_.size() + 1);
    auto const head = std::string_view(buffer_).substr(0, end + 2);
    auto const status = std::stoi(std::string(head.substr(9, 3)));
    length = 0;
    if (auto const at = head.find("ontent-Length: "); at != std::string_view::npos)
        length = std::stoul(std::string(head.substr(at + 15, 20)));
    chunked = head.find("chunked") != std::string_view::npos;
    buffer_.erase(0, end + 4);
    return status;
}

int HttpClient::ask(std::string_view method, std::string_view path, std::string_view body) {
    send(method, path, body);
    std::size_t length = 0;
    bool chunked = false;
    auto const status = read_head(length, chunked);
    need(length);
    body_.assign(buffer_, 0, length);
    buffer_.erase(0, length);
    return status;
}

void HttpClient::follow(std::string_view path, std::function<bool(std::string_view)> const& part) {
    send("GET", path, {});
    std::size_t length = 0;
    bool chunked = false;
    if (read_head(length, chunked) != 200 || !chunked) give_up("a watch", std::string(path));
    while (true) {
        std::size_t end = 0;
        while ((end = buffer_.find("\r\n")) == std::string::npos) need(buffer_.size() + 1);
        auto const size = std::stoul(buffer_.substr(0, end), nullptr, 16);
        need(end + 2 + size + 2);
        if (size == 0 || !part(std::string_view(buffer_).substr(end + 2, size))) return;
        buffer_.erase(0, end + 2 + size + 2);
    }
}

}  // namespace keelson::bench
