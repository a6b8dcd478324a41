#include "net/http_scanner.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace keelson::net {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// `word` is in lower case already.
bool same_word(std::string_view text, std::string_view word) {
    return text.size() == word.size() &&
           std::equal(text.begin(), text.end(), word.begin(), [](char a, char b) { return lower(a) == b; });
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// The next element of a comma-separated list, cut off its front.
std::string_view next_element(std::string_view& list) {
    auto const comma = list.find(',');
    auto const element = trim(list.substr(0, comma));
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    return element;
}

bool parse_number(std::string_view text, int base, std::uint64_t& number) {
    if (text.empty()) return false;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return error == std::errc{} && end == text.data() + text.size() &&
           number <= std::numeric_limits<std::uint64_t>::max() / 2;
}

constexpr std::size_t method_limit = 24;

}  // namespace

void HttpScanner::restart(bool request) {
    state_ = State::head;
    step_ = Step::start_line;
    method_ = Method::unknown;
    request_ = request;
    to_head_ = close_ = keep_alive_ = chunked_ = transfer_encoding_ = has_length_ = false;
    version_minor_ = 1;
    status_ = 0;
    head_bytes_ = 0;
    left_ = 0;
    line_.clear();
}

void HttpScanner::expect_request() { restart(true); }

void HttpScanner::expect_response(bool to_head) {
    restart(false);
    to_head_ = to_head;
}

std::size_t HttpScanner::feed(std::string_view data) {
    std::size_t used = 0;
    while (used < data.size()) {
        if (state_ == State::done || state_ == State::tunnel) return used;
        if (state_ == State::odd) return data.size();
        if (state_ == State::until_close || step_ == Step::fixed || step_ == Step::chunk_data) {
            used += take_payload(data.substr(used));
            continue;
        }
        std::string_view line;
        if (!take_line(data, used, line)) continue;
        line_complete(line);
        line_.clear();
        if (line_.capacity() > 256) line_.shrink_to_fit();
    }
    return used;
}

/// True when `line` is complete, without its line break; `line` may point into `line_`.
bool HttpScanner::take_line(std::string_view data, std::size_t& used, std::string_view& line) {
    auto const rest = data.substr(used);
    auto const end = rest.find('\n');
    auto const piece = rest.substr(0, end == std::string_view::npos ? rest.size() : end + 1);
    used += piece.size();
    head_bytes_ += static_cast<std::uint32_t>(std::min(piece.size(), head_limit_bytes));
    if (line_.size() + piece.size() > line_limit_bytes || (state_ == State::head && head_bytes_ > head_limit_bytes)) {
        fail();
        return false;
    }
    if (end == std::string_view::npos) {
        line_.append(piece);
        if (step_ == Step::start_line && !start_plausible(line_)) fail();
        return false;
    }
    if (line_.empty()) {
        line = piece;
    } else {
        line_.append(piece);
        line = line_;
    }
    // A bare line feed is a line break to some servers and not to others: the boundary cannot be told.
    if (line.size() < 2 || line[line.size() - 2] != '\r') {
        fail();
        return false;
    }
    line.remove_suffix(2);
    return true;
}

/// Tells other protocols by their first bytes, before there is a whole line.
bool HttpScanner::start_plausible(std::string_view start) const {
    if (!request_) {
        constexpr std::string_view version = "HTTP/1.";
        auto const length = std::min(start.size(), version.size());
        return start.substr(0, length) == version.substr(0, length);
    }
    auto const space = start.find(' ');
    auto const method = start.substr(0, space);
    if (method.empty() || method.size() > method_limit) return false;
    if (!std::all_of(method.begin(), method.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '-'; })) {
        return false;
    }
    if (space == std::string_view::npos || space + 1 == start.size()) return true;
    return start[space + 1] == '/' || start[space + 1] == '*';
}

void HttpScanner::line_complete(std::string_view line) {
    switch (step_) {
        case Step::start_line: return start_line(line);
        case Step::header: return line.empty() ? end_of_head() : header(line);
        case Step::chunk_size: return chunk_size_line(line);
        case Step::chunk_end:
            if (!line.empty()) return fail();
            step_ = Step::chunk_size;
            return;
        case Step::trailer:
            if (line.empty()) state_ = State::done;
            return;
        case Step::fixed:
        case Step::chunk_data: break;
    }
}

