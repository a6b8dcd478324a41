#ifndef KEELSON_SRC_REGISTRY_RULES_CRON_SCHEDULE_HPP
#define KEELSON_SRC_REGISTRY_RULES_CRON_SCHEDULE_HPP

#include <string>
#include <string_view>

namespace keelson::rules {

/// What is wrong with the schedule of a CronJob, empty if it is right: five fields (minute, hour, day of the month,
/// month, day of the week), each a list of `*`, `?`, numbers, names and ranges with steps; or @hourly, @every 1h30m and
/// the like.
/// https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
std::string check_cron_schedule(std::string_view schedule);

}  // namespace keelson::rules

#endif
