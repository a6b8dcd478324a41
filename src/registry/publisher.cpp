#include "registry/publisher.hpp"

#include <boost/json/monotonic_resource.hpp>

#include <algorithm>
#include <array>

namespace keelson {
namespace {

std::string text_of(json::object const& object, std::string_view name) {
    auto const* const value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

Time time_of(json::object const& object, std::string_view name) {
    auto const* const value = object.if_contains(name);
    if (!value || !value->is_string()) return {};
    auto const time = parse_rfc3339(value->get_string());
    return time ? *time : Time{};
}

bool flag_of(json::object const& object, std::string_view name) {
    auto const* const value = object.if_contains(name);
    return value && value->is_bool() && value->get_bool();
}

template <class T>
void sweep(std::unordered_map<std::string, std::weak_ptr<T const>>& table) {
    std::erase_if(table, [](auto const& entry) { return entry.second.expired(); });
}

bool is_ready(json::value const& tree) {
    auto const* const conditions = find_path(tree, {"status", "conditions"});
    if (!conditions || !conditions->is_array()) return false;
    for (auto const& condition : conditions->get_array()) {
        if (string_at(condition, {"type"}) == "Ready") return string_at(condition, {"status"}) == "True";
    }
    return false;
}

/// A member of an object in canonical JSON; empty if it is not there.
std::string_view member(std::string_view object, std::string_view name) {
    MemberScanner members(object);
    for (std::string_view key, value; members.next(key, value);) {
        if (key == name) return value;
        if (key > name) break;
    }
    return {};
}

/// What a string says; an empty text if it is none.
std::string unquoted(std::string_view text) {
    if (text.size() < 2 || text.front() != '"') return {};
    if (text.find('\\') == std::string_view::npos) return std::string(text.substr(1, text.size() - 2));
    auto const parsed = parse_json(text);
    return parsed && parsed->is_string() ? std::string(parsed->get_string()) : std::string();
}

/// The same of conditions as they are written.
bool is_ready(std::string_view conditions) {
    if (!conditions.starts_with('[')) return false;
    ElementScanner all(conditions);
    for (std::string_view condition; all.next(condition);) {
        if (member(condition, "type") == "\"Ready\"") return member(condition, "status") == "\"True\"";
    }
    return false;
}

/// The canonical bytes of an object with another resourceVersion and another status, or none.
std::string with_status(std::string_view bytes, std::uint64_t revision, std::string_view status) {
    std::string out;
    out.reserve(bytes.size() + status.size() + 32);
    std::size_t copied = 0;
    auto const at = [&](std::string_view part) { return static_cast<std::size_t>(part.data() - bytes.data()); };
    auto const copy_to = [&](std::size_t end) {
        out += bytes.substr(copied, end - copied);
        copied = end;
    };
    MemberScanner members(bytes);
    for (std::string_view key, value; members.next(key, value);) {
        if (key == "metadata") {
            MemberScanner metadata(value);
            for (std::string_view name, text; metadata.next(name, text);) {
                if (name != "resourceVersion") continue;
                copy_to(at(text));
                out += '"' + std::to_string(revision) + '"';
                copied = at(text) + text.size();
                break;
            }
        }
        if (key < "status") continue;
        copy_to(at(key) - 1);
        if (key == "status") copied = std::min(at(value) + value.size() + 1, bytes.size() - 1);  // with its comma
        break;
    }
    // What is written so far ends with a brace or a comma, unless the status comes last.
    if (copied == 0 || (out.back() != ',' && out.back() != '{')) copy_to(bytes.size() - 1);
    bool const last = copied == bytes.size() - 1;
    if (!status.empty()) {
        if (out.back() != ',' && out.back() != '{') out += ',';
        (out += "\"status\":") += status;
        if (!last) out += ',';
    } else if (last && out.back() == ',') {
        out.pop_back();
    }
    copy_to(bytes.size());
    return out;
}

}  // namespace

std::shared_ptr<Labels const> Publisher::labels(json::value const* tree) {
    auto const* const members = tree ? tree->if_object() : nullptr;
    if (!members || members->empty()) return no_labels_;
    auto key = canonical(*tree);
    auto& slot = labels_[std::move(key)];
    if (auto shared = slot.lock()) return shared;
    Labels made;
    for (auto const& pair : *members) {
        if (pair.value().is_string())
            made.emplace_back(std::string(pair.key()), std::string(pair.value().get_string()));
    }
    std::sort(made.begin(), made.end());
    auto shared = std::make_shared<Labels const>(std::move(made));
    slot = shared;
    return shared;
}

std::shared_ptr<std::vector<OwnerIndex> const> Publisher::owners(json::value const* tree) {
    auto const* const rows = tree ? tree->if_array() : nullptr;
    if (!rows || rows->empty()) return no_owners_;
    auto& slot = owners_[canonical(*tree)];
    if (auto shared = slot.lock()) return shared;
    std::vector<OwnerIndex> made;
    for (auto const& row : *rows) {
        auto const* const owner = row.if_object();
        if (!owner) continue;
        made.push_back({text_of(*owner, "uid"), text_of(*owner, "kind"), text_of(*owner, "name"),
                        text_of(*owner, "apiVersion"), flag_of(*owner, "controller"),
                        flag_of(*owner, "blockOwnerDeletion")});
    }
    auto shared = std::make_shared<std::vector<OwnerIndex> const>(std::move(made));
    slot = shared;
    return shared;
}

ObjectIndex Publisher::index(json::value const& tree, std::uint64_t revision) {
    if (labels_.size() + owners_.size() >= sweep_at_) {
        sweep(labels_);
        sweep(owners_);
        sweep_at_ = std::max<std::size_t>(1024, 2 * (labels_.size() + owners_.size()));
    }
    ObjectIndex made;
    made.resource_version = revision;
    static json::object const nothing;
    auto const* const found = find_path(tree, {"metadata"});
    auto const& metadata = found && found->is_object() ? found->get_object() : nothing;
    made.key = {text_of(metadata, "namespace"), text_of(metadata, "name")};
    made.uid = text_of(metadata, "uid");
    if (auto const* const generation = metadata.if_contains("generation"); generation && generation->is_int64())
        made.generation = generation->get_int64();
    made.created = time_of(metadata, "creationTimestamp");
    made.deleted = time_of(metadata, "deletionTimestamp");
    made.labels = labels(metadata.if_contains("labels"));
    made.owners = owners(metadata.if_contains("ownerReferences"));
    if (auto const* const finalizers = metadata.if_contains("finalizers"); finalizers && finalizers->is_array()) {
        for (auto const& finalizer : finalizers->get_array()) {
            if (finalizer.is_string()) made.finalizers.emplace_back(finalizer.get_string());
        }
    }
    made.phase = string_at(tree, {"status", "phase"});
    made.node = string_at(tree, {"spec", "nodeName"});
    made.ready = is_ready(tree);
    return made;
}

Ref Publisher::publish(std::shared_ptr<Kind const> const& kind, json::value const& tree, std::uint64_t revision,
                       std::shared_ptr<Ownership const> ownership) {
    return std::make_shared<Object const>(kind, index(tree, revision), canonical(tree), std::move(ownership));
}

Ref Publisher::publish_status(Object const& old, std::string_view status, std::uint64_t revision,
                              std::shared_ptr<Ownership const> ownership) {
    auto index = old.index();
    index.resource_version = revision;
    index.phase.clear();
    index.ready = false;
    MemberScanner members(status);
    for (std::string_view key, value; key < "phase" && members.next(key, value);) {
        if (key == "conditions") index.ready = is_ready(value);
        if (key == "phase") index.phase = unquoted(value);
    }
    return std::make_shared<Object const>(old.shared_kind(), std::move(index),
                                          with_status(old.bytes(), revision, status), std::move(ownership));
}

std::string_view Publisher::status_of(std::string_view object) { return member(object, "status"); }

std::string Publisher::stored(Object const& object) {
    std::string value;
    auto const ownership = object.ownership() ? write_ownership(*object.ownership()) : std::string();
    value.reserve(object.bytes().size() + ownership.size() + 1);
    value.append(object.bytes());
    value += '\0';
    return value += ownership;
}

std::pair<std::string_view, std::string_view> Publisher::split(std::string_view value) {
    auto const end = std::min(value.find('\0'), value.size());
    return {value.substr(0, end), end < value.size() ? value.substr(end + 1) : std::string_view()};
}

Ref Publisher::restore(std::shared_ptr<Kind const> const& kind, std::string_view value, std::uint64_t revision) {
    auto const [bytes, ownership] = split(value);
    std::array<unsigned char, 16'384> buffer;  // NOLINT: scratch
    json::monotonic_resource scratch(buffer.data(), buffer.size());
    auto const tree = parse_json(bytes, &scratch);
    if (!tree) return nullptr;
    auto managers = ownership.empty() ? nullptr : read_ownership(ownership, sets_);
    return std::make_shared<Object const>(kind, index(*tree, revision), std::string(bytes), std::move(managers));
}

}  // namespace keelson
