#ifndef KEELSON_SRC_REGISTRY_WATCH_HPP
#define KEELSON_SRC_REGISTRY_WATCH_HPP

#include "registry/transaction.hpp"

#include <keelson/api/selector.hpp>

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson {

struct WatchEvent {
    enum class Type : std::uint8_t { added, modified, deleted, bookmark };
    Type type = Type::added;
    Ref object;                  ///< of a deletion the last version; null in a bookmark
    std::uint64_t revision = 0;  ///< of the change; of a bookmark the newest that was looked at
};

/// What a watcher selects.
struct WatchScope {
    std::shared_ptr<Kind const> kind;
    std::string namespace_;
    Selector labels;
    FieldSelector fields;
    [[nodiscard]] bool selects(Ref const& object) const;
    /// The event that this change is to somebody who selects so; nothing when it is none.
    [[nodiscard]] std::optional<WatchEvent> event(Change const& change) const;
};

class WatchHub;

/// One watcher: a cursor into the history of durable changes. It holds no events of its own, so that one
/// who never reads costs nothing; once the history has gone past him he reads the store's log instead.
/// Threading: on the strand only.
class Watch : public std::enable_shared_from_this<Watch> {
public:
    Watch(WatchHub& hub, WatchScope scope, std::uint64_t after);
    ~Watch();
    Watch(Watch const&) = delete;
    Watch& operator=(Watch const&) = delete;

    /// The next events, oldest first, at most `most`. Fails with `expired` when changes after the cursor are
    /// no longer known: the watcher must list again; with `not_found` when the kind is served no more. Empty: nothing
    /// new, or the log is being read; `ready` is called then.
    Result<std::vector<WatchEvent>> take(std::size_t most);
    /// Called (once for each time that there was nothing) when `take` may give something.
    std::function<void()> ready;
    /// The newest revision that was looked at.
    [[nodiscard]] std::uint64_t cursor() const noexcept { return cursor_; }

private:
    friend class WatchHub;
    [[nodiscard]] bool ends(Object const& gone) const;
    WatchHub* hub_;
    WatchScope scope_;
    std::uint64_t cursor_;
    bool waiting_ = false;
    bool reading_log_ = false;
    std::optional<Error> failed_;
    std::deque<Change> from_log_;
};

/// The history of durable changes, bounded, and those who follow it.
class WatchHub {
public:
    static constexpr std::size_t history_max = 65'536;
    /// Reads changes after a revision from the store, off the strand; the answer comes on the strand.
    using ReadLog = std::function<void(std::uint64_t after, std::function<void(Result<std::vector<Change>>)>)>;

    explicit WatchHub(ReadLog read_log) : read_log_(std::move(read_log)) {}

    /// The first change that will be in the history has the revision after this one.
    void start(std::uint64_t revision) { newest_ = revision; }
    void publish(std::vector<Change> const& changes);
    /// Wakes everybody who waits; called after a batch of publishes.
    void wake();
    [[nodiscard]] std::shared_ptr<Watch> add(WatchScope scope, std::uint64_t after) {
        return std::make_shared<Watch>(*this, std::move(scope), after);
    }
    [[nodiscard]] std::uint64_t newest() const noexcept { return newest_; }
    [[nodiscard]] std::size_t watchers() const noexcept { return watches_.size(); }

private:
    friend class Watch;
    void read_log(Watch& watch);

    ReadLog read_log_;
    std::deque<Change> history_;
    std::uint64_t newest_ = 0;
    std::vector<Watch*> watches_;  // in the order that they came
};

}  // namespace keelson

#endif
