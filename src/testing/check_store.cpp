#include <keelson/testing/check_store.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <random>
#include <sstream>
#include <string_view>
#include <utility>

namespace keelson::testing {
namespace {

using namespace std::string_view_literals;

constexpr auto all = std::numeric_limits<std::size_t>::max();

struct Change {
    std::string key;
    std::optional<std::string> value;
    bool ends_plan = true;
};
using Changes = std::vector<Change>;

/// The store as its contract has it, the obvious way.
struct Model {
    std::map<std::string, Record> live;
    std::vector<LogEntry> log;  ///< of every revision from 1
    Revision compacted = 0;

    [[nodiscard]] Revision head() const { return log.size(); }

    void commit(Changes const& changes) {
        for (auto const& change : changes) {
            auto const held = live.find(change.key);
            auto const previous = held == live.end() ? 0 : held->second.revision;
            log.push_back({head() + 1, change.key, change.value, previous, change.ends_plan});
            if (change.value)
                live[change.key] = {change.key, *change.value, head()};
            else
                live.erase(change.key);
        }
    }

    [[nodiscard]] std::vector<Record> list(std::string_view prefix, std::string_view after, std::size_t limit) const {
        std::vector<Record> records;
        for (auto const& [key, record] : live) {
            if (records.size() < limit && key.starts_with(prefix) && std::string_view(key) > after)
                records.push_back(record);
        }
        return records;
    }

    [[nodiscard]] std::vector<LogEntry> entries(Revision after, std::size_t limit) const {
        auto const from = log.begin() + static_cast<std::ptrdiff_t>(after);
        auto const count = std::min<std::size_t>(limit, log.size() - after);
        return {from, from + static_cast<std::ptrdiff_t>(count)};
    }
};

std::string quote(std::string_view bytes) {
    constexpr auto digits = "0123456789abcdef"sv;
    std::string text = "\"";
    for (auto const c : bytes.substr(0, 40)) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7f)
            text += c;
        else
            text.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    }
    return text + (bytes.size() > 40 ? "...\"" : "\"");
}

std::string show(Record const& record) {
    return quote(record.key) + " = " + quote(record.value) + " of revision " + std::to_string(record.revision);
}

std::string show(LogEntry const& entry) {
    return "revision " + std::to_string(entry.revision) + ": " + quote(entry.key) +
           (entry.value ? " = " + quote(*entry.value) : " removed") + ", before it " + std::to_string(entry.previous) +
           (entry.ends_plan ? ", ends a plan" : "");
}

/// The first difference of two lists; empty: none.
template <class T>
std::string difference(std::vector<T> const& wanted, std::vector<T> const& got) {
    for (std::size_t i = 0; i < std::max(wanted.size(), got.size()); ++i) {
        if (i >= got.size()) return "it lacks " + show(wanted[i]);
        if (i >= wanted.size()) return "it has, beyond what it should, " + show(got[i]);
        if (!(wanted[i] == got[i])) return "it has " + show(got[i]) + " instead of " + show(wanted[i]);
    }
    return {};
}

std::string show(Error const& error) {
    std::ostringstream text;
    text << error;
    return text.str();
}

/// One store with the model beside it. What does not agree becomes a sentence.
class Trial {
public:
    Trial(StoreUnderTest const& how, std::string name, std::vector<std::string>& failures)
        : how_(how), name_(std::move(name)), failures_(failures), failed_before_(failures.size()) {
        auto made = how.make();
        if (made && *made)
            store_ = *made;
        else
            fail("an empty store could not be made" + (made ? std::string() : ": " + show(made.error())));
    }

    [[nodiscard]] bool ok() const { return store_ && failures_.size() == failed_before_; }
    [[nodiscard]] Store& store() { return *store_; }
    [[nodiscard]] Model const& model() const { return model_; }
    [[nodiscard]] bool can_reopen() const { return static_cast<bool>(how_.reopen); }

