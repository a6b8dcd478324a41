#ifndef KEELSON_SRC_ENGINE_CONTROL_LOOP_HPP
#define KEELSON_SRC_ENGINE_CONTROL_LOOP_HPP

#include "core/metrics.hpp"
#include "engine/reader.hpp"

#include <keelson/control/controller.hpp>

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace keelson {

/// Runs controllers: which keys to look at, one at a time, and what becomes of their plans.
///
/// A key is in the queue at most once, however often it is asked for, and is never lost: it is taken out
/// before its View is read, so that a change that comes later puts it in again.
/// Threading: on the strand only.
class ControlLoop {
public:
    ControlLoop(Strand& strand, Registry& registry, TypedCache& cache);

    void add(Controller controller);
    /// Looks at everything that is there.
    void start();
    /// From now on nothing is started any more.
    void stop() { stopped_ = true; }

    void changed(std::vector<Change> const& changes);

    /// Commits a plan under a manager's name; what it tells of goes to the ring when it is durable. True when it has to
    /// wait for webhooks first; with `waiting`, as Registry::Waiting says.
    bool submit(Plan const& plan, std::string const& manager, Completion<> done, Registry::Waiting waiting = {});
    /// The same for a plan of one of the engine's nodes.
    void submit_of_node(Plan const& plan, Completion<> done);
    /// Puts the events of a plan into the ring.
    void tell(std::vector<PlannedEvent> const& events, std::string const& component, std::string const& host = {});

    /// How often controllers were called, and how often what they asked for was written.
    struct Figures {
        std::uint64_t reconciles = 0, plans = 0, refused = 0;
    };
    [[nodiscard]] Figures const& figures() const noexcept { return figures_; }
    /// Of one controller's share of the queue.
    struct QueueFigures {
        std::uint64_t adds = 0, retries = 0;
        std::size_t depth = 0;
        Histogram work;
    };
    void each_queue(std::function<void(std::string const& name, QueueFigures const&)> const& visit) const;
    [[nodiscard]] bool idle() const noexcept { return queue_.empty(); }

private:
    bool submit(std::vector<Operation> operations, std::vector<PlannedEvent> events, std::string const& manager,
                Completion<> done, Registry::Waiting waiting);

    struct Running {
        Controller controller;
        std::unordered_map<std::string, ServedKind const*> watched;
        std::map<ObjectKey, int> failures;
        std::map<ObjectKey, TimerQueue::Id> timers;
        QueueFigures figures;
    };
    /// Collection has one queue of uids; it is the entry behind the last controller.
    struct Item {
        std::size_t controller;
        ObjectKey key;
        friend auto operator<=>(Item const&, Item const&) = default;
    };

    void enqueue(Item item);
    void enqueue_later(Item const& item, Duration delay);
    void turn();
    // `answers`: what webhooks have said of the plan that was decided on before.
    void look_at(Item const& item, std::shared_ptr<AdmissionAnswers> answers = {});
    void reconcile(Item const& item, std::shared_ptr<AdmissionAnswers> answers);
    void collect(Item const& item, std::shared_ptr<AdmissionAnswers> answers);
    void finish(Item const& item, Result<> decided, Plan const& plan, std::shared_ptr<AdmissionAnswers> answers);
    void plan_refused(Item const& item, Error const& error);
    void retry(Item const& item, Error const& error, bool whatever_it_is = false);
    [[nodiscard]] QueueFigures& figures_of(Item const& item) {
        return item.controller < controllers_.size() ? controllers_[item.controller]->figures : collect_figures_;
    }
    [[nodiscard]] std::string const& name_of(Item const& item) const;

    Strand* strand_;
    Registry* registry_;
    TypedCache* cache_;
    std::vector<std::unique_ptr<Running>> controllers_;
    std::map<ObjectKey, int> collect_failures_;
    std::map<ObjectKey, TimerQueue::Id> collect_timers_;
    std::deque<Item> queue_;
    std::set<Item> queued_;
    bool turning_ = false;
    bool stopped_ = false;
    std::optional<Item> writing_;  // whose plan is being submitted
    bool writes_more_ = false;     // which says more of its own object than its status
    /// Whose plans wait for webhooks. They are decided on again when the answers have come, on what is there by then,
    /// and not before: who is asked in between would want the same a second time.
    std::set<Item> waiting_;
    Figures figures_;
    QueueFigures collect_figures_;
};

}  // namespace keelson

#endif
