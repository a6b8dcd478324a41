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
#include <string>
#include <vector>

namespace keelson {

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
        evict  ///< of a Pod: a remove that PodDisruptionBudgets may refuse
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
    };
    Transaction(State const& base, Context context, WriteOptions const& options)
        : draft_(base),
          next_(base.revision + 1),
          context_(context),
          options_(&options),
          quotas_(*context.quotas, context.now) {}

    /// The object as it is afterwards; null when it is gone. After an error the transaction is to be dropped.
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
    Result<> name_new(ServedKind const& kind, json::object& metadata, ObjectKey const& key);

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
    Ref put(ServedKind const& kind, Ref const& old, json::value& tree, std::shared_ptr<Ownership const> ownership);
    Ref erase(Ref const& old);

    // Trees live as long as one operation; they are made here and dropped together.
    alignas(std::max_align_t) std::array<unsigned char, 32'768> scratch_;
    json::monotonic_resource arena_{scratch_.data(), scratch_.size()};
    State draft_;
    std::uint64_t next_;
    Context context_;
    WriteOptions const* options_;
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
