#ifndef KEELSON_CORE_COMPLETION_HPP
#define KEELSON_CORE_COMPLETION_HPP

#include <keelson/core/error.hpp>

#include <functional>

namespace keelson {

/// What a call that waits for the outside world reports its outcome to: called exactly once, on
/// whatever thread the callee says, and never from within the call that took it.
template <class T = void>
using Completion = std::function<void(Result<T>)>;

}  // namespace keelson

#endif
