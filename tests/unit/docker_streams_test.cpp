#include "drivers/runtime_docker/frames.hpp"
#include "drivers/runtime_docker/http_answer.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using namespace keelson::docker;

namespace {

std::string frame(int stream, std::string const& bytes) {
    std::string head(8, '\0');
    head[0] = static_cast<char>(stream);
    for (int i = 0; i < 4; ++i) head[7 - i] = static_cast<char>(bytes.size() >> (8 * i) & 0xff);
    return head + bytes;
}

std::string const noon = "2026-01-31T12:00:00.000000000Z";

/// The body of an answer that comes in pieces of this size, and whether it is complete.
std::pair<std::string, bool> read_in_pieces(std::string const& text, std::size_t size) {
    HttpAnswer answer;
    std::string body;
    for (std::size_t at = 0; at < text.size(); at += size) CHECK(answer.add(text.substr(at, size), body).has_value());
    return {body, answer.complete()};
}

}  // namespace

TEST_CASE("docker streams: frames are found wherever what comes is cut") {
    auto const all = frame(1, "one") + frame(2, "") + frame(2, std::string(70'000, 'x'));
    for (std::size_t const size : {1U, 3U, 7U, 8U, 9U, 4096U, 100'000U}) {
        FrameReader reader;
        std::vector<Frame> frames;
        for (std::size_t at = 0; at < all.size(); at += size) {
            reader.add(std::string_view(all).substr(at, size));
            while (auto next = reader.next()) frames.push_back(std::move(*next));
        }
        REQUIRE(frames.size() == 3);
        CHECK(frames[0].bytes == "one");
        CHECK_FALSE(frames[0].error);
        CHECK(frames[1].error);
        CHECK(frames[2].bytes.size() == 70'000);
        CHECK(reader.sound());
    }
}

TEST_CASE("docker streams: what are no frames is not taken for some") {
    for (auto const& wrong : {std::string("an ordinary text"), std::string("\x01\0\0\0\xff\0\0\0", 8)}) {
        FrameReader reader;
        reader.add(wrong);
        CHECK_FALSE(reader.next());
        CHECK_FALSE(reader.sound());
    }
}

TEST_CASE("docker log: frames become lines of the CRI format, and parts of long lines are told as such") {
    LogDecoder decoder(false);
    std::string lines;
    CHECK(decoder.add(frame(1, noon + " out\n") + frame(2, noon + " bad\n") + frame(1, noon + " half"), lines));
    CHECK(decoder.add(frame(1, noon + " line\n") + frame(1, noon + " \n"), lines));
    CHECK(lines == noon + " stdout F out\n" + noon + " stderr F bad\n" + noon + " stdout P half\n" + noon +
                       " stdout F line\n" + noon + " stdout F \n");
    CHECK_FALSE(decoder.add("no frame at all", lines));
}

TEST_CASE("docker log: the text of a terminal is taken apart at its lines, and long ones where the engine cut them") {
    std::string const part(16 * 1024, 'x');
    auto const text = noon + " one\r\n" + noon + " " + part + noon + " " + part + noon + " rest\n" + noon + " " + part +
                      "y\n" + noon + " last\n";
    for (std::size_t const size : {1U, 100U, 16'384U, 100'000U}) {
        LogDecoder decoder(true);
        std::string lines;
        for (std::size_t at = 0; at < text.size(); at += size)
            CHECK(decoder.add(std::string_view(text).substr(at, size), lines));
        CHECK(lines == noon + " stdout F one\r\n" + noon + " stdout P " + part + "\n" + noon + " stdout P " + part +
                           "\n" + noon + " stdout F rest\n" + noon + " stdout F " + part + "y\n" + noon +
                           " stdout F last\n");
    }
}

TEST_CASE("docker streams: answers are read with a length, in chunks, and up to their end") {
    std::string const ok = "HTTP/1.1 200 OK\r\n";
    for (std::size_t const size : {1U, 2U, 5U, 1000U}) {
        CHECK(read_in_pieces(ok + "Content-Length: 5\r\n\r\nhello", size) == std::pair(std::string("hello"), true));
        CHECK(read_in_pieces(ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;x=y\r\n!\r\n0\r\n\r\n", size) ==
              std::pair(std::string("hello!"), true));
        CHECK(read_in_pieces(ok + "transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n", size) ==
              std::pair(std::string("hello"), false));
        CHECK(read_in_pieces(ok + "\r\nhello", size) == std::pair(std::string("hello"), false));
        CHECK(read_in_pieces("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 UPGRADED\r\n\r\nraw", size).first == "raw");
    }
    HttpAnswer refused;
    std::string body;
    CHECK(refused.add("HTTP/1.1 409 Conflict\r\nContent-Length: 2\r\n\r\n{}", body).has_value());
    CHECK(refused.status() == 409);
    HttpAnswer cut;
    CHECK(cut.add(ok + "Content-Length: 5\r\n\r\nhel", body).has_value());
    CHECK_FALSE(cut.end());
    for (auto const* const wrong :
         {"SSH-2.0-x\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"}) {
        HttpAnswer answer;
        CHECK(answer.add(wrong, body).has_error());
    }
    HttpAnswer endless;
    CHECK(endless.add(std::string(70'000, 'x'), body).has_error());
    HttpAnswer chunk;
    CHECK(chunk.add(ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", body).has_error());
}
