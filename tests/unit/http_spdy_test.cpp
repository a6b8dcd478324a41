#include "http/spdy.hpp"
#include "support/spdy_client.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using namespace keelson::http;
using Client = test::SpdyClient;

namespace {

struct Connection {
    Connection() {
        SpdyConnection::Events events;
        events.send = [this](std::string bytes) { sent += bytes; };
        events.opened = [this](std::uint32_t id, SpdyHeaders headers) {
            opened.emplace_back(id, std::move(headers));
            if (replies) server->reply(id);
        };
        events.data = [this](std::uint32_t id, std::string bytes) {
            data[id] += bytes;
            if (consumes) server->consumed(id, bytes.size());
        };
        events.finished = [this](std::uint32_t id) { finished.push_back(id); };
        events.reset = [this](std::uint32_t id) { reset.push_back(id); };
        events.drained = [this](std::uint32_t id) { drained.push_back(id); };
        events.closed = [this] { ++closed; };
        server = std::make_unique<SpdyConnection>(std::move(events));
    }
    std::vector<Client::Frame> take() { return Client::frames(std::exchange(sent, {})); }

    std::unique_ptr<SpdyConnection> server;
    Client client;
    std::string sent;
    std::vector<std::pair<std::uint32_t, SpdyHeaders>> opened;
    std::map<std::uint32_t, std::string> data;
    std::vector<std::uint32_t> finished, reset, drained;
    int closed = 0;
    bool replies = true, consumes = false;
};

constexpr std::uint16_t syn_reply = 2, rst_stream = 3, ping = 6, goaway = 7, window_update = 9;

}  // namespace

TEST_CASE("spdy: the dictionary is that of SPDY/3, byte by byte") {
    // Its checksum is in the first bytes of each direction, behind the two of zlib's head.
    SpdyDeflater deflater;
    auto const block = deflater.block({{"streamtype", "data"}});
    REQUIRE(block.size() > 6);
    CHECK(block.substr(2, 4) == "\xe3\xc6\xa7\xc2");
}

TEST_CASE("spdy: header blocks of one direction build on each other") {
    SpdyDeflater deflater;
    SpdyInflater inflater;
    for (int i = 0; i < 100; ++i) {
        SpdyHeaders const headers{{"streamtype", "data"}, {"port", std::to_string(i)}, {"x", std::string(5000, 'x')}};
        auto const block = deflater.block(headers);
        if (i > 0) CHECK(block.size() < 100);
        auto const read = inflater.headers(block);
        REQUIRE(read.has_value());
        CHECK(*read == headers);
    }
    CHECK(inflater.headers("damaged").has_error());
    CHECK(inflater.headers(deflater.block({})).has_error());  // the direction is lost
}

TEST_CASE("spdy: a header block that unpacks into too much is refused") {
    SpdyDeflater deflater;
    SpdyInflater inflater;
    CHECK(inflater.headers(deflater.block({{"bomb", std::string(1 << 20, 'x')}})).has_error());
}

