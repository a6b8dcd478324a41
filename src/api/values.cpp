#include <keelson/api/values.hpp>

#include <array>
#include <charconv>

namespace keelson {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr auto make_reverse() {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    return table;
}
constexpr auto reverse = make_reverse();

}  // namespace

std::string encode_base64(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        auto const count = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t j = 0; j < 3; ++j)
            group = group << 8 | (j < count ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j) text += j <= count ? alphabet[group >> (18 - 6 * j) & 63] : '=';
    }
    return text;
}

Result<std::string> decode_base64(std::string_view text) {
    std::string bytes;
    std::uint32_t group = 0;
    std::size_t count = 0, padding = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '\n' || c == '\r') continue;
        if (c == '=') {
            ++padding;
        } else if (auto const value = reverse[static_cast<unsigned char>(c)]; value >= 0 && padding == 0) {
            group |= static_cast<std::uint32_t>(value) << (18 - 6 * count);
        } else {
            return Error(Errc::invalid, "illegal base64 data at input byte " + std::to_string(i));
        }
        if (++count == 4) {
            if (padding > 2) return Error(Errc::invalid, "illegal base64 data at input byte " + std::to_string(i));
            for (std::size_t j = 0; j < 3 - padding; ++j) bytes += static_cast<char>(group >> (16 - 8 * j) & 0xff);
            count = 0;
            group = 0;
        }
    }
    if (count != 0) return Error(Errc::invalid, "illegal base64 data at input byte " + std::to_string(text.size()));
    return bytes;
}

Result<std::int32_t> IntOrString::of(std::int32_t total, bool round_up) const {
    if (!is_string_) return number_;
    std::int64_t percent = 0;
    auto const* const end = text_.data() + text_.size();
    auto const [stop, error] = std::from_chars(text_.data(), end, percent);
    if (error != std::errc{} || stop + 1 != end || *stop != '%')
        return Error(Errc::invalid, "\"" + text_ + "\" is neither a number nor a percentage");
    auto const product = percent * total;
    return static_cast<std::int32_t>(round_up ? (product + 99) / 100 : product / 100);
}

}  // namespace keelson
