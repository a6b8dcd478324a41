#ifndef KEELSON_SRC_REGISTRY_TRANSACTION_HOOKS_HPP
#define KEELSON_SRC_REGISTRY_TRANSACTION_HOOKS_HPP

#include "registry/transaction.hpp"
#include "registry/webhooks/webhooks.hpp"

#include <string>
#include <string_view>

namespace keelson {

/// A write on its way through admission.
struct Transaction::Admitted {
    AdmissionVerb verb;
    ServedKind const* kind;
    Object const* old;  ///< null: there is none yet
    std::string_view subresource;
    std::string_view namespace_, name;
    bool generated = false;  ///< the name was made up; hooks that change are not told of it
};

/// By which a new object is known again when its batch is carried out once more.
std::string draw_name(ServedKind const& kind, ObjectKey const& key, json::value const& tree);
/// Takes back what nobody but the registry decides about a new object.
void settle_new(ServedKind const& kind, ObjectKey const& key, json::value& tree);

}  // namespace keelson

#endif
