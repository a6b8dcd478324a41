#ifndef KEELSON_API_SCHEMA_HPP
#define KEELSON_API_SCHEMA_HPP

#include <keelson/api/reflect.hpp>
#include <keelson/api/type_info.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace keelson {

/// What is known of a value at run time: fields, types, what is required, defaults, enums, and how lists
/// merge. Built-in kinds bring theirs, a user's struct derives it from its describe line. Immutable.
struct Schema {
    enum class Type : std::uint8_t { any, boolean, integer, number, string, object, list, map };
    enum class Format : std::uint8_t { none, int32, int64, byte, quantity, int_or_string, time, micro_time };
    enum class ListType : std::uint8_t { atomic, set, map };
    struct Field;

    Type type = Type::any;
    Format format = Format::none;
    ListType list_type = ListType::atomic;
    std::string_view name = {};                        ///< of an object: its type's name
    std::string_view definition = {};                  ///< its full name: "io.k8s.api.core.v1.PodSpec"; empty: none
    std::string_view description = {};                 ///< for people: what it is
    std::span<Field const> fields = {};                ///< of an object, sorted by name
    Schema const* element = nullptr;                   ///< of a list or map; of an object: of fields without a name
    std::span<std::string_view const> list_keys = {};  ///< of a list of type map
    std::string_view merge_key = {};                   ///< of a list, in a strategic merge patch
    std::span<std::string_view const> enums = {};      ///< of a string: the only values allowed
    bool atomic = false;                               ///< an object or map that is owned as one
    bool patch_merge = false;
    bool retain_keys = false;

    /// The field of that name, or null.
    [[nodiscard]] Field const* field(std::string_view wanted) const noexcept;
};

struct Schema::Field {
    std::string_view name;
    Schema const* schema = nullptr;
    bool required = false;
    std::string_view default_json = {};  ///< JSON that is filled in when the field is absent
    std::string_view description = {};   ///< for people: what the field is for
};

/// The schema of a described struct, derived from its table. With a kind's own fields (apiVersion, kind)
/// when the struct has a `type`. The result owns all that it points to.
std::shared_ptr<Schema const> derive_schema(TypeDesc const& type, bool root);

}  // namespace keelson

#endif
