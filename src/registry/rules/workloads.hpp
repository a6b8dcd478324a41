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
/// What keeps Pods running for ever: replicas, selector, template. `kind` as "activeDeadlineSeconds in ReplicaSet ..."
/// has it, `word` as "empty selector is invalid for deployment".
void validate_replicated(FieldView const& spec, std::string_view kind, std::string_view word, FieldErrors& errors);
/// The template of such a kind: its restartPolicy is Always, and it has no deadline.
void validate_lasting_template(FieldView const& pod_template, std::string_view kind, FieldErrors& errors);
/// A number that is not negative, or a percentage.
void validate_share(FieldView const& field, FieldErrors& errors);
bool is_zero_share(FieldView const& field);
/// The counts of a status: none negative, none of `parts` above replicas.
void validate_counts(FieldView const& status, std::initializer_list<std::string_view> parts, FieldErrors& errors);
void validate_selector_update(boost::json::object const& object, boost::json::object const& old, FieldErrors& errors);
bool spec_changes(boost::json::object const& object, boost::json::object const& old);
// jobs.cpp
/// A Job's spec, also in the template of a CronJob; `name` is the Job's, if it is known.
void validate_job_spec(FieldView const& spec, std::string_view name, FieldErrors& errors);

}  // namespace keelson::rules

#endif
