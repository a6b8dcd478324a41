#include "http/columns.hpp"

#include <algorithm>
#include <array>

namespace keelson::http {
namespace {

constexpr Column name_column{"Name", "string", "name"};
constexpr Column age_column{"Age"};
constexpr Column containers_column{"Containers", "string", {}, 1};
constexpr Column images_column{"Images", "string", {}, 1};
constexpr Column selector_column{"Selector", "string", {}, 1};

json::value const* member(json::value const& value, std::initializer_list<std::string_view> path) {
    return find_path(value, path);
}

std::int64_t number_of(json::value const& value, std::initializer_list<std::string_view> path) {
    auto const* const found = find_path(value, path);
    return found && found->is_int64() ? found->get_int64() : 0;
}

bool flag_of(json::value const& value, std::string_view name) {
    auto const* const found = find_path(value, {name});
    return found && found->is_bool() && found->get_bool();
}

/// What a container that has ended is called: its reason, its signal or its exit code.
std::string ending(json::value const& status, std::string_view prefix) {
    auto const reason = string_at(status, {"state", "terminated", "reason"});
    if (!reason.empty()) return std::string(prefix).append(reason);
    auto const signal = number_of(status, {"state", "terminated", "signal"});
    if (signal != 0) return std::string(prefix) + "Signal:" + std::to_string(signal);
    return std::string(prefix) + "ExitCode:" + std::to_string(number_of(status, {"state", "terminated", "exitCode"}));
}

/// The words that kubectl's users know a Pod by.
class PodWords {
public:
    explicit PodWords(Row const& row) : row_(&row) {
        total = static_cast<std::int64_t>(row.list({"spec", "containers"}).size());
        reason =
            row.text({"status", "reason"}).empty() ? row.text({"status", "phase"}) : row.text({"status", "reason"});
        for (auto const& condition : row.list({"status", "conditions"})) {
            if (string_at(condition, {"type"}) == "PodScheduled" &&
                string_at(condition, {"reason"}) == "SchedulingGated")
                reason = "SchedulingGated";
        }
        bool const initializing = init_containers();
        if (!initializing || has_condition(row.list({"status", "conditions"}), "Initialized")) containers();
        if (row.text({"metadata", "deletionTimestamp"}).empty()) return;
        auto const phase = row.text({"status", "phase"});
        if (row.text({"status", "reason"}) == "NodeLost") {
            reason = "Unknown";
        } else if (phase != "Succeeded" && phase != "Failed") {
            reason = "Terminating";
        }
    }

    std::int64_t total = 0, ready = 0;
    std::string reason;

    [[nodiscard]] std::string restarts() const {
        auto const count = std::to_string(restarts_);
        return restarts_ == 0 || last_restart_.empty() ? count : count + " (" + row_->since(last_restart_) + " ago)";
    }

private:
    void count_restarts(json::value const& status) {
        restarts_ += number_of(status, {"restartCount"});
        auto const ended = string_at(status, {"lastState", "terminated", "finishedAt"});
        if (ended > last_restart_) last_restart_ = ended;  // RFC 3339 in UTC sorts as text
    }

    /// Whether the containers proper are still to come.
    bool init_containers() {
        auto const& specs = row_->list({"spec", "initContainers"});
        auto const sidecar = [&](std::string_view name) {
            return std::any_of(specs.begin(), specs.end(), [&](auto const& spec) {
                return string_at(spec, {"name"}) == name && string_at(spec, {"restartPolicy"}) == "Always";
            });
        };
        for (auto const& spec : specs) total += string_at(spec, {"restartPolicy"}) == "Always" ? 1 : 0;
        auto const& statuses = row_->list({"status", "initContainerStatuses"});
        std::int64_t sidecar_restarts = 0;
        std::string_view sidecar_restart;
        for (std::size_t i = 0; i < statuses.size(); ++i) {
            auto const& status = statuses[i];
            count_restarts(status);
            bool const stays = sidecar(string_at(status, {"name"}));
            if (stays) {
                sidecar_restarts += number_of(status, {"restartCount"});
                sidecar_restart =
                    std::max(sidecar_restart, string_at(status, {"lastState", "terminated", "finishedAt"}));
            }
            auto const* const ended = member(status, {"state", "terminated"});
            if (ended && number_of(*ended, {"exitCode"}) == 0) continue;
            if (stays && flag_of(status, "started")) {
                if (flag_of(status, "ready")) ++ready;
                continue;
            }
            auto const waits = string_at(status, {"state", "waiting", "reason"});
            if (ended) {
                reason = ending(status, "Init:");
            } else if (!waits.empty() && waits != "PodInitializing") {
                reason = "Init:" + std::string(waits);
            } else {
                reason = "Init:" + std::to_string(i) + "/" + std::to_string(specs.size());
            }
            return true;
        }
        restarts_ = sidecar_restarts;
        last_restart_ = sidecar_restart;
        return false;
    }

