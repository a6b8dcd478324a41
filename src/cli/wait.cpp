#include "commands.hpp"
#include "json_path.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <optional>
#include <thread>

namespace keelson::cli {
namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// What --for asks for.
class Wanted {
public:
    explicit Wanted(std::string const& text) {
        auto const equals = text.find('=');
        auto const form = text.substr(0, equals);
        if (text == "delete" || text == "create") {
            kind_ = text == "delete" ? Kind::gone : Kind::there;
            return;
        }
        auto const rest = equals == std::string::npos ? std::string() : text.substr(equals + 1);
        if (form == "condition" && !rest.empty()) {
            kind_ = Kind::condition;
            auto const value = rest.find('=');
            name_ = lower(rest.substr(0, value));
            value_ = value == std::string::npos ? "true" : lower(rest.substr(value + 1));
            return;
        }
        if (form == "jsonpath" && !rest.empty()) {
            kind_ = Kind::path;
            auto const close = rest.rfind("}=");
            name_ = close == std::string::npos ? rest : rest.substr(0, close + 1);
            if (close != std::string::npos) value_ = rest.substr(close + 2);
            has_value_ = close != std::string::npos;
            return;
        }
        throw Failure{"error: unrecognized condition: \"" + text + "\""};
    }
    [[nodiscard]] bool gone() const { return kind_ == Kind::gone; }
    /// `object` null: it does not exist.
    [[nodiscard]] bool holds(json::value const* object) const {
        if (!object) return kind_ == Kind::gone;
        if (kind_ == Kind::gone) return false;
        if (kind_ == Kind::there) return true;
        if (kind_ == Kind::path) {
            auto const found = values_at(*object, name_);
            return !found.empty() && (!has_value_ || text_of(*found.front()) == value_);
        }
        auto const* const conditions = at(*object, {"status", "conditions"});
        if (!conditions || !conditions->is_array()) return false;
        for (auto const& condition : conditions->get_array()) {
            if (lower(text_at(condition, {"type"})) != name_) continue;
            // What is said of an older generation does not count.
            auto const observed =
                number_at(condition, {"observedGeneration"}, number_at(*object, {"status", "observedGeneration"}, -1));
            if (observed >= 0 && observed < number_at(*object, {"metadata", "generation"})) return false;
            return lower(text_at(condition, {"status"})) == value_;
        }
        return false;
    }
    [[nodiscard]] bool may_be_missing() const { return kind_ == Kind::there || kind_ == Kind::gone; }

private:
    enum class Kind : std::uint8_t { condition, gone, there, path } kind_ = Kind::condition;
    std::string name_, value_;
    bool has_value_ = false;
};

}  // namespace

int wait(Session& session, WaitOptions const& options) {
    Wanted const wanted(options.wanted);
    auto const end = std::chrono::steady_clock::now() + duration_of(options.timeout);
    std::vector<Target> targets;
    for (auto const& target : session.targets(options.what)) {
        if (!target.name.empty()) {
            targets.push_back(target);
            continue;
        }
        auto const list = session.get(session.path(*target.kind, {}) +
                                      (options.labels.empty() ? "" : "?labelSelector=" + encoded(options.labels)));
        if (auto const* const items = at(list, {"items"}); items && items->is_array()) {
            for (auto const& item : items->get_array())
                targets.push_back({target.kind, text_at(item, {"metadata", "name"})});
        }
    }
    if (targets.empty()) {
        if (wanted.gone()) return 0;
        throw Failure{"error: no matching resources found"};
    }
    for (auto const& target : targets) {
        while (true) {
            auto const path = session.path(*target.kind, target.name);
            auto const answer = session.raw({.target = path});
            std::optional<json::value> object;
            // Anything but that it is not there is said by asking in earnest.
            if (answer.status == 404 && wanted.may_be_missing()) {
            } else if (answer.status == 200) {
                object = json::parse(answer.body);
            } else {
                object = session.get(path);
            }
            if (wanted.holds(object ? &*object : nullptr)) break;
            if (std::chrono::steady_clock::now() > end)
                throw Failure{"error: timed out waiting for the condition on " + target.kind->plural + "/" +
                              target.name};
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
        }
        std::cout << title(*target.kind, target.name) << " condition met" << std::endl;
    }
    return 0;
}

}  // namespace keelson::cli
