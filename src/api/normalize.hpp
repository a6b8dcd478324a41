#ifndef KEELSON_SRC_API_NORMALIZE_HPP
#define KEELSON_SRC_API_NORMALIZE_HPP

#include "api/json.hpp"

#include <keelson/api/schema.hpp>
#include <keelson/core/error.hpp>

#include <string>
#include <vector>

namespace keelson {

/// What was found while a tree was brought into its schema's form.
struct Findings {
    std::vector<Cause> causes;         ///< wrong types, formats and enums, and what is required and missing
    std::vector<Cause> unreadable;     ///< those of them that no program could have decoded: wrong types and formats
    std::vector<std::string> unknown;  ///< paths of fields that the schema does not have; they are dropped
};

/// Brings a tree into the form that its schema asks for: drops nulls and unknown fields, fills in
/// defaults, prints quantities and times canonically, and says what is wrong.
/// `status` is the one subtree in which nothing is required: whoever writes it states what it knows.
void normalize(Schema const& schema, json::value& value, Findings& findings);

/// The same for the value of a root's `status` alone.
void normalize_status(Schema const& status, json::value& value, Findings& findings);

/// `strict decoding error: unknown field "spec.x", unknown field "spec.y"`
std::string unknown_fields_message(std::vector<std::string> const& paths);

}  // namespace keelson

#endif
