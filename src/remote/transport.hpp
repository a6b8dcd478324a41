#ifndef KEELSON_SRC_REMOTE_TRANSPORT_HPP
#define KEELSON_SRC_REMOTE_TRANSPORT_HPP

#include <keelson/connect.hpp>
#include <keelson/core/completion.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>

namespace keelson::remote {

/// Carries requests to one server.
/// Threading: all of it on the strand that it belongs to, where it also calls back, never from within a call.
class Transport {
public:
    using Id = std::uint64_t;  ///< never 0
    virtual ~Transport() = default;
    /// With `part`, a good answer has no end: its bytes come through `part`, and `at_most` bounds all of it. `done` is
    /// called once and last, unless it was cancelled. Errors: the server could not be reached, or did not answer.
    virtual Id send(HttpQuestion question, std::chrono::seconds at_most, std::function<void(std::string_view)> part,
                    Completion<HttpAnswer> done) = 0;
    /// Nobody waits for it any more; a request that has left may be carried out all the same.
    virtual void cancel(Id id) = 0;
};

}  // namespace keelson::remote

#endif
