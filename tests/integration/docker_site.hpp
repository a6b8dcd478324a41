#ifndef KEELSON_TESTS_INTEGRATION_DOCKER_SITE_HPP
#define KEELSON_TESTS_INTEGRATION_DOCKER_SITE_HPP

#include "integration/docker_node.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/engine.hpp>
#include <keelson/store/store.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <optional>

namespace docker_tests {

/// A container as the engine itself tells of it.
struct EngineContainer {
    std::string docker_id, kind, uid, name, attempt, pod, started_at, state;
    friend auto operator<=>(EngineContainer const&, EngineContainer const&) = default;
};

/// All containers of Pods on an engine.
inline std::vector<EngineContainer> engine_containers(keelson::testing::DockerEngine const& engine) {
    std::vector<EngineContainer> all;
    auto const list = boost::json::parse(engine.ask("GET", "/containers/json?all=1"));
    for (auto const& one : list.as_array()) {
        auto const text = [](boost::json::object const& of, char const* name) {
            auto const* const found = of.if_contains(name);
            return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
        };
        auto const id = text(one.as_object(), "Id");
        auto const& labels = one.at("Labels").as_object();
        if (!labels.contains("io.keelson.node")) continue;
        auto const inspected = boost::json::parse(engine.ask("GET", "/containers/" + id + "/json"));
        auto const* const state = inspected.as_object().if_contains("State");
        if (state == nullptr) continue;  // removed in the meantime
        all.push_back({id, text(labels, "io.keelson.kind"), text(labels, "io.keelson.pod.uid"),
                       text(labels, "io.keelson.container"), text(labels, "io.keelson.attempt"),
                       text(labels, "io.keelson.pod.name"), text(state->as_object(), "StartedAt"),
                       text(state->as_object(), "Status")});
    }
    std::sort(all.begin(), all.end());
    return all;
}

/// Those of one Pod, the sandbox among them.
inline std::vector<EngineContainer> of_pod(std::vector<EngineContainer> const& all, std::string const& uid) {
    std::vector<EngineContainer> some;
    std::copy_if(all.begin(), all.end(), std::back_inserter(some), [&](auto const& one) { return one.uid == uid; });
    return some;
}

/// Keelson with nodes on engines, in this process; state and data are in a folder.
class DockerSite {
public:
    struct Machine {
        std::string name, host;
        std::shared_ptr<DeviceSource> devices = {};
    };
    DockerSite(std::string data, std::vector<Machine> const& machines, bool keep = false) {
        EngineOptions options;
        std::filesystem::create_directories(data);
        auto store = sqlite_store(data + "/state.db");
        REQUIRE(store.has_value());
        options.store = *std::move(store);
        options.data_dir = std::move(data);
        options.keep_pods = keep;
        for (auto const& machine : machines) {
            NodeOptions node;
            node.name = machine.name;
            node.runtime = docker_runtime({.host = machine.host});
            node.devices = machine.devices ? machine.devices : std::make_shared<DeclaredDevices>(std::vector<Device>());
            options.nodes.push_back(std::move(node));
        }
        auto opened = Engine::open(std::move(options));
        REQUIRE(opened.has_value());
        engine_.emplace(*std::move(opened));
        REQUIRE(engine_->start().has_value());
        client_.emplace(engine_->client());
    }
    ~DockerSite() { CHECK(engine_->stop(30s).has_value()); }
    DockerSite(DockerSite const&) = delete;
    DockerSite& operator=(DockerSite const&) = delete;

    [[nodiscard]] Client const& client() const { return *client_; }

    /// What is written in YAML, one object.
    void apply(std::string const& manifest) const {
        TemporaryFolder const folder;
        process_tests::write_file(folder.path() + "/it.yaml", manifest);
        auto const applied = client_->apply_file(folder.path() + "/it.yaml");
        INFO((applied ? std::string() : applied.error().message));
        REQUIRE(applied.has_value());
    }
    [[nodiscard]] Pod pod(std::string const& name) const {
        auto found = client_->get<Pod>({"default", name});
        return found ? *std::move(found) : Pod();
    }
    [[nodiscard]] std::string phase(std::string const& name) const { return pod(name).status.phase; }
    [[nodiscard]] bool runs(std::string const& name, Duration patience = 30s) const {
        return eventually([&] { return ready(pod(name)); }, patience);
    }
    /// The reason and the message of why a Pod's first container waits.
    [[nodiscard]] std::string waits_for(std::string const& name) const {
        auto const found = pod(name);
        if (found.status.containerStatuses.empty()) return {};
        auto const& state = found.status.containerStatuses.front().state;
        return state && state->waiting ? state->waiting->reason + ": " + state->waiting->message : std::string();
    }
    [[nodiscard]] NodeCondition condition(std::string const& node, std::string const& type) const {
        auto const found = client_->get<Node>({{}, node});
        if (found)
            for (auto const& one : found->status.conditions)
                if (one.type == type) return one;
        return {};
    }
    /// All that events say of an object, line by line.
    [[nodiscard]] std::string events_of(std::string const& name) const {
        std::string text;
        auto const all = client_->list<Event>({.namespace_ = "default"});
        if (all)
            for (auto const& one : *all)
                if (one.involvedObject.name == name) text += one.reason + ": " + one.message + "\n";
        return text;
    }

private:
    std::optional<Engine> engine_;
    std::optional<Client> client_;
};

/// A Pod of one container with a shell script; further fields of its spec and of its container in flow style.
inline std::string shell_pod(std::string const& name, std::string const& script, std::string const& spec = "",
                             std::string const& container = "") {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", namespace: default}\nspec: {" + spec +
           (spec.empty() ? "" : ", ") +
           "terminationGracePeriodSeconds: 0, containers: [{name: main, image: \"busybox:latest\", imagePullPolicy: "
           "IfNotPresent" +
           (container.empty() ? "" : ", ") + container + ", command: [sh, -c, \"" + script + "\"]}]}\n";
}

}  // namespace docker_tests

#endif
