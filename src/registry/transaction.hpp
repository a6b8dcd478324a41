#ifndef KEELSON_SRC_REGISTRY_TRANSACTION_HPP
#define KEELSON_SRC_REGISTRY_TRANSACTION_HPP

#include "api/json.hpp"
#include "api/normalize.hpp"
#include "registry/admission/admission.hpp"
#include "registry/admission/quota_ledger.hpp"
#include "registry/kind_table.hpp"
#include "registry/publisher.hpp"
#include "registry/service_addresses.hpp"
#include "registry/state.hpp"

#include <keelson/api/options.hpp>
#include <keelson/core/entropy.hpp>
#include <keelson/core/error.hpp>
#include <keelson/core/time.hpp>

#include <boost/json/monotonic_resource.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

class AdmissionTurn;
struct Requester;
struct Webhook;
enum class AdmissionVerb : std::uint8_t;

/// One write that somebody asks for.
struct Operation {
    enum class Verb : std::uint8_t {
        create,
        update,
        update_status,
        apply,
        apply_status,
        merge_patch,
        merge_patch_status,
        json_patch,
        json_patch_status,
        strategic_patch,
        strategic_patch_status,
        bind,
        remove,
        evict,   ///< of a Pod: a remove that PodDisruptionBudgets may refuse
        connect  ///< writes nothing: asks admission whether `subresource` may be used as the body says
    };
    Verb verb = Verb::create;
    ServedKind const* kind = nullptr;
    ObjectKey key;                    ///< the name may be empty in a create with generateName
    std::string body;                 ///< JSON: the object, the patch, or of a bind the node's name
    TypeDesc const* typed = nullptr;  ///< the struct that the body came from; fields that it lacks stay as they are
    RemoveOptions remove;             ///< its uid and resource_version are preconditions of every verb
    std::string subresource;          ///< recorded with the fields that are written: "scale"; "status" goes by the verb
    /// The form of the kind that the body or patch is written for; null: the one that is stored, or for a body the one
    /// that its apiVersion names.
    ServedKind const* form = nullptr;
    std::shared_ptr<Requester const> by;  ///< null: the program itself
    bool by_node = false;                 ///< of update_status: made and encoded by a node of this engine
};

/// A change of one object: before and after it.
struct Change {
    Ref before, after;  ///< null: there was none, or is none any more
    std::uint64_t revision = 0;
    /// Read from the log: there was a version before, but which one is not known.
    bool before_unknown = false;
};

/// Operations carried out one after the other on a draft of the state: admission, defaults, validation,
/// ownership. Nothing of it is seen until the registry takes the draft over as a whole.
class Transaction {
public:
    struct Context {
        KindTable const* kinds;
        Publisher* publisher;
        ServiceAddresses* addresses;
        admission::QuotaLedger* quotas;
        AdmissionOptions const* admission;
        Entropy* entropy;
        Time now;
        AdmissionTurn* hooks = nullptr;  ///< null: nobody is to be asked
    };
    Transaction(State const& base, Context context, WriteOptions const& options)
        : draft_(base),
          next_(base.revision + 1),
          context_(context),
          options_(&options),
          quotas_(*context.quotas, context.now) {}

    /// The object as it is afterwards; null when it is gone. After an error the transaction is to be dropped; if a
    /// webhook has to be asked first (AdmissionTurn::open), it may be used to find out what else has to be asked.
    Result<Ref> run(Operation const& operation);
    /// After the last operation: what it all means for the status of ResourceQuotas.
    Result<> finish();

    [[nodiscard]] State const& draft() const noexcept { return draft_; }
    [[nodiscard]] std::vector<Change> const& changes() const noexcept { return changes_; }
    [[nodiscard]] std::vector<std::string> const& warnings() const noexcept { return warnings_; }

private:
    struct Manager {
        bool apply = false;
        bool status = false;
        std::string_view subresource = {};
    };
    enum class PatchForm : std::uint8_t { merge, json, strategic };

    static Manager writer(Operation const& operation, bool apply = false, bool status = false) {
        return {apply, status, status ? std::string_view("status") : std::string_view(operation.subresource)};
    }

