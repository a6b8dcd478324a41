#ifndef KEELSON_SRC_CORE_METRICS_HPP
#define KEELSON_SRC_CORE_METRICS_HPP

#include <keelson/core/time.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keelson {

/// Text in Prometheus' exposition format 0.0.4. The samples of a family follow it at once.
class MetricText {
public:
    using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;
    enum class Type : std::uint8_t { counter, gauge, histogram };

    void family(std::string_view name, Type type, std::string_view help);
    void sample(Labels labels, double value) { sample({}, labels, value); }
    /// Of a part of a histogram: "_bucket", "_sum", "_count".
    void sample(std::string_view suffix, Labels labels, double value);
    void sample(std::string_view suffix, std::span<std::pair<std::string_view, std::string_view> const> labels,
                double value);
    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    std::string text_, name_;
};

/// What an engine tells of itself: whoever has figures adds a function that writes them, which is asked each time that
/// somebody looks. Threading: on the strand.
class Metrics {
public:
    void add(std::function<void(MetricText&)> collect) { collectors_.push_back(std::move(collect)); }
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::function<void(MetricText&)>> collectors_;
};

class Counter {
public:
    void add(std::uint64_t count = 1) noexcept { value_.fetch_add(count, std::memory_order_relaxed); }
    [[nodiscard]] double value() const noexcept { return static_cast<double>(value_.load(std::memory_order_relaxed)); }
    void write(MetricText& text, std::span<std::pair<std::string_view, std::string_view> const> labels) const {
        text.sample({}, labels, value());
    }

private:
    std::atomic<std::uint64_t> value_{0};
};

class Gauge {
public:
    void add(std::int64_t by) noexcept { value_.fetch_add(by, std::memory_order_relaxed); }
    void write(MetricText& text, std::span<std::pair<std::string_view, std::string_view> const> labels) const {
        text.sample({}, labels, static_cast<double>(value_.load(std::memory_order_relaxed)));
    }

private:
    std::atomic<std::int64_t> value_{0};
};

/// Of durations. The bounds of its buckets are the same for all: from a tenth of a millisecond to a minute.
class Histogram {
public:
    void observe(Duration took) noexcept;
    void write(MetricText& text, std::span<std::pair<std::string_view, std::string_view> const> labels) const;

private:
    static constexpr std::array<double, 16> bounds{0.0001, 0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                   0.25,   0.5,    1,     2.5,   5,    10,    30,   60};
    std::array<std::atomic<std::uint64_t>, bounds.size() + 1> buckets_{};
    std::atomic<std::uint64_t> nanoseconds_{0};
};

/// One metric for each combination of label values that was seen. Looking one up takes no lock; there is a bound on how
/// many there are, behind which all share one whose values are "other". Threading: any thread.
template <class Metric>
class MetricFamily {
public:
    MetricFamily(std::string name, MetricText::Type type, std::string help, std::vector<std::string> labels)
        : name_(std::move(name)), type_(type), help_(std::move(help)), labels_(std::move(labels)) {}

    /// `values` are as many as there are labels.
    Metric& at(std::initializer_list<std::string_view> values) {
        auto const start = hash(values);
        for (std::size_t i = 0; i < probes; ++i) {
            auto& slot = slots_[(start + i) % slots_.size()];
            auto* found = slot.load(std::memory_order_acquire);
            if (found == nullptr) found = put(slot, values);
            if (std::equal(values.begin(), values.end(), found->values.begin(), found->values.end()))
                return found->metric;
        }
        return others_.metric;
    }

    void write(MetricText& text) const {
        text.family(name_, type_, help_);
        std::vector<std::pair<std::string_view, std::string_view>> labels;
        for (auto const& slot : slots_) {
            auto const* const series = slot.load(std::memory_order_acquire);
            if (series == nullptr) continue;
            labels.clear();
            for (std::size_t i = 0; i < labels_.size(); ++i) labels.emplace_back(labels_[i], series->values[i]);
            series->metric.write(text, labels);
        }
        if (!overflown_.load(std::memory_order_relaxed)) return;
        labels.clear();
        for (auto const& label : labels_) labels.emplace_back(label, "other");
        others_.metric.write(text, labels);
    }

private:
    static constexpr std::size_t probes = 64;
    struct Series {
        std::vector<std::string> values;
        Metric metric;
    };

    static std::size_t hash(std::initializer_list<std::string_view> values) {
        std::size_t sum = 0;
        for (auto const value : values) sum = sum * 1'000'003 + std::hash<std::string_view>{}(value);
        return sum;
    }

    /// What is in the slot afterwards: another thread may have been quicker.
    Series* put(std::atomic<Series*>& slot, std::initializer_list<std::string_view> values) {
        std::lock_guard const lock(mutex_);
        if (auto* const there = slot.load(std::memory_order_acquire)) return there;
        if (all_.size() >= slots_.size() / 2) {
            overflown_ = true;
            return &others_;
        }
        auto& made = all_.emplace_back(std::make_unique<Series>());
        made->values.assign(values.begin(), values.end());
        slot.store(made.get(), std::memory_order_release);
        return made.get();
    }

    std::string name_;
    MetricText::Type type_;
    std::string help_;
    std::vector<std::string> labels_;
    std::array<std::atomic<Series*>, 4096> slots_{};
    Series others_{};
    std::atomic<bool> overflown_{false};
    std::mutex mutex_;
    std::vector<std::unique_ptr<Series>> all_;
};

/// Memory, processor time and files of this process, under the names that Prometheus' client libraries give them.
void write_process_metrics(MetricText& text);

}  // namespace keelson

#endif
