#include "http/response_reader.hpp"

#include <algorithm>
#include <charconv>

namespace keelson::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::optional<std::uint64_t> number(std::string_view text, int base) {
    std::uint64_t value = 0;
    auto const* const last = text.data() + text.size();
    auto const [end, wrong] = std::from_chars(text.data(), last, value, base);
    if (text.empty() || wrong != std::errc{} || end != last || value > (std::uint64_t{1} << 62)) return std::nullopt;
    return value;
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c < 0x7f && std::string_view("()<>@,;:\\\"/[]?={}").find(c) == std::string_view::npos;
    });
}

}  // namespace

std::string_view ResponseReader::header(std::string_view name) const noexcept {
    for (auto const& [key, value] : headers_) {
        if (key == name) return value;
    }
    return {};
}

std::optional<std::uint64_t> ResponseReader::length() const noexcept {
    if (!header("transfer-encoding").empty()) return std::nullopt;
    return number(header("content-length"), 10);
}

ResponseReader::State ResponseReader::take(std::string_view bytes, std::string& body) {
    while (!bytes.empty() && (state_ == State::head || state_ == State::body)) {
        if (step_ == Step::until_close) {
            body += bytes;
            return state_;
        }
        if (step_ == Step::fixed || step_ == Step::chunk_data) {
            auto const count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
            body += bytes.substr(0, count);
            bytes.remove_prefix(count);
            left_ -= count;
            if (left_ == 0 && step_ == Step::fixed) state_ = State::complete;
            if (left_ == 0 && step_ == Step::chunk_data) step_ = Step::chunk_end;
            continue;
        }
        auto const end = bytes.find('\n');
        auto const count = end == std::string_view::npos ? bytes.size() : end + 1;
        line_ += bytes.substr(0, count);
        bytes.remove_prefix(count);
        head_bytes_ += count;
        if (head_bytes_ > head_limit_bytes) return state_ = State::failed;
        if (end == std::string_view::npos) return state_;
        line_.pop_back();
        if (!line_.empty() && line_.back() == '\r') line_.pop_back();
        take_line(std::exchange(line_, {}));
    }
    if (state_ == State::complete && status_ == 101) line_ += bytes;
    return state_;
}

ResponseReader::State ResponseReader::end() {
    if (state_ == State::body && step_ == Step::until_close) return state_ = State::complete;
    if (state_ != State::complete) state_ = State::failed;
    return state_;
}

void ResponseReader::take_line(std::string_view line) {
    switch (step_) {
        case Step::start: return read_start(line);
        case Step::header: return line.empty() ? end_of_head() : read_header(line);
        case Step::chunk_size: return read_chunk_size(line);
        case Step::chunk_end:
            step_ = Step::chunk_size;
            head_bytes_ = 0;
            if (!line.empty()) state_ = State::failed;
            return;
        case Step::trailer:
            if (line.empty()) state_ = State::complete;
            return;
        case Step::fixed:
        case Step::chunk_data:
        case Step::until_close: return;
    }
}

void ResponseReader::read_start(std::string_view line) {
    bool const known = line.starts_with("HTTP/1.1 ") || line.starts_with("HTTP/1.0 ");
    auto const status = known ? number(line.substr(9, 3), 10) : std::nullopt;
    if (!status || *status < 100 || *status > 599 || (line.size() > 12 && line[12] != ' ')) {
        state_ = State::failed;
        return;
    }
    status_ = static_cast<int>(*status);
    headers_.clear();
    step_ = Step::header;
}

void ResponseReader::read_header(std::string_view line) {
    auto const colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
        state_ = State::failed;
        return;
    }
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(), lower);
    headers_.emplace_back(std::move(name), trimmed(line.substr(colon + 1)));
}

void ResponseReader::end_of_head() {
    head_bytes_ = 0;
    if (status_ < 200 && status_ != 101) {
        step_ = Step::start;
        return;
    }
    if (status_ == 101 || status_ == 204 || status_ == 304 || to_head_) {
        state_ = State::complete;
        return;
    }
    state_ = State::body;
    auto const coding = header("transfer-encoding");
    auto const lengths =
        std::count_if(headers_.begin(), headers_.end(), [](auto const& one) { return one.first == "content-length"; });
    if (!coding.empty()) {
        std::string small(coding);
        std::transform(small.begin(), small.end(), small.begin(), lower);
        step_ = Step::chunk_size;
        // Where both a length and chunks are said, somebody is to be fooled.
        if (small != "chunked" || lengths != 0) state_ = State::failed;
        return;
    }
    step_ = Step::until_close;
    if (lengths == 0) return;
    auto const said = length();
    if (!said || lengths > 1) {
        state_ = State::failed;
        return;
    }
    step_ = Step::fixed;
    left_ = *said;
    if (left_ == 0) state_ = State::complete;
}

void ResponseReader::read_chunk_size(std::string_view line) {
    auto const size = number(trimmed(line.substr(0, line.find(';'))), 16);
    head_bytes_ = 0;
    if (!size) {
        state_ = State::failed;
        return;
    }
    left_ = *size;
    step_ = left_ == 0 ? Step::trailer : Step::chunk_data;
}

}  // namespace keelson::http
