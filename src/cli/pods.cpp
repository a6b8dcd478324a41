#include "commands.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <poll.h>
#include <unistd.h>

namespace keelson::cli {
namespace {

std::string pod_path(Session& session, std::string const& argument) {
    auto const slash = argument.find('/');
    auto const kind = session.kind_called(slash == std::string::npos ? "pods" : argument.substr(0, slash));
    if (kind->resource() != "pods") throw Failure{"error: only Pods are known here, and " + kind->plural + " are none"};
    return session.path(*kind, slash == std::string::npos ? argument : argument.substr(slash + 1));
}

}  // namespace

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

int exec(Session& session, ExecOptions const& options) {
    std::string target = pod_path(session, options.pod) + "/exec?stdout=true&stderr=true";
    if (options.input) target += "&stdin=true";
    if (!options.container.empty()) target += "&container=" + encoded(options.container);
    for (auto const& word : options.command) target += "&command=" + encoded(word);
    auto opened = session.connection().open_messages(target, "v5.channel.k8s.io");
    if (!opened) {
        if (opened.error().code == Errc::not_found || opened.error().code == Errc::forbidden ||
            opened.error().code == Errc::bad_request)
            throw Failure{"Error from server (" + std::string(reason(opened.error().code)) +
                          "): " + opened.error().message};
        throw failure_of(opened.error());
    }
    auto& messages = **opened;
    bool input = options.input;
    while (true) {
        pollfd in{STDIN_FILENO, POLLIN, 0};
        if (input && ::poll(&in, 1, 0) > 0) {
            std::string message(1, '\0');  // the channel of its input
            message.resize(16'385);
            auto const got = ::read(STDIN_FILENO, message.data() + 1, message.size() - 1);
            message.resize(got > 0 ? static_cast<std::size_t>(got) + 1 : 1);
            if (got <= 0) {
                input = false;
                message.assign({'\xFF', '\0'});  // that channel ends
            }
            if (auto const sent = messages.write(message); !sent) throw failure_of(sent.error());
        }
        auto const message = messages.read(input ? std::chrono::milliseconds(20) : std::chrono::hours(1));
        if (!message) {
            if (message.error().code == Errc::timeout) continue;
            throw failure_of(message.error());
        }
        if (message->empty()) return 0;
        auto const text = std::string_view(*message).substr(1);
        auto const channel = message->front();
        if (channel == 1) std::cout.write(text.data(), static_cast<std::streamsize>(text.size())).flush();
        if (channel == 2) std::cerr.write(text.data(), static_cast<std::streamsize>(text.size())).flush();
        if (channel != 3) continue;
        auto const status = json::parse(text);
        if (text_at(status, {"status"}) == "Success") return 0;
        if (auto const* const causes = at(status, {"details", "causes"}); causes && causes->is_array()) {
            for (auto const& cause : causes->get_array()) {
                int code = 1;
                auto const said = text_at(cause, {"message"});
                if (text_at(cause, {"reason"}) != "ExitCode") continue;
                std::from_chars(said.data(), said.data() + said.size(), code);
                throw Failure{"command terminated with exit code " + std::to_string(code), code};
            }
        }
        throw Failure{"error: " + text_at(status, {"message"})};
    }
}

}  // namespace keelson::cli
