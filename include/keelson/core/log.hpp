#ifndef KEELSON_CORE_LOG_HPP
#define KEELSON_CORE_LOG_HPP

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace keelson {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

/// "debug", "info", "warning" or "error".
std::string_view name(LogLevel level) noexcept;

/// A line for the host's log. The views live as long as the call.
struct LogRecord {
    LogLevel level;
    std::string_view component;  ///< "store", "scheduler", "node/local", ...
    std::string_view message;
};

/// Where the host wants log lines. Without one, Keelson prints nothing.
/// Threading: called from any thread of the engine, at times from two at once.
using LogSink = std::function<void(LogRecord const&)>;

/// What a component writes its lines to: a sink, a least level and the component's name. Cheap to copy.
class Log {
public:
    Log() = default;
    Log(LogSink sink, LogLevel least, std::string component);

    /// The same log under another component name.
    [[nodiscard]] Log with(std::string component) const;
    [[nodiscard]] bool enabled(LogLevel level) const noexcept { return shared_ && level >= least_; }
    void write(LogLevel level, std::string_view message) const;

    void debug(std::string_view message) const { write(LogLevel::debug, message); }
    void info(std::string_view message) const { write(LogLevel::info, message); }
    void warning(std::string_view message) const { write(LogLevel::warning, message); }
    void error(std::string_view message) const { write(LogLevel::error, message); }

private:
    std::shared_ptr<LogSink const> shared_;
    LogLevel least_ = LogLevel::info;
    std::string component_;
};

}  // namespace keelson

#endif
