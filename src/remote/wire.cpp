#include "remote/wire.hpp"

#include "api/apply.hpp"

#include <algorithm>
#include <charconv>

namespace keelson::remote {
namespace {

Errc code_of(std::string_view reason, int status) {
    for (auto const code :
         {Errc::bad_request, Errc::unauthorized, Errc::forbidden, Errc::not_found, Errc::already_exists, Errc::conflict,
          Errc::invalid, Errc::expired, Errc::too_many_requests, Errc::unavailable, Errc::timeout, Errc::unsupported}) {
        if (keelson::reason(code) == reason) return code;
    }
    if (reason == "Gone") return Errc::expired;
    if (reason == "ServerTimeout") return Errc::timeout;
    switch (status) {
        case 400: return Errc::bad_request;
        case 401: return Errc::unauthorized;
        case 403: return Errc::forbidden;
        case 404: return Errc::not_found;
        case 405:
        case 406:
        case 415: return Errc::unsupported;
        case 409: return Errc::conflict;
        case 410: return Errc::expired;
        case 413:
        case 422: return Errc::invalid;
        case 429: return Errc::too_many_requests;
        case 502:
        case 503: return Errc::unavailable;
        case 408:
        case 504: return Errc::timeout;
        default: return Errc::internal;
    }
}

Time time_at(json::value const& tree, std::string_view field) {
    auto const time = parse_rfc3339(string_at(tree, {"metadata", field}));
    return time ? *time : Time();
}

bool true_at(json::value const& tree, std::string_view field) {
    auto const* const found = find_path(tree, {field});
    return found && found->is_bool() && found->get_bool();
}

void index_owners(json::value const& tree, ObjectIndex& index) {
    auto owners = std::make_shared<std::vector<OwnerIndex>>();
    if (auto const* const list = find_path(tree, {"metadata", "ownerReferences"}); list && list->is_array()) {
        for (auto const& one : list->get_array())
            owners->push_back({std::string(string_at(one, {"uid"})), std::string(string_at(one, {"kind"})),
                               std::string(string_at(one, {"name"})), std::string(string_at(one, {"apiVersion"})),
                               true_at(one, "controller"), true_at(one, "blockOwnerDeletion")});
    }
    index.owners = std::move(owners);
}

ObjectIndex index_of(Kind const& kind, json::value const& tree) {
    ObjectIndex index;
    if (kind.namespaced()) index.key.namespace_ = string_at(tree, {"metadata", "namespace"});
    index.key.name = string_at(tree, {"metadata", "name"});
    index.uid = string_at(tree, {"metadata", "uid"});
    auto const version = string_at(tree, {"metadata", "resourceVersion"});
    std::from_chars(version.data(), version.data() + version.size(), index.resource_version);
    if (auto const* const generation = find_path(tree, {"metadata", "generation"});
        generation && generation->is_int64())
        index.generation = generation->get_int64();
    index.created = time_at(tree, "creationTimestamp");
    index.deleted = time_at(tree, "deletionTimestamp");
    auto labels = std::make_shared<Labels>();
    if (auto const* const map = find_path(tree, {"metadata", "labels"}); map && map->is_object()) {
        for (auto const& [key, value] : map->get_object()) {
            if (value.is_string()) labels->emplace_back(std::string(key), std::string(value.get_string()));
        }
        std::sort(labels->begin(), labels->end());
    }
    index.labels = std::move(labels);
    index_owners(tree, index);
    if (auto const* const list = find_path(tree, {"metadata", "finalizers"}); list && list->is_array()) {
        for (auto const& one : list->get_array()) {
            if (one.is_string()) index.finalizers.emplace_back(one.get_string());
        }
    }
    index.phase = string_at(tree, {"status", "phase"});
    index.node = string_at(tree, {"spec", "nodeName"});
    if (auto const* const list = find_path(tree, {"status", "conditions"}); list && list->is_array()) {
        for (auto const& one : list->get_array())
            index.ready = index.ready || (string_at(one, {"type"}) == "Ready" && string_at(one, {"status"}) == "True");
    }
    return index;
}

std::string word(FieldValidation fields) {
    switch (fields) {
        case FieldValidation::strict: return "Strict";
        case FieldValidation::warn: return "Warn";
        case FieldValidation::ignore: break;
    }
    return "Ignore";
}

std::string remove_body(RemoveOptions const& options) {
    json::object body{{"apiVersion", "v1"}, {"kind", "DeleteOptions"}};
    if (options.grace_seconds) body["gracePeriodSeconds"] = *options.grace_seconds;
    if (options.propagation) {
        body["propagationPolicy"] = *options.propagation == Propagation::foreground ? "Foreground"
                                    : *options.propagation == Propagation::orphan   ? "Orphan"
                                                                                    : "Background";
    }
    json::object only;
    if (!options.uid.empty()) only["uid"] = options.uid;
    if (!options.resource_version.empty()) only["resourceVersion"] = options.resource_version;
    if (!only.empty()) body["preconditions"] = std::move(only);
    return canonical(body);
}

std::string content_type_of(Request::Verb verb) {
    using Verb = Request::Verb;
    switch (verb) {
        case Verb::apply:
        case Verb::apply_status: return "application/apply-patch+yaml";
        case Verb::merge_patch:
        case Verb::merge_patch_status: return "application/merge-patch+json";
        case Verb::json_patch:
        case Verb::json_patch_status: return "application/json-patch+json";
        case Verb::strategic_patch:
        case Verb::strategic_patch_status: return "application/strategic-merge-patch+json";
        default: return "application/json";
    }
}

/// Puts preconditions where the API looks for them: into the body's metadata.
Result<std::string> with_preconditions(std::string const& body, RemoveOptions const& only) {
    if (only.uid.empty() && only.resource_version.empty()) return body;
    auto tree = parse_json(body);
    if (!tree) return tree.error();
    if (!tree->is_object()) return Error(Errc::bad_request, "the body must be an object");
    auto& metadata = tree->get_object()["metadata"];
    if (!metadata.is_object()) metadata = json::object{};
    if (!only.uid.empty()) metadata.get_object()["uid"] = only.uid;
    if (!only.resource_version.empty()) metadata.get_object()["resourceVersion"] = only.resource_version;
    return canonical(*tree);
}

/// The object as it should be: what its struct has from the request, all else as it is.
Result<std::string> laid_over(Request const& request, Kind const& kind, json::value const& current) {
    auto body = parse_json(request.body);
    if (!body) return body.error();
    auto const read = string_at(*body, {"metadata", "resourceVersion"});
    auto const now = string_at(current, {"metadata", "resourceVersion"});
    auto const uid = string_at(*body, {"metadata", "uid"});
    if ((!read.empty() && read != now) || (!uid.empty() && uid != string_at(current, {"metadata", "uid"})))
        return Error(Errc::conflict, "Operation cannot be fulfilled on " + kind.resource() + " \"" + request.key.name +
                                         "\": the object has been modified; please apply your changes to the latest "
                                         "version and try again");
    static Schema const anything{};
    auto const& schema = kind.schema ? *kind.schema : anything;
    json::value made = current;
    if (request.verb == Request::Verb::update) {
        // The status is not for this request to say.
        json::value const status = current.is_object() && current.get_object().contains("status")
                                       ? current.get_object().at("status")
                                       : json::value();
        overlay_typed(*request.typed, schema, made, *body);
        if (!status.is_null()) made.get_object()["status"] = status;
        return canonical(made);
    }
    auto const& fields = request.typed->fields;
    auto const field = std::find_if(fields.begin(), fields.end(), [](auto const& one) { return one.name == "status"; });
    auto const* const wanted = find_path(*body, {"status"});
    auto& status = made.get_object()["status"];
    if (!status.is_object()) status = json::object{};
    json::value const said = wanted ? *wanted : json::value(json::object{});
    auto const* const described = schema.field("status");
    if (field != fields.end()) {
        overlay_typed(field->type(), described ? *described->schema : anything, status, said);
    } else {
        status = said;
    }
    return canonical(made);
}

}  // namespace

bool is_of_status(Request::Verb verb) {
    using Verb = Request::Verb;
    return verb == Verb::update_status || verb == Verb::apply_status || verb == Verb::merge_patch_status ||
           verb == Verb::json_patch_status || verb == Verb::strategic_patch_status;
}

Error error_in_status(int status, json::value const& tree) {
    if (auto const* const code = find_path(tree, {"code"}); code && code->is_int64())
        status = static_cast<int>(code->get_int64());
    Error error(code_of(string_at(tree, {"reason"}), status), std::string(string_at(tree, {"message"})));
    if (error.message.empty()) error.message = "the server answered " + std::to_string(status);
    if (auto const* const causes = find_path(tree, {"details", "causes"}); causes && causes->is_array()) {
        for (auto const& cause : causes->get_array())
            error.causes.push_back({std::string(string_at(cause, {"reason"})),
                                    std::string(string_at(cause, {"message"})),
                                    std::string(string_at(cause, {"field"}))});
    }
    return error;
}

Error error_of_status(int status, std::string_view body) {
    auto const tree = parse_json(body);
    if (tree && string_at(*tree, {"kind"}) == "Status") return error_in_status(status, *tree);
    std::string text(body.substr(0, 200));
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return {code_of({}, status), text.empty() ? "the server answered " + std::to_string(status)
                                              : "the server answered " + std::to_string(status) + ": " + text};
}

Result<Ref> object_of(std::shared_ptr<Kind const> const& kind, json::value tree) {
    if (!tree.is_object()) return Error(Errc::internal, "the server sent something that is no object");
    auto& root = tree.get_object();
    // The items of a list do not say what they are.
    if (!root.contains("apiVersion")) root["apiVersion"] = kind->api_version();
    if (!root.contains("kind")) root["kind"] = kind->name;
    if (auto* const metadata = root.if_contains("metadata"); metadata && metadata->is_object())
        metadata->get_object().erase("managedFields");
    auto index = index_of(*kind, tree);
    if (index.key.name.empty()) return Error(Errc::internal, "the server sent an object without a name");
    return Ref(std::make_shared<Object const>(kind, std::move(index), canonical(tree)));
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
        } else {
            auto const byte = static_cast<unsigned char>(c);
            out += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return out;
}

std::string path_of(Kind const& kind, ObjectKey const& key, std::string_view subresource) {
    auto path = (kind.group.empty() ? "/api/" : "/apis/" + kind.group + "/") + kind.version;
    if (kind.namespaced() && !key.namespace_.empty()) path += "/namespaces/" + percent_encoded(key.namespace_);
    path += "/" + kind.plural;
    if (!key.name.empty()) path += "/" + percent_encoded(key.name);
    if (!subresource.empty()) path.append("/").append(subresource);
    return path;
}

std::string query_of(std::vector<std::pair<std::string_view, std::string>> const& parameters) {
    std::string query;
    for (auto const& [name, value] : parameters) {
        if (value.empty()) continue;
        query += query.empty() ? '?' : '&';
        query.append(name).append("=").append(percent_encoded(value));
    }
    return query;
}

bool needs_current(Request const& request) {
    bool const replaces = request.verb == Request::Verb::update || request.verb == Request::Verb::update_status;
    return replaces && request.typed != nullptr;
}

Result<HttpQuestion> question_of(Request const& request, Kind const& kind, json::value const* current) {
    using Verb = Request::Verb;
    HttpQuestion question;
    auto key = request.key;
    if (kind.namespaced() && key.namespace_.empty()) key.namespace_ = "default";
    if (request.verb == Verb::get) {
        question.target = path_of(kind, key);
        return question;
    }
    if (request.verb == Verb::remove) {
        question.method = "DELETE";
        question.target = path_of(kind, key) + query_of({{"dryRun", request.write.dry_run ? "All" : ""}});
        question.body = remove_body(request.remove);
        return question;
    }
    bool const status = is_of_status(request.verb);
    // A body that says another version of the kind is sent there.
    auto spoken = kind;
    if (auto const tree = parse_json(request.body)) {
        auto const version = string_at(*tree, {"apiVersion"});
        auto const slash = version.rfind('/');
        if (slash != std::string_view::npos && version.substr(0, slash) == kind.group)
            spoken.version = version.substr(slash + 1);
    }
    std::string force;
    bool const applies = request.verb == Verb::apply || request.verb == Verb::apply_status;
    if (applies) force = request.write.force ? "true" : "false";
    auto const query = query_of({{"fieldManager", request.write.manager},
                                 {"force", force},
                                 {"dryRun", request.write.dry_run ? "All" : ""},
                                 {"fieldValidation", word(request.write.fields)}});
    if (request.verb == Verb::create) key.name.clear();
    question.target = path_of(spoken, key, status ? "status" : "") + query;
    question.method = request.verb == Verb::create                                          ? "POST"
                      : request.verb == Verb::update || request.verb == Verb::update_status ? "PUT"
                                                                                            : "PATCH";
    question.content_type = content_type_of(request.verb);
    auto body = current && needs_current(request) ? laid_over(request, kind, *current)
                                                  : with_preconditions(request.body, request.remove);
    if (!body) return body.error();
    question.body = std::move(*body);
    return question;
}

HttpQuestion list_question(Kind const& kind, ListOptions const& options, std::size_t limit,
                           std::string const& continue_) {
    HttpQuestion question;
    question.target =
        path_of(kind, {options.namespace_, {}}) + query_of({{"labelSelector", options.label_selector},
                                                            {"fieldSelector", options.field_selector},
                                                            {"limit", limit == 0 ? "" : std::to_string(limit)},
                                                            {"continue", continue_}});
    return question;
}

}  // namespace keelson::remote
