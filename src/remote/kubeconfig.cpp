#include "remote/kubeconfig.hpp"

#include "api/manifest.hpp"

#include <keelson/api/values.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace keelson::remote {
namespace {

constexpr auto account_folder = "/var/run/secrets/kubernetes.io/serviceaccount/";
constexpr std::size_t file_bytes_max = std::size_t{4} << 20;

struct Named {
    json::value tree;
    std::string folder;
};

/// The entry of a list such as `clusters` with this name, of the first file that has it.
Result<Named> find_named(std::vector<std::pair<json::value, std::string>> const& files, std::string_view list,
                         std::string_view inner, std::string_view name) {
    for (auto const& [tree, folder] : files) {
        auto const* const entries = find_path(tree, {list});
        if (!entries || !entries->is_array()) continue;
        for (auto const& entry : entries->get_array()) {
            if (string_at(entry, {"name"}) != name) continue;
            auto const* const found = find_path(entry, {inner});
            return Named{found ? *found : json::value(json::object{}), folder};
        }
    }
    return Error(Errc::invalid, std::string(inner) + " \"" + std::string(name) + "\" does not exist in the kubeconfig");
}

std::string resolved(std::string_view path, std::string const& folder) {
    std::filesystem::path const given(path);
    return given.is_absolute() || folder.empty() ? given.string() : (std::filesystem::path(folder) / given).string();
}

bool flag_at(json::value const& tree, std::string_view name) {
    auto const* const found = find_path(tree, {name});
    return found && found->is_bool() && found->get_bool();
}

/// The text of `NAME-data` in Base64, or of the file that `NAME` names.
Result<std::string> data_or_file(Named const& from, std::string const& name, ReadFile const& read) {
    if (auto const data = string_at(from.tree, {name + "-data"}); !data.empty()) {
        auto bytes = decode_base64(data);
        if (!bytes) return Error(Errc::invalid, name + "-data is not Base64");
        return std::move(*bytes);
    }
    auto const path = string_at(from.tree, {name});
    if (path.empty()) return std::string();
    auto text = read(resolved(path, from.folder));
    if (!text) return text.error().wrap("unable to read " + name);
    return text;
}

Result<> read_cluster(Named const& cluster, Access& access, ReadFile const& read) {
    access.server = string_at(cluster.tree, {"server"});
    if (access.server.empty()) return Error(Errc::invalid, "the cluster has no server");
    if (access.server.find("://") == std::string::npos && !access.server.starts_with("unix:"))
        access.server = "http://" + access.server;
    if (!access.server.starts_with("https://") && !access.server.starts_with("http://") &&
        !access.server.starts_with("unix:"))
        return Error(Errc::invalid, "server \"" + access.server + "\": only https://, http:// and unix: are known");
    while (access.server.ends_with('/')) access.server.pop_back();
    access.tls_server_name = string_at(cluster.tree, {"tls-server-name"});
    access.proxy_url = string_at(cluster.tree, {"proxy-url"});
    access.insecure = flag_at(cluster.tree, "insecure-skip-tls-verify");
    auto authority = data_or_file(cluster, "certificate-authority", read);
    if (!authority) return authority.error();
    if (access.insecure && !authority->empty())
        return Error(Errc::invalid, "a certificate authority and insecure-skip-tls-verify can't be given together");
    access.authority = std::move(*authority);
    return {};
}

Result<> read_user(Named const& user, Access& access, ReadFile const& read) {
    for (std::string_view const plug_in : {"exec", "auth-provider"}) {
        if (find_path(user.tree, {plug_in}))
            return Error(Errc::unsupported,
                         "the user's credentials come from a plug-in (" + std::string(plug_in) +
                             "), and no other program is started here; use a token or a client certificate");
    }
    auto certificate = data_or_file(user, "client-certificate", read);
    if (!certificate) return certificate.error();
    auto key = data_or_file(user, "client-key", read);
    if (!key) return key.error();
    if (certificate->empty() != key->empty())
        return Error(Errc::invalid, "a client certificate needs its key, and a key its certificate");
    access.certificate = std::move(*certificate);
    access.key = std::move(*key);
    access.token = string_at(user.tree, {"token"});
    // kubectl prefers the file to the token beside it.
    if (auto const file = string_at(user.tree, {"tokenFile"}); !file.empty())
        access.token_file = resolved(file, user.folder);
    access.username = string_at(user.tree, {"username"});
    access.password = string_at(user.tree, {"password"});
    access.as = string_at(user.tree, {"as"});
    if (auto const* const groups = find_path(user.tree, {"as-groups"}); groups && groups->is_array()) {
        for (auto const& group : groups->get_array()) {
            if (group.is_string()) access.as_groups.emplace_back(group.get_string());
        }
    }
    if (find_path(user.tree, {"as-user-extra"}) || find_path(user.tree, {"as-uid"}))
        return Error(Errc::unsupported, "as-uid and as-user-extra are not supported");
    return {};
}

}  // namespace

