#include "http/protobuf_body.hpp"

#include "api/json.hpp"
#include "http/protobuf_tables.hpp"
#include "http/utf8.hpp"

#include <keelson/core/time.hpp>

#include <algorithm>
#include <bit>

namespace keelson::http {
namespace {

using Kind = ProtobufField::Kind;
using Shape = ProtobufField::Shape;

constexpr std::string_view magic{"k8s\0", 4};
constexpr int depth_max = 64;
// The years that RFC 3339 can write: 1 to 9999.
constexpr std::int64_t first_second = -62'135'596'800, last_second = 253'402'300'799;

/// One field of a message as it lies there.
struct WireField {
    std::uint32_t number = 0;
    std::uint32_t type = 0;   ///< 0 varint, 1 eight bytes, 2 with its length, 5 four bytes
    std::uint64_t value = 0;  ///< of all but 2
    std::string_view bytes;   ///< of 2
};

class WireReader {
public:
    explicit WireReader(std::string_view text) : text_(text) {}

    /// False at the end and when the message is malformed: `good` tells which.
    bool next(WireField& field) {
        if (text_.empty() || !good_) return false;
        std::uint64_t tag = 0;
        if (!varint(tag)) return false;
        field.number = static_cast<std::uint32_t>(tag >> 3);
        field.type = tag & 7;
        field.bytes = {};
        field.value = 0;
        if (field.number == 0) return fail();
        switch (field.type) {
            case 0: return varint(field.value);
            case 1: return fixed(8, field.value);
            case 5: return fixed(4, field.value);
            case 2: {
                std::uint64_t length = 0;
                if (!varint(length)) return false;
                if (length > text_.size()) return fail();
                field.bytes = text_.substr(0, length);
                text_.remove_prefix(length);
                return true;
            }
            default: return fail();
        }
    }
    [[nodiscard]] bool good() const noexcept { return good_; }

private:
    bool fail() { return good_ = false; }
    bool varint(std::uint64_t& value) {
        value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (text_.empty()) return fail();
            auto const byte = static_cast<unsigned char>(text_.front());
            text_.remove_prefix(1);
            if (shift < 64) value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if ((byte & 0x80) == 0) return true;
        }
        return fail();
    }
    bool fixed(std::size_t size, std::uint64_t& value) {
        if (text_.size() < size) return fail();
        value = 0;
        for (std::size_t i = 0; i < size; ++i)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(text_[i])) << (8 * i);
        text_.remove_prefix(size);
        return true;
    }

    std::string_view text_;
    bool good_ = true;
};

class BodyReader {
public:
    /// Reads a message into an object; false when it is malformed.
    bool read(std::uint16_t message, std::string_view text, json::object& into) {
        if (++depth_ > depth_max) return false;
        auto const& tables = protobuf_tables();
        auto const span = tables.messages[message];
        WireReader wire(text);
        WireField field;
        while (wire.next(field)) {
            auto const known = std::find_if(tables.fields.begin() + span.begin, tables.fields.begin() + span.end,
                                            [&](ProtobufField const& one) { return one.number == field.number; });
            if (known == tables.fields.begin() + span.end) continue;  // of a newer Kubernetes
            if (!read_field(*known, field, into)) return false;
        }
        --depth_;
        return wire.good();
    }

private:
    bool read_field(ProtobufField const& known, WireField const& field, json::object& into) {
        if (known.kind == Kind::inlined) return field.type == 2 && read(known.message, field.bytes, into);
        switch (known.shape) {
            case Shape::one: {
                json::value value;
                if (!read_value(known, field, value)) return false;
                // A scalar that is no pointer is sent even when it says nothing.
                if (!value.is_null() && (known.pointer || !is_zero(value))) into[known.name] = std::move(value);
                return true;
            }
            case Shape::list: {
                auto& list = into[known.name];
                if (!list.is_array()) list.emplace_array();
                json::value value;
                if (!read_value(known, field, value)) return false;
                list.get_array().push_back(std::move(value));
                return true;
            }
            case Shape::map:
            case Shape::map_of_lists: return read_entry(known, field, into);
        }
        return false;
    }

    bool read_entry(ProtobufField const& known, WireField const& field, json::object& into) {
        if (field.type != 2) return false;
        auto& map = into[known.name];
        if (!map.is_object()) map.emplace_object();
        std::string key;
        json::value value;
        auto const lists = known.shape == Shape::map_of_lists;
        // What is not sent is empty.
        if (lists) {
            value.emplace_array();
        } else if (known.kind == Kind::string || known.kind == Kind::bytes) {
            value = "";
        } else if (known.kind == Kind::quantity) {
            value = "0";
        }
        WireReader wire(field.bytes);
        WireField part;
        while (wire.next(part)) {
            if (part.number == 1 && part.type == 2) {
                key = part.bytes;
            } else if (part.number == 2 && !lists) {
                if (!read_value(known, part, value)) return false;
            } else if (part.number == 2) {
                if (part.type != 2) return false;
                WireReader items(part.bytes);
                WireField item;
                while (items.next(item)) {
                    json::value one;
                    if (item.number != 1 || !read_value(known, item, one)) return false;
                    value.get_array().push_back(std::move(one));
                }
                if (!items.good()) return false;
            }
        }
        map.get_object()[key] = std::move(value);
        return wire.good();
    }

