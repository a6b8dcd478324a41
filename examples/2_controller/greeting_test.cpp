#include "greeting.hpp"

#include <keelson/testing/world.hpp>

bool holds(keelson::testing::World& world) {
    auto const says = [&](std::string const& text) {
        auto const now = [&] {
            auto const map = world.get<keelson::ConfigMap>({"default", "hello"});
            return map && map->data.at("text") == text;
        };
        return world.run_until(now, std::chrono::seconds(10));
    };
    world.apply(Greeting{.metadata = {.name = "hello", .namespace_ = "default"}, .spec = {"good morning"}}).value();
    if (!says("good morning")) return false;
    world.merge_patch<keelson::ConfigMap>({"default", "hello"}, R"({"data":{"text":"buy now"}})").value();
    return says("good morning");
}

int main() {  // a whole cluster in virtual time: no server, no sleep, the same run each time
    keelson::testing::World inside({.controllers = {greetings}});
    // The same controller far from the engine: it sees things late, and is killed after every other write.
    keelson::testing::World remote({.controllers = {greetings}, .remote = {{.cut = 0.5}}});
    return holds(inside) && holds(remote) ? 0 : 1;
}
