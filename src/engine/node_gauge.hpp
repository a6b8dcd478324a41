#ifndef KEELSON_SRC_ENGINE_NODE_GAUGE_HPP
#define KEELSON_SRC_ENGINE_NODE_GAUGE_HPP

#include "core/strand.hpp"
#include "http/node_figures.hpp"
#include "node/pressure.hpp"

#include <keelson/runtime/runtime.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace keelson {

/// Reads what nodes of this engine and their Pods use, and keeps what it read last, from which follows how much
/// processor time they use of late.
/// Threading: on the strand.
class NodeGauge : public std::enable_shared_from_this<NodeGauge> {
public:
    using RuntimeOf = std::function<Runtime*(std::string const& node)>;
    using Measure = std::function<void(std::string const& node, Completion<NodeUsage>)>;

    NodeGauge(Strand& strand, RuntimeOf runtime_of, Measure measure)
        : strand_(&strand), runtime_of_(std::move(runtime_of)), measure_(std::move(measure)) {}

    /// Errors: `unavailable` for a node that is not one of this engine's.
    void read(std::string node, Completion<http::NodeFigures> done);

private:
    struct Sample {
        Time at;
        std::uint64_t nanos = 0;
    };
    struct Reading;
    using ReadingPtr = std::shared_ptr<Reading>;

    void read_images(ReadingPtr const& reading, Runtime& runtime);
    void read_pods(ReadingPtr const& reading, Runtime& runtime);
    void take_pods(Reading& reading, std::vector<SandboxUsage> const& all);
    [[nodiscard]] http::ProcessorUse processor_use(Reading& reading, std::string const& who, Time at,
                                                   std::uint64_t nanos);
    void finish(Reading& reading);
    template <class T, class Then>
    Completion<T> back(ReadingPtr const& reading, Then then);

    Strand* strand_;
    RuntimeOf runtime_of_;
    Measure measure_;
    /// By node, and in it by what was measured: "" for the machine, else Pod, container and attempt.
    std::map<std::string, std::map<std::string, Sample>> last_;
};

}  // namespace keelson

#endif