TEST_CASE("spdy: a stream is opened, answered, written both ways and ended") {
    Connection c;
    // Byte by byte: frames may be cut anywhere.
    auto const bytes = c.client.open(1, {{"StreamType", "data"}, {"port", "80"}}) + Client::data(1, "hello") +
                       Client::data(1, " world", true);
    for (char const byte : bytes) c.server->receive({&byte, 1});
    REQUIRE(c.opened.size() == 1);
    CHECK(c.opened[0].second == SpdyHeaders{{"streamtype", "data"}, {"port", "80"}});
    CHECK(c.data[1] == "hello world");
    CHECK(c.finished == std::vector<std::uint32_t>{1});
    c.server->write(1, std::string(100'000, 'x'));
    c.server->finish(1);
    auto const frames = c.take();
    REQUIRE(frames.size() > 4);
    CHECK(frames[0].type == syn_reply);
    CHECK(frames[0].number(0) == 1);
    CHECK(Client::received(frames, 1) == std::string(100'000, 'x'));
    CHECK(Client::finished(frames, 1));
    CHECK(c.server->streams() == 0);
}

TEST_CASE("spdy: nothing is sent on a stream before it was answered") {
    Connection c;
    c.replies = false;
    c.server->receive(c.client.open(1, {}));
    c.server->write(1, "early");
    c.server->finish(1);
    CHECK(c.take().empty());
    c.server->reply(1);
    auto const frames = c.take();
    CHECK(frames.at(0).type == syn_reply);
    CHECK(Client::received(frames, 1) == "early");
    CHECK(Client::finished(frames, 1));
}

TEST_CASE("spdy: a client that counts windows is sent no more than it opens") {
    Connection c;
    c.server->receive(Client::control(4, 0, Client::word(1) + Client::word(7) + Client::word(10)));
    c.server->receive(c.client.open(1, {}));
    c.server->write(1, "0123456789abcdef");
    CHECK(Client::received(c.take(), 1) == "0123456789");
    CHECK(c.server->held_bytes(1) == 6);
    CHECK(c.drained.empty());
    c.server->receive(Client::window(1, 4));
    CHECK(Client::received(c.take(), 1) == "abcd");
    c.server->finish(1);
    CHECK(c.take().empty());
    c.server->receive(Client::control(4, 0, Client::word(1) + Client::word(7) + Client::word(30)));
    auto const frames = c.take();
    CHECK(Client::received(frames, 1) == "ef");
    CHECK(Client::finished(frames, 1));
}

TEST_CASE("spdy: a client that counts no windows, as Kubernetes' own, is sent everything") {
    Connection c;
    c.server->receive(c.client.open(1, {}));
    c.server->write(1, std::string(1 << 20, 'x'));
    CHECK(Client::received(c.take(), 1).size() == 1 << 20);
    CHECK(c.drained == std::vector<std::uint32_t>{1});
}

TEST_CASE("spdy: the client's window is opened again by what was taken") {
    Connection c;
    c.server->receive(c.client.open(1, {}));
    c.take();
    c.server->receive(Client::data(1, std::string(40'000, 'x')));
    CHECK(c.take().empty());
    c.server->consumed(1, 40'000);
    auto const frames = c.take();
    REQUIRE(frames.size() == 1);
    CHECK(frames[0].type == window_update);
    CHECK(frames[0].number(4) == 40'000);
}

TEST_CASE("spdy: pings of the client are answered, others are not") {
    Connection c;
    c.server->receive(Client::control(ping, 0, Client::word(3)));
    c.server->receive(Client::control(ping, 0, Client::word(4)));
    auto const frames = c.take();
    REQUIRE(frames.size() == 1);
    CHECK(frames[0].type == ping);
    CHECK(frames[0].number(0) == 3);
}

TEST_CASE("spdy: a reset ends a stream for both") {
    Connection c;
    c.server->receive(c.client.open(1, {}));
    c.server->receive(c.client.open(3, {}));
    c.take();
    c.server->receive(Client::control(rst_stream, 0, Client::word(1) + Client::word(5)));
    CHECK(c.reset == std::vector<std::uint32_t>{1});
    c.server->write(1, "late");
    CHECK(c.take().empty());
    c.server->reset(3, SpdyReset::cancel);
    auto const frames = c.take();
    REQUIRE(frames.size() == 1);
    CHECK(frames[0].type == rst_stream);
    CHECK(frames[0].number(4) == 5);
    c.server->receive(Client::data(3, "on its way"));  // it could not know
    CHECK(c.take().empty());
    CHECK(c.closed == 0);
}

TEST_CASE("spdy: what is wrong with one stream costs that stream") {
    Connection c;
    c.server->receive(Client::data(9, "never opened"));
    auto frames = c.take();
    REQUIRE(frames.size() == 1);
    CHECK(frames[0].type == rst_stream);
    CHECK(frames[0].number(4) == 2);
    c.server->receive(c.client.open(9, {}, 1));
    c.server->receive(Client::data(9, "after the end"));
    CHECK(c.reset == std::vector<std::uint32_t>{9});
    c.server->receive(c.client.open(11, {}));
    c.server->receive(Client::window(11, 0x7fffffff));
    CHECK(c.reset == std::vector<std::uint32_t>{9, 11});
    CHECK(c.closed == 0);
}

TEST_CASE("spdy: what makes no sense ends the connection, once, with a word") {
    std::vector<std::string> const wrong{
        Client::word(0x80020001) + Client::word(0),                                     // another version
        Client::word(1) + Client::word(0x00ffffff),                                     // a huge frame
        Client::control(1, 0, "short"),                                                 // cut short
        Client::control(1, 0, Client::word(1) + Client::word(0) + "\1\1" + "rubbish"),  // damaged headers
        Client().open(2, {}),                                                           // an even stream
        Client::control(ping, 0, "abc"),
        Client::control(rst_stream, 0, "abc"),
        Client::control(4, 0, Client::word(2) + Client::word(7) + Client::word(1)),  // settings that lack one
        Client::control(9, 0, "abc"),
        Client::control(2, 0, "ab"),
    };
    for (std::size_t i = 0; i < wrong.size(); ++i) {
        INFO(i);
        Connection c;
        c.server->receive(wrong[i]);
        CHECK(c.closed == 1);
        auto const frames = c.take();
        REQUIRE(frames.size() == 1);
        CHECK(frames[0].type == goaway);
        c.server->receive(Client().open(1, {}));
        CHECK(c.opened.empty());
        CHECK(c.closed == 1);
    }
    Connection c;
    c.server->receive(c.client.open(3, {}));
    c.server->receive(c.client.open(1, {}));  // not higher than the last
    CHECK(c.closed == 1);
}

TEST_CASE("spdy: unknown control frames are passed over") {
    Connection c;
    c.server->receive(Client::control(10, 0, "credentials") + c.client.open(1, {}));
    CHECK(c.opened.size() == 1);
}

TEST_CASE("spdy: after going away no stream is taken, and the client's going away is told") {
    Connection c;
    c.server->go_away();
    c.server->receive(c.client.open(1, {}));
    auto const frames = c.take();
    REQUIRE(frames.size() == 2);
    CHECK(frames[0].type == goaway);
    CHECK(frames[1].type == rst_stream);
    CHECK(c.opened.empty());
    c.server->receive(Client::control(goaway, 0, Client::word(0) + Client::word(0)));
    CHECK(c.closed == 1);
}
