#include <keelson/scheduling/profile.hpp>

#include <algorithm>

namespace keelson {

Profile Profile::defaults() {
    using namespace plugins;
    Profile profile;
    profile.add(NodeUnschedulable{})
        .add(NodeName{})
        .add(TaintToleration{}, 3)
        .add(NodeAffinity{}, 2)
        .add(NodePorts{})
        .add(NodeResourcesFit{})
        .add(PodTopologySpread{}, 2)
        .add(InterPodAffinity{}, 2)
        .add(NodeResourcesBalancedAllocation{});
    return profile;
}

Profile& Profile::remove(std::string_view name) {
    std::erase_if(plugins_, [&](Entry const& entry) { return entry.plugin->name() == name; });
    return *this;
}

Profile::Entry const* Profile::find(std::string_view name) const noexcept {
    auto const found = std::find_if(plugins_.begin(), plugins_.end(),
                                    [&](Entry const& entry) { return entry.plugin->name() == name; });
    return found == plugins_.end() ? nullptr : &*found;
}

Profile& Profile::add_entry(Entry entry) {
    for (auto& present : plugins_) {
        if (present.plugin->name() == entry.plugin->name()) {
            present = std::move(entry);
            return *this;
        }
    }
    plugins_.push_back(std::move(entry));
    return *this;
}

}  // namespace keelson
