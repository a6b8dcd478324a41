#include "drivers/runtime_docker/curl_api.hpp"

#include "core/curl.hpp"
#include "core/quiet_thread.hpp"

#include <algorithm>
#include <array>
#include <system_error>

namespace keelson::docker {

namespace {

using namespace std::chrono_literals;

constexpr long connections_kept = 64;
constexpr Duration wait_most = 60s;

}  // namespace

struct CurlApi::Transfer {
    ~Transfer() {
        if (!easy) return;
        curl().easy_cleanup(easy);
        curl().slist_free_all(headers);
    }

    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self) {
        auto& transfer = *static_cast<Transfer*>(self);
        auto const bytes = size * count;
        if (transfer.part && transfer.good()) {
            transfer.owner->post([owner = transfer.owner, id = transfer.id, part = std::string(data, bytes)] {
                auto const found = owner->transfers_.find(id);
                if (found == owner->transfers_.end()) return;
                auto const told = found->second->part;  // copied, for it may cancel the transfer and with it itself
                told(part);
            });
            return bytes;
        }
        if (transfer.answer.body.size() + bytes > answer_bytes_max) return 0;
        transfer.answer.body.append(data, bytes);
        return bytes;
    }
    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self) {
        auto& transfer = *static_cast<Transfer*>(self);
        std::string_view const line(data, size * count);
        if (transfer.begun && line == "\r\n" && transfer.good()) {
            transfer.owner->post([owner = transfer.owner, id = transfer.id] {
                auto const found = owner->transfers_.find(id);
                if (found == owner->transfers_.end() || !found->second->begun) return;
                auto const told = std::exchange(found->second->begun, nullptr);
                told();
            });
        }
        return size * count;
    }
    [[nodiscard]] bool good() const {
        long status = 0;
        curl().easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        return status >= 200 && status < 300;
    }

    CurlApi* owner = nullptr;
    Id id = 0;
    Question question;
    Instant deadline;
    std::function<void()> begun;
    std::function<void(std::string_view)> part;
    Completion<Answer> done;
    CURL* easy = nullptr;
    curl_slist* headers = nullptr;
    Answer answer;
    std::array<char, CURL_ERROR_SIZE> why{};
    bool running = false;
};

CurlApi::CurlApi(Endpoint endpoint, std::size_t at_once, std::shared_ptr<Clock const> clock, Log log)
    : endpoint_(std::move(endpoint)),
      at_once_(std::max<std::size_t>(at_once, 1)),
      clock_(clock),
      strand_(std::move(clock), nullptr, std::move(log)) {}

CurlApi::~CurlApi() { close(); }

Result<> CurlApi::open() {
    if (auto loaded = load_curl(); !loaded) return loaded;
    multi_ = curl().multi_init();
    curl().multi_setopt(static_cast<CURLM*>(multi_), CURLMOPT_MAXCONNECTS, connections_kept);
    strand_.wake = [multi = multi_] { curl().multi_wakeup(static_cast<CURLM*>(multi)); };
    thread_ = quiet_thread([this] { run(); });
    return {};
}

void CurlApi::close() {
    if (!thread_.joinable()) return;
    closing_ = true;
    curl().multi_wakeup(static_cast<CURLM*>(multi_));
    thread_.join();
    for (auto& [id, transfer] : transfers_)
        if (transfer->running) curl().multi_remove_handle(static_cast<CURLM*>(multi_), transfer->easy);
    transfers_.clear();
    curl().multi_cleanup(static_cast<CURLM*>(multi_));
    multi_ = nullptr;
}

std::string CurlApi::prefix() const {
    int const version = version_;
    return version == 0 ? std::string() : "/v1." + std::to_string(version);
}

Api::Id CurlApi::send(Question question, Instant deadline, Completion<Answer> done) {
    auto transfer = std::make_unique<Transfer>();
    transfer->question = std::move(question);
    transfer->deadline = deadline;
    transfer->done = std::move(done);
    return add(std::move(transfer));
}

