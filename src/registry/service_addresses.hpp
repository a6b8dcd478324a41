#ifndef KEELSON_SRC_REGISTRY_SERVICE_ADDRESSES_HPP
#define KEELSON_SRC_REGISTRY_SERVICE_ADDRESSES_HPP

#include "api/json.hpp"
#include "registry/address_pool.hpp"
#include "registry/rules/rules.hpp"

#include <keelson/api/object.hpp>

#include <map>
#include <string>
#include <string_view>

namespace keelson {

/// The virtual IPs of Services: which are taken, and the next one for a new Service. An address follows
/// from the Service's name, so that the same manifests get the same addresses again.
class ServiceAddresses {
public:
    void clear() { taken_.clear(); }
    /// Follows a change that was accepted.
    void follow(Ref const& before, Ref const& after);
    /// Gives a Service that wants one an address, in spec.clusterIP and spec.clusterIPs; one that was asked
    /// for must be free and in 127.0.0.0/8.
    void assign(json::object& service, ObjectKey const& key, FieldErrors& errors) const;

private:
    AddressPool pool_ = AddressPool::open().value();
    std::map<std::string, ObjectKey, std::less<>> taken_;
};

}  // namespace keelson

#endif
