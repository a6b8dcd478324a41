#ifndef KEELSON_TESTS_BEHAVIOUR_CASES_HPP
#define KEELSON_TESTS_BEHAVIOUR_CASES_HPP

#include "api/manifest.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace keelson::test {

/// The cases of a folder of tests/behaviour, in the order of the files' names.
inline std::vector<ManifestDocument> read_cases(std::string const& folder) {
    auto cases = read_manifest_path(std::string(KEELSON_SOURCE_DIR) + "/tests/behaviour/" + folder);
    if (!cases) FAIL(cases.error().message);
    return *cases;
}

inline json::value const* part(json::value const& of, std::string_view name) { return find_path(of, {name}); }

/// A case that cannot be told from one that passes is wrong: every word of it must be known.
inline void check_words(json::value const& of, std::initializer_list<std::string_view> known) {
    for (auto const& member : of.as_object()) {
        INFO("the word \"" << std::string_view(member.key()) << "\"");
        CHECK(std::find(known.begin(), known.end(), std::string_view(member.key())) != known.end());
    }
}

}  // namespace keelson::test

#endif
