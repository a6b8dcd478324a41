#include "registry/admission/admission.hpp"
#include "registry/rules/field_view.hpp"

#include <algorithm>

/// https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#serviceaccount-admission-controller
namespace keelson::admission {
namespace {

using rules::FieldView;

constexpr std::string_view mount_path = "/var/run/secrets/kubernetes.io/serviceaccount";
constexpr std::int64_t token_seconds = 3607;

/// What a Pod says counts, then what its account says; nothing said is yes.
bool wants_token(FieldView const& spec, json::value const& account) {
    if (auto const said = spec["automountServiceAccountToken"]; said.present()) return said.boolean();
    auto const* const said = find_path(account, {"automountServiceAccountToken"});
    return !said || !said->is_bool() || said->get_bool();
}

/// The token, the certificate of who is talked to, and the namespace.
json::object token_volume(std::string_view name) {
    json::object const token{{"serviceAccountToken", {{"expirationSeconds", token_seconds}, {"path", "token"}}}};
    json::object const authority{
        {"configMap",
         {{"name", "kube-root-ca.crt"}, {"items", json::array{json::object{{"key", "ca.crt"}, {"path", "ca.crt"}}}}}}};
    json::object const field{{"apiVersion", "v1"}, {"fieldPath", "metadata.namespace"}};
    json::object const item{{"path", "namespace"}, {"fieldRef", field}};
    json::object const space{{"downwardAPI", {{"items", json::array{item}}}}};
    json::object const projected{{"defaultMode", 420}, {"sources", json::array{token, authority, space}}};
    return {{"name", name}, {"projected", projected}};
}

void mount_token(json::object& spec, Entropy& entropy) {
    std::string name = "kube-api-access-" + entropy.suffix();
    bool used = false;
    for (std::string_view const list : {"initContainers", "containers"}) {
        auto* const containers = rules::find_list(spec, list);
        if (!containers) continue;
        for (auto& item : *containers) {
            if (!item.is_object()) continue;
            auto& mounts = item.get_object()["volumeMounts"];
            if (!mounts.is_array()) mounts.emplace_array();
            auto& all = mounts.get_array();
            auto const has = std::any_of(all.begin(), all.end(), [](json::value const& mount) {
                return string_at(mount, {"mountPath"}) == mount_path;
            });
            if (has) continue;
            all.push_back(json::object{{"name", name}, {"readOnly", true}, {"mountPath", mount_path}});
            used = true;
        }
    }
    if (!used) return;
    auto& volumes = spec["volumes"];
    if (!volumes.is_array()) volumes.emplace_array();
    volumes.get_array().push_back(token_volume(name));
}

}  // namespace

Result<> give_account(Subject const& subject, json::object& pod) {
    if (!subject.options.service_accounts) return {};
    auto& spec = rules::ensure_object(pod, "spec");
    auto name = std::string(rules::string_of(spec, "serviceAccountName"));
    if (name.empty()) {
        name = "default";
        spec["serviceAccountName"] = name;
        spec["serviceAccount"] = name;
    }
    auto const account = subject.get("serviceaccounts", subject.key.namespace_, name);
    if (!account)
        return subject.forbidden("error looking up service account " + subject.key.namespace_ + "/" + name +
                                 ": serviceaccount \"" + name + "\" not found");
    bool const has_secrets = account->bytes().find("\"imagePullSecrets\"") != std::string_view::npos;
    if (!has_secrets && !subject.options.mount_tokens) return {};
    auto const tree = parse_json(account->bytes());
    if (!tree) return tree.error();
    if (subject.options.mount_tokens && wants_token(FieldView(&pod["spec"], "spec"), *tree))
        mount_token(spec, subject.entropy);
    if (auto const* const secrets = find_path(*tree, {"imagePullSecrets"});
        secrets && rules::is_empty(spec, "imagePullSecrets"))
        spec["imagePullSecrets"] = *secrets;
    return {};
}

}  // namespace keelson::admission
