#ifndef KEELSON_SRC_HTTP_REMOTE_COMMAND_HPP
#define KEELSON_SRC_HTTP_REMOTE_COMMAND_HPP

#include "http/pod_streams.hpp"

#include <memory>

namespace keelson::http {

/// Serves `GET` or `POST .../pods/NAME/exec`: by WebSocket with the channel protocols of Kubernetes up to v5, or by a
/// connection of SPDY/3.1. `streams` must outlive the connections.
void serve_exec(std::shared_ptr<Exchange> exchange, std::shared_ptr<PodStreams const> streams, ObjectKey pod,
                Refuse const& refuse);

/// The same for `.../pods/NAME/attach`.
void serve_attach(std::shared_ptr<Exchange> exchange, std::shared_ptr<PodStreams const> streams, ObjectKey pod,
                  Refuse const& refuse);

}  // namespace keelson::http

#endif
