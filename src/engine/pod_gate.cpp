#include "engine/pod_gate.hpp"

#include "engine/log_relay.hpp"

#include <keelson/api/codec.hpp>
#include <keelson/core/seconds.hpp>
#include <keelson/runtime/logs.hpp>
#include <keelson/runtime/ports.hpp>
#include <keelson/runtime/terminals.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace keelson {
namespace {

using namespace std::chrono_literals;

constexpr Duration open_within = 30s;
constexpr std::size_t read_max = std::size_t{16} << 20;

Error cannot(http::PodPlace const& place, Runtime const* runtime, std::string const& what) {
    if (runtime == nullptr)
        return {Errc::unavailable, "node " + place.node + " is not one of this engine's: it cannot be reached"};
    return {Errc::bad_request,
            "the runtime \"" + std::string(runtime->name()) + "\" of node " + place.node + " cannot " + what};
}

/// Keeps the end of a log that is read as a whole.
class CollectedLog final : public http::Stream {
public:
    explicit CollectedLog(Completion<std::string> done) : done_(std::move(done)) {}

    void write(std::string part) override {
        text_ += part;
        if (text_.size() > 2 * read_max) text_.erase(0, text_.size() - read_max);
    }
    [[nodiscard]] std::size_t queued_bytes() const override { return 0; }
    void on_drained(std::function<void()>) override {}
    void on_closed(std::function<void()>) override {}
    void end() override {
        if (text_.size() > read_max) text_.erase(0, text_.size() - read_max);
        done_(std::move(text_));
    }

private:
    Completion<std::string> done_;
    std::string text_;
};

LogForm form_of(http::PodLogQuery const& query) {
    LogForm form;
    form.timestamps = query.timestamps;
    form.since = query.since.value_or(Time{});
    form.tail_lines = query.tail_lines;
    form.limit_bytes = query.limit_bytes;
    form.stream = query.stream;
    return form;
}

}  // namespace

void PodGate::close() {
    std::lock_guard const lock(mutex_);
    closed_ = true;
}

void PodGate::on_strand(std::function<void()> what) {
    std::lock_guard const lock(mutex_);
    if (closed_) return;
    services_.strand->post([self = shared_from_this(), what = std::move(what)] {
        {
            std::lock_guard const still(self->mutex_);
            if (self->closed_) return;
        }
        what();
    });
}

std::shared_ptr<http::PodStreams const> PodGate::streams() {
    using http::PodPlace;
    auto made = std::make_shared<http::PodStreams>();
    auto const self = shared_from_this();
    auto const id_of = [](PodPlace const& place) { return ContainerId{place.uid, place.container, place.attempt}; };
    auto const soon = [self] { return self->services_.strand->now() + open_within; };
    made->find_container = [self](ObjectKey pod, std::string container, Completion<PodPlace> done) {
        self->on_strand([self, pod = std::move(pod), container = std::move(container), done = std::move(done)] {
            self->find_container(pod, container, done);
        });
    };
    made->find_pod = [self](ObjectKey pod, Completion<PodPlace> done) {
        self->on_strand([self, pod = std::move(pod), done = std::move(done)] { self->find_pod(pod, done); });
    };
    made->exec = [self, id_of, soon](PodPlace place, std::vector<std::string> command, bool input, bool tty,
                                     ProgramEvents events, http::PodStreams::Programs done) {
        self->on_strand([=, command = std::move(command), events = std::move(events), done = std::move(done)] {
            auto* const runtime = self->services_.runtime_of(place.node);
            auto* const facet = runtime == nullptr ? nullptr : runtime->terminals();
            if (facet == nullptr) return done(cannot(place, runtime, "run further programs in containers"));
            facet->start(id_of(place), {.command = command, .input = input, .tty = tty}, soon(), events, done);
        });
    };
    made->attach = [self, id_of, soon](PodPlace place, bool input, ProgramEvents events,
                                       http::PodStreams::Programs done) {
        self->on_strand([=, events = std::move(events), done = std::move(done)] {
            auto* const runtime = self->services_.runtime_of(place.node);
            auto* const facet = runtime == nullptr ? nullptr : runtime->terminals();
            if (facet == nullptr) return done(cannot(place, runtime, "attach to containers"));
            facet->attach(id_of(place), input, soon(), events, done);
        });
    };
    made->connect = [self, soon](PodPlace place, std::uint16_t port, ByteEvents events,
                                 http::PodStreams::Connections done) {
        self->on_strand([=, events = std::move(events), done = std::move(done)] {
            auto* const runtime = self->services_.runtime_of(place.node);
            auto* const facet = runtime == nullptr ? nullptr : runtime->ports();
            if (facet == nullptr) return done(cannot(place, runtime, "connect with ports of Pods"));
            facet->connect(place.uid, port, soon(), events, done);
        });
    };
    made->logs = [self](ObjectKey pod, http::PodLogQuery query, http::LogSink sink) {
        self->on_strand([self, pod = std::move(pod), query = std::move(query), sink = std::move(sink)] {
            self->logs(pod, query, sink);
        });
    };
    made->has_node = [self](std::string const& node) {
        return self->services_.has_node && self->services_.has_node(node);
    };
    made->node_figures = [self](std::string node, Completion<http::NodeFigures> done) {
        self->on_strand(
            [self, node = std::move(node), done = std::move(done)] { self->services_.node_figures(node, done); });
    };
    made->after = [self](Duration delay, std::function<void()> what) { self->after(delay, std::move(what)); };
    return made;
}

