#ifndef KEELSON_DRIVERS_RUNTIME_SIMULATED_SIMULATED_RULES_HPP
#define KEELSON_DRIVERS_RUNTIME_SIMULATED_SIMULATED_RULES_HPP

#include <keelson/core/entropy.hpp>
#include <keelson/runtime/simulated.hpp>

namespace keelson {

/// What containers are to do: the first rule that fits, and by chance one of its alternatives.
class SimulatedRules {
public:
    explicit SimulatedRules(SimulatedOptions const& options) : options_(&options) {}

    /// `pod` with its names and `labels`. The answer lives as long as the options.
    [[nodiscard]] SimulatedBehaviour const& behaviour_of(RuntimeSandbox const& pod,
                                                         std::map<std::string, std::string> const& labels,
                                                         ContainerConfig const& config, Entropy& entropy) const;
    /// Whether any image may be missing at all.
    [[nodiscard]] bool have_images() const;
    /// Whether this one has to be pulled first, and whether a pull finds it.
    [[nodiscard]] bool must_be_pulled(std::string const& image) const { return image_rule(image) != nullptr; }
    [[nodiscard]] bool can_be_pulled(std::string const& image, Entropy& entropy) const;

private:
    [[nodiscard]] SimulatedBehaviour const& draw(std::vector<SimulatedBehaviour> const& from, bool missing,
                                                 Entropy& entropy) const;
    [[nodiscard]] SimulatedRule const* image_rule(std::string const& image) const;

    SimulatedOptions const* options_;
};

}  // namespace keelson

#endif
