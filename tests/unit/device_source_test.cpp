#include <keelson/runtime/devices.hpp>

#include <catch2/catch.hpp>

#include <dlfcn.h>
#include <memory>

using namespace keelson;

namespace {

/// NVML's stand-in, and the GPUs behind it.
class FakeNvml {
public:
    FakeNvml() : library_(::dlopen(path().c_str(), RTLD_NOW | RTLD_LOCAL), ::dlclose) { REQUIRE(library_); }
    ~FakeNvml() {
        set("fake_nvml_gpus", 2);
        set("fake_nvml_lost", -1);
        set("fake_nvml_broken", -1);
        set("fake_nvml_driver", 1);
    }
    static std::string path() { return KEELSON_BINARY_DIR "/tests/libkeelson-tests-nvml.so"; }
    void set(char const* what, int value) { *static_cast<int*>(::dlsym(library_.get(), what)) = value; }

private:
    std::unique_ptr<void, int (*)(void*)> library_;
};

}  // namespace

TEST_CASE("nvml: every GPU is listed with its id, its model and its memory") {
    FakeNvml fake;
    auto const devices = nvml_devices(FakeNvml::path())->list().value();
    REQUIRE(devices.size() == 2);
    CHECK(devices[0].resource == "nvidia.com/gpu");
    CHECK(devices[0].id == "GPU-0000");
    CHECK(devices[1].id == "GPU-0001");
    CHECK(devices[1].model == "NVIDIA H100 80GB HBM3");
    CHECK(devices[1].memory_bytes == 85520809984ULL);
    CHECK(devices[1].healthy);
}

TEST_CASE("trap 20: a GPU that is lost is still listed, and the others are as they were") {
    FakeNvml fake;
    auto const source = nvml_devices(FakeNvml::path());
    REQUIRE(source->list().value().size() == 2);
    fake.set("fake_nvml_lost", 0);
    auto devices = source->list().value();
    REQUIRE(devices.size() == 2);
    CHECK_FALSE(devices[0].healthy);
    CHECK(devices[0].trouble == "the GPU has fallen off the bus");
    CHECK(devices[1].healthy);
    fake.set("fake_nvml_lost", -1);
    fake.set("fake_nvml_broken", 1);
    devices = source->list().value();
    CHECK(devices[0].healthy);
    CHECK(devices[0].trouble.empty());
    CHECK_FALSE(devices[1].healthy);
    CHECK(devices[1].trouble == "GPU requires restart");
}

TEST_CASE("nvml: a machine without the library or without a driver has no GPUs, and they come with the driver") {
    CHECK(nvml_devices("libno-such-library.so.1")->list().value().empty());
    FakeNvml fake;
    fake.set("fake_nvml_driver", 0);
    auto const source = nvml_devices(FakeNvml::path());
    CHECK(source->list().value().empty());
    fake.set("fake_nvml_driver", 1);
    CHECK(source->list().value().size() == 2);
    fake.set("fake_nvml_driver", 0);
    auto const gone = source->list().value();
    REQUIRE(gone.size() == 2);
    CHECK(gone[0].trouble == "Driver Not Loaded");
    CHECK_FALSE(gone[1].healthy);
}

TEST_CASE("devices: those that are declared are as the host said last") {
    DeclaredDevices devices({{.id = "a"}, {.id = "b", .shares = 4}});
    CHECK(devices.list().value().size() == 2);
    devices.set({{.id = "a", .healthy = false, .trouble = "unplugged"}});
    CHECK(devices.list().value().front().trouble == "unplugged");
}