Result<Pod> PodGate::get(ObjectKey const& key) const {
    auto const object = services_.find_pod(key);
    if (!object) return Error(Errc::not_found, "pods \"" + key.name + "\" not found", "pods/" + key.name);
    return decode<Pod>(*object);
}

Result<http::PodPlace> PodGate::place_of(Pod const& pod) const {
    auto const& name = pod.metadata.name;
    if (pod.spec.nodeName.empty()) return Error(Errc::bad_request, "pod " + name + " does not have a host assigned");
    http::PodPlace place;
    place.node = pod.spec.nodeName;
    place.uid = pod.metadata.uid;
    place.pod = name;
    place.namespace_ = pod.metadata.namespace_;
    return place;
}

void PodGate::find_pod(ObjectKey const& key, Completion<http::PodPlace> const& done) {
    auto const pod = get(key);
    if (!pod) return done(pod.error());
    auto place = place_of(*pod);
    if (place && pod->status.phase != "Running") {
        return done(Error(Errc::bad_request,
                          "unable to forward port because pod is not running. Current status=" + pod->status.phase));
    }
    done(std::move(place));
}

void PodGate::find_container(ObjectKey const& key, std::string const& named, Completion<http::PodPlace> const& done) {
    auto const pod = get(key);
    if (!pod) return done(pod.error());
    auto const container = choose_container(*pod, named);
    if (!container) return done(container.error());
    auto place = place_of(*pod);
    if (!place) return done(place.error());
    auto* const runtime = services_.runtime_of(place->node);
    if (runtime == nullptr) return done(cannot(*place, nullptr, {}));
    // Which of its starts runs is what the runtime says: the status may be a little behind.
    auto const uid = place->uid;
    auto found = [done, container = *container,
                  place = std::move(*place)](Result<std::vector<RuntimeSandbox>> const& sandboxes) mutable {
        if (!sandboxes) return done(sandboxes.error());
        for (auto const& sandbox : *sandboxes) {
            for (auto const& one : sandbox.containers) {
                if (one.id.name != container || one.state != RuntimeState::running) continue;
                place.container = container;
                place.attempt = one.id.attempt;
                return done(place);
            }
        }
        done(Error(Errc::not_found, "container not found (\"" + container + "\")"));
    };
    runtime->list({uid}, std::move(found));
}

