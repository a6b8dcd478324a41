#ifndef KEELSON_TESTS_SUPPORT_WEB_DEPLOYMENT_HPP
#define KEELSON_TESTS_SUPPORT_WEB_DEPLOYMENT_HPP

#include <keelson/api/apps_v1.hpp>

namespace keelson::tests {

/// The Deployment "web" of one container, for tests that need some Pods.
inline Deployment web(int replicas) {
    Deployment made;
    made.metadata.name = "web";
    made.spec.replicas = replicas;
    made.spec.selector.matchLabels = made.spec.template_.metadata.labels = {{"app", "web"}};
    auto& container = made.spec.template_.spec.containers.emplace_back();
    container.name = "web";
    container.image = "web:1";
    return made;
}

}  // namespace keelson::tests

#endif
