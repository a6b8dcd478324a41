// Bytes into connections of a server: whatever comes, it must answer in HTTP, close, and go on serving others.
// usage: keelson-fuzz-http [--seconds SECONDS] [--seed SEED]

#include "http/server.hpp"

#include <keelson/api/values.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <poll.h>
#include <random>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using namespace keelson;
using namespace keelson::http;

std::string frame(int first, std::string const& payload) {
    std::string bytes;
    bytes += static_cast<char>(first);
    bytes += static_cast<char>(0x80 | (payload.size() & 0x7f));
    bytes += "mask";
    for (std::size_t i = 0; i < payload.size(); ++i) bytes += static_cast<char>(payload[i] ^ "mask"[i % 4]);
    return bytes;
}

std::vector<std::string> corpus() {
    std::string const socket =
        "GET /socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: v5.channel.k8s.io, "
        "v4.channel.k8s.io\r\n\r\n";
    return {
        "GET /api/v1/namespaces/default/pods?limit=500&watch=true HTTP/1.1\r\nHost: localhost:6443\r\nUser-Agent: "
        "kubectl\r\n"
        "Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json\r\nAccept-Encoding: gzip\r\n\r\n",
        "POST /apis/apps/v1/namespaces/default/deployments HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        "Content-Length: 15\r\n\r\n{\"kind\":\"Other\"}",
        "PATCH /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: "
        "x\r\n\r\n5;ext=\"1\"\r\nhello\r\n0\r\nx: y\r\n\r\n",
        "PUT /y HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
        "HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\nGET /stream HTTP/1.1\r\nHost: a\r\n\r\nGET /late HTTP/1.1\r\nHost: "
        "a\r\n\r\n",
        "GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\nDELETE http://a/b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /drop HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer abc\r\n\r\n",
        "GET /raw HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n\x80\x03\x00\x01 bytes",
        socket + frame(0x82, "bytes") + frame(0x01, "in ") + frame(0x89, "ping") + frame(0x80, "parts") +
            frame(0x88, "\x03\xe8"),
        socket + frame(0x81, "\xe2\x82\xac") + frame(0x88, ""),
    };
}

std::vector<std::string> const tokens = {
    "\r\n",
    "\r\n\r\n",
    "\n",
    "\r",
    " ",
    "\t",
    ":",
    ",",
    ";",
    "\0",
    "HTTP/1.1",
    "HTTP/1.0",
    "HTTP/9.9",
    "Content-Length: ",
    "Content-Length: 0\r\n",
    "Content-Length: 99999999999999999999\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Transfer-Encoding: gzip\r\n",
    "Connection: close\r\n",
    "Connection: Upgrade\r\n",
    "Expect: 100-continue\r\n",
    "Host: b\r\n",
    "ffffffffffffffff\r\n",
    "0\r\n\r\n",
    "-1",
    "%00",
    "%",
    "#",
    "../",
    "?",
    "\xff\xff\xff\xff",
    "\x80\x80",
    "\xc0\xaf",
    "\x82\xfe\xff\xff",
    "\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff",
};

class Source {
public:
    explicit Source(std::uint64_t seed) : random_(seed) {}
    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

    std::string next() {
        auto bytes = corpus_[below(corpus_.size())];
        if (below(4) == 0) bytes += corpus_[below(corpus_.size())];
        for (auto left = below(6); left > 0; --left) change(bytes);
        return bytes;
    }

private:
    void change(std::string& bytes) {
        auto const at = below(bytes.size() + 1);
        auto const length = below(std::min<std::size_t>(bytes.size() - at, 40) + 1);
        switch (below(7)) {
            case 0:
                if (at < bytes.size()) bytes[at] = static_cast<char>(random_());
                break;
            case 1:
                if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
                break;
            case 2: bytes.erase(at, length); break;
            case 3: bytes.insert(at, bytes.substr(at, length)); break;
            case 4: bytes.insert(at, tokens[below(tokens.size())]); break;
            case 5: bytes.resize(at); break;
            default:
                bytes.insert(at, std::string(below(3) == 0 ? 70'000 : below(3000), static_cast<char>(random_())));
                break;
        }
    }

    std::mt19937_64 random_;
    std::vector<std::string> corpus_ = corpus();
};

void answer(std::shared_ptr<Exchange> const& exchange) {
    auto const& target = exchange->request().target;
    auto const echo = [](std::shared_ptr<Socket> const& socket) {
        if (!socket) return;
        // It holds itself until it is closed.
        socket->on_closed([] {});
        socket->on_message([socket](Message message) { socket->send(std::move(message)); });
    };
    if (target == "/drop") return;
    if (target == "/stream") {
        auto const stream = exchange->stream(200, "text/plain");
        stream->write("one");
        stream->write_shared(std::make_shared<std::string const>(100'000, 's'), 0);
        stream->end();
    } else if (target == "/late") {
        std::thread([exchange] { exchange->reply({200, "text/plain", "late", {}}); }).detach();
    } else if (target == "/socket") {
        exchange->upgrade({"v4.channel.k8s.io", ""}, echo);
    } else if (target == "/raw") {
        exchange->take_over("SPDY/3.1", {}, echo);
    } else {
        exchange->reply({200, "text/plain", exchange->request().body, {}});
    }
}

int connect_to(std::string const& path) {
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::strncpy(to.sun_path, path.c_str(), sizeof to.sun_path - 1);
    auto const socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
        ::close(socket);
        return -1;
    }
    return socket;
}

/// Sends the bytes in pieces, ends its half, and reads all that comes; false when the server does not close in time.
bool talk(Source& source, std::string const& path, std::string const& bytes, std::string& answered) {
    auto const socket = connect_to(path);
    if (socket < 0) return false;
    auto const pieces = source.below(4) == 0;
    for (std::size_t at = 0; at < bytes.size();) {
        auto const size = pieces ? 1 + source.below(100) : bytes.size();
        auto const count = ::send(socket, bytes.data() + at, std::min(size, bytes.size() - at), MSG_NOSIGNAL);
        if (count <= 0) break;
        at += static_cast<std::size_t>(count);
    }
    ::shutdown(socket, SHUT_WR);
    auto ended = false;
    char buffer[65536];
    for (;;) {
        pollfd poll{socket, POLLIN, 0};
        if (::poll(&poll, 1, 10'000) != 1) break;
        auto const count = ::recv(socket, buffer, sizeof buffer, 0);
        if (count <= 0) {
            ended = true;
            break;
        }
        answered.append(buffer, static_cast<std::size_t>(count));
    }
    ::close(socket);
    return ended;
}

/// The server that the bytes go to.
struct Site {
    Site() {
        folder = (std::filesystem::temp_directory_path() / "keelson-fuzz-XXXXXX").string();
        if (::mkdtemp(folder.data()) == nullptr) std::exit(2);
        path = folder + "/http.sock";
        ServerOptions options;
        options.listen = {"unix://" + path};
        options.limits.body_bytes = 50'000;
        options.limits.socket_message_bytes = 50'000;
        auto opened = Server::open(
            options, [](Peer&, Request const&) { return Result<User>(User{}); }, answer);
        if (!opened) std::exit(2);
        server = std::move(opened).value();
    }
    ~Site() {
        server->stop(std::chrono::seconds(1));
        std::filesystem::remove_all(folder);
    }

    /// What is wrong with how the server took it; null: nothing.
    char const* check(Source& source, std::string const& bytes) const {
        std::string answered;
        if (!talk(source, path, bytes, answered)) return "the connection was not closed";
        if (!answered.empty() && !answered.starts_with("HTTP/1.1 ")) return "the answer is not HTTP";
        return nullptr;
    }
    char const* check_good(Source& source) const {
        std::string answered;
        std::string const good = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\ngood";
        auto const closed = talk(source, path, good, answered);
        auto const right = answered.starts_with("HTTP/1.1 200 OK\r\n") && answered.ends_with("\r\n\r\ngood");
        return closed && right ? nullptr : "a good request is not answered any more";
    }
    [[nodiscard]] char const* check_end() const {
        for (int i = 0; i < 1000 && server->load().connections > 0; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        auto const load = server->load();
        return load.connections + load.requests + load.streams > 0 ? "something is still counted" : nullptr;
    }

    std::string folder, path;
    std::unique_ptr<Server> server;
};

}  // namespace

#ifdef KEELSON_LIBFUZZER

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    static Site const site;
    static Source source(1);
    if (site.check(source, {reinterpret_cast<char const*>(data), size}) != nullptr) __builtin_trap();
    return 0;
}

#else

int main(int count, char** words) {
    std::uint64_t seed = 1;
    int seconds = 10;
    for (int i = 1; i + 1 < count; i += 2) {
        if (std::strcmp(words[i], "--seed") == 0) seed = std::strtoull(words[i + 1], nullptr, 10);
        if (std::strcmp(words[i], "--seconds") == 0) seconds = std::atoi(words[i + 1]);
    }
    Site const site;
    Source source(seed);
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    char const* finding = nullptr;
    std::string bytes;
    std::uint64_t inputs = 0;
    for (; finding == nullptr && std::chrono::steady_clock::now() < end; ++inputs) {
        bytes = source.next();
        finding = site.check(source, bytes);
        if (finding == nullptr && inputs % 64 == 0) finding = site.check_good(source);
    }
    if (finding == nullptr) finding = site.check_end();
    if (finding != nullptr) std::printf("%s after (in base64)\n%s\n", finding, encode_base64(bytes).c_str());
    std::printf("seed %llu, %llu inputs, %s\n", static_cast<unsigned long long>(seed),
                static_cast<unsigned long long>(inputs), finding == nullptr ? "no finding" : "a finding");
    return finding == nullptr ? 0 : 1;
}

#endif
