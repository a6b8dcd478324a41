#ifndef KEELSON_SRC_HTTP_AUDIT_HPP
#define KEELSON_SRC_HTTP_AUDIT_HPP

#include "http/authorization.hpp"

#include <keelson/core/entropy.hpp>
#include <keelson/core/time.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace keelson::http {

/// A request and what has become of it; never what was sent with it.
struct AuditRecord {
    std::string id;     ///< a UUID, or what the client calls it
    std::string stage;  ///< "ResponseStarted" of what goes on for long, "ResponseComplete"
    std::string uri, agent, remote;
    Attributes wanted;
    std::optional<User> user;    ///< nothing: who asks was not found out
    std::optional<User> acting;  ///< whom he impersonated
    int status = 200;
    std::string status_reason;  ///< of a Status that is a failure: "Forbidden"
    Time received, reached;     ///< the stage was
    std::optional<Decision> decision;
};

/// One line of JSON, an Event of audit.k8s.io at level Metadata, with its newline.
std::string audit_line(AuditRecord const& record);

/// Where lines go. Called from any thread, for one line at a time.
using AuditSink = std::function<void(std::string_view line)>;

/// Writes a line for each request that was answered.
/// Threading: any thread.
class Auditor {
public:
    /// `seed` is for the ids.
    Auditor(AuditSink sink, std::shared_ptr<Clock const> clock, std::uint64_t seed)
        : sink_(std::move(sink)), clock_(std::move(clock)), entropy_(seeded_entropy(seed)) {}

    /// What is known of a request before it is answered.
    [[nodiscard]] AuditRecord begin(Request const& request);
    void write(AuditRecord& record, std::string_view stage);
    /// A request that was refused before anybody knew who asks (401), or before there was room for it (429).
    void refused(Request const& request, std::optional<User> user, int status, std::string_view reason);

private:
    AuditSink sink_;
    std::shared_ptr<Clock const> clock_;
    std::mutex mutex_;
    std::shared_ptr<Entropy> entropy_;
};

/// A request on its way to its answer, watched: what is answered is passed on, and told to the auditor. Answers have
/// the header `Audit-Id`.
class AuditedExchange final : public Exchange {
public:
    AuditedExchange(std::shared_ptr<Exchange> exchange, std::shared_ptr<Auditor> auditor);
    ~AuditedExchange() override;

    /// `acting` is who the request is from, after impersonation.
    void decided(User const& acting, Decision decision);

    [[nodiscard]] Request& request() override { return exchange_->request(); }
    void reply(Reply reply) override;
    std::shared_ptr<Stream> stream(int status, std::string content_type, Headers headers = {}) override;
    [[nodiscard]] bool wants_socket() const override { return exchange_->wants_socket(); }
    void upgrade(std::vector<std::string> protocols, std::function<void(std::shared_ptr<Socket>)> open) override;
    void take_over(std::string_view protocol, Headers headers,
                   std::function<void(std::shared_ptr<Socket>)> open) override;

private:
    class Course;
    class AuditedStream;
    class AuditedSocket;
    std::function<void(std::shared_ptr<Socket>)> watched(std::function<void(std::shared_ptr<Socket>)> open);

    std::shared_ptr<Exchange> exchange_;
    std::shared_ptr<Course> course_;
};

}  // namespace keelson::http

#endif