void HttpScanner::start_line(std::string_view line) {
    if (!start_plausible(line)) return fail();
    if (request_ ? !request_line(line) : !status_line(line)) return fail();
    step_ = Step::header;
}

bool HttpScanner::request_line(std::string_view line) {
    constexpr std::string_view version = " HTTP/1.";
    if (line.size() < version.size() + 1) return false;
    auto const minor = line.back();
    auto const before = line.substr(0, line.size() - 1);
    if ((minor != '0' && minor != '1') || !before.ends_with(version)) return false;
    auto const target_end = before.size() - version.size();
    auto const space = line.find(' ');
    if (space + 1 >= target_end) return false;
    if (line.substr(space + 1, target_end - space - 1).find(' ') != std::string_view::npos) return false;
    auto const method = line.substr(0, space);
    version_minor_ = static_cast<std::uint8_t>(minor - '0');
    method_ = method == "GET" ? Method::get : method == "HEAD" ? Method::head : Method::other;
    return method != "CONNECT";
}

bool HttpScanner::status_line(std::string_view line) {
    constexpr std::size_t length = std::string_view("HTTP/1.1 200").size();
    if (line.size() < length || (line.size() > length && line[length] != ' ')) return false;
    if ((line[7] != '0' && line[7] != '1') || line[8] != ' ') return false;
    std::uint64_t status = 0;
    if (!parse_number(line.substr(9, 3), 10, status) || status < 100) return false;
    version_minor_ = static_cast<std::uint8_t>(line[7] - '0');
    status_ = static_cast<std::int16_t>(status);
    return true;
}

void HttpScanner::header(std::string_view line) {
    auto const colon = line.find(':');
    // A name with a blank in or before it, or a line that continues the one before: servers disagree on these.
    if (colon == std::string_view::npos || colon == 0) return fail();
    auto const name = line.substr(0, colon);
    if (name.find_first_of(" \t") != std::string_view::npos) return fail();
    auto value = trim(line.substr(colon + 1));
    if (same_word(name, "content-length")) {
        std::uint64_t length = 0;
        if (!parse_number(value, 10, length) || (has_length_ && length != left_)) return fail();
        has_length_ = true;
        left_ = length;
    } else if (same_word(name, "transfer-encoding")) {
        transfer_encoding_ = true;
        while (!value.empty()) {
            if (chunked_) return fail();  // "chunked" is the last one or the framing is unknown
            chunked_ = same_word(next_element(value), "chunked");
        }
    } else if (same_word(name, "connection")) {
        while (!value.empty()) {
            auto const element = next_element(value);
            close_ = close_ || same_word(element, "close");
            keep_alive_ = keep_alive_ || same_word(element, "keep-alive");
        }
    }
}

void HttpScanner::end_of_head() {
    if (status_ == 101) {
        state_ = State::tunnel;
        return;
    }
    if ((status_ >= 100 && status_ < 200) || status_ == 204 || status_ == 304 || to_head_) {
        state_ = State::done;
        return;
    }
    if (transfer_encoding_ && (has_length_ || version_minor_ == 0)) return fail();
    if (chunked_) {
        state_ = State::body;
        step_ = Step::chunk_size;
    } else if (transfer_encoding_) {
        if (request_) return fail();
        state_ = State::until_close;
    } else if (has_length_) {
        state_ = left_ == 0 ? State::done : State::body;
        step_ = Step::fixed;
    } else {
        state_ = request_ ? State::done : State::until_close;
    }
}

void HttpScanner::chunk_size_line(std::string_view line) {
    auto const digits = trim(line.substr(0, line.find(';')));
    if (!parse_number(digits, 16, left_)) return fail();
    step_ = left_ == 0 ? Step::trailer : Step::chunk_data;
}

std::size_t HttpScanner::take_payload(std::string_view data) {
    auto size = data.size();
    if (state_ != State::until_close) size = static_cast<std::size_t>(std::min<std::uint64_t>(size, left_));
    if (body_ && body_->size() < body_limit_)
        body_->append(data.substr(0, std::min(size, body_limit_ - body_->size())));
    if (state_ == State::until_close) return size;
    left_ -= size;
    if (left_ == 0) {
        if (step_ == Step::fixed) {
            state_ = State::done;
        } else {
            step_ = Step::chunk_end;
        }
    }
    return size;
}

}  // namespace keelson::net
