#include "http/api_server.hpp"
#include "http/status.hpp"

#include <algorithm>
#include <atomic>

namespace keelson::http {
namespace {

constexpr std::size_t events_at_once = 256;
/// More than this waits in the history and not in the connection's queue: who never reads costs no more.
constexpr std::size_t queued_bytes_max = std::size_t{1} << 20;
constexpr auto bookmark_every = std::chrono::minutes(1);
constexpr std::int64_t shortest_watch_seconds = 1800;
constexpr std::int64_t longest_watch_seconds = 365 * 24 * 3600;  ///< whatever a client asks for
constexpr std::string_view initial_events_end = "k8s.io/initial-events-end";
/// How long texts of events are kept for somebody who is told of them too.
constexpr auto lines_kept = std::chrono::seconds(1);

}  // namespace

struct ApiServer::Watching {
    CallPtr call;
    std::shared_ptr<Stream> stream;
    WatchScope scope;
    std::shared_ptr<Watch> watch;  // null: Events, which have a history of their own
    EventRing::Follower events = 0;
    bool bookmarks = false;
    bool ended = false;
    std::atomic<bool> held_up = false;  ///< there may be more to tell, when what is queued was sent
    TimerQueue::Id end_timer = 0, bookmark_timer = 0;

    bool columns_sent = false;

    /// An object as this watcher wants it.
    [[nodiscard]] std::string shown(ApiServer const& server, Ref const& object) {
        if (call->form != Form::table) return server.rendered(*call, *object);
        ListHead head;
        head.resource_version = std::to_string(object->index().resource_version);
        return server.table(*call, std::span(&object, 1), head, !std::exchange(columns_sent, true));
    }

    [[nodiscard]] std::string bookmark(std::uint64_t revision, bool initial) const {
        auto const& kind = *call->shown->kind;
        std::string object =
            R"({"apiVersion":")" + kind.api_version() + R"(","kind":")" + kind.name + R"(","metadata":{)";
        if (call->form == Form::partial)
            object = R"({"apiVersion":"meta.k8s.io/v1","kind":"PartialObjectMetadata","metadata":{)";
        if (call->form == Form::table) object = R"({"apiVersion":"meta.k8s.io/v1","kind":"Table","metadata":{)";
        if (initial) object += R"("annotations":{")" + std::string(initial_events_end) + R"(":"true"},)";
        object += R"("resourceVersion":")" + std::to_string(revision) + "\"}}";
        std::string out;
        add_event_line(out, "BOOKMARK", object);
        return out;
    }
};

void ApiServer::watch(CallPtr const& call) {
    auto const& query = call->query();
    auto labels = Selector::parse(query.text("labelSelector"));
    if (!labels) return fail(*call, Error(Errc::bad_request, labels.error().message));
    auto selector = std::string(query.text("fieldSelector"));
    if (!call->path.name.empty()) {
        if (!selector.empty()) selector += ',';
        selector += "metadata.name=" + call->path.name;
    }
    auto fields = FieldSelector::parse(selector);
    if (!fields) return fail(*call, Error(Errc::bad_request, fields.error().message));
    if (auto const known = check_fields(*call, *fields); !known) return fail(*call, known.error());
    auto const watching = std::make_shared<Watching>();
    watching->call = call;
    watching->scope = {call->kind->kind, call->path.namespace_, std::move(*labels), std::move(*fields)};
    watching->bookmarks = query.flag("allowWatchBookmarks");
    if (query.has("sendInitialEvents") && query.text("resourceVersionMatch") != "NotOlderThan")
        return fail(*call, Error(Errc::invalid,
                                 "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: "
                                 "Forbidden: sendInitialEvents requires setting resourceVersionMatch to "
                                 "NotOlderThan"));
    on_strand(call, [this, watching] { begin_watch(watching); });
}

