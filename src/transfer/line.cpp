#include "transfer/line.hpp"

#include "transfer/easy.hpp"

#include <algorithm>
#include <poll.h>

namespace keelson::transfer {

Line::Line(Server server) : server_(std::move(server)) {}
Line::~Line() = default;

Failure Line::open(std::string const& url) {
    start_curl();
    easy_ = std::make_unique<Easy>(server_);
    easy_->set(CURLOPT_URL, url);
    easy_->set(CURLOPT_CONNECT_ONLY, 1);
    return easy_->failure(curl_easy_perform(easy_->handle()));
}

Result<> Line::send(std::string_view bytes, Duration within) {
    while (!bytes.empty()) {
        std::size_t sent = 0;
        auto const code = curl_easy_send(easy_->handle(), bytes.data(), bytes.size(), &sent);
        if (code == CURLE_AGAIN) {
            if (!wait(POLLOUT, std::chrono::steady_clock::now() + within))
                return Error(Errc::timeout, "the server takes nothing any more");
            continue;
        }
        if (code != CURLE_OK) return Error(Errc::unavailable, curl_easy_strerror(code));
        bytes.remove_prefix(sent);
    }
    return {};
}

Result<> Line::receive(std::string& into, Deadline end) {
    char buffer[16384];
    while (true) {
        std::size_t got = 0;
        auto const code = curl_easy_recv(easy_->handle(), buffer, sizeof buffer, &got);
        if (code == CURLE_AGAIN) {
            if (!wait(POLLIN, end)) return Error(Errc::timeout, "nothing came in time");
            continue;
        }
        if (code != CURLE_OK) return Error(Errc::unavailable, curl_easy_strerror(code));
        if (got == 0) return Error(Errc::unavailable, "the server has closed the connection");
        into.append(buffer, got);
        return {};
    }
}

bool Line::wait(short what, Deadline end) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_easy_getinfo(easy_->handle(), CURLINFO_ACTIVESOCKET, &socket);
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    if (left <= 0) return false;
    pollfd one{socket, what, 0};
    return ::poll(&one, 1, static_cast<int>(std::min<long>(left, 3'600'000))) > 0;
}

}  // namespace keelson::transfer
