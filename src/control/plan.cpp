#include <keelson/control/plan.hpp>

namespace keelson {

void Plan::add(PlannedWrite::Verb verb, TypeInfo const& type, TypeDesc const& typed, ObjectMeta const& meta,
               std::string body) {
    PlannedWrite write;
    write.verb = verb;
    write.type = type;
    write.key = {meta.namespace_, meta.name};
    write.body = std::move(body);
    write.typed = &typed;
    if (verb == PlannedWrite::Verb::update || verb == PlannedWrite::Verb::update_status) {
        write.uid = meta.uid;
        write.resource_version = meta.resourceVersion;
    }
    writes_.push_back(std::move(write));
}

void Plan::merge_patch(TypeInfo const& type, ObjectKey key, std::string patch, bool status, std::string uid,
                       std::string resource_version) {
    PlannedWrite write;
    write.verb = PlannedWrite::Verb::merge_patch;
    write.type = type;
    write.key = std::move(key);
    write.body = std::move(patch);
    write.status = status;
    write.uid = std::move(uid);
    write.resource_version = std::move(resource_version);
    writes_.push_back(std::move(write));
}

void Plan::remove(TypeInfo const& type, ObjectKey key, RemoveOptions options) {
    PlannedWrite write;
    write.verb = PlannedWrite::Verb::remove;
    write.type = type;
    write.key = std::move(key);
    write.uid = options.uid;
    write.resource_version = options.resource_version;
    write.remove = std::move(options);
    writes_.push_back(std::move(write));
}

}  // namespace keelson
