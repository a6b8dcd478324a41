#ifndef KEELSON_CONTROLLERS_REVISION_HPP
#define KEELSON_CONTROLLERS_REVISION_HPP

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace keelson::controllers {

using Annotations = std::map<std::string, std::string>;

/// What a Deployment notes on its ReplicaSets, under the names that `kubectl rollout` reads.
inline constexpr char const* revision_annotation = "deployment.kubernetes.io/revision";
inline constexpr char const* history_annotation = "deployment.kubernetes.io/revision-history";
inline constexpr char const* desired_annotation = "deployment.kubernetes.io/desired-replicas";
inline constexpr char const* limit_annotation = "deployment.kubernetes.io/max-replicas";

/// The whole number in an annotation; nothing when it is absent or not one.
[[nodiscard]] std::optional<std::int64_t> number_in(Annotations const& annotations, std::string_view name);

/// Gives a ReplicaSet's annotations the revision, unless they have a newer one. A revision that it had before goes
/// to the end of its history. Returns whether anything changed.
bool raise_revision(Annotations& annotations, std::int64_t revision);
[[nodiscard]] bool revision_is_behind(Annotations const& annotations, std::int64_t revision);

/// Whether an annotation of a Deployment is also its ReplicaSets': all but what is about the one object.
[[nodiscard]] bool is_inherited(std::string_view annotation) noexcept;

/// Whether the ReplicaSet lacks an annotation of the Deployment's that it should have.
[[nodiscard]] bool inherits_more(Annotations const& deployment, Annotations const& replica_set);
void inherit(Annotations const& deployment, Annotations& replica_set);

/// Notes for which size, and up to how many Pods, a ReplicaSet was scaled.
[[nodiscard]] bool sizes_differ(Annotations const& annotations, std::int32_t desired, std::int32_t limit);
void note_sizes(Annotations& annotations, std::int32_t desired, std::int32_t limit);

}  // namespace keelson::controllers

#endif
