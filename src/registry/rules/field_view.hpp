#ifndef KEELSON_SRC_REGISTRY_RULES_FIELD_VIEW_HPP
#define KEELSON_SRC_REGISTRY_RULES_FIELD_VIEW_HPP

#include "registry/rules/rules.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keelson::rules {

/// One value within an object and where it is, for reading only: what is absent, null or of another type
/// reads as empty, as it does in Kubernetes' own structs. Paths cost nothing until they are asked for.
/// Lifetime: a view points to the tree and to the view that it was taken from; hence a field can only be
/// taken from a view that has a name.
class FieldView {
public:
    FieldView() = default;
    /// The value at the top, or in the middle of an object at the path `name`.
    FieldView(boost::json::value const* value, std::string_view name) : value_(value), name_(name) {}

    FieldView operator[](std::string_view field) const&;
    FieldView operator[](std::string_view field) && = delete;
    FieldView operator[](std::size_t index) const&;
    FieldView operator[](std::size_t index) && = delete;

    /// Present and not null; `{}`, `[]`, "" and 0 are present.
    [[nodiscard]] bool present() const noexcept { return value_ && !value_->is_null(); }
    /// Present and not "", 0, false, [] or {}.
    [[nodiscard]] bool given() const noexcept;

    [[nodiscard]] std::string_view string() const noexcept;
    [[nodiscard]] std::int64_t number() const noexcept { return integer().value_or(0); }
    [[nodiscard]] std::optional<std::int64_t> integer() const noexcept;
    [[nodiscard]] bool boolean() const noexcept { return value_ && value_->is_bool() && value_->get_bool(); }
    [[nodiscard]] bool is_string() const noexcept { return value_ && value_->is_string(); }
    /// Of a list: its elements. Of an object: its fields.
    [[nodiscard]] std::size_t size() const noexcept;
    [[nodiscard]] boost::json::object const& fields() const noexcept;
    [[nodiscard]] boost::json::value const* json() const noexcept { return value_; }

    /// "spec.containers[0].image"
    [[nodiscard]] std::string path() const;
    /// The path of a field below, whether it is there or not.
    [[nodiscard]] std::string path(std::string_view field) const;
    /// The path of a map's entry: "metadata.labels[app]".
    [[nodiscard]] std::string key_path(std::string_view key) const;
    /// The value as messages print it.
    [[nodiscard]] std::string text() const;

    /// Elements of a list, in order.
    class Iterator {
    public:
        Iterator(FieldView const* list, std::size_t index) : list_(list), index_(index) {}
        FieldView operator*() const { return (*list_)[index_]; }
        Iterator& operator++() {
            ++index_;
            return *this;
        }
        bool operator!=(Iterator const& other) const { return index_ != other.index_; }

    private:
        FieldView const* list_;
        std::size_t index_;
    };
    [[nodiscard]] Iterator begin() const { return {this, 0}; }
    [[nodiscard]] Iterator end() const { return {this, value_ && value_->is_array() ? value_->get_array().size() : 0}; }

private:
    boost::json::value const* value_ = nullptr;
    FieldView const* parent_ = nullptr;
    std::string_view name_;
    std::size_t index_ = 0;
};

// Inserting into a JSON object, and erasing from it, moves its values: pointers, views and strings taken from
// it before are gone then.

/// The field of an object, or null.
inline boost::json::value const* find(boost::json::object const& object, std::string_view field) {
    return object.if_contains(field);
}
boost::json::object* find_object(boost::json::object& object, std::string_view field);
boost::json::array* find_list(boost::json::object& object, std::string_view field);
/// A string field, or empty.
std::string_view string_of(boost::json::object const& object, std::string_view field);
/// Whether a field is absent or says nothing: null, "", 0, false, [] or {}.
bool is_empty(boost::json::object const& object, std::string_view field);
/// Sets the field if it is empty. The value may come from the same object: it is a copy.
void set_default(boost::json::object& object, std::string_view field, boost::json::value value);
/// The object in a field; made if it is not there.
boost::json::object& ensure_object(boost::json::object& object, std::string_view field);
/// Whether two objects have the same field: nothing, null and what is empty being the same.
bool same(boost::json::object const& a, boost::json::object const& b, std::string_view field);
/// Whether two values say the same, empty fields aside.
bool same(boost::json::value const* a, boost::json::value const* b);

}  // namespace keelson::rules

#endif
