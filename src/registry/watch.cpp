#include "registry/watch.hpp"

#include "api/custom_kind.hpp"

#include <algorithm>

namespace keelson {
namespace {

/// A definition that is changed makes another Kind of the same resource.
bool same_resource(Kind const& a, Kind const& b) { return &a == &b || (a.plural == b.plural && a.group == b.group); }

}  // namespace

bool WatchScope::selects(Ref const& object) const {
    return object && (namespace_.empty() || object->key().namespace_ == namespace_) &&
           labels.matches(*object->index().labels) && fields.matches(*object);
}

std::optional<WatchEvent> WatchScope::event(Change const& change) const {
    auto const& any = change.after ? change.after : change.before;
    if (!any || !same_resource(any->kind(), *kind)) return {};
    bool const before = change.before_unknown || selects(change.before), after = selects(change.after);
    if (after)
        return WatchEvent{before ? WatchEvent::Type::modified : WatchEvent::Type::added, change.after, change.revision};
    // Who leaves the selection is deleted as far as its watcher is concerned.
    if (before)
        return WatchEvent{WatchEvent::Type::deleted, change.after ? change.after : change.before, change.revision};
    return {};
}

Watch::Watch(WatchHub& hub, WatchScope scope, std::uint64_t after)
    : hub_(&hub), scope_(std::move(scope)), cursor_(after) {
    hub_->watches_.push_back(this);
}

/// Whether it is the definition of what is watched: with it the watch ends.
bool Watch::ends(Object const& gone) const {
    return scope_.kind->custom && gone.kind().resource() == definitions_resource &&
           gone.key().name == scope_.kind->resource();
}

Watch::~Watch() { std::erase(hub_->watches_, this); }

Result<std::vector<WatchEvent>> Watch::take(std::size_t most) {
    if (failed_) return *failed_;
    std::vector<WatchEvent> events;
    auto const see = [&](Change const& change) {
        if (auto event = scope_.event(change)) events.push_back(std::move(*event));
        cursor_ = change.revision;
        if (!change.after && change.before && ends(*change.before))
            failed_ = Error(Errc::not_found, "the resource " + scope_.kind->resource() + " is not served any more");
    };
    while (!from_log_.empty() && events.size() < most && !failed_) {
        see(from_log_.front());
        from_log_.pop_front();
    }
    if (!from_log_.empty()) return events;
    auto const& history = hub_->history_;
    if (cursor_ < hub_->newest_ && (history.empty() || cursor_ + 1 < history.front().revision)) {
        hub_->read_log(*this);
        return events;
    }
    if (cursor_ < hub_->newest_) {
        // Revisions are dense, so that a revision's place follows from the first one's.
        auto at = static_cast<std::size_t>(cursor_ + 1 - history.front().revision);
        for (; at < history.size() && events.size() < most && !failed_; ++at) see(history[at]);
    }
    if (failed_ && events.empty()) return *failed_;
    waiting_ = cursor_ >= hub_->newest_;
    return events;
}

void WatchHub::publish(std::vector<Change> const& changes) {
    for (auto const& change : changes) {
        history_.push_back(change);
        newest_ = change.revision;
    }
    while (history_.size() > history_max) history_.pop_front();
}

void WatchHub::wake() {
    // A watcher may go, or a new one come, while another is told.
    std::vector<std::weak_ptr<Watch>> told;
    for (auto* watch : watches_) {
        if (watch->waiting_ && watch->ready) told.push_back(watch->weak_from_this());
    }
    for (auto const& weak : told) {
        auto const watch = weak.lock();
        if (!watch) continue;
        watch->waiting_ = false;
        watch->ready();
    }
}

void WatchHub::read_log(Watch& watch) {
    if (watch.reading_log_) return;
    watch.reading_log_ = true;
    read_log_(watch.cursor_, [weak = watch.weak_from_this()](Result<std::vector<Change>> read) {
        auto const self = weak.lock();
        if (!self) return;
        self->reading_log_ = false;
        if (!read) {
            self->failed_ = read.error();
        } else {
            for (auto& change : *read) self->from_log_.push_back(std::move(change));
        }
        if (self->ready) self->ready();
    });
}

}  // namespace keelson
