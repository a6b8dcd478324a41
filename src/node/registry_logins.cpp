#include "node/registry_logins.hpp"

#include <keelson/api/codec.hpp>

#include <algorithm>

namespace keelson {

/// One server of a Docker config file, as it is written there.
struct DockerAuth {
    std::string auth;  ///< base64 of USER:PASSWORD
    std::string username, password;
    std::string identitytoken, registrytoken;
};
BOOST_DESCRIBE_STRUCT(DockerAuth, (), (auth, username, password, identitytoken, registrytoken))
struct DockerConfig {
    std::map<std::string, DockerAuth> auths;
};
BOOST_DESCRIBE_STRUCT(DockerConfig, (), (auths))

namespace {

/// A server without scheme and without what Docker appends: "https://index.docker.io/v1/" is "index.docker.io".
std::string_view bare(std::string_view server) {
    for (std::string_view const scheme : {"https://", "http://"}) {
        if (server.starts_with(scheme)) server.remove_prefix(scheme.size());
    }
    while (server.ends_with('/')) server.remove_suffix(1);
    for (std::string_view const version : {"/v1", "/v2"}) {
        if (server.ends_with(version)) server.remove_suffix(version.size());
    }
    return server;
}

/// `*` stands for any characters of one label.
bool glob_fits(std::string_view pattern, std::string_view text) {
    auto const star = pattern.find('*');
    if (star == std::string_view::npos) return pattern == text;
    if (text.substr(0, star) != pattern.substr(0, star)) return false;
    text.remove_prefix(std::min(star, text.size()));
    auto const rest = pattern.substr(star + 1);
    for (std::size_t skip = 0; skip <= text.size(); ++skip) {
        if (glob_fits(rest, text.substr(skip))) return true;
    }
    return false;
}

bool host_fits(std::string_view pattern, std::string_view host) {
    while (true) {
        auto const left = pattern.find('.');
        auto const right = host.find('.');
        if (!glob_fits(pattern.substr(0, left), host.substr(0, right))) return false;
        if (left == std::string_view::npos || right == std::string_view::npos) return left == right;
        pattern.remove_prefix(left + 1);
        host.remove_prefix(right + 1);
    }
}

Result<RegistryLogin> login_of(std::string server, DockerAuth const& auth) {
    RegistryLogin login{.server = std::move(server),
                        .username = auth.username,
                        .password = auth.password,
                        .identity_token = auth.identitytoken,
                        .registry_token = auth.registrytoken};
    if (!auth.auth.empty()) {
        auto const text = decode_base64(auth.auth);
        auto const colon = text ? text->find(':') : std::string::npos;
        if (colon == std::string::npos)
            return Error(Errc::invalid, "the auth of " + login.server + " is not base64 of USER:PASSWORD");
        login.username = text->substr(0, colon);
        login.password = text->substr(colon + 1);
        // Docker pads with zero bytes.
        while (login.password.ends_with('\0')) login.password.pop_back();
    }
    return login;
}

Result<std::vector<RegistryLogin>> logins_of(std::map<std::string, DockerAuth> const& auths) {
    std::vector<RegistryLogin> all;
    for (auto const& [server, auth] : auths) {
        auto login = login_of(server, auth);
        if (!login) return login.error();
        auto const empty = login->username.empty() && login->identity_token.empty() && login->registry_token.empty();
        if (!empty) all.push_back(std::move(*login));
    }
    return all;
}

}  // namespace

Result<std::vector<RegistryLogin>> read_docker_config(std::string_view json) {
    auto const config = decode<DockerConfig>(json);
    if (!config) return config.error();
    return logins_of(config->auths);
}

Result<std::vector<RegistryLogin>> read_docker_cfg(std::string_view json) {
    // The servers are the members themselves: the same text one level down.
    auto const config = decode<DockerConfig>("{\"auths\":" + std::string(json) + "}");
    if (!config) return config.error();
    return logins_of(config->auths);
}

bool login_fits(std::string const& server, std::string const& repository) {
    auto wanted = bare(server);
    if (wanted == "index.docker.io" || wanted == "registry-1.docker.io") wanted = "docker.io";
    auto const split = [](std::string_view text) {
        auto const slash = std::min(text.find('/'), text.size());
        auto host = text.substr(0, slash);
        auto const colon = host.rfind(':');
        auto const has_port = colon != std::string_view::npos && !host.ends_with(']');
        struct Parts {
            std::string_view host, port, path;
        };
        return Parts{host.substr(0, has_port ? colon : host.size()),
                     has_port ? host.substr(colon + 1) : std::string_view(), text.substr(slash)};
    };
    auto const own = split(wanted);
    auto const image = split(repository);
    if (own.port != image.port || !host_fits(own.host, image.host)) return false;
    if (own.path.empty()) return true;
    return image.path.starts_with(own.path) &&
           (image.path.size() == own.path.size() || image.path[own.path.size()] == '/');
}

std::vector<RegistryLogin> logins_for(std::string const& repository, std::vector<RegistryLogin> const& logins) {
    std::vector<RegistryLogin> fitting;
    for (auto const& login : logins) {
        if (login_fits(login.server, repository)) fitting.push_back(login);
    }
    std::stable_sort(fitting.begin(), fitting.end(), [](RegistryLogin const& a, RegistryLogin const& b) {
        return bare(a.server).size() > bare(b.server).size();
    });
    return fitting;
}

PullSecrets pull_secrets(View const& view, Pod const& pod) {
    PullSecrets found;
    for (auto const& reference : pod.spec.imagePullSecrets) {
        auto const secret = view.get<Secret>({pod.metadata.namespace_, reference.name});
        Result<std::vector<RegistryLogin>> logins = Error(Errc::not_found, {});
        if (secret) {
            if (auto const data = secret->data.find(".dockerconfigjson"); data != secret->data.end()) {
                logins = read_docker_config(data->second.value);
            } else if (auto const old = secret->data.find(".dockercfg"); old != secret->data.end()) {
                logins = read_docker_cfg(old->second.value);
            }
        }
        if (!logins) {
            found.missing.push_back(reference.name);
            continue;
        }
        found.logins.insert(found.logins.end(), logins->begin(), logins->end());
    }
    return found;
}

}  // namespace keelson
