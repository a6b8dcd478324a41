#ifndef KEELSON_DRIVERS_STORE_SQLITE_CONNECTION_HPP
#define KEELSON_DRIVERS_STORE_SQLITE_CONNECTION_HPP

#include <keelson/core/error.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace keelson::sqlite {

/// A prepared statement. The first step that fails is remembered, so that a run of steps can be checked once.
class Statement {
public:
    Statement() = default;

    /// The bytes must outlive the next reset.
    Statement& bind(int index, std::string_view bytes);
    Statement& bind(int index, std::uint64_t number);
    Statement& bind_null(int index);

    /// Whether there is a row. False at the end and after a failure, which `failed()` tells apart.
    bool step();
    /// Steps to the end and resets; false after a failure.
    bool run();
    void reset();
    [[nodiscard]] bool failed() const noexcept;

    [[nodiscard]] std::uint64_t number(int column) const;
    /// Valid until the next step or reset.
    [[nodiscard]] std::string_view bytes(int column) const;
    [[nodiscard]] bool is_null(int column) const;

private:
    friend class Connection;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    int code_ = 0;
};

/// Ends a statement's use, and with it the read lock that an open statement holds.
class Reset {
public:
    explicit Reset(Statement& statement) : statement_(statement) {}
    ~Reset() { statement_.reset(); }
    Reset(Reset const&) = delete;
    Reset& operator=(Reset const&) = delete;

private:
    Statement& statement_;
};

enum class Access : std::uint8_t { create, write, read };

/// An open file. Threading: one call at a time; the caller sees to it.
class Connection {
public:
    Connection() = default;

    /// `vfs` is the name of a registered SQLite VFS; empty: the usual one.
    static Result<Connection> open(std::string const& path, Access access, std::string const& vfs);

    Result<> run(char const* sql);
    Result<Statement> prepare(std::string_view sql);
    /// The first column of the first row.
    Result<std::uint64_t> number(std::string_view sql);
    Result<std::string> text(std::string_view sql);

    /// The last failure, as an error that names the file. Damage is `internal` here: while a store is being
    /// opened `as_refusal` makes it `invalid`.
    [[nodiscard]] Error error() const;
    [[nodiscard]] Error error(int code) const;

    /// Whether the last to close the file leaves the WAL as it is, instead of writing it back.
    void keep_wal(bool keep) noexcept;
    /// How long a call waits for another program's lock.
    void wait_for_locks(int wait_ms) noexcept;

    [[nodiscard]] sqlite3* get() const noexcept { return database_.get(); }
    [[nodiscard]] bool is_open() const noexcept { return database_ != nullptr; }
    [[nodiscard]] std::string const& path() const noexcept { return path_; }
    void close() noexcept { database_.reset(); }

private:
    struct Close {
        void operator()(sqlite3* database) const noexcept;
    };
    std::unique_ptr<sqlite3, Close> database_;
    std::string path_;
};

/// The error for a file that cannot be opened as a store: damage is `invalid`.
Error as_refusal(Error error);

}  // namespace keelson::sqlite

#endif
