#ifndef KEELSON_SRC_TRANSFER_LINE_HPP
#define KEELSON_SRC_TRANSFER_LINE_HPP

#include "transfer/exchange.hpp"

#include <keelson/core/error.hpp>

#include <span>

namespace keelson::transfer {

class Easy;

/// A bare connection to a server, through its TLS: for what is spoken after HTTP.
/// Threading: one thread, which waits in `open` and `wait` alone.
class Line {
public:
    using Deadline = std::chrono::steady_clock::time_point;

    explicit Line(Server server);
    ~Line();
    Line(Line const&) = delete;
    Line& operator=(Line const&) = delete;

    Failure open(std::string const& url);
    /// How many of these the server takes now. What it does not take is offered again from the same place: TLS has
    /// begun with it.
    Result<std::size_t> send(std::string_view bytes);
    /// Appends what has come; false: nothing.
    Result<bool> receive(std::string& into);
    /// Waits until something has come or, `to_send`, more is taken. False: it is late, or one of the others can be
    /// read.
    bool wait(Deadline end, bool to_send, std::span<int const> others = {});

private:
    Server server_;
    std::unique_ptr<Easy> easy_;
};

}  // namespace keelson::transfer

#endif
