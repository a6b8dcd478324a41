#include <keelson/control/controller.hpp>

namespace keelson {

Controller::MapChange Controller::owner_map(bool (*matters)(Object const*, Object const*)) const {
    return [group_version = kind_.api_version(), name = kind_.name, namespaced = kind_.namespaced(), matters](
               View const&, Object const* before, Object const* after) {
        std::vector<ObjectKey> keys;
        if (matters && !matters(before, after)) return keys;
        for (auto const* object : {before, after}) {
            auto const* const owner = object ? object->controller() : nullptr;
            if (!owner || owner->kind != name || owner->api_version != group_version) continue;
            ObjectKey key{namespaced ? object->key().namespace_ : std::string(), owner->name};
            if (keys.empty() || keys.back() != key) keys.push_back(std::move(key));
        }
        return keys;
    };
}

}  // namespace keelson
