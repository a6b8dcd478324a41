#include "drivers/store_sqlite/schema.hpp"

#include <array>
#include <string>

namespace keelson::sqlite {
namespace {

// `log` holds each value once; `live` says which of its rows is what a key holds now. A write to a key
// so touches the end of the log and one small row of `live`, and never the row that it supersedes.
constexpr std::array<Migration, 1> steps_so_far{R"(
    CREATE TABLE log (
        revision INTEGER PRIMARY KEY,
        previous INTEGER NOT NULL,
        ends_plan INTEGER NOT NULL,
        key BLOB NOT NULL,
        value BLOB
    ) STRICT;
    CREATE TABLE live (
        key BLOB PRIMARY KEY,
        revision INTEGER NOT NULL,
        bytes INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE state (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        head INTEGER NOT NULL,
        trimmed INTEGER NOT NULL,
        compacted INTEGER NOT NULL,
        superseded_entries INTEGER NOT NULL,
        superseded_bytes INTEGER NOT NULL
    ) STRICT;
    INSERT INTO state VALUES (1, 0, 0, 0, 0, 0);
)"};

Result<bool> is_empty(Connection& file) {
    auto const tables = file.number("SELECT count(*) FROM sqlite_schema");
    if (!tables) return tables.error();
    auto const owner = file.number("PRAGMA application_id");
    if (!owner) return owner.error();
    auto const version = file.number("PRAGMA user_version");
    if (!version) return version.error();
    return *tables == 0 && *owner == 0 && *version == 0;
}

Result<> create(Connection& file) {
    // Both must be said before the first page is written.
    if (auto done = file.run("PRAGMA page_size=4096; PRAGMA auto_vacuum=INCREMENTAL"); !done) return done;
    if (auto done = file.run("PRAGMA journal_mode=WAL"); !done) return done;
    auto const vacuum = file.number("PRAGMA auto_vacuum");
    if (!vacuum) return vacuum.error();
    // An empty database of another making has pages already: only a rewrite changes its mode.
    if (*vacuum != 2) return file.run("PRAGMA auto_vacuum=INCREMENTAL; VACUUM");
    return {};
}

Result<> migrate(Connection& file, std::size_t from, std::span<Migration const> steps) {
    for (auto version = from; version < steps.size(); ++version) {
        auto sql = std::string("BEGIN IMMEDIATE;").append(steps[version]);
        sql += "; PRAGMA application_id=" + std::to_string(application_id);
        sql += "; PRAGMA user_version=" + std::to_string(version + 1);
        sql += "; COMMIT";
        if (auto done = file.run(sql.c_str()); !done) {
            auto error = done.error();
            (void)file.run("ROLLBACK");
            return std::move(error).wrap("schema version " + std::to_string(version + 1));
        }
    }
    return {};
}

}  // namespace

std::span<Migration const> migrations() { return steps_so_far; }

Result<> check_owner(Connection& file, std::size_t newest) {
    auto const owner = file.number("PRAGMA application_id");
    if (!owner) return as_refusal(owner.error());
    if (*owner != application_id) {
        return Error(Errc::invalid, "the file is another program's, not a Keelson store", file.path());
    }
    auto const version = file.number("PRAGMA user_version");
    if (!version) return as_refusal(version.error());
    if (*version > newest) {
        return Error(Errc::invalid,
                     "the file is of a newer Keelson: its schema version is " + std::to_string(*version) +
                         ", and this one knows versions up to " + std::to_string(newest),
                     file.path());
    }
    if (*version == 0) return Error(Errc::invalid, "the file is damaged: it has no schema version", file.path());
    return {};
}

Result<> prepare_schema(Connection& file, std::span<Migration const> steps) {
    auto const empty = is_empty(file);
    if (!empty) return as_refusal(empty.error());
    if (!*empty) {
        if (auto checked = check_owner(file, steps.size()); !checked) return checked;
    } else if (auto created = create(file); !created) {
        return created;
    }
    auto const version = file.number("PRAGMA user_version");
    if (!version) return as_refusal(version.error());
    return migrate(file, *version, steps);
}

}  // namespace keelson::sqlite
