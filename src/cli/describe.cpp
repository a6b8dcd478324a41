#include "commands.hpp"
#include "print.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>

namespace keelson::cli {
namespace {

/// "observedGeneration" as "Observed Generation".
std::string words(std::string_view name) {
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        auto const c = static_cast<unsigned char>(name[i]);
        bool const begins = std::isupper(c) && i > 0 && !std::isupper(static_cast<unsigned char>(name[i - 1]));
        if (begins) out += ' ';
        out += i == 0 ? static_cast<char>(std::toupper(c)) : name[i];
    }
    return out;
}

void show(json::value const& value, std::string const& name, std::string const& indent) {
    auto const* const object = value.if_object();
    auto const* const list = value.if_array();
    if (object) {
        std::cout << indent << name << ":" << (object->empty() ? "  <none>" : "") << "\n";
        for (auto const& [key, member] : *object) show(member, words(std::string_view(key)), indent + "  ");
        return;
    }
    if (list) {
        std::cout << indent << name << ":" << (list->empty() ? "  <none>" : "") << "\n";
        for (auto const& one : *list) {
            if (!one.is_object()) {
                std::cout << indent << "  " << (one.is_string() ? std::string(one.get_string()) : json::serialize(one))
                          << "\n";
                continue;
            }
            std::string lead = "- ";
            for (auto const& [key, member] : one.get_object()) {
                // The first member stands behind the dash, the others below it.
                if (lead == "- " && !member.is_structured()) {
                    show(member, lead + words(std::string_view(key)), indent + "  ");
                } else {
                    show(member, words(std::string_view(key)), indent + "    ");
                }
                lead.clear();
            }
        }
        return;
    }
    std::cout << indent << name << ":  "
              << (value.is_string() ? std::string(value.get_string()) : json::serialize(value)) << "\n";
}

void show_map(json::value const& object, char const* title, char const* member) {
    std::cout << title;
    auto const* const map = at(object, {"metadata", member});
    if (!map || !map->is_object() || map->get_object().empty()) {
        std::cout << "<none>\n";
        return;
    }
    char const* between = "";
    for (auto const& [key, value] : map->get_object()) {
        std::cout << between << std::string_view(key) << (std::string_view(member) == "labels" ? "=" : ": ")
                  << (value.is_string() ? std::string(value.get_string()) : json::serialize(value)) << "\n";
        between = "              ";
    }
}

void show_events(Session& session, json::value const& object) {
    auto const uid = text_at(object, {"metadata", "uid"});
    auto const space = text_at(object, {"metadata", "namespace"});
    auto const kind = session.kind_called("events");
    auto const list = session.get(session.path(*kind, {}, space.empty() ? "default" : space) +
                                  "?fieldSelector=" + encoded("involvedObject.uid=" + uid));
    std::vector<std::vector<std::string>> rows{{"  Type", "Reason", "Age", "From", "Message"}};
    if (auto const* const items = at(list, {"items"}); items && items->is_array()) {
        for (auto const& event : items->get_array()) {
            auto const last = parse_rfc3339(text_at(event, {"lastTimestamp"}));
            auto const from = text_at(event, {"source", "component"});
            rows.push_back({"  " + text_at(event, {"type"}), text_at(event, {"reason"}),
                            last ? format_age(system_clock()->wall() - *last) : "<unknown>",
                            from.empty() ? text_at(event, {"reportingComponent"}) : from, text_at(event, {"message"})});
        }
    }
    std::cout << "Events:" << (rows.size() == 1 ? "       <none>" : "") << "\n";
    if (rows.size() > 1) print_rows(std::cout, rows);
}

void show_object(Session& session, Kind const& kind, json::value const& object) {
    std::cout << "Name:         " << text_at(object, {"metadata", "name"}) << "\n";
    if (kind.namespaced()) std::cout << "Namespace:    " << text_at(object, {"metadata", "namespace"}) << "\n";
    show_map(object, "Labels:       ", "labels");
    show_map(object, "Annotations:  ", "annotations");
    std::cout << "API Version:  " << kind.api_version() << "\nKind:         " << kind.name
              << "\nCreated:      " << text_at(object, {"metadata", "creationTimestamp"}) << "\n";
    if (auto const* const owners = at(object, {"metadata", "ownerReferences"}); owners && owners->is_array()) {
        for (auto const& owner : owners->get_array())
            std::cout << "Owned By:     " << text_at(owner, {"kind"}) << "/" << text_at(owner, {"name"}) << "\n";
    }
    for (auto const& [key, member] : object.get_object()) {
        if (key != "metadata" && key != "apiVersion" && key != "kind") show(member, words(std::string_view(key)), {});
    }
    show_events(session, object);
}

}  // namespace

int describe(Session& session, std::vector<std::string> const& what) {
    bool first = true;
    for (auto const& target : session.targets(what)) {
        auto const found = session.get(session.path(*target.kind, target.name));
        json::array objects{found};
        if (target.name.empty()) {
            auto const* const items = at(found, {"items"});
            objects = items && items->is_array() ? items->get_array() : json::array();
            if (objects.empty()) std::cerr << "No resources found in " << session.namespace_() << " namespace.\n";
        }
        for (auto const& object : objects) {
            if (!first) std::cout << "\n\n";
            first = false;
            show_object(session, *target.kind, object);
        }
    }
    return 0;
}

}  // namespace keelson::cli
