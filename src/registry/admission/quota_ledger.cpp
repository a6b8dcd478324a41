#include "registry/admission/quota_ledger.hpp"

#include <algorithm>

namespace keelson::admission {
namespace {

bool is_quota(Kind const& kind) { return kind.group.empty() && kind.plural == "resourcequotas"; }

/// Most writes are reports of what runs: they change nothing that is counted.
bool counts_the_same(Ref const& before, Ref const& after) {
    if (!before || !after) return false;
    auto const& kind = after->kind();
    if (kind.group.empty() && (kind.plural == "services" || kind.plural == "persistentvolumeclaims")) return false;
    auto const &was = before->index(), &is = after->index();
    return was.generation == is.generation && was.phase == is.phase && was.deleted == is.deleted;
}

/// What an object counts for a quota, of the resources that the quota limits.
Amounts charge(QuotaSpec const& quota, Kind const& kind, json::object const& object, Amounts const& usage) {
    if (!concerns(quota, kind, object)) return {};
    Amounts counted;
    for (auto const& [name, amount] : usage)
        if (quota.hard.contains(name)) counted.emplace(name, amount);
    return counted;
}

void book(Amounts& used, Amounts const& amounts, bool add) {
    for (auto const& [name, amount] : amounts) {
        auto& sum = used[name];
        if (!add) {
            sum = sum - amount;
        } else {
            sum = sum.zero() ? amount : sum + amount;  // the first one brings its family of suffixes
        }
    }
}

Result<json::value> tree_of(Ref const& object) { return parse_json(object->bytes()); }

Usage usage_now(Kind const& kind, json::object const& object, Time now) {
    auto usage = usage_of(kind, object);
    if (!usage.until.empty() && usage.until < now) usage.amounts = usage_when_over(kind);
    return usage;
}

QuotaAccount account_of(json::value const& quota) {
    QuotaAccount made{read_quota(quota), {}, {}};
    if (auto const* const spec = find_path(quota, {"spec"})) made.spec_text = canonical(*spec);
    for (auto const& [name, amount] : made.spec.hard) made.used.emplace(name, Quantity());
    return made;
}

}  // namespace

void QuotaLedger::count(Space& space, Object const& object, bool over, bool add) const {
    auto const tree = parse_json(object.bytes());
    if (!tree || !tree->is_object()) return;
    auto const& kind = object.kind();
    auto const usage = over ? usage_when_over(kind) : usage_of(kind, tree->get_object()).amounts;
    for (auto& [name, account] : space.accounts)
        book(account.used, charge(account.spec, kind, tree->get_object(), usage), add);
}

void QuotaLedger::open(Space& space, std::string const& namespace_, State const& state) {
    for (auto& [name, account] : space.accounts)
        for (auto& [resource, amount] : account.used) amount = Quantity();
    space.ending.clear();
    space.over.clear();
    for (auto const& object : state.in_namespace(namespace_)) follow(nullptr, object);
}

void QuotaLedger::rebuild(State const& state, KindTable const& kinds) {
    spaces_.clear();
    next_end_.reset();
    auto const* const quotas = kinds.by_resource("resourcequotas");
    if (!quotas) return;
    for (auto const& quota : state.list(*quotas->kind, {})) {
        if (auto const tree = tree_of(quota))
            spaces_[quota->key().namespace_].accounts.insert_or_assign(quota->key().name, account_of(*tree));
    }
    for (auto& [name, space] : spaces_) open(space, name, state);
}

void QuotaLedger::follow(Ref const& before, Ref const& after) {
    if (spaces_.empty()) return;
    auto const& object = *(after ? after : before);
    auto const found = spaces_.find(object.key().namespace_);
    if (found == spaces_.end() || counts_the_same(before, after)) return;
    auto& space = found->second;
    if (before) {
        auto const& uid = before->index().uid;
        bool const was_over = space.over.erase(uid) != 0;
        space.ending.erase(uid);
        count(space, *before, was_over, false);
    }
    if (!after) return;
    count(space, *after, false, true);
    if (after->index().deleted.empty() || after->kind().plural != "pods") return;
    auto const tree = parse_json(after->bytes());
    if (!tree || !tree->is_object()) return;
    auto const until = usage_of(after->kind(), tree->get_object()).until;
    if (until.empty()) return;
    space.ending.insert_or_assign(after->index().uid, Ending{until, after});
    if (!next_end_ || until < next_end_->first) next_end_.emplace(until, found->first);
}

void QuotaLedger::follow_quota(Ref const& before, Ref const& after, State const& state) {
    auto const& key = (after ? after : before)->key();
    if (!after) {
        auto const found = spaces_.find(key.namespace_);
        if (found == spaces_.end()) return;
        found->second.accounts.erase(key.name);
        if (found->second.accounts.empty()) spaces_.erase(found);
        return;
    }
    auto const tree = tree_of(after);
    if (!tree) return;
    auto made = account_of(*tree);
    auto& space = spaces_[key.namespace_];
    auto const there = space.accounts.find(key.name);
    if (there != space.accounts.end() && there->second.spec_text == made.spec_text) return;
    space.accounts.insert_or_assign(key.name, std::move(made));
    open(space, key.namespace_, state);
}

QuotaLedger::Accounts const* QuotaLedger::in(std::string_view namespace_, Time now) {
    auto const found = spaces_.find(namespace_);
    if (found == spaces_.end()) return nullptr;
    auto& space = found->second;
    for (auto one = space.ending.begin(); one != space.ending.end();) {
        if (one->second.until >= now) {
            ++one;
            continue;
        }
        auto const& pod = one->second.pod;
        count(space, *pod, false, false);
        count(space, *pod, true, true);
        space.over.insert_or_assign(one->first, pod);
        one = space.ending.erase(one);
    }
    return &space.accounts;
}

void QuotaLedger::renew_end() {
    next_end_.reset();
    for (auto const& [name, space] : spaces_)
        for (auto const& [uid, ending] : space.ending)
            if (!next_end_ || ending.until < next_end_->first) next_end_.emplace(ending.until, name);
}

QuotaDraft::Space* QuotaDraft::at(std::string_view namespace_) {
    if (auto const found = spaces_.find(namespace_); found != spaces_.end()) return &found->second;
    if (ledger_->empty()) return nullptr;
    auto const* const accounts = ledger_->in(namespace_, now_);
    return accounts ? &spaces_.emplace(namespace_, Space{*accounts, false}).first->second : nullptr;
}

bool QuotaDraft::concerns(std::string_view namespace_) {
    return !namespace_.empty() && (!spaces_.empty() || !ledger_->empty()) && at(namespace_) != nullptr;
}

std::string QuotaDraft::refusal(std::string_view namespace_, Kind const& kind, json::object const& object,
                                json::object const* old) {
    auto const* const space = concerns(namespace_) ? at(namespace_) : nullptr;
    if (!space) return {};
    auto const usage = usage_now(kind, object, now_).amounts;
    auto const before = old ? usage_now(kind, *old, now_).amounts : Amounts();
    for (auto const& [name, account] : space->accounts) {
        if (!admission::concerns(account.spec, kind, object)) continue;
        // What was there before the quota is not asked again.
        if (auto const missing = old ? std::string() : unstated(account.spec, kind, object); !missing.empty())
            return "failed quota: " + name + ": " + missing;
        Amounts more = charge(account.spec, kind, object, usage);
        if (old) book(more, charge(account.spec, kind, *old, before), false);
        Amounts requested, used, limited;
        for (auto const& [resource, amount] : more) {
            if (amount.negative() || amount.zero()) continue;
            auto const& is = account.used.at(resource);
            auto const& hard = account.spec.hard.at(resource);
            if (is + amount <= hard) continue;
            requested.emplace(resource, amount);
            used.emplace(resource, is);
            limited.emplace(resource, hard);
        }
        if (!requested.empty())
            return "exceeded quota: " + name + ", requested: " + amounts_text(requested) +
                   ", used: " + amounts_text(used) + ", limited: " + amounts_text(limited);
    }
    return {};
}

void QuotaDraft::follow(Ref const& before, Ref const& after, State const& state) {
    auto const& object = *(after ? after : before);
    auto const& key = object.key();
    if (is_quota(object.kind())) {
        // The first quota of a namespace begins to count here.
        auto* const space = at(key.namespace_) ? at(key.namespace_) : after ? &spaces_[key.namespace_] : nullptr;
        if (!space) return;
        auto const tree = after ? tree_of(after) : Result<json::value>(json::value());
        if (!tree) return;
        if (!after) {
            space->accounts.erase(key.name);
        } else if (auto made = account_of(*tree);
                   !space->accounts.contains(key.name) || space->accounts[key.name].spec_text != made.spec_text) {
            for (auto const& other : state.in_namespace(key.namespace_)) {
                auto const one = tree_of(other);
                if (!one || !one->is_object() || other == after) continue;
                auto const usage = usage_now(other->kind(), one->get_object(), now_).amounts;
                book(made.used, charge(made.spec, other->kind(), one->get_object(), usage), true);
            }
            // It counts itself below, if it is new, with the others.
            if (before) {
                auto const usage = usage_now(object.kind(), tree->get_object(), now_).amounts;
                book(made.used, charge(made.spec, object.kind(), tree->get_object(), usage), true);
            }
            space->accounts.insert_or_assign(key.name, std::move(made));
            space->touched = true;
        }
    }
    if (!concerns(key.namespace_) || counts_the_same(before, after)) return;
    auto* const space = at(key.namespace_);
    for (auto const& [version, add] : {std::pair<Ref const&, bool>{before, false}, {after, true}}) {
        if (!version) continue;
        auto const tree = tree_of(version);
        if (!tree || !tree->is_object()) continue;
        auto const usage = usage_now(version->kind(), tree->get_object(), now_).amounts;
        for (auto& [name, account] : space->accounts) {
            auto const amounts = charge(account.spec, version->kind(), tree->get_object(), usage);
            book(account.used, amounts, add);
            space->touched = space->touched || !amounts.empty();
        }
    }
}

void QuotaDraft::look_at(std::string_view namespace_) {
    if (concerns(namespace_)) at(namespace_)->touched = true;
}

std::vector<QuotaDraft::Touched> QuotaDraft::touched() const {
    std::vector<Touched> all;
    for (auto const& [namespace_, space] : spaces_) {
        if (!space.touched) continue;
        for (auto const& [name, account] : space.accounts)
            all.push_back({namespace_, name, account.spec.hard, account.used});
    }
    return all;
}

}  // namespace keelson::admission
