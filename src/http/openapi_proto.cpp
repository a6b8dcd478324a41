#include "http/openapi_proto.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <string_view>

// The numbers are those of OpenAPIv2.proto in https://github.com/google/gnostic.
namespace keelson::http {
namespace {

namespace json = boost::json;

/// A protobuf message, written field by field.
class Message {
public:
    void text(int number, std::string_view value) {
        tag(number, 2);
        varint(value.size());
        bytes_ += value;
    }
    void flag(int number, bool value) {
        if (!value) return;  // false is what is absent
        tag(number, 0);
        varint(1);
    }
    void message(int number, Message const& value) { text(number, value.bytes_); }

    [[nodiscard]] std::string const& bytes() const noexcept { return bytes_; }

private:
    void tag(int number, int wire_type) {
        varint(static_cast<std::uint64_t>(number) << 3 | static_cast<unsigned>(wire_type));
    }
    void varint(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>((value & 0x7F) | 0x80);
        bytes_ += static_cast<char>(value);
    }

    std::string bytes_;
};

json::object const& object_at(json::object const& object, std::string_view name) {
    static json::object const none;
    auto const* const value = object.if_contains(name);
    return value && value->is_object() ? value->get_object() : none;
}

json::array const& array_at(json::object const& object, std::string_view name) {
    static json::array const none;
    auto const* const value = object.if_contains(name);
    return value && value->is_array() ? value->get_array() : none;
}

/// A string member as field `number`, if it is there.
void copy_text(json::object const& from, std::string_view name, int number, Message& to) {
    auto const* const value = from.if_contains(name);
    if (value && value->is_string()) to.text(number, value->get_string());
}

void copy_texts(json::object const& from, std::string_view name, int number, Message& to) {
    for (auto const& value : array_at(from, name)) to.text(number, value.as_string());
}

void copy_flag(json::object const& from, std::string_view name, int number, Message& to) {
    auto const* const value = from.if_contains(name);
    if (value && value->is_bool()) to.flag(number, value->get_bool());
}

/// Any: the value as YAML, which JSON is part of.
Message any(json::value const& value) {
    Message made;
    made.text(2, json::serialize(value));
    return made;
}

void copy_extensions(json::object const& from, int number, Message& to) {
    for (auto const& member : from) {
        if (!member.key().starts_with("x-")) continue;
        Message named;
        named.text(1, member.key());
        named.message(2, any(member.value()));
        to.message(number, named);
    }
}

/// NamedX: a name and a message.
void add_named(std::string_view name, Message const& value, int number, Message& to) {
    Message named;
    named.text(1, name);
    named.message(2, value);
    to.message(number, named);
}

Message schema(json::object const& from);

Message named_schemas(json::object const& from) {
    Message made;
    for (auto const& member : from) add_named(member.key(), schema(member.value().as_object()), 1, made);
    return made;
}

Message schema(json::object const& from) {
    Message made;
    copy_text(from, "$ref", 1, made);
    copy_text(from, "format", 2, made);
    copy_text(from, "description", 4, made);
    if (auto const* const value = from.if_contains("default")) made.message(5, any(*value));
    copy_texts(from, "required", 19, made);
    for (auto const& value : array_at(from, "enum")) made.message(20, any(value));
    if (auto const* const value = from.if_contains("additionalProperties")) {
        Message item;
        item.message(1, schema(value->as_object()));
        made.message(21, item);
    }
    if (from.contains("type")) {
        Message type;
        copy_text(from, "type", 1, type);
        made.message(22, type);
    }
    if (auto const* const value = from.if_contains("items")) {
        Message items;
        items.message(1, schema(value->as_object()));
        made.message(23, items);
    }
    if (from.contains("properties")) made.message(25, named_schemas(object_at(from, "properties")));
    copy_extensions(from, 31, made);
    return made;
}

/// Of a path or of a query: they differ in two numbers.
Message plain_parameter(json::object const& from, bool in_path) {
    Message made;
    copy_flag(from, "required", 1, made);
    copy_text(from, "in", 2, made);
    copy_text(from, "description", 3, made);
    copy_text(from, "name", 4, made);
    copy_text(from, "type", in_path ? 5 : 6, made);
    copy_flag(from, "uniqueItems", in_path ? 19 : 20, made);
    Message which;
    which.message(in_path ? 4 : 3, made);
    return which;
}

Message parameters_item(json::object const& from) {
    Message parameter;
    auto const& in = from.at("in").as_string();
    if (in == "body") {
        Message body;
        copy_text(from, "description", 1, body);
        copy_text(from, "name", 2, body);
        copy_text(from, "in", 3, body);
        copy_flag(from, "required", 4, body);
        body.message(5, schema(object_at(from, "schema")));
        parameter.message(1, body);
    } else {
        parameter.message(2, plain_parameter(from, in == "path"));
    }
    Message item;
    item.message(1, parameter);
    return item;
}

Message responses(json::object const& from) {
    Message made;
    for (auto const& member : from) {
        auto const& one = member.value().as_object();
        Message response;
        copy_text(one, "description", 1, response);
        if (one.contains("schema")) {
            Message item;
            item.message(1, schema(object_at(one, "schema")));
            response.message(2, item);
        }
        Message value;
        value.message(1, response);
        add_named(member.key(), value, 1, made);
    }
    return made;
}

Message operation(json::object const& from) {
    Message made;
    copy_texts(from, "tags", 1, made);
    copy_text(from, "description", 3, made);
    copy_text(from, "operationId", 5, made);
    copy_texts(from, "produces", 6, made);
    copy_texts(from, "consumes", 7, made);
    for (auto const& parameter : array_at(from, "parameters")) made.message(8, parameters_item(parameter.as_object()));
    made.message(9, responses(object_at(from, "responses")));
    copy_texts(from, "schemes", 10, made);
    copy_extensions(from, 13, made);
    return made;
}

Message path_item(json::object const& from) {
    static constexpr std::pair<std::string_view, int> methods[] = {
        {"get", 2}, {"put", 3}, {"post", 4}, {"delete", 5}, {"options", 6}, {"head", 7}, {"patch", 8}};
    Message made;
    for (auto const& [method, number] : methods)
        if (from.contains(method)) made.message(number, operation(object_at(from, method)));
    for (auto const& parameter : array_at(from, "parameters")) made.message(9, parameters_item(parameter.as_object()));
    return made;
}

}  // namespace

std::string gnostic_document(json::object const& document) {
    Message made;
    copy_text(document, "swagger", 1, made);
    Message info;
    copy_text(object_at(document, "info"), "title", 1, info);
    copy_text(object_at(document, "info"), "version", 2, info);
    made.message(2, info);
    Message paths;
    for (auto const& member : object_at(document, "paths"))
        add_named(member.key(), path_item(member.value().as_object()), 2, paths);
    made.message(8, paths);
    made.message(9, named_schemas(object_at(document, "definitions")));
    return made.bytes();
}

}  // namespace keelson::http
