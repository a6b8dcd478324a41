#include <keelson/api/scheduling_v1.hpp>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

BOOST_DESCRIBE_STRUCT(PriorityClass, (), (metadata, description, globalDefault, preemptionPolicy, value))

namespace detail {

template TypeDesc const& struct_desc<PriorityClass>();
}  // namespace detail

}  // namespace keelson
