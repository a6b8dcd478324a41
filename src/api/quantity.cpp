#include <keelson/api/quantity.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace keelson {
namespace {

__extension__ using Wide = __int128;
constexpr Wide nano = 1'000'000'000;
constexpr auto largest = std::numeric_limits<std::int64_t>::max();

struct Suffix {
    std::string_view text;
    int power;  ///< of ten, or of 1024 for the binary ones
};
constexpr std::array decimal_suffixes{Suffix{"n", -9}, Suffix{"u", -6}, Suffix{"m", -3}, Suffix{"", 0},
                                      Suffix{"k", 3},  Suffix{"M", 6},  Suffix{"G", 9},  Suffix{"T", 12},
                                      Suffix{"P", 15}, Suffix{"E", 18}};
constexpr std::array binary_suffixes{Suffix{"Ki", 1}, Suffix{"Mi", 2}, Suffix{"Gi", 3},
                                     Suffix{"Ti", 4}, Suffix{"Pi", 5}, Suffix{"Ei", 6}};

Error not_a_quantity(std::string_view text) {
    return {Errc::invalid,
            "unable to parse quantity's suffix or number: \"" + std::string(text.substr(0, 64)) +
                "\"; write a number with an optional suffix of n u m k M G T P E, Ki Mi Gi Ti Pi Ei or e3"};
}

/// value * 10^power in nanos, rounded up; beyond the bounds of the type it is cut to them.
Wide scaled(Wide value, int power) {
    constexpr Wide bound = Wide{largest} * nano;
    for (; power > 0 && value <= bound && value >= -bound; --power) value *= 10;
    for (; power < 0 && value != 0; ++power) {
        auto const rest = value % 10;
        value = value / 10 + (rest > 0 ? 1 : 0);
    }
    return std::clamp(value, -bound, bound);
}

}  // namespace

Quantity Quantity::from_millis(std::int64_t millis) {
    Quantity q;
    q.whole_ = millis / 1000 - (millis % 1000 < 0 ? 1 : 0);
    q.nanos_ = static_cast<std::int32_t>((millis - q.whole_ * 1000) * 1'000'000);
    return q;
}

Quantity Quantity::from_bytes(std::int64_t bytes) {
    Quantity q(bytes);
    q.family_ = Family::binary;
    return q;
}

Result<Quantity> Quantity::parse(std::string_view text) {
    auto rest = text;
    bool negative = false;
    if (!rest.empty() && (rest[0] == '+' || rest[0] == '-')) {
        negative = rest[0] == '-';
        rest.remove_prefix(1);
    }
    Wide value = 0;
    int power = 0, digits = 0;
    bool point = false;
    while (!rest.empty()) {
        char const c = rest[0];
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            ++digits;
            if (value < Wide{largest} * 1000) {
                value = value * 10 + (c - '0');
                if (point) --power;
            } else if (!point) {
                ++power;
            }
        } else {
            break;
        }
        rest.remove_prefix(1);
    }
    if (digits == 0) return not_a_quantity(text);
    Quantity q;
    if (auto const* const binary = std::find_if(binary_suffixes.begin(), binary_suffixes.end(),
                                                [&](Suffix const& s) { return s.text == rest; });
        binary != binary_suffixes.end()) {
        q.family_ = Family::binary;
        for (int i = 0; i < binary->power; ++i) value = std::min(value, Wide{largest} * nano) * 1024;
    } else if (auto const* const decimal = std::find_if(decimal_suffixes.begin(), decimal_suffixes.end(),
                                                        [&](Suffix const& s) { return s.text == rest; });
               decimal != decimal_suffixes.end()) {
        power += decimal->power;
    } else if (rest.size() > 1 && (rest[0] == 'e' || rest[0] == 'E')) {
        q.family_ = Family::exponent;
        rest.remove_prefix(1);
        int sign = 1, exponent = 0;
        if (rest[0] == '+' || rest[0] == '-') {
            sign = rest[0] == '-' ? -1 : 1;
            rest.remove_prefix(1);
        }
        if (rest.empty() || rest.size() > 3) return not_a_quantity(text);
        for (char const c : rest) {
            if (c < '0' || c > '9') return not_a_quantity(text);
            exponent = exponent * 10 + (c - '0');
        }
        power += sign * exponent;
    } else {
        return not_a_quantity(text);
    }
    auto nanos = scaled(value, power + 9);
    if (negative) nanos = -nanos;
    auto whole = nanos / nano;
    if (nanos % nano < 0) --whole;
    q.whole_ = static_cast<std::int64_t>(whole);
    q.nanos_ = static_cast<std::int32_t>(nanos - whole * nano);
    return q;
}

std::string Quantity::text() const {
    Wide nanos = Wide{whole_} * nano + nanos_;
    if (nanos == 0) return "0";
    std::string const sign = nanos < 0 ? "-" : "";
    if (nanos < 0) nanos = -nanos;
    auto const print = [&](Wide number, std::string_view suffix) {
        std::string digits;
        for (; number != 0; number /= 10)
            digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(number % 10)));
        return sign + digits + std::string(suffix);
    };
    if (family_ == Family::binary && nanos % nano == 0) {
        auto number = nanos / nano;
        std::size_t power = 0;
        while (power < binary_suffixes.size() && number % 1024 == 0) {
            number /= 1024;
            ++power;
        }
        return print(number, power == 0 ? "" : binary_suffixes[power - 1].text);
    }
    // The largest suffix that leaves no fraction.
    int power = -9;
    auto number = nanos;
    while (power < 18 && number % 1000 == 0) {
        number /= 1000;
        power += 3;
    }
    if (family_ == Family::exponent) return print(number, power == 0 ? "" : "e" + std::to_string(power));
    return print(number, decimal_suffixes[static_cast<std::size_t>((power + 9) / 3)].text);
}

std::int64_t Quantity::millis() const noexcept {
    auto const exact = Wide{whole_} * 1000 + (nanos_ + 999'999) / 1'000'000;
    return static_cast<std::int64_t>(std::clamp(exact, -Wide{largest}, Wide{largest}));
}

std::int64_t Quantity::units() const noexcept { return whole_ == largest ? whole_ : whole_ + (nanos_ > 0 ? 1 : 0); }

Quantity operator+(Quantity a, Quantity const& b) noexcept {
    auto const sum = Wide{a.whole_} * nano + a.nanos_ + Wide{b.whole_} * nano + b.nanos_;
    auto const bounded = std::clamp(sum, -Wide{largest} * nano, Wide{largest} * nano);
    auto whole = bounded / nano;
    if (bounded % nano < 0) --whole;
    a.whole_ = static_cast<std::int64_t>(whole);
    a.nanos_ = static_cast<std::int32_t>(bounded - whole * nano);
    return a;
}

Quantity operator-(Quantity a, Quantity const& b) noexcept {
    Quantity minus = b;
    minus.whole_ = b.nanos_ == 0 ? -b.whole_ : -b.whole_ - 1;
    minus.nanos_ = b.nanos_ == 0 ? 0 : static_cast<std::int32_t>(nano) - b.nanos_;
    return a + minus;
}

}  // namespace keelson