    void fail(std::string const& what) { failures_.push_back(name_ + ": " + what); }
    void expect(bool good, std::string const& what) {
        if (!good) fail(what);
    }

    template <class T>
    void expect_error(Result<T> const& result, Errc code, std::string const& what) {
        if (result)
            fail(what + " should fail with " + std::string(reason(code)) + " but succeeds");
        else if (result.error().code != code)
            fail(what + " should fail with " + std::string(reason(code)) + " but fails with " + show(result.error()));
    }

    Result<> commit_at(Revision first, Changes const& changes) {
        std::vector<Write> writes;
        for (auto const& [key, value, ends_plan] : changes) {
            auto& write = writes.emplace_back();
            write.key = key;
            if (value) write.value = *value;
            write.ends_plan = ends_plan;
        }
        return store_->commit(first, writes);
    }

    void commit(Changes const& changes) {
        if (!store_) return;
        auto const done = commit_at(model_.head() + 1, changes);
        if (done)
            model_.commit(changes);
        else
            fail("a commit from revision " + std::to_string(model_.head() + 1) + " fails with " + show(done.error()));
    }

    void compact(Revision through) {
        if (!store_) return;
        auto const done = store_->compact(through);
        if (done)
            model_.compacted = std::max(model_.compacted, through);
        else
            fail("compact(" + std::to_string(through) + ") fails with " + show(done.error()));
    }

    void expect_head() {
        if (!store_) return;
        auto const head = store_->head();
        if (!head)
            fail("head() fails with " + show(head.error()));
        else
            expect(*head == model_.head(),
                   "head() is " + std::to_string(*head) + " and should be " + std::to_string(model_.head()));
    }

    void expect_list(std::string_view prefix = {}, std::string_view after = {}, std::size_t limit = all) {
        if (!store_) return;
        auto const what =
            "list(" + quote(prefix) + ", " + quote(after) + ", " + (limit == all ? "all" : std::to_string(limit)) + ")";
        auto const got = store_->list(prefix, after, limit);
        if (!got) return fail(what + " fails with " + show(got.error()));
        auto const wrong = difference(model_.list(prefix, after, limit), *got);
        expect(wrong.empty(), what + ": " + wrong);
    }

    void expect_log(Revision after, std::size_t limit = all) {
        if (!store_) return;
        auto const what = "log(" + std::to_string(after) + ", " + (limit == all ? "all" : std::to_string(limit)) + ")";
        auto const got = store_->log(after, limit);
        if (after > model_.head()) return expect_error(got, Errc::invalid, what + ", beyond the head,");
        if (after < model_.compacted)
            return expect_error(got, Errc::expired,
                                what + ", after compact(" + std::to_string(model_.compacted) + "),");
        if (!got) return fail(what + " fails with " + show(got.error()));
        auto const wrong = difference(model_.entries(after, limit), *got);
        expect(wrong.empty(), what + ": " + wrong);
    }

    void expect_all() {
        expect_head();
        expect_list();
        expect_log(model_.compacted);
    }

    void reopen() {
        if (!how_.reopen || !store_) return;
        auto again = how_.reopen(std::exchange(store_, nullptr));
        if (again && *again)
            store_ = *again;
        else
            fail("the store could not be opened again" + (again ? std::string() : ": " + show(again.error())));
    }

private:
    StoreUnderTest const& how_;
    std::string name_;
    std::vector<std::string>& failures_;
    std::size_t failed_before_;
    std::shared_ptr<Store> store_;
    Model model_;
};

// Keys that break a store which thinks of text: zero bytes, 0xff, signed bytes, one key being the start of another.
Changes const& awkward_changes() {
    static Changes const changes = [] {
        Changes made;
        for (auto const key : {"a"sv,    "a\0"sv,      "a\0b"sv,     "a/"sv,           "a0"sv,   "ab"sv,   "A"sv,
                               "b"sv,    "\0"sv,       "\0\0"sv,     "\x01"sv,         "\x7f"sv, "\x80"sv, "\xc3\xa4"sv,
                               "\xff"sv, "\xff\x00"sv, "\xff\xff"sv, "\xff\xff\x01"sv, "%"sv,    "_"sv,    "'"sv}) {
            made.push_back({std::string(key), "value of " + std::string(key), true});
        }
        return made;
    }();
    return changes;
}

