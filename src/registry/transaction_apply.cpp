#include "api/apply.hpp"
#include "api/custom_kind.hpp"
#include "registry/transaction.hpp"
#include "registry/transaction_parts.hpp"

#include <algorithm>
#include <map>

namespace keelson {
namespace {

/// What kubectl keeps its last configuration in when it applies by itself; while it is there, an apply on the server
/// keeps it true, so that people may go back.
constexpr std::string_view last_applied = "kubectl.kubernetes.io/last-applied-configuration";
constexpr std::string_view last_applied_by = "kubectl";
constexpr std::size_t annotations_bytes_max = std::size_t{256} << 10;

/// Who owns what was there before anybody applied, when nothing is recorded: Kubernetes' name for it.
constexpr std::string_view before_first_apply = "before-first-apply";
/// More entries by update than these are not kept: the oldest are put together, under Kubernetes' name for them.
constexpr std::size_t update_managers_max = 10;
constexpr std::string_view ancient_changes = "ancient-changes";

/// What a set says indirectly: who owns something in a field or in an element of a list needs that to be there.
void own_parents(FieldNode& node) {
    if (node.children.empty()) return;
    node.owned = true;
    for (auto& [key, inner] : node.children) own_parents(inner);
}

/// An element of a keyed list has its keys, whoever owns something in it.
void own_keys(FieldNode& node) {
    for (auto& [key, inner] : node.children) {
        own_keys(inner);
        if (key[0] != 'k') continue;
        auto const keys = parse_json(std::string_view(key).substr(2));
        if (!keys || !keys->is_object()) continue;
        for (auto const& member : keys->get_object()) inner.children["f:" + std::string(member.key())].owned = true;
    }
}

std::string printed(FieldManager const& manager) {
    auto text = "\"" + manager.name + "\"";
    if (!manager.subresource.empty()) text += " with subresource \"" + manager.subresource + "\"";
    if (!manager.apply) text += " using " + manager.api_version;
    return text;
}

/// The annotation of an object, or null.
json::value* last_applied_of(json::value& tree) {
    auto* const metadata = tree.get_object().if_contains("metadata");
    auto* const members = metadata ? metadata->if_object() : nullptr;
    auto* const annotations = members ? members->if_contains("annotations") : nullptr;
    auto* const all = annotations ? annotations->if_object() : nullptr;
    return all ? all->if_contains(last_applied) : nullptr;
}

/// A configuration as that annotation holds it.
std::string applied_text(json::value config) {
    auto& annotations = object_at(object_at(config.get_object(), "metadata"), "annotations");
    annotations.erase(last_applied);
    return canonical(config) + "\n";
}

void own_ancient(Ownership& owners, FieldSets& sets) {
    std::vector<FieldManager*> updates;
    for (auto& entry : owners.managers) {
        if (!entry.apply) updates.push_back(&entry);
    }
    if (updates.size() <= update_managers_max) return;
    std::stable_sort(updates.begin(), updates.end(), [](auto const* a, auto const* b) { return a->time < b->time; });
    updates.resize(updates.size() - update_managers_max + 1);
    // One for each version of the API: what a field is called depends on it.
    std::map<std::string, FieldManager> merged;
    for (auto* const entry : updates) {
        auto [place, fresh] = merged.try_emplace(entry->api_version, *entry);
        auto& into = place->second;
        if (!fresh) {
            auto fields = into.fields->tree();
            fields.add(entry->fields->tree());
            into.fields = sets.intern(fields.text());
            into.time = std::max(into.time, entry->time);
        }
        into.name = ancient_changes;
        into.subresource.clear();
        entry->fields.reset();  // it is part of the other one now
    }
    std::erase_if(owners.managers, [](auto const& entry) { return !entry.fields; });
    for (auto& [version, entry] : merged) owners.managers.push_back(std::move(entry));
}

/// Whether every field in it is owned on its own.
bool granular(Schema const& schema) {
    return !schema.atomic && (schema.type == Schema::Type::list ? schema.list_type != Schema::ListType::atomic
                                                                : schema.type != Schema::Type::any);
}

/// Takes null and empty maps and lists out of a configuration, which are the same as absent ones: stating nothing of
/// labels is no claim to all labels. One that is owned as a whole stays where it would empty what is there.
void drop_hollow(Schema const* schema, json::value& config, json::value const* live) {
    if (!schema || !granular(*schema)) return;
    if (auto* const members = config.if_object()) {
        auto const* const there = live ? live->if_object() : nullptr;
        for (std::size_t i = 0; i < members->size();) {
            auto& member = members->begin()[i];
            auto const* const field = schema->type == Schema::Type::object ? schema->field(member.key()) : nullptr;
            auto const* const inner = field ? field->schema : schema->element;
            auto const* const old = there ? there->if_contains(member.key()) : nullptr;
            auto const* const object = member.value().if_object();
            auto const* const array = member.value().if_array();
            bool const hollow = inner && ((inner->type == Schema::Type::map && object && object->empty()) ||
                                          (inner->type == Schema::Type::list && array && array->empty()));
            if (member.value().is_null() || (hollow && (!old || granular(*inner)))) {
                members->erase(members->begin() + static_cast<std::ptrdiff_t>(i));  // swaps the last one in
                continue;
            }
            drop_hollow(inner, member.value(), old);
            ++i;
        }
    } else if (auto* const elements = config.if_array(); elements && schema->list_type == Schema::ListType::map) {
        auto const* const there = live ? live->if_array() : nullptr;
        for (auto& element : *elements) {
            json::value const* old = nullptr;
            if (there) {
                auto const key = element_key(*schema, element);
                auto const found = std::find_if(there->begin(), there->end(),
                                                [&](auto const& one) { return element_key(*schema, one) == key; });
                old = found == there->end() ? nullptr : &*found;
            }
            drop_hollow(schema->element, element, old);
        }
    }
}

/// Keyed lists and sets of a configuration must say which elements they mean.
class ConfigCheck {
public:
    /// What is wrong, and the field at which a person finds it.
    struct Wrong {
        std::string text, field;
    };
    explicit ConfigCheck(std::vector<Wrong>& wrong) : wrong_(&wrong) {}

