#ifndef KEELSON_SRC_ENGINE_ACTIVITY_HPP
#define KEELSON_SRC_ENGINE_ACTIVITY_HPP

#include "engine/control_loop.hpp"

#include <cstdint>

namespace keelson {

class Engine;

/// What an engine has been doing: for benchmarks, and for tests of how much work something costs.
struct EngineActivity {
    ControlLoop::Figures control;
    std::uint64_t revision = 0;  ///< of the newest durable write
    bool idle = false;           ///< no key is queued and no write in flight

    /// Asks an engine that was started, and waits for its thread.
    static EngineActivity of(Engine const& engine);
};

}  // namespace keelson

#endif
