#include "engine/engine_metrics.hpp"

#include <map>
#include <string>

namespace keelson {
namespace {

using Type = MetricText::Type;

/// How many objects of each kind there are, counted as they come and go.
class ObjectCounts {
public:
    explicit ObjectCounts(Registry const& registry) : registry_(&registry) { recount(); }

    void changed(std::vector<Change> const& changes) {
        for (auto const& change : changes) {
            // After a part of the log was read again, what was there before is not known.
            if (change.before_unknown) return recount();
            if (change.before && change.after) continue;
            auto const& any = *(change.after ? change.after : change.before);
            counts_[any.kind().resource()] += change.after ? 1 : -1;
        }
    }
    void recount() {
        counts_.clear();
        for (auto const& object : registry_->durable().all()) ++counts_[object->kind().resource()];
    }
    void write(MetricText& text) const {
        text.family("keelson_objects", Type::gauge, "Objects that are stored.");
        for (auto const& [resource, count] : counts_)
            if (count > 0) text.sample({{"resource", resource}}, static_cast<double>(count));
    }

private:
    Registry const* registry_;
    std::map<std::string, std::int64_t> counts_;
};

void write_store(MetricText& text, Registry const& registry) {
    text.family("keelson_store_revision", Type::gauge, "Revision of the newest durable write.");
    text.sample({}, static_cast<double>(registry.durable().revision));
    text.family("keelson_store_commit_duration_seconds", Type::histogram, "How long commits to the store took.");
    registry.commit_durations().write(text, {});
}

void write_queues(MetricText& text, ControlLoop const& control) {
    auto const write = [&](char const* name, Type type, char const* help, auto const& value) {
        text.family(name, type, help);
        control.each_queue([&](std::string const& queue, ControlLoop::QueueFigures const& figures) {
            text.sample({{"name", queue}}, static_cast<double>(value(figures)));
        });
    };
    write("workqueue_depth", Type::gauge, "Objects that a controller has still to look at.",
          [](auto const& figures) { return figures.depth; });
    write("workqueue_adds_total", Type::counter, "How often an object was put into a controller's queue.",
          [](auto const& figures) { return figures.adds; });
    write("workqueue_retries_total", Type::counter, "How often a controller has failed and is to try again.",
          [](auto const& figures) { return figures.retries; });
    text.family("workqueue_work_duration_seconds", Type::histogram, "How long a controller took for an object.");
    control.each_queue([&](std::string const& queue, ControlLoop::QueueFigures const& figures) {
        std::pair<std::string_view, std::string_view> const label{"name", queue};
        figures.work.write(text, std::span(&label, 1));
    });
}

void write_scheduler(MetricText& text, SchedulingLoop const& scheduling) {
    auto const waiting = scheduling.waiting();
    text.family("scheduler_pending_pods", Type::gauge, "Pods that wait for a node.");
    for (auto const& [queue, count] : {std::pair<std::string_view, std::size_t>{"active", waiting.active},
                                       {"backoff", waiting.back_off},
                                       {"unschedulable", waiting.unschedulable},
                                       {"gated", waiting.gated}})
        text.sample({{"queue", queue}}, static_cast<double>(count));
    auto const& figures = scheduling.figures();
    text.family("scheduler_schedule_attempts_total", Type::counter, "Attempts to place a Pod, by what came of them.");
    for (auto const& [result, count] : {std::pair<std::string_view, std::uint64_t>{"scheduled", figures.scheduled},
                                        {"unschedulable", figures.unschedulable},
                                        {"error", figures.errors}})
        text.sample({{"result", result}}, static_cast<double>(count));
}

}  // namespace

void add_engine_metrics(Metrics& metrics, Registry& registry, ControlLoop const& control,
                        SchedulingLoop const& scheduling) {
    auto const counts = std::make_shared<ObjectCounts>(registry);
    Registry::Listener listener;
    listener.durable = [counts](std::vector<Change> const& changes) { counts->changed(changes); };
    listener.rebuilt = [counts] { counts->recount(); };
    registry.listen(std::move(listener));
    metrics.add([counts, &registry, &control, &scheduling](MetricText& text) {
        counts->write(text);
        write_store(text, registry);
        write_queues(text, control);
        write_scheduler(text, scheduling);
        write_process_metrics(text);
    });
}

}  // namespace keelson
