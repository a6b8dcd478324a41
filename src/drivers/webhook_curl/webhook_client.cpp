#include "drivers/webhook_curl/webhook_client.hpp"

#include "core/curl.hpp"
#include "core/quiet_thread.hpp"

#include <array>
#include <cstring>
#include <deque>
#include <list>
#include <mutex>
#include <signal.h>
#include <thread>

namespace keelson {
namespace {

constexpr long connect_seconds = 10;
constexpr long idle_connections_max = 64;
constexpr int poll_ms_max = 60'000;

struct Wanted {
    WebhookCall call;
    Completion<std::string> done;
};

/// The host and port of a URL, for CURLOPT_CONNECT_TO.
std::string host_of(std::string const& url) {
    auto const begin = url.find("://") + 3;
    return url.substr(begin, url.find_first_of("/?", begin) - begin);
}

struct Transfer {
    explicit Transfer(Wanted from) : wanted(std::move(from)) {}
    ~Transfer() {
        if (easy) curl().easy_cleanup(easy);
        curl().slist_free_all(headers);
        curl().slist_free_all(connect_to);
    }
    Transfer(Transfer const&) = delete;
    Transfer& operator=(Transfer const&) = delete;

    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self) {
        auto& transfer = *static_cast<Transfer*>(self);
        if (transfer.answer.size() + size * count > WebhookClient::answer_bytes_max) return 0;
        transfer.answer.append(data, size * count);
        return size * count;
    }

    void set_up() {
        auto const& call = wanted.call;
        easy = curl().easy_init();
        curl().easy_setopt(easy, CURLOPT_URL, call.url.c_str());
        curl().easy_setopt(easy, CURLOPT_PRIVATE, this);
        curl().easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl().easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https");
        curl().easy_setopt(easy, CURLOPT_PROXY, "");
        curl().easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        curl().easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        curl().easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, connect_seconds);
        curl().easy_setopt(easy, CURLOPT_TIMEOUT_MS,
                           static_cast<long>(std::chrono::ceil<std::chrono::milliseconds>(call.at_most).count()));
        curl().easy_setopt(easy, CURLOPT_ERRORBUFFER, why.data());
        curl().easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
        curl().easy_setopt(easy, CURLOPT_WRITEDATA, this);
        curl().easy_setopt(easy, CURLOPT_POST, 1L);
        curl().easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
        curl().easy_setopt(easy, CURLOPT_POSTFIELDS, call.body.data());
        for (auto const* const line :
             {"Content-Type: application/json", "Accept: application/json", "User-Agent: keelson-admission", "Expect:"})
            headers = curl().slist_append(headers, line);
        curl().easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        if (!call.connect_to.empty()) {
            connect_to = curl().slist_append(nullptr, (host_of(call.url) + ":" + call.connect_to).c_str());
            curl().easy_setopt(easy, CURLOPT_CONNECT_TO, connect_to);
        }
        if (!call.authority.empty()) {
            // libcurl only reads it.
            curl_blob const blob{const_cast<char*>(call.authority.data()), call.authority.size(), CURL_BLOB_NOCOPY};
            curl().easy_setopt(easy, CURLOPT_CAINFO_BLOB, &blob);
        }
    }

    Result<std::string> outcome(CURLcode code) {
        if (code == CURLE_OPERATION_TIMEDOUT) return Error(Errc::timeout, "context deadline exceeded");
        if (code == CURLE_WRITE_ERROR) return Error(Errc::internal, "the answer is too large");
        if (code != CURLE_OK)
            return Error(Errc::unavailable, why[0] != '\0' ? std::string(why.data()) : curl().easy_strerror(code));
        long status = 0;
        curl().easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        if (status < 200 || status > 299)
            return Error(Errc::internal, "the webhook answered with status " + std::to_string(status));
        return std::move(answer);
    }

    Wanted wanted;
    CURL* easy = nullptr;
    curl_slist* headers = nullptr;
    curl_slist* connect_to = nullptr;
    std::string answer;
    std::array<char, CURL_ERROR_SIZE> why{};
};

}  // namespace

struct WebhookClient::Impl {
    void loop();
    void begin_queued();
    void take_finished();

    std::mutex mutex;
    std::deque<Wanted> queued;
    bool quit = false;
    std::thread thread;
    CURLM* multi = nullptr;

    std::list<Transfer> transfers;  // of the thread alone
};

void WebhookClient::Impl::loop() {
    while (true) {
        {
            std::lock_guard const lock(mutex);
            if (quit) break;
        }
        begin_queued();
        int running = 0;
        curl().multi_perform(multi, &running);
        take_finished();
        bool more = false;
        {
            std::lock_guard const lock(mutex);
            more = quit || (!queued.empty() && transfers.size() < calls_at_once);
        }
        if (!more) curl().multi_poll(multi, nullptr, 0, poll_ms_max, nullptr);
    }
    for (auto& transfer : transfers) {
        curl().multi_remove_handle(multi, transfer.easy);
        transfer.wanted.done(Error(Errc::unavailable, "the engine is stopped"));
    }
    transfers.clear();
}

void WebhookClient::Impl::begin_queued() {
    while (transfers.size() < calls_at_once) {
        Wanted next;
        {
            std::lock_guard const lock(mutex);
            if (queued.empty()) return;
            next = std::move(queued.front());
            queued.pop_front();
        }
        auto& made = transfers.emplace_back(std::move(next));
        made.set_up();
        curl().multi_add_handle(multi, made.easy);
    }
}

void WebhookClient::Impl::take_finished() {
    int left = 0;
    while (auto const* const message = curl().multi_info_read(multi, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        void* self = nullptr;
        curl().easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self);
        auto* const transfer = static_cast<Transfer*>(self);
        auto outcome = transfer->outcome(message->data.result);
        curl().multi_remove_handle(multi, transfer->easy);
        auto const done = std::move(transfer->wanted.done);
        transfers.remove_if([&](Transfer const& one) { return &one == transfer; });
        done(std::move(outcome));
    }
}

WebhookClient::WebhookClient() : impl_(std::make_unique<Impl>()) {}

WebhookClient::~WebhookClient() {
    auto& impl = *impl_;
    {
        std::lock_guard const lock(impl.mutex);
        impl.quit = true;
        if (impl.multi) curl().multi_wakeup(impl.multi);
    }
    if (impl.thread.joinable()) impl.thread.join();
    for (auto& wanted : impl.queued) wanted.done(Error(Errc::unavailable, "the engine is stopped"));
    if (impl.multi) curl().multi_cleanup(impl.multi);
}

void WebhookClient::call(WebhookCall call, Completion<std::string> done) {
    if (auto const loaded = load_curl(); !loaded) return done(loaded.error());
    auto& impl = *impl_;
    std::lock_guard const lock(impl.mutex);
    if (!impl.multi) {
        impl.multi = curl().multi_init();
        curl().multi_setopt(impl.multi, CURLMOPT_MAXCONNECTS, idle_connections_max);
        impl.thread = quiet_thread([&impl] { impl.loop(); });
    }
    impl.queued.push_back({std::move(call), std::move(done)});
    curl().multi_wakeup(impl.multi);
}

}  // namespace keelson
