#include "node/volumes.hpp"

#include "node/security.hpp"

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

Result<> add_token(Pod const& pod, PodFacts const& facts, ServiceAccountTokenProjection const& wanted,
                   std::uint32_t mode, Files& files) {
    if (!facts.token) return Error(Errc::unsupported, "service account tokens need an endpoint that issues them");
    auto token = facts.token(wanted);
    if (!token) return Error(token.error()).wrap("failed to fetch token");
    VolumeFile file{.path = wanted.path, .content = std::move(*token), .mode = mode};
    if (facts.gives_files) file.user = common_user(pod);
    // A secret: whoever it is meant for is told by the owner, where one is known.
    if (file.user || (facts.gives_files && volume_group(pod))) file.mode = 0600;
    files.push_back(std::move(file));
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
    if (auto const& from = source.serviceAccountToken) return add_token(pod, facts, *from, mode, files);
    auto const what = source.clusterTrustBundle ? "clusterTrustBundle"
                      : source.podCertificate   ? "podCertificate"
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

/// `of_pod`: the claim was made for this Pod, and must be its.
Result<> set_claim(View const& view, Pod const& pod, std::string const& name, bool read_only, bool of_pod,
                   VolumeContent& content, bool& host_path) {
    auto const claim = view.get<PersistentVolumeClaim>({pod.metadata.namespace_, name});
    if (!claim) return not_found("persistentvolumeclaim", name);
    auto const& owners = claim->metadata.ownerReferences;
    if (of_pod && std::none_of(owners.begin(), owners.end(),
                               [&](OwnerReference const& one) { return one.uid == pod.metadata.uid; })) {
        return Error(Errc::conflict, "PVC " + pod.metadata.namespace_ + "/" + name + " was not created for pod " +
                                         pod.metadata.namespace_ + "/" + pod.metadata.name + " (pod is not owner)");
    }
    if (claim->status.phase != "Bound" || claim->spec.volumeName.empty()) {
        return Error(Errc::unavailable,
                     "PersistentVolumeClaim is not bound: \"" + pod.metadata.namespace_ + "/" + name + "\"");
    }
    auto const volume = view.get<PersistentVolume>({{}, claim->spec.volumeName});
    if (!volume) return not_found("persistentvolume", claim->spec.volumeName);
    auto const block = volume->spec.volumeMode && *volume->spec.volumeMode == "Block";
    content.kind = block ? VolumeContent::Kind::device : VolumeContent::Kind::path;
    content.read_only = read_only;
    if (block && volume->spec.local) {
        content.path = volume->spec.local->path;
        content.path_type = "BlockDevice";
    } else if (volume->spec.hostPath && !block) {
        host_path = true;
        content.path = volume->spec.hostPath->path;
        content.path_type = volume->spec.hostPath->type.value_or("");
    } else if (volume->spec.local) {
        content.path = volume->spec.local->path;
        content.path_type = "Directory";
    } else {
        return Error(Errc::unsupported, "persistentvolume \"" + claim->spec.volumeName + "\": volume source spec." +
                                            source_name(volume->spec) + (block ? " of a block device" : "") +
                                            " is not supported by this node");
    }
    return {};
}

/// Which volumes a kubelet gives to the Pod's group: the Pod's own and those that are one writer's, never a place of
/// the host's that others use too.
void set_group(Pod const& pod, PodFacts const& facts, bool host_path, VolumeContent& content) {
    auto const group = volume_group(pod);
    if (!group || !facts.gives_files || host_path || content.kind == VolumeContent::Kind::device) return;
    content.group = group;
    auto const& policy = pod.spec.securityContext->fsGroupChangePolicy;
    content.group_on_mismatch = content.kind == VolumeContent::Kind::path && policy && *policy == "OnRootMismatch";
}

Result<VolumeContent> volume_content(View const& view, Pod const& pod, PodFacts const& facts, Volume const& volume) {
    auto const mode_of = [](std::optional<std::int32_t> mode) {
        return static_cast<std::uint32_t>(mode.value_or(0644));
    };
    auto const& namespace_ = pod.metadata.namespace_;
    VolumeContent content;
    content.name = volume.name;
    auto made = Result<>();
    auto is_host_path = volume.hostPath.has_value();
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
        made = set_claim(view, pod, claim->claimName, claim->readOnly.value_or(false), false, content, is_host_path);
    } else if (volume.ephemeral) {
        made = set_claim(view, pod, pod.metadata.name + "-" + volume.name, false, true, content, is_host_path);
    } else if (auto const& image = volume.image) {
        if (!facts.has_images) return unsupported("spec.volumes.image");
        content.kind = VolumeContent::Kind::image;
        content.path = image->reference;
        content.pull_policy = image->pullPolicy;
        content.read_only = true;
    } else {
        return unsupported("spec.volumes." + source_name(volume));
    }
    if (!made) return made.error();
    set_group(pod, facts, is_host_path, content);
    return content;
}

