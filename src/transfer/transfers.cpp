#include "transfer/transfers.hpp"

#include "core/quiet_thread.hpp"
#include "transfer/easy.hpp"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <map>

namespace keelson::transfer {
namespace {

using namespace std::chrono_literals;
using Id = Transfers::Id;

constexpr std::size_t steps_at_once = 1000;
constexpr Duration wait_most = 60s;

}  // namespace

/// What the thread has. It holds it itself too, for it may be the thread that lets go of the Transfers.
class Transfers::Loop {
public:
    Loop(std::shared_ptr<Clock const> clock, std::shared_ptr<Entropy> entropy, Log log, Limits limits)
        : strand(std::move(clock), std::move(entropy), std::move(log)), limits_(limits) {}
    ~Loop() {
        transfers_.clear();
        if (multi_) curl().multi_cleanup(multi_);
    }
    Loop(Loop const&) = delete;
    Loop& operator=(Loop const&) = delete;

    void open() {
        multi_ = curl().multi_init();
        curl().multi_setopt(multi_, CURLMOPT_MAXCONNECTS, limits_.connections_kept);
        strand.wake = [this] { curl().multi_wakeup(multi_); };
    }
    void run();
    Id add(Exchange exchange, Events events);
    void end(Id id, Failure failure, bool told = true);
    /// Nobody is told.
    void forget() { transfers_.clear(); }

    QueueStrand strand;
    std::mutex mutex;  // of what begins and ends with the thread
    bool opened = false, ended = false;
    Failure why_ended{Fault::closed, "nobody asks any more"};
    std::atomic<bool> ending = false, silent = false;

private:
    struct Transfer;
    void enqueue(std::shared_ptr<Transfer> const& transfer);
    void start_queued();
    void begin(Transfer& transfer);
    void turn();
    void wait();
    void deliver(Id id, std::function<void(Transfer&)> what);

    Limits limits_;
    CURLM* multi_ = nullptr;
    std::atomic<Id> last_ = 0;
    std::map<Id, std::shared_ptr<Transfer>> transfers_;
    std::deque<Id> queued_;
    std::size_t quick_ = 0, waiting_ = 0;
};

struct Transfers::Loop::Transfer {
    Transfer(Loop& its, Id number, Exchange asked, Events told)
        : loop(its), id(number), exchange(std::move(asked)), events(std::move(told)) {}
    ~Transfer() { leave(); }
    Transfer(Transfer const&) = delete;
    Transfer& operator=(Transfer const&) = delete;

    void set_up();
    void leave() {
        if (easy) curl().multi_remove_handle(loop.multi_, easy->handle());
        easy.reset();
    }
    void take_outcome(CURLcode code);

    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t on_send(char* into, std::size_t size, std::size_t count, void* self);

    Loop& loop;
    Id id;
    Exchange exchange;
    Events events;
    std::unique_ptr<Easy> easy;  // while it is under way
    TimerQueue::Id deadline = 0;
    std::size_t sent = 0;
    Outcome outcome;
};

void Transfers::Loop::Transfer::set_up() {
    easy = std::make_unique<Easy>(*exchange.server);
    easy->set(CURLOPT_URL, exchange.url);
    auto* const handle = easy->handle();
    curl().easy_setopt(handle, CURLOPT_PRIVATE, this);
    curl().easy_setopt(handle, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    curl().easy_setopt(handle, CURLOPT_HEADERDATA, this);
    curl().easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl().easy_setopt(handle, CURLOPT_WRITEDATA, this);
    if (!exchange.body.empty() || exchange.method == "POST") {
        easy->set(CURLOPT_POST, 1);
        curl().easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(exchange.body.size()));
        if (exchange.once) {
            // What can't be read twice is not sent twice either.
            curl().easy_setopt(handle, CURLOPT_READFUNCTION, &Transfer::on_send);
            curl().easy_setopt(handle, CURLOPT_READDATA, this);
        } else {
            curl().easy_setopt(handle, CURLOPT_POSTFIELDS, exchange.body.data());
        }
    }
    easy->set(CURLOPT_CUSTOMREQUEST, exchange.method);
    for (auto const* const unwanted : {"Expect:", "Content-Type:"}) easy->add_header(unwanted);
    for (auto const& line : exchange.headers) easy->add_header(line);
    easy->use_headers();
}

std::size_t Transfers::Loop::Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    auto& answer = transfer.outcome.answer;
    std::string_view line(data, size * count);
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("HTTP/")) answer = {};
    if (line.empty() && answer.status == 0) {
        answer.status = static_cast<int>(transfer.easy->number(CURLINFO_RESPONSE_CODE));
        if (transfer.events.begun && answer.good())
            transfer.loop.deliver(transfer.id, [](Transfer& one) { one.events.begun(); });
    }
    auto const colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return size * count;
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    auto value = line.substr(colon + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    answer.headers.emplace_back(std::move(name), value);
    return size * count;
}

