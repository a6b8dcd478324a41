#include "registry/rules/kinds.hpp"
#include "registry/rules/names.hpp"

#include <keelson/api/values.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

namespace keelson::rules {
namespace {

namespace json = boost::json;

constexpr std::size_t largest_bytes = 1 << 20;

std::size_t size_of(json::value const& text) { return text.is_string() ? text.get_string().size() : 0; }

/// The size of what base64 stands for.
std::size_t decoded_size(json::value const& base64) {
    std::string_view const text = base64.is_string() ? std::string_view(base64.get_string()) : std::string_view{};
    auto const padding = text.ends_with("==") ? 2U : text.ends_with('=') ? 1U : 0U;
    return text.size() / 4 * 3 - (text.size() >= 4 ? padding : 0);
}

void validate_key(FieldView const& map, std::string_view key, FieldErrors& errors) {
    if (auto const wrong = check_config_key(key); !wrong.empty()) report(errors, map.key_path(key), key, wrong);
}

void validate_config_map(json::object const& object, FieldErrors& errors) {
    FieldView const data(find(object, "data"), "data");
    FieldView const binary(find(object, "binaryData"), "binaryData");
    std::size_t total = 0;
    for (auto const& entry : data.fields()) {
        std::string_view const key = entry.key();
        validate_key(data, key, errors);
        if (binary.fields().contains(key))
            report(errors, data.key_path(key), key, {"duplicate of key present in binaryData"});
        total += size_of(entry.value());
    }
    for (auto const& entry : binary.fields()) {
        validate_key(binary, entry.key(), errors);
        total += decoded_size(entry.value());
    }
    // The whole object has no path: Kubernetes prints that as "[]".
    if (total > largest_bytes) errors.too_long("[]", largest_bytes);
}

void validate_frozen(json::object const& object, json::object const& old,
                     std::initializer_list<std::string_view> fields, FieldErrors& errors) {
    constexpr std::string_view why = "field is immutable when `immutable` is set";
    if (is_empty(old, "immutable")) return;
    if (is_empty(object, "immutable")) errors.forbidden("immutable", why);
    for (auto const field : fields)
        if (!same(object, old, field)) errors.forbidden(std::string(field), why);
}

void validate_config_map_update(json::object const& object, json::object const& old, FieldErrors& errors) {
    validate_frozen(object, old, {"data", "binaryData"}, errors);
}

/// stringData is a convenience of writing: it becomes data and is never seen again.
void merge_string_data(json::object& secret) {
    if (string_of(secret, "type").empty()) secret.erase("type");
    auto* const texts = find_object(secret, "stringData");
    if (!texts) return;
    if (!texts->empty()) {
        auto& data = ensure_object(secret, "data");
        for (auto const& entry : *find_object(secret, "stringData"))
            if (entry.value().is_string())
                data[entry.key()] = encode_base64(entry.value().get_string());
            else
                return;  // not a string: the Schema has to see it
    }
    secret.erase("stringData");
}

void validate_json(FieldView const& data, std::string_view key, FieldErrors& errors) {
    auto const entry = data[key];
    if (!entry.present()) return errors.required(data.key_path(key));
    auto const bytes = decode_base64(entry.string());
    boost::system::error_code failed;
    json::value value;
    if (bytes) value = json::parse(*bytes, failed);
    if (!bytes || failed || !value.is_object())
        errors.invalid(data.key_path(key), FieldErrors::quoted("<secret contents redacted>"),
                       failed ? failed.message() : "not a JSON object");
}

void validate_secret(json::object const& object, FieldErrors& errors) {
    FieldView const data(find(object, "data"), "data");
    std::size_t total = 0;
    for (auto const& entry : data.fields()) {
        validate_key(data, entry.key(), errors);
        total += decoded_size(entry.value());
    }
    if (total > largest_bytes) errors.too_long(data.path(), largest_bytes);

    auto const type = string_of(object, "type");
    auto const require = [&](std::string_view key) {
        if (!data.fields().contains(key)) errors.required(data.key_path(key));
    };
    if (type == "kubernetes.io/service-account-token") {
        constexpr std::string_view account = "kubernetes.io/service-account.name";
        FieldView const metadata(find(object, "metadata"), "metadata");
        auto const annotations = metadata["annotations"];
        if (!annotations[account].given()) errors.required(annotations.key_path(account));
    } else if (type == "kubernetes.io/dockercfg") {
        validate_json(data, ".dockercfg", errors);
    } else if (type == "kubernetes.io/dockerconfigjson") {
        validate_json(data, ".dockerconfigjson", errors);
    } else if (type == "kubernetes.io/basic-auth") {
        if (!data.fields().contains("username") && !data.fields().contains("password")) {
            require("username");
            require("password");
        }
    } else if (type == "kubernetes.io/ssh-auth") {
        if (!data["ssh-privatekey"].given()) errors.required(data.key_path("ssh-privatekey"));
    } else if (type == "kubernetes.io/tls") {
        require("tls.crt");
        require("tls.key");
    }
}

void validate_secret_update(json::object const& object, json::object const& old, FieldErrors& errors) {
    validate_immutable(object, old, "type", "type", errors);
    validate_frozen(object, old, {"data"}, errors);
}

/// An update that does not say the type keeps it.
void keep_secret_type(json::object& object, json::object const& old) {
    if (is_empty(object, "type")) object["type"] = json::string(string_of(old, "type"));
}

}  // namespace

KindRules const& config_maps() {
    static constexpr KindRules rules{.validate = validate_config_map, .validate_update = validate_config_map_update};
    return rules;
}

KindRules const& secrets() {
    static constexpr KindRules rules{.before_defaults = merge_string_data,
                                     .prepare_update = keep_secret_type,
                                     .validate = validate_secret,
                                     .validate_update = validate_secret_update};
    return rules;
}

KindRules const& service_accounts() {
    static constexpr KindRules rules;
    return rules;
}

}  // namespace keelson::rules