void ApiServer::begin_watch(std::shared_ptr<Watching> const& watching) {
    auto const& call = watching->call;
    auto const& query = call->query();
    auto const wanted = query.number("resourceVersion");
    if (!wanted) return fail(*call, wanted.error());
    auto const timeout = query.number("timeoutSeconds");
    if (!timeout) return fail(*call, timeout.error());
    bool const events = call->path.resource == "events";
    auto const newest = events ? registry_->events().revision() : registry_->durable().revision;
    auto const from = wanted->value_or(0);
    if (!events && static_cast<std::uint64_t>(from) > newest)
        return fail(*call, Error(Errc::timeout, "Too large resource version: " + std::to_string(from) +
                                                    ", current: " + std::to_string(newest)));
    bool const asked = query.has("sendInitialEvents");
    bool const initial = asked ? query.flag("sendInitialEvents") : from == 0;

    Headers headers;
    if (auto const warning = deprecation(*call); !warning.empty())
        headers.emplace_back("Warning", warning_header(warning));
    watching->stream = call->exchange->stream(200, "application/json", std::move(headers));
    std::erase_if(watching_, [](auto const& weak) { return weak.expired(); });
    watching_.push_back(watching);
    std::string out;
    if (initial) {
        auto const objects = events
                                 ? registry_->events().list(call->path.namespace_)
                                 : registry_->durable().list(*watching->scope.kind,
                                                             {call->path.namespace_, &watching->scope.labels, {}, {}});
        for (auto const& object : objects) {
            if (watching->scope.selects(object)) add_event_line(out, "ADDED", watching->shown(*this, object));
        }
        if (asked && watching->bookmarks) out += watching->bookmark(newest, true);
    }
    if (!out.empty()) watching->stream->write(std::move(out));

    auto const self = weak_from_this();
    if (events) {
        watching->events =
            registry_->events().follow([weak = std::weak_ptr(watching), self](Ref const& before, Ref const& after) {
                auto const still = weak.lock();
                auto const server = self.lock();
                if (!still || !server || still->ended || !still->scope.selects(after)) return;
                // Events are dropped, not kept, for somebody who does not read them.
                if (still->stream->queued_bytes() > queued_bytes_max) return;
                std::string line;
                add_event_line(line, before ? "MODIFIED" : "ADDED", still->shown(*server, after));
                still->stream->write(std::move(line));
            });
    } else {
        auto const after = initial || from == 0 ? newest : static_cast<std::uint64_t>(from);
        watching->watch = registry_->watches().add(watching->scope, after);
        watching->watch->ready = [weak = std::weak_ptr(watching), self] {
            auto const still = weak.lock();
            auto const server = self.lock();
            if (still && server) server->deliver(still);
        };
    }
    // The watching lives as long as its stream is of use to somebody. This is called on the connection's thread, which
    // must not be the last to hold it: the hub is the strand's.
    watching->stream->on_closed([watching, self]() mutable {
        auto const server = self.lock();
        if (!server) return;
        server->strand_->post([keep = std::move(watching), self] {
            if (auto const there = self.lock()) there->end_watch(keep);
        });
    });
    watching->stream->on_drained([weak = std::weak_ptr(watching), self] {
        auto still = weak.lock();
        auto const server = self.lock();
        if (!still || !server || !still->held_up.exchange(false)) return;
        server->strand_->post([keep = std::move(still), self] {
            if (auto const there = self.lock(); there && !keep->ended) there->deliver(keep);
        });
    });
    auto const seconds = timeout->value_or(0) > 0
                             ? std::min(**timeout, longest_watch_seconds)
                             : shortest_watch_seconds + static_cast<std::int64_t>(strand_->entropy()->below(
                                                            static_cast<std::uint64_t>(shortest_watch_seconds)));
    watching->end_timer = strand_->after(std::chrono::seconds(seconds), [weak = std::weak_ptr(watching), self] {
        auto const still = weak.lock();
        auto const server = self.lock();
        if (!still || !server) return;
        still->end_timer = 0;
        if (still->bookmarks && still->watch) still->stream->write(still->bookmark(still->watch->cursor(), false));
        server->end_watch(still);
    });
    if (watching->bookmarks && watching->watch) arm_bookmark(watching);
    deliver(watching);
}

void ApiServer::arm_bookmark(std::shared_ptr<Watching> const& watching) {
    watching->bookmark_timer =
        strand_->after(bookmark_every, [weak = std::weak_ptr(watching), self = weak_from_this()] {
            auto const still = weak.lock();
            auto const server = self.lock();
            if (!still || !server || still->ended) return;
            if (still->stream->queued_bytes() == 0)
                still->stream->write(still->bookmark(still->watch->cursor(), false));
            server->arm_bookmark(still);
        });
}

void ApiServer::deliver(std::shared_ptr<Watching> const& watching) {
    while (!watching->ended && watching->watch) {
        if (watching->stream->queued_bytes() >= queued_bytes_max) {
            watching->held_up = true;
            // It may have been sent just now, when that was not known yet.
            if (watching->stream->queued_bytes() >= queued_bytes_max) return;
        }
        auto const events = watching->watch->take(events_at_once);
        if (!events && events.error().code == Errc::not_found) return end_watch(watching);  // its kind is gone
        if (!events) {
            std::string line;
            auto error = events.error();
            if (error.code == Errc::expired) error.message = "too old resource version: " + error.message;
            auto status = failure_status(error);
            status.pop_back();  // its line end
            add_event_line(line, "ERROR", status);
            watching->stream->write(std::move(line));
            return end_watch(watching);
        }
        if (events->empty()) return;
        tell(*watching, *events);
    }
}

void ApiServer::tell(Watching& watching, std::vector<WatchEvent> const& events) {
    auto const& call = *watching.call;
    if (call.form != Form::table) {
        watching.stream->write_shared(lines_.of(call.shown->kind, call.form, events,
                                                [&](Object const& object) { return rendered(call, object); }),
                                      events.size());
        lines_used_ = true;
        if (lines_timer_ == 0) forget_lines();
        return;
    }
    // Ages and widths of columns are the watcher's own.
    std::string out;
    for (auto const& event : events) {
        auto table = watching.shown(*this, event.object);
        if (event.type == WatchEvent::Type::deleted) table = at_revision(table, event.revision);
        add_event_line(out, name_of(event.type), table);
    }
    watching.stream->write(std::move(out));
}

/// Lets go of the texts when nobody was told anything for a while.
void ApiServer::forget_lines() {
    lines_timer_ = strand_->after(lines_kept, [weak = weak_from_this()] {
        auto const self = weak.lock();
        if (!self) return;
        self->lines_timer_ = 0;
        if (std::exchange(self->lines_used_, false)) return self->forget_lines();
        self->lines_.clear();
    });
}

void ApiServer::end_watch(std::shared_ptr<Watching> const& watching) {
    if (std::exchange(watching->ended, true)) return;
    watching->watch.reset();
    if (watching->events != 0) registry_->events().unfollow(watching->events);
    for (auto const timer : {watching->end_timer, watching->bookmark_timer}) {
        if (timer != 0) strand_->cancel(timer);
    }
    watching->stream->end();
}

void ApiServer::stop() {
    stopped_ = true;
    if (lines_timer_ != 0) strand_->cancel(std::exchange(lines_timer_, 0));
    lines_.clear();
    for (auto const& weak : std::exchange(watching_, {})) {
        if (auto const watching = weak.lock()) end_watch(watching);
    }
}

}  // namespace keelson::http
