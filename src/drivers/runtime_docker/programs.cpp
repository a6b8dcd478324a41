#include "drivers/runtime_docker/programs.hpp"

#include "drivers/runtime_docker/program_session.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <csignal>

namespace keelson::docker {
namespace {

using namespace std::chrono_literals;

// How often it is asked whether a program has begun or ended: no event tells.
constexpr Duration look_least = 25ms, look_most = 250ms;
constexpr Duration look_within = 30s;
constexpr Duration end_within = 5s;  // what a program has whose user has gone
constexpr std::size_t hold_bytes_max = std::size_t{1} << 20;
// With a terminal, the engine takes some keys for the wish to detach; the usual ones are of use in shells and editors.
// So they are some that nobody types.
constexpr char detach_keys[] = "ctrl-@,ctrl-@,ctrl-@,ctrl-@,ctrl-@,ctrl-@,ctrl-@,ctrl-@,ctrl-@,ctrl-@,ctrl-@,ctrl-@";

/// A program that was started for whoever talks to it.
class ExecSession final : public ProgramSession {
public:
    ExecSession(std::shared_ptr<StreamsContext> context, TerminalExec config, Instant deadline, ProgramEvents events,
                Completion<std::shared_ptr<Program>> done)
        : ProgramSession(std::move(context), deadline, std::move(events), std::move(done)), config_(std::move(config)) {
        tty_ = config_.tty;
        input_ = config_.input;
    }

    void start(FindContainer const& find) {
        find(deadline_, [session = self<ExecSession>()](Result<std::string> const& found) {
            if (!found) return session->fail(found.error());
            session->container_ = *found;
            session->create();
        });
    }

    void abandon(bool at_once) override {
        if (ended_) return;
        if (at_once) return send(SIGKILL);
        if (tty_) send(SIGHUP);
        context_->after(end_within, [session = self<ExecSession>()] { session->send(SIGKILL); });
    }

protected:
    void opened() override { look_later(); }
    void heard() override { look(); }
    void streams_over() override { look(); }
    std::string resize_path() const override { return "/exec/" + exec_ + "/resize"; }

private:
    void create() {
        boost::json::array command(config_.command.begin(), config_.command.end());
        boost::json::object body{{"AttachStdin", input_},
                                 {"AttachStdout", true},
                                 {"AttachStderr", true},
                                 {"Tty", tty_},
                                 {"Cmd", std::move(command)}};
        if (tty_) body["DetachKeys"] = detach_keys;
        Question question{"POST", "/containers/" + container_ + "/exec", boost::json::serialize(body)};
        context_->ask(std::move(question), deadline_,
                      [session = self<ExecSession>()](Result<boost::json::value> const& made) {
                          if (!made) return session->fail(made.error());
                          session->exec_ = text(member(*made, "Id"));
                          boost::json::object wanted{{"Detach", false}, {"Tty", session->tty_}};
                          session->open("/exec/" + session->exec_ + "/start", boost::json::serialize(wanted), 0);
                      });
    }

    void look_later() {
        context_->after(pause_, [session = self<ExecSession>()] { session->look(); });
        pause_ = std::min(pause_ * 2, look_most);
    }
    void look() {
        if (looking_ || is_over() || (given() && !all_came())) return;
        looking_ = true;
        inspect([session = self<ExecSession>()](Result<boost::json::value> const& found) {
            session->looking_ = false;
            session->judge(found);
        });
    }
    void inspect(Completion<boost::json::value> done) {
        context_->ask({"GET", "/exec/" + exec_ + "/json", {}}, context_->api.clock().now() + look_within,
                      std::move(done));
    }
    void judge(Result<boost::json::value> const& found) {
        if (is_over()) return;
        // The engine forgets the programs of a container that has ended, and so has killed them.
        bool const forgotten = found.has_error() && found.error().code == Errc::not_found;
        if (found.has_error() && !forgotten) return given() && !all_came() ? void() : fail(found.error());
        bool const began = !forgotten && number(member(*found, "Pid")) > 0;
        bool const over = forgotten || (!truth(member(*found, "Running")) && !member(*found, "ExitCode").is_null());
        if (!given()) {
            if (!began && over) return fail(cannot_start());
            if (began) give();
            if (!began && context_->api.clock().now() >= deadline_)
                return fail(Error(Errc::timeout, "the Docker Engine has not started the program in time"));
            if (!began) return look_later();
        }
        if (!all_came() || is_over()) return;
        if (!over) return look_later();
        ended_ = true;
        ProgramEnding ending{128 + SIGKILL, SIGKILL};
        if (!forgotten) ending = {static_cast<int>(number(member(*found, "ExitCode"))), 0};
        end(ending);
    }
    Error cannot_start() {
        auto why = take_pending();
        while (!why.empty() && (why.back() == '\n' || why.back() == '\r')) why.pop_back();
        return {Errc::invalid, why.empty() ? "the program cannot be started: its container has ended" : why};
    }
    void send(int signal) {
        if (ended_) return;
        inspect([session = self<ExecSession>(), signal](Result<boost::json::value> const& found) {
            if (!found) return;
            auto const pid = number(member(*found, "Pid"));
            if (truth(member(*found, "Running")) && pid > 0)
                return session->context_->signal(session->container_, pid, signal);
            session->ended_ = true;
        });
    }

