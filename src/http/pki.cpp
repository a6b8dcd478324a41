#include "http/pki.hpp"

#include "http/openssl.hpp"

#include <keelson/api/values.hpp>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <openssl/x509v3.h>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace keelson::http {
namespace {

constexpr std::size_t file_bytes_max = 1024 * 1024;

Error file_error(std::string_view what, std::filesystem::path const& path) {
    return {Errc::unavailable, std::string(what) + ": " + std::generic_category().message(errno), path.string()};
}

/// Nothing if there is no such file. A key that others could read is closed to them.
Result<std::optional<std::string>> read_file(std::filesystem::path const& path, bool secret) {
    auto const file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        if (errno == ENOENT) return std::optional<std::string>();
        return file_error("cannot be read", path);
    }
    struct stat found {};
    if (secret && ::fstat(file, &found) == 0 && (found.st_mode & 077) != 0) ::fchmod(file, 0600);
    std::string text;
    char buffer[8192];
    ssize_t count = 0;
    while ((count = ::read(file, buffer, sizeof buffer)) > 0 && text.size() < file_bytes_max) {
        text.append(buffer, static_cast<std::size_t>(count));
    }
    ::close(file);
    if (count < 0) return file_error("cannot be read", path);
    return std::optional(std::move(text));
}

class Keeper {
public:
    Keeper(PkiOptions const& options, Time now) : options_(options), now_(now) {}

    Result<Pki> open() {
        if (auto const made = make_folder(); !made) return made.error();
        Pki pki;
        if (auto const done = open_authority(pki.authority); !done) return done.error();
        CertificateOrder server{
            "kube-apiserver", {}, CertificateUse::server, options_.dns_names, options_.ip_addresses};
        if (auto const done = open_leaf("server", pki.authority, server, pki.server); !done) return done.error();
        CertificateOrder const admin{"kubernetes-admin", {"system:masters"}, CertificateUse::client, {}, {}};
        if (auto const done = open_leaf("admin", pki.authority, admin, pki.admin); !done) return done.error();
        if (auto const done = open_token_key(pki); !done) return done.error();
        return pki;
    }

private:
    Result<> make_folder() const {
        if (options_.folder.empty()) return {};
        std::error_code error;
        std::filesystem::create_directories(options_.folder.parent_path(), error);
        if (::mkdir(options_.folder.c_str(), 0700) != 0 && errno != EEXIST)
            return file_error("cannot be made", options_.folder);
        return {};
    }

    [[nodiscard]] Result<std::optional<std::string>> load(std::string const& name) const {
        if (options_.folder.empty()) return std::optional<std::string>();
        return read_file(options_.folder / name, name.ends_with(".key"));
    }
    [[nodiscard]] Result<> keep(std::string const& name, std::string const& text, bool durable) const {
        if (options_.folder.empty()) return {};
        return write_private_file(options_.folder / name, text, durable);
    }

    Result<> open_authority(KeyPair& authority) const {
        auto certificate = load("ca.crt"), key = load("ca.key");
        if (!certificate) return certificate.error();
        if (!key) return key.error();
        auto const absent = !key.value() && !certificate.value();
        // A first start does not wait for the disk. If the power went right after it, there are files without content,
        // and nobody has relied on them for long.
        auto const cut_short =
            (key.value() && key.value()->empty()) || (certificate.value() && certificate.value()->empty());
        if (absent || cut_short) {
            auto made = make_authority("keelson-ca", now_);
            if (!made) return made.error();
            authority = std::move(made).value();
            if (auto const kept = keep("ca.key", authority.key_pem, false); !kept) return kept;
            return keep("ca.crt", authority.certificate_pem, false);
        }
        if (!key.value() || !certificate.value()) {
            return Error(Errc::unavailable, "of ca.crt and ca.key only one is there", options_.folder.string());
        }
        authority = {*std::move(certificate).value(), *std::move(key).value()};
        auto read = read_certificates(authority.certificate_pem);
        if (!read) return Error(read.error()).wrap("ca.crt");
        auto const holds = validity(*read.value().front());
        if (read.value().size() == 1) authority.certificate = std::move(read.value().front());
        if (now_ + options_.renew_before < holds.not_after) return {};
        auto renewed = renew_authority(authority, now_);
        if (!renewed) return renewed.error();
        authority.certificate = nullptr;
        authority.certificate_pem = std::move(renewed).value();
        return keep("ca.crt", authority.certificate_pem, true);
    }

