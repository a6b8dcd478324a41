// The streams of Pods as a client could abuse them: SPDY frames right and wrong, channels, programs and ports that do
// things at any time. Built with -fsanitize=fuzzer (KEELSON_LIBFUZZER) libFuzzer leads it; else it makes its own input
// from a seed:
//     keelson-fuzz-streams [--seconds N] [--seed S]
// What must hold is checked with `require`, which ends the program: that is what a fuzzer looks for.

#include "drivers/runtime_process/wire.hpp"
#include "http/pod_log.hpp"
#include "http/port_forward.hpp"
#include "http/remote_command.hpp"
#include "support/paper_socket.hpp"
#include "support/spdy_client.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>

using namespace keelson;
using Client = test::SpdyClient;

namespace {

void require(bool holds, char const* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

/// Choices made from bytes; when they have run out, all are the first.
class Choices {
public:
    explicit Choices(std::string_view bytes) : rest_(bytes) {}
    [[nodiscard]] bool left() const { return !rest_.empty(); }
    std::uint32_t below(std::uint32_t bound) {
        if (rest_.empty()) return 0;
        auto const byte = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return byte % bound;
    }
    std::string some() {
        std::size_t const wanted = below(64);
        auto const size = std::min(wanted, rest_.size());
        std::string out(rest_.substr(0, size));
        rest_.remove_prefix(size);
        return out;
    }
    bool yes() { return below(2) == 1; }

private:
    std::string_view rest_;
};

/// Keeps the books of what the server has sent on each stream.
class Books {
public:
    void add(std::string const& bytes) {
        bytes_ += bytes;
        while (bytes_.size() >= 8) {
            auto const frames = Client::frames(bytes_);
            auto const size = 8 + frames.at(0).content.size();
            if (bytes_.size() < size) return;
            take(frames[0]);
            bytes_.erase(0, size);
        }
    }
    [[nodiscard]] bool whole() const { return bytes_.empty(); }

private:
    void take(Client::Frame const& frame) {
        if (frame.control) {
            require(frame.type <= 9 && frame.type != 5, "control frames are of a known type");
            if (frame.type == 2) {
                auto& state = streams_[frame.number(0)];
                require(state == 0, "a stream is answered once");
                state = 1;
            }
            // One that never was is refused too, and may still come to be.
            if (frame.type == 3 && streams_[frame.number(0)] != 0) streams_[frame.number(0)] = 3;
            return;
        }
        auto& state = streams_[frame.stream];
        require(state == 1, "data comes on streams that were answered and have not ended");
        if ((frame.flags & 1) != 0) state = 2;
    }
    std::string bytes_;
    std::map<std::uint32_t, int> streams_;
};

std::string spdy_frame(Choices& choices, Client& client, std::uint32_t& next) {
    static char const* const types[] = {"error", "data", "stdin", "stdout", "stderr", "resize", "what"};
    auto const old = [&] { return 1 + 2 * choices.below(next); };
    switch (choices.below(11)) {
        case 0:
        case 1:
        case 2: {
            auto const id = choices.below(16) == 0 ? choices.below(32) : 1 + 2 * next++;
            http::SpdyHeaders headers{{"streamtype", types[choices.below(7)]},
                                      {"port", std::to_string(choices.below(100))},
                                      {"requestid", std::to_string(choices.below(4))}};
            if (choices.below(8) == 0) headers.emplace_back(choices.some(), choices.some());
            return client.open(id, headers, static_cast<std::uint8_t>(choices.below(8) == 0 ? choices.below(4) : 0));
        }
        case 3:
        case 4: return Client::data(old(), choices.some(), choices.below(4) == 0);
        case 5: return Client::control(3, 0, Client::word(old()) + Client::word(choices.below(12)));
        case 6: return Client::control(4, 0, Client::word(1) + Client::word(7) + Client::word(choices.below(256)));
        case 7: return Client::window(old(), choices.below(256));
        case 8: return Client::control(6, 0, Client::word(choices.below(9)));
        case 9:
            return Client::control(static_cast<std::uint16_t>(choices.below(12)),
                                   static_cast<std::uint8_t>(choices.below(4)), choices.some());
        default: return choices.below(8) == 0 ? choices.some() : std::string();
    }
}

std::string channel_message(Choices& choices) {
    auto const channel = choices.below(8);
    return static_cast<char>(channel == 7 ? 255 : channel) + choices.some();
}

/// Something that happens on this side.
void happen(Choices& choices, test::PaperPod& pod) {
    auto const answer = choices.below(4);
    if (pod.started && answer == 0) {
        if (choices.below(4) == 0) {
            std::exchange(pod.started, {})(Error(Errc::invalid, choices.some()));
        } else {
            pod.start();
        }
    }
    auto& events = pod.program->events;
    bool const runs = !pod.started && events.ended && !pod.program->cancelled;
    if (runs && answer == 1) events.output(choices.some());
    if (runs && answer == 2) pod.program->drain();
    if (runs && answer == 3 && choices.below(8) == 0) {
        auto const last = std::exchange(events, {});
        last.ended(ProgramEnding{static_cast<int>(choices.below(3)), 0});
    }
    if (pod.ports.empty()) return;
    auto const index = choices.below(static_cast<std::uint32_t>(pod.ports.size()));
    auto& port = *pod.ports[index];
    if (auto const done = std::exchange(pod.connected[index], {})) {
        if (choices.below(4) == 0) {
            port.closed = true;
            return done(Error(Errc::unavailable, "refused"));
        }
        return done(std::shared_ptr<ByteStream>(pod.ports[index]));
    }
    if (port.closed) return;
    switch (choices.below(4)) {
        case 0: return port.events.bytes(choices.some());
        case 1: return port.drain();
        case 2: return port.events.ended();
        default:
            port.closed = true;
            return port.events.closed(choices.yes() ? Result<>() : Result<>(Error(Errc::unavailable, "broke")));
    }
}

void run_http(Choices& choices) {
    struct Way {
        char const* target;
        char const* offered;
        bool spdy;
    };
    static Way const ways[] = {
        {"exec?command=x&stdin=1&stdout=1&stderr=1", "v5.channel.k8s.io", false},
        {"exec?command=x&stdin=1&stdout=1&tty=1", "v4.base64.channel.k8s.io", false},
        {"exec?command=x&stdin=1&stdout=1&tty=1", "", true},
        {"attach?stdout=1&stderr=1", "", true},
        {"portforward", "SPDY/3.1+portforward.k8s.io", true},
        {"portforward", "", true},
        {"portforward?ports=1,2", "v4.channel.k8s.io", false},
        {"portforward?ports=3", "v4.base64.channel.k8s.io", false},
    };
    auto const& way = ways[choices.below(8)];
    std::string const what = way.target;
    auto const exchange = std::make_shared<test::PaperExchange>();
    exchange->asked.target = "/api/v1/namespaces/default/pods/web/" + what;
    exchange->asked.headers = {{"upgrade", "SPDY/3.1"}};
    if (*way.offered != 0) exchange->offered = {way.offered};
    test::PaperPod pod;
    auto const refuse = [](std::shared_ptr<http::Exchange> const&, Error const&) {
        require(false, "nothing is refused");
    };
    ObjectKey const key{"default", "web"};
    if (what.starts_with("exec")) http::serve_exec(exchange, pod.streams(), key, refuse);
    if (what.starts_with("attach")) http::serve_attach(exchange, pod.streams(), key, refuse);
    if (what.starts_with("portforward")) http::serve_port_forward(exchange, pod.streams(), key, refuse);
    auto& socket = *exchange->socket;
    Client client;
    Books books;
    std::uint32_t next = 1;
    std::string waiting;
    while (choices.left() && !socket.closed) {
        if (choices.below(3) == 0) happen(choices, pod);
        if (way.spdy) {
            waiting += spdy_frame(choices, client, next);
            if (choices.yes()) {  // cut anywhere
                auto const size = std::min<std::size_t>(waiting.size(), choices.below(256) * 4);
                socket.receive(waiting.substr(0, size));
                waiting.erase(0, size);
            }
            for (auto const& message : socket.sent) books.add(message.bytes);
            require(books.whole(), "frames are sent whole");
        } else {
            socket.receive(channel_message(choices));
        }
        if (choices.below(4) == 0) {
            socket.take();
        } else {
            socket.sent.clear();
        }
    }
    socket.go();
    for (auto const& port : pod.ports) {
        if (!port->closed) require(pod.connected[&port - pod.ports.data()] != nullptr, "ports go with their client");
    }
    pod.program->events = {};
    for (auto const& port : pod.ports) port->events = {};
    pod.timers.clear();
}

/// What a supervisor reads: whatever the frames hold, it is taken apart or refused.
void run_wire(Choices& choices) {
    process_wire::FrameReader reader;
    while (choices.left() && reader.sound()) {
        if (choices.yes()) {
            reader.add(process_wire::frame(static_cast<process_wire::Verb>(choices.below(70)), choices.below(9),
                                           choices.some()));
        } else {
            reader.add(choices.some());
        }
        while (auto const frame = reader.next()) {
            process_wire::Decoder exec(frame->content), size(frame->content), config(frame->content);
            ContainerId id;
            TerminalExec program;
            TerminalSize columns;
            ContainerConfig container;
            exec(id, program);
            size(columns);
            config(container);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    Choices choices({reinterpret_cast<char const*>(data), size});
    if (choices.below(8) == 0) {
        run_wire(choices);
    } else if (choices.below(8) == 0) {
        auto const query = http::read_log_query("/log?" + choices.some() + choices.some());
        if (query) require(!query->tail_lines || *query->tail_lines < 1ULL << 63, "numbers are not negative");
    } else {
        run_http(choices);
    }
    return 0;
}

#ifndef KEELSON_LIBFUZZER
int main(int count, char** arguments) {
    double seconds = 10;
    std::uint64_t seed = 1;
    for (int i = 1; i + 1 < count; i += 2) {
        if (std::strcmp(arguments[i], "--seconds") == 0) seconds = std::atof(arguments[i + 1]);
        if (std::strcmp(arguments[i], "--seed") == 0) seed = std::strtoull(arguments[i + 1], nullptr, 10);
    }
    auto const first = seed;
    auto const until = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    std::uint64_t inputs = 0;
    std::uint64_t state = seed * 0x9e3779b97f4a7c15ULL + 1;
    auto const random = [&state] {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return state;
    };
    for (; std::chrono::steady_clock::now() < until; ++inputs) {
        std::string bytes(random() % 2048, '\0');
        for (auto& byte : bytes) byte = static_cast<char>(random() >> 32);
        LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size());
    }
    std::printf("%llu inputs from seed %llu: nothing found\n", static_cast<unsigned long long>(inputs),
                static_cast<unsigned long long>(first));
}
#endif
