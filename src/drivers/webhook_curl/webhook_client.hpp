#ifndef KEELSON_SRC_DRIVERS_WEBHOOK_CURL_WEBHOOK_CLIENT_HPP
#define KEELSON_SRC_DRIVERS_WEBHOOK_CURL_WEBHOOK_CLIENT_HPP

#include <keelson/admission.hpp>

#include <cstddef>
#include <memory>

namespace keelson {

/// Asks webhooks over HTTPS by libcurl, on a thread of its own that is started by the first question. Connections are
/// kept and used again; redirects are not followed, and no proxy of the environment is used. How many questions may
/// wait is for those who ask to bound.
/// Threading: any thread.
class WebhookClient {
public:
    static constexpr std::size_t calls_at_once = 64;
    static constexpr std::size_t answer_bytes_max = std::size_t{8} << 20;

    WebhookClient();
    /// Calls that are under way fail with `unavailable`.
    ~WebhookClient();
    WebhookClient(WebhookClient const&) = delete;
    WebhookClient& operator=(WebhookClient const&) = delete;

    void call(WebhookCall call, Completion<std::string> done);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace keelson

#endif
