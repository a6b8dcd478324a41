#ifndef KEELSON_API_VALUES_HPP
#define KEELSON_API_VALUES_HPP

#include <keelson/core/error.hpp>
#include <keelson/core/time.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace keelson {

/// Any bytes; in JSON and YAML they travel as base64.
struct Bytes {
    std::string value;
    friend bool operator==(Bytes const&, Bytes const&) = default;
};

std::string encode_base64(std::string_view bytes);
Result<std::string> decode_base64(std::string_view text);

/// JSON that no struct describes, kept as canonical text. Empty: absent.
struct RawJson {
    std::string text;
    friend bool operator==(RawJson const&, RawJson const&) = default;
};

/// A number or a string: a port or its name, a count or a percentage.
class IntOrString {
public:
    IntOrString() = default;
    IntOrString(std::int32_t number) : number_(number) {}
    IntOrString(std::string text) : is_string_(true), text_(std::move(text)) {}
    IntOrString(char const* text) : IntOrString(std::string(text)) {}

    [[nodiscard]] bool is_string() const noexcept { return is_string_; }
    [[nodiscard]] std::int32_t number() const noexcept { return number_; }
    [[nodiscard]] std::string const& string() const noexcept { return text_; }
    /// As it is written: "80", "http", "25%".
    [[nodiscard]] std::string text() const { return is_string_ ? text_ : std::to_string(number_); }

    /// The number itself, or a percentage ("25%") of `total`. Fails for any other string.
    [[nodiscard]] Result<std::int32_t> of(std::int32_t total, bool round_up) const;

    friend bool operator==(IntOrString const&, IntOrString const&) = default;

private:
    bool is_string_ = false;
    std::int32_t number_ = 0;
    std::string text_;
};

}  // namespace keelson

#endif
