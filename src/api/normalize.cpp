#include "api/normalize.hpp"

#include <keelson/api/quantity.hpp>
#include <keelson/api/values.hpp>

#include <algorithm>
#include <limits>

namespace keelson {
namespace {

using Type = Schema::Type;
using Format = Schema::Format;

class Normalizer {
public:
    explicit Normalizer(Findings& findings) : findings_(findings) {}

    void visit_status(Schema const& schema, json::value& value) {
        path_ = "status";
        in_status_ = true;
        visit(schema, value);
    }

    void visit(Schema const& schema, json::value& value) {
        switch (schema.type) {
            case Type::any: return;
            case Type::boolean:
                if (!value.is_bool()) wrong_type("boolean", value);
                return;
            case Type::integer: return integer(schema, value);
            case Type::number:
                if (!value.is_number()) wrong_type("number", value);
                return;
            case Type::string: return string(schema, value);
            case Type::object: return object(schema, value);
            case Type::map: return map(schema, value);
            case Type::list: return list(schema, value);
        }
    }

private:
    void cause(std::string_view reason, std::string message) {
        findings_.causes.push_back({std::string(reason), std::move(message), path_});
    }

    /// The field cannot be read as what it is declared to be.
    void unreadable(std::string_view reason, std::string message) {
        cause(reason, std::move(message));
        findings_.unreadable.push_back(findings_.causes.back());
    }

    void wrong_type(std::string_view wanted, json::value const& value) {
        static constexpr std::string_view names[] = {"null",   "boolean", "integer", "integer",
                                                     "number", "string",  "array",   "object"};
        auto const got = names[static_cast<std::size_t>(value.kind())];
        unreadable("FieldValueTypeInvalid", "Invalid value: \"" + std::string(got) + "\": must be of type " +
                                                std::string(wanted) + ", not " + std::string(got));
    }

    void integer(Schema const& schema, json::value& value) {
        if (value.is_double()) {  // 3.0 is a whole number too
            auto const number = value.get_double();
            if (number == static_cast<double>(static_cast<std::int64_t>(number)))
                value = static_cast<std::int64_t>(number);
        }
        if (!value.is_int64()) return wrong_type("integer", value);
        auto const number = value.get_int64();
        if (schema.format == Format::int32 &&
            (number > std::numeric_limits<std::int32_t>::max() || number < std::numeric_limits<std::int32_t>::min()))
            unreadable("FieldValueInvalid", "Invalid value: " + std::to_string(number) + ": must fit into 32 bits");
    }

    void string(Schema const& schema, json::value& value) {
        if (schema.format == Format::int_or_string && value.is_int64())
            return integer({.type = Type::integer, .format = Format::int32}, value);
        if (schema.format == Format::quantity && value.is_number()) value = canonical(value);
        if (!value.is_string())
            return wrong_type(schema.format == Format::int_or_string ? "integer or string" : "string", value);
        std::string_view const text = value.get_string();
        if (!schema.enums.empty() && std::find(schema.enums.begin(), schema.enums.end(), text) == schema.enums.end())
            return not_supported(schema, text);
        switch (schema.format) {
            case Format::quantity: {
                auto const quantity = Quantity::parse(text);
                if (!quantity) return invalid(text, quantity.error());
                if (auto const printed = quantity->text(); printed != text) value = printed;
                return;
            }
            case Format::time:
            case Format::micro_time: {
                auto const time = parse_rfc3339(text);
                if (!time) return invalid(text, time.error());
                value = schema.format == Format::time ? format_rfc3339(*time) : format_rfc3339_micro(*time);
                return;
            }
            case Format::byte:
                if (auto const bytes = decode_base64(text); !bytes) invalid(text, bytes.error());
                return;
            default: return;
        }
    }

    void invalid(std::string_view text, Error const& error) {
        std::string quoted;
        write_string(text.substr(0, 100), quoted);
        unreadable("FieldValueInvalid", "Invalid value: " + quoted + ": " + error.message);
    }

    void not_supported(Schema const& schema, std::string_view text) {
        std::string message = "Unsupported value: ";
        write_string(text, message);
        message += ": supported values: ";
        for (std::size_t i = 0; i < schema.enums.size(); ++i) {
            if (i) message += ", ";
            write_string(schema.enums[i], message);
        }
        cause("FieldValueNotSupported", std::move(message));
    }

    /// Runs `inner` with the path one step longer.
    template <class Inner>
    void within(std::string_view step, bool dot, Inner const& inner) {
        auto const mark = path_.size();
        if (dot && mark != 0) path_ += '.';
        path_ += step;
        inner();
        path_.resize(mark);
    }

    void object(Schema const& schema, json::value& value) {
        auto* const members = value.if_object();
        if (!members) return wrong_type("object", value);
        for (std::size_t i = 0; i < members->size();) {
            auto& pair = members->begin()[i];
            std::string_view const key = pair.key();
            auto const* const field = pair.value().is_null() ? nullptr : schema.field(key);
            if (!field) {
                if (!pair.value().is_null()) within(key, true, [&] { findings_.unknown.push_back(path_); });
                members->erase(members->begin() + static_cast<std::ptrdiff_t>(i));  // swaps the last one in
                continue;
            }
            bool const status = path_.empty() && key == "status";
            within(key, true, [&] {
                in_status_ = in_status_ || status;
                visit(*field->schema, pair.value());
                if (status) in_status_ = false;
            });
            ++i;
        }
        for (auto const& field : schema.fields) {
            if ((field.default_json.empty() && !field.required) || members->contains(field.name)) continue;
            if (!field.default_json.empty()) {
                auto made = parse_json(field.default_json, members->storage());
                if (!made) continue;
                auto& placed = members->insert_or_assign(field.name, std::move(*made)).first->value();
                within(field.name, true, [&] { visit(*field.schema, placed); });
            } else if (!in_status_ && !(path_.empty() && field.name == "metadata")) {
                within(field.name, true, [&] { cause("FieldValueRequired", "Required value"); });
            }
        }
    }

    void map(Schema const& schema, json::value& value) {
        auto* const members = value.if_object();
        if (!members) return wrong_type("object", value);
        for (std::size_t i = 0; i < members->size();) {
            auto& pair = members->begin()[i];
            if (pair.value().is_null()) {
                members->erase(members->begin() + static_cast<std::ptrdiff_t>(i));
                continue;
            }
            within("[" + std::string(pair.key()) + "]", false, [&] { visit(*schema.element, pair.value()); });
            ++i;
        }
    }

    void list(Schema const& schema, json::value& value) {
        auto* const elements = value.if_array();
        if (!elements) return wrong_type("array", value);
        for (std::size_t i = 0; i < elements->size(); ++i)
            within("[" + std::to_string(i) + "]", false, [&] { visit(*schema.element, (*elements)[i]); });
    }

    Findings& findings_;
    std::string path_;
    bool in_status_ = false;
};

}  // namespace

void normalize(Schema const& schema, json::value& value, Findings& findings) {
    Normalizer(findings).visit(schema, value);
}

void normalize_status(Schema const& status, json::value& value, Findings& findings) {
    Normalizer(findings).visit_status(status, value);
}

std::string unknown_fields_message(std::vector<std::string> const& paths) {
    std::string message = "strict decoding error: ";
    for (std::size_t i = 0; i < paths.size(); ++i)
        message += (i ? ", unknown field \"" : "unknown field \"") + paths[i] + "\"";
    return message;
}

}  // namespace keelson
