#include "registry/registry.hpp"

#include "api/custom_kind.hpp"

#include <algorithm>
#include <map>

namespace keelson {
namespace {

constexpr std::size_t load_page = 4096;
constexpr std::size_t log_page = 4096;
/// How much of the log is kept for watchers that come back, beyond what the store keeps by itself.
constexpr std::uint64_t log_kept = 100'000;
constexpr std::uint64_t compact_every = 20'000;
constexpr auto resolve_again = std::chrono::seconds(1);
constexpr std::size_t purge_at_once = 500;
constexpr auto purge_again = std::chrono::seconds(1);

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

bool is_definition(Object const& object) { return object.kind().resource() == definitions_resource; }

}  // namespace

Registry::Registry(Strand& strand, std::shared_ptr<Store> store, StoreExecutor executor, KindTable& kinds)
    : strand_(&strand),
      store_(std::move(store)),
      executor_(std::move(executor)),
      kinds_(&kinds),
      admission_(strand),
      events_(kinds.by_resource("events")->kind, publisher_),
      watches_([this](std::uint64_t after, auto done) { read_log(after, std::move(done)); }) {}

Result<> Registry::load() {
    auto const head = store_->head();
    if (!head) return head.error();
    if (auto const defined = load_definitions(); !defined) return defined.error();
    std::string after;
    while (true) {
        auto page = store_->list({}, after, load_page);
        if (!page) return page.error();
        for (auto const& record : *page) {
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
    auto turn = admission_.turn(accepted_, *kinds_, waiting.answers);
    Transaction transaction(
        accepted_,
        {kinds_, &publisher_, &addresses_, strand_->entropy().get(), strand_->wall(), turn ? &*turn : nullptr},
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
    if (turn && !turn->open().empty())
        return wait(*turn, std::move(operations), std::move(options), std::move(done), std::move(waiting));
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
    for (auto const& change : transaction.changes()) addresses_.follow(change.before, change.after);
    follow_definitions(transaction.changes());
    admission_.follow(transaction.changes());
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
    auto const asked = admission_.ask(turn, accepted_, *kinds_,
                                      [this, operations = std::move(operations), options = std::move(options), shared,
                                       waiting, kinds = kinds_->now()] {
                                          if (waiting.again) return waiting.again(waiting.answers);
                                          submit(operations, options, std::move(*shared), {waiting.answers, {}});
                                      });
    if (!asked) return answer(std::move(*shared), asked.error());
    return true;
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
            strand_->after(purge_again, [this, resource] { purge(resource); });
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
        redefine();
        admission_.forget();
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

void Registry::read_log(std::uint64_t after, std::function<void(Result<std::vector<Change>>)> done) {
    auto const read = std::make_shared<Result<std::vector<LogEntry>>>(std::vector<LogEntry>{});
    executor_([store = store_, after, read] { *read = store->log(after, log_page); },
              [this, read, done = std::move(done)] {
                  if (!*read) return done(read->error());
                  // The version before is known when it came by in this page; else only that there was one.
                  std::map<std::string, Ref> seen;
                  std::vector<Change> changes;
                  for (auto const& entry : **read) {
                      StoreKey key;
                      if (entry.revision > durable_.revision || !parse_store_key(entry.key, key)) continue;
                      auto const* const kind = kinds_->by_resource(key.resource);
                      if (!kind) continue;
                      Change change;
                      change.revision = entry.revision;
                      auto& slot = seen[entry.key];
                      if (entry.value) change.after = publisher_.restore(kind->kind, *entry.value, entry.revision);
                      change.before = slot;
                      change.before_unknown = !change.before && entry.previous != 0;
                      if (!change.before && !change.after) {
                          // A removal of which nothing but the key is known.
                          ObjectIndex index;
                          index.key = {std::string(key.namespace_), std::string(key.name)};
                          index.resource_version = entry.revision;
                          index.labels = std::make_shared<Labels const>();
                          index.owners = std::make_shared<std::vector<OwnerIndex> const>();
                          json::object metadata{{"name", index.key.name}};
                          if (!index.key.namespace_.empty()) metadata["namespace"] = index.key.namespace_;
                          change.before = std::make_shared<Object const>(
                              kind->kind, index,
                              canonical(json::object{{"apiVersion", kind->kind->api_version()},
                                                     {"kind", kind->kind->name},
                                                     {"metadata", metadata}}));
                      }
                      slot = change.after;
                      changes.push_back(std::move(change));
                  }
                  done(std::move(changes));
              });
}

}  // namespace keelson
