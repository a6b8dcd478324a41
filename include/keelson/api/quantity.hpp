#ifndef KEELSON_API_QUANTITY_HPP
#define KEELSON_API_QUANTITY_HPP

#include <keelson/core/error.hpp>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace keelson {

/// An amount of a resource: "500m" CPUs, "1.5Gi" of memory, "2" GPUs. It keeps its family of suffixes
/// (decimal, binary, exponent) and prints in the canonical form of that family, as Kubernetes does:
/// "1000m" is "1", "1.5Gi" is "1536Mi". Exact from nano to exa; what is finer is rounded up.
/// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
class Quantity {
public:
    Quantity() = default;
    /// A whole number, in the decimal family.
    explicit Quantity(std::int64_t amount) : whole_(amount) {}
    static Quantity from_millis(std::int64_t millis);
    static Quantity from_bytes(std::int64_t bytes);

    static Result<Quantity> parse(std::string_view text);

    [[nodiscard]] std::string text() const;
    /// In thousandths, rounded up, within the bounds of the type.
    [[nodiscard]] std::int64_t millis() const noexcept;
    /// In units, rounded up.
    [[nodiscard]] std::int64_t units() const noexcept;
    [[nodiscard]] bool negative() const noexcept { return whole_ < 0; }
    [[nodiscard]] bool zero() const noexcept { return whole_ == 0 && nanos_ == 0; }

    friend bool operator==(Quantity const& a, Quantity const& b) noexcept {
        return a.whole_ == b.whole_ && a.nanos_ == b.nanos_;
    }
    friend std::strong_ordering operator<=>(Quantity const& a, Quantity const& b) noexcept {
        auto const whole = a.whole_ <=> b.whole_;
        return whole != 0 ? whole : a.nanos_ <=> b.nanos_;
    }
    friend Quantity operator+(Quantity a, Quantity const& b) noexcept;
    friend Quantity operator-(Quantity a, Quantity const& b) noexcept;

private:
    enum class Family : std::uint8_t { decimal, binary, exponent };
    // The value is whole_ + nanos_ / 10^9 with 0 <= nanos_ < 10^9, also below zero.
    std::int64_t whole_ = 0;
    std::int32_t nanos_ = 0;
    Family family_ = Family::decimal;
};

}  // namespace keelson

#endif
