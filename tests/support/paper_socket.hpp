#ifndef KEELSON_TESTS_SUPPORT_PAPER_SOCKET_HPP
#define KEELSON_TESTS_SUPPORT_PAPER_SOCKET_HPP

#include "http/pod_streams.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace keelson::test {

/// A connection in memory: the test is the client.
class PaperSocket final : public http::Socket {
public:
    explicit PaperSocket(std::string protocol) : protocol_(std::move(protocol)) {}

    [[nodiscard]] std::string_view protocol() const override { return protocol_; }
    void send(http::Message message) override {
        if (closed) return;
        queued += message.bytes.size();
        sent.push_back(std::move(message));
    }
    [[nodiscard]] std::size_t queued_bytes() const override { return queued; }
    void on_message(std::function<void(http::Message)> received) override { received_ = std::move(received); }
    void hold(bool on) override { held = on; }
    void on_drained(std::function<void()> drained) override { drained_ = std::move(drained); }
    void on_closed(std::function<void()> gone) override { gone_ = std::move(gone); }
    void close() override { closed = true; }

    /// The client sends this.
    void receive(std::string bytes) { received_({std::move(bytes), false}); }
    /// The client has taken everything.
    std::string take() {
        std::string all;
        for (auto& message : sent) all += message.bytes;
        sent.clear();
        queued = 0;
        if (drained_) drained_();
        return all;
    }
    void go() {
        if (gone_) gone_();
    }

    std::vector<http::Message> sent;
    std::size_t queued = 0;
    bool held = false, closed = false;

private:
    std::string protocol_;
    std::function<void(http::Message)> received_;
    std::function<void()> drained_, gone_;
};

/// The request of a client, and what came of it.
class PaperExchange final : public http::Exchange {
public:
    http::Request& request() override { return asked; }
    void reply(http::Reply reply) override { replied.push_back(std::move(reply)); }
    std::shared_ptr<http::Stream> stream(int, std::string, http::Headers) override { return nullptr; }
    [[nodiscard]] bool wants_socket() const override { return !offered.empty(); }
    void upgrade(std::vector<std::string> protocols, std::function<void(std::shared_ptr<http::Socket>)> open) override {
        for (auto const& protocol : protocols) {
            if (std::find(offered.begin(), offered.end(), protocol) == offered.end()) continue;
            socket = std::make_shared<PaperSocket>(protocol);
            return open(socket);
        }
        open(nullptr);
    }
    void take_over(std::string_view protocol, http::Headers headers,
                   std::function<void(std::shared_ptr<http::Socket>)> open) override {
        answered = std::move(headers);
        socket = std::make_shared<PaperSocket>(std::string(protocol));
        open(socket);
    }

    http::Request asked;
    std::vector<std::string> offered;  ///< the WebSocket protocols
    http::Headers answered;
    std::vector<http::Reply> replied;
    std::shared_ptr<PaperSocket> socket;
};

/// A program in memory.
class PaperProgram final : public ProgramStreams {
public:
    void write(std::string bytes) override {
        input += bytes;
        queued += bytes.size();
    }
    [[nodiscard]] std::size_t queued_bytes() const override { return queued; }
    void close_input() override { input_ended = true; }
    void resize(TerminalSize to) override { size = to; }
    void pause(bool on) override { paused = on; }
    void cancel() override { cancelled = true; }

    /// It has read everything.
    void drain() {
        queued = 0;
        events.drained();
    }

    ProgramEvents events;
    std::string input;
    std::size_t queued = 0;
    bool input_ended = false, paused = false, cancelled = false;
    TerminalSize size;
};

/// A connection with a port in memory.
class PaperPort final : public ByteStream {
public:
    void write(std::string bytes) override {
        input += bytes;
        queued += bytes.size();
    }
    [[nodiscard]] std::size_t queued_bytes() const override { return queued; }
    void finish() override { finished = true; }
    void pause(bool on) override { paused = on; }
    void close() override { closed = true; }

    void drain() {
        queued = 0;
        events.drained();
    }

    ByteEvents events;
    std::uint16_t port = 0;
    std::string input;
    std::size_t queued = 0;
    bool finished = false, paused = false, closed = false;
};

/// A Pod in memory. What is asked for is answered by the test, never from within the call.
struct PaperPod {
    std::shared_ptr<http::PodStreams const> streams() {
        auto made = std::make_shared<http::PodStreams>();
        made->find_container = [this](ObjectKey const& pod, std::string const& container,
                                      Completion<http::PodPlace> const& done) {
            if (!refused.message.empty()) return done(refused);
            done(http::PodPlace{"node", "uid", pod.name, pod.namespace_, container, 0});
        };
        made->find_pod = [this](ObjectKey const& pod, Completion<http::PodPlace> const& done) {
            if (!refused.message.empty()) return done(refused);
            done(http::PodPlace{"node", "uid", pod.name, pod.namespace_, {}, 0});
        };
        made->exec = [this](http::PodPlace const&, std::vector<std::string> words, bool input, bool tty,
                            ProgramEvents events, http::PodStreams::Programs done) {
            command = std::move(words);
            wants_input = input;
            wants_tty = tty;
            program->events = std::move(events);
            started = std::move(done);
        };
        made->attach = [this](http::PodPlace const&, bool input, ProgramEvents events,
                              http::PodStreams::Programs done) {
            wants_input = input;
            program->events = std::move(events);
            started = std::move(done);
        };
        made->connect = [this](http::PodPlace const&, std::uint16_t port, ByteEvents events,
                               http::PodStreams::Connections done) {
            auto const one = std::make_shared<PaperPort>();
            one->port = port;
            one->events = std::move(events);
            ports.push_back(one);
            connected.push_back(std::move(done));
        };
        made->after = [this](Duration, std::function<void()> what) { timers.push_back(std::move(what)); };
        return made;
    }
    void start() { std::exchange(started, {})(std::shared_ptr<ProgramStreams>(program)); }
    void connect(std::size_t index) { connected.at(index)(std::shared_ptr<ByteStream>(ports.at(index))); }

    Error refused{Errc::internal, ""};
    std::vector<std::string> command;
    bool wants_input = false, wants_tty = false;
    std::shared_ptr<PaperProgram> program = std::make_shared<PaperProgram>();
    http::PodStreams::Programs started;
    std::vector<std::shared_ptr<PaperPort>> ports;
    std::vector<http::PodStreams::Connections> connected;
    std::vector<std::function<void()>> timers;
};

}  // namespace keelson::test

#endif
