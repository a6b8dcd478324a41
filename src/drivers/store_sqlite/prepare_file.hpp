#ifndef KEELSON_DRIVERS_STORE_SQLITE_PREPARE_FILE_HPP
#define KEELSON_DRIVERS_STORE_SQLITE_PREPARE_FILE_HPP

#include "drivers/store_sqlite/schema.hpp"

#include <keelson/core/error.hpp>

#include <cstdint>
#include <span>
#include <string>

namespace keelson::sqlite {

/// What may be believed of the file before it is opened.
enum class Trust : std::uint8_t {
    last_sync,  ///< that SQLite keeps account of what it has synced
    nothing,    ///< a write or a sync has failed: only the bytes of the WAL as they are read now
};

/// Makes a file ready to be opened: makes or migrates the store, and has all that earlier processes or
/// connections left in the WAL on the disk, in the file itself. What is read from it afterwards is durable.
///
/// No connection of this process may have the file open. Another process that reads it (a backup) makes
/// this fail with `unavailable` if nothing is to be trusted; otherwise the WAL stays beside the file, synced.
Result<> prepare_file(std::string const& path, std::string const& vfs, std::span<Migration const> steps, Trust trust);

}  // namespace keelson::sqlite

#endif
