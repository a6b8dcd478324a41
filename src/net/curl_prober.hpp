#ifndef KEELSON_NET_CURL_PROBER_HPP
#define KEELSON_NET_CURL_PROBER_HPP

#include <keelson/runtime/prober.hpp>

#include <memory>
#include <string>

namespace keelson::net {

/// The probes that need more than a plain connection: HTTPS, which trusts every certificate as a kubelet does, and
/// gRPC. By libcurl, on one thread that starts with the first probe.
/// Threading: any thread; completions come on its own.
class CurlProber {
public:
    CurlProber();
    /// Probes in flight end with `cancelled` before it returns.
    ~CurlProber();
    CurlProber(CurlProber const&) = delete;
    CurlProber& operator=(CurlProber const&) = delete;

    void https(HttpProbe probe, Duration timeout, Completion<ProbeResult> done);
    void grpc(std::string host, std::uint16_t port, std::string service, Duration timeout,
              Completion<ProbeResult> done);
    void stop();

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace keelson::net

#endif
