#ifndef KEELSON_SRC_TRANSFER_EXCHANGE_HPP
#define KEELSON_SRC_TRANSFER_EXCHANGE_HPP

#include <keelson/core/time.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keelson::transfer {

/// PEM, or the name of a file with it that is read for every connection.
struct Pem {
    std::string text = {}, file = {};
    [[nodiscard]] bool empty() const noexcept { return text.empty() && file.empty(); }
};

/// How a server is reached, and how it and we prove who we are. Its URL comes with each exchange.
struct Server {
    enum class Version : std::uint8_t { http1, http2_over_tls, http2 };
    Version version = Version::http1;
    std::string socket = {};  ///< the path of a Unix socket
    /// "HOST:PORT:OTHER:PORT": where to connect to instead; the name in the certificate stays the URL's.
    std::string connect_to = {};
    std::optional<std::string> proxy = std::string();  ///< empty: none; nothing: what the environment says
    Pem authority = {};                                ///< empty: the system's
    Pem certificate = {}, key = {};
    bool trusts_any = false;
    std::string username = {}, password = {};
    Duration connect_within = std::chrono::seconds(10);
};

/// One question.
struct Exchange {
    std::shared_ptr<Server const> server;
    std::string method = "GET";
    std::string url;
    std::vector<std::string> headers = {};  ///< lines: "Accept: */*"
    std::string body = {};
    /// Is not sent again when a kept connection turns out to be closed: it may have been carried out.
    bool once = false;
    /// Mostly waits, or has no end: it does not take the place of another exchange.
    bool waits = false;
    Instant deadline = Instant::max();
};

struct Answer {
    int status = 0;  ///< 0: none came
    /// Names in lower case, trailers too, in their order.
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};  ///< without what went to Events::part
    [[nodiscard]] bool good() const noexcept { return status >= 200 && status < 300; }
    /// The last one of that name; empty when there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// Why there is no whole answer.
enum class Fault : std::uint8_t {
    none,
    late,             ///< its deadline has passed
    late_connecting,  ///< `connect_within` has
    refused,
    unknown_host,
    untrusted,  ///< one side's certificate or key does not do
    no_answer,  ///< the connection was closed without a byte
    too_large,  ///< the answer's body begins with what is allowed
    too_many,   ///< others wait already
    closed,     ///< the Transfers were stopped
    broken,     ///< anything else
};

struct Failure {
    Fault fault = Fault::none;
    std::string why = {};  ///< for people, by the system or libcurl
};

struct Outcome {
    Failure failure = {};
    Answer answer = {};         ///< after a failure what there was of it
    std::string redirect = {};  ///< where the answer leads
    bool connected = false;
};

/// What is told of an exchange.
struct Events {
    /// Once and last.
    std::function<void(Outcome)> done;
    /// With this a good answer's body comes in parts, and may be of any size.
    std::function<void(std::string_view)> part = {};
    /// The headers of a good answer are there.
    std::function<void()> begun = {};
};

/// The host in a URL, in lower case; empty when there is none.
std::string host_of(std::string const& url);

}  // namespace keelson::transfer

#endif
