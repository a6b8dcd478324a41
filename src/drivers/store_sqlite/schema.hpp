#ifndef KEELSON_DRIVERS_STORE_SQLITE_SCHEMA_HPP
#define KEELSON_DRIVERS_STORE_SQLITE_SCHEMA_HPP

#include "drivers/store_sqlite/connection.hpp"

#include <cstdint>
#include <span>

namespace keelson::sqlite {

/// Says in the file's header whose it is: "KELS".
constexpr std::uint32_t application_id = 0x4b454c53;

/// SQL that brings a file from schema version n to n + 1, n being its place in the list.
using Migration = char const*;

/// Every step there ever was, oldest first; a released one never changes.
std::span<Migration const> migrations();

/// Fails with `invalid` unless the file is a store of schema version 1 to `newest`. Changes nothing.
Result<> check_owner(Connection& file, std::size_t newest);

/// The same, but an empty file becomes a store, and an older store one of the newest schema. Each step
/// happens as a whole or not at all.
Result<> prepare_schema(Connection& file, std::span<Migration const> steps);

}  // namespace keelson::sqlite

#endif
