#include "api/json.hpp"

#include <keelson/api/codec.hpp>

#include <boost/json/monotonic_resource.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace keelson {
namespace {

using Form = TypeDesc::Kind;

template <class T>
T const& as(void const* value) {
    return *static_cast<T const*>(value);
}
template <class T>
T& as(void* value) {
    return *static_cast<T*>(value);
}

void const* member(FieldDesc const& field, void const* object) { return field.member(const_cast<void*>(object)); }

template <class N>
void put_number(N number, std::string& out) {
    std::array<char, 32> text{};
    auto const end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    out.append(text.data(), end);
}

void write_value(TypeDesc const& type, void const* value, std::string& out);

/// Whether a plain value says nothing, so that its field is left out.
bool silent(TypeDesc const& type, void const* value) {
    switch (type.kind) {
        case Form::boolean: return !as<bool>(value);
        case Form::int32: return as<std::int32_t>(value) == 0;
        case Form::int64: return as<std::int64_t>(value) == 0;
        case Form::number: return as<double>(value) == 0;
        case Form::string: return as<std::string>(value).empty();
        case Form::bytes: return as<Bytes>(value).value.empty();
        case Form::json: return as<RawJson>(value).text.empty();
        case Form::time: return as<Time>(value).empty();
        case Form::micro_time: return as<MicroTime>(value).time.empty();
        case Form::list:
        case Form::map: return type.size(value) == 0;
        case Form::optional: return type.get(value) == nullptr;
        case Form::quantity:
        case Form::int_or_string:
        case Form::object: return false;
    }
    return false;
}

/// Writes one member with its name; nothing at all when it is silent or an object of which nothing was written.
void write_member(FieldDesc const& field, void const* object, bool& first, std::string& out) {
    auto const& type = field.type();
    auto const* const value = member(field, object);
    if (!field.required && silent(type, value)) return;
    if (field.required && (type.kind == Form::time || type.kind == Form::micro_time) && silent(type, value)) return;
    auto const mark = out.size();
    if (!first) out += ',';
    write_string(field.name, out);
    out += ':';
    auto const start = out.size();
    write_value(type, value, out);
    if (type.kind == Form::object && !field.required && out.size() - start == 2) {
        out.resize(mark);
        return;
    }
    first = false;
}

/// Members in the order of their names. `extra` are the constant strings of a root (apiVersion, kind).
void write_object(TypeDesc const& type, void const* object, TypeInfo const* root, std::string& out) {
    std::array<std::uint16_t, 256> order{};
    auto const count = std::min(type.fields.size(), order.size());
    for (std::size_t i = 0; i < count; ++i) order[i] = static_cast<std::uint16_t>(i);
    auto const by_name = [&](std::uint16_t a, std::uint16_t b) {
        std::string_view const x = type.fields[a].name, y = type.fields[b].name;
        return x.front() != y.front() ? x.front() < y.front() : x < y;  // the first letter mostly says it
    };
    if (!std::is_sorted(order.begin(), order.begin() + count, by_name))
        std::sort(order.begin(), order.begin() + count, by_name);
    bool first = true;
    int constants = root ? 0 : 2;
    auto const write_constants_before = [&](std::string_view name) {
        constexpr std::array<std::string_view, 2> names{"apiVersion", "kind"};
        for (; constants < 2 && names[static_cast<std::size_t>(constants)] < name; ++constants) {
            if (!first) out += ',';
            first = false;
            write_string(names[static_cast<std::size_t>(constants)], out);
            out += ':';
            write_string(constants == 0 ? root->api_version() : std::string(root->kind), out);
        }
    };
    out += '{';
    for (std::size_t i = 0; i < count; ++i) {
        auto const& field = type.fields[order[i]];
        write_constants_before(field.name);
        write_member(field, object, first, out);
    }
    write_constants_before("\x7f");
    out += '}';
}

struct MapWriter {
    TypeDesc const* element;
    std::string* out;
    bool first = true;
    static void visit(void* context, std::string const& key, void const* value) {
        auto& self = *static_cast<MapWriter*>(context);
        if (!self.first) *self.out += ',';
        self.first = false;
        write_string(key, *self.out);
        *self.out += ':';
        write_value(*self.element, value, *self.out);
    }
};

void write_value(TypeDesc const& type, void const* value, std::string& out) {
    switch (type.kind) {
        case Form::boolean: out += as<bool>(value) ? "true" : "false"; break;
        case Form::int32: put_number(as<std::int32_t>(value), out); break;
        case Form::int64: put_number(as<std::int64_t>(value), out); break;
        case Form::number: put_number(as<double>(value), out); break;
        case Form::string: write_string(as<std::string>(value), out); break;
        case Form::bytes: write_string(encode_base64(as<Bytes>(value).value), out); break;
        case Form::quantity: write_string(as<Quantity>(value).text(), out); break;
        case Form::int_or_string: {
            auto const& either = as<IntOrString>(value);
            either.is_string() ? write_string(either.string(), out) : put_number(either.number(), out);
            break;
        }
        case Form::time: write_string(format_rfc3339(as<Time>(value)), out); break;
        case Form::micro_time: write_string(format_rfc3339_micro(as<MicroTime>(value).time), out); break;
        case Form::json: out += as<RawJson>(value).text; break;
        case Form::object: write_object(type, value, nullptr, out); break;
        case Form::list: {
            out += '[';
            for (std::size_t i = 0, n = type.size(value); i < n; ++i) {
                if (i != 0) out += ',';
                write_value(type.element(), type.at(const_cast<void*>(value), i), out);
            }
            out += ']';
            break;
        }
        case Form::map: {
            out += '{';
            MapWriter writer{&type.element(), &out};
            type.each(value, &writer, &MapWriter::visit);
            out += '}';
            break;
        }
        case Form::optional: write_value(type.element(), type.get(value), out); break;
    }
}

std::string_view kind_name(json::value const& value) {
    switch (value.kind()) {
        case json::kind::null: return "null";
        case json::kind::bool_: return "boolean";
        case json::kind::int64:
        case json::kind::uint64: return "integer";
        case json::kind::double_: return "number";
        case json::kind::string: return "string";
        case json::kind::array: return "array";
        case json::kind::object: break;
    }
    return "object";
}

/// Reads trees into structs. Paths are only made when something is wrong.
class Reader {
public:
    Result<> read(TypeDesc const& type, void* into, json::value const& from) {
        if (read_value(type, into, from)) return {};
        std::string path;
        for (auto part = path_.rbegin(); part != path_.rend(); ++part) {
            if (!path.empty() && part->front() != '[') path += '.';
            path += *part;
        }
        return Error(Errc::invalid, path.empty() ? problem_ : path + ": " + problem_);
    }

private:
    bool wrong(std::string_view wanted, json::value const& got) {
        problem_ = "Invalid value: \"" + std::string(kind_name(got)) + "\": must be of type " + std::string(wanted);
        return false;
    }
    bool wrong(Error const& error) {
        problem_ = "Invalid value: " + error.message;
        return false;
    }

