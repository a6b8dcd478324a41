#include "http/columns.hpp"

#include <algorithm>

namespace keelson::http {
namespace {

constexpr Column plain_columns[] = {{"Name", "string", "name"}, {"Age"}};
constexpr KindColumns plain{{}, plain_columns, [](Row& row) {
                                row.add_name();
                                row.add_age();
                            }};

std::string expression(json::value const& requirement) {
    std::string const key(string_at(requirement, {"key"}));
    auto const wanted = string_at(requirement, {"operator"});
    if (wanted == "Exists") return key;
    if (wanted == "DoesNotExist") return "!" + key;
    std::vector<std::string> values;
    if (auto const* const listed = find_path(requirement, {"values"}); listed && listed->is_array()) {
        for (auto const& value : listed->get_array()) values.push_back(plain_text(value));
    }
    std::sort(values.begin(), values.end());
    return key + (wanted == "NotIn" ? " notin (" : " in (") + join(values) + ")";
}

}  // namespace

std::int64_t Row::number(Path path, std::int64_t absent) const {
    auto const* const found = find_path(*object_, path);
    return found && found->is_int64() ? found->get_int64() : absent;
}

json::array const& Row::list(Path path) const {
    static json::array const none;
    auto const* const found = find_path(*object_, path);
    return found && found->is_array() ? found->get_array() : none;
}

json::object const& Row::members(Path path) const {
    static json::object const none;
    auto const* const found = find_path(*object_, path);
    return found && found->is_object() ? found->get_object() : none;
}

bool Row::has(Path path) const {
    auto const* const found = find_path(*object_, path);
    return found && !found->is_null();
}

bool Row::is_true(Path path) const {
    auto const* const found = find_path(*object_, path);
    return found && found->is_bool() && found->get_bool();
}

std::string Row::since(std::string_view time) const { return time.empty() ? "<unknown>" : between(time, {}); }

std::string Row::between(std::string_view begin, std::string_view end) const {
    auto const from = parse_rfc3339(begin);
    auto const until = end.empty() ? Result<Time>(now_) : parse_rfc3339(end);
    if (!from || !until) return "<unknown>";
    // A second of difference between two clocks is no reason to print "<invalid>".
    auto age = *until - *from;
    if (age < Duration::zero() && age > -std::chrono::seconds(2)) age = {};
    return format_age(age);
}

void Row::add_containers(json::array const& containers) {
    std::vector<std::string> names, images;
    for (auto const& container : containers) {
        names.emplace_back(string_at(container, {"name"}));
        images.emplace_back(string_at(container, {"image"}));
    }
    add(join(names));
    add(join(images));
}

KindColumns const& columns_of(std::string_view resource) {
    for (auto const all : {workload_columns(), cluster_columns(), network_columns(), policy_columns()}) {
        auto const found =
            std::find_if(all.begin(), all.end(), [&](auto const& kind) { return kind.resource == resource; });
        if (found != all.end()) return *found;
    }
    return plain;
}

std::string join(std::vector<std::string> const& parts, std::string_view separator) {
    std::string all;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i != 0) all += separator;
        all += parts[i];
    }
    return all;
}

std::string join_some(std::vector<std::string> const& parts, std::size_t most) {
    if (parts.size() <= most) return join(parts);
    auto const some = join({parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(most)});
    return some + " + " + std::to_string(parts.size() - most) + " more...";
}

std::string plain_text(json::value const& value) {
    return value.is_string() ? std::string(value.get_string()) : canonical(value);
}

std::string format_labels(json::object const& labels) {
    std::vector<std::string> all;
    for (auto const& label : labels) all.push_back(std::string(label.key()) + "=" + plain_text(label.value()));
    std::sort(all.begin(), all.end());
    return all.empty() ? "<none>" : join(all);
}

std::string format_selector(json::value const* selector) {
    std::vector<std::pair<std::string, std::string>> all;
    if (!selector) return "<none>";
    if (auto const* const labels = find_path(*selector, {"matchLabels"}); labels && labels->is_object()) {
        for (auto const& label : labels->get_object())
            all.emplace_back(label.key(), std::string(label.key()) + "=" + plain_text(label.value()));
    }
    if (auto const* const listed = find_path(*selector, {"matchExpressions"}); listed && listed->is_array()) {
        for (auto const& requirement : listed->get_array())
            all.emplace_back(string_at(requirement, {"key"}), expression(requirement));
    }
    std::stable_sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
    std::vector<std::string> texts;
    for (auto& [key, text] : all) texts.push_back(std::move(text));
    return texts.empty() ? "<none>" : join(texts);
}

bool has_condition(json::array const& conditions, std::string_view type) {
    return std::any_of(conditions.begin(), conditions.end(), [&](auto const& condition) {
        return string_at(condition, {"type"}) == type && string_at(condition, {"status"}) == "True";
    });
}

}  // namespace keelson::http
