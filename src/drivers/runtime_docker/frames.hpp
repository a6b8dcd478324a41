#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_FRAMES_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_FRAMES_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keelson::docker {

/// A piece of what a program without a terminal has printed.
struct Frame {
    bool error = false;  ///< to standard error
    std::string bytes;
};

/// Takes apart what an engine sends of a program without a terminal: eight bytes of head (1 or 2, three zeros, the
/// length in network order), then the piece.
class FrameReader {
public:
    void add(std::string_view bytes) { waiting_ += bytes; }
    /// The next that has come whole.
    std::optional<Frame> next();
    /// False when that were no frames, or one is larger than an engine makes them.
    [[nodiscard]] bool sound() const noexcept { return sound_; }

private:
    std::string waiting_;
    std::size_t at_ = 0;
    bool sound_ = true;
};

/// Makes lines of the CRI format of what an engine sends of a log with times: frames, or with a terminal bare text.
class LogDecoder {
public:
    explicit LogDecoder(bool tty) : tty_(tty) {}

    /// False when it cannot be read.
    bool add(std::string_view bytes, std::string& lines);

private:
    void add_message(std::string_view message, bool error, std::string& lines);
    void add_text(std::string_view bytes, std::string& lines);

    bool tty_;
    FrameReader frames_;
    std::string waiting_;  ///< of a terminal: what is no whole message yet
};

}  // namespace keelson::docker

#endif
