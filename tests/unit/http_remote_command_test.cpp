#include "http/command_session.hpp"
#include "http/remote_command.hpp"
#include "support/paper_socket.hpp"
#include "support/spdy_client.hpp"

#include <catch2/catch.hpp>

using namespace keelson;
using namespace keelson::http;
using Client = test::SpdyClient;

namespace {

struct Server {
    explicit Server(std::string target, std::vector<std::string> offered = {"v5.channel.k8s.io"}, Headers headers = {},
                    bool attach = false) {
        exchange->asked.method = "GET";
        exchange->asked.target = "/api/v1/namespaces/default/pods/web/exec?" + std::move(target);
        exchange->asked.headers = std::move(headers);
        exchange->offered = std::move(offered);
        auto const refuse = [this](std::shared_ptr<Exchange> const&, Error error) { refused = std::move(error); };
        (attach ? serve_attach : serve_exec)(exchange, pod.streams(), {"default", "web"}, refuse);
    }
    test::PaperSocket& socket() { return *exchange->socket; }
    test::PaperProgram& program() { return *pod.program; }
    std::vector<std::string> take() {
        std::vector<std::string> all;
        for (auto const& message : socket().sent) all.push_back(message.bytes);
        socket().take();
        return all;
    }

    test::PaperPod pod;
    std::shared_ptr<test::PaperExchange> exchange = std::make_shared<test::PaperExchange>();
    Error refused{Errc::internal, ""};
};

std::string channel(int number, std::string const& text) { return static_cast<char>(number) + text; }

constexpr char const* success = R"({"metadata":{},"status":"Success"})";

Headers spdy_headers(std::string const& versions) {
    return {{"connection", "Upgrade"}, {"upgrade", "SPDY/3.1"}, {"x-stream-protocol-version", versions}};
}

}  // namespace

TEST_CASE("remote command: over v5 a program is started, read, written to and its end told") {
    Server s("command=sh&command=-c&command=a%20b+c&stdin=true&stdout=1&stderr=true&container=main");
    CHECK(s.pod.command == std::vector<std::string>{"sh", "-c", "a b c"});
    CHECK(s.pod.wants_input);
    CHECK_FALSE(s.pod.wants_tty);
    s.socket().receive(channel(0, "early "));
    s.pod.start();
    CHECK(s.take() == std::vector<std::string>{channel(1, "")});
    s.socket().receive(channel(0, "and late"));
    CHECK(s.program().input == "early and late");
    s.socket().receive(channel(255, std::string(1, '\0')));
    CHECK(s.program().input_ended);
    s.program().events.output("out");
    s.program().events.error("err");
    CHECK(s.take() == std::vector<std::string>{channel(1, "out"), channel(2, "err")});
    CHECK_FALSE(s.socket().closed);
    s.program().events.ended(ProgramEnding{3, 0});
    CHECK(
        s.take() ==
        std::vector<std::string>{channel(
            3,
            R"({"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: exit status 3",)"
            R"("reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"3"}]}})")});
    CHECK(s.socket().closed);
}

TEST_CASE("remote command: a program that ends well, and one that cannot be started") {
    Server fine("command=true&stdout=true");
    fine.pod.start();
    fine.take();
    fine.program().events.ended(ProgramEnding{});
    CHECK(fine.take() == std::vector<std::string>{channel(3, success)});
    Server bad("command=no&stdout=true");
    bad.pod.started(Error(Errc::invalid, "exec: \"no\": executable file not found in $PATH"));
    auto const sent = bad.take();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].find(R"("message":"Internal error occurred: error executing command in container: exec: \"no\")") !=
          std::string::npos);
    CHECK(sent[0].find(R"("code":500)") != std::string::npos);
    CHECK(bad.socket().closed);
}

TEST_CASE("remote command: who attaches is not told how the container ended") {
    Server s("stdout=true&stdin=true", {"v4.channel.k8s.io"}, {}, true);
    s.pod.start();
    s.take();
    s.program().events.ended(ProgramEnding{137, 9});
    CHECK(s.take() == std::vector<std::string>{channel(3, success)});
}

