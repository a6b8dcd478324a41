#include "registry/registry.hpp"
#include "support/registry_fixture.hpp"

#include <keelson/store/encryption.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

using namespace keelson;

namespace {

EncryptionKey key(std::string name, char fill) { return {std::move(name), std::string(32, fill)}; }

std::shared_ptr<Store> sealed(std::shared_ptr<Store> const& inner, std::vector<EncryptionKey> keys) {
    EncryptionOptions options;
    options.keys = std::move(keys);
    return encrypted_store(inner, std::move(options)).value();
}

void put(Store& store, std::string_view name, std::string_view value) {
    Write const write{name, value, true};
    REQUIRE(store.commit(store.head().value() + 1, std::span(&write, 1)).has_value());
}

std::string value_of(Store& store, std::string_view name) {
    auto const found = store.list(name, {}, 1);
    REQUIRE(found.has_value());
    return found->empty() ? std::string("(none)") : found->front().value;
}

std::string message_of(Store& store) {
    auto const found = store.list({}, {}, 100);
    return found ? std::string("(none)") : found.error().message;
}

class Folder {
public:
    Folder() {
        path = "/tmp/keelson-sealed-XXXXXX";
        REQUIRE(::mkdtemp(path.data()));
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    std::string path;
};

}  // namespace

TEST_CASE("encrypted store: Secrets are sealed and all else is as it was") {
    auto const inner = memory_store();
    auto const store = sealed(inner, {key("one", 'a')});
    put(*store, "secrets/default/s", "hidden");
    put(*store, "secrets/default/s", "hidden");
    put(*store, "configmaps/default/c", "shown");
    put(*store, "secretsets/default/c", "shown");
    CHECK(value_of(*store, "secrets/") == "hidden");
    CHECK(value_of(*inner, "configmaps/") == "shown");
    CHECK(value_of(*inner, "secretsets/") == "shown");
    auto const raw = value_of(*inner, "secrets/");
    CHECK(is_sealed(raw));
    CHECK(raw.starts_with("keelson:sealed:1:one:"));
    CHECK(raw.find("hidden") == std::string::npos);
    // The same twice is not the same bytes.
    auto const entries = inner->log(0, 10).value();
    CHECK(*entries[0].value != *entries[1].value);
    auto const opened = store->log(0, 10).value();
    CHECK(*opened[0].value == "hidden");
    CHECK(*opened[1].value == "hidden");
    CHECK(*opened[2].value == "shown");
    Write const gone{"secrets/default/s", std::nullopt, true};
    REQUIRE(store->commit(5, std::span(&gone, 1)).has_value());
    CHECK(value_of(*store, "secrets/") == "(none)");
    CHECK_FALSE(store->log(4, 1).value().front().value);
}

TEST_CASE("encrypted store: keys are changed one write at a time, and what was not sealed is read") {
    auto const inner = memory_store();
    put(*inner, "secrets/default/plain", "from before");
    put(*sealed(inner, {key("old", 'a')}), "secrets/default/s", "hidden");
    auto const both = sealed(inner, {key("new", 'b'), key("old", 'a')});
    CHECK(value_of(*both, "secrets/default/plain") == "from before");
    CHECK(value_of(*both, "secrets/default/s") == "hidden");
    put(*both, "secrets/default/s", "hidden");
    put(*both, "secrets/default/plain", "from before");
    CHECK(value_of(*inner, "secrets/default/s").starts_with("keelson:sealed:1:new:"));
    CHECK(is_sealed(value_of(*inner, "secrets/default/plain")));
    CHECK(value_of(*sealed(inner, {key("new", 'b')}), "secrets/default/s") == "hidden");
}

TEST_CASE("encrypted store: without the key, with another one or after a change nothing is read, and it is said why") {
    auto const inner = memory_store();
    put(*sealed(inner, {key("one", 'a')}), "secrets/default/s", "hidden");
    CHECK(message_of(*sealed(inner, {key("two", 'a')})) ==
          "the record \"secrets/default/s\" is encrypted with the key \"one\", which is not among those given");
    std::string const wrong =
        "the record \"secrets/default/s\" can't be decrypted: \"one\" is another key than the one of that name that it "
        "was encrypted with, or the record was changed";
    CHECK(message_of(*sealed(inner, {key("one", 'b')})) == wrong);
    auto const right = sealed(inner, {key("one", 'a')});
    CHECK(message_of(*right) == "(none)");

    auto const raw = value_of(*inner, "secrets/");
    // Put back later, under the same name: a record belongs to its revision.
    put(*inner, "secrets/default/s", raw);
    CHECK(message_of(*right) == wrong);
    for (auto const at : {raw.size() - 1, raw.size() - 20, raw.size() - 30}) {
        auto const other = memory_store();
        auto changed = raw;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        put(*other, "secrets/default/s", changed);
        CHECK(message_of(*sealed(other, {key("one", 'a')})) == wrong);
    }
    auto const elsewhere = memory_store();
    put(*elsewhere, "secrets/default/other", raw);
    CHECK(message_of(*sealed(elsewhere, {key("one", 'a')})).find("can't be decrypted") != std::string::npos);
    for (std::string const cut :
         {"keelson:sealed:1:", "keelson:sealed:1:one", "keelson:sealed:1:one:", "keelson:sealed:1:one:x"}) {
        auto const other = memory_store();
        put(*other, "secrets/default/s", cut);
        CHECK(message_of(*sealed(other, {key("one", 'a')})) != "(none)");
    }
}

TEST_CASE("encrypted store: keys are read from lines, and a line that is wrong is named without what is in it") {
    std::string const good = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";
    auto const keys = read_encryption_keys("# mine\n\none:" + good + "\r\ntwo:" + good);
    REQUIRE(keys.has_value());
    REQUIRE(keys->size() == 2);
    CHECK((*keys)[0].name == "one");
    CHECK((*keys)[1].bytes == std::string(32, 'A'));
    for (auto const& [text, message] : std::vector<std::pair<std::string, std::string>>{
             {"\nsecret", "line 2: a key is NAME:BASE64, its name of letters, digits, '-', '_' and '.'"},
             {"a b:" + good, "line 1: a key is NAME:BASE64, its name of letters, digits, '-', '_' and '.'"},
             {"one:c2VjcmV0", "line 1: the key \"one\" is not the base64 of 32 bytes"},
             {"one:" + good.substr(1) + "=", "line 1: the key \"one\" is not the base64 of 32 bytes"}}) {
        INFO(text);
        auto const read = read_encryption_keys(text);
        REQUIRE(read.has_error());
        CHECK(read.error().message == message);
    }
    CHECK(encrypted_store(memory_store(), {}).error().message == "encryption needs a key");
    CHECK(encrypted_store(memory_store(), {{key("a", 'a'), key("a", 'b')}}).error().message ==
          "there are two keys with the name \"a\"");
}

TEST_CASE("encrypted store: nothing of a Secret is in the database, its log or a backup") {
    Folder const folder;
    std::string const hidden = "correct-horse-battery", encoded = "Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5";
    auto const path = folder.path + "/state.db";
    {
        test::RegistryFixture f(sealed(sqlite_store(path).value(), {key("one", 'a')}));
        REQUIRE(f.create(R"({"metadata":{"name":"s","annotations":{"why":")" + hidden + R"("}},"data":{"k":")" +
                             encoded + R"("}})",
                         "secrets")
                    .has_value());
        REQUIRE(f.create(R"({"metadata":{"name":"c"},"data":{"k":"in-plain-view"}})", "configmaps").has_value());
        f.settle();
        REQUIRE(backup_sqlite_store(path, folder.path + "/backup.db").has_value());
        bool shown = false;
        for (auto const& file : std::filesystem::directory_iterator(folder.path)) {
            INFO(file.path());
            std::ifstream in(file.path(), std::ios::binary);
            std::stringstream all;
            all << in.rdbuf();
            CHECK(all.str().find(hidden) == std::string::npos);
            CHECK(all.str().find(encoded) == std::string::npos);
            shown = shown || all.str().find("in-plain-view") != std::string::npos;
        }
        CHECK(shown);
    }
    {
        // With the key it is all there.
        test::RegistryFixture f(sealed(sqlite_store(path).value(), {key("one", 'a')}));
        auto const secret = f.registry.accepted().get(*f.kinds.by_resource("secrets")->kind, "default", "s");
        REQUIRE(secret);
        CHECK(secret->bytes().find(encoded) != std::string::npos);
    }
    // Without it, or with another, the registry is not loaded, and says why.
    for (auto const& [store, why] : std::vector<std::pair<std::shared_ptr<Store>, std::string>>{
             {sqlite_store(folder.path + "/backup.db").value(),
              "the record \"secrets/default/s\" is encrypted, and the store was opened without a key"},
             {sealed(sqlite_store(path).value(), {key("other", 'a')}),
              "the record \"secrets/default/s\" is encrypted with the key \"one\", which is not among those given"}}) {
        QueueStrand strand(std::make_shared<test::ManualClock>(), system_entropy(), Log());
        KindTable kinds;
        Registry registry(
            strand, store, [](auto, auto) {}, kinds);
        auto const loaded = registry.load();
        REQUIRE(loaded.has_error());
        CHECK(loaded.error().message == why);
    }
}
