#include "engine/root_certificates.hpp"

#include "api/json.hpp"

namespace keelson {
namespace {

constexpr std::string_view config_name = "kube-root-ca.crt";
constexpr std::string_view file_name = "ca.crt";

}  // namespace

void RootCertificates::start() {
    Registry::Listener listener;
    listener.accepted = [weak = weak_from_this()](std::vector<Change> const& changes) {
        if (auto const self = weak.lock(); self && !self->stopped_) self->changed(changes);
    };
    registry_->listen(std::move(listener));
    auto const* const namespaces = registry_->kinds().by_resource("namespaces");
    for (auto const& space : registry_->accepted().list(*namespaces->kind, {})) look_at_later(space->key().name);
}

void RootCertificates::changed(std::vector<Change> const& changes) {
    for (auto const& change : changes) {
        auto const& object = *(change.after ? change.after : change.before);
        if (!object.kind().group.empty()) continue;
        if (object.kind().plural == "namespaces" && !change.before) look_at_later(object.key().name);
        if (object.kind().plural == "configmaps" && object.key().name == config_name && change.before)
            look_at_later(object.key().namespace_);
    }
}

void RootCertificates::look_at_later(std::string namespace_) {
    strand_->post([self = shared_from_this(), namespace_ = std::move(namespace_)] {
        if (!self->stopped_) self->look_at(namespace_);
    });
}

void RootCertificates::look_at(std::string const& namespace_) {
    auto const& state = registry_->accepted();
    auto const space = state.get(*registry_->kinds().by_resource("namespaces")->kind, {}, namespace_);
    if (!space || !space->index().deleted.empty()) return;
    auto const* const configs = registry_->kinds().by_resource("configmaps");
    Operation made;
    made.kind = configs;
    made.key = {namespace_, std::string(config_name)};
    json::object body{{"data", {{file_name, certificate_}}}};
    if (auto const there = state.get(*configs->kind, namespace_, config_name)) {
        auto const tree = parse_json(there->bytes());
        if (tree && string_at(*tree, {"data", file_name}) == certificate_) return;
        made.verb = Operation::Verb::merge_patch;
    } else {
        made.verb = Operation::Verb::create;
        body["metadata"] = json::object{{"name", config_name}, {"namespace", namespace_}};
    }
    made.body = canonical(body);
    WriteOptions options;
    options.manager = "root-ca-cert-publisher";
    registry_->submit({std::move(made)}, options, [log = strand_->log(), namespace_](Result<BatchResult> done) {
        // The namespace may have gone meanwhile.
        if (!done && done.error().code != Errc::not_found && done.error().code != Errc::forbidden)
            log.with("http").warning("the certificate can't be published in " + namespace_ + ": " +
                                     done.error().message);
    });
}

}  // namespace keelson