    template <class N>
    bool read_integer(void* into, json::value const& from, std::string_view name) {
        std::int64_t number = 0;
        if (from.is_int64()) {
            number = from.get_int64();
        } else if (from.is_uint64() &&
                   from.get_uint64() <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            number = static_cast<std::int64_t>(from.get_uint64());
        } else if (from.is_double() &&
                   from.get_double() == static_cast<double>(static_cast<std::int64_t>(from.get_double()))) {
            number = static_cast<std::int64_t>(from.get_double());
        } else {
            return wrong(name, from);
        }
        if (number < std::numeric_limits<N>::min() || number > std::numeric_limits<N>::max()) return wrong(name, from);
        as<N>(into) = static_cast<N>(number);
        return true;
    }

    bool read_text(TypeDesc const& type, void* into, json::value const& from) {
        if (!from.is_string()) return wrong("string", from);
        std::string_view const text = from.get_string();
        switch (type.kind) {
            case Form::string: as<std::string>(into) = text; return true;
            case Form::bytes: {
                auto bytes = decode_base64(text);
                if (!bytes) return wrong(bytes.error());
                as<Bytes>(into).value = std::move(*bytes);
                return true;
            }
            default: {
                if (text.empty()) return true;
                auto const time = parse_rfc3339(text);
                if (!time) return wrong(time.error());
                if (type.kind == Form::time) {
                    as<Time>(into) = *time;
                } else {
                    as<MicroTime>(into).time = *time;
                }
                return true;
            }
        }
    }

