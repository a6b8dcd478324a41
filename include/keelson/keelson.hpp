#ifndef KEELSON_KEELSON_HPP
#define KEELSON_KEELSON_HPP

/// All of Keelson but what has a header of its own for a reason: `keelson/testing/` for tests, `keelson/asio.hpp` and
/// `keelson/core/task.hpp` for hosts with an Asio loop.

#include <keelson/admission.hpp>
#include <keelson/api/apps_v1.hpp>
#include <keelson/api/autoscaling_v2.hpp>
#include <keelson/api/batch_v1.hpp>
#include <keelson/api/codec.hpp>
#include <keelson/api/coordination_v1.hpp>
#include <keelson/api/core_extra_v1.hpp>
#include <keelson/api/core_v1.hpp>
#include <keelson/api/devices.hpp>
#include <keelson/api/discovery_v1.hpp>
#include <keelson/api/documents.hpp>
#include <keelson/api/kind.hpp>
#include <keelson/api/meta_v1.hpp>
#include <keelson/api/networking_v1.hpp>
#include <keelson/api/node_v1.hpp>
#include <keelson/api/object.hpp>
#include <keelson/api/options.hpp>
#include <keelson/api/policy_v1.hpp>
#include <keelson/api/quantity.hpp>
#include <keelson/api/rbac_v1.hpp>
#include <keelson/api/reflect.hpp>
#include <keelson/api/scheduling_v1.hpp>
#include <keelson/api/schema.hpp>
#include <keelson/api/selector.hpp>
#include <keelson/api/storage_v1.hpp>
#include <keelson/api/type_info.hpp>
#include <keelson/api/values.hpp>
#include <keelson/client.hpp>
#include <keelson/connect.hpp>
#include <keelson/control/controller.hpp>
#include <keelson/control/plan.hpp>
#include <keelson/control/view.hpp>
#include <keelson/core/completion.hpp>
#include <keelson/core/entropy.hpp>
#include <keelson/core/error.hpp>
#include <keelson/core/log.hpp>
#include <keelson/core/seconds.hpp>
#include <keelson/core/streams.hpp>
#include <keelson/core/time.hpp>
#include <keelson/engine.hpp>
#include <keelson/http.hpp>
#include <keelson/remote.hpp>
#include <keelson/runtime/devices.hpp>
#include <keelson/runtime/docker.hpp>
#include <keelson/runtime/logs.hpp>
#include <keelson/runtime/ports.hpp>
#include <keelson/runtime/prober.hpp>
#include <keelson/runtime/resize.hpp>
#include <keelson/runtime/runtime.hpp>
#include <keelson/runtime/simulated.hpp>
#include <keelson/runtime/terminals.hpp>
#include <keelson/scheduling/plugin.hpp>
#include <keelson/scheduling/plugins.hpp>
#include <keelson/scheduling/profile.hpp>
#include <keelson/scheduling/schedule.hpp>
#include <keelson/store/checks.hpp>
#include <keelson/store/encryption.hpp>
#include <keelson/store/store.hpp>

#endif
