#include "drivers/runtime_docker/frames.hpp"

#include <algorithm>

namespace keelson::docker {
namespace {

constexpr std::size_t head_bytes = 8;
constexpr std::size_t frame_bytes_max = std::size_t{16} << 20;
// A longer line is cut into parts of that length by the engine, which are messages of their own.
constexpr std::size_t part_bytes = 16 * 1024;
constexpr std::size_t time_bytes = 30;  // "2026-01-31T12:00:00.000000000Z"

bool is_time(std::string_view text) {
    return text.size() > time_bytes && text[4] == '-' && text[10] == 'T' && text[19] == '.' &&
           text[time_bytes - 1] == 'Z' && text[time_bytes] == ' ';
}

}  // namespace

std::optional<Frame> FrameReader::next() {
    auto const left = waiting_.size() - at_;
    if (!sound_ || left < head_bytes) return {};
    auto const byte = [&](std::size_t index) { return static_cast<unsigned char>(waiting_[at_ + index]); };
    std::size_t const length =
        std::size_t{byte(4)} << 24 | std::size_t{byte(5)} << 16 | std::size_t{byte(6)} << 8 | byte(7);
    sound_ = byte(0) <= 2 && byte(1) == 0 && byte(2) == 0 && byte(3) == 0 && length <= frame_bytes_max;
    if (!sound_ || left - head_bytes < length) return {};
    Frame frame{byte(0) == 2, waiting_.substr(at_ + head_bytes, length)};
    at_ += head_bytes + length;
    if (at_ == waiting_.size() || at_ > std::size_t{1} << 20) {
        waiting_.erase(0, at_);
        at_ = 0;
    }
    return frame;
}

bool LogDecoder::add(std::string_view bytes, std::string& lines) {
    if (tty_) {
        add_text(bytes, lines);
        return true;
    }
    frames_.add(bytes);
    while (auto const frame = frames_.next()) add_message(frame->bytes, frame->error, lines);
    return frames_.sound();
}

void LogDecoder::add_message(std::string_view message, bool error, std::string& lines) {
    auto const space = message.find(' ');
    if (space == std::string_view::npos) return;
    auto text = message.substr(space + 1);
    bool const full = text.ends_with('\n');
    if (full) text.remove_suffix(1);
    lines.append(message.substr(0, space)).append(error ? " stderr " : " stdout ").append(full ? "F " : "P ");
    lines.append(text) += '\n';
}

void LogDecoder::add_text(std::string_view bytes, std::string& lines) {
    waiting_ += bytes;
    std::string_view rest = waiting_;
    while (!rest.empty()) {
        auto const newline = rest.find('\n');
        auto const length = newline == std::string_view::npos ? rest.size() : newline + 1;
        // Nothing tells the end of a part but its length, and the time that the next begins with.
        auto const part = rest.find(' ') + 1 + part_bytes;
        if (length > part && is_time(rest.substr(part))) {
            add_message(rest.substr(0, part), false, lines);
            rest.remove_prefix(part);
            continue;
        }
        if (newline == std::string_view::npos) break;
        add_message(rest.substr(0, length), false, lines);
        rest.remove_prefix(length);
    }
    waiting_.erase(0, waiting_.size() - rest.size());
}

}  // namespace keelson::docker
