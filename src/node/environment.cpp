#include "node/environment.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace keelson {
namespace {

/// The key in `metadata.labels['app']`, when `path` is such a reference to `map`.
std::optional<std::string> subscript(std::string_view path, std::string_view map) {
    if (!path.starts_with(map)) return {};
    path.remove_prefix(map.size());
    if (path.size() < 4 || !path.starts_with("['") || !path.ends_with("']")) return {};
    return std::string(path.substr(2, path.size() - 4));
}

std::string lookup(std::map<std::string, std::string> const& map, std::string const& key) {
    auto const found = map.find(key);
    return found == map.end() ? std::string() : found->second;
}

/// A label or annotation map as a file: sorted lines of key="value", the value escaped as Go quotes strings.
std::string map_file(std::map<std::string, std::string> const& map) {
    std::string text;
    for (auto const& [key, value] : map) {
        if (!text.empty()) text += '\n';
        text += key + "=\"";
        for (char const c : value) {
            switch (c) {
                case '"': text += "\\\""; break;
                case '\\': text += "\\\\"; break;
                case '\n': text += "\\n"; break;
                case '\r': text += "\\r"; break;
                case '\t': text += "\\t"; break;
                default: text += c;
            }
        }
        text += '"';
    }
    return text;
}

std::string service_prefix(std::string const& name) {
    std::string text;
    for (unsigned char const c : name) text += c == '-' || c == '.' ? '_' : static_cast<char>(std::toupper(c));
    return text;
}

/// Adds the keys of a ConfigMap or Secret under a prefix; the name of what is missing comes back as an error.
template <class T>
Result<> add_all(View const& view, std::string const& namespace_, std::string_view kind, std::string const& name,
                 bool optional, std::string const& prefix, Environment& environment) {
    auto const source = view.get<T>({namespace_, name});
    if (!source) {
        if (optional) return {};
        return Error(Errc::not_found, std::string(kind) + " \"" + name + "\" not found");
    }
    for (auto const& [key, value] : source->data) {
        if constexpr (std::is_same_v<T, Secret>) {
            environment.set(prefix + key, value.value);
        } else {
            environment.set(prefix + key, value);
        }
    }
    return {};
}

/// One key of a ConfigMap or Secret; nothing when it is missing and may be.
template <class T, class Selector>
Result<std::optional<std::string>> one_key(View const& view, std::string const& namespace_, std::string_view kind,
                                           std::string_view resource, Selector const& selector) {
    auto const optional = selector.optional.value_or(false);
    auto const source = view.get<T>({namespace_, selector.name});
    if (!source) {
        if (optional) return std::optional<std::string>();
        return Error(Errc::not_found, std::string(resource) + " \"" + selector.name + "\" not found");
    }
    auto const found = source->data.find(selector.key);
    if (found != source->data.end()) {
        if constexpr (std::is_same_v<T, Secret>) {
            return std::optional<std::string>(found->second.value);
        } else {
            return std::optional<std::string>(found->second);
        }
    }
    if (optional) return std::optional<std::string>();
    return Error(Errc::not_found, "couldn't find key " + selector.key + " in " + std::string(kind) + " " + namespace_ +
                                      "/" + selector.name);
}

Container const* find_container(Pod const& pod, std::string const& name) {
    for (auto const* all : {&pod.spec.containers, &pod.spec.initContainers}) {
        for (auto const& one : *all) {
            if (one.name == name) return &one;
        }
    }
    return nullptr;
}

/// The value of `valueFrom`; nothing when an optional source is missing, and then there is no such variable.
Result<std::optional<std::string>> value_from(View const& view, Pod const& pod, Container const& container,
                                              PodFacts const& facts, EnvVar const& variable) {
    auto const& from = *variable.valueFrom;
    auto const& namespace_ = pod.metadata.namespace_;
    auto const some = [](Result<std::string> value) -> Result<std::optional<std::string>> {
        if (!value) return value.error();
        return std::optional<std::string>(std::move(*value));
    };
    if (from.fieldRef) return some(field_value(pod, facts, from.fieldRef->fieldPath, false));
    if (from.resourceFieldRef) {
        auto const& name = from.resourceFieldRef->containerName;
        auto const* const of = name.empty() ? &container : find_container(pod, name);
        if (of == nullptr) return Error(Errc::invalid, "container " + name + " not found");
        return some(resource_value(*of, facts, *from.resourceFieldRef));
    }
    if (from.configMapKeyRef) {
        return one_key<ConfigMap>(view, namespace_, "ConfigMap", "configmap", *from.configMapKeyRef);
    }
    if (from.secretKeyRef) return one_key<Secret>(view, namespace_, "Secret", "secret", *from.secretKeyRef);
    if (from.fileKeyRef) {
        return Error(Errc::unsupported, "env " + variable.name + ": fileKeyRef is not supported by this node");
    }
    return Error(Errc::invalid, "env " + variable.name + ": valueFrom names no source");
}

}  // namespace

void Environment::set(std::string name, std::string value) {
    auto const [place, added] = places_.try_emplace(name, variables_.size());
    if (added) {
        variables_.emplace_back(std::move(name), std::move(value));
    } else {
        variables_[place->second].second = std::move(value);
    }
}

std::string const* Environment::find(std::string_view name) const {
    auto const found = places_.find(name);
    return found == places_.end() ? nullptr : &variables_[found->second].second;
}

