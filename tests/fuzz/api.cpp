// The whole API as a client could abuse it: requests right and wrong, over the transport's reader, the real server and
// a real registry, in virtual time. Everything comes from the seed; a finding names the seed of its cluster:
//     keelson-fuzz-api [--seconds N] [--seed S]
// What must hold is checked with `require`, which tells the request and ends the program.

#include "http/api_server.hpp"
#include "http/refusal.hpp"
#include "http/request_reader.hpp"
#include "support/api_input.hpp"
#include "support/paper_socket.hpp"
#include "support/registry_fixture.hpp"
#include "support/test_exchange.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <unistd.h>

using namespace keelson;

namespace {

constexpr int requests_a_cluster = 300;
constexpr std::size_t watches_max = 12;
constexpr unsigned patience_seconds = 30;
constexpr std::size_t resident_bytes_max = std::size_t{3} << 30;

struct Now {
    std::uint64_t seed = 0;
    int step = 0;
    std::string request, answer;
};
Now now;

void require(bool holds, char const* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\nseed %llu, request %d:\n%.20000s\n\nanswer:\n%.4000s\n", what,
                 static_cast<unsigned long long>(now.seed), now.step, now.request.c_str(), now.answer.c_str());
    std::abort();
}

class FuzzExchange final : public http::Exchange {
public:
    http::Request& request() override { return asked; }
    void reply(http::Reply made) override {
        require(!answered, "a request is answered once");
        answered = true;
        answer = std::move(made);
        while (answer.more && answer.more(answer.body)) continue;
        answer.more = nullptr;
    }
    std::shared_ptr<http::Stream> stream(int status, std::string content_type, http::Headers) override {
        require(!answered, "a request is answered once");
        answered = true;
        answer.status = status;
        answer.content_type = std::move(content_type);
        return streamed = std::make_shared<test::TestStream>();
    }
    [[nodiscard]] bool wants_socket() const override { return asked.header("upgrade") == "websocket"; }
    void upgrade(std::vector<std::string> protocols, std::function<void(std::shared_ptr<http::Socket>)> open) override {
        auto const offered = asked.header("sec-websocket-protocol");
        for (auto const& protocol : protocols) {
            if (offered.find(protocol) != std::string_view::npos) return begin(protocol, open);
        }
        refuse(open);
    }
    void take_over(std::string_view protocol, http::Headers,
                   std::function<void(std::shared_ptr<http::Socket>)> open) override {
        if (asked.header("upgrade") != protocol) return refuse(open);
        begin(std::string(protocol), open);
    }

    http::Request asked;
    bool answered = false;
    http::Reply answer;
    std::shared_ptr<test::TestStream> streamed;
    std::shared_ptr<test::PaperSocket> socket;

private:
    void begin(std::string const& protocol, std::function<void(std::shared_ptr<http::Socket>)> const& open) {
        require(!answered, "a request is answered once");
        answered = true;
        answer.status = 101;
        socket = std::make_shared<test::PaperSocket>(protocol);
        open(socket);
    }
    void refuse(std::function<void(std::shared_ptr<http::Socket>)> const& open) {
        reply(http::refusal(400, "BadRequest", "the client has not asked for an upgrade"));
        open(nullptr);
    }
};

/// A cluster without nodes, and what has been asked of it.
class Cluster {
public:
    explicit Cluster(std::uint64_t seed) : input_(seed, f_.registry) {
        http::ApiServerOptions options;
        options.rbac = std::make_shared<http::Rbac>();
        options.pods = pod_streams();
        options.check_token = [](std::string_view) -> Result<std::pair<http::User, std::vector<std::string>>> {
            return Error(Errc::unauthorized, "no such token");
        };
        options.sign = [](std::string_view, std::vector<std::string> const&, Duration) -> Result<std::string> {
            return Error(Errc::invalid, "not signed");
        };
        server_ = std::make_shared<http::ApiServer>(f_.strand, f_.registry, std::move(options));
        server_->start();
        Registry::Listener listener;
        listener.durable = [this](std::vector<Change> const& changes) {
            for (auto const& change : changes) changed_.push_back(change.after);
        };
        f_.registry.listen(std::move(listener));
        f_.settle();
        (void)f_
            .create(R"({"metadata":{"name":"keelson-fuzz-viewer"},
            "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},
            "subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"viewer"}]})",
                    "clusterrolebindings.rbac.authorization.k8s.io")
            .value();
        (void)f_.create(R"({"metadata":{"name":"team"}})", "namespaces").value();
    }
    ~Cluster() {
        server_->stop();
        f_.settle();
    }

