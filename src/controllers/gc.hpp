#ifndef KEELSON_CONTROLLERS_GC_HPP
#define KEELSON_CONTROLLERS_GC_HPP

#include <keelson/api/object.hpp>
#include <keelson/api/type_info.hpp>
#include <keelson/control/plan.hpp>
#include <keelson/control/view.hpp>
#include <keelson/core/error.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Garbage collection, for objects of every kind. It is two functions and not a Controller, because a Controller is
/// for one kind. What drives it keeps one queue of uids and
///
/// - for each change of an object, of whatever kind, adds what `to_collect` says;
/// - when it starts, adds every object that `concerns_collection`: the outcome does not depend on what happened
///   before a restart;
/// - takes one uid after the other, finds its object in a fresh View (gone: nothing to do), calls `collect` and
///   commits the Plan like that of any controller: again with a newer View if what it read has changed, with back-off
///   if it is refused, after `Plan::delay` if it asks for that.
namespace keelson::controllers::gc {

inline constexpr std::string_view foreground_finalizer = "foregroundDeletion";
inline constexpr std::string_view orphan_finalizer = "orphan";

/// Whether an object can be in need of collection: it names owners, or is being deleted and waits for dependents.
[[nodiscard]] bool concerns_collection(Object const& object) noexcept;

/// The uids to look at after a change; `before` or `after` may be null. `view` shows the change.
[[nodiscard]] std::vector<std::string> to_collect(View const& view, Object const* before, Object const* after);

/// Whether objects of a kind ("apps/v1", "Deployment") lie in namespaces; nothing: no such kind is served here.
using ScopeOfKind = std::function<std::optional<Scope>(std::string_view api_version, std::string_view kind)>;

/// Decides what becomes of one object:
///
/// - all its owners are gone, or the last of them are being deleted in the foreground: it is removed;
/// - some of them are, and others stay: it forgets those that go;
/// - it is being deleted in the foreground and nothing that blocks it is left: its finalizer is removed;
/// - it is being deleted and its dependents are to stay: they forget it, then its finalizer is removed.
///
/// An owner is gone when no object of any kind has its uid in the committed state of this View. A reference that says
/// of a uid what is not true of it, that leads from outside of namespaces into one, or that is to a kind that is not
/// served here (another program's) is left alone and never leads to a removal.
/// https://kubernetes.io/docs/concepts/architecture/garbage-collection/
[[nodiscard]] Result<> collect(View const& view, Object const& subject, ScopeOfKind const& scope_of, Plan& plan);

}  // namespace keelson::controllers::gc

#endif
