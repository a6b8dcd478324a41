#include <keelson/core/entropy.hpp>

#include <array>
#include <random>
#include <sys/random.h>

namespace keelson {
namespace {

class SystemEntropy final : public Entropy {
public:
    std::uint64_t next() override {
        if (used_ == words_.size()) refill();
        return words_[used_++];
    }

private:
    // A name and a uid take seven words; asked for one at a time they cost more than all else about a new object.
    void refill() {
        used_ = 0;
        // Up to 256 bytes come whole or not at all.
        if (::getrandom(words_.data(), sizeof words_, 0) == static_cast<ssize_t>(sizeof words_)) return;
        std::random_device device;
        for (auto& word : words_) word = (static_cast<std::uint64_t>(device()) << 32) | device();
    }

    std::array<std::uint64_t, 32> words_{};
    std::size_t used_ = words_.size();
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