Api::Id CurlApi::stream(Question question, Instant deadline, std::function<void()> begun,
                        std::function<void(std::string_view)> part, Completion<Answer> done) {
    auto transfer = std::make_unique<Transfer>();
    transfer->question = std::move(question);
    transfer->question.slow = true;
    transfer->deadline = deadline;
    transfer->begun = std::move(begun);
    transfer->part = std::move(part);
    transfer->done = std::move(done);
    return add(std::move(transfer));
}

Api::Id CurlApi::add(std::unique_ptr<Transfer> transfer) {
    auto const id = ++last_;
    transfer->owner = this;
    transfer->id = id;
    if (strand_.inside()) {
        enqueue(std::move(transfer));
    } else {
        // std::function wants what can be copied.
        auto const shared = std::make_shared<std::unique_ptr<Transfer>>(std::move(transfer));
        strand_.post([this, shared] { enqueue(std::move(*shared)); });
    }
    return id;
}

void CurlApi::enqueue(std::unique_ptr<Transfer> transfer) {
    auto const id = transfer->id;
    bool const full = transfer->question.slow ? slow_ >= slow_max : queued_.size() >= waiting_max;
    auto& made = *transfers_.emplace(id, std::move(transfer)).first->second;
    if (full) {
        strand_.post(
            [this, id] { end(id, Error(Errc::too_many_requests, "too many requests wait for the Docker Engine")); });
    } else if (made.question.slow) {
        begin(made);
    } else {
        queued_.push_back(id);
        start_queued();
        if (made.running || made.deadline == Instant::max()) return;
        strand_.after(std::max<Duration>(made.deadline - clock_->now(), Duration(0)), [this, id] {
            auto const found = transfers_.find(id);
            if (found != transfers_.end() && !found->second->running) end(id, late());
        });
    }
}

void CurlApi::start_queued() {
    while (quick_ < at_once_ && !queued_.empty()) {
        auto const found = transfers_.find(queued_.front());
        queued_.pop_front();
        if (found != transfers_.end()) begin(*found->second);
    }
}

void CurlApi::begin(Transfer& transfer) {
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(transfer.deadline - clock_->now());
    if (transfer.deadline != Instant::max() && left <= 0ms)
        return strand_.post([this, id = transfer.id] { end(id, late()); });
    ++(transfer.question.slow ? slow_ : quick_);
    transfer.running = true;
    auto* const easy = transfer.easy = curl().easy_init();
    auto const& question = transfer.question;
    std::string url = endpoint_.tls ? "https://" : "http://";
    if (endpoint_.socket.empty()) {
        url += (endpoint_.host.find(':') == std::string::npos ? endpoint_.host : "[" + endpoint_.host + "]") + ":" +
               std::to_string(endpoint_.port);
    } else {
        url += "docker";
        curl().easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, endpoint_.socket.c_str());
    }
    if (endpoint_.tls) {
        if (!endpoint_.tls_ca.empty()) curl().easy_setopt(easy, CURLOPT_CAINFO, endpoint_.tls_ca.c_str());
        if (!endpoint_.tls_cert.empty()) {
            curl().easy_setopt(easy, CURLOPT_SSLCERT, endpoint_.tls_cert.c_str());
            curl().easy_setopt(easy, CURLOPT_SSLKEY, endpoint_.tls_key.c_str());
        }
    }
    url += (question.unversioned ? std::string() : prefix()) + question.path;
    curl().easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl().easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl().easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl().easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl().easy_setopt(easy, CURLOPT_CUSTOMREQUEST, question.method.c_str());
    curl().easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer.why.data());
    curl().easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
    if (transfer.deadline != Instant::max())
        curl().easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
    curl().easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, 10'000L);
    curl().easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl().easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
    if (transfer.begun) {
        curl().easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
        curl().easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
    }
    auto const add_header = [&](std::string const& line) {
        transfer.headers = curl().slist_append(transfer.headers, line.c_str());
    };
    add_header("User-Agent: keelson");
    add_header("Expect:");
    for (auto const& line : question.headers) add_header(line);
    if (question.method == "POST") {
        if (!question.body.empty()) add_header("Content-Type: " + question.content_type);
        // Sent again by libcurl if a kept connection turns out to be closed: every POST of this driver names what it
        // is about, so that the second of two finds what the first one did.
        curl().easy_setopt(easy, CURLOPT_POSTFIELDS, question.body.data());
        curl().easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(question.body.size()));
    }
    curl().easy_setopt(easy, CURLOPT_HTTPHEADER, transfer.headers);
    curl().multi_add_handle(static_cast<CURLM*>(multi_), easy);
}

