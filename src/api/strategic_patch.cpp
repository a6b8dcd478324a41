#include "api/kubernetes_schema.hpp"
#include "api/patch.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

// The rules are those of Kubernetes' documentation of strategic merge patch ("Update API Objects in Place Using kubectl
// patch", and the design document strategic-merge-patch.md that it names); the errors are worded as kube-apiserver
// words them.

namespace keelson {
namespace {

constexpr std::string_view patch_directive = "$patch";
constexpr std::string_view retain_directive = "$retainKeys";
constexpr std::string_view order_prefix = "$setElementOrder/";
constexpr std::string_view delete_prefix = "$deleteFromPrimitiveList/";
/// Elements are looked for one by one: longer lists are not merged.
constexpr std::size_t elements_max = 5'000;

Error malformed(std::string message) { return {Errc::bad_request, std::move(message)}; }
Error unmergeable(std::string const& why) {
    Error error(Errc::invalid, "the server rejected our request due to an error in our request: " + why);
    error.causes.push_back({"FieldValueInvalid", why, "patch"});  // kubectl prints the causes and not the message
    return error;
}

bool is_directive(std::string_view key) {
    return key == patch_directive || key == retain_directive || key.starts_with(order_prefix) ||
           key.starts_with(delete_prefix);
}

Schema const* child(Schema const* schema, std::string_view key) {
    if (!schema) return nullptr;
    if (schema->type == Schema::Type::map) return schema->element;
    auto const* const field = schema->type == Schema::Type::object ? schema->field(key) : nullptr;
    return field ? field->schema : nullptr;
}

bool merges(Schema const* schema) { return schema && schema->type == Schema::Type::list && schema->patch_merge; }
bool keyed(Schema const* schema) { return merges(schema) && !schema->merge_key.empty(); }

/// The directive of an object, or an empty one.
Result<std::string_view> directive_of(json::value const& value) {
    auto const* const members = value.if_object();
    auto const* const found = members ? members->if_contains(patch_directive) : nullptr;
    if (!found) return std::string_view();
    auto const* const text = found->if_string();
    auto const known = text && (*text == "replace" || *text == "delete" || *text == "merge");
    if (!known) return unmergeable("unknown patch type '" + canonical(*found) + "' in map: " + canonical(value));
    return std::string_view(*text);
}

/// The value by which an element of a keyed list is found; null when it has none.
json::value const* key_of(Schema const& list, json::value const& element) {
    auto const* const members = element.if_object();
    return members ? members->if_contains(list.merge_key) : nullptr;
}

Error no_key(Schema const& list, json::value const& element) {
    return unmergeable("map: " + canonical(element) +
                       " does not contain declared merge key: " + std::string(list.merge_key));
}

/// Whether two elements of a list that merges are the same one.
bool same_element(Schema const& list, json::value const& a, json::value const& b) {
    if (!keyed(&list)) return a == b;
    auto const *const x = key_of(list, a), *const y = key_of(list, b);
    return x && y && *x == *y;
}

template <class Elements>
auto find_element(Schema const& list, Elements& elements, json::value const& wanted) {
    return std::find_if(elements.begin(), elements.end(),
                        [&](auto const& element) { return same_element(list, element, wanted); });
}

/// Takes directives and nulls out of a value that has nothing to be merged with.
Result<> settle(json::value& value) {
    if (auto* const elements = value.if_array()) {
        for (auto it = elements->begin(); it != elements->end();) {
            auto const directive = directive_of(*it);
            if (!directive) return directive.error();
            if (*directive == "delete" || (*directive == "replace" && it->get_object().size() == 1)) {
                it = elements->erase(it);
                continue;
            }
            if (auto const done = settle(*it); !done) return done.error();
            ++it;
        }
        return {};
    }
    auto* const members = value.if_object();
    if (!members) return {};
    for (std::size_t i = 0; i < members->size();) {
        auto& member = members->begin()[i];
        bool gone = member.value().is_null() || is_directive(member.key());
        if (!gone) {
            auto const directive = directive_of(member.value());
            if (!directive) return directive.error();
            gone = *directive == "delete";
        }
        if (gone) {
            members->erase(members->begin() + static_cast<std::ptrdiff_t>(i));  // swaps the last one in
            continue;
        }
        if (auto const done = settle(member.value()); !done) return done.error();
        ++i;
    }
    return {};
}

/// Puts the elements of a merged list in order: those that `wanted` names as they stand there; the others as they
/// stood in `before`, each in front of the first wanted one that it preceded.
void put_in_order(Schema const& list, json::array& elements, json::array const& wanted, json::array const& before) {
    auto const place = [&](json::array const& in, json::value const& element) {
        return find_element(list, in, element) - in.begin();
    };
    struct Placed {
        json::value* element;
        std::ptrdiff_t wanted, before;
    };
    std::vector<Placed> named, others;
    for (auto& element : elements) {
        Placed const placed{&element, place(wanted, element), place(before, element)};
        (placed.wanted < static_cast<std::ptrdiff_t>(wanted.size()) ? named : others).push_back(placed);
    }
    std::stable_sort(named.begin(), named.end(), [](auto const& a, auto const& b) { return a.wanted < b.wanted; });
    std::stable_sort(others.begin(), others.end(), [](auto const& a, auto const& b) { return a.before < b.before; });
    auto const known = static_cast<std::ptrdiff_t>(before.size());
    json::array ordered(elements.storage());
    ordered.reserve(elements.size());
    auto other = others.begin();
    for (auto const& placed : named) {
        while (other != others.end() && placed.before < known && other->before < placed.before)
            ordered.push_back(std::move(*(other++)->element));
        ordered.push_back(std::move(*placed.element));
    }
    for (; other != others.end(); ++other) ordered.push_back(std::move(*other->element));
    elements = std::move(ordered);
}

Result<> merge_object(Schema const* schema, json::value& into, json::value const& patch);

/// One element of a keyed list.
Result<> merge_element(Schema const& list, json::array& into, json::value const& element) {
    if (!key_of(list, element)) return no_key(list, element);
    auto const found = find_element(list, into, element);
    if (found != into.end()) return merge_object(list.element, *found, element);
    json::value copy(element, into.storage());
    if (auto const done = settle(copy); !done) return done.error();
    into.push_back(std::move(copy));
    return {};
}

Result<> merge_keyed(Schema const& list, json::array& into, json::array const& patch) {
    bool replaces = false;
    for (auto const& element : patch) {
        if (!element.is_object())
            return unmergeable("expected a map with the key " + std::string(list.merge_key) + ", but received " +
                               canonical(element));
        auto const directive = directive_of(element);
        if (!directive) return directive.error();
        if (*directive == "merge") return unmergeable("merging lists cannot yet be specified in the patch");
        if (*directive == "delete" && !key_of(list, element)) return no_key(list, element);
        replaces = replaces || *directive == "replace";
    }
    if (replaces) {
        json::value copy(patch, into.storage());
        if (auto const done = settle(copy); !done) return done.error();
        into = std::move(copy.get_array());
        return {};
    }
    for (auto const& element : patch) {
        if (*directive_of(element) == "delete") {
            for (auto it = into.begin(); it != into.end();)
                it = same_element(list, *it, element) ? into.erase(it) : it + 1;
        } else if (auto const done = merge_element(list, into, element); !done) {
            return done.error();
        }
    }
    return {};
}

Result<> merge_values(json::array& into, json::array const& patch) {
    for (auto const& element : patch) {
        if (element.is_array()) return unmergeable("lists of lists are not supported");
        if (element.is_object()) return unmergeable("cannot merge lists without merge key");
        if (std::find(into.begin(), into.end(), element) == into.end()) into.push_back(element);
    }
    return {};
}

bool replaces_all(json::array const& patch) {
    return std::any_of(patch.begin(), patch.end(), [](auto const& element) {
        auto const directive = directive_of(element);
        return directive && *directive == "replace";
    });
}

/// What a patch says of one list: its elements, those to delete, and the order. Any of them may be absent.
struct ListPatch {
    json::array const* elements = nullptr;
    json::array const* deleted = nullptr;
    json::array const* order = nullptr;
};

/// The order must name every element that the patch has, and name them in the order in which they stand in it.
Result<> check_order(Schema const& list, std::string_view field, ListPatch const& patch) {
    for (auto const& element : *patch.order) {
        if (keyed(&list) ? !key_of(list, element) : element.is_structured())
            return malformed("invalid patch format of setElementOrder list");
    }
    if (!patch.elements) return {};
    auto from = patch.order->begin();
    for (auto const& element : *patch.elements) {
        auto const directive = directive_of(element);
        if (!directive) return directive.error();
        if (!directive->empty()) continue;
        from = std::find_if(from, patch.order->end(),
                            [&](auto const& named) { return same_element(list, named, element); });
        if (from == patch.order->end())
            return malformed("The order in patch list:\n" + canonical(*patch.elements) + "\n doesn't match " +
                             std::string(order_prefix) + std::string(field) + " list:\n" + canonical(*patch.order) +
                             "\n");
    }
    return {};
}

/// Merges into the list `field` of `members`, which need not have it.
Result<> merge_list(Schema const& list, json::object& members, std::string_view field, ListPatch const& patch) {
    auto* const found = members.if_contains(field);
    bool const there = found && found->is_array();
    auto const count = [](json::array const* list_) { return list_ ? list_->size() : 0; };
    if ((there ? found->get_array().size() : 0) + count(patch.elements) + count(patch.deleted) + count(patch.order) >
        elements_max)
        return unmergeable("lists of more than " + std::to_string(elements_max) + " elements are not merged");
    if (patch.order) {
        if (auto const fits = check_order(list, field, patch); !fits) return fits.error();
    }
    if (!there && !patch.elements) return {};
    json::array const before = there ? json::array(found->get_array(), members.storage()) : json::array();
    json::array merged(before, members.storage());
    if (patch.deleted) {
        for (auto it = merged.begin(); it != merged.end();) {
            bool const gone = std::find(patch.deleted->begin(), patch.deleted->end(), *it) != patch.deleted->end();
            it = gone ? merged.erase(it) : it + 1;
        }
    }
    if (patch.elements) {
        auto const done =
            keyed(&list) ? merge_keyed(list, merged, *patch.elements) : merge_values(merged, *patch.elements);
        if (!done) return done.error();
    }
    // Elements of the patch come in its order, new ones in front of what they are not compared with: as kubectl's users
    // see it when they add a container.
    auto const* const order = patch.order ? patch.order : patch.elements;
    if (order && !(patch.elements && replaces_all(*patch.elements))) put_in_order(list, merged, *order, before);
    members[field] = std::move(merged);
    return {};
}

/// `$retainKeys`: whatever the patch does not name goes.
Result<> retain(json::object& members, json::object const& patch) {
    auto const* const directive = patch.if_contains(retain_directive);
    if (!directive) return {};
    auto const* const kept = directive->if_array();
    if (!kept || !std::all_of(kept->begin(), kept->end(), [](auto const& key) { return key.is_string(); }))
        return malformed("invalid patch format of retainKeys");
    auto const listed = [&](std::string_view key) {
        return std::any_of(kept->begin(), kept->end(), [&](auto const& one) { return one.get_string() == key; });
    };
    for (auto const& member : patch) {
        if (is_directive(member.key()) || member.value().is_null()) continue;
        if (!listed(member.key())) return malformed("patch content doesn't match retainKeys list");
    }
    for (std::size_t i = 0; i < members.size();) {
        if (listed(members.begin()[i].key())) {
            ++i;
        } else {
            members.erase(members.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
    return {};
}

/// The list that a directive such as `$setElementOrder/containers` holds.
Result<json::array const*> list_directive(json::object const& patch, std::string_view prefix, std::string_view field) {
    auto const* const found = patch.if_contains(std::string(prefix).append(field));
    if (!found || found->is_null()) return static_cast<json::array const*>(nullptr);
    if (auto const* const elements = found->if_array()) return elements;
    return malformed(prefix == order_prefix ? "invalid patch format of setElementOrder list"
                                            : "invalid patch format of primitive list");
}

Result<ListPatch> list_patch(Schema const* list, json::object const& patch, std::string_view field) {
    ListPatch made;
    auto const order = list_directive(patch, order_prefix, field),
               deleted = list_directive(patch, delete_prefix, field);
    if (!order) return order.error();
    if (!deleted) return deleted.error();
    made.order = *order;
    made.deleted = *deleted;
    if (made.deleted) {
        bool const plain = std::none_of(made.deleted->begin(), made.deleted->end(),
                                        [](auto const& element) { return element.is_structured(); });
        if (!plain || keyed(list)) return malformed("invalid patch format of primitive list");
    }
    auto const* const elements = patch.if_contains(field);
    if (elements) made.elements = elements->if_array();
    return made;
}

/// The one map of all kinds that a patch replaces: a selector is another one, not a wider one.
bool replaced(Schema const* parent, std::string_view key) {
    return parent && key == "selector" && parent->definition == "io.k8s.api.policy.v1.PodDisruptionBudgetSpec";
}

Result<> merge_member(Schema const* schema, json::object& members, std::string_view key, json::value const& patch) {
    auto* const old = members.if_contains(key);
    if (patch.is_null()) {
        if (old) members.erase(key);
        return {};
    }
    if (patch.is_object() && old && old->is_object()) return merge_object(schema, *old, patch);
    json::value copy(patch, members.storage());
    // Against nothing there is nothing to retain, but what is stated must still be well formed.
    if (patch.is_object()) {
        copy = json::object(members.storage());
        if (auto const done = merge_object(schema, copy, patch); !done) return done.error();
        auto const directive = directive_of(patch);
        if (directive && *directive == "delete" && !old) return {};
    } else if (auto const done = settle(copy); !done) {
        return done.error();
    }
    members[key] = std::move(copy);
    return {};
}

Result<> merge_object(Schema const* schema, json::value& into, json::value const& patch) {
    auto const directive = directive_of(patch);
    if (!directive) return directive.error();
    if (*directive == "delete") {
        into.emplace_object();
        return {};
    }
    if (*directive == "replace") {
        json::value copy(patch, into.storage());
        if (auto const done = settle(copy); !done) return done.error();
        into = std::move(copy);
        return {};
    }
    auto& members = into.get_object();
    auto const& stated = patch.get_object();
    if (auto const done = retain(members, stated); !done) return done.error();
    for (auto const& member : stated) {
        std::string_view key = member.key();
        if (key == patch_directive || key == retain_directive) continue;
        bool const ordered = key.starts_with(order_prefix), deletes = key.starts_with(delete_prefix);
        if (ordered) key.remove_prefix(order_prefix.size());
        if (deletes) key.remove_prefix(delete_prefix.size());
        auto const* const inner = child(schema, key);
        auto const list = list_patch(inner, stated, key);
        if (!list) return list.error();
        bool const of_list = list->elements || list->order || list->deleted;
        // A list is merged once, with all that is said of it, when the first of it comes by.
        if (of_list && (merges(inner) || list->deleted)) {
            bool const first = list->elements ? !ordered && !deletes : list->deleted ? deletes : ordered;
            static constexpr Schema values{.type = Schema::Type::list, .patch_merge = true};
            if (first) {
                auto const done = merge_list(merges(inner) ? *inner : values, members, key, *list);
                if (!done) return done.error();
            } else if (!ordered && !deletes && !list->elements) {  // null beside directives
                if (auto const done = merge_member(inner, members, key, member.value()); !done) return done.error();
            }
            continue;
        }
        if (ordered || deletes) continue;
        if (replaced(schema, key)) members.erase(key);
        if (auto const done = merge_member(inner, members, key, member.value()); !done) return done.error();
    }
    return {};
}

}  // namespace

Result<> strategic_patch(Schema const& schema, json::value& document, json::value const& patch) {
    if (!patch.is_object() || !document.is_object()) return malformed("invalid JSON document");
    json::value result(document, document.storage());
    if (auto const done = merge_object(&schema, result, patch); !done) return done.error();
    document = std::move(result);
    return {};
}

bool takes_strategic_patch(Schema const& root) {
    auto const kinds = kubernetes_kinds();
    return std::any_of(kinds.begin(), kinds.end(), [&](auto const& kind) { return kind.schema == &root; });
}

std::string unknown_patch_format(bool strategic_taken) {
    std::string text =
        "the body of the request was in an unknown format - accepted media types include: "
        "application/json-patch+json, application/merge-patch+json";
    if (strategic_taken) text += ", application/strategic-merge-patch+json";
    return text + ", application/apply-patch+yaml";
}

}  // namespace keelson
