#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_LOGS_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_LOGS_HPP

#include "drivers/runtime_docker/streams_context.hpp"

#include <keelson/runtime/logs.hpp>

namespace keelson::docker {

/// Reads the log that an engine keeps of a container. Contract: LogFacet::read.
void read_log(std::shared_ptr<StreamsContext> const& context, ContainerId const& id, LogSelection wanted,
              Instant deadline, ByteEvents events, Completion<std::shared_ptr<ByteStream>> done);

}  // namespace keelson::docker

#endif
