#include "http/connection.hpp"
#include "http/refusal.hpp"

#include <algorithm>
#include <charconv>
#include <exception>
#include <utility>

namespace keelson::http {
namespace {

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

bool names_protocol(Request const& request, std::string_view protocol) {
    auto const asked = list_header(request, "upgrade");
    return std::any_of(asked.begin(), asked.end(), [&](auto name) { return equal_ignoring_case(name, protocol); });
}

template <class Number>
void append_number(std::string& out, Number number, int base = 10) {
    char digits[24];
    auto const end = std::to_chars(digits, digits + sizeof digits, number, base).ptr;
    out.append(digits, end);
}

/// Nothing that comes from an object may begin a header of its own.
void append_clean(std::string& out, std::string_view text) {
    for (auto const c : text) {
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') out += c;
    }
}

/// The transport's own headers: what a handler says of them is not its to say.
bool is_framing(std::string_view name) {
    switch (name.size()) {
        case 4: return equal_ignoring_case(name, "date");
        case 10: return equal_ignoring_case(name, "connection");
        case 14: return equal_ignoring_case(name, "content-length");
        case 17: return equal_ignoring_case(name, "transfer-encoding");
        default: return false;
    }
}

}  // namespace

void Connection::advance() {
    while (!closing_) {
        switch (phase_) {
            case Phase::reading:
                if (!read_request()) return;
                break;
            case Phase::answering:
                if (!take_answer()) return;
                break;
            case Phase::replying:
                if (!send_pieces()) return;
                break;
            case Phase::streaming:
                if (peer_end_) return close();
                if (!take_parts()) return;
                break;
            case Phase::socket:
                read_socket();
                if (phase_ != Phase::socket || closing_) break;
                if (peer_end_) return close();
                if (!take_messages()) return;
                break;
            case Phase::socket_closing:
                read_socket();
                if (peer_end_) closing_ = true;
                if (!closing_) return;
                break;
            case Phase::taken_over:
                read_taken_over();
                if (peer_end_) return close();
                if (!take_messages()) return;
                break;
            case Phase::handshake:
                if (peer_end_) close();
                return;
            case Phase::lingering:
            case Phase::closed: return;
        }
    }
}

bool Connection::read_request() {
    if (output_.bytes() >= output_high) return false;
    while (!input_.empty()) {
        if (!request_begun_) begin_request();
        auto const used = reader_.take(input_);
        input_.remove_prefix(used);
        auto const state = reader_.state();
        if (state == RequestReader::State::failed) {
            auto const status = reader_.failure_status();
            auto const reason = status == 413 ? "RequestEntityTooLarge" : status == 400 ? "BadRequest" : "";
            refuse(refusal(status, reason, reader_.failure()));
            return true;
        }
        if (state != RequestReader::State::head && !head_checked_ && !check_head()) return true;
        if (!count_body()) return true;
        if (state == RequestReader::State::complete) {
            dispatch();
            return true;
        }
        if (used == 0) break;
    }
    if (peer_end_) closing_ = true;
    return false;
}

void Connection::begin_request() {
    auto reused = false;
    if (call_ && call_.use_count() == 1) {
        std::lock_guard const lock(call_->mutex);
        reused = call_->released;
    }
    if (reused) {
        call_->reset();
    } else {
        call_ = std::make_shared<Call>();
        call_->connection = weak_from_this();
    }
    reader_.begin(call_->request);
    request_begun_ = true;
    head_checked_ = false;
    body_counted_ = 0;
    keep_alive_ = chunked_ = true;
    no_body_ = false;
    set_deadline(limits().head);
}

/// The head is there: who asks is found out before a body is taken from them. False: it was answered.
bool Connection::check_head() {
    head_checked_ = true;
    auto& request = call_->request;
    auto const body_follows = reader_.state() == RequestReader::State::body;
    keep_alive_ = reader_.keep_alive();
    chunked_ = !reader_.old();
    no_body_ = request.method == "HEAD";
    request.remote = peer_.address;
    call_->may_upgrade = request.method == "GET" && reader_.wants_upgrade() && names_protocol(request, "websocket");
    auto user = shared_.authenticator(peer_, request);
    if (!user) {
        if (body_follows) keep_alive_ = false;
        auto reply = refusal(user.error());
        if (shared_.refused) shared_.refused(request, std::nullopt, reply.status, reason(user.error().code));
        send_reply(std::move(reply));
        finish_request();
        return false;
    }
    request.user = std::move(user).value();
    if (body_follows) {
        set_deadline(limits().body);
        if (reader_.expects_continue() && input_.empty()) output_.add("HTTP/1.1 100 Continue\r\n\r\n");
    }
    return true;
}

bool Connection::count_body() {
    auto const size = call_->request.body.size();
    if (size == body_counted_) return true;
    auto const more = size - std::exchange(body_counted_, size);
    if (shared_.bodies_bytes.fetch_add(more) + more <= limits().bodies_bytes) return true;
    refuse(refusal(429, "TooManyRequests", "too many requests with large bodies, please try again later"));
    return false;
}

void Connection::dispatch() {
    if (shared_.requests.fetch_add(1) >= limits().requests) {
        --shared_.requests;
        if (shared_.refused) shared_.refused(call_->request, call_->request.user, 429, "TooManyRequests");
        send_reply(refusal(429, "TooManyRequests", "too many requests, please try again later"));
        return finish_request();
    }
    counted_ = Counted::request;
    phase_ = Phase::answering;
    deadline_ = Instant::max();
    try {
        shared_.handler(make_exchange(call_));
    } catch (std::exception const& thrown) {
        // The exchange is gone or will be: it is answered with 500.
        shared_.log.error(std::string("the answer to ") + call_->request.target + " has thrown: " + thrown.what());
    }
}

bool Connection::take_answer() {
    auto answer = Call::Answer::none;
    Reply reply;
    {
        std::lock_guard const lock(call_->mutex);
        answer = call_->answer;
        if (answer == Call::Answer::reply) reply = std::move(call_->reply);
    }
    switch (answer) {
        case Call::Answer::none: return false;
        case Call::Answer::reply:
            send_reply(std::move(reply));
            if (pieces_) {
                phase_ = Phase::replying;
            } else {
                finish_request();
            }
            break;
        case Call::Answer::stream: begin_stream(); break;
        case Call::Answer::socket: open_socket(); break;
        case Call::Answer::take_over: take_over(); break;
    }
    return true;
}

void Connection::write_head(Reply const& reply, Framing framing) {
    auto& out = output_.tail();
    auto const status = reply.status >= 100 && reply.status <= 599 ? reply.status : 500;
    if (status == 200) {
        out += "HTTP/1.1 200 OK\r\n";
    } else {
        out += "HTTP/1.1 ";
        append_number(out, status);
        out += ' ';
        out += status_text(status);
        out += "\r\n";
    }
    for (auto const& [name, value] : reply.headers) {
        if (is_framing(name) && framing != Framing::none) continue;
        append_clean(out, name);
        out += ": ";
        append_clean(out, value);
        out += "\r\n";
    }
    if (framing != Framing::none) {
        if (!reply.content_type.empty()) {
            out += "Content-Type: ";
            append_clean(out, reply.content_type);
            out += "\r\n";
        }
        if (framing == Framing::length) {
            if (status != 204) {
                out += "Content-Length: ";
                append_number(out, reply.body.size());
                out += "\r\n";
            }
        } else if (chunked_) {
            out += "Transfer-Encoding: chunked\r\n";
        }
        if (!keep_alive_ || shared_.stopping.load(std::memory_order_relaxed)) {
            keep_alive_ = false;
            out += "Connection: close\r\n";
        } else if (!chunked_) {
            out += "Connection: keep-alive\r\n";
        }
    }
    out += loop_->date_line();
    out += "\r\n";
    output_.commit();
}

void Connection::send_reply(Reply reply) {
    if (!reply.more) {
        write_head(reply, Framing::length);
        if (!no_body_ && reply.status != 204 && reply.status != 304) output_.add(std::move(reply.body));
        return;
    }
    if (!chunked_) keep_alive_ = false;
    write_head(reply, Framing::chunks);
    if (no_body_) return;
    pieces_ = [first = std::move(reply.body), more = std::move(reply.more)](std::string& piece) mutable {
        piece += std::exchange(first, {});
        return more(piece);
    };
}

/// As much of an answer as is worth sending at once; the client takes it while the next is made. False: there is more.
bool Connection::send_pieces() {
    // The length of a chunk is known behind it, so its digits are always as many.
    constexpr std::string_view head = "00000000\r\n";
    while (output_.bytes() < output_high) {
        std::string piece(chunked_ ? head : std::string_view());
        auto const begin = piece.size();
        auto const more = pieces_(piece);
        if (auto size = piece.size() - begin; size > 0) {
            if (chunked_) {
                for (auto digit = head.size() - 2; digit-- > 0; size >>= 4U)
                    piece[digit] = "0123456789abcdef"[size & 15U];
                piece += "\r\n";
            }
            output_.add(std::move(piece));
        }
        if (more) continue;
        pieces_ = nullptr;
        if (chunked_) output_.add("0\r\n\r\n");
        finish_request();
        return true;
    }
    return false;
}

/// An answer after which nothing that this client sends can be understood.
void Connection::refuse(Reply reply) {
    keep_alive_ = false;
    send_reply(std::move(reply));
    finish_request();
}

void Connection::release_counts() {
    if (counted_ == Counted::request) --shared_.requests;
    if (counted_ == Counted::stream) --shared_.streams;
    counted_ = Counted::none;
    shared_.bodies_bytes -= std::exchange(body_counted_, 0);
}

void Connection::finish_request() {
    release_counts();
    request_begun_ = head_checked_ = false;
    phase_ = Phase::reading;
    taken_bytes_ = 0;
    if (!keep_alive_ || shared_.stopping.load(std::memory_order_relaxed)) {
        closing_ = true;
        // A client that takes nothing is cut off by the write's time-out.
        deadline_ = Instant::max();
        return;
    }
    quiet_since_ = std::chrono::steady_clock::now();
    deadline_ = quiet_since_ + limits().idle;
}

/// From here on it is a stream and no request. False: there are too many.
bool Connection::count_stream() {
    if (shared_.streams.fetch_add(1) >= limits().streams) {
        --shared_.streams;
        return false;
    }
    --shared_.requests;
    counted_ = Counted::stream;
    return true;
}

void Connection::begin_stream() {
    if (!count_stream()) {
        send_reply(refusal(429, "TooManyRequests", "too many watches, please try again later"));
        call_->finish(true);
        return finish_request();
    }
    Reply head;
    {
        std::lock_guard const lock(call_->mutex);
        head = std::move(call_->reply);
    }
    if (!chunked_) keep_alive_ = false;
    write_head(head, Framing::chunks);
    phase_ = Phase::streaming;
    if (no_body_) {
        call_->finish(true);
        finish_request();
    } else if (shared_.stopping) {
        tell_stop();
    }
}

std::optional<bool> Connection::swap_parts() {
    if (output_.bytes() >= output_high) return {};
    std::lock_guard const lock(call_->mutex);
    std::swap(loop_->parts, call_->parts);
    if (loop_->parts.empty() && !call_->ended) return {};
    return call_->ended;
}

bool Connection::take_parts() {
    auto const ended = swap_parts();
    if (!ended) return false;
    auto& parts = loop_->parts;
    std::size_t size = 0;
    for (auto const& part : parts) size += part.view().size();
    // All that waits is one chunk.
    if (size > 0 && chunked_) {
        auto& out = output_.tail();
        append_number(out, size, 16);
        out += "\r\n";
        output_.commit();
    }
    for (auto& part : parts) {
        if (part.shared) {
            output_.add(std::move(part.shared));
        } else {
            output_.add(std::move(part.own));
        }
    }
    if (size > 0 && chunked_) output_.add("\r\n");
    parts.clear();
    taken_bytes_ += size;
    if (*ended) {
        if (chunked_) output_.add("0\r\n\r\n");
        call_->finish(false);
        finish_request();
    }
    return true;
}

}  // namespace keelson::http
