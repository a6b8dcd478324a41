#include "api/custom_node.hpp"

#include <keelson/api/values.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace keelson {
namespace {

using Node = CustomSchema::Node;

std::string_view type_name(json::value const& value) {
    static constexpr std::string_view names[] = {"null",   "boolean", "integer", "integer",
                                                 "number", "string",  "array",   "object"};
    return names[static_cast<std::size_t>(value.kind())];
}

double number_of(json::value const& value) { return value.is_number() ? value.to_number<double>() : 0; }

bool is_whole(json::value const& value) {
    return value.is_int64() || value.is_uint64() ||
           (value.is_double() && std::isfinite(value.get_double()) &&
            value.get_double() == std::trunc(value.get_double()));
}

/// A value as messages print it; what is large is cut.
std::string printed(json::value const& value) {
    if (value.is_object() || value.is_array()) {
        auto text = canonical(value);
        if (text.size() > 200) text = text.substr(0, 200) + "...";
        return text;
    }
    if (value.is_string()) {
        std::string text;
        write_string(std::string_view(value.get_string()).substr(0, 200), text);
        return text;
    }
    return canonical(value);
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

/// The values of the keys of a list's element, as one text.
json::object keys_of(Node const& list, json::value const& element) {
    json::object keys;
    for (auto const& key : list.list_keys) {
        auto const* const found = element.is_object() ? element.get_object().if_contains(key) : nullptr;
        if (found) {
            keys[key] = *found;
        } else if (auto const field = list.items->properties.find(key);
                   field != list.items->properties.end() && field->second->default_) {
            keys[key] = *field->second->default_;
        }
    }
    return keys;
}

std::string child(std::string const& path, std::string_view name) {
    return path.empty() ? std::string(name) : path + "." + std::string(name);
}

bool all_of(std::string_view text, auto const& fits) { return std::all_of(text.begin(), text.end(), fits); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_alnum(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_ipv4(std::string_view text) {
    int parts = 0;
    while (true) {
        auto const dot = std::min(text.find('.'), text.size());
        auto const part = text.substr(0, dot);
        if (part.empty() || part.size() > 3 || !all_of(part, is_digit) || (part.size() > 1 && part[0] == '0'))
            return false;
        int value = 0;
        std::from_chars(part.data(), part.data() + part.size(), value);
        if (value > 255) return false;
        ++parts;
        if (dot == text.size()) return parts == 4;
        text.remove_prefix(dot + 1);
    }
}

bool is_ipv6(std::string_view text) {
    auto const gap = text.find("::");
    if (gap != text.npos && text.find("::", gap + 1) != text.npos) return false;
    int groups = 0;
    auto const count = [&](std::string_view part, bool last) {
        if (part.empty()) return true;
        while (true) {
            auto const colon = std::min(part.find(':'), part.size());
            auto const group = part.substr(0, colon);
            if (colon == part.size() && last && group.find('.') != group.npos) {
                groups += 2;
                return is_ipv4(group);
            }
            if (group.empty() || group.size() > 4 || !all_of(group, is_hex)) return false;
            ++groups;
            if (colon == part.size()) return true;
            part.remove_prefix(colon + 1);
        }
    };
    if (gap == text.npos) return count(text, true) && groups == 8;
    return count(text.substr(0, gap), false) && count(text.substr(gap + 2), true) && groups < 8;
}

bool is_cidr(std::string_view text) {
    auto const slash = text.rfind('/');
    if (slash == text.npos) return false;
    auto const length = text.substr(slash + 1);
    if (length.empty() || length.size() > 3 || !all_of(length, is_digit)) return false;
    int bits = 0;
    std::from_chars(length.data(), length.data() + length.size(), bits);
    auto const address = text.substr(0, slash);
    return (is_ipv4(address) && bits <= 32) || (is_ipv6(address) && bits <= 128);
}

bool is_hostname(std::string_view text) {
    if (text.empty() || text.size() > 255) return false;
    while (true) {
        auto const dot = std::min(text.find('.'), text.size());
        auto const label = text.substr(0, dot);
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-' ||
            !all_of(label, [](char c) { return is_alnum(c) || c == '-'; }))
            return false;
        if (dot == text.size()) return true;
        text.remove_prefix(dot + 1);
    }
}

bool is_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
    }
    return true;
}

bool is_mac(std::string_view text) {
    if (text.size() != 17) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i % 3 == 2 ? text[i] != ':' && text[i] != '-' : !is_hex(text[i])) return false;
    }
    return true;
}

bool is_date(std::string_view text) {
    return text.size() == 10 && text[4] == '-' && text[7] == '-' && parse_rfc3339(std::string(text) + "T00:00:00Z");
}

/// "1h30m", or ISO 8601's words that Kubernetes reads too are left out: "300ms", "-1.5h", "2h45m".
bool is_duration(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    if (text == "0") return true;
    if (text.empty()) return false;
    while (!text.empty()) {
        auto const digits = text.find_first_not_of("0123456789.");
        if (digits == 0 || digits == text.npos || text.substr(0, digits) == ".") return false;
        text.remove_prefix(digits);
        bool found = false;
        for (std::string_view const unit : {"ns", "us", "\xc2\xb5s", "ms", "s", "m", "h", "d", "w"}) {
            if (!text.starts_with(unit)) continue;
            auto const rest = text.substr(unit.size());
            if (!rest.empty() && !is_digit(rest.front()) && rest.front() != '.') continue;
            text = rest;
            found = true;
            break;
        }
        if (!found) return false;
    }
    return true;
}

}  // namespace

