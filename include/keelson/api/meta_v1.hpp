#ifndef KEELSON_API_META_V1_HPP
#define KEELSON_API_META_V1_HPP

#include <keelson/api/quantity.hpp>
#include <keelson/api/reflect.hpp>
#include <keelson/api/values.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

/// The types of meta/v1 as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {

struct ManagedFieldsEntry {
    std::string apiVersion;
    std::string fieldsType;
    RawJson fieldsV1;
    std::string manager;
    std::string operation;
    std::string subresource;
    Time time;
};

struct OwnerReference {
    std::string apiVersion;
    std::optional<bool> blockOwnerDeletion;
    std::optional<bool> controller;
    std::string kind;
    std::string name;
    std::string uid;
};

struct ObjectMeta {
    std::map<std::string, std::string> annotations;
    Time creationTimestamp;
    std::optional<std::int64_t> deletionGracePeriodSeconds;
    Time deletionTimestamp;
    std::vector<std::string> finalizers;
    std::string generateName;
    std::optional<std::int64_t> generation;
    std::map<std::string, std::string> labels;
    std::vector<ManagedFieldsEntry> managedFields;
    std::string name;
    std::string namespace_;
    std::vector<OwnerReference> ownerReferences;
    std::string resourceVersion;
    std::string selfLink;
    std::string uid;
};

struct LabelSelectorRequirement {
    std::string key;
    std::string operator_;
    std::vector<std::string> values;
};

struct LabelSelector {
    std::vector<LabelSelectorRequirement> matchExpressions;
    std::map<std::string, std::string> matchLabels;
};

struct ShardInfo {
    std::string selector;
};

struct ListMeta {
    std::string continue_;
    std::optional<std::int64_t> remainingItemCount;
    std::string resourceVersion;
    std::string selfLink;
    std::optional<ShardInfo> shardInfo;
};

struct Condition {
    Time lastTransitionTime;
    std::string message;
    std::optional<std::int64_t> observedGeneration;
    std::string reason;
    std::string status;
    std::string type;
};

namespace detail {
extern template TypeDesc const& struct_desc<ManagedFieldsEntry>();
extern template TypeDesc const& struct_desc<OwnerReference>();
extern template TypeDesc const& struct_desc<ObjectMeta>();
extern template TypeDesc const& struct_desc<LabelSelectorRequirement>();
extern template TypeDesc const& struct_desc<LabelSelector>();
extern template TypeDesc const& struct_desc<ShardInfo>();
extern template TypeDesc const& struct_desc<ListMeta>();
extern template TypeDesc const& struct_desc<Condition>();
}  // namespace detail

}  // namespace keelson

#endif
