#ifndef DIGITS_HTTP_HPP
#define DIGITS_HTTP_HPP

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace digits {

struct Request {
    std::string method;
    std::string path;  ///< without the query
    std::string body;
};

struct Response {
    int status = 200;
    std::string body;   ///< JSON
    std::string allow;  ///< for 405
};

/// A small HTTP/1.1 server: a thread for each connection, up to a bound; keep-alive; requests with a Content-Length.
class HttpServer {
public:
    using Answer = std::function<Response(Request const&)>;

    /// Listens. Throws std::runtime_error if the address cannot be had.
    HttpServer(std::string const& ip, std::uint16_t port, Answer answer);
    ~HttpServer();

    [[nodiscard]] std::uint16_t port() const { return port_; }

    void start();
    /// Takes no new connections, lets requests that have begun finish and waits for them.
    /// False if some had not finished by then.
    bool stop(std::chrono::milliseconds at_most);

private:
    void accept();
    void serve(int fd);

    Answer answer_;
    int listener_ = -1;
    int stopping_ = -1;  // an eventfd that stays readable once set
    std::uint16_t port_ = 0;
    std::thread acceptor_;
    std::mutex mutex_;
    std::condition_variable ended_;
    std::size_t open_ = 0;
};

}  // namespace digits

#endif
