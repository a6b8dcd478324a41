#ifndef KEELSON_SRC_CLI_JSON_PATH_HPP
#define KEELSON_SRC_CLI_JSON_PATH_HPP

#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace keelson::cli {

/// The values at `{.status.containerStatuses[0].ready}` or `.items[*].metadata.name`: members, numbered elements, and
/// all elements. Throws a Failure for any other path.
std::vector<boost::json::value const*> values_at(boost::json::value const& tree, std::string path);

/// `{.metadata.name}{"\t"}{.kind}{"\n"}` filled in; several values of one path stand with a space between them.
std::string filled_in(std::string const& pattern, boost::json::value const& tree);

/// A string as it is, anything else as JSON.
std::string text_of(boost::json::value const& value);

}  // namespace keelson::cli

#endif
