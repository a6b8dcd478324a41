#include <keelson/core/log.hpp>

namespace keelson {

std::string_view name(LogLevel level) noexcept {
    switch (level) {
        case LogLevel::debug: return "debug";
        case LogLevel::info: return "info";
        case LogLevel::warning: return "warning";
        case LogLevel::error: break;
    }
    return "error";
}

Log::Log(LogSink sink, LogLevel least, std::string component)
    : shared_(sink ? std::make_shared<LogSink const>(std::move(sink)) : nullptr),
      least_(least),
      component_(std::move(component)) {}

Log Log::with(std::string component) const {
    auto copy = *this;
    copy.component_ = std::move(component);
    return copy;
}

void Log::write(LogLevel level, std::string_view message) const {
    if (enabled(level)) (*shared_)({level, component_, message});
}

}  // namespace keelson
