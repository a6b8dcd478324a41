#ifndef KEELSON_TESTING_CHECK_STORE_HPP
#define KEELSON_TESTING_CHECK_STORE_HPP

#include <keelson/store/store.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace keelson::testing {

/// How to get at the store that is to be checked.
struct StoreUnderTest {
    /// An empty store; called many times, for a new one each time.
    std::function<Result<std::shared_ptr<Store>>()> make;
    /// Closes the store that it is given, which holds the last reference, and opens the same medium again.
    /// Leave it out for a store that outlives nothing.
    std::function<Result<std::shared_ptr<Store>>(std::shared_ptr<Store>)> reopen;
    /// Of the random part; a failure there names it.
    std::uint64_t seed = 1;
};

/// Checks a store of one's own against each sentence of `Store`'s contract. Returns what it does not keep,
/// a sentence each; nothing: it conforms. Needs no test framework, and takes a second or so on a local disk.
///
/// A store that drops old log entries on its own must keep at least the last 5,000 for it.
std::vector<std::string> check_store(StoreUnderTest const& store);

}  // namespace keelson::testing

#endif