TEST_CASE("remote command: on a terminal there is one output, and its size may change") {
    Server s("command=sh&stdout=true&stderr=true&stdin=true&tty=true");
    CHECK(s.pod.wants_tty);
    s.socket().receive(channel(4, R"({"Width":80,"Height":24})"));
    s.pod.start();
    CHECK(s.program().size.columns == 80);
    s.socket().receive(channel(4, R"({"Height":50,"Width":132})"));
    CHECK(s.program().size.rows == 50);
    for (auto const* const wrong : {"", "{", "[]", R"({"Width":"x"})", R"({"Width":-1})", R"({"Width":70000})"})
        s.socket().receive(channel(4, wrong));
    CHECK(s.program().size.columns == 132);
    s.take();
    s.program().events.error("nobody asked");
    CHECK(s.take().empty());
}

TEST_CASE("remote command: base64 channels carry text") {
    Server s("command=cat&stdout=true&stdin=true", {"v4.base64.channel.k8s.io"});
    s.pod.start();
    s.take();
    s.socket().receive("0aGVsbG8=");
    CHECK(s.program().input == "hello");
    s.program().events.output("hello");
    CHECK(s.socket().sent.at(0).text);
    CHECK(s.take() == std::vector<std::string>{"1aGVsbG8="});
    s.socket().receive("0###");
    CHECK(s.socket().closed);
    CHECK(s.program().cancelled);
}

TEST_CASE("remote command: the oldest protocol tells errors as they are, and no success") {
    Server s("command=cat&stdout=true", {"channel.k8s.io"});
    s.pod.start();
    s.take();
    s.program().events.ended(ProgramEnding{2, 0});
    CHECK(s.take() == std::vector<std::string>{channel(3, "command terminated with exit code 2")});
    Server fine("command=cat&stdout=true", {"channel.k8s.io"});
    fine.pod.start();
    fine.take();
    fine.program().events.ended(ProgramEnding{});
    CHECK(fine.take().empty());
    CHECK(fine.socket().closed);
}

TEST_CASE("remote command: what makes no sense on a channel is passed over") {
    Server s("command=cat&stdout=true&stdin=true");
    s.pod.start();
    s.take();
    for (auto const& bytes : {std::string(), channel(1, "wrong way"), channel(77, "x"), channel(255, ""),
                              channel(255, "\1"), channel(255, std::string(2, '\0'))})
        s.socket().receive(bytes);
    CHECK(s.program().input.empty());
    CHECK_FALSE(s.program().input_ended);
    CHECK_FALSE(s.socket().closed);
    Server v4("command=cat&stdout=true&stdin=true", {"v4.channel.k8s.io"});
    v4.pod.start();
    v4.socket().receive(channel(255, std::string(1, '\0')));
    CHECK_FALSE(v4.program().input_ended);
}

