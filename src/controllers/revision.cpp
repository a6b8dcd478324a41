#include "controllers/revision.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace keelson::controllers {
namespace {

constexpr std::size_t history_bytes_max = 2000;

bool has(Annotations const& annotations, std::string const& name, std::string const& value) {
    auto const found = annotations.find(name);
    return found != annotations.end() && found->second == value;
}

}  // namespace

std::optional<std::int64_t> number_in(Annotations const& annotations, std::string_view name) {
    auto const found = annotations.find(std::string(name));
    if (found == annotations.end()) return std::nullopt;
    auto const& text = found->second;
    std::int64_t number = 0;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
    return number;
}

bool revision_is_behind(Annotations const& annotations, std::int64_t revision) {
    return number_in(annotations, revision_annotation).value_or(0) < revision;
}

bool raise_revision(Annotations& annotations, std::int64_t revision) {
    if (!revision_is_behind(annotations, revision)) return false;
    auto& current = annotations[revision_annotation];
    if (!current.empty()) {
        auto& history = annotations[history_annotation];
        history += history.empty() ? current : "," + current;
        while (history.size() > history_bytes_max) {
            auto const comma = history.find(',');
            history.erase(0, comma == std::string::npos ? history.size() : comma + 1);
        }
    }
    current = std::to_string(revision);
    return true;
}

bool is_inherited(std::string_view annotation) noexcept {
    constexpr std::array<std::string_view, 6> own{
        "kubectl.kubernetes.io/last-applied-configuration",
        revision_annotation,
        history_annotation,
        desired_annotation,
        limit_annotation,
        "deprecated.deployment.rollback.to",
    };
    return std::find(own.begin(), own.end(), annotation) == own.end();
}

bool inherits_more(Annotations const& deployment, Annotations const& replica_set) {
    return std::any_of(deployment.begin(), deployment.end(), [&](auto const& annotation) {
        return is_inherited(annotation.first) && !has(replica_set, annotation.first, annotation.second);
    });
}

void inherit(Annotations const& deployment, Annotations& replica_set) {
    for (auto const& [name, value] : deployment)
        if (is_inherited(name)) replica_set[name] = value;
}

bool sizes_differ(Annotations const& annotations, std::int32_t desired, std::int32_t limit) {
    return !has(annotations, desired_annotation, std::to_string(desired)) ||
           !has(annotations, limit_annotation, std::to_string(limit));
}

void note_sizes(Annotations& annotations, std::int32_t desired, std::int32_t limit) {
    annotations[desired_annotation] = std::to_string(desired);
    annotations[limit_annotation] = std::to_string(limit);
}

}  // namespace keelson::controllers
