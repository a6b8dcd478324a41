#include "registry/rules/rules.hpp"

#include <algorithm>
#include <cstdio>

namespace keelson {

std::string FieldErrors::quoted(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
                    char escape[5];
                    std::snprintf(escape, sizeof escape, "\\x%02x", static_cast<unsigned>(c));
                    out += escape;
                } else {
                    out += c;
                }
        }
    }
    return out += '"';
}

void FieldErrors::add(std::string_view reason, std::string field, std::string message) {
    Cause cause{std::string(reason), std::move(message), std::move(field)};
    if (std::find(causes_.begin(), causes_.end(), cause) == causes_.end()) causes_.push_back(std::move(cause));
}

namespace {

std::string with(std::string what, std::string_view detail) {
    if (!detail.empty()) what.append(": ").append(detail);
    return what;
}

}  // namespace

void FieldErrors::required(std::string field, std::string_view detail) {
    add("FieldValueRequired", std::move(field), with("Required value", detail));
}

void FieldErrors::invalid(std::string field, std::string_view value_json, std::string_view detail) {
    add("FieldValueInvalid", std::move(field), with(with("Invalid value", value_json), detail));
}

void FieldErrors::not_supported(std::string field, std::string_view value,
                                std::vector<std::string_view> const& allowed) {
    not_supported_json(std::move(field), quoted(value), allowed);
}

void FieldErrors::not_supported_json(std::string field, std::string_view value_json,
                                     std::vector<std::string_view> const& allowed) {
    std::string detail;
    for (auto const& one : allowed) detail.append(detail.empty() ? "supported values: " : ", ").append(quoted(one));
    add("FieldValueNotSupported", std::move(field), with(with("Unsupported value", value_json), detail));
}

void FieldErrors::duplicate(std::string field, std::string_view value_json) {
    add("FieldValueDuplicate", std::move(field), with("Duplicate value", value_json));
}

void FieldErrors::not_found(std::string field, std::string_view value_json) {
    add("FieldValueNotFound", std::move(field), with("Not found", value_json));
}

void FieldErrors::forbidden(std::string field, std::string_view detail) {
    add("FieldValueForbidden", std::move(field), with("Forbidden", detail));
}

void FieldErrors::too_long(std::string field, std::size_t limit_bytes) {
    add("FieldValueTooLong", std::move(field),
        "Too long: may not be more than " + std::to_string(limit_bytes) + (limit_bytes == 1 ? " byte" : " bytes"));
}

void FieldErrors::too_many(std::string field, std::size_t count, std::size_t limit) {
    add("FieldValueTooMany", std::move(field),
        "Too many: " + std::to_string(count) + ": must have at most " + std::to_string(limit) +
            (limit == 1 ? " item" : " items"));
}

Error FieldErrors::error(std::string_view kind_and_group, std::string_view name) const {
    std::string text(kind_and_group);
    text.append(" ").append(quoted(name)).append(" is invalid: ");
    if (causes_.size() > 1) text += '[';
    for (auto const& cause : causes_) {
        if (&cause != &causes_.front()) text += ", ";
        text.append(cause.field).append(": ").append(cause.message);
    }
    if (causes_.size() > 1) text += ']';
    Error error(Errc::invalid, std::move(text));
    error.causes = causes_;
    return error;
}

}  // namespace keelson
