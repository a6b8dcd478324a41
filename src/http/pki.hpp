#ifndef KEELSON_SRC_HTTP_PKI_HPP
#define KEELSON_SRC_HTTP_PKI_HPP

#include "http/certificates.hpp"
#include "http/tls.hpp"

#include <keelson/core/error.hpp>
#include <keelson/core/time.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::http {

/// Whom a server's certificate is for, and where keys are kept.
struct PkiOptions {
    /// Holds ca.crt, ca.key, server.crt, server.key, admin.crt, admin.key and tokens.key; made if it is not there, mode
    /// 0700, keys 0600. Empty: nothing is kept.
    std::filesystem::path folder;
    std::vector<std::string> dns_names = {"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc",
                                          "kubernetes.default.svc.cluster.local"};
    std::vector<std::string> ip_addresses = {"127.0.0.1", "::1"};
    Duration renew_before = std::chrono::hours(24 * 30);
};

/// The keys and certificates of one control plane.
struct Pki {
    KeyPair authority;
    KeyPair server;
    KeyPair admin;              ///< a client in system:masters
    std::string token_key_pem;  ///< signs the tokens of ServiceAccounts
    std::shared_ptr<evp_pkey_st> token_key;
};

/// Loads them, makes what is missing, and issues again what expires soon or is for other names. Errors: an authority
/// that is there but cannot be read is not replaced, for every client trusts it.
Result<Pki> open_pki(PkiOptions const& options, Time now);

/// What a server of this control plane shows.
TlsMaterial tls_material(Pki const& pki);

/// A kubeconfig with everything in it; cluster, user and context are called keelson.
std::string kubeconfig(std::string_view server_url, std::string_view authority_pem, KeyPair const& client);

/// Replaces a file as a whole; others than its owner never can read it.
Result<> write_private_file(std::filesystem::path const& path, std::string_view text, bool durable = false);

}  // namespace keelson::http

#endif
