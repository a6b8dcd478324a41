#include "http/proxy.hpp"

#include "http/response_reader.hpp"
#include "http/tls_client.hpp"

#include <algorithm>
#include <mutex>
#include <set>

namespace keelson::http {
namespace {

constexpr std::size_t to_client_bytes_max = 1024 * 1024;
constexpr std::size_t to_pod_bytes_max = 512 * 1024;
/// An answer that is said to be no longer is sent with its length.
constexpr std::uint64_t whole_bytes_max = 256 * 1024;
constexpr Duration head_within = std::chrono::seconds(60);

constexpr std::string_view bearer_protocol = "base64url.bearer.authorization.k8s.io.";

std::string lower(std::string_view text) {
    std::string small(text);
    std::transform(small.begin(), small.end(), small.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return small;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

template <class Visit>
void each_element(std::string_view list, Visit const& visit) {
    while (!list.empty()) {
        auto const end = std::min(list.find(','), list.size());
        if (auto const element = trimmed(list.substr(0, end)); !element.empty()) visit(element);
        list.remove_prefix(std::min(end + 1, list.size()));
    }
}

/// What is between two neighbours and not for those behind them.
bool is_hop_header(std::string_view name) {
    static std::set<std::string_view> const all{"connection",
                                                "keep-alive",
                                                "proxy-authenticate",
                                                "proxy-authorization",
                                                "proxy-connection",
                                                "te",
                                                "trailer",
                                                "transfer-encoding",
                                                "upgrade"};
    return all.contains(name);
}

/// What the client has shown to this server alone, and what is said anew.
bool stays_here(std::string_view name) {
    static std::set<std::string_view> const all{"authorization",    "content-length",  "expect",
                                                "x-forwarded-for",  "x-forwarded-uri", "x-forwarded-host",
                                                "x-forwarded-proto"};
    return all.contains(name) || name.starts_with("impersonate-") || name.starts_with("x-remote-");
}

std::set<std::string> named_in_connection(Headers const& headers) {
    std::set<std::string> names;
    for (auto const& [name, value] : headers) {
        if (name == "connection") each_element(value, [&](std::string_view one) { names.insert(lower(one)); });
    }
    return names;
}

/// The protocols that are offered, without one that is a token in disguise.
std::string offered_protocols(std::string_view value) {
    std::string kept;
    each_element(value, [&](std::string_view one) {
        if (!one.starts_with(bearer_protocol)) kept.append(kept.empty() ? "" : ", ").append(one);
    });
    return kept;
}

/// The protocol that the client wants to change to, as it spells it; empty: none.
std::string wanted_protocol(Request const& request) {
    if (!named_in_connection(request.headers).contains("upgrade")) return {};
    std::string first;
    each_element(request.header("upgrade"), [&](std::string_view one) {
        if (first.empty()) first = one;
    });
    return first;
}

void add_header(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

std::string request_text(Request const& request, ProxyTarget const& target, std::string const& protocol) {
    std::string out = request.method + " " + target.path + " HTTP/1.1\r\n";
    auto const named = named_in_connection(request.headers);
    for (auto const& [name, value] : request.headers) {
        if (is_hop_header(name) || stays_here(name) || named.contains(name)) continue;
        if (name == "sec-websocket-protocol") {
            if (auto const kept = offered_protocols(value); !kept.empty()) add_header(out, name, kept);
        } else {
            add_header(out, name, value);
        }
    }
    if (request.header("host").empty()) add_header(out, "host", target.place.pod);
    auto const colon = request.remote.rfind(':');
    std::string from(request.header("x-forwarded-for"));
    if (colon != std::string::npos && !request.remote.starts_with("unix"))
        from.append(from.empty() ? "" : ", ").append(request.remote, 0, colon);
    if (!from.empty()) add_header(out, "x-forwarded-for", from);
    add_header(out, "x-forwarded-uri", target.prefix + target.path.substr(0, target.path.find('?')));
    add_header(out, "x-forwarded-host", request.header("host"));
    add_header(out, "x-forwarded-proto", "https");
    if (!request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH")
        add_header(out, "content-length", std::to_string(request.body.size()));
    add_header(out, "connection", protocol.empty() ? "close" : "Upgrade");
    if (!protocol.empty()) add_header(out, "upgrade", protocol);
    return out + "\r\n";
}

/// Where a redirect leads as the client has to ask for it: what is at the target is behind the prefix.
std::string redirect_of(std::string_view location, std::string_view host, std::string const& prefix) {
    auto path = location;
    for (std::string_view const scheme : {"http://", "https://"}) {
        if (!location.starts_with(scheme)) continue;
        path = location.substr(scheme.size());
        auto const slash = std::min(path.find('/'), path.size());
        if (path.substr(0, slash) != host) return std::string(location);  // another server
        path.remove_prefix(slash);
        if (path.empty()) path = "/";
    }
    bool const absolute = path.starts_with("/") && !path.starts_with("//");
    auto const within = path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
    if (!absolute || within) return std::string(location);
    return prefix + std::string(path);
}

bool is_cors(std::string_view name) { return name.starts_with("access-control-"); }
bool said_anew(std::string_view name) { return name == "content-type" || name == "content-length" || name == "date"; }

/// One request on its way through. Threading: events of both sides come on any thread.
class Passage : public std::enable_shared_from_this<Passage> {
public:
    Passage(std::shared_ptr<Exchange> exchange, std::shared_ptr<PodStreams const> streams, ProxyTarget target,
            Refuse refuse, std::function<void()> done)
        : exchange_(std::move(exchange)),
          streams_(std::move(streams)),
          target_(std::move(target)),
          refuse_(std::move(refuse)),
          done_(std::move(done)),
          protocol_(wanted_protocol(exchange_->request())),
          host_(exchange_->request().header("host")),
          reader_(exchange_->request().method == "HEAD") {}

    void start() {
        auto const self = shared_from_this();
        ByteEvents events;
        events.bytes = [self](std::string const& bytes) {
            std::lock_guard const lock(self->mutex_);
            self->came(bytes);
        };
        events.drained = [self] {
            std::lock_guard const lock(self->mutex_);
            self->hold_client();
        };
        events.ended = [self] {
            std::lock_guard const lock(self->mutex_);
            self->ended();
        };
        events.closed = [self](Result<> const& why) {
            std::lock_guard const lock(self->mutex_);
            if (!why && self->phase_ == Phase::head) return self->fail(why.error());
            self->ended();
        };
        streams_->after(head_within, [weak = weak_from_this()] {
            auto const late = weak.lock();
            if (!late) return;
            std::lock_guard const lock(late->mutex_);
            if (late->phase_ == Phase::head) late->fail(Error(Errc::timeout, "no answer came within 60 seconds"));
        });
        streams_->connect(target_.place, target_.port, std::move(events),
                          [self](Result<std::shared_ptr<ByteStream>> stream) {
                              std::lock_guard const lock(self->mutex_);
                              self->connected(std::move(stream));
                          });
    }

private:
    enum class Phase : std::uint8_t { head, whole, parts, opening, tunnel, over };

    void connected(Result<std::shared_ptr<ByteStream>> stream) {
        if (phase_ == Phase::over) {
            if (stream) (*stream)->close();
            return;
        }
        if (!stream) return fail(stream.error());
        stream_ = std::move(*stream);
        if (target_.tls) {
            auto opened = TlsClient::open();
            if (!opened) return fail(opened.error());
            tls_ = std::move(*opened);
        }
        auto& request = exchange_->request();
        send(request_text(request, target_, protocol_));
        if (!request.body.empty() && phase_ != Phase::over) send(std::exchange(request.body, {}));
    }

    void send(std::string bytes) {
        if (!stream_) return;
        if (tls_) {
            if (auto const written = tls_->write(bytes); !written) return fail(written.error());
            bytes = tls_->take_output();
        }
        if (!bytes.empty()) stream_->write(std::move(bytes));
    }

    void came(std::string const& bytes) {
        if (phase_ == Phase::over || !stream_) return;
        if (!tls_) return take(bytes);
        std::string plain;
        auto const received = tls_->receive(bytes, plain);
        if (auto answer = tls_->take_output(); !answer.empty()) stream_->write(std::move(answer));
        if (!plain.empty()) take(plain);
        if (!received) return fail(received.error());
        if (tls_->ended()) ended();
    }

    void take(std::string const& bytes) {
        if (phase_ == Phase::over) return;
        if (phase_ == Phase::opening) {
            early_ += bytes;
            return;
        }
        if (phase_ == Phase::tunnel) {
            socket_->send({bytes, false});
            return hold_pod();
        }
        std::string body;
        auto const state = reader_.take(bytes, body);
        if (state == ResponseReader::State::failed) return fail(Error(Errc::unavailable, "malformed HTTP response"));
        if (phase_ == Phase::head && state != ResponseReader::State::head) begin_answer();
        if (phase_ == Phase::whole) body_ += body;
        if (phase_ == Phase::parts && !body.empty()) {
            answer_->write(std::move(body));
            hold_pod();
        }
        if (state == ResponseReader::State::complete) complete();
    }

    Headers answer_headers() const {
        Headers kept;
        auto const named = named_in_connection(reader_.headers());
        for (auto const& [name, value] : reader_.headers()) {
            if (is_hop_header(name) || is_cors(name) || named.contains(name) || said_anew(name)) continue;
            kept.emplace_back(name, name == "location" ? redirect_of(value, host_, target_.prefix) : value);
        }
        return kept;
    }

    void begin_answer() {
        if (reader_.status() == 101) return begin_tunnel();
        auto const length = reader_.length();
        bool const has_body = reader_.state() == ResponseReader::State::body;
        if (!has_body || (length && *length <= whole_bytes_max)) {
            phase_ = Phase::whole;
            return;
        }
        phase_ = Phase::parts;
        std::string const type(reader_.header("content-type"));
        answer_ = exchange_->stream(reader_.status(), type, answer_headers());
        answered();
        auto const self = shared_from_this();
        answer_->on_drained([self] {
            std::lock_guard const lock(self->mutex_);
            self->hold_pod();
        });
        answer_->on_closed([self] {
            std::lock_guard const lock(self->mutex_);
            self->drop();
        });
    }

    void complete() {
        if (phase_ == Phase::whole) {
            Reply reply;
            reply.status = reader_.status();
            reply.content_type = reader_.header("content-type");
            reply.headers = answer_headers();
            reply.body = std::move(body_);
            exchange_->reply(std::move(reply));
            answered();
            drop();
        } else if (phase_ == Phase::parts) {
            answer_->end();
            drop();
        }
    }

    void begin_tunnel() {
        if (protocol_.empty()) return fail(Error(Errc::unavailable, "it switched protocols though nobody had asked"));
        phase_ = Phase::opening;
        early_ = reader_.take_rest();
        auto const self = shared_from_this();
        exchange_->take_over(protocol_, answer_headers(), [self](std::shared_ptr<Socket> socket) {
            if (socket) return self->open(std::move(socket));
            std::lock_guard const lock(self->mutex_);
            self->drop();
        });
        answered();
    }

    void open(std::shared_ptr<Socket> socket) {
        auto const self = shared_from_this();
        // What is set up here may be called at once, and on another thread.
        socket->on_closed([self] {
            std::lock_guard const lock(self->mutex_);
            self->drop();
        });
        socket->on_drained([self] {
            std::lock_guard const lock(self->mutex_);
            self->hold_pod();
        });
        {
            std::lock_guard const lock(mutex_);
            if (phase_ != Phase::opening) return socket->close();
            phase_ = Phase::tunnel;
            socket_ = socket;
            if (!early_.empty()) socket_->send({std::exchange(early_, {}), false});
            if (pod_ended_) return drop();
        }
        socket->on_message([self](Message message) {
            std::lock_guard const lock(self->mutex_);
            if (self->phase_ != Phase::tunnel) return;
            self->send(std::move(message.bytes));
            self->hold_client();
        });
    }

    /// The Pod's end writes nothing more.
    void ended() {
        switch (phase_) {
            case Phase::head: return fail(Error(Errc::unavailable, "EOF"));
            case Phase::whole:
            case Phase::parts:
                if (reader_.end() == ResponseReader::State::complete) return complete();
                // Too late for another status: what there is of the answer is all that there will be.
                if (phase_ == Phase::parts) {
                    answer_->end();
                    return drop();
                }
                return fail(Error(Errc::unavailable, "unexpected EOF"));
            case Phase::opening: pod_ended_ = true; return;
            case Phase::tunnel: return drop();
            case Phase::over: return;
        }
    }

    void fail(Error error) {
        if (phase_ == Phase::over) return;
        bool const unanswered = phase_ == Phase::head || phase_ == Phase::whole;
        if (phase_ == Phase::parts) answer_->end();
        drop();
        if (!unanswered) return;
        auto const code = error.code == Errc::timeout ? Errc::timeout : Errc::unavailable;
        refuse_(exchange_, Error(code, "error trying to reach service: " + error.message));
        answered();
    }

    void answered() {
        if (auto const done = std::exchange(done_, {})) done();
    }

    void hold_pod() {
        if (!stream_ || (!answer_ && !socket_)) return;
        auto const full = [this] {
            return (answer_ ? answer_->queued_bytes() : socket_->queued_bytes()) > to_client_bytes_max;
        };
        bool const wanted = full();
        if (wanted != std::exchange(paused_, wanted)) stream_->pause(wanted);
        // It may have drained in between, and tells that only once.
        if (wanted && !full()) stream_->pause(paused_ = false);
    }

    void hold_client() {
        if (!socket_ || !stream_) return;
        auto const full = [this] { return stream_->queued_bytes() > to_pod_bytes_max; };
        bool const wanted = full();
        if (wanted != std::exchange(held_, wanted)) socket_->hold(wanted);
        if (wanted && !full()) socket_->hold(held_ = false);
    }

    void drop() {
        phase_ = Phase::over;
        if (auto const stream = std::exchange(stream_, nullptr)) stream->close();
        if (auto const socket = std::exchange(socket_, nullptr)) socket->close();
        answer_ = nullptr;
    }

    std::recursive_mutex mutex_;  // a stream or socket that is closed already says so from within the call
    std::shared_ptr<Exchange> exchange_;
    std::shared_ptr<PodStreams const> streams_;
    ProxyTarget target_;
    Refuse refuse_;
    std::function<void()> done_;
    std::string protocol_, host_;
    ResponseReader reader_;
    std::unique_ptr<TlsClient> tls_;
    std::shared_ptr<ByteStream> stream_;
    std::shared_ptr<Stream> answer_;
    std::shared_ptr<Socket> socket_;
    std::string body_, early_;
    Phase phase_ = Phase::head;
    bool paused_ = false, held_ = false, pod_ended_ = false;
};

}  // namespace

std::optional<ProxyName> read_proxy_name(std::string_view text) {
    ProxyName read;
    auto const first = text.find(':');
    auto const second = first == std::string_view::npos ? first : text.find(':', first + 1);
    if (second != std::string_view::npos) {
        auto const scheme = text.substr(0, first);
        if (scheme != "http" && scheme != "https" && !scheme.empty()) return std::nullopt;
        read.tls = scheme == "https";
        text.remove_prefix(first + 1);
    }
    auto const colon = std::min(text.find(':'), text.size());
    read.name = text.substr(0, colon);
    if (colon < text.size()) read.port = text.substr(colon + 1);
    if (read.name.empty() || read.port.find(':') != std::string::npos) return std::nullopt;
    return read;
}

void serve_proxy(std::shared_ptr<Exchange> exchange, std::shared_ptr<PodStreams const> streams, ProxyTarget target,
                 Refuse refuse, std::function<void()> done) {
    std::make_shared<Passage>(std::move(exchange), std::move(streams), std::move(target), std::move(refuse),
                              std::move(done))
        ->start();
}

}  // namespace keelson::http
