#include "api/field_set.hpp"

#include <algorithm>
#include <utility>

namespace keelson {
namespace {

/// Texts throughout: values are canonical JSON, sets are FieldsV1, and an empty text is something that is not there.
using Text = std::string_view;

bool is_leaf(Schema const* schema, Text value) {
    if (!schema || schema->atomic) return true;
    switch (schema->type) {
        case Schema::Type::object:
        case Schema::Type::map: return value[0] != '{' || value.size() == 2;
        case Schema::Type::list:
            return schema->list_type == Schema::ListType::atomic || value[0] != '[' || value.size() == 2;
        default: return true;
    }
}

Schema const* child(Schema const* schema, Text key) {
    if (schema->type == Schema::Type::map) return schema->element;
    auto const* const field = schema->field(key);
    return field ? field->schema : schema->element;
}

/// One thing that is in an object or list before, after, or in the set.
struct Member {
    std::string plain;    ///< of an element, the key by which a set is sorted; empty for a member of an object
    std::string written;  ///< the same with its quotes
    Text key, before, after, mine;
};

/// The set of one writer after a write, made while the versions are gone through side by side.
class OwnedAfter {
public:
    /// Appends what the writer owns of a value; false: nothing, and nothing was appended.
    bool visit(Schema const* schema, Text before, Text after, Text mine, std::string& out) {
        if (before == after) {
            out += mine;
            return !mine.empty();
        }
        if (after.empty()) {
            if (!mine.empty() && !covered(schema, before, mine)) unclear_ = true;
            return false;
        }
        if (before.empty()) {
            if (!mine.empty()) unclear_ = true;
            add_all(schema, after, false, out);
            return true;
        }
        bool const leaf = is_leaf(schema, after);
        if (leaf != is_leaf(schema, before) || (leaf && mine.size() > 2)) {
            unclear_ = true;
            return false;
        }
        if (leaf) {
            out += "{}";
            return true;
        }
        return schema->type == Schema::Type::list ? list(*schema, before, after, mine, out)
                                                  : object(*schema, before, after, mine, out);
    }

    /// Whether the texts do not say enough.
    [[nodiscard]] bool unclear() const noexcept { return unclear_; }

private:
    static bool owned(Text mine) { return mine.size() == 2 || mine.starts_with("{\".\""); }

    /// The set of all fields of a value. `element`: of a list, so that the value is owned itself.
    void add_all(Schema const* schema, Text value, bool element, std::string& out) {
        if (is_leaf(schema, value)) {
            out += "{}";
            return;
        }
        out += '{';
        bool first = true;
        auto const open = [&](Text written) {
            if (!std::exchange(first, false)) out += ',';
            out += written;
            out += ':';
        };
        if (element || schema->type == Schema::Type::map) {
            open("\".\"");
            out += "{}";
        }
        if (schema->type == Schema::Type::list) {
            for (auto const& one : elements(*schema, {}, value)) {
                open(one.written);
                if (schema->list_type == Schema::ListType::set) {
                    out += "{}";
                } else {
                    add_all(schema->element, one.after, true, out);
                }
            }
        } else {
            MemberScanner members(value);
            for (Text key, inner; next(members, key, inner);) {
                open_field(key, first, out);
                add_all(child(schema, key), inner, false, out);
            }
        }
        out += '}';
    }

    /// Whether a value has every field of a set.
    bool covered(Schema const* schema, Text value, Text set) {
        if (is_leaf(schema, value)) return set.size() == 2;
        if (schema->type != Schema::Type::map && owned(set)) return false;
        return schema->type == Schema::Type::list ? elements_covered(*schema, value, set)
                                                  : members_covered(*schema, value, set);
    }

    bool members_covered(Schema const& schema, Text value, Text set) {
        MemberScanner fields(set), members(value);
        Text key, inner;
        bool there = next(members, key, inner);
        for (Text name, below; fields.next(name, below);) {
            if (name == ".") continue;
            if (!name.starts_with("f:")) return false;
            while (there && key < name.substr(2)) there = next(members, key, inner);
            if (!there || key != name.substr(2) || !covered(child(&schema, key), inner, below)) return false;
        }
        return true;
    }

