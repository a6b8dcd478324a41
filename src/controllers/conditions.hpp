#ifndef KEELSON_CONTROLLERS_CONDITIONS_HPP
#define KEELSON_CONTROLLERS_CONDITIONS_HPP

#include <keelson/core/time.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

namespace keelson::controllers {

/// The conditions of a status, of whichever kind: any struct with type, status, reason and lastTransitionTime.

/// The condition of that type, or null.
template <class Condition>
[[nodiscard]] Condition const* find_condition(std::vector<Condition> const& all, std::string_view type) noexcept {
    auto const found = std::find_if(all.begin(), all.end(), [&](Condition const& c) { return c.type == type; });
    return found == all.end() ? nullptr : &*found;
}

template <class Condition>
[[nodiscard]] bool is_true(std::vector<Condition> const& all, std::string_view type) noexcept {
    auto const* const found = find_condition(all, type);
    return found && found->status == "True";
}

/// Removes the condition of that type. Returns whether there was one.
template <class Condition>
bool remove_condition(std::vector<Condition>& all, std::string_view type) {
    return std::erase_if(all, [&](Condition const& c) { return c.type == type; }) != 0;
}

/// Puts `wanted` in the place of the condition of its type, or at the end. Returns whether anything changed.
/// As in Kubernetes' workload controllers, a condition that has the same status and reason stays as it is, with
/// its message and times, so that a steady state writes nothing; and lastTransitionTime is that of the last
/// change of status.
template <class Condition>
bool set_condition(std::vector<Condition>& all, Condition wanted) {
    auto const found = std::find_if(all.begin(), all.end(), [&](Condition const& c) { return c.type == wanted.type; });
    if (found == all.end()) {
        all.push_back(std::move(wanted));
        return true;
    }
    if (found->status == wanted.status && found->reason == wanted.reason) return false;
    if (found->status == wanted.status) wanted.lastTransitionTime = found->lastTransitionTime;
    *found = std::move(wanted);
    return true;
}

}  // namespace keelson::controllers

#endif