    void step() {
        auto const asked = input_.next();
        auto bytes = asked.bytes();
        if (input_.one_in(30)) bytes = input_.broken(std::move(bytes));
        now.request = "as " + asked.user + ": " + bytes;
        now.answer.clear();
        auto const exchange = std::make_shared<FuzzExchange>();
        if (!read(bytes, exchange->asked)) return;
        exchange->asked.user = user(asked.user);
        send(exchange);
        check(*exchange, asked);
        if (exchange->streamed && exchange->streamed->open && watches_.size() < watches_max) {
            watches_.push_back({exchange, 0});
        } else if (exchange->streamed) {
            exchange->streamed->close();
        }
        if (exchange->socket) talk(*exchange->socket);
        if (input_.one_in(20)) f_.advance(std::chrono::seconds(1 + input_.below(100)));
        follow();
    }

private:
    static http::User user(std::string const& name) {
        if (name == "anonymous") return {};
        if (name == "admin") return {"admin", "", {"system:masters", "system:authenticated"}, {}};
        return {name, "", {"system:authenticated"}, {}};
    }

    std::shared_ptr<http::PodStreams const> pod_streams() {
        auto const made = std::make_shared<http::PodStreams>(*pod_.streams());
        made->logs = [](ObjectKey const& pod, http::PodLogQuery const& query, http::LogSink const& sink) {
            if (pod.name == "b") return sink.refused(Error(Errc::not_found, "pods \"b\" not found"));
            auto const stream = sink.open();
            stream->write("line\n");
            if (!query.follow) stream->end();
        };
        return made;
    }

    /// What the transport makes of the bytes; false when it is no request, which it says itself.
    static bool read(std::string_view bytes, http::Request& request) {
        http::RequestReader reader(64 * 1024, 3 * 1024 * 1024);
        reader.begin(request);
        while (!bytes.empty() && reader.state() != http::RequestReader::State::complete &&
               reader.state() != http::RequestReader::State::failed) {
            auto const used = reader.take(bytes);
            bytes.remove_prefix(used);
            if (used == 0) break;
        }
        if (reader.state() == http::RequestReader::State::failed) {
            auto const status = reader.failure_status();
            now.answer = reader.failure();
            require((status >= 400 && status < 500) || status == 501 || status == 505,
                    "what is no request is the client's fault");
            require(!reader.failure().empty(), "a refusal says why");
        }
        return reader.state() == http::RequestReader::State::complete;
    }

    void send(std::shared_ptr<FuzzExchange> const& exchange) {
        changed_.clear();
        before_ = f_.registry.accepted().revision;
        server_->answer(exchange);
        f_.settle();
        now.answer = std::to_string(exchange->answer.status) + " " + exchange->answer.body;
    }