    bool elements_covered(Schema const& schema, Text value, Text set) {
        auto const all = elements(schema, value, {});
        MemberScanner fields(set);
        for (Text name, below; fields.next(name, below);) {
            auto const found = std::find_if(all.begin(), all.end(), [&](Member const& one) {
                return Text(one.written).substr(1, one.written.size() - 2) == name;
            });
            if (found == all.end()) return false;
            if (below.size() == 2) continue;  // the element itself
            if (schema.list_type == Schema::ListType::set || is_leaf(schema.element, found->before)) return false;
            auto const fine = schema.element->type == Schema::Type::list
                                  ? elements_covered(*schema.element, found->before, below)
                                  : members_covered(*schema.element, found->before, below);
            if (!fine) return false;
        }
        return true;
    }

    bool object(Schema const& schema, Text before, Text after, Text mine, std::string& out) {
        auto const mark = out.size();
        out += '{';
        bool first = true;
        if (owned(mine)) {
            out += "\".\":{}";
            first = false;
        }
        MemberScanner old_members(before), members(after), fields(mine.empty() ? Text("{}") : mine);
        Text old_key, old, key, now, name, below;
        bool has_old = next(old_members, old_key, old), has_now = next(members, key, now);
        bool has_mine = next_field(fields, name, below);
        while ((has_old || has_now || has_mine) && !unclear_) {
            Text least = has_old ? old_key : has_now ? key : name;
            if (has_now) least = std::min(least, key);
            if (has_mine) least = std::min(least, name);
            bool const in_old = has_old && old_key == least, in_now = has_now && key == least,
                       in_mine = has_mine && name == least;
            auto const back = out.size();
            bool const was_first = first;
            open_field(least, first, out);
            if (!visit(child(&schema, least), in_old ? old : Text(), in_now ? now : Text(), in_mine ? below : Text(),
                       out)) {
                out.resize(back);
                first = was_first;
            }
            if (in_old) has_old = next(old_members, old_key, old);
            if (in_now) has_now = next(members, key, now);
            if (in_mine) has_mine = next_field(fields, name, below);
        }
        return close(mark, mine, out);
    }

    /// Elements that are where they were, as nearly always: only those that changed are looked at, and the set keeps
    /// its order. False, with nothing appended, if it is not so.
    bool same_elements(Schema const& schema, Text before, Text after, Text mine, std::string& out) {
        std::vector<Member> changed;
        ElementScanner old_elements(before), elements(after);
        Text old, now;
        while (true) {
            bool const has_old = old_elements.next(old), has_now = elements.next(now);
            if (has_old != has_now) return false;
            if (!has_old) break;
            if (old == now) continue;
            Member made{.plain = element_key(schema, now), .before = old, .after = now};
            if (made.plain != element_key(schema, old)) return false;
            write_string(made.plain, made.written);
            changed.push_back(std::move(made));
        }
        auto const mark = out.size();
        out += '{';
        std::size_t found = 0;
        MemberScanner fields(mine);
        for (Text name, below; fields.next(name, below) && !unclear_;) {
            auto const back = out.size();
            if (back != mark + 1) out += ',';
            ((out += '"') += name) += "\":";
            auto const one = std::find_if(changed.begin(), changed.end(), [&](Member const& other) {
                return Text(other.written).substr(1, other.written.size() - 2) == name;
            });
            if (one == changed.end()) {
                out += below;
                continue;
            }
            ++found;
            if (!visit(schema.element, one->before, one->after, below, out)) out.resize(back);
        }
        if (found == changed.size() && out.size() > mark + 1) {
            out += '}';
            return true;
        }
        out.resize(mark);
        return false;
    }

    bool list(Schema const& schema, Text before, Text after, Text mine, std::string& out) {
        if (schema.list_type == Schema::ListType::map && mine.size() > 2 &&
            same_elements(schema, before, after, mine, out))
            return true;
        auto all = elements(schema, before, after);
        if (!mine.empty()) {
            MemberScanner fields(mine);
            for (Text name, below; fields.next(name, below);) {
                auto const found = std::find_if(all.begin(), all.end(), [&](Member const& one) {
                    return Text(one.written).substr(1, one.written.size() - 2) == name;
                });
                if (found == all.end()) {
                    unclear_ = true;
                    return false;
                }
                found->mine = below;
            }
        }
        auto const mark = out.size();
        out += '{';
        bool first = true;
        for (auto const& one : all) {
            auto const back = out.size();
            bool const was_first = first;
            if (!std::exchange(first, false)) out += ',';
            out += one.written;
            out += ':';
            if (element(schema, one, out)) continue;
            out.resize(back);
            first = was_first;
        }
        return close(mark, mine, out);
    }