std::size_t Transfers::Loop::Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    auto const bytes = size * count;
    auto& answer = transfer.outcome.answer;
    if (transfer.events.part && answer.good()) {
        transfer.loop.deliver(transfer.id, [part = std::string(data, bytes)](Transfer& one) { one.events.part(part); });
        return bytes;
    }
    auto const room = transfer.loop.limits_.body_bytes_max - answer.body.size();
    answer.body.append(data, std::min(bytes, room));
    return bytes > room ? 0 : bytes;
}

std::size_t Transfers::Loop::Transfer::on_send(char* into, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    auto const& body = transfer.exchange.body;
    auto const bytes = std::min(size * count, body.size() - transfer.sent);
    std::memcpy(into, body.data() + transfer.sent, bytes);
    transfer.sent += bytes;
    return bytes;
}

void Transfers::Loop::Transfer::take_outcome(CURLcode code) {
    outcome.failure = easy->failure(code);
    char* redirect = nullptr;
    curl().easy_getinfo(easy->handle(), CURLINFO_REDIRECT_URL, &redirect);
    if (redirect) outcome.redirect = redirect;
}

Id Transfers::Loop::add(Exchange exchange, Events events) {
    auto const id = ++last_;
    auto const transfer = std::make_shared<Transfer>(*this, id, std::move(exchange), std::move(events));
    if (strand.inside()) {
        enqueue(transfer);
        return id;
    }
    {
        std::lock_guard const lock(mutex);
        if (!ended) {
            strand.post([this, transfer] { enqueue(transfer); });
            return id;
        }
    }
    if (!silent) transfer->events.done({.failure = why_ended});
    return id;
}

void Transfers::Loop::enqueue(std::shared_ptr<Transfer> const& transfer) {
    auto const id = transfer->id;
    auto const& exchange = transfer->exchange;
    transfers_.emplace(id, transfer);
    if (ending) return strand.post([this, id] { end(id, {Fault::closed, "nobody asks any more"}); });
    if (exchange.waits ? waiting_ >= limits_.waiting_max : queued_.size() >= limits_.queued_max)
        return strand.post([this, id] { end(id, {Fault::too_many, "too many wait already"}); });
    if (exchange.deadline != Instant::max())
        transfer->deadline =
            strand.after(std::max<Duration>(exchange.deadline - strand.now(), Duration(0)), [this, id] {
                end(id, {Fault::late, "its time is over"});
            });
    if (exchange.waits) return begin(*transfer);
    queued_.push_back(id);
    start_queued();
}

void Transfers::Loop::start_queued() {
    while (quick_ < limits_.at_once && !queued_.empty()) {
        auto const found = transfers_.find(queued_.front());
        queued_.pop_front();
        if (found != transfers_.end()) begin(*found->second);
    }
}

void Transfers::Loop::begin(Transfer& transfer) {
    ++(transfer.exchange.waits ? waiting_ : quick_);
    transfer.set_up();
    if (curl().multi_add_handle(multi_, transfer.easy->handle()) != CURLM_OK)
        strand.post([this, id = transfer.id] { end(id, {Fault::broken, "libcurl does not take it"}); });
}

