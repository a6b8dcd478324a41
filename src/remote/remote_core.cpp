#include "remote/remote_core.hpp"

#include "remote/wire.hpp"

#include <algorithm>
#include <charconv>

namespace keelson::remote {
namespace {

constexpr auto call_within = std::chrono::seconds(60);
constexpr std::string_view discovery_forms =
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

std::uint64_t number_of(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

Result<Response> response_of(Request const& request, std::shared_ptr<Kind const> const& kind, HttpAnswer answer) {
    auto tree = parse_json(answer.body);
    if (!tree) return Error(Errc::internal, "the server's answer can't be read: " + tree.error().message);
    Response response;
    response.warnings = std::move(answer.warnings);
    if (string_at(*tree, {"kind"}) == "Status" && kind->name != "Status") {
        // Deleted at once.
        response.objects.emplace_back(nullptr);
        return response;
    }
    auto object = object_of(kind, std::move(*tree));
    if (!object) return object.error();
    response.revision = (*object)->index().resource_version;
    auto const& index = (*object)->index();
    // A deleted object is answered as it was; it is still there only if something holds it.
    bool const slow = kind->name == "Pod" || kind->name == "Namespace";
    bool const stays = !index.deleted.empty() && (!index.finalizers.empty() || answer.status == 202 || slow);
    if (request.verb == Request::Verb::remove && !stays) {
        response.objects.emplace_back(nullptr);
    } else {
        response.objects.push_back(std::move(*object));
    }
    return response;
}

/// That another object has the name by now: said as a conflict by some servers, and by others as a field that can't be
/// changed.
Error of_another(Request const& request, Error error) {
    bool const asked = request.verb != Request::Verb::remove && !request.remove.uid.empty();
    if (!asked || error.code != Errc::invalid) return error;
    bool const other = std::any_of(error.causes.begin(), error.causes.end(),
                                   [](auto const& cause) { return cause.field == "metadata.uid"; });
    if (other) error.code = Errc::conflict;
    return error;
}

}  // namespace

struct RemoteCore::Batch {
    std::vector<Request> requests;
    std::vector<Response> responses;
    Completion<std::vector<Response>> done;
};

struct RemoteCore::Listing {
    std::shared_ptr<Kind const> kind;
    Response response;
    std::string continue_;
    std::size_t limit = Follower::page_size;
};

void RemoteCore::call(std::vector<Request> requests, Completion<std::vector<Response>> done) {
    auto const batch = std::make_shared<Batch>();
    batch->requests = std::move(requests);
    batch->done = std::move(done);
    next(batch);
}

void RemoteCore::next(std::shared_ptr<Batch> const& batch) {
    if (batch->responses.size() == batch->requests.size()) return batch->done(std::move(batch->responses));
    auto const& request = batch->requests[batch->responses.size()];
    resolve_resource(request.resource, [self = shared_from_this(), batch](Result<std::shared_ptr<Kind const>> kind) {
        if (!kind) return batch->done(kind.error());
        self->run(batch, *kind);
    });
}

void RemoteCore::run(std::shared_ptr<Batch> const& batch, std::shared_ptr<Kind const> const& kind) {
    auto const& request = batch->requests[batch->responses.size()];
    if (request.verb == Request::Verb::list) {
        auto const listing = std::make_shared<Listing>();
        listing->kind = kind;
        listing->continue_ = request.list.continue_;
        if (request.list.limit != 0) listing->limit = request.list.limit;
        return list(batch, listing);
    }
    if (!needs_current(request)) return ask(batch, kind, nullptr);
    Request get;
    get.key = request.key;
    auto question = question_of(get, *kind, nullptr);
    if (!question) return batch->done(question.error());
    transport_->send(std::move(*question), call_within, {},
                     [self = shared_from_this(), batch, kind](Result<HttpAnswer> answer) {
                         auto const good = answer ? check(std::move(*answer)) : answer;
                         if (!good) return batch->done(good.error());
                         auto const tree = parse_json(good->body);
                         if (!tree) return batch->done(tree.error());
                         self->ask(batch, kind, &*tree);
                     });
}

void RemoteCore::ask(std::shared_ptr<Batch> const& batch, std::shared_ptr<Kind const> const& kind,
                     json::value const* current) {
    auto const& request = batch->requests[batch->responses.size()];
    auto question = question_of(request, *kind, current);
    if (!question) {
        // Never from within the call that asked for it.
        return strand_->post([batch, error = question.error()] { batch->done(error); });
    }
    transport_->send(
        std::move(*question), call_within, {}, [self = shared_from_this(), batch, kind](Result<HttpAnswer> answer) {
            auto const& asked = batch->requests[batch->responses.size()];
            auto const about = asked.resource + "/" + asked.key.text();
            auto good = answer ? check(std::move(*answer)) : answer;
            auto response = good ? response_of(asked, kind, std::move(*good)) : Result<Response>(good.error());
            if (!response) {
                auto error = of_another(asked, response.error());
                if (error.subject.empty() && batch->requests.size() > 1) error.subject = about;
                return batch->done(std::move(error));
            }
            batch->responses.push_back(std::move(*response));
            self->next(batch);
        });
}

void RemoteCore::list(std::shared_ptr<Batch> const& batch, std::shared_ptr<Listing> const& listing) {
    auto const& request = batch->requests[batch->responses.size()];
    transport_->send(list_question(*listing->kind, request.list, listing->limit, listing->continue_), call_within, {},
                     [self = shared_from_this(), batch, listing](Result<HttpAnswer> answer) {
                         bool const one_page = batch->requests[batch->responses.size()].list.limit != 0;
                         auto good = answer ? check(std::move(*answer)) : answer;
                         if (!good && good.error().code == Errc::expired && !one_page && !listing->continue_.empty()) {
                             // Compacted away between two pages: all of it at once.
                             listing->continue_.clear();
                             listing->limit = 0;
                             listing->response.objects.clear();
                             return self->list(batch, listing);
                         }
                         if (!good) return batch->done(good.error());
                         auto tree = parse_json(good->body);
                         auto* const items =
                             tree && tree->is_object() ? tree->get_object().if_contains("items") : nullptr;
                         if (!tree || string_at(*tree, {"metadata", "resourceVersion"}).empty())
                             return batch->done(Error(Errc::internal, "the server's list is no list"));
                         for (std::size_t i = 0; items && items->is_array() && i < items->get_array().size(); ++i) {
                             auto object = object_of(listing->kind, std::move(items->get_array()[i]));
                             if (!object) return batch->done(object.error());
                             listing->response.objects.push_back(std::move(*object));
                         }
                         listing->continue_ = string_at(*tree, {"metadata", "continue"});
                         if (!listing->continue_.empty() && !one_page) return self->list(batch, listing);
                         listing->response.continue_ = listing->continue_;
                         listing->response.revision = number_of(string_at(*tree, {"metadata", "resourceVersion"}));
                         for (auto& warning : good->warnings) listing->response.warnings.push_back(std::move(warning));
                         batch->responses.push_back(std::move(listing->response));
                         self->next(batch);
                     });
}

std::shared_ptr<Follower> RemoteCore::follow(std::shared_ptr<Kind const> kind, ListOptions options,
                                             ClientBackend::Follow follow) {
    auto const made =
        std::make_shared<Follower>(*strand_, *transport_, std::move(kind), std::move(options), std::move(follow));
    std::erase_if(followers_, [](auto const& weak) { return weak.expired(); });
    followers_.push_back(made);
    made->start();
    return made;
}

void RemoteCore::logs(ObjectKey const& pod, LogQuery const& query, Completion<std::string> done) {
    auto const kind = known([](Kinds const& kinds) { return kinds.by_resource("pods"); });
    HttpQuestion question;
    question.accept = "*/*";
    question.target = path_of(*kind, {pod.namespace_.empty() ? "default" : pod.namespace_, pod.name}, "log") +
                      query_of({{"container", query.container},
                                {"previous", query.previous ? "true" : ""},
                                {"tailLines", query.tail_lines == 0 ? "" : std::to_string(query.tail_lines)}});
    transport_->send(std::move(question), call_within, {}, [done = std::move(done)](Result<HttpAnswer> answer) {
        auto good = answer ? check(std::move(*answer)) : answer;
        if (!good) return done(good.error());
        done(std::move(good->body));
    });
}

std::shared_ptr<Kind const> RemoteCore::known(Find const& find) const {
    std::lock_guard const lock(mutex_);
    return find(kinds_);
}

std::vector<std::shared_ptr<Kind const>> RemoteCore::served() const {
    std::lock_guard const lock(mutex_);
    return kinds_.served();
}

void RemoteCore::resolve_resource(std::string const& resource, Resolved done) {
    resolve([resource](Kinds const& kinds) { return kinds.by_resource(resource); },
            [resource, done = std::move(done)](Result<std::shared_ptr<Kind const>> kind) {
                if (kind && !*kind)
                    return done(Error(Errc::not_found, "the server doesn't have a resource type \"" + resource + "\""));
                done(std::move(kind));
            });
}

void RemoteCore::resolve(Find find, Resolved done) {
    if (auto kind = known(find)) return done(std::move(kind));
    discover([self = shared_from_this(), find = std::move(find), done = std::move(done)](Result<> asked) {
        if (!asked) return done(asked.error());
        done(self->known(find));
    });
}

struct RemoteCore::Discovery {
    std::vector<std::string> targets;  // still to ask for; the last one is next
    std::vector<std::shared_ptr<Kind const>> found;
};

void RemoteCore::discover(Completion<> done) {
    waiting_.push_back(std::move(done));
    if (waiting_.size() > 1) return;
    auto const discovery = std::make_shared<Discovery>();
    discovery->targets = {"/apis", "/api"};
    ask_discovery(discovery);
}

void RemoteCore::ask_discovery(std::shared_ptr<Discovery> const& discovery) {
    if (discovery->targets.empty()) return finish_discovery({}, std::move(discovery->found));
    auto target = std::move(discovery->targets.back());
    discovery->targets.pop_back();
    HttpQuestion question;
    question.accept = discovery_forms;
    question.target = std::move(target);
    transport_->send(std::move(question), call_within, {},
                     [self = shared_from_this(), discovery](Result<HttpAnswer> answer) {
                         self->take_discovery(discovery, std::move(answer));
                     });
}

void RemoteCore::take_discovery(std::shared_ptr<Discovery> const& discovery, Result<HttpAnswer> answer) {
    auto const good = answer ? check(std::move(*answer)) : answer;
    if (!good) {
        // An extension's server that does not answer hides its own kinds and no others.
        bool const extension = !discovery->found.empty() && good.error().code == Errc::unavailable && answer;
        if (extension) return ask_discovery(discovery);
        return finish_discovery(good.error(), {});
    }
    auto const tree = parse_json(good->body);
    if (!tree) return finish_discovery(tree.error(), {});
    auto const kind = string_at(*tree, {"kind"});
    auto const list = [&](std::string_view name) {
        auto const* const found = find_path(*tree, {name});
        return found && found->is_array() ? found->get_array() : json::array();
    };
    // A server from before aggregated discovery: a document a version, those that it prefers first.
    if (kind == "APIVersions") {
        for (auto const& version : list("versions")) {
            if (version.is_string()) discovery->targets.push_back("/api/" + std::string(version.get_string()));
        }
    } else if (kind == "APIGroupList") {
        auto const groups = list("groups");
        for (auto i = groups.size(); i-- > 0;) {
            auto const preferred = string_at(groups[i], {"preferredVersion", "groupVersion"});
            if (auto const* const versions = find_path(groups[i], {"versions"}); versions && versions->is_array()) {
                for (auto const& version : versions->get_array()) {
                    auto const spoken = string_at(version, {"groupVersion"});
                    if (spoken != preferred) discovery->targets.push_back("/apis/" + std::string(spoken));
                }
            }
            discovery->targets.push_back("/apis/" + std::string(preferred));
        }
    } else {
        for (auto& one : kinds_of(*tree)) discovery->found.push_back(std::move(one));
    }
    ask_discovery(discovery);
}

void RemoteCore::finish_discovery(Result<> outcome, std::vector<std::shared_ptr<Kind const>> found) {
    if (outcome) {
        std::lock_guard const lock(mutex_);
        kinds_.found(std::move(found));
    }
    auto const waiting = std::exchange(waiting_, {});
    for (auto const& done : waiting) done(outcome);
}

void RemoteCore::close(Error const& error) {
    auto const all = std::exchange(followers_, {});
    for (auto const& weak : all) {
        if (auto const follower = weak.lock()) follower->fail(error);
    }
}

}  // namespace keelson::remote
