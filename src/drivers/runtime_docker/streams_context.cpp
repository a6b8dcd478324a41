#include "drivers/runtime_docker/streams_context.hpp"

#include "drivers/runtime_docker/sandbox_image.hpp"
#include "drivers/runtime_docker/streams.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <csignal>
#include <fstream>
#include <iterator>
#include <sys/syscall.h>
#include <unistd.h>

namespace keelson::docker {
namespace {

using namespace std::chrono_literals;

constexpr Duration ask_within = 30s;

/// Signals a program of this machine, and what it has started in its session, if it is what `container` runs. False:
/// it is not to be reached from here.
bool signal_here(std::string const& container, pid_t pid, int signal) {
    int const held = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0U));
    if (held < 0) return false;
    // The number alone may mean anything: in another process namespace, or by now.
    std::ifstream file("/proc/" + std::to_string(pid) + "/cgroup");
    std::string const groups{std::istreambuf_iterator<char>(file), {}};
    bool ours =
        groups.find(container) != std::string::npos && ::syscall(SYS_pidfd_send_signal, held, 0, nullptr, 0U) == 0;
    if (ours) {
        if (::getpgid(pid) == pid) ::kill(-pid, signal);
        ours = ::syscall(SYS_pidfd_send_signal, held, signal, nullptr, 0U) == 0;
    }
    ::close(held);
    return ours;
}

boost::json::value const nothing;

}  // namespace

boost::json::value const& member(boost::json::value const& object, std::string_view name) {
    auto const* const fields = object.if_object();
    auto const* const found = fields == nullptr ? nullptr : fields->if_contains(name);
    return found == nullptr ? nothing : *found;
}

std::int64_t number(boost::json::value const& value) { return value.is_int64() ? value.get_int64() : 0; }
bool truth(boost::json::value const& value) { return value.is_bool() && value.get_bool(); }
std::string text(boost::json::value const& value) {
    return value.is_string() ? std::string(value.get_string()) : std::string();
}

StreamsContext::StreamsContext(Api& from, Containers& known)
    : api(from),
      containers(known),
      // The API outlives all that uses its clock.
      hijacks(from.endpoint(), std::shared_ptr<Clock const>(std::shared_ptr<void>(), &from.clock())) {}

template <class T>
Completion<T> StreamsContext::on_thread(Completion<T> done) {
    return [self = shared_from_this(), done = std::move(done)](Result<T> result) {
        self->hijacks.post([done, result = std::move(result)] { done(result); });
    };
}

void StreamsContext::find(ContainerId const& id, Instant deadline, Completion<std::string> done) {
    containers.find(id, deadline, on_thread(std::move(done)));
}

void StreamsContext::find_sandbox(SandboxId const& id, Instant deadline, Completion<std::string> done) {
    containers.find_sandbox(id, deadline, on_thread(std::move(done)));
}

void StreamsContext::ask(Question question, Instant deadline, Completion<boost::json::value> done) {
    api.send(std::move(question), deadline, on_thread<Answer>([done = std::move(done)](Result<Answer> const& answer) {
                 if (!answer) return done(answer.error());
                 if (!answer->good()) return done(error_of(*answer));
                 if (answer->body.empty()) return done(boost::json::value());
                 boost::system::error_code wrong;
                 auto value = boost::json::parse(answer->body, wrong);
                 if (wrong) return done(Error(Errc::unavailable, "the Docker Engine's answer cannot be read"));
                 done(std::move(value));
             }));
}

void StreamsContext::after(Duration time, std::function<void()> what) {
    // By way of the loop, which has the timers.
    api.after(time, [self = shared_from_this(), what = std::move(what)] { self->hijacks.post(what); });
}

void StreamsContext::signal(std::string const& container, std::int64_t pid, int signal) {
    if (!api.endpoint().socket.empty() && signal_here(container, static_cast<pid_t>(pid), signal)) return;
    // Elsewhere, a program of ours sends it, in the process namespace that the number is of.
    boost::json::object host{{"PidMode", "host"},      {"NetworkMode", "none"}, {"UsernsMode", "host"},
                             {"ReadonlyRootfs", true}, {"AutoRemove", true},    {"CapDrop", {"ALL"}},
                             {"CapAdd", {"KILL"}}};
    boost::json::object body{
        {"Image", sandbox_image()},
        {"Entrypoint", {sandbox_program, "signal", std::to_string(pid), std::to_string(signal), container}},
        {"HostConfig", std::move(host)}};
    Question create{"POST", "/containers/create", boost::json::serialize(body)};
    auto const deadline = api.clock().now() + ask_within;
    ask(std::move(create), deadline, [self = shared_from_this(), deadline](Result<boost::json::value> const& made) {
        if (!made) return;
        Question start{"POST", "/containers/" + text(member(*made, "Id")) + "/start", {}};
        self->ask(std::move(start), deadline, [](Result<boost::json::value> const&) {});
    });
}

}  // namespace keelson::docker
