#include "drivers/runtime_docker/stats.hpp"

#include <algorithm>

namespace keelson::docker {

namespace {

using namespace std::chrono_literals;

constexpr Duration patience = 10s, measured_every = 60s;

std::uint64_t amount_at(json::value const& of, std::initializer_list<std::string_view> path) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(number_at(of, path), 0));
}

}  // namespace

struct Stats::Asking {
    std::vector<SandboxId> only;
    Instant deadline;
    Completion<std::vector<SandboxUsage>> done;
    std::map<SandboxId, SandboxUsage> found;
    std::size_t waiting = 0;

    void finish_one() {
        if (--waiting != 0) return;
        std::vector<SandboxUsage> all;
        for (auto& [id, usage] : found) all.push_back(std::move(usage));
        done(std::move(all));
    }
};

void Stats::usage(std::vector<SandboxId> only, Completion<std::vector<SandboxUsage>> done) {
    api_.post([this, only = std::move(only), done = std::move(done)]() mutable {
        auto const asking = std::make_shared<Asking>();
        asking->only = std::move(only);
        std::sort(asking->only.begin(), asking->only.end());
        asking->deadline = api_.clock().now() + patience;
        asking->done = std::move(done);
        auto const one = asking->only.size() == 1 ? asking->only.front() : SandboxId();
        pods_.ask_list(one, asking->deadline, [this, asking](Result<std::vector<Listed>> const& list) {
            if (list.has_error()) return asking->done(list.error());
            asking->waiting = 1;
            auto const& wanted = asking->only;
            for (auto const& listed : *list) {
                if (listed.state != "running" && listed.state != "paused") continue;
                if (!wanted.empty() && !std::binary_search(wanted.begin(), wanted.end(), listed.id.sandbox)) continue;
                ask(asking, listed);
            }
            std::erase_if(layers_, [&](auto const& layer) {
                return asking->only.empty() && std::none_of(list->begin(), list->end(), [&](Listed const& listed) {
                           return listed.docker_id == layer.first;
                       });
            });
            asking->finish_one();
        });
    });
}

void Stats::ask(std::shared_ptr<Asking> const& asking, Listed const& listed) {
    ++asking->waiting;
    if (!listed.sandbox) measure(listed.docker_id);
    api_.send({.path = "/containers/" + listed.docker_id + "/stats?stream=false&one-shot=true"}, asking->deadline,
              [this, asking, listed](Result<Answer> const& answer) {
                  // One that has just ended, or does not answer, has no figures; the others have theirs.
                  if (answer.has_value() && answer->good()) take(*asking, listed, answer->body);
                  asking->finish_one();
              });
}

void Stats::take(Asking& asking, Listed const& listed, std::string const& body) {
    auto const stats = read_json(body);
    if (stats.has_error()) return;
    auto const at = time_at(*stats, {"read"});
    if (at.empty()) return;  // it has ended
    auto& usage = asking.found[listed.id.sandbox];
    usage.id = listed.id.sandbox;
    if (listed.sandbox) {
        usage.at = at;
        auto const* const networks = member(*stats, {"networks"});
        if (networks == nullptr || !networks->is_object() || listed.facts.host_network) return;
        for (auto const& network : networks->get_object()) {
            usage.received_bytes += amount_at(network.value(), {"rx_bytes"});
            usage.sent_bytes += amount_at(network.value(), {"tx_bytes"});
        }
        return;
    }
    if (usage.at.empty()) usage.at = at;
    UsageSample sample;
    sample.id = listed.id;
    sample.at = at;
    sample.cpu_nanos = amount_at(*stats, {"cpu_stats", "cpu_usage", "total_usage"});
    auto const used = amount_at(*stats, {"memory_stats", "usage"});
    // The names of cgroup v1 and v2.
    auto droppable = amount_at(*stats, {"memory_stats", "stats", "total_inactive_file"});
    if (droppable == 0) droppable = amount_at(*stats, {"memory_stats", "stats", "inactive_file"});
    sample.memory_bytes = used > droppable ? used - droppable : 0;
    sample.disk_bytes = layers_[listed.docker_id].bytes;
    usage.containers.push_back(std::move(sample));
}

void Stats::measure(std::string const& docker_id) {
    auto& layer = layers_[docker_id];
    auto const now = api_.clock().now();
    if (layer.asked != Instant{} && layer.asked + measured_every > now) return;
    layer.asked = now;
    api_.send({.path = "/containers/" + docker_id + "/json?size=1", .slow = true}, now + measured_every,
              [this, docker_id](Result<Answer> const& answer) {
                  if (answer.has_error() || !answer->good()) return;
                  auto const found = read_json(answer->body);
                  auto const known = layers_.find(docker_id);
                  if (found.has_value() && known != layers_.end()) known->second.bytes = amount_at(*found, {"SizeRw"});
              });
}

}  // namespace keelson::docker
