#include "net/curl_prober.hpp"

#include "core/curl.hpp"
#include "core/quiet_thread.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

namespace keelson::net {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t body_limit_bytes = 10 * 1024;
constexpr int redirect_limit = 10;
constexpr Duration longest_timeout = std::chrono::hours(24);

Error cancelled() { return {Errc::cancelled, "the prober is stopped"}; }

std::string lower(std::string text) {
    for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

std::string host_port(std::string const& host, std::uint16_t port) {
    auto const bare = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return bare + ":" + std::to_string(port);
}

/// A duration as Go prints it, in the fractions that timeouts have.
std::string go_words(Duration timeout) {
    auto const millis = std::chrono::duration_cast<std::chrono::milliseconds>(timeout).count();
    if (millis % 1000 != 0) return std::to_string(millis) + "ms";
    auto const seconds = millis / 1000;
    return seconds < 60 ? std::to_string(seconds) + "s"
                        : std::to_string(seconds / 60) + "m" + std::to_string(seconds % 60) + "s";
}

bool clean(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

/// One exchange with a server.
class Flight {
public:
    Flight(Duration timeout, Completion<ProbeResult> done)
        : timeout_(std::min(timeout, longest_timeout)), easy_(curl().easy_init()), done_(std::move(done)) {}
    virtual ~Flight() {
        if (easy_ != nullptr) curl().easy_cleanup(easy_);
        curl().slist_free_all(headers_);
    }
    Flight(Flight const&) = delete;
    Flight& operator=(Flight const&) = delete;

    [[nodiscard]] CURL* easy() const { return easy_; }
    void finish(Result<ProbeResult> result) {
        if (auto const done = std::exchange(done_, nullptr)) done(std::move(result));
    }
    /// What the exchange has come to.
    virtual ProbeResult result(CURLcode code) = 0;

protected:
    void set_up(std::string const& url) {
        auto const millis = std::chrono::duration_cast<std::chrono::milliseconds>(timeout_).count();
        curl().easy_setopt(easy_, CURLOPT_URL, url.c_str());
        curl().easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
        curl().easy_setopt(easy_, CURLOPT_NOPROXY, "*");
        curl().easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
        curl().easy_setopt(easy_, CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(millis, 1)));
        curl().easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, 0L);
        curl().easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, 0L);
        curl().easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &Flight::take_body);
        curl().easy_setopt(easy_, CURLOPT_WRITEDATA, this);
        curl().easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &Flight::take_header);
        curl().easy_setopt(easy_, CURLOPT_HEADERDATA, this);
        curl().easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
    }
    void add_header(std::string const& line) { headers_ = curl().slist_append(headers_, line.c_str()); }

    Duration timeout_;
    std::string body_;
    std::map<std::string, std::string> fields_;  ///< the answer's headers and trailers, names in lower case

private:
    static std::size_t take_body(char* data, std::size_t size, std::size_t count, void* self) {
        auto& flight = *static_cast<Flight*>(self);
        auto const bytes = size * count;
        auto const room = body_limit_bytes - std::min(flight.body_.size(), body_limit_bytes);
        flight.body_.append(data, std::min(bytes, room));
        // The beginning is enough; an answer that never ends must not be waited for.
        return bytes > room ? 0 : bytes;
    }
    static std::size_t take_header(char* data, std::size_t size, std::size_t count, void* self) {
        auto& flight = *static_cast<Flight*>(self);
        std::string_view line(data, size * count);
        while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
        auto const colon = line.find(':');
        if (colon != std::string_view::npos && colon != 0) {
            auto value = line.substr(colon + 1);
            while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
            flight.fields_[lower(std::string(line.substr(0, colon)))] = value;
        }
        return size * count;
    }

    CURL* easy_;
    curl_slist* headers_ = nullptr;
    Completion<ProbeResult> done_;
};

class HttpsFlight final : public Flight {
public:
    HttpsFlight(HttpProbe probe, Duration timeout, Completion<ProbeResult> done)
        : Flight(timeout, std::move(done)), probe_(std::move(probe)) {
        if (!probe_.path.starts_with('/')) probe_.path = "/" + probe_.path;
        url_ = "https://" + host_port(probe_.host, probe_.port) + probe_.path;
        auto agent = false, accept = false;
        for (auto const& [name, value] : probe_.headers) {
            agent = agent || lower(name) == "user-agent";
            accept = accept || lower(name) == "accept";
            // Without a value it is sent empty, not left out.
            add_header(value.empty() ? name + ";" : name + ": " + value);
        }
        if (!agent) add_header("User-Agent: kube-probe/1.35");
        if (!accept) add_header("Accept: */*");
        set_up(url_);
        curl().easy_setopt(easy(), CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    }

    [[nodiscard]] bool sendable() const {
        return clean(probe_.path) && std::all_of(probe_.headers.begin(), probe_.headers.end(),
                                                 [](auto const& one) { return clean(one.first) && clean(one.second); });
    }

    ProbeResult result(CURLcode code) override {
        long status = 0;
        curl().easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &status);
        // A status that came is an answer, even if the body was cut short.
        if (status == 0) return {false, "Get \"" + url_ + "\": " + words(code)};
        if (redirects_ >= redirect_limit) return {false, "Get \"" + url_ + "\": stopped after 10 redirects"};
        if (leads_elsewhere_) return {true, "Probe terminated redirects, Response body: " + body_};
        if (status >= 200 && status < 400) return {true, std::move(body_)};
        return {false, "HTTP probe failed with statuscode: " + std::to_string(status)};
    }

