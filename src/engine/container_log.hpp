#ifndef KEELSON_SRC_ENGINE_CONTAINER_LOG_HPP
#define KEELSON_SRC_ENGINE_CONTAINER_LOG_HPP

#include "engine/log_lines.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace keelson {

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
    [[nodiscard]] bool at_limit() const noexcept { return lines_.at_limit(); }

    /// What is wanted of what is still to come.
    [[nodiscard]] LogForm const& form() const noexcept { return lines_.form(); }

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
    bool fill(std::string& out);

    std::string folder_;
    std::uint32_t attempt_;
    LogLines lines_;
    int file_ = -1;
    ino_t inode_ = 0;
    bool started_ = false;
};

}  // namespace keelson

#endif
