#ifndef KEELSON_NODE_KEPT_LOG_HPP
#define KEELSON_NODE_KEPT_LOG_HPP

#include "node/node_services.hpp"

namespace keelson {

/// Copies the log of a container that a runtime has kept, and is about to forget, to the file at its log path, where
/// the logs of other runtimes are. Done when it is there, or cannot be had within a time: that holds up nothing.
void keep_log(NodeServices const& services, ContainerId id, std::string path, std::function<void()> done);

}  // namespace keelson

#endif
