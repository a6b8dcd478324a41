#include "api/json.hpp"

#include <keelson/api/kind.hpp>
#include <keelson/api/meta_v1.hpp>
#include <keelson/api/selector.hpp>

#include <algorithm>

namespace keelson {
namespace {

using Op = Selector::Operator;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

bool label_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
}

/// A label value: empty or at most 63 characters that begin and end with a letter or digit.
bool label_value(std::string_view text) {
    auto const edge = [](char c) { return label_char(c) && c != '-' && c != '_' && c != '.'; };
    return text.empty() || (text.size() <= 63 && std::all_of(text.begin(), text.end(), label_char) &&
                            edge(text.front()) && edge(text.back()));
}

bool label_key(std::string_view text) {
    if (auto const slash = text.find('/'); slash != std::string_view::npos) {
        if (slash == 0 || slash > 253) return false;
        text.remove_prefix(slash + 1);
    }
    return !text.empty() && label_value(text);
}

/// Splits at commas that are not in parentheses.
std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    std::size_t start = 0;
    int depth = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i == text.size() || (text[i] == ',' && depth == 0)) {
            parts.push_back(trimmed(text.substr(start, i - start)));
            start = i + 1;
        } else if (text[i] == '(') {
            ++depth;
        } else if (text[i] == ')') {
            --depth;
        }
    }
    return parts;
}

/// Splits a field selector at its commas. In values a backslash stands before `,`, `=` and itself.
std::vector<std::string_view> split_terms(std::string_view text) {
    std::vector<std::string_view> terms;
    std::size_t start = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i == text.size() || text[i] == ',') {
            terms.push_back(text.substr(start, i - start));
            start = i + 1;
        } else if (text[i] == '\\' && i + 1 < text.size()) {
            ++i;
        }
    }
    return terms;
}

Result<std::string> unescaped(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            auto const next = i + 1 < text.size() ? text[i + 1] : ' ';
            if (next != ',' && next != '=' && next != '\\')
                return Error(Errc::bad_request,
                             "invalid field selector: invalid escape sequence: " + std::string(text.substr(i, 2)));
            ++i;
        }
        plain += text[i];
    }
    return plain;
}

Error cannot_parse(std::string_view text, std::string_view why) {
    return {Errc::bad_request, "unable to parse requirement: \"" + std::string(text) + "\": " + std::string(why)};
}

Result<Selector::Requirement> parse_requirement(std::string_view text) {
    Selector::Requirement made;
    auto const set = [&](std::string_view key, Op op) {
        made.key = trimmed(key);
        made.op = op;
    };
    if (auto const equals = text.find('='); equals != std::string_view::npos) {
        bool const negated = equals > 0 && text[equals - 1] == '!';
        auto const after = equals + 1 < text.size() && text[equals + 1] == '=' ? equals + 2 : equals + 1;
        set(text.substr(0, negated ? equals - 1 : equals), negated ? Op::not_in : Op::in);
        made.values.emplace_back(trimmed(text.substr(after)));
    } else if (auto const open = text.find('('); open != std::string_view::npos) {
        if (text.back() != ')') return cannot_parse(text, "found an opening parenthesis without a closing one");
        auto const words = trimmed(text.substr(0, open));
        auto const space = words.find_last_of(" \t");
        auto const op = space == std::string_view::npos ? std::string_view() : words.substr(space + 1);
        if (op != "in" && op != "notin") return cannot_parse(text, "the operator must be one of: in, notin");
        set(words.substr(0, space), op == "in" ? Op::in : Op::not_in);
        for (auto const value : split(text.substr(open + 1, text.size() - open - 2))) made.values.emplace_back(value);
    } else if (text.front() == '!') {
        set(text.substr(1), Op::not_exists);
    } else {
        set(text, Op::exists);
    }
    if (!label_key(made.key)) return cannot_parse(text, "\"" + made.key + "\" is not a label key");
    for (auto const& value : made.values) {
        if (!label_value(value)) return cannot_parse(text, "\"" + value + "\" is not a label value");
    }
    std::sort(made.values.begin(), made.values.end());
    return made;
}

template <class Find>
bool satisfied(Selector::Requirement const& requirement, Find const& find) {
    std::string const* const value = find(requirement.key);
    bool const listed = value && std::binary_search(requirement.values.begin(), requirement.values.end(), *value);
    switch (requirement.op) {
        case Op::in: return listed;
        case Op::not_in: return !listed;
        case Op::exists: return value != nullptr;
        case Op::not_exists: return value == nullptr;
    }
    return false;
}

}  // namespace

Result<Selector> Selector::parse(std::string_view text) {
    Selector selector;
    if (trimmed(text).empty()) return selector;
    for (auto const part : split(text)) {
        if (part.empty()) return cannot_parse(text, "an empty requirement");
        auto requirement = parse_requirement(part);
        if (!requirement) return requirement.error();
        selector.requirements_.push_back(std::move(*requirement));
    }
    return selector;
}

