#include "transfer/curl.hpp"

#include <catch2/catch.hpp>

#include <link.h>
#include <string>
#include <vector>

namespace {

using namespace keelson::transfer;

/// The libraries that this program was linked with.
std::vector<std::string> needed() {
    char const* names = nullptr;
    for (auto const* entry = _DYNAMIC; entry->d_tag != DT_NULL; ++entry) {
        if (entry->d_tag == DT_STRTAB) names = reinterpret_cast<char const*>(entry->d_un.d_ptr);
    }
    std::vector<std::string> all;
    for (auto const* entry = _DYNAMIC; names != nullptr && entry->d_tag != DT_NULL; ++entry) {
        if (entry->d_tag == DT_NEEDED) all.emplace_back(names + entry->d_un.d_val);
    }
    return all;
}

TEST_CASE("curl: no program brings libcurl because it has an engine; it is loaded when it is needed") {
    auto const libraries = needed();
    CHECK_FALSE(libraries.empty());
    for (auto const& library : libraries) CHECK(library.find("libcurl") == std::string::npos);
    REQUIRE(load_curl());
    REQUIRE(load_curl());
    auto* const easy = curl().easy_init();
    REQUIRE(easy != nullptr);
    CHECK(curl().easy_setopt(easy, CURLOPT_URL, "http://localhost/") == CURLE_OK);
    curl().easy_cleanup(easy);
}

}  // namespace
