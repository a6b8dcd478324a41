#include "drivers/runtime_docker/http_answer.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace keelson::docker {
namespace {

constexpr std::size_t head_bytes_max = 64 * 1024;

Error no_http() { return {Errc::unavailable, "what answered is no Docker Engine"}; }

bool same(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

}  // namespace

Result<> HttpAnswer::add(std::string_view bytes, std::string& body) {
    if (!head_) {
        waiting_ += bytes;
        auto const end = waiting_.find("\r\n\r\n");
        if (end == std::string::npos) return waiting_.size() > head_bytes_max ? Result<>(no_http()) : Result<>();
        auto const all = std::exchange(waiting_, {});
        if (auto read = read_head(std::string_view(all).substr(0, end)); read.has_error()) return read;
        return add(std::string_view(all).substr(end + 4), body);
    }
    if (complete_) return {};
    switch (form_) {
        case Form::to_the_end: body += bytes; return {};
        case Form::counted: {
            auto const taken = std::min<std::uint64_t>(left_, bytes.size());
            body += bytes.substr(0, static_cast<std::size_t>(taken));
            left_ -= taken;
            complete_ = left_ == 0;
            return {};
        }
        case Form::chunks: return add_chunks(bytes, body);
    }
    return {};
}

Result<> HttpAnswer::read_head(std::string_view head) {
    auto const line = head.substr(0, head.find("\r\n"));
    if (!line.starts_with("HTTP/1.") || line.size() < 12) return no_http();
    auto const code = line.substr(9, 3);
    if (std::from_chars(code.data(), code.data() + 3, status_).ec != std::errc{}) return no_http();
    if (status_ >= 100 && status_ < 200 && status_ != 101) return {};  // "100 Continue": the answer is still to come
    head_ = true;
    if (status_ == 101) return {};
    for (auto rest = head.substr(std::min(head.size(), line.size() + 2)); !rest.empty();) {
        auto const field = rest.substr(0, rest.find("\r\n"));
        rest.remove_prefix(std::min(rest.size(), field.size() + 2));
        auto const colon = field.find(':');
        if (colon == std::string_view::npos) continue;
        auto const name = field.substr(0, colon), value = trimmed(field.substr(colon + 1));
        if (same(name, "transfer-encoding") && same(value, "chunked")) form_ = Form::chunks;
        if (same(name, "content-length") && form_ != Form::chunks) {
            form_ = Form::counted;
            if (std::from_chars(value.data(), value.data() + value.size(), left_).ec != std::errc{}) return no_http();
            complete_ = left_ == 0;
        }
    }
    if (form_ == Form::chunks) complete_ = false;
    if (status_ == 204 || status_ == 304) complete_ = true;
    return {};
}

Result<> HttpAnswer::add_chunks(std::string_view bytes, std::string& body) {
    while (!bytes.empty() && !complete_) {
        if (left_ > 0) {
            auto const taken = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
            body += bytes.substr(0, taken);
            bytes.remove_prefix(taken);
            left_ -= taken;
            after_chunk_ = left_ == 0;
            continue;
        }
        auto const newline = bytes.find('\n');
        waiting_ += bytes.substr(0, newline);
        if (waiting_.size() > head_bytes_max) return no_http();
        if (newline == std::string_view::npos) return {};
        bytes.remove_prefix(newline + 1);
        auto const all = std::exchange(waiting_, {});
        auto const line = trimmed(all);
        if (std::exchange(after_chunk_, false)) {
            if (!line.empty()) return no_http();
        } else if (trailer_) {
            complete_ = line.empty();
        } else {
            auto const [end, failed] = std::from_chars(line.data(), line.data() + line.size(), left_, 16);
            if (failed != std::errc{} || end == line.data()) return no_http();
            trailer_ = left_ == 0;
        }
    }
    return {};
}

}  // namespace keelson::docker