bool has_format(std::string_view format, std::string_view text) {
    if (format == "ipv4") return is_ipv4(text);
    if (format == "ipv6") return is_ipv6(text) && text.find(':') != text.npos;
    if (format == "cidr") return is_cidr(text);
    if (format == "hostname") return is_hostname(text);
    if (format == "uuid" || format == "uuid3" || format == "uuid4" || format == "uuid5") return is_uuid(text);
    if (format == "mac") return is_mac(text);
    if (format == "byte") return static_cast<bool>(decode_base64(text));
    if (format == "date") return is_date(text);
    if (format == "date-time" || format == "datetime") return static_cast<bool>(parse_rfc3339(text));
    if (format == "duration") return is_duration(text);
    if (format == "email") {
        auto const at = text.rfind('@');
        return at != text.npos && at != 0 && text.find_first_of(" \t\r\n") == text.npos &&
               is_hostname(text.substr(at + 1));
    }
    if (format == "uri") {
        auto const colon = text.find(':');
        bool const absolute = colon != text.npos && colon != 0 && is_alnum(text.front()) && !is_digit(text.front());
        return (absolute || text.starts_with('/')) && text.find_first_of(" \t\r\n") == text.npos;
    }
    return true;
}

void CustomValidator::add(std::string_view reason, std::string const& field, std::string message) {
    causes_->push_back({std::string(reason), std::move(message), field});
}

void CustomValidator::invalid(std::string const& path, json::value const& value, std::string const& detail) {
    add("FieldValueInvalid", path, "Invalid value: " + printed(value) + ": " + detail);
}

bool CustomValidator::fits(Node const& node, json::value const& value, std::string const& path) {
    std::vector<Cause> found;
    CustomValidator(found).visit(node, value, path);
    return found.empty();
}

bool CustomValidator::has_type(Node const& node, json::value const& value, std::string const& path) {
    if (node.int_or_string) {
        if (value.is_string() || is_whole(value)) return true;
        add("FieldValueTypeInvalid", path,
            "Invalid value: \"" + std::string(type_name(value)) + "\": " + path +
                " in body must be of type integer,string: \"" + std::string(type_name(value)) + "\"");
        return false;
    }
    if (node.type.empty()) return true;
    bool const good = node.type == type_name(value) || (node.type == "number" && value.is_number()) ||
                      (node.type == "integer" && is_whole(value));
    if (good) return true;
    add("FieldValueTypeInvalid", path,
        "Invalid value: \"" + std::string(type_name(value)) + "\": " + path + " in body must be of type " + node.type +
            ": \"" + std::string(type_name(value)) + "\"");
    return false;
}

void CustomValidator::visit(Node const& node, json::value const& value, std::string const& path) {
    if (value.is_null() && node.nullable) return;
    if (!has_type(node, value, path)) return;
    if (!node.enums.empty() && std::find(node.enums.begin(), node.enums.end(), value) == node.enums.end()) {
        std::string supported;
        for (auto const& one : node.enums) supported += (supported.empty() ? "" : ", ") + printed(one);
        add("FieldValueNotSupported", path,
            "Unsupported value: " + printed(value) + ": supported values: " + supported);
    }
    if (value.is_number()) number(node, value, path);
    if (value.is_string()) string(node, value, path);
    if (value.is_array()) array(node, value, path);
    if (value.is_object()) object(node, value, path);
    junctors(node, value, path);
}

void CustomValidator::number(Node const& node, json::value const& value, std::string const& path) {
    auto const is = number_of(value);
    if (node.maximum && (node.below_maximum ? is >= number_of(*node.maximum) : is > number_of(*node.maximum)))
        invalid(path, value,
                path + " in body should be less than " + (node.below_maximum ? "" : "or equal to ") +
                    canonical(*node.maximum));
    if (node.minimum && (node.above_minimum ? is <= number_of(*node.minimum) : is < number_of(*node.minimum)))
        invalid(path, value,
                path + " in body should be greater than " + (node.above_minimum ? "" : "or equal to ") +
                    canonical(*node.minimum));
    if (node.multiple_of) {
        auto const ratio = is / number_of(*node.multiple_of);
        if (std::abs(ratio - std::round(ratio)) > 1e-9 * std::max(1.0, std::abs(ratio)))
            invalid(path, value, path + " in body should be a multiple of " + canonical(*node.multiple_of));
    }
    bool const whole = node.type == "integer" || node.int_or_string;
    if (whole && node.format == "int32" && (is > 2147483647.0 || is < -2147483648.0))
        invalid(path, value, path + " in body must be of type int32: " + canonical(value));
}

