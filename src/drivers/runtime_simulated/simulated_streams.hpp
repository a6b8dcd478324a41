#ifndef KEELSON_DRIVERS_RUNTIME_SIMULATED_SIMULATED_STREAMS_HPP
#define KEELSON_DRIVERS_RUNTIME_SIMULATED_SIMULATED_STREAMS_HPP

#include <keelson/runtime/ports.hpp>
#include <keelson/runtime/terminals.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace keelson {

/// Programs that can be talked to and ports that can be connected with, on paper. What is written comes back.
///
/// A command `exit N` ends with that code at once; any other prints its own words on a line, and, if it has an input,
/// after that what it reads, until the input ends. On a terminal it prints "ROWS COLUMNS" on a line for each new size.
/// A container's own program prints what those who attached write. Every port of a Pod that is there answers with what
/// it was sent.
/// Threading: on the strand; streams on any thread, for they come to the strand through `post`.
class SimulatedStreams final : public TerminalFacet, public PortFacet {
public:
    using Post = std::function<void(std::function<void()>)>;
    /// The attempt that runs of a container: an error if none does.
    using Look = std::function<std::optional<Error>(ContainerId const&)>;
    /// Whether there is such a sandbox, and something in it runs.
    using LookPod = std::function<std::optional<Error>(SandboxId const&, std::uint16_t port)>;

    SimulatedStreams(Look look, LookPod look_pod);
    ~SimulatedStreams() override;

    void open(Post post);
    /// Nothing is told any more.
    void close();
    /// What belongs to a container ends.
    void ended(ContainerId const& id, ProgramEnding ending);

    void start(ContainerId id, TerminalExec config, Instant deadline, ProgramEvents events,
               Completion<std::shared_ptr<ProgramStreams>> done) override;
    void attach(ContainerId id, bool input, Instant deadline, ProgramEvents events,
                Completion<std::shared_ptr<ProgramStreams>> done) override;
    void connect(SandboxId id, std::uint16_t port, Instant deadline, ByteEvents events,
                 Completion<std::shared_ptr<ByteStream>> done) override;

private:
    struct Gate;
    class Program;
    class Port;

    Look look_;
    LookPod look_pod_;
    std::shared_ptr<Gate> gate_;
    std::vector<std::weak_ptr<Program>> programs_;
};

}  // namespace keelson

#endif
