#ifndef KEELSON_SRC_REGISTRY_RULES_NAMES_HPP
#define KEELSON_SRC_REGISTRY_RULES_NAMES_HPP

#include "registry/rules/field_view.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The formats that names and the like must have. Each function says what is wrong in Kubernetes' words;
/// an empty answer means that the value is right.
namespace keelson::rules {

using Complaints = std::vector<std::string>;

Complaints check_dns_label(std::string_view value);
Complaints check_dns_subdomain(std::string_view value);
Complaints check_dns_1035_label(std::string_view value);
/// The same with `_` allowed: DNS search paths.
Complaints check_dns_search(std::string_view value);
/// A label's key: "app", "example.com/app".
Complaints check_qualified_name(std::string_view value);
Complaints check_label_value(std::string_view value);
Complaints check_config_key(std::string_view value);
Complaints check_env_name(std::string_view value);
Complaints check_port_name(std::string_view value);
Complaints check_http_header_name(std::string_view value);
Complaints check_path_segment(std::string_view value, bool prefix);
/// An IPv4 or IPv6 address, without leading zeros.
Complaints check_ip(std::string_view value);
/// An address with the length of its prefix, such as 10.0.0.0/8.
Complaints check_cidr(std::string_view value);
bool is_ipv4(std::string_view value);
bool is_ipv6(std::string_view value);
/// A number from 1 to 65535.
Complaints check_port(std::int64_t value);
Complaints check_range(std::int64_t value, std::int64_t least, std::int64_t most);
/// A name by a kind's rule. `prefix`: of a generateName, which may end in "-".
Complaints check_name(std::string_view value, NameRule rule, bool prefix);

/// Adds `Invalid value: "x": complaint` for each.
void report(FieldErrors& errors, std::string const& path, std::string_view value, Complaints const& complaints);
/// The same for a field that has a string, or none.
void report(FieldErrors& errors, FieldView const& field, Complaints const& complaints);
/// A label selector: its labels, its requirements.
void validate_label_selector(FieldView const& selector, FieldErrors& errors);
/// Whether a label selector can be evaluated at all.
bool is_selector(FieldView const& selector);
/// Whether a label selector selects these labels. One that asks for nothing selects all.
bool selects(FieldView const& selector, FieldView const& labels);
/// A field that an update must not change.
void validate_immutable(boost::json::object const& object, boost::json::object const& old, std::string_view field,
                        std::string const& path, FieldErrors& errors);
/// Keys and values of labels, all under the path of the map.
void validate_labels(FieldView const& labels, FieldErrors& errors);
/// Keys and total size of annotations.
void validate_annotations(FieldView const& annotations, FieldErrors& errors);
/// A field that must not be below zero.
void validate_non_negative(FieldView const& field, FieldErrors& errors);

}  // namespace keelson::rules

#endif
