#ifndef KEELSON_TESTS_INTEGRATION_PROGRAM_HPP
#define KEELSON_TESTS_INTEGRATION_PROGRAM_HPP

#include "scratch_folder.hpp"

#include <map>
#include <set>
#include <string>
#include <sys/types.h>
#include <vector>

namespace keelson::tests {

/// Waits for something in the outside world, for as long as a loaded machine may need.
bool eventually(bool (*holds)(void const*), void const* state, int patience_s);
template <class Holds>
bool eventually(Holds const& holds, int patience_s = 120) {
    return eventually([](void const* state) { return (*static_cast<Holds const*>(state))(); }, &holds, patience_s);
}

std::string read_text(std::string const& path);

/// The binary `keelson` as a child; what it writes goes to files of the folder. Killed with the object.
class Program {
public:
    Program(ScratchFolder const& folder, std::vector<std::string> arguments);
    ~Program();
    Program(Program const&) = delete;
    Program& operator=(Program const&) = delete;

    void signal(int number) const;
    /// Its exit status, 128 + N when signal N ended it, -1 when it has not ended in time.
    int wait(int patience_s = 120);
    [[nodiscard]] pid_t pid() const noexcept { return pid_; }
    [[nodiscard]] std::string out() const { return read_text(out_); }
    [[nodiscard]] std::string err() const { return read_text(err_); }

private:
    pid_t pid_ = -1;
    int status_ = -1;
    std::string out_, err_;
};

/// A folder for state and manifests, and a name that only the processes of this test have in their arguments:
/// they are found by it, and what is left of them goes with the object.
class Site {
public:
    Site();
    ~Site();
    Site(Site const&) = delete;
    Site& operator=(Site const&) = delete;

    [[nodiscard]] ScratchFolder const& folder() const noexcept { return folder_; }
    [[nodiscard]] std::string data() const { return folder_.file("data"); }
    /// Writes a manifest and answers where it is.
    [[nodiscard]] std::string manifest(std::string const& name, std::string const& text) const;
    /// How long a container of this test sleeps: a time that is not used anywhere else.
    [[nodiscard]] std::string sleep(int version = 1) const;
    /// The processes that sleep so long, and the Pod of each by its environment variable POD_UID.
    [[nodiscard]] std::map<pid_t, std::string> sleepers(int version = 1) const;

private:
    ScratchFolder folder_;
};

/// A Deployment of `sleep`, whose Pods know their uid.
std::string sleeper_deployment(Site const& site, int replicas, int version = 1, int min_ready_s = 0);

}  // namespace keelson::tests

#endif
