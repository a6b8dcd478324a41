#ifndef KEELSON_SCHEDULING_REASONS_HPP
#define KEELSON_SCHEDULING_REASONS_HPP

#include <keelson/scheduling/plugin.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace keelson::scheduling {

/// The number of a set of reasons.
using ReasonId = std::uint32_t;
constexpr ReasonId fits = 0;
constexpr ReasonId no_node = 1;  ///< the slot is empty

/// Reasons as numbers: nodes are counted by them, and words are made when somebody reads.
class ReasonTable {
public:
    ReasonTable();
    ReasonId add(Verdict const& verdict);
    [[nodiscard]] std::vector<std::string> const& texts(ReasonId id) const noexcept { return entries_[id].texts; }
    [[nodiscard]] bool for_good(ReasonId id) const noexcept { return entries_[id].for_good; }
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

private:
    // A plug-in that says something else each time must not fill the memory.
    static constexpr std::size_t most = 65'536;
    struct Entry {
        std::vector<std::string> texts;
        bool for_good = false;
    };
    std::vector<Entry> entries_;
    std::unordered_map<std::string, ReasonId> ids_;
    std::string key_;
};

/// How many nodes were rejected for what.
struct Rejections {
    std::vector<std::uint32_t> nodes;  ///< by ReasonId
    void add(ReasonId id, std::uint32_t count = 1) {
        if (nodes.size() <= id) nodes.resize(id + 1, 0);
        nodes[id] += count;
    }
};

}  // namespace keelson::scheduling

#endif
