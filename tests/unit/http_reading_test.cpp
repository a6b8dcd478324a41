#include "http/output.hpp"
#include "http/request_reader.hpp"
#include "http/utf8.hpp"
#include "http/websocket.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace keelson::http;

std::string frame(int first, std::string const& payload, std::size_t length_bytes = 0) {
    std::string bytes(1, static_cast<char>(first));
    auto const size = payload.size();
    if (length_bytes == 0) bytes += static_cast<char>(0x80 | size);
    if (length_bytes == 2)
        bytes += {static_cast<char>(0x80 | 126), static_cast<char>(size >> 8), static_cast<char>(size & 255)};
    if (length_bytes == 8) {
        bytes += static_cast<char>(0x80 | 127);
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes += static_cast<char>((static_cast<std::uint64_t>(size) >> shift) & 255);
    }
    bytes += "\x01\x02\x03\x04";
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(payload[i] ^ static_cast<char>(i % 4 + 1));
    return bytes;
}

TEST_CASE("http: a request is the same however its bytes are cut") {
    std::string const bytes =
        "\r\nPOST /api/v1/pods?limit=5 HTTP/1.1\r\nHost: a\r\nX-Twice:  one \r\nX-Twice: two\r\nTransfer-Encoding: "
        "chunked\r\n\r\n"
        "4\r\nbody\r\n6\r\n, more\r\n0\r\n\r\n";
    for (std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{7}, bytes.size()}) {
        INFO(step);
        RequestReader reader(4096, 4096);
        Request request;
        reader.begin(request);
        std::string waiting;
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            waiting += bytes.substr(at, step);
            for (std::size_t used = 1; used > 0 && !waiting.empty();) {
                used = reader.take(waiting);
                waiting.erase(0, used);
            }
        }
        REQUIRE(reader.state() == RequestReader::State::complete);
        CHECK(waiting.empty());
        CHECK(request.method == "POST");
        CHECK(request.target == "/api/v1/pods?limit=5");
        CHECK(request.body == "body, more");
        CHECK(request.header("x-twice") == "one");
        CHECK(request.headers.size() == 4);
        CHECK(reader.keep_alive());
    }
}

TEST_CASE("http: one request ends where the next begins") {
    RequestReader reader(4096, 4096);
    Request request;
    reader.begin(request);
    std::string_view bytes =
        "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabcGET http://h/b?c HTTP/1.0\r\n\r\n";
    bytes.remove_prefix(reader.take(bytes));
    CHECK(reader.state() == RequestReader::State::body);
    bytes.remove_prefix(reader.take(bytes));
    CHECK(reader.state() == RequestReader::State::complete);
    CHECK(request.body == "abc");
    reader.begin(request);
    bytes.remove_prefix(reader.take(bytes));
    CHECK(reader.state() == RequestReader::State::complete);
    CHECK(request.target == "/b?c");
    CHECK(request.body.empty());
    CHECK(reader.old());
    CHECK_FALSE(reader.keep_alive());
    CHECK(bytes.empty());
}

