#include <keelson/store/checks.hpp>
#include <keelson/store/store.hpp>

#include <deque>
#include <functional>
#include <map>
#include <utility>

namespace keelson {
namespace {

// The same bounds as an SQLite store has by default, so that a host that never compacts does not grow for ever.
constexpr std::size_t superseded_entries_max = 100'000;
constexpr std::size_t superseded_bytes_max = std::size_t{256} << 20;

/// What a key holds and what the log remembers share one copy of the value.
using Value = std::shared_ptr<std::string const>;

struct Live {
    Value value;
    Revision revision = 0;
};

struct Entry {
    std::string key;
    Value value;  ///< null: the key was removed
    Revision previous = 0;
    bool ends_plan = true;
    bool live = false;

    [[nodiscard]] std::size_t bytes() const noexcept { return key.size() + (value ? value->size() : 0); }
};

class MemoryStore final : public Store {
public:
    Result<Revision> head() override { return head_; }

    Result<std::vector<Record>> list(std::string_view prefix, std::string_view after, std::size_t limit) override {
        std::vector<Record> records;
        auto it = after < prefix ? live_.lower_bound(prefix) : live_.upper_bound(after);
        for (; it != live_.end() && records.size() < limit && it->first.starts_with(prefix); ++it) {
            records.push_back({it->first, *it->second.value, it->second.revision});
        }
        return records;
    }

    Result<> commit(Revision first, std::span<Write const> writes) override {
        if (auto checked = check_commit(limits(), head_, first, writes); !checked) return checked;
        for (auto const& write : writes) add(write);
        trim();
        return {};
    }

    Result<std::vector<LogEntry>> log(Revision after, std::size_t limit) override {
        if (auto checked = check_log(horizon_, head_, after); !checked) return checked.error();
        std::vector<LogEntry> entries;
        for (auto i = after - horizon_; i < log_.size() && entries.size() < limit; ++i) {
            auto const& entry = log_[i];
            auto& copy = entries.emplace_back();
            copy.revision = horizon_ + i + 1;
            copy.key = entry.key;
            if (entry.value) copy.value = *entry.value;
            copy.previous = entry.previous;
            copy.ends_plan = entry.ends_plan;
        }
        return entries;
    }

    Result<> compact(Revision through) override {
        if (auto checked = check_compact(head_, through); !checked) return checked;
        while (horizon_ < through) drop_oldest();
        return {};
    }

private:
    void add(Write const& write) {
        auto& entry = log_.emplace_back();
        ++head_;
        entry.key = write.key;
        entry.ends_plan = write.ends_plan;
        auto held = live_.find(write.key);
        if (held != live_.end()) {
            entry.previous = held->second.revision;
            supersede(held->second.revision);
        }
        if (write.value) {
            entry.value = std::make_shared<std::string const>(*write.value);
            entry.live = true;
            if (held == live_.end()) held = live_.try_emplace(entry.key).first;
            held->second = {entry.value, head_};
        } else {
            if (held != live_.end()) live_.erase(held);
            count(entry);
        }
    }

    void supersede(Revision revision) {
        if (revision <= horizon_) return;
        auto& entry = log_[revision - horizon_ - 1];
        entry.live = false;
        count(entry);
    }

    void count(Entry const& entry) {
        ++superseded_entries_;
        superseded_bytes_ += entry.bytes();
    }

    void trim() {
        while (superseded_entries_ > superseded_entries_max || superseded_bytes_ > superseded_bytes_max) drop_oldest();
    }

    void drop_oldest() {
        auto const& entry = log_.front();
        if (!entry.live) {
            --superseded_entries_;
            superseded_bytes_ -= entry.bytes();
        }
        log_.pop_front();
        ++horizon_;
    }

    Revision head_ = 0;
    Revision horizon_ = 0;   ///< the log holds the revisions after this one
    std::deque<Entry> log_;  ///< of the revisions horizon_ + 1 to head_
    std::map<std::string, Live, std::less<>> live_;
    std::size_t superseded_entries_ = 0;
    std::size_t superseded_bytes_ = 0;
};

}  // namespace

std::shared_ptr<Store> memory_store() { return std::make_shared<MemoryStore>(); }

}  // namespace keelson
