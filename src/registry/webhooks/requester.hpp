#ifndef KEELSON_SRC_REGISTRY_WEBHOOKS_REQUESTER_HPP
#define KEELSON_SRC_REGISTRY_WEBHOOKS_REQUESTER_HPP

#include <map>
#include <string>
#include <vector>

namespace keelson {

/// Who asks for a write, as admission is told.
struct Requester {
    std::string name, uid;
    std::vector<std::string> groups;
    std::map<std::string, std::vector<std::string>> extra;
};

}  // namespace keelson

#endif
