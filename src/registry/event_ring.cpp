#include "registry/event_ring.hpp"

#include <keelson/api/codec.hpp>
#include <keelson/api/core_v1.hpp>

#include <array>
#include <cstdio>

namespace keelson {

EventRing::Follower EventRing::follow(std::function<void(Ref const&, Ref const&)> told) {
    followers_.emplace(++last_follower_, std::move(told));
    return last_follower_;
}

void EventRing::add(HappenedTo const& about, bool warning, std::string const& reason, std::string const& message,
                    std::string const& component, std::string const& host, Time now) {
    Identity identity{about.uid, about.kind + "/" + about.key.text(), about.field_path, reason, message};
    Entry entry;
    entry.first = now;
    std::string name;
    if (auto const found = by_identity_.find(identity); found != by_identity_.end()) {
        auto const at = order_.find(found->second);
        if (now - at->second.second.last <= aggregation) {
            entry = at->second.second;
            name = entry.object->key().name;
        }
        order_.erase(at);
    }
    ++entry.count;
    entry.last = now;
    auto const revision = ++revision_;
    Event event;
    event.metadata.namespace_ = about.key.namespace_.empty() ? "default" : about.key.namespace_;
    if (name.empty()) {
        std::array<char, 20> hex{};
        std::snprintf(hex.data(), hex.size(), "%016llx",
                      static_cast<unsigned long long>(now.micros) ^ (revision << 52));
        name = about.key.name + "." + hex.data();
    }
    event.metadata.name = name;
    event.metadata.uid = "event-" + name;
    event.metadata.creationTimestamp = entry.first.whole_seconds();
    event.metadata.resourceVersion = std::to_string(revision);
    event.involvedObject.apiVersion = about.api_version;
    event.involvedObject.kind = about.kind;
    event.involvedObject.namespace_ = about.key.namespace_;
    event.involvedObject.name = about.key.name;
    event.involvedObject.uid = about.uid;
    event.involvedObject.fieldPath = about.field_path;
    event.type_ = warning ? "Warning" : "Normal";
    event.reason = reason;
    event.message = message;
    event.count = entry.count;
    event.firstTimestamp = entry.first.whole_seconds();
    event.lastTimestamp = entry.last.whole_seconds();
    event.source.emplace().component = component;
    event.source->host = host;
    event.reportingComponent = component;
    event.reportingInstance = host;
    auto const before = entry.object;
    ObjectIndex index;
    index.key = {event.metadata.namespace_, event.metadata.name};
    index.uid = event.metadata.uid;
    index.resource_version = revision;
    index.created = event.metadata.creationTimestamp;
    index.labels = no_labels_;
    index.owners = no_owners_;
    entry.object = std::make_shared<Object const>(kind_, std::move(index), encode(event));
    by_identity_[identity] = revision;
    auto const after = entry.object;
    order_.emplace(revision, std::make_pair(std::move(identity), std::move(entry)));
    if (order_.size() > events_max) {
        by_identity_.erase(order_.begin()->second.first);
        order_.erase(order_.begin());
    }
    // One of them may end itself or another while it is told.
    auto const told = followers_;
    for (auto const& [follower, tell] : told) {
        if (followers_.contains(follower)) tell(before, after);
    }
}

std::vector<Ref> EventRing::list(std::string_view namespace_) const {
    std::vector<Ref> found;
    for (auto const& [revision, entry] : order_) {
        auto const& object = entry.second.object;
        if (namespace_.empty() || object->key().namespace_ == namespace_) found.push_back(object);
    }
    return found;
}

Ref EventRing::get(ObjectKey const& key) const {
    for (auto const& [revision, entry] : order_) {
        if (entry.second.object->key() == key) return entry.second.object;
    }
    return nullptr;
}

}  // namespace keelson
