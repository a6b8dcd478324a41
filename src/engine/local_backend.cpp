#include "engine/local_backend.hpp"

#include <keelson/api/core_v1.hpp>

#include <algorithm>
#include <atomic>

namespace keelson {
namespace {

constexpr std::size_t events_at_once = 256;

Error stopped() { return {Errc::unavailable, "the engine is stopped"}; }

Operation::Verb verb_of(Request::Verb verb) {
    using From = Request::Verb;
    using To = Operation::Verb;
    switch (verb) {
        case From::update: return To::update;
        case From::update_status: return To::update_status;
        case From::apply: return To::apply;
        case From::apply_status: return To::apply_status;
        case From::merge_patch: return To::merge_patch;
        case From::merge_patch_status: return To::merge_patch_status;
        case From::json_patch: return To::json_patch;
        case From::json_patch_status: return To::json_patch_status;
        case From::strategic_patch: return To::strategic_patch;
        case From::strategic_patch_status: return To::strategic_patch_status;
        case From::remove: return To::remove;
        default: return To::create;
    }
}

/// Where a page ended, and as of which revision the list is.
std::string write_continue(std::uint64_t revision, ObjectKey const& key) {
    return std::to_string(revision) + "/" + key.namespace_ + "/" + key.name;
}

bool read_continue(std::string_view text, ObjectKey& key) {
    StoreKey parts;
    if (!parse_store_key(text, parts)) return false;
    key = {std::string(parts.namespace_), std::string(parts.name)};
    return true;
}

}  // namespace

struct LocalBackend::Following {
    Follow follow;
    WatchScope scope;
    std::shared_ptr<Watch> watch;
    EventRing::Follower events = 0;
    std::atomic<bool> ended{false};
    std::weak_ptr<LocalBackend> backend;
};

void LocalBackend::close() {
    std::vector<std::weak_ptr<Following>> all;
    {
        std::lock_guard const lock(mutex_);
        strand_ = nullptr;
        registry_ = nullptr;
        read_logs_ = {};
        all.swap(following_);
    }
    for (auto const& weak : all) {
        auto const following = weak.lock();
        if (!following) continue;
        following->watch.reset();
        if (!following->ended.exchange(true) && following->follow.failed) following->follow.failed(stopped());
    }
}

void LocalBackend::on_strand(std::function<void()> run, std::function<void(Error)> closed) {
    std::unique_lock lock(mutex_);
    if (!strand_) {
        lock.unlock();
        return closed(stopped());
    }
    strand_->post([self = shared_from_this(), run = std::move(run), closed = std::move(closed)] {
        if (self->registry_) {
            run();
        } else {
            closed(stopped());
        }
    });
}

bool LocalBackend::on_engine_thread() const {
    std::lock_guard const lock(mutex_);
    return strand_ && strand_->inside();
}

std::shared_ptr<Kind const> LocalBackend::find_kind(std::string_view api_version, std::string_view name) const {
    std::lock_guard const lock(mutex_);
    if (!registry_) return nullptr;
    auto const kinds = registry_->kinds().now();  // on any thread
    auto const* const found = api_version.empty() ? kinds->by_any_name(name) : kinds->by_name(api_version, name);
    return found ? found->kind : nullptr;
}

void LocalBackend::call(std::vector<Request> requests, Completion<std::vector<Response>> done) {
    auto const shared = std::make_shared<Completion<std::vector<Response>>>(std::move(done));
    on_strand([self = shared_from_this(), requests = std::move(requests), shared] { self->answer(requests, *shared); },
              [shared](Error error) { (*shared)(std::move(error)); });
}

void LocalBackend::answer(std::vector<Request> requests, Completion<std::vector<Response>> done) {
    std::vector<Operation> operations;
    std::vector<Response> responses;
    for (auto const& request : requests) {
        bool const reads = request.verb == Request::Verb::get || request.verb == Request::Verb::list;
        if (reads) {
            auto response = read(request);
            if (!response) return done(response.error());
            responses.push_back(std::move(*response));
            continue;
        }
        Operation made;
        made.verb = verb_of(request.verb);
        made.kind = registry_->kinds().by_resource(request.resource);
        if (!made.kind)
            return done(Error(Errc::not_found, "the server doesn't have a resource type \"" + request.resource + "\""));
        if (request.resource == "events")
            return done(Error(Errc::unsupported, "events are written by the engine itself"));
        made.key = request.key;
        if (made.kind->kind->namespaced() && made.key.namespace_.empty()) made.key.namespace_ = "default";
        if (!made.kind->kind->namespaced()) made.key.namespace_.clear();
        made.body = request.body;
        made.typed = request.typed;
        made.remove = request.remove;
        operations.push_back(std::move(made));
    }
    if (operations.empty()) return done(std::move(responses));
    if (!responses.empty()) return done(Error(Errc::bad_request, "reads and writes can't be asked for together"));
    registry_->submit(std::move(operations), requests.front().write,
                      [done = std::move(done)](Result<BatchResult> result) {
                          if (!result) return done(result.error());
                          std::vector<Response> all;
                          for (auto& object : result->objects)
                              all.push_back({{std::move(object)}, {}, result->revision, {}});
                          all.front().warnings = result->warnings;
                          done(std::move(all));
                      });
}

Result<Response> LocalBackend::read(Request const& request) {
    auto const* const kind = registry_->kinds().by_resource(request.resource);
    if (!kind) return Error(Errc::not_found, "the server doesn't have a resource type \"" + request.resource + "\"");
    auto const& state = registry_->durable();
    Response response;
    response.revision = state.revision;
    bool const events = request.resource == "events";
    auto const& space = kind->kind->namespaced() ? request.key.namespace_ : std::string();
    if (request.verb == Request::Verb::get) {
        ObjectKey const key{kind->kind->namespaced() && space.empty() ? "default" : space, request.key.name};
        auto found = events ? registry_->events().get(key) : state.get(*kind->kind, key.namespace_, key.name);
        if (!found) return not_found(request.resource, request.key.name);
        response.objects.push_back(std::move(found));
        return response;
    }
    auto const labels = Selector::parse(request.list.label_selector);
    if (!labels) return labels.error();
    auto const fields = FieldSelector::parse(request.list.field_selector);
    if (!fields) return fields.error();
    auto const keep = [&](Ref const& object) {
        return labels->matches(*object->index().labels) && fields->matches(*object);
    };
    if (events) {
        response.revision = registry_->events().revision();
        for (auto const& object : registry_->events().list(request.list.namespace_)) {
            if (keep(object)) response.objects.push_back(object);
        }
        return response;
    }
    ObjectKey after;
    bool const further = !request.list.continue_.empty();
    if (further && !read_continue(request.list.continue_, after))
        return Error(Errc::bad_request, "the continue token is not valid");
    auto const limit = request.list.limit == 0 ? std::numeric_limits<std::size_t>::max() : request.list.limit;
    auto page = state.page(*kind->kind, {request.list.namespace_, &*labels, {}, {}}, further ? &after : nullptr,
                           fields->everything() ? limit : std::numeric_limits<std::size_t>::max());
    for (auto& object : page) {
        if (!fields->matches(*object)) continue;
        response.objects.push_back(std::move(object));
        if (response.objects.size() == limit) break;
    }
    if (response.objects.size() == limit)
        response.continue_ = write_continue(state.revision, response.objects.back()->key());
    return response;
}

Subscription LocalBackend::follow(std::string resource, ListOptions options, Follow follow) {
    auto const following = std::make_shared<Following>();
    following->follow = std::move(follow);
    following->backend = weak_from_this();
    auto const failed = [following](Error error) {
        if (!following->ended.exchange(true) && following->follow.failed) following->follow.failed(std::move(error));
    };
    on_strand(
        [self = shared_from_this(), following, resource = std::move(resource), options = std::move(options), failed] {
            auto const* const kind = self->registry_->kinds().by_resource(resource);
            if (!kind)
                return failed(Error(Errc::not_found, "the server doesn't have a resource type \"" + resource + "\""));
            auto labels = Selector::parse(options.label_selector);
            if (!labels) return failed(labels.error());
            auto fields = FieldSelector::parse(options.field_selector);
            if (!fields) return failed(fields.error());
            following->scope = {kind->kind, options.namespace_, std::move(*labels), std::move(*fields)};
            std::erase_if(self->following_, [](auto const& weak) { return weak.expired(); });
            self->following_.push_back(following);
            if (resource == "events") return self->begin_events(following);
            self->begin(following);
        },
        failed);
    // A watch ends where it lives: on the strand.
    return Subscription([self = shared_from_this(), following] {
        following->ended = true;
        self->on_strand(
            [self, following] {
                following->watch.reset();
                if (following->events != 0) self->registry_->events().unfollow(following->events);
            },
            [](Error const&) {});
    });
}

void LocalBackend::begin(std::shared_ptr<Following> const& following) {
    auto const& state = registry_->durable();
    for (auto const& object :
         state.list(*following->scope.kind, {following->scope.namespace_, &following->scope.labels, {}, {}})) {
        if (following->ended) return;
        if (following->scope.fields.matches(*object) && following->follow.change)
            following->follow.change(ChangeType::added, object);
    }
    if (following->ended) return;
    if (following->follow.listed) following->follow.listed();
    following->watch = registry_->watches().add(following->scope, state.revision);
    following->watch->ready = [weak = std::weak_ptr(following)] {
        if (auto const still = weak.lock()) deliver(still);
    };
    deliver(following);
}

void LocalBackend::begin_events(std::shared_ptr<Following> const& following) {
    for (auto const& object : registry_->events().list(following->scope.namespace_)) {
        if (!following->ended && following->scope.selects(object)) following->follow.change(ChangeType::added, object);
    }
    if (!following->ended && following->follow.listed) following->follow.listed();
    following->events =
        registry_->events().follow([weak = std::weak_ptr(following)](Ref const& before, Ref const& after) {
            auto const one = weak.lock();
            if (one && !one->ended && one->follow.change && one->scope.selects(after))
                one->follow.change(before ? ChangeType::modified : ChangeType::added, after);
        });
}

void LocalBackend::deliver(std::shared_ptr<Following> const& following) {
    while (true) {
        if (following->ended) {
            following->watch.reset();
            return;
        }
        auto events = following->watch->take(events_at_once);
        if (!events) {
            if (!following->ended.exchange(true) && following->follow.failed) following->follow.failed(events.error());
            following->watch.reset();
            return;
        }
        if (events->empty()) return;
        for (auto const& event : *events) {
            if (following->ended) break;
            auto const type = event.type == WatchEvent::Type::added     ? ChangeType::added
                              : event.type == WatchEvent::Type::deleted ? ChangeType::deleted
                                                                        : ChangeType::modified;
            if (following->follow.change) following->follow.change(type, event.object);
        }
    }
}

void LocalBackend::logs(ObjectKey pod, LogQuery query, Completion<std::string> done) {
    auto const shared = std::make_shared<Completion<std::string>>(std::move(done));
    on_strand([self = shared_from_this(), pod = std::move(pod), query = std::move(query),
               shared] { self->read_logs_(pod, query, *shared); },
              [shared](Error error) { (*shared)(std::move(error)); });
}

}  // namespace keelson
