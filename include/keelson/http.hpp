#ifndef KEELSON_HTTP_HPP
#define KEELSON_HTTP_HPP

#include <keelson/core/error.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// A door to an engine for other programs. Given to an engine in EngineOptions::endpoint; serves one engine at a time.
class EngineEndpoint;

/// Takes one line at a time, with its newline. Called on any thread, which should not wait for long there.
using AuditSink = std::function<void(std::string_view line)>;

/// Appends lines to a file that is its owner's alone; "-" is the standard output. A thread of its own writes them.
/// `failed` is called on that thread when lines are lost, once until it can write again.
Result<AuditSink> audit_file(std::string const& path, std::function<void(Error)> failed = {});

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
    /// Given a line of JSON for each request that was answered, an Event of audit.k8s.io/v1 at level Metadata: who has
    /// asked for what and how it ended, never what was sent. What goes on for long (a watch, a log, exec) has two, for
    /// its begin and its end. Null: none are made.
    AuditSink audit;
    int threads = 2;
};
std::shared_ptr<EngineEndpoint> http_endpoint(HttpOptions options);

}  // namespace keelson

#endif
