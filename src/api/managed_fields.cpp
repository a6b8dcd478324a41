#include "api/managed_fields.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

namespace keelson {
namespace {

constexpr std::size_t manager_length_max = 128;
constexpr std::size_t subresource_length_max = 256;
constexpr std::string_view field_name = "managedFields";

auto order(FieldManager const& entry) {
    return std::tuple(!entry.apply, entry.time.whole_seconds().micros, std::string_view(entry.name),
                      std::string_view(entry.api_version), std::string_view(entry.subresource));
}

void write_entry(FieldManager const& entry, std::string& out) {
    auto const text = [&](std::string_view key, std::string_view value) {
        out += key;
        write_string(value, out);
    };
    text("{\"apiVersion\":", entry.api_version);
    out += R"(,"fieldsType":"FieldsV1","fieldsV1":)";
    out += entry.fields->text();
    text(",\"manager\":", entry.name);
    out += entry.apply ? R"(,"operation":"Apply")" : R"(,"operation":"Update")";
    if (!entry.subresource.empty()) text(",\"subresource\":", entry.subresource);
    if (!entry.time.empty()) {
        out += ",\"time\":\"";
        out += format_rfc3339(entry.time);
        out += '"';
    }
    out += '}';
}

void write_entries(Ownership const& owners, std::string& out) {
    if (owners.managers.size() == 1) {
        out += '[';
        write_entry(owners.managers.front(), out);
        out += ']';
        return;
    }
    std::vector<FieldManager const*> entries;
    entries.reserve(owners.managers.size());
    for (auto const& entry : owners.managers) entries.push_back(&entry);
    std::stable_sort(entries.begin(), entries.end(),
                     [](auto const* a, auto const* b) { return order(*a) < order(*b); });
    out += '[';
    for (auto const* entry : entries) {
        if (entry != entries.front()) out += ',';
        write_entry(*entry, out);
    }
    out += ']';
}

std::size_t size_of(Ownership const& owners) {
    std::size_t bytes = field_name.size() + 8;
    for (auto const& entry : owners.managers)
        bytes +=
            entry.fields->text().size() + entry.name.size() + entry.api_version.size() + entry.subresource.size() + 160;
    return bytes;
}

/// Where the first member whose key does not sort before `key` begins, in the object that begins at `object`; its
/// closing brace if there is none. What comes behind is not looked at.
std::size_t member_at(std::string_view text, std::size_t object, std::string_view key) {
    auto at = object + 1;
    while (at < text.size() && text[at] == '"') {
        auto const end = canonical_value_end(text, at);
        if (text.substr(at + 1, end - at - 2) >= key) break;
        at = canonical_value_end(text, end + 1);
        if (at < text.size() && text[at] == ',') ++at;
    }
    return std::min(at, text.size());
}

/// Writes canonical JSON with the owners in their place in the metadata that begin at `metadata`.
void write_with(std::string_view text, std::size_t metadata, Ownership const& owners, std::string& out) {
    auto const at = member_at(text, metadata, field_name);
    bool const last = at == text.size() || text[at] == '}', first = at == metadata + 1;
    out += text.substr(0, at);
    out += last && !first ? ",\"managedFields\":" : "\"managedFields\":";
    write_entries(owners, out);
    if (!last) out += ',';
    out += text.substr(at);
}

/// Whether a tree is one that FieldsV1 may be.
bool is_field_set(json::value const& fields) {
    auto const* const members = fields.if_object();
    if (!members) return false;
    return std::all_of(members->begin(), members->end(), [](auto const& member) {
        std::string_view const key = member.key();
        if (key == ".") return member.value().is_object() && member.value().get_object().empty();
        bool const known =
            key.starts_with("f:") || key.starts_with("k:") || key.starts_with("v:") || key.starts_with("i:");
        if (!known || !is_field_set(member.value())) return false;
        if (key[0] == 'f') return true;
        auto const parsed = parse_json(key.substr(2));
        return parsed && (key[0] != 'k' || parsed->is_object());
    });
}

struct Reader {
    Error error{Errc::invalid, {}};

    void wrong(std::size_t index, std::string_view field, std::string message, std::string reason) {
        auto path = "metadata.managedFields[" + std::to_string(index) + "]";
        if (!field.empty()) path += "." + std::string(field);
        error.message += (error.message.empty() ? "" : ", ") + path + ": " + message;
        error.causes.push_back({std::move(reason), std::move(message), std::move(path)});
    }
    void invalid(std::size_t index, std::string_view field, std::string_view value, std::string_view why) {
        std::string message = "Invalid value: ";
        write_string(value, message);
        wrong(index, field, message + ": " + std::string(why), "FieldValueInvalid");
    }

