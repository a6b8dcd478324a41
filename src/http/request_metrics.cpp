#include "http/request_metrics.hpp"

#include <algorithm>
#include <chrono>

namespace keelson::http {

/// How long one is there counts; what goes over it does not.
class LongRunning {
public:
    LongRunning(std::shared_ptr<RequestMetrics> metrics, Gauge& gauge) : metrics_(std::move(metrics)), gauge_(&gauge) {
        gauge_->add(1);
    }
    ~LongRunning() { gauge_->add(-1); }
    LongRunning(LongRunning const&) = delete;
    LongRunning& operator=(LongRunning const&) = delete;

private:
    std::shared_ptr<RequestMetrics> metrics_;
    Gauge* gauge_;
};

class MeteredStream final : public Stream {
public:
    MeteredStream(std::shared_ptr<Stream> inner, std::unique_ptr<LongRunning> counted, Counter* events)
        : inner_(std::move(inner)), counted_(std::move(counted)), events_(events) {}
    void write(std::string part) override {
        // Each event is a line.
        if (events_) events_->add(static_cast<std::uint64_t>(std::count(part.begin(), part.end(), '\n')));
        inner_->write(std::move(part));
    }
    void write_shared(std::shared_ptr<std::string const> part, std::size_t events) override {
        if (events_) events_->add(events);
        inner_->write_shared(std::move(part), events);
    }
    [[nodiscard]] std::size_t queued_bytes() const override { return inner_->queued_bytes(); }
    void on_drained(std::function<void()> drained) override { inner_->on_drained(std::move(drained)); }
    void on_closed(std::function<void()> closed) override { inner_->on_closed(std::move(closed)); }
    void end() override { inner_->end(); }

private:
    std::shared_ptr<Stream> inner_;
    std::unique_ptr<LongRunning> counted_;
    Counter* events_;
};

class MeteredSocket final : public Socket {
public:
    MeteredSocket(std::shared_ptr<Socket> inner, std::unique_ptr<LongRunning> counted)
        : inner_(std::move(inner)), counted_(std::move(counted)) {}
    [[nodiscard]] std::string_view protocol() const override { return inner_->protocol(); }
    void send(Message message) override { inner_->send(std::move(message)); }
    [[nodiscard]] std::size_t queued_bytes() const override { return inner_->queued_bytes(); }
    void on_message(std::function<void(Message)> received) override { inner_->on_message(std::move(received)); }
    void hold(bool held) override { inner_->hold(held); }
    void on_drained(std::function<void()> drained) override { inner_->on_drained(std::move(drained)); }
    void on_closed(std::function<void()> closed) override { inner_->on_closed(std::move(closed)); }
    void close() override { inner_->close(); }

private:
    std::shared_ptr<Socket> inner_;
    std::unique_ptr<LongRunning> counted_;
};

class MeteredExchange final : public Exchange {
public:
    MeteredExchange(std::shared_ptr<RequestMetrics> metrics, std::shared_ptr<Exchange> inner)
        : metrics_(std::move(metrics)), inner_(std::move(inner)) {
        auto const& method = inner_->request().method;
        kind_ = method == "GET" || method == "HEAD" || method == "OPTIONS" ? "readOnly" : "mutating";
        metrics_->in_flight_.at({kind_}).add(1);
    }
    ~MeteredExchange() override {
        if (!answered_) metrics_->in_flight_.at({kind_}).add(-1);
    }
    Request& request() override { return inner_->request(); }
    void reply(Reply reply) override {
        answered(reply.status);
        inner_->reply(std::move(reply));
    }
    std::shared_ptr<Stream> stream(int status, std::string content_type, Headers headers) override {
        answered(status);
        auto inner = inner_->stream(status, std::move(content_type), std::move(headers));
        if (!inner) return inner;
        auto* const events = labels.verb == "WATCH"
                                 ? &metrics_->watch_events_.at({labels.group, labels.resource, labels.version})
                                 : nullptr;
        return std::make_shared<MeteredStream>(std::move(inner), long_running(), events);
    }
    [[nodiscard]] bool wants_socket() const override { return inner_->wants_socket(); }
    void upgrade(std::vector<std::string> protocols, std::function<void(std::shared_ptr<Socket>)> open) override {
        answered(101);
        inner_->upgrade(std::move(protocols), counting(std::move(open)));
    }
    void take_over(std::string_view protocol, Headers headers,
                   std::function<void(std::shared_ptr<Socket>)> open) override {
        answered(101);
        inner_->take_over(protocol, std::move(headers), counting(std::move(open)));
    }

