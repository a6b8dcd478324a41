#include <keelson/api/apps_v1.hpp>
#include <keelson/engine.hpp>

#include <iostream>

int main(int, char** arguments) {
    keelson::EngineOptions options;
    options.nodes.push_back({.name = "local", .runtime = keelson::process_runtime({.keep_pods = false})});
    auto engine = keelson::Engine::open(std::move(options)).value();
    engine.start().value();
    auto const client = engine.client();
    client.apply_file(arguments[1]).value();
    auto const seen =
        client.wait<keelson::Deployment>({"default", "sleepers"}, keelson::rolled_out, std::chrono::seconds(120))
            .value();
    std::cout << seen.status.availableReplicas << " replicas of " << seen.metadata.name << " run\n";
    engine.stop(std::chrono::seconds(20)).value();
}
