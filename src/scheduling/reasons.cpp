#include "scheduling/reasons.hpp"

namespace keelson::scheduling {

ReasonTable::ReasonTable() { entries_.resize(3, {{"other reasons"}, false}); }

ReasonId ReasonTable::add(Verdict const& verdict) {
    constexpr ReasonId others = 2;
    if (verdict.accepted()) return fits;
    key_.assign(1, verdict.for_good() ? '!' : '?');
    for (auto const& text : verdict.reasons()) {
        key_ += text;
        key_ += '\n';
    }
    if (auto const found = ids_.find(key_); found != ids_.end()) return found->second;
    if (entries_.size() >= most) return others;
    auto const id = static_cast<ReasonId>(entries_.size());
    entries_.push_back({verdict.reasons(), verdict.for_good()});
    ids_.emplace(key_, id);
    return id;
}

}  // namespace keelson::scheduling