    /// Whether the answer leads on to the same host; then the flight is ready for it.
    bool redirected() {
        char* next = nullptr;
        curl().easy_getinfo(easy(), CURLINFO_REDIRECT_URL, &next);
        if (next == nullptr) return false;
        std::string const url = next;
        leads_elsewhere_ = host_of(url) != host_of(url_);
        if (leads_elsewhere_ || ++redirects_ >= redirect_limit) return false;
        url_ = url;
        body_.clear();
        fields_.clear();
        curl().easy_setopt(easy(), CURLOPT_URL, url_.c_str());
        return true;
    }

private:
    static std::string host_of(std::string const& url) {
        std::string host;
        auto* const parts = curl().url();
        char* text = nullptr;
        if (curl().url_set(parts, CURLUPART_URL, url.c_str(), 0) == CURLUE_OK &&
            curl().url_get(parts, CURLUPART_HOST, &text, 0) == CURLUE_OK) {
            host = lower(text);
            curl().free(text);
        }
        curl().url_cleanup(parts);
        return host;
    }
    [[nodiscard]] std::string words(CURLcode code) const {
        auto const dial = "dial tcp " + host_port(probe_.host, probe_.port) + ": ";
        switch (code) {
            case CURLE_COULDNT_CONNECT: return dial + "connect: connection refused";
            case CURLE_COULDNT_RESOLVE_HOST: return "dial tcp: lookup " + probe_.host + ": no such host";
            case CURLE_OPERATION_TIMEDOUT: return "context deadline exceeded";
            case CURLE_GOT_NOTHING: return "EOF";
            default: return lower(curl().easy_strerror(code));
        }
    }

    HttpProbe probe_;
    std::string url_;
    int redirects_ = 0;
    bool leads_elsewhere_ = false;
};

class GrpcFlight final : public Flight {
public:
    GrpcFlight(std::string const& host, std::uint16_t port, std::string const& service, Duration timeout,
               Completion<ProbeResult> done)
        : Flight(timeout, std::move(done)), address_(host_port(host, port)), request_(framed(service)) {
        add_header("Content-Type: application/grpc");
        add_header("TE: trailers");
        add_header("User-Agent: kube-probe/1.35");
        add_header("Expect:");
        set_up("http://" + address_ + "/grpc.health.v1.Health/Check");
        curl().easy_setopt(easy(), CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE));
        curl().easy_setopt(easy(), CURLOPT_POST, 1L);
        curl().easy_setopt(easy(), CURLOPT_POSTFIELDSIZE, static_cast<long>(request_.size()));
        curl().easy_setopt(easy(), CURLOPT_POSTFIELDS, request_.data());
    }

    ProbeResult result(CURLcode code) override {
        auto const timed_out = code == CURLE_OPERATION_TIMEDOUT;
        curl_off_t connected = 0;
        curl().easy_getinfo(easy(), CURLINFO_CONNECT_TIME_T, &connected);
        if (code != CURLE_OK && connected == 0) {
            if (timed_out) {
                return {false, "timeout: failed to connect service \"" + address_ + "\" within " + go_words(timeout_)};
            }
            auto const why = code == CURLE_COULDNT_CONNECT ? "dial tcp " + address_ + ": connect: connection refused"
                                                           : lower(curl().easy_strerror(code));
            return {false, "error: failed to connect service at \"" + address_ + "\": " + why};
        }
        if (timed_out) return {false, "timeout: health rpc did not complete within " + go_words(timeout_)};
        auto const status = fields_.find("grpc-status");
        if (status == fields_.end() || status->second == "0") return serving(code);
        auto const& message = fields_["grpc-message"];
        if (status->second == "12") {
            return {false, "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): " +
                               message};
        }
        return {false, "error: health rpc probe failed: rpc error: code = " + code_name(status->second) +
                           " desc = " + message};
    }

