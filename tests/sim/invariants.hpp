#ifndef KEELSON_TESTS_SIM_INVARIANTS_HPP
#define KEELSON_TESTS_SIM_INVARIANTS_HPP

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/batch_v1.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/store/store.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace keelson::sim {

/// Follows every committed write and says what must not be: the first violation is kept.
class Invariants {
public:
    struct Room {
        std::int64_t cpu_millis;
        std::int64_t pods;
    };
    explicit Invariants(Room room) : room_(room) {}

    void written(Revision revision, std::string_view key, std::optional<std::string_view> object);

    /// Empty while all is well.
    [[nodiscard]] std::string const& violation() const noexcept { return violation_; }
    void violate(std::string what) {
        if (violation_.empty()) violation_ = std::move(what);
    }

    struct PodFacts {
        std::string uid, node, owner, phase;
        std::int64_t cpu_millis = 0;
        bool ready = false, deleted = false;
        int restarts = 0;
    };
    struct SetFacts {
        std::string uid, owner;
        std::int32_t replicas = 0, available = 0, ready = 0;
    };
    struct DeploymentFacts {
        std::string uid;
        std::int32_t replicas = 0, floor = 0, ceiling = 0;
        bool rolling = true, deleted = false;
    };
    [[nodiscard]] std::map<std::string, PodFacts, std::less<>> const& pods() const noexcept { return pods_; }
    /// How many Pods of a Job succeeded for sure; one that was being deleted as it did may count either way.
    [[nodiscard]] std::size_t surely_succeeded(std::string const& job) const {
        auto const found = surely_.find(job);
        return found == surely_.end() ? 0 : found->second.size();
    }
    /// How many Pods of a Job failed for sure, before anybody deleted them.
    [[nodiscard]] std::size_t surely_failed(std::string const& job) const {
        auto const found = failed_.find(job);
        return found == failed_.end() ? 0 : found->second.size();
    }

private:
    void pod_written(std::string_view key, std::optional<std::string_view> object);
    void set_written(std::string_view key, std::optional<std::string_view> object);
    void deployment_written(std::string_view key, std::optional<std::string_view> object);
    void job_written(std::string_view key, std::optional<std::string_view> object);
    void map_written(std::string_view key, std::optional<std::string_view> object);
    void check_room(std::string const& node);
    void check_floor(std::string_view key, SetFacts const& before, SetFacts const& after);
    void check_ceiling(std::string const& owner);

    Room room_;
    Revision last_ = 0;
    std::string violation_;
    std::map<std::string, PodFacts, std::less<>> pods_;
    std::map<std::string, SetFacts, std::less<>> sets_;
    std::map<std::string, DeploymentFacts, std::less<>> deployments_;
    std::map<std::string, Room> used_;                        // by node
    std::map<std::string, std::string> ended_;                // uid of a Pod that has ended -> phase
    std::map<std::string, std::set<std::string>> succeeded_;  // uid of a Job -> uids of Pods
    std::map<std::string, std::set<std::string>> surely_;     // the same, of those that were not being deleted
    std::map<std::string, std::set<std::string>> failed_;     // uid of a Job -> uids of Pods, not being deleted
    std::map<std::string, std::set<std::string>> over_;  // uid of a Job -> uids of Pods that failed or were removed
    std::map<std::string, ObjectMeta, std::less<>> maps_;
    std::map<std::string, std::pair<std::int32_t, std::int32_t>> counted_;  // uid of a Job -> succeeded, failed
};

}  // namespace keelson::sim

#endif
