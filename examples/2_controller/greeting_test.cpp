#include "greeting.hpp"

#include <keelson/testing/world.hpp>

int main() {  // a whole cluster in virtual time: no server, no sleep, the same run each time
    keelson::testing::World world({.controllers = {greetings}});
    auto const says = [&](std::string const& text) {
        world.settle();
        auto const map = world.get<keelson::ConfigMap>({"default", "hello"});
        return map && map->data.at("text") == text;
    };
    world.apply(Greeting{.metadata = {.name = "hello", .namespace_ = "default"}, .spec = {"good morning"}}).value();
    if (!says("good morning")) return 1;
    world.merge_patch<keelson::ConfigMap>({"default", "hello"}, R"({"data":{"text":"buy now"}})").value();
    return says("good morning") ? 0 : 1;
}
