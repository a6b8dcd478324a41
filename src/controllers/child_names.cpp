#include "controllers/child_names.hpp"

#include "controllers/stable_hash.hpp"

#include <algorithm>
#include <optional>

namespace keelson::controllers {
namespace {

constexpr std::size_t suffix_length = 5;
constexpr std::size_t name_length_max = 63;  // of a Pod, for its name becomes a host name
constexpr std::uint64_t count = 27ULL * 27 * 27 * 27 * 27;

// Numbers become letters by x -> x * step + offset (mod count), which has an inverse, for step and count have no
// common factor; the golden section spreads neighbours.
constexpr std::uint64_t step = 8'867'993;

constexpr std::uint64_t inverse_of(std::uint64_t value) {
    // count is a power of 3 and phi(count) = count / 3 * 2, so value^(phi - 1) is the inverse.
    std::uint64_t result = 1;
    for (auto power = count / 3 * 2 - 1; power != 0; power /= 2) {
        if (power % 2 != 0) result = result * value % count;
        value = value * value % count;
    }
    return result;
}
constexpr std::uint64_t step_inverse = inverse_of(step);
static_assert(step * step_inverse % count == 1);

// How far apart two generations of an owner start.
constexpr std::uint64_t epoch_size = 1024;

std::optional<std::uint64_t> number_of(std::string_view letters) {
    std::uint64_t number = 0;
    for (char const c : letters) {
        auto const digit = name_letters.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        number = number * name_letters.size() + digit;
    }
    return number;
}

}  // namespace

ChildNames::ChildNames(std::string_view owner_name, std::string_view owner_uid, std::int64_t epoch)
    : prefix_(owner_name.substr(0, name_length_max - suffix_length - 1)),
      offset_(stable_hash(owner_uid) % count),
      next_(static_cast<std::uint64_t>(std::max<std::int64_t>(epoch, 0)) * epoch_size % count) {
    prefix_ += '-';
}

void ChildNames::taken(std::string_view name) {
    if (name.size() != prefix_.size() + suffix_length || !name.starts_with(prefix_)) return;
    auto const number = number_of(name.substr(prefix_.size()));
    if (!number) return;
    auto const after = (*number + count - offset_) % count * step_inverse % count + 1;
    next_ = any_taken_ ? std::max(next_, after) : after;
    any_taken_ = true;
}

std::string ChildNames::next() {
    auto const number = (next_ % count * step + offset_) % count;
    ++next_;
    return prefix_ + name_text(number, suffix_length);
}

}  // namespace keelson::controllers
