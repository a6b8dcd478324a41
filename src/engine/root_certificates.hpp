#ifndef KEELSON_SRC_ENGINE_ROOT_CERTIFICATES_HPP
#define KEELSON_SRC_ENGINE_ROOT_CERTIFICATES_HPP

#include "core/strand.hpp"
#include "registry/registry.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace keelson {

/// Keeps the ConfigMap `kube-root-ca.crt` in every namespace: the certificate that those who run there trust the
/// endpoint by. It follows the registry until stop().
/// Threading: on the strand.
class RootCertificates : public std::enable_shared_from_this<RootCertificates> {
public:
    RootCertificates(Strand& strand, Registry& registry, std::string certificate_pem)
        : strand_(&strand), registry_(&registry), certificate_(std::move(certificate_pem)) {}

    void start();
    void stop() { stopped_ = true; }

private:
    void changed(std::vector<Change> const& changes);
    void look_at_later(std::string namespace_);
    void look_at(std::string const& namespace_);

    Strand* strand_;
    Registry* registry_;
    std::string certificate_;
    bool stopped_ = false;
};

}  // namespace keelson

#endif
