#ifndef KEELSON_API_REFLECT_HPP
#define KEELSON_API_REFLECT_HPP

#include <keelson/api/quantity.hpp>
#include <keelson/api/type_info.hpp>
#include <keelson/api/values.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/members.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// Structs as tables: one describe line of a struct gives its fields' names, types and places at run
/// time. The codec, schemas and comparison are written once over these tables and not once per type.
namespace keelson {

struct TypeDesc;

/// An optional annotation of one field of a user's struct:
///
///     static constexpr keelson::FieldRule rules[] = {{"text", {.required = true}}, {"size", {.default_json = "3"}}};
struct FieldRule {
    struct Facts {
        bool required = false;
        std::string_view default_json;                 ///< applied when the field is absent
        std::span<std::string_view const> enums = {};  ///< the only strings allowed
    };
    std::string_view field;
    Facts facts;
};

struct FieldDesc {
    std::string_view name;  ///< as in JSON, without the `_` behind a C++ keyword
    TypeDesc const& (*type)();
    void* (*member)(void* object);
    bool required = false;  ///< written even when it is zero or empty
};

struct TypeDesc {
    enum class Kind : std::uint8_t {
        boolean,
        int32,
        int64,
        number,
        string,
        bytes,
        quantity,
        int_or_string,
        time,
        micro_time,
        json,
        object,
        list,
        map,
        optional
    };
    Kind kind;
    std::string_view name;                   ///< of an object
    std::span<FieldDesc const> fields = {};  ///< of an object, in declared order
    std::span<FieldRule const> rules = {};   ///< of an object
    TypeDesc const& (*element)() = nullptr;  ///< of a list, map or optional

