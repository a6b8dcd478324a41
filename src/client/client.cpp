#include "api/manifest.hpp"
#include "core/awaited.hpp"

#include <keelson/client.hpp>

namespace keelson {
namespace {

Error would_wait_for_itself() {
    return {Errc::unsupported,
            "a blocking call on a thread that runs the engine would wait for itself; use the asynchronous form"};
}

/// The same error with the place in the manifest in front.
Error placed(ManifestDocument const& document, Error error) {
    auto const field = error.causes.empty() ? std::string() : error.causes.front().field;
    auto line = field.empty() ? document.line : document.line_of(field);
    // An unknown field is named in the message only.
    constexpr std::string_view unknown = "unknown field \"";
    if (auto const at = error.message.find(unknown); field.empty() && at != std::string::npos) {
        auto const start = at + unknown.size();
        line = document.line_of(std::string_view(error.message).substr(start, error.message.find('"', start) - start));
    }
    error.subject = document.file + ":" + std::to_string(line);
    return error;
}

}  // namespace

void Client::call_async(Request request, Completion<Response> done) const {
    std::vector<Request> one;
    one.push_back(std::move(request));
    backend_->call(std::move(one), [done = std::move(done)](Result<std::vector<Response>> responses) {
        if (!responses) return done(responses.error());
        done(std::move(responses->front()));
    });
}

Result<Response> Client::call(Request request) const {
    if (backend_->on_engine_thread()) return would_wait_for_itself();
    auto const slot = std::make_shared<Awaited<Response>>();
    call_async(std::move(request), [slot](Result<Response> response) { slot->put(std::move(response)); });
    return slot->take();
}

Result<std::string> Client::logs(ObjectKey pod, LogQuery query) const {
    if (backend_->on_engine_thread()) return would_wait_for_itself();
    auto const slot = std::make_shared<Awaited<std::string>>();
    backend_->logs(std::move(pod), std::move(query), [slot](Result<std::string> text) { slot->put(std::move(text)); });
    return slot->take();
}

namespace {

Result<Request> apply_request(ClientBackend const& backend, ManifestDocument const& document,
                              WriteOptions const& options) {
    auto const version = string_at(document.tree, {"apiVersion"}), name = string_at(document.tree, {"kind"});
    auto const missing = [&](std::string field) {
        Error error(Errc::invalid, field + ": Required value");
        error.causes.push_back({"FieldValueRequired", "Required value", std::move(field)});
        return placed(document, std::move(error));
    };
    if (!document.tree.is_object())
        return placed(document, {Errc::invalid, "a document must be a mapping with apiVersion and kind"});
    if (version.empty()) return missing("apiVersion");
    if (name.empty()) return missing("kind");
    auto const kind = backend.find_kind(version, name);
    if (!kind)
        return placed(document, {Errc::not_found, "no matches for kind \"" + std::string(name) + "\" in version \"" +
                                                      std::string(version) + "\""});
    Request request;
    request.verb = Request::Verb::apply;
    request.resource = kind->resource();
    request.key = {std::string(string_at(document.tree, {"metadata", "namespace"})),
                   std::string(string_at(document.tree, {"metadata", "name"}))};
    if (request.key.name.empty()) return missing("metadata.name");
    request.body = canonical(document.tree);
    request.write = options;
    return request;
}

Result<std::vector<Applied>> apply_documents(ClientBackend& backend, std::vector<ManifestDocument> documents,
                                             WriteOptions const& options) {
    if (backend.on_engine_thread()) return would_wait_for_itself();
    if (documents.empty()) return Error(Errc::invalid, "no objects to apply");
    std::vector<Request> requests, before;
    for (auto const& document : documents) {
        auto request = apply_request(backend, document, options);
        if (!request) return request.error();
        requests.push_back(std::move(*request));
    }
    std::vector<Applied> applied;
    for (auto const& request : requests) applied.push_back({request.resource, request.key, Applied::Outcome::created});
    std::vector<std::string> versions;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        Request get;
        get.resource = requests[i].resource;
        get.key = requests[i].key;
        auto const slot = std::make_shared<Awaited<std::vector<Response>>>();
        backend.call({get}, [slot](Result<std::vector<Response>> responses) { slot->put(std::move(responses)); });
        auto const found = slot->take();
        versions.push_back(found ? std::to_string(found->front().objects.front()->index().resource_version)
                                 : std::string());
    }
    auto const slot = std::make_shared<Awaited<std::vector<Response>>>();
    backend.call(requests, [slot](Result<std::vector<Response>> responses) { slot->put(std::move(responses)); });
    auto responses = slot->take();
    if (!responses) {
        auto error = responses.error();
        for (std::size_t i = 0; i < documents.size(); ++i) {
            auto const key =
                requests[i].key.namespace_.empty() ? ObjectKey{"default", requests[i].key.name} : requests[i].key;
            bool const meant = documents.size() == 1 || error.subject == requests[i].resource + "/" + key.text() ||
                               error.subject == requests[i].resource + "/" + requests[i].key.text();
            if (meant) return placed(documents[i], std::move(error));
        }
        return error;
    }
    for (std::size_t i = 0; i < responses->size() && i < applied.size(); ++i) {
        auto const& object = (*responses)[i].objects.front();
        applied[i].key = object->key();
        if (versions[i].empty()) continue;
        applied[i].outcome = versions[i] == std::to_string(object->index().resource_version)
                                 ? Applied::Outcome::unchanged
                                 : Applied::Outcome::configured;
    }
    return applied;
}

}  // namespace

