#ifndef KEELSON_API_KIND_HPP
#define KEELSON_API_KIND_HPP

#include <keelson/api/reflect.hpp>
#include <keelson/api/schema.hpp>
#include <keelson/api/type_info.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

struct CustomKind;

/// What can be asked of an object of a kind beside the object itself: "pods/log".
struct Subresource {
    std::string name;                  ///< "log"
    std::string group, version, kind;  ///< of what is sent or answered
    std::vector<std::string> verbs;    ///< as discovery names them
};

/// Everything that can be done with the objects of most kinds: create, delete, deletecollection, get, list, patch,
/// update, watch.
std::vector<std::string> every_verb();

/// A kind that an engine serves: its names, its schema and, if it is compiled in, its struct.
struct Kind {
    std::string group;
    std::string version;
    std::string name;      ///< "Deployment"
    std::string plural;    ///< "deployments"
    std::string singular;  ///< "deployment"
    std::vector<std::string> short_names;
    std::vector<std::string> categories;
    Scope scope = Scope::namespaced;
    bool has_status = false;  ///< status is written apart from the rest
    std::shared_ptr<Schema const> schema;
    TypeDesc const* typed = nullptr;
    std::vector<std::string> verbs = every_verb();  ///< as discovery names them
    std::vector<Subresource> subresources;          ///< sorted by name
    /// The API version in which its objects are kept, if that is another one: this kind is then only another form of
    /// them. Of autoscaling/v1 HorizontalPodAutoscaler it is "autoscaling/v2". Empty: its own.
    std::string stored_as;
    /// False for a question that is answered and not kept (TokenReview, Binding).
    bool stored = true;
    /// What the CustomResourceDefinition says of it that is not said above; null for a kind that is compiled in.
    std::shared_ptr<CustomKind const> custom;

    [[nodiscard]] bool namespaced() const noexcept { return scope == Scope::namespaced; }
    [[nodiscard]] std::string api_version() const { return group.empty() ? version : group + "/" + version; }
    /// "deployments.apps": unique in an engine, and how messages name it.
    [[nodiscard]] std::string resource() const { return group.empty() ? plural : plural + "." + group; }
};

/// A kind from a struct that has a `type` and a describe line. Its schema is derived from that line.
Kind make_kind(TypeInfo const& type, TypeDesc const& typed);
template <class T>
Kind kind_of() {
    return make_kind(T::type, type_desc<T>());
}

/// The built-in kinds.
std::vector<std::shared_ptr<Kind const>> built_in_kinds();

}  // namespace keelson

#endif
