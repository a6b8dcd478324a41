#ifndef KEELSON_NODE_NODE_SERVICES_HPP
#define KEELSON_NODE_NODE_SERVICES_HPP

#include "core/strand.hpp"
#include "node/pod_network.hpp"
#include "node/pod_tokens.hpp"
#include "node/pressure.hpp"
#include "node/volume_store.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/control/plan.hpp>
#include <keelson/control/view.hpp>
#include <keelson/core/completion.hpp>
#include <keelson/runtime/devices.hpp>
#include <keelson/runtime/prober.hpp>
#include <keelson/runtime/runtime.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace keelson {

/// A node as it joins the cluster.
struct NodeSetup {
    std::string name;
    std::map<std::string, std::string> labels;
    std::vector<Taint> taints;                 ///< given to a Node object that is new; later they are the cluster's
    std::map<std::string, Quantity> capacity;  ///< "cpu", "memory", "pods", ...; pods is 110 when missing
    std::string address;                       ///< the IP of the host, as Pods report it
    NodeSystemInfo system;                     ///< what is empty is filled in as far as it is known
};

/// What a node agent works with. The strand outlives the agent and whatever calls back.
struct NodeServices {
    Strand* strand = nullptr;
    std::shared_ptr<Runtime> runtime;
    std::shared_ptr<Prober> prober;
    std::shared_ptr<VolumeStore> volumes;
    std::string data_dir;                            ///< absolute, already there
    std::map<std::string, std::string> environment;  ///< what every container starts from: PATH, HOME, ...
    /// The same where there are no images that bring their own.
    std::map<std::string, std::string> host_environment;
    std::string docker_config;                       ///< a Docker config file with logins of registries; may be empty
    ClusterDns cluster_dns;
    /// Issues a token of a Pod's ServiceAccount. Empty: nobody here does.
    IssueToken token;
    /// Looks at what the machine has left. Empty: pressure is not measured.
    std::function<void(Completion<NodeUsage>)> measure;
    /// Calls, at once and on the strand, with a view of the durable state.
    std::function<void(std::function<void(View const&)> const&)> read;
    /// Commits as manager "kubelet". The completion comes on the strand, when the outcome is durable.
    std::function<void(Plan, Completion<>)> submit;
    /// Done, on the strand, when the proxy sends nothing new to the Pod and what was in flight is finished or
    /// `most` has passed. Empty: there is no proxy.
    std::function<void(std::string const& pod_uid, Duration most, std::function<void()> done)> drain;
    /// Looks which devices the node has. The completion comes from any thread. Empty: it has none.
    std::function<void(Completion<std::vector<Device>>)> devices;
    /// Says that the node is alive. Not durable. May be empty.
    std::function<void(std::string const& node)> heartbeat;
};

}  // namespace keelson

#endif
