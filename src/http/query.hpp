#ifndef KEELSON_SRC_HTTP_QUERY_HPP
#define KEELSON_SRC_HTTP_QUERY_HPP

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keelson::http {

/// The parameters behind the question mark of a request's target, decoded, in their order.
class Query {
public:
    explicit Query(std::string_view target);
    [[nodiscard]] bool has(std::string_view name) const;
    /// The first of that name, or nothing.
    [[nodiscard]] std::string get(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
    /// As Kubernetes reads them: there, and neither "false" nor "0".
    [[nodiscard]] bool flag(std::string_view name) const;

private:
    std::vector<std::pair<std::string, std::string>> values_;
};

}  // namespace keelson::http

#endif
