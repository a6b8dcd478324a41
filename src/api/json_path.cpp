#include "api/json_path.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace keelson {

class JsonPath::Reader {
public:
    explicit Reader(std::string_view text) : whole_(text), text_(text) {}

    Result<JsonPath> read() {
        JsonPath path;
        // Kubernetes' own tools write {.spec.x} where a template may stand, and $ for the root.
        if (text_.starts_with('{') && text_.ends_with('}')) {
            text_.remove_prefix(1);
            text_.remove_suffix(1);
        }
        if (text_.starts_with('$')) text_.remove_prefix(1);
        if (text_.empty()) return fail("it is empty");
        while (!text_.empty()) {
            Step step;
            if (auto const done = text_[0] == '[' ? bracket(step) : member(step); !done) return done.error();
            if (step.kind != Kind::member || !step.name.empty()) path.steps_.push_back(std::move(step));
        }
        return path;
    }

private:
    [[nodiscard]] Error fail(std::string_view why) const {
        return {Errc::invalid, "\"" + std::string(whole_) + "\" is not a JSON path: " + std::string(why) + " at byte " +
                                   std::to_string(whole_.size() - text_.size())};
    }

    bool skip(std::string_view what) {
        if (!text_.starts_with(what)) return false;
        text_.remove_prefix(what.size());
        return true;
    }
    void skip_blanks() {
        while (skip(" ")) {
        }
    }

    /// A name up to what ends it; a backslash takes the next character as it is.
    std::string name() {
        std::string out;
        while (!text_.empty()) {
            if (text_[0] == '\\' && text_.size() > 1) {
                text_.remove_prefix(1);
            } else if (std::string_view(".[]()=!<> ").find(text_[0]) != std::string_view::npos) {
                break;
            }
            out += text_[0];
            text_.remove_prefix(1);
        }
        return out;
    }

    Result<> member(Step& step) {
        if (!skip(".")) return fail("a . or [ was expected");
        if (text_.starts_with('.')) return fail("recursive descent is not supported");
        bool const root = text_.empty() && (whole_ == "." || whole_ == "$." || whole_ == "{.}");
        if (root || text_.starts_with('[')) return {};  // ".[0]" is "[0]"
        if (skip("*")) {
            step.kind = Kind::all;
            return {};
        }
        step.name = name();
        if (step.name.empty()) return fail("a name was expected");
        return {};
    }

    std::optional<std::string> quoted() {
        auto const quote = text_.empty() ? '\0' : text_[0];
        if (quote != '\'' && quote != '"') return {};
        text_.remove_prefix(1);
        std::string out;
        while (!text_.empty() && text_[0] != quote) {
            if (text_[0] == '\\' && text_.size() > 1) text_.remove_prefix(1);
            out += text_[0];
            text_.remove_prefix(1);
        }
        if (!skip(std::string_view(&quote, 1))) return {};
        return out;
    }

    std::optional<std::ptrdiff_t> number() {
        std::ptrdiff_t value = 0;
        auto const [rest, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
        if (error != std::errc()) return {};
        text_.remove_prefix(static_cast<std::size_t>(rest - text_.data()));
        return value;
    }

    Result<> bracket(Step& step) {
        text_.remove_prefix(1);
        if (skip("?(")) return filter(step);
        if (skip("*")) {
            step.kind = Kind::all;
        } else if (auto const key = quoted()) {
            step.name = *key;
        } else {
            step.kind = Kind::slice;
            auto const begin = number();
            step.begin = begin.value_or(0);
            if (skip(":")) {
                auto const end = number();
                step.end = end.value_or(0);
                step.to_end = !end;
            } else if (begin) {
                step.end = *begin + 1;
                step.to_end = *begin == -1;
            } else {
                return fail("an index, a name in quotes, * or a filter was expected");
            }
        }
        if (!skip("]")) return fail("a ] was expected");
        return {};
    }

    Result<> filter(Step& step) {
        step.kind = Kind::filter;
        if (!skip("@")) return fail("@ was expected");
        while (text_.starts_with('.') || text_.starts_with("[")) {
            if (skip("[")) {
                auto const key = quoted();
                if (!key || !skip("]")) return fail("a name in quotes was expected");
                step.field.push_back(*key);
            } else {
                text_.remove_prefix(1);
                step.field.push_back(name());
            }
        }
        skip_blanks();
        step.compares = text_.starts_with("==") || text_.starts_with("!=");
        if (step.compares) {
            step.equal = text_[0] == '=';
            text_.remove_prefix(2);
            skip_blanks();
            if (auto const text = quoted()) {
                step.wanted = *text;
            } else {
                auto const end = std::min(text_.find(')'), text_.size());
                auto parsed = parse_json(text_.substr(0, end));
                if (!parsed) return fail("a value was expected");
                step.wanted = std::move(*parsed);
                text_.remove_prefix(end);
            }
            skip_blanks();
        }
        if (!skip(")]")) return fail(step.compares ? ")] was expected" : "==, != or )] was expected");
        return {};
    }

    std::string_view whole_, text_;
};

Result<JsonPath> JsonPath::parse(std::string_view text) { return Reader(text).read(); }

void JsonPath::take(Step const& step, json::value const& value, std::vector<json::value const*>& out) {
    auto const* const members = value.if_object();
    auto const* const elements = value.if_array();
    switch (step.kind) {
        case Kind::member:
            if (auto const* const found = members ? members->if_contains(step.name) : nullptr) out.push_back(found);
            return;
        case Kind::all:
            if (members) {
                for (auto const& member : *members) out.push_back(&member.value());
            } else if (elements) {
                for (auto const& element : *elements) out.push_back(&element);
            }
            return;
        case Kind::slice: {
            if (!elements) return;
            auto const size = static_cast<std::ptrdiff_t>(elements->size());
            auto const begin = std::max<std::ptrdiff_t>(0, step.begin < 0 ? step.begin + size : step.begin);
            auto const end = step.to_end ? size : std::min(size, step.end < 0 ? step.end + size : step.end);
            if (step.begin < -size && !step.to_end) return;
            for (auto i = begin; i < end; ++i) out.push_back(&(*elements)[static_cast<std::size_t>(i)]);
            return;
        }
        case Kind::filter:
            if (!elements) return;
            for (auto const& element : *elements) {
                auto const* at = &element;
                for (auto const& name : step.field) {
                    auto const* const object = at ? at->if_object() : nullptr;
                    at = object ? object->if_contains(name) : nullptr;
                }
                if (at && (!step.compares || (*at == step.wanted) == step.equal)) out.push_back(&element);
            }
            return;
    }
}

std::vector<json::value const*> JsonPath::find(json::value const& root) const {
    std::vector<json::value const*> found{&root};
    for (auto const& step : steps_) {
        std::vector<json::value const*> next;
        for (auto const* value : found) take(step, *value, next);
        found = std::move(next);
    }
    return found;
}

}  // namespace keelson
