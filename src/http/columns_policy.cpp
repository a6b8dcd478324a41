#include "http/columns.hpp"

#include <keelson/core/seconds.hpp>

#include <algorithm>
#include <array>

namespace keelson::http {
namespace {

constexpr Column name_column{"Name", "string", "name"};
constexpr Column age_column{"Age"};

std::int64_t length(Row const& row, Row::Path path) { return static_cast<std::int64_t>(row.list(path).size()); }

/// NAME and CREATED AT: kinds whose age tells nothing.
constexpr std::array created_columns{name_column, Column{"Created At"}};

void fill_created(Row& row) {
    row.add_name();
    row.add(row.text({"metadata", "creationTimestamp"}));
}

constexpr std::array binding_columns{name_column,
                                     Column{"Role"},
                                     age_column,
                                     Column{"Users", "string", {}, 1},
                                     Column{"Groups", "string", {}, 1},
                                     Column{"ServiceAccounts", "string", {}, 1}};

void fill_binding(Row& row) {
    std::vector<std::string> users, groups, accounts;
    for (auto const& subject : row.list({"subjects"})) {
        auto const kind = string_at(subject, {"kind"});
        std::string const name(string_at(subject, {"name"}));
        if (kind == "User") users.push_back(name);
        if (kind == "Group") groups.push_back(name);
        if (kind == "ServiceAccount") accounts.push_back(std::string(string_at(subject, {"namespace"})) + "/" + name);
    }
    row.add_name();
    row.add(std::string(row.text({"roleRef", "kind"})) + "/" + std::string(row.text({"roleRef", "name"})));
    row.add_age();
    row.add(join(users, ", "));
    row.add(join(groups, ", "));
    row.add(join(accounts, ", "));
}

constexpr std::array priority_columns{name_column, Column{"Value", "integer"}, Column{"Global-Default", "boolean"},
                                      age_column, Column{"PreemptionPolicy"}};

void fill_priority(Row& row) {
    row.add_name();
    row.add_number(row.number({"value"}));
    row.add_bool(row.is_true({"globalDefault"}));
    row.add_age();
    row.add_or(row.text({"preemptionPolicy"}), "PreemptLowerPriority");
}

constexpr std::array budget_columns{name_column, Column{"Min Available"}, Column{"Max Unavailable"},
                                    Column{"Allowed Disruptions", "integer"}, age_column};

void fill_budget(Row& row) {
    auto const amount = [&](std::string_view field) {
        auto const* const found = find_path(row.object(), {"spec", field});
        return found ? plain_text(*found) : std::string("N/A");
    };
    row.add_name();
    row.add(amount("minAvailable"));
    row.add(amount("maxUnavailable"));
    row.add_number(row.number({"status", "disruptionsAllowed"}));
    row.add_age();
}

constexpr std::array quota_columns{name_column, Column{"Request"}, Column{"Limit"}, age_column};

void fill_quota(Row& row) {
    auto const& hard = row.members({"status", "hard"});
    auto const& used = row.members({"status", "used"});
    std::vector<std::string> names, requests, limits;
    for (auto const& one : hard) names.emplace_back(one.key());
    std::sort(names.begin(), names.end());
    for (auto const& name : names) {
        auto const* const taken = used.if_contains(name);
        auto const text = name + ": " + (taken ? plain_text(*taken) : "0") + "/" + plain_text(hard.at(name));
        (name.starts_with("limits.") ? limits : requests).push_back(text);
    }
    row.add_name();
    row.add(join(requests, ", "));
    row.add(join(limits, ", "));
    row.add_age();
}

constexpr std::array signing_columns{
    name_column,        age_column, Column{"SignerName"}, Column{"Requestor"}, Column{"RequestedDuration"},
    Column{"Condition"}};

void fill_signing(Row& row) {
    auto const seconds = row.number({"spec", "expirationSeconds"}, -1);
    std::vector<std::string> words;
    auto const& conditions = row.list({"status", "conditions"});
    for (auto const* const word : {"Approved", "Denied", "Failed"}) {
        bool const listed = std::any_of(conditions.begin(), conditions.end(),
                                        [&](auto const& condition) { return string_at(condition, {"type"}) == word; });
        if (listed) words.emplace_back(word);
    }
    if (std::find(words.begin(), words.end(), "Denied") != words.end()) std::erase(words, "Approved");
    if (words.empty()) words.emplace_back("Pending");
    if (!row.text({"status", "certificate"}).empty()) words.emplace_back("Issued");
    row.add_name();
    row.add_age();
    row.add_or(row.text({"spec", "signerName"}));
    row.add(row.text({"spec", "username"}));
    row.add(seconds < 0 ? "<none>" : format_age(spec_seconds(seconds)));
    row.add(join(words));
}

constexpr std::array runtime_columns{name_column, Column{"Handler"}, age_column};

void fill_runtime(Row& row) {
    row.add_name();
    row.add(row.text({"handler"}));
    row.add_age();
}

constexpr std::array webhook_columns{name_column, Column{"Webhooks", "integer"}, age_column};

void fill_webhooks(Row& row) {
    row.add_name();
    row.add_number(length(row, {"webhooks"}));
    row.add_age();
}

/// "apps/v1/Deployment", or "<unset>".
std::string reference(Row const& row) {
    if (!row.has({"spec", "paramKind"})) return "<unset>";
    return std::string(row.text({"spec", "paramKind", "apiVersion"})) + "/" +
           std::string(row.text({"spec", "paramKind", "kind"}));
}

constexpr std::array validation_columns{name_column, Column{"Validations", "integer"}, Column{"ParamKind"}, age_column};

void fill_validation(Row& row) {
    row.add_name();
    row.add_number(length(row, {"spec", "validations"}));
    row.add(reference(row));
    row.add_age();
}

constexpr std::array mutation_columns{name_column, Column{"Mutations", "integer"}, Column{"ParamKind"}, age_column};

void fill_mutation(Row& row) {
    row.add_name();
    row.add_number(length(row, {"spec", "mutations"}));
    row.add(reference(row));
    row.add_age();
}

constexpr std::array policy_binding_columns{name_column, Column{"PolicyName"}, Column{"ParamRef"}, age_column};

void fill_policy_binding(Row& row) {
    std::string param = "<unset>";
    if (row.has({"spec", "paramRef"})) {
        auto const space = row.text({"spec", "paramRef", "namespace"}), name = row.text({"spec", "paramRef", "name"});
        param = space.empty() ? "*" : std::string(space);
        param += "/" + (name.empty() ? std::string("*") : std::string(name));
    }
    row.add_name();
    row.add(row.text({"spec", "policyName"}));
    row.add(param);
    row.add_age();
}

constexpr std::array flow_columns{
    name_column, Column{"PriorityLevel"}, Column{"MatchingPrecedence", "integer"}, Column{"DistinguisherMethod"},
    age_column,  Column{"MissingPL"}};

void fill_flow(Row& row) {
    row.add_name();
    row.add(row.text({"spec", "priorityLevelConfiguration", "name"}));
    row.add_number(row.number({"spec", "matchingPrecedence"}));
    row.add_or(row.text({"spec", "distinguisherMethod", "type"}));
    row.add_age();
    std::string_view missing = "?";
    for (auto const& condition : row.list({"status", "conditions"})) {
        if (string_at(condition, {"type"}) == "Dangling") missing = string_at(condition, {"status"});
    }
    row.add(missing);
}

constexpr std::array level_columns{name_column,      Column{"Type"},     Column{"NominalConcurrencyShares"},
                                   Column{"Queues"}, Column{"HandSize"}, Column{"QueueLengthLimit"},
                                   age_column};

void fill_level(Row& row) {
    auto const amount = [&](std::initializer_list<std::string_view> path) {
        auto const* const found = find_path(row.object(), path);
        row.add(found ? plain_text(*found) : "<none>");
    };
    row.add_name();
    row.add(row.text({"spec", "type"}));
    if (row.has({"spec", "exempt"})) {
        amount({"spec", "exempt", "nominalConcurrencyShares"});
    } else {
        amount({"spec", "limited", "nominalConcurrencyShares"});
    }
    amount({"spec", "limited", "limitResponse", "queuing", "queues"});
    amount({"spec", "limited", "limitResponse", "queuing", "handSize"});
    amount({"spec", "limited", "limitResponse", "queuing", "queueLengthLimit"});
    row.add_age();
}

constexpr std::array api_columns{name_column, Column{"Service"}, Column{"Available"}, age_column};

void fill_api(Row& row) {
    std::string available = "Unknown";
    for (auto const& condition : row.list({"status", "conditions"})) {
        if (string_at(condition, {"type"}) != "Available") continue;
        available = string_at(condition, {"status"});
        auto const reason = string_at(condition, {"reason"});
        if (available != "True" && !reason.empty()) available += " (" + std::string(reason) + ")";
    }
    row.add_name();
    row.add(row.has({"spec", "service"}) ? std::string(row.text({"spec", "service", "namespace"})) + "/" +
                                               std::string(row.text({"spec", "service", "name"}))
                                         : std::string("Local"));
    row.add(available);
    row.add_age();
}

constexpr std::array claim_columns{name_column, Column{"State"}, age_column};

void fill_claim(Row& row) {
    std::vector<std::string> words;
    if (row.has({"metadata", "deletionTimestamp"})) words.emplace_back("deleted");
    bool const allocated = row.has({"status", "allocation"}), reserved = length(row, {"status", "reservedFor"}) > 0;
    if (allocated) words.emplace_back("allocated");
    if (reserved) words.emplace_back("reserved");
    if (!allocated && !reserved) words.emplace_back("pending");
    row.add_name();
    row.add(join(words));
    row.add_age();
}

constexpr std::array slice_columns{name_column, Column{"Node"}, Column{"Driver"}, Column{"Pool"}, age_column};

void fill_slice(Row& row) {
    row.add_name();
    row.add_or(row.text({"spec", "nodeName"}), "<unset>");
    row.add(row.text({"spec", "driver"}));
    row.add(row.text({"spec", "pool", "name"}));
    row.add_age();
}

constexpr KindColumns kinds[] = {
    {"roles.rbac.authorization.k8s.io", created_columns, fill_created},
    {"clusterroles.rbac.authorization.k8s.io", created_columns, fill_created},
    {"rolebindings.rbac.authorization.k8s.io", binding_columns, fill_binding},
    {"clusterrolebindings.rbac.authorization.k8s.io", binding_columns, fill_binding},
    {"limitranges", created_columns, fill_created},
    {"customresourcedefinitions.apiextensions.k8s.io", created_columns, fill_created},
    {"priorityclasses.scheduling.k8s.io", priority_columns, fill_priority},
    {"poddisruptionbudgets.policy", budget_columns, fill_budget},
    {"resourcequotas", quota_columns, fill_quota},
    {"certificatesigningrequests.certificates.k8s.io", signing_columns, fill_signing},
    {"runtimeclasses.node.k8s.io", runtime_columns, fill_runtime},
    {"mutatingwebhookconfigurations.admissionregistration.k8s.io", webhook_columns, fill_webhooks},
    {"validatingwebhookconfigurations.admissionregistration.k8s.io", webhook_columns, fill_webhooks},
    {"validatingadmissionpolicies.admissionregistration.k8s.io", validation_columns, fill_validation},
    {"mutatingadmissionpolicies.admissionregistration.k8s.io", mutation_columns, fill_mutation},
    {"validatingadmissionpolicybindings.admissionregistration.k8s.io", policy_binding_columns, fill_policy_binding},
    {"mutatingadmissionpolicybindings.admissionregistration.k8s.io", policy_binding_columns, fill_policy_binding},
    {"flowschemas.flowcontrol.apiserver.k8s.io", flow_columns, fill_flow},
    {"prioritylevelconfigurations.flowcontrol.apiserver.k8s.io", level_columns, fill_level},
    {"apiservices.apiregistration.k8s.io", api_columns, fill_api},
    {"resourceclaims.resource.k8s.io", claim_columns, fill_claim},
    {"resourceslices.resource.k8s.io", slice_columns, fill_slice},
};

}  // namespace

std::span<KindColumns const> policy_columns() { return kinds; }

}  // namespace keelson::http
