#include "drivers/runtime_process/supervisor/journal.hpp"

#include "drivers/runtime_process/supervisor/hash.hpp"
#include "drivers/runtime_process/supervisor/proc.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace keelson::supervisor {

namespace {

constexpr std::string_view magic = "keelson process journal 2\n";

std::uint32_t checksum(std::string_view bytes) { return static_cast<std::uint32_t>(hash(bytes)); }

std::string framed(std::string_view record) {
    std::uint32_t const head[] = {static_cast<std::uint32_t>(record.size()), checksum(record)};
    std::string bytes(reinterpret_cast<char const*>(head), sizeof head);
    bytes += record;
    return bytes;
}

bool write_all_of(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

}  // namespace

std::string Journal::read(std::function<void(std::string_view)> const& visit) const {
    if (::access(path_.c_str(), F_OK) != 0) return {};
    auto const bytes = proc::read_file(path_);
    std::string_view rest = bytes;
    if (!rest.starts_with(magic)) {
        return rest.empty() ? "" : path_ + " is not a journal that this version can read";
    }
    rest.remove_prefix(magic.size());
    std::uint32_t head[2];
    while (rest.size() >= sizeof head) {
        std::memcpy(head, rest.data(), sizeof head);
        if (rest.size() - sizeof head < head[0]) break;
        auto const record = rest.substr(sizeof head, head[0]);
        if (checksum(record) != head[1]) break;
        visit(record);
        rest.remove_prefix(sizeof head + head[0]);
    }
    return {};
}

std::string Journal::rewrite(std::function<void()> const& write_all) {
    std::string bytes(magic);
    collecting_ = &bytes;
    write_all();
    collecting_ = nullptr;
    auto const fresh = path_ + ".new";
    Descriptor file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!file || !write_all_of(file.get(), bytes) || std::rename(fresh.c_str(), path_.c_str()) != 0) {
        std::string error = "cannot write " + fresh + ": " + std::strerror(errno);
        ::unlink(fresh.c_str());
        return error;
    }
    file_ = std::move(file);
    size_ = size_when_new_ = bytes.size();
    return {};
}

std::string Journal::append(std::string_view record) {
    auto const bytes = framed(record);
    if (collecting_ != nullptr) {
        *collecting_ += bytes;
        return {};
    }
    if (!write_all_of(file_.get(), bytes)) {
        std::string error = "cannot write " + path_ + ": " + std::strerror(errno);
        // Half a record would hide all that come after it.
        if (::ftruncate(file_.get(), static_cast<off_t>(size_)) == 0) ::lseek(file_.get(), 0, SEEK_END);
        return error;
    }
    size_ += bytes.size();
    return {};
}

}  // namespace keelson::supervisor
