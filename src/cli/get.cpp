#include "commands.hpp"
#include "json_path.hpp"
#include "print.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <condition_variable>
#include <iostream>
#include <mutex>

namespace keelson::cli {
namespace {

constexpr std::string_view jsonpath = "jsonpath=";
constexpr auto as_table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

std::string query(GetOptions const& options, Target const& target, std::string const& more = {}) {
    std::string fields = options.fields;
    std::string text;
    auto const add = [&](std::string const& part) { text += (text.empty() ? "?" : "&") + part; };
    if (!options.labels.empty()) add("labelSelector=" + encoded(options.labels));
    if (options.watch && !target.name.empty()) fields = "metadata.name=" + target.name;
    if (!fields.empty()) add("fieldSelector=" + encoded(fields));
    if (!more.empty()) add(more);
    return text;
}

/// Rows of a Table as kubectl shows them; its columns only if it brings them.
class Columns {
public:
    Columns(bool wide, bool spaces, std::string prefix) : wide_(wide), spaces_(spaces), prefix_(std::move(prefix)) {}

    std::vector<std::string> head(json::value const& table) {
        std::vector<std::string> names;
        auto const* const columns = at(table, {"columnDefinitions"});
        if (!columns || !columns->is_array()) return names;
        shown_.clear();
        if (spaces_) names.emplace_back("NAMESPACE");
        for (std::size_t i = 0; i < columns->get_array().size(); ++i) {
            auto const& column = columns->get_array()[i];
            if (!wide_ && number_at(column, {"priority"}) != 0) continue;
            shown_.push_back(i);
            std::string upper;
            for (unsigned char const c : text_at(column, {"name"})) upper += static_cast<char>(std::toupper(c));
            names.push_back(upper);
        }
        return names;
    }
    [[nodiscard]] std::vector<std::string> row(json::value const& row) const {
        std::vector<std::string> cells;
        if (spaces_) cells.push_back(text_at(row, {"object", "metadata", "namespace"}));
        auto const* const all = at(row, {"cells"});
        for (auto const i : shown_) {
            std::string text;
            if (all && all->is_array() && i < all->get_array().size()) {
                auto const& cell = all->get_array()[i];
                text = cell.is_string() ? std::string(cell.get_string())
                       : cell.is_null() ? "<none>"
                                        : json::serialize(cell);
            }
            cells.push_back(i == 0 ? prefix_ + text : text);
        }
        return cells;
    }

private:
    bool wide_, spaces_;
    std::string prefix_;
    std::vector<std::size_t> shown_;
};

std::vector<json::value> rows_of(json::value const& table) {
    auto const* const rows = at(table, {"rows"});
    return rows && rows->is_array() ? std::vector<json::value>(rows->get_array().begin(), rows->get_array().end())
                                    : std::vector<json::value>();
}

void without_managed_fields(json::value& object) {
    if (!object.is_object()) return;
    if (auto* const metadata = object.get_object().if_contains("metadata"); metadata && metadata->is_object())
        metadata->get_object().erase("managedFields");
}

int watch(Session& session, GetOptions const& options, Target const& target, std::string const& version,
          Columns columns, bool wide_space) {
    (void)wide_space;
    struct Waiting {
        std::mutex mutex;
        std::condition_variable done;
        std::optional<Result<HttpAnswer>> ended;
        std::string rest;
    } waiting;
    HttpQuestion question;
    question.accept = as_table;
    question.target =
        session.path(*target.kind, {}) + query(options, target, "watch=true&resourceVersion=" + encoded(version));
    auto const part = [&](std::string_view bytes) {
        waiting.rest += bytes;
        for (auto end = waiting.rest.find('\n'); end != std::string::npos; end = waiting.rest.find('\n')) {
            boost::system::error_code wrong;
            auto const event = json::parse(waiting.rest.substr(0, end), wrong);
            waiting.rest.erase(0, end + 1);
            auto const* const table = wrong ? nullptr : at(event, {"object"});
            if (!table) continue;
            (void)columns.head(*table);
            for (auto const& row : rows_of(*table)) {
                if (options.output == "name") {
                    std::cout << title(*target.kind, text_at(row, {"object", "metadata", "name"})) << std::endl;
                } else {
                    print_rows(std::cout, {columns.row(row)});
                }
            }
            std::cout.flush();
        }
    };
    auto const subscription = session.connection().stream(question, part, [&](Result<HttpAnswer> answer) {
        std::lock_guard const lock(waiting.mutex);
        waiting.ended.emplace(std::move(answer));
        waiting.done.notify_all();
    });
    std::unique_lock lock(waiting.mutex);
    waiting.done.wait(lock, [&] { return waiting.ended.has_value(); });
    auto const good = *waiting.ended ? check(**waiting.ended) : *waiting.ended;
    if (!good) throw failure_of(good.error());
    return 0;
}

/// Tables, one for each kind, or a name a line. Says whether there was anything.
bool get_rows(Session& session, GetOptions const& options, std::vector<Target> const& targets) {
    bool const several = targets.size() > 1 && targets.front().kind != targets.back().kind;
    bool any = false;
    for (std::size_t i = 0; i < targets.size();) {
        auto const& kind = targets[i].kind;
        bool const spaces = session.all_namespaces() && kind->namespaced();
        Columns columns(options.output == "wide", spaces, several ? title(*kind, {}) : std::string());
        std::vector<std::vector<std::string>> lines;
        std::vector<std::string> names;
        std::string version;
        auto const first = i;
        for (; i < targets.size() && targets[i].kind == kind; ++i) {
            bool const one = !targets[i].name.empty();
            auto const table = session.ask(
                {.target = session.path(*kind, targets[i].name) + (one ? std::string() : query(options, targets[i])),
                 .accept = as_table});
            auto head = columns.head(table);
            if (lines.empty() && !options.no_headers && !head.empty()) lines.push_back(std::move(head));
            for (auto const& row : rows_of(table)) {
                lines.push_back(columns.row(row));
                names.push_back(text_at(row, {"object", "metadata", "name"}));
            }
            version = text_at(table, {"metadata", "resourceVersion"});
        }
        if (!names.empty()) {
            if (any && options.output != "name") std::cout << "\n";
            any = true;
            if (options.output == "name") {
                for (auto const& name : names) std::cout << title(*kind, name) << "\n";
            } else {
                print_rows(std::cout, lines);
            }
            std::cout.flush();
        }
        if (options.watch) {
            watch(session, options, targets[first], version, columns, spaces);
            return true;
        }
    }
    return any;
}

int get_objects(Session& session, GetOptions const& options, std::vector<Target> const& targets) {
    json::array items;
    bool const one = targets.size() == 1 && !targets.front().name.empty();
    for (auto const& target : targets) {
        auto found = session.get(session.path(*target.kind, target.name) +
                                 (target.name.empty() ? query(options, target) : std::string()));
        auto const* const list = target.name.empty() ? at(found, {"items"}) : nullptr;
        if (!list) {
            items.push_back(std::move(found));
            continue;
        }
        if (!list->is_array()) continue;
        for (auto item : list->get_array()) {
            item.get_object()["apiVersion"] = target.kind->api_version();
            item.get_object()["kind"] = target.kind->name;
            items.push_back(std::move(item));
        }
    }
    for (auto& item : items) without_managed_fields(item);
    json::value const shown =
        one ? items.front()
            : json::value{
                  {"apiVersion", "v1"}, {"kind", "List"}, {"metadata", {{"resourceVersion", ""}}}, {"items", items}};
    if (options.output.starts_with(jsonpath)) {
        std::cout << filled_in(options.output.substr(jsonpath.size()), shown);
    } else if (options.output == "json") {
        print_json(std::cout, shown);
    } else {
        print_yaml(std::cout, shown);
    }
    return 0;
}

}  // namespace

int get(Session& session, GetOptions const& options) {
    auto const targets = session.targets(options.what);
    bool const objects = options.output == "json" || options.output == "yaml" || options.output.starts_with(jsonpath);
    if (options.watch && (objects || targets.size() > 1))
        throw Failure{"error: --watch is for one kind or object, as a table or with -o name"};
    if (objects) return get_objects(session, options, targets);
    bool const named = !targets.front().name.empty();
    if (named && session.all_namespaces())
        throw Failure{"error: a resource cannot be retrieved by name across all namespaces"};
    if (get_rows(session, options, targets) || options.output == "name") return 0;
    std::cerr << (session.all_namespaces() || !targets.front().kind->namespaced()
                      ? std::string("No resources found")
                      : "No resources found in " + session.namespace_() + " namespace.")
              << "\n";
    return 0;
}

}  // namespace keelson::cli
