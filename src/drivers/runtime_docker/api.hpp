#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_API_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_API_HPP

#include "drivers/runtime_docker/endpoint.hpp"

#include <keelson/core/completion.hpp>
#include <keelson/core/time.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::docker {

struct Question {
    std::string method = "GET";
    std::string path;  ///< "/containers/json?all=1": without the API's version, encoded
    std::string body;
    std::string content_type = "application/json";
    std::vector<std::string> headers = {};  ///< further lines, "X-Registry-Auth: ..."
    /// Mostly waits (a stop, a pull): it does not take the place of another request.
    bool slow = false;
    bool unversioned = false;  ///< the path is whole
};

/// Any answer, an error's too: see `error_of`.
struct Answer {
    int status = 0;
    std::string body;
    [[nodiscard]] bool good() const noexcept { return status >= 200 && status < 400; }
};

/// The REST API of one engine.
///
/// Threading: functions are called on any thread; whatever is called back is called on one thread of the API's own, its
/// loop, one after the other and never from within a call. What is called back must not block.
/// Lifetime: after the runtime was closed nothing is called back any more.
class Api {
public:
    using Id = std::uint64_t;  ///< never 0
    virtual ~Api() = default;

    /// Errors: `unavailable` when the engine cannot be reached or the connection breaks, `timeout` at the deadline.
    virtual Id send(Question question, Instant deadline, Completion<Answer> done) = 0;
    /// The same for an answer without an end: `begun` with its first byte, then the bytes of a good answer through
    /// `part`; the body of a bad one comes with `done`, which is last.
    virtual Id stream(Question question, Instant deadline, std::function<void()> begun,
                      std::function<void(std::string_view)> part, Completion<Answer> done) = 0;
    /// Nobody waits for it any more: nothing of it is called back, if this is called on the loop.
    virtual void cancel(Id id) = 0;

    /// Runs something on the loop, soon or after a time.
    virtual void post(std::function<void()> what) = 0;
    virtual void after(Duration time, std::function<void()> what) = 0;

    /// Where it is, for connections of one's own: a request line's path there begins with `prefix`.
    [[nodiscard]] virtual Endpoint const& endpoint() const noexcept = 0;
    /// "/v1.41"; empty as long as no version was agreed on.
    [[nodiscard]] virtual std::string prefix() const = 0;
    /// The agreed version's minor number, 41 or more; 0 as long as there is none.
    [[nodiscard]] virtual int version() const noexcept = 0;
    [[nodiscard]] virtual Clock const& clock() const noexcept = 0;
};

/// Which of the engine's containers is meant.
/// Threading: as Api.
class Containers {
public:
    virtual ~Containers() = default;
    /// The engine's id of a container of this node. Errors: `not_found`, or that the engine could not be asked.
    virtual void find(ContainerId id, Instant deadline, Completion<std::string> done) = 0;
    /// That of a Pod's sandbox.
    virtual void find_sandbox(SandboxId id, Instant deadline, Completion<std::string> done) = 0;
};

/// That a deadline has passed.
Error late();
/// Why the engine refused, in its own words: the "message" of its answer.
Error error_of(Answer const& answer);
/// Of a query's value.
std::string percent_encoded(std::string_view text);

}  // namespace keelson::docker

#endif
