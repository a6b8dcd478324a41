#include "registry/rules/names.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace keelson::rules {
namespace {

constexpr std::string_view label_regex = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
constexpr std::string_view qualified_regex = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool upper(char c) { return c >= 'A' && c <= 'Z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool lower_or_digit(char c) { return lower(c) || digit(c); }
bool alphanumeric(char c) { return lower(c) || upper(c) || digit(c); }

template <class Middle, class Ends>
bool shaped(std::string_view text, Middle middle, Ends ends) {
    return !text.empty() && ends(text.front()) && ends(text.back()) && std::all_of(text.begin(), text.end(), middle);
}
bool is_label(std::string_view text) {
    return shaped(
        text, [](char c) { return lower_or_digit(c) || c == '-'; }, lower_or_digit);
}
bool is_qualified(std::string_view text) {
    return shaped(
        text, [](char c) { return alphanumeric(c) || c == '-' || c == '_' || c == '.'; }, alphanumeric);
}
bool is_search_label(std::string_view text) {
    if (text.starts_with('_')) text.remove_prefix(1);
    return shaped(
        text, [](char c) { return lower_or_digit(c) || c == '-' || c == '_'; }, lower_or_digit);
}

/// Whether every part between dots is right.
template <class Check>
bool each_part(std::string_view text, Check check) {
    for (;;) {
        auto const dot = text.find('.');
        if (!check(text.substr(0, dot))) return false;
        if (dot == text.npos) return true;
        text.remove_prefix(dot + 1);
    }
}

std::string too_long(std::size_t limit) { return "must be no more than " + std::to_string(limit) + " bytes"; }

/// "... (e.g. 'a', or 'b', regex used for validation is 'x')"
std::string by_example(std::string text, std::string_view regex, std::initializer_list<std::string_view> examples) {
    text += " (e.g. ";
    for (auto const& example : examples) {
        if (&example != examples.begin()) text += " or ";
        text.append("'").append(example).append("', ");
    }
    return text.append("regex used for validation is '").append(regex).append("')");
}

std::string subdomain_regex(std::string_view label) { return std::string(label) + "(\\." + std::string(label) + ")*"; }

Complaints dots_first(std::string_view value) {
    if (value == ".") return {"must not be '.'"};
    if (value == "..") return {"must not be '..'"};
    if (value.starts_with("..")) return {"must not start with '..'"};
    return {};
}

bool parses(int family, std::string_view value) {
    unsigned char buffer[16];
    return value.size() < 64 && inet_pton(family, std::string(value).c_str(), buffer) == 1;
}

}  // namespace

Complaints check_dns_label(std::string_view value) {
    Complaints found;
    if (value.size() > 63) found.push_back(too_long(63));
    if (is_label(value)) return found;
    found.push_back(each_part(value, is_label)
                        ? "must not contain dots"
                        : by_example("a lowercase RFC 1123 label must consist of lower case alphanumeric characters "
                                     "or '-', and must start and end with an alphanumeric character",
                                     label_regex, {"my-name", "123-abc"}));
    return found;
}

Complaints check_dns_subdomain(std::string_view value) {
    Complaints found;
    if (value.size() > 253) found.push_back(too_long(253));
    if (!each_part(value, is_label))
        found.push_back(
            by_example("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
                       "characters, '-' or '.', and must start and end with an alphanumeric character",
                       subdomain_regex(label_regex), {"example.com"}));
    return found;
}

Complaints check_dns_1035_label(std::string_view value) {
    Complaints found;
    if (value.size() > 63) found.push_back(too_long(63));
    if (!is_label(value) || !lower(value.front()))
        found.push_back(
            by_example("a DNS-1035 label must consist of lower case alphanumeric characters or '-', start "
                       "with an alphabetic character, and end with an alphanumeric character",
                       "[a-z]([-a-z0-9]*[a-z0-9])?", {"my-name", "abc-123"}));
    return found;
}

Complaints check_dns_search(std::string_view value) {
    Complaints found;
    if (value.size() > 253) found.push_back(too_long(253));
    if (!each_part(value, is_search_label))
        found.push_back(
            by_example("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
                       "characters, '_', '-' or '.', and must start and end with an alphanumeric character",
                       subdomain_regex("_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?"), {"example.com"}));
    return found;
}

Complaints check_qualified_name(std::string_view value) {
    auto const wrong = [] {
        return by_example(
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
            "alphanumeric character",
            qualified_regex, {"MyName", "my.name", "123-abc"});
    };
    Complaints found;
    auto name = value;
    if (auto const slash = value.find('/'); slash != value.npos) {
        name = value.substr(slash + 1);
        if (name.find('/') != name.npos)
            return {"a valid label key " + wrong() +
                    " with an optional DNS subdomain prefix and '/' (e.g. "
                    "'example.com/MyName')"};
        auto const prefix = value.substr(0, slash);
        if (prefix.empty()) {
            found.push_back("prefix part must be non-empty");
        } else {
            for (auto const& one : check_dns_subdomain(prefix)) found.push_back("prefix part " + one);
        }
    }
    if (name.empty()) {
        found.push_back("name part must be non-empty");
    } else if (name.size() > 63) {
        found.push_back("name part " + too_long(63));
    }
    if (!is_qualified(name)) found.push_back("name part " + wrong());
    return found;
}

Complaints check_label_value(std::string_view value) {
    Complaints found;
    if (value.size() > 63) found.push_back(too_long(63));
    if (!value.empty() && !is_qualified(value))
        found.push_back(
            by_example("a valid label must be an empty string or consist of alphanumeric characters, '-', "
                       "'_' or '.', and must start and end with an alphanumeric character",
                       "(" + std::string(qualified_regex) + ")?", {"MyValue", "my_value", "12345"}));
    return found;
}

Complaints check_config_key(std::string_view value) {
    Complaints found;
    if (value.size() > 253) found.push_back("must be no more than 253 characters");
    auto const right = [](char c) { return alphanumeric(c) || c == '-' || c == '_' || c == '.'; };
    if (value.empty() || !std::all_of(value.begin(), value.end(), right))
        found.push_back(by_example("a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
                                   "[-._a-zA-Z0-9]+", {"key.name", "KEY_NAME", "key-name"}));
    for (auto& one : dots_first(value)) found.push_back(std::move(one));
    return found;
}

Complaints check_env_name(std::string_view value) {
    if (value.empty()) return {"environment variable name must be non-empty"};
    if (!std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7f && c != '='; }))
        return {"a valid environment variable name must consist only of printable ASCII characters other than '='"};
    return {};
}