    // List: how many, which one, one more.
    std::size_t (*size)(void const*) = nullptr;
    void* (*at)(void*, std::size_t) = nullptr;
    void* (*append)(void*) = nullptr;
    void (*clear)(void*) = nullptr;
    // Map: visits in key order; finds or makes an entry.
    void (*each)(void const*, void* context,
                 void (*visit)(void* context, std::string const& key, void const* value)) = nullptr;
    void* (*entry)(void*, std::string_view key) = nullptr;
    // Optional: its value or null; makes one.
    void const* (*get)(void const*) = nullptr;
    void* (*emplace)(void*) = nullptr;
};

template <class T>
TypeDesc const& type_desc();

namespace detail {

template <class T>
TypeDesc const& struct_desc();

constexpr std::string_view json_name(std::string_view cpp_name) {
    if (cpp_name.ends_with('_')) cpp_name.remove_suffix(1);
    return cpp_name;
}

template <class Pointer>
struct MemberOf;
template <class T, class M>
struct MemberOf<M T::*> {
    using Struct = T;
    using Type = M;
};

template <auto pointer>
void* member_at(void* object) {
    using Struct = typename MemberOf<decltype(pointer)>::Struct;
    return &(static_cast<Struct*>(object)->*pointer);
}

/// The scalars of a built-in struct that are written even when they are zero or empty, as Kubernetes does.
template <class T>
inline constexpr std::array<std::string_view, 0> required_scalars{};

template <class T>
constexpr bool is_required(std::string_view field) {
    for (auto const name : required_scalars<T>) {
        if (name == field) return true;
    }
    return false;
}

template <class T, template <class...> class List, class... D>
constexpr std::array<FieldDesc, sizeof...(D)> fields_of(List<D...>*) {
    return {FieldDesc{json_name(D::name),
                      &type_desc<typename MemberOf<std::remove_const_t<decltype(D::pointer)>>::Type>,
                      &member_at<D::pointer>, is_required<T>(json_name(D::name))}...};
}

template <class T>
constexpr std::span<FieldRule const> rules_of() {
    if constexpr (requires { std::span<FieldRule const>(T::rules); }) {
        return T::rules;
    } else {
        return {};
    }
}

template <class T>
TypeDesc const& struct_desc() {
    using Members = boost::describe::describe_members<T, boost::describe::mod_public>;
    static constexpr auto fields = fields_of<T>(static_cast<Members*>(nullptr));
    static constexpr TypeDesc desc{
        .kind = TypeDesc::Kind::object, .name = {}, .fields = fields, .rules = rules_of<T>()};
    return desc;
}

template <class T>
struct DescOf {
    static TypeDesc const& get() { return struct_desc<T>(); }
};

template <class T, TypeDesc::Kind kind>
struct ScalarDesc {
    static constexpr TypeDesc desc{.kind = kind};
    static TypeDesc const& get() { return desc; }
};
template <>
struct DescOf<bool> : ScalarDesc<bool, TypeDesc::Kind::boolean> {};
template <>
struct DescOf<std::int32_t> : ScalarDesc<std::int32_t, TypeDesc::Kind::int32> {};
template <>
struct DescOf<std::int64_t> : ScalarDesc<std::int64_t, TypeDesc::Kind::int64> {};
template <>
struct DescOf<double> : ScalarDesc<double, TypeDesc::Kind::number> {};
template <>
struct DescOf<std::string> : ScalarDesc<std::string, TypeDesc::Kind::string> {};
template <>
struct DescOf<Bytes> : ScalarDesc<Bytes, TypeDesc::Kind::bytes> {};
template <>
struct DescOf<Quantity> : ScalarDesc<Quantity, TypeDesc::Kind::quantity> {};
template <>
struct DescOf<IntOrString> : ScalarDesc<IntOrString, TypeDesc::Kind::int_or_string> {};
template <>
struct DescOf<Time> : ScalarDesc<Time, TypeDesc::Kind::time> {};
template <>
struct DescOf<MicroTime> : ScalarDesc<MicroTime, TypeDesc::Kind::micro_time> {};
template <>
struct DescOf<RawJson> : ScalarDesc<RawJson, TypeDesc::Kind::json> {};

template <class T>
struct DescOf<std::vector<T>> {
    using List = std::vector<T>;
    static constexpr TypeDesc desc{
        .kind = TypeDesc::Kind::list,
        .element = &type_desc<T>,
        .size = [](void const* list) { return static_cast<List const*>(list)->size(); },
        .at = [](void* list, std::size_t i) -> void* { return &(*static_cast<List*>(list))[i]; },
        .append = [](void* list) -> void* { return &static_cast<List*>(list)->emplace_back(); },
        .clear = [](void* list) { static_cast<List*>(list)->clear(); },
    };
    static TypeDesc const& get() { return desc; }
};

template <class T>
struct DescOf<std::map<std::string, T>> {
    using Map = std::map<std::string, T>;
    static constexpr TypeDesc desc{
        .kind = TypeDesc::Kind::map,
        .element = &type_desc<T>,
        .size = [](void const* map) { return static_cast<Map const*>(map)->size(); },
        .clear = [](void* map) { static_cast<Map*>(map)->clear(); },
        .each =
            [](void const* map, void* context, void (*visit)(void*, std::string const&, void const*)) {
                for (auto const& [key, value] : *static_cast<Map const*>(map)) visit(context, key, &value);
            },
        .entry = [](void* map, std::string_view key) -> void* { return &(*static_cast<Map*>(map))[std::string(key)]; },
    };
    static TypeDesc const& get() { return desc; }
};

template <class T>
struct DescOf<std::optional<T>> {
    using Optional = std::optional<T>;
    static constexpr TypeDesc desc{
        .kind = TypeDesc::Kind::optional,
        .element = &type_desc<T>,
        .clear = [](void* optional) { static_cast<Optional*>(optional)->reset(); },
        .get = [](void const* optional) -> void const* {
            auto const& value = *static_cast<Optional const*>(optional);
            return value ? &*value : nullptr;
        },
        .emplace = [](void* optional) -> void* { return &static_cast<Optional*>(optional)->emplace(); },
    };
    static TypeDesc const& get() { return desc; }
};

}  // namespace detail

/// The table of a type: a described struct, or what structs are made of.
template <class T>
TypeDesc const& type_desc() {
    return detail::DescOf<T>::get();
}

/// Whether two values of one type say the same: every field, presence included.
bool equal(TypeDesc const& type, void const* a, void const* b);
template <class T>
bool equal(T const& a, T const& b) {
    return equal(type_desc<T>(), &a, &b);
}

}  // namespace keelson

#endif
