#ifndef KEELSON_SRC_REMOTE_ACCESS_HPP
#define KEELSON_SRC_REMOTE_ACCESS_HPP

#include "remote/kubeconfig.hpp"
#include "transfer/exchange.hpp"

namespace keelson::remote {

transfer::Server server_of(Access const& access);
/// The headers that say who asks. The token's file is read now. Errors: it can't be.
Result<std::vector<std::string>> identity_headers(Access const& access);
/// "https://host:6443" + target, with the name that is in the certificate.
std::string url_of(Access const& access, std::string const& target);
Error error_of(transfer::Failure const& failure, Access const& access);

}  // namespace keelson::remote

#endif
