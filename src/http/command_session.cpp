#include "http/command_session.hpp"

#include "api/json.hpp"

#include <limits>

namespace keelson::http {
namespace {

constexpr std::size_t to_program_bytes_max = 256 * 1024;
constexpr std::size_t to_client_bytes_max = 1024 * 1024;

std::string quoted(std::string_view text) {
    std::string out;
    write_string(text, out);
    return out;
}

}  // namespace

std::string ending_status(Result<ProgramEnding> const& ending, bool attach) {
    if (!ending) {
        auto const what = std::string("error ") +
                          (attach ? "attaching to container: " : "executing command in container: ") +
                          ending.error().message;
        return R"({"metadata":{},"status":"Failure","message":)" + quoted("Internal error occurred: " + what) +
               R"(,"reason":"InternalError","details":{"causes":[{"message":)" + quoted(what) + R"(}]},"code":500})";
    }
    // Who attached is not told how the container ended: that is in the Pod's status.
    if (attach || ending->exit_code == 0) return R"({"metadata":{},"status":"Success"})";
    auto const code = std::to_string(ending->exit_code);
    return R"({"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: )" +
           ("exit status " + code) +
           R"(","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":")" + code + R"("}]}})";
}

std::optional<TerminalSize> read_terminal_size(std::string_view text) {
    auto const tree = parse_json(text);
    if (!tree || !tree->is_object()) return {};
    auto const read = [&tree](std::string_view name, std::uint16_t& value) {
        auto const* const found = tree->as_object().if_contains(name);
        if (found == nullptr) return true;
        boost::system::error_code error;
        auto const number = found->to_number<std::int64_t>(error);
        if (error || number < 0 || number > std::numeric_limits<std::uint16_t>::max()) return false;
        value = static_cast<std::uint16_t>(number);
        return true;
    };
    TerminalSize size;
    if (!read("Width", size.columns) || !read("Height", size.rows)) return {};
    return size;
}

CommandSession::CommandSession(std::shared_ptr<Socket> socket, std::shared_ptr<PodStreams const> streams,
                               PodPlace place, CommandOptions options)
    : socket_(std::move(socket)),
      streams_(std::move(streams)),
      place_(std::move(place)),
      options_(std::move(options)) {}

void CommandSession::open() {
    auto const self = shared_from_this();
    auto const socket = socket_;  // what follows may end us
    socket->on_closed([self] {
        std::lock_guard const lock(self->mutex_);
        self->drop();
    });
    socket->on_drained([self] {
        std::lock_guard const lock(self->mutex_);
        self->go_on_program();
    });
    socket->on_message([self](Message message) {
        std::lock_guard const lock(self->mutex_);
        if (self->socket_ && !self->ended_) self->receive(std::move(message));
    });
}

void CommandSession::begin() {
    std::lock_guard const lock(mutex_);
    if (socket_) start();
}

void CommandSession::later(Duration delay, std::function<void()> what) {
    if (!streams_->after) return;
    streams_->after(delay, [weak = weak_from_this(), what = std::move(what)] {
        auto const self = weak.lock();
        if (!self) return;
        std::lock_guard const lock(self->mutex_);
        if (self->socket_) what();
    });
}

void CommandSession::start() {
    if (std::exchange(starting_, true)) return;
    auto const self = shared_from_this();
    ProgramEvents events;
    events.output = [self](std::string const& bytes) { self->print(Output::output, bytes); };
    events.error = [self](std::string const& bytes) { self->print(Output::error, bytes); };
    events.drained = [self] {
        std::lock_guard const lock(self->mutex_);
        self->go_on_client();
    };
    events.ended = [self](Result<ProgramEnding> const& ending) {
        std::lock_guard const lock(self->mutex_);
        self->end(ending);
    };
    auto done = [self](Result<std::shared_ptr<ProgramStreams>> program) {
        std::lock_guard const lock(self->mutex_);
        self->running(std::move(program));
    };
    if (options_.attach) {
        streams_->attach(place_, options_.input, std::move(events), std::move(done));
    } else {
        streams_->exec(place_, options_.command, options_.input, options_.tty, std::move(events), std::move(done));
    }
}

void CommandSession::running(Result<std::shared_ptr<ProgramStreams>> program) {
    if (!socket_) {  // the client did not wait
        if (program) (*program)->cancel();
        return;
    }
    if (!program) return end(program.error());
    program_ = std::move(*program);
    started();
    if (early_size_) program_->resize(*early_size_);
    if (!early_input_.empty()) program_->write(std::exchange(early_input_, {}));
    if (early_end_) program_->close_input();
    go_on_client();
    hold_client();
}

void CommandSession::print(Output which, std::string const& bytes) {
    std::lock_guard const lock(mutex_);
    if (!socket_ || ended_) return;
    if (which == Output::output ? !options_.output : !options_.error) return;
    send_output(which, bytes);
    hold_program();
}

void CommandSession::end(Result<ProgramEnding> const& ending) {
    if (!socket_ || std::exchange(ended_, true)) return;
    program_.reset();
    send_end(ending);
}

void CommandSession::input(std::string bytes) {
    if (!options_.input) return;
    if (program_) {
        program_->write(std::move(bytes));
    } else {
        early_input_ += bytes;
    }
    hold_client();
}

void CommandSession::end_input() {
    if (program_) {
        program_->close_input();
    } else {
        early_end_ = true;
    }
}

void CommandSession::resize(TerminalSize size) {
    if (!options_.tty) return;
    if (program_) {
        program_->resize(size);
    } else {
        early_size_ = size;
    }
}

void CommandSession::drop() {
    if (auto const program = std::exchange(program_, nullptr)) program->cancel();
    if (auto const socket = std::exchange(socket_, nullptr)) socket->close();
}

// Each side is looked at again after it was held: it may have drained in between, and tells that only once.

void CommandSession::hold_program() {
    if (!program_ || socket_->queued_bytes() <= to_client_bytes_max) return;
    program_->pause(true);
    if (socket_->queued_bytes() == 0) program_->pause(false);
}

void CommandSession::go_on_program() {
    if (program_) program_->pause(false);
}

void CommandSession::hold_client() {
    auto const waiting = [this] { return program_ ? program_->queued_bytes() : early_input_.size(); };
    if (!socket_ || waiting() <= to_program_bytes_max) return;
    socket_->hold(true);
    if (waiting() == 0) socket_->hold(false);
}

void CommandSession::go_on_client() {
    if (socket_) socket_->hold(false);
}

}  // namespace keelson::http
