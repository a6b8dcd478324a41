#include "drivers/runtime_process/supervisor/output.hpp"

#include "drivers/runtime_process/supervisor/terminal.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <limits>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <vector>

namespace keelson::supervisor {

namespace {

constexpr std::size_t line_bytes_max = 16 * 1024;  // longer ones are cut, as container runtimes do

std::string failed(std::string const& what) { return "cannot open " + what + ": " + std::strerror(errno); }

/// "2026-01-31T12:00:00.000000000Z"
std::string timestamp() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    std::tm parts{};
    ::gmtime_r(&now.tv_sec, &parts);
    std::array<char, 80> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%09ldZ", parts.tm_year + 1900,
                  parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, now.tv_nsec);
    return text.data();
}

}  // namespace

std::string ContainerLog::open() {
    if (settings_.path.empty()) return {};
    auto const attempt = [this] {
        file_ = Descriptor(::open(settings_.path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640));
        return static_cast<bool>(file_);
    };
    if (!attempt() && errno == ENOENT) {
        std::error_code ignored;  // the second attempt tells it better
        std::filesystem::create_directories(std::filesystem::path(settings_.path).parent_path(), ignored);
        attempt();
    }
    if (!file_) return failed(settings_.path);
    struct stat status {};
    size_ = ::fstat(file_.get(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
    return {};
}

void ContainerLog::write(std::string_view lines) {
    if (settings_.path.empty()) return;
    while (!lines.empty()) {
        auto count = lines.size();
        if (settings_.file_bytes_max != 0 && size_ + count > settings_.file_bytes_max) {
            // Up to the last line that fits; one at least, or a file would never take it.
            auto const room = settings_.file_bytes_max - std::min(size_, settings_.file_bytes_max);
            auto const newline = room == 0 ? std::string_view::npos : lines.rfind('\n', room - 1);
            if (newline != std::string_view::npos) {
                count = newline + 1;
            } else if (size_ != 0) {
                rotate();
                continue;
            } else {
                count = lines.find('\n') + 1;
            }
        }
        write_part(lines.substr(0, count));
        lines.remove_prefix(count);
    }
}

void ContainerLog::write_part(std::string_view lines) {
    if (!file_ && !open().empty()) {
        dropped_bytes_ += lines.size();
        return;
    }
    if (dropped_bytes_ != 0) {
        auto const note = timestamp() + " stderr F keelson: " + std::to_string(dropped_bytes_) +
                          " bytes of log were dropped here: they could not be written\n";
        if (!append(note)) {
            dropped_bytes_ += lines.size();
            return;
        }
        dropped_bytes_ = 0;
    }
    if (!append(lines)) dropped_bytes_ += lines.size();
}

bool ContainerLog::append(std::string_view lines) {
    auto const before = size_;
    while (!lines.empty()) {
        auto const count = ::write(file_.get(), lines.data(), lines.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            // No half lines: readers rely on the format.
            if (::ftruncate(file_.get(), static_cast<off_t>(before)) == 0) size_ = before;
            return false;
        }
        size_ += static_cast<std::uint64_t>(count);
        lines.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

void ContainerLog::rotate() {
    std::time_t const now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 32> suffix{};
    std::strftime(suffix.data(), suffix.size(), ".%Y%m%d-%H%M%S", &parts);
    // Of one second the first has no number. A number is not used twice, though its file may be gone: the
    // names are in the order of time.
    rotated_in_second_ = last_suffix_ == suffix.data() ? rotated_in_second_ + 1 : 0;
    last_suffix_ = suffix.data();
    auto const name = [this] {
        auto const number = std::to_string(1000 + rotated_in_second_).substr(1);
        return settings_.path + last_suffix_ + (rotated_in_second_ == 0 ? "" : "." + number);
    };
    while (rotated_in_second_ < 1000 && ::access(name().c_str(), F_OK) == 0) ++rotated_in_second_;
    // Should it fail, the file goes on to grow, and is tried again when it has grown as much once more.
    size_ = 0;
    if (std::rename(settings_.path.c_str(), name().c_str()) != 0) return;
    file_.close();
    remove_oldest();
}

void ContainerLog::remove_oldest() const {
    std::filesystem::path const current(settings_.path);
    auto const prefix = current.filename().string() + ".";
    std::vector<std::filesystem::path> rotated;
    std::error_code failed;
    for (std::filesystem::directory_iterator entry(current.parent_path(), failed), end; !failed && entry != end;
         entry.increment(failed)) {
        if (entry->path().filename().string().starts_with(prefix)) rotated.push_back(entry->path());
    }
    std::sort(rotated.begin(), rotated.end());
    auto const keep = settings_.files_max > 0 ? settings_.files_max - 1 : 0;  // the one being written counts
    for (std::size_t i = 0; i + keep < rotated.size(); ++i) std::filesystem::remove(rotated[i], failed);
}

Output::Output(Loop& loop, std::string pipes, LogSettings settings)
    : loop_(loop), log_(std::move(settings)), streams_{{{pipes + ".out", {}, {}}, {pipes + ".err", {}, {}}}} {}

Output::~Output() {
    for (std::size_t i = 0; i < streams_.size(); ++i) end(i);
    for (auto const& stream : streams_) ::unlink(stream.path.c_str());
}

std::string Output::create(uid_t owner, gid_t group) {
    if (auto error = log_.open(); !error.empty()) return error;
    for (auto& stream : streams_) {
        ::unlink(stream.path.c_str());
        if (::mkfifo(stream.path.c_str(), 0600) != 0) return failed(stream.path);
        // A container that opens /dev/stdout by its name does so as its own user.
        if (owner != ::geteuid() && ::chown(stream.path.c_str(), owner, group) != 0) return failed(stream.path);
        stream.pipe = Descriptor(::open(stream.path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
        if (!stream.pipe) return failed(stream.path);
    }
    return {};
}

std::string Output::use_terminal(Descriptor ours) {
    terminal_ = true;
    streams_[0].pipe = std::move(ours);
    return log_.open();
}

std::string Output::adopt() {
    if (auto error = log_.open(); !error.empty()) return error;
    for (auto& stream : streams_) {
        stream.pipe = Descriptor(::open(stream.path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
        if (!stream.pipe) return failed(stream.path);
    }
    listen();
    drain();  // epoll does not report a pipe that nobody else has had open since
    return {};
}

Descriptor Output::container_end(std::size_t stream) const {
    return Descriptor(::open(streams_.at(stream).path.c_str(), O_RDWR | O_CLOEXEC));
}

void Output::listen() {
    for (std::size_t i = 0; i < streams_.size(); ++i) {
        if (!streams_[i].pipe) continue;
        loop_.watch(streams_[i].pipe.get(), EPOLLIN, [this, i](std::uint32_t) {
            if (!read_some(i, 4)) end(i);  // a loud container must not keep the others waiting
        });
    }
}

void Output::drain() {
    // At most what a pipe can hold: a child that writes on must not keep us here.
    for (std::size_t i = 0; i < streams_.size(); ++i) {
        if (!streams_[i].pipe || (terminal_ && !wait_for_rest(streams_[i].pipe))) continue;
        if (!read_some(i, 32)) end(i);
    }
}

bool Output::read_some(std::size_t index, std::size_t rounds) {
    static std::array<char, 65536> bytes;
    for (std::size_t round = 0; round < rounds; ++round) {
        auto const count = ::read(streams_[index].pipe.get(), bytes.data(), bytes.size());
        if (count == 0) return false;
        if (count < 0) return errno == EAGAIN || errno == EINTR;  // not so: nobody sits at the terminal any more
        add(index, {bytes.data(), static_cast<std::size_t>(count)});
    }
    return true;
}

std::uint64_t Output::add_listener(Listener listener) {
    listeners_.emplace(++last_listener_, std::make_shared<Listener>(std::move(listener)));
    return last_listener_;
}

void Output::add(std::size_t index, std::string_view bytes) {
    if (!listeners_.empty()) {
        auto const all = listeners_;  // one may go as it is told
        for (auto const& [id, listener] : all) {
            if (listeners_.count(id) != 0) (*listener)(index, bytes);
        }
    }
    stamp_ = timestamp();
    auto& line = streams_[index].line;
    std::string out;
    out.reserve(bytes.size() + 64);
    while (!bytes.empty()) {
        auto const newline = bytes.find('\n');
        auto const room = line_bytes_max - line.size();
        if (newline != std::string_view::npos && newline <= room) {
            line.append(bytes.substr(0, newline));
            add_line(out, index, true, line);
            line.clear();
            bytes.remove_prefix(newline + 1);
        } else if (bytes.size() > room) {
            line.append(bytes.substr(0, room));
            add_line(out, index, false, line);
            line.clear();
            bytes.remove_prefix(room);
        } else {
            line.append(bytes);
            bytes = {};
        }
    }
    if (!out.empty()) log_.write(out);
}

void Output::add_line(std::string& out, std::size_t index, bool full, std::string_view text) {
    out.append(stamp_).append(index == 0 ? " stdout " : " stderr ").append(full ? "F " : "P ").append(text) += '\n';
}

void Output::end(std::size_t index) {
    auto& stream = streams_[index];
    if (!stream.pipe) return;
    loop_.forget(stream.pipe.get());
    stream.pipe.close();
    if (stream.line.empty()) return;
    std::string out;
    stamp_ = timestamp();
    add_line(out, index, true, stream.line);
    stream.line.clear();
    log_.write(out);
}

}  // namespace keelson::supervisor
