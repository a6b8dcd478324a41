#ifndef KEELSON_DRIVERS_RUNTIME_PROCESS_WIRE_HPP
#define KEELSON_DRIVERS_RUNTIME_PROCESS_WIRE_HPP

#include <keelson/runtime/terminals.hpp>

#include <concepts>
#include <cstring>
#include <type_traits>

/// What a process runtime and its supervisor say to each other over their socket, and what the
/// supervisor writes in its journal. Both ends run on one machine, so numbers are in its own order.
namespace keelson::process_wire {

/// Raised when a frame's content changes. A supervisor of another version is asked to `retire`; the
/// frames themselves, `hello`'s first field and `retire` stay as they are for ever.
inline constexpr std::uint32_t version = 4;

inline constexpr std::size_t frame_bytes_max = std::size_t{16} << 20;

/// The names in the supervisor's folder, which lies in the node's data directory.
inline constexpr char const* folder = "process";
inline constexpr char const* socket_name = "socket";
inline constexpr char const* lock_name = "lock";
inline constexpr char const* journal_name = "journal";
inline constexpr char const* diary_name = "supervisor.log";

/// The descriptor on which a new supervisor says how its start went: "ok", "busy" or an error text.
inline constexpr int ready_descriptor = 3;

enum class Verb : std::uint8_t {
    hello = 1,
    retire = 2,  ///< end, but leave the processes to your successor
    list = 3,
    create_sandbox = 4,
    remove_sandbox = 5,
    create = 6,
    start = 7,
    stop = 8,
    remove = 9,
    exec = 10,
    usage = 11,
    // The first two are said on a further connection of the host's, which is then that session's alone: an answer, and
    // from then on the rest. Its end is the session's.
    exec_session = 12,
    attach_session = 13,
    input = 14,         ///< the content is what is to be read
    end_of_input = 15,  ///< without content
    resize = 16,
    answer = 64,
    changed = 65,  ///< from the supervisor, unasked: a list of sandbox ids
    output = 66,
    error_output = 67,
    ended = 68,
};

struct Hello {
    std::uint32_t version = process_wire::version;
    bool keep_pods = true;
    std::string node;
    std::string data_dir;
    std::string first_ip;
};

struct Welcome {
    std::uint32_t version = process_wire::version;
    std::int64_t pid = 0;
    RuntimeAbilities abilities;
};

/// What is kept of a container's life.
struct Progress {
    RuntimeState state = RuntimeState::created;
    bool start_failed = false;
    bool out_of_memory = false;
    std::int64_t pid = 0;
    std::uint64_t start_ticks =
        0;  ///< from /proc: with the boot id it tells a process from a later one of the same number
    Time started_at, finished_at;
    int exit_code = 0;
    int signal = 0;
    std::string message;
};

template <class T, class U>
concept Like = std::same_as<std::remove_const_t<T>, U>;

// One list of fields per struct, for both directions.
template <class A, Like<ContainerId> T>
void fields(A& a, T& v) {
    a(v.sandbox, v.name, v.attempt);
}
template <class A, Like<PortMapping> T>
void fields(A& a, T& v) {
    a(v.container_port, v.host_port, v.protocol, v.host_ip);
}
template <class A, Like<DnsConfig> T>
void fields(A& a, T& v) {
    a(v.servers, v.searches, v.options);
}
template <class A, Like<SharedMemory> T>
void fields(A& a, T& v) {
    a(v.name, v.size_bytes, v.group);
}
template <class A, Like<SandboxConfig> T>
void fields(A& a, T& v) {
    a(v.id, v.pod_namespace, v.pod_name, v.hostname, v.domain, v.labels, v.annotations, v.ports, v.host_aliases,
      v.host_network, v.host_pid, v.host_ipc, v.share_processes, v.dns, v.sysctls, v.memories, v.log_directory,
      v.runtime_class);
}
template <class A, Like<Mount> T>
void fields(A& a, T& v) {
    a(v.kind, v.source, v.sub_path, v.target, v.propagation, v.read_only, v.size_bytes);
}
template <class A, Like<DeviceMount> T>
void fields(A& a, T& v) {
    a(v.source, v.target, v.read_only);
}
template <class A, Like<ResourceLimits> T>
void fields(A& a, T& v) {
    a(v.cpu_request_millis, v.cpu_limit_millis, v.memory_limit_bytes, v.pids_limit, v.memory_request_bytes,
      v.hugepage_limit_bytes, v.oom_score_adj);
}
template <class A, Like<SecurityProfile> T>
void fields(A& a, T& v) {
    a(v.kind, v.name);
}
template <class A, Like<SeLinuxLabel> T>
void fields(A& a, T& v) {
    a(v.user, v.role, v.type, v.level);
}
template <class A, Like<SecurityConfig> T>
void fields(A& a, T& v) {
    a(v.user, v.group, v.supplemental_groups, v.capabilities_add, v.capabilities_drop, v.privileged, v.read_only_root,
      v.no_new_privileges, v.seccomp, v.app_armor, v.se_linux, v.unmasked_proc);
}
template <class A, Like<ContainerConfig> T>
void fields(A& a, T& v) {
    a(v.id, v.image, v.command, v.args, v.env, v.working_dir, v.mounts, v.device_mounts, v.limits, v.security,
      v.devices, v.log_path, v.log_file_bytes_max, v.log_files_max, v.stop_signal, v.spec_hash, v.tty, v.open_stdin,
      v.stdin_once);
}
template <class A, Like<RuntimeContainer> T>
void fields(A& a, T& v) {
    a(v.id, v.state, v.runtime_id, v.image_id, v.spec_hash, v.pid, v.created_at, v.started_at, v.finished_at,
      v.exit_code, v.signal, v.out_of_memory, v.message);
}
template <class A, Like<RuntimeSandbox> T>
void fields(A& a, T& v) {
    a(v.id, v.pod_namespace, v.pod_name, v.ip, v.ready, v.created_at, v.containers);
}
template <class A, Like<Ability> T>
void fields(A& a, T& v) {
    a(v.available, v.reason);
}
template <class A, Like<RuntimeAbilities> T>
void fields(A& a, T& v) {
    a(v.limits, v.mounts, v.own_network, v.users, v.confinement, v.sysctls, v.dns, v.devices, v.process_namespaces);
}
template <class A, Like<ExecConfig> T>
void fields(A& a, T& v) {
    a(v.command, v.input, v.output_bytes_max);
}
template <class A, Like<ExecResult> T>
void fields(A& a, T& v) {
    a(v.exit_code, v.output);
}
template <class A, Like<TerminalExec> T>
void fields(A& a, T& v) {
    a(v.command, v.input, v.tty);
}
template <class A, Like<TerminalSize> T>
void fields(A& a, T& v) {
    a(v.columns, v.rows);
}
template <class A, Like<ProgramEnding> T>
void fields(A& a, T& v) {
    a(v.exit_code, v.signal);
}
template <class A, Like<UsageSample> T>
void fields(A& a, T& v) {
    a(v.id, v.at, v.cpu_nanos, v.memory_bytes, v.disk_bytes);
}
template <class A, Like<SandboxUsage> T>
void fields(A& a, T& v) {
    a(v.id, v.at, v.received_bytes, v.sent_bytes, v.containers);
}
template <class A, Like<Cause> T>
void fields(A& a, T& v) {
    a(v.reason, v.message, v.field);
}
template <class A, Like<Error> T>
void fields(A& a, T& v) {
    a(v.code, v.message, v.subject, v.causes);
}
template <class A, Like<Hello> T>
void fields(A& a, T& v) {
    a(v.version, v.keep_pods, v.node, v.data_dir, v.first_ip);
}
template <class A, Like<Welcome> T>
void fields(A& a, T& v) {
    a(v.version, v.pid, v.abilities);
}
template <class A, Like<Progress> T>
void fields(A& a, T& v) {
    a(v.state, v.start_failed, v.out_of_memory, v.pid, v.start_ticks, v.started_at, v.finished_at, v.exit_code,
      v.signal, v.message);
}
template <class A, Like<Time> T>
void fields(A& a, T& v) {
    a(v.micros);
}

/// Puts values one after the other: numbers as they are, everything of variable length behind its count.
class Encoder {
public:
    std::string bytes;

