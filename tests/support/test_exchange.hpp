#ifndef KEELSON_TESTS_SUPPORT_TEST_EXCHANGE_HPP
#define KEELSON_TESTS_SUPPORT_TEST_EXCHANGE_HPP

#include "http/exchange.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace keelson::test {

/// A stream that keeps what it is given.
class TestStream final : public http::Stream {
public:
    void write(std::string part) override {
        if (!open) return;
        all += part;
        waiting += part.size();
        ++writes;
        if (reads) waiting = 0;
    }
    std::size_t queued_bytes() const override { return waiting; }
    void on_drained(std::function<void()> drained) override { drained_ = std::move(drained); }
    void on_closed(std::function<void()> closed) override { closed_ = std::move(closed); }
    void end() override {
        ended = true;
        open = false;
        drained_ = closed_ = nullptr;
    }
    /// The client takes what is queued.
    void drain() {
        waiting = 0;
        if (drained_) drained_();
    }
    /// The client goes.
    void close() {
        if (!std::exchange(open, false)) return;
        drained_ = nullptr;
        if (auto const closed = std::exchange(closed_, nullptr)) closed();
    }
    /// What has come since the last call.
    std::string take() { return std::exchange(all, {}); }

    bool reads = true, open = true, ended = false;
    std::string all;
    std::size_t waiting = 0, writes = 0;

private:
    std::function<void()> drained_, closed_;
};

/// A request of a test, and what was answered.
class TestExchange final : public http::Exchange {
public:
    TestExchange(std::string method, std::string target, std::string body = {}, http::Headers headers = {}) {
        asked.method = std::move(method);
        asked.target = std::move(target);
        asked.body = std::move(body);
        asked.headers = std::move(headers);
    }
    http::Request& request() override { return asked; }
    void reply(http::Reply reply) override {
        answer = std::move(reply);
        if (!answer->more || holds_pieces) return;
        while (answer->more(answer->body)) ++pieces;
        answer->more = nullptr;
    }
    std::shared_ptr<http::Stream> stream(int status, std::string content_type, http::Headers) override {
        answer.emplace().status = status;
        answer->content_type = std::move(content_type);
        streamed = std::make_shared<TestStream>();
        streamed->reads = client_reads;
        return streamed;
    }
    bool wants_socket() const override { return false; }
    void upgrade(std::vector<std::string>, std::function<void(std::shared_ptr<http::Socket>)> open) override {
        open(nullptr);
    }

    http::Request asked;
    std::optional<http::Reply> answer;
    std::shared_ptr<TestStream> streamed;
    bool client_reads = true;
    bool holds_pieces = false;  ///< the test asks for them
    std::size_t pieces = 0;  ///< of the answer, before the last one
};

}  // namespace keelson::test

#endif
