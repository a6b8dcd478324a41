#ifndef KEELSON_SRC_HTTP_REQUEST_METRICS_HPP
#define KEELSON_SRC_HTTP_REQUEST_METRICS_HPP

#include "core/metrics.hpp"
#include "http/exchange.hpp"

#include <memory>
#include <string>

namespace keelson::http {

/// What a request is about, as metrics name it.
struct RequestLabels {
    std::string group, version, resource, subresource;
    std::string scope;  ///< "resource", "namespace", "cluster"; empty: no part of the API proper
    std::string
        verb;  ///< "GET", "LIST", "WATCH", "POST", "PUT", "PATCH", "APPLY", "DELETE", "DELETECOLLECTION", "CONNECT"
    bool dry_run = false;
};

/// Counts requests and how long they take, under kube-apiserver's names. Threading: any thread.
class RequestMetrics : public std::enable_shared_from_this<RequestMetrics> {
public:
    RequestMetrics();

    struct Metered {
        std::shared_ptr<Exchange> exchange;  ///< to be answered in place of the one that was given
        RequestLabels* labels;               ///< to be filled in before that; as long as the exchange
    };
    Metered meter(std::shared_ptr<Exchange> exchange);
    void write(MetricText& text) const;

private:
    friend class MeteredExchange;
    friend class MeteredStream;
    friend class MeteredSocket;
    MetricFamily<Counter> requests_;
    MetricFamily<Histogram> durations_;
    MetricFamily<Gauge> in_flight_, long_running_;
    MetricFamily<Counter> watch_events_;
};

}  // namespace keelson::http

#endif