    template <class... T>
    void operator()(T const&... values) {
        (put(values), ...);
    }

private:
    template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) void put(T value) {
        bytes.append(reinterpret_cast<char const*>(&value), sizeof value);
    }
    void put(std::string const& text) {
        put(static_cast<std::uint32_t>(text.size()));
        bytes += text;
    }
    template <class T, class U>
    void put(std::pair<T, U> const& pair) {
        (*this)(pair.first, pair.second);
    }
    template <class T>
    void put(std::optional<T> const& value) {
        put(value.has_value());
        if (value) put(*value);
    }
    template <class T>
    void put(std::vector<T> const& list) {
        put(static_cast<std::uint32_t>(list.size()));
        for (auto const& element : list) put(element);
    }
    template <class T, class U>
    void put(std::map<T, U> const& map) {
        put(static_cast<std::uint32_t>(map.size()));
        for (auto const& element : map) put(element);
    }
    template <class T>
    requires requires(Encoder& a, T const& v) { fields(a, v); }
    void put(T const& value) { fields(*this, value); }
};

/// Takes them out again. What is cut short or impossible makes `ok()` false, and everything after it empty.
class Decoder {
public:
    explicit Decoder(std::string_view bytes) : rest_(bytes) {}

    template <class... T>
    bool operator()(T&... values) {
        (take(values), ...);
        return ok_;
    }
    [[nodiscard]] bool ok() const noexcept { return ok_; }

private:
    template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>) void take(T& value) {
        if (!ok_ || rest_.size() < sizeof value) {
            ok_ = false;
            return;
        }
        if constexpr (std::is_same_v<T, bool>) {
            value = rest_[0] != 0;
        } else {
            std::memcpy(&value, rest_.data(), sizeof value);
        }
        rest_.remove_prefix(sizeof value);
    }
    std::uint32_t take_count() {
        std::uint32_t count = 0;
        take(count);
        if (count > rest_.size()) ok_ = false;  // every element has a byte at least
        return ok_ ? count : 0;
    }
    void take(std::string& text) {
        auto const size = take_count();
        text.assign(rest_.substr(0, size));
        rest_.remove_prefix(size);
    }
    template <class T, class U>
    void take(std::pair<T, U>& pair) {
        (*this)(pair.first, pair.second);
    }
    template <class T>
    void take(std::optional<T>& value) {
        bool present = false;
        take(present);
        if (ok_ && present) take(value.emplace());
    }
    template <class T>
    void take(std::vector<T>& list) {
        auto const count = take_count();
        for (std::uint32_t i = 0; i < count && ok_; ++i) take(list.emplace_back());
    }
    template <class T, class U>
    void take(std::map<T, U>& map) {
        auto const count = take_count();
        for (std::uint32_t i = 0; i < count && ok_; ++i) {
            std::pair<T, U> element;
            take(element);
            map.insert(std::move(element));
        }
    }
    template <class T>
    requires requires(Decoder& a, T& v) { fields(a, v); }
    void take(T& value) { fields(*this, value); }

    std::string_view rest_;
    bool ok_ = true;
};