    TerminalExec config_;
    std::string container_, exec_;
    Duration pause_ = look_least;
    bool looking_ = false, ended_ = false;
};

/// A container's own program.
class AttachSession final : public ProgramSession {
public:
    AttachSession(std::shared_ptr<StreamsContext> context, bool input, Instant deadline, ProgramEvents events,
                  Completion<std::shared_ptr<Program>> done)
        : ProgramSession(std::move(context), deadline, std::move(events), std::move(done)), wants_input_(input) {}

    void start(FindContainer const& find) {
        find(deadline_, [session = self<AttachSession>()](Result<std::string> const& found) {
            if (!found) return session->fail(found.error());
            session->container_ = *found;
            session->inspect([session](Result<boost::json::value> const& seen) { session->join(seen); });
        });
    }

    void abandon(bool) override {}

protected:
    void opened() override { give(); }
    void streams_over() override {
        inspect([session = self<AttachSession>()](Result<boost::json::value> const& seen) { session->judge(seen); });
    }
    std::string resize_path() const override { return "/containers/" + container_ + "/resize"; }

private:
    void inspect(Completion<boost::json::value> done) {
        context_->ask({"GET", "/containers/" + container_ + "/json", {}}, context_->api.clock().now() + look_within,
                      std::move(done));
    }
    void join(Result<boost::json::value> const& seen) {
        if (!seen) return fail(seen.error());
        if (!truth(member(member(*seen, "State"), "Running")))
            return fail(Error(Errc::conflict, "the container does not run"));
        auto const& config = member(*seen, "Config");
        tty_ = truth(member(config, "Tty"));
        input_ = wants_input_ && truth(member(config, "OpenStdin"));
        // Otherwise the engine would take the end of the input for that of the whole stream.
        ends_input_ = truth(member(config, "StdinOnce"));
        auto path = "/containers/" + container_ + "/attach?stream=1&stdout=1&stderr=1";
        if (input_) path += "&stdin=1";
        if (tty_) path += "&detachKeys=" + percent_encoded(detach_keys);
        // The engine makes a container wait for those who are attached. So all is read, at once.
        open(path, {}, hold_bytes_max);
    }
    void judge(Result<boost::json::value> const& seen) {
        if (is_over()) return;
        if (!seen) return fail(seen.error());
        auto const& state = member(*seen, "State");
        if (!truth(member(state, "Running")))
            return end(ProgramEnding{static_cast<int>(number(member(state, "ExitCode"))), 0});
        context_->after(pause_, [session = self<AttachSession>()] {
            if (!session->is_over()) session->streams_over();
        });
        pause_ = std::min(pause_ * 2, look_most);
    }

    bool wants_input_;
    std::string container_;
    Duration pause_ = look_least;
};

}  // namespace

void start_program(std::shared_ptr<StreamsContext> const& context, FindContainer const& find, TerminalExec config,
                   Instant deadline, ProgramEvents events, Completion<std::shared_ptr<Program>> done) {
    std::make_shared<ExecSession>(context, std::move(config), deadline, std::move(events), std::move(done))
        ->start(find);
}

void attach_program(std::shared_ptr<StreamsContext> const& context, FindContainer const& find, bool input,
                    Instant deadline, ProgramEvents events, Completion<std::shared_ptr<Program>> done) {
    std::make_shared<AttachSession>(context, input, deadline, std::move(events), std::move(done))->start(find);
}

}  // namespace keelson::docker
