#include <keelson/api/core_v1.hpp>
#include <keelson/testing/world.hpp>

int main() {
    keelson::testing::World world;
    keelson::ConfigMap map;
    map.metadata.name = "hello";
    world.apply(map).value();
    return world.get<keelson::ConfigMap>({"default", "hello"}) ? 0 : 1;
}
