#include "drivers/store_sqlite/connection.hpp"

#include <sqlite3.h>

#include <cstring>
#include <utility>

namespace keelson::sqlite {
namespace {

constexpr int busy_wait_ms = 5'000;

std::string describe(sqlite3* database, int code) {
    switch (code & 0xff) {
        case SQLITE_FULL: return "the disk is full";
        case SQLITE_READONLY: return "it is read-only";
        case SQLITE_CORRUPT: return "the file is damaged";
        case SQLITE_NOTADB: return "the file is damaged or another program's: it is not an SQLite database";
        case SQLITE_BUSY: return "another program keeps the file locked";
        default: break;
    }
    std::string text = sqlite3_errstr(code & 0xff);
    if (database && sqlite3_extended_errcode(database) == code) text = sqlite3_errmsg(database);
    text += " (SQLite code " + std::to_string(code);
    auto const system = database ? sqlite3_system_errno(database) : 0;
    auto const is_system = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
    if (is_system && system != 0) text.append(", ").append(std::strerror(system));
    return text + ")";
}

Error make_error(sqlite3* database, int code, std::string const& path) {
    switch (code & 0xff) {
        case SQLITE_FULL:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_AUTH:
        case SQLITE_IOERR:
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
        case SQLITE_NOLFS:
        case SQLITE_NOMEM: return {Errc::unavailable, describe(database, code), path};
        default: return {Errc::internal, describe(database, code), path};
    }
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }

Statement& Statement::bind(int index, std::string_view bytes) {
    // A null pointer would bind NULL and not an empty blob.
    auto const* data = bytes.empty() ? "" : bytes.data();
    sqlite3_bind_blob64(statement_.get(), index, data, bytes.size(), SQLITE_STATIC);
    return *this;
}

Statement& Statement::bind(int index, std::uint64_t number) {
    sqlite3_bind_int64(statement_.get(), index, static_cast<sqlite3_int64>(number));
    return *this;
}

Statement& Statement::bind_null(int index) {
    sqlite3_bind_null(statement_.get(), index);
    return *this;
}

bool Statement::step() {
    code_ = sqlite3_step(statement_.get());
    return code_ == SQLITE_ROW;
}

bool Statement::run() {
    while (step()) {
    }
    auto const good = !failed();
    sqlite3_reset(statement_.get());
    return good;
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

bool Statement::failed() const noexcept { return code_ != SQLITE_ROW && code_ != SQLITE_DONE && code_ != SQLITE_OK; }

std::uint64_t Statement::number(int column) const {
    return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column));
}

std::string_view Statement::bytes(int column) const {
    auto const* data = static_cast<char const*>(sqlite3_column_blob(statement_.get(), column));
    auto const size = sqlite3_column_bytes(statement_.get(), column);
    return data ? std::string_view(data, static_cast<std::size_t>(size)) : std::string_view();
}

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

void Connection::Close::operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }

Result<Connection> Connection::open(std::string const& path, Access access, std::string const& vfs) {
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE;
    switch (access) {
        case Access::create: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE; break;
        case Access::write: flags |= SQLITE_OPEN_READWRITE; break;
        case Access::read: flags |= SQLITE_OPEN_READONLY; break;
    }
    Connection connection;
    connection.path_ = path;
    sqlite3* database = nullptr;
    auto const code = sqlite3_open_v2(path.c_str(), &database, flags, vfs.empty() ? nullptr : vfs.c_str());
    connection.database_.reset(database);
    if (code != SQLITE_OK) return make_error(database, code, path);
    connection.wait_for_locks(busy_wait_ms);
    // What a file says of itself is not trusted: no functions, triggers or views of its making run.
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    return connection;
}

Result<> Connection::run(char const* sql) {
    if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return error();
    return {};
}

Result<Statement> Connection::prepare(std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    auto const code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                         SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    if (code != SQLITE_OK) return error(code);
    Statement statement;
    statement.statement_.reset(raw);
    return statement;
}

Result<std::uint64_t> Connection::number(std::string_view sql) {
    auto statement = prepare(sql);
    if (!statement) return statement.error();
    if (statement->step()) return statement->number(0);
    if (statement->failed()) return error();
    return Error(Errc::internal, "no row for " + std::string(sql), path_);
}

Result<std::string> Connection::text(std::string_view sql) {
    auto statement = prepare(sql);
    if (!statement) return statement.error();
    if (statement->step()) return std::string(statement->bytes(0));
    if (statement->failed()) return error();
    return Error(Errc::internal, "no row for " + std::string(sql), path_);
}

void Connection::keep_wal(bool keep) noexcept {
    sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, nullptr);
}

void Connection::wait_for_locks(int wait_ms) noexcept { sqlite3_busy_timeout(database_.get(), wait_ms); }

Error Connection::error() const { return error(sqlite3_extended_errcode(database_.get())); }

Error Connection::error(int code) const { return make_error(database_.get(), code, path_); }

Error as_refusal(Error error) {
    if (error.code == Errc::internal) error.code = Errc::invalid;
    return error;
}

}  // namespace keelson::sqlite
