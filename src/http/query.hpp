#ifndef KEELSON_SRC_HTTP_QUERY_HPP
#define KEELSON_SRC_HTTP_QUERY_HPP

#include <keelson/core/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keelson::http {

/// Text with its %XX escapes resolved; what is no escape stays as it is.
std::string percent_decoded(std::string_view text, bool plus_is_space);

/// The parameters behind the question mark of a request's target, decoded, in their order.
class Query {
public:
    Query() = default;
    explicit Query(std::string_view target);
    [[nodiscard]] bool has(std::string_view name) const;
    /// The first of that name, or nothing.
    [[nodiscard]] std::string get(std::string_view name) const;
    /// The same without a copy.
    [[nodiscard]] std::string_view text(std::string_view name) const;
    /// A whole number; nothing when it was not given. Errors: `bad_request`.
    [[nodiscard]] Result<std::optional<std::int64_t>> whole_number(std::string_view name) const;
    /// A whole number that is not negative; nothing when it was not given. Errors: `bad_request`.
    [[nodiscard]] Result<std::optional<std::int64_t>> number(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
    /// As Kubernetes reads them: there, and neither "false" nor "0".
    [[nodiscard]] bool flag(std::string_view name) const;

private:
    std::vector<std::pair<std::string, std::string>> values_;
};

}  // namespace keelson::http

#endif