    bool read_value(ProtobufField const& known, WireField const& field, json::value& value) {
        switch (known.kind) {
            case Kind::integer: value = static_cast<std::int64_t>(field.value); return field.type == 0;
            case Kind::boolean: value = field.value != 0; return field.type == 0;
            case Kind::number: value = std::bit_cast<double>(field.value); return field.type == 1;
            default: break;
        }
        if (field.type != 2) return false;
        switch (known.kind) {
            case Kind::string: value = field.bytes; return true;
            case Kind::bytes: value = encode_base64(field.bytes); return true;
            case Kind::message: {
                json::object inner;
                if (!read(known.message, field.bytes, inner)) return false;
                value = std::move(inner);
                return true;
            }
            case Kind::quantity: return read_text(field.bytes, 1, value);
            case Kind::raw: return read_raw(field.bytes, value);
            case Kind::int_or_string: return read_int_or_string(field.bytes, value);
            case Kind::time:
            case Kind::micro_time: return read_time(field.bytes, known.kind == Kind::micro_time, value);
            default: return false;
        }
    }

    static bool read_text(std::string_view text, std::uint32_t number, json::value& value) {
        WireReader wire(text);
        WireField field;
        while (wire.next(field)) {
            if (field.number == number && field.type == 2) value = field.bytes;
        }
        return wire.good();
    }
    static bool read_raw(std::string_view text, json::value& value) {
        json::value raw;
        if (!read_text(text, 1, raw)) return false;
        if (!raw.is_string() || raw.get_string().empty()) return true;
        auto parsed = parse_json(raw.get_string());
        if (!parsed) return false;
        value = std::move(*parsed);
        return true;
    }
    static bool read_int_or_string(std::string_view text, json::value& value) {
        WireReader wire(text);
        WireField field;
        bool is_text = false;
        std::int64_t number = 0;
        std::string_view said;
        while (wire.next(field)) {
            if (field.number == 1) is_text = field.value == 1;
            if (field.number == 2) number = static_cast<std::int32_t>(field.value);
            if (field.number == 3) said = field.bytes;
        }
        if (is_text) {
            value = said;
        } else {
            value = number;
        }
        return wire.good();
    }
    static bool read_time(std::string_view text, bool micro, json::value& value) {
        if (text.empty()) return true;  // none
        WireReader wire(text);
        WireField field;
        Time time;
        while (wire.next(field)) {
            auto const seconds = static_cast<std::int64_t>(field.value);
            if (field.number == 1 && (seconds < first_second || seconds > last_second)) return false;
            if (field.number == 1) time.micros += seconds * 1'000'000;
            if (field.number == 2) time.micros += static_cast<std::int32_t>(field.value) / 1000;
        }
        value = micro ? format_rfc3339_micro(time) : format_rfc3339(time);
        return wire.good();
    }
    static bool is_zero(json::value const& value) {
        if (value.is_string()) return value.get_string().empty();
        if (value.is_int64()) return value.get_int64() == 0;
        if (value.is_bool()) return !value.get_bool();
        return value.is_double() && value.get_double() == 0;
    }

    int depth_ = 0;
};

}  // namespace

Result<std::string> json_of_protobuf(std::string_view body) {
    auto const malformed = [] { return Error(Errc::bad_request, "the body is no protobuf message of Kubernetes'"); };
    if (!body.starts_with(magic)) return malformed();
    // runtime.Unknown: who it is, and the bytes of what it is.
    std::string_view api_version, kind, raw;
    WireReader wire(body.substr(magic.size()));
    WireField field;
    while (wire.next(field)) {
        if (field.number == 1 && field.type == 2) {
            WireReader type(field.bytes);
            WireField part;
            while (type.next(part)) {
                if (part.number == 1) api_version = part.bytes;
                if (part.number == 2) kind = part.bytes;
            }
            if (!type.good()) return malformed();
        } else if (field.number == 2) {
            raw = field.bytes;
        } else if (field.number == 3 && !field.bytes.empty()) {
            return Error(Errc::unsupported, "the body is encoded as " + std::string(field.bytes) +
                                                ", which is not read: send application/json");
        }
    }
    if (!wire.good()) return malformed();
    auto const roots = protobuf_tables().roots;
    // DeleteOptions come under the name of any group.
    auto const found = std::find_if(roots.begin(), roots.end(), [&](ProtobufRoot const& root) {
        return root.kind == kind && (root.api_version == api_version || kind == "DeleteOptions");
    });
    if (found == roots.end())
        return Error(Errc::unsupported, "a " + std::string(api_version) + " " + std::string(kind) +
                                            " is not read as protobuf: send application/json");
    json::object object;
    if (!BodyReader().read(found->message, raw, object)) return malformed();
    object["apiVersion"] = api_version;
    object["kind"] = kind;
    auto text = canonical(object);
    if (!is_utf8(text)) return malformed();
    return text;
}

}  // namespace keelson::http
