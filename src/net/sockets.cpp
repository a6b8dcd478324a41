#include "net/sockets.hpp"

#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace keelson::net {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

error_code last_error() { return {errno, boost::system::system_category()}; }

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

template <class Socket>
error_code take(Socket& socket, tcp protocol, int fd) {
    if (fd < 0) return last_error();
    error_code ec;
    socket.assign(protocol, fd, ec);
    if (ec) ::close(fd);
    return ec;
}

template <class Socket>
error_code open(Socket& socket, tcp protocol) {
    return take(socket, protocol,
                ::socket(protocol.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol.protocol()));
}

}  // namespace

error_code open_socket(tcp::socket& socket, tcp protocol) { return open(socket, protocol); }
error_code open_socket(tcp::acceptor& acceptor, tcp protocol) { return open(acceptor, protocol); }

error_code accept_into(tcp::acceptor& acceptor, tcp protocol, tcp::socket& socket) {
    return take(socket, protocol, ::accept4(acceptor.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
}

error_code begin_connect(tcp::socket& socket, tcp::endpoint const& to) {
    if (::connect(socket.native_handle(), to.data(), static_cast<socklen_t>(to.size())) == 0) return {};
    return errno == EINPROGRESS ? boost::asio::error::in_progress : last_error();
}

error_code connect_outcome(tcp::socket& socket) {
    pollfd wanted{socket.native_handle(), POLLOUT, 0};
    if (::poll(&wanted, 1, 0) == 0) return boost::asio::error::in_progress;
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) return last_error();
    return {error, boost::system::system_category()};
}

long receive(tcp::socket& socket, char* data, std::size_t size) {
    ssize_t n = 0;
    do n = ::recv(socket.native_handle(), data, size, MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    if (n >= 0) return n;
    return would_block() ? nothing_yet : broken;
}

long send_some(tcp::socket& socket, std::string_view data) {
    ssize_t n = 0;
    do n = ::send(socket.native_handle(), data.data(), data.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    if (n >= 0) return n;
    return would_block() ? 0 : broken;
}

bool closed_by_peer(tcp::socket& socket) {
    char byte = 0;
    auto const n = ::recv(socket.native_handle(), &byte, 1, MSG_DONTWAIT | MSG_PEEK);
    return n == 0 || (n < 0 && !would_block() && errno != EINTR);
}

void close_with_reset(tcp::socket& socket) {
    error_code ignored;
    if (!socket.is_open()) return;
    socket.set_option(boost::asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
}

}  // namespace keelson::net
