#ifndef KEELSON_API_OPTIONS_HPP
#define KEELSON_API_OPTIONS_HPP

#include <cstdint>
#include <optional>
#include <string>

namespace keelson {

/// What becomes of the objects that an object owns when it is deleted: they go afterwards, before it, or stay.
enum class Propagation : std::uint8_t { background, foreground, orphan };

struct RemoveOptions {
    std::optional<std::int64_t> grace_seconds;  ///< of a Pod; nothing: as its spec says
    std::optional<Propagation> propagation;     ///< nothing: background
    std::string uid;                            ///< only if the object is this one
    std::string resource_version;               ///< only if it is at this version
};

/// What to do about fields that a kind does not have.
enum class FieldValidation : std::uint8_t { strict, warn, ignore };

struct WriteOptions {
    std::string manager = "keelson";  ///< who owns the fields that are written
    bool force = false;               ///< of an apply: takes fields that others own
    bool dry_run = false;             ///< checks and answers as if it were done, and writes nothing
    FieldValidation fields = FieldValidation::strict;
};

}  // namespace keelson

#endif
