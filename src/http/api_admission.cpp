#include "http/api_server.hpp"
#include "registry/webhooks/requester.hpp"

namespace keelson::http {
namespace {

/// What a connection is asked for, as webhooks are told of it: PodExecOptions and the like.
json::object connection_options(std::string_view subresource, Query const& query) {
    json::object made{{"apiVersion", "v1"}};
    if (subresource == "portforward") {
        made["kind"] = "PodPortForwardOptions";
        return made;
    }
    made["kind"] = subresource == "exec" ? "PodExecOptions" : "PodAttachOptions";
    for (auto const* const flag : {"stdin", "stdout", "stderr", "tty"}) {
        if (query.flag(flag)) made[flag] = true;
    }
    if (auto const container = query.text("container"); !container.empty()) made["container"] = container;
    if (subresource != "exec") return made;
    json::array words;
    for (auto const& word : query.all("command")) words.emplace_back(word);
    made["command"] = std::move(words);
    return made;
}

}  // namespace

std::shared_ptr<Requester const> ApiServer::requester(Call const& call) {
    auto const& user = call.exchange->request().user;
    return std::make_shared<Requester>(Requester{user.name, user.uid, user.groups, user.extra});
}

void ApiServer::admit_connection(CallPtr const& call, std::function<void()> next) {
    on_strand(call, [this, call, next = std::move(next)] {
        if (!registry_->has_admission()) return next();
        Operation made;
        made.verb = Operation::Verb::connect;
        made.kind = call->kind;
        made.key = {call->path.namespace_, call->path.name};
        made.subresource = call->path.subresource;
        made.body = canonical(connection_options(made.subresource, call->query()));
        made.by = requester(*call);
        registry_->submit({made}, {}, [self = shared_from_this(), call, next](Result<BatchResult> result) {
            if (!result) return self->fail(*call, result.error());
            next();
        });
    });
}

}  // namespace keelson::http
