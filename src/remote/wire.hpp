#ifndef KEELSON_SRC_REMOTE_WIRE_HPP
#define KEELSON_SRC_REMOTE_WIRE_HPP

#include "api/json.hpp"

#include <keelson/client.hpp>
#include <keelson/connect.hpp>

namespace keelson::remote {

/// What an API server's words are as values, and the other way round. All of it is pure.

/// The error that a Status body (or, without one, the HTTP status) stands for.
Error error_of_status(int status, std::string_view body);
/// The same of a Status that is read already, as in a watch.
Error error_in_status(int status, json::value const& tree);

/// An object as it was published: without its managedFields, as in this process.
Result<Ref> object_of(std::shared_ptr<Kind const> const& kind, json::value tree);

std::string percent_encoded(std::string_view text);
/// "/apis/apps/v1/namespaces/default/deployments/web/status"; a namespace is named where the kind has them and `key`
/// has one.
std::string path_of(Kind const& kind, ObjectKey const& key, std::string_view subresource = {});
/// "?a=b&c=d" of what is not empty.
std::string query_of(std::vector<std::pair<std::string_view, std::string>> const& parameters);

/// The request of a verb that writes, or of get; `kind` is that of its resource. An update of a struct that does not
/// have every field needs `current`, the object as it is, to leave the others alone.
Result<HttpQuestion> question_of(Request const& request, Kind const& kind, json::value const* current);
/// Whether it writes the status and nothing else.
bool is_of_status(Request::Verb verb);
/// Whether question_of needs `current`.
bool needs_current(Request const& request);
/// A page of a list; `limit` 0: all of it.
HttpQuestion list_question(Kind const& kind, ListOptions const& options, std::size_t limit,
                           std::string const& continue_);

/// The kinds of a discovery document, in either form (APIGroupDiscoveryList or APIResourceList).
std::vector<std::shared_ptr<Kind const>> kinds_of(json::value const& document);

}  // namespace keelson::remote

#endif
