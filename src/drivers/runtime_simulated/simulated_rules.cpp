#include "drivers/runtime_simulated/simulated_rules.hpp"

#include <algorithm>

namespace keelson {
namespace {

bool may_lack_image(SimulatedRule const& rule) {
    return std::any_of(rule.alternatives.begin(), rule.alternatives.end(),
                       [](SimulatedBehaviour const& one) { return one.image_missing; });
}

bool matches(SimulatedRule const& rule, RuntimeSandbox const& pod, std::map<std::string, std::string> const& labels,
             ContainerConfig const& config) {
    if (!rule.namespace_.empty() && rule.namespace_ != pod.pod_namespace) return false;
    if (!pod.pod_name.starts_with(rule.pod_prefix)) return false;
    if (!rule.container.empty() && rule.container != config.id.name) return false;
    if (!config.image.starts_with(rule.image)) return false;
    return std::all_of(rule.labels.begin(), rule.labels.end(), [&](auto const& label) {
        auto const found = labels.find(label.first);
        return found != labels.end() && found->second == label.second;
    });
}

}  // namespace

SimulatedBehaviour const& SimulatedRules::draw(std::vector<SimulatedBehaviour> const& from, bool missing,
                                               Entropy& entropy) const {
    // `missing` leaves those with a missing image in: a container that is there has its image.
    auto const counts = [missing](SimulatedBehaviour const& one) { return missing || !one.image_missing; };
    double total = 0;
    for (auto const& one : from) total += counts(one) ? one.weight : 0;
    if (total <= 0) return options_->otherwise;
    auto left = from.size() == 1 ? 0.0 : entropy.unit() * total;
    SimulatedBehaviour const* last = &options_->otherwise;
    for (auto const& one : from) {
        if (!counts(one)) continue;
        last = &one;
        left -= one.weight;
        if (left < 0) break;
    }
    return *last;
}

SimulatedBehaviour const& SimulatedRules::behaviour_of(RuntimeSandbox const& pod,
                                                       std::map<std::string, std::string> const& labels,
                                                       ContainerConfig const& config, Entropy& entropy) const {
    for (auto const& rule : options_->rules) {
        if (matches(rule, pod, labels, config)) return draw(rule.alternatives, false, entropy);
    }
    return options_->otherwise;
}

SimulatedRule const* SimulatedRules::image_rule(std::string const& image) const {
    for (auto const& rule : options_->rules) {
        if (may_lack_image(rule) && !rule.image.empty() && image.starts_with(rule.image)) return &rule;
    }
    return nullptr;
}

bool SimulatedRules::have_images() const {
    return std::any_of(options_->rules.begin(), options_->rules.end(), may_lack_image);
}

bool SimulatedRules::can_be_pulled(std::string const& image, Entropy& entropy) const {
    auto const* const rule = image_rule(image);
    return rule == nullptr || !draw(rule->alternatives, true, entropy).image_missing;
}

}  // namespace keelson