    Result<Ref> create(Operation const& operation, json::value tree, Manager manager);
    Result<Ref> update(Operation const& operation);
    Result<Ref> update_status(Operation const& operation);
    Result<Ref> patch(Operation const& operation, PatchForm form, bool status);
    Result<Ref> apply(Operation const& operation, bool status);
    Result<Ref> bind(Operation const& operation);
    Result<Ref> remove(Operation const& operation, bool evicted = false);
    // transaction_admission.cpp
    Result<Ref> evict(Operation const& operation);
    /// The budget that has a say about the eviction of a Pod, with room for one more; null if there is none.
    Result<> spend_disruption(Ref const& pod);
    [[nodiscard]] admission::Subject subject(ServedKind const& kind, ObjectKey const& key);
    /// Whether quotas have room for an object, or for what its new version adds to the old one.
    Result<> check_quotas(ServedKind const& kind, ObjectKey const& key, json::object const& object,
                          json::object const* old);
    /// What a new namespace has from the first moment on.
    Result<> furnish(std::string const& namespace_);
    /// Writes of admission itself have a manager of their own.
    Result<Ref> write_own_status(std::string_view resource, Ref const& old, json::value tree, json::value status);
    Result<Ref> connect(Operation const& operation);

    // Admission by hooks and webhooks (transaction_hooks.cpp).
    struct Admitted;
    /// Lets hooks and webhooks change what is to be written. `settle` brings what they have made of it into its form.
    Result<> admit_changes(Admitted const& what, json::value& tree,
                           std::function<Result<>(json::value&)> const& settle);
    Result<> admit_by_webhooks(Admitted const& what, json::value& tree,
                               std::function<Result<>(json::value&)> const& settle);
    /// Whether the webhook has changed the tree.
    Result<bool> admit_by_webhook(Webhook const& hook, Admitted const& what, json::value& tree,
                                  std::function<Result<>(json::value&)> const& settle);
    /// Lets hooks and webhooks refuse it. `tree`: null for a removal.
    Result<> admit_result(Admitted const& what, json::value const* tree);
    Result<> admit_removal(Operation const& operation, Ref const& old);
    /// The node that a Pod is bound to in the end.
    Result<std::string> admit_binding(Operation const& operation, Ref const& pod);
    /// Whether there is anybody who may change it.
    [[nodiscard]] bool may_change(Admitted const& what) const;
    Result<> admit_status(ServedKind const& kind, Ref const& old, json::value& tree);
    [[nodiscard]] std::string review_request(Webhook const& hook, Kind const& form, Admitted const& what,
                                             json::value const* shown) const;
    [[nodiscard]] json::value review_object(Admitted const& what, Kind const& form, json::value const& tree) const;
    /// As hooks of the host see it: of a scaling the whole object.
    [[nodiscard]] json::value hook_object(Admitted const& what, json::value const& tree) const;
    [[nodiscard]] Labels const* namespace_labels(Admitted const& what, json::value const* tree, Labels& own) const;

    Result<Ref> run_current(Operation const& operation);
    Result<json::value> read_body(Operation const& operation);
    Result<> check_preconditions(Operation const& operation, Ref const& old) const;
    /// The object that an update is about, if the version that `body` names is still the newest.
    Result<Ref> find_for_update(Operation const& operation, json::value const& body) const;
    Result<> check_namespace(ServedKind const& kind, std::string_view name) const;
    Result<> check_owners(ServedKind const& kind, json::value const& tree, std::string_view namespace_) const;
    Result<> normalize_body(ServedKind const& kind, json::value& tree, std::string_view name);
    /// Drops, defaults and judges by the schema of the kind, or of the version in which the operation is written.
    void bring_into_form(ServedKind const& kind, json::value& tree, Findings& findings) const;
    // Of CustomResourceDefinitions (transaction_definitions.cpp).
    /// Refuses to change what a compiled-in kind says of itself.
    Result<> check_definition(json::value const& tree) const;
    void settle(json::value& definition) const;
    /// Before a definition goes: whether objects of it must go first.
    bool hold_definition(json::value& definition) const;
    /// After a definition has gone: names that are free now.
    void settle_others(std::string_view gone);
    /// After an object of a definition has gone: if it was the last one, so may the definition.
    void release_definition(Kind const& kind);
    /// Refuses or warns of what normalising has found.
    Result<> judge(ServedKind const& kind, Findings const& findings, std::string_view name);
    /// `drawn`: the suffix that was drawn before, empty if none was.
    Result<> name_new(ServedKind const& kind, json::object& metadata, ObjectKey const& key, std::string* drawn);

