#include "registry/rules/names.hpp"
#include "registry/rules/pod_spec.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace keelson::rules {
namespace {

namespace json = boost::json;
using Checks = void (*)(FieldView const& source, FieldErrors& errors);

/// One type of volume: its field, the strings or lists that it must have, and what else is checked.
struct VolumeType {
    std::string_view name;
    std::array<std::string_view, 3> required = {};
    Checks check = nullptr;
};

void validate_mode(FieldView const& mode, FieldErrors& errors) {
    if (mode.present() && (mode.number() < 0 || mode.number() > 0777))
        report(errors, mode, {"must be a number between 0 and 0777 (octal), both inclusive"});
}

void validate_partition(FieldView const& source, FieldErrors& errors) {
    if (auto const partition = source["partition"]; partition.number() < 0 || partition.number() > 255)
        report(errors, partition, check_range(partition.number(), 1, 255));
}

void validate_items(FieldView const& source, FieldErrors& errors) {
    for (auto const item : source["items"]) {
        for (std::string_view const name : {"key", "path"})
            if (!item[name].given()) errors.required(item.path(name));
        validate_local_path(item["path"], errors);
        validate_mode(item["mode"], errors);
    }
}

void validate_files(FieldView const& source, FieldErrors& errors) {
    validate_mode(source["defaultMode"], errors);
    validate_items(source, errors);
}

void validate_downward_item(FieldView const& item, FieldErrors& errors) {
    auto const path = item["path"];
    if (!path.given()) errors.required(path.path());
    validate_local_path(path, errors);
    auto const field = item["fieldRef"];
    auto const resource = item["resourceFieldRef"];
    if (field.present()) validate_object_field(field, true, errors);
    if (field.present() && resource.present())
        errors.invalid(item.path(), "\"resource\"",
                       "fieldRef and resourceFieldRef can not be specified simultaneously");
    if (!field.present() && resource.present()) validate_resource_field(resource, true, errors);
    if (!field.present() && !resource.present())
        errors.required(item.path(), "one of fieldRef and resourceFieldRef is required");
    validate_mode(item["mode"], errors);
}

void validate_downward(FieldView const& source, FieldErrors& errors) {
    validate_mode(source["defaultMode"], errors);
    for (auto const item : source["items"]) validate_downward_item(item, errors);
}

void validate_empty_dir(FieldView const& source, FieldErrors& errors) {
    auto const limit = source["sizeLimit"];
    if (auto const size = quantity_of(limit); size && size->negative())
        errors.forbidden(limit.path(), "SizeLimit field must be a valid resource quantity");
}

void validate_host_path(FieldView const& source, FieldErrors& errors) { validate_no_backsteps(source["path"], errors); }

void validate_nfs(FieldView const& source, FieldErrors& errors) {
    if (auto const path = source["path"]; !path.string().starts_with('/'))
        report(errors, path, {"must be an absolute path"});
}

void validate_iscsi(FieldView const& source, FieldErrors& errors) {
    auto const named = [](std::string_view text) {
        return text.starts_with("iqn") || text.starts_with("eui") || text.starts_with("naa");
    };
    if (auto const iqn = source["iqn"]; iqn.given() && !named(iqn.string()))
        report(errors, iqn, {"must be valid format starting with iqn, eui, or naa"});
    if (auto const lun = source["lun"]; lun.number() < 0 || lun.number() > 255)
        report(errors, lun, check_range(lun.number(), 0, 255));
    bool const authenticates = source["chapAuthDiscovery"].boolean() || source["chapAuthSession"].boolean();
    if (authenticates && !source["secretRef"].present()) errors.required(source.path("secretRef"));
    if (auto const initiator = source["initiatorName"]; initiator.present() && !named(initiator.string()))
        report(errors, initiator, {"must be valid format starting with iqn, eui, or naa"});
}

void validate_fc(FieldView const& source, FieldErrors& errors) {
    auto const targets = source["targetWWNs"];
    auto const wwids = source["wwids"];
    if (!targets.given() && !wwids.given())
        errors.required(targets.path(), "must specify either targetWWNs or wwids, but not both");
    if (targets.given() && wwids.given())
        report(errors, targets, {"targetWWNs and wwids can not be specified simultaneously"});
    if (!targets.given()) return;
    auto const lun = source["lun"];
    if (!lun.present()) {
        errors.required(lun.path(), "lun is required if targetWWNs is specified");
    } else {
        report(errors, lun, check_range(lun.number(), 0, 255));
    }
}

void validate_flocker(FieldView const& source, FieldErrors& errors) {
    auto const name = source["datasetName"];
    bool const by_id = source["datasetUUID"].given();
    if (!name.given() && !by_id) errors.required(source.path(), "one of datasetName and datasetUUID is required");
    if (name.given() && by_id)
        errors.invalid(source.path(), "\"resource\"",
                       "datasetName and datasetUUID can not be specified simultaneously");
    if (name.string().find('/') != std::string_view::npos) report(errors, name, {"must not contain '/'"});
}

void validate_flex(FieldView const& source, FieldErrors& errors) {
    auto const options = source["options"];
    for (auto const& option : options.fields()) {
        std::string_view const key = option.key();
        std::string domain = ".";
        for (char const c : key.substr(0, key.find('/')))
            domain += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        if (domain.ends_with(".kubernetes.io") || domain.ends_with(".k8s.io"))
            errors.invalid(options.key_path(key), FieldErrors::quoted(key),
                           "kubernetes.io and k8s.io namespaces are reserved");
    }
}

void validate_azure_disk(FieldView const& source, FieldErrors& errors) {
    auto const kind = source["kind"];
    auto const uri = source["diskURI"];
    bool const managed = kind.string() == "Managed";
    if (managed && !uri.string().starts_with("/subscriptions/"))
        errors.not_supported(uri.path(), uri.string(),
                             {"/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/"
                              "{disk-id}"});
    if (kind.given() && !managed && !uri.string().starts_with("https://"))
        errors.not_supported(uri.path(), uri.string(),
                             {"https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"});
}

void validate_storage_os(FieldView const& source, FieldErrors& errors) {
    for (std::string_view const name : {"volumeName", "volumeNamespace"})
        if (auto const field = source[name]; field.given()) report(errors, field, check_dns_label(field.string()));
}

void validate_driver_name(FieldView const& driver, FieldErrors& errors) {
    if (!driver.given()) return;
    if (driver.string().size() > 63) errors.too_long(driver.path(), 63);
    std::string lowered(driver.string());
    for (auto& c : lowered) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    report(errors, driver, check_dns_subdomain(lowered));
}

void validate_secret_reference(FieldView const& reference, FieldErrors& errors) {
    if (!reference.present()) return;
    auto const name = reference["name"];
    auto const space = reference["namespace"];
    if (!name.given()) {
        errors.required(name.path());
    } else {
        report(errors, name, check_dns_subdomain(name.string()));
    }
    if (!space.given()) {
        errors.required(space.path());
    } else {
        report(errors, space, check_dns_label(space.string()));
    }
}

void validate_csi(FieldView const& source, FieldErrors& errors) {
    validate_driver_name(source["driver"], errors);
    auto const secret = source["nodePublishSecretRef"];
    if (!secret.present()) return;
    if (auto const name = secret["name"]; !name.given()) {
        errors.required(name.path());
    } else {
        report(errors, name, check_dns_subdomain(name.string()));
    }
}

void validate_persistent_csi(FieldView const& source, FieldErrors& errors) {
    validate_driver_name(source["driver"], errors);
    for (std::string_view const name :
         {"controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef"})
        validate_secret_reference(source[name], errors);
}

void validate_ephemeral(FieldView const& source, FieldErrors& errors) {
    auto const claim = source["volumeClaimTemplate"];
    if (!claim.present()) return errors.required(claim.path());
    auto const metadata = claim["metadata"];
    validate_labels(metadata["labels"], errors);
    validate_annotations(metadata["annotations"], errors);
    for (auto const& field : metadata.fields())
        if (field.key() != "labels" && field.key() != "annotations")
            errors.forbidden(metadata.path(field.key()), "cannot be set");
    auto const spec = claim["spec"];
    validate_claim_spec(spec, errors);
}

void validate_token(FieldView const& token, FieldErrors& errors) {
    auto const life = token["expirationSeconds"];
    if (life.number() < 10 * 60) report(errors, life, {"may not specify a duration less than 10 minutes"});
    if (life.number() > std::int64_t{1} << 32)
        report(errors, life, {"may not specify a duration larger than 2^32 seconds"});
    if (auto const path = token["path"]; !path.given()) {
        errors.required(path.path());
    } else {
        validate_local_path(path, errors);
    }
}

void validate_trust_bundle(FieldView const& bundle, FieldErrors& errors) {
    bool const by_name = bundle["name"].present();
    bool const by_signer = bundle["signerName"].present();
    if (by_name && by_signer)
        errors.invalid(bundle.path(), bundle.text(), "only one of name and signerName may be used");
    if (!by_name && !by_signer) errors.required(bundle.path(), "either name or signerName must be specified");
    if (auto const selector = bundle["labelSelector"]; selector.present()) {
        if (by_name) report(errors, selector, {"labelSelector must be unset if name is specified"});
        validate_label_selector(selector, errors);
    }
    if (auto const path = bundle["path"]; !path.given()) {
        errors.required(path.path());
    } else {
        validate_local_path(path, errors);
    }
}

void validate_certificate(FieldView const& certificate, FieldErrors& errors) {
    bool any = false;
    for (std::string_view const name : {"credentialBundlePath", "keyPath", "certificateChainPath"}) {
        auto const path = certificate[name];
        any = any || path.given();
        if (path.given()) validate_local_path(path, errors);
    }
    if (!any)
        errors.required(certificate.path(),
                        "specify at least one of credentialBundlePath, keyPath, and certificateChainPath");
}

void validate_projected(FieldView const& projected, FieldErrors& errors) {
    validate_mode(projected["defaultMode"], errors);
    std::set<std::string_view> paths;
    auto const take = [&](std::string_view path, std::string_view value) {
        if (!path.empty() && !paths.insert(path).second)
            errors.invalid(projected.path(), FieldErrors::quoted(value), "conflicting duplicate paths");
    };
    for (auto const source : projected["sources"]) {
        int count = 0;
        for (std::string_view const name : {"secret", "configMap"}) {
            auto const keys = source[name];
            if (!keys.present()) continue;
            ++count;
            if (!keys["name"].given()) errors.required(keys.path("name"));
            validate_items(keys, errors);
            for (auto const item : keys["items"]) take(item["path"].string(), keys["name"].string());
        }
        if (auto const downward = source["downwardAPI"]; downward.present()) {
            ++count;
            for (auto const item : downward["items"]) {
                validate_downward_item(item, errors);
                take(item["path"].string(), item["path"].string());
            }
        }
        if (auto const token = source["serviceAccountToken"]; token.present()) {
            ++count;
            validate_token(token, errors);
        }
        if (auto const bundle = source["clusterTrustBundle"]; bundle.present()) {
            ++count;
            validate_trust_bundle(bundle, errors);
            take(bundle["path"].string(), bundle["path"].string());
        }
        if (auto const certificate = source["podCertificate"]; certificate.present()) {
            ++count;
            validate_certificate(certificate, errors);
        }
        if (count > 1) errors.forbidden(source.path(), "may not specify more than 1 volume type per source");
    }
}

// In Kubernetes' order: with several in one volume, the first counts.
constexpr std::array pod_volumes{
    VolumeType{"emptyDir", {}, validate_empty_dir},
    VolumeType{"hostPath", {"path"}, validate_host_path},
    VolumeType{"gitRepo",
               {"repository"},
               [](FieldView const& s, FieldErrors& e) { validate_descending_path(s["directory"], e); }},
    VolumeType{"gcePersistentDisk", {"pdName"}, validate_partition},
    VolumeType{"awsElasticBlockStore", {"volumeID"}, validate_partition},
    VolumeType{"secret", {"secretName"}, validate_files},
    VolumeType{"nfs", {"server", "path"}, validate_nfs},
    VolumeType{"iscsi", {"targetPortal", "iqn"}, validate_iscsi},
    VolumeType{"glusterfs", {"endpoints", "path"}},
    VolumeType{"flocker", {}, validate_flocker},
    VolumeType{"persistentVolumeClaim", {"claimName"}},
    VolumeType{"rbd", {"monitors", "image"}},
    VolumeType{"cinder", {"volumeID"}},
    VolumeType{"cephfs", {"monitors"}},
    VolumeType{"quobyte", {"registry", "volume"}},
    VolumeType{"downwardAPI", {}, validate_downward},
    VolumeType{"fc", {}, validate_fc},
    VolumeType{"flexVolume", {"driver"}, validate_flex},
    VolumeType{"configMap", {"name"}, validate_files},
    VolumeType{"azureFile", {"secretName", "shareName"}},
    VolumeType{"vsphereVolume", {"volumePath"}},
    VolumeType{"photonPersistentDisk", {"pdID"}},
    VolumeType{"portworxVolume", {"volumeID"}},
    VolumeType{"azureDisk", {"diskName", "diskURI"}, validate_azure_disk},
    VolumeType{"storageos", {"volumeName"}, validate_storage_os},
    VolumeType{"projected", {}, validate_projected},
    VolumeType{"scaleIO", {"gateway", "system", "volumeName"}},
    VolumeType{"csi", {"driver"}, validate_csi},
    VolumeType{"ephemeral", {}, validate_ephemeral},
    VolumeType{"image"}};

constexpr std::array persistent_volumes_sources{VolumeType{"hostPath", {"path"}, validate_host_path},
                                                VolumeType{"gcePersistentDisk", {"pdName"}, validate_partition},
                                                VolumeType{"awsElasticBlockStore", {"volumeID"}, validate_partition},
                                                VolumeType{"glusterfs", {"endpoints", "path"}},
                                                VolumeType{"flocker", {}, validate_flocker},
                                                VolumeType{"nfs", {"server", "path"}, validate_nfs},
                                                VolumeType{"rbd", {"monitors", "image"}},
                                                VolumeType{"quobyte", {"registry", "volume"}},
                                                VolumeType{"cephfs", {"monitors"}},
                                                VolumeType{"iscsi", {"targetPortal", "iqn"}, validate_iscsi},
                                                VolumeType{"cinder", {"volumeID"}},
                                                VolumeType{"fc", {}, validate_fc},
                                                VolumeType{"flexVolume", {"driver"}, validate_flex},
                                                VolumeType{"azureFile", {"secretName", "shareName"}},
                                                VolumeType{"vsphereVolume", {"volumePath"}},
                                                VolumeType{"photonPersistentDisk", {"pdID"}},
                                                VolumeType{"portworxVolume", {"volumeID"}},
                                                VolumeType{"azureDisk", {"diskName", "diskURI"}, validate_azure_disk},
                                                VolumeType{"scaleIO", {"gateway", "system", "volumeName"}},
                                                VolumeType{"local", {"path"}, validate_host_path},
                                                VolumeType{"storageos", {"volumeName"}, validate_storage_os},
                                                VolumeType{"csi", {"driver", "volumeHandle"}, validate_persistent_csi}};

template <std::size_t N>
void validate_source(FieldView const& owner, std::array<VolumeType, N> const& types, FieldErrors& errors) {
    // An object has one or two fields and there are thirty types: find the type of the field, not the
    // field of the type.
    std::array<VolumeType const*, N> found{};
    for (auto const& field : owner.fields()) {
        if (field.value().is_null()) continue;
        auto const* const type =
            std::find_if(types.begin(), types.end(), [&](VolumeType const& t) { return t.name == field.key(); });
        if (type != types.end()) found[static_cast<std::size_t>(type - types.begin())] = type;
    }
    bool first = true;
    for (auto const* const type : found) {
        if (!type) continue;
        auto const source = owner[type->name];
        if (!first) {
            errors.forbidden(source.path(), "may not specify more than 1 volume type");
            continue;
        }
        first = false;
        bool complete = true;
        for (auto const name : type->required) {
            if (name.empty() || source[name].given()) continue;
            complete = false;
            errors.required(source.path(name));
        }
        if (type->check && (complete || type->required[0] != "path")) type->check(source, errors);
    }
    if (first) errors.required(owner.path(), "must specify a volume type");
}

void validate_volume(FieldView const& volume, PodScope const& scope, FieldErrors& errors) {
    validate_source(volume, pod_volumes, errors);
    auto const name = volume["name"];
    if (!name.given()) {
        errors.required(name.path());
    } else {
        report(errors, name, check_dns_label(name.string()));
    }
    if (scope.volume(name.string())) errors.duplicate(name.path(), name.text());
    if (auto const image = volume["image"]; scope.is_pod && image.present() && !image["reference"].given())
        errors.required(image.path("reference"));
    if (volume["ephemeral"].present() && !scope.pod_name.empty() && name.given()) {
        auto const claim = std::string(scope.pod_name) + "-" + std::string(name.string());
        for (auto const& wrong : check_dns_subdomain(claim))
            report(errors, name, {"PVC name " + FieldErrors::quoted(claim) + ": " + wrong});
    }
}

}  // namespace