    void check(FuzzExchange const& exchange, test::Asked const& asked) {
        require(exchange.answered, "every request is answered");
        auto const& answer = exchange.answer;
        auto const status = answer.status;
        // What is behind a proxy may be elsewhere, or not there at all.
        bool const proxied = asked.target.find("/proxy") != std::string::npos;
        bool const known = status == 101 || (status >= 200 && status < 300) || (status >= 400 && status < 500) ||
                           status == 501 || status == 504 || (proxied && (status == 301 || status == 503));
        require(known && status != 499, "an answer is a success, the client's fault, or one that is documented");
        auto const after = f_.registry.accepted().revision;
        bool const writes = after != before_;
        auto const target = http::Query(exchange.asked.target);
        bool const reads = exchange.asked.method == "GET" || exchange.asked.method == "HEAD";
        // Of a collection some may be gone before one cannot go.
        bool const many = exchange.asked.method == "DELETE";
        if (status >= 400 && !many) require(!writes, "what is refused changes nothing");
        if (reads) require(!writes, "what is read stays as it is");
        if (asked.user != "admin") {
            require(!writes, "who may not write changes nothing");
            require(answer.body.find(test::ApiInput::secret) == std::string::npos, "who may not see it sees no secret");
        }
        if (asked.user == "anonymous" && status < 400) {
            auto const path = exchange.asked.target.substr(0, exchange.asked.target.find('?'));
            bool const open = path.starts_with("/healthz") || path.starts_with("/livez") ||
                              path.starts_with("/readyz") || path == "/version" || path == "/version/";
            require(open, "who is nobody is shown nothing but health and version");
        }
        if (target.text("dryRun") == "All" && status < 300) require(!writes, "a dry run changes nothing");
        check_body(exchange);
        if (status < 300 && writes) {
            auto const changed = changed_;
            for (std::size_t i = 0; i < changed.size() && i < 3; ++i) {
                // A custom resource is judged by the version that it is written in, and not when it goes.
                auto const* const kind = changed[i] ? &changed[i]->kind() : nullptr;
                bool const judged = kind && !many && asked.target.starts_with("/apis/" + kind->api_version() + "/");
                if (kind && (!kind->custom || judged)) put_back(changed[i]);
            }
        }
    }

    void check_body(FuzzExchange const& exchange) {
        auto const& answer = exchange.answer;
        for (auto const& [name, value] : answer.headers) {
            require(name.find_first_of("\r\n: ") == std::string::npos, "a header has a name");
            require(value.find_first_of("\r\n") == std::string::npos, "a header is one line");
        }
        if (exchange.streamed || exchange.socket || answer.status == 301) return;
        if (answer.content_type != "application/json") {
            require(answer.status < 400 || exchange.asked.target.starts_with("/readyz"), "a refusal is a Status");
            return;
        }
        auto const tree = parse_json(answer.body);
        require(tree && tree->is_object(), "an answer is an object in JSON");
        auto const path = exchange.asked.target.substr(0, exchange.asked.target.find('?'));
        bool const keys =
            path == "/" || path.starts_with("/open") || path.starts_with("/.well") || path.starts_with("/version");
        auto const kind = string_at(*tree, {"kind"});
        if (answer.status < 400) {
            require(keys || !kind.empty(), "an answer says what it is");
            if (kind.ends_with("List") && exchange.asked.method == "GET") check_list(*tree, exchange.asked.target);
            return;
        }
        auto const* const code = find_path(*tree, {"code"});
        require(kind == "Status" && string_at(*tree, {"status"}) == "Failure", "a refusal is a Status");
        require(code && code->is_int64() && code->get_int64() == answer.status, "a Status has the code of its answer");
        require(!string_at(*tree, {"reason"}).empty() && !string_at(*tree, {"message"}).empty(), "a refusal says why");
    }

    void check_list(json::value const& list, std::string const& target) {
        auto const* const items = find_path(list, {"items"});
        if (!items) return;  // discovery
        require(items->is_array(), "a list has items");
        auto const limit = http::Query(target).number("limit");
        if (limit && *limit && **limit > 0 && target.find("/events") == std::string::npos)
            require(items->get_array().size() <= static_cast<std::size_t>(**limit),
                    "a page is no longer than its limit");
        auto const token = string_at(list, {"metadata", "continue"});
        if (!token.empty()) input_.remember(std::string(token));
    }

    /// Whatever was stored is valid: written again as it is, it is taken and changes nothing.
    void put_back(Ref const& object) {
        if (!object || f_.registry.accepted().by_uid(object->index().uid) != object) return;
        auto const& kind = object->kind();
        auto const exchange = std::make_shared<FuzzExchange>();
        exchange->asked.method = "PUT";
        exchange->asked.target = (kind.group.empty() ? "/api/" : "/apis/" + kind.group + "/") + kind.version +
                                 (kind.namespaced() ? "/namespaces/" + object->key().namespace_ : std::string()) + "/" +
                                 kind.plural + "/" + object->key().name + "?fieldValidation=Strict";
        exchange->asked.body = object->bytes();
        exchange->asked.user = user("admin");
        now.request += "\n\nand then:\nPUT " + exchange->asked.target + "\n\n" + exchange->asked.body;
        send(exchange);
        require(exchange->answered && exchange->answer.status == 200, "what was stored can be stored again");
        require(f_.registry.accepted().revision == before_, "what is written as it is changes nothing");
    }