void check_empty(Trial& trial) {
    trial.expect_all();
    trial.expect_log(1);
    trial.compact(0);
    trial.expect_error(trial.commit_at(2, {{"a", "1"}}), Errc::conflict, "a first commit that starts at 2");
    trial.expect_error(trial.commit_at(0, {{"a", "1"}}), Errc::conflict, "a commit that starts at 0");
    trial.expect_all();
}

void check_density(Trial& trial) {
    for (int i = 0; i < 20; ++i) {
        trial.commit({{"k" + std::to_string(i % 3), std::to_string(i)}, {"other", std::to_string(i), i % 2 == 0}});
        trial.expect_head();
    }
    trial.expect_all();
}

void check_conflict(Trial& trial) {
    trial.commit({{"a", "1"}, {"b", "1"}, {"c", "1"}});
    for (auto const first : {Revision{0}, Revision{1}, Revision{3}, Revision{5}, ~Revision{0}}) {
        trial.expect_error(trial.commit_at(first, {{"a", "2"}, {"d", "2"}}), Errc::conflict,
                           "a commit from " + std::to_string(first) + " on the head 3");
    }
    trial.expect_error(trial.commit_at(3, {}), Errc::conflict, "an empty commit from 3 on the head 3");
    trial.expect_all();
    trial.commit({});
    trial.expect_all();
    trial.commit({{"a", "2"}});
    trial.expect_all();
}

void check_limits(Trial& trial) {
    auto const limits = trial.store().limits();
    trial.commit({{"a", "1"}});
    if (limits.value_bytes < std::size_t{64} << 20) {
        trial.expect_error(
            trial.commit_at(2, {{"b", "2"}, {"large", std::string(limits.value_bytes + 1, 'x')}, {"c", "3"}}),
            Errc::invalid, "a commit with a value one byte too large");
        trial.expect_all();
        trial.commit({{"large", std::string(limits.value_bytes, 'x')}});
    }
    trial.expect_error(trial.commit_at(trial.model().head() + 1, {{"b", "2"}, {"", "3"}}), Errc::invalid,
                       "a commit with an empty key");
    trial.expect_all();
    if (limits.writes_per_commit < 1'000'000) {
        std::vector<Write> const writes(limits.writes_per_commit + 1, Write{.key = "many", .value = "x"});
        trial.expect_error(trial.store().commit(trial.model().head() + 1, writes), Errc::invalid,
                           "a commit with one write too many");
    }
    trial.expect_all();
}

void check_order(Trial& trial) {
    trial.commit(awkward_changes());
    trial.expect_all();
    for (auto const& change : awkward_changes()) {
        trial.expect_list(change.key);
        trial.expect_list({}, change.key);
        trial.expect_list("a", change.key);
    }
    Changes removals;
    for (auto const& change : awkward_changes()) removals.push_back({change.key, std::nullopt, true});
    trial.commit(removals);
    trial.expect_all();
}