    void visit(Schema const* schema, json::value const& value, std::string const& path) {
        if (!schema || schema->atomic) return;
        if (auto const* const members = value.if_object()) {
            for (auto const& member : *members) {
                auto const* const field = schema->type == Schema::Type::object ? schema->field(member.key()) : nullptr;
                visit(field ? field->schema : schema->element, member.value(), path + "." + std::string(member.key()));
            }
        } else if (value.is_array() && schema->type == Schema::Type::list) {
            elements(*schema, value.get_array(), path);
        }
    }

private:
    void elements(Schema const& list, json::array const& all, std::string const& path) {
        if (list.list_type == Schema::ListType::atomic) return;
        auto const at = [&path](std::size_t i) {
            return std::string(std::string_view(path).substr(path.starts_with('.') ? 1 : 0)) + "[" + std::to_string(i) +
                   "]";
        };
        std::map<std::string, std::size_t> keys;
        for (std::size_t i = 0; i < all.size(); ++i) {
            auto const& element = all[i];
            if (list.list_type == Schema::ListType::map) {
                auto const missing = std::find_if(list.list_keys.begin(), list.list_keys.end(), [&](auto const& key) {
                    auto const* const field = list.element->field(key);
                    return !find_path(element, {key}) && !(field && !field->default_json.empty());
                });
                if (missing != list.list_keys.end()) {
                    wrong_->push_back({path + ": element " + std::to_string(i) +
                                           ": associative list with keys has an element that omits key field \"" +
                                           std::string(*missing) + "\" (and doesn't have default value)",
                                       at(i) + "." + std::string(*missing)});
                    continue;
                }
                visit(list.element, element, path + "[" + std::to_string(i) + "]");
            }
            auto const key = element_key(list, element);
            if (++keys[key] != 2) continue;  // a third one says nothing new
            FieldNode named;
            named.children[key].owned = true;
            wrong_->push_back({path + ": duplicate entries for key " + named.paths().front(),
                               list.list_keys.empty() ? at(i) : at(i) + "." + std::string(list.list_keys.front())});
        }
    }

