#include <keelson/api/coordination_v1.hpp>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

BOOST_DESCRIBE_STRUCT(LeaseSpec, (),
                      (acquireTime, holderIdentity, leaseDurationSeconds, leaseTransitions, preferredHolder, renewTime,
                       strategy))
BOOST_DESCRIBE_STRUCT(Lease, (), (metadata, spec))

namespace detail {

template TypeDesc const& struct_desc<LeaseSpec>();
template TypeDesc const& struct_desc<Lease>();
}  // namespace detail

}  // namespace keelson