std::string expand_references(std::string_view text, Environment const& variables) {
    std::string expanded;
    expanded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '$' || i + 1 == text.size()) {
            expanded += text[i];
            continue;
        }
        auto const next = text[++i];
        if (next != '(') {
            if (next != '$') expanded += '$';
            expanded += next;
            continue;
        }
        auto const end = text.find(')', i);
        if (end == std::string_view::npos) {
            expanded += "$(";
            continue;
        }
        auto const name = text.substr(i + 1, end - i - 1);
        if (auto const* const value = variables.find(name)) {
            expanded += *value;
        } else {
            expanded.append(text.substr(i - 1, end - i + 2));
        }
        i = end;
    }
    return expanded;
}

Result<std::string> field_value(Pod const& pod, PodFacts const& facts, std::string_view path, bool whole_maps) {
    auto const& meta = pod.metadata;
    if (path == "metadata.name") return meta.name;
    if (path == "metadata.namespace") return meta.namespace_;
    if (path == "metadata.uid") return meta.uid;
    if (auto const key = subscript(path, "metadata.labels")) return lookup(meta.labels, *key);
    if (auto const key = subscript(path, "metadata.annotations")) return lookup(meta.annotations, *key);
    if (whole_maps && path == "metadata.labels") return map_file(meta.labels);
    if (whole_maps && path == "metadata.annotations") return map_file(meta.annotations);
    if (path == "spec.nodeName") return pod.spec.nodeName;
    if (path == "spec.serviceAccountName") return pod.spec.serviceAccountName;
    if (path == "status.podIP" || path == "status.podIPs") return facts.pod_ip;
    if (path == "status.hostIP" || path == "status.hostIPs") return facts.host_ip;
    return Error(Errc::invalid, "unsupported fieldPath: " + std::string(path));
}

Result<std::string> resource_value(Container const& container, PodFacts const& facts,
                                   ResourceFieldSelector const& selector) {
    auto const dot = selector.resource.find('.');
    auto const side = selector.resource.substr(0, dot);
    if (dot == std::string::npos || (side != "limits" && side != "requests")) {
        return Error(Errc::invalid, "unsupported container resource : " + selector.resource);
    }
    auto const name = selector.resource.substr(dot + 1);
    Quantity amount;
    auto const look_in = [&](std::map<std::string, Quantity> const& map) {
        auto const found = map.find(name);
        if (found == map.end() || found->second.zero()) return false;
        amount = found->second;
        return true;
    };
    auto found = false;
    if (container.resources) {
        found = look_in(side == "limits" ? container.resources->limits : container.resources->requests);
    }
    if (!found && side == "limits" && facts.allocatable != nullptr) look_in(*facts.allocatable);
    auto const divisor = selector.divisor && !selector.divisor->zero() ? *selector.divisor : Quantity(1);
    auto const over = [](std::int64_t a, std::int64_t b) { return std::to_string(a / b + (a % b > 0 ? 1 : 0)); };
    if (name == "cpu") return over(amount.millis(), std::max<std::int64_t>(divisor.millis(), 1));
    return over(amount.units(), std::max<std::int64_t>(divisor.units(), 1));
}

Environment service_environment(View const& view, std::string const& namespace_) {
    Environment variables;
    for (auto const& service :
         view.list<Service>({.namespace_ = namespace_, .labels = {}, .owner_uid = {}, .node = {}})) {
        auto const& ip = service->spec.clusterIP;
        if (ip.empty() || ip == "None" || service->spec.ports.empty()) continue;
        auto const prefix = service_prefix(service->metadata.name);
        variables.set(prefix + "_SERVICE_HOST", ip);
        variables.set(prefix + "_SERVICE_PORT", std::to_string(service->spec.ports.front().port));
        for (auto const& port : service->spec.ports) {
            if (!port.name.empty()) {
                variables.set(prefix + "_SERVICE_PORT_" + service_prefix(port.name), std::to_string(port.port));
            }
        }
        auto first = true;
        for (auto const& port : service->spec.ports) {
            auto protocol = port.protocol.empty() ? std::string("TCP") : port.protocol;
            auto lower = protocol;
            for (auto& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            auto const number = std::to_string(port.port);
            auto const url = lower + "://" + ip + ":" + number;
            if (first) variables.set(prefix + "_PORT", url);
            first = false;
            auto const port_prefix = prefix + "_PORT_" + number + "_" + protocol;
            variables.set(port_prefix, url);
            variables.set(port_prefix + "_PROTO", lower);
            variables.set(port_prefix + "_PORT", number);
            variables.set(port_prefix + "_ADDR", ip);
        }
    }
    return variables;
}

Result<Environment> container_environment(View const& view, Pod const& pod, Container const& container,
                                          PodFacts const& facts, std::map<std::string, std::string> const& base) {
    Environment environment;
    for (auto const& [name, value] : base) environment.set(name, value);
    if (pod.spec.enableServiceLinks.value_or(true)) {
        auto const services = service_environment(view, pod.metadata.namespace_);
        for (auto const& [name, value] : services.variables()) {
            environment.set(name, value);
        }
    }
    auto const& namespace_ = pod.metadata.namespace_;
    for (auto const& from : container.envFrom) {
        auto added = Result<>();
        if (from.configMapRef) {
            added = add_all<ConfigMap>(view, namespace_, "configmap", from.configMapRef->name,
                                       from.configMapRef->optional.value_or(false), from.prefix, environment);
        } else if (from.secretRef) {
            added = add_all<Secret>(view, namespace_, "secret", from.secretRef->name,
                                    from.secretRef->optional.value_or(false), from.prefix, environment);
        }
        if (!added) return added.error();
    }
    for (auto const& variable : container.env) {
        if (!variable.valueFrom) {
            environment.set(variable.name, expand_references(variable.value, environment));
            continue;
        }
        auto value = value_from(view, pod, container, facts, variable);
        if (!value) return value.error();
        if (*value) environment.set(variable.name, std::move(**value));
    }
    return environment;
}

}  // namespace keelson
