#ifndef DIGITS_LOAD_HPP
#define DIGITS_LOAD_HPP

#include "digits.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace digits {

struct LoadOptions {
    std::string ip;
    std::uint16_t port = 80;
    std::vector<Image> images;                   ///< asked for in turn; see `held_out_images`
    std::size_t connections = 4;                 ///< each with a thread of its own
    std::chrono::microseconds pause{1000};       ///< of a connection between an answer and its next request
    std::chrono::milliseconds time_limit{5000};  ///< for a connection or an answer
};

/// Counts latencies in classes 3 % apart, so any number of them takes the same room.
class Latencies {
public:
    void add(std::chrono::nanoseconds latency);
    void add(Latencies const& others);
    /// The latency that this share of the requests did not exceed; 0 without any.
    [[nodiscard]] std::chrono::nanoseconds percentile(double share) const;

private:
    std::array<std::uint64_t, 800> counts_{};
    std::uint64_t total_ = 0;
};

/// What came of the requests that one model version answered.
struct VersionResult {
    std::uint64_t requests = 0;
    std::uint64_t correct = 0;
    Latencies latencies;

    [[nodiscard]] double accuracy() const {
        return requests == 0 ? 0 : static_cast<double>(correct) / static_cast<double>(requests);
    }
};

struct Failure {
    std::chrono::system_clock::time_point time;
    std::string reason;
};

struct LoadResult {
    std::map<std::string, VersionResult> versions;
    std::uint64_t requests = 0;  ///< answered and failed
    std::uint64_t failed = 0;
    std::vector<Failure> failures;  ///< the first thousand
    std::chrono::nanoseconds elapsed{};

    /// The latencies of all versions together.
    [[nodiscard]] Latencies latencies() const;
};

/// Asks a model server about images without end, over connections that it keeps, and counts. Nothing is asked
/// twice: a request that gets no answer, or a wrong status, is a failure, and the next one uses a new connection.
class Load {
public:
    explicit Load(LoadOptions options);
    /// Stops.
    ~Load();
    Load(Load const&) = delete;
    Load& operator=(Load const&) = delete;

    void start();
    /// Waits for the answers that are on their way.
    void stop();
    /// Everything since the start. Threading: from any thread, also while it runs.
    [[nodiscard]] LoadResult snapshot() const;

private:
    void run(std::size_t number);

    LoadOptions const options_;
    std::atomic<bool> stopping_ = false;
    std::atomic<std::size_t> next_image_ = 0;
    std::vector<std::thread> threads_;
    std::chrono::steady_clock::time_point started_;
    mutable std::mutex mutex_;
    LoadResult result_;
};

}  // namespace digits

#endif
