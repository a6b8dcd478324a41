#include <keelson/api/meta_v1.hpp>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

BOOST_DESCRIBE_STRUCT(ManagedFieldsEntry, (), (apiVersion, fieldsType, fieldsV1, manager, operation, subresource, time))
BOOST_DESCRIBE_STRUCT(OwnerReference, (), (apiVersion, blockOwnerDeletion, controller, kind, name, uid))
BOOST_DESCRIBE_STRUCT(ObjectMeta, (),
                      (annotations, creationTimestamp, deletionGracePeriodSeconds, deletionTimestamp, finalizers,
                       generateName, generation, labels, managedFields, name, namespace_, ownerReferences,
                       resourceVersion, selfLink, uid))
BOOST_DESCRIBE_STRUCT(LabelSelectorRequirement, (), (key, operator_, values))
BOOST_DESCRIBE_STRUCT(LabelSelector, (), (matchExpressions, matchLabels))
BOOST_DESCRIBE_STRUCT(ShardInfo, (), (selector))
BOOST_DESCRIBE_STRUCT(ListMeta, (), (continue_, remainingItemCount, resourceVersion, selfLink, shardInfo))
BOOST_DESCRIBE_STRUCT(Condition, (), (lastTransitionTime, message, observedGeneration, reason, status, type))

namespace detail {
template <>
inline constexpr std::array<std::string_view, 4> required_scalars<OwnerReference>{"apiVersion", "kind", "name", "uid"};
template <>
inline constexpr std::array<std::string_view, 2> required_scalars<LabelSelectorRequirement>{"key", "operator"};
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<ShardInfo>{"selector"};
template <>
inline constexpr std::array<std::string_view, 4> required_scalars<Condition>{"message", "reason", "status", "type"};

template TypeDesc const& struct_desc<ManagedFieldsEntry>();
template TypeDesc const& struct_desc<OwnerReference>();
template TypeDesc const& struct_desc<ObjectMeta>();
template TypeDesc const& struct_desc<LabelSelectorRequirement>();
template TypeDesc const& struct_desc<LabelSelector>();
template TypeDesc const& struct_desc<ShardInfo>();
template TypeDesc const& struct_desc<ListMeta>();
template TypeDesc const& struct_desc<Condition>();
}  // namespace detail

}  // namespace keelson
