#ifndef KEELSON_SRC_REGISTRY_ADMISSION_QUOTA_LEDGER_HPP
#define KEELSON_SRC_REGISTRY_ADMISSION_QUOTA_LEDGER_HPP

#include "registry/admission/quota_usage.hpp"
#include "registry/kind_table.hpp"
#include "registry/state.hpp"

#include <keelson/core/error.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::admission {

/// One ResourceQuota and what is used of it, by everything that was accepted.
struct QuotaAccount {
    QuotaSpec spec;
    std::string spec_text;
    Amounts used;  ///< of every resource that the quota limits
};

/// What is used of the ResourceQuotas that there are: kept from change to change, so that a write costs what it
/// changes. A namespace without a quota costs a look-up.
/// Threading: on the strand, as State.
class QuotaLedger {
public:
    using Accounts = std::map<std::string, QuotaAccount, std::less<>>;

    /// Everything anew.
    void rebuild(State const& state, KindTable const& kinds);
    /// One object that was put, replaced or erased and is no ResourceQuota.
    void follow(Ref const& before, Ref const& after);
    /// A ResourceQuota, after all other changes of its batch; `after` is the state with all of them.
    void follow_quota(Ref const& before, Ref const& after, State const& state);

    [[nodiscard]] bool empty() const noexcept { return spaces_.empty(); }
    /// The quotas of a namespace as of `now`; null if it has none. Pods that should be gone by now no longer count.
    Accounts const* in(std::string_view namespace_, Time now);
    /// When to look again for Pods that are being deleted and cease to count, and where: not later than the first does.
    using End = std::pair<Time, std::string>;
    [[nodiscard]] std::optional<End> const& next_end() const noexcept { return next_end_; }
    /// Finds the next one, after it was looked.
    void renew_end();

private:
    struct Ending {
        Time until;
        std::shared_ptr<Object const> pod;
    };
    struct Space {
        Accounts accounts;
        std::map<std::string, Ending, std::less<>> ending;  // Pods that count until a time, by uid
        std::map<std::string, Ref, std::less<>> over;       // Pods whose time has come
    };
    void count(Space& space, Object const& object, bool over, bool add) const;
    void open(Space& space, std::string const& namespace_, State const& state);

    std::map<std::string, Space, std::less<>> spaces_;
    std::optional<End> next_end_;
};

/// The same within one transaction, which may yet be dropped.
class QuotaDraft {
public:
    QuotaDraft(QuotaLedger& ledger, Time now) : ledger_(&ledger), now_(now) {}

    /// Whether there is anything to do at all.
    [[nodiscard]] bool concerns(std::string_view namespace_);
    /// Refuses a new object, or a new version of `old`, that a quota has no room for: `exceeded quota: ...`. Empty: it
    /// has.
    [[nodiscard]] std::string refusal(std::string_view namespace_, Kind const& kind, json::object const& object,
                                      json::object const* old);
    /// Counts a change of the draft, `after` being the draft's state with it.
    void follow(Ref const& before, Ref const& after, State const& state);
    /// A quota whose status is to be written, if it says something else.
    void look_at(std::string_view namespace_);

    /// Quotas of which something has been used or given back, by namespace and name.
    struct Touched {
        std::string namespace_, name;
        Amounts hard, used;
    };
    [[nodiscard]] std::vector<Touched> touched() const;

private:
    struct Space {
        QuotaLedger::Accounts accounts;
        bool touched = false;
    };
    Space* at(std::string_view namespace_);

    QuotaLedger* ledger_;
    Time now_;
    std::map<std::string, Space, std::less<>> spaces_;
};

}  // namespace keelson::admission

#endif
