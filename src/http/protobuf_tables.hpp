#ifndef KEELSON_SRC_HTTP_PROTOBUF_TABLES_HPP
#define KEELSON_SRC_HTTP_PROTOBUF_TABLES_HPP

#include <cstdint>
#include <span>
#include <string_view>

namespace keelson::http {

/// A field of one of Kubernetes' protobuf messages, by its name in JSON.
struct ProtobufField {
    enum class Kind : std::uint8_t {
        string,
        bytes,
        integer,
        boolean,
        number,
        quantity,
        int_or_string,
        time,
        micro_time,
        raw,      ///< JSON text in a message of its own
        message,  ///< another message
        inlined   ///< another message whose fields are the owner's own in JSON
    };
    enum class Shape : std::uint8_t { one, list, map, map_of_lists };
    std::uint16_t number;
    Kind kind;
    Shape shape;
    bool pointer;  ///< zero and empty have a meaning of their own; of other fields they are written for nothing
    std::uint16_t message;  ///< of `message` and `inlined`
    std::string_view name;
};
struct ProtobufMessage {
    std::uint16_t begin, end;  ///< its fields, by number
};
struct ProtobufRoot {
    std::string_view api_version, kind;
    std::uint16_t message;
};
struct ProtobufTables {
    std::span<ProtobufField const> fields;
    std::span<ProtobufMessage const> messages;
    std::span<ProtobufRoot const> roots;  ///< by apiVersion and kind
};
ProtobufTables const& protobuf_tables() noexcept;

}  // namespace keelson::http

#endif
