#ifndef KEELSON_SCHEDULING_PROFILE_HPP
#define KEELSON_SCHEDULING_PROFILE_HPP

#include <keelson/scheduling/plugin.hpp>
#include <keelson/scheduling/plugins.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace keelson {

/// How the Pods of one `schedulerName` are placed: plug-ins in their order, with weights. A value; copies share the
/// plug-ins. One without any accepts every node for every Pod.
///
///     auto profile = Profile::defaults();
///     profile.add(RackAffinity{}, 2).add(plugins::NodeResourcesFit{.strategy = plugins::Strategy::most_allocated});
class Profile {
public:
    struct Entry {
        std::shared_ptr<detail::AnyPlugin const> plugin;
        int weight = 1;
    };

    Profile() = default;
    explicit Profile(std::string scheduler_name) : scheduler_name_(std::move(scheduler_name)) {}
    /// What kube-scheduler does by default, under the name "default-scheduler".
    static Profile defaults();

    /// Adds a plug-in (see plugin.hpp) behind the others, or in the place of the one of that name.
    template <class P>
    Profile& add(P plugin, int weight = 1) {
        static_assert(detail::Filters<P> || detail::Scores<P> || std::is_same_v<P, plugins::PodTopologySpread> ||
                          std::is_same_v<P, plugins::InterPodAffinity>,
                      "a plug-in has `Verdict filter(Pod const&, NodeView const&) const`, "
                      "`Score score(Pod const&, NodeView const&) const` or both");
        return add_entry({std::make_shared<detail::PluginModel<P> const>(std::move(plugin)), weight});
    }
    /// Drops the plug-in of this name; if there is none, changes nothing.
    Profile& remove(std::string_view name);

    [[nodiscard]] std::string const& scheduler_name() const noexcept { return scheduler_name_; }
    Profile& scheduler_name(std::string name) {
        scheduler_name_ = std::move(name);
        return *this;
    }
    [[nodiscard]] std::vector<Entry> const& plugins() const noexcept { return plugins_; }
    [[nodiscard]] Entry const* find(std::string_view name) const noexcept;

private:
    Profile& add_entry(Entry entry);

    std::string scheduler_name_ = "default-scheduler";
    std::vector<Entry> plugins_;
};

}  // namespace keelson

#endif
