#ifndef GREETING_HPP
#define GREETING_HPP

#include <keelson/api/core_v1.hpp>
#include <keelson/control/controller.hpp>

// A kind of one's own: a struct, described once. Nothing else, no code generator.
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

// Its controller: keeps a ConfigMap with the text beside each Greeting.
inline keelson::Result<> reconcile(keelson::View const& view, keelson::ObjectKey const& key, keelson::Plan& plan) {
    auto const greeting = view.get<Greeting>(key);
    if (!greeting) return {};  // gone: its ConfigMap is collected with it
    keelson::ConfigMap wanted{.metadata = {.name = key.name, .namespace_ = key.namespace_},
                              .data = {{"text", greeting->spec.text}}};
    wanted.metadata.ownerReferences = {keelson::owner_reference(*greeting)};
    plan.apply(wanted);
    return {};
}
inline keelson::Controller greeting_controller() {
    return keelson::Controller::of<Greeting>("greeting", reconcile).owns<keelson::ConfigMap>();
}

#endif
