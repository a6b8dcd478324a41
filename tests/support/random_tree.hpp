#ifndef KEELSON_TESTS_SUPPORT_RANDOM_TREE_HPP
#define KEELSON_TESTS_SUPPORT_RANDOM_TREE_HPP

#include "api/json.hpp"

#include <keelson/api/schema.hpp>

#include <boost/json/array.hpp>

#include <algorithm>
#include <random>
#include <string>

namespace keelson::test {

/// Trees that a schema allows, of no particular sense, from a seed: lists that merge have every key once.
class RandomTree {
public:
    explicit RandomTree(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }
    bool one_in(std::size_t count) { return below(count) == 0; }

    json::value make(Schema const& schema, int depth = 0) {
        switch (schema.type) {
            case Schema::Type::boolean: return one_in(2);
            case Schema::Type::integer: return static_cast<std::int64_t>(below(5));
            case Schema::Type::number: return 0.5 * static_cast<double>(below(5));
            case Schema::Type::object: return object(schema, depth);
            case Schema::Type::map: return map(schema, depth);
            case Schema::Type::list: return list(schema, depth);
            default: return json::value("v" + std::to_string(below(5)));
        }
    }

    /// Another value that has much in common with one.
    json::value change(Schema const& schema, json::value const& value, int depth = 0) {
        if (one_in(8)) return make(schema, depth);
        if (schema.type == Schema::Type::object && value.is_object()) {
            json::object made;
            for (auto const& member : value.get_object()) {
                if (one_in(6)) continue;
                auto const* const field = schema.field(member.key());
                made.emplace(member.key(),
                             field && one_in(2) ? change(*field->schema, member.value(), depth + 1) : member.value());
            }
            if (!schema.fields.empty() && one_in(2)) {
                auto const& field = schema.fields[below(schema.fields.size())];
                if (!made.contains(field.name)) made.emplace(field.name, make(*field.schema, depth + 1));
            }
            return made;
        }
        if (schema.type == Schema::Type::list && value.is_array()) {
            json::array made;
            for (auto const& element : value.get_array()) {
                if (one_in(5)) continue;
                made.push_back(one_in(2) ? change_element(schema, element, depth) : element);
            }
            if (one_in(3)) made.push_back(make(*schema.element, depth + 1));
            std::shuffle(made.begin(), made.end(), random_);
            return distinct(schema, std::move(made));
        }
        return one_in(2) ? make(schema, depth) : value;
    }

private:
    json::value object(Schema const& schema, int depth) {
        json::object made;
        if (schema.fields.empty()) return made;
        auto const count = depth > 7 ? below(2) : below(6);
        for (std::size_t i = 0; i < count; ++i) {
            auto const& field = schema.fields[below(schema.fields.size())];
            if (!made.contains(field.name)) made.emplace(field.name, make(*field.schema, depth + 1));
        }
        return made;
    }
    json::value map(Schema const& schema, int depth) {
        json::object made;
        for (auto count = below(4); count > 0; --count)
            made["k" + std::to_string(below(5))] = make(*schema.element, depth + 1);
        return made;
    }
    json::value list(Schema const& schema, int depth) {
        json::array made;
        for (auto count = depth > 7 ? below(2) : below(5); count > 0; --count)
            made.push_back(make(*schema.element, depth + 1));
        return distinct(schema, std::move(made));
    }
    json::value change_element(Schema const& schema, json::value const& element, int depth) {
        auto made = change(*schema.element, element, depth + 1);
        if (schema.merge_key.empty() || !element.is_object() || !made.is_object()) return made;
        if (auto const* const key = element.get_object().if_contains(schema.merge_key))
            made.get_object()[schema.merge_key] = *key;
        return made;
    }
    json::array distinct(Schema const& schema, json::array elements) {
        if (!schema.patch_merge) return elements;
        json::array made;
        std::vector<std::string> seen;
        for (auto& element : elements) {
            auto key = canonical(element);
            if (!schema.merge_key.empty()) {
                if (!element.is_object()) continue;
                auto const* const field = schema.element->field(schema.merge_key);
                if (!element.get_object().contains(schema.merge_key))
                    element.get_object().emplace(schema.merge_key, make(*field->schema, 9));
                key = canonical(element.get_object().at(schema.merge_key));
            }
            if (std::find(seen.begin(), seen.end(), key) != seen.end()) continue;
            seen.push_back(std::move(key));
            made.push_back(std::move(element));
        }
        return made;
    }

    std::mt19937_64 random_;
};

}  // namespace keelson::test

#endif
