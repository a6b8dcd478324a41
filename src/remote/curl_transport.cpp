#include "remote/curl_transport.hpp"

#include "remote/curl_setup.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace keelson::remote {
namespace {

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

/// The text of a Warning header: `299 - "text"`.
std::string warning_text(std::string_view value) {
    auto const open = value.find('"');
    auto const close = value.rfind('"');
    if (open == std::string_view::npos || close <= open) return std::string(value);
    std::string text;
    for (auto i = open + 1; i < close; ++i) {
        if (value[i] == '\\' && i + 1 < close) ++i;
        text += value[i];
    }
    return text;
}

}  // namespace

struct CurlTransport::Transfer {
    ~Transfer() {
        if (easy) {
            void* list = nullptr;
            curl().easy_getinfo(easy, CURLINFO_PRIVATE, &list);
            curl().easy_cleanup(easy);
            curl().slist_free_all(static_cast<curl_slist*>(list));
        }
        curl().slist_free_all(headers);
    }

    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self) {
        auto& transfer = *static_cast<Transfer*>(self);
        std::string_view line(data, size * count);
        while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
        if (line.starts_with("HTTP/")) {
            transfer.answer = {};
            return size * count;
        }
        auto const colon = line.find(':');
        if (colon == std::string_view::npos) return size * count;
        auto value = line.substr(colon + 1);
        while (value.starts_with(' ')) value.remove_prefix(1);
        if (same_name(line.substr(0, colon), "content-type")) transfer.answer.content_type = value;
        if (same_name(line.substr(0, colon), "warning")) transfer.answer.warnings.push_back(warning_text(value));
        return size * count;
    }
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self) {
        auto& transfer = *static_cast<Transfer*>(self);
        auto const bytes = size * count;
        long status = 0;
        curl().easy_getinfo(transfer.easy, CURLINFO_RESPONSE_CODE, &status);
        if (transfer.part && status >= 200 && status < 300) {
            transfer.owner->strand_->post([owner = transfer.owner, id = transfer.id, part = std::string(data, bytes)] {
                auto const found = owner->transfers_.find(id);
                // Copied, for it may cancel the transfer and with it itself.
                if (found == owner->transfers_.end()) return;
                auto const told = found->second->part;
                told(part);
            });
            return bytes;
        }
        if (transfer.answer.body.size() + bytes > answer_bytes_max) return 0;
        transfer.answer.body.append(data, bytes);
        return bytes;
    }
    static std::size_t on_send(char* into, std::size_t size, std::size_t count, void* self) {
        auto& transfer = *static_cast<Transfer*>(self);
        auto const bytes = std::min(size * count, transfer.question.body.size() - transfer.sent);
        std::memcpy(into, transfer.question.body.data() + transfer.sent, bytes);
        transfer.sent += bytes;
        return bytes;
    }

    CurlTransport* owner = nullptr;
    Id id = 0;
    HttpQuestion question;
    std::chrono::seconds at_most{};
    std::function<void(std::string_view)> part;
    Completion<HttpAnswer> done;
    CURL* easy = nullptr;
    curl_slist* headers = nullptr;
    std::size_t sent = 0;
    HttpAnswer answer;
    std::array<char, CURL_ERROR_SIZE> why{};
    bool running = false;
};

CurlTransport::CurlTransport(QueueStrand& strand, Access access) : strand_(&strand), access_(std::move(access)) {
    multi_ = curl().multi_init();
    curl().multi_setopt(static_cast<CURLM*>(multi_), CURLMOPT_MAXCONNECTS,
                        static_cast<long>(calls_at_once + streams_max));
}

CurlTransport::~CurlTransport() {
    for (auto& [id, transfer] : transfers_) {
        if (transfer->running) curl().multi_remove_handle(static_cast<CURLM*>(multi_), transfer->easy);
    }
    transfers_.clear();
    curl().multi_cleanup(static_cast<CURLM*>(multi_));
}

Transport::Id CurlTransport::send(HttpQuestion question, std::chrono::seconds at_most,
                                  std::function<void(std::string_view)> part, Completion<HttpAnswer> done) {
    auto const id = ++last_;
    if (closed_) {
        strand_->post([done = std::move(done), error = *closed_] { done(error); });
        return id;
    }
    bool const full = part ? streams_ >= streams_max : queued_.size() >= calls_queued_max;
    if (full) {
        strand_->post([done = std::move(done)] {
            done(Error(Errc::too_many_requests, "too many requests wait for the server"));
        });
        return id;
    }
    auto transfer = std::make_unique<Transfer>();
    transfer->owner = this;
    transfer->id = id;
    transfer->question = std::move(question);
    transfer->at_most = at_most;
    transfer->part = std::move(part);
    transfer->done = std::move(done);
    auto& made = *transfers_.emplace(id, std::move(transfer)).first->second;
    if (made.part) {
        begin(made);
    } else {
        queued_.push_back(id);
        start_queued();
    }
    return id;
}

