#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_OUTPUT_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_SUPERVISOR_OUTPUT_HPP

#include "drivers/runtime_process/supervisor/loop.hpp"

#include <array>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace keelson::supervisor {

struct LogSettings {
    std::string path;
    std::uint64_t file_bytes_max = 0;
    std::uint32_t files_max = 0;
};

/// A container's log in the format of the CRI: `TIME stdout|stderr F|P TEXT`; without a path there is none. A full file
/// gets the time as its suffix and a new one begins; the oldest go. What cannot be written is dropped and counted, so
/// that a full disk never stops a container, and the count is written as soon as something can be.
class ContainerLog {
public:
    explicit ContainerLog(LogSettings settings) : settings_(std::move(settings)) {}

    /// Makes the folder and the file. Gives what went wrong, or nothing.
    std::string open();
    void write(std::string_view lines);

private:
    void write_part(std::string_view lines);
    bool append(std::string_view lines);
    void rotate();
    void remove_oldest() const;

    LogSettings settings_;
    Descriptor file_;
    std::uint64_t size_ = 0;
    std::uint64_t dropped_bytes_ = 0;
    std::string last_suffix_;
    int rotated_in_second_ = 0;
};

/// What a container prints. Its standard output and error are named pipes that the container itself
/// holds open for reading as well: when a supervisor dies, the container is not hit by SIGPIPE, and the
/// next supervisor opens the same pipes again.
class Output {
public:
    /// The pipes are `pipes` + ".out" and ".err".
    Output(Loop& loop, std::string pipes, LogSettings settings);
    ~Output();
    Output(Output const&) = delete;
    Output& operator=(Output const&) = delete;

    /// Makes the pipes. Gives what went wrong, or nothing.
    std::string create(uid_t owner, gid_t group);
    /// Opens pipes that were made before and whose other ends a container holds.
    std::string adopt();
    /// Instead of pipes: this end of the terminal that the container sits at. No successor can have it.
    std::string use_terminal(Descriptor ours);
    /// The container's end of its standard output (0) or error (1).
    [[nodiscard]] Descriptor container_end(std::size_t stream) const;
    /// Starts to read, once the container has its ends.
    void listen();
    /// Reads what is there now.
    void drain();

    /// Told of what is printed from now on, as it comes.
    using Listener = std::function<void(std::size_t stream, std::string_view bytes)>;
    std::uint64_t add_listener(Listener listener);
    void remove_listener(std::uint64_t id) { listeners_.erase(id); }

private:
    struct Stream {
        std::string path;
        Descriptor pipe;
        std::string line;  ///< the beginning of a line whose end has not come yet
    };

    /// False at the end of the stream.
    bool read_some(std::size_t index, std::size_t rounds);
    void add(std::size_t index, std::string_view bytes);
    void add_line(std::string& out, std::size_t index, bool full, std::string_view text);
    void end(std::size_t index);

    Loop& loop_;
    ContainerLog log_;
    std::array<Stream, 2> streams_;
    bool terminal_ = false;
    std::string stamp_;
    std::map<std::uint64_t, std::shared_ptr<Listener>> listeners_;
    std::uint64_t last_listener_ = 0;
};

}  // namespace keelson::supervisor

#endif
