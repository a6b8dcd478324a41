#include "scratch_folder.hpp"

#include <keelson/store/encryption.hpp>
#include <keelson/testing/check_store.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

namespace keelson {
namespace {

using testing::check_store;
using testing::StoreUnderTest;
using Strings = std::vector<std::string>;

/// SQLite stores in a folder, each made under a new name, with the same options each time.
StoreUnderTest sqlite_under_test(tests::ScratchFolder const& folder, SqliteOptions options = {}) {
    auto const path = std::make_shared<std::string>();
    auto const count = std::make_shared<int>(0);
    StoreUnderTest how;
    how.make = [=, &folder] {
        *path = folder.file("store-" + std::to_string(++*count) + ".db");
        return sqlite_store(*path, options);
    };
    how.reopen = [=](std::shared_ptr<Store> store) {
        store.reset();
        return sqlite_store(*path, options);
    };
    return how;
}

/// Keeps the contract but for one flaw; what the flaw is, a derived class says.
class Flawed : public Store {
public:
    Result<Revision> head() override { return good->head(); }
    Result<std::vector<Record>> list(std::string_view prefix, std::string_view after, std::size_t limit) override {
        return good->list(prefix, after, limit);
    }
    Result<> commit(Revision first, std::span<Write const> writes) override { return good->commit(first, writes); }
    Result<std::vector<LogEntry>> log(Revision after, std::size_t limit) override { return good->log(after, limit); }
    Result<> compact(Revision through) override { return good->compact(through); }

    std::shared_ptr<Store> good = memory_store();
};

template <class Store>
Strings check_flawed() {
    StoreUnderTest how;
    how.make = [] { return Result<std::shared_ptr<keelson::Store>>(std::make_shared<Store>()); };
    return check_store(how);
}

struct AcceptsStale : Flawed {
    Result<> commit(Revision, std::span<Write const> writes) override {
        return good->commit(*good->head() + 1, writes);
    }
};

struct HalfCommits : Flawed {
    Result<> commit(Revision first, std::span<Write const> writes) override {
        auto const too_large = [this](Write const& write) {
            return write.value && write.value->size() > limits().value_bytes;
        };
        auto const bad = std::find_if(writes.begin(), writes.end(), too_large);
        auto const done = good->commit(first, writes);
        if (!done) (void)good->commit(first, writes.first(static_cast<std::size_t>(bad - writes.begin())));
        return done;
    }
};

struct SignedOrder : Flawed {
    Result<std::vector<Record>> list(std::string_view prefix, std::string_view after, std::size_t limit) override {
        auto records = good->list(prefix, after, limit);
        auto const less = [](char a, char b) { return static_cast<signed char>(a) < static_cast<signed char>(b); };
        std::sort(records->begin(), records->end(), [&](Record const& a, Record const& b) {
            return std::lexicographical_compare(a.key.begin(), a.key.end(), b.key.begin(), b.key.end(), less);
        });
        return records;
    }
};

struct CutsAtZero : Flawed {
    Result<std::vector<Record>> list(std::string_view prefix, std::string_view after, std::size_t limit) override {
        auto records = good->list(prefix, after, limit);
        for (auto& record : *records) record.value = record.value.c_str();
        return records;
    }
};

struct IncludesAfter : Flawed {
    Result<std::vector<LogEntry>> log(Revision after, std::size_t limit) override {
        return good->log(after == 0 ? 0 : after - 1, limit);
    }
};

struct ForgetsPlanEnds : Flawed {
    Result<std::vector<LogEntry>> log(Revision after, std::size_t limit) override {
        auto entries = good->log(after, limit);
        if (entries) {
            for (auto& entry : *entries) entry.ends_plan = true;
        }
        return entries;
    }
};

struct NeverExpires : Flawed {
    Result<> compact(Revision through) override {
        return through <= *good->head() ? Result<>() : good->compact(through);
    }
};

struct IgnoresLimit : Flawed {
    Result<std::vector<Record>> list(std::string_view prefix, std::string_view after, std::size_t) override {
        return good->list(prefix, after, ~std::size_t{0});
    }
};

struct LosesRemovals : Flawed {
    Result<std::vector<LogEntry>> log(Revision after, std::size_t limit) override {
        auto entries = good->log(after, limit);
        if (entries) std::erase_if(*entries, [](LogEntry const& entry) { return !entry.value; });
        return entries;
    }
};

}  // namespace

TEST_CASE("store conformance: the store in memory") {
    StoreUnderTest how;
    how.make = [] { return Result<std::shared_ptr<Store>>(memory_store()); };
    CHECK(check_store(how) == Strings{});
}

TEST_CASE("store conformance: an encrypted store") {
    StoreUnderTest how;
    how.make = [] { return encrypted_store(memory_store(), {{{"one", std::string(32, 'k')}}, {"a", "b"}}); };
    CHECK(check_store(how) == Strings{});
}

TEST_CASE("store conformance: the store in an SQLite file") {
    tests::ScratchFolder const folder;
    CHECK(check_store(sqlite_under_test(folder)) == Strings{});
}

TEST_CASE("store conformance: an SQLite file with hardly any page cache") {
    tests::ScratchFolder const folder;
    auto how = sqlite_under_test(folder, {.page_cache_bytes = 0});
    how.seed = 77;
    CHECK(check_store(how) == Strings{});
}

TEST_CASE("store conformance: the suite finds what a store gets wrong") {
    CHECK(check_flawed<Flawed>() == Strings{});
    CHECK_FALSE(check_flawed<AcceptsStale>().empty());
    CHECK_FALSE(check_flawed<HalfCommits>().empty());
    CHECK_FALSE(check_flawed<SignedOrder>().empty());
    CHECK_FALSE(check_flawed<CutsAtZero>().empty());
    CHECK_FALSE(check_flawed<IncludesAfter>().empty());
    CHECK_FALSE(check_flawed<ForgetsPlanEnds>().empty());
    CHECK_FALSE(check_flawed<NeverExpires>().empty());
    CHECK_FALSE(check_flawed<IgnoresLimit>().empty());
    CHECK_FALSE(check_flawed<LosesRemovals>().empty());
}

TEST_CASE("store conformance: a store that forgets on reopening is found out") {
    StoreUnderTest how;
    how.make = [] { return Result<std::shared_ptr<Store>>(memory_store()); };
    how.reopen = [](std::shared_ptr<Store>) { return Result<std::shared_ptr<Store>>(memory_store()); };
    CHECK_FALSE(check_store(how).empty());
}

}  // namespace keelson
