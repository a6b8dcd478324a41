#include <keelson/core/entropy.hpp>

#include <array>
#include <random>

namespace keelson {
namespace {

class SystemEntropy final : public Entropy {
public:
    std::uint64_t next() override { return (static_cast<std::uint64_t>(device_()) << 32) | device_(); }

private:
    std::random_device device_;
};

/// splitmix64 (Steele, Lea, Flood 2014): one word of state, the same sequence everywhere.
class SeededEntropy final : public Entropy {
public:
    explicit SeededEntropy(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() override {
        state_ += 0x9e3779b97f4a7c15ULL;
        auto z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }

private:
    std::uint64_t state_;
};

}  // namespace

std::uint64_t Entropy::below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }

double Entropy::unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

std::string Entropy::uuid() {
    auto a = next(), b = next();
    a = (a & ~0xf000ULL) | 0x4000ULL;
    b = (b & ~(0xc000ULL << 48)) | (0x8000ULL << 48);
    constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (int i = 0; i < 32; ++i) {
        if (i == 8 || i == 12 || i == 16 || i == 20) text += '-';
        auto const word = i < 16 ? a : b;
        text += hex[(word >> (60 - 4 * (i % 16))) & 0xf];
    }
    return text;
}

std::string Entropy::suffix(std::size_t length) {
    // Kubernetes' alphabet for generated names: no vowels, no digits that read as letters.
    constexpr std::string_view alphabet = "bcdfghjklmnpqrstvwxz2456789";
    std::string text;
    for (std::size_t i = 0; i < length; ++i) text += alphabet[below(alphabet.size())];
    return text;
}

std::shared_ptr<Entropy> system_entropy() { return std::make_shared<SystemEntropy>(); }
std::shared_ptr<Entropy> seeded_entropy(std::uint64_t seed) { return std::make_shared<SeededEntropy>(seed); }

}  // namespace keelson
