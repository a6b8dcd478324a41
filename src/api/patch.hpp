#ifndef KEELSON_SRC_API_PATCH_HPP
#define KEELSON_SRC_API_PATCH_HPP

#include "api/json.hpp"

#include <keelson/api/schema.hpp>
#include <keelson/core/error.hpp>

#include <cstddef>
#include <string>

namespace keelson {

/// The most operations of one JSON patch.
inline constexpr std::size_t json_patch_operations_max = 10'000;
/// How much the `copy` operations of one JSON patch may add.
inline constexpr std::size_t json_patch_copy_bytes_max = std::size_t{3} << 20;

/// RFC 7396: members of `patch` replace those of `target`, null removes.
void merge_patch(json::value& target, json::value const& patch);

/// RFC 6902, carried out wholly or not at all. The result is not nested deeper than a body may be.
/// Errors: `bad_request` when `patch` is no list of operations, `invalid` when an operation does not fit the document,
/// a `test` fails, or a limit is passed.
Result<> json_patch(json::value& document, json::value const& patch);

/// Kubernetes' strategic merge patch, carried out wholly or not at all: lists whose schema says so merge, by key or by
/// value; the directives `$patch`, `$retainKeys`, `$setElementOrder/...` and `$deleteFromPrimitiveList/...` are obeyed
/// and never left in the document.
/// Errors: `bad_request` when the patch is malformed, `invalid` when it cannot be merged.
Result<> strategic_patch(Schema const& schema, json::value& document, json::value const& patch);

/// Whether objects with this root take a strategic merge patch: those of the built-in kinds do. What is known of others
/// says nothing of how their lists merge.
bool takes_strategic_patch(Schema const& root);
/// What a patch in a form that a kind does not take is answered with 415.
std::string unknown_patch_format(bool strategic_taken);

}  // namespace keelson

#endif