TEST_CASE("http: output keeps its order whatever the sizes, and copies small pieces only") {
    Output output;
    std::string expected;
    auto const shared = std::make_shared<std::string const>(10'000, 's');
    for (int i = 0; i < 50; ++i) {
        output.add("small");
        output.add(std::string(static_cast<std::size_t>(i) * 300, static_cast<char>('a' + i % 26)));
        if (i % 7 == 0) output.add(shared);
        expected += "small" + std::string(static_cast<std::size_t>(i) * 300, static_cast<char>('a' + i % 26));
        if (i % 7 == 0) expected += *shared;
    }
    CHECK(output.bytes() == expected.size());
    CHECK(shared.use_count() > 1);
    std::string found;
    while (!output.empty()) {
        iovec pieces[3];
        auto const count = output.gather(pieces, 3);
        REQUIRE(count > 0);
        auto const take = std::min<std::size_t>(777, pieces[0].iov_len);
        CHECK(output.front().substr(0, take) == std::string_view(static_cast<char*>(pieces[0].iov_base), take));
        found += output.front().substr(0, take);
        output.remove(take);
    }
    CHECK(found == expected);
    CHECK(shared.use_count() == 1);
    output.add("again");
    CHECK(output.front() == "again");
}

TEST_CASE("websocket: messages come whole, whatever the frames and the reads") {
    auto const long_text = std::string(70'000, 'x');
    auto const bytes = frame(0x81, "text") + frame(0x02, "in ") + frame(0x89, "ping") + frame(0x80, "parts") +
                       frame(0x82, std::string(300, 'b'), 2) + frame(0x82, long_text, 8) +
                       frame(0x88,
                             "\x03\xe9"
                             "bye");
    for (std::size_t step : {std::size_t{1}, std::size_t{5}, bytes.size()}) {
        WebSocketReader reader(100'000);
        std::vector<std::string> seen;
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            std::string_view some = std::string_view(bytes).substr(at, step);
            while (!some.empty()) {
                switch (reader.take(some)) {
                    case WebSocketReader::Event::message:
                        seen.push_back((reader.message().text ? "text:" : "bytes:") + reader.message().bytes);
                        break;
                    case WebSocketReader::Event::ping: seen.push_back("ping:" + reader.payload()); break;
                    case WebSocketReader::Event::close:
                        seen.push_back("close:" + std::to_string(reader.close_code()));
                        break;
                    case WebSocketReader::Event::failed: FAIL("code " << reader.close_code()); break;
                    case WebSocketReader::Event::none: break;
                }
            }
        }
        CHECK(seen == std::vector<std::string>{"text:text", "ping:ping", "bytes:in parts",
                                               "bytes:" + std::string(300, 'b'), "bytes:" + long_text, "close:1001"});
    }
}

TEST_CASE("websocket: what breaks the protocol is closed with the code for it") {
    auto const code = [](std::string const& bytes) {
        WebSocketReader reader(10);
        std::string_view rest = bytes;
        for (;;) {
            auto const event = reader.take(rest);
            if (event == WebSocketReader::Event::failed) return static_cast<int>(reader.close_code());
            if (event == WebSocketReader::Event::none) return 0;
        }
    };
    CHECK(code(std::string("\x82\x01xxxxxx")) == 1002);          // not masked
    CHECK(code(frame(0xc2, "a")) == 1002);                       // an extension's bit
    CHECK(code(frame(0x83, "a")) == 1002);                       // no such frame
    CHECK(code(frame(0x80, "a")) == 1002);                       // goes on with nothing
    CHECK(code(frame(0x02, "a") + frame(0x82, "b")) == 1002);    // begins in the middle
    CHECK(code(frame(0x09, "a")) == 1002);                       // a ping in parts
    CHECK(code(frame(0x89, std::string(126, 'a'), 2)) == 1002);  // a long ping
    CHECK(code(frame(0x88, "a")) == 1002);                       // half a code
    CHECK(code(frame(0x88, "\x03\xed")) == 1002);                // 1005 is never sent
    CHECK(code(frame(0x82, "12345678901")) == 1009);
    CHECK(code(frame(0x02, "123456") + frame(0x80, "123456")) == 1009);
    CHECK(code("\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff"
               "abcd") == 1009);
    CHECK(code(frame(0x81, "\xc3\x28")) == 1007);
    CHECK(code(frame(0x81, "\xc3\xa4")) == 0);
}

TEST_CASE("http: UTF-8 is what RFC 3629 says") {
    for (auto const* const good : {"", "plain", "\xc2\x80", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xef\xbf\xbf",
                                   "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
        CHECK(is_utf8(good));
    }
    for (auto const* const wrong : {"\x80", "\xc0\x80", "\xc1\xbf", "\xc2", "\xe0\x80\x80", "\xed\xa0\x80",
                                    "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\xe2\x82"}) {
        CHECK_FALSE(is_utf8(wrong));
    }
    CHECK(as_utf8("a\xff" "b\xc3\xa4\xe2\x82") == "a\xef\xbf\xbd" "b\xc3\xa4\xef\xbf\xbd\xef\xbf\xbd");
    CHECK(is_printable("kubectl \xc3\xa4"));
    for (auto const* const wrong : {"a\x01", "\x7f", "\xc2\x85", "\xff"}) CHECK_FALSE(is_printable(wrong));
}

TEST_CASE("websocket: frames are written in the shortest form") {
    std::string out;
    write_frame_head(Opcode::binary, 125, out);
    CHECK(out == "\x82\x7d");
    out.clear();
    write_frame_head(Opcode::text, 126, out);
    CHECK(out == std::string("\x81\x7e\x00\x7e", 4));
    out.clear();
    write_frame_head(Opcode::binary, 65536, out);
    CHECK(out == std::string("\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10));
    CHECK(websocket_accept("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    CHECK(websocket_accept("short").empty());
}

}  // namespace
