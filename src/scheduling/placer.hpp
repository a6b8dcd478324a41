#ifndef KEELSON_SCHEDULING_PLACER_HPP
#define KEELSON_SCHEDULING_PLACER_HPP

#include "scheduling/cluster.hpp"
#include "scheduling/pod_rules.hpp"
#include "scheduling/shape.hpp"

#include <keelson/scheduling/profile.hpp>
#include <keelson/scheduling/schedule.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson::scheduling {

/// Pods that are placed alike: the same profile, needs, labels, owner and wishes. Decided once where one decision
/// serves all.
struct PodClass {
    std::size_t profile = 0;
    Load load;
    std::shared_ptr<Pod const> pod;  ///< the template: no name, uid, times or status
    std::shared_ptr<Shape> shape;
    PodRules rules;
    std::vector<ReadyPlugin> whole_cluster;
};

/// Why a Pod of a class was placed nowhere, as numbers.
struct WhyNot {
    std::size_t nodes = 0;
    Rejections rejections;
    bool room = false;  ///< a Pod that leaves might help
    bool pods = false;  ///< a Pod that comes might help, too
};

/// Finds nodes for Pods.
class Placer {
public:
    explicit Placer(std::vector<Profile> profiles);

    Cluster& cluster() noexcept { return cluster_; }
    [[nodiscard]] Cluster const& cluster() const noexcept { return cluster_; }
    [[nodiscard]] std::vector<Profile> const& profiles() const noexcept { return profiles_; }
    /// Whether a plug-in is there that may look at what the default ones do not look at.
    [[nodiscard]] bool has_own_plugins() const noexcept { return own_plugins_; }

    /// The part of a Pod that counts once it is placed.
    Load load(Pod const& pod, std::shared_ptr<Labels const> labels, std::string const& owner_uid);
    std::shared_ptr<PodClass> classify(Pod const& pod, Load load, std::size_t profile);
    /// The best node; of equals the first from `start` on. `why`, if given, is filled when there is none.
    std::optional<Slot> pick(PodClass& pods, Slot start, WhyNot* why);
    /// The words of a failure.
    Decision explain(WhyNot const& why);

private:
    std::shared_ptr<PodClass> make_class(Pod const& pod, Load load, std::size_t profile, std::string const& node_key,
                                         std::string const& shape_key);
    void limit_memory();

    std::vector<Profile> profiles_;
    bool own_plugins_ = false;
    Cluster cluster_;
    InternTable<NodeAnswers> node_answers_;
    InternTable<Shape> shapes_;
    InternTable<PodClass> classes_;
    std::uint64_t uses_ = 0;
    std::size_t kept_ = 0;  // shapes with answers, at most
    std::vector<std::int32_t> scores_;
};

}  // namespace keelson::scheduling

#endif
