#include "drivers/runtime_docker/events.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace keelson::docker {

namespace {

using namespace std::chrono_literals;

constexpr Duration back_off_least = 100ms, back_off_most = 5s;
/// Events come in bursts: a container that is removed has three.
constexpr Duration gather_for = 2ms;
/// The engine answers a moment before it listens.
constexpr Duration settled_after = 50ms;
constexpr std::size_t line_bytes_max = std::size_t{1} << 20;

}  // namespace

Events::Events(Api& api, Setup& setup, Pods& pods, Owner owner, Log log)
    : api_(api), setup_(setup), pods_(pods), owner_(std::move(owner)), log_(std::move(log)) {}

void Events::connect() {
    setup_.ensure([this](Result<> const& ready) {
        if (ready.has_error()) return ended(ready.error());
        subscribe();
    });
}

void Events::subscribe() {
    json::object const filters{{"type", json::array{"container"}},
                               {"event", json::array{"start", "die", "oom", "pause", "unpause", "destroy", "rename"}},
                               {"label", json::array{std::string(label::node) + "=" + owner_.node,
                                                     std::string(label::engine) + "=" + owner_.engine}}};
    rest_.clear();
    api_.stream(
        {.path = "/events?filters=" + percent_encoded(json::serialize(filters))}, Instant::max(),
        [this] { connected(); }, [this](std::string_view part) { take(part); },
        [this](Result<Answer> const& outcome) {
            if (outcome.has_value() && !outcome->good()) return ended(error_of(*outcome));
            ended(outcome);
        });
}

void Events::connected() {
    back_off_ = {};
    last_trouble_.clear();
    if (std::exchange(was_connected_, true)) log_.warning("the Docker Engine is there again");
    pods_.forget_states();
    api_.after(settled_after, [this] {
        pods_.forget_states();
        if (hint_) hint_({});
    });
}

void Events::take(std::string_view part) {
    rest_ += part;
    std::size_t begin = 0;
    for (std::size_t end; (end = rest_.find('\n', begin)) != std::string::npos; begin = end + 1)
        take_line(std::string_view(rest_).substr(begin, end - begin));
    rest_.erase(0, begin);
    if (rest_.size() > line_bytes_max) rest_.clear();
}

void Events::take_line(std::string_view line) {
    auto const event = read_json(line);
    if (event.has_error()) return;
    auto const sandbox = text_at(*event, {"Actor", "Attributes", label::uid});
    if (sandbox.empty()) return;
    if (!pods_.changed(text_at(*event, {"Actor", "ID"}), text_at(*event, {"Action"}), sandbox)) return;
    changed_.insert(sandbox);
    if (std::exchange(telling_, true)) return;
    api_.after(gather_for, [this] { tell(); });
}

void Events::tell() {
    telling_ = false;
    auto const changed = std::exchange(changed_, {});
    if (hint_ && !changed.empty()) hint_({changed.begin(), changed.end()});
}

void Events::ended(Result<Answer> const& outcome) {
    auto const why = outcome.has_error() ? outcome.error().message
                                         : "the Docker Engine at " + api_.endpoint().text() + " has closed its events";
    if (why != last_trouble_) log_.warning(why);
    last_trouble_ = why;
    setup_.invalidate();
    // So that what the engine does not tell is asked for, and its loss is noticed.
    if (back_off_ == Duration{} && hint_) hint_({});
    back_off_ = std::clamp(back_off_ * 2, back_off_least, back_off_most);
    api_.after(back_off_, [this] { connect(); });
}

}  // namespace keelson::docker