    bool read_quantity(void* into, json::value const& from) {
        std::string text;
        if (from.is_string()) {
            text = from.get_string();
        } else if (from.is_number()) {
            text = canonical(from);
        } else {
            return wrong("string", from);
        }
        auto const quantity = Quantity::parse(text);
        if (!quantity) return wrong(quantity.error());
        as<Quantity>(into) = *quantity;
        return true;
    }

    bool read_object(TypeDesc const& type, void* into, json::value const& from) {
        auto const* const object = from.if_object();
        if (!object) return wrong("object", from);
        std::size_t guess = 0;  // members mostly come in the order of the fields
        for (auto const& pair : *object) {
            std::size_t at = guess, tried = 0;
            while (tried < type.fields.size() && type.fields[at].name != pair.key()) {
                at = at + 1 == type.fields.size() ? 0 : at + 1;
                ++tried;
            }
            if (tried == type.fields.size()) continue;
            guess = at + 1 == type.fields.size() ? 0 : at + 1;
            auto const& field = type.fields[at];
            if (!read_value(field.type(), field.member(into), pair.value())) {
                path_.emplace_back(pair.key());
                return false;
            }
        }
        return true;
    }

    bool read_value(TypeDesc const& type, void* into, json::value const& from) {
        if (from.is_null()) return true;
        switch (type.kind) {
            case Form::boolean:
                if (!from.is_bool()) return wrong("boolean", from);
                as<bool>(into) = from.get_bool();
                return true;
            case Form::int32: return read_integer<std::int32_t>(into, from, "integer");
            case Form::int64: return read_integer<std::int64_t>(into, from, "integer");
            case Form::number:
                if (!from.is_number()) return wrong("number", from);
                as<double>(into) = from.to_number<double>();
                return true;
            case Form::string:
            case Form::bytes:
            case Form::time:
            case Form::micro_time: return read_text(type, into, from);
            case Form::quantity: return read_quantity(into, from);
            case Form::int_or_string: {
                if (from.is_string()) {
                    as<IntOrString>(into) = IntOrString(std::string(from.get_string()));
                    return true;
                }
                std::int32_t number = 0;
                if (!read_integer<std::int32_t>(&number, from, "integer or string")) return false;
                as<IntOrString>(into) = IntOrString(number);
                return true;
            }
            case Form::json: as<RawJson>(into).text = canonical(from); return true;
            case Form::object: return read_object(type, into, from);
            case Form::list: {
                auto const* const array = from.if_array();
                if (!array) return wrong("array", from);
                for (std::size_t i = 0; i < array->size(); ++i) {
                    if (read_value(type.element(), type.append(into), (*array)[i])) continue;
                    path_.push_back("[" + std::to_string(i) + "]");
                    return false;
                }
                return true;
            }
            case Form::map: {
                auto const* const object = from.if_object();
                if (!object) return wrong("object", from);
                for (auto const& pair : *object) {
                    if (read_value(type.element(), type.entry(into, pair.key()), pair.value())) continue;
                    path_.emplace_back(pair.key());
                    return false;
                }
                return true;
            }
            case Form::optional: return read_value(type.element(), type.emplace(into), from);
        }
        return false;
    }

    std::vector<std::string> path_;  // innermost first
    std::string problem_;
};

using MapEntries = std::vector<std::pair<std::string const*, void const*>>;
MapEntries entries_of(TypeDesc const& type, void const* map) {
    MapEntries entries;
    type.each(map, &entries, [](void* context, std::string const& key, void const* value) {
        static_cast<MapEntries*>(context)->emplace_back(&key, value);
    });
    return entries;
}

}  // namespace

