#include "transfer/curl.hpp"

#include <dlfcn.h>
#include <string>

namespace keelson::transfer {
namespace {

constexpr char const* file_name = "libcurl.so.4";
constexpr unsigned oldest = 0x075800;  // 7.88.0, as libcurl counts
constexpr char const* oldest_text = "7.88.0";

struct Library {
    Library() {
        // RTLD_DEFAULT may be null: it is asked for what is there, and says no more about whether it is.
        if (::dlsym(RTLD_DEFAULT, "curl_global_init") == nullptr) {
            handle = ::dlopen(file_name, RTLD_NOW | RTLD_LOCAL);
            if (handle == nullptr) {
                auto const* const told = ::dlerror();
                why = told != nullptr ? told : std::string(file_name) + " cannot be loaded";
                return;
            }
        }
        start();
    }

    void start() {
        decltype(&::curl_version_info) version = nullptr;
        decltype(&::curl_global_init) global_init = nullptr;
        find(version, "curl_version_info");
        find(global_init, "curl_global_init");
        find(functions.easy_cleanup, "curl_easy_cleanup");
        find(functions.easy_getinfo, "curl_easy_getinfo");
        find(functions.easy_init, "curl_easy_init");
        find(functions.easy_perform, "curl_easy_perform");
        find(functions.easy_recv, "curl_easy_recv");
        find(functions.easy_send, "curl_easy_send");
        find(functions.easy_setopt, "curl_easy_setopt");
        find(functions.easy_strerror, "curl_easy_strerror");
        find(functions.free, "curl_free");
        find(functions.multi_add_handle, "curl_multi_add_handle");
        find(functions.multi_cleanup, "curl_multi_cleanup");
        find(functions.multi_info_read, "curl_multi_info_read");
        find(functions.multi_init, "curl_multi_init");
        find(functions.multi_perform, "curl_multi_perform");
        find(functions.multi_poll, "curl_multi_poll");
        find(functions.multi_remove_handle, "curl_multi_remove_handle");
        find(functions.multi_setopt, "curl_multi_setopt");
        find(functions.multi_wakeup, "curl_multi_wakeup");
        find(functions.slist_append, "curl_slist_append");
        find(functions.slist_free_all, "curl_slist_free_all");
        find(functions.url, "curl_url");
        find(functions.url_cleanup, "curl_url_cleanup");
        find(functions.url_get, "curl_url_get");
        find(functions.url_set, "curl_url_set");
        if (version != nullptr && version(CURLVERSION_NOW)->version_num < oldest)
            why = std::string("it is ") + version(CURLVERSION_NOW)->version + ", and has to be " + oldest_text +
                  " or newer";
        if (why.empty() && global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) why = "it cannot be initialized";
    }

    template <class Function>
    void find(Function& function, char const* name) {
        function = reinterpret_cast<Function>(::dlsym(handle, name));
        if (function == nullptr && why.empty()) why = std::string("it has no ") + name;
    }

    void* handle = RTLD_DEFAULT;
    Curl functions;
    std::string why;  ///< it is of no use; empty: it is
};

Library const& library() {
    static Library const loaded;
    return loaded;
}

}  // namespace

Result<> load_curl() {
    if (auto const& why = library().why; !why.empty()) return Error(Errc::unavailable, "libcurl: " + why);
    return {};
}

Curl const& curl() noexcept { return library().functions; }

}  // namespace keelson::transfer
