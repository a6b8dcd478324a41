#ifndef KEELSON_NODE_VOLUME_STORE_HPP
#define KEELSON_NODE_VOLUME_STORE_HPP

#include <keelson/core/completion.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson {

struct VolumeFile {
    std::string path;  ///< within the volume
    std::string content;
    std::uint32_t mode = 0644;
    std::optional<std::int64_t> user = {};  ///< whom it belongs to; nothing: the node's user

    friend bool operator==(VolumeFile const&, VolumeFile const&) = default;
};

/// What one volume of a Pod is to be.
struct VolumeContent {
    enum class Kind : std::uint8_t {
        directory,  ///< an empty one of the Pod's own
        memory,     ///< in memory, made by the runtime
        path,       ///< a place on the host
        files,      ///< just these files, replaced as a whole
        device,     ///< a block device of the host's
        image,      ///< what an image holds, mounted by the runtime
    };
    std::string name;
    Kind kind = Kind::directory;
    std::string path;              ///< of a path or device; the name of an image
    std::string path_type;         ///< of a path: "", "Directory", "FileOrCreate", ...
    std::uint64_t size_bytes = 0;  ///< of memory; 0: no limit of its own
    bool read_only = false;
    std::string pull_policy;            ///< of an image
    std::optional<std::int64_t> group;  ///< what belongs to it, and is given to it: fsGroup
    bool group_on_mismatch = false;     ///< only where the volume's own directory does not belong to it yet
    std::vector<VolumeFile> files;

    friend bool operator==(VolumeContent const&, VolumeContent const&) = default;
};

/// Where the volumes of a node's Pods are kept.
/// Threading: called on the engine's strand; completions come from any thread, but not from within the call.
class VolumeStore {
public:
    virtual ~VolumeStore() = default;

    /// Makes volumes or brings them up to date, and says where each is on the host (empty for memory and images). Files
    /// change all at once: a program that reads sees the old set or the new one.
    virtual void prepare(std::string pod_uid, std::vector<VolumeContent> volumes,
                         Completion<std::vector<std::string>> done) = 0;
    /// Makes directories for the `subPath`s of a volume that are not there yet, without following a link out of it.
    virtual void make_sub_path(std::string volume_path, std::string sub_path, Completion<> done) = 0;
    /// Makes an empty file that a container's program, whoever it runs as, can leave a message in, and says where it
    /// is: in ROOT/pods/UID/containers/CONTAINER/ATTEMPT. Those of attempts long ago go. Empty: there are no files.
    virtual void make_message_file(std::string pod_uid, std::string container, std::uint32_t attempt,
                                   Completion<std::string> done) = 0;
    /// How many bytes each of these directories takes on disk; 0 for what is not there.
    virtual void usage(std::vector<std::string> directories, Completion<std::vector<std::uint64_t>> done) = 0;
    /// The last bytes of a file, for a container's termination message; empty when it is not there.
    virtual void read_tail(std::string path, std::size_t bytes_max, Completion<std::string> done) = 0;
    /// Adds to a file of a Pod's log directory; with `anew`, what it had before goes.
    virtual void write_log(std::string path, std::string bytes, bool anew, Completion<> done) = 0;
    /// Removes a Pod's log directory. Nothing there is a success.
    virtual void remove_logs(std::string directory, Completion<> done) = 0;
    /// Removes everything that was made for a Pod. Nothing there is a success.
    virtual void remove(std::string pod_uid, Completion<> done) = 0;
};

/// Volumes on this machine's disk, in ROOT/pods/UID/volumes/NAME. Its one thread starts with the first call.
std::shared_ptr<VolumeStore> disk_volume_store(std::string root);

/// Volumes that only seem to be there: for simulated nodes. Completions come through `post`.
std::shared_ptr<VolumeStore> no_volume_store(std::function<void(std::function<void()>)> post);

}  // namespace keelson

#endif
