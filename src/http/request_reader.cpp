#include "http/request_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <optional>

namespace keelson::http {
namespace {

namespace beast_http = boost::beast::http;
using BeastView = boost::beast::string_view;
using BeastError = boost::beast::error_code;

constexpr std::size_t header_count_max = 256;
/// What a client says of a body's size is not believed further than this: more is taken as it comes.
constexpr std::uint64_t reserve_max = 64 * 1024;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

/// Beast's parser, writing to a Request whose strings keep their room from one request to the next.
class RequestReader::Parser final : public beast_http::basic_parser<true> {
public:
    Parser(Request& request, std::uint32_t header_bytes_max, std::uint64_t body_bytes_max) : request_(request) {
        eager(false);
        header_limit(header_bytes_max);
        body_limit(body_bytes_max);
    }
    [[nodiscard]] int version() const noexcept { return version_; }
    [[nodiscard]] bool too_many_headers() const noexcept { return too_many_headers_; }

private:
    void on_request_impl(beast_http::verb, BeastView method, BeastView target, int version, BeastError&) override {
        request_.method.assign(method.data(), method.size());
        request_.target.assign(target.data(), target.size());
        version_ = version;
    }
    void on_response_impl(int, BeastView, int, BeastError&) override {}
    void on_field_impl(beast_http::field, BeastView name, BeastView value, BeastError& error) override {
        if (request_.headers.size() == header_count_max) {
            too_many_headers_ = true;
            error = beast_http::error::header_limit;
            return;
        }
        auto& [key, text] = request_.headers.emplace_back();
        key.resize(name.size());
        std::transform(name.begin(), name.end(), key.begin(), lower);
        text.assign(value.data(), value.size());
    }
    void on_header_impl(BeastError&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const& length, BeastError&) override {
        if (length) request_.body.reserve(static_cast<std::size_t>(std::min(*length, reserve_max)));
    }
    std::size_t on_body_impl(BeastView body, BeastError&) override {
        request_.body.append(body.data(), body.size());
        return body.size();
    }
    void on_chunk_header_impl(std::uint64_t, BeastView, BeastError&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, BeastView body, BeastError&) override {
        request_.body.append(body.data(), body.size());
        return body.size();
    }
    void on_finish_impl(BeastError&) override {}

    Request& request_;
    int version_ = 11;
    bool too_many_headers_ = false;
};

struct RequestReader::Impl {
    std::optional<Parser> parser;
    Request* request = nullptr;
};

RequestReader::RequestReader(std::uint32_t header_bytes_max, std::uint64_t body_bytes_max)
    : impl_(std::make_unique<Impl>()), header_bytes_max_(header_bytes_max), body_bytes_max_(body_bytes_max) {}

RequestReader::~RequestReader() = default;

void RequestReader::begin(Request& request) {
    request.headers.clear();
    request.body.clear();
    impl_->request = &request;
    impl_->parser.reset();
    impl_->parser.emplace(request, header_bytes_max_, body_bytes_max_);
    state_ = State::head;
    begun_ = false;
}

std::size_t RequestReader::take(std::string_view bytes) {
    std::size_t used = 0;
    // RFC 9112, 2.2: empty lines before a request are nothing.
    while (!begun_ && used < bytes.size() && (bytes[used] == '\r' || bytes[used] == '\n')) ++used;
    auto& parser = *impl_->parser;
    while (used < bytes.size() && state_ != State::failed && state_ != State::complete) {
        begun_ = true;
        BeastError error;
        auto const had_head = state_ == State::body;
        used += parser.put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), error);
        if (error && error != beast_http::error::need_more) {
            if (error == beast_http::error::header_limit) {
                fail(431, "the header of the request is too large");
            } else if (error == beast_http::error::body_limit) {
                fail(413, "the body of the request is too large");
            } else if (error == beast_http::error::bad_version) {
                fail(505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
            } else {
                fail(400, "the request is not HTTP");
            }
            break;
        }
        if (!had_head && parser.is_header_done()) {
            state_ = State::body;
            check_head();
        }
        if (state_ == State::body && parser.is_done()) {
            state_ = State::complete;
            break;
        }
        if (error == beast_http::error::need_more || (!had_head && state_ != State::head)) break;
    }
    return used;
}

void RequestReader::check_head() {
    auto& request = *impl_->request;
    auto const hosts = std::count_if(request.headers.begin(), request.headers.end(),
                                     [](auto const& header) { return header.first == "host"; });
    if (hosts > 1 || (hosts == 0 && !old())) return fail(400, "the request names no host, or several");
    if (request.target.starts_with("http://") || request.target.starts_with("https://")) {
        auto const path = request.target.find('/', request.target.find("//") + 2);
        request.target = path == std::string::npos ? "/" : request.target.substr(path);
    }
    if (auto const fragment = request.target.find('#'); fragment != std::string::npos) {
        return fail(400, "the path of the request is not one");
    }
    auto const star = request.target == "*" && request.method == "OPTIONS";
    if (!star && !request.target.starts_with('/')) return fail(400, "the path of the request is not one");
}

void RequestReader::fail(int status, std::string_view message) {
    state_ = State::failed;
    failure_status_ = status;
    failure_ = message;
}

bool RequestReader::keep_alive() const { return impl_->parser->keep_alive(); }
bool RequestReader::old() const noexcept { return impl_->parser->version() < 11; }
bool RequestReader::wants_upgrade() const { return impl_->parser->upgrade(); }
bool RequestReader::expects_continue() const noexcept {
    return !old() && equal_ignoring_case(impl_->request->header("expect"), "100-continue");
}

}  // namespace keelson::http
