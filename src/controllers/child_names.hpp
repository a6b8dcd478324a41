#ifndef KEELSON_CONTROLLERS_CHILD_NAMES_HPP
#define KEELSON_CONTROLLERS_CHILD_NAMES_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace keelson::controllers {

/// Names for the many children of one owner: the owner's name and five letters, as generateName would make them,
/// but computed. The letters stand for a number that counts up behind the highest one among the children that
/// exist, so that
/// - a decision that is taken twice, from the same state or from one that lags, asks for the same names and the
///   second one is refused instead of making more children;
/// - a name is not given again while its bearer exists, is on its way out, or has a younger sibling.
class ChildNames {
public:
    /// `epoch` says where to start when there are no children: something that grows, such as the generation.
    ChildNames(std::string_view owner_name, std::string_view owner_uid, std::int64_t epoch);

    /// A name that is taken. Names of another pattern are passed over.
    void taken(std::string_view name);

    /// The next name. The caller must skip it if an object outside this family bears it.
    [[nodiscard]] std::string next();

    /// What all the names begin with.
    [[nodiscard]] std::string const& prefix() const noexcept { return prefix_; }

private:
    std::string prefix_;
    std::uint64_t offset_;
    std::uint64_t next_;
    bool any_taken_ = false;
};

}  // namespace keelson::controllers

#endif
