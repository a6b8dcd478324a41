#include "session.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <sstream>

namespace keelson::cli {
namespace {

Connection open(ServerOptions const& options) {
    auto made = Connection::open({.kubeconfig = options.kubeconfig, .context = options.context});
    if (!made) throw failure_of(made.error());
    return std::move(*made);
}

json::value parsed(HttpAnswer const& answer) {
    boost::system::error_code wrong;
    auto tree = json::parse(answer.body, wrong);
    if (wrong) throw Failure{"error: the server's answer can't be read"};
    return tree;
}

}  // namespace

Failure failure_of(Error const& error) {
    switch (error.code) {
        case Errc::unavailable:
        case Errc::timeout:
            if (error.message.starts_with("the connection")) return {"T" + error.message.substr(1)};
            if (error.message.starts_with("unable to connect")) return {"U" + error.message.substr(1)};
            break;
        case Errc::unauthorized:
            if (error.message.starts_with("unable to connect")) return {"U" + error.message.substr(1)};
            break;
        default: break;
    }
    return {"error: " + (error.subject.empty() ? "" : error.subject + ": ") + error.message};
}

Session::Session(ServerOptions const& options)
    : connection_(open(options)),
      namespace_name_(options.namespace_.empty() ? connection_.default_namespace() : options.namespace_),
      all_(options.all_namespaces) {}

HttpAnswer Session::raw(HttpQuestion question) {
    auto answer = connection_.ask(std::move(question));
    if (!answer) throw failure_of(answer.error());
    for (auto const& warning : answer->warnings) std::cerr << "Warning: " << warning << "\n";
    return std::move(*answer);
}

json::value Session::ask(HttpQuestion question) {
    auto const answer = raw(std::move(question));
    auto const good = check(answer);
    if (good) return parsed(answer);
    auto const& error = good.error();
    if (error.code == Errc::unauthorized) throw Failure{"error: You must be logged in to the server (Unauthorized)"};
    if (error.code == Errc::invalid) throw Failure{"The " + error.message};
    throw Failure{"Error from server (" + std::string(reason(error.code)) + "): " + error.message};
}

json::value Session::patch(std::string const& target, json::value const& patch, std::string const& type) {
    return ask({.method = "PATCH",
                .target = target + (target.find('?') == std::string::npos ? "?" : "&") + "fieldManager=keelson",
                .content_type = "application/" + type + "+json",
                .body = json::serialize(patch)});
}

std::shared_ptr<Kind const> Session::kind_called(std::string const& name) {
    auto kind = connection_.client().find_kind({}, name);
    if (kind && serves(*kind)) return kind;
    auto const all = connection_.kinds();
    if (!all) throw failure_of(all.error());
    // A kind that is compiled in may be one that this server has in an older version, or not at all.
    for (auto const& one : *all) {
        if (kind && one->group == kind->group && one->plural == kind->plural) return one;
    }
    throw Failure{"error: the server doesn't have a resource type \"" + name + "\""};
}

bool Session::serves(Kind const& kind) {
    // These have been there for ever.
    if (kind.group.empty() || kind.group == "apps") return true;
    auto const [known, fresh] = plurals_.try_emplace(kind.api_version());
    auto& plurals = known->second;
    if (fresh) {
        auto const answer = raw({.target = "/apis/" + kind.api_version()});
        auto const tree = check(answer) ? parsed(answer) : json::value();
        if (auto const* const resources = at(tree, {"resources"}); resources && resources->is_array()) {
            for (auto const& one : resources->get_array()) plurals.insert(text_at(one, {"name"}));
        }
        // Who may not ask hears it from the kind itself.
        if (answer.status != 200 && answer.status != 404) plurals.insert(kind.plural);
    }
    return plurals.contains(kind.plural);
}

Kind const& Session::kind_named(std::string const& api_version, std::string const& name) {
    auto const kind = connection_.client().find_kind(api_version, name);
    if (kind && serves(*kind)) return *kind;
    if (auto const all = connection_.kinds(); !all) throw failure_of(all.error());
    throw Failure{"error: no matches for kind \"" + name + "\" in version \"" + api_version + "\""};
}

std::vector<Target> Session::targets(std::vector<std::string> const& arguments) {
    std::vector<Target> found;
    if (arguments.empty()) throw Failure{"error: You must specify the type of resource, as in: keelson get pods"};
    if (arguments.front().find('/') != std::string::npos) {
        for (auto const& argument : arguments) {
            auto const slash = argument.find('/');
            if (slash == std::string::npos || slash + 1 == argument.size())
                throw Failure{
                    "error: there is no need to specify a resource type as a separate argument when passing "
                    "arguments in resource/name form"};
            found.push_back({kind_called(argument.substr(0, slash)), argument.substr(slash + 1)});
        }
        return found;
    }
    std::istringstream types(arguments.front());
    for (std::string type; std::getline(types, type, ',');) {
        if (arguments.size() == 1) found.push_back({kind_called(type), {}});
        for (std::size_t i = 1; i < arguments.size(); ++i) found.push_back({kind_called(type), arguments[i]});
    }
    return found;
}

std::string Session::path(Kind const& kind, std::string const& name, std::string const& space) const {
    auto path = (kind.group.empty() ? "/api/" : "/apis/" + kind.group + "/") + kind.version;
    auto const& chosen = space.empty() ? namespace_name_ : space;
    if (kind.namespaced() && (!all_ || !space.empty())) path += "/namespaces/" + encoded(chosen);
    path += "/" + kind.plural;
    if (!name.empty()) path += "/" + encoded(name);
    return path;
}

std::string title(Kind const& kind, std::string const& name) {
    return kind.singular + (kind.group.empty() ? "" : "." + kind.group) + "/" + name;
}

std::string encoded(std::string const& text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_';
        auto const byte = static_cast<unsigned char>(c);
        if (plain) {
            out += c;
        } else {
            out += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return out;
}

json::value const* at(json::value const& tree, std::vector<std::string> const& path) {
    auto const* here = &tree;
    for (auto const& name : path) {
        auto const* const object = here->if_object();
        here = object ? object->if_contains(name) : nullptr;
        if (!here) return nullptr;
    }
    return here;
}

std::string text_at(json::value const& tree, std::vector<std::string> const& path) {
    auto const* const found = at(tree, path);
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::int64_t number_at(json::value const& tree, std::vector<std::string> const& path, std::int64_t otherwise) {
    auto const* const found = at(tree, path);
    return found && found->is_int64() ? found->get_int64() : otherwise;
}

}  // namespace keelson::cli
