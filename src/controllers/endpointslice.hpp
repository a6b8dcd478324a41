#ifndef KEELSON_CONTROLLERS_ENDPOINTSLICE_HPP
#define KEELSON_CONTROLLERS_ENDPOINTSLICE_HPP

#include <keelson/control/controller.hpp>

#include <cstddef>
#include <string_view>

namespace keelson::controllers {

inline constexpr std::string_view service_name_label = "kubernetes.io/service-name";
inline constexpr std::string_view slice_managed_by_label = "endpointslice.kubernetes.io/managed-by";
inline constexpr std::string_view slice_manager = "endpointslice-controller.k8s.io";

struct EndpointSliceOptions {
    std::size_t most_endpoints = 100;  ///< in one slice
};

/// Keeps the EndpointSlices of each Service that has a selector: who is behind it, on which port, and who of them is
/// ready. A Pod on its way out stays listed, not ready and terminating, until its containers have ended: that is
/// what lets a proxy drain it. An endpoint stays in its slice, so that a change of one Pod is a write of one slice.
/// https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/
Controller endpointslice_controller(EndpointSliceOptions options = {});

}  // namespace keelson::controllers

#endif
