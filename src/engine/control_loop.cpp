#include "engine/control_loop.hpp"

#include "controllers/gc.hpp"

#include <algorithm>

namespace keelson {
namespace {

/// So many keys are looked at before others on the strand have their turn.
constexpr int keys_a_turn = 16;
constexpr auto slow = std::chrono::milliseconds(100);
constexpr auto collect_first = std::chrono::milliseconds(5);
constexpr auto collect_most = std::chrono::minutes(5);

Duration back_off(Duration first, Duration most, int failures) {
    auto delay = first;
    for (int i = 1; i < failures && delay < most; ++i) delay *= 2;
    return std::min(delay, most);
}

/// Whether a plan writes more of this object than its status.
bool says_more(Plan const& plan, Kind const& kind, ObjectKey const& key) {
    using Verb = PlannedWrite::Verb;
    return std::any_of(plan.writes().begin(), plan.writes().end(), [&](PlannedWrite const& write) {
        bool const own = write.key == key && write.type.plural == kind.plural && write.type.group == kind.group;
        bool const of_status = write.verb == Verb::update_status || write.verb == Verb::apply_status ||
                               (write.verb == Verb::merge_patch && write.status);
        return own && !of_status;
    });
}

}  // namespace

ControlLoop::ControlLoop(Strand& strand, Registry& registry, TypedCache& cache)
    : strand_(&strand), registry_(&registry), cache_(&cache) {}

void ControlLoop::add(Controller controller) {
    controllers_.emplace_back(new Running{std::move(controller), {}, {}, {}, {}});
}

void ControlLoop::start() {
    Reader const reader(registry_->accepted(), registry_->kinds(), *cache_);
    View const view(reader, strand_->wall());
    for (std::size_t i = 0; i < controllers_.size(); ++i) {
        if (auto const& more = controllers_[i]->controller.at_start()) {
            for (auto& key : more(view)) enqueue({i, std::move(key)});
        }
        auto const* const kind = registry_->kinds().by_resource(controllers_[i]->controller.kind().resource());
        if (!kind) continue;
        for (auto const& object : registry_->accepted().list(*kind->kind, {})) enqueue({i, object->key()});
    }
    for (auto const& object : registry_->accepted().all()) {
        if (controllers::gc::concerns_collection(*object)) enqueue({controllers_.size(), {{}, object->index().uid}});
    }
}

void ControlLoop::changed(std::vector<Change> const& changes) {
    if (stopped_) return;
    Reader const reader(registry_->accepted(), registry_->kinds(), *cache_);
    View const view(reader, strand_->wall());
    for (auto const& change : changes) {
        auto const& any = *(change.after ? change.after : change.before);
        auto const& kind = any.kind();
        for (std::size_t i = 0; i < controllers_.size(); ++i) {
            auto& running = *controllers_[i];
            auto const& own = running.controller.kind();
            if (own.plural == kind.plural && own.group == kind.group) {
                // What a controller says of its own object's status is no news to it.
                bool const news = !writing_ || writing_->controller != i || writing_->key != any.key() ||
                                  writes_more_ || !change.before || !change.after ||
                                  change.before->index().generation != change.after->index().generation ||
                                  change.before->index().deleted != change.after->index().deleted;
                if (news) enqueue({i, any.key()});
            }
            for (auto const& watch : running.controller.watched()) {
                if (watch.kind.plural != kind.plural || watch.kind.group != kind.group) continue;
                for (auto& key : watch.map(view, change.before.get(), change.after.get())) enqueue({i, std::move(key)});
            }
        }
        for (auto& uid : controllers::gc::to_collect(view, change.before.get(), change.after.get()))
            enqueue({controllers_.size(), {{}, std::move(uid)}});
    }
}

void ControlLoop::enqueue(Item item) {
    if (stopped_ || !queued_.insert(item).second) return;
    auto& figures = figures_of(item);
    ++figures.adds;
    ++figures.depth;
    queue_.push_back(std::move(item));
    if (turning_) return;
    turning_ = true;
    strand_->post([this] { turn(); });
}

void ControlLoop::enqueue_later(Item const& item, Duration delay) {
    auto& timers = item.controller < controllers_.size() ? controllers_[item.controller]->timers : collect_timers_;
    auto& timer = timers[item.key];
    if (timer != 0) strand_->cancel(timer);
    timer = strand_->after(delay, [this, item] {
        auto& table = item.controller < controllers_.size() ? controllers_[item.controller]->timers : collect_timers_;
        table.erase(item.key);
        enqueue(item);
    });
}

void ControlLoop::turn() {
    for (int i = 0; i < keys_a_turn && !queue_.empty() && !stopped_; ++i) {
        auto const item = std::move(queue_.front());
        queue_.pop_front();
        queued_.erase(item);
        auto& figures = figures_of(item);
        --figures.depth;
        auto const begin = strand_->now();
        if (!waiting_.contains(item)) look_at(item);
        figures.work.observe(strand_->now() - begin);
    }
    turning_ = !queue_.empty() && !stopped_;
    if (turning_) strand_->post([this] { turn(); });
}

void ControlLoop::look_at(Item const& item, std::shared_ptr<AdmissionAnswers> answers) {
    if (item.controller < controllers_.size()) {
        reconcile(item, std::move(answers));
    } else {
        collect(item, std::move(answers));
    }
}

void ControlLoop::reconcile(Item const& item, std::shared_ptr<AdmissionAnswers> answers) {
    auto& running = *controllers_[item.controller];
    Reader const reader(registry_->accepted(), registry_->kinds(), *cache_);
    View const view(reader, strand_->wall());
    Plan plan;
    ++figures_.reconciles;
    auto const begin = strand_->now();
    Result<> decided;
    try {
        decided = running.controller.reconcile()(view, item.key, plan);
    } catch (std::exception const& thrown) {
        decided = Error(Errc::internal, std::string("the controller threw: ") + thrown.what());
    }
    if (auto const took = strand_->now() - begin; took > slow) {
        strand_->log()
            .with("controller/" + running.controller.name())
            .warning(item.key.text() + " took " +
                     std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()) +
                     " ms; everything else waited");
    }
    finish(item, std::move(decided), plan, std::move(answers));
}

