#include "remote/remote_loop.hpp"

#include <keelson/api/core_v1.hpp>

#include <algorithm>

namespace keelson::remote {
namespace {

// As client-go has it: so many at once for one object, then one in five minutes.
constexpr double burst = 25;
constexpr auto refill = std::chrono::minutes(5);
constexpr std::size_t objects_max = 4096;

}  // namespace

bool RemoteLoop::may_tell(std::string const& about) {
    if (told_.size() >= objects_max) told_.clear();
    auto const now = strand.now();
    auto const [entry, fresh] = told_.try_emplace(about, Bucket{burst, now});
    auto& bucket = entry->second;
    bucket.tokens = std::min(burst, bucket.tokens + std::chrono::duration<double>(now - bucket.filled) /
                                                        std::chrono::duration<double>(refill));
    bucket.filled = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
}

void RemoteLoop::tell(Running const& running, PlannedEvent const& what) {
    if (!may_tell(running.controller.name() + "/" + what.type.resource() + "/" + what.key.text())) return;
    auto const now = strand.wall();
    Event event;
    event.metadata.name = what.key.name + "." + strand.entropy()->uuid().substr(0, 18);
    event.metadata.namespace_ = what.key.namespace_.empty() ? "default" : what.key.namespace_;
    event.involvedObject.apiVersion = what.type.api_version();
    event.involvedObject.kind = what.type.kind;
    event.involvedObject.namespace_ = what.key.namespace_;
    event.involvedObject.name = what.key.name;
    event.involvedObject.uid = what.uid;
    event.involvedObject.fieldPath = what.field_path;
    event.type_ = what.warning ? "Warning" : "Normal";
    event.reason = what.reason;
    event.message = what.message;
    event.count = 1;
    event.firstTimestamp = event.lastTimestamp = now.whole_seconds();
    event.source.emplace().component = running.controller.name() + "-controller";
    event.reportingComponent = running.controller.name() + "-controller";
    Request request;
    request.verb = Request::Verb::create;
    request.resource = Event::type.resource();
    request.key = {event.metadata.namespace_, event.metadata.name};
    request.body = encode(event);
    request.write.fields = FieldValidation::warn;
    // Events are for people; nothing depends on one.
    client_.call_async(std::move(request), [](Result<Response> const&) {});
}

}  // namespace keelson::remote
