#include "registry/watch.hpp"

#include "api/custom_kind.hpp"

#include <algorithm>

namespace keelson {
namespace {

constexpr std::string_view by_name = "metadata.name";

/// A definition that is changed makes another Kind of the same resource.
bool same_resource(Kind const& a, Kind const& b) { return &a == &b || (a.plural == b.plural && a.group == b.group); }

}  // namespace

bool WatchScope::selects(Ref const& object) const {
    return object && (namespace_.empty() || object->key().namespace_ == namespace_) &&
           labels.matches(*object->index().labels) && fields.matches(*object);
}

bool WatchScope::may_select(Object const& object) const {
    if (!same_resource(object.kind(), *kind)) return false;
    auto const& key = object.key();
    if (!namespace_.empty() && key.namespace_ != namespace_) return false;
    return std::all_of(fields.requirements().begin(), fields.requirements().end(),
                       [&](auto const& one) { return one.path != by_name || (one.value == key.name) == one.equal; });
}

bool WatchScope::can_be_left() const {
    return !labels.everything() || std::any_of(fields.requirements().begin(), fields.requirements().end(),
                                               [](auto const& one) { return one.path != by_name; });
}

std::optional<WatchEvent> WatchScope::event(Change const& change) const {
    auto const& any = change.after ? change.after : change.before;
    if (!any || !may_select(*any)) return {};
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
    hub_->enter(*this);
}

/// Whether it is the definition of what is watched: with it the watch ends.
bool Watch::ends(Object const& gone) const {
    return scope_.kind->custom && gone.kind().resource() == definitions_resource &&
           gone.key().name == scope_.kind->resource();
}

Watch::~Watch() { hub_->leave(*this); }

std::uint64_t Watch::cursor() const noexcept {
    if (!noted_) return cursor_;
    return notes_.empty() ? hub_->newest_ : notes_.front().revision - 1;
}

void Watch::offer(Change const& change) {
    // By two labels it may be found twice.
    if (!noted_ || (!notes_.empty() && notes_.back().revision == change.revision)) return;
    auto const event = scope_.event(change);
    if (!event) return;
    if (notes_.size() == notes_max) return fall_behind(change.revision);
    notes_.push_back({change.revision, event->type});
}

void Watch::fall_behind(std::uint64_t revision) {
    if (!noted_) return;
    cursor_ = (notes_.empty() ? revision : notes_.front().revision) - 1;
    notes_ = {};
    noted_ = false;
}

std::vector<WatchEvent> Watch::take_noted(std::size_t most) {
    std::vector<WatchEvent> events;
    events.reserve(std::min(most, notes_.size()));
    while (!notes_.empty() && events.size() < most) {
        auto const& [revision, type] = notes_.front();
        auto const& change = *hub_->at(revision);
        events.push_back({type, change.after ? change.after : change.before, revision});
        notes_.pop_front();
    }
    waiting_ = notes_.empty();
    return events;
}

Result<std::vector<WatchEvent>> Watch::take(std::size_t most) {
    if (failed_) return *failed_;
    // What was noted may have left the history while it was not taken.
    if (noted_ && !notes_.empty() && !hub_->at(notes_.front().revision)) fall_behind(notes_.front().revision);
    if (noted_) return take_noted(most);
    std::vector<WatchEvent> events;
    auto const see = [&](Change const& change) {
        if (change.before_unknown && scope_.can_be_left() &&
            scope_.may_select(change.after ? *change.after : *change.before)) {
            // Whether it was selected before, and so whether this is an event at all, is gone with the log.
            failed_ = Error(Errc::expired, std::to_string(cursor_));
            return;
        }
        if (auto event = scope_.event(change)) events.push_back(std::move(*event));
        cursor_ = change.revision;
        if (!change.after && change.before && ends(*change.before))
            failed_ = Error(Errc::not_found, "the resource " + scope_.kind->resource() + " is not served any more");
    };
    while (!from_log_.empty() && events.size() < most && !failed_) {
        see(from_log_.front());
        from_log_.pop_front();
    }
    if (failed_ && events.empty()) return *failed_;
    if (failed_ || !from_log_.empty()) return events;
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
    noted_ = cursor_ == hub_->newest_ && !failed_;
    return events;
}

/// One requirement that a label has one of some values is enough to find a watch by; the rest is looked at then.
template <class Visit>
void WatchHub::visit_lists(Watch const& watch, Visit visit) {
    auto& resource = by_resource_[watch.scope_.kind->plural];
    auto const& requirements = watch.scope_.labels.requirements();
    auto const found = std::find_if(requirements.begin(), requirements.end(),
                                    [](auto const& one) { return one.op == Selector::Operator::in; });
    if (found == requirements.end()) return visit(resource.others);
    auto& values = resource.by_label[found->key];
    for (auto const& value : found->values) visit(values[value]);
}

void WatchHub::enter(Watch& watch) {
    watches_.push_back(&watch);
    visit_lists(watch, [&](std::vector<Watch*>& list) { list.push_back(&watch); });
}

void WatchHub::leave(Watch& watch) {
    std::erase(watches_, &watch);
    visit_lists(watch, [&](std::vector<Watch*>& list) { std::erase(list, &watch); });
    // What nobody asks for any more is looked up no more.
    auto const found = by_resource_.find(watch.scope_.kind->plural);
    for (auto& [_, values] : found->second.by_label)
        std::erase_if(values, [](auto& one) { return one.second.empty(); });
    std::erase_if(found->second.by_label, [](auto& one) { return one.second.empty(); });
    if (found->second.by_label.empty() && found->second.others.empty()) by_resource_.erase(found);
}

/// Tells those who keep up and whom it may concern.
void WatchHub::note(Change const& change) {
    auto const& any = change.after ? change.after : change.before;
    if (auto const found = by_resource_.find(any->kind().plural); found != by_resource_.end()) {
        for (auto* const watch : found->second.others) watch->offer(change);
        for (auto const& [key, values] : found->second.by_label) {
            for (auto const* const object : {change.after.get(), change.before.get()}) {
                auto const* const value = object ? object->label(key) : nullptr;
                auto const list = value ? values.find(*value) : values.end();
                if (list == values.end()) continue;
                for (auto* const watch : list->second) watch->offer(change);
            }
        }
    }
    if (change.after || !change.before || change.before->kind().resource() != definitions_resource) return;
    for (auto* const watch : watches_) {
        if (watch->ends(*change.before)) watch->fall_behind(change.revision);
    }
}

Change const* WatchHub::at(std::uint64_t revision) const {
    if (history_.empty() || revision < history_.front().revision) return nullptr;
    return &history_[static_cast<std::size_t>(revision - history_.front().revision)];
}

void WatchHub::publish(std::vector<Change> const& changes) {
    for (auto const& change : changes) {
        history_.push_back(change);
        newest_ = change.revision;
        note(change);
    }
    while (history_.size() > history_max) history_.pop_front();
}

void WatchHub::wake() {
    // A watcher may go, or a new one come, while another is told.
    std::vector<std::weak_ptr<Watch>> told;
    for (auto* watch : watches_) {
        bool const concerned = !watch->noted_ || !watch->notes_.empty();
        if (watch->waiting_ && concerned && watch->ready) told.push_back(watch->weak_from_this());
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
    read_log_(watch.cursor_, watch.scope_.can_be_left(),
              [weak = watch.weak_from_this()](Result<std::vector<Change>> read) {
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