void ControlLoop::collect(Item const& item, std::shared_ptr<AdmissionAnswers> answers) {
    Reader const reader(registry_->accepted(), registry_->kinds(), *cache_);
    View const view(reader, strand_->wall());
    auto const subject = view.by_uid(item.key.name);
    if (!subject) return;
    Plan plan;
    ++figures_.reconciles;
    auto const scope_of = [this](std::string_view api_version, std::string_view name) -> std::optional<Scope> {
        auto const* const kind = registry_->kinds().by_name(api_version, name);
        return kind ? std::optional(kind->kind->scope) : std::nullopt;
    };
    finish(item, controllers::gc::collect(view, *subject, scope_of, plan), plan, std::move(answers));
}

void ControlLoop::finish(Item const& item, Result<> decided, Plan const& plan,
                         std::shared_ptr<AdmissionAnswers> answers) {
    if (!decided) return retry(item, decided.error());
    auto const delay = plan.delay();
    if (plan.empty()) {
        if (delay) enqueue_later(item, *delay);
        if (item.controller < controllers_.size()) controllers_[item.controller]->failures.erase(item.key);
        return;
    }
    ++figures_.plans;
    writing_ = item;
    writes_more_ = item.controller < controllers_.size() &&
                   says_more(plan, controllers_[item.controller]->controller.kind(), item.key);
    auto const before = registry_->accepted().revision;
    auto const goes_on = std::make_shared<bool>(false);
    auto const done = [this, item, delay, goes_on](Result<> written) {
        if (!written) return plan_refused(item, written.error());
        auto& failures =
            item.controller < controllers_.size() ? controllers_[item.controller]->failures : collect_failures_;
        failures.erase(item.key);
        if (delay && !*goes_on) enqueue_later(item, *delay);
    };
    auto const again = [this, item](std::shared_ptr<AdmissionAnswers> said) {
        waiting_.erase(item);
        if (!stopped_) look_at(item, std::move(said));
    };
    auto const manager = item.controller < controllers_.size()
                             ? controllers_[item.controller]->controller.name() + "-controller"
                             : std::string("garbage-collector");
    if (submit(plan, manager, done, {std::move(answers), again})) waiting_.insert(item);
    // Who wants to go on need not wait for the disk. Of a plan that was refused the back-off says when.
    if (delay && registry_->accepted().revision != before) {
        *goes_on = true;
        enqueue_later(item, *delay);
    }
    writing_.reset();
}

