#include "controllers/hashed_name.hpp"

#include "controllers/stable_hash.hpp"

#include <algorithm>

namespace keelson::controllers {

std::string hashed_name(std::string_view base, std::string_view owner_uid, std::uint64_t number) {
    constexpr std::size_t letters = 5;
    constexpr std::size_t label_length = 63;
    auto const hash = stable_hash(std::to_string(number), stable_hash(owner_uid));
    return std::string(base.substr(0, std::min(base.size(), label_length - letters))) + name_text(hash, letters);
}

}  // namespace keelson::controllers
