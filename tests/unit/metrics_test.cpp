#include "core/metrics.hpp"

#include "http/request_metrics.hpp"
#include "support/test_exchange.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/engine.hpp>

#include <catch2/catch.hpp>

#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

using namespace keelson;

namespace {

/// Reads what an engine tells as Prometheus does, and stricter: each family has HELP and TYPE once and before its
/// samples, all of which stand together; no sample comes twice; histograms grow and end with what was counted.
struct Parsed {
    explicit Parsed(std::string const& text) {
        REQUIRE((text.empty() || text.back() == '\n'));
        std::regex const sample(R"re(([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(.*)\})? (\S+))re");
        std::regex const labels(R"re(([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*"(,|$))*)re");
        std::set<std::string> seen;
        std::istringstream lines(text);
        std::string family, type;
        for (std::string line; std::getline(lines, line);) {
            INFO(line);
            if (line.starts_with("# HELP ")) {
                family = line.substr(7, line.find(' ', 7) - 7);
                REQUIRE(seen.insert(family).second);
                type.clear();
                continue;
            }
            if (line.starts_with("# TYPE ")) {
                REQUIRE(line.substr(7, family.size() + 1) == family + " ");
                type = line.substr(8 + family.size());
                REQUIRE(std::set<std::string>{"counter", "gauge", "histogram"}.contains(type));
                types[family] = type;
                continue;
            }
            std::smatch found;
            REQUIRE(std::regex_match(line, found, sample));
            REQUIRE_FALSE(type.empty());
            REQUIRE(std::regex_match(found[3].str(), labels));
            auto const name = found[1].str();
            if (type == "histogram") {
                REQUIRE((name == family + "_bucket" || name == family + "_sum" || name == family + "_count"));
            } else {
                REQUIRE(name == family);
            }
            if (type == "counter" && name != "apiserver_request_total") REQUIRE(name.ends_with("_total"));
            auto const key = name + found[2].str();
            REQUIRE(values.count(key) == 0);
            values[key] = std::stod(found[4].str());
        }
    }
    [[nodiscard]] double at(std::string const& key) const {
        INFO(key);
        REQUIRE(values.count(key) == 1);
        return values.at(key);
    }
    std::map<std::string, std::string> types;
    std::map<std::string, double> values;
};

}  // namespace

TEST_CASE("metrics: text is escaped, and numbers are as they are") {
    MetricText text;
    text.family("a_total", MetricText::Type::counter, "What\\ever\nit is.");
    text.sample({{"x", "say \"hi\"\\\n"}, {"y", ""}}, 3);
    text.sample({}, 0.25);
    text.family("b", MetricText::Type::gauge, "Another.");
    text.sample({}, -12345678901.0);
    CHECK(text.take() ==
          "# HELP a_total What\\\\ever\\nit is.\n# TYPE a_total counter\n"
          "a_total{x=\"say \\\"hi\\\"\\\\\\n\",y=\"\"} 3\na_total 0.25\n"
          "# HELP b Another.\n# TYPE b gauge\nb -12345678901\n");
}

TEST_CASE("metrics: a histogram counts each duration in every bucket that it fits") {
    Histogram histogram;
    histogram.observe(std::chrono::microseconds(100));
    histogram.observe(std::chrono::milliseconds(20));
    histogram.observe(std::chrono::hours(1));
    histogram.observe(Duration(-1));
    MetricText text;
    text.family("h", MetricText::Type::histogram, "h");
    histogram.write(text, {});
    Parsed const parsed(text.take());
    CHECK(parsed.at("h_bucket{le=\"0.0001\"}") == 2);
    CHECK(parsed.at("h_bucket{le=\"0.01\"}") == 2);
    CHECK(parsed.at("h_bucket{le=\"0.025\"}") == 3);
    CHECK(parsed.at("h_bucket{le=\"60\"}") == 3);
    CHECK(parsed.at("h_bucket{le=\"+Inf\"}") == 4);
    CHECK(parsed.at("h_count") == 4);
    CHECK(parsed.at("h_sum") == Approx(3600.0201));
}

TEST_CASE("metrics: a family has a bound, and many threads count in it at once") {
    MetricFamily<Counter> family("f_total", MetricText::Type::counter, "f", {"n"});
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&family] {
            for (int i = 0; i < 10'000; ++i) family.at({std::to_string(i % 100)}).add();
        });
    }
    for (auto& thread : threads) thread.join();
    for (int i = 0; i < 10'000; ++i) family.at({"made up " + std::to_string(i)}).add();
    MetricText text;
    family.write(text);
    Parsed const parsed(text.take());
    for (int i = 0; i < 100; ++i) CHECK(parsed.at("f_total{n=\"" + std::to_string(i) + "\"}") == 400);
    CHECK(parsed.values.size() < 3000);
    CHECK(parsed.at("f_total{n=\"other\"}") > 1000);
}

