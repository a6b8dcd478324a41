#ifndef KEELSON_SRC_HTTP_PORT_FORWARD_HPP
#define KEELSON_SRC_HTTP_PORT_FORWARD_HPP

#include "http/pod_streams.hpp"

#include <memory>

namespace keelson::http {

/// Serves `GET` or `POST .../pods/NAME/portforward`: a connection of SPDY/3.1, bare or within a WebSocket, with two
/// streams for each forwarded connection; or a WebSocket with two channels for each of the ports in the query.
void serve_port_forward(std::shared_ptr<Exchange> exchange, std::shared_ptr<PodStreams const> streams, ObjectKey pod,
                        Refuse const& refuse);

}  // namespace keelson::http

#endif