Complaints check_port_name(std::string_view value) {
    Complaints found;
    if (value.size() > 15) found.push_back("must be no more than 15 characters");
    if (value.empty() || !std::all_of(value.begin(), value.end(), [](char c) { return lower_or_digit(c) || c == '-'; }))
        found.push_back("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    if (std::none_of(value.begin(), value.end(), lower)) found.push_back("must contain at least one letter (a-z)");
    if (value.find("--") != value.npos) found.push_back("must not contain consecutive hyphens");
    if (value.starts_with('-') || value.ends_with('-')) found.push_back("must not begin or end with a hyphen");
    return found;
}

Complaints check_http_header_name(std::string_view value) {
    if (!value.empty() && std::all_of(value.begin(), value.end(), [](char c) { return alphanumeric(c) || c == '-'; }))
        return {};
    return {by_example("a valid HTTP header must consist of alphanumeric characters or '-'", "[-A-Za-z0-9]+",
                       {"X-Header-Name"})};
}

Complaints check_path_segment(std::string_view value, bool prefix) {
    if (!prefix && (value == "." || value == "..")) return {"may not be '" + std::string(value) + "'"};
    Complaints found;
    if (value.find('/') != value.npos) found.push_back("may not contain '/'");
    if (value.find('%') != value.npos) found.push_back("may not contain '%'");
    return found;
}

bool is_ipv4(std::string_view value) { return parses(AF_INET, value); }
bool is_ipv6(std::string_view value) { return parses(AF_INET6, value); }

Complaints check_ip(std::string_view value) {
    if (is_ipv4(value)) return {};
    if (is_ipv6(value)) {
        if (value.find('.') != value.npos) return {"must not be an IPv4-mapped IPv6 address"};
        return {};
    }
    return {"must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"};
}

Complaints check_cidr(std::string_view value) {
    auto const slash = value.find('/');
    auto const address = value.substr(0, slash);
    auto const length = slash == value.npos ? std::string_view{} : value.substr(slash + 1);
    int bits = -1;
    auto const* const end = length.data() + length.size();
    auto const parsed = std::from_chars(length.data(), end, bits);
    bool const v4 = is_ipv4(address);
    if ((!v4 && !is_ipv6(address)) || length.empty() || parsed.ptr != end || bits < 0 || bits > (v4 ? 32 : 128))
        return {"must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"};
    unsigned char raw[16];
    inet_pton(v4 ? AF_INET : AF_INET6, std::string(address).c_str(), raw);
    for (int bit = bits; bit < (v4 ? 32 : 128); ++bit)
        if (raw[bit / 8] >> (7 - bit % 8) & 1) return {"must not have bits set beyond the prefix length"};
    return {};
}

Complaints check_range(std::int64_t value, std::int64_t least, std::int64_t most) {
    if (value >= least && value <= most) return {};
    return {"must be between " + std::to_string(least) + " and " + std::to_string(most) + ", inclusive"};
}

Complaints check_port(std::int64_t value) { return check_range(value, 1, 65535); }

Complaints check_name(std::string_view value, NameRule rule, bool prefix) {
    // A generated name goes on after the prefix, so its last dash is not the name's end.
    std::string masked;
    if (prefix && rule != NameRule::path_segment && value.size() > 1 && value.ends_with('-')) {
        masked = std::string(value.substr(0, value.size() - 2)) + "a";
        value = masked;
    }
    switch (rule) {
        case NameRule::label: return check_dns_label(value);
        case NameRule::dns_1035_label: return check_dns_1035_label(value);
        case NameRule::path_segment: return check_path_segment(value, prefix);
        case NameRule::subdomain: break;
    }
    return check_dns_subdomain(value);
}

void report(FieldErrors& errors, std::string const& path, std::string_view value, Complaints const& complaints) {
    for (auto const& one : complaints) errors.invalid(path, FieldErrors::quoted(value), one);
}

void report(FieldErrors& errors, FieldView const& field, Complaints const& complaints) {
    for (auto const& one : complaints) errors.invalid(field.path(), field.present() ? field.text() : "\"\"", one);
}

void validate_labels(FieldView const& labels, FieldErrors& errors) {
    for (auto const& label : labels.fields()) {
        if (auto const wrong = check_qualified_name(label.key()); !wrong.empty())
            report(errors, labels.path(), label.key(), wrong);
        std::string_view const value = label.value().is_string() ? std::string_view(label.value().get_string()) : "";
        if (auto const wrong = check_label_value(value); !wrong.empty()) report(errors, labels.path(), value, wrong);
    }
}

void validate_annotations(FieldView const& annotations, FieldErrors& errors) {
    constexpr std::size_t limit_bytes = 256 << 10;
    std::size_t total = 0;
    std::string lowered;
    for (auto const& annotation : annotations.fields()) {
        std::string_view const key = annotation.key();
        total += key.size() + (annotation.value().is_string() ? annotation.value().get_string().size() : 0);
        lowered.assign(key);
        std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                       [](char c) { return upper(c) ? static_cast<char>(c - 'A' + 'a') : c; });
        if (auto const wrong = check_qualified_name(lowered); !wrong.empty())
            report(errors, annotations.path(), key, wrong);
    }
    if (total > limit_bytes) errors.too_long(annotations.path(), limit_bytes);
}

