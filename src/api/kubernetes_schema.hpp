#ifndef KEELSON_SRC_API_KUBERNETES_SCHEMA_HPP
#define KEELSON_SRC_API_KUBERNETES_SCHEMA_HPP

#include <keelson/api/reflect.hpp>
#include <keelson/api/schema.hpp>
#include <keelson/api/type_info.hpp>

#include <span>

namespace keelson {

/// A kind of Kubernetes, as generated from its own description of the API.
struct KubernetesKind {
    using Strings = std::span<std::string_view const>;
    struct Subresource {
        std::string_view name;
        TypeInfo type;  ///< of what is sent or answered; without a plural
        Strings verbs;
    };

    TypeInfo type;
    Schema const* schema;
    TypeDesc const& (*typed)();  ///< null if there is no struct
    Strings short_names, categories, verbs;
    std::span<Subresource const> subresources = {};
    std::string_view stored_as = {};  ///< as in Kind
    bool stored = true;
};

/// The kinds of Kubernetes, each group and version of them with its schema.
std::span<KubernetesKind const> kubernetes_kinds();
/// What requests and answers are made of beside the kinds: DeleteOptions, Status, Scale, Eviction, TokenRequest, ...
std::span<Schema const* const> kubernetes_bodies();
/// One of them by its full name; null if there is none.
Schema const* kubernetes_body(std::string_view definition);

}  // namespace keelson

#endif