template <class... T>
std::string encode(T const&... values) {
    Encoder encoder;
    encoder(values...);
    return std::move(encoder.bytes);
}

/// The size of what follows, a verb, the number of the request, and the verb's own content.
inline std::string frame(Verb verb, std::uint64_t id, std::string_view content) {
    Encoder encoder;
    encoder.bytes.reserve(content.size() + 16);
    encoder(static_cast<std::uint32_t>(content.size() + sizeof verb + sizeof id), verb, id);
    encoder.bytes += content;
    return std::move(encoder.bytes);
}

struct Frame {
    Verb verb;
    std::uint64_t id;
    std::string content;
};

/// Cuts a stream of bytes into frames.
class FrameReader {
public:
    void add(std::string_view bytes) { buffer_ += bytes; }
    /// False once the stream made no sense; nothing can be read from it any more.
    [[nodiscard]] bool sound() const noexcept { return sound_; }
    std::optional<Frame> next() {
        std::uint32_t size = 0;
        constexpr std::size_t head = sizeof(Verb) + sizeof(std::uint64_t);
        if (!sound_ || buffer_.size() - taken_ < sizeof size) return compacted();
        std::memcpy(&size, buffer_.data() + taken_, sizeof size);
        if (size < head || size > frame_bytes_max) {
            sound_ = false;
            return {};
        }
        if (buffer_.size() - taken_ < sizeof size + size) return compacted();
        Frame frame{};
        auto const* at = buffer_.data() + taken_ + sizeof size;
        std::memcpy(&frame.verb, at, sizeof frame.verb);
        std::memcpy(&frame.id, at + sizeof frame.verb, sizeof frame.id);
        frame.content.assign(at + head, size - head);
        taken_ += sizeof size + size;
        return frame;
    }

private:
    std::optional<Frame> compacted() {
        buffer_.erase(0, taken_);
        taken_ = 0;
        return {};
    }
    std::string buffer_;
    std::size_t taken_ = 0;
    bool sound_ = true;
};

/// An answer is a flag and then either an Error or what the verb gives.
inline std::string failure(Error const& error) { return encode(false, error); }

}  // namespace keelson::process_wire

#endif
