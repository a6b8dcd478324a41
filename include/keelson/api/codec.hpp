#ifndef KEELSON_API_CODEC_HPP
#define KEELSON_API_CODEC_HPP

#include <keelson/api/meta_v1.hpp>
#include <keelson/api/object.hpp>
#include <keelson/api/reflect.hpp>
#include <keelson/core/error.hpp>

#include <string>
#include <string_view>

namespace keelson {

/// The canonical JSON of a described struct; `type`, if given, adds apiVersion and kind.
std::string encode(TypeDesc const& desc, void const* value, TypeInfo const* type);
/// Reads JSON into a default-constructed struct. Fields that it does not have are passed over; a value
/// of another type fails with the field's path. `null` is an absent field.
Result<> decode(TypeDesc const& desc, void* value, std::string_view json);

template <class T>
std::string encode(T const& value) {
    if constexpr (requires { T::type.kind; }) {
        return encode(type_desc<T>(), &value, &T::type);
    } else {
        return encode(type_desc<T>(), &value, nullptr);
    }
}

/// What a write of the status says: which version of which object, and its status alone.
std::string encode_status(TypeDesc const& desc, void const* value, TypeInfo const& type, ObjectMeta const& meta);
template <class T>
std::string encode_status(T const& object) {
    return encode_status(type_desc<T>(), &object, T::type, object.metadata);
}

template <class T>
Result<T> decode(std::string_view json) {
    T value;
    if (auto const done = decode(type_desc<T>(), &value, json); !done) return done.error();
    return value;
}

/// Reads what an Object has published into a default-constructed struct, at a third of the cost of `decode`. False
/// when something is not as the struct has it, which leaves the struct half filled: `decode` then says what.
bool decode_published(TypeDesc const& desc, void* value, std::string_view bytes);

/// The typed form of a published object.
template <class T>
Result<T> decode(Object const& object) {
    T value;
    if (decode_published(type_desc<T>(), &value, object.bytes())) return value;
    return decode<T>(object.bytes());
}

/// A reference from a child to the object that owns and controls it. The owner must have been read,
/// for its uid is needed.
OwnerReference owner_reference(TypeInfo const& type, ObjectMeta const& owner);
template <class T>
OwnerReference owner_reference(T const& owner) {
    return owner_reference(T::type, owner.metadata);
}

}  // namespace keelson

#endif
