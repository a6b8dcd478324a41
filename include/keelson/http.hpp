#ifndef KEELSON_HTTP_HPP
#define KEELSON_HTTP_HPP

#include <memory>
#include <string>
#include <vector>

namespace keelson {

/// A door to an engine for other programs. Given to an engine in EngineOptions::endpoint; serves one engine at a time.
class EngineEndpoint;

/// The Kubernetes API over HTTP: for kubectl, client libraries and controllers elsewhere.
struct HttpOptions {
    /// "127.0.0.1:6443", "[::1]:6443", "unix:///run/keelson.sock". Port 0: any that is free. TCP is served with TLS
    /// only. Over a Unix socket without TLS; whoever runs as this program's user, or as root, is an administrator
    /// there.
    std::vector<std::string> listen = {"127.0.0.1:6443"};
    /// A file that lets kubectl in as an administrator, written when the engine starts and readable by its owner only.
    /// Empty: none.
    std::string kubeconfig;
    /// Where the authority, its keys and certificates are kept; made on the first start. Empty: "pki" in the engine's
    /// data directory, or nowhere when it has none.
    std::string pki_dir;
    /// Lines of token,user,uid,"group1,group2". Empty: none.
    std::string token_file;
    int threads = 2;
};
std::shared_ptr<EngineEndpoint> http_endpoint(HttpOptions options);

}  // namespace keelson

#endif
