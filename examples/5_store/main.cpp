#include "log_store.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/engine.hpp>
#include <keelson/testing/check_store.hpp>

#include <filesystem>
#include <iostream>
#include <unistd.h>

using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

/// Runs the contract's own suite over the store.
bool keeps_contract(fs::path const& folder) {
    std::string path;
    int count = 0;
    keelson::testing::StoreUnderTest subject;
    subject.make = [&] {
        path = folder / ("check-" + std::to_string(++count) + ".log");
        return log_store(path);
    };
    subject.reopen = [&](std::shared_ptr<keelson::Store> store) {
        store.reset();
        return log_store(path);
    };
    auto const failures = keelson::testing::check_store(subject);
    for (auto const& failure : failures) std::cout << "not kept: " << failure << "\n";
    if (failures.empty()) std::cout << "the store keeps its contract\n";
    return failures.empty();
}

/// Runs an engine over the file for a moment: adds a ConfigMap, and gives the names of all that are there.
std::string add_and_list(std::string const& path, std::string const& name) {
    keelson::EngineOptions options;
    options.store = log_store(path).value();
    auto engine = keelson::Engine::open(std::move(options)).value();
    engine.start().value();
    auto const client = engine.client();
    if (!name.empty()) {
        keelson::ConfigMap map;
        map.metadata.name = name;
        client.create(map).value();
    }
    std::string names;
    for (auto const& map : client.list<keelson::ConfigMap>({.namespace_ = "default"}).value())
        names += " " + map.metadata.name;
    engine.stop(1s).value();
    return names;
}

}  // namespace

int main() {
    auto pattern = (fs::temp_directory_path() / "log-store-XXXXXX").string();
    fs::path const folder = ::mkdtemp(pattern.data());
    bool good = keeps_contract(folder);

    auto const path = (folder / "state.log").string();
    (void)add_and_list(path, "one");
    auto const second = add_and_list(path, "two");
    std::cout << "after a restart there are:" << second << "\n";
    good = good && second == " one two";

    // A crash in the middle of a write: the last frame is not all there.
    (void)add_and_list(path, "three");
    fs::resize_file(path, fs::file_size(path) - 3);
    auto const cut = add_and_list(path, {});
    std::cout << "with the last write cut in two there are:" << cut << "\n";
    good = good && cut == " one two";

    fs::remove_all(folder);
    return good ? 0 : 1;
}