    void read(std::size_t index, json::value const& value, FieldSets& sets, Ownership& into) {
        FieldManager entry;
        entry.name = string_at(value, {"manager"});
        entry.subresource = string_at(value, {"subresource"});
        entry.api_version = string_at(value, {"apiVersion"});
        auto const operation = string_at(value, {"operation"}), type = string_at(value, {"fieldsType"}),
                   time = string_at(value, {"time"});
        entry.apply = operation == "Apply";
        if (!entry.apply && operation != "Update")
            invalid(index, "operation", operation, "must be `Apply` or `Update`");
        if (type != "FieldsV1") invalid(index, "fieldsType", type, "must be `FieldsV1`");
        bool const printable = std::all_of(entry.name.begin(), entry.name.end(),
                                           [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
        if (!printable) invalid(index, "manager", entry.name, "should only contain printable characters");
        if (entry.name.size() > manager_length_max)
            wrong(index, "manager", "Too long: may not be more than " + std::to_string(manager_length_max) + " bytes",
                  "FieldValueTooLong");
        if (entry.subresource.size() > subresource_length_max)
            wrong(index, "subresource",
                  "Too long: may not be more than " + std::to_string(subresource_length_max) + " bytes",
                  "FieldValueTooLong");
        if (!time.empty()) {
            if (auto const parsed = parse_rfc3339(time)) {
                entry.time = parsed->whole_seconds();
            } else {
                invalid(index, "time", time, parsed.error().message);
            }
        }
        auto const* const fields = find_path(value, {"fieldsV1"});
        if (!fields || fields->is_null()) return;  // an entry that owns nothing
        if (!is_field_set(*fields)) return invalid(index, "fieldsV1", canonical(*fields), "must be a set of fields");
        auto tree = FieldNode::parse(*fields);
        tree.owned = false;
        if (tree.empty()) return;
        entry.fields = sets.intern(tree.text());
        into.managers.push_back(std::move(entry));
    }
};

}  // namespace

std::string managed_fields_json(Ownership const& owners) {
    std::string out;
    out.reserve(size_of(owners));
    write_entries(owners, out);
    return out;
}

std::string metadata_with_managed_fields(std::string_view metadata, Ownership const* owners) {
    std::string out;
    if (!owners || owners->managers.empty() || metadata.size() < 2) return out.append(metadata);
    out.reserve(metadata.size() + size_of(*owners));
    write_with(metadata, 0, *owners, out);
    return out;
}

std::string with_managed_fields(Object const& object) {
    std::string out;
    auto const* const owners = object.ownership().get();
    out.reserve(object.bytes().size() + (owners ? size_of(*owners) : 0));
    write_with_managed_fields(object, out);
    return out;
}

void write_with_managed_fields(Object const& object, std::string& out) {
    auto const bytes = object.bytes();
    auto const* const owners = object.ownership().get();
    if (owners && !owners->managers.empty()) {
        constexpr std::string_view member = "\"metadata\":{";
        auto const at = member_at(bytes, 0, "metadata");
        if (bytes.substr(at).starts_with(member)) return write_with(bytes, at + member.size() - 1, *owners, out);
    }
    out += bytes;
}

Result<std::shared_ptr<Ownership const>> read_managed_fields(json::value const& entries, FieldSets& sets) {
    std::shared_ptr<Ownership const> nothing;
    if (entries.is_null()) return nothing;
    auto const* const list = entries.if_array();
    Reader reader;
    if (!list || !std::all_of(list->begin(), list->end(), [](auto const& entry) { return entry.is_object(); })) {
        Error error(Errc::invalid, "metadata.managedFields: Invalid value: must be a list of entries");
        error.causes = {
            {"FieldValueTypeInvalid", "Invalid value: must be a list of entries", "metadata.managedFields"}};
        return error;
    }
    if (list->empty()) return nothing;
    auto const owners = std::make_shared<Ownership>();
    bool const reset = list->size() == 1 && list->front().get_object().empty();
    if (!reset) {
        for (std::size_t i = 0; i < list->size(); ++i) reader.read(i, (*list)[i], sets, *owners);
        if (!reader.error.causes.empty()) {
            if (reader.error.causes.size() > 1) reader.error.message = "[" + reader.error.message + "]";
            return reader.error;
        }
        if (owners->managers.empty()) return nothing;
    }
    return std::shared_ptr<Ownership const>(owners);
}

}  // namespace keelson