    Result<> open_leaf(std::string const& name, KeyPair const& authority, CertificateOrder const& order,
                       KeyPair& leaf) const {
        auto certificate = load(name + ".crt"), key = load(name + ".key");
        if (!certificate) return certificate.error();
        if (!key) return key.error();
        if (certificate.value() && key.value()) {
            leaf = {*std::move(certificate).value(), *std::move(key).value()};
            if (still_good(authority, order, leaf)) return {};
        }
        auto issued = issue(authority, order, now_);
        if (!issued) return issued.error();
        leaf = std::move(issued).value();
        if (auto const kept = keep(name + ".key", leaf.key_pem, false); !kept) return kept;
        return keep(name + ".crt", leaf.certificate_pem, false);
    }

    /// Reads the leaf too.
    [[nodiscard]] bool still_good(KeyPair const& authority, CertificateOrder const& order, KeyPair& leaf) const {
        auto certificates = read_certificates(leaf.certificate_pem);
        auto key = read_private_key(leaf.key_pem);
        auto issuer = authority.certificate;
        if (!issuer) {
            auto issuers = read_certificates(authority.certificate_pem);
            if (issuers) issuer = std::move(issuers.value().front());
        }
        if (!certificates || !issuer || !key) return false;
        auto* const certificate = certificates.value().front().get();
        auto const holds = validity(*certificate);
        auto const good = X509_check_private_key(certificate, key.value().get()) == 1 &&
                          X509_verify(certificate, X509_get0_pubkey(issuer.get())) == 1 && holds.not_before <= now_ &&
                          now_ + options_.renew_before < holds.not_after;
        auto const named = std::all_of(order.dns_names.begin(), order.dns_names.end(), [&](auto const& name) {
            return X509_check_host(certificate, name.data(), name.size(), 0, nullptr) == 1;
        });
        auto const addressed = std::all_of(order.ip_addresses.begin(), order.ip_addresses.end(), [&](auto const& ip) {
            return X509_check_ip_asc(certificate, ip.c_str(), 0) == 1;
        });
        static_cast<void>(openssl_error({}));  // leaves the host's thread as it was
        leaf.key = std::move(key).value();
        if (certificates.value().size() == 1) leaf.certificate = std::move(certificates.value().front());
        return good && named && addressed;
    }

    Result<> open_token_key(Pki& pki) const {
        auto key = load("tokens.key");
        if (!key) return key.error();
        if (key.value() && !key.value()->empty()) {
            pki.token_key_pem = *std::move(key).value();
            auto read = read_private_key(pki.token_key_pem);
            if (!read) return Error(read.error()).wrap("tokens.key");
            pki.token_key = std::move(read).value();
            return {};
        }
        auto made = make_key();
        if (!made) return made.error();
        auto text = to_pem(made.value().get());
        if (!text) return text.error();
        pki.token_key_pem = std::move(text).value();
        pki.token_key = std::move(made).value();
        return keep("tokens.key", pki.token_key_pem, false);
    }

    PkiOptions const& options_;
    Time now_;
};

}  // namespace

Result<Pki> open_pki(PkiOptions const& options, Time now) { return Keeper(options, now).open(); }

TlsMaterial tls_material(Pki const& pki) {
    return {pki.server.certificate_pem, pki.server.key_pem, pki.authority.certificate_pem,
            pki.server.certificate,     pki.server.key,     pki.authority.certificate};
}

Result<> write_private_file(std::filesystem::path const& path, std::string_view text, bool durable) {
    auto name = path.string() + ".XXXXXX";
    auto const file = ::mkostemp(name.data(), O_CLOEXEC);  // mode 0600
    if (file < 0) return file_error("cannot be written", path);
    auto rest = text;
    while (!rest.empty()) {
        auto const count = ::write(file, rest.data(), rest.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) break;
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
    auto const written = rest.empty() && (!durable || ::fdatasync(file) == 0);
    auto const error = errno;
    ::close(file);
    if (written && ::rename(name.c_str(), path.c_str()) == 0) return {};
    if (!written) errno = error;
    auto failed = file_error("cannot be written", path);
    ::unlink(name.c_str());
    return failed;
}

std::string kubeconfig(std::string_view server_url, std::string_view authority_pem, KeyPair const& client) {
    std::string text = "apiVersion: v1\nkind: Config\n";
    text += "clusters:\n- name: keelson\n  cluster:\n    server: " + std::string(server_url) + "\n";
    text += "    certificate-authority-data: " + encode_base64(authority_pem) + "\n";
    text += "users:\n- name: keelson\n  user:\n    client-certificate-data: " + encode_base64(client.certificate_pem) +
            "\n";
    text += "    client-key-data: " + encode_base64(client.key_pem) + "\n";
    text += "contexts:\n- name: keelson\n  context:\n    cluster: keelson\n    user: keelson\n";
    text += "current-context: keelson\n";
    return text;
}

}  // namespace keelson::http
