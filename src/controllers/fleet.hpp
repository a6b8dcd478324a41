#ifndef KEELSON_CONTROLLERS_FLEET_HPP
#define KEELSON_CONTROLLERS_FLEET_HPP

#include <keelson/api/apps_v1.hpp>
#include <keelson/control/controller.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace keelson::controllers {

/// A ReplicaSet of a Deployment: as it was read, and as this reconcile wants it.
class Member {
public:
    explicit Member(std::shared_ptr<ReplicaSet const> read) : read_(std::move(read)) {}
    /// One that does not exist yet.
    explicit Member(ReplicaSet made) : changed_(std::move(made)) {}

    [[nodiscard]] ReplicaSet const& set() const noexcept { return changed_ ? *changed_ : *read_; }
    [[nodiscard]] ReplicaSet& edit() {
        if (!changed_) changed_ = *read_;
        return *changed_;
    }
    [[nodiscard]] bool exists() const noexcept { return read_ != nullptr; }
    [[nodiscard]] bool changed() const noexcept { return changed_.has_value(); }
    [[nodiscard]] ReplicaSet const* read() const noexcept { return read_.get(); }
    [[nodiscard]] std::int32_t replicas() const noexcept { return set().spec.replicas.value_or(1); }

private:
    std::shared_ptr<ReplicaSet const> read_;
    std::optional<ReplicaSet> changed_;
};

/// The ReplicaSets of a Deployment, the oldest first. Edits are collected: each ReplicaSet is written once.
class Fleet {
public:
    /// Finds them, adopts orphans that match and lets go those that no longer do.
    Fleet(View const& view, Deployment const& deployment, Selector const& selector, Plan& plan);

    /// The one with the Deployment's template, or null.
    [[nodiscard]] Member* newest() noexcept { return newest_; }
    [[nodiscard]] Member const* newest() const noexcept { return newest_; }
    void add_newest(ReplicaSet made) { newest_ = &members_.emplace_back(std::move(made)); }

    /// All but the newest, the oldest first.
    [[nodiscard]] std::vector<Member*> old();
    /// Those of `members` that ask for Pods.
    [[nodiscard]] static std::vector<Member*> active(std::vector<Member*> members);
    /// The old ones and the newest, if there is one.
    [[nodiscard]] std::vector<Member*> all();
    [[nodiscard]] std::deque<Member> const& members() const noexcept { return members_; }

    /// The sum of what they ask for.
    [[nodiscard]] std::int64_t total_replicas() const noexcept;
    /// The most Pods that there can be until the ReplicaSets have caught up: what is asked for and, where one is
    /// still larger than that, what it has. A rollout that counted the first only would pass its surge meanwhile.
    [[nodiscard]] std::int64_t total_pods() const noexcept;

    /// Gives a ReplicaSet a size and notes for which size of the Deployment that was.
    void scale(Member& member, std::int32_t replicas);

    /// Plans what was edited, with an event for each ReplicaSet whose size changes.
    void write(Plan& plan) const;

private:
    Deployment const* deployment_;
    std::int32_t wanted_;
    std::int32_t limit_;
    std::deque<Member> members_;
    Member* newest_ = nullptr;
};

}  // namespace keelson::controllers

#endif
