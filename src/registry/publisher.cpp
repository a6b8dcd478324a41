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

/// The canonical bytes of an object with another resourceVersion and another status, or none.
std::string with_status(std::string_view bytes, std::uint64_t revision, json::value const* status) {
    std::string out;
    out.reserve(bytes.size() + 256);
    auto const member = [&](std::string_view key, std::string_view value) {
        out += out.empty() ? "{\"" : ",\"";
        out += key;
        out += "\":";
        out += value;
    };
    bool open = status != nullptr;
    auto const place_status = [&] {
        if (!std::exchange(open, false)) return;
        member("status", {});
        write_canonical(*status, out);
    };
    MemberScanner members(bytes);
    for (std::string_view key, value; members.next(key, value);) {
        if (key > "status") place_status();
        if (key == "status") continue;
        if (key != "metadata") {
            member(key, value);
            continue;
        }
        member(key, {});
        MemberScanner metadata(value);
        char separator = '{';
        for (std::string_view name, text; metadata.next(name, text); separator = ',') {
            (out += separator) += '"';
            out += name;
            out += "\":";
            if (name == "resourceVersion") {
                out += '"' + std::to_string(revision) + '"';
            } else {
                out += text;
            }
        }
        out += '}';
    }
    place_status();
    return out += '}';
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

Ref Publisher::publish_status(Object const& old, json::value const& tree, std::uint64_t revision,
                              std::shared_ptr<Ownership const> ownership) {
    auto index = old.index();
    index.resource_version = revision;
    index.phase = string_at(tree, {"status", "phase"});
    index.ready = is_ready(tree);
    return std::make_shared<Object const>(old.shared_kind(), std::move(index),
                                          with_status(old.bytes(), revision, find_path(tree, {"status"})),
                                          std::move(ownership));
}

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