    /// Takes `tree` as the new version of `old`: what updates may not touch is taken from the old one, the
    /// rest is validated; equal bytes change nothing; the last finalizer gone deletes.
    Result<Ref> write(ServedKind const& kind, Ref const& old, json::value const& old_tree, json::value tree,
                      Manager manager, FieldNode const* applied);
    /// Takes `status` (null: none) as the new status of `old`, whose tree is `tree`. Only the status is looked at
    /// and written anew: reports of running containers are most of what an engine writes.
    Result<Ref> write_status(ServedKind const& kind, Ref const& old, json::value tree, json::value status,
                             Manager manager, FieldNode const* applied);
    /// Who owns the fields of `old`, as this operation has to see it: what it states of that itself counts.
    [[nodiscard]] std::shared_ptr<Ownership const> const& owners_of(Ref const& old) const noexcept {
        return stated_owners_ ? stated_owners_ : old->ownership();
    }
    /// Takes metadata.managedFields out of a tree; what it states counts from now on.
    Result<> take_owners(ServedKind const& kind, Ref const& old, json::value& tree);
    /// What an applier states: the configuration without what defaulting adds, and the fields that he owns by it.
    struct Applied {
        json::value config;
        FieldNode fields;
    };
    Result<Applied> read_config(ServedKind const& kind, json::value config, json::value const& old_tree,
                                std::string_view name, bool status);
    /// What was applied before, is not stated any more, and is needed by nobody else.
    [[nodiscard]] FieldNode given_up(Ownership const& owners, FieldNode const& stated, Manager manager) const;
    /// What an apply to an object that nobody has recorded fields of finds there.
    std::shared_ptr<Ownership const> owned_before_apply(ServedKind const& kind, json::value const& tree);
    Result<> check_conflicts(FieldChanges const& changes, FieldNode const& stated, Ownership const& owners,
                             Manager manager) const;
    [[nodiscard]] bool is_writer(FieldManager const& entry, Manager manager) const {
        return entry.name == options_->manager && entry.apply == manager.apply &&
               entry.subresource == manager.subresource;
    }
    std::shared_ptr<Ownership const> owners_after(ServedKind const& kind, Ref const& old, json::value const& before,
                                                  json::value const& after, Manager manager, FieldNode const* applied);
    std::shared_ptr<Ownership const> owners_after(ServedKind const& kind, Ref const& old, FieldChanges const& changes,
                                                  Manager manager, FieldNode const* applied);
    /// The same for a write of the status, of which the texts are at hand; an apply takes the other way.
    /// Nothing if it takes a closer look.
    std::optional<std::shared_ptr<Ownership const>> status_owners_after(ServedKind const& kind, Ref const& old,
                                                                        std::string_view before, std::string_view after,
                                                                        Manager manager);
    /// What the writer owns by that, as FieldsV1.
    [[nodiscard]] std::optional<std::string> status_fields_after(ServedKind const& kind, Ref const& old,
                                                                 std::string_view before, std::string_view after,
                                                                 Manager manager) const;
    /// A status that is taken as its node has made it; nothing if it takes a closer look.
    std::optional<Result<Ref>> write_status_of_node(Operation const& operation);
    Ref put_status(Ref const& old, std::string_view status, std::shared_ptr<Ownership const> ownership);
    /// Of an object as much as a write of its status has to know.
    Result<json::value> read_for_status(ServedKind const& kind, Object const& old);
    Ref put(ServedKind const& kind, Ref const& old, json::value& tree, std::shared_ptr<Ownership const> ownership);
    Ref erase(Ref const& old);

    // Trees live as long as one operation; they are made here and dropped together.
    alignas(std::max_align_t) std::array<unsigned char, 32'768> scratch_;
    json::monotonic_resource arena_{scratch_.data(), scratch_.size()};
    State draft_;
    std::uint64_t next_;
    Context context_;
    WriteOptions const* options_;
    Operation const* operation_ = nullptr;  // that is being carried out
    admission::QuotaDraft quotas_;
    CustomKind const* custom_ = nullptr;              // what the operation is judged by; null: the kind's Schema
    std::shared_ptr<Ownership const> stated_owners_;  // by the operation itself; null: it says nothing of that
    std::vector<Change> changes_;
    std::vector<std::string> warnings_;
};

/// `deployments.apps "web" not found`
Error not_found(std::string_view resource, std::string_view name);

}  // namespace keelson

#endif
