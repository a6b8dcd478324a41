#include "bench.hpp"

#include <array>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char** environ;

namespace keelson::bench {
namespace {

/// The program beside this one, with one argument; it lives until it was let go of.
class Host {
public:
    explicit Host(std::string argument) {
        int input[2], output[2];
        if (::pipe2(input, O_CLOEXEC) != 0 || ::pipe2(output, O_CLOEXEC) != 0) give_up("a host", "no pipe");
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
        std::array<char, 4096> self{};
        if (::readlink("/proc/self/exe", self.data(), self.size() - 1) <= 0) give_up("a host", "where it is");
        std::string program = std::string(self.data()) + "-host";
        char* const arguments[] = {program.data(), argument.data(), nullptr};
        if (::posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments, environ) != 0)
            give_up("a host", program + " does not start");
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(input[0]), ::close(output[1]);
        input_ = input[1];
        char first = 0;
        if (::read(output[0], &first, 1) != 1) give_up("a host", "it has no first answer");
        ::close(output[0]);
    }
    ~Host() {
        ::close(input_);
        ::waitpid(process_, nullptr, 0);
    }
    Host(Host const&) = delete;
    Host& operator=(Host const&) = delete;
    [[nodiscard]] Memory memory() const { return Memory::of(process_); }

private:
    pid_t process_ = 0;
    int input_ = -1;
};

}  // namespace

void engine_open() {
    std::vector<double> answers, writes;
    auto const cpu = cpu_seconds();
    for (int i = 0; i < 20; ++i) {
        Folder const folder;
        auto const begin = Steady::now();
        auto engine = must(Engine::open(simulated_options(folder.path("state.db"), 1)), "the engine");
        must(engine.start(), "the engine");
        auto const client = engine.client();
        (void)must(client.list<Namespace>(), "the first list");
        answers.push_back(ms_since(begin));
        (void)must(client.create(kilobyte(0)), "the first create");
        writes.push_back(ms_since(begin));
        must(engine.stop(std::chrono::seconds(5)), "stopping");
    }
    Figure("A7", "engine open on a new SQLite file to the first answer", percentile(answers, 0.5), "ms")
        .percentiles(answers)
        .with("first", answers.front());
    Figure("A7", "engine open on a new SQLite file to the first durable create", percentile(writes, 0.5), "ms")
        .percentiles(writes)
        .with("first", writes.front())
        .with("cpu_ms_with_stop", (cpu_seconds() - cpu) / 20 * 1000);
}

void idle_memory() {
    Folder const folder;
    auto engine = must(Engine::open(simulated_options(folder.path("state.db"), 1)), "the engine");
    must(engine.start(), "the engine");
    (void)must(engine.client().list<Namespace>(), "a list");
    std::this_thread::sleep_for(std::chrono::seconds(1));
    auto const memory = Memory::now();
    Figure("A8", "idle memory, resident, engine with one node and SQLite", memory.resident / 1e6, "MB")
        .with("anonymous", memory.anonymous / 1e6)
        .with("allocated", memory.in_use / 1e6);
    must(engine.stop(std::chrono::seconds(5)), "stopping");

    Host const host(folder.path("host.db"));
    std::this_thread::sleep_for(std::chrono::seconds(1));
    auto const plain = host.memory();
    Figure("A8", "the same in a host that has nothing else", plain.resident / 1e6, "MB")
        .with("anonymous", plain.anonymous / 1e6);
}

void object_memory() {
    constexpr std::size_t count = 100'000;
    Folder const folder;
    auto engine = must(Engine::open(simulated_options(folder.path("state.db"), 0)), "the engine");
    must(engine.start(), "the engine");
    auto const client = engine.client();
    // The store's page cache and the threads' heaps are not what an object costs.
    (void)send_all(client, 1'000, 100, [](std::size_t i) { return create_request(kilobyte(count + i)); });
    auto const before = Memory::now();
    (void)send_all(client, count, 1'000, [](std::size_t i) { return create_request(kilobyte(i)); });
    std::this_thread::sleep_for(std::chrono::seconds(1));
    auto const after = Memory::now();
    auto const object = must(client.call([] {
        Request request;
        request.resource = ConfigMap::type.resource();
        request.key = {"default", "map-1"};
        return request;
    }()),
                             "an object");
    Figure("A9", "memory per object", (after.in_use - before.in_use) / count, "bytes")
        .with("anonymous_each", (after.anonymous - before.anonymous) / count)
        .with("json_bytes", static_cast<double>(object.objects.front()->bytes().size()))
        .with("objects", count);
    must(engine.stop(std::chrono::seconds(5)), "stopping");
}

}  // namespace keelson::bench
