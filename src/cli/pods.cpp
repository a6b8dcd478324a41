#include "commands.hpp"

#include <condition_variable>
#include <iostream>
#include <mutex>

namespace keelson::cli {

std::string pod_path(Session& session, std::string const& argument) {
    auto const slash = argument.find('/');
    auto const kind = session.kind_called(slash == std::string::npos ? "pods" : argument.substr(0, slash));
    if (kind->resource() != "pods") throw Failure{"error: only Pods are known here, and " + kind->plural + " are none"};
    return session.path(*kind, slash == std::string::npos ? argument : argument.substr(slash + 1));
}

int logs(Session& session, LogsOptions const& options) {
    std::string target = pod_path(session, options.pod) + "/log?";
    if (!options.container.empty()) target += "container=" + encoded(options.container) + "&";
    if (options.previous) target += "previous=true&";
    if (options.timestamps) target += "timestamps=true&";
    if (options.tail >= 0) target += "tailLines=" + std::to_string(options.tail) + "&";
    if (options.follow) target += "follow=true&";
    target.pop_back();
    struct Waiting {
        std::mutex mutex;
        std::condition_variable done;
        std::optional<Result<HttpAnswer>> ended;
    } waiting;
    auto const subscription = session.connection().stream(
        {.target = target, .accept = "*/*"},
        [](std::string_view part) { std::cout.write(part.data(), static_cast<std::streamsize>(part.size())).flush(); },
        [&](Result<HttpAnswer> answer) {
            std::lock_guard const lock(waiting.mutex);
            waiting.ended.emplace(std::move(answer));
            waiting.done.notify_all();
        });
    std::unique_lock lock(waiting.mutex);
    waiting.done.wait(lock, [&] { return waiting.ended.has_value(); });
    if (!*waiting.ended) throw failure_of(waiting.ended->error());
    if (auto const good = check(**waiting.ended); !good)
        throw Failure{"Error from server (" + std::string(reason(good.error().code)) + "): " + good.error().message};
    return 0;
}

}  // namespace keelson::cli
