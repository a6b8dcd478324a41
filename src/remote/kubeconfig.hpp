#ifndef KEELSON_SRC_REMOTE_KUBECONFIG_HPP
#define KEELSON_SRC_REMOTE_KUBECONFIG_HPP

#include <keelson/core/error.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::remote {

/// Where a server is, and as whom to ask it.
struct Access {
    std::string server;  ///< "https://host:6443/prefix", "http://..." or "unix:///run/k.sock"; no slash at its end
    std::string tls_server_name;
    std::string proxy_url;
    std::string authority;  ///< PEM; empty: the system's
    bool insecure = false;
    std::string certificate, key;  ///< PEM
    std::string token;
    std::string token_file;  ///< read for every request, for it is replaced from time to time
    std::string username, password;
    std::string as;  ///< whom to act for
    std::vector<std::string> as_groups;
    std::string namespace_ = "default";
};

/// A kubeconfig's text, and the folder that its relative paths begin at.
struct ConfigFile {
    std::string name, text;
};

/// Errors: `not_found` when the file is not there.
using ReadFile = std::function<Result<std::string>(std::string const& path)>;
Result<std::string> read_file(std::string const& path);

/// What the files say together: of two entries with one name the first counts. `context` empty: the current one.
/// Errors: `invalid`; `unsupported` for credentials that another program makes.
Result<Access> read_kubeconfig(std::vector<ConfigFile> const& files, std::string const& context, ReadFile const& read);

/// As the service account of the Pod that this program runs in.
Result<Access> in_cluster_access(std::function<std::string(char const*)> const& environment, ReadFile const& read);

/// What a user of kubectl would expect: see ConnectOptions.
Result<Access> find_access(std::string const& kubeconfig, std::string const& context, bool in_cluster,
                           std::function<std::string(char const*)> const& environment, ReadFile const& read);

}  // namespace keelson::remote

#endif
