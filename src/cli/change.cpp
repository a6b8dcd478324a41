#include "commands.hpp"

#include <keelson/api/documents.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>
#include <iostream>
#include <iterator>
#include <thread>

namespace keelson::cli {
namespace {

std::vector<Document> documents_of(std::vector<std::string> const& files) {
    std::vector<Document> all;
    for (auto const& file : files) {
        auto found = file == "-" ? read_documents(std::string(std::istreambuf_iterator<char>(std::cin), {}), "stdin")
                                 : read_document_files(file);
        if (!found) throw failure_of(found.error());
        for (auto& document : *found) all.push_back(std::move(document));
    }
    if (all.empty()) throw Failure{"error: no objects passed"};
    return all;
}

}  // namespace

std::chrono::milliseconds duration_of(std::string const& text) {
    std::chrono::milliseconds all{};
    auto const wrong = Failure{"error: invalid duration \"" + text + "\", as in 30s, 5m or 1h30m"};
    std::string_view rest(text);
    bool const negative = rest.starts_with('-');
    if (negative) rest.remove_prefix(1);
    if (rest == "0") rest = {};
    while (!rest.empty()) {
        std::int64_t number = 0;
        auto const [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        if (error != std::errc{} || number > 1'000'000) throw wrong;
        rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
        if (rest.starts_with("ms")) {
            all += std::chrono::milliseconds(number);
            rest.remove_prefix(2);
            continue;
        }
        auto const unit = rest.empty() ? ' ' : rest.front();
        if (unit == 's')
            all += std::chrono::seconds(number);
        else if (unit == 'm')
            all += std::chrono::minutes(number);
        else if (unit == 'h')
            all += std::chrono::hours(number);
        else
            throw wrong;
        rest.remove_prefix(1);
    }
    return negative || all.count() == 0 ? std::chrono::milliseconds(std::chrono::hours(24 * 7)) : all;
}

int apply(Session& session, ApplyOptions const& options) {
    bool const dry = options.dry_run == "server";
    for (auto const& document : documents_of(options.files)) {
        auto const& kind = session.kind_named(document.api_version, document.kind);
        auto const path = session.path(kind, document.key.name, document.key.namespace_);
        // To say afterwards whether anything has changed.
        auto const before = session.raw({.target = path});
        auto const old = before.status == 200 ? text_at(json::parse(before.body), {"metadata", "resourceVersion"}) : "";
        auto const made =
            session.ask({.method = "PATCH",
                         .target = path + "?fieldManager=" + encoded(options.manager) +
                                   "&fieldValidation=Strict&force=" + (options.force_conflicts ? "true" : "false") +
                                   (dry ? "&dryRun=All" : ""),
                         .content_type = "application/apply-patch+yaml",
                         .body = document.json});
        auto const now = text_at(made, {"metadata", "resourceVersion"});
        std::cout << title(kind, document.key.name) << " "
                  << (before.status == 404 ? "created"
                      : old == now && !dry ? "unchanged"
                                           : "configured")
                  << (dry ? " (server dry run)" : "") << std::endl;
    }
    return 0;
}

namespace {

struct Doomed {
    Kind const* kind;
    std::string path, name, uid;
};

void delete_one(Session& session, DeleteOptions const& options, Kind const& kind, std::string const& path,
                std::string const& name, std::vector<Doomed>& doomed) {
    json::object body{{"apiVersion", "v1"}, {"kind", "DeleteOptions"}};
    body["propagationPolicy"] = options.cascade == "foreground" ? "Foreground"
                                : options.cascade == "orphan"   ? "Orphan"
                                                                : "Background";
    auto const grace = options.force && !options.grace ? std::optional<std::int64_t>(0) : options.grace;
    if (grace) body["gracePeriodSeconds"] = *grace;
    HttpQuestion question{.method = "DELETE", .target = path, .body = json::serialize(body)};
    if (options.ignore_not_found && session.raw({.target = path}).status == 404) return;
    auto const answer = session.ask(question);
    auto uid = text_at(answer, {"metadata", "uid"});
    if (uid.empty()) uid = text_at(answer, {"details", "uid"});
    std::cout << (kind.singular + (kind.group.empty() ? "" : "." + kind.group)) << " \"" << name << "\" "
              << (options.force ? "force deleted" : "deleted") << std::endl;
    doomed.push_back({&kind, path, name, uid});
}

}  // namespace

int remove(Session& session, DeleteOptions const& options) {
    std::vector<Doomed> doomed;
    if (!options.files.empty()) {
        for (auto const& document : documents_of(options.files)) {
            auto const& kind = session.kind_named(document.api_version, document.kind);
            delete_one(session, options, kind, session.path(kind, document.key.name, document.key.namespace_),
                       document.key.name, doomed);
        }
    } else {
        // Kept while `doomed` points to their kinds.
        static std::vector<Target> targets;
        targets = session.targets(options.what);
        for (auto const& target : targets) {
            if (!target.name.empty()) {
                delete_one(session, options, *target.kind, session.path(*target.kind, target.name), target.name,
                           doomed);
                continue;
            }
            if (options.labels.empty() && !options.all)
                throw Failure{"error: resource(s) were provided, but no name was specified"};
            auto const list = session.get(session.path(*target.kind, {}) +
                                          (options.labels.empty() ? "" : "?labelSelector=" + encoded(options.labels)));
            auto const* const items = at(list, {"items"});
            if (!items || !items->is_array() || items->get_array().empty()) {
                std::cout << "No resources found\n";
                continue;
            }
            for (auto const& item : items->get_array()) {
                auto const name = text_at(item, {"metadata", "name"});
                delete_one(session, options, *target.kind,
                           session.path(*target.kind, name, text_at(item, {"metadata", "namespace"})), name, doomed);
            }
        }
    }
    if (!options.wait) return 0;
    auto const end = std::chrono::steady_clock::now() + duration_of(options.timeout);
    for (auto const& one : doomed) {
        while (true) {
            auto const answer = session.raw({.target = one.path});
            if (answer.status == 404) break;
            if (answer.status == 200 && !one.uid.empty() &&
                text_at(json::parse(answer.body), {"metadata", "uid"}) != one.uid)
                break;
            if (std::chrono::steady_clock::now() > end)
                throw Failure{"error: timed out waiting for the condition on " + one.kind->plural + "/" + one.name};
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
        }
    }
    return 0;
}

int scale(Session& session, std::vector<std::string> const& what, std::int64_t replicas) {
    for (auto const& target : session.targets(what)) {
        if (target.name.empty()) throw Failure{"error: scale needs the name of an object, as in deployment/web"};
        session.patch(session.path(*target.kind, target.name) + "/scale", {{"spec", {{"replicas", replicas}}}});
        std::cout << title(*target.kind, target.name) << " scaled\n";
    }
    return 0;
}

}  // namespace keelson::cli
