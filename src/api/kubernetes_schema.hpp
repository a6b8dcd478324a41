#ifndef KEELSON_SRC_API_KUBERNETES_SCHEMA_HPP
#define KEELSON_SRC_API_KUBERNETES_SCHEMA_HPP

#include <keelson/api/schema.hpp>

#include <span>

namespace keelson {

struct KubernetesKind {
    TypeInfo type;
    Schema const* schema;
};

/// The built-in kinds, each with its schema.
std::span<KubernetesKind const> kubernetes_kinds();

}  // namespace keelson

#endif
