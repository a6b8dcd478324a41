#ifndef KEELSON_SRC_REGISTRY_WATCH_HPP
#define KEELSON_SRC_REGISTRY_WATCH_HPP

#include "registry/transaction.hpp"

#include <keelson/api/selector.hpp>

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
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
    /// Whether an object can enter and leave the selection, so that a change's version before counts.
    [[nodiscard]] bool can_be_left() const;
    /// What never changes in an object: its kind and its key.
    [[nodiscard]] bool may_select(Object const& object) const;
};

class WatchHub;

/// One watcher: a cursor into the history of durable changes. While he keeps up, the hub notes for him which of the new
/// changes he selects, and he looks at no others. With too many notes he falls behind: they are dropped, and he goes
/// through the history himself, so that one who never reads costs nothing; once the history has gone past him he reads
/// the store's log instead. Threading: on the strand only.
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
    [[nodiscard]] std::uint64_t cursor() const noexcept;

private:
    friend class WatchHub;
    static constexpr std::size_t notes_max = 1024;
    struct Note {
        std::uint64_t revision = 0;
        WatchEvent::Type type = WatchEvent::Type::added;
    };
    [[nodiscard]] bool ends(Object const& gone) const;
    std::vector<WatchEvent> take_noted(std::size_t most);
    /// Notes the change if it is an event to this watcher.
    void offer(Change const& change);
    /// From here on the history is gone through, from what was not taken yet: at the latest from this revision.
    void fall_behind(std::uint64_t revision);

    WatchHub* hub_;
    WatchScope scope_;
    std::uint64_t cursor_;
    std::deque<Note> notes_;
    bool noted_ = false;  // what comes is
    bool waiting_ = false;
    bool reading_log_ = false;
    std::optional<Error> failed_;
    std::deque<Change> from_log_;
};

/// The history of durable changes, bounded, and those who follow it.
class WatchHub {
public:
    static constexpr std::size_t history_max = 65'536;
    /// Reads changes after a revision from the store, off the strand; the answer comes on the strand. `with_before`:
    /// the versions before are looked for too.
    using ReadLog =
        std::function<void(std::uint64_t after, bool with_before, std::function<void(Result<std::vector<Change>>)>)>;

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
    /// The watches of a resource, by what a change must have for them to be concerned.
    struct OfResource {
        std::map<std::string, std::unordered_map<std::string, std::vector<Watch*>>> by_label;  // by key, by value
        std::vector<Watch*> others;
    };
    void enter(Watch& watch);
    void leave(Watch& watch);
    /// The lists that a watch stands in.
    template <class Visit>
    void visit_lists(Watch const& watch, Visit visit);
    void note(Change const& change);
    [[nodiscard]] Change const* at(std::uint64_t revision) const;
    void read_log(Watch& watch);

    ReadLog read_log_;
    std::deque<Change> history_;
    std::uint64_t newest_ = 0;
    std::vector<Watch*> watches_;                              // in the order that they came
    std::unordered_map<std::string, OfResource> by_resource_;  // by plural: of two groups both are asked
};

}  // namespace keelson

#endif
