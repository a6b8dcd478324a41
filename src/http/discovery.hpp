#ifndef KEELSON_SRC_HTTP_DISCOVERY_HPP
#define KEELSON_SRC_HTTP_DISCOVERY_HPP

#include "http/exchange.hpp"

#include <keelson/api/kind.hpp>

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace keelson::http {

/// All forms of all kinds that are served: `KindTable::served()`.
using Kinds = std::vector<std::shared_ptr<Kind const>>;

/// What a server can do, as clients find it out: the answer to a GET of /api, /apis, /api/v1, /apis/GROUP or
/// /apis/GROUP/VERSION (with or without a slash at the end); nothing if the path is none of these or there is no such
/// group or version. To a client that accepts it (`accept` is the header), /api and /apis answer with everything at
/// once, the form called aggregated discovery. `address` is the server's, as clients reach it: "127.0.0.1:6443".
/// Threading: any thread.
std::optional<Reply> discover(Kinds const& kinds, std::string_view path, std::string_view accept,
                              std::string_view address);

/// The answer to a GET of /: the paths below it that answer.
std::string index_of_paths(Kinds const& kinds);

/// The groups among the kinds, the core group ("") first, then those of Kubernetes in its own order, then others by
/// name: a name without a group means the first that has it.
std::vector<std::string> groups_of(Kinds const& kinds);
/// The versions of a group, the preferred one first: v2, v1, v1beta1, v1alpha1.
std::vector<std::string> versions_of(Kinds const& kinds, std::string_view group);
/// The kinds of one group and version, by plural.
Kinds kinds_of(Kinds const& kinds, std::string_view group, std::string_view version);

}  // namespace keelson::http

#endif
