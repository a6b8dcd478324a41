#include "progress.hpp"

#include <keelson/api/apps_v1.hpp>
#include <keelson/api/batch_v1.hpp>
#include <keelson/api/core_v1.hpp>

#include <algorithm>
#include <array>
#include <sys/ioctl.h>
#include <unistd.h>

namespace keelson::cli {
namespace {

using State = Standing::State;

std::string row_key(std::string const& resource, ObjectKey const& key) { return resource + "/" + key.text(); }

/// "deployment.apps/web", as kubectl names what it did.
std::string title_of(Kind const& kind, ObjectKey const& key) {
    return kind.singular + (kind.group.empty() ? "" : "." + kind.group) + "/" + key.name;
}

template <class Conditions>
auto const* condition(Conditions const& conditions, std::string_view type) {
    auto const found =
        std::find_if(conditions.begin(), conditions.end(), [&](auto const& c) { return c.type == type; });
    return found == conditions.end() ? nullptr : &*found;
}

Standing of_deployment(Deployment const& object) {
    Standing made;
    made.ready = std::to_string(object.status.readyReplicas) + "/" + std::to_string(object.spec.replicas.value_or(1));
    auto const* const progressing = condition(object.status.conditions, "Progressing");
    if (rolled_out(object)) {
        made.status = "Available";
    } else if (progressing && progressing->status == "False") {
        made.state = State::failed;
        made.status = progressing->reason;
    } else {
        made.state = State::waiting;
        made.status = "Progressing";
    }
    return made;
}

Standing of_job(Job const& object) {
    Standing made;
    made.ready = std::to_string(object.status.succeeded) + "/" + std::to_string(object.spec.completions.value_or(1));
    if (auto const* const failed = condition(object.status.conditions, "Failed"); failed && failed->status == "True") {
        made.state = State::failed;
        made.status = failed->reason + ": " + failed->message;
    } else if (complete(object)) {
        made.status = "Complete";
    } else {
        made.state = State::waiting;
        made.status =
            object.status.failed > 0 ? "Running, " + std::to_string(object.status.failed) + " failed" : "Running";
    }
    return made;
}

Standing of_pod(Pod const& pod) {
    Standing made;
    std::size_t ready_count = 0;
    made.status = pod.status.reason.empty() ? pod.status.phase : pod.status.reason;
    for (auto const& container : pod.status.containerStatuses) {
        if (container.ready) ++ready_count;
        if (!container.state) continue;
        if (container.state->waiting && !container.state->waiting->reason.empty())
            made.status = container.state->waiting->reason;
        if (container.state->terminated && !container.state->terminated->reason.empty())
            made.status = container.state->terminated->reason;
    }
    made.ready = std::to_string(ready_count) + "/" + std::to_string(pod.spec.containers.size());
    if (!pod.metadata.deletionTimestamp.empty()) {
        made.status = "Terminating";
    } else if (pod.status.phase == "Failed") {
        made.state = State::failed;
    } else if (pod.status.phase != "Succeeded" && ready_count != pod.spec.containers.size()) {
        made.state = State::waiting;
    }
    return made;
}

template <class T, class Judge>
Standing judged(Object const& object, Judge const& judge) {
    auto const value = decode<T>(object);
    return value ? judge(*value) : Standing{State::ready, {}, "unreadable"};
}

std::string pad(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

}  // namespace

Standing standing_of(std::string const& resource, Object const& object) {
    if (resource == "deployments.apps") return judged<Deployment>(object, of_deployment);
    if (resource == "jobs.batch") return judged<Job>(object, of_job);
    if (resource == "pods") return judged<Pod>(object, of_pod);
    if (resource == "replicasets.apps") {
        return judged<ReplicaSet>(object, [](ReplicaSet const& set) {
            auto const wanted = set.spec.replicas.value_or(1);
            return Standing{set.status.readyReplicas == wanted ? State::ready : State::waiting,
                            std::to_string(set.status.readyReplicas) + "/" + std::to_string(wanted),
                            {}};
        });
    }
    if (resource == "persistentvolumeclaims")
        return {object.index().phase == "Bound" ? State::ready : State::waiting,
                {},
                object.index().phase.empty() ? "Pending" : object.index().phase};
    if (resource == "namespaces") return {State::ready, {}, object.index().phase};
    return {};
}

Progress::Progress(Client client, std::ostream& out, bool live) : client_(std::move(client)), out_(out), live_(live) {}

void Progress::follow(std::vector<Applied> const& applied) {
    std::set<std::string> resources{"pods"};
    {
        std::lock_guard const lock(mutex_);
        for (auto const& one : applied) {
            auto const kind = client_.find_kind({}, one.resource);
            auto const id = row_key(one.resource, one.key);
            if (rows_.contains(id)) continue;
            Row row;
            row.resource = one.resource;
            row.title = kind ? title_of(*kind, one.key) : id;
            row.key = one.key;
            row.applied = true;
            row.now = {State::waiting, {}, "Pending"};
            rows_.emplace(id, std::move(row));
            order_.push_back(id);
            resources.insert(one.resource);
        }
    }
    for (auto const& resource : resources)
        subscriptions_.push_back(client_.follow(
            resource, {},
            {[this, resource](ChangeType type, Ref const& object) { changed(resource, type, object); }, {}, {}}));
    subscriptions_.push_back(
        client_.follow("events", {}, {[this](ChangeType, Ref const& event) { warned(event); }, {}, {}}));
}

void Progress::changed(std::string const& resource, ChangeType type, Ref const& object) {
    std::lock_guard const lock(mutex_);
    auto const id = row_key(resource, object->key());
    auto found = rows_.find(id);
    if (found == rows_.end()) {
        // Pods are shown though nobody applied them; everything else is not.
        if (resource != "pods" || type == ChangeType::deleted) return;
        found = rows_.emplace(id, Row{}).first;
        found->second.resource = resource;
        found->second.title = title_of(object->kind(), object->key());
        found->second.key = object->key();
        order_.push_back(id);
    }
    if (type == ChangeType::deleted) {
        if (!live_) news_.push_back(found->second.title + " deleted");
        if (found->second.applied) {
            found->second.now = {State::waiting, {}, "deleted"};
        } else {
            rows_.erase(found);
            std::erase(order_, id);
        }
        return;
    }
    found->second.created = object->index().created;
    found->second.now = standing_of(resource, *object);
}

void Progress::warned(Ref const& object) {
    auto const event = decode<Event>(*object);
    if (!event || event->type_ != "Warning" || event->count.value_or(1) > 1) return;
    std::lock_guard const lock(mutex_);
    auto kind = event->involvedObject.kind;
    std::transform(kind.begin(), kind.end(), kind.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    // What a program has printed ends a line of its own.
    auto message = event->message;
    while (!message.empty() && message.back() == '\n') message.pop_back();
    news_.push_back("Warning: " + kind + "/" + event->involvedObject.name + ": " + event->reason + ": " + message);
}

void Progress::draw() {
    std::lock_guard const lock(mutex_);
    if (live_) {
        draw_table();
    } else {
        draw_lines();
    }
}

void Progress::draw_lines() {
    for (auto const& line : news_) out_ << line << "\n";
    news_.clear();
    for (auto const& id : order_) {
        auto& row = rows_.at(id);
        if (row.drawn && row.now == row.shown) continue;
        row.drawn = true;
        row.shown = row.now;
        out_ << row.title << (row.now.ready.empty() ? "" : " " + row.now.ready)
             << (row.now.status.empty() ? "" : " " + row.now.status) << "\n";
    }
    out_.flush();
}

void Progress::draw_table() {
    std::size_t name_width = 4, ready_width = 5, status_width = 6;
    auto const age = [](Row const& row) {
        return row.created.empty() ? std::string() : format_age(system_clock()->wall() - row.created);
    };
    for (auto const& id : order_) {
        auto const& row = rows_.at(id);
        name_width = std::max(name_width, row.title.size());
        ready_width = std::max(ready_width, row.now.ready.size());
        status_width = std::max(status_width, std::min<std::size_t>(40, row.now.status.size()));
    }
    winsize size{};
    bool const known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 4 && size.ws_col > 20;
    std::size_t const height = known ? size.ws_row : 24, width = known ? size.ws_col : 80;
    std::vector<std::string> lines{pad("NAME", name_width) + "  " + pad("READY", ready_width) + "  " +
                                   pad("STATUS", status_width) + "  AGE"};
    for (auto const& id : order_) {
        auto const& row = rows_.at(id);
        lines.push_back(pad(row.title, name_width) + "  " + pad(row.now.ready, ready_width) + "  " +
                        pad(row.now.status.substr(0, 40), status_width) + "  " + age(row));
    }
    if (lines.size() > height - 2) {
        auto const hidden = lines.size() - (height - 3);
        lines.resize(height - 3);
        lines.push_back("... and " + std::to_string(hidden) + " more");
    }
    std::string text;
    for (auto& line : lines) {
        if (line.size() >= width) line.resize(width - 1);
        text += line + "\x1b[K\n";
    }
    if (text == last_ && news_.empty()) return;
    std::string out;
    if (lines_drawn_ > 0) out += "\x1b[" + std::to_string(lines_drawn_) + "A\r";
    for (auto const& line : news_) out += line + "\x1b[K\n";
    out += text + "\x1b[J";
    news_.clear();
    last_ = text;
    lines_drawn_ = lines.size();
    out_ << out << std::flush;
}

bool Progress::all_ready() const {
    std::lock_guard const lock(mutex_);
    return std::all_of(rows_.begin(), rows_.end(), [](auto const& entry) {
        return !entry.second.applied || entry.second.now.state == State::ready;
    });
}

std::optional<std::string> Progress::failed() const {
    std::lock_guard const lock(mutex_);
    for (auto const& id : order_) {
        auto const& row = rows_.at(id);
        if (row.applied && row.now.state == State::failed) return row.title + ": " + row.now.status;
    }
    return {};
}

std::string Progress::missing() const {
    std::lock_guard const lock(mutex_);
    std::string text;
    for (auto const& id : order_) {
        auto const& row = rows_.at(id);
        if (!row.applied || row.now.state == State::ready) continue;
        text += (text.empty() ? "" : ", ") + row.title + " (" +
                (row.now.ready.empty() ? row.now.status : row.now.ready) + ")";
    }
    return text;
}

}  // namespace keelson::cli
