#include "http/listening.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <system_error>

namespace keelson::http {
namespace {

constexpr std::string_view unix_scheme = "unix://";
constexpr int backlog = 1024;

Error system_error(std::string_view what, std::string const& address) {
    auto const code =
        errno == EADDRINUSE || errno == EADDRNOTAVAIL || errno == EACCES ? Errc::unavailable : Errc::internal;
    return {code, std::string(what) + ": " + std::generic_category().message(errno), address};
}

void set(int descriptor, int level, int option, int value) {
    ::setsockopt(descriptor, level, option, &value, sizeof value);
}

std::string text_of(sockaddr_storage const& address) {
    char host[INET6_ADDRSTRLEN] = "";
    if (address.ss_family == AF_INET) {
        sockaddr_in v4;
        std::memcpy(&v4, &address, sizeof v4);
        ::inet_ntop(AF_INET, &v4.sin_addr, host, sizeof host);
        return std::string(host) + ":" + std::to_string(ntohs(v4.sin_port));
    }
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof v6);
    ::inet_ntop(AF_INET6, &v6.sin6_addr, host, sizeof host);
    return "[" + std::string(host) + "]:" + std::to_string(ntohs(v6.sin6_port));
}

bool read_address(std::string_view text, sockaddr_storage& address, socklen_t& size) {
    auto const colon = text.rfind(':');
    if (colon == std::string_view::npos) return false;
    std::uint16_t port = 0;
    auto const digits = text.substr(colon + 1);
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc() || end != digits.data() + digits.size()) return false;
    auto host = std::string(text.substr(0, colon));
    address = {};
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        if (::inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) != 1) return false;
        std::memcpy(&address, &v6, size = sizeof v6);
        return true;
    }
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    if (::inet_pton(AF_INET, host.c_str(), &v4.sin_addr) != 1) return false;
    std::memcpy(&address, &v4, size = sizeof v4);
    return true;
}

Result<ListeningSocket> listen_tcp(std::string const& text) {
    sockaddr_storage address;
    socklen_t size = 0;
    if (!read_address(text, address, size)) {
        return Error(Errc::bad_request, "this is no address to listen at: give an IP address and a port", text);
    }
    Descriptor socket(::socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (socket.get() < 0) return system_error("no socket", text);
    set(socket.get(), SOL_SOCKET, SO_REUSEADDR, 1);
    if (address.ss_family == AF_INET6) set(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, 1);
    if (::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(socket.get(), backlog) != 0) {
        return system_error("cannot listen", text);
    }
    ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
    return ListeningSocket{std::move(socket), text_of(address), {}};
}

Result<ListeningSocket> listen_unix(std::string const& text) {
    auto const path = text.substr(unix_scheme.size());
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path || path.front() != '/') {
        return Error(Errc::bad_request, "this is no path for a socket: it must be absolute and shorter than 108 bytes",
                     text);
    }
    std::memcpy(address.sun_path, path.data(), path.size());
    auto const* const plain = reinterpret_cast<sockaddr const*>(&address);
    struct stat found {};
    if (::lstat(path.c_str(), &found) == 0 && S_ISSOCK(found.st_mode)) {
        Descriptor const probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        if (::connect(probe.get(), plain, sizeof address) != 0 && errno == ECONNREFUSED) ::unlink(path.c_str());
    }
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (socket.get() < 0) return system_error("no socket", text);
    // Linux gives the file the socket's mode, so that there is no moment in which others could connect.
    ::fchmod(socket.get(), 0600);
    if (::bind(socket.get(), plain, sizeof address) != 0) return system_error("cannot listen", text);
    ::chmod(path.c_str(), 0600);
    if (::listen(socket.get(), backlog) != 0) return system_error("cannot listen", text);
    return ListeningSocket{std::move(socket), text, path};
}

}  // namespace

Result<ListeningSocket> listen_at(std::string const& address) {
    return address.starts_with(unix_scheme) ? listen_unix(address) : listen_tcp(address);
}

int accept_from(int listening, bool is_unix, Peer& peer) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    auto const socket =
        ::accept4(listening, reinterpret_cast<sockaddr*>(&address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0) return -1;
    if (is_unix) {
        peer.address = "unix";
        ucred credentials{};
        socklen_t credentials_size = sizeof credentials;
        if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &credentials_size) == 0) {
            peer.unix_uid = credentials.uid;
        }
        return socket;
    }
    peer.address = text_of(address);
    set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    // A client that vanished without a word is noticed within two minutes.
    set(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    set(socket, IPPROTO_TCP, TCP_KEEPIDLE, 60);
    set(socket, IPPROTO_TCP, TCP_KEEPINTVL, 15);
    set(socket, IPPROTO_TCP, TCP_KEEPCNT, 4);
    return socket;
}

}  // namespace keelson::http