json::object const* PodScope::volume(std::string_view name) const {
    for (auto const& [known, volume] : volumes)
        if (known == name) return volume;
    return nullptr;
}

void validate_volumes(FieldView const& spec, PodScope& scope, FieldErrors& errors) {
    auto const volumes = spec["volumes"];
    for (auto const volume : volumes) {
        auto const before = errors.causes().size();
        validate_volume(volume, scope, errors);
        if (errors.causes().size() == before) scope.volumes.emplace_back(volume["name"].string(), &volume.fields());
    }
    if (scope.pod_name.empty()) return;
    for (auto const volume : volumes) {
        auto const source = volume["persistentVolumeClaim"];
        auto const claim = source["claimName"];
        if (!claim.given()) continue;
        for (auto const other : volumes)
            if (other["ephemeral"].present() &&
                claim.string() == std::string(scope.pod_name) + "-" + std::string(other["name"].string()))
                report(errors, claim, {"must not reference a PVC that gets created for an ephemeral volume"});
    }
}

void validate_persistent_volume_source(FieldView const& spec, std::string_view name, FieldErrors& errors) {
    validate_source(spec, persistent_volumes_sources, errors);
    auto const iscsi = spec["iscsi"];
    auto const portal = iscsi["targetPortal"];
    if (iscsi["initiatorName"].present() && name.size() + 1 + portal.string().size() > 64)
        report(errors, portal,
               {"Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if "
                "iscsi.initiatorName is specified."});
    if (spec["local"].present() && !spec["nodeAffinity"].present())
        errors.required(spec.path("nodeAffinity"), "Local volume requires node affinity");
}

void validate_no_backsteps(FieldView const& path, FieldErrors& errors) {
    auto const text = "/" + std::string(path.string()) + "/";
    if (text.find("/../") != text.npos) report(errors, path, {"must not contain '..'"});
}

void validate_descending_path(FieldView const& path, FieldErrors& errors) {
    if (path.string().starts_with('/')) report(errors, path, {"must be a relative path"});
    validate_no_backsteps(path, errors);
}

void validate_local_path(FieldView const& path, FieldErrors& errors) {
    validate_descending_path(path, errors);
    auto const text = path.string();
    if (text.starts_with("..") && text != ".." && !text.starts_with("../"))
        report(errors, path, {"must not start with '..'"});
}

}  // namespace keelson::rules
