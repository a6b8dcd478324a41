#include "json_path.hpp"

#include "session.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>

namespace keelson::cli {

std::vector<json::value const*> values_at(json::value const& tree, std::string path) {
    auto const wrong = Failure{"error: jsonpath " + path + ": only members and elements of lists are known here"};
    if (path.starts_with('{') && path.ends_with('}')) path = path.substr(1, path.size() - 2);
    if (path.starts_with('$')) path.erase(0, 1);
    std::vector<json::value const*> here{&tree};
    for (std::size_t i = 0; i < path.size();) {
        std::vector<json::value const*> next;
        if (path[i] == '.') {
            // A point within a name has a backslash before it.
            std::string name;
            for (++i; i < path.size() && path[i] != '.' && path[i] != '['; ++i) {
                if (path[i] == '\\' && i + 1 < path.size()) ++i;
                name += path[i];
            }
            if (name.empty() || name == "*") throw wrong;
            for (auto const* const value : here) {
                auto const* const members = value->if_object();
                if (auto const* const found = members ? members->if_contains(name) : nullptr) next.push_back(found);
            }
        } else if (path[i] == '[') {
            auto const end = path.find(']', i);
            if (end == std::string::npos) throw wrong;
            auto const place = path.substr(i + 1, end - i - 1);
            std::size_t number = 0;
            auto const [read, error] = std::from_chars(place.data(), place.data() + place.size(), number);
            bool const numbered = error == std::errc{} && read == place.data() + place.size();
            if (!numbered && place != "*") throw wrong;
            for (auto const* const value : here) {
                auto const* const list = value->if_array();
                for (std::size_t k = 0; list && k < list->size(); ++k) {
                    if (!numbered || k == number) next.push_back(&(*list)[k]);
                }
            }
            i = end + 1;
        } else {
            throw wrong;
        }
        here = std::move(next);
    }
    return here;
}

std::string filled_in(std::string const& pattern, json::value const& tree) {
    std::string out;
    for (std::size_t i = 0; i < pattern.size();) {
        if (pattern[i] != '{') {
            out += pattern[i++];
            continue;
        }
        bool const quoted = pattern.compare(i, 2, "{\"") == 0;
        auto const end = pattern.find(quoted ? "\"}" : "}", i + 1);
        if (end == std::string::npos) throw Failure{"error: jsonpath " + pattern + ": a } is missing"};
        if (quoted) {
            boost::system::error_code wrong;
            auto const text = json::parse(pattern.substr(i + 1, end - i), wrong);
            if (wrong) throw Failure{"error: jsonpath " + pattern + ": a text in it is none"};
            out += text_of(text);
            i = end + 2;
            continue;
        }
        bool first = true;
        for (auto const* const value : values_at(tree, pattern.substr(i, end + 1 - i))) {
            out += (first ? "" : " ") + text_of(*value);
            first = false;
        }
        i = end + 1;
    }
    return out;
}

std::string text_of(json::value const& value) {
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

}  // namespace keelson::cli