    bool element(Schema const& list, Member const& one, std::string& out) {
        bool const keyed = list.list_type == Schema::ListType::map;
        if (!one.before.empty() && !one.after.empty()) {
            if (keyed) return visit(list.element, one.before, one.after, one.mine, out);
            out += one.mine;
            return !one.mine.empty();
        }
        if (one.after.empty()) {
            bool const simple = one.mine.size() <= 2 || (keyed && !is_leaf(list.element, one.before) &&
                                                         list.element->type != Schema::Type::list &&
                                                         members_covered(*list.element, one.before, one.mine));
            if (!simple) unclear_ = true;
            return false;
        }
        if (!one.mine.empty()) unclear_ = true;
        if (keyed) {
            add_all(list.element, one.after, true, out);
        } else {
            out += "{}";
        }
        return true;
    }

    bool close(std::size_t mark, Text mine, std::string& out) {
        out += '}';
        if (Text(out).substr(mark) == "{\".\":{}}") {  // nothing but itself
            out.resize(mark);
            out += "{}";
        }
        if (out.size() - mark > 2 || owned(mine)) return true;
        out.resize(mark);
        return false;
    }

    /// The elements of two versions of a list, in the order of their keys.
    std::vector<Member> elements(Schema const& list, Text before, Text after) {
        std::vector<Member> all;
        auto const add = [&](Text value, Text Member::*place) {
            if (value.empty()) return;
            ElementScanner scanner(value);
            for (Text one; scanner.next(one);) {
                auto key = element_key(list, one);
                auto const found =
                    std::find_if(all.begin(), all.end(), [&](Member const& other) { return other.plain == key; });
                if (found == all.end()) {
                    Member made;
                    write_string(key, made.written);
                    made.plain = std::move(key);
                    made.*place = one;
                    all.push_back(std::move(made));
                } else if ((*found.*place).empty()) {
                    *found.*place = one;
                } else {
                    unclear_ = true;  // there twice
                }
            }
        };
        add(before, &Member::before);
        add(after, &Member::after);
        std::sort(all.begin(), all.end(), [](Member const& a, Member const& b) { return a.plain < b.plain; });
        return all;
    }

    std::string element_key(Schema const& list, Text element) {
        if (list.list_type == Schema::ListType::set) return "v:" + std::string(element);
        std::string key = "k:{";
        if (element[0] != '{' || !std::is_sorted(list.list_keys.begin(), list.list_keys.end())) unclear_ = true;
        for (auto const name : list.list_keys) {
            auto value = member(element, name);
            if (value.empty() && list.element) {
                if (auto const* const field = list.element->field(name)) value = field->default_json;
            }
            if (value.empty()) continue;
            if (key.size() > 3) key += ',';
            write_string(name, key);
            key += ':';
            key += value;
        }
        return key + '}';
    }

    static Text member(Text object, Text name) {
        MemberScanner members(object);
        for (Text key, value; members.next(key, value);) {
            if (key == name) return value;
            if (key > name) break;
        }
        return {};
    }

    /// A key with an escape in it may be sorted otherwise than it looks.
    bool next(MemberScanner& members, Text& key, Text& value) {
        if (!members.next(key, value)) return false;
        if (key.find('\\') != Text::npos) unclear_ = true;
        return true;
    }

    bool next_field(MemberScanner& fields, Text& name, Text& below) {
        while (fields.next(name, below)) {
            if (name == ".") continue;
            if (!name.starts_with("f:") || name.find('\\') != Text::npos) unclear_ = true;
            name.remove_prefix(std::min<std::size_t>(2, name.size()));
            return true;
        }
        return false;
    }

    static void open_field(Text key, bool& first, std::string& out) {
        if (!std::exchange(first, false)) out += ',';
        out += "\"f:";
        out += key;
        out += "\":";
    }

    bool unclear_ = false;
};

}  // namespace

std::optional<std::string> owned_status_after(Schema const& schema, std::string_view before, std::string_view after,
                                              std::string_view mine) {
    Text below;
    if (!mine.empty()) {
        MemberScanner root(mine);
        Text name, none;
        if (!root.next(name, below) || name != "f:status" || root.next(name, none)) return std::nullopt;
    }
    std::string out = "{\"f:status\":";
    out.reserve(mine.size() + 64);
    OwnedAfter walk;
    bool const any = walk.visit(&schema, before, after, below, out);
    if (walk.unclear()) return std::nullopt;
    if (!any) return std::string();
    return out += '}';
}

}  // namespace keelson