    RequestLabels labels;

private:
    std::unique_ptr<LongRunning> long_running() {
        return std::make_unique<LongRunning>(
            metrics_, metrics_->long_running_.at({labels.group, labels.resource, labels.scope, labels.subresource,
                                                  labels.verb, labels.version}));
    }

    std::function<void(std::shared_ptr<Socket>)> counting(std::function<void(std::shared_ptr<Socket>)> open) {
        // Counted from when it is open: this function may be copied and may not be called.
        auto& gauge = metrics_->long_running_.at(
            {labels.group, labels.resource, labels.scope, labels.subresource, labels.verb, labels.version});
        return [metrics = metrics_, &gauge, open = std::move(open)](std::shared_ptr<Socket> socket) {
            if (!socket) return open(nullptr);
            open(std::make_shared<MeteredSocket>(std::move(socket), std::make_unique<LongRunning>(metrics, gauge)));
        };
    }

    void answered(int status) {
        if (std::exchange(answered_, true)) return;
        metrics_->in_flight_.at({kind_}).add(-1);
        char const code[] = {static_cast<char>('0' + status / 100 % 10), static_cast<char>('0' + status / 10 % 10),
                             static_cast<char>('0' + status % 10)};
        auto const dry_run = labels.dry_run ? "All" : "";
        metrics_->requests_
            .at({std::string_view(code, 3), dry_run, labels.group, labels.resource, labels.scope, labels.subresource,
                 labels.verb, labels.version})
            .add();
        // How long a watch lasts says nothing of how quick the server is.
        if (labels.verb == "WATCH" || labels.verb == "CONNECT") return;
        metrics_->durations_
            .at({dry_run, labels.group, labels.resource, labels.scope, labels.subresource, labels.verb, labels.version})
            .observe(std::chrono::steady_clock::now() - began_);
    }

    std::shared_ptr<RequestMetrics> metrics_;
    std::shared_ptr<Exchange> inner_;
    std::string_view kind_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    bool answered_ = false;
};

RequestMetrics::RequestMetrics()
    : requests_("apiserver_request_total", MetricText::Type::counter, "Requests that were answered.",
                {"code", "dry_run", "group", "resource", "scope", "subresource", "verb", "version"}),
      durations_("apiserver_request_duration_seconds", MetricText::Type::histogram,
                 "How long requests took to be answered, those aside that last as their clients like.",
                 {"dry_run", "group", "resource", "scope", "subresource", "verb", "version"}),
      in_flight_("apiserver_current_inflight_requests", MetricText::Type::gauge, "Requests that are being answered.",
                 {"request_kind"}),
      long_running_("apiserver_longrunning_requests", MetricText::Type::gauge,
                    "Watches, logs that are followed and connections with Pods that are open.",
                    {"group", "resource", "scope", "subresource", "verb", "version"}),
      watch_events_("apiserver_watch_events_total", MetricText::Type::counter, "Events that were sent to watches.",
                    {"group", "resource", "version"}) {}

RequestMetrics::Metered RequestMetrics::meter(std::shared_ptr<Exchange> exchange) {
    auto made = std::make_shared<MeteredExchange>(shared_from_this(), std::move(exchange));
    auto* const labels = &made->labels;
    return {std::move(made), labels};
}

void RequestMetrics::write(MetricText& text) const {
    requests_.write(text);
    durations_.write(text);
    in_flight_.write(text);
    long_running_.write(text);
    watch_events_.write(text);
}

}  // namespace keelson::http