void PodGate::after(Duration delay, std::function<void()> what) {
    on_strand(
        [self = shared_from_this(), delay, what = std::move(what)] { self->services_.strand->after(delay, what); });
}

void PodGate::read_log(ObjectKey pod, http::PodLogQuery query, Completion<std::string> done) {
    auto const self = shared_from_this();
    auto answer = [self, done = std::move(done)](Result<std::string> text) {
        self->on_strand([done, text = std::move(text)] { done(text); });
    };
    http::LogSink sink;
    sink.refused = [answer](Error error) { answer(std::move(error)); };
    sink.open = [answer] { return std::make_shared<CollectedLog>(answer); };
    on_strand([self, pod = std::move(pod), query = std::move(query), sink = std::move(sink)] {
        self->logs(pod, query, sink);
    });
}

void PodGate::logs(ObjectKey const& key, http::PodLogQuery const& query, http::LogSink const& sink) {
    auto pod = get(key);
    if (!pod) return sink.refused(pod.error());
    auto asked = query;
    if (asked.since_seconds) asked.since = services_.strand->wall() + -spec_seconds(*asked.since_seconds);
    auto* const runtime = services_.runtime_of(pod->spec.nodeName);
    if (runtime != nullptr && runtime->logs() != nullptr) return send_runtime_log(*pod, asked, sink);
    services_.run_file_job([self = shared_from_this(), pod = std::move(*pod), asked = std::move(asked), sink] {
        self->send_file_log(pod, asked, sink, {});
    });
}

void PodGate::send_file_log(Pod const& pod, http::PodLogQuery const& query, http::LogSink const& sink,
                            LogAttempt newest) {
    auto const place = find_log(services_.nodes_dir, pod, query.container, query.previous, newest);
    if (!place) return sink.refused(place.error());
    auto stream = sink.open();
    if (!stream) return;
    if (place->folder.empty()) return stream->end();
    LogFeed::Options options;
    options.folder = place->folder;
    options.attempt = place->attempt;
    options.form = form_of(query);
    options.follow = query.follow && !query.previous;
    options.across_restarts = query.across_restarts;
    auto const self = shared_from_this();
    LogFeedServices services;
    services.run_file_job = [self](std::function<void()> job) {
        // By way of the strand: in virtual time a job runs where it is given.
        self->on_strand([self, job = std::move(job)] { self->services_.run_file_job(job); });
    };
    services.after = [self](Duration delay, std::function<void()> what) { self->after(delay, std::move(what)); };
    services.ask = source_of(pod, place->container);
    std::make_shared<LogFeed>(std::move(options), std::move(services), std::move(stream))->start();
}

