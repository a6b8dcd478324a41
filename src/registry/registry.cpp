#include "registry/registry.hpp"

#include "api/custom_kind.hpp"

#include <keelson/store/encryption.hpp>

#include <algorithm>
#include <map>

namespace keelson {
namespace {

constexpr std::size_t load_page = 4096;
constexpr std::size_t log_page = 4096;
constexpr std::size_t log_page_with_before = 1024;  ///< as many look-ups more, and commits wait meanwhile
constexpr std::size_t log_pages_max = 8;
constexpr auto log_pages_kept = std::chrono::seconds(5);
/// How much of the log is kept for watchers that come back, beyond what the store keeps by itself.
constexpr std::uint64_t log_kept = 100'000;
constexpr std::uint64_t compact_every = 20'000;
constexpr auto resolve_again = std::chrono::seconds(1);
constexpr std::size_t purge_at_once = 500;
constexpr auto again_after_failure = std::chrono::seconds(1);
constexpr std::string_view quotas_resource = "resourcequotas";
constexpr auto just_after = std::chrono::milliseconds(1);

/// What of a definition makes its kinds: the same text, the same kinds.
std::string served_text(json::value const& definition) {
    json::object parts;
    auto const* const spec = find_path(definition, {"spec"});
    auto const* const names = find_path(definition, {"status", "acceptedNames"});
    if (spec) parts["spec"] = *spec;
    if (names) parts["names"] = *names;
    parts["dying"] = find_path(definition, {"metadata", "deletionTimestamp"}) != nullptr;
    parts["established"] = has_condition(definition, "Established");
    return canonical(parts);
}

/// A removed object of which nothing but the key is known.
Ref only_key(ServedKind const& kind, StoreKey const& key, std::uint64_t revision) {
    ObjectIndex index;
    index.key = {std::string(key.namespace_), std::string(key.name)};
    index.resource_version = revision;
    index.labels = std::make_shared<Labels const>();
    index.owners = std::make_shared<std::vector<OwnerIndex> const>();
    json::object metadata{{"name", index.key.name}};
    if (!index.key.namespace_.empty()) metadata["namespace"] = index.key.namespace_;
    auto bytes = canonical(json::object{
        {"apiVersion", kind.kind->api_version()}, {"kind", kind.kind->name}, {"metadata", std::move(metadata)}});
    return std::make_shared<Object const>(kind.kind, std::move(index), std::move(bytes));
}

bool is_definition(Object const& object) { return object.kind().resource() == definitions_resource; }

}  // namespace

Registry::Registry(Strand& strand, std::shared_ptr<Store> store, StoreExecutor executor, KindTable& kinds,
                   AdmissionOptions admission)
    : strand_(&strand),
      store_(std::move(store)),
      executor_(std::move(executor)),
      kinds_(&kinds),
      admission_(admission),
      hooks_(strand),
      events_(kinds.by_resource("events")->kind),
      watches_([this](std::uint64_t after, bool with_before, auto done) {
          read_log(after, with_before, std::move(done));
      }) {}

Result<> Registry::load() {
    auto const head = store_->head();
    if (!head) return head.error();
    if (auto const defined = load_definitions(); !defined) return defined.error();
    std::string after;
    while (true) {
        auto page = store_->list({}, after, load_page);
        if (!page) return page.error();
        for (auto const& record : *page) {
            if (is_sealed(record.value))
                return Error(Errc::invalid,
                             "the record \"" + record.key + "\" is encrypted, and the store was opened without a key");
            StoreKey key;
            if (!parse_store_key(record.key, key))
                return Error(Errc::invalid, "the store has a key that is none of Keelson's: \"" + record.key + "\"");
            auto const* kind = kinds_->by_resource(key.resource);
            if (!kind) {
                auto const tree = parse_json(Publisher::split(record.value).first);
                if (!tree) return Error(tree.error()).wrap("the record \"" + record.key + "\"");
                kind = kinds_->add_unknown(key.resource, string_at(*tree, {"apiVersion"}), string_at(*tree, {"kind"}),
                                           !key.namespace_.empty());
            }
            auto object = publisher_.restore(kind->kind, record.value, record.revision);
            if (!object) return Error(Errc::invalid, "the record \"" + record.key + "\" is damaged");
            accepted_.change(nullptr, object);
            addresses_.follow(nullptr, object);
        }
        if (page->size() < load_page) break;
        after = page->back().key;
    }
    accepted_.revision = *head;
    durable_ = accepted_;
    quotas_.rebuild(accepted_, *kinds_);
    wait_for_quotas();
    watches_.start(*head);
    auto const kinds = kinds_->now();
    for (auto const* const kind : kinds->all()) {
        if (kind->kind->custom && kind->kind->custom->dying) purge(kind->resource);
    }
    return {};
}

bool Registry::submit(std::vector<Operation> operations, WriteOptions options, Completion<BatchResult> done,
                      Waiting waiting) {
    if (closed_) {
        return answer(std::move(done),
                      Error(Errc::unavailable, "the store is being opened again after a failed commit"));
    }
    auto turn = hooks_.turn(accepted_, *kinds_, waiting.answers);
    Transaction transaction(accepted_,
                            {kinds_, &publisher_, &addresses_, &quotas_, &admission_, strand_->entropy().get(),
                             strand_->wall(), turn ? &*turn : nullptr},
                            options);
    BatchResult result;
    for (auto const& operation : operations) {
        auto one = transaction.run(operation);
        // The others are only looked at for what else has to be asked.
        if (turn && !turn->open().empty()) continue;
        if (!one) {
            // What was refused was refused because of what is accepted: the answer waits until that is durable.
            auto error = one.error();
            if (error.subject.empty() && operations.size() > 1)
                error.subject = operation.kind->resource + "/" + operation.key.text();
            return answer(std::move(done), std::move(error));
        }
        result.objects.push_back(std::move(*one));
    }
    auto const open = [&] { return turn && !turn->open().empty(); };
    auto const finished = open() ? Result<>() : transaction.finish();
    if (open()) return wait(*turn, std::move(operations), std::move(options), std::move(done), std::move(waiting));
    if (!finished) return answer(std::move(done), finished.error());
    result.warnings = transaction.warnings();
    result.revision = transaction.draft().revision;
    if (transaction.changes().empty()) return answer(std::move(done), std::move(result));

    auto const limits = store_->limits();
    if (transaction.changes().size() > limits.writes_per_commit)
        return answer(std::move(done),
                      Error(Errc::invalid, "a plan of " + std::to_string(transaction.changes().size()) +
                                               " writes is more than the store takes at once: " +
                                               std::to_string(limits.writes_per_commit)));
    for (auto const& change : transaction.changes()) {
        if (change.after && change.after->bytes().size() > limits.value_bytes)
            return answer(std::move(done),
                          Error(Errc::invalid,
                                "an object of " + std::to_string(change.after->bytes().size()) +
                                    " bytes is larger than the store takes: " + std::to_string(limits.value_bytes)));
    }
    if (options.dry_run) return answer(std::move(done), std::move(result));
    accepted_ = transaction.draft();
    follow(transaction.changes());
    follow_definitions(transaction.changes());
    hooks_.follow(transaction.changes());
    pending_.push_back({transaction.changes(), accepted_, {}});
    answer(std::move(done), std::move(result));
    auto const changes = pending_.back().changes;
    for (auto const& listener : listeners_) {
        if (listener.accepted) listener.accepted(changes);
    }
    begin();
    return false;
}

bool Registry::wait(AdmissionTurn const& turn, std::vector<Operation> operations, WriteOptions options,
                    Completion<BatchResult> done, Waiting waiting) {
    waiting.answers = turn.known();
    // The kinds that the operations point to stay while they wait.
    auto const shared = std::make_shared<Completion<BatchResult>>(std::move(done));
    auto const asked = hooks_.ask(turn, accepted_, *kinds_,
                                  [this, operations = std::move(operations), options = std::move(options), shared,
                                   waiting, kinds = kinds_->now()] {
                                      if (waiting.again) return waiting.again(waiting.answers);
                                      submit(operations, options, std::move(*shared), {waiting.answers, {}});
                                  });
    if (!asked) return answer(std::move(*shared), asked.error());
    return true;
}

void Registry::follow(std::vector<Change> const& changes) {
    bool quotas = false;
    for (auto const& change : changes) {
        addresses_.follow(change.before, change.after);
        quotas_.follow(change.before, change.after);
        quotas = quotas || (change.after ? change.after : change.before)->kind().plural == quotas_resource;
    }
    if (quotas) {
        for (auto const& change : changes) {
            if ((change.after ? change.after : change.before)->kind().resource() == quotas_resource)
                quotas_.follow_quota(change.before, change.after, accepted_);
        }
    }
    wait_for_quotas();
}

void Registry::wait_for_quotas() {
    auto const& next = quotas_.next_end();
    if (!next || (quota_timer_ != 0 && quota_due_ <= next->first)) return;
    if (quota_timer_ != 0) strand_->cancel(quota_timer_);
    quota_due_ = next->first;
    auto const wait = std::max(Duration::zero(), Duration(next->first - strand_->wall())) + just_after;
    quota_timer_ = strand_->after(wait, [this, namespace_ = next->second] {
        quota_timer_ = 0;
        auto const* const kind = kinds_->by_resource(quotas_resource);
        auto const there = accepted_.page(*kind->kind, {.namespace_ = namespace_}, nullptr, 1);
        auto const go_on = [this] {
            quotas_.renew_end();
            wait_for_quotas();
        };
        if (there.empty()) return go_on();
        // A patch that says nothing: the write of a quota looks at what is used.
        Operation made;
        made.verb = Operation::Verb::merge_patch_status;
        made.kind = kind;
        made.key = there.front()->key();
        made.body = "{}";
        submit({std::move(made)}, {}, [this, go_on](Result<BatchResult> done) {
            if (done) return go_on();
            strand_->after(again_after_failure, go_on);
        });
    });
}

Result<> Registry::load_definitions() {
    // Before everything else: what the other records are is said there.
    std::string after;
    auto const prefix = std::string(definitions_resource) + "/";
    while (true) {
        auto const page = store_->list(prefix, after, load_page);
        if (!page) return page.error();
        for (auto const& record : *page) {
            auto const kind = kinds_->by_resource(definitions_resource)->kind;
            auto const definition = publisher_.restore(kind, record.value, record.revision);
            if (!definition) return Error(Errc::invalid, "the record \"" + record.key + "\" is damaged");
            define(definition);
        }
        if (page->size() < load_page) return {};
        after = page->back().key;
    }
}

void Registry::define(Ref const& definition) {
    auto const* const there = kinds_->by_resource(definition->key().name);
    if (there && !there->kind->custom && (there->built_in || is_own_kind(*there))) return;  // it is compiled in
    auto const tree = parse_json(definition->bytes());
    if (!tree || !has_condition(*tree, "Established")) return;
    kinds_->define(kinds_of_definition(*tree));
}

void Registry::follow_definitions(std::vector<Change> const& changes) {
    for (auto const& change : changes) {
        if (!is_definition(change.after ? *change.after : *change.before)) continue;
        if (!change.after) {
            auto const resource = change.before->key().name;
            auto const* const kind = kinds_->by_resource(resource);
            if (!kind || !kind->kind->custom) continue;
            auto const gone = kind->kind;
            kinds_->remove(resource);
            // Somebody has taken the finalizer away: what is left can still be deleted with its namespace.
            if (!accepted_.page(*gone, {}, nullptr, 1).empty())
                kinds_->add_unknown(resource, gone->api_version(), gone->name, gone->namespaced());
            continue;
        }
        auto const now = parse_json(change.after->bytes());
        auto const before = change.before ? parse_json(change.before->bytes()) : Result<json::value>(json::value());
        if (!now || (before && served_text(*before) == served_text(*now))) continue;
        define(change.after);
        if (!change.after->index().deleted.empty()) purge(change.after->key().name);
    }
}

void Registry::redefine() {
    auto const before = kinds_->now();
    for (auto const* const kind : before->all()) {
        if (kind->kind->custom) kinds_->remove(std::string(kind->resource));
    }
    auto const definitions = kinds_->by_resource(definitions_resource)->kind;
    for (auto const& definition : accepted_.list(*definitions, {})) define(definition);
}

void Registry::purge(std::string resource) {
    strand_->post([this, resource = std::move(resource)] {
        auto const* const kind = kinds_->by_resource(resource);
        if (!kind || !kind->kind->custom || !kind->kind->custom->dying) return;
        std::vector<Operation> operations;
        for (auto const& object : accepted_.list(*kind->kind, {})) {
            if (!object->index().deleted.empty()) continue;
            Operation made;
            made.verb = Operation::Verb::remove;
            made.kind = kind;
            made.key = object->key();
            operations.push_back(std::move(made));
            if (operations.size() == purge_at_once) break;
        }
        if (operations.empty()) return;
        WriteOptions options;
        options.manager = "keelson";
        submit(std::move(operations), options, [this, resource](Result<BatchResult> done) {
            if (done) return purge(resource);
            strand_->after(again_after_failure, [this, resource] { purge(resource); });
        });
    });
}

bool Registry::answer(Completion<BatchResult> done, Result<BatchResult> result) {
    if (!done) return false;
    auto const shared = std::make_shared<Result<BatchResult>>(std::move(result));
    if (pending_.empty()) {
        strand_->post([done = std::move(done), shared] { done(std::move(*shared)); });
        return false;
    }
    pending_.back().answers.push_back([done = std::move(done), shared](std::optional<Error> failed) {
        if (failed) {
            done(std::move(*failed));
        } else {
            done(std::move(*shared));
        }
    });
    return false;
}

void Registry::begin() {
    if (in_flight_ || closed_ || pending_.empty()) return;
    in_flight_ = true;
    // Batches that come within this turn of the strand share the commit.
    strand_->post([this] {
        struct Job {
            std::vector<std::pair<std::string, std::optional<std::string>>> rows;
            std::vector<bool> ends;
            Revision first = 0;
            Result<> outcome;
        };
        auto const job = std::make_shared<Job>();
        auto const limit = store_->limits().writes_per_commit;
        job->first = durable_.revision + 1;
        std::vector<Change> changes;
        committing_ = 0;
        for (auto const& plan : pending_) {
            if (committing_ != 0 && changes.size() + plan.changes.size() > limit) break;
            changes.insert(changes.end(), plan.changes.begin(), plan.changes.end());
            for (std::size_t i = 0; i < plan.changes.size(); ++i) job->ends.push_back(i + 1 == plan.changes.size());
            ++committing_;
        }
        commit_began_ = strand_->now();
        executor_(
            [job, changes = std::move(changes), store = store_] {
                for (auto const& change : changes) {
                    auto const& object = *(change.after ? change.after : change.before);
                    job->rows.emplace_back(
                        store_key(object.kind().resource(), object.key()),
                        change.after ? std::optional(Publisher::stored(*change.after)) : std::nullopt);
                }
                std::vector<Write> writes;
                writes.reserve(job->rows.size());
                for (std::size_t i = 0; i < job->rows.size(); ++i)
                    writes.push_back(
                        {job->rows[i].first,
                         job->rows[i].second ? std::optional<std::string_view>(*job->rows[i].second) : std::nullopt,
                         job->ends[i]});
                job->outcome = store->commit(job->first, writes);
            },
            [this, job] { finished(job->outcome); });
    });
}

void Registry::finished(Result<> const& outcome) {
    in_flight_ = false;
    commit_durations_.observe(strand_->now() - commit_began_);
    if (!outcome) {
        strand_->log().with("store").error("a commit failed: " + outcome.error().message);
        return resolve(outcome.error());
    }
    publish(committing_);
    compact();
    begin();
}

void Registry::publish(std::size_t count) {
    std::vector<Pending> plans;
    for (std::size_t i = 0; i < count; ++i) {
        plans.push_back(std::move(pending_.front()));
        pending_.pop_front();
    }
    for (auto& plan : plans) {
        durable_ = std::move(plan.after);
        watches_.publish(plan.changes);
        for (auto const& listener : listeners_) {
            if (listener.durable) listener.durable(plan.changes);
        }
    }
    for (auto& plan : plans) {
        for (auto const& done : plan.answers) done({});
    }
    watches_.wake();
}

void Registry::resolve(Error const& why) {
    closed_ = true;
    auto const head = std::make_shared<Result<Revision>>(Revision{0});
    executor_([store = store_, head] { *head = store->head(); }, [this, head, why] { resolved(*head, why); });
}

void Registry::resolved(Result<Revision> const& head, Error const& why) {
    if (!head) {
        strand_->log().with("store").error("the store can't be opened again: " + head.error().message);
        strand_->after(resolve_again, [this, why] { resolve(why); });
        return;
    }
    auto const last = committing_ == 0 ? durable_.revision : pending_[committing_ - 1].after.revision;
    closed_ = false;
    if (*head == last) {  // it was there after all
        publish(committing_);
    } else if (*head != durable_.revision) {
        closed_ = true;
        strand_->log().with("store").error("the store is at revision " + std::to_string(*head) + " and should be at " +
                                           std::to_string(durable_.revision) + " or " + std::to_string(last) +
                                           ": somebody else has written to it; nothing is accepted any more");
        fail(0, Error(Errc::unavailable, "the store was changed by somebody else"));
        return;
    } else {
        fail(0, Error(Errc::unavailable, "the commit failed: " + why.message));
        accepted_ = durable_;
        addresses_.clear();
        if (auto const* const services = kinds_->by_resource("services")) {
            for (auto const& service : accepted_.list(*services->kind, {})) addresses_.follow(nullptr, service);
        }
        quotas_.rebuild(accepted_, *kinds_);
        wait_for_quotas();
        redefine();
        hooks_.forget();
        for (auto const& listener : listeners_) {
            if (listener.rebuilt) listener.rebuilt();
        }
    }
    begin();
}

void Registry::fail(std::size_t from, Error const& why) {
    std::vector<Pending> dropped;
    while (pending_.size() > from) {
        dropped.push_back(std::move(pending_.back()));
        pending_.pop_back();
    }
    committing_ = 0;
    for (auto plan = dropped.rbegin(); plan != dropped.rend(); ++plan) {
        for (auto const& done : plan->answers) strand_->post([done, why] { done(why); });
    }
}

void Registry::compact() {
    if (durable_.revision < log_kept + compacted_ + compact_every) return;
    auto const through = durable_.revision - log_kept;
    compacted_ = through;
    executor_([store = store_, through] { (void)store->compact(through); }, [] {});
}

struct Registry::LogEntries {
    Result<std::vector<LogEntry>> entries = std::vector<LogEntry>{};
    std::map<std::string, LogEntry> before;  // the versions that the first entries of their keys have replaced
};

void Registry::read_log(std::uint64_t after, bool with_before, LogRead done) {
    for (auto const& page : log_pages_) {
        if (page.after > after || page.changes.back().revision <= after || page.with_before < with_before) continue;
        auto const from =
            std::upper_bound(page.changes.begin(), page.changes.end(), after,
                             [](std::uint64_t one, Change const& change) { return one < change.revision; });
        return strand_->post([done = std::move(done), rest = std::vector<Change>(from, page.changes.end())]() mutable {
            done(std::move(rest));
        });
    }
    auto& waiting = reading_[{after, with_before}];
    waiting.push_back(std::move(done));
    if (waiting.size() > 1) return;
    auto const read = std::make_shared<LogEntries>();
    executor_(
        [store = store_, after, with_before, read] {
            read->entries = store->log(after, with_before ? log_page_with_before : log_page);
            if (!read->entries || !with_before) return;
            for (auto const& entry : *read->entries) {
                // Later ones of the same key have theirs in the page.
                if (entry.previous == 0 || entry.previous > after) continue;
                auto found = store->log(entry.previous - 1, 1);
                if (!found || found->empty() || found->front().revision != entry.previous) continue;
                read->before.emplace(entry.key, std::move(found->front()));
            }
        },
        [this, after, with_before, read] {
            auto const waited = reading_.extract({after, with_before});
            Result<std::vector<Change>> outcome = std::vector<Change>{};
            if (read->entries) {
                *outcome = changes_of(*read);
                keep_page(after, with_before, *outcome);
            } else {
                outcome = read->entries.error();
            }
            for (auto const& told : waited.mapped()) told(outcome);
        });
}

std::vector<Change> Registry::changes_of(LogEntries const& read) {
    std::map<std::string_view, Ref> seen;
    auto const restored = [&](ServedKind const& kind, LogEntry const& entry) {
        return entry.value ? publisher_.restore(kind.kind, *entry.value, entry.revision) : nullptr;
    };
    std::vector<Change> changes;
    for (auto const& entry : *read.entries) {
        StoreKey key;
        if (entry.revision > durable_.revision || !parse_store_key(entry.key, key)) continue;
        auto const* const kind = kinds_->by_resource(key.resource);
        if (!kind) continue;
        Change change;
        change.revision = entry.revision;
        auto& slot = seen[entry.key];
        if (auto const before = read.before.find(entry.key); !slot && before != read.before.end())
            slot = restored(*kind, before->second);
        change.after = restored(*kind, entry);
        change.before = slot;
        change.before_unknown = !change.before && entry.previous != 0;
        if (!change.before && !change.after) change.before = only_key(*kind, key, entry.revision);
        slot = change.after;
        changes.push_back(std::move(change));
    }
    return changes;
}

/// Others may be about to read the same; after a while they no longer are.
void Registry::keep_page(std::uint64_t after, bool with_before, std::vector<Change> const& changes) {
    if (changes.empty()) return;
    log_pages_.push_back({after, with_before, changes});
    if (log_pages_.size() > log_pages_max) log_pages_.pop_front();
    if (pages_timer_ != 0) return;
    pages_timer_ = strand_->after(log_pages_kept, [this] {
        pages_timer_ = 0;
        log_pages_.clear();
    });
}

}  // namespace keelson
