#include "transfer/line.hpp"

#include "transfer/easy.hpp"

#include <algorithm>
#include <poll.h>

namespace keelson::transfer {

Line::Line(Server server) : server_(std::move(server)) {}
Line::~Line() = default;

Failure Line::open(std::string const& url) {
    if (auto const loaded = load_curl(); !loaded) return {Fault::broken, loaded.error().message};
    easy_ = std::make_unique<Easy>(server_);
    easy_->set(CURLOPT_URL, url);
    easy_->set(CURLOPT_CONNECT_ONLY, 1);
    return easy_->failure(curl().easy_perform(easy_->handle()));
}

Result<std::size_t> Line::send(std::string_view bytes) {
    std::size_t sent = 0;
    auto const code = curl().easy_send(easy_->handle(), bytes.data(), bytes.size(), &sent);
    if (code == CURLE_OK || code == CURLE_AGAIN) return sent;
    return Error(Errc::unavailable, curl().easy_strerror(code));
}

Result<bool> Line::receive(std::string& into) {
    char buffer[16384];
    std::size_t got = 0;
    auto const code = curl().easy_recv(easy_->handle(), buffer, sizeof buffer, &got);
    if (code == CURLE_AGAIN) return false;
    if (code != CURLE_OK) return Error(Errc::unavailable, curl().easy_strerror(code));
    if (got == 0) return Error(Errc::unavailable, "the server has closed the connection");
    into.append(buffer, got);
    return true;
}

bool Line::wait(Deadline end, bool to_send, std::span<int const> others) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl().easy_getinfo(easy_->handle(), CURLINFO_ACTIVESOCKET, &socket);
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    if (left <= 0) return false;
    std::vector<pollfd> all{{socket, static_cast<short>(to_send ? POLLIN | POLLOUT : POLLIN), 0}};
    for (int const other : others) all.push_back({other, POLLIN, 0});
    ::poll(all.data(), all.size(), static_cast<int>(std::min<long>(left, 3'600'000)));
    return all.front().revents != 0;
}

}  // namespace keelson::transfer