void PodGate::send_runtime_log(Pod const& pod, http::PodLogQuery const& query, http::LogSink const& sink) {
    auto const container = choose_container(pod, query.container);
    if (!container) return sink.refused(container.error());
    LogRelay::Options options;
    options.id = {pod.metadata.uid, *container, 0};
    options.form = form_of(query);
    options.follow = query.follow && !query.previous;
    options.across_restarts = query.across_restarts;
    auto const self = shared_from_this();
    auto const node = pod.spec.nodeName;
    LogRelayServices services;
    services.read = [self, node](ContainerId id, LogSelection wanted, ByteEvents events,
                                 Completion<std::shared_ptr<ByteStream>> done) {
        self->on_strand(
            [=, id = std::move(id), wanted = std::move(wanted), events = std::move(events), done = std::move(done)] {
                auto* const runtime = self->services_.runtime_of(node);
                if (runtime == nullptr || runtime->logs() == nullptr)
                    return done(Error(Errc::unavailable, "node " + node + " cannot be reached"));
                runtime->logs()->read(id, wanted, self->services_.strand->now() + open_within, events, done);
            });
    };
    services.after = [self](Duration delay, std::function<void()> what) { self->after(delay, std::move(what)); };
    services.ask = source_of(pod, *container);
    services.find_next = [self, node, id = options.id](std::uint32_t attempt,
                                                       std::function<void(LogAttempt)> const& found) {
        self->list_starts(node, id.sandbox, id.name, [=](Result<std::vector<std::uint32_t>> const& starts) {
            auto const next =
                starts ? std::upper_bound(starts->begin(), starts->end(), attempt) : decltype(starts->end()){};
            found(starts && next != starts->end() ? LogAttempt(*next) : LogAttempt());
        });
    };
    list_starts(node, pod.metadata.uid, *container,
                [self, pod, query, sink, options = std::move(options),
                 services = std::move(services)](Result<std::vector<std::uint32_t>> const& starts) mutable {
                    auto const newest = starts && !starts->empty() ? LogAttempt(starts->back()) : LogAttempt();
                    auto const from_files = [self, pod, query, sink, newest] {
                        self->on_strand([=] {
                            self->services_.run_file_job([=] { self->send_file_log(pod, query, sink, newest); });
                        });
                    };
                    auto const attempt = choose_attempt(pod, options.id.name, newest, query.previous);
                    // What the runtime has forgotten, or cannot be asked for, was kept in files.
                    if (!attempt || !*attempt || !std::binary_search(starts->begin(), starts->end(), **attempt))
                        return from_files();
                    auto read = sink;
                    read.refused = [refused = sink.refused, from_files](Error error) {
                        // It may be forgetting it just now.
                        bool const gone = error.code == Errc::not_found || error.code == Errc::conflict;
                        gone ? from_files() : refused(std::move(error));
                    };
                    options.id.attempt = **attempt;
                    std::make_shared<LogRelay>(std::move(options), std::move(services), std::move(read))->start();
                });
}

void PodGate::list_starts(std::string const& node, std::string const& uid, std::string const& container,
                          Completion<std::vector<std::uint32_t>> const& done) {
    auto const self = shared_from_this();
    on_strand([=] {
        auto* const runtime = self->services_.runtime_of(node);
        if (runtime == nullptr) return done(Error(Errc::unavailable, "node " + node + " cannot be reached"));
        runtime->list({uid}, [=](Result<std::vector<RuntimeSandbox>> const& sandboxes) {
            if (!sandboxes) return done(sandboxes.error());
            std::vector<std::uint32_t> starts;
            for (auto const& sandbox : *sandboxes) {
                for (auto const& one : sandbox.containers) {
                    // One that never ran has printed nothing.
                    if (one.id.name == container && one.state != RuntimeState::created && !one.started_at.empty())
                        starts.push_back(one.id.attempt);
                }
            }
            std::sort(starts.begin(), starts.end());
            done(std::move(starts));
        });
    });
}

std::function<void(std::uint32_t, std::function<void(LogSource)>)> PodGate::source_of(Pod const& pod,
                                                                                      std::string const& container) {
    return [self = shared_from_this(), key = ObjectKey{pod.metadata.namespace_, pod.metadata.name},
            uid = pod.metadata.uid, container](std::uint32_t attempt, std::function<void(LogSource)> answer) {
        self->on_strand([=, answer = std::move(answer)] { answer(self->source(key, uid, container, attempt)); });
    };
}

LogSource PodGate::source(ObjectKey const& key, std::string const& uid, std::string const& container,
                          std::uint32_t attempt) const {
    auto const pod = get(key);
    if (!pod || pod->metadata.uid != uid) return LogSource::is_over;
    if (pod->status.phase == "Succeeded" || pod->status.phase == "Failed") return LogSource::is_over;
    auto const* const status = status_of(*pod, container);
    if (status == nullptr) return LogSource::writes;
    auto const restarts = static_cast<std::uint32_t>(status->restartCount);
    if (restarts != attempt) return restarts > attempt ? LogSource::waits : LogSource::writes;
    bool const ended =
        status->state &&
        (status->state->terminated || (status->state->waiting && status->lastState && status->lastState->terminated));
    return ended ? LogSource::waits : LogSource::writes;
}

}  // namespace keelson
