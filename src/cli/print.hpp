#ifndef KEELSON_SRC_CLI_PRINT_HPP
#define KEELSON_SRC_CLI_PRINT_HPP

#include <boost/json/value.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace keelson::cli {

/// YAML as kubectl writes it: keys in order, lists not indented, strings quoted only where they must be.
void print_yaml(std::ostream& out, boost::json::value const& value);
/// JSON with four spaces.
void print_json(std::ostream& out, boost::json::value const& value);
/// Columns three spaces apart.
void print_rows(std::ostream& out, std::vector<std::vector<std::string>> const& rows);

}  // namespace keelson::cli

#endif