    std::vector<Wrong>* wrong_;
};

Result<> check_config(Operation const& operation, json::value const& config) {
    auto const& kind = *operation.kind->kind;
    if (auto const* const entries = find_path(config, {"metadata", "managedFields"}); entries && !entries->is_null())
        return Error(Errc::bad_request, "metadata.managedFields must be nil");
    std::vector<ConfigCheck::Wrong> wrong;
    ConfigCheck(wrong).visit(kind.schema.get(), config, {});
    if (wrong.empty()) return {};
    auto const& first = wrong.front();
    Error error(Errc::bad_request, "failed to create typed patch object (" + operation.key.namespace_ + "/" +
                                       operation.key.name + "; " + kind.api_version() + ", Kind=" + kind.name +
                                       "): " + first.text);
    error.causes.push_back({"FieldValueInvalid", first.text, first.field});
    return error;
}

}  // namespace

std::shared_ptr<Ownership const> Transaction::owned_before_apply(ServedKind const& kind, json::value const& tree) {
    auto made = std::make_shared<Ownership>();
    auto fields = fields_text(*kind.kind->schema, tree, FieldScope::main);
    if (fields == "{}") return made;
    made->managers.push_back({std::string(before_first_apply),
                              false,
                              {},
                              kind.kind->api_version(),
                              context_.now.whole_seconds(),
                              context_.publisher->field_sets().intern(std::move(fields))});
    return made;
}

Result<> Transaction::check_conflicts(FieldChanges const& changes, FieldNode const& stated, Ownership const& owners,
                                      Manager manager) const {
    auto const contested = changes.set.intersection(stated);
    std::map<std::string, std::vector<std::string>> conflicts;  // fields by the manager's printed name
    for (auto const& entry : owners.managers) {
        if (is_writer(entry, manager)) continue;
        auto paths = contested.intersection(entry.fields->tree()).paths();
        if (paths.empty()) continue;
        auto& all = conflicts[printed(entry)];
        all.insert(all.end(), paths.begin(), paths.end());
    }
    if (conflicts.empty()) return {};
    Error error(Errc::conflict, {});
    std::string lines;
    for (auto const& [who, paths] : conflicts) {
        lines += (lines.empty() ? "conflicts with " : "\nconflicts with ") + who + ":";
        for (auto const& path : paths) {
            lines += "\n- " + path;
            error.causes.push_back({"FieldManagerConflict", "conflict with " + who, path});
        }
    }
    auto const count = error.causes.size();
    error.message = count == 1
                        ? "Apply failed with 1 conflict: " + error.causes[0].message + ": " + error.causes[0].field
                        : "Apply failed with " + std::to_string(count) + " conflicts: " + lines;
    return error;
}

Result<Transaction::Applied> Transaction::read_config(ServedKind const& kind, json::value config,
                                                      json::value const& old_tree, std::string_view name, bool status) {
    auto const& schema = *kind.kind->schema;
    auto const scope = status ? FieldScope::status : FieldScope::main;
    drop_hollow(&schema, config, &old_tree);
    Applied made{json::value(json::object_kind, &arena_), fields_of(schema, config, scope)};
    Findings findings;
    if (custom_) {
        custom_->schema->prepare(config, findings);
    } else {
        normalize(schema, config, findings);
    }
    findings.causes.clear();  // what is missing here may be in the object: the result is what is validated
    if (auto const fine = judge(kind, findings, name); !fine) return fine.error();
    // Defaults that normalising filled in belong to nobody: they are taken out again. What it dropped, because no such
    // field is known, is owned by nobody either.
    auto filled = fields_of(schema, config, scope);
    made.fields = made.fields.intersection(filled);
    filled.subtract(made.fields);
    remove_fields(schema, config, filled);
    auto& members = made.config.get_object();
    for (auto const& pair : config.get_object()) {
        bool const is_status = pair.key() == "status";
        if (pair.key() == "metadata" || pair.key() == "apiVersion" || pair.key() == "kind" || is_status == status)
            members.emplace(pair.key(), pair.value());
    }
    auto& metadata = object_at(members, "metadata");
    for (auto const* const field : {"uid", "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds",
                                    "generation", "creationTimestamp", "generateName"})
        metadata.erase(field);
    return made;
}

FieldNode Transaction::given_up(Ownership const& owners, FieldNode const& stated, Manager manager) const {
    FieldNode before, others;
    for (auto const& entry : owners.managers) {
        if (is_writer(entry, manager)) {
            before = entry.fields->tree();
        } else {
            others.add(entry.fields->tree());
        }
    }
    own_keys(others);
    own_parents(others);
    auto kept = stated;
    own_parents(kept);
    before.subtract(kept);
    before.subtract(others);
    return before;
}

Result<Ref> Transaction::apply(Operation const& operation, bool status) {
    auto body = read_body(operation);
    if (!body) return body.error();
    auto const& kind = *operation.kind;
    auto const& schema = *kind.kind->schema;
    if (auto const fine = check_config(operation, *body); !fine) return fine.error();
    auto const manager = writer(operation, true, status);
    if (!draft_.get(*kind.kind, operation.key.namespace_, operation.key.name)) {
        bool const must_exist = !operation.remove.uid.empty() || !operation.remove.resource_version.empty() ||
                                !string_at(*body, {"metadata", "resourceVersion"}).empty() ||
                                !string_at(*body, {"metadata", "uid"}).empty();
        if (status || must_exist || !operation.subresource.empty()) return not_found(kind.resource, operation.key.name);
        drop_hollow(&schema, *body, nullptr);
        return create(operation, std::move(*body), manager);
    }
    auto const found = find_for_update(operation, *body);
    if (!found) return found.error();
    auto const& old = *found;
    if (!has_schema(kind))
        return Error(Errc::unsupported, "server-side apply needs a schema, and none is known of " + kind.resource);
    auto const old_tree = parse_json(old->bytes(), &arena_);
    if (!old_tree) return old_tree.error();
    bool const by_kubectl = !status && options_->manager == last_applied_by;
    auto const text = by_kubectl ? applied_text(json::value(*body, &arena_)) : std::string();
    auto applied = read_config(kind, std::move(*body), *old_tree, old->key().name, status);
    if (!applied) return applied.error();

    json::value tree(*old_tree, &arena_);
    merge_applied(schema, tree, applied->config);
    if (!owners_of(old) || owners_of(old)->managers.empty()) stated_owners_ = owned_before_apply(kind, *old_tree);
    auto const owners = owners_of(old);
    if (!options_->force) {
        auto const changes = changed_fields(schema, *old_tree, tree, status ? FieldScope::status : FieldScope::main);
        if (auto const fine = check_conflicts(changes, applied->fields, *owners, manager); !fine) return fine.error();
    }
    remove_fields(schema, tree, given_up(*owners, applied->fields, manager));
    if (auto* const record = by_kubectl ? last_applied_of(tree) : nullptr;
        record && text.size() < annotations_bytes_max && !last_applied_of(applied->config))
        *record = text;
    if (!status) return write(kind, old, *old_tree, std::move(tree), manager, &applied->fields);
    json::value made(&arena_);
    if (auto* const stated = tree.get_object().if_contains("status")) made = std::move(*stated);
    return write_status(kind, old, json::value(*old_tree, &arena_), std::move(made), manager, &applied->fields);
}

std::shared_ptr<Ownership const> Transaction::owners_after(ServedKind const& kind, Ref const& old,
                                                           json::value const& before, json::value const& after,
                                                           Manager manager, FieldNode const* applied) {
    auto const& schema = *kind.kind->schema;
    auto const scope = manager.status ? FieldScope::status : FieldScope::main;
    if (auto const& owners = owners_of(old); !applied && owners) {
        FieldNode const* mine = nullptr;
        std::vector<FieldNode const*> others;
        for (auto const& entry : owners->managers) {
            if (is_writer(entry, manager)) {
                mine = &entry.fields->tree();
            } else {
                others.push_back(&entry.fields->tree());
            }
        }
        if (mine && owners_stay(schema, before, after, scope, *mine, others)) return owners;
    }
    return owners_after(kind, old, changed_fields(schema, before, after, scope), manager, applied);
}

std::optional<std::string> Transaction::status_fields_after(ServedKind const& kind, Ref const& old,
                                                            std::string_view before, std::string_view after,
                                                            Manager manager) const {
    auto const* const field = kind.kind->schema->field("status");
    if (!field) return std::nullopt;
    std::string_view mine;
    if (auto const& owners = owners_of(old)) {
        for (auto const& entry : owners->managers) {
            if (is_writer(entry, manager)) {
                mine = entry.fields->text();
            } else if (entry.fields->has_status()) {
                return std::nullopt;  // the others may lose something
            }
        }
    }
    return owned_status_after(*field->schema, before, after, mine);
}

std::optional<std::shared_ptr<Ownership const>> Transaction::status_owners_after(ServedKind const& kind, Ref const& old,
                                                                                 std::string_view before,
                                                                                 std::string_view after,
                                                                                 Manager manager) {
    auto const& owners = owners_of(old);
    if (before == after) return owners;
    auto fields = status_fields_after(kind, old, before, after, manager);
    if (!fields) return std::nullopt;
    auto made = std::make_shared<Ownership>();
    bool listed = false;
    if (owners) {
        made->managers.reserve(owners->managers.size() + 1);
        for (auto const& entry : owners->managers) {
            if (!is_writer(entry, manager)) {
                made->managers.push_back(entry);
                continue;
            }
            listed = true;
            if (*fields == entry.fields->text()) return owners;
            if (fields->empty()) continue;
            made->managers.push_back(entry);
            made->managers.back().time = context_.now.whole_seconds();
            made->managers.back().fields = context_.publisher->field_sets().intern(std::move(*fields));
        }
    }
    if (!listed) {
        if (fields->empty()) return owners;
        made->managers.push_back({options_->manager, manager.apply, std::string(manager.subresource),
                                  kind.kind->api_version(), context_.now.whole_seconds(),
                                  context_.publisher->field_sets().intern(std::move(*fields))});
    }
    own_ancient(*made, context_.publisher->field_sets());
    return made;
}

std::shared_ptr<Ownership const> Transaction::owners_after(ServedKind const& kind, Ref const& old,
                                                           FieldChanges const& changes, Manager manager,
                                                           FieldNode const* applied) {
    static Ownership const nobody;
    auto const& before = owners_of(old) ? *owners_of(old) : nobody;
    // What the writer owns now: all that it states, or what it owned and what it changed.
    FieldNode const* stated = applied ? applied : &changes.set;
    bool changed = false;
    auto after = std::make_shared<Ownership>();
    bool listed = false;
    for (auto const& entry : before.managers) {
        auto const& tree_before = entry.fields->tree();
        if (is_writer(entry, manager)) {
            listed = true;
            FieldNode fields = applied ? *applied : tree_before;
            if (!applied) {
                if (tree_before.contains(changes.set) && tree_before.intersection(changes.gone).empty()) {
                    after->managers.push_back(entry);
                    continue;
                }
                fields.add(changes.set);
                fields.subtract(changes.gone);
            }
            auto text = fields.text();
            if (text == entry.fields->text()) {
                after->managers.push_back(entry);
                continue;
            }
            changed = true;
            if (fields.empty()) continue;
            auto copy = entry;
            copy.time = context_.now.whole_seconds();
            copy.fields = context_.publisher->field_sets().intern(std::move(text));
            after->managers.push_back(std::move(copy));
            continue;
        }
        // Others lose what was changed or went away; what an apply merely states as it was is shared.
        auto lost = changes.set;
        lost.add(changes.gone);
        if (tree_before.intersection(lost).empty()) {
            after->managers.push_back(entry);
            continue;
        }
        changed = true;
        auto fields = tree_before;
        fields.subtract(lost);
        if (fields.empty()) continue;
        auto copy = entry;
        copy.fields = context_.publisher->field_sets().intern(fields.text());
        after->managers.push_back(std::move(copy));
    }
    if (!listed && !stated->empty()) {
        changed = true;
        after->managers.push_back({options_->manager, manager.apply, std::string(manager.subresource),
                                   kind.kind->api_version(), context_.now.whole_seconds(),
                                   context_.publisher->field_sets().intern(stated->text())});
    }
    if (!changed) return owners_of(old);
    own_ancient(*after, context_.publisher->field_sets());
    return after;
}

}  // namespace keelson
