#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_JOURNAL_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_JOURNAL_HPP

#include "drivers/runtime_process/supervisor/descriptor.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace keelson::supervisor {

/// A file of records that grows at its end and is at times written anew. It outlives the supervisor,
/// not the machine: nothing is fsynced, since after a power failure no process is left to be found.
class Journal {
public:
    explicit Journal(std::string path) : path_(std::move(path)) {}

    /// Gives every whole record to `visit`, in order; a torn end is the last write of a supervisor that
    /// was killed. Gives what went wrong, or nothing; a file that is not there is an empty one.
    std::string read(std::function<void(std::string_view)> const& visit) const;

    /// Replaces the file, in one step, by the records that `write_all` appends.
    std::string rewrite(std::function<void()> const& write_all);

    /// Gives what went wrong, or nothing. After a failure the file is as it was before.
    std::string append(std::string_view record);

    /// Whether most of it is history by now.
    [[nodiscard]] bool long_winded() const noexcept { return size_ > (1U << 20) && size_ > 4 * size_when_new_; }

private:
    std::string path_;
    Descriptor file_;
    std::uint64_t size_ = 0;
    std::uint64_t size_when_new_ = 0;
    std::string* collecting_ = nullptr;
};

}  // namespace keelson::supervisor

#endif
