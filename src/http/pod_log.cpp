#include "http/pod_log.hpp"

#include "http/query.hpp"

#include <charconv>

namespace keelson::http {
namespace {

/// A number of the query. Nothing if it is not there; `least` is the lowest that it may be.
Result<std::optional<std::int64_t>> read_number(Query const& query, std::string_view name, std::int64_t least) {
    std::optional<std::int64_t> none;
    if (!query.has(name)) return none;
    auto const text = query.get(name);
    std::int64_t value = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size())
        return Error(Errc::bad_request, std::string(name) + ": \"" + text + "\" is not a number");
    if (value < least) {
        auto const why = least == 0 ? "must be greater than or equal to 0" : "must be greater than 0";
        auto const message = "Invalid value: " + text + ": " + why;
        Error error(Errc::invalid, std::string(name) + ": " + message);
        error.causes.push_back({"FieldValueInvalid", message, std::string(name)});
        return error;
    }
    return std::optional(value);
}

}  // namespace

Result<PodLogQuery> read_log_query(std::string_view target) {
    Query const query(target);
    PodLogQuery wanted;
    wanted.container = query.get("container");
    wanted.previous = query.flag("previous");
    wanted.follow = query.flag("follow");
    wanted.timestamps = query.flag("timestamps");
    auto const seconds = read_number(query, "sinceSeconds", 1);
    if (!seconds) return seconds.error();
    wanted.since_seconds = *seconds;
    auto const lines = read_number(query, "tailLines", 0);
    if (!lines) return lines.error();
    if (*lines) wanted.tail_lines = static_cast<std::uint64_t>(**lines);
    auto const bytes = read_number(query, "limitBytes", 1);
    if (!bytes) return bytes.error();
    if (*bytes) wanted.limit_bytes = static_cast<std::uint64_t>(**bytes);
    if (query.has("sinceTime")) {
        auto const time = parse_rfc3339(query.get("sinceTime"));
        if (!time) return Error(Errc::bad_request, "sinceTime: " + time.error().message);
        if (wanted.since_seconds) {
            constexpr auto why = "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified";
            Error error(Errc::invalid, why);
            error.causes.push_back({"FieldValueForbidden", why, {}});
            return error;
        }
        wanted.since = *time;
    }
    auto const stream = query.get("stream");
    if (stream == "Stdout") {
        wanted.stream = "stdout";
    } else if (stream == "Stderr") {
        wanted.stream = "stderr";
    } else if (!stream.empty() && stream != "All") {
        auto const why = "Unsupported value: \"" + stream + "\": supported values: \"All\", \"Stderr\", \"Stdout\"";
        Error error(Errc::invalid, "stream: " + why);
        error.causes.push_back({"FieldValueNotSupported", why, "stream"});
        return error;
    }
    return wanted;
}

void serve_pod_log(std::shared_ptr<Exchange> exchange, std::shared_ptr<PodStreams const> streams, ObjectKey pod,
                   Refuse refuse, std::string container) {
    auto query = read_log_query(exchange->request().target);
    if (!query) return refuse(std::move(exchange), query.error());
    if (!container.empty()) query->container = std::move(container);
    LogSink sink;
    sink.refused = [exchange, refuse = std::move(refuse)](Error error) { refuse(exchange, std::move(error)); };
    sink.open = [exchange] { return exchange->stream(200, "text/plain"); };
    streams->logs(std::move(pod), std::move(*query), std::move(sink));
}

}  // namespace keelson::http
