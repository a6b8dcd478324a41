#ifndef KEELSON_SRC_REMOTE_KINDS_HPP
#define KEELSON_SRC_REMOTE_KINDS_HPP

#include <keelson/api/kind.hpp>

namespace keelson::remote {

/// The kinds that are compiled in, and behind them those that a server was found to have. Of a group's versions the one
/// that it names first counts.
class Kinds {
public:
    Kinds();
    [[nodiscard]] std::shared_ptr<Kind const> by_resource(std::string_view resource) const;
    /// As ClientBackend::find_kind.
    [[nodiscard]] std::shared_ptr<Kind const> find(std::string_view api_version, std::string_view name) const;
    /// What discovery says, in the place of what it said before.
    void found(std::vector<std::shared_ptr<Kind const>> kinds);
    [[nodiscard]] std::vector<std::shared_ptr<Kind const>> const& served() const noexcept { return served_; }

private:
    std::vector<std::shared_ptr<Kind const>> built_in_, found_, served_;
};

}  // namespace keelson::remote

#endif
