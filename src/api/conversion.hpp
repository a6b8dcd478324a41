#ifndef KEELSON_SRC_API_CONVERSION_HPP
#define KEELSON_SRC_API_CONVERSION_HPP

#include "api/json.hpp"

#include <keelson/api/kind.hpp>

namespace keelson {

/// Brings an object from one form of its kind into another: HorizontalPodAutoscaler between autoscaling/v1 and v2,
/// Event between v1 and events.k8s.io/v1. Between other versions of a kind the apiVersion alone changes. Nothing is
/// lost: what autoscaling/v1 has no fields for goes into the annotations `autoscaling.alpha.kubernetes.io/...`, and
/// back from there. Fields that neither form has stay where they are, for validation to find.
void convert(json::value& tree, Kind const& from, Kind const& to);

}  // namespace keelson

#endif
