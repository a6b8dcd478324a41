#ifndef KEELSON_API_SELECTOR_HPP
#define KEELSON_API_SELECTOR_HPP

#include <keelson/api/object.hpp>
#include <keelson/core/error.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

struct LabelSelector;

/// A compiled label selector. The default one selects everything.
/// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
class Selector {
public:
    enum class Operator : std::uint8_t { in, not_in, exists, not_exists };
    struct Requirement {
        std::string key;
        Operator op = Operator::exists;
        std::vector<std::string> values;  ///< sorted
        friend bool operator==(Requirement const&, Requirement const&) = default;
    };

    Selector() = default;
    /// Reads `a=b,c!=d,e in (f,g),h,!i`.
    static Result<Selector> parse(std::string_view text);
    /// Fails for an operator that does not exist or the wrong number of values.
    static Result<Selector> from(LabelSelector const& selector);
    /// Every label with just this value.
    static Selector from(std::map<std::string, std::string> const& labels);
    static Selector nothing();

    [[nodiscard]] bool matches(Labels const& labels) const;
    [[nodiscard]] bool matches(std::map<std::string, std::string> const& labels) const;
    [[nodiscard]] bool everything() const noexcept { return requirements_.empty() && !nothing_; }
    [[nodiscard]] std::vector<Requirement> const& requirements() const noexcept { return requirements_; }
    [[nodiscard]] std::string text() const;
    friend bool operator==(Selector const&, Selector const&) = default;

private:
    std::vector<Requirement> requirements_;
    bool nothing_ = false;
};

/// A compiled field selector such as `metadata.name=web,spec.nodeName!=n1`: any scalar field by its path.
class FieldSelector {
public:
    struct Requirement {
        std::string path;
        std::string value;
        bool equal = true;
    };
    FieldSelector() = default;
    static Result<FieldSelector> parse(std::string_view text);
    [[nodiscard]] bool matches(Object const& object) const;
    [[nodiscard]] bool everything() const noexcept { return requirements_.empty(); }
    [[nodiscard]] std::vector<Requirement> const& requirements() const noexcept { return requirements_; }

private:
    std::vector<Requirement> requirements_;
};

}  // namespace keelson

#endif
