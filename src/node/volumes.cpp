#include "node/volumes.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace keelson {
namespace {

using Files = std::vector<VolumeFile>;

Error not_found(std::string_view kind, std::string const& name) {
    return {Errc::not_found, std::string(kind) + " \"" + name + "\" not found"};
}

/// What a ConfigMap or Secret holds, whichever it is.
std::map<std::string, std::string> contents_of(ConfigMap const& source) {
    auto all = source.data;
    for (auto const& [key, value] : source.binaryData) all.emplace(key, value.value);
    return all;
}
std::map<std::string, std::string> contents_of(Secret const& source) {
    std::map<std::string, std::string> all;
    for (auto const& [key, value] : source.data) all.emplace(key, value.value);
    return all;
}

/// The files of one ConfigMap or Secret: all its keys, or those that `items` names.
template <class T>
Result<> add_object(View const& view, std::string const& namespace_, std::string_view kind, std::string const& name,
                    std::vector<KeyToPath> const& items, bool optional, std::uint32_t mode, Files& files) {
    auto const source = view.get<T>({namespace_, name});
    if (!source) {
        if (optional) return {};
        return not_found(kind, name);
    }
    auto all = contents_of(*source);
    if (items.empty()) {
        for (auto& [key, value] : all) files.push_back({.path = key, .content = std::move(value), .mode = mode});
        return {};
    }
    for (auto const& item : items) {
        auto const found = all.find(item.key);
        if (found != all.end()) {
            files.push_back({.path = item.path,
                             .content = found->second,
                             .mode = item.mode ? static_cast<std::uint32_t>(*item.mode) : mode});
        } else if (!optional) {
            return Error(Errc::not_found, std::string(kind) + " references non-existent config key: " + item.key);
        }
    }
    return {};
}

Container const* find_container(Pod const& pod, std::string const& name) {
    for (auto const* all : {&pod.spec.containers, &pod.spec.initContainers}) {
        for (auto const& one : *all) {
            if (one.name == name) return &one;
        }
    }
    return nullptr;
}

Result<> add_downward(Pod const& pod, PodFacts const& facts, std::vector<DownwardAPIVolumeFile> const& items,
                      std::uint32_t mode, Files& files) {
    for (auto const& item : items) {
        Result<std::string> value = std::string();
        if (item.fieldRef) {
            value = field_value(pod, facts, item.fieldRef->fieldPath, true);
        } else if (item.resourceFieldRef) {
            auto const* const container = find_container(pod, item.resourceFieldRef->containerName);
            if (container == nullptr) {
                return Error(Errc::invalid, "container " + item.resourceFieldRef->containerName + " not found");
            }
            value = resource_value(*container, facts, *item.resourceFieldRef);
        }
        if (!value) return value.error();
        files.push_back({.path = item.path,
                         .content = std::move(*value),
                         .mode = item.mode ? static_cast<std::uint32_t>(*item.mode) : mode});
    }
    return {};
}

Result<> add_projection(View const& view, Pod const& pod, PodFacts const& facts, VolumeProjection const& source,
                        std::uint32_t mode, Files& files) {
    auto const& namespace_ = pod.metadata.namespace_;
    if (auto const& from = source.configMap) {
        return add_object<ConfigMap>(view, namespace_, "configmap", from->name, from->items,
                                     from->optional.value_or(false), mode, files);
    }
    if (auto const& from = source.secret) {
        return add_object<Secret>(view, namespace_, "secret", from->name, from->items, from->optional.value_or(false),
                                  mode, files);
    }
    if (auto const& from = source.downwardAPI) return add_downward(pod, facts, from->items, mode, files);
    auto const what = source.serviceAccountToken  ? "serviceAccountToken"
                      : source.clusterTrustBundle ? "clusterTrustBundle"
                      : source.podCertificate     ? "podCertificate"
                                                  : "none";
    return Error(Errc::unsupported, std::string("projected source ") + what + " is not supported by this node");
}

/// The name of the source that a volume has, from the struct's table: `Volume` has one member for each.
template <class T>
std::string source_name(T const& volume) {
    for (auto const& field : type_desc<T>().fields) {
        auto const& desc = field.type();
        if (desc.kind != TypeDesc::Kind::optional || desc.element().kind != TypeDesc::Kind::object) continue;
        auto const* const member = field.member(const_cast<T*>(&volume));
        if (desc.get(member) != nullptr && field.name != "claimRef" && field.name != "nodeAffinity") {
            return std::string(field.name);
        }
    }
    return "none";
}

Error unsupported(std::string const& field) {
    return {Errc::unsupported, "volume source " + field + " is not supported by this node"};
}

Result<> set_claim(View const& view, Pod const& pod, PersistentVolumeClaimVolumeSource const& source,
                   VolumeContent& content) {
    auto const claim = view.get<PersistentVolumeClaim>({pod.metadata.namespace_, source.claimName});
    if (!claim) return not_found("persistentvolumeclaim", source.claimName);
    if (claim->status.phase != "Bound" || claim->spec.volumeName.empty()) {
        return Error(Errc::unavailable, "PersistentVolumeClaim is not bound: \"" + pod.metadata.namespace_ + "/" +
                                            source.claimName + "\"");
    }
    auto const volume = view.get<PersistentVolume>({{}, claim->spec.volumeName});
    if (!volume) return not_found("persistentvolume", claim->spec.volumeName);
    if (volume->spec.volumeMode && *volume->spec.volumeMode == "Block") {
        return Error(Errc::unsupported, "persistentvolume \"" + claim->spec.volumeName +
                                            "\": spec.volumeMode Block is not supported by this node");
    }
    content.kind = VolumeContent::Kind::path;
    content.read_only = source.readOnly.value_or(false);
    if (volume->spec.hostPath) {
        content.path = volume->spec.hostPath->path;
        content.path_type = volume->spec.hostPath->type.value_or("");
    } else if (volume->spec.local) {
        content.path = volume->spec.local->path;
        content.path_type = "Directory";
    } else {
        return Error(Errc::unsupported, "persistentvolume \"" + claim->spec.volumeName + "\": volume source spec." +
                                            source_name(volume->spec) + " is not supported by this node");
    }
    return {};
}

Result<VolumeContent> volume_content(View const& view, Pod const& pod, PodFacts const& facts, Volume const& volume) {
    auto const mode_of = [](std::optional<std::int32_t> mode) {
        return static_cast<std::uint32_t>(mode.value_or(0644));
    };
    auto const& namespace_ = pod.metadata.namespace_;
    VolumeContent content;
    content.name = volume.name;
    auto made = Result<>();
    if (auto const& from = volume.emptyDir) {
        auto const in_memory = from->medium == "Memory";
        if (!in_memory && !from->medium.empty()) return unsupported("emptyDir.medium " + from->medium);
        content.kind = in_memory ? VolumeContent::Kind::memory : VolumeContent::Kind::directory;
        if (in_memory && from->sizeLimit) content.size_bytes = static_cast<std::uint64_t>(from->sizeLimit->units());
    } else if (auto const& host_path = volume.hostPath) {
        content.kind = VolumeContent::Kind::path;
        content.path = host_path->path;
        content.path_type = host_path->type.value_or("");
    } else if (auto const& config_map = volume.configMap) {
        content.kind = VolumeContent::Kind::files;
        made = add_object<ConfigMap>(view, namespace_, "configmap", config_map->name, config_map->items,
                                     config_map->optional.value_or(false), mode_of(config_map->defaultMode),
                                     content.files);
    } else if (auto const& secret = volume.secret) {
        content.kind = VolumeContent::Kind::files;
        made = add_object<Secret>(view, namespace_, "secret", secret->secretName, secret->items,
                                  secret->optional.value_or(false), mode_of(secret->defaultMode), content.files);
    } else if (auto const& downward = volume.downwardAPI) {
        content.kind = VolumeContent::Kind::files;
        made = add_downward(pod, facts, downward->items, mode_of(downward->defaultMode), content.files);
    } else if (auto const& projected = volume.projected) {
        content.kind = VolumeContent::Kind::files;
        for (auto const& source : projected->sources) {
            made = add_projection(view, pod, facts, source, mode_of(projected->defaultMode), content.files);
            if (!made) break;
        }
    } else if (auto const& claim = volume.persistentVolumeClaim) {
        made = set_claim(view, pod, *claim, content);
    } else {
        return unsupported("spec.volumes." + source_name(volume));
    }
    if (!made) return made.error();
    return content;
}

bool env_uses(Container const& container, bool secret, std::string const& name) {
    for (auto const& from : container.envFrom) {
        if (!secret && from.configMapRef && from.configMapRef->name == name) return true;
        if (secret && from.secretRef && from.secretRef->name == name) return true;
    }
    for (auto const& variable : container.env) {
        if (!variable.valueFrom) continue;
        auto const& from = *variable.valueFrom;
        if (!secret && from.configMapKeyRef && from.configMapKeyRef->name == name) return true;
        if (secret && from.secretKeyRef && from.secretKeyRef->name == name) return true;
    }
    return false;
}

bool volume_uses(Volume const& volume, bool secret, std::string const& name) {
    if (!secret && volume.configMap && volume.configMap->name == name) return true;
    if (secret && volume.secret && volume.secret->secretName == name) return true;
    if (!volume.projected) return false;
    for (auto const& source : volume.projected->sources) {
        if (!secret && source.configMap && source.configMap->name == name) return true;
        if (secret && source.secret && source.secret->name == name) return true;
    }
    return false;
}

}  // namespace

