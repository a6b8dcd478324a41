#include "core/metrics.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace keelson {
namespace {

void append_number(std::string& out, double value) {
    if (std::isnan(value) || std::isinf(value)) {
        out += std::isnan(value) ? "NaN" : value < 0 ? "-Inf" : "+Inf";
        return;
    }
    char digits[64];
    auto const plain = value == 0 || (std::fabs(value) >= 1e-6 && std::fabs(value) < 1e16);
    auto const form = plain ? std::chars_format::fixed : std::chars_format::scientific;
    out.append(digits, std::to_chars(digits, digits + sizeof digits, value, form).ptr);
}

void append_escaped(std::string& out, std::string_view text, bool quotes) {
    for (auto const c : text) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '\\' || (quotes && c == '"')) out += '\\';
        out += c;
    }
}

}  // namespace

void MetricText::family(std::string_view name, Type type, std::string_view help) {
    name_ = name;
    text_.append("# HELP ").append(name) += ' ';
    append_escaped(text_, help, false);
    text_.append("\n# TYPE ").append(name);
    text_ += type == Type::counter ? " counter\n" : type == Type::gauge ? " gauge\n" : " histogram\n";
}

void MetricText::sample(std::string_view suffix, Labels labels, double value) {
    sample(suffix, std::span(labels.begin(), labels.size()), value);
}

void MetricText::sample(std::string_view suffix, std::span<std::pair<std::string_view, std::string_view> const> labels,
                        double value) {
    text_.append(name_).append(suffix);
    char before = '{';
    for (auto const& [label, text] : labels) {
        (text_ += before).append(label).append("=\"");
        append_escaped(text_, text, true);
        text_ += '"';
        before = ',';
    }
    text_ += labels.empty() ? " " : "} ";
    append_number(text_, value);
    text_ += '\n';
}

std::string Metrics::text() const {
    MetricText text;
    for (auto const& collect : collectors_) collect(text);
    return text.take();
}

void Histogram::observe(Duration took) noexcept {
    auto const count = std::max<std::int64_t>(std::chrono::nanoseconds(took).count(), 0);
    auto const seconds = static_cast<double>(count) / 1e9;
    auto const bucket = std::lower_bound(bounds.begin(), bounds.end(), seconds) - bounds.begin();
    buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    nanoseconds_.fetch_add(static_cast<std::uint64_t>(count), std::memory_order_relaxed);
}

void Histogram::write(MetricText& text, std::span<std::pair<std::string_view, std::string_view> const> labels) const {
    std::vector<std::pair<std::string_view, std::string_view>> all(labels.begin(), labels.end());
    all.emplace_back("le", "");
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
        count += buckets_[i].load(std::memory_order_relaxed);
        std::string bound = "+Inf";
        if (i < bounds.size()) {
            bound.clear();
            append_number(bound, bounds[i]);
        }
        all.back().second = bound;
        text.sample("_bucket", all, static_cast<double>(count));
    }
    text.sample("_sum", labels, static_cast<double>(nanoseconds_.load(std::memory_order_relaxed)) / 1e9);
    text.sample("_count", labels, static_cast<double>(count));
}

void write_process_metrics(MetricText& text) {
    std::ifstream file("/proc/self/stat");
    std::stringstream all;
    all << file.rdbuf();
    auto const line = all.str();
    // The second field is a name in parentheses, which may contain anything.
    std::istringstream rest(line.substr(std::min(line.rfind(')') + 1, line.size())));
    std::vector<double> fields;
    std::string word;
    rest >> word;  // the state
    for (double field = 0; rest >> field;) fields.push_back(field);
    // As numbered in proc(5), of which the fourth is the first here.
    auto const field = [&](std::size_t number) { return number - 4 < fields.size() ? fields[number - 4] : 0.0; };
    auto const ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    auto const page = static_cast<double>(::sysconf(_SC_PAGESIZE));
    using Type = MetricText::Type;
    text.family("process_cpu_seconds_total", Type::counter, "User and system time of the process, in seconds.");
    text.sample({}, (field(14) + field(15)) / ticks);
    text.family("process_resident_memory_bytes", Type::gauge, "Memory of the process that is in use and not swapped.");
    text.sample({}, field(24) * page);
    text.family("process_virtual_memory_bytes", Type::gauge, "Address space of the process.");
    text.sample({}, field(23));
    std::error_code wrong;
    auto const files = std::filesystem::directory_iterator("/proc/self/fd", wrong);
    text.family("process_open_fds", Type::gauge, "Open file descriptors of the process.");
    // One of them is for looking.
    text.sample({}, wrong ? 0.0 : static_cast<double>(std::distance(begin(files), end(files)) - 1));
}

}  // namespace keelson