void check_values(Trial& trial) {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
    trial.commit(
        {{"empty", ""}, {"zero", std::string(1, '\0')}, {"bytes", bytes}, {"long", std::string(100'000, 'x')}});
    trial.commit({{std::string(10'000, 'k'), "a long key"}, {std::string(10'000, 'k') + "l", bytes}});
    trial.expect_all();
    trial.commit({{"long", ""}, {"empty", bytes}});
    trial.expect_all();
    trial.reopen();
    trial.expect_all();
}

void check_paging(Trial& trial) {
    Changes changes;
    for (int i = 0; i < 50; ++i) {
        for (auto const* folder : {"a/", "b/", "c"})
            changes.push_back({folder + std::to_string(i), std::to_string(i), true});
    }
    trial.commit(changes);
    for (auto const limit :
         {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{50}, std::size_t{51}, std::size_t{1'000}}) {
        trial.expect_list("b/", {}, limit);
        trial.expect_list("b/", "b/25", limit);
        trial.expect_list("b/", "a/9", limit);
        trial.expect_list("b/", "b", limit);
        trial.expect_list("b/", "b/9", limit);
        trial.expect_list("b/", "c", limit);
        trial.expect_list({}, "b/25", limit);
        trial.expect_list("nothing", {}, limit);
        for (auto const after : {Revision{0}, Revision{1}, Revision{75}, Revision{149}, Revision{150}, Revision{151}})
            trial.expect_log(after, limit);
    }
    trial.expect_log(std::numeric_limits<Revision>::max());
}

void check_same_key(Trial& trial) {
    trial.commit(
        {{"a", "1", false}, {"a", "2", false}, {"b", "1", false}, {"a", std::nullopt, false}, {"a", "3", true}});
    trial.expect_all();
    trial.commit({{"a", std::nullopt}, {"a", std::nullopt}, {"a", "4"}, {"a", std::nullopt}});
    trial.expect_all();
    trial.expect_list("a");
}

void check_removals(Trial& trial) {
    trial.commit({{"never", std::nullopt}});
    trial.commit({{"a", "1"}});
    trial.commit({{"a", std::nullopt}});
    trial.expect_all();
    trial.commit({{"a", "2"}});
    trial.expect_all();
}

void check_plan_ends(Trial& trial) {
    for (auto const ends : {true, false, false, true, false})
        trial.commit({{"a", "1", !ends}, {"b", std::nullopt, ends}});
    trial.expect_all();
    trial.reopen();
    trial.expect_all();
}

void check_compaction(Trial& trial) {
    for (int i = 0; i < 40; ++i)
        trial.commit({{"hot", std::to_string(i)}, {"k" + std::to_string(i), "1"}, {"gone", std::nullopt}});
    trial.compact(60);
    for (auto const after : {Revision{0}, Revision{59}, Revision{60}, Revision{61}, Revision{120}, Revision{121}})
        trial.expect_log(after);
    trial.expect_all();
    trial.compact(10);
    trial.compact(60);
    trial.expect_all();
    trial.expect_error(trial.store().compact(121), Errc::invalid, "compact(121) on the head 120");
    trial.expect_all();
    // The old rows are given up with these, among them some that were live until now.
    for (int i = 0; i < 40; ++i) trial.commit({{"k" + std::to_string(i), "2"}});
    trial.expect_all();
    trial.reopen();
    trial.expect_all();
    trial.expect_log(59);
    trial.compact(trial.model().head());
    trial.expect_all();
    trial.expect_log(trial.model().head() - 1);
    trial.reopen();
    trial.expect_all();
}

void check_emptied(Trial& trial) {
    trial.commit({{"a", "1"}, {"b", "1"}});
    trial.commit({{"a", std::nullopt}, {"b", std::nullopt}});
    trial.compact(4);
    trial.expect_all();
    trial.reopen();
    trial.expect_all();
    trial.commit({{"c", "1"}});
    trial.commit({{"c", std::nullopt}});
    trial.compact(6);
    trial.commit({{"d", std::nullopt}});
    trial.compact(7);
    trial.reopen();
    trial.expect_all();
    trial.commit({{"a", "2"}});
    trial.expect_all();
}

void check_reopening(Trial& trial) {
    for (int i = 0; i < 5; ++i) {
        trial.commit({{"a", std::to_string(i)}, {"b" + std::to_string(i), "x", false}});
        trial.expect_error(trial.commit_at(1, {{"z", "1"}}), Errc::conflict, "a commit from 1");
        trial.reopen();
        trial.expect_all();
        if (!trial.ok()) return;
    }
}

void check_large_commit(Trial& trial) {
    Changes changes;
    auto const count = std::min<std::size_t>(trial.store().limits().writes_per_commit, 2'000);
    for (std::size_t i = 0; i < count; ++i)
        changes.push_back({"k" + std::to_string(i * 7919 % 1'500), std::string(200, 'v'), i + 1 == count});
    trial.commit(changes);
    trial.expect_all();
    trial.reopen();
    trial.expect_all();
}

/// Random calls, each compared with the model.
class RandomTrial {
public:
    RandomTrial(Trial& trial, std::uint64_t seed) : trial_(trial), random_(seed) {}

    void run(int steps) {
        for (int i = 0; i < steps && trial_.ok(); ++i) step();
        if (trial_.ok()) trial_.expect_all();
    }

private:
    // Not a standard distribution: those give other numbers with another standard library.
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

    std::string key() {
        constexpr auto bytes = "\0\x01/ab\x80\xff"sv;
        std::string made;
        for (auto length = 1 + below(4); length > 0; --length) made += bytes[below(bytes.size())];
        return made;
    }

    Changes changes() {
        Changes made;
        for (auto count = 1 + below(8); count > 0; --count) {
            auto& change = made.emplace_back();
            change.key = key();
            if (below(4) != 0)
                change.value = std::string(below(below(20) == 0 ? 9'000 : 40), static_cast<char>(below(256)));
            change.ends_plan = below(2) == 0;
        }
        return made;
    }

    std::size_t limit() { return below(2) == 0 ? all : below(20); }

    void step() {
        auto const head = trial_.model().head();
        switch (below(16)) {
            case 0: trial_.expect_head(); break;
            case 1:
            case 2: trial_.expect_list(below(3) == 0 ? "" : key(), below(3) == 0 ? "" : key(), limit()); break;
            case 3:
            case 4: trial_.expect_log(below(head + 2), limit()); break;
            case 5: stale_commit(head); break;
            case 6:
                if (below(4) == 0) trial_.compact(below(head + 1));
                break;
            case 7:
                if (below(8) == 0) trial_.reopen();
                break;
            default: trial_.commit(changes());
        }
    }

    void stale_commit(Revision head) {
        auto const first = below(head + 4);
        if (first == head + 1) return;
        trial_.expect_error(trial_.commit_at(first, changes()), Errc::conflict,
                            "a commit from " + std::to_string(first) + " on the head " + std::to_string(head));
    }

    Trial& trial_;
    std::mt19937_64 random_;
};

struct Check {
    char const* name;
    void (*run)(Trial&);
};

constexpr std::array checks{
    Check{"an empty store", check_empty},
    Check{"revisions are dense", check_density},
    Check{"a stale commit changes nothing", check_conflict},
    Check{"a commit beyond the limits changes nothing", check_limits},
    Check{"keys are ordered by unsigned byte", check_order},
    Check{"values are any bytes", check_values},
    Check{"pages", check_paging},
    Check{"a key several times in a commit", check_same_key},
    Check{"removals", check_removals},
    Check{"ends of plans", check_plan_ends},
    Check{"compaction", check_compaction},
    Check{"a store whose keys are all gone", check_emptied},
    Check{"commits outlive the object", check_reopening},
    Check{"a large commit", check_large_commit},
};

}  // namespace

std::vector<std::string> check_store(StoreUnderTest const& store) {
    std::vector<std::string> failures;
    for (auto const& check : checks) {
        Trial trial(store, check.name, failures);
        if (trial.ok()) check.run(trial);
    }
    for (std::uint64_t round = 0; round < 3; ++round) {
        auto const seed = store.seed + round;
        Trial trial(store, "random calls from seed " + std::to_string(seed), failures);
        if (trial.ok()) RandomTrial(trial, seed).run(300);
    }
    return failures;
}

}  // namespace keelson::testing
