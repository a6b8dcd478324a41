#include "api/field_set.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace keelson {
namespace {

/// Metadata that the engine sets and nobody owns.
bool engine_owned(std::string_view field) {
    return field == "name" || field == "namespace" || field == "uid" || field == "resourceVersion" ||
           field == "generation" || field == "creationTimestamp" || field == "deletionTimestamp" ||
           field == "deletionGracePeriodSeconds" || field == "managedFields" || field == "selfLink" ||
           field == "generateName";
}

/// Whether a root field belongs to the scope.
bool in_scope(std::string_view field, FieldScope scope) {
    if (scope == FieldScope::status) return field == "status";
    return field != "apiVersion" && field != "kind" && field != "status";
}

bool is_leaf(Schema const* schema, json::value const& value) {
    if (!schema || schema->atomic || schema->type == Schema::Type::any) return true;
    switch (schema->type) {
        case Schema::Type::object:
        case Schema::Type::map: return !value.is_object() || value.get_object().empty();
        case Schema::Type::list:
            return schema->list_type == Schema::ListType::atomic || !value.is_array() || value.get_array().empty();
        default: return true;
    }
}

Schema const* child(Schema const* schema, std::string_view key) {
    if (!schema) return nullptr;
    if (schema->type == Schema::Type::map) return schema->element;
    auto const* const field = schema->field(key);
    return field ? field->schema : schema->element;  // objects that keep what they do not know have one
}

/// Writes FieldsV1 of a subtree. Depth 0 is the object, 1 its metadata.
void write_fields(Schema const* schema, json::value const& value, FieldScope scope, int depth, bool metadata,
                  std::string& out) {
    out += '{';
    if (is_leaf(schema, value)) {
        out += '}';
        return;
    }
    bool first = true;
    auto const open = [&](std::string_view key) {
        if (!first) out += ',';
        first = false;
        write_string(key, out);
        out += ':';
    };
    auto const open_field = [&](std::string_view key) {
        if (!first) out += ',';
        first = false;
        auto const mark = out.size();
        write_string(key, out);
        out.insert(mark + 1, "f:");
        out += ':';
    };
    if (schema->type == Schema::Type::list) {
        std::vector<std::pair<std::string, json::value const*>> keyed;
        for (auto const& element : value.get_array()) keyed.emplace_back(element_key(*schema, element), &element);
        std::sort(keyed.begin(), keyed.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
        for (std::size_t i = 0; i < keyed.size(); ++i) {
            if (i && keyed[i].first == keyed[i - 1].first) continue;
            open(keyed[i].first);
            if (schema->list_type == Schema::ListType::set) {
                out += "{}";
                continue;
            }
            auto const mark = out.size();
            write_fields(schema->element, *keyed[i].second, scope, depth + 1, false, out);
            out.insert(mark + 1, out.size() - mark == 2 ? "\".\":{}" : "\".\":{},");
        }
    } else {
        if (schema->type == Schema::Type::map) {
            open(".");
            out += "{}";
        }
        auto const& object = value.get_object();
        std::array<json::key_value_pair const*, 24> few{};
        std::vector<json::key_value_pair const*> many;
        std::span<json::key_value_pair const*> order(few.data(), std::min(object.size(), few.size()));
        if (object.size() > few.size()) {
            many.resize(object.size());
            order = many;
        }
        std::transform(object.begin(), object.end(), order.begin(), [](auto const& pair) { return &pair; });
        std::sort(order.begin(), order.end(), [](auto const* a, auto const* b) { return a->key() < b->key(); });
        for (auto const* pair : order) {
            std::string_view const key = pair->key();
            if (depth == 0 && !in_scope(key, scope)) continue;
            if (metadata && engine_owned(key)) continue;
            auto const mark = out.size();
            bool const was_first = first;
            open_field(key);
            auto const start = out.size();
            bool const is_metadata = depth == 0 && key == "metadata";
            write_fields(child(schema, key), pair->value(), scope, depth + 1, is_metadata, out);
            if (is_metadata && out.size() - start == 2) {  // nothing in it that anybody owns
                out.resize(mark);
                first = was_first;
            }
        }
    }
    out += '}';
}

void add_all(Schema const* schema, json::value const& value, FieldNode& into) {
    if (is_leaf(schema, value)) {
        into.owned = true;
        return;
    }
    if (schema->type == Schema::Type::list) {
        for (auto const& element : value.get_array()) {
            auto& node = into.children[element_key(*schema, element)];
            node.owned = true;
            if (schema->list_type == Schema::ListType::map) {
                add_all(schema->element, element, node);
            }
        }
        return;
    }
    if (schema->type == Schema::Type::map) into.owned = true;
    for (auto const& pair : value.get_object())
        add_all(child(schema, pair.key()), pair.value(), into.children["f:" + std::string(pair.key())]);
}

void prune(FieldNode& node) {
    for (auto it = node.children.begin(); it != node.children.end();) {
        prune(it->second);
        it = it->second.empty() ? node.children.erase(it) : std::next(it);
    }
}

void compare(Schema const* schema, json::value const& before, json::value const& after, FieldNode& set,
             FieldNode& gone);

/// One member of an object against what it was in the object before.
void compare_member(Schema const* schema, json::key_value_pair const& member, json::object const& before,
                    FieldNode& set, FieldNode& gone) {
    auto const* const old = before.if_contains(member.key());
    if (old && *old == member.value()) return;  // most of an object stays as it was: nothing is made for that
    auto const name = "f:" + std::string(member.key());
    if (!old) {
        add_all(schema, member.value(), set.children[name]);
    } else {
        compare(schema, *old, member.value(), set.children[name], gone.children[name]);
    }
}

void compare(Schema const* schema, json::value const& before, json::value const& after, FieldNode& set,
             FieldNode& gone) {
    if (is_leaf(schema, after) || is_leaf(schema, before)) {
        if (before == after) return;
        bool const before_leaf = is_leaf(schema, before), after_leaf = is_leaf(schema, after);
        if (!before_leaf) add_all(schema, before, gone);
        if (after_leaf) {
            set.owned = true;
        } else {
            add_all(schema, after, set);
        }
        return;
    }
    if (schema->type == Schema::Type::list) {
        std::map<std::string, json::value const*> old;
        for (auto const& element : before.get_array()) old.emplace(element_key(*schema, element), &element);
        for (auto const& element : after.get_array()) {
            auto const key = element_key(*schema, element);
            auto const found = old.find(key);
            if (found == old.end()) {
                auto& node = set.children[key];
                node.owned = true;
                if (schema->list_type == Schema::ListType::map) add_all(schema->element, element, node);
                continue;
            }
            if (schema->list_type == Schema::ListType::map)
                compare(schema->element, *found->second, element, set.children[key], gone.children[key]);
            old.erase(found);
        }
        for (auto const& [key, element] : old) {
            auto& node = gone.children[key];
            node.owned = true;
            if (schema->list_type == Schema::ListType::map) add_all(schema->element, *element, node);
        }
        return;
    }
    for (auto const& pair : after.get_object())
        compare_member(child(schema, pair.key()), pair, before.get_object(), set, gone);
    for (auto const& pair : before.get_object()) {
        if (!after.get_object().contains(pair.key()))
            add_all(child(schema, pair.key()), pair.value(), gone.children["f:" + std::string(pair.key())]);
    }
}

void drop_unowned(FieldNode& root, FieldScope scope) {
    std::erase_if(root.children,
                  [&](auto const& entry) { return !in_scope(std::string_view(entry.first).substr(2), scope); });
    if (auto const metadata = root.children.find("f:metadata"); metadata != root.children.end()) {
        std::erase_if(metadata->second.children,
                      [](auto const& entry) { return engine_owned(std::string_view(entry.first).substr(2)); });
        metadata->second.owned = false;
    }
    prune(root);
}

void write_node(FieldNode const& node, std::string& out) {
    out += '{';
    bool first = true;
    if (node.owned && !node.children.empty()) {
        out += "\".\":{}";
        first = false;
    }
    for (auto const& [key, inner] : node.children) {
        if (!first) out += ',';
        first = false;
        write_string(key, out);
        out += ':';
        write_node(inner, out);
    }
    out += '}';
}

void list_paths(FieldNode const& node, std::string const& path, std::vector<std::string>& out) {
    if (node.owned && node.children.empty()) out.push_back(path.empty() ? "." : path);
    for (auto const& [key, inner] : node.children) {
        std::string_view const rest = std::string_view(key).substr(2);
        if (key[0] == 'f') {
            list_paths(inner, path + "." + std::string(rest), out);
        } else if (key[0] == 'v') {
            list_paths(inner, path + "[=" + std::string(rest) + "]", out);
        } else {
            std::string text = "[";
            if (auto const parsed = parse_json(rest); parsed && parsed->is_object()) {
                for (auto const& pair : parsed->get_object()) {
                    if (text.size() > 1) text += ',';
                    text += std::string(pair.key()) + "=" + canonical(pair.value());
                }
            }
            list_paths(inner, path + text + "]", out);
        }
    }
}

bool same_element(Schema const& list, json::value const& a, json::value const& b) {
    auto const *const x = a.if_object(), *const y = b.if_object();
    if (!x || !y) return false;
    return std::all_of(list.list_keys.begin(), list.list_keys.end(), [&](auto const& name) {
        auto const *const p = x->if_contains(name), *const q = y->if_contains(name);
        return p && q ? *p == *q : p == q;
    });
}

FieldNode const* child(FieldNode const* node, std::string_view key) {
    if (!node) return nullptr;
    auto const found = node->children.find(key);
    return found == node->children.end() ? nullptr : &found->second;
}

using FieldNodes = std::vector<FieldNode const*>;

bool values_stay(Schema const* schema, json::value const& before, json::value const& after, FieldNode const* mine,
                 FieldNodes const& others);

/// The same one level down, where `key` leads.
bool child_stays(Schema const* schema, json::value const& before, json::value const& after, std::string_view key,
                 FieldNode const* mine, FieldNodes const& others) {
    FieldNodes below;
    for (auto const* const other : others) {
        if (auto const* const found = child(other, key)) below.push_back(found);
    }
    return values_stay(schema, before, after, child(mine, key), below);
}

bool members_stay(Schema const* schema, json::object const& before, json::object const& after, FieldNode const* mine,
                  FieldNodes const& others) {
    if (before.size() != after.size()) return false;
    std::string key;
    for (auto const& pair : after) {
        auto const* const old = before.if_contains(pair.key());
        if (!old) return false;
        if (*old == pair.value()) continue;
        key.assign("f:").append(pair.key());
        if (!child_stays(child(schema, pair.key()), *old, pair.value(), key, mine, others)) return false;
    }
    return true;
}

bool values_stay(Schema const* schema, json::value const& before, json::value const& after, FieldNode const* mine,
                 FieldNodes const& others) {
    bool const leaf = is_leaf(schema, after);
    if (leaf != is_leaf(schema, before)) return false;
    if (leaf) {
        if (before == after) return true;
        return mine && mine->owned &&
               std::none_of(others.begin(), others.end(), [](auto const* o) { return o->owned; });
    }
    if (schema->type != Schema::Type::list)
        return members_stay(schema, before.get_object(), after.get_object(), mine, others);
    auto const& old = before.get_array();
    auto const& now = after.get_array();
    if (old.size() != now.size() || schema->list_type != Schema::ListType::map) return old == now;
    for (std::size_t i = 0; i < now.size(); ++i) {
        if (old[i] == now[i]) continue;
        if (!same_element(*schema, old[i], now[i])) return false;
        if (!child_stays(schema->element, old[i], now[i], element_key(*schema, now[i]), mine, others)) return false;
    }
    return true;
}

}  // namespace

bool FieldNode::contains(FieldNode const& other) const {
    if (other.owned && !owned) return false;
    return std::all_of(other.children.begin(), other.children.end(), [&](auto const& entry) {
        auto const found = children.find(entry.first);
        return found != children.end() ? found->second.contains(entry.second) : entry.second.empty();
    });
}

void FieldNode::add(FieldNode const& other) {
    owned = owned || other.owned;
    for (auto const& [key, inner] : other.children) children[key].add(inner);
}

void FieldNode::subtract(FieldNode const& other) {
    if (other.owned) owned = false;
    for (auto const& [key, inner] : other.children) {
        auto const found = children.find(key);
        if (found == children.end()) continue;
        found->second.subtract(inner);
        if (found->second.empty()) children.erase(found);
    }
}

FieldNode FieldNode::intersection(FieldNode const& other) const {
    FieldNode both;
    both.owned = owned && other.owned;
    for (auto const& [key, inner] : other.children) {
        auto const found = children.find(key);
        if (found == children.end()) continue;
        auto shared = found->second.intersection(inner);
        if (!shared.empty()) both.children.emplace(key, std::move(shared));
    }
    return both;
}

std::vector<std::string> FieldNode::paths() const {
    std::vector<std::string> out;
    list_paths(*this, {}, out);
    return out;
}

std::string FieldNode::text() const {
    std::string out;
    write_node(*this, out);
    return out;
}

FieldNode FieldNode::parse(json::value const& fields) {
    FieldNode node;
    auto const* const members = fields.if_object();
    if (!members || members->empty()) {
        node.owned = true;
        return node;
    }
    for (auto const& pair : *members) {
        if (pair.key() == ".") {
            node.owned = true;
        } else {
            node.children.emplace(std::string(pair.key()), parse(pair.value()));
        }
    }
    return node;
}

FieldSet::FieldSet(std::string text) : text_(std::move(text)) {
    constexpr std::string_view status = "\"f:status\":";
    if (text_.find(status) == std::string::npos) return;
    MemberScanner members(text_);  // it may be the name of a field further down
    for (std::string_view key, value; !has_status_ && members.next(key, value);) has_status_ = key == "f:status";
}

FieldNode const& FieldSet::tree() const {
    std::call_once(once_, [this] {
        if (auto const parsed = parse_json(text_)) tree_ = FieldNode::parse(*parsed);
    });
    return tree_;
}

std::shared_ptr<FieldSet const> FieldSets::intern(std::string text) {
    if (auto const found = sets_.find(text); found != sets_.end()) {
        if (auto shared = found->second.lock()) return shared;
        sets_.erase(found);
    }
    if (sets_.size() >= sweep_at_) {
        std::erase_if(sets_, [](auto const& entry) { return entry.second.expired(); });
        sweep_at_ = std::max<std::size_t>(1024, sets_.size() * 2);
    }
    auto made = std::make_shared<FieldSet>(std::move(text));
    sets_.emplace(made->text(), made);
    return made;
}

std::string element_key(Schema const& list, json::value const& element) {
    if (list.list_type == Schema::ListType::set) return "v:" + canonical(element);
    std::string key = "k:{";
    std::vector<std::string_view> names(list.list_keys.begin(), list.list_keys.end());
    std::sort(names.begin(), names.end());
    bool first = true;
    for (auto const name : names) {
        auto const* const object = element.if_object();
        auto const* const value = object ? object->if_contains(name) : nullptr;
        std::string_view fallback;
        if (!value && list.element) {
            if (auto const* const field = list.element->field(name)) fallback = field->default_json;
        }
        if (!value && fallback.empty()) continue;
        if (!first) key += ',';
        first = false;
        write_string(name, key);
        key += ':';
        if (value) {
            write_canonical(*value, key);
        } else {
            key += fallback;
        }
    }
    return key + '}';
}

std::string fields_text(Schema const& schema, json::value const& tree, FieldScope scope) {
    std::string out;
    write_fields(&schema, tree, scope, 0, false, out);
    return out;
}

FieldNode fields_of(Schema const& schema, json::value const& tree, FieldScope scope) {
    FieldNode node;
    add_all(&schema, tree, node);
    node.owned = false;
    drop_unowned(node, scope);
    return node;
}

FieldChanges changed_fields(Schema const& schema, json::value const& before, json::value const& after,
                            FieldScope scope) {
    FieldChanges changes;
    static json::object const nothing;
    auto const& old = before.is_object() ? before.get_object() : nothing;
    auto const& now = after.is_object() ? after.get_object() : nothing;
    for (auto const& pair : now) {
        if (!in_scope(pair.key(), scope)) continue;
        compare_member(child(&schema, pair.key()), pair, old, changes.set, changes.gone);
    }
    for (auto const& pair : old) {
        if (in_scope(pair.key(), scope) && !now.contains(pair.key()))
            add_all(child(&schema, pair.key()), pair.value(), changes.gone.children["f:" + std::string(pair.key())]);
    }
    changes.set.owned = changes.gone.owned = false;
    drop_unowned(changes.set, scope);
    drop_unowned(changes.gone, scope);
    return changes;
}

bool owners_stay(Schema const& schema, json::value const& before, json::value const& after, FieldScope scope,
                 FieldNode const& mine, std::vector<FieldNode const*> const& others) {
    auto const *const old = before.if_object(), *const now = after.if_object();
    if (!old || !now) return false;
    std::string key;
    for (auto const& pair : *now) {
        if (!in_scope(pair.key(), scope)) continue;
        auto const* const value = old->if_contains(pair.key());
        if (!value) return false;
        if (pair.key() == "metadata") {
            for (auto const& field : pair.value().get_object()) {
                if (engine_owned(field.key())) continue;
                auto const* const was = value->is_object() ? value->get_object().if_contains(field.key()) : nullptr;
                if (!was || *was != field.value()) return false;
            }
            for (auto const& field : value->get_object()) {
                if (!engine_owned(field.key()) && !pair.value().get_object().contains(field.key())) return false;
            }
            continue;
        }
        if (*value == pair.value()) continue;
        key.assign("f:").append(pair.key());
        if (!child_stays(child(&schema, pair.key()), *value, pair.value(), key, &mine, others)) return false;
    }
    return std::all_of(old->begin(), old->end(),
                       [&](auto const& pair) { return !in_scope(pair.key(), scope) || now->contains(pair.key()); });
}

std::string write_ownership(Ownership const& ownership) {
    std::string out = "[";
    for (auto const& manager : ownership.managers) {
        if (out.size() > 1) out += ',';
        out += '[';
        write_string(manager.name, out);
        out += manager.apply ? ",1," : ",0,";
        write_string(manager.subresource, out);
        out += ',';
        write_string(manager.api_version, out);
        out += ',' + std::to_string(manager.time.micros) + ',' + manager.fields->text() + ']';
    }
    return out + ']';
}

std::shared_ptr<Ownership const> read_ownership(std::string_view text, FieldSets& sets) {
    auto ownership = std::make_shared<Ownership>();
    auto const plain = [](std::string_view quoted) -> std::string {
        if (quoted.find('\\') == std::string_view::npos)
            return std::string(quoted.substr(1, quoted.size() < 2 ? 0 : quoted.size() - 2));
        auto const parsed = parse_json(quoted);
        return parsed && parsed->is_string() ? std::string(parsed->get_string()) : std::string();
    };
    ElementScanner rows(text);
    for (std::string_view row; rows.next(row);) {
        std::array<std::string_view, 6> columns;
        std::size_t count = 0;
        ElementScanner scanner(row);
        for (std::string_view column; count < columns.size() && scanner.next(column);) columns[count++] = column;
        if (count != columns.size()) continue;
        Time time;
        std::from_chars(columns[4].data(), columns[4].data() + columns[4].size(), time.micros);
        // The set was written as the text that names it: it is not read before somebody asks for it.
        ownership->managers.push_back({plain(columns[0]), columns[1] == "1", plain(columns[2]), plain(columns[3]), time,
                                       sets.intern(std::string(columns[5]))});
    }
    return ownership;
}

}  // namespace keelson
