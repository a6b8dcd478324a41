#ifndef KEELSON_DRIVERS_STORE_SQLITE_STORE_HPP
#define KEELSON_DRIVERS_STORE_SQLITE_STORE_HPP

#include "drivers/store_sqlite/checkpointer.hpp"
#include "drivers/store_sqlite/schema.hpp"

#include <keelson/store/store.hpp>

#include <memory>
#include <span>
#include <string>

namespace keelson::sqlite {

/// What only tests change.
struct Tuning {
    std::string vfs;  ///< the name of a registered SQLite VFS; empty: the usual one
    CheckpointLimits checkpoints;
    std::span<Migration const> schema = migrations();
};

Result<std::shared_ptr<Store>> open_store(std::string const& path, SqliteOptions const& options, Tuning const& tuning);

/// The one name of a file, so that a store is locked however it is called.
Result<std::string> canonical_path(std::string const& path);

}  // namespace keelson::sqlite

#endif
