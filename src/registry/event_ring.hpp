#ifndef KEELSON_SRC_REGISTRY_EVENT_RING_HPP
#define KEELSON_SRC_REGISTRY_EVENT_RING_HPP

#include <keelson/api/kind.hpp>
#include <keelson/api/object.hpp>
#include <keelson/core/time.hpp>

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace keelson {

/// Something that happened to an object, for people.
struct HappenedTo {
    std::string api_version, kind;
    ObjectKey key;
    std::string uid;
    std::string field_path;
};

/// The Events of an engine: a bounded ring outside the store. What repeats is counted and not told again.
/// Its revisions are its own; the oldest Events fall out when it is full.
class EventRing {
public:
    static constexpr std::size_t events_max = 10'000;
    /// How long a repetition is counted on the Event that is there.
    static constexpr Duration aggregation = std::chrono::minutes(10);

    explicit EventRing(std::shared_ptr<Kind const> kind) : kind_(std::move(kind)) {}

    void add(HappenedTo const& about, bool warning, std::string const& reason, std::string const& message,
             std::string const& component, std::string const& host, Time now);
    /// In the order of their last change, oldest first.
    [[nodiscard]] std::vector<Ref> list(std::string_view namespace_) const;
    [[nodiscard]] Ref get(ObjectKey const& key) const;
    [[nodiscard]] std::uint64_t revision() const noexcept { return revision_; }
    /// The Event that was added or counted last; null when there is none.
    [[nodiscard]] Ref newest() const { return order_.empty() ? nullptr : order_.rbegin()->second.second.object; }

    /// Tells somebody of each new version, before (null at first) and after, until `unfollow`.
    using Follower = std::uint64_t;  ///< never 0
    Follower follow(std::function<void(Ref const& before, Ref const& after)> told);
    void unfollow(Follower follower) { followers_.erase(follower); }

private:
    struct Entry {
        std::int32_t count = 0;
        Time first, last;
        Ref object;
    };
    using Identity = std::tuple<std::string, std::string, std::string, std::string,
                                std::string>;  // uid, key, field, reason, message

    std::shared_ptr<Kind const> kind_;
    std::shared_ptr<Labels const> no_labels_ = std::make_shared<Labels const>();
    std::shared_ptr<std::vector<OwnerIndex> const> no_owners_ = std::make_shared<std::vector<OwnerIndex> const>();
    std::map<Identity, std::uint64_t> by_identity_;              // -> revision of the newest version
    std::map<std::uint64_t, std::pair<Identity, Entry>> order_;  // by revision
    std::uint64_t revision_ = 0;
    std::map<Follower, std::function<void(Ref const&, Ref const&)>> followers_;
    Follower last_follower_ = 0;
};

}  // namespace keelson

#endif