void Transfers::Loop::end(Id id, Failure failure, bool told) {
    auto const found = transfers_.find(id);
    if (found == transfers_.end()) return;
    auto const transfer = std::move(found->second);
    transfers_.erase(found);
    strand.cancel(transfer->deadline);
    auto& outcome = transfer->outcome;
    if (failure.fault != Fault::none) outcome.failure = std::move(failure);
    if (transfer->easy) {
        curl_off_t connected = 0;
        curl().easy_getinfo(transfer->easy->handle(), CURLINFO_PRETRANSFER_TIME_T, &connected);
        outcome.connected = connected > 0;
        transfer->leave();
        --(transfer->exchange.waits ? waiting_ : quick_);
    }
    start_queued();
    if (told) transfer->events.done(std::move(outcome));
}

/// On the strand, behind what came before it, and if somebody still waits for it.
void Transfers::Loop::deliver(Id id, std::function<void(Transfer&)> what) {
    strand.post([this, id, what = std::move(what)] {
        auto const found = transfers_.find(id);
        if (found == transfers_.end()) return;
        auto const held = found->second;  // it may be cancelled by what is called
        what(*held);
    });
}

void Transfers::Loop::run() {
    while (!ending) {
        strand.run_ready(steps_at_once);
        if (ending) break;
        turn();
        if (!ending && strand.idle()) wait();
    }
    if (silent) return;
    // What was asked for is answered, if only so.
    strand.post([this] {
        while (!transfers_.empty()) end(transfers_.begin()->first, {Fault::closed, "nobody asks any more"});
    });
    while (strand.run_ready()) {
    }
}

void Transfers::Loop::turn() {
    int running = 0;
    curl().multi_perform(multi_, &running);
    int left = 0;
    while (auto const* const message = curl().multi_info_read(multi_, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        void* self = nullptr;
        curl().easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self);
        auto& transfer = *static_cast<Transfer*>(self);
        transfer.take_outcome(message->data.result);
        deliver(transfer.id, [this](Transfer& one) { end(one.id, {}); });
    }
}

void Transfers::Loop::wait() {
    auto const next = strand.next();
    auto const most = next ? std::clamp<Duration>(*next - strand.now(), Duration(0), wait_most) : wait_most;
    auto const time = std::chrono::ceil<std::chrono::milliseconds>(most).count();
    curl().multi_poll(multi_, nullptr, 0, static_cast<int>(time), nullptr);
}

Transfers::Transfers(std::shared_ptr<Clock const> clock, std::shared_ptr<Entropy> entropy, Log log, Limits limits)
    : loop_(std::make_shared<Loop>(std::move(clock), std::move(entropy), std::move(log), limits)) {}

Result<> Transfers::start(std::shared_ptr<void const> owner) {
    std::lock_guard const lock(loop_->mutex);
    if (loop_->ended || loop_->opened) return {};
    if (auto loaded = load_curl(); !loaded) {
        loop_->ended = true;
        loop_->why_ended = {Fault::broken, loaded.error().message};
        return loaded;
    }
    loop_->opened = true;
    loop_->open();
    thread_ = quiet_thread([loop = loop_, owner = std::move(owner)] { loop->run(); });
    return {};
}

void Transfers::end(bool silently) {
    {
        std::lock_guard const lock(loop_->mutex);
        if (std::exchange(loop_->ended, true)) return;
        loop_->silent = silently;
        loop_->ending = true;
        if (loop_->strand.wake) loop_->strand.wake();
    }
    if (!thread_.joinable()) return;
    if (thread_.get_id() == std::this_thread::get_id()) {
        thread_.detach();
    } else {
        thread_.join();
        loop_->forget();
    }
}

QueueStrand& Transfers::strand() noexcept { return loop_->strand; }

Transfers::Id Transfers::send(Exchange exchange, Events events) {
    return loop_->add(std::move(exchange), std::move(events));
}

void Transfers::cancel(Id id) {
    if (loop_->strand.inside()) return loop_->end(id, {}, false);
    loop_->strand.post([loop = loop_.get(), id] { loop->end(id, {}, false); });
}

}  // namespace keelson::transfer
