#ifndef KEELSON_SRC_REGISTRY_DEFINITIONS_HPP
#define KEELSON_SRC_REGISTRY_DEFINITIONS_HPP

#include "api/json.hpp"
#include "registry/kind_table.hpp"

#include <keelson/core/time.hpp>

#include <string_view>
#include <vector>

namespace keelson {

// The status of a CustomResourceDefinition: a function of what it asks for, of the other ones and of the kinds that are
// compiled in. It is written together with what it follows from, so that there is no moment at which a definition is
// there and nobody has looked at it.

/// Which of its names it gets, whether it is established, and in which versions objects may be stored.
void settle_definition(json::value& definition, std::vector<json::value> const& others, KindSet const& kinds, Time now);

/// Sets a condition; its time changes with its status only.
void set_condition(json::value& definition, std::string_view type, bool status, std::string_view reason,
                   std::string_view message, Time now);

}  // namespace keelson

#endif
