#ifndef KEELSON_STORE_CHECKS_HPP
#define KEELSON_STORE_CHECKS_HPP

#include <keelson/store/store.hpp>

namespace keelson {

/// What every store refuses before it writes anything, for those who write a store: a commit that does
/// not follow the head, or one beyond the limits.
inline Result<> check_commit(StoreLimits const& limits, Revision head, Revision first, std::span<Write const> writes) {
    if (first != head + 1) {
        return Error(Errc::conflict, "a commit from revision " + std::to_string(first) + " does not follow the head, " +
                                         std::to_string(head));
    }
    if (writes.size() > limits.writes_per_commit) {
        return Error(Errc::invalid, "a commit of " + std::to_string(writes.size()) + " writes; at most " +
                                        std::to_string(limits.writes_per_commit) + " are taken");
    }
    for (auto const& write : writes) {
        if (write.key.empty()) return Error(Errc::invalid, "a key is empty");
        if (write.value && write.value->size() > limits.value_bytes) {
            return Error(Errc::invalid,
                         "a value of " + std::to_string(write.value->size()) + " bytes; at most " +
                             std::to_string(limits.value_bytes) + " are taken",
                         std::string(write.key));
        }
    }
    return {};
}

/// Whether `log(after, ...)` can be answered by a store whose log starts after `horizon`.
inline Result<> check_log(Revision horizon, Revision head, Revision after) {
    if (after > head) {
        return Error(Errc::invalid,
                     "revision " + std::to_string(after) + " lies beyond the head, " + std::to_string(head));
    }
    if (after < horizon) {
        return Error(Errc::expired, "the log after revision " + std::to_string(after) + " is gone; it starts after " +
                                        std::to_string(horizon));
    }
    return {};
}

/// Whether `compact(through)` can be answered.
inline Result<> check_compact(Revision head, Revision through) {
    if (through <= head) return {};
    return Error(Errc::invalid,
                 "revision " + std::to_string(through) + " lies beyond the head, " + std::to_string(head));
}

}  // namespace keelson

#endif
