#ifndef KEELSON_SRC_HTTP_LISTENING_HPP
#define KEELSON_SRC_HTTP_LISTENING_HPP

#include "http/peer.hpp"

#include <keelson/core/error.hpp>

#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace keelson::http {

/// Owns a descriptor.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) noexcept : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int get() const noexcept { return number_; }
    int release() noexcept { return std::exchange(number_, -1); }

private:
    int number_ = -1;
};

struct ListeningSocket {
    Descriptor descriptor;
    std::string address;    ///< with the real port
    std::string unix_path;  ///< empty for TCP
};

/// Listens at "127.0.0.1:6443", "[::1]:0" or "unix:///path". A Unix socket is its owner's alone; one that nobody
/// listens at any more is replaced.
Result<ListeningSocket> listen_at(std::string const& address);

/// A new connection's descriptor, which never waits and which children do not inherit, and who is there; or -1 and
/// errno.
int accept_from(int listening, bool is_unix, Peer& peer);

}  // namespace keelson::http

#endif