Result<std::vector<VolumeContent>> volume_contents(View const& view, Pod const& pod, PodFacts const& facts) {
    std::vector<VolumeContent> contents;
    for (auto const& volume : pod.spec.volumes) {
        auto content = volume_content(view, pod, facts, volume);
        if (!content) {
            return content.error().code == Errc::unsupported
                       ? Error(content.error()).wrap("volume \"" + volume.name + "\"")
                       : Error(content.error()).wrap("MountVolume.SetUp failed for volume \"" + volume.name + "\" ");
        }
        contents.push_back(std::move(*content));
    }
    return contents;
}

bool uses_data(Pod const& pod, TypeInfo const& type, std::string const& name) {
    if (type == PersistentVolumeClaim::type) {
        return std::any_of(pod.spec.volumes.begin(), pod.spec.volumes.end(), [&](Volume const& volume) {
            return volume.persistentVolumeClaim && volume.persistentVolumeClaim->claimName == name;
        });
    }
    if (type != ConfigMap::type && type != Secret::type) return false;
    auto const secret = type == Secret::type;
    auto const in_env = [&](Container const& one) { return env_uses(one, secret, name); };
    auto const& spec = pod.spec;
    return std::any_of(spec.containers.begin(), spec.containers.end(), in_env) ||
           std::any_of(spec.initContainers.begin(), spec.initContainers.end(), in_env) ||
           std::any_of(spec.volumes.begin(), spec.volumes.end(),
                       [&](Volume const& volume) { return volume_uses(volume, secret, name); });
}

