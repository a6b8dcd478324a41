#include "integration/program.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <csignal>

using namespace keelson::tests;

namespace {

/// The uids of the objects of a kind by their names, from a copy of the state that is made while it is in use.
std::map<std::string, std::string> uids(Site const& site, std::string const& kind) {
    auto const copy = site.folder().file("copy.db");
    std::filesystem::remove(copy);
    Program backup(site.folder(), {"backup", "--data", site.data(), copy});
    INFO(backup.err());
    REQUIRE(backup.wait() == 0);
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open_v2(copy.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK);
    sqlite3_stmt* query = nullptr;
    REQUIRE(sqlite3_prepare_v2(
                database,
                "WITH object AS (SELECT CAST(log.value AS TEXT) AS text FROM live JOIN log USING (revision)) "
                "SELECT json_extract(text, '$.metadata.name'), json_extract(text, '$.metadata.uid') "
                "FROM object WHERE json_extract(text, '$.kind') = ?1",
                -1, &query, nullptr) == SQLITE_OK);
    sqlite3_bind_text(query, 1, kind.c_str(), -1, SQLITE_STATIC);
    std::map<std::string, std::string> all;
    while (sqlite3_step(query) == SQLITE_ROW) {
        auto const column = [&](int i) { return reinterpret_cast<char const*>(sqlite3_column_text(query, i)); };
        all.emplace(column(0), column(1));
    }
    sqlite3_finalize(query);
    sqlite3_close(database);
    return all;
}

}  // namespace

TEST_CASE("host restart: a host that is killed in mid-rollout goes on with the same objects and processes") {
    Site const site;
    auto const first = site.manifest("v1.yaml", sleeper_deployment(site, 4, 1, 1));
    auto const second = site.manifest("v2.yaml", sleeper_deployment(site, 4, 2, 1));
    std::vector<std::string> const keep{"up", "--data", site.data(), "--on-exit", "keep"};
    auto const with = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), keep.begin(), keep.end());
        return arguments;
    };
    {
        Program host(site.folder(), with({"-f", first, "--exit-when-ready"}));
        auto const status = host.wait();
        INFO(host.out() + host.err());
        REQUIRE(status == 0);
        REQUIRE(site.sleepers(1).size() == 4);
    }
    {
        Program host(site.folder(), with({"-f", second}));
        auto const midway = eventually([&] { return !site.sleepers(2).empty() && site.sleepers(1).size() < 4; });
        host.signal(SIGKILL);
        INFO(host.out() + host.err());
        REQUIRE(midway);
        REQUIRE(host.wait() == 128 + SIGKILL);
    }
    auto const old_before = site.sleepers(1), new_before = site.sleepers(2);
    REQUIRE(!old_before.empty());
    REQUIRE(new_before.size() < 4);
    auto const deployments = uids(site, "Deployment"), sets = uids(site, "ReplicaSet"), pods = uids(site, "Pod");
    REQUIRE(deployments.size() == 1);
    REQUIRE(sets.size() == 2);

    Program host(site.folder(), keep);
    auto const ended = eventually([&] { return site.sleepers(2).size() == 4 && site.sleepers(1).empty(); });
    INFO(host.out() + host.err());
    REQUIRE(ended);
    CHECK(uids(site, "Deployment") == deployments);
    CHECK(uids(site, "ReplicaSet") == sets);
    auto const pods_after = uids(site, "Pod");
    auto const new_after = site.sleepers(2);
    for (auto const& [pid, uid] : new_before) {
        INFO("process " << pid << " of Pod " << uid);
        REQUIRE(new_after.contains(pid));
        CHECK(new_after.at(pid) == uid);
    }
    // The Pods that are left and were there before are the same objects.
    std::size_t same = 0;
    for (auto const& [name, uid] : pods_after) {
        auto const before = pods.find(name);
        if (before == pods.end()) continue;
        CHECK(before->second == uid);
        ++same;
    }
    CHECK(same >= new_before.size());
    host.signal(SIGTERM);
    CHECK(host.wait() == 0);
    CHECK(site.sleepers(2) == new_after);
}
