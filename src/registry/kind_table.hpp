#ifndef KEELSON_SRC_REGISTRY_KIND_TABLE_HPP
#define KEELSON_SRC_REGISTRY_KIND_TABLE_HPP

#include "registry/rules/rules.hpp"

#include <keelson/api/kind.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// A kind as the registry serves it.
struct ServedKind {
    std::shared_ptr<Kind const> kind;
    KindRules const* rules = nullptr;
    std::string resource;   ///< "deployments.apps"
    std::string title;      ///< "Deployment.apps": how errors about its objects name it
    bool built_in = false;  ///< one of Kubernetes' own
};

/// The kinds that there are at one moment, found by any of their names. Immutable.
/// Lifetime: what it returns lives as long as it.
class KindSet {
public:
    // What these find is stored, or answered and never stored: of an object that has several forms it is the one that
    // the registry knows. Names of the other forms lead to it too.
    [[nodiscard]] ServedKind const* by_resource(std::string_view resource) const;
    [[nodiscard]] ServedKind const* by_name(std::string_view api_version, std::string_view kind) const;
    [[nodiscard]] ServedKind const* of(TypeInfo const& type) const;
    /// By plural, singular, short name or "plural.group", as people type it.
    [[nodiscard]] ServedKind const* by_any_name(std::string_view name) const;
    [[nodiscard]] std::vector<ServedKind const*> all() const;

    /// The form that a path names: of "/apis/autoscaling/v1/.../horizontalpodautoscalers" it is the one of that
    /// version. Null if there is none.
    [[nodiscard]] ServedKind const* at(std::string_view group, std::string_view version, std::string_view plural) const;
    /// The kind whose objects a form shows: itself for one that is stored.
    [[nodiscard]] ServedKind const* stored(ServedKind const& form) const;
    /// Every form that is served, built-in ones first and in the order of Kubernetes' own description: for discovery
    /// and OpenAPI.
    [[nodiscard]] std::vector<std::shared_ptr<Kind const>> served() const;

private:
    friend class KindTable;
    using Table = std::map<std::string, std::shared_ptr<ServedKind const>, std::less<>>;
    Table kinds_;  // by resource
    Table forms_;  // not stored in this form; by "group/version/plural"
};

/// The kinds of one engine. Those of CustomResourceDefinitions come and go while it runs: each change makes a new
/// KindSet, and who reads keeps the one that he has begun with.
/// Threading: any thread may read. Kinds are added and removed on the strand alone, so that on the strand what is found
/// stays until the turn ends; elsewhere hold `now()`. Kinds that are compiled in are never removed.
class KindTable {
public:
    /// Adds the built-in kinds.
    KindTable();
    /// Adds a kind that is compiled in, or keeps the one that has its resource already. Fails with `already_exists`
    /// when the resource is another kind's. A kind that is only another form of a stored one (`Kind::stored_as`) is
    /// served beside it.
    Result<> add(Kind const& kind);
    /// A kind for records of which nothing else is known: stored by a program that had it compiled in.
    ServedKind const* add_unknown(std::string_view resource, std::string_view api_version, std::string_view name,
                                  bool namespaced);
    /// Puts the kinds of one definition, as kinds_of_definition() gives them, in the place of what there was under
    /// their resource.
    void define(std::vector<std::shared_ptr<Kind const>> const& kinds);
    /// Removes a kind that was defined at run time, with all its forms.
    void remove(std::string_view resource);

    [[nodiscard]] std::shared_ptr<KindSet const> now() const;

    // The same as of now().
    [[nodiscard]] ServedKind const* by_resource(std::string_view resource) const {
        return now()->by_resource(resource);
    }
    [[nodiscard]] ServedKind const* by_name(std::string_view api_version, std::string_view kind) const {
        return now()->by_name(api_version, kind);
    }
    [[nodiscard]] ServedKind const* of(TypeInfo const& type) const { return now()->of(type); }
    [[nodiscard]] ServedKind const* by_any_name(std::string_view name) const { return now()->by_any_name(name); }
    [[nodiscard]] std::vector<ServedKind const*> all() const { return now()->all(); }
    [[nodiscard]] ServedKind const* at(std::string_view group, std::string_view version,
                                       std::string_view plural) const {
        return now()->at(group, version, plural);
    }
    [[nodiscard]] ServedKind const* stored(ServedKind const& form) const { return now()->stored(form); }
    [[nodiscard]] std::vector<std::shared_ptr<Kind const>> served() const { return now()->served(); }

private:
    void publish(KindSet next);

    mutable std::mutex mutex_;
    std::shared_ptr<KindSet const> now_;
};

/// Whether a kind is neither Kubernetes' own nor known from records alone: a struct of the host, or a definition.
bool is_own_kind(ServedKind const& kind);

/// The key of an object in the store: "deployments.apps/default/web".
std::string store_key(std::string_view resource, ObjectKey const& key);
/// The parts of such a key, or nothing when it is none.
struct StoreKey {
    std::string_view resource, namespace_, name;
};
bool parse_store_key(std::string_view text, StoreKey& key);

}  // namespace keelson

#endif