Result<std::string> read_file(std::string const& path) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return Error(Errc::not_found, "no such file", path);
    std::ifstream in(path, std::ios::binary);
    std::string text(file_bytes_max + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in && !in.eof()) return Error(Errc::invalid, "the file can't be read", path);
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > file_bytes_max) return Error(Errc::invalid, "the file is too large", path);
    return text;
}

Result<Access> read_kubeconfig(std::vector<ConfigFile> const& files, std::string const& context, ReadFile const& read) {
    std::vector<std::pair<json::value, std::string>> trees;
    std::string wanted = context;
    for (auto const& file : files) {
        auto documents = read_manifest(file.text, file.name);
        if (!documents) return documents.error();
        for (auto& document : *documents) {
            if (wanted.empty()) wanted = string_at(document.tree, {"current-context"});
            trees.emplace_back(std::move(document.tree), std::filesystem::path(file.name).parent_path().string());
        }
    }
    if (wanted.empty()) return Error(Errc::invalid, "the kubeconfig names no current-context");
    auto chosen = find_named(trees, "contexts", "context", wanted);
    if (!chosen) return chosen.error();
    Access access;
    auto cluster = find_named(trees, "clusters", "cluster", string_at(chosen->tree, {"cluster"}));
    if (!cluster) return cluster.error();
    if (auto const done = read_cluster(*cluster, access, read); !done) return done.error();
    if (auto const name = string_at(chosen->tree, {"user"}); !name.empty()) {
        auto user = find_named(trees, "users", "user", name);
        if (!user) return user.error();
        if (auto const done = read_user(*user, access, read); !done) return done.error();
    }
    if (auto const space = string_at(chosen->tree, {"namespace"}); !space.empty()) access.namespace_ = space;
    return access;
}

Result<Access> in_cluster_access(std::function<std::string(char const*)> const& environment, ReadFile const& read) {
    auto host = environment("KUBERNETES_SERVICE_HOST");
    auto const port = environment("KUBERNETES_SERVICE_PORT");
    if (host.empty() || port.empty())
        return Error(Errc::not_found,
                     "not in a cluster: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set");
    if (host.find(':') != std::string::npos) host = "[" + host + "]";
    Access access;
    access.server = "https://" + host + ":" + port;
    std::string const folder = account_folder;
    access.token_file = folder + "token";
    if (auto const token = read(access.token_file); !token) return token.error().wrap("the service account's token");
    auto authority = read(folder + "ca.crt");
    if (!authority) return authority.error().wrap("the cluster's certificate authority");
    access.authority = std::move(*authority);
    if (auto space = read(folder + "namespace")) {
        while (!space->empty() && (space->back() == '\n' || space->back() == ' ')) space->pop_back();
        if (!space->empty()) access.namespace_ = std::move(*space);
    }
    return access;
}

Result<Access> find_access(std::string const& kubeconfig, std::string const& context, bool in_cluster,
                           std::function<std::string(char const*)> const& environment, ReadFile const& read) {
    if (in_cluster) return in_cluster_access(environment, read);
    if (!kubeconfig.empty()) {
        auto text = read(kubeconfig);
        if (!text) return text.error();
        return read_kubeconfig({{kubeconfig, std::move(*text)}}, context, read);
    }
    std::vector<std::string> paths;
    std::istringstream list(environment("KUBECONFIG"));
    for (std::string path; std::getline(list, path, ':');) {
        if (!path.empty()) paths.push_back(path);
    }
    if (paths.empty()) {
        if (auto const home = environment("HOME"); !home.empty()) paths.push_back(home + "/.kube/config");
    }
    std::vector<ConfigFile> files;
    for (auto const& path : paths) {
        auto text = read(path);
        if (text) {
            files.push_back({path, std::move(*text)});
        } else if (text.error().code != Errc::not_found) {
            return text.error();
        }
    }
    if (!files.empty()) return read_kubeconfig(files, context, read);
    auto account = in_cluster_access(environment, read);
    if (account || account.error().code != Errc::not_found) return account;
    return Error(Errc::not_found, "no kubeconfig: neither $KUBECONFIG nor ~/.kube/config names a file that is there");
}

}  // namespace keelson::remote
