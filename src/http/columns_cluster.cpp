#include "http/columns.hpp"

#include <algorithm>
#include <array>

namespace keelson::http {
namespace {

constexpr Column name_column{"Name", "string", "name"};
constexpr Column age_column{"Age"};

std::int64_t count(Row const& row, std::string_view field) {
    return static_cast<std::int64_t>(row.members({field}).size());
}

constexpr std::array namespace_columns{name_column, Column{"Status"}, age_column};

void fill_namespace(Row& row) {
    row.add_name();
    row.add(row.text({"status", "phase"}));
    row.add_age();
}

constexpr std::array config_map_columns{name_column, Column{"Data"}, age_column};

void fill_config_map(Row& row) {
    row.add_name();
    row.add_number(count(row, "data") + count(row, "binaryData"));
    row.add_age();
}

constexpr std::array secret_columns{name_column, Column{"Type"}, Column{"Data"}, age_column};

void fill_secret(Row& row) {
    row.add_name();
    row.add(row.text({"type"}));
    row.add_number(count(row, "data"));
    row.add_age();
}

constexpr std::array account_columns{name_column, Column{"Secrets"}, age_column};

void fill_account(Row& row) {
    row.add_name();
    row.add_number(static_cast<std::int64_t>(row.list({"secrets"}).size()));
    row.add_age();
}

constexpr std::array node_columns{name_column,
                                  Column{"Status"},
                                  Column{"Roles"},
                                  age_column,
                                  Column{"Version"},
                                  Column{"Internal-IP", "string", {}, 1},
                                  Column{"External-IP", "string", {}, 1},
                                  Column{"OS-Image", "string", {}, 1},
                                  Column{"Kernel-Version", "string", {}, 1},
                                  Column{"Container-Runtime", "string", {}, 1}};

std::string_view node_address(Row const& row, std::string_view type) {
    for (auto const& address : row.list({"status", "addresses"})) {
        if (string_at(address, {"type"}) == type) return string_at(address, {"address"});
    }
    return {};
}

std::string node_status(Row const& row) {
    std::string status = "Unknown";
    for (auto const& condition : row.list({"status", "conditions"})) {
        if (string_at(condition, {"type"}) == "Ready")
            status = string_at(condition, {"status"}) == "True" ? "Ready" : "NotReady";
    }
    if (row.is_true({"spec", "unschedulable"})) status += ",SchedulingDisabled";
    return status;
}

std::string node_roles(Row const& row) {
    static constexpr std::string_view prefix = "node-role.kubernetes.io/";
    std::vector<std::string> roles;
    for (auto const& label : row.members({"metadata", "labels"})) {
        std::string_view const key = label.key();
        if (key.starts_with(prefix) && key.size() > prefix.size()) roles.emplace_back(key.substr(prefix.size()));
        if (key == "kubernetes.io/role" && label.value().is_string() && !label.value().get_string().empty())
            roles.push_back(plain_text(label.value()));
    }
    std::sort(roles.begin(), roles.end());
    roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
    return join(roles);
}

void fill_node(Row& row) {
    row.add_name();
    row.add(node_status(row));
    row.add_or(node_roles(row));
    row.add_age();
    row.add(row.text({"status", "nodeInfo", "kubeletVersion"}));
    row.add_or(node_address(row, "InternalIP"));
    row.add_or(node_address(row, "ExternalIP"));
    row.add_or(row.text({"status", "nodeInfo", "osImage"}), "<unknown>");
    row.add_or(row.text({"status", "nodeInfo", "kernelVersion"}), "<unknown>");
    row.add_or(row.text({"status", "nodeInfo", "containerRuntimeVersion"}), "<unknown>");
}

constexpr std::array event_columns{Column{"Last Seen"},
                                   Column{"Type"},
                                   Column{"Reason"},
                                   Column{"Object"},
                                   Column{"Subobject", "string", {}, 1},
                                   Column{"Source", "string", {}, 1},
                                   Column{"Message"},
                                   Column{"First Seen", "string", {}, 1},
                                   Column{"Count", "string", {}, 1},
                                   Column{"Name", "string", "name", 1}};

std::string lower(std::string_view text) {
    std::string out(text);
    for (auto& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::string_view trimmed(std::string_view text) {
    static constexpr std::string_view blanks = " \t\r\n";
    auto const begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// The first of two texts that is not empty: fields of v1 and their newer names of events.k8s.io.
std::string_view either(std::string_view a, std::string_view b) { return a.empty() ? b : a; }

void fill_event(Row& row) {
    auto const first =
        either(either(row.text({"firstTimestamp"}), row.text({"deprecatedFirstTimestamp"})), row.text({"eventTime"}));
    auto last = either(either(row.text({"lastTimestamp"}), row.text({"deprecatedLastTimestamp"})), first);
    auto times = std::max<std::int64_t>(1, row.number({"count"}, row.number({"deprecatedCount"}, 1)));
    if (row.has({"series"})) {
        last = row.text({"series", "lastObservedTime"});
        times = row.number({"series", "count"});
    }
    std::string_view const about = row.has({"regarding"}) ? "regarding" : "involvedObject";
    auto object = lower(row.text({about, "kind"}));
    if (auto const name = row.text({about, "name"}); !name.empty()) object += "/" + std::string(name);
    std::string source(either(either(row.text({"source", "component"}), row.text({"deprecatedSource", "component"})),
                              either(row.text({"reportingComponent"}), row.text({"reportingController"}))));
    auto const host = either(either(row.text({"source", "host"}), row.text({"deprecatedSource", "host"})),
                             row.text({"reportingInstance"}));
    if (!host.empty()) source += ", " + std::string(host);
    row.add(row.since(last));
    row.add(row.text({"type"}));
    row.add(row.text({"reason"}));
    row.add(object);
    row.add(row.text({about, "fieldPath"}));
    row.add(source);
    row.add(trimmed(either(row.text({"message"}), row.text({"note"}))));
    row.add(row.since(first));
    row.add_number(times);
    row.add_name();
}

constexpr std::array lease_columns{name_column, Column{"Holder"}, age_column};

void fill_lease(Row& row) {
    row.add_name();
    row.add(row.text({"spec", "holderIdentity"}));
    row.add_age();
}

constexpr std::array volume_columns{name_column,
                                    Column{"Capacity"},
                                    Column{"Access Modes"},
                                    Column{"Reclaim Policy"},
                                    Column{"Status"},
                                    Column{"Claim"},
                                    Column{"StorageClass"},
                                    Column{"VolumeAttributesClass"},
                                    Column{"Reason"},
                                    age_column,
                                    Column{"VolumeMode", "string", {}, 1}};

/// "RWO,ROX" in the order of Kubernetes, each once.
std::string access_modes(json::array const& modes) {
    static constexpr std::pair<std::string_view, std::string_view> words[] = {
        {"ReadWriteOnce", "RWO"}, {"ReadOnlyMany", "ROX"}, {"ReadWriteMany", "RWX"}, {"ReadWriteOncePod", "RWOP"}};
    std::vector<std::string> all;
    for (auto const& [mode, word] : words) {
        bool const listed = std::any_of(modes.begin(), modes.end(), [mode = mode](auto const& one) {
            return one.is_string() && one.get_string() == mode;
        });
        if (listed) all.emplace_back(word);
    }
    return join(all);
}

std::string_view storage_class(Row const& row) {
    return either(row.text({"metadata", "annotations", "volume.beta.kubernetes.io/storage-class"}),
                  row.text({"spec", "storageClassName"}));
}

std::string_view phase(Row const& row) {
    return row.has({"metadata", "deletionTimestamp"}) ? "Terminating" : row.text({"status", "phase"});
}

void fill_volume(Row& row) {
    row.add_name();
    row.add(row.text({"spec", "capacity", "storage"}));
    row.add(access_modes(row.list({"spec", "accessModes"})));
    row.add(row.text({"spec", "persistentVolumeReclaimPolicy"}));
    row.add(phase(row));
    auto const claim = row.text({"spec", "claimRef", "name"});
    row.add(claim.empty() ? std::string()
                          : std::string(row.text({"spec", "claimRef", "namespace"})) + "/" + std::string(claim));
    row.add(storage_class(row));
    row.add_or(row.text({"spec", "volumeAttributesClassName"}), "<unset>");
    row.add(row.text({"status", "reason"}));
    row.add_age();
    row.add_or(row.text({"spec", "volumeMode"}), "<unset>");
}

constexpr std::array claim_columns{name_column,
                                   Column{"Status"},
                                   Column{"Volume"},
                                   Column{"Capacity"},
                                   Column{"Access Modes"},
                                   Column{"StorageClass"},
                                   Column{"VolumeAttributesClass"},
                                   age_column,
                                   Column{"VolumeMode", "string", {}, 1}};

void fill_claim(Row& row) {
    auto const volume = row.text({"spec", "volumeName"});
    row.add_name();
    row.add(phase(row));
    row.add(volume);
    row.add(volume.empty() ? std::string_view() : row.text({"status", "capacity", "storage"}));
    row.add(volume.empty() ? std::string() : access_modes(row.list({"status", "accessModes"})));
    row.add(storage_class(row));
    row.add_or(row.text({"spec", "volumeAttributesClassName"}), "<unset>");
    row.add_age();
    row.add_or(row.text({"spec", "volumeMode"}), "<unset>");
}

constexpr std::array class_columns{name_column,
                                   Column{"Provisioner"},
                                   Column{"ReclaimPolicy"},
                                   Column{"VolumeBindingMode"},
                                   Column{"AllowVolumeExpansion"},
                                   age_column};

void fill_class(Row& row) {
    std::string name(row.text({"metadata", "name"}));
    if (row.text({"metadata", "annotations", "storageclass.kubernetes.io/is-default-class"}) == "true" ||
        row.text({"metadata", "annotations", "storageclass.beta.kubernetes.io/is-default-class"}) == "true")
        name += " (default)";
    row.add(name);
    row.add(row.text({"provisioner"}));
    row.add_or(row.text({"reclaimPolicy"}), "Delete");
    row.add_or(row.text({"volumeBindingMode"}), "Immediate");
    row.add_bool(row.is_true({"allowVolumeExpansion"}));
    row.add_age();
}

constexpr std::array attributes_class_columns{name_column, Column{"DriverName"}, age_column};

void fill_attributes_class(Row& row) {
    std::string name(row.text({"metadata", "name"}));
    if (row.text({"metadata", "annotations", "storageclass.kubernetes.io/is-default-class"}) == "true")
        name += " (default)";
    row.add(name);
    row.add(row.text({"driverName"}));
    row.add_age();
}

constexpr std::array attachment_columns{
    name_column, Column{"Attacher"}, Column{"PV"}, Column{"Node"}, Column{"Attached", "boolean"}, age_column};

void fill_attachment(Row& row) {
    row.add_name();
    row.add(row.text({"spec", "attacher"}));
    row.add(row.text({"spec", "source", "persistentVolumeName"}));
    row.add(row.text({"spec", "nodeName"}));
    row.add_bool(row.is_true({"status", "attached"}));
    row.add_age();
}

constexpr std::array csi_driver_columns{name_column,
                                        Column{"AttachRequired", "boolean"},
                                        Column{"PodInfoOnMount", "boolean"},
                                        Column{"StorageCapacity"},
                                        Column{"TokenRequests"},
                                        Column{"RequiresRepublish", "boolean"},
                                        Column{"Modes"},
                                        age_column};

void fill_csi_driver(Row& row) {
    std::vector<std::string> audiences, modes;
    for (auto const& request : row.list({"spec", "tokenRequests"})) {
        auto const audience = string_at(request, {"audience"});
        audiences.emplace_back(audience);
    }
    for (auto const& mode : row.list({"spec", "volumeLifecycleModes"})) modes.push_back(plain_text(mode));
    row.add_name();
    row.add_bool(!row.has({"spec", "attachRequired"}) || row.is_true({"spec", "attachRequired"}));
    row.add_bool(row.is_true({"spec", "podInfoOnMount"}));
    row.add_bool(row.is_true({"spec", "storageCapacity"}));
    row.add_or(join(audiences), "<unset>");
    row.add_bool(row.is_true({"spec", "requiresRepublish"}));
    row.add_or(join(modes));
    row.add_age();
}

constexpr std::array csi_node_columns{name_column, Column{"Drivers", "integer"}, age_column};

void fill_csi_node(Row& row) {
    row.add_name();
    row.add_number(static_cast<std::int64_t>(row.list({"spec", "drivers"}).size()));
    row.add_age();
}

constexpr std::array csi_capacity_columns{name_column, Column{"StorageClassName"}, Column{"Capacity"}};

void fill_csi_capacity(Row& row) {
    row.add_name();
    row.add(row.text({"storageClassName"}));
    row.add_or(row.text({"capacity"}), "<unset>");
}

constexpr std::array component_columns{name_column, Column{"Status"}, Column{"Message"}, Column{"Error"}};

void fill_component(Row& row) {
    std::string status = "Unknown";
    std::string_view message, error;
    for (auto const& condition : row.list({"conditions"})) {
        if (string_at(condition, {"type"}) != "Healthy") continue;
        status = string_at(condition, {"status"}) == "True" ? "Healthy" : "Unhealthy";
        message = string_at(condition, {"message"});
        error = string_at(condition, {"error"});
    }
    row.add_name();
    row.add(status);
    row.add(message);
    row.add(error);
}

constexpr KindColumns kinds[] = {
    {"namespaces", namespace_columns, fill_namespace},
    {"configmaps", config_map_columns, fill_config_map},
    {"secrets", secret_columns, fill_secret},
    {"serviceaccounts", account_columns, fill_account},
    {"nodes", node_columns, fill_node},
    {"events", event_columns, fill_event},
    {"events.events.k8s.io", event_columns, fill_event},
    {"leases.coordination.k8s.io", lease_columns, fill_lease},
    {"persistentvolumes", volume_columns, fill_volume},
    {"persistentvolumeclaims", claim_columns, fill_claim},
    {"storageclasses.storage.k8s.io", class_columns, fill_class},
    {"volumeattributesclasses.storage.k8s.io", attributes_class_columns, fill_attributes_class},
    {"volumeattachments.storage.k8s.io", attachment_columns, fill_attachment},
    {"csidrivers.storage.k8s.io", csi_driver_columns, fill_csi_driver},
    {"csinodes.storage.k8s.io", csi_node_columns, fill_csi_node},
    {"csistoragecapacities.storage.k8s.io", csi_capacity_columns, fill_csi_capacity},
    {"componentstatuses", component_columns, fill_component},
};

}  // namespace

std::span<KindColumns const> cluster_columns() { return kinds; }

}  // namespace keelson::http
