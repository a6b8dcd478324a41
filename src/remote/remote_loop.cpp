#include "remote/remote_loop.hpp"

#include "remote/wire.hpp"

#include <algorithm>

namespace keelson::remote {
namespace {

constexpr auto inform_first = std::chrono::milliseconds(500);
constexpr auto inform_most = std::chrono::seconds(30);

Duration back_off(Duration first, Duration most, int failures) {
    auto delay = first;
    for (int i = 1; i < failures && delay < most; ++i) delay *= 2;
    return std::min(delay, most);
}

/// Whether a write that failed so may have been carried out.
bool is_unknown(Errc code) {
    return code == Errc::unavailable || code == Errc::timeout || code == Errc::internal || code == Errc::cancelled;
}

}  // namespace

RemoteLoop::RemoteLoop(Client client, RemoteOptions options)
    : strand(options.clock ? options.clock : system_clock(), options.entropy ? options.entropy : system_entropy(),
             Log(options.log, options.log_level, "remote")),
      client_(std::move(client)),
      options_(std::move(options)) {}

void RemoteLoop::start() {
    for (auto& controller : options_.controllers) {
        auto running = std::make_unique<Running>(Running{.controller = std::move(controller)});
        running->needs.insert(running->controller.kind().resource());
        for (auto const& watch : running->controller.watched()) running->needs.insert(watch.kind.resource());
        controllers_.push_back(std::move(running));
    }
    for (auto const& running : controllers_) {
        for (auto const& resource : running->needs) inform(resource);
    }
    if (!options_.leader) {
        leads_ = true;
        return;
    }
    LeaderElection::Events events;
    events.started = [this] {
        leads_ = true;
        kick_all();
    };
    events.stopped = [this] { leads_ = false; };
    elector_ = std::make_shared<Elector>(strand, client_, *options_.leader, std::move(events));
    elector_->start();
}

void RemoteLoop::stop(std::function<void()> done) {
    stopped_ = true;
    leads_ = false;
    informers_.clear();
    if (!elector_) return done();
    elector_->stop([self = shared_from_this(), done = std::move(done)] { done(); });
}

RemoteControllers::Figures RemoteLoop::figures() const {
    auto figures = figures_;
    figures.leads = leads_;
    figures.synced = std::all_of(informers_.begin(), informers_.end(), [this](auto const& informer) {
        auto const* const table = cache_.table(informer.first);
        return table && table->listed;
    });
    return figures;
}

// What controllers see.

void RemoteLoop::inform(std::string const& resource) {
    if (stopped_ || informers_.contains(resource)) return;
    inform_again(resource);
}

void RemoteLoop::inform_again(std::string const& resource) {
    if (stopped_) return;
    auto& informer = informers_[resource];
    auto& table = cache_.add_table(resource);
    table.listed = false;
    table.unheard.clear();
    for (auto const& [key, object] : table.objects) table.unheard.insert(key);
    auto const life = informer.life = ++lives_;
    auto const here = [weak = weak_from_this(), resource, life](auto what) {
        auto const self = weak.lock();
        if (!self) return;
        self->strand.post([weak, resource, life, what = std::move(what)] {
            auto const still = weak.lock();
            if (!still || still->stopped_ || still->informers_[resource].life != life) return;
            what(*still);
        });
    };
    ListOptions options;
    auto const kind = client_.find_kind({}, resource);
    if (!kind || kind->namespaced()) options.namespace_ = options_.namespace_;
    informer.following = client_.follow(
        resource, std::move(options),
        {[here, resource](ChangeType type, Ref object) {
             here([resource, type, object = std::move(object)](RemoteLoop& self) {
                 self.informed(resource, type, object);
             });
         },
         [here, resource] { here([resource](RemoteLoop& self) { self.listed(resource); }); },
         [here, resource](Error error) {
             here([resource, error = std::move(error)](RemoteLoop& self) { self.inform_failed(resource, error); });
         }});
}

void RemoteLoop::inform_failed(std::string const& resource, Error const& error) {
    auto& informer = informers_[resource];
    strand.log().warning("following " + resource + ": " + error.message);
    strand.after(back_off(inform_first, inform_most, ++informer.failures),
                 [weak = weak_from_this(), resource, life = informer.life] {
                     auto const self = weak.lock();
                     if (self && !self->stopped_ && self->informers_[resource].life == life)
                         self->inform_again(resource);
                 });
}

void RemoteLoop::informed(std::string const& resource, ChangeType type, Ref object) {
    auto& table = cache_.add_table(resource);
    table.unheard.erase(object->key());
    if (type == ChangeType::deleted) {
        if (auto const before = cache_.drop(resource, object->key())) changed(before, nullptr);
        return;
    }
    auto const found = table.objects.find(object->key());
    bool const same = found != table.objects.end() && found->second->index().uid == object->index().uid &&
                      found->second->index().resource_version == object->index().resource_version;
    if (same) return;
    auto const before = cache_.put(resource, object);
    if (before && before->index().uid != object->index().uid) {
        changed(before, nullptr);
        changed(nullptr, object);
    } else {
        changed(before, object);
    }
}

void RemoteLoop::listed(std::string const& resource) {
    auto& table = cache_.add_table(resource);
    informers_[resource].failures = 0;
    for (auto const& key : std::exchange(table.unheard, {})) {
        if (auto const before = cache_.drop(resource, key)) changed(before, nullptr);
    }
    table.listed = true;
    for (auto const& one : std::exchange(deferred_, {})) map_change(one.controller, one.watch, one.before, one.after);
    check_barriers();
    kick_all();
}

/// The echo of what a controller itself wrote of its own object's status is no news to it.
bool RemoteLoop::is_echo(Running const& running, Object const* before, Object const* after) const {
    if (!before || !after || before->index().generation != after->index().generation ||
        before->index().deleted != after->index().deleted)
        return false;
    return std::any_of(running.barriers.begin(), running.barriers.end(), [&](Barrier const& barrier) {
        return barrier.of_status && barrier.key == after->key() && barrier.version == after->index().resource_version &&
               barrier.resource == after->kind().resource();
    });
}

void RemoteLoop::changed(Ref const& before, Ref const& after) {
    auto const& any = after ? *after : *before;
    for (std::size_t i = 0; i < controllers_.size(); ++i) {
        auto& running = *controllers_[i];
        auto const& own = running.controller.kind();
        if (own.plural == any.kind().plural && own.group == any.kind().group &&
            !is_echo(running, before.get(), after.get()))
            enqueue(i, any.key());
        for (std::size_t w = 0; w < running.controller.watched().size(); ++w) {
            auto const& kind = running.controller.watched()[w].kind;
            if (kind.plural == any.kind().plural && kind.group == any.kind().group) map_change(i, w, before, after);
        }
    }
    check_barriers();
}

void RemoteLoop::map_change(std::size_t controller, std::size_t watch, Ref const& before, Ref const& after) {
    auto& running = *controllers_[controller];
    CacheReader const reader(cache_);
    View const view(reader, strand.wall());
    std::vector<ObjectKey> keys;
    try {
        keys = running.controller.watched()[watch].map(view, before.get(), after.get());
    } catch (std::exception const& thrown) {
        strand.log().error(running.controller.name() + ": a map threw: " + thrown.what());
    }
    if (!reader.missing().empty()) {
        // What it says without them may be wrong: it is asked again when they are there.
        deferred_.push_back({controller, watch, before, after});
        for (auto const& resource : reader.missing()) {
            running.needs.insert(resource);
            inform(resource);
        }
        return;
    }
    for (auto& key : keys) enqueue(controller, std::move(key));
}

// When they are called.

void RemoteLoop::enqueue(std::size_t i, ObjectKey key) {
    auto& running = *controllers_[i];
    if (stopped_) return;
    if (running.key == key) {
        running.again = true;
        return;
    }
    if (running.queued.insert(key).second) running.queue.push_back(std::move(key));
    kick(i);
}

void RemoteLoop::enqueue_later(std::size_t i, ObjectKey const& key, Duration delay) {
    auto& timer = controllers_[i]->timers[key];
    if (timer != 0) strand.cancel(timer);
    timer = strand.after(delay, [this, i, key] {
        controllers_[i]->timers.erase(key);
        enqueue(i, key);
    });
}

void RemoteLoop::kick(std::size_t i) {
    auto& running = *controllers_[i];
    if (running.posted || stopped_) return;
    running.posted = true;
    strand.post([weak = weak_from_this(), i] {
        auto const self = weak.lock();
        if (!self) return;
        self->controllers_[i]->posted = false;
        self->turn(i);
    });
}

void RemoteLoop::kick_all() {
    for (std::size_t i = 0; i < controllers_.size(); ++i) kick(i);
}

bool RemoteLoop::may_run(Running& running) {
    if (stopped_ || !leads_ || running.key || !running.barriers.empty()) return false;
    return std::all_of(running.needs.begin(), running.needs.end(), [&](std::string const& resource) {
        auto const* const table = cache_.table(resource);
        return table && table->listed;
    });
}

void RemoteLoop::turn(std::size_t i) {
    auto& running = *controllers_[i];
    if (!may_run(running)) return;
    if (!running.primed) {
        running.primed = true;
        if (auto const& more = running.controller.at_start()) {
            CacheReader const reader(cache_);
            auto keys = more(View(reader, strand.wall()));
            for (auto& key : keys) enqueue(i, std::move(key));
            for (auto const& resource : reader.missing()) {
                running.primed = false;  // again when it can see all that it reads
                running.needs.insert(resource);
                inform(resource);
            }
            if (!running.primed) return;
        }
    }
    if (running.queue.empty()) return;
    auto const key = std::move(running.queue.front());
    running.queue.pop_front();
    running.queued.erase(key);
    reconcile(i, key);
    if (!running.queue.empty()) kick(i);
}

void RemoteLoop::reconcile(std::size_t i, ObjectKey const& key) {
    auto& running = *controllers_[i];
    CacheReader const reader(cache_);
    View const view(reader, strand.wall());
    auto const execution = std::make_shared<Execution>();
    Result<> decided;
    try {
        decided = running.controller.reconcile()(view, key, execution->plan);
    } catch (std::exception const& thrown) {
        decided = Error(Errc::internal, std::string("the controller threw: ") + thrown.what());
    }
    if (!reader.missing().empty()) {
        for (auto const& resource : reader.missing()) {
            running.needs.insert(resource);
            inform(resource);
        }
        return enqueue(i, key);
    }
    ++figures_.reconciles;
    if (!decided) return retry(i, key, decided.error(), false);
    if (auto const delay = execution->plan.delay()) enqueue_later(i, key, *delay);
    if (execution->plan.empty()) {
        running.failures.erase(key);
        return;
    }
    running.key = key;
    running.again = false;
    execute(i, execution);
}

void RemoteLoop::retry(std::size_t i, ObjectKey const& key, Error const& error, bool whatever_it_is) {
    auto& running = *controllers_[i];
    strand.log().with("controller/" + running.controller.name()).warning(key.text() + ": " + error.message);
    if (stopped_ || (!error.retryable() && !whatever_it_is)) return;
    enqueue_later(
        i, key,
        back_off(running.controller.back_off_first(), running.controller.back_off_most(), ++running.failures[key]));
}

// What becomes of their plans.

Request RemoteLoop::request_of(Running const& running, PlannedWrite const& write) const {
    using From = PlannedWrite::Verb;
    using To = Request::Verb;
    Request request;
    switch (write.verb) {
        case From::create: request.verb = To::create; break;
        case From::update: request.verb = To::update; break;
        case From::update_status: request.verb = To::update_status; break;
        case From::apply: request.verb = To::apply; break;
        case From::apply_status: request.verb = To::apply_status; break;
        case From::merge_patch: request.verb = write.status ? To::merge_patch_status : To::merge_patch; break;
        case From::remove: request.verb = To::remove; break;
    }
    request.resource = write.type.resource();
    request.key = write.key;
    if (write.type.scope == Scope::namespaced && request.key.namespace_.empty()) request.key.namespace_ = "default";
    request.body = write.body;
    request.typed = write.typed;
    request.write.manager = running.controller.name() + "-controller";
    request.write.force = true;
    request.write.fields = FieldValidation::warn;
    request.remove = write.remove;
    if (!write.uid.empty()) request.remove.uid = write.uid;
    if (!write.resource_version.empty()) request.remove.resource_version = write.resource_version;
    // What was decided for one object is not for another one that has its name by now.
    if (request.remove.uid.empty() && write.verb != From::create) {
        if (auto const there = cache_.get({request.resource, request.key})) request.remove.uid = there->index().uid;
    }
    return request;
}

void RemoteLoop::execute(std::size_t i, std::shared_ptr<Execution> const& execution) {
    auto& running = *controllers_[i];
    if (stopped_ || !leads_) {
        running.key.reset();
        return;
    }
    if (execution->next == execution->plan.writes().size()) return finish(i, execution);
    client_.call_async(request_of(running, execution->plan.writes()[execution->next]),
                       [weak = weak_from_this(), i, execution](Result<Response> result) {
                           auto const self = weak.lock();
                           if (!self) return;
                           self->strand.post([weak, i, execution, result = std::move(result)] {
                               if (auto const still = weak.lock()) still->written(i, execution, result);
                           });
                       });
}

void RemoteLoop::written(std::size_t i, std::shared_ptr<Execution> const& execution, Result<Response> const& result) {
    auto& running = *controllers_[i];
    auto const& write = execution->plan.writes()[execution->next];
    bool const removes = write.verb == PlannedWrite::Verb::remove;
    bool const gone = removes && !result && result.error().code == Errc::not_found;
    if (!result && !gone) return write_failed(i, execution, result.error());
    ++figures_.writes;
    auto const request = request_of(running, write);
    Barrier barrier{.resource = request.resource, .key = request.key, .uid = request.remove.uid, .removed = removes};
    if (result && !result->objects.empty() && result->objects.front()) {
        auto const& index = result->objects.front()->index();
        barrier.key = index.key;
        barrier.uid = index.uid;
        barrier.version = index.resource_version;
    }
    barrier.of_status = is_of_status(request.verb);
    add_barrier(running, std::move(barrier));
    ++execution->next;
    execute(i, execution);
}

void RemoteLoop::write_failed(std::size_t i, std::shared_ptr<Execution> const& execution, Error const& error) {
    auto& running = *controllers_[i];
    auto const key = *running.key;
    bool const stale = error.code == Errc::conflict || error.code == Errc::already_exists ||
                       error.code == Errc::not_found || error.code == Errc::expired;
    if (stale) ++figures_.conflicts;
    // It may have been written all the same: only a list that is younger than the attempt can tell.
    if (is_unknown(error.code)) {
        auto const resource = execution->plan.writes()[execution->next].type.resource();
        if (informers_.contains(resource)) inform_again(resource);
    }
    if (!stale && !error.retryable() && !execution->refused && running.controller.refused() && !stopped_) {
        CacheReader const reader(cache_);
        auto const record = std::make_shared<Execution>();
        record->refused = error;
        running.controller.refused()(View(reader, strand.wall()), key, error, record->plan);
        return execute(i, record);
    }
    release(i);
    auto const first = execution->refused.value_or(error);
    retry(i, key, first, stale || execution->refused.has_value());
}

void RemoteLoop::finish(std::size_t i, std::shared_ptr<Execution> const& execution) {
    auto& running = *controllers_[i];
    auto const key = *running.key;
    for (auto const& event : execution->plan.events()) tell(running, event);
    release(i);
    if (execution->refused) return retry(i, key, *execution->refused, true);
    running.failures.erase(key);
}

void RemoteLoop::release(std::size_t i) {
    auto& running = *controllers_[i];
    auto const key = *std::exchange(running.key, std::nullopt);
    if (std::exchange(running.again, false)) enqueue(i, key);
    check_barriers();
    kick(i);
}

// What they have written comes back.

void RemoteLoop::add_barrier(Running& running, Barrier barrier) {
    if (!cache_.table(barrier.resource)) return;
    bool const elsewhere = !options_.namespace_.empty() && !barrier.key.namespace_.empty() &&
                           barrier.key.namespace_ != options_.namespace_;
    if (elsewhere || (barrier.removed && barrier.uid.empty()) || passed(barrier)) return;
    running.barriers.push_back(std::move(barrier));
    strand.after(std::chrono::seconds(5), [weak = weak_from_this()] {
        auto const self = weak.lock();
        if (!self || self->stopped_) return;
        for (std::size_t i = 0; i < self->controllers_.size(); ++i) {
            for (auto& one : self->controllers_[i]->barriers) {
                if (!std::exchange(one.asked, true)) self->ask_about(i, one);
            }
        }
    });
}

bool RemoteLoop::passed(Barrier const& barrier) const {
    auto const there = cache_.get({barrier.resource, barrier.key});
    // What was removed may go at once, or be seen for a while as something that is being deleted; what the server
    // answered does not tell which.
    if (barrier.removed) return !there || there->index().uid != barrier.uid || !there->index().deleted.empty();
    return there && there->index().resource_version >= barrier.version;
}

void RemoteLoop::check_barriers() {
    for (std::size_t i = 0; i < controllers_.size(); ++i) {
        auto& running = *controllers_[i];
        if (std::erase_if(running.barriers, [this](Barrier const& one) { return passed(one); }) != 0) kick(i);
    }
}

/// What was written and then deleted before a list was made again never comes by. The server knows; nothing is decided
/// by the time that passed.
void RemoteLoop::ask_about(std::size_t i, Barrier const& barrier) {
    Request get;
    get.resource = barrier.resource;
    get.key = barrier.key;
    client_.call_async(std::move(get), [weak = weak_from_this(), i, barrier](Result<Response> result) {
        auto const self = weak.lock();
        if (!self) return;
        self->strand.post([weak, i, barrier, result = std::move(result)] {
            auto const still = weak.lock();
            if (!still || still->stopped_) return;
            auto& running = *still->controllers_[i];
            auto const same = [&](Barrier const& one) {
                return one.resource == barrier.resource && one.key == barrier.key && one.version == barrier.version;
            };
            bool const answered = result || result.error().code == Errc::not_found;
            bool const there = result && result->objects.front()->index().uid == barrier.uid;
            if (answered && !there && !still->cache_.get({barrier.resource, barrier.key})) {
                std::erase_if(running.barriers, same);
                return still->kick(i);
            }
            // It is on its way, or the server can't be asked now.
            still->strand.after(std::chrono::seconds(5), [weak, i, same_resource = barrier] {
                auto const later = weak.lock();
                if (!later || later->stopped_) return;
                for (auto const& one : later->controllers_[i]->barriers) {
                    if (one.resource == same_resource.resource && one.key == same_resource.key)
                        return later->ask_about(i, one);
                }
            });
        });
    });
}

}  // namespace keelson::remote