    void talk(test::PaperSocket& socket) {
        if (pod_.started && input_.one_in(2)) pod_.start();
        for (auto count = input_.below(4); count > 0 && !socket.closed; --count)
            socket.receive(std::string(1, static_cast<char>(input_.below(6))) + "bytes");
        socket.take();
        socket.go();
        pod_.started = nullptr;
        pod_.program->events = {};
        for (auto const& port : pod_.ports) port->events = {};
        pod_.ports.clear();
        pod_.connected.clear();
        pod_.timers.clear();
    }

    /// What watches were told meanwhile.
    void follow() {
        for (auto& watch : watches_) {
            auto& stream = *watch.exchange->streamed;
            if (watch.exchange->asked.target.find("/log") != std::string::npos) continue;
            now.request = "a watch of " + watch.exchange->asked.target;
            now.answer = stream.take();
            std::string_view text = now.answer;
            while (!text.empty()) {
                auto const end = text.find('\n');
                require(end != std::string_view::npos, "events are whole lines");
                auto const event = parse_json(text.substr(0, end));
                text.remove_prefix(end + 1);
                require(event && !string_at(*event, {"type"}).empty(), "an event has a type");
                require(find_path(*event, {"object"}), "an event has an object");
                auto const version = string_at(*event, {"object", "metadata", "resourceVersion"});
                auto const revision = std::strtoull(std::string(version).c_str(), nullptr, 10);
                if (string_at(*event, {"type"}) == "ERROR" || !event->at("object").at("kind").is_string()) continue;
                // What is there at the beginning is told in its own order.
                if (string_at(*event, {"type"}) == "ADDED" && revision <= before_ && watch.revision == 0) continue;
                require(revision >= watch.revision, "a watch goes forward");
                watch.revision = revision;
            }
            if (input_.one_in(60)) stream.close();
        }
        std::erase_if(watches_, [](auto const& watch) { return !watch.exchange->streamed->open; });
    }

    struct Followed {
        std::shared_ptr<FuzzExchange> exchange;
        std::uint64_t revision = 0;
    };
    test::RegistryFixture f_;
    test::PaperPod pod_;
    test::ApiInput input_;
    std::shared_ptr<http::ApiServer> server_;
    std::vector<Followed> watches_;
    std::vector<Ref> changed_;
    std::uint64_t before_ = 0;
};

std::size_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t all = 0, resident = 0;
    file >> all >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

int main(int count, char** words) {
    std::uint64_t seed = 1;
    int seconds = 10;
    for (int i = 1; i + 1 < count; i += 2) {
        if (std::strcmp(words[i], "--seed") == 0) seed = std::strtoull(words[i + 1], nullptr, 10);
        if (std::strcmp(words[i], "--seconds") == 0) seconds = std::atoi(words[i + 1]);
    }
    std::signal(SIGALRM, [](int) { require(false, "every request comes to an end"); });
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    std::uint64_t requests = 0;
    now.seed = seed;
    do {
        Cluster cluster(now.seed);
        for (now.step = 0; now.step < requests_a_cluster; ++now.step, ++requests) {
            ::alarm(patience_seconds);
            cluster.step();
        }
        require(resident_bytes() < resident_bytes_max, "memory has a bound");
        ++now.seed;
    } while (std::chrono::steady_clock::now() < end);
    std::printf("%llu requests to %llu clusters from seed %llu on, no finding\n",
                static_cast<unsigned long long>(requests), static_cast<unsigned long long>(now.seed - seed),
                static_cast<unsigned long long>(seed));
    return 0;
}
