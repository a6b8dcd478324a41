#include <keelson/testing/faults.hpp>

namespace keelson::testing {

Result<Revision> FaultyStore::head() {
    if (head_failures_ > 0) {
        --head_failures_;
        return Error(Errc::unavailable, "the medium is gone");
    }
    return inner_->head();
}

Result<std::vector<Record>> FaultyStore::list(std::string_view prefix, std::string_view after, std::size_t limit) {
    return inner_->list(prefix, after, limit);
}

Result<> FaultyStore::commit(Revision first, std::span<Write const> writes) {
    auto const fault = faults_left_ > 0 ? fault_ : CommitFault::none;
    if (faults_left_ > 0) --faults_left_;
    if (fault == CommitFault::refused) return Error(Errc::unavailable, "the disk is full");
    auto done = inner_->commit(first, writes);
    if (done && committed) {
        for (std::size_t i = 0; i < writes.size(); ++i) committed(first + i, writes[i]);
    }
    if (fault == CommitFault::lost_answer) return Error(Errc::unavailable, "the disk does not answer");
    return done;
}

Result<std::vector<LogEntry>> FaultyStore::log(Revision after, std::size_t limit) { return inner_->log(after, limit); }
Result<> FaultyStore::compact(Revision through) { return inner_->compact(through); }

}  // namespace keelson::testing
