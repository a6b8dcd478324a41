#include "http/utf8.hpp"

#include <cstdint>

namespace keelson::http {
namespace {

/// How many bytes the character at the front has; 0 when there is none.
std::size_t character_bytes(std::string_view text) noexcept {
    auto const byte = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
    auto const first = byte(0);
    if (first < 0x80) return 1;
    auto const count = first >= 0xc2 && first < 0xe0 ? 1U : first >= 0xe0 && first < 0xf0 ? 2U : 3U;
    if (first < 0xc2 || first > 0xf4 || text.size() <= count) return 0;
    for (std::size_t k = 1; k <= count; ++k) {
        if ((byte(k) & 0xc0) != 0x80) return 0;
    }
    auto const second = byte(1);
    bool const wrong = (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
                       (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
    return wrong ? 0 : count + 1;
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        auto const size = character_bytes(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

std::string as_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const size = character_bytes(text);
        if (size == 0) {
            out += "\xef\xbf\xbd";
            text.remove_prefix(1);
        } else {
            out += text.substr(0, size);
            text.remove_prefix(size);
        }
    }
    return out;
}

bool is_printable(std::string_view text) noexcept {
    if (!is_utf8(text)) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<std::uint8_t>(text[i]);
        if (c < 0x20 || c == 0x7f) return false;
        // U+0080 to U+009F are control characters too.
        if (c == 0xc2 && static_cast<std::uint8_t>(text[i + 1]) < 0xa0) return false;
    }
    return true;
}

}  // namespace keelson::http
