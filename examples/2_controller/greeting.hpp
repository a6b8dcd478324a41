#pragma once
#include <keelson/api/core_v1.hpp>
#include <keelson/control/controller.hpp>

struct GreetingSpec {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(GreetingSpec, (), (text))
struct Greeting {
    static constexpr keelson::TypeInfo type{"demo.example.com", "v1", "Greeting", "greetings"};
    keelson::ObjectMeta metadata;
    GreetingSpec spec;
};
BOOST_DESCRIBE_STRUCT(Greeting, (), (metadata, spec))
inline keelson::Result<> reconcile(keelson::View const& view, keelson::ObjectKey const& key, keelson::Plan& plan) {
    auto const greeting = view.get<Greeting>(key);
    if (!greeting) return {};  // gone: its ConfigMap is collected with it
    plan.apply(keelson::ConfigMap{.metadata = {.name = key.name,
                                               .namespace_ = key.namespace_,
                                               .ownerReferences = {keelson::owner_reference(*greeting)}},
                                  .data = {{"text", greeting->spec.text}}});
    return {};
}
inline auto const greetings = keelson::Controller::of<Greeting>("greeting", reconcile).owns<keelson::ConfigMap>();
