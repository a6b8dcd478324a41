#ifndef KEELSON_API_POLICY_V1_HPP
#define KEELSON_API_POLICY_V1_HPP

#include <keelson/api/meta_v1.hpp>
#include <keelson/api/quantity.hpp>
#include <keelson/api/reflect.hpp>
#include <keelson/api/values.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

/// The types of policy/v1 as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {

struct PodDisruptionBudgetSpec {
    std::optional<IntOrString> maxUnavailable;
    std::optional<IntOrString> minAvailable;
    std::optional<LabelSelector> selector;
    std::optional<std::string> unhealthyPodEvictionPolicy;
};

struct PodDisruptionBudgetStatus {
    std::vector<Condition> conditions;
    std::int32_t currentHealthy = 0;
    std::int32_t desiredHealthy = 0;
    std::map<std::string, Time> disruptedPods;
    std::int32_t disruptionsAllowed = 0;
    std::int32_t expectedPods = 0;
    std::int64_t observedGeneration = 0;
};

struct PodDisruptionBudget {
    static constexpr TypeInfo type{"policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"};
    ObjectMeta metadata;
    PodDisruptionBudgetSpec spec;
    PodDisruptionBudgetStatus status;
};

namespace detail {
extern template TypeDesc const& struct_desc<PodDisruptionBudgetSpec>();
extern template TypeDesc const& struct_desc<PodDisruptionBudgetStatus>();
extern template TypeDesc const& struct_desc<PodDisruptionBudget>();
}  // namespace detail

}  // namespace keelson

#endif