void CurlApi::cancel(Id id) {
    if (strand_.inside()) return end(id, Error(Errc::cancelled, {}));
    strand_.post([this, id] { end(id, Error(Errc::cancelled, {})); });
}

void CurlApi::end(Id id, Result<Answer> outcome) {
    auto const found = transfers_.find(id);
    if (found == transfers_.end()) return;
    auto const transfer = std::move(found->second);
    transfers_.erase(found);
    if (transfer->running) {
        curl().multi_remove_handle(static_cast<CURLM*>(multi_), transfer->easy);
        --(transfer->question.slow ? slow_ : quick_);
    }
    start_queued();
    if (outcome || outcome.error().code != Errc::cancelled) transfer->done(std::move(outcome));
}

void CurlApi::after(Duration time, std::function<void()> what) {
    if (strand_.inside()) {
        strand_.after(time, std::move(what));
    } else {
        strand_.post([this, time, what = std::move(what)] { strand_.after(time, what); });
    }
}

Error CurlApi::broken(int code, Transfer const& transfer) const {
    if (code == CURLE_OPERATION_TIMEDOUT && transfer.deadline <= clock_->now() + 1ms) return late();
    std::string why = transfer.why.data();
    long number = 0;
    curl().easy_getinfo(transfer.easy, CURLINFO_OS_ERRNO, &number);
    // libcurl's own words are of hosts and ports.
    if (code == CURLE_COULDNT_CONNECT && !endpoint_.socket.empty())
        why = number != 0 ? std::generic_category().message(static_cast<int>(number)) : "nobody listens there";
    if (why.empty()) why = curl().easy_strerror(static_cast<CURLcode>(code));
    return {Errc::unavailable, "the Docker Engine at " + endpoint_.text() + " cannot be reached: " + why};
}

void CurlApi::run() {
    while (!closing_) {
        strand_.run_ready();
        turn();
        if (closing_) return;
        wait();
    }
}

void CurlApi::turn() {
    auto* const multi = static_cast<CURLM*>(multi_);
    int running = 0;
    curl().multi_perform(multi, &running);
    int left = 0;
    while (auto const* const message = curl().multi_info_read(multi, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        void* self = nullptr;
        curl().easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self);
        auto& transfer = *static_cast<Transfer*>(self);
        long status = 0;
        curl().easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &status);
        transfer.answer.status = static_cast<int>(status);
        auto const code = message->data.result;
        auto outcome =
            code == CURLE_OK ? Result<Answer>(std::move(transfer.answer)) : Result<Answer>(broken(code, transfer));
        // Behind the parts that came before it.
        strand_.post([this, id = transfer.id, outcome = std::move(outcome)] { end(id, outcome); });
    }
}

void CurlApi::wait() {
    if (!strand_.idle()) return;
    auto const next = strand_.next();
    auto const most = next ? std::clamp<Duration>(*next - clock_->now(), Duration(0), wait_most) : wait_most;
    auto const time = std::chrono::ceil<std::chrono::milliseconds>(most).count();
    curl().multi_poll(static_cast<CURLM*>(multi_), nullptr, 0, static_cast<int>(time), nullptr);
}

}  // namespace keelson::docker
