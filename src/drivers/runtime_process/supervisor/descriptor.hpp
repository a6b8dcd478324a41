#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_DESCRIPTOR_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_DESCRIPTOR_HPP

#include <unistd.h>
#include <utility>

namespace keelson::supervisor {

/// An open file descriptor, closed with its owner.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) noexcept : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor() { close(); }

    [[nodiscard]] int get() const noexcept { return fd_; }
    explicit operator bool() const noexcept { return fd_ >= 0; }
    void close() noexcept {
        if (fd_ >= 0) ::close(std::exchange(fd_, -1));
    }

private:
    int fd_ = -1;
};

}  // namespace keelson::supervisor

#endif
