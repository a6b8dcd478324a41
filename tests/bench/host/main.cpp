#include <keelson/keelson.hpp>

#include <iostream>
#include <string>

/// What a host has to write at least; its memory is looked at from outside until its input ends.
int main(int, char** arguments) {
    keelson::EngineOptions options;
    options.store = keelson::sqlite_store(arguments[1]).value();
    options.nodes.push_back({.name = "local", .runtime = keelson::simulated_runtime()});
    auto engine = keelson::Engine::open(std::move(options)).value();
    engine.start().value();
    auto const namespaces = engine.client().list<keelson::Namespace>().value();
    std::cout << namespaces.size() << std::endl;
    for (std::string line; std::getline(std::cin, line);) continue;
    engine.stop(std::chrono::seconds(5)).value();
}
