#ifndef KEELSON_SRC_REGISTRY_RULES_WORKLOADS_HPP
#define KEELSON_SRC_REGISTRY_RULES_WORKLOADS_HPP

#include "registry/rules/field_view.hpp"

/// What kinds with a Pod template under spec.template share.
namespace keelson::rules {

/// `prepare_pod_spec` and `default_pod_spec` of the template.
void prepare_template(boost::json::object& object);
void default_template(boost::json::object& object);
/// "`selector` does not match template `labels`"
void validate_selected_template(FieldView const& spec, FieldErrors& errors);

}  // namespace keelson::rules

#endif
