#include "print.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>

namespace keelson::cli {
namespace {

namespace json = boost::json;

std::map<std::string, json::value const*> sorted(json::object const& object) {
    std::map<std::string, json::value const*> members;
    for (auto const& [key, value] : object) members.emplace(std::string(key), &value);
    return members;
}

/// Whether a reader of YAML 1.1 would take the text for something else, or not as one piece.
bool needs_quotes(std::string const& text) {
    if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':') return true;
    if (text.find(": ") != std::string::npos || text.find(" #") != std::string::npos) return true;
    if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; })) return true;
    if (std::string("!&*-?|>@`\"'%#{}[],:=~").find(text.front()) != std::string::npos) {
        bool const word = text.front() == '-' && text.size() > 1 && std::isalpha(static_cast<unsigned char>(text[1]));
        if (!word) return true;
    }
    std::string low;
    for (unsigned char const c : text) low += static_cast<char>(std::tolower(c));
    for (auto const* const word :
         {"true", "false", "yes", "no", "on", "off", "y", "n", "null", "~", ".inf", ".nan", "<<"}) {
        if (low == word) return true;
    }
    // Numbers, dates and times begin with a digit, a sign or a point and have nothing but these in them.
    bool const numeric =
        std::isdigit(static_cast<unsigned char>(text.front())) || text.front() == '+' || text.front() == '.';
    return numeric && std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return std::isxdigit(c) || std::string("+-.:_xXoOeETZ ").find(static_cast<char>(c)) != std::string::npos;
           });
}

std::string scalar(json::value const& value) {
    if (!value.is_string()) return json::serialize(value);
    std::string const text(value.get_string());
    return needs_quotes(text) ? json::serialize(value) : text;
}

/// A text of several lines as a block, where YAML can have it so.
bool print_block(std::ostream& out, std::string const& text, std::string const& indent) {
    bool const fits = text.find('\n') != std::string::npos && text.front() != ' ' && text.front() != '\n' &&
                      text.find(" \n") == std::string::npos &&
                      std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 || c == '\n'; });
    if (!fits) return false;
    bool const ended = text.back() == '\n';
    bool const more = ended && text.size() > 1 && text[text.size() - 2] == '\n';
    out << (more ? "|+" : ended ? "|" : "|-") << "\n";
    std::size_t begin = 0;
    while (begin < text.size()) {
        auto const end = std::min(text.find('\n', begin), text.size());
        if (end != begin) out << indent << text.substr(begin, end - begin);
        out << "\n";
        begin = end + 1;
    }
    return true;
}

void print_value(std::ostream& out, json::value const& value, std::string const& indent, bool in_list);

void print_members(std::ostream& out, json::object const& object, std::string const& indent, bool first_inline) {
    bool first = first_inline;
    for (auto const& [key, value] : sorted(object)) {
        if (!first) out << indent;
        first = false;
        out << scalar(json::value(key)) << ":";
        print_value(out, *value, indent, false);
    }
}

void print_value(std::ostream& out, json::value const& value, std::string const& indent, bool in_list) {
    auto const* const object = value.if_object();
    auto const* const list = value.if_array();
    if (object && !object->empty()) {
        if (in_list) {
            out << " ";
            return print_members(out, *object, indent + "  ", true);
        }
        out << "\n";
        return print_members(out, *object, indent + "  ", false);
    }
    if (list && !list->empty()) {
        auto const inner = in_list ? indent + "  " : indent;
        bool first = in_list;
        if (!in_list) out << "\n";
        for (auto const& one : *list) {
            out << (first ? " -" : inner + "-");
            first = false;
            print_value(out, one, inner, true);
        }
        return;
    }
    out << " ";
    if (value.is_string() && print_block(out, std::string(value.get_string()), indent + "  ")) return;
    out << scalar(value) << "\n";
}

void print_tree(std::ostream& out, json::value const& value, std::string const& indent) {
    auto const* const object = value.if_object();
    auto const* const list = value.if_array();
    if (object && !object->empty()) {
        out << "{";
        char const* between = "\n";
        for (auto const& [key, member] : sorted(*object)) {
            out << between << indent << "    " << json::serialize(json::value(key)) << ": ";
            print_tree(out, *member, indent + "    ");
            between = ",\n";
        }
        out << "\n" << indent << "}";
    } else if (list && !list->empty()) {
        out << "[";
        char const* between = "\n";
        for (auto const& one : *list) {
            out << between << indent << "    ";
            print_tree(out, one, indent + "    ");
            between = ",\n";
        }
        out << "\n" << indent << "]";
    } else {
        out << json::serialize(value);
    }
}

}  // namespace

void print_yaml(std::ostream& out, json::value const& value) {
    if (value.is_object() && !value.get_object().empty()) {
        print_members(out, value.get_object(), {}, false);
    } else {
        out << scalar(value) << "\n";
    }
}

void print_json(std::ostream& out, json::value const& value) {
    print_tree(out, value, {});
    out << "\n";
}

void print_rows(std::ostream& out, std::vector<std::vector<std::string>> const& rows) {
    std::vector<std::size_t> widths;
    for (auto const& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    for (auto const& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size()) line.append(widths[i] - row[i].size() + 3, ' ');
        }
        out << line << "\n";
    }
}

}  // namespace keelson::cli
