#include "node/pod_worker.hpp"

#include "node/ephemeral.hpp"
#include "node/kept_log.hpp"
#include "node/not_enforced.hpp"
#include "node/resize.hpp"
#include "node/security.hpp"
#include "node/volumes.hpp"

#include <keelson/runtime/resize.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace keelson {
namespace {

using namespace std::chrono_literals;

constexpr Duration look_limit = 30s;
/// How long after its deadline an answer is still waited for.
constexpr Duration margin = 5s;
constexpr std::size_t events_max = 64;

bool uses_any_data(Pod const& pod) {
    auto const in_env = [](Container const& one) {
        return !one.envFrom.empty() || std::any_of(one.env.begin(), one.env.end(), [](EnvVar const& variable) {
            return variable.valueFrom.has_value();
        });
    };
    return !pod.spec.volumes.empty() || std::any_of(pod.spec.containers.begin(), pod.spec.containers.end(), in_env) ||
           std::any_of(pod.spec.initContainers.begin(), pod.spec.initContainers.end(), in_env);
}

/// What an event of a container is about: "spec.containers{web}".
std::string field_path(Pod const& pod, std::string const& container) {
    if (container.empty()) return {};
    auto const is_in = [&](auto const& all) {
        return std::any_of(all.begin(), all.end(), [&](auto const& one) { return one.name == container; });
    };
    std::string const list = is_in(pod.spec.initContainers)        ? "spec.initContainers{"
                             : is_in(pod.spec.ephemeralContainers) ? "spec.ephemeralContainers{"
                                                                   : "spec.containers{";
    return list + container + "}";
}

std::string host_resolv_conf() {
    std::ifstream file("/etc/resolv.conf");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

Duration grace_of(Pod const& pod) {
    return std::chrono::seconds(
        pod.metadata.deletionGracePeriodSeconds.value_or(pod.spec.terminationGracePeriodSeconds.value_or(30)));
}

/// Whether a report says something else than what is known.
bool differs(RuntimeSandbox const& a, RuntimeSandbox const& b) {
    if (a.ready != b.ready || a.containers.size() != b.containers.size()) return true;
    for (std::size_t i = 0; i < a.containers.size(); ++i) {
        if (a.containers[i].id != b.containers[i].id || a.containers[i].state != b.containers[i].state) return true;
    }
    return false;
}

}  // namespace

PodWorker::PodWorker(std::shared_ptr<NodeShared const> shared, Ref pod, std::optional<RuntimeSandbox> seen,
                     double spread)
    : shared_(std::move(shared)),
      pod_(std::move(pod)),
      life_(spread),
      sandbox_(std::move(seen)),
      look_retry_{500ms, 30s},
      report_retry_{500ms, 30s} {
    auto const now = typed();
    uses_data_ = uses_any_data(*now);
    limits_storage_ = has_storage_limits(*now);
    grace_ = grace_of(*now);
    refuse(*now);
}

PodWorker::~PodWorker() { shared_->services.strand->cancel(timer_); }

std::shared_ptr<Pod const> PodWorker::typed() const {
    if (!typed_) shared_->services.read([&](View const& view) { typed_ = view.typed<Pod>(pod_); });
    return typed_;
}

bool PodWorker::is_sent(Object const& pod) const {
    // Only the write that has made this status of the version before can have had it as its outcome.
    return sent_ && !sent_status_.empty() && pod.bytes().find(sent_status_) != std::string_view::npos;
}

void PodWorker::rest() {
    if (outstanding_.empty() && !reporting_ && looking_ == 0 && !stale_) typed_.reset();
}

void PodWorker::pod_changed(Ref const& pod) {
    if (pod) {
        auto const labels_changed = *pod_->index().labels != *pod->index().labels;
        auto const own = is_sent(*pod);
        pod_ = pod;
        typed_.reset();
        if (own) {
            sent_->metadata.resourceVersion = std::to_string(pod->index().resource_version);
            typed_ = std::move(sent_);
            sent_.reset();
            if (reporting_) return;  // the answer comes next, and it is the same news
        }
        if (labels_changed && uses_data_) refresh_volumes();
    } else {
        exists_ = false;
    }
    step();
}

void PodWorker::hold() {
    held_ = true;
    step();
}

void PodWorker::fail(PodFailure why) {
    if (!failure_) failure_ = std::move(why);
    step();
}

void PodWorker::data_changed(TypeInfo const& type, std::string const& name) {
    if (!uses_data_ || !uses_data(*typed(), type, name)) return;
    if (!volume_places_.empty()) refresh_volumes();
    if (life_.waits_for_data()) {
        life_.retry_now();
        step();
    }
}

// Looking

void PodWorker::look() {
    if (over_) return;
    if (looking_ != 0) {
        look_again_ = true;
        return;
    }
    look_again_ = false;
    looking_ = ++last_token_;
    look_deadline_ = now() + look_limit;
    set_alarm({});
    shared_->services.runtime->list(
        {uid()},
        back<std::vector<RuntimeSandbox>>(
            [look = looking_, changes = changes_](PodWorker& self, Result<std::vector<RuntimeSandbox>> const& result) {
                self.seen(look, changes, result);
            }));
}

void PodWorker::seen(std::uint64_t look, std::uint64_t changes, Result<std::vector<RuntimeSandbox>> const& result) {
    if (look != looking_) return;
    if (result && read_message(look, changes, *result)) return;
    looking_ = 0;
    if (!result) {
        // What could not be seen is unknown, not gone.
        stale_ = true;
        look_retry_.fail(now());
        if (result.error().code == Errc::unavailable) shared_->runtime_failed();
        return set_alarm({});
    }
    look_retry_.reset();
    if (changes != changes_ || look_again_) return this->look();
    auto const found =
        std::find_if(result->begin(), result->end(), [this](RuntimeSandbox const& one) { return one.id == uid(); });
    sandbox_ = found == result->end() ? std::nullopt : std::optional<RuntimeSandbox>(*found);
    if (sandbox_ && !messages_.empty()) {
        for (auto& one : sandbox_->containers) {
            auto const message = messages_.find(one.id);
            if (message != messages_.end()) one.message = message->second;
        }
    }
    stale_ = false;
    step();
}

void PodWorker::compare(RuntimeSandbox const* seen) {
    if ((seen != nullptr) != sandbox_.has_value() || (seen != nullptr && differs(*seen, *sandbox_))) look();
}

// Deciding

void PodWorker::step() {
    if (stepping_) {
        step_again_ = true;
        return;
    }
    auto const alive = shared_from_this();
    stepping_ = true;
    do {
        step_again_ = false;
        step_once();
    } while (step_again_ && !over_);
    stepping_ = false;
    rest();
}

void PodWorker::step_once() {
    if (over_) return;
    if (stale_) {
        if (looking_ == 0 && look_retry_.over(now())) return look();
        // The alarm may just have gone off for something else: what is still waited for needs its own.
        return set_alarm({});
    }
    auto const pod = typed();
    auto next = life_.step(situation(*pod));
    for (auto const& action : next.actions) begin(action, *pod);
    if (exists_) report(*pod, next);
    if (next.over) {
        over_ = true;
        shared_->services.strand->cancel(timer_);
        shared_->over(uid());
        return;
    }
    set_alarm(next.again);
}

PodSituation PodWorker::situation(Pod const& pod) const {
    auto const& services = shared_->services;
    return {.pod = &pod,
            .exists = exists_,
            .held = held_,
            .sandbox = sandbox_ ? &*sandbox_ : nullptr,
            .failure = failure_ ? &*failure_ : nullptr,
            .host_ip = shared_->host_ip,
            .pulls_images = services.runtime->images() != nullptr,
            .resizes = services.runtime->resizing() != nullptr,
            .no_room = resize_refusal(pod),
            .now = services.strand->now(),
            .wall = services.strand->wall()};
}

std::optional<ResizeRefusal> PodWorker::resize_refusal(Pod const& pod) const {
    if (!wants_resize(pod)) return std::nullopt;
    std::optional<ResizeRefusal> refusal;
    shared_->services.read([&](View const& view) { refusal = refuse_resize(view, pod, shared_->allocatable); });
    return refusal;
}

PodFacts PodWorker::facts() const {
    PodFacts known{.pod_ip = sandbox_ ? sandbox_->ip : std::string(),
                   .host_ip = shared_->host_ip,
                   .allocatable = &shared_->allocatable,
                   .gives_files = shared_->abilities.users.available,
                   .has_images = shared_->services.runtime->images() != nullptr};
    if (shared_->services.token) {
        known.token = [this](ServiceAccountTokenProjection const& wanted) {
            return tokens_.get(*typed(), shared_->node, wanted, shared_->services.token, now());
        };
    }
    return known;
}

std::string PodWorker::log_directory() const {
    return pod_log_directory(shared_->services.data_dir, key().namespace_, key().name, uid());
}

void PodWorker::set_alarm(std::optional<Instant> again) {
    auto& strand = *shared_->services.strand;
    auto when = again.value_or(Instant::max());
    for (auto const& one : outstanding_) when = std::min(when, one.deadline + margin);
    if (looking_ != 0) when = std::min(when, look_deadline_ + margin);
    if (stale_ && looking_ == 0) when = std::min(when, look_retry_.until);
    if (!report_retry_.over(strand.now())) when = std::min(when, report_retry_.until);
    if (auto const renewal = tokens_.renewal(); renewal && !volume_places_.empty()) when = std::min(when, *renewal);
    if (!again && timer_ != 0 && alarm_at_ > strand.now()) when = std::min(when, alarm_at_);
    if (timer_ != 0 && when == alarm_at_) return;
    strand.cancel(timer_);
    timer_ = 0;
    if (when == Instant::max()) return;
    alarm_at_ = when;
    timer_ = strand.after(when - strand.now(), [weak = weak_from_this()] {
        if (auto const self = weak.lock()) self->alarm();
    });
}

void PodWorker::alarm() {
    timer_ = 0;
    if (looking_ != 0 && now() >= look_deadline_ + margin) {
        seen(looking_, changes_, Error(Errc::timeout, "the runtime did not answer"));
    }
    auto const late = outstanding_;
    for (auto const& one : late) {
        if (now() < one.deadline + margin) continue;
        ++changes_;
        stale_ = true;
        finish(one.token, {.kind = ActionOutcome::Kind::unknown, .reason = {}, .message = "no answer in time"});
    }
    if (auto const renewal = tokens_.renewal(); renewal && now() >= *renewal) refresh_volumes();
    step();
}

// Reporting

void PodWorker::tell(std::string container, bool warning, std::string reason, std::string message) {
    events_.push_back({std::move(container), warning, std::move(reason), std::move(message)});
}

void PodWorker::refuse(Pod const& pod) {
    if (auto const sysctls = pod_sysctls(pod); !sysctls) {
        auto const& why = sysctls.error().message;
        failure_ = {.reason = "SysctlForbidden", .message = "Pod was rejected: " + why, .event = why, .grace = 0s};
    }
}

void PodWorker::report(Pod const& pod, PodStep& step) {
    for (auto& event : step.events) {
        if (events_.size() < events_max) events_.push_back(std::move(event));
    }
    if (!told_) tell_once(pod);
    if (reporting_ || !report_retry_.over(now())) return;
    auto const changed = !equal(step.status, pod.status);
    if (!changed && events_.empty()) return;
    Plan plan;
    if (changed) {
        sent_ = std::make_shared<Pod>(pod);
        sent_->status = std::move(step.status);
        plan.update_status(*sent_);
        auto const& body = plan.writes().back().body;
        sent_status_ = body.substr(std::min(body.find("\"status\":"), body.size()));
    }
    for (auto& event : events_) {
        plan.event({.type = Pod::type,
                    .key = key(),
                    .uid = uid(),
                    .field_path = field_path(pod, event.container),
                    .warning = event.warning,
                    .reason = event.reason,
                    .message = event.message});
    }
    reporting_ = true;
    auto told = std::move(events_);
    events_.clear();
    shared_->services.submit(std::move(plan), [weak = weak_from_this(), told](Result<> const& result) {
        auto const self = weak.lock();
        if (!self) return;
        // Events of a plan that was refused were not told.
        if (!result) self->events_.insert(self->events_.begin(), told.begin(), told.end());
        self->reported(result);
    });
}

void PodWorker::tell_once(Pod const& pod) {
    told_ = true;
    if (!pod.status.phase.empty() && pod.status.phase != "Pending") return;
    auto const fields = fields_without_effect(pod, shared_->abilities, shared_->services.runtime->images() != nullptr);
    if (fields.empty()) return;
    std::string text = "no effect on this node: ";
    for (auto const& field : fields) text += (&field == &fields.front() ? "" : ", ") + field;
    tell({}, true, "NotEnforced", std::move(text));
}

void PodWorker::reported(Result<> const& result) {
    reporting_ = false;
    sent_.reset();
    if (result) {
        report_retry_.reset();
    } else if (result.error().code != Errc::not_found) {
        // Somebody else has written; the next attempt starts from what is stored now.
        report_retry_.fail(now());
        if (result.error().code == Errc::conflict) report_retry_.until = now();
    }
    step();
}

// Doing

std::uint64_t PodWorker::expect(PodAction const& action, Duration limit) {
    outstanding_.push_back({.token = ++last_token_, .action = action, .deadline = now() + limit});
    return last_token_;
}

void PodWorker::finish(std::uint64_t token, ActionOutcome outcome) {
    auto const found = std::find_if(outstanding_.begin(), outstanding_.end(),
                                    [&](Outstanding const& one) { return one.token == token; });
    if (found == outstanding_.end()) return;
    auto const action = std::move(found->action);
    outstanding_.erase(found);
    auto const pod = typed();
    life_.done(situation(*pod), action, outcome);
    step();
}

ActionOutcome PodWorker::outcome_of(Result<> const& result, std::string reason) {
    if (result) return {};
    auto const code = result.error().code;
    if (code == Errc::unavailable) shared_->runtime_failed();
    auto const unknown = code == Errc::unavailable || code == Errc::timeout || code == Errc::cancelled ||
                         code == Errc::too_many_requests;
    return {.kind = unknown ? ActionOutcome::Kind::unknown : ActionOutcome::Kind::failed,
            .reason = std::move(reason),
            .message = result.error().message};
}

Completion<> PodWorker::verb_done(std::uint64_t token, std::string reason) {
    return back<void>([token, reason = std::move(reason)](PodWorker& self, Result<> const& result) {
        ++self.changes_;
        self.stale_ = true;
        self.finish(token, self.outcome_of(result, reason));
    });
}

void PodWorker::begin(PodAction const& action, Pod const& pod) {
    auto& runtime = *shared_->services.runtime;
    ContainerId const id{.sandbox = uid(), .name = action.container, .attempt = action.attempt};
    Container const* container = nullptr;
    for (auto const* all : {&pod.spec.containers, &pod.spec.initContainers}) {
        for (auto const& one : *all) {
            if (one.name == action.container) container = &one;
        }
    }
    auto const ephemeral = container == nullptr ? find_ephemeral(pod, action.container) : std::nullopt;
    if (ephemeral) container = &*ephemeral;
    switch (action.verb) {
        case PodVerb::mount: return begin_mount(action, pod);
        case PodVerb::pull: return begin_pull(action, *container);
        case PodVerb::create: return begin_create(action, pod, *container);
        case PodVerb::post_start:
        case PodVerb::pre_stop: return begin_hook(action, pod, *container);
        case PodVerb::probe: return begin_probe(action, pod, *container);
        case PodVerb::drain: return begin_drain(action);
        case PodVerb::finish: return begin_finish(action);
        case PodVerb::create_sandbox: return begin_sandbox(action, pod);
        case PodVerb::start:
            runtime.start(id, now() + verb_limit, verb_done(expect(action, verb_limit), "RunContainerError"));
            return;
        case PodVerb::resize:
            runtime.resizing()->resize(id, container_limits(pod, *container, facts()), now() + verb_limit,
                                       verb_done(expect(action, verb_limit), {}));
            return;
        case PodVerb::stop: {
            auto const limit = action.grace + 30s;
            runtime.stop(id, action.grace, now() + limit, verb_done(expect(action, limit), {}));
            return;
        }
        case PodVerb::remove:
        case PodVerb::remove_sandbox: return begin_remove(action, pod);
        case PodVerb::unmount: {
            auto const token = expect(action, verb_limit);
            volumes_.clear();
            volume_places_.clear();
            auto const& all = pod.spec.containers;
            auto const has_files =
                std::any_of(all.begin(), all.end(), [this](Container const& one) { return has_message_file(one); });
            if (pod.spec.volumes.empty() && !has_files) return finish(token, {});
            shared_->services.volumes->remove(uid(), back<void>([token](PodWorker& self, Result<> const& result) {
                                                  self.finish(token, self.outcome_of(result, {}));
                                              }));
            return;
        }
    }
}

void PodWorker::begin_remove(PodAction const& action, Pod const& pod) {
    auto const token = expect(action, verb_limit);
    std::vector<ContainerId> logs;
    // A Pod that is there is asked for its logs, whatever has become of its containers.
    if (shared_->services.runtime->logs() != nullptr && pod.metadata.deletionTimestamp.empty() && sandbox_) {
        for (auto const& one : sandbox_->containers) {
            bool const meant =
                action.container.empty() || (one.id.name == action.container && one.id.attempt == action.attempt);
            if (meant && one.state == RuntimeState::exited) logs.push_back(one.id);
        }
    }
    remove_after_logs(token, action, std::move(logs));
}

void PodWorker::remove_after_logs(std::uint64_t token, PodAction const& action, std::vector<ContainerId> logs) {
    if (!logs.empty()) {
        auto const id = std::move(logs.back());
        logs.pop_back();
        auto const path = container_log_path(log_directory(), id);
        return keep_log(shared_->services, id, path,
                        [weak = weak_from_this(), token, action, logs = std::move(logs)]() mutable {
                            if (auto const self = weak.lock()) self->remove_after_logs(token, action, std::move(logs));
                        });
    }
    auto& runtime = *shared_->services.runtime;
    if (action.container.empty()) return runtime.remove_sandbox(uid(), now() + verb_limit, verb_done(token, {}));
    runtime.remove({.sandbox = uid(), .name = action.container, .attempt = action.attempt}, now() + verb_limit,
                   verb_done(token, {}));
}

void PodWorker::begin_sandbox(PodAction const& action, Pod const& pod) {
    auto const token = expect(action, verb_limit);
    auto const& services = shared_->services;
    SandboxSources sources{.volumes = &volumes_,
                           .log_directory = log_directory(),
                           .cluster_dns = &services.cluster_dns,
                           .host_resolv_conf = {}};
    if (shared_->abilities.dns.available) {
        // Only where it becomes the Pod's own: elsewhere the host's file counts as it is.
        if (pod.spec.dnsConfig || !services.cluster_dns.servers.empty()) sources.host_resolv_conf = host_resolv_conf();
        if (!dns_told_ && pod_dns(pod, services.cluster_dns, {}).cluster_is_missing) {
            dns_told_ = true;
            auto const policy = pod.spec.dnsPolicy.empty() ? "ClusterFirst" : pod.spec.dnsPolicy;
            tell({}, true, "MissingClusterDNS",
                 "pod: \"" + key().name + "_" + key().namespace_ + "(" + uid() +
                     ")\". kubelet does not have ClusterDNS IP configured and cannot create Pod using \"" + policy +
                     "\" policy. Falling back to \"Default\" policy.");
        }
    }
    Result<SandboxConfig> config = SandboxConfig();
    services.read([&](View const& view) { config = sandbox_config(view, pod, sources); });
    if (!config) {
        return finish(token, {.kind = ActionOutcome::Kind::failed,
                              .reason = {},
                              .message = "Failed to create pod sandbox: " + config.error().message});
    }
    services.runtime->create_sandbox(
        std::move(*config), now() + verb_limit,
        back<RuntimeSandbox>([token](PodWorker& self, Result<RuntimeSandbox> const& result) {
            ++self.changes_;
            if (!result) {
                self.stale_ = true;
                return self.finish(token, self.outcome_of(result.error(), {}));
            }
            self.sandbox_ = *result;
            self.finish(token, {});
        }));
}

void PodWorker::begin_create(PodAction const& action, Pod const& pod, Container const& container) {
    auto const token = expect(action, verb_limit);
    auto const image = images_.find(container.name);
    ConfigSources const sources{.facts = facts(),
                                .base_environment = shared_->services.runtime->images() != nullptr
                                                        ? &shared_->services.environment
                                                        : &shared_->services.host_environment,
                                .volumes = &volumes_,
                                .volume_places = &volume_places_,
                                .log_directory = log_directory(),
                                .image = image == images_.end() ? nullptr : &image->second,
                                .seccomp_directory = shared_->services.data_dir + "/seccomp"};
    Result<ContainerConfig> config = ContainerConfig();
    shared_->services.read(
        [&](View const& view) { config = container_config(view, pod, container, action.attempt, sources); });
    if (!config) {
        return finish(token, {.kind = ActionOutcome::Kind::failed,
                              .reason = "CreateContainerConfigError",
                              .message = config.error().message});
    }
    auto const& spec = pod.spec;
    bool const sees_all = spec.shareProcessNamespace.value_or(false) || spec.hostPID.value_or(false);
    for (auto const& one : spec.ephemeralContainers) {
        if (one.name == container.name && !one.targetContainerName.empty() && !sees_all)
            tell(one.name, true, "NotEnforced",
                 "no effect on this node: targetContainerName; it has a process namespace of its own");
    }
    if (!has_message_file(container)) return make_places(action, token, {}, std::move(*config));
    auto const& target = container.terminationMessagePath;
    shared_->services.volumes->make_message_file(
        uid(), container.name, action.attempt,
        back<std::string>(
            [action, token, made = std::move(*config), target](PodWorker& self, Result<std::string> const& path) {
                if (!path) return self.finish(token, self.outcome_of(path.error(), "CreateContainerConfigError"));
                auto with_file = made;
                if (!path->empty()) {
                    Mount mount;
                    mount.source = *path;
                    mount.target = target;
                    with_file.mounts.push_back(std::move(mount));
                }
                self.make_places(action, token, *path, std::move(with_file));
            }));
}

/// Makes the directories that subPaths name, and then the container.
void PodWorker::make_places(PodAction const& action, std::uint64_t token, std::string message_path,
                            ContainerConfig config) {
    std::vector<std::pair<std::string, std::string>> sub_paths;
    for (auto const& mount : config.mounts) {
        if (mount.kind != Mount::Kind::bind || mount.source == message_path) continue;
        for (auto const& place : volume_places_) {
            if (!place.empty() && mount.source.size() > place.size() + 1 && mount.source.starts_with(place + "/")) {
                sub_paths.emplace_back(place, mount.source.substr(place.size() + 1));
            }
        }
    }
    if (sub_paths.empty()) return create(action, token, std::move(config));
    make_sub_paths(std::move(sub_paths),
                   back<void>([action, token, made = std::move(config)](PodWorker& self, Result<> const& result) {
                       if (result) return self.create(action, token, made);
                       self.finish(token, {.kind = ActionOutcome::Kind::failed,
                                           .reason = "CreateContainerConfigError",
                                           .message = "failed to prepare subPath: " + result.error().message});
                   }));
}

void PodWorker::create(PodAction const& action, std::uint64_t token, ContainerConfig config) {
    auto hash = config.spec_hash;
    shared_->services.runtime->create(
        std::move(config), now() + verb_limit,
        back<void>([action, token, hash = std::move(hash)](PodWorker& self, Result<> const& result) {
            ++self.changes_;
            if (result) {
                self.note_created(action, hash);
            } else {
                self.stale_ = true;
            }
            self.finish(token, self.outcome_of(result, "CreateContainerError"));
        }));
}

void PodWorker::note_created(PodAction const& action, std::string spec_hash) {
    if (!sandbox_) {
        stale_ = true;
        return;
    }
    for (auto const& one : sandbox_->containers) {
        if (one.id.name == action.container && one.id.attempt == action.attempt) return;
    }
    RuntimeContainer made;
    made.id = {.sandbox = uid(), .name = action.container, .attempt = action.attempt};
    made.state = RuntimeState::created;
    made.spec_hash = std::move(spec_hash);
    sandbox_->containers.push_back(std::move(made));
}

void PodWorker::begin_drain(PodAction const& action) {
    auto const token = expect(action, action.grace);
    if (!shared_->services.drain) return finish(token, {});
    shared_->services.drain(uid(), action.grace, [weak = weak_from_this(), token] {
        if (auto const self = weak.lock()) self->finish(token, {});
    });
}

void PodWorker::begin_finish(PodAction const& action) {
    // A commit has no deadline of its own; its outcome always comes.
    auto const token = expect(action, 24h);
    Plan plan;
    plan.remove(Pod::type, key(), {.grace_seconds = 0, .propagation = {}, .uid = uid(), .resource_version = {}});
    shared_->services.submit(std::move(plan), [weak = weak_from_this(), token](Result<> const& result) {
        auto const self = weak.lock();
        if (!self) return;
        auto const gone = !result && result.error().code == Errc::not_found;
        self->finish(token, gone || result ? ActionOutcome{}
                                           : ActionOutcome{.kind = ActionOutcome::Kind::unknown,
                                                           .reason = {},
                                                           .message = result.error().message});
    });
}

}  // namespace keelson