/// The registry said no to what a controller wanted, and not because somebody was faster: a quota, a name that is
/// taken, a namespace on its way out. The controller may record it, and tries again with a growing delay.
void ControlLoop::plan_refused(Item const& item, Error const& error) {
    bool const ours = item.controller < controllers_.size();
    // A webhook that can't be reached is told of too; a hook may think better of it without a change of anything here.
    bool const others_first = error.retryable() && error.code != Errc::internal;
    if (stopped_ || !ours || others_first || !controllers_[item.controller]->controller.refused())
        return retry(item, error, registry_->has_admission());
    auto const& controller = controllers_[item.controller]->controller;
    Reader const reader(registry_->accepted(), registry_->kinds(), *cache_);
    View const view(reader, strand_->wall());
    Plan plan;
    controller.refused()(view, item.key, error, plan);
    if (!plan.empty()) {
        writing_ = item;
        writes_more_ = says_more(plan, controller.kind(), item.key);
        submit(plan, controller.name() + "-controller", {});
        writing_.reset();
    }
    retry(item, error, true);
}

void ControlLoop::retry(Item const& item, Error const& error, bool whatever_it_is) {
    if (stopped_) return;
    ++figures_.refused;
    ++figures_of(item).retries;
    bool const ours = item.controller < controllers_.size();
    auto const log = strand_->log().with("controller/" + name_of(item));
    log.warning(item.key.text() + ": " + error.message);
    if (!error.retryable() && !whatever_it_is) return;
    auto& failures = ours ? controllers_[item.controller]->failures : collect_failures_;
    auto const count = ++failures[item.key];
    auto const first = ours ? controllers_[item.controller]->controller.back_off_first() : Duration(collect_first);
    auto const most = ours ? controllers_[item.controller]->controller.back_off_most() : Duration(collect_most);
    enqueue_later(item, back_off(first, most, count));
}

void ControlLoop::each_queue(std::function<void(std::string const&, QueueFigures const&)> const& visit) const {
    for (auto const& running : controllers_) visit(running->controller.name(), running->figures);
    visit("garbage-collector", collect_figures_);
}

std::string const& ControlLoop::name_of(Item const& item) const {
    static std::string const collector = "garbage-collector";
    return item.controller < controllers_.size() ? controllers_[item.controller]->controller.name() : collector;
}

bool ControlLoop::submit(Plan const& plan, std::string const& manager, Completion<> done, Registry::Waiting waiting) {
    auto operations = operations_of(plan, registry_->kinds());
    if (operations) return submit(std::move(*operations), plan.events(), manager, std::move(done), std::move(waiting));
    strand_->post([done = std::move(done), error = operations.error()] {
        if (done) done(error);
    });
    return false;
}

void ControlLoop::submit_of_node(Plan const& plan, Completion<> done) {
    // Nodes know kinds that are compiled in, and no others.
    auto operations = operations_of(plan, registry_->kinds()).value();
    for (auto& operation : operations) operation.by_node = true;
    submit(std::move(operations), plan.events(), "kubelet", std::move(done), {});
}

bool ControlLoop::submit(std::vector<Operation> operations, std::vector<PlannedEvent> events,
                         std::string const& manager, Completion<> done, Registry::Waiting waiting) {
    if (registry_->has_admission()) {
        auto const who = component_requester(manager);
        for (auto& operation : operations) operation.by = who;
    }
    WriteOptions options;
    options.manager = manager;
    options.force = true;
    auto const answered = [this, events = std::move(events), manager,
                           done = std::move(done)](Result<BatchResult> result) {
        if (result) tell(events, manager);
        if (!done) return;
        if (result) {
            done({});
        } else {
            done(result.error());
        }
    };
    return registry_->submit(std::move(operations), std::move(options), answered, std::move(waiting));
}

void ControlLoop::tell(std::vector<PlannedEvent> const& events, std::string const& component, std::string const& host) {
    for (auto const& event : events)
        registry_->events().add(
            {event.type.api_version(), std::string(event.type.kind), event.key, event.uid, event.field_path},
            event.warning, event.reason, event.message, component, host, strand_->wall());
}

}  // namespace keelson
