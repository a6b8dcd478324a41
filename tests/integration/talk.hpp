#ifndef KEELSON_TESTS_INTEGRATION_TALK_HPP
#define KEELSON_TESTS_INTEGRATION_TALK_HPP

#include "integration/process_node.hpp"

#include <keelson/runtime/ports.hpp>
#include <keelson/runtime/terminals.hpp>

namespace process_tests {

/// What came of a stream, gathered for a test.
struct Talk {
    std::mutex mutex;
    std::string output, error;
    std::size_t output_bytes = 0;
    std::optional<Result<ProgramEnding>> ended;
    std::optional<Result<>> closed;
    bool half_closed = false;
    std::atomic<int> drains = 0;

    std::string printed() {
        std::lock_guard const lock(mutex);
        return output;
    }
    std::string printed_errors() {
        std::lock_guard const lock(mutex);
        return error;
    }
    bool has_ended() {
        std::lock_guard const lock(mutex);
        return ended.has_value();
    }
    int exit_code() {
        std::lock_guard const lock(mutex);
        return ended && *ended ? (**ended).exit_code : -1;
    }

    static ProgramEvents events(std::shared_ptr<Talk> const& talk) {
        ProgramEvents events;
        events.output = [talk](std::string const& bytes) {
            std::lock_guard const lock(talk->mutex);
            talk->output += bytes;
            talk->output_bytes += bytes.size();
        };
        events.error = [talk](std::string const& bytes) {
            std::lock_guard const lock(talk->mutex);
            talk->error += bytes;
        };
        events.drained = [talk] { ++talk->drains; };
        events.ended = [talk](Result<ProgramEnding> const& ending) {
            std::lock_guard const lock(talk->mutex);
            talk->ended = ending;
        };
        return events;
    }
    static ByteEvents bytes(std::shared_ptr<Talk> const& talk) {
        ByteEvents events;
        events.bytes = [talk](std::string const& bytes) {
            std::lock_guard const lock(talk->mutex);
            talk->output += bytes;
        };
        events.ended = [talk] {
            std::lock_guard const lock(talk->mutex);
            talk->half_closed = true;
        };
        events.closed = [talk](Result<> const& why) {
            std::lock_guard const lock(talk->mutex);
            talk->closed = why;
        };
        return events;
    }
};

}  // namespace process_tests

#endif
