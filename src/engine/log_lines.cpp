#include "engine/log_lines.hpp"

#include <algorithm>

namespace keelson {

std::optional<LogLine> parse_log_line(std::string_view line) {
    auto const first = line.find(' ');
    auto const second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    if (second == std::string_view::npos || second + 1 >= line.size()) return {};
    auto const tags = line.substr(second + 1, line.find(' ', second + 1) - second - 1);
    LogLine parts{line.substr(0, first), line.substr(first + 1, second - first - 1),
                  line.substr(std::min(second + 1 + tags.size() + 1, line.size())), true};
    if (parts.stream != "stdout" && parts.stream != "stderr") return {};
    parts.full = tags.substr(0, tags.find(':')) != "P";
    return parts;
}

void LogLines::add(std::string_view bytes, std::string& out) {
    for (auto end = bytes.find('\n'); end != std::string_view::npos && !at_limit(); end = bytes.find('\n')) {
        if (rest_.empty()) {
            add_line(bytes.substr(0, end), out);
        } else {
            rest_ += bytes.substr(0, end);
            add_line(rest_, out);
            rest_.clear();
        }
        bytes.remove_prefix(end + 1);
    }
    rest_ += bytes;
}

void LogLines::add_line(std::string_view line, std::string& out) {
    auto const parts = parse_log_line(line);
    if (!parts || (!form_.stream.empty() && parts->stream != form_.stream)) return;
    if (!form_.since.empty() && !within_line_) {
        auto const time = parse_rfc3339(parts->time);
        if (time && *time < form_.since) return;
        form_.since = {};  // what follows is later
    }
    std::string text;
    if (form_.timestamps && !within_line_) text.append(parts->time) += ' ';
    text += parts->text;
    if (parts->full) text += '\n';
    within_line_ = !parts->full;
    if (form_.limit_bytes) {
        if (text.size() > *form_.limit_bytes) text.resize(static_cast<std::size_t>(*form_.limit_bytes));
        *form_.limit_bytes -= text.size();
    }
    out += text;
}

}  // namespace keelson
