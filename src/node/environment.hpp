#ifndef KEELSON_NODE_ENVIRONMENT_HPP
#define KEELSON_NODE_ENVIRONMENT_HPP

#include <keelson/api/core_v1.hpp>
#include <keelson/control/view.hpp>
#include <keelson/core/error.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keelson {

/// Variables in the order in which they were first stated; names are unique.
class Environment {
public:
    void set(std::string name, std::string value);
    [[nodiscard]] std::string const* find(std::string_view name) const;
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> const& variables() const { return variables_; }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> take() && { return std::move(variables_); }

private:
    std::vector<std::pair<std::string, std::string>> variables_;
    std::map<std::string, std::size_t, std::less<>> places_;
};

/// What of a Pod is known on its node only.
struct PodFacts {
    std::string pod_ip;
    std::string host_ip;
    std::map<std::string, Quantity> const* allocatable = nullptr;  ///< of the node: what a missing limit stands for
    bool gives_files = true;  ///< whether the node may give files to users and groups
    bool has_images = false;  ///< whether the runtime has images
    /// The token of the Pod's ServiceAccount for an audience. Empty: none are issued.
    std::function<Result<std::string>(ServiceAccountTokenProjection const&)> token = {};
};

/// Replaces `$(NAME)` by the variable's value. `$$` stands for one `$`; a reference to a variable that is not
/// there stays as it is.
/// https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
std::string expand_references(std::string_view text, Environment const& variables);

/// The value of a `fieldRef`: "metadata.name", "metadata.labels['app']", "status.podIP", ... `whole_maps` allows
/// metadata.labels and metadata.annotations as a whole, one `key="value"` a line, as downward API files have them.
Result<std::string> field_value(Pod const& pod, PodFacts const& facts, std::string_view path, bool whole_maps);

/// The value of a `resourceFieldRef` of `container`, divided and rounded up.
Result<std::string> resource_value(Container const& container, PodFacts const& facts,
                                   ResourceFieldSelector const& selector);

/// What programs are told of a namespace's Services, in the variables that Docker links made known:
/// WEB_SERVICE_HOST, WEB_SERVICE_PORT, WEB_PORT_80_TCP_ADDR, ...
Environment service_environment(View const& view, std::string const& namespace_);

/// Everything that a container's program finds in its environment: `base`, then Services, then envFrom, then
/// env; what comes later wins.
/// Errors: worded as a kubelet words them for CreateContainerConfigError.
Result<Environment> container_environment(View const& view, Pod const& pod, Container const& container,
                                          PodFacts const& facts, std::map<std::string, std::string> const& base);

}  // namespace keelson

#endif
