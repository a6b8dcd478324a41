#include <keelson/api/storage_v1.hpp>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

BOOST_DESCRIBE_STRUCT(StorageClass, (),
                      (metadata, allowVolumeExpansion, allowedTopologies, mountOptions, parameters, provisioner,
                       reclaimPolicy, volumeBindingMode))

namespace detail {
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<StorageClass>{"provisioner"};

template TypeDesc const& struct_desc<StorageClass>();
}  // namespace detail

}  // namespace keelson
