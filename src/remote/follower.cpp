#include "remote/follower.hpp"

#include "remote/wire.hpp"

#include <algorithm>

namespace keelson::remote {
namespace {

constexpr auto list_within = std::chrono::seconds(60);
constexpr auto watch_least = std::chrono::seconds(300);
constexpr auto watch_spread = std::chrono::seconds(300);
constexpr auto watch_slack = std::chrono::seconds(30);  // the server ends a watch first
constexpr auto again_first = std::chrono::milliseconds(200);
constexpr auto again_most = std::chrono::seconds(30);
constexpr std::size_t line_bytes_max = std::size_t{64} << 20;

}  // namespace

Follower::Follower(Strand& strand, Transport& transport, std::shared_ptr<Kind const> kind, ListOptions options,
                   ClientBackend::Follow follow)
    : strand_(&strand),
      transport_(&transport),
      kind_(std::move(kind)),
      options_(std::move(options)),
      follow_(std::move(follow)) {}

void Follower::start() { list_again(); }

void Follower::stop() {
    stopped_ = true;
    if (call_ != 0) transport_->cancel(call_);
    if (timer_ != 0) strand_->cancel(timer_);
    call_ = timer_ = 0;
    seen_.clear();
    listing_.clear();
}

void Follower::fail(Error error) {
    if (stopped_) return;
    auto const failed = follow_.failed;
    stop();
    if (failed) failed(std::move(error));
}

void Follower::tell(ChangeType type, Ref object) {
    if (!stopped_ && follow_.change) follow_.change(type, std::move(object));
}

void Follower::put(Ref object, std::string version) {
    auto const key = object->key();
    auto const found = seen_.find(key);
    if (found == seen_.end()) {
        seen_[key] = {object, std::move(version)};
        return tell(ChangeType::added, std::move(object));
    }
    if (found->second.version == version && found->second.object->index().uid == object->index().uid) return;
    auto const before = std::exchange(found->second, Seen{object, std::move(version)}).object;
    if (before->index().uid == object->index().uid) return tell(ChangeType::modified, std::move(object));
    // One that has gone and another with its name: nobody saw it go.
    tell(ChangeType::deleted, before);
    tell(ChangeType::added, std::move(object));
}

void Follower::drop(ObjectKey const& key, Ref last) {
    if (seen_.erase(key) != 0) tell(ChangeType::deleted, std::move(last));
}

void Follower::list(std::string continue_, std::size_t limit) {
    bool const first = continue_.empty();
    if (first) listing_.clear();
    call_ = transport_->send(list_question(*kind_, options_, limit, continue_), list_within, {},
                             [self = shared_from_this(), limit, first](Result<HttpAnswer> answer) {
                                 self->call_ = 0;
                                 if (!self->stopped_) self->take_page(std::move(answer), limit, first);
                             });
}

void Follower::take_page(Result<HttpAnswer> answer, std::size_t limit, bool first) {
    auto good = answer ? check(std::move(*answer)) : answer;
    if (!good) {
        // The version that the pages are of was compacted away: all of it at once then.
        if (good.error().code == Errc::expired && !first) return list({}, 0);
        if (!told_listed_ && !good.error().retryable()) return fail(good.error());
        lost(good.error());
        return again(&Follower::list_again);
    }
    auto tree = parse_json(good->body);
    auto* const items = tree && tree->is_object() ? tree->get_object().if_contains("items") : nullptr;
    bool const whole = tree && string_at(*tree, {"metadata", "resourceVersion"}).empty() == false;
    if (!whole) {
        lost({Errc::internal, "the server's list is no list"});
        return again(&Follower::list_again);
    }
    if (items && items->is_array()) {
        for (auto& item : items->get_array()) {
            auto version = std::string(string_at(item, {"metadata", "resourceVersion"}));
            auto object = object_of(kind_, std::move(item));
            if (object) listing_[(*object)->key()] = {*object, std::move(version)};
        }
    }
    auto next = std::string(string_at(*tree, {"metadata", "continue"}));
    if (!next.empty()) return list(std::move(next), limit);
    finish_list(std::string(string_at(*tree, {"metadata", "resourceVersion"})));
}

void Follower::finish_list(std::string version) {
    version_ = std::move(version);
    failures_ = 0;
    auto const listed = std::exchange(listing_, {});
    std::vector<std::pair<ObjectKey, Ref>> gone;
    for (auto const& [key, seen] : seen_) {
        if (!listed.contains(key)) gone.emplace_back(key, seen.object);
    }
    for (auto& [key, last] : gone) drop(key, std::move(last));
    for (auto const& [key, seen] : listed) put(seen.object, seen.version);
    if (!told_listed_ && !stopped_) {
        told_listed_ = true;
        if (follow_.listed) follow_.listed();
    }
    if (!stopped_) watch();
}

void Follower::watch() {
    rest_.clear();
    expired_ = false;
    // Not all at once after a restart of the server.
    auto const time =
        watch_least + std::chrono::seconds(strand_->entropy()->below(static_cast<std::uint64_t>(watch_spread.count())));
    HttpQuestion question;
    question.target =
        path_of(*kind_, {options_.namespace_, {}}) + query_of({{"labelSelector", options_.label_selector},
                                                               {"fieldSelector", options_.field_selector},
                                                               {"watch", "true"},
                                                               {"allowWatchBookmarks", "true"},
                                                               {"timeoutSeconds", std::to_string(time.count())},
                                                               {"resourceVersion", version_}});
    call_ = transport_->send(
        std::move(question), time + watch_slack,
        [self = shared_from_this()](std::string_view part) {
            if (!self->stopped_) self->take_part(part);
        },
        [self = shared_from_this()](Result<HttpAnswer> answer) {
            self->call_ = 0;
            if (!self->stopped_) self->watch_ended(answer);
        });
}

void Follower::take_part(std::string_view part) {
    if (rest_.size() + part.size() > line_bytes_max) {
        expired_ = true;  // a line without an end: what was in it is found by listing
        rest_.clear();
    }
    rest_.append(part);
    std::size_t begin = 0;
    for (auto end = rest_.find('\n'); end != std::string::npos && !stopped_; end = rest_.find('\n', begin)) {
        take_event(std::string_view(rest_).substr(begin, end - begin));
        begin = end + 1;
    }
    rest_.erase(0, begin);
    if (!expired_ || stopped_) return;
    transport_->cancel(std::exchange(call_, 0));
    again(&Follower::list_again);
}

void Follower::take_event(std::string_view line) {
    if (line.empty() || expired_) return;
    auto tree = parse_json(line);
    auto* const object = tree && tree->is_object() ? tree->get_object().if_contains("object") : nullptr;
    if (!object) {
        expired_ = true;  // something was said that can't be read
        return;
    }
    auto const type = std::string(string_at(*tree, {"type"}));
    if (type == "ERROR") {
        auto const error = error_in_status(500, *object);
        expired_ = error.code == Errc::expired;
        if (!expired_) lost(error);
        return;
    }
    auto version = std::string(string_at(*object, {"metadata", "resourceVersion"}));
    if (type == "BOOKMARK") {
        failures_ = 0;
        version_ = std::move(version);
        return;
    }
    auto ref = object_of(kind_, std::move(*object));
    if (!ref) {
        expired_ = true;
        return;
    }
    failures_ = 0;
    version_ = version;
    if (type == "DELETED") return drop((*ref)->key(), *ref);
    put(std::move(*ref), std::move(version));
}

void Follower::watch_ended(Result<HttpAnswer> const& answer) {
    auto const good = answer ? check(*answer) : answer;
    if (!good && good.error().code == Errc::expired) expired_ = true;
    if (!good && !expired_) lost(good.error());
    // Also after a good end: a server that ends watches at once is not asked again at once.
    again(expired_ ? &Follower::list_again : &Follower::watch);
}

void Follower::lost(Error const& error) {
    strand_->log().debug("following " + kind_->resource() + ": " + error.message);
}

void Follower::again(void (Follower::*what)()) {
    if (stopped_) return;
    Duration delay = again_first;
    for (int i = 0; i < failures_ && delay < again_most; ++i) delay *= 2;
    delay = std::min<Duration>(delay, again_most);
    ++failures_;
    // Between half and all of it, so that those who were cut off together do not come back together.
    delay =
        delay / 2 + std::chrono::nanoseconds(strand_->entropy()->below(static_cast<std::uint64_t>(delay.count() / 2)));
    timer_ = strand_->after(delay, [self = shared_from_this(), what] {
        self->timer_ = 0;
        ((*self).*what)();
    });
}

}  // namespace keelson::remote
