#ifndef KEELSON_SRC_HTTP_POD_LOG_HPP
#define KEELSON_SRC_HTTP_POD_LOG_HPP

#include "http/pod_streams.hpp"

#include <memory>
#include <string_view>

namespace keelson::http {

/// What is wanted of a log, from the query of a request's target.
/// Errors: `bad_request` for what cannot be read, `invalid` for values that cannot be.
Result<PodLogQuery> read_log_query(std::string_view target);

/// Serves `GET .../pods/NAME/log`. `container`: instead of the one that the query names.
void serve_pod_log(std::shared_ptr<Exchange> exchange, std::shared_ptr<PodStreams const> streams, ObjectKey pod,
                   Refuse refuse, std::string container = {});

}  // namespace keelson::http

#endif