void CustomValidator::string(Node const& node, json::value const& value, std::string const& path) {
    std::string_view const text = value.get_string();
    if (node.max_length || node.min_length) {
        auto const length = static_cast<std::int64_t>(characters(text));
        if (node.max_length && length > *node.max_length)
            add("FieldValueTooLong", path,
                "Too long: may not be more than " + std::to_string(*node.max_length) +
                    (*node.max_length == 1 ? " byte" : " bytes"));
        if (node.min_length && length < *node.min_length)
            invalid(path, value,
                    path + " in body should be at least " + std::to_string(*node.min_length) + " chars long");
    }
    if (node.regex) {
        // A pattern may cost more than anybody should wait for; then the matching gives up by throwing.
        bool matches = false;
        try {
            matches = boost::regex_search(text.begin(), text.end(), *node.regex);
        } catch (std::exception const&) {
            return invalid(path, value, path + " in body is too costly to be matched with '" + node.pattern + "'");
        }
        if (!matches) invalid(path, value, path + " in body should match '" + node.pattern + "'");
    }
    if (!node.format.empty() && !has_format(node.format, text))
        invalid(path, value, path + " in body must be of type " + node.format + ": " + printed(value));
}

void CustomValidator::array(Node const& node, json::value const& value, std::string const& path) {
    auto const& elements = value.get_array();
    auto const count = static_cast<std::int64_t>(elements.size());
    if (node.max_items && count > *node.max_items)
        add("FieldValueTooMany", path,
            "Too many: " + std::to_string(count) + ": must have at most " + std::to_string(*node.max_items) +
                (*node.max_items == 1 ? " item" : " items"));
    if (node.min_items && count < *node.min_items)
        invalid(path, json::value(count),
                path + " in body should have at least " + std::to_string(*node.min_items) + " items");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < elements.size(); ++i) {
        auto const at = path + "[" + std::to_string(i) + "]";
        if (node.items) visit(*node.items, elements[i], at);
        if (node.list == Node::List::atomic && !node.unique_items) continue;
        bool const by_keys = node.list == Node::List::map;
        auto const key = by_keys ? canonical(keys_of(node, elements[i])) : canonical(elements[i]);
        if (!seen.insert(key).second) add("FieldValueDuplicate", at, "Duplicate value: " + key);
    }
}

void CustomValidator::object(Node const& node, json::value const& value, std::string const& path) {
    auto const& members = value.get_object();
    for (auto const& name : node.required) {
        auto const* const found = members.if_contains(name);
        auto const field = node.properties.find(name);
        bool const null_counts = field != node.properties.end() && field->second->nullable;
        if (!found || (found->is_null() && !null_counts))
            add("FieldValueRequired", child(path, name), "Required value");
    }
    auto const count = static_cast<std::int64_t>(members.size());
    if (node.max_properties && count > *node.max_properties)
        add("FieldValueTooMany", path,
            "Too many: " + std::to_string(count) + ": must have at most " + std::to_string(*node.max_properties) +
                (*node.max_properties == 1 ? " item" : " items"));
    if (node.min_properties && count < *node.min_properties)
        invalid(path, value,
                path + " in body should have at least " + std::to_string(*node.min_properties) + " properties");
    for (auto const& member : members) {
        std::string_view const key = member.key();
        auto const at = child(path, key);
        if (auto const field = node.properties.find(key); field != node.properties.end()) {
            visit(*field->second, member.value(), at);
        } else if (node.additional) {
            visit(*node.additional, member.value(), at);
        } else if (node.closed) {
            add("FieldValueForbidden", at, "Forbidden: " + at + " in body is a forbidden property");
        }
    }
    if (!node.embedded) return;
    for (std::string_view const name : {"apiVersion", "kind"}) {
        if (string_at(value, {name}).empty())
            add("FieldValueRequired", child(path, name), "Required value: must not be empty");
    }
}

void CustomValidator::junctors(Node const& node, json::value const& value, std::string const& path) {
    auto const wrong = [&](std::string const& what) {
        add("FieldValueInvalid", path, "Invalid value: \"\": \"" + path + "\" " + what);
    };
    auto const passing = [&](std::vector<Node::Ptr> const& all) {
        return std::count_if(all.begin(), all.end(), [&](auto const& one) { return fits(*one, value, path); });
    };
    for (auto const& one : node.all_of) visit(*one, value, path);
    auto const from_one = [&](std::vector<Node::Ptr> const& all) {
        for (auto const& one : all) {
            // What one alternative lacks says more than that none fits.
            if (all.size() == 1) visit(*one, value, path);
        }
    };
    if (!node.any_of.empty() && passing(node.any_of) == 0) {
        wrong("must validate at least one schema (anyOf)");
        from_one(node.any_of);
    }
    if (!node.one_of.empty()) {
        auto const count = passing(node.one_of);
        if (count != 1)
            wrong("must validate one and only one schema (oneOf). " +
                  (count == 0 ? std::string("Found none valid")
                              : "Found " + std::to_string(count) + " valid alternatives"));
        if (count == 0) from_one(node.one_of);
    }
    if (node.not_ && fits(*node.not_, value, path)) wrong("must not validate the schema (not)");
}

}  // namespace keelson
