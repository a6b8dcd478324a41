#include "registry/rules/field_view.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace keelson::rules {
namespace {

namespace json = boost::json;

bool empty(json::value const* value) noexcept {
    if (!value) return true;
    switch (value->kind()) {
        case json::kind::null: return true;
        case json::kind::bool_: return !value->get_bool();
        case json::kind::int64: return value->get_int64() == 0;
        case json::kind::uint64: return value->get_uint64() == 0;
        case json::kind::double_: return value->get_double() == 0;
        case json::kind::string: return value->get_string().empty();
        case json::kind::array: return value->get_array().empty();
        case json::kind::object: return value->get_object().empty();
    }
    return true;
}

json::object const no_fields;

/// Whether a field says something by being there, even if it is empty: an empty selector selects all and an
/// absent one nothing, and an empty directory is a volume.
bool presence_counts(std::string_view field) {
    return field == "labelSelector" || field == "namespaceSelector" || field == "selector" || field == "emptyDir" ||
           field == "storageClassName";
}

bool same_field(std::string_view field, json::value const* a, json::value const* b) {
    bool const here = a && !a->is_null(), there = b && !b->is_null();
    return (here == there || !presence_counts(field)) && same(a, b);
}

}  // namespace

FieldView FieldView::operator[](std::string_view field) const& {
    FieldView child(value_ && value_->is_object() ? value_->get_object().if_contains(field) : nullptr, field);
    child.parent_ = this;
    return child;
}

FieldView FieldView::operator[](std::size_t index) const& {
    FieldView child(value_ && value_->is_array() ? value_->get_array().if_contains(index) : nullptr, {});
    child.parent_ = this;
    child.index_ = index;
    return child;
}

bool FieldView::given() const noexcept { return !empty(value_); }

std::string_view FieldView::string() const noexcept {
    return is_string() ? std::string_view(value_->get_string()) : std::string_view{};
}

std::optional<std::int64_t> FieldView::integer() const noexcept {
    if (!value_) return {};
    if (value_->is_int64()) return value_->get_int64();
    if (value_->is_uint64()) return static_cast<std::int64_t>(value_->get_uint64());
    return {};
}

std::size_t FieldView::size() const noexcept {
    if (!value_) return 0;
    if (value_->is_array()) return value_->get_array().size();
    return value_->is_object() ? value_->get_object().size() : 0;
}

json::object const& FieldView::fields() const noexcept {
    return value_ && value_->is_object() ? value_->get_object() : no_fields;
}

std::string FieldView::path() const {
    if (!parent_) return std::string(name_);
    auto text = parent_->path();
    if (name_.empty()) return text + "[" + std::to_string(index_) + "]";
    if (!text.empty()) text += '.';
    return text.append(name_);
}

std::string FieldView::path(std::string_view field) const {
    auto text = path();
    if (!text.empty()) text += '.';
    return text.append(field);
}

std::string FieldView::key_path(std::string_view key) const { return path().append("[").append(key).append("]"); }

std::string FieldView::text() const {
    if (!value_) return "null";
    return is_string() ? FieldErrors::quoted(string()) : json::serialize(*value_);
}

json::object* find_object(json::object& object, std::string_view field) {
    auto* const value = object.if_contains(field);
    return value ? value->if_object() : nullptr;
}

json::array* find_list(json::object& object, std::string_view field) {
    auto* const value = object.if_contains(field);
    return value ? value->if_array() : nullptr;
}

std::string_view string_of(json::object const& object, std::string_view field) {
    auto const* const value = object.if_contains(field);
    return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view{};
}

bool is_empty(json::object const& object, std::string_view field) { return empty(object.if_contains(field)); }

void set_default(json::object& object, std::string_view field, json::value value) {
    if (is_empty(object, field)) object[field] = std::move(value);
}

json::object& ensure_object(json::object& object, std::string_view field) {
    auto& value = object[field];
    if (!value.is_object()) value.emplace_object();
    return value.get_object();
}

bool same(json::object const& a, json::object const& b, std::string_view field) {
    return same_field(field, a.if_contains(field), b.if_contains(field));
}

bool same(json::value const* a, json::value const* b) {
    bool const nothing_here = empty(a), nothing_there = empty(b);
    if (nothing_here && nothing_there) return true;
    if (nothing_here || nothing_there) {
        // An object of which every field is empty says what an absent one says.
        auto const& other = *(nothing_here ? b : a);
        if (!other.is_object()) return false;
        for (auto const& field : other.get_object())
            if (!same_field(field.key(), &field.value(), nullptr)) return false;
        return true;
    }
    if (a->is_object() && b->is_object()) {
        for (auto const& field : a->get_object())
            if (!same_field(field.key(), &field.value(), b->get_object().if_contains(field.key()))) return false;
        for (auto const& field : b->get_object())
            if (!a->get_object().contains(field.key()) && !same_field(field.key(), &field.value(), nullptr))
                return false;
        return true;
    }
    if (a->is_array() && b->is_array()) {
        auto const& x = a->get_array();
        auto const& y = b->get_array();
        if (x.size() != y.size()) return false;
        for (std::size_t i = 0; i < x.size(); ++i)
            if (!same(&x[i], &y[i])) return false;
        return true;
    }
    return *a == *b;
}

}  // namespace keelson::rules
