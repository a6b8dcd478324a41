#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_CURL_API_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_CURL_API_HPP

#include "core/queue_strand.hpp"
#include "drivers/runtime_docker/api.hpp"

#include <atomic>
#include <deque>
#include <map>
#include <thread>

namespace keelson::docker {

/// HTTP/1.1 by libcurl, on a thread of its own; connections are kept and used again.
class CurlApi final : public Api {
public:
    static constexpr std::size_t waiting_max = 10'000;
    static constexpr std::size_t slow_max = 512;
    static constexpr std::size_t answer_bytes_max = std::size_t{64} << 20;

    CurlApi(Endpoint endpoint, std::size_t at_once, std::shared_ptr<Clock const> clock, Log log);
    ~CurlApi() override;
    CurlApi(CurlApi const&) = delete;
    CurlApi& operator=(CurlApi const&) = delete;

    Result<> open();
    /// When it has returned, nothing is called back any more. Not on the loop.
    void close();

    Id send(Question question, Instant deadline, Completion<Answer> done) override;
    Id stream(Question question, Instant deadline, std::function<void()> begun,
              std::function<void(std::string_view)> part, Completion<Answer> done) override;
    void cancel(Id id) override;
    void post(std::function<void()> what) override { strand_.post(std::move(what)); }
    void after(Duration time, std::function<void()> what) override;

    [[nodiscard]] Endpoint const& endpoint() const noexcept override { return endpoint_; }
    [[nodiscard]] std::string prefix() const override;
    [[nodiscard]] int version() const noexcept override { return version_; }
    [[nodiscard]] Clock const& clock() const noexcept override { return *clock_; }

    /// The newest version that both sides know, from now on a part of every path.
    void agree_on(int version) noexcept { version_ = version; }

private:
    struct Transfer;
    Id add(std::unique_ptr<Transfer> transfer);
    void enqueue(std::unique_ptr<Transfer> transfer);
    void begin(Transfer& transfer);
    void end(Id id, Result<Answer> outcome);
    void start_queued();
    void run();
    void turn();
    void wait();
    [[nodiscard]] Error broken(int code, Transfer const& transfer) const;

    Endpoint endpoint_;
    std::size_t at_once_;
    std::shared_ptr<Clock const> clock_;
    QueueStrand strand_;
    void* multi_ = nullptr;
    std::thread thread_;
    std::atomic<bool> closing_ = false;
    std::atomic<int> version_ = 0;
    std::atomic<Id> last_ = 0;

    // The loop's.
    std::map<Id, std::unique_ptr<Transfer>> transfers_;
    std::deque<Id> queued_;
    std::size_t quick_ = 0, slow_ = 0;
};

}  // namespace keelson::docker

#endif
