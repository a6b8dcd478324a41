#ifndef KEELSON_SRC_ENGINE_SCHEDULING_LOOP_HPP
#define KEELSON_SRC_ENGINE_SCHEDULING_LOOP_HPP

#include "engine/control_loop.hpp"
#include "scheduling/scheduler.hpp"

namespace keelson {

/// Tells the scheduler of every change, and writes what it decides.
/// Threading: on the strand only.
class SchedulingLoop {
public:
    SchedulingLoop(Strand& strand, Registry& registry, ControlLoop& control, TypedCache& cache,
                   std::vector<Profile> profiles);

    void start() { rebuild(); }
    void stop() { stopped_ = true; }
    void changed(std::vector<Change> const& changes);
    /// Makes its state anew from what is accepted.
    void rebuild();

    struct Figures {
        std::uint64_t scheduled = 0, unschedulable = 0, errors = 0;
    };
    /// How many placements were tried, and what came of them.
    [[nodiscard]] Figures const& figures() const noexcept { return figures_; }
    [[nodiscard]] scheduling::Scheduler::Waiting waiting() const {
        return scheduler_ ? scheduler_->count_waiting() : scheduling::Scheduler::Waiting{};
    }

private:
    void change(Change const& change);
    void arm();
    void run();
    void bind(std::vector<scheduling::Scheduler::Binding> bound);
    void report(std::vector<scheduling::Scheduler::Failure> const& failed);
    template <class T>
    std::shared_ptr<T const> typed(Ref const& object);

    Strand* strand_;
    Registry* registry_;
    ControlLoop* control_;
    TypedCache* cache_;
    std::vector<Profile> profiles_;
    std::unique_ptr<scheduling::Scheduler> scheduler_;
    Figures figures_;
    bool posted_ = false;
    bool stopped_ = false;
    TimerQueue::Id timer_ = 0;
};

}  // namespace keelson

#endif