private:
    /// A message of one field, the service's name, behind gRPC's five bytes: not compressed, and its length.
    static std::string framed(std::string const& service) {
        std::string message;
        if (!service.empty()) {
            message += '\x0a';
            auto size = service.size();
            for (; size >= 0x80; size >>= 7U) message += static_cast<char>(0x80U | (size & 0x7fU));
            message += static_cast<char>(size);
            message += service;
        }
        std::string frame(1, '\0');
        for (unsigned shift = 32; shift > 0;) {
            shift -= 8;
            frame += static_cast<char>(message.size() >> shift & 0xffU);
        }
        return frame + message;
    }
    [[nodiscard]] ProbeResult serving(CURLcode code) const {
        if (body_.size() < 5) {
            return {false, "error: health rpc probe failed: " + (code == CURLE_OK ? "the answer is no gRPC message"
                                                                                  : lower(curl().easy_strerror(code)))};
        }
        // Field 1 is the status; without it, it is 0.
        auto const has_status = body_.size() >= 7 && body_[5] == '\x08';
        auto const status = has_status ? static_cast<unsigned char>(body_[6]) : 0U;
        if (status == 1) return {true, "service healthy"};
        auto const name = status == 2 ? "NOT_SERVING" : status == 3 ? "SERVICE_UNKNOWN" : "UNKNOWN";
        return {false, std::string("service unhealthy (responded with \"") + name + "\")"};
    }
    static std::string code_name(std::string const& number) {
        constexpr std::string_view names[] = {
            "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
            "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
            "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
            "DataLoss", "Unauthenticated"};
        std::size_t code = std::size(names);
        std::from_chars(number.data(), number.data() + number.size(), code);
        return code < std::size(names) ? std::string(names[code]) : "Code(" + number + ")";
    }

    std::string address_;
    std::string request_;
};

}  // namespace

/// The thread, and what flies on it. Only the thread touches libcurl's handles; others leave flights at the door.
class CurlProber::Loop {
public:
    ~Loop() { stop(); }

    void add(std::unique_ptr<Flight> flight) {
        {
            std::lock_guard const lock(mutex_);
            if (!stopped_) {
                waiting_.push_back(std::move(flight));
                if (!thread_.joinable()) {
                    multi_ = curl().multi_init();
                    thread_ = quiet_thread([this] { run(); });
                }
                curl().multi_wakeup(multi_);
                return;
            }
        }
        flight->finish(cancelled());
    }

    void stop() {
        {
            std::lock_guard const lock(mutex_);
            stopped_ = true;
            if (multi_ != nullptr) curl().multi_wakeup(multi_);
        }
        if (thread_.joinable() && thread_.get_id() != std::this_thread::get_id()) {
            thread_.join();
            curl().multi_cleanup(std::exchange(multi_, nullptr));
        }
    }

private:
    void run() {
        for (;;) {
            std::deque<std::unique_ptr<Flight>> fresh;
            {
                std::lock_guard const lock(mutex_);
                if (stopped_) break;
                fresh.swap(waiting_);
            }
            for (auto& flight : fresh) {
                auto* const easy = flight->easy();
                if (easy == nullptr || curl().multi_add_handle(multi_, easy) != CURLM_OK) {
                    flight->finish(Error(Errc::internal, "libcurl has no handle to give"));
                    continue;
                }
                flying_.emplace(easy, std::move(flight));
            }
            int running = 0;
            curl().multi_perform(multi_, &running);
            take_done();
            curl().multi_poll(multi_, nullptr, 0, 1000, nullptr);
        }
        for (auto& [easy, flight] : flying_) {
            curl().multi_remove_handle(multi_, easy);
            flight->finish(cancelled());
        }
        flying_.clear();
        for (auto& flight : waiting_) flight->finish(cancelled());
        waiting_.clear();
    }

    void take_done() {
        int left = 0;
        while (auto const* const message = curl().multi_info_read(multi_, &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            auto* const easy = message->easy_handle;
            auto const code = message->data.result;
            curl().multi_remove_handle(multi_, easy);
            auto const found = flying_.find(easy);
            if (found == flying_.end()) continue;
            auto* const https = dynamic_cast<HttpsFlight*>(found->second.get());
            if (https != nullptr && code == CURLE_OK && https->redirected()) {
                curl().multi_add_handle(multi_, easy);
                continue;
            }
            auto const flight = std::move(found->second);
            flying_.erase(found);
            flight->finish(flight->result(code));
        }
    }

    std::mutex mutex_;
    std::deque<std::unique_ptr<Flight>> waiting_;
    bool stopped_ = false;
    CURLM* multi_ = nullptr;
    std::map<CURL*, std::unique_ptr<Flight>> flying_;
    std::thread thread_;
};

CurlProber::CurlProber() : loop_(std::make_unique<Loop>()) {}
CurlProber::~CurlProber() = default;

void CurlProber::stop() { loop_->stop(); }

void CurlProber::https(HttpProbe probe, Duration timeout, Completion<ProbeResult> done) {
    if (auto const loaded = load_curl(); !loaded) return done(loaded.error());
    auto flight = std::make_unique<HttpsFlight>(std::move(probe), timeout, std::move(done));
    if (!flight->sendable()) return flight->finish(ProbeResult{false, "net/http: invalid header field value"});
    loop_->add(std::move(flight));
}

void CurlProber::grpc(std::string host, std::uint16_t port, std::string service, Duration timeout,
                      Completion<ProbeResult> done) {
    if (auto const loaded = load_curl(); !loaded) return done(loaded.error());
    loop_->add(std::make_unique<GrpcFlight>(host, port, service, timeout, std::move(done)));
}

}  // namespace keelson::net
