#include <keelson/api/node_v1.hpp>

// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.

namespace keelson {

BOOST_DESCRIBE_STRUCT(Overhead, (), (podFixed))
BOOST_DESCRIBE_STRUCT(Scheduling, (), (nodeSelector, tolerations))
BOOST_DESCRIBE_STRUCT(RuntimeClass, (), (metadata, handler, overhead, scheduling))

namespace detail {
template <>
inline constexpr std::array<std::string_view, 1> required_scalars<RuntimeClass>{"handler"};

template TypeDesc const& struct_desc<Overhead>();
template TypeDesc const& struct_desc<Scheduling>();
template TypeDesc const& struct_desc<RuntimeClass>();
}  // namespace detail

}  // namespace keelson