TEST_CASE("metrics: requests are counted by what they are about, and streams as long as they last") {
    auto const metrics = std::make_shared<http::RequestMetrics>();
    auto const read = [&] {
        MetricText text;
        metrics->write(text);
        return Parsed(text.take());
    };
    auto const first = std::make_shared<test::TestExchange>("POST", "/api/v1/namespaces/a/pods");
    auto metered = metrics->meter(first);
    *metered.labels = {{}, "v1", "pods", {}, "resource", "POST", true};
    CHECK(read().at("apiserver_current_inflight_requests{request_kind=\"mutating\"}") == 1);
    metered.exchange->reply({.status = 201});
    CHECK(first->answer->status == 201);
    CHECK(read().at("apiserver_current_inflight_requests{request_kind=\"mutating\"}") == 0);
    std::string const labels = R"(group="",resource="pods",scope="resource",subresource="",verb="POST",version="v1")";
    CHECK(read().at("apiserver_request_total{code=\"201\",dry_run=\"All\"," + labels + "}") == 1);
    CHECK(read().at("apiserver_request_duration_seconds_count{dry_run=\"All\"," + labels + "}") == 1);

    auto const second = std::make_shared<test::TestExchange>("GET", "/api/v1/pods?watch=1");
    metered = metrics->meter(second);
    *metered.labels = {{}, "v1", "pods", {}, "cluster", "WATCH", false};
    auto stream = metered.exchange->stream(200, "application/json");
    std::string const watch = R"({group="",resource="pods",scope="cluster",subresource="",verb="WATCH",version="v1"})";
    CHECK(read().at("apiserver_longrunning_requests" + watch) == 1);
    stream->write("{}\n{}\n");
    CHECK(second->streamed->all == "{}\n{}\n");
    CHECK(read().at(R"(apiserver_watch_events_total{group="",resource="pods",version="v1"})") == 2);
    stream = nullptr;
    CHECK(read().at("apiserver_longrunning_requests" + watch) == 0);
    metrics->meter(second);  // dropped without an answer
    CHECK(read().at("apiserver_current_inflight_requests{request_kind=\"readOnly\"}") == 0);
}

TEST_CASE("metrics: an engine tells of its objects, its store, its controllers and its process") {
    auto engine = Engine::open({}).value();
    engine.start().value();
    auto const client = engine.client();
    ConfigMap map;
    map.metadata.name = "a";
    REQUIRE(client.create(map).has_value());
    Parsed const parsed(engine.metrics());
    CHECK(parsed.at("keelson_objects{resource=\"configmaps\"}") == 1);
    CHECK(parsed.at("keelson_store_revision") >= 5);
    CHECK(parsed.at("keelson_store_commit_duration_seconds_count") >= 1);
    CHECK(parsed.at("workqueue_adds_total{name=\"namespace\"}") >= 4);
    CHECK(parsed.at("scheduler_pending_pods{queue=\"unschedulable\"}") == 0);
    CHECK(parsed.at("process_resident_memory_bytes") > 1'000'000);
    CHECK(parsed.at("process_open_fds") > 2);
    Pod pod;
    pod.metadata.name = "p";
    pod.spec.containers.resize(1);
    pod.spec.containers[0].name = "main";
    pod.spec.containers[0].image = "i";
    REQUIRE(client.create(pod).has_value());
    REQUIRE(client
                .wait<Pod>(
                    {"default", "p"}, [](Pod const& one) { return !one.status.conditions.empty(); },
                    std::chrono::seconds(10))
                .has_value());
    Parsed const later(engine.metrics());
    CHECK(later.at("scheduler_pending_pods{queue=\"unschedulable\"}") == 1);
    CHECK(later.at("scheduler_schedule_attempts_total{result=\"unschedulable\"}") >= 1);
    REQUIRE(client.remove<ConfigMap>({"default", "a"}).has_value());
    CHECK(Parsed(engine.metrics()).values.count("keelson_objects{resource=\"configmaps\"}") == 0);
    engine.stop(std::chrono::seconds(1)).value();
    CHECK_FALSE(engine.metrics().empty());
}
