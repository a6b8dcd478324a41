#include "docker.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace digits {
namespace {

constexpr std::size_t block = 512;
constexpr std::string_view scheme = "unix://";

/// A file of a tar archive: a header of one block, the bytes, and zeros up to the next block.
void add_to_tar(std::string& tar, ImageFile const& file) {
    std::ifstream stream(file.from, std::ios::binary);
    if (!stream) throw std::runtime_error(file.from + ": " + std::strerror(errno));
    std::string const bytes((std::istreambuf_iterator<char>(stream)), {});
    std::array<char, block> header{};
    auto const put = [&](std::size_t at, std::size_t size, std::string const& text) {
        std::memcpy(header.data() + at, text.data(), std::min(size, text.size()));
    };
    auto const octal = [](unsigned long long value, int digits) {
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%0*llo", digits, value);
        return std::string(text.data());
    };
    put(0, 100, file.to);
    put(100, 8, octal(0755, 7));
    put(108, 8, octal(0, 7));
    put(116, 8, octal(0, 7));
    put(124, 12, octal(bytes.size(), 11));
    put(136, 12, octal(0, 11));
    put(148, 8, "        ");
    put(156, 1, "0");
    put(257, 8,
        std::string("ustar\0"
                    "00",
                    8));
    unsigned sum = 0;
    for (char const c : header) sum += static_cast<unsigned char>(c);
    put(148, 8, octal(sum, 6) + '\0' + ' ');
    tar.append(header.data(), header.size());
    tar += bytes;
    tar.append((block - bytes.size() % block) % block, '\0');
}

/// One request to the engine's socket; its answer's body.
std::string post(std::string const& engine, std::string const& target, std::string const& body) {
    if (!engine.starts_with(scheme)) throw std::runtime_error(engine + ": only engines on a Unix socket");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    auto const path = engine.substr(scheme.size());
    if (path.size() >= sizeof address.sun_path) throw std::runtime_error(path + ": the path is too long");
    std::memcpy(address.sun_path, path.data(), path.size());
    int const socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto const failed = [&](std::string const& why) {
        ::close(socket);
        return std::runtime_error("docker: " + path + ": " + why);
    };
    if (::connect(socket, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0)
        throw failed(std::strerror(errno));
    auto const request = "POST " + target +
                         " HTTP/1.0\r\nHost: docker\r\nContent-Type: application/x-tar\r\nContent-Length: " +
                         std::to_string(body.size()) + "\r\n\r\n" + body;
    for (std::size_t sent = 0; sent < request.size();) {
        auto const wrote = ::send(socket, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) throw failed(std::strerror(errno));
        sent += static_cast<std::size_t>(wrote);
    }
    std::string answer;
    std::array<char, 4096> buffer;
    for (;;) {
        auto const got = ::read(socket, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw failed(std::strerror(errno));
        if (got == 0) break;
        answer.append(buffer.data(), static_cast<std::size_t>(got));
    }
    auto const head_end = answer.find("\r\n\r\n");
    auto const status = answer.substr(0, answer.find("\r\n"));
    auto const text = head_end == std::string::npos ? std::string() : answer.substr(head_end + 4);
    // What goes wrong after the engine has begun to answer is told in the body.
    if (status.find(" 20") == std::string::npos || text.find("\"error\"") != std::string::npos)
        throw failed(status + " " + text);
    ::close(socket);
    return text;
}

}  // namespace

void make_image(std::string const& engine, std::string const& name, std::string const& tag,
                std::vector<ImageFile> const& files) {
    std::string tar;
    for (auto const& file : files) add_to_tar(tar, file);
    tar.append(2 * block, '\0');
    post(engine, "/images/create?fromSrc=-&repo=" + name + "&tag=" + tag, tar);
}

void kill_container(std::string const& engine, std::string const& id) {
    post(engine, "/containers/" + id + "/kill?signal=KILL", {});
}

}  // namespace digits
