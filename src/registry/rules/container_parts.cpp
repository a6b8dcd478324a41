#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <array>

namespace keelson::rules {
namespace {

constexpr std::string_view one_env_source =
    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`";

void validate_key_selector(FieldView const& selector, PodScope const&, FieldErrors& errors) {
    auto const name = selector["name"];
    report(errors, name, check_dns_subdomain(name.string()));
    auto const key = selector["key"];
    if (key.string().empty()) {
        errors.required(key.path());
    } else {
        report(errors, key, check_config_key(key.string()));
    }
}

void validate_file_key(FieldView const& selector, PodScope const& scope, FieldErrors& errors) {
    auto const key = selector["key"];
    if (key.string().empty()) {
        errors.required(key.path());
    } else {
        report(errors, key, check_env_name(key.string()));
    }
    auto const volume = selector["volumeName"];
    if (volume.string().empty()) {
        errors.required(volume.path());
    } else if (!scope.volume(volume.string())) {
        errors.not_found(volume.path(), volume.text());
    }
    auto const path = selector["path"];
    if (path.string().empty()) {
        errors.required(path.path());
    } else {
        validate_local_path(path, errors);
    }
}

struct EnvSource {
    std::string_view name;
    void (*validate)(FieldView const&, PodScope const&, FieldErrors&);
};
constexpr std::array env_sources{
    EnvSource{"fieldRef",
              [](FieldView const& f, PodScope const&, FieldErrors& e) { validate_object_field(f, false, e); }},
    EnvSource{"resourceFieldRef",
              [](FieldView const& f, PodScope const&, FieldErrors& e) { validate_resource_field(f, false, e); }},
    EnvSource{"configMapKeyRef", validate_key_selector}, EnvSource{"secretKeyRef", validate_key_selector},
    EnvSource{"fileKeyRef", validate_file_key}};

void validate_env_source(FieldView const& variable, PodScope const& scope, FieldErrors& errors) {
    auto const from = variable["valueFrom"];
    if (!from.present()) return;
    int count = 0;
    for (auto const& source : env_sources) {
        auto const field = from[source.name];
        if (!field.present()) continue;
        ++count;
        source.validate(field, scope, errors);
    }
    if (count == 0) {
        errors.invalid(from.path(), "\"\"", one_env_source);
    } else if (!variable["value"].string().empty()) {
        errors.invalid(from.path(), "\"\"", "may not be specified when `value` is not empty");
    } else if (count > 1) {
        errors.invalid(from.path(), "\"\"", "may not have more than one field specified at a time");
    }
}

void validate_env_from(FieldView const& sources, FieldErrors& errors) {
    for (auto const source : sources) {
        if (auto const prefix = source["prefix"]; prefix.given())
            report(errors, prefix, check_env_name(prefix.string()));
        int count = 0;
        for (std::string_view const name : {"configMapRef", "secretRef"}) {
            auto const reference = source[name];
            if (!reference.present()) continue;
            ++count;
            auto const object = reference["name"];
            if (object.string().empty()) {
                errors.required(object.path());
            } else {
                report(errors, object, check_dns_subdomain(object.string()));
            }
        }
        if (count == 0) {
            errors.invalid(sources.path(), "\"\"", "must specify one of: `configMapRef` or `secretRef`");
        } else if (count > 1) {
            errors.invalid(sources.path(), "\"\"", "may not have more than one field specified at a time");
        }
    }
}

/// "metadata.labels['app']" as its path and what is between the quotes.
bool split_subscript(std::string_view text, std::string_view& path, std::string_view& subscript) {
    auto const open = text.find("['");
    if (!text.ends_with("']") || open == text.npos || open == 0) return false;
    path = text.substr(0, open);
    subscript = text.substr(open + 2, text.size() - open - 4);
    return true;
}

using Words = std::vector<std::string_view>;
Words const& env_fields() {
    static Words const words{
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
        "status.hostIP", "status.hostIPs",     "status.podIP", "status.podIPs"};
    return words;
}
Words const& volume_fields() {
    static Words const words{"metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace",
                             "metadata.uid"};
    return words;
}
Words const& resource_fields() {
    static Words const words{"limits.cpu",   "limits.ephemeral-storage",   "limits.memory",
                             "requests.cpu", "requests.ephemeral-storage", "requests.memory"};
    return words;
}
bool has(Words const& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view divisor_complaint(std::string_view resource, std::string_view divisor) {
    static Words const sizes{"1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"};
    auto const what = resource.substr(resource.find('.') + 1);
    if (what == "cpu")
        return divisor == "1" || divisor == "1m" ? ""
                                                 : "only divisor's values 1m and 1 are supported with the cpu resource";
    if (has(sizes, divisor)) return {};
    if (what == "memory")
        return "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the "
               "memory resource";
    if (what == "ephemeral-storage")
        return "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the "
               "local ephemeral storage resource";
    return "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the "
           "hugepages resource";
}

void validate_mount(FieldView const& mount, FieldView const& container, PodScope const& scope, FieldErrors& errors) {
    auto const name = mount["name"];
    auto const* const volume = scope.volume(name.string());
    if (name.string().empty()) errors.required(name.path());
    if (!volume) errors.not_found(name.path(), FieldErrors::quoted(name.string()));
    auto const path = mount["mountPath"];
    if (path.string().empty()) errors.required(path.path());

    auto const sub_path = mount["subPath"];
    auto const expression = mount["subPathExpr"];
    for (auto const* const field : {&sub_path, &expression}) {
        if (!field->given()) continue;
        if (volume && volume->contains("image")) report(errors, *field, {"not allowed in image volume sources"});
        validate_descending_path(*field, errors);
    }
    if (sub_path.given() && expression.given())
        report(errors, expression, {"subPathExpr and subPath are mutually exclusive"});

    auto const propagation = mount["mountPropagation"];
    if (propagation.string() == "Bidirectional") {
        auto const context = container["securityContext"];
        if (!context["privileged"].boolean())
            errors.forbidden(propagation.path(),
                             "Bidirectional mount propagation is available only to privileged containers");
    }
    auto const recursive = mount["recursiveReadOnly"];
    if (recursive.string() == "Enabled" || recursive.string() == "IfPossible") {
        if (!mount["readOnly"].boolean())
            errors.forbidden(recursive.path(), "may only be specified when readOnly is true");
        if (propagation.given() && propagation.string() != "None")
            errors.forbidden(recursive.path(), "may only be specified when mountPropagation is None or not specified");
    }
}

void validate_device(FieldView const& device, PodScope const& scope, FieldErrors& errors) {
    auto const name = device["name"];
    auto const* const volume = scope.volume(name.string());
    if (name.string().empty()) errors.required(name.path());
    if (!volume) {
        errors.not_found(name.path(), FieldErrors::quoted(name.string()));
    } else if (!volume->contains("persistentVolumeClaim") && !volume->contains("ephemeral")) {
        report(errors, name, {"can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"});
    }
    auto const path = device["devicePath"];
    if (path.string().empty()) errors.required(path.path());
    auto const text = "/" + std::string(path.string()) + "/";
    if (text.find("/../") != text.npos) report(errors, path, {"can not contain backsteps ('..')"});
}

/// Says which values of a field repeat among the elements of a list or occur in another list.
void validate_unique(FieldView const& list, std::string_view field, FieldErrors& errors) {
    for (std::size_t i = 1; i < list.size(); ++i) {
        auto const item = list[i];
        auto const value = item[field];
        for (std::size_t j = 0; j < i; ++j) {
            auto const before = list[j];
            if (before[field].string() != value.string()) continue;
            report(errors, value, {"must be unique"});
            break;
        }
    }
}

void validate_apart(FieldView const& list, std::string_view field, FieldView const& other, std::string_view other_field,
                    std::string_view complaint, FieldErrors& errors) {
    for (auto const item : list)
        for (auto const there : other) {
            auto const value = item[field];
            if (value.string() == there[other_field].string()) report(errors, value, {std::string(complaint)});
        }
}

}  // namespace

void validate_env(FieldView const& container, PodScope const& scope, FieldErrors& errors) {
    for (auto const variable : container["env"]) {
        auto const name = variable["name"];
        if (name.string().empty()) {
            errors.required(name.path());
        } else if (auto const wrong = check_env_name(name.string()); !wrong.empty()) {
            report(errors, name, wrong);
        }
        validate_env_source(variable, scope, errors);
    }
    auto const sources = container["envFrom"];
    validate_env_from(sources, errors);
}

void validate_object_field(FieldView const& selector, bool in_volume, FieldErrors& errors) {
    auto const version = selector["apiVersion"];
    if (version.string().empty()) return errors.required(version.path());
    auto const field = selector["fieldPath"];
    if (field.string().empty()) return errors.required(field.path());
    auto const unknown = [&](std::string_view why) {
        report(errors, field, {"error converting fieldPath: " + std::string(why)});
    };
    if (version.string() != "v1") return unknown("unsupported pod version: " + std::string(version.string()));
    std::string_view path, subscript;
    if (split_subscript(field.string(), path, subscript)) {
        if (path != "metadata.annotations" && path != "metadata.labels")
            return unknown("field label does not support subscript: " + std::string(field.string()));
        std::string key(subscript);
        if (path == "metadata.annotations")
            for (auto& c : key) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        return report(errors, selector.path(), key, check_qualified_name(key));
    }
    path = field.string() == "spec.host" ? "spec.nodeName" : field.string();
    static Words const more{"metadata.annotations", "metadata.labels", "spec.restartPolicy", "spec.schedulerName",
                            "status.phase"};
    if (!has(env_fields(), path) && !has(more, path))
        return unknown("field label not supported: " + std::string(field.string()));
    auto const& allowed = in_volume ? volume_fields() : env_fields();
    if (!has(allowed, path)) errors.not_supported(field.path(), path, allowed);
}

void validate_resource_field(FieldView const& selector, bool in_volume, FieldErrors& errors) {
    auto const container = selector["containerName"];
    auto const resource = selector["resource"];
    auto const name = resource.string();
    if (in_volume && container.string().empty()) {
        errors.required(container.path());
    } else if (name.empty()) {
        errors.required(resource.path());
    } else if (!has(resource_fields(), name) && !name.starts_with("requests.hugepages-") &&
               !name.starts_with("limits.hugepages-")) {
        return errors.not_supported(resource.path(), name, resource_fields());
    }
    auto const divisor = quantity_of(selector["divisor"]);
    if (!divisor || divisor->zero() || name.empty()) return;
    if (auto const wrong = divisor_complaint(name, divisor->text()); !wrong.empty())
        errors.invalid(selector.path("divisor"), FieldErrors::quoted(name), wrong);
}

void validate_mounts(FieldView const& container, PodScope const& scope, FieldErrors& errors) {
    auto const mounts = container["volumeMounts"];
    for (auto const mount : mounts) validate_mount(mount, container, scope, errors);
    validate_unique(mounts, "mountPath", errors);
    auto const devices = container["volumeDevices"];
    if (!devices.given()) return;
    for (auto const device : devices) validate_device(device, scope, errors);
    validate_unique(devices, "name", errors);
    validate_unique(devices, "devicePath", errors);
    validate_apart(mounts, "name", devices, "name", "must not already exist in volumeDevices", errors);
    validate_apart(mounts, "mountPath", devices, "devicePath", "must not already exist as a path in volumeDevices",
                   errors);
    validate_apart(devices, "name", mounts, "name", "must not already exist in volumeMounts", errors);
    validate_apart(devices, "devicePath", mounts, "mountPath", "must not already exist as a path in volumeMounts",
                   errors);
}

void validate_ports(FieldView const& container, FieldErrors& errors) {
    std::vector<std::string_view> names;
    for (auto const port : container["ports"]) {
        if (auto const name = port["name"]; name.given()) {
            if (auto const wrong = check_port_name(name.string()); !wrong.empty()) {
                report(errors, name, wrong);
            } else if (has(names, name.string())) {
                errors.duplicate(name.path(), name.text());
            } else {
                names.push_back(name.string());
            }
        }
        auto const number = port["containerPort"];
        if (number.number() == 0) {
            errors.required(number.path());
        } else {
            report(errors, number, check_port(number.number()));
        }
        if (auto const host = port["hostPort"]; host.given()) report(errors, host, check_port(host.number()));
        if (auto const ip = port["hostIP"]; ip.given()) report(errors, ip, check_ip(ip.string()));
    }
}

}  // namespace keelson::rules
