#ifndef KEELSON_CONTROLLERS_HASHED_NAME_HPP
#define KEELSON_CONTROLLERS_HASHED_NAME_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace keelson::controllers {

/// `base`, shortened where the whole would not be a DNS label, and five letters that stand for the number of this
/// child of that owner: the same on every machine and in every release. A decision that is made twice, because its
/// plan was cut or because its view lagged, asks for the same name twice, and the second time it is refused
/// instead of making one child too many.
[[nodiscard]] std::string hashed_name(std::string_view base, std::string_view owner_uid, std::uint64_t number);

}  // namespace keelson::controllers

#endif