Result<std::vector<Applied>> Client::apply_text(std::string_view text, std::string name, WriteOptions options) const {
    auto documents = read_manifest(text, name);
    if (!documents) return documents.error();
    return apply_documents(*backend_, std::move(*documents), options);
}

Result<std::vector<Applied>> Client::apply_files(std::vector<std::string> const& paths, WriteOptions options) const {
    std::vector<ManifestDocument> all;
    for (auto const& path : paths) {
        auto documents = read_manifest_path(path);
        if (!documents) return documents.error();
        for (auto& document : *documents) all.push_back(std::move(document));
    }
    return apply_documents(*backend_, std::move(all), options);
}

Result<Ref> Client::wait_for(std::string resource, ObjectKey key, std::function<bool(Ref const&)> wanted,
                             Duration at_most) const {
    if (backend_->on_engine_thread()) return would_wait_for_itself();
    if (key.namespace_.empty()) key.namespace_ = "default";
    struct State {
        Awaited<Ref> slot;
        Ref seen;
        bool listed = false;
        std::mutex mutex;
    };
    auto const state = std::make_shared<State>();
    ListOptions options;
    options.field_selector = "metadata.name=" + key.name;
    auto const kind = backend_->find_kind({}, resource);
    if (kind && kind->namespaced()) options.namespace_ = key.namespace_;
    auto const check = [state, wanted = std::move(wanted)] {
        // Within the lock: after this call has returned, what the caller gave is not called any more.
        std::lock_guard const lock(state->mutex);
        if (state->listed && wanted(state->seen)) state->slot.put(state->seen);
    };
    auto const subscription = backend_->follow(resource, options,
                                               {[state, check](ChangeType type, Ref object) {
                                                    {
                                                        std::lock_guard const lock(state->mutex);
                                                        state->seen =
                                                            type == ChangeType::deleted ? nullptr : std::move(object);
                                                    }
                                                    check();
                                                },
                                                [state, check] {
                                                    {
                                                        std::lock_guard const lock(state->mutex);
                                                        state->listed = true;
                                                    }
                                                    check();
                                                },
                                                [state](Error error) { state->slot.put(std::move(error)); }});
    auto outcome = state->slot.take_within(at_most);
    std::lock_guard const lock(state->mutex);
    state->listed = false;
    if (outcome) return *outcome;
    std::string saw = "it does not exist";
    if (state->seen) {
        auto const tree = parse_json(state->seen->bytes());
        auto const* const status = tree ? find_path(*tree, {"status"}) : nullptr;
        saw = "its status is " + (status ? canonical(*status) : std::string("empty"));
    }
    return Error(Errc::timeout, "timed out waiting for " + resource + "/" + key.name + ": " + saw);
}

}  // namespace keelson
