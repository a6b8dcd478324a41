#ifndef KEELSON_SRC_TRANSFER_CURL_HPP
#define KEELSON_SRC_TRANSFER_CURL_HPP

#include <keelson/core/error.hpp>

#include <curl/curl.h>

namespace keelson::transfer {

/// libcurl's functions under their names without `curl_`. The library is loaded by who first needs it and not with the
/// program: with the thirty others that come with it, it is as large as an engine and takes longer to start than one.
struct Curl {
    decltype(&::curl_easy_cleanup) easy_cleanup = nullptr;
    decltype(&::curl_easy_getinfo) easy_getinfo = nullptr;
    decltype(&::curl_easy_init) easy_init = nullptr;
    decltype(&::curl_easy_perform) easy_perform = nullptr;
    decltype(&::curl_easy_recv) easy_recv = nullptr;
    decltype(&::curl_easy_send) easy_send = nullptr;
    decltype(&::curl_easy_setopt) easy_setopt = nullptr;
    decltype(&::curl_easy_strerror) easy_strerror = nullptr;
    decltype(&::curl_free) free = nullptr;
    decltype(&::curl_multi_add_handle) multi_add_handle = nullptr;
    decltype(&::curl_multi_cleanup) multi_cleanup = nullptr;
    decltype(&::curl_multi_info_read) multi_info_read = nullptr;
    decltype(&::curl_multi_init) multi_init = nullptr;
    decltype(&::curl_multi_perform) multi_perform = nullptr;
    decltype(&::curl_multi_poll) multi_poll = nullptr;
    decltype(&::curl_multi_remove_handle) multi_remove_handle = nullptr;
    decltype(&::curl_multi_setopt) multi_setopt = nullptr;
    decltype(&::curl_multi_wakeup) multi_wakeup = nullptr;
    decltype(&::curl_slist_append) slist_append = nullptr;
    decltype(&::curl_slist_free_all) slist_free_all = nullptr;
    decltype(&::curl_url) url = nullptr;
    decltype(&::curl_url_cleanup) url_cleanup = nullptr;
    decltype(&::curl_url_get) url_get = nullptr;
    decltype(&::curl_url_set) url_set = nullptr;
};

/// Loads and initializes libcurl, once for the program and for good: another part of it may use it too. A program that
/// has libcurl already keeps to that one. Errors: `unavailable` and why; later calls say the same.
/// Threading: any thread.
Result<> load_curl();

/// For those who know that `load_curl` was fine.
Curl const& curl() noexcept;

}  // namespace keelson::transfer

#endif
