#include "drivers/runtime_docker/api.hpp"

#include "drivers/runtime_docker/status.hpp"

#include <algorithm>

namespace keelson::docker {

namespace {

constexpr std::size_t words_max = 500;

Errc code_of(int status) {
    switch (status) {
        case 400: return Errc::invalid;
        case 401: return Errc::unauthorized;
        case 403: return Errc::forbidden;
        case 404: return Errc::not_found;
        case 409: return Errc::conflict;
        case 501: return Errc::unsupported;
        case 503: return Errc::unavailable;
        default: return Errc::internal;
    }
}

}  // namespace

Error late() { return {Errc::timeout, "the Docker Engine has not answered in time"}; }

Error error_of(Answer const& answer) {
    auto const body = read_json(answer.body);
    auto message = body.has_value() ? text_at(*body, {"message"}) : std::string();
    // Who is not even spoken to in its protocol is told so in plain words.
    if (message.empty() && body.has_error())
        message = answer.body.substr(0, std::min(answer.body.find('\n'), words_max));
    if (message.empty()) message = "the Docker Engine answers with status " + std::to_string(answer.status);
    return {code_of(answer.status), std::move(message)};
}

std::string percent_encoded(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    for (unsigned char const byte : text) {
        bool const plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.' || byte == '~';
        if (plain) {
            encoded += static_cast<char>(byte);
        } else {
            encoded += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return encoded;
}

}  // namespace keelson::docker
