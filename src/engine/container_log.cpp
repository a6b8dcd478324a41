#include "engine/container_log.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace keelson {
namespace {

/// The attempt that a file is of: "3" of "3.log" and of "3.log.20260131-120000".
std::optional<std::uint32_t> attempt_of(std::string const& name) {
    std::uint32_t attempt = 0;
    auto const [end, failed] = std::from_chars(name.data(), name.data() + name.size(), attempt);
    auto const rest = std::string_view(name).substr(static_cast<std::size_t>(end - name.data()));
    if (failed != std::errc{} || (rest != ".log" && !rest.starts_with(".log."))) return {};
    return attempt;
}

/// Where in a file the last `wanted` full lines begin that `counts`; `wanted` is what is still missing then.
std::uint64_t tail_start(std::string const& path, std::string const& stream, std::uint64_t& wanted) {
    int const file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    std::deque<std::uint64_t> starts;  // of lines, which may have several parts
    std::array<char, 65536> bytes;
    std::string line;
    std::uint64_t at = 0;
    std::uint64_t start = 0;
    bool begun = false;
    for (ssize_t count; (count = ::read(file, bytes.data(), bytes.size())) > 0;) {
        std::string_view rest(bytes.data(), static_cast<std::size_t>(count));
        while (!rest.empty()) {
            auto const newline = rest.find('\n');
            line += rest.substr(0, newline);
            auto const taken = newline == std::string_view::npos ? rest.size() : newline + 1;
            rest.remove_prefix(taken);
            if (newline == std::string_view::npos) continue;
            auto const parts = parse_log_line(line);
            auto const end = at + line.size() + 1;
            if (parts && (stream.empty() || parts->stream == stream)) {
                if (!std::exchange(begun, !parts->full)) start = at;
                if (parts->full) starts.push_back(start);
                if (starts.size() > wanted) starts.pop_front();
            }
            at = end;
            line.clear();
        }
    }
    ::close(file);
    wanted -= std::min<std::uint64_t>(wanted, starts.size());
    return starts.empty() ? at : wanted == 0 ? starts.front() : 0;
}

}  // namespace

ContainerLog::ContainerLog(std::string folder, std::uint32_t attempt, LogForm form)
    : folder_(std::move(folder)), attempt_(attempt), lines_(std::move(form)) {}

ContainerLog::ContainerLog(ContainerLog&& other) noexcept
    : folder_(std::move(other.folder_)),
      attempt_(other.attempt_),
      lines_(std::move(other.lines_)),
      file_(std::exchange(other.file_, -1)),
      inode_(other.inode_),
      started_(other.started_) {}

ContainerLog::~ContainerLog() {
    if (file_ >= 0) ::close(file_);
}

std::optional<std::uint32_t> ContainerLog::newest_attempt(std::string const& folder) {
    std::optional<std::uint32_t> newest;
    std::error_code failed;
    for (std::filesystem::directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        if (auto const attempt = attempt_of(entry->path().filename().string()))
            newest = std::max(newest.value_or(0), *attempt);
    }
    return newest;
}

std::vector<ContainerLog::File> ContainerLog::files() const {
    // The times in the names of full files are in order; the one being written has none and is the newest.
    std::vector<std::string> names;
    std::error_code failed;
    auto const current = std::to_string(attempt_) + ".log";
    for (std::filesystem::directory_iterator entry(folder_, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        auto name = entry->path().filename().string();
        if (name.starts_with(current + ".")) names.push_back(std::move(name));
    }
    std::sort(names.begin(), names.end());
    names.push_back(current);
    std::vector<File> files;
    for (auto const& name : names) {
        auto path = folder_ + "/" + name;
        struct stat status {};
        if (::stat(path.c_str(), &status) == 0) files.push_back({std::move(path), status.st_ino});
    }
    return files;
}

bool ContainerLog::open(std::string const& path, std::uint64_t offset) {
    int const file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    if (file_ >= 0) ::close(file_);
    file_ = file;
    struct stat status {};
    ::fstat(file_, &status);
    inode_ = status.st_ino;  // of what was opened, whatever the name means by now
    ::lseek(file_, static_cast<off_t>(offset), SEEK_SET);
    lines_.forget_rest();
    return true;
}

void ContainerLog::find_start() {
    auto const all = files();
    if (all.empty()) return;
    started_ = true;
    std::size_t first = 0;
    std::uint64_t offset = 0;
    if (form().tail_lines) {
        auto wanted = *form().tail_lines;
        for (first = all.size(); first > 0 && (wanted > 0 || first == all.size());) {
            --first;
            offset = tail_start(all[first].path, form().stream, wanted);
        }
    }
    open(all[first].path, offset);
}

bool ContainerLog::open_next() {
    auto const all = files();
    auto const ours = std::find_if(all.begin(), all.end(), [this](File const& file) { return file.inode == inode_; });
    // One that is gone was the oldest: what is left comes after it.
    auto const next = ours == all.end() ? all.begin() : ours + 1;
    return next != all.end() && open(next->path, 0);
}

bool ContainerLog::fill(std::string& out) {
    std::array<char, 65536> bytes;
    auto const read = [&] {
        auto const count = ::read(file_, bytes.data(), bytes.size());
        if (count > 0) lines_.add({bytes.data(), static_cast<std::size_t>(count)}, out);
        return count > 0;
    };
    if (read()) return true;
    // The writer may have added to it before it went on to the next.
    struct stat status {};
    auto const current = folder_ + "/" + std::to_string(attempt_) + ".log";
    if (::stat(current.c_str(), &status) == 0 && status.st_ino == inode_) return false;
    if (read()) return true;
    return open_next() && read();
}

bool ContainerLog::read(std::size_t bytes, std::string& out) {
    if (!started_) find_start();
    if (file_ < 0) return false;
    auto const before = out.size();
    while (out.size() - before < bytes) {
        if (at_limit() || !fill(out)) return false;
    }
    return true;
}

}  // namespace keelson
