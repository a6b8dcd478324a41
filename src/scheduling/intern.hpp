#ifndef KEELSON_SCHEDULING_INTERN_HPP
#define KEELSON_SCHEDULING_INTERN_HPP

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace keelson::scheduling {

/// One shared value for each key. Values that nobody else holds are dropped when the table has doubled. It is never
/// iterated where an order could be seen.
template <class T>
class InternTable {
public:
    /// Called for a value on its way out.
    explicit InternTable(std::function<void(T&)> on_drop = {}) : on_drop_(std::move(on_drop)) {}

    template <class Make>
    std::shared_ptr<T> get(std::string const& key, Make&& make) {
        if (auto const found = values_.find(key); found != values_.end()) return found->second;
        if (values_.size() >= sweep_at_) sweep();
        auto made = make();
        values_.emplace(key, made);
        return made;
    }

    /// Calls `visit` for each value, in no order.
    template <class Visit>
    void each(Visit&& visit) const {
        for (auto const& [key, value] : values_) visit(*value);
    }

    template <class Visit>
    void each_shared(Visit&& visit) const {
        for (auto const& [key, value] : values_) visit(value);
    }

    void sweep() {
        std::erase_if(values_, [this](auto const& pair) {
            if (pair.second.use_count() > 1) return false;
            if (on_drop_) on_drop_(*pair.second);
            return true;
        });
        sweep_at_ = std::max(least, values_.size() * 2);
    }
    [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }

private:
    static constexpr std::size_t least = 256;
    std::unordered_map<std::string, std::shared_ptr<T>> values_;
    std::size_t sweep_at_ = least;
    std::function<void(T&)> on_drop_;
};

/// Adds text to a key so that no two lists of texts make the same key.
inline void add_to_key(std::string& key, std::string_view text) {
    key += std::to_string(text.size());
    key += ':';
    key += text;
}

}  // namespace keelson::scheduling

#endif
