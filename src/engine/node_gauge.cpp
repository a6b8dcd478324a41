#include "engine/node_gauge.hpp"

#include <chrono>
#include <utility>

namespace keelson {
namespace {

using namespace std::chrono_literals;

constexpr Duration image_disk_within = 10s;
/// Of two samples that are nearer to each other the difference says little: the older one is kept.
constexpr Duration samples_apart = 1s;

}  // namespace

struct NodeGauge::Reading {
    std::string node;
    Completion<http::NodeFigures> done;
    http::NodeFigures figures = {};
    std::map<std::string, Sample> samples = {};
};

template <class T, class Then>
Completion<T> NodeGauge::back(ReadingPtr const& reading, Then then) {
    return [weak = weak_from_this(), strand = strand_, reading, then = std::move(then)](Result<T> result) {
        strand->post([weak, reading, then, result = std::move(result)] {
            auto const self = weak.lock();
            if (!self) return;
            auto* const runtime = self->runtime_of_(reading->node);
            if (runtime != nullptr) then(*self, *runtime, result);
        });
    };
}

void NodeGauge::read(std::string node, Completion<http::NodeFigures> done) {
    auto* const runtime = runtime_of_(node);
    if (runtime == nullptr) return done(Error(Errc::unavailable, "node " + node + " is not one of this engine's"));
    auto const reading = std::make_shared<Reading>(Reading{std::move(node), std::move(done)});
    // It is not on any machine.
    if (runtime->name() == "simulated") return read_pods(reading, *runtime);
    measure_(reading->node,
             back<NodeUsage>(reading, [reading](NodeGauge& self, Runtime& of, Result<NodeUsage> const& usage) {
                 if (usage) {
                     auto& machine = reading->figures.machine.emplace();
                     machine.at = self.strand_->wall();
                     machine.started = usage->started;
                     machine.cpu = self.processor_use(*reading, {}, machine.at, usage->cpu_nanos);
                     machine.memory_bytes = usage->memory_bytes;
                     machine.memory_available_bytes = usage->memory_available_bytes;
                     machine.disk_bytes = usage->disk_bytes;
                     machine.disk_available_bytes = usage->disk_available_bytes;
                     machine.inodes = usage->inodes;
                     machine.inodes_free = usage->inodes_free;
                     machine.pids = usage->pids;
                     machine.pids_available = usage->pids_available;
                 }
                 self.read_images(reading, of);
             }));
}

void NodeGauge::read_images(ReadingPtr const& reading, Runtime& runtime) {
    auto* const images = runtime.images();
    if (images == nullptr || !reading->figures.machine) return read_pods(reading, runtime);
    images->disk_usage(strand_->now() + image_disk_within,
                       back<DiskUsage>(reading, [reading](NodeGauge& self, Runtime& of, Result<DiskUsage> const& disk) {
                           if (disk) {
                               reading->figures.machine->image_disk_bytes = disk->capacity_bytes;
                               reading->figures.machine->image_disk_used_bytes = disk->used_bytes;
                           }
                           self.read_pods(reading, of);
                       }));
}

void NodeGauge::read_pods(ReadingPtr const& reading, Runtime& runtime) {
    auto* const stats = runtime.stats();
    if (stats == nullptr) return finish(*reading);
    stats->usage({}, back<std::vector<SandboxUsage>>(
                         reading, [reading](NodeGauge& self, Runtime&, Result<std::vector<SandboxUsage>> const& all) {
                             if (!all) return reading->done(all.error());
                             self.take_pods(*reading, *all);
                             self.finish(*reading);
                         }));
}

void NodeGauge::take_pods(Reading& reading, std::vector<SandboxUsage> const& all) {
    for (auto const& sandbox : all) {
        auto& pod = reading.figures.pods.emplace_back();
        pod.uid = sandbox.id;
        pod.at = sandbox.at;
        pod.received_bytes = sandbox.received_bytes;
        pod.sent_bytes = sandbox.sent_bytes;
        for (auto const& one : sandbox.containers) {
            auto const who = one.id.sandbox + "/" + one.id.name + "/" + std::to_string(one.id.attempt);
            pod.containers.push_back({.name = one.id.name,
                                      .at = one.at,
                                      .cpu = processor_use(reading, who, one.at, one.cpu_nanos),
                                      .memory_bytes = one.memory_bytes,
                                      .disk_bytes = one.disk_bytes});
        }
    }
}

http::ProcessorUse NodeGauge::processor_use(Reading& reading, std::string const& who, Time at, std::uint64_t nanos) {
    http::ProcessorUse use{.nanos = nanos, .nanos_per_second = {}};
    auto& kept = reading.samples[who];
    kept = {at, nanos};
    auto const& before = last_[reading.node];
    auto const found = before.find(who);
    if (found == before.end() || nanos < found->second.nanos) return use;
    auto const apart = at - found->second.at;
    if (apart <= Duration::zero()) return use;
    auto const seconds = std::chrono::duration<double>(apart).count();
    use.nanos_per_second = static_cast<std::uint64_t>(static_cast<double>(nanos - found->second.nanos) / seconds);
    if (apart < samples_apart) kept = found->second;
    return use;
}

void NodeGauge::finish(Reading& reading) {
    last_[reading.node] = std::move(reading.samples);
    reading.done(std::move(reading.figures));
}

}  // namespace keelson