void CurlTransport::start_queued() {
    while (calls_ < calls_at_once && !queued_.empty()) {
        auto const found = transfers_.find(queued_.front());
        queued_.pop_front();
        if (found != transfers_.end()) begin(*found->second);
    }
}

void CurlTransport::begin(Transfer& transfer) {
    ++(transfer.part ? streams_ : calls_);
    transfer.running = true;
    auto* const easy = transfer.easy = curl().easy_init();
    auto const& question = transfer.question;
    set_access(easy, access_);
    curl().easy_setopt(easy, CURLOPT_URL, url_of(access_, question.target).c_str());
    curl().easy_setopt(easy, CURLOPT_CUSTOMREQUEST, question.method.c_str());
    curl().easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer.why.data());
    curl().easy_setopt(easy, CURLOPT_TIMEOUT, static_cast<long>(transfer.at_most.count()));
    curl().easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    curl().easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
    curl().easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl().easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
    auto const add = [&](std::string const& line) {
        transfer.headers = curl().slist_append(transfer.headers, line.c_str());
    };
    add("Accept: " + question.accept);
    add("User-Agent: keelson");
    add("Expect:");
    if (!question.body.empty()) {
        add("Content-Type: " + question.content_type);
        curl().easy_setopt(easy, CURLOPT_POST, 1L);
        curl().easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(question.body.size()));
        if (question.method == "POST") {
            // What can't be read twice is not sent twice either: libcurl would repeat it on a connection that was lost
            // in between, and what is created with a generated name would then be there twice.
            curl().easy_setopt(easy, CURLOPT_READFUNCTION, &Transfer::on_send);
            curl().easy_setopt(easy, CURLOPT_READDATA, &transfer);
        } else {
            curl().easy_setopt(easy, CURLOPT_POSTFIELDS, question.body.data());
        }
    }
    auto const identity = identity_headers(access_);
    if (!identity) {
        strand_->post([this, id = transfer.id, error = identity.error()] { end(id, error); });
        transfer.running = false;
        --(transfer.part ? streams_ : calls_);
        return;
    }
    for (auto const& line : *identity) add(line);
    curl().easy_setopt(easy, CURLOPT_HTTPHEADER, transfer.headers);
    curl().multi_add_handle(static_cast<CURLM*>(multi_), easy);
}

void CurlTransport::cancel(Id id) { end(id, Error(Errc::cancelled, {})); }

void CurlTransport::end(Id id, Result<HttpAnswer> outcome) {
    auto const found = transfers_.find(id);
    if (found == transfers_.end()) return;
    auto const transfer = std::move(found->second);
    transfers_.erase(found);
    if (transfer->running) {
        curl().multi_remove_handle(static_cast<CURLM*>(multi_), transfer->easy);
        --(transfer->part ? streams_ : calls_);
    }
    start_queued();
    if (outcome || outcome.error().code != Errc::cancelled) transfer->done(std::move(outcome));
}

void CurlTransport::close(Error const& error) {
    closed_ = error;
    queued_.clear();
    while (!transfers_.empty()) end(transfers_.begin()->first, error);
}

void CurlTransport::turn() {
    auto* const multi = static_cast<CURLM*>(multi_);
    int running = 0;
    curl().multi_perform(multi, &running);
    int left = 0;
    while (auto const* const message = curl().multi_info_read(multi, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        auto* const easy = message->easy_handle;
        auto const code = message->data.result;
        auto const found = std::find_if(transfers_.begin(), transfers_.end(),
                                        [&](auto const& entry) { return entry.second->easy == easy; });
        if (found == transfers_.end()) continue;
        auto& transfer = *found->second;
        long status = 0;
        curl().easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        transfer.answer.status = static_cast<int>(status);
        auto outcome = code == CURLE_OK ? Result<HttpAnswer>(std::move(transfer.answer))
                                        : Result<HttpAnswer>(error_of(code, access_, transfer.why.data()));
        // Behind the parts that came before it.
        strand_->post([this, id = transfer.id, outcome = std::move(outcome)] { end(id, outcome); });
    }
}

void CurlTransport::wait(Duration at_most) {
    auto const time = std::chrono::ceil<std::chrono::milliseconds>(std::max(at_most, Duration(0))).count();
    curl().multi_poll(static_cast<CURLM*>(multi_), nullptr, 0, static_cast<int>(std::min<long>(time, 60'000)), nullptr);
}

void CurlTransport::wake() { curl().multi_wakeup(static_cast<CURLM*>(multi_)); }

}  // namespace keelson::remote