void validate_label_selector(FieldView const& selector, FieldErrors& errors) {
    auto const labels = selector["matchLabels"];
    validate_labels(labels, errors);
    auto const expressions = selector["matchExpressions"];
    for (auto const expression : expressions) {
        auto const op = expression["operator"];
        auto const values = expression["values"];
        if (op.string() == "In" || op.string() == "NotIn") {
            if (values.size() == 0)
                errors.required(values.path(), "must be specified when `operator` is 'In' or 'NotIn'");
        } else if (op.string() == "Exists" || op.string() == "DoesNotExist") {
            if (values.size() != 0)
                errors.forbidden(values.path(), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        } else {
            report(errors, op, {"not a valid selector operator"});
        }
        auto const key = expression["key"];
        report(errors, key, check_qualified_name(key.string()));
        for (auto const value : values) report(errors, value, check_label_value(value.string()));
    }
}

bool is_selector(FieldView const& selector) {
    for (auto const expression : selector["matchExpressions"]) {
        auto const op = expression["operator"].string();
        bool const wants_values = op == "In" || op == "NotIn";
        if (!wants_values && op != "Exists" && op != "DoesNotExist") return false;
        if (wants_values != (expression["values"].size() != 0)) return false;
    }
    return true;
}

bool selects(FieldView const& selector, FieldView const& labels) {
    auto const wanted = selector["matchLabels"];
    for (auto const& label : wanted.fields()) {
        auto const* const there = labels.fields().if_contains(label.key());
        if (!there || *there != label.value()) return false;
    }
    for (auto const expression : selector["matchExpressions"]) {
        auto const* const there = labels.fields().if_contains(expression["key"].string());
        auto const op = expression["operator"].string();
        bool listed = false;
        for (auto const value : expression["values"])
            listed = listed || (there && there->is_string() && value.string() == std::string_view(there->get_string()));
        bool const right = op == "In" ? listed : op == "NotIn" ? !listed : op == "Exists" ? there != nullptr : !there;
        if (!right) return false;
    }
    return true;
}

void validate_immutable(boost::json::object const& object, boost::json::object const& old, std::string_view field,
                        std::string const& path, FieldErrors& errors) {
    if (!same(object, old, field))
        errors.invalid(path, FieldView(find(object, field), field).text(), "field is immutable");
}

void validate_non_negative(FieldView const& field, FieldErrors& errors) {
    if (field.number() < 0) report(errors, field, {"must be greater than or equal to 0"});
}

}  // namespace keelson::rules
