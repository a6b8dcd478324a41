#ifndef KEELSON_SRC_CLI_PROGRESS_HPP
#define KEELSON_SRC_CLI_PROGRESS_HPP

#include <keelson/client.hpp>

#include <map>
#include <mutex>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

namespace keelson::cli {

/// How far an object is on its way to what its manifest says.
struct Standing {
    enum class State : std::uint8_t { waiting, ready, failed } state = State::ready;
    std::string ready;   ///< "2/3", "1/1", ...; empty where there is nothing to count
    std::string status;  ///< "Progressing", "Running", "Complete", "Bound", a reason, ...
    friend bool operator==(Standing const&, Standing const&) = default;
};

/// What `kubectl get` would make of an object of this resource.
Standing standing_of(std::string const& resource, Object const& object);

/// Follows applied objects and their Pods, and shows how far they are: a table that is redrawn in place on a
/// terminal, a line for each change elsewhere; warnings as they come.
/// Threading: `draw` and the questions from one thread; what it follows comes on the engine's.
class Progress {
public:
    Progress(Client client, std::ostream& out, bool live);

    /// From now on these are shown. Call once.
    void follow(std::vector<Applied> const& applied);
    /// Shows what has changed since the last call.
    void draw();

    /// Whether everything that was applied is ready.
    [[nodiscard]] bool all_ready() const;
    /// The first object that has failed for good, as "job.batch/x: reason"; nothing: none has.
    [[nodiscard]] std::optional<std::string> failed() const;
    /// What is not ready yet, as "deployment.apps/x (2/3)".
    [[nodiscard]] std::string missing() const;

private:
    struct Row {
        std::string resource;
        std::string title;  ///< "deployment.apps/web"
        ObjectKey key;
        bool applied = false;
        Time created;
        Standing now, shown;
        bool drawn = false;
    };

    void changed(std::string const& resource, ChangeType type, Ref const& object);
    void warned(Ref const& event);
    void draw_table();
    void draw_lines();

    Client client_;
    std::ostream& out_;
    bool live_;
    mutable std::mutex mutex_;
    std::map<std::string, Row> rows_;  // by resource and key
    std::vector<std::string> order_;   // those that were applied, then the others as they came
    std::vector<std::string> news_;    // lines that are said once
    std::size_t lines_drawn_ = 0;
    std::string last_;
    std::vector<Subscription> subscriptions_;
};

}  // namespace keelson::cli

#endif
