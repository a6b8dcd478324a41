#ifndef KEELSON_SRC_TRANSFER_LINE_HPP
#define KEELSON_SRC_TRANSFER_LINE_HPP

#include "transfer/exchange.hpp"

#include <keelson/core/error.hpp>

namespace keelson::transfer {

class Easy;

/// A bare connection to a server, through its TLS: for what is spoken after HTTP.
/// Threading: one thread, which waits.
class Line {
public:
    using Deadline = std::chrono::steady_clock::time_point;

    explicit Line(Server server);
    ~Line();
    Line(Line const&) = delete;
    Line& operator=(Line const&) = delete;

    Failure open(std::string const& url);
    /// Errors: `timeout` when the server takes nothing in that time.
    Result<> send(std::string_view bytes, Duration within);
    /// Appends what has come; waits for the first byte. Errors: `timeout`.
    Result<> receive(std::string& into, Deadline end);

private:
    bool wait(short what, Deadline end);

    Server server_;
    std::unique_ptr<Easy> easy_;
};

}  // namespace keelson::transfer

#endif
