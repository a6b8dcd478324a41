#include "http/audit.hpp"

#include "http/rbac_objects.hpp"
#include "http/utf8.hpp"

#include <atomic>
#include <utility>

namespace keelson::http {
namespace {

constexpr std::string_view complete = "ResponseComplete";
constexpr std::size_t id_bytes_max = 64;

json::object to_tree(User const& user) {
    json::object tree{{"username", as_utf8(user.name)}};
    if (!user.groups.empty()) tree["groups"] = to_json(user.groups);
    if (!user.uid.empty()) tree["uid"] = user.uid;
    json::object extra;
    for (auto const& [key, values] : user.extra) extra[key] = to_json(values);
    if (!extra.empty()) tree["extra"] = std::move(extra);
    return tree;
}

json::object object_reference(Attributes const& wanted) {
    json::object tree;
    for (auto const& [field, value] : {std::pair<std::string_view, std::string const&>{"resource", wanted.resource},
                                       {"apiVersion", wanted.version},
                                       {"apiGroup", wanted.group},
                                       {"namespace", wanted.namespace_},
                                       {"name", wanted.name},
                                       {"subresource", wanted.subresource}}) {
        if (!value.empty()) tree[field] = as_utf8(value);
    }
    return tree;
}

/// "127.0.0.1" of "127.0.0.1:53211", "::1" of "[::1]:53211".
std::string host_of(std::string const& address) {
    if (address.starts_with('[')) return address.substr(1, address.find(']') - 1);
    return address.substr(0, address.rfind(':'));
}

/// The name of the object in canonical JSON, of which nothing else is read; empty for what is no object.
std::string name_in(std::string_view body) {
    if (!body.starts_with('{')) return {};
    MemberScanner members(body);
    for (std::string_view key, value; members.next(key, value);) {
        if (key != "metadata" || !value.starts_with('{')) continue;
        MemberScanner metadata(value);
        for (std::string_view inner, text; metadata.next(inner, text);) {
            if (inner == "name" && text.size() > 2) return std::string(text.substr(1, text.size() - 2));
        }
    }
    return {};
}

json::object response_status(AuditRecord const& record) {
    json::object status{{"metadata", json::object{}}, {"code", record.status}};
    // Its message may quote what was sent.
    if (record.status >= 400) status["status"] = "Failure";
    if (!record.status_reason.empty()) status["reason"] = record.status_reason;
    return status;
}

}  // namespace

std::string audit_line(AuditRecord const& record) {
    json::object event{
        {"apiVersion", "audit.k8s.io/v1"},
        {"kind", "Event"},
        {"level", "Metadata"},
        {"auditID", record.id},
        {"stage", record.stage},
        {"requestURI", as_utf8(record.uri)},
        {"verb", record.wanted.verb},
        {"user", record.user ? to_tree(*record.user) : json::object()},
        {"sourceIPs", json::array{host_of(record.remote)}},
        {"responseStatus", response_status(record)},
        {"requestReceivedTimestamp", format_rfc3339_micro(record.received)},
        {"stageTimestamp", format_rfc3339_micro(record.reached)},
    };
    if (record.decision)
        event["annotations"] = {{"authorization.k8s.io/decision", record.decision->allowed ? "allow" : "forbid"},
                                {"authorization.k8s.io/reason", record.decision->reason}};
    if (!record.agent.empty()) event["userAgent"] = as_utf8(record.agent);
    if (record.acting) event["impersonatedUser"] = to_tree(*record.acting);
    if (record.wanted.is_resource) event["objectRef"] = object_reference(record.wanted);
    auto line = canonical(event);
    line += '\n';
    return line;
}

AuditRecord Auditor::begin(Request const& request) {
    AuditRecord record;
    record.uri = request.target;
    record.agent = request.header("user-agent");
    record.remote = request.remote;
    record.wanted = request_attributes(request.method, request.target);
    record.received = clock_->wall();
    auto const given = request.header("audit-id");
    std::lock_guard const lock(mutex_);
    record.id =
        !given.empty() && given.size() <= id_bytes_max && is_printable(given) ? std::string(given) : entropy_->uuid();
    return record;
}

void Auditor::write(AuditRecord& record, std::string_view stage) {
    record.stage = stage;
    record.reached = clock_->wall();
    auto const line = audit_line(record);
    std::lock_guard const lock(mutex_);
    sink_(line);
}

void Auditor::refused(Request const& request, std::optional<User> user, int status, std::string_view reason) {
    auto record = begin(request);
    record.user = std::move(user);
    record.status = status;
    record.status_reason = reason;
    write(record, complete);
}

/// What is known of one request, shared by all that its answer goes through.
class AuditedExchange::Course {
public:
    Course(std::shared_ptr<Auditor> auditor, Request const& request)
        : auditor_(std::move(auditor)), record_(auditor_->begin(request)) {
        record_.user = request.user;
    }
    [[nodiscard]] std::string const& id() const noexcept { return record_.id; }
    void decided(User const& acting, Decision decision) {
        if (acting.name != record_.user->name || acting.groups != record_.user->groups) record_.acting = acting;
        record_.decision = std::move(decision);
    }
    /// An object is made under a name that the path does not say.
    void named(std::string name) {
        if (record_.wanted.name.empty()) record_.wanted.name = std::move(name);
    }
    void start(int status) {
        record_.status = status;
        auditor_->write(record_, "ResponseStarted");
    }
    void end(int status, std::string reason) {
        if (ended_.exchange(true)) return;
        record_.status = status;
        record_.status_reason = std::move(reason);
        auditor_->write(record_, complete);
    }
    void end() { end(record_.status, {}); }

private:
    std::shared_ptr<Auditor> auditor_;
    AuditRecord record_;
    std::atomic<bool> ended_{false};
};

class AuditedExchange::AuditedStream final : public Stream {
public:
    AuditedStream(std::shared_ptr<Stream> stream, std::shared_ptr<Course> course)
        : stream_(std::move(stream)), course_(std::move(course)) {
        stream_->on_closed([course = course_] { course->end(); });
    }
    ~AuditedStream() override { course_->end(); }
    void write(std::string part) override { stream_->write(std::move(part)); }
    void write_shared(std::shared_ptr<std::string const> part, std::size_t events) override {
        stream_->write_shared(std::move(part), events);
    }
    [[nodiscard]] std::size_t queued_bytes() const override { return stream_->queued_bytes(); }
    void on_drained(std::function<void()> drained) override { stream_->on_drained(std::move(drained)); }
    void on_closed(std::function<void()> closed) override {
        stream_->on_closed([course = course_, closed = std::move(closed)] {
            course->end();
            if (closed) closed();
        });
    }
    void end() override {
        course_->end();
        stream_->end();
    }

private:
    std::shared_ptr<Stream> stream_;
    std::shared_ptr<Course> course_;
};

class AuditedExchange::AuditedSocket final : public Socket {
public:
    AuditedSocket(std::shared_ptr<Socket> socket, std::shared_ptr<Course> course)
        : socket_(std::move(socket)), course_(std::move(course)) {
        socket_->on_closed([course = course_] { course->end(); });
    }
    ~AuditedSocket() override { course_->end(); }
    [[nodiscard]] std::string_view protocol() const override { return socket_->protocol(); }
    void send(Message message) override { socket_->send(std::move(message)); }
    [[nodiscard]] std::size_t queued_bytes() const override { return socket_->queued_bytes(); }
    void on_message(std::function<void(Message)> received) override { socket_->on_message(std::move(received)); }
    void hold(bool held) override { socket_->hold(held); }
    void on_drained(std::function<void()> drained) override { socket_->on_drained(std::move(drained)); }
    void on_closed(std::function<void()> closed) override {
        socket_->on_closed([course = course_, closed = std::move(closed)] {
            course->end();
            if (closed) closed();
        });
    }
    void close() override {
        course_->end();
        socket_->close();
    }

private:
    std::shared_ptr<Socket> socket_;
    std::shared_ptr<Course> course_;
};

AuditedExchange::AuditedExchange(std::shared_ptr<Exchange> exchange, std::shared_ptr<Auditor> auditor)
    : exchange_(std::move(exchange)), course_(std::make_shared<Course>(std::move(auditor), exchange_->request())) {}

AuditedExchange::~AuditedExchange() {
    if (course_) course_->end(500, "InternalError");
}

void AuditedExchange::decided(User const& acting, Decision decision) {
    if (course_) course_->decided(acting, std::move(decision));
}

void AuditedExchange::reply(Reply reply) {
    std::string reason;
    if (reply.status >= 400) {
        if (auto const status = parse_json(reply.body)) reason = string_at(*status, {"reason"});
    } else if (reply.status == 201) {
        course_->named(name_in(reply.body));
    }
    reply.headers.emplace_back("Audit-Id", course_->id());
    std::exchange(course_, nullptr)->end(reply.status, std::move(reason));
    exchange_->reply(std::move(reply));
}

std::shared_ptr<Stream> AuditedExchange::stream(int status, std::string content_type, Headers headers) {
    headers.emplace_back("Audit-Id", course_->id());
    auto course = std::exchange(course_, nullptr);
    course->start(status);
    return std::make_shared<AuditedStream>(exchange_->stream(status, std::move(content_type), std::move(headers)),
                                           std::move(course));
}

std::function<void(std::shared_ptr<Socket>)> AuditedExchange::watched(
    std::function<void(std::shared_ptr<Socket>)> open) {
    return [course = std::exchange(course_, nullptr), open = std::move(open)](std::shared_ptr<Socket> const& socket) {
        if (!socket) {
            course->end(400, "BadRequest");
            return open(nullptr);
        }
        course->start(101);
        open(std::make_shared<AuditedSocket>(socket, course));
    };
}

void AuditedExchange::upgrade(std::vector<std::string> protocols, std::function<void(std::shared_ptr<Socket>)> open) {
    exchange_->upgrade(std::move(protocols), watched(std::move(open)));
}

void AuditedExchange::take_over(std::string_view protocol, Headers headers,
                                std::function<void(std::shared_ptr<Socket>)> open) {
    headers.emplace_back("Audit-Id", course_->id());
    exchange_->take_over(protocol, std::move(headers), watched(std::move(open)));
}

}  // namespace keelson::http