    void containers() {
        auto const& statuses = row_->list({"status", "containerStatuses"});
        bool running = false;
        for (auto status = statuses.rbegin(); status != statuses.rend(); ++status) {
            count_restarts(*status);
            auto const waits = string_at(*status, {"state", "waiting", "reason"});
            if (!waits.empty()) {
                reason = waits;
            } else if (member(*status, {"state", "terminated"})) {
                reason = ending(*status, {});
            } else if (flag_of(*status, "ready") && member(*status, {"state", "running"})) {
                running = true;
                ++ready;
            }
        }
        if (reason == "Completed" && running)
            reason = has_condition(row_->list({"status", "conditions"}), "Ready") ? "Running" : "NotReady";
    }

    Row const* row_;
    std::int64_t restarts_ = 0;
    std::string_view last_restart_;
};

constexpr std::array pod_columns{name_column,
                                 Column{"Ready"},
                                 Column{"Status"},
                                 Column{"Restarts"},
                                 age_column,
                                 Column{"IP", "string", {}, 1},
                                 Column{"Node", "string", {}, 1},
                                 Column{"Nominated Node", "string", {}, 1},
                                 Column{"Readiness Gates", "string", {}, 1}};

void fill_pod(Row& row) {
    PodWords const words(row);
    row.add_name();
    row.add(std::to_string(words.ready) + "/" + std::to_string(words.total));
    row.add(words.reason);
    row.add(words.restarts());
    row.add_age();
    auto const& addresses = row.list({"status", "podIPs"});
    auto const first = addresses.empty() ? std::string_view() : string_at(addresses.front(), {"ip"});
    row.add_or(first.empty() ? row.text({"status", "podIP"}) : first);
    row.add_or(row.text({"spec", "nodeName"}));
    row.add_or(row.text({"status", "nominatedNodeName"}));
    auto const& gates = row.list({"spec", "readinessGates"});
    auto const& conditions = row.list({"status", "conditions"});
    auto const open = std::count_if(gates.begin(), gates.end(), [&](auto const& gate) {
        return has_condition(conditions, string_at(gate, {"conditionType"}));
    });
    row.add(gates.empty() ? "<none>" : std::to_string(open) + "/" + std::to_string(gates.size()));
}

constexpr std::array deployment_columns{name_column,
                                        Column{"Ready"},
                                        Column{"Up-to-date", "integer"},
                                        Column{"Available", "integer"},
                                        age_column,
                                        containers_column,
                                        images_column,
                                        selector_column};

void fill_template(Row& row) { row.add_containers(row.list({"spec", "template", "spec", "containers"})); }

void fill_deployment(Row& row) {
    row.add_name();
    row.add(std::to_string(row.number({"status", "readyReplicas"})) + "/" +
            std::to_string(row.number({"spec", "replicas"})));
    row.add_number(row.number({"status", "updatedReplicas"}));
    row.add_number(row.number({"status", "availableReplicas"}));
    row.add_age();
    fill_template(row);
    row.add(format_selector(find_path(row.object(), {"spec", "selector"})));
}

constexpr std::array replica_columns{name_column,
                                     Column{"Desired", "integer"},
                                     Column{"Current", "integer"},
                                     Column{"Ready", "integer"},
                                     age_column,
                                     containers_column,
                                     images_column,
                                     selector_column};

void fill_replicas(Row& row) {
    row.add_name();
    row.add_number(row.number({"spec", "replicas"}));
    row.add_number(row.number({"status", "replicas"}));
    row.add_number(row.number({"status", "readyReplicas"}));
    row.add_age();
    fill_template(row);
}

void fill_replica_set(Row& row) {
    fill_replicas(row);
    row.add(format_selector(find_path(row.object(), {"spec", "selector"})));
}

void fill_replication_controller(Row& row) {
    fill_replicas(row);
    row.add(format_labels(row.members({"spec", "selector"})));
}

constexpr std::array daemon_columns{name_column,
                                    Column{"Desired", "integer"},
                                    Column{"Current", "integer"},
                                    Column{"Ready", "integer"},
                                    Column{"Up-to-date", "integer"},
                                    Column{"Available", "integer"},
                                    Column{"Node Selector"},
                                    age_column,
                                    containers_column,
                                    images_column,
                                    selector_column};

void fill_daemon_set(Row& row) {
    row.add_name();
    row.add_number(row.number({"status", "desiredNumberScheduled"}));
    row.add_number(row.number({"status", "currentNumberScheduled"}));
    row.add_number(row.number({"status", "numberReady"}));
    row.add_number(row.number({"status", "updatedNumberScheduled"}));
    row.add_number(row.number({"status", "numberAvailable"}));
    row.add(format_labels(row.members({"spec", "template", "spec", "nodeSelector"})));
    row.add_age();
    fill_template(row);
    row.add(format_selector(find_path(row.object(), {"spec", "selector"})));
}

constexpr std::array stateful_columns{name_column, Column{"Ready"}, age_column, containers_column, images_column};

void fill_stateful_set(Row& row) {
    row.add_name();
    row.add(std::to_string(row.number({"status", "readyReplicas"})) + "/" +
            std::to_string(row.number({"spec", "replicas"})));
    row.add_age();
    fill_template(row);
}

constexpr std::array job_columns{name_column, Column{"Status"},  Column{"Completions"}, Column{"Duration"},
                                 age_column,  containers_column, images_column,         selector_column};

std::string_view job_status(Row const& row) {
    auto const& conditions = row.list({"status", "conditions"});
    if (has_condition(conditions, "Complete")) return "Complete";
    if (has_condition(conditions, "Failed")) return "Failed";
    if (row.has({"metadata", "deletionTimestamp"})) return "Terminating";
    if (has_condition(conditions, "Suspended")) return "Suspended";
    if (has_condition(conditions, "FailureTarget")) return "FailureTarget";
    if (has_condition(conditions, "SuccessCriteriaMet")) return "SuccessCriteriaMet";
    return "Running";
}

void fill_job(Row& row) {
    row.add_name();
    row.add(job_status(row));
    auto const done = std::to_string(row.number({"status", "succeeded"}));
    auto const parallel = row.number({"spec", "parallelism"});
    if (row.has({"spec", "completions"})) {
        row.add(done + "/" + std::to_string(row.number({"spec", "completions"})));
    } else {
        row.add(parallel > 1 ? done + "/1 of " + std::to_string(parallel) : done + "/1");
    }
    auto const begin = row.text({"status", "startTime"});
    row.add(begin.empty() ? std::string() : row.between(begin, row.text({"status", "completionTime"})));
    row.add_age();
    fill_template(row);
    row.add(format_selector(find_path(row.object(), {"spec", "selector"})));
}

constexpr std::array cron_columns{name_column,
                                  Column{"Schedule"},
                                  Column{"Timezone"},
                                  Column{"Suspend", "boolean"},
                                  Column{"Active", "integer"},
                                  Column{"Last Schedule"},
                                  age_column,
                                  containers_column,
                                  images_column,
                                  selector_column};

void fill_cron_job(Row& row) {
    row.add_name();
    row.add(row.text({"spec", "schedule"}));
    row.add_or(row.text({"spec", "timeZone"}));
    row.add(!row.has({"spec", "suspend"}) ? "<unset>" : row.is_true({"spec", "suspend"}) ? "True" : "False");
    row.add_number(static_cast<std::int64_t>(row.list({"status", "active"}).size()));
    auto const last = row.text({"status", "lastScheduleTime"});
    row.add(last.empty() ? "<none>" : row.since(last));
    row.add_age();
    row.add_containers(row.list({"spec", "jobTemplate", "spec", "template", "spec", "containers"}));
    row.add(format_selector(find_path(row.object(), {"spec", "jobTemplate", "spec", "selector"})));
}

constexpr std::array pod_template_columns{name_column, Column{"Containers"}, Column{"Images"}, Column{"Pod Labels"}};

void fill_pod_template(Row& row) {
    row.add_name();
    row.add_containers(row.list({"template", "spec", "containers"}));
    row.add(format_labels(row.members({"template", "metadata", "labels"})));
}

constexpr std::array revision_columns{name_column, Column{"Controller"}, Column{"Revision", "integer"}, age_column};

void fill_revision(Row& row) {
    row.add_name();
    std::string controller = "<none>";
    for (auto const& owner : row.list({"metadata", "ownerReferences"})) {
        if (!flag_of(owner, "controller")) continue;
        std::string kind(string_at(owner, {"kind"}));
        std::transform(kind.begin(), kind.end(), kind.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        auto const version = string_at(owner, {"apiVersion"});
        auto const slash = version.find('/');
        if (slash != std::string_view::npos) kind += "." + std::string(version.substr(0, slash));
        controller = kind + "/" + std::string(string_at(owner, {"name"}));
    }
    row.add(controller);
    row.add_number(row.number({"revision"}));
    row.add_age();
}

constexpr std::array autoscaler_columns{name_column,       Column{"Reference"}, Column{"Targets"},
                                        Column{"MinPods"}, Column{"MaxPods"},   Column{"Replicas", "integer"},
                                        age_column};

/// What marks an amount for each Pod where the metric is not one of Pods anyway.
constexpr std::string_view average = " (avg)";

/// What a metric is at, as its status has it, in the form that its target has.
std::string metric_value(json::value const* current, json::value const& target) {
    auto const value = [&](std::string_view name) -> std::string {
        auto const* const found = current ? find_path(*current, {name}) : nullptr;
        return found ? plain_text(*found) : "<unknown>";
    };
    auto const percent = [&](std::string const& text) { return text == "<unknown>" ? text : text + "%"; };
    if (auto const* const wanted = find_path(target, {"averageUtilization"}))
        return percent(value("averageUtilization")) + "/" + plain_text(*wanted) + "%";
    if (auto const* const wanted = find_path(target, {"averageValue"}))
        return value("averageValue") + "/" + plain_text(*wanted) + std::string(average);
    if (auto const* const wanted = find_path(target, {"value"})) return value("value") + "/" + plain_text(*wanted);
    return "<auto>";
}

std::string autoscaler_targets(Row const& row) {
    // autoscaling/v1 knows the processors only.
    if (row.has({"spec", "targetCPUUtilizationPercentage"})) {
        auto const now = row.has({"status", "currentCPUUtilizationPercentage"})
                             ? std::to_string(row.number({"status", "currentCPUUtilizationPercentage"})) + "%"
                             : std::string("<unknown>");
        return "cpu: " + now + "/" + std::to_string(row.number({"spec", "targetCPUUtilizationPercentage"})) + "%";
    }
    auto const& metrics = row.list({"spec", "metrics"});
    auto const& current = row.list({"status", "currentMetrics"});
    std::vector<std::string> all;
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        auto const& metric = metrics[i];
        std::string field(string_at(metric, {"type"}));
        if (field.empty()) continue;
        field[0] = static_cast<char>(field[0] - 'A' + 'a');
        auto const* const target = find_path(metric, {field, "target"});
        if (!target) continue;
        auto const* const now = i < current.size() ? find_path(current[i], {field, "current"}) : nullptr;
        auto const name = string_at(metric, {field, "name"});
        auto text = metric_value(now, *target);
        bool const of_containers = field == "resource" || field == "containerResource";
        if ((of_containers || field == "pods") && text.ends_with(average)) text.resize(text.size() - average.size());
        if (of_containers) text = std::string(name) + ": " + text;
        all.push_back(std::move(text));
    }
    if (all.empty()) return "<none>";
    if (all.size() <= 2) return join(all, ", ");
    return all[0] + ", " + all[1] + " + " + std::to_string(all.size() - 2) + " more...";
}

void fill_autoscaler(Row& row) {
    row.add_name();
    row.add(std::string(row.text({"spec", "scaleTargetRef", "kind"})) + "/" +
            std::string(row.text({"spec", "scaleTargetRef", "name"})));
    row.add(autoscaler_targets(row));
    row.add(row.has({"spec", "minReplicas"}) ? std::to_string(row.number({"spec", "minReplicas"})) : "<unset>");
    row.add(std::to_string(row.number({"spec", "maxReplicas"})));
    row.add_number(row.number({"status", "currentReplicas"}));
    row.add_age();
}

constexpr KindColumns kinds[] = {
    {"pods", pod_columns, fill_pod},
    {"deployments.apps", deployment_columns, fill_deployment},
    {"replicasets.apps", replica_columns, fill_replica_set},
    {"replicationcontrollers", replica_columns, fill_replication_controller},
    {"daemonsets.apps", daemon_columns, fill_daemon_set},
    {"statefulsets.apps", stateful_columns, fill_stateful_set},
    {"jobs.batch", job_columns, fill_job},
    {"cronjobs.batch", cron_columns, fill_cron_job},
    {"podtemplates", pod_template_columns, fill_pod_template},
    {"controllerrevisions.apps", revision_columns, fill_revision},
    {"horizontalpodautoscalers.autoscaling", autoscaler_columns, fill_autoscaler},
};

}  // namespace

std::span<KindColumns const> workload_columns() { return kinds; }

}  // namespace keelson::http
