#ifndef KEELSON_SRC_ENGINE_ENGINE_METRICS_HPP
#define KEELSON_SRC_ENGINE_ENGINE_METRICS_HPP

#include "core/metrics.hpp"
#include "engine/control_loop.hpp"
#include "engine/scheduling_loop.hpp"
#include "registry/registry.hpp"

namespace keelson {

/// What there is to tell of an engine's store, controllers and scheduler, and of its process. On the strand, once the
/// registry is loaded; all of them outlive `metrics`' last text.
void add_engine_metrics(Metrics& metrics, Registry& registry, ControlLoop const& control,
                        SchedulingLoop const& scheduling);

}  // namespace keelson

#endif