Result<std::string> mount_sub_path(VolumeMount const& mount, Environment const& environment) {
    auto path = mount.subPath;
    if (!mount.subPathExpr.empty()) {
        path = expand_references(mount.subPathExpr, environment);
        if (path.find("$(") != std::string::npos) {
            return Error(Errc::invalid,
                         "subPathExpr \"" + mount.subPathExpr + "\" refers to a variable that is not set");
        }
    }
    if (path.starts_with('/')) return Error(Errc::invalid, "subPath \"" + path + "\" must not be an absolute path");
    for (std::size_t begin = 0; begin < path.size();) {
        auto const end = std::min(path.find('/', begin), path.size());
        if (path.substr(begin, end - begin) == "..") {
            return Error(Errc::invalid, "subPath \"" + path + "\" must not contain \"..\"");
        }
        begin = end + 1;
    }
    return path;
}

Result<std::vector<Mount>> container_mounts(Pod const& pod, Container const& container,
                                            std::vector<VolumeContent> const& contents,
                                            std::vector<std::string> const& sources, Environment const& environment) {
    if (!container.volumeDevices.empty()) {
        return Error(Errc::unsupported,
                     "spec.containers{" + container.name + "}.volumeDevices is not supported by this node");
    }
    std::vector<Mount> mounts;
    for (auto const& wanted : container.volumeMounts) {
        auto const found = std::find_if(pod.spec.volumes.begin(), pod.spec.volumes.end(),
                                        [&](Volume const& one) { return one.name == wanted.name; });
        auto const index = static_cast<std::size_t>(found - pod.spec.volumes.begin());
        if (index >= contents.size() || index >= sources.size()) {
            return Error(Errc::not_found, "cannot find volume \"" + wanted.name + "\" to mount into container \"" +
                                              container.name + "\"");
        }
        auto const& content = contents[index];
        auto const sub_path = mount_sub_path(wanted, environment);
        if (!sub_path) return sub_path.error();
        Mount mount;
        mount.target = wanted.mountPath.starts_with('/') ? wanted.mountPath : "/" + wanted.mountPath;
        mount.read_only =
            wanted.readOnly.value_or(false) || content.read_only || content.kind == VolumeContent::Kind::files;
        mount.propagation = wanted.mountPropagation.value_or("");
        if (mount.propagation == "None") mount.propagation.clear();
        if (content.kind == VolumeContent::Kind::memory) {
            if (!sub_path->empty()) {
                return Error(Errc::unsupported, "volume \"" + wanted.name +
                                                    "\": subPath of an emptyDir with medium Memory is not supported "
                                                    "by this node");
            }
            mount.kind = Mount::Kind::tmpfs;
            mount.size_bytes = content.size_bytes;
        } else {
            mount.source = sub_path->empty() ? sources[index] : sources[index] + "/" + *sub_path;
        }
        mounts.push_back(std::move(mount));
    }
    return mounts;
}

}  // namespace keelson
