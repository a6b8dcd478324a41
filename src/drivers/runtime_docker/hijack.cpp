#include "drivers/runtime_docker/hijack.hpp"

#include "core/quiet_thread.hpp"
#include "drivers/runtime_docker/api.hpp"
#include "drivers/runtime_docker/http_answer.hpp"
#include "drivers/runtime_docker/tls_channel.hpp"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <netdb.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace keelson::docker {
namespace {

constexpr std::size_t refusal_bytes_max = 64 * 1024;

/// A name's addresses, tried one after the other.
struct Address {
    sockaddr_storage name{};
    socklen_t size = 0;
};

std::vector<Address> addresses_of(std::string const& host, std::uint16_t port, int flags) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    std::vector<Address> all;
    if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return all;
    for (auto const* one = found; one != nullptr; one = one->ai_next) {
        Address address;
        std::memcpy(&address.name, one->ai_addr, one->ai_addrlen);
        address.size = one->ai_addrlen;
        all.push_back(address);
    }
    ::freeaddrinfo(found);
    return all;
}

/// A socket on its way there; below 0 an errno.
int connect_to(sockaddr const* name, socklen_t size) {
    int const socket = ::socket(name->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0) return -errno;
    if (name->sa_family != AF_UNIX) {
        int const at_once = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    }
    if (::connect(socket, name, size) == 0 || errno == EINPROGRESS) return socket;
    auto const error = errno;
    ::close(socket);
    return -error;
}

std::string request_of(HijackQuestion const& question, Endpoint const& endpoint) {
    std::string text = question.method + " " + question.path +
                       " HTTP/1.1\r\nHost: " + (endpoint.host.empty() ? std::string("docker") : endpoint.host) +
                       "\r\nUser-Agent: keelson\r\n";
    text += question.both_ways ? "Connection: Upgrade\r\nUpgrade: tcp\r\n" : "Connection: close\r\n";
    if (!question.body.empty()) text += "Content-Type: application/json\r\n";
    if (question.method != "GET") text += "Content-Length: " + std::to_string(question.body.size()) + "\r\n";
    return text + "\r\n" + question.body;
}

}  // namespace

/// What is asked on one connection. Lives on the connections' thread.
struct Hijacks::Talk {
    HijackQuestion question;
    HijackEvents events;
    std::string request, place;
    std::vector<Address> addresses;
    std::size_t next = 0;
    std::shared_ptr<std::string> tls_error = std::make_shared<std::string>();
    std::shared_ptr<SocketConnection> connection;
    HttpAnswer answer;
    std::string refusal;
    bool opened = false;

    void take(std::string bytes);
    void take_body(std::string body);
    void end(Result<> how);
    void end_of_input();
    void lose(int error);
};

void Hijacks::Talk::take(std::string bytes) {
    if (opened && question.both_ways) return take_body(std::move(bytes));
    std::string body;
    if (auto const read = answer.add(bytes, body); read.has_error()) return end(read.error());
    if (!answer.head()) return;
    bool const good = question.both_ways ? answer.status() == 101 || answer.status() == 200 : answer.status() == 200;
    if (!good) {
        refusal += body.substr(0, refusal_bytes_max - std::min(refusal.size(), refusal_bytes_max));
        if (answer.complete()) end(error_of({answer.status(), refusal}));
        return;
    }
    if (!opened) {
        opened = true;
        connection->lift_deadline();
        if (events.opened) events.opened(connection);
    }
    take_body(std::move(body));
    if (!question.both_ways && answer.complete()) end({});
}

void Hijacks::Talk::take_body(std::string body) {
    if (!body.empty() && events.bytes) events.bytes(std::move(body));
}

void Hijacks::Talk::end_of_input() {
    if (opened) {
        if (question.both_ways || answer.end()) return end({});
        return end(Error(Errc::unavailable, "the Docker Engine broke off its answer"));
    }
    if (answer.head()) return end(error_of({answer.status(), refusal}));
    end(Error(Errc::unavailable, "the Docker Engine at " + place + " has closed the connection"));
}

void Hijacks::Talk::lose(int error) {
    switch (error) {
        case ECANCELED: return end(Error(Errc::cancelled, "the runtime was closed"));
        case ETIMEDOUT: return end(Error(Errc::timeout, "the Docker Engine has not answered in time"));
        case ENOBUFS: return end(Error(Errc::too_many_requests, "what was printed was not read in time"));
        default: break;
    }
    auto const why = tls_error->empty() ? std::string(std::strerror(error)) : "TLS: " + *tls_error;
    end(Error(Errc::unavailable, opened ? "the connection with the Docker Engine broke: " + why
                                        : "cannot connect with the Docker Engine at " + place + ": " + why));
}

