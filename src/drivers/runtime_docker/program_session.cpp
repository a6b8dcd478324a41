#include "drivers/runtime_docker/program_session.hpp"

namespace keelson::docker {
namespace {

using namespace std::chrono_literals;

constexpr Duration resize_within = 10s;
constexpr char end_of_file = '\x04';  // what a terminal takes for the end of its input

class SessionProgram final : public Program {
public:
    SessionProgram(std::shared_ptr<StreamsContext> context, std::shared_ptr<ProgramSession> session,
                   std::shared_ptr<SocketConnection> connection, bool tty, bool input, bool ends_input)
        : context_(std::move(context)),
          session_(std::move(session)),
          connection_(std::move(connection)),
          tty_(tty),
          input_(input),
          ends_input_(ends_input) {}
    ~SessionProgram() override { leave(false); }
    SessionProgram(SessionProgram const&) = delete;
    SessionProgram& operator=(SessionProgram const&) = delete;

    void write(std::string bytes) override {
        if (input_) connection_->write(std::move(bytes));
    }
    [[nodiscard]] std::size_t queued_bytes() const override { return connection_->queued_bytes(); }
    void close_input() override {
        if (!input_ || !ends_input_) return;
        if (tty_) return connection_->write(std::string(1, end_of_file));
        connection_->finish();
    }
    void resize(TerminalSize size) override {
        if (tty_) context_->hijacks.post([session = session_, size] { session->resize(size); });
    }
    void pause(bool paused) override { connection_->pause(paused); }
    void cancel() override { leave(false); }
    void kill() override { leave(true); }

private:
    void leave(bool at_once) {
        if (left_.exchange(true) && !at_once) return;
        session_->silence();
        connection_->close();
        context_->hijacks.post([session = session_, at_once] {
            session->forget();
            session->abandon(at_once);
        });
    }

    std::shared_ptr<StreamsContext> context_;
    std::shared_ptr<ProgramSession> session_;
    std::shared_ptr<SocketConnection> connection_;
    bool tty_, input_, ends_input_;
    std::atomic<bool> left_ = false;
};

}  // namespace

ProgramSession::ProgramSession(std::shared_ptr<StreamsContext> context, Instant deadline, ProgramEvents events,
                               Completion<std::shared_ptr<Program>> done)
    : context_(std::move(context)), deadline_(deadline), events_(std::move(events)), done_(std::move(done)) {}

void ProgramSession::open(std::string const& path, std::string body, std::size_t hold_bytes) {
    HijackQuestion question;
    question.path = context_->api.prefix() + path;
    question.body = std::move(body);
    question.hold_bytes = hold_bytes;
    auto const session = shared_from_this();
    HijackEvents told;
    told.opened = [session](std::shared_ptr<SocketConnection> connection) {
        session->connection_ = std::move(connection);
        session->opened();
    };
    told.bytes = [session](std::string bytes) { session->take(std::move(bytes)); };
    told.drained = [session] {
        if (session->given_ && !session->silent_ && session->events_.drained) session->events_.drained();
    };
    told.ended = [session](Result<> const& how) {
        if (how.has_error()) return session->fail(how.error());
        session->all_came_ = true;
        session->streams_over();
    };
    context_->hijacks.open(std::move(question), deadline_, std::move(told));
}

void ProgramSession::take(std::string bytes) {
    if (over_) return;
    if (given_) return tell(std::move(bytes));
    pending_ += bytes;
    connection_->pause(true);
    heard();
}

void ProgramSession::tell(std::string bytes) {
    if (tty_) {
        if (!silent_ && events_.output) events_.output(std::move(bytes));
        return;
    }
    frames_.add(bytes);
    while (auto frame = frames_.next()) {
        auto const& told = frame->error ? events_.error : events_.output;
        if (!silent_ && told) told(std::move(frame->bytes));
    }
    if (!frames_.sound()) fail(Error(Errc::unavailable, "what the Docker Engine sends of a program cannot be read"));
}

std::string ProgramSession::take_pending() {
    auto bytes = std::exchange(pending_, {});
    if (tty_) return bytes;
    std::string text;
    frames_.add(bytes);
    while (auto const frame = frames_.next()) text += frame->bytes;
    return text;
}

void ProgramSession::give() {
    if (given_ || over_) return;
    given_ = true;
    connection_->pause(false);
    std::exchange(done_, {})(
        std::make_shared<SessionProgram>(context_, shared_from_this(), connection_, tty_, input_, ends_input_));
    if (!pending_.empty()) tell(std::exchange(pending_, {}));
}

void ProgramSession::fail(Error error) {
    if (given_) return end(std::move(error));
    if (over_) return;
    over_ = true;
    events_ = {};
    if (connection_) connection_->close();
    std::exchange(done_, {})(std::move(error));
}

void ProgramSession::end(Result<ProgramEnding> ending) {
    if (std::exchange(over_, true)) return;
    connection_->close();
    auto const last = std::exchange(events_, {});
    if (!silent_ && last.ended) last.ended(std::move(ending));
}

void ProgramSession::resize(TerminalSize size) {
    wanted_size_ = size;
    send_size();
}

void ProgramSession::send_size() {
    if (resizing_ || over_ || !wanted_size_) return;
    auto const size = *std::exchange(wanted_size_, {});
    resizing_ = true;
    Question question{
        "POST", resize_path() + "?h=" + std::to_string(size.rows) + "&w=" + std::to_string(size.columns), {}};
    // One after the other, or an older size might come last. A program that has just ended has none.
    context_->ask(std::move(question), context_->api.clock().now() + resize_within,
                  [session = shared_from_this()](Result<boost::json::value> const&) {
                      session->resizing_ = false;
                      session->send_size();
                  });
}

}  // namespace keelson::docker
