#ifndef KEELSON_CONTROLLERS_JOB_POLICY_HPP
#define KEELSON_CONTROLLERS_JOB_POLICY_HPP

#include "controllers/job_indexes.hpp"

#include <keelson/api/batch_v1.hpp>
#include <keelson/core/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keelson::controllers {

/// What a Job's podFailurePolicy says of one failed Pod.
struct FailureVerdict {
    enum class Action : std::uint8_t { none, ignore, count, fail_index, fail_job };
    Action action = Action::none;  ///< none: no rule matches, which counts as usual
    std::string message;           ///< of fail_job: which rule matched what

    [[nodiscard]] bool counts() const noexcept { return action != Action::ignore; }
};
[[nodiscard]] FailureVerdict judge_failure(JobSpec const& job, Pod const& pod);

/// Whether the indexes that succeeded meet a rule of the successPolicy: its number, or nothing.
[[nodiscard]] std::optional<std::size_t> met_success_rule(JobSpec const& job, JobIndexes const& succeeded);

/// When a Pod that has ended, or is on its way out, came to its end.
[[nodiscard]] Time finish_time(Pod const& pod);

/// The pause before the next Pod after `failures` in a row: 10 s, doubled each time, at most six minutes.
[[nodiscard]] Duration failure_pause(std::int32_t failures) noexcept;

/// How much of that pause is left. A clock that was set back makes nobody wait longer than the pause.
[[nodiscard]] Duration pause_left(std::int32_t failures, Time last_failure, Time now) noexcept;

}  // namespace keelson::controllers

#endif
