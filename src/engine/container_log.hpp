#ifndef KEELSON_SRC_ENGINE_CONTAINER_LOG_HPP
#define KEELSON_SRC_ENGINE_CONTAINER_LOG_HPP

#include <keelson/core/error.hpp>
#include <keelson/core/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace keelson {

/// What of a log is wanted, and how.
struct LogForm {
    bool timestamps = false;
    Time since;  ///< none: from its beginning
    std::optional<std::uint64_t> tail_lines;
    std::optional<std::uint64_t> limit_bytes;
    std::string stream;  ///< "stdout" or "stderr"; empty: both
};

/// The log of one start of a container, in files of the CRI format `TIME stdout|stderr F|P TEXT`: "3.log" is being
/// written, "3.log.20260131-120000" is one that was full. Read bit by bit, on and on as it is written, across the
/// rotation of its files.
/// Threading: one thread at a time. Every function reads files.
class ContainerLog {
public:
    ContainerLog(std::string folder, std::uint32_t attempt, LogForm form);
    ~ContainerLog();
    ContainerLog(ContainerLog&&) noexcept;
    ContainerLog& operator=(ContainerLog&&) = delete;

    /// Adds about `bytes` more to `out`, in the form that is wanted. False when there is no more for now.
    bool read(std::size_t bytes, std::string& out);
    /// Whether as much was read as may be.
    [[nodiscard]] bool at_limit() const noexcept { return form_.limit_bytes && *form_.limit_bytes == 0; }

    /// What is wanted of what is still to come.
    [[nodiscard]] LogForm const& form() const noexcept { return form_; }

    /// The newest start that has a log in this folder.
    static std::optional<std::uint32_t> newest_attempt(std::string const& folder);

private:
    struct File {
        std::string path;
        ino_t inode;
    };

    [[nodiscard]] std::vector<File> files() const;
    void find_start();
    bool open(std::string const& path, std::uint64_t offset);
    bool open_next();
    bool fill();
    void take_lines(std::string& out);
    void add_line(std::string_view line, std::string& out);

    std::string folder_;
    std::uint32_t attempt_;
    LogForm form_;
    int file_ = -1;
    ino_t inode_ = 0;
    bool started_ = false;
    std::string buffer_;        ///< read and not yet told: the start of a line at its end
    bool within_line_ = false;  ///< the last that was told is a part whose rest is to come
};

}  // namespace keelson

#endif
