#ifndef KEELSON_SRC_REGISTRY_ADMISSION_POD_SECURITY_CHECKS_HPP
#define KEELSON_SRC_REGISTRY_ADMISSION_POD_SECURITY_CHECKS_HPP

#include "registry/rules/field_view.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace keelson::admission {

/// https://kubernetes.io/docs/concepts/security/pod-security-standards/
enum class PodSecurityLevel : std::uint8_t { privileged, baseline, restricted };

struct Violation {
    std::string reason;  ///< "host namespaces"
    std::string detail;  ///< "hostNetwork=true"
};

/// What a Pod, or a template of one, does that its level does not allow: in the order and the words of kube-apiserver.
/// The rules are those of Kubernetes 1.35.
std::vector<Violation> violations(PodSecurityLevel level, rules::FieldView const& metadata,
                                  rules::FieldView const& spec);

}  // namespace keelson::admission

#endif
