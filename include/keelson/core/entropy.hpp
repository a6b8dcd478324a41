#ifndef KEELSON_CORE_ENTROPY_HPP
#define KEELSON_CORE_ENTROPY_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace keelson {

/// Where an engine gets chance from: uids, name suffixes, jitter. One seed replays all of it.
/// Threading: called on the engine's strand only; an instance belongs to one engine.
class Entropy {
public:
    virtual ~Entropy() = default;
    virtual std::uint64_t next() = 0;

    /// A number in [0, bound); 0 when bound is 0.
    std::uint64_t below(std::uint64_t bound);
    /// A number in [0, 1).
    double unit();
    /// A random (version 4) UUID in its usual form.
    std::string uuid();
    /// Lower-case letters and digits of which no bad words are made: the suffixes of generated names.
    std::string suffix(std::size_t length = 5);
};

/// Numbers from the operating system.
std::shared_ptr<Entropy> system_entropy();

/// The same numbers for the same seed, on every machine.
std::shared_ptr<Entropy> seeded_entropy(std::uint64_t seed);

}  // namespace keelson

#endif
