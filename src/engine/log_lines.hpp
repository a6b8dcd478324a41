#ifndef KEELSON_SRC_ENGINE_LOG_LINES_HPP
#define KEELSON_SRC_ENGINE_LOG_LINES_HPP

#include <keelson/core/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keelson {

/// What of a log is wanted, and how.
struct LogForm {
    bool timestamps = false;
    Time since;  ///< none: from its beginning
    std::optional<std::uint64_t> tail_lines;
    std::optional<std::uint64_t> limit_bytes;
    std::string stream;  ///< "stdout" or "stderr"; empty: both
};

/// A line of the CRI format, `TIME stdout|stderr F|P TEXT`, in its parts.
struct LogLine {
    std::string_view time, stream, text;
    bool full = true;  ///< not a part whose rest is to come
};

/// Nothing if it is not one of that format.
std::optional<LogLine> parse_log_line(std::string_view line);

/// Makes of lines of the CRI format, which come in pieces cut anywhere, what a client wants to see. Which lines are the
/// last so many is not decided here.
class LogLines {
public:
    explicit LogLines(LogForm form) : form_(std::move(form)) {}

    /// Adds to `out` what is complete of this and of what was left over before.
    void add(std::string_view bytes, std::string& out);
    /// Another file follows: half a line at the end of the one before is none.
    void forget_rest() { rest_.clear(); }
    /// Whether as much was given as may be.
    [[nodiscard]] bool at_limit() const noexcept { return form_.limit_bytes && *form_.limit_bytes == 0; }
    /// What is wanted of what is still to come.
    [[nodiscard]] LogForm const& form() const noexcept { return form_; }

private:
    void add_line(std::string_view line, std::string& out);

    LogForm form_;
    std::string rest_;          ///< the start of a line
    bool within_line_ = false;  ///< the last that was told is a part whose rest is to come
};

}  // namespace keelson

#endif
