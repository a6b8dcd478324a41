// A library with the functions of NVML that are used, over GPUs on paper: `fake_nvml_gpus` of them, the one at
// `fake_nvml_lost` fallen off the bus, the one at `fake_nvml_broken` in need of a reset, without a driver when
// `fake_nvml_driver` is 0.
#include <cstdio>

extern "C" {

int fake_nvml_gpus = 2;
int fake_nvml_lost = -1;
int fake_nvml_broken = -1;
int fake_nvml_driver = 1;

struct FakeMemory {
    unsigned long long total, free, used;
};
using Gpu = char*;

constexpr int driver_not_loaded = 9, gpu_is_lost = 15, reset_required = 16;
static char gpus[16];
static int index_of(Gpu gpu) { return static_cast<int>(gpu - gpus); }

int nvmlInit_v2() { return fake_nvml_driver != 0 ? 0 : driver_not_loaded; }
int nvmlShutdown() { return 0; }
int nvmlDeviceGetCount_v2(unsigned* count) {
    *count = static_cast<unsigned>(fake_nvml_gpus);
    return fake_nvml_driver != 0 ? 0 : driver_not_loaded;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned index, Gpu* gpu) {
    *gpu = gpus + index;
    return static_cast<int>(index) == fake_nvml_lost ? gpu_is_lost : 0;
}
int nvmlDeviceGetUUID(Gpu gpu, char* text, unsigned length) {
    std::snprintf(text, length, "GPU-%04d", index_of(gpu));
    return 0;
}
int nvmlDeviceGetName(Gpu, char* text, unsigned length) {
    std::snprintf(text, length, "NVIDIA H100 80GB HBM3");
    return 0;
}
int nvmlDeviceGetMemoryInfo(Gpu gpu, FakeMemory* memory) {
    *memory = {85520809984ULL, 85520809984ULL, 0};
    return index_of(gpu) == fake_nvml_broken ? reset_required : 0;
}
char const* nvmlErrorString(int code) {
    return code == reset_required ? "GPU requires restart" : code == driver_not_loaded ? "Driver Not Loaded" : "error";
}
}