TEST_CASE("remote command: a slow client holds the program, and a slow program the client") {
    Server s("command=cat&stdout=true&stdin=true");
    for (int i = 0; i < 5; ++i) s.socket().receive(channel(0, std::string(100'000, 'x')));
    CHECK(s.socket().held);  // there is no program yet
    s.pod.start();
    CHECK(s.socket().held);  // and now it has not read
    s.program().drain();
    CHECK_FALSE(s.socket().held);
    for (int i = 0; i < 12; ++i) s.program().events.output(std::string(100'000, 'x'));
    CHECK(s.program().paused);
    s.take();
    CHECK_FALSE(s.program().paused);
}

TEST_CASE("remote command: when the client goes, the program is let go of") {
    Server s("command=cat&stdout=true&stdin=true");
    s.pod.start();
    s.socket().go();
    CHECK(s.program().cancelled);
    Server early("command=cat&stdout=true");
    early.socket().go();
    early.pod.start();
    CHECK(early.program().cancelled);
}

TEST_CASE("remote command: requests that cannot be served are refused before anything is upgraded") {
    CHECK(Server("command=ls").refused.message == "you must specify at least 1 of stdin, stdout, stderr");
    CHECK(Server("command=ls&stdout=false&stderr=0").refused.code == Errc::bad_request);
    CHECK(Server("stdout=true").refused.message == "you must specify at least one command for the container");
    CHECK(Server("command=&stdout=true").refused.code == Errc::bad_request);
    CHECK(Server("command=ls&stdout=true", {}).refused.message == "Upgrade request required");
    Server unknown("command=ls&stdout=true", {}, spdy_headers("v9.channel.k8s.io"));
    CHECK(unknown.refused.code == Errc::forbidden);
    CHECK(unknown.exchange->socket == nullptr);
    CHECK(Server("command=ls&stdout=true", {"v9.channel.k8s.io"}).exchange->socket == nullptr);
}

TEST_CASE("remote command: over SPDY the program starts when its streams are there, and its end is told on one") {
    Server s("command=sh&stdin=true&stdout=true&stderr=true", {}, spdy_headers("v4.channel.k8s.io,v3.channel.k8s.io"));
    CHECK(s.exchange->answered == Headers{{"X-Stream-Protocol-Version", "v4.channel.k8s.io"}});
    Client client;
    s.socket().receive(client.open(1, {{"streamtype", "error"}}));
    s.socket().receive(client.open(3, {{"streamtype", "stdin"}}));
    s.socket().receive(client.open(5, {{"streamtype", "stdout"}}));
    CHECK(s.pod.command.empty());
    s.socket().receive(client.open(7, {{"streamtype", "stderr"}}));
    CHECK(s.pod.command == std::vector<std::string>{"sh"});
    s.socket().receive(Client::data(3, "input", true));
    s.pod.start();
    CHECK(s.program().input == "input");
    CHECK(s.program().input_ended);
    s.program().events.output("out");
    s.program().events.error("err");
    s.program().events.ended(ProgramEnding{});
    auto const frames = Client::frames(s.socket().take());
    CHECK(Client::received(frames, 5) == "out");
    CHECK(Client::received(frames, 7) == "err");
    CHECK(Client::received(frames, 1) == success);
    for (auto const id : {1U, 3U, 5U, 7U}) CHECK(Client::finished(frames, id));
    CHECK_FALSE(s.socket().closed);  // the client does that
    s.pod.timers.back()();
    CHECK(s.socket().closed);  // or has had its time
}

TEST_CASE("remote command: over SPDY a terminal's sizes come one after the other, cut anywhere") {
    Server s("command=sh&stdout=true&tty=true", {}, spdy_headers("v4.channel.k8s.io"));
    Client client;
    s.socket().receive(client.open(1, {{"streamtype", "error"}}));
    s.socket().receive(client.open(3, {{"streamtype", "stdout"}}));
    s.socket().receive(client.open(5, {{"streamtype", "resize"}}));
    s.pod.start();
    s.socket().receive(Client::data(5, "{\"Width\":80,\"Height\":24}\n{\"Width\":1"));
    CHECK(s.program().size.columns == 80);
    s.socket().receive(Client::data(5, "20,\"Height\":24}\n"));
    CHECK(s.program().size.columns == 120);
    s.socket().receive(Client::data(5, std::string(10'000, 'x')));
    CHECK(s.socket().closed);
}

TEST_CASE("remote command: over SPDY streams that nobody asked for are refused, and missing ones not waited for long") {
    Server s("command=sh&stdout=true", {}, spdy_headers(""));
    Client client;
    s.socket().receive(client.open(1, {{"streamtype", "stdin"}}));
    s.socket().receive(client.open(3, {{"streamtype", "error"}}));
    s.socket().receive(client.open(5, {{"streamtype", "error"}}));
    s.socket().receive(client.open(7, {}));
    std::vector<std::uint32_t> reset;
    for (auto const& frame : Client::frames(s.socket().take())) {
        if (frame.type == 3) reset.push_back(frame.number(0));
    }
    CHECK(reset == std::vector<std::uint32_t>{1, 5, 7});
    CHECK(s.pod.command.empty());
    REQUIRE(s.pod.timers.size() == 1);
    s.pod.timers[0]();
    CHECK(s.socket().closed);
    Server rubbish("command=sh&stdout=true", {}, spdy_headers(""));
    rubbish.socket().receive(std::string(100, 'x'));
    CHECK(rubbish.socket().closed);
}