void Hijacks::Talk::end(Result<> how) {
    auto const last = std::exchange(events, {});
    if (connection) std::exchange(connection, {})->close();
    if (last.ended) last.ended(std::move(how));
}

/// A name that is being looked up, on a thread of its own.
struct Hijacks::Resolving {
    std::thread thread;
    std::atomic<bool> over{false};
    ~Resolving() {
        if (thread.joinable()) thread.join();
    }
};

Hijacks::Hijacks(Endpoint endpoint, std::shared_ptr<Clock const> clock)
    : endpoint_(std::move(endpoint)), connections_(std::move(clock)) {}

void Hijacks::open(HijackQuestion question, Instant deadline, HijackEvents events) {
    auto const talk = std::make_shared<Talk>();
    talk->request = request_of(question, endpoint_);
    talk->question = std::move(question);
    talk->events = std::move(events);
    talk->place = endpoint_.text();
    if (endpoint_.socket.empty()) {
        talk->addresses = addresses_of(endpoint_.host, endpoint_.port, AI_NUMERICHOST);
        if (talk->addresses.empty()) return resolve(talk, deadline);
        return dial(talk, deadline);
    }
    Address address;
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    if (endpoint_.socket.size() >= sizeof name.sun_path)
        return refuse(talk, Error(Errc::invalid, "the path of the socket is too long: " + endpoint_.socket));
    std::memcpy(name.sun_path, endpoint_.socket.c_str(), endpoint_.socket.size() + 1);
    std::memcpy(&address.name, &name, sizeof name);
    address.size = sizeof name;
    talk->addresses.push_back(address);
    dial(talk, deadline);
}

void Hijacks::resolve(std::shared_ptr<Talk> talk, Instant deadline) {
    std::lock_guard const lock(mutex_);
    if (stopped_) return;
    resolving_.remove_if([](auto const& one) { return one->over.load(); });
    auto const job = std::make_shared<Resolving>();
    resolving_.push_back(job);
    job->thread = quiet_thread([this, talk = std::move(talk), deadline, over = &job->over] {
        talk->addresses = addresses_of(endpoint_.host, endpoint_.port, 0);
        connections_.post([this, talk, deadline] {
            if (!talk->addresses.empty()) return dial(talk, deadline);
            talk->end(Error(Errc::unavailable, "the host of the Docker Engine at " + talk->place + " is not known"));
        });
        over->store(true);
    });
}

void Hijacks::dial(std::shared_ptr<Talk> const& talk, Instant deadline) {
    int socket = -EHOSTUNREACH;
    while (socket < 0 && talk->next < talk->addresses.size()) {
        auto const& address = talk->addresses[talk->next++];
        socket = connect_to(reinterpret_cast<sockaddr const*>(&address.name), address.size);
    }
    if (socket >= 0) return add(talk, socket, deadline);
    connections_.post([talk, socket] { talk->lose(-socket); });
}

void Hijacks::refuse(std::shared_ptr<Talk> const& talk, Error error) {
    connections_.post([talk, error = std::move(error)] { talk->end(error); });
}

void Hijacks::add(std::shared_ptr<Talk> const& talk, int socket, Instant deadline) {
    Connections::Options options;
    options.hold_bytes = talk->question.hold_bytes;
    if (endpoint_.tls) {
        auto channel = tls_channel(endpoint_, talk->tls_error);
        if (!channel) {
            ::close(socket);
            return refuse(talk, channel.error());
        }
        options.channel = std::move(*channel);
    }
    ConnectionEvents events;
    events.connected = [talk](std::shared_ptr<SocketConnection> connection) {
        talk->connection = std::move(connection);
        talk->connection->write(std::exchange(talk->request, {}));
    };
    events.bytes = [talk](std::string bytes) { talk->take(std::move(bytes)); };
    events.drained = [talk] {
        if (talk->opened && talk->events.drained) talk->events.drained();
    };
    events.ended = [talk] { talk->end_of_input(); };
    events.lost = [this, talk, deadline](int error) {
        bool const elsewhere = !talk->connection && error != ECANCELED && error != ETIMEDOUT;
        if (elsewhere && talk->next < talk->addresses.size()) return dial(talk, deadline);
        talk->lose(error);
    };
    connections_.add(socket, deadline, std::move(events), std::move(options));
}

void Hijacks::stop() {
    std::list<std::shared_ptr<Resolving>> last;
    {
        std::lock_guard const lock(mutex_);
        stopped_ = true;
        last.swap(resolving_);
    }
    last.clear();  // waits for them
    connections_.stop();
}

}  // namespace keelson::docker
