#ifndef KEELSON_CONTROLLERS_JOB_INDEXES_HPP
#define KEELSON_CONTROLLERS_JOB_INDEXES_HPP

#include <keelson/core/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::controllers {

/// Completion indexes of a Job in the form of status.completedIndexes: "1,3-5,7". Kept as ranges, so that a Job
/// of a hundred thousand completions is as cheap as its text is short.
class JobIndexes {
public:
    struct Range {
        std::int32_t first = 0;
        std::int32_t last = 0;
        friend bool operator==(Range const&, Range const&) = default;
    };

    JobIndexes() = default;
    /// Reads that form; of its indexes keeps those below `limit`. Fails for anything else.
    static Result<JobIndexes> parse(std::string_view text, std::int32_t limit);

    /// Adds these, in any order and with repetitions.
    void add(std::vector<std::int32_t> indexes);

    [[nodiscard]] bool contains(std::int32_t index) const noexcept;
    [[nodiscard]] std::int32_t total() const noexcept;
    /// How many of these are in `other` too.
    [[nodiscard]] std::int32_t common(JobIndexes const& other) const noexcept;
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::vector<Range> const& ranges() const noexcept { return ranges_; }

private:
    void add_range(Range range);
    std::vector<Range> ranges_;  ///< ascending, neither overlapping nor touching
};

}  // namespace keelson::controllers

#endif