std::size_t volume_index(Pod const& pod, std::string const& name) {
    auto const found = std::find_if(pod.spec.volumes.begin(), pod.spec.volumes.end(),
                                    [&](Volume const& one) { return one.name == name; });
    return static_cast<std::size_t>(found - pod.spec.volumes.begin());
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
            return (volume.persistentVolumeClaim && volume.persistentVolumeClaim->claimName == name) ||
                   (volume.ephemeral && pod.metadata.name + "-" + volume.name == name);
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
    std::vector<Mount> mounts;
    for (auto const& wanted : container.volumeMounts) {
        auto const index = volume_index(pod, wanted.name);
        if (index >= contents.size() || index >= sources.size()) {
            return Error(Errc::not_found, "cannot find volume \"" + wanted.name + "\" to mount into container \"" +
                                              container.name + "\"");
        }
        auto const& content = contents[index];
        if (content.kind == VolumeContent::Kind::device) {
            return Error(Errc::invalid, "volume " + wanted.name +
                                            " has volumeMode Block, but is specified in volumeMounts of container " +
                                            container.name);
        }
        if (wanted.recursiveReadOnly && *wanted.recursiveReadOnly == "Enabled") {
            return Error(Errc::unsupported,
                         "volumeMounts{" + wanted.name + "}.recursiveReadOnly Enabled is not supported by this node");
        }
        auto const sub_path = mount_sub_path(wanted, environment);
        if (!sub_path) return sub_path.error();
        Mount mount;
        mount.target = wanted.mountPath.starts_with('/') ? wanted.mountPath : "/" + wanted.mountPath;
        mount.read_only =
            wanted.readOnly.value_or(false) || content.read_only || content.kind == VolumeContent::Kind::files;
        mount.propagation = wanted.mountPropagation.value_or("");
        if (mount.propagation == "None") mount.propagation.clear();
        if (content.kind == VolumeContent::Kind::memory) {
            mount.kind = Mount::Kind::tmpfs;
            mount.source = wanted.name;
            mount.sub_path = *sub_path;
            mount.size_bytes = content.size_bytes;
        } else if (content.kind == VolumeContent::Kind::image) {
            mount.kind = Mount::Kind::image;
            mount.source = content.path;
            mount.sub_path = *sub_path;
        } else {
            mount.source = sub_path->empty() ? sources[index] : sources[index] + "/" + *sub_path;
        }
        mounts.push_back(std::move(mount));
    }
    return mounts;
}

Result<std::vector<DeviceMount>> container_devices(Pod const& pod, Container const& container,
                                                   std::vector<VolumeContent> const& contents) {
    std::vector<DeviceMount> devices;
    for (auto const& wanted : container.volumeDevices) {
        auto const index = volume_index(pod, wanted.name);
        if (index >= contents.size()) return Error(Errc::not_found, "cannot find volume \"" + wanted.name + "\"");
        auto const& content = contents[index];
        if (content.kind != VolumeContent::Kind::device) {
            return Error(Errc::invalid,
                         "volume " + wanted.name +
                             " has volumeMode Filesystem, but is specified in volumeDevices of container " +
                             container.name);
        }
        devices.push_back({.source = content.path, .target = wanted.devicePath, .read_only = content.read_only});
    }
    return devices;
}

}  // namespace keelson
