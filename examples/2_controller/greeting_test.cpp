#include "greeting.hpp"

#include <keelson/testing/world.hpp>

#include <iostream>

// The controller in a whole cluster in virtual time: no server, no sleep, the same run each time.
int main() {
    keelson::testing::World world({.controllers = {greeting_controller()}});
    keelson::ObjectKey const key{"default", "hello"};
    auto const text = [&] {
        world.settle();
        auto const map = world.get<keelson::ConfigMap>(key);
        return map ? map->data.at("text") : "(none)";
    };
    int wrong = 0;
    auto const expect = [&](std::string const& step, std::string const& wanted) {
        auto const seen = text();
        std::cout << step << ": the ConfigMap says " << seen << "\n";
        wrong += seen == wanted ? 0 : 1;
    };
    world.apply(Greeting{.metadata = {.name = "hello", .namespace_ = "default"}, .spec = {"good morning"}}).value();
    expect("a Greeting is made", "good morning");
    world.apply(Greeting{.metadata = {.name = "hello", .namespace_ = "default"}, .spec = {"good evening"}}).value();
    expect("its text changes", "good evening");
    world.remove<keelson::ConfigMap>(key).value();
    expect("somebody deletes the ConfigMap", "good evening");
    world.merge_patch<keelson::ConfigMap>(key, R"({"data":{"text":"buy now"}})").value();
    expect("somebody overwrites it", "good evening");
    world.restart();
    expect("the engine is killed and comes back", "good evening");
    world.remove<Greeting>(key).value();
    expect("the Greeting is deleted", "(none)");
    return wrong == 0 ? 0 : 1;
}
