#include "registry/rules/cron_schedule.hpp"
#include "registry/rules/kinds.hpp"
#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"
#include "registry/rules/workloads.hpp"

#include <boost/json/object.hpp>

namespace keelson::rules {
namespace {

namespace json = boost::json;

json::object* pod_spec_of(json::object& cron_job) {
    auto* part = &cron_job;
    for (std::string_view const step : {"spec", "jobTemplate", "spec", "template", "spec"}) {
        part = find_object(*part, step);
        if (!part) return nullptr;
    }
    return part;
}

void before_defaults(json::object& cron_job) {
    if (auto* const spec = pod_spec_of(cron_job)) prepare_pod_spec(*spec);
}

void after_defaults(json::object& cron_job) {
    if (auto* const spec = pod_spec_of(cron_job)) default_pod_spec(*spec);
}

void validate_time_zone(FieldView const& zone, FieldErrors& errors) {
    if (!zone.present()) return;
    auto const name = zone.string();
    // Which zones there are, the system that runs the CronJob knows; here it is enough that it can be a name of one.
    bool const name_like =
        name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") ==
        std::string_view::npos;
    if (name.empty()) {
        report(errors, zone, {"timeZone must be nil or non-empty string"});
    } else if (name == "Local" || name == "local") {
        report(errors, zone, {"timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"});
    } else if (!name_like || name.front() == '/' || name.find("//") != std::string_view::npos) {
        report(errors, zone, {"unknown time zone " + std::string(name)});
    }
}

void validate(json::object const& cron_job, FieldErrors& errors) {
    constexpr std::size_t longest_name = 52;  // a Job's is eleven longer, and must do as a label
    FieldView const metadata(find(cron_job, "metadata"), "metadata");
    if (auto const name = metadata["name"]; name.string().size() > longest_name)
        report(errors, name, {"must be no more than 52 characters"});
    FieldView const spec(find(cron_job, "spec"), "spec");
    auto const schedule = spec["schedule"];
    if (!schedule.given()) {
        errors.required(schedule.path());
    } else if (schedule.string().find("TZ") != std::string_view::npos) {
        report(errors, schedule, {"cannot use TZ or CRON_TZ in schedule, use timeZone field instead"});
    } else if (auto const wrong = check_cron_schedule(schedule.string()); !wrong.empty()) {
        report(errors, schedule, {wrong});
    }
    validate_time_zone(spec["timeZone"], errors);
    for (std::string_view const name :
         {"startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"})
        validate_non_negative(spec[name], errors);
    auto const job_template = spec["jobTemplate"];
    auto const job = job_template["spec"];
    validate_job_spec(job, {}, errors);
    if (auto const selector = job["selector"]; selector.present())
        errors.invalid(selector.path(), selector.text(), "`selector` will be auto-generated");
    if (auto const manual = job["manualSelector"]; manual.boolean())
        errors.not_supported_json(manual.path(), "true", {"nil", "false"});
}

}  // namespace

KindRules const& cron_jobs() {
    static constexpr KindRules rules{.generation_changes = spec_changes,
                                     .before_defaults = before_defaults,
                                     .after_defaults = after_defaults,
                                     .validate = validate};
    return rules;
}

}  // namespace keelson::rules
