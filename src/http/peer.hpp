#ifndef KEELSON_SRC_HTTP_PEER_HPP
#define KEELSON_SRC_HTTP_PEER_HPP

#include "http/exchange.hpp"

#include <keelson/core/error.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace keelson::http {

/// The other end of one connection, as far as the transport knows it. Used by one thread at a time.
struct Peer {
    std::string address;                    ///< "127.0.0.1:53211", "[::1]:53211" or "unix"
    std::optional<std::uint32_t> unix_uid;  ///< who has connected to a Unix socket, as the kernel says
    std::string certificate;                ///< of the client, DER and not checked; empty when it sent none
    /// What an authenticator has found out about the certificate, kept for the connection's next requests.
    std::shared_ptr<struct CheckedCertificate const> checked;
};

/// Who asks. Called when the head of a request is there, before its body is read. An error is the answer; only its code
/// is told to the client when that is `unauthorized`.
/// Threading: any thread of the server; must not block it.
using Authenticator = std::function<Result<User>(Peer&, Request const&)>;

}  // namespace keelson::http

#endif
