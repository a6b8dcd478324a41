#ifndef KEELSON_SCHEDULING_CHANGE_LOG_HPP
#define KEELSON_SCHEDULING_CHANGE_LOG_HPP

#include <cstddef>
#include <cstdint>
#include <vector>

namespace keelson::scheduling {

using Slot = std::uint32_t;
constexpr Slot no_slot = UINT32_MAX;

/// Which slots changed, in order, so that whoever keeps something for each slot renews just these. A reader is a
/// cursor; one that has fallen far behind looks at every slot's last change instead.
class ChangeLog {
public:
    void note(Slot slot) {
        if (last_.size() <= slot) last_.resize(slot + 1, 0);
        if (log_.size() > 2 * last_.size() + 1024) {
            auto const drop = log_.size() / 2;
            log_.erase(log_.begin(), log_.begin() + static_cast<std::ptrdiff_t>(drop));
            first_ += drop;
        }
        log_.push_back(slot);
        last_[slot] = head();
    }

    [[nodiscard]] std::uint64_t head() const noexcept { return first_ + log_.size() - 1; }

    /// Calls `renew(slot)` once for each slot that changed after `cursor`, and moves the cursor to the end.
    template <class Renew>
    void catch_up(std::uint64_t& cursor, Renew&& renew) const {
        if (cursor == head()) return;
        if (cursor + 1 < first_) {
            for (Slot slot = 0; slot < last_.size(); ++slot) {
                if (last_[slot] > cursor) renew(slot);
            }
        } else {
            for (auto at = cursor + 1; at <= head(); ++at) {
                auto const slot = log_[at - first_];
                if (last_[slot] == at) renew(slot);
            }
        }
        cursor = head();
    }

private:
    std::vector<Slot> log_;
    std::vector<std::uint64_t> last_;  // the number of each slot's latest change
    std::uint64_t first_ = 1;          // the number of the oldest entry
};

}  // namespace keelson::scheduling

#endif
