#ifndef KEELSON_SRC_REMOTE_CURL_SETUP_HPP
#define KEELSON_SRC_REMOTE_CURL_SETUP_HPP

#include "core/curl.hpp"
#include "remote/kubeconfig.hpp"

namespace keelson::remote {

/// Tells a handle of libcurl which server it is for and as whom. The texts of `access` must outlive the handle's use.
void set_access(CURL* easy, Access const& access);
/// The headers that say who asks. The token's file is read now. Errors: it can't be.
Result<std::vector<std::string>> identity_headers(Access const& access);
/// "https://host:6443" + target, with the name that is in the certificate.
std::string url_of(Access const& access, std::string const& target);
Error error_of(CURLcode code, Access const& access, std::string_view detail);

}  // namespace keelson::remote

#endif
