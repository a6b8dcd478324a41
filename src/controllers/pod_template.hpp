#ifndef KEELSON_CONTROLLERS_POD_TEMPLATE_HPP
#define KEELSON_CONTROLLERS_POD_TEMPLATE_HPP

#include <keelson/api/core_v1.hpp>

#include <cstdint>
#include <string>

namespace keelson::controllers {

/// The label that tells the Pods of one template from those of another.
inline constexpr char const* template_hash_label = "pod-template-hash";

/// Whether two templates are the same but for the hash label. Cheap.
[[nodiscard]] bool identical_template(PodTemplateSpec const& a, PodTemplateSpec const& b);

/// Whether two templates ask for the same Pods: it does not count either whether a field that has its default is
/// written down, for a release that knows more defaults must not roll everything out again.
[[nodiscard]] bool same_template(PodTemplateSpec const& a, PodTemplateSpec const& b);

/// Ten letters for a template: a name, never an identity. Two templates that collide are told apart by
/// `collisions`. Version 1 of the algorithm; what it gives must not change between releases.
[[nodiscard]] std::string template_hash(PodTemplateSpec const& pod_template, std::int32_t collisions);

}  // namespace keelson::controllers

#endif
