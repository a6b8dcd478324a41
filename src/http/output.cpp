#include "http/output.hpp"

#include <utility>

namespace keelson::http {

std::string& Output::tail() {
    if (first_ == segments_.size() || segments_.back().shared || segments_.back().own.size() > tail_max) {
        segments_.push_back({std::exchange(spare_, {}), nullptr});
        segments_.back().own.clear();
    }
    auto& own = segments_.back().own;
    tail_before_ = own.size();
    return own;
}

void Output::commit() noexcept { bytes_ += segments_.back().own.size() - tail_before_; }

void Output::add(std::string_view small) {
    if (small.empty()) return;
    tail().append(small);
    commit();
}

void Output::add(std::string&& bytes) {
    if (bytes.size() <= copied_max) return add(std::string_view(bytes));
    bytes_ += bytes.size();
    segments_.push_back({std::move(bytes), nullptr});
}

void Output::add(std::shared_ptr<std::string const> bytes) {
    if (bytes->size() <= copied_max) return add(std::string_view(*bytes));
    bytes_ += bytes->size();
    segments_.push_back({{}, std::move(bytes)});
}

std::string_view Output::front() const noexcept {
    return first_ == segments_.size() ? std::string_view() : segments_[first_].view().substr(offset_);
}

std::size_t Output::gather(iovec* into, std::size_t room) const noexcept {
    std::size_t count = 0;
    auto offset = offset_;
    for (auto at = first_; at < segments_.size() && count < room; ++at) {
        auto const view = segments_[at].view().substr(offset);
        offset = 0;
        if (!view.empty()) into[count++] = {const_cast<char*>(view.data()), view.size()};
    }
    return count;
}

void Output::remove(std::size_t bytes) {
    bytes_ -= bytes;
    while (first_ < segments_.size()) {
        auto& segment = segments_[first_];
        auto const left = segment.view().size() - offset_;
        if (bytes < left) {
            offset_ += bytes;
            if (first_ > 64) {
                segments_.erase(segments_.begin(), segments_.begin() + static_cast<std::ptrdiff_t>(first_));
                first_ = 0;
            }
            return;
        }
        bytes -= left;
        offset_ = 0;
        if (!segment.shared && segment.own.capacity() <= 2 * tail_max && segment.own.capacity() > spare_.capacity()) {
            std::swap(spare_, segment.own);
        }
        segment = {};
        ++first_;
    }
    segments_.clear();
    first_ = 0;
}

void Output::shrink() {
    if (!empty()) return;
    spare_ = {};
    segments_ = {};
}

}  // namespace keelson::http
