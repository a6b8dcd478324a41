#include "integration/program.hpp"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace keelson::tests {
namespace {

std::string numbered(ScratchFolder const& folder, char const* ending) {
    for (int i = 1;; ++i) {
        auto path = folder.file("run-" + std::to_string(i) + ending);
        if (!std::filesystem::exists(path)) return path;
    }
}

/// The words of a file of /proc that separates them by NUL.
std::vector<std::string> words_of(std::string const& path) {
    std::vector<std::string> words;
    std::istringstream in(read_text(path));
    for (std::string word; std::getline(in, word, '\0');) words.push_back(word);
    return words;
}

template <class Found>
void for_each_process(Found const& found) {
    std::error_code ignored;
    for (auto const& entry : std::filesystem::directory_iterator("/proc", ignored)) {
        auto const pid = std::atoi(entry.path().filename().c_str());
        if (pid > 1) found(pid, words_of(entry.path() / "cmdline"));
    }
}

}  // namespace

bool eventually(bool (*holds)(void const*), void const* state, int patience_s) {
    auto const give_up = std::chrono::steady_clock::now() + std::chrono::seconds(patience_s);
    while (!holds(state)) {
        if (std::chrono::steady_clock::now() > give_up) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
}

std::string read_text(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

Program::Program(ScratchFolder const& folder, std::vector<std::string> arguments)
    : out_(numbered(folder, ".out")), err_(numbered(folder, ".err")) {
    arguments.insert(arguments.begin(), KEELSON_BINARY_DIR "/keelson");
    std::vector<char*> raw;
    for (auto& argument : arguments) raw.push_back(argument.data());
    raw.push_back(nullptr);
    auto const out = ::open(out_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    auto const err = ::open(err_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    auto const in = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    pid_ = ::fork();
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::dup2(in, 0);
        ::dup2(out, 1);
        ::dup2(err, 2);
        ::execv(raw[0], raw.data());
        ::_exit(127);
    }
    for (auto const fd : {in, out, err}) ::close(fd);
}

Program::~Program() {
    if (pid_ <= 0 || status_ >= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

void Program::signal(int number) const {
    if (pid_ > 0 && status_ < 0) ::kill(pid_, number);
}

int Program::wait(int patience_s) {
    if (pid_ <= 0 || status_ >= 0) return status_;
    eventually(
        [this] {
            int status = 0;
            if (::waitpid(pid_, &status, WNOHANG) != pid_) return false;
            const_cast<Program*>(this)->status_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
            return true;
        },
        patience_s);
    return status_;
}

Site::Site() = default;

Site::~Site() {
    std::set<pid_t> left;
    for_each_process([&](pid_t pid, std::vector<std::string> const& words) {
        for (auto const& word : words) {
            if (pid != ::getpid() && (word.starts_with(folder_.path().string() + "/") || word.starts_with(sleep(0))))
                left.insert(pid);
        }
    });
    for (auto const pid : left) ::kill(pid, SIGKILL);
    // Only then can the folder go for good.
    eventually(
        [&] {
            for (auto const pid : left) {
                auto const stat = read_text("/proc/" + std::to_string(pid) + "/stat");
                if (!stat.empty() && stat[stat.rfind(')') + 2] != 'Z') return false;
            }
            return true;
        },
        10);
}

std::string Site::manifest(std::string const& name, std::string const& text) const {
    auto path = folder_.file(name);
    std::ofstream(path, std::ios::binary) << text;
    return path;
}

std::string Site::sleep(int version) const {
    // The name of the folder tells two tests apart that run at the same time, of whatever process.
    auto const entry = std::hash<std::string>{}(folder_.path().string()) % 1'000'000;
    auto const text = std::to_string(100'000'000 + entry) + ".5";
    return version == 0 ? text : text + std::to_string(version);
}

std::map<pid_t, std::string> Site::sleepers(int version) const {
    std::map<pid_t, std::string> all;
    for_each_process([&](pid_t pid, std::vector<std::string> const& words) {
        if (words.size() != 2 || words[1] != sleep(version)) return;
        auto& uid = all[pid];
        for (auto const& word : words_of("/proc/" + std::to_string(pid) + "/environ"))
            if (word.starts_with("POD_UID=")) uid = word.substr(8);
    });
    return all;
}

std::string sleeper_deployment(Site const& site, int replicas, int version, int min_ready_s) {
    return R"(apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: )" +
           std::to_string(replicas) + R"(
  minReadySeconds: )" +
           std::to_string(min_ready_s) + R"(
  strategy:
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: main
          image: none
          command: [sleep, ")" +
           site.sleep(version) + R"("]
          env:
            - name: POD_UID
              valueFrom: {fieldRef: {fieldPath: metadata.uid}}
)";
}

}  // namespace keelson::tests
