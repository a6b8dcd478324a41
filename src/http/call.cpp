#include "http/call.hpp"

#include "http/refusal.hpp"

#include <utility>

namespace keelson::http {
namespace {

class CallStream final : public Stream {
public:
    explicit CallStream(std::shared_ptr<Call> call) : call_(std::move(call)) {}
    ~CallStream() override { end(); }
    void write(std::string part) override { call_->write({std::move(part), nullptr, false}); }
    void write_shared(std::shared_ptr<std::string const> part, std::size_t) override {
        call_->write({{}, std::move(part), false});
    }
    std::size_t queued_bytes() const override { return call_->queued.load(); }
    void on_drained(std::function<void()> drained) override { call_->set_drained(std::move(drained)); }
    void on_closed(std::function<void()> closed) override { call_->set_closed(std::move(closed)); }
    void end() override { call_->end(); }

private:
    std::shared_ptr<Call> call_;
};

class CallSocket final : public Socket {
public:
    explicit CallSocket(std::shared_ptr<Call> call) : call_(std::move(call)) {}
    ~CallSocket() override { close(); }
    std::string_view protocol() const override { return call_->protocol; }
    void send(Message message) override { call_->write({std::move(message.bytes), nullptr, message.text}); }
    std::size_t queued_bytes() const override { return call_->queued.load(); }
    void on_message(std::function<void(Message)> received) override {
        {
            std::lock_guard const lock(call_->mutex);
            if (call_->closed || call_->ended) return;
            std::swap(call_->on_message, received);
        }
        call_->wake_connection();
    }
    void hold(bool held) override {
        {
            std::lock_guard const lock(call_->mutex);
            if (std::exchange(call_->held, held) == held) return;
        }
        if (!held) call_->wake_connection();
    }
    void on_drained(std::function<void()> drained) override { call_->set_drained(std::move(drained)); }
    void on_closed(std::function<void()> closed) override { call_->set_closed(std::move(closed)); }
    void close() override { call_->end(); }

private:
    std::shared_ptr<Call> call_;
};

class CallExchange final : public Exchange {
public:
    explicit CallExchange(std::shared_ptr<Call> call) : call_(std::move(call)) {}
    ~CallExchange() override {
        answer(Call::Answer::reply, [&] { call_->reply = refusal(500, "InternalError", "the request got no answer"); });
        std::lock_guard const lock(call_->mutex);
        call_->released = true;
    }
    Request& request() override { return call_->request; }
    void reply(Reply reply) override {
        answer(Call::Answer::reply, [&] { call_->reply = std::move(reply); });
    }
    std::shared_ptr<Stream> stream(int status, std::string content_type, Headers headers) override {
        auto const answered = answer(Call::Answer::stream, [&] {
            call_->reply = Reply{status, std::move(content_type), {}, std::move(headers)};
        });
        if (answered) return std::make_shared<CallStream>(call_);
        auto nowhere = std::make_shared<Call>();
        nowhere->closed = true;
        return std::make_shared<CallStream>(std::move(nowhere));
    }
    bool wants_socket() const override { return call_->may_upgrade; }
    void upgrade(std::vector<std::string> protocols, std::function<void(std::shared_ptr<Socket>)> open) override {
        answer(Call::Answer::socket, [&] {
            call_->protocols = std::move(protocols);
            call_->open = std::move(open);
        });
    }
    void take_over(std::string_view protocol, Headers headers,
                   std::function<void(std::shared_ptr<Socket>)> open) override {
        answer(Call::Answer::take_over, [&] {
            call_->protocol = protocol;
            call_->reply = Reply{101, {}, {}, std::move(headers)};
            call_->open = std::move(open);
        });
    }

private:
    template <class Fill>
    bool answer(Call::Answer kind, Fill fill) {
        {
            std::lock_guard const lock(call_->mutex);
            if (call_->answer != Call::Answer::none) return false;
            fill();
            call_->answer = kind;
        }
        call_->wake_connection();
        return true;
    }

    std::shared_ptr<Call> call_;
};

}  // namespace

void Call::reset() {
    request.user = {};
    request.body.clear();
    may_upgrade = false;
    answer = Answer::none;
    released = closed = ended = held = false;
    reply = {};
    protocols.clear();
    protocol.clear();
    parts.clear();
    queued = 0;
}

void Call::wake_connection() {
    if (auto const awake = connection.lock()) awake->wake();
}

void Call::write(Part part) {
    auto const size = part.view().size();
    {
        std::lock_guard const lock(mutex);
        // An empty message is one; an empty part of a stream would be its end.
        if (closed || ended || (size == 0 && answer != Answer::socket)) return;
        queued += size;
        parts.push_back(std::move(part));
        if (parts.size() > 1) return;  // its connection knows already
    }
    wake_connection();
}

void Call::end() {
    {
        std::lock_guard const lock(mutex);
        if (closed || std::exchange(ended, true)) return;
    }
    wake_connection();
}

void Call::set_drained(std::function<void()> drained) {
    std::lock_guard const lock(mutex);
    if (!closed && !ended) std::swap(on_drained, drained);
}

void Call::set_closed(std::function<void()> called) {
    {
        std::lock_guard const lock(mutex);
        if (ended) return;
        if (!closed) {
            std::swap(on_closed, called);
            return;
        }
    }
    if (called) called();
}

void Call::finish(bool told) {
    decltype(on_drained) drained;
    decltype(on_closed) gone;
    decltype(on_message) message;
    decltype(open) opened;
    std::vector<Part> unsent;
    {
        std::lock_guard const lock(mutex);
        closed = true;
        if (ended) told = false;
        std::swap(drained, on_drained);
        std::swap(gone, on_closed);
        std::swap(message, on_message);
        std::swap(opened, open);
        std::swap(unsent, parts);
        queued = 0;
    }
    if (told && gone) gone();
    if (opened) opened(nullptr);
}

std::shared_ptr<Exchange> make_exchange(std::shared_ptr<Call> call) {
    return std::make_shared<CallExchange>(std::move(call));
}
std::shared_ptr<Socket> make_socket(std::shared_ptr<Call> call) {
    return std::make_shared<CallSocket>(std::move(call));
}

}  // namespace keelson::http
