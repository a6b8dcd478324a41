#include "drivers/runtime_process/supervisor/ports.hpp"

#include "drivers/runtime_process/supervisor/proc.hpp"

#include <algorithm>

namespace keelson::supervisor {

namespace {

struct Holder {
    pid_t pid = 0;
    std::string program;
    SandboxRecord const* sandbox = nullptr;  ///< null: not of a Pod
    ContainerRecord const* container = nullptr;
};

/// A container is a session, so the session of a process tells its container.
Holder find_holder(std::uint64_t socket, Sandboxes const& sandboxes) {
    Holder holder;
    proc::each_process([&](pid_t pid) {
        if (holder.container != nullptr || !proc::has_socket(pid, socket)) return;
        auto const stat = proc::stat(pid);
        if (!stat) return;
        holder = {pid, stat->name, nullptr, nullptr};
        for (auto const& [id, sandbox] : sandboxes) {
            for (auto const& [key, container] : sandbox.containers) {
                if (container.progress.state != RuntimeState::running || container.progress.pid != stat->session)
                    continue;
                holder.sandbox = &sandbox;
                holder.container = &container;
            }
        }
    });
    return holder;
}

bool declares(SandboxRecord const& sandbox, std::uint16_t port) {
    return std::any_of(sandbox.config.ports.begin(), sandbox.config.ports.end(), [port](PortMapping const& mapping) {
        return mapping.protocol == PortProtocol::tcp && mapping.container_port == port;
    });
}

}  // namespace

std::string explain_collision(SandboxRecord const& sandbox, Sandboxes const& sandboxes) {
    if (sandbox.config.ports.empty()) return {};
    for (auto const& listener : proc::wildcard_listeners()) {
        if (!declares(sandbox, listener.port)) continue;
        auto const holder = find_holder(listener.inode, sandboxes);
        if (holder.sandbox == &sandbox) continue;
        auto const start =
            "address already in use: port " + std::to_string(listener.port) + " is bound on every address by ";
        if (holder.sandbox != nullptr) {
            return start + "pod " + holder.sandbox->config.pod_namespace + "/" + holder.sandbox->config.pod_name +
                   "; bind $(POD_IP) in both instead";
        }
        auto const who =
            holder.pid == 0 ? "another process" : "process " + std::to_string(holder.pid) + " (" + holder.program + ")";
        return start + who + ", which is no pod of this node";
    }
    return {};
}

std::vector<std::pair<ContainerId, std::string>> find_greedy(Sandboxes const& sandboxes) {
    std::vector<std::pair<ContainerId, std::string>> found;
    for (auto const& listener : proc::wildcard_listeners()) {
        bool const ours = std::any_of(sandboxes.begin(), sandboxes.end(), [&](auto const& entry) {
            return !entry.second.config.host_network && declares(entry.second, listener.port);
        });
        if (!ours) continue;
        auto const holder = find_holder(listener.inode, sandboxes);
        if (holder.sandbox == nullptr || holder.sandbox->config.host_network ||
            !declares(*holder.sandbox, listener.port))
            continue;
        found.emplace_back(
            holder.container->config.id,
            "port " + std::to_string(listener.port) +
                " is bound on every address, so no other pod of this node can have it; bind $(POD_IP) instead");
    }
    return found;
}

}  // namespace keelson::supervisor