Result<Selector> Selector::from(LabelSelector const& from) {
    auto selector = Selector::from(from.matchLabels);
    for (auto const& expression : from.matchExpressions) {
        Requirement made{expression.key, Op::in, expression.values};
        std::sort(made.values.begin(), made.values.end());
        if (expression.operator_ == "In") {
            made.op = Op::in;
        } else if (expression.operator_ == "NotIn") {
            made.op = Op::not_in;
        } else if (expression.operator_ == "Exists") {
            made.op = Op::exists;
        } else if (expression.operator_ == "DoesNotExist") {
            made.op = Op::not_exists;
        } else {
            return Error(Errc::invalid, "\"" + expression.operator_ + "\" is not a valid label selector operator");
        }
        bool const wants_values = made.op == Op::in || made.op == Op::not_in;
        if (wants_values == made.values.empty())
            return Error(Errc::invalid, "values of \"" + made.key + "\" must be " +
                                            (wants_values ? "non-empty" : "empty") + " for operator " +
                                            expression.operator_);
        selector.requirements_.push_back(std::move(made));
    }
    return selector;
}

Selector Selector::from(std::map<std::string, std::string> const& labels) {
    Selector selector;
    for (auto const& [key, value] : labels) selector.requirements_.push_back({key, Op::in, {value}});
    return selector;
}

Selector Selector::nothing() {
    Selector selector;
    selector.nothing_ = true;
    return selector;
}

bool Selector::matches(Labels const& labels) const {
    if (nothing_) return false;
    auto const find = [&](std::string const& key) -> std::string const* {
        auto const found =
            std::lower_bound(labels.begin(), labels.end(), key,
                             [](auto const& pair, std::string const& wanted) { return pair.first < wanted; });
        return found != labels.end() && found->first == key ? &found->second : nullptr;
    };
    return std::all_of(requirements_.begin(), requirements_.end(), [&](auto const& r) { return satisfied(r, find); });
}

bool Selector::matches(std::map<std::string, std::string> const& labels) const {
    if (nothing_) return false;
    auto const find = [&](std::string const& key) -> std::string const* {
        auto const found = labels.find(key);
        return found == labels.end() ? nullptr : &found->second;
    };
    return std::all_of(requirements_.begin(), requirements_.end(), [&](auto const& r) { return satisfied(r, find); });
}

std::string Selector::text() const {
    std::string out;
    for (auto const& r : requirements_) {
        if (!out.empty()) out += ',';
        bool const single = r.values.size() == 1;
        if (r.op == Op::not_exists) out += '!';
        out += r.key;
        if (r.op == Op::exists || r.op == Op::not_exists) continue;
        if (single) {
            out += (r.op == Op::in ? "=" : "!=") + r.values[0];
            continue;
        }
        out += r.op == Op::in ? " in (" : " notin (";
        for (std::size_t i = 0; i < r.values.size(); ++i) out += (i ? "," : "") + r.values[i];
        out += ')';
    }
    return out;
}

Result<FieldSelector> FieldSelector::parse(std::string_view text) {
    FieldSelector selector;
    for (auto const whole : split_terms(text)) {
        auto const part = trimmed(whole);
        if (part.empty()) continue;
        auto const equals = part.find('=');
        if (equals == std::string_view::npos || equals == 0)
            return Error(Errc::bad_request,
                         "invalid field selector \"" + std::string(text) + "\": write path=value or path!=value");
        bool const negated = part[equals - 1] == '!';
        auto const after = equals + 1 < part.size() && part[equals + 1] == '=' ? equals + 2 : equals + 1;
        auto value = unescaped(trimmed(part.substr(after)));
        if (!value) return value.error();
        selector.requirements_.push_back(
            {std::string(trimmed(part.substr(0, negated ? equals - 1 : equals))), std::move(*value), !negated});
    }
    return selector;
}

bool FieldSelector::matches(Object const& object) const {
    if (requirements_.empty()) return true;
    json::value tree;
    auto const scalar = [&](std::string_view path) -> std::string {
        if (path == "metadata.name") return object.key().name;
        if (path == "metadata.namespace") return object.key().namespace_;
        if (path == "spec.nodeName") return object.index().node;
        if (path == "status.phase") return object.index().phase;
        if (tree.is_null()) {
            auto parsed = parse_json(object.bytes());
            if (parsed) tree = std::move(*parsed);
        }
        auto const* at = &tree;
        while (at && !path.empty()) {
            auto const dot = std::min(path.find('.'), path.size());
            auto const* const members = at->if_object();
            at = members ? members->if_contains(path.substr(0, dot)) : nullptr;
            path.remove_prefix(std::min(dot + 1, path.size()));
        }
        if (!at) return {};
        return at->is_string() ? std::string(at->get_string()) : canonical(*at);
    };
    return std::all_of(requirements_.begin(), requirements_.end(),
                       [&](Requirement const& r) { return (scalar(r.path) == r.value) == r.equal; });
}

}  // namespace keelson
