#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_ENGINE_API_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_ENGINE_API_HPP

#include "drivers/runtime_docker/api.hpp"
#include "transfer/transfers.hpp"

#include <atomic>

namespace keelson::docker {

/// An engine's API over HTTP/1.1. Its loop is the strand of its transfers.
class EngineApi final : public Api {
public:
    EngineApi(Endpoint endpoint, std::size_t at_once, std::shared_ptr<Clock const> clock, Log log);

    Result<> open() { return transfers_.start(); }
    /// When it has returned, nothing is called back any more. Not on the loop.
    void close() { transfers_.drop(); }

    Id send(Question question, Instant deadline, Completion<Answer> done) override;
    Id stream(Question question, Instant deadline, std::function<void()> begun,
              std::function<void(std::string_view)> part, Completion<Answer> done) override;
    void cancel(Id id) override { transfers_.cancel(id); }
    void post(std::function<void()> what) override { transfers_.strand().post(std::move(what)); }
    void after(Duration time, std::function<void()> what) override;

    [[nodiscard]] Endpoint const& endpoint() const noexcept override { return endpoint_; }
    [[nodiscard]] std::string prefix() const override;
    [[nodiscard]] int version() const noexcept override { return version_; }
    [[nodiscard]] Clock const& clock() const noexcept override { return *clock_; }

    /// The newest version that both sides know, from now on a part of every path.
    void agree_on(int version) noexcept { version_ = version; }

private:
    [[nodiscard]] transfer::Exchange exchange_of(Question question, Instant deadline) const;
    [[nodiscard]] Result<Answer> answer_of(transfer::Outcome outcome) const;

    Endpoint endpoint_;
    std::shared_ptr<Clock const> clock_;
    std::shared_ptr<transfer::Server const> server_;
    std::atomic<int> version_ = 0;
    transfer::Transfers transfers_;
};

}  // namespace keelson::docker

#endif
