#include "node/pod_worker.hpp"

#include <keelson/runtime/logs.hpp>

#include <utility>

namespace keelson {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t message_bytes_max = 4096;
constexpr std::size_t log_tail_bytes = 16'384;
constexpr std::uint64_t log_tail_lines = 80;
constexpr Duration log_limit = 10s;
constexpr char const* default_path = "/dev/termination-log";

Container const* find_container(Pod const& pod, std::string const& name) {
    for (auto const* all : {&pod.spec.containers, &pod.spec.initContainers}) {
        for (auto const& one : *all) {
            if (one.name == name) return &one;
        }
    }
    return nullptr;
}

/// The end of a log on its way from the runtime; the strand's alone.
struct LogEnd {
    std::string text;
    std::shared_ptr<ByteStream> stream;
    std::function<void(std::string)> done;

    void add(std::string const& bytes) {
        text += bytes;
        if (text.size() > 2 * log_tail_bytes) text.erase(0, text.size() - log_tail_bytes);
    }
    void finish() {
        auto const then = std::exchange(done, nullptr);
        stream.reset();
        if (then) then(std::move(text));
    }
};

}  // namespace

bool PodWorker::has_message_file(Container const& spec) const {
    if (spec.terminationMessagePath.empty() || !shared_->abilities.mounts.available) return false;
    // Without images the default path is the host's own /dev, and every container would need a root of its own for it.
    return shared_->services.runtime->images() != nullptr || spec.terminationMessagePath != default_path;
}

std::string PodWorker::message_file(ContainerId const& id) const {
    return shared_->services.data_dir + "/pods/" + uid() + "/containers/" + id.name + "/" + std::to_string(id.attempt);
}

bool PodWorker::read_message(std::uint64_t look, std::uint64_t changes, std::vector<RuntimeSandbox> const& report) {
    std::shared_ptr<Pod const> pod;
    for (auto const& sandbox : report) {
        for (auto const& one : sandbox.containers) {
            if (one.state != RuntimeState::exited || !one.message.empty() || messages_.contains(one.id)) continue;
            if (!pod) pod = typed();
            auto const* const spec = find_container(*pod, one.id.name);
            auto const from_log = spec != nullptr && spec->terminationMessagePolicy == "FallbackToLogsOnError";
            if (spec == nullptr || !(has_message_file(*spec) || (from_log && one.exit_code != 0))) continue;
            read_message_of(one, *spec,
                            [weak = weak_from_this(), look, changes, report, id = one.id](std::string text) {
                                auto const self = weak.lock();
                                if (!self) return;
                                self->messages_[id] = std::move(text);
                                self->seen(look, changes, report);
                            });
            return true;
        }
    }
    return false;
}

void PodWorker::read_message_of(RuntimeContainer const& ended, Container const& spec,
                                std::function<void(std::string)> done) {
    auto const from_log = spec.terminationMessagePolicy == "FallbackToLogsOnError" && ended.exit_code != 0;
    if (!has_message_file(spec)) return read_log_end(ended.id, std::move(done));
    shared_->services.volumes->read_tail(message_file(ended.id), message_bytes_max,
                                         back<std::string>([from_log, id = ended.id, done = std::move(done)](
                                                               PodWorker& self, Result<std::string> const& text) {
                                             if (text && !text->empty()) return done(*text);
                                             if (!from_log) return done({});
                                             self.read_log_end(id, done);
                                         }));
}

void PodWorker::read_log_end(ContainerId const& id, std::function<void(std::string)> done) {
    auto* const logs = shared_->services.runtime->logs();
    if (logs == nullptr) {
        shared_->services.volumes->read_tail(
            container_log_path(log_directory(), id), log_tail_bytes,
            back<std::string>([done = std::move(done)](PodWorker&, Result<std::string> const& text) {
                done(text ? message_from_log(*text) : std::string());
            }));
        return;
    }
    auto const end = std::make_shared<LogEnd>();
    end->done = [done = std::move(done)](std::string const& text) { done(message_from_log(text)); };
    auto* const strand = shared_->services.strand;
    auto const finish = [strand, end] { strand->post([end] { end->finish(); }); };
    LogSelection wanted;
    wanted.tail_lines = log_tail_lines;
    ByteEvents events;
    events.bytes = [strand, end](std::string const& bytes) { strand->post([end, bytes] { end->add(bytes); }); };
    events.ended = finish;
    events.closed = [finish](Result<> const&) { finish(); };
    // A log that does not come does not hold up the rest of the Pod.
    strand->after(log_limit, [end] { end->finish(); });
    logs->read(id, wanted, now() + log_limit, std::move(events),
               [strand, end](Result<std::shared_ptr<ByteStream>> const& opened) {
                   strand->post([end, opened] {
                       if (!opened) return end->finish();
                       if (end->done) end->stream = *opened;
                   });
               });
}

}  // namespace keelson
