#ifndef KEELSON_SRC_DRIVERS_WEBHOOK_CURL_WEBHOOK_CLIENT_HPP
#define KEELSON_SRC_DRIVERS_WEBHOOK_CURL_WEBHOOK_CLIENT_HPP

#include "transfer/transfers.hpp"

#include <keelson/admission.hpp>

namespace keelson {

/// Asks webhooks over HTTPS, on a thread of its own that is started by the first question. Connections are kept and
/// used again; redirects are not followed, and no proxy of the environment is used. What is still under way when it
/// goes fails with `unavailable`.
/// Threading: any thread.
class WebhookClient {
public:
    WebhookClient();
    void call(WebhookCall call, Completion<std::string> done);

private:
    transfer::Transfers transfers_;
};

}  // namespace keelson

#endif
