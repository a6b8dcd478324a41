#include "engine/reader.hpp"

namespace keelson {

std::shared_ptr<void const> TypedCache::get(Ref const& object, std::shared_ptr<void const> (*make)(Object const&)) {
    if (auto const found = young_.find(object.get()); found != young_.end()) return found->second.value;
    Entry entry;
    if (auto const found = old_.find(object.get()); found != old_.end()) {
        entry = std::move(found->second);
        old_.erase(found);
    } else {
        entry = {object, make(*object)};
    }
    if (young_.size() >= young_max) {
        old_ = std::move(young_);
        young_.clear();
    }
    return young_.emplace(object.get(), std::move(entry)).first->second.value;
}

Ref Reader::get(TypeInfo const& type, ObjectKey const& key) const {
    auto const* const kind = kinds_->of(type);
    return kind
               ? state_->get(*kind->kind,
                             kind->kind->namespaced() ? std::string_view(key.namespace_) : std::string_view(), key.name)
               : nullptr;
}

std::vector<Ref> Reader::list(TypeInfo const& type, ListScope const& scope) const {
    auto const* const kind = kinds_->of(type);
    if (!kind) return {};
    return state_->list(*kind->kind, {scope.namespace_, scope.labels.everything() ? nullptr : &scope.labels,
                                      scope.owner_uid, scope.node});
}

std::shared_ptr<void const> Reader::typed(Ref const& object, TypeDesc const& type,
                                          std::shared_ptr<void const> (*make)(Object const&)) const {
    // A kind is read as one struct by everybody; somebody else's struct for it is not kept.
    if (object->kind().typed != &type) return make(*object);
    return cache_->get(object, make);
}

Result<std::vector<Operation>> operations_of(Plan const& plan, KindTable const& kinds) {
    using From = PlannedWrite::Verb;
    using To = Operation::Verb;
    std::vector<Operation> operations;
    operations.reserve(plan.writes().size());
    for (auto const& write : plan.writes()) {
        Operation made;
        made.kind = kinds.of(write.type);
        if (!made.kind)
            return Error(Errc::not_found, "no matches for kind \"" + std::string(write.type.kind) + "\" in version \"" +
                                              write.type.api_version() + "\"");
        switch (write.verb) {
            case From::create: made.verb = To::create; break;
            case From::update: made.verb = To::update; break;
            case From::update_status: made.verb = To::update_status; break;
            case From::apply: made.verb = To::apply; break;
            case From::apply_status: made.verb = To::apply_status; break;
            case From::merge_patch: made.verb = write.status ? To::merge_patch_status : To::merge_patch; break;
            case From::remove: made.verb = To::remove; break;
        }
        made.key = write.key;
        if (made.kind->kind->namespaced() && made.key.namespace_.empty()) made.key.namespace_ = "default";
        made.body = write.body;
        made.typed = write.typed;
        made.remove = write.remove;
        if (!write.uid.empty()) made.remove.uid = write.uid;
        if (!write.resource_version.empty()) made.remove.resource_version = write.resource_version;
        operations.push_back(std::move(made));
    }
    return operations;
}

}  // namespace keelson