std::string encode(TypeDesc const& desc, void const* value, TypeInfo const* type) {
    std::string out;
    out.reserve(512);
    if (desc.kind == Form::object) {
        write_object(desc, value, type, out);
    } else {
        write_value(desc, value, out);
    }
    return out;
}

std::string encode_status(TypeDesc const& desc, void const* value, TypeInfo const& type, ObjectMeta const& meta) {
    std::string out;
    out.reserve(512);
    bool first = true;
    auto const text = [&](std::string_view name, std::string_view said) {
        if (said.empty()) return;
        if (!first) out += ',';
        first = false;
        write_string(name, out);
        out += ':';
        write_string(said, out);
    };
    out += '{';
    text("apiVersion", type.api_version());
    text("kind", type.kind);
    out += ",\"metadata\":{";
    first = true;
    text("name", meta.name);
    text("namespace", meta.namespace_);
    text("resourceVersion", meta.resourceVersion);
    text("uid", meta.uid);
    out += '}';
    first = false;
    for (auto const& field : desc.fields) {
        if (field.name == "status") write_member(field, value, first, out);
    }
    return out += '}';
}

Result<> decode(TypeDesc const& desc, void* value, json::value const& tree) { return Reader().read(desc, value, tree); }

Result<> decode(TypeDesc const& desc, void* value, std::string_view text) {
    std::array<unsigned char, 16'384> buffer;  // NOLINT: uninitialised on purpose, it is scratch
    json::monotonic_resource scratch(buffer.data(), buffer.size());
    auto const tree = parse_json(text, &scratch);
    if (!tree) return tree.error();
    return decode(desc, value, *tree);
}

bool equal(TypeDesc const& type, void const* a, void const* b) {
    switch (type.kind) {
        case Form::boolean: return as<bool>(a) == as<bool>(b);
        case Form::int32: return as<std::int32_t>(a) == as<std::int32_t>(b);
        case Form::int64: return as<std::int64_t>(a) == as<std::int64_t>(b);
        case Form::number: return as<double>(a) == as<double>(b);
        case Form::string: return as<std::string>(a) == as<std::string>(b);
        case Form::bytes: return as<Bytes>(a) == as<Bytes>(b);
        case Form::quantity: return as<Quantity>(a) == as<Quantity>(b);
        case Form::int_or_string: return as<IntOrString>(a) == as<IntOrString>(b);
        case Form::time: return as<Time>(a) == as<Time>(b);
        case Form::micro_time: return as<MicroTime>(a) == as<MicroTime>(b);
        case Form::json: return as<RawJson>(a) == as<RawJson>(b);
        case Form::object:
            return std::all_of(type.fields.begin(), type.fields.end(), [&](FieldDesc const& field) {
                return equal(field.type(), member(field, a), member(field, b));
            });
        case Form::list: {
            auto const count = type.size(a);
            if (count != type.size(b)) return false;
            for (std::size_t i = 0; i < count; ++i) {
                if (!equal(type.element(), type.at(const_cast<void*>(a), i), type.at(const_cast<void*>(b), i)))
                    return false;
            }
            return true;
        }
        case Form::map: {
            if (type.size(a) != type.size(b)) return false;
            auto const left = entries_of(type, a), right = entries_of(type, b);
            return std::equal(left.begin(), left.end(), right.begin(), [&](auto const& x, auto const& y) {
                return *x.first == *y.first && equal(type.element(), x.second, y.second);
            });
        }
        case Form::optional: {
            auto const *const x = type.get(a), *const y = type.get(b);
            return x && y ? equal(type.element(), x, y) : x == y;
        }
    }
    return false;
}

OwnerReference owner_reference(TypeInfo const& type, ObjectMeta const& owner) {
    OwnerReference reference;
    reference.apiVersion = type.api_version();
    reference.kind = type.kind;
    reference.name = owner.name;
    reference.uid = owner.uid;
    reference.controller = true;
    reference.blockOwnerDeletion = true;
    return reference;
}

}  // namespace keelson
