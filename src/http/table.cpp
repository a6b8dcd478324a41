#include "http/table.hpp"

#include "api/managed_fields.hpp"
#include "http/columns.hpp"

#include <algorithm>

namespace keelson::http {
namespace {

constexpr std::string_view name_description = "What the object is called within its namespace.";

/// What a column is about, in a line; the same words for the same column of every kind.
std::string_view description_of(std::string_view column) {
    static constexpr std::pair<std::string_view, std::string_view> words[] = {
        {"Name", name_description},
        {"Age", "How long ago the object was created."},
        {"Created At", "When the object was created."},
        {"Ready", "How many of those that are wanted are ready."},
        {"Status", "Where the object is in its life."},
        {"Restarts", "How often containers were started again, and when that was last."},
        {"IP", "The address of the Pod."},
        {"Node", "The node that the object is on."},
        {"Nominated Node", "The node that is being made free for the Pod."},
        {"Readiness Gates", "How many of the conditions that the Pod waits for are true."},
        {"Desired", "How many are wanted."},
        {"Current", "How many there are."},
        {"Up-to-date", "How many have the newest template."},
        {"Available", "How many have been ready for long enough, or whether it can be reached."},
        {"Containers", "The names of the containers."},
        {"Images", "The images of the containers."},
        {"Selector", "Which labels are selected."},
        {"Completions", "How many runs have succeeded, of how many."},
        {"Duration", "How long it has taken, or takes already."},
        {"Last Seen", "When it was seen last."},
        {"First Seen", "When it was seen first."},
        {"Message", "What has happened."},
        {"Reason", "Why, in one word."},
    };
    auto const found =
        std::find_if(std::begin(words), std::end(words), [&](auto const& one) { return one.first == column; });
    return found == std::end(words) ? std::string_view("What the object states under this name.") : found->second;
}

void write_column(std::string_view name, std::string_view type, std::string_view format, std::string_view description,
                  int priority, std::string& out) {
    if (out.back() != '[') out += ',';
    auto const text = [&](std::string_view key, std::string_view value) {
        out += key;
        write_string(value, out);
    };
    text("{\"description\":", description);
    text(",\"format\":", format);
    text(",\"name\":", name);
    out += ",\"priority\":" + std::to_string(priority);
    text(",\"type\":", type);
    out += '}';
}

void write_columns(KindColumns const& kind, TableOptions const& options, std::string& out) {
    out += "\"columnDefinitions\":[";
    if (options.printer_columns && !options.printer_columns->empty()) {
        write_column("Name", "string", "name", name_description, 0, out);
        for (auto const& column : *options.printer_columns)
            write_column(column.name, column.type, column.format,
                         column.description.empty() ? description_of(column.name) : column.description, column.priority,
                         out);
    } else {
        for (auto const& column : kind.columns)
            write_column(column.name, column.type, column.format, description_of(column.name), column.priority, out);
    }
    out += "],";
}

/// A cell of a custom resource: in its column's type, or nothing when what is there has another.
void add_printed(Row& row, PrinterColumn const& column) {
    auto const found = column.path.find(row.object());
    if (found.empty() || found.front()->is_null()) return row.add_null();
    auto const& first = *found.front();
    if (column.type == "integer") {
        if (first.is_int64()) return row.add_number(first.get_int64());
        if (first.is_double()) return row.add_number(static_cast<std::int64_t>(first.get_double()));
        return row.add_null();
    }
    if (column.type == "number") {
        if (!first.is_number()) return row.add_null();
        row.cells().push_back(first);
        return;
    }
    if (column.type == "boolean") return first.is_bool() ? row.add_bool(first.get_bool()) : row.add_null();
    if (column.type == "date") {
        if (!first.is_string()) return row.add_null();
        std::string_view const text = first.get_string();
        return row.add(parse_rfc3339(text) ? row.since(text) : "<invalid>");
    }
    std::vector<std::string> all;
    for (auto const* value : found) all.push_back(plain_text(*value));
    row.add(join(all, " "));
}

json::array make_cells(KindColumns const& kind, json::value const& tree, TableOptions const& options) {
    Row row(tree, options.now);
    if (options.printer_columns && !options.printer_columns->empty()) {
        row.add_name();
        for (auto const& column : *options.printer_columns) add_printed(row, column);
    } else {
        kind.fill(row);
    }
    return std::move(row.cells());
}

/// Marks Pods that have ended, which some clients leave out.
void write_row_conditions(Object const& object, std::string& out) {
    if (object.kind().plural != "pods" || !object.kind().group.empty()) return;
    auto const& phase = object.index().phase;
    if (phase != "Succeeded" && phase != "Failed") return;
    out += ",\"conditions\":[{\"message\":";
    out += phase == "Failed" ? "\"the Pod has failed\"" : "\"the Pod has run to its end\"";
    out += ",\"reason\":\"" + phase + "\",\"status\":\"True\",\"type\":\"Completed\"}]";
}

void write_head(ListHead const& head, std::string& out) {
    out += "\"metadata\":{";
    bool first = true;
    auto const text = [&](std::string_view key, std::string_view value) {
        if (value.empty()) return;
        out += first ? "\"" : ",\"";
        first = false;
        out += key;
        out += "\":";
        write_string(value, out);
    };
    text("continue", head.continue_);
    if (head.remaining) {
        out += first ? "" : ",";
        first = false;
        out += "\"remainingItemCount\":" + std::to_string(*head.remaining);
    }
    text("resourceVersion", head.resource_version);
    out += '}';
}

std::string_view metadata_of(Object const& object) {
    MemberScanner members(object.bytes());
    for (std::string_view key, value; members.next(key, value);) {
        if (key == "metadata") return value;
    }
    return "{}";
}

}  // namespace

std::string write_partial_object(Object const& object) {
    return R"({"apiVersion":"meta.k8s.io/v1","kind":"PartialObjectMetadata","metadata":)" +
           metadata_with_managed_fields(metadata_of(object), object.ownership().get()) + "}";
}

std::string write_partial_list(std::span<Ref const> objects, ListHead const& head) {
    std::string out = R"({"apiVersion":"meta.k8s.io/v1","items":[)";
    for (auto const& object : objects) {
        if (out.back() != '[') out += ',';
        out += write_partial_object(*object);
    }
    out += R"(],"kind":"PartialObjectMetadataList",)";
    write_head(head, out);
    return out + "}";
}

std::string write_table(Kind const& kind, std::span<Ref const> objects, ListHead const& head,
                        TableOptions const& options) {
    auto const& columns = columns_of(kind.resource());
    std::string out = R"({"apiVersion":"meta.k8s.io/v1",)";
    if (options.with_columns) write_columns(columns, options, out);
    out += R"("kind":"Table",)";
    write_head(head, out);
    out += ",\"rows\":[";
    for (auto const& object : objects) {
        auto const tree = parse_json(object->bytes());
        if (!tree) continue;  // bytes that were published are canonical JSON
        out += out.back() == '[' ? "{\"cells\":" : ",{\"cells\":";
        write_canonical(make_cells(columns, *tree, options), out);
        write_row_conditions(*object, out);
        if (options.include == RowObject::metadata) out += ",\"object\":" + write_partial_object(*object);
        if (options.include == RowObject::object) out += ",\"object\":" + with_managed_fields(*object);
        out += '}';
    }
    return out + "]}";
}

}  // namespace keelson::http
