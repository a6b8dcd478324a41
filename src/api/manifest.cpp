#include "api/manifest.hpp"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace keelson {
namespace {

struct Refused {
    std::string message;
    int line;
};

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// A plain scalar of digits in base 2, 8, 10 or 16, with underscores between them as YAML 1.1 allows.
bool read_integer(std::string_view text, json::value& value) {
    std::string digits;
    for (char const c : text) {
        if (c != '_') digits += c;
    }
    bool const negative = digits.starts_with('-');
    if (negative || digits.starts_with('+')) digits.erase(0, 1);
    int base = 10;
    if (digits.starts_with("0x") || digits.starts_with("0b") || digits.starts_with("0o")) {
        base = digits[1] == 'x' ? 16 : digits[1] == 'b' ? 2 : 8;
        digits.erase(0, 2);
    } else if (digits.size() > 1 && digits[0] == '0') {
        base = 8;
    }
    if (digits.empty()) return false;
    std::uint64_t number = 0;
    auto const* const end = digits.data() + digits.size();
    auto const [stop, error] = std::from_chars(digits.data(), end, number, base);
    if (error != std::errc{} || stop != end) return false;
    if (negative) {
        if (number > static_cast<std::uint64_t>(INT64_MAX)) return false;
        value = -static_cast<std::int64_t>(number);
    } else if (number <= static_cast<std::uint64_t>(INT64_MAX)) {
        value = static_cast<std::int64_t>(number);
    } else {
        value = number;
    }
    return true;
}

bool read_float(std::string_view text, json::value& value) {
    if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos ||
        text.find_first_of("0123456789") == std::string_view::npos)
        return false;
    if (text.starts_with('+')) text.remove_prefix(1);
    double number = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || !std::isfinite(number)) return false;
    value = number;
    return true;
}

json::value read_scalar(YAML::Node const& node) {
    auto const& text = node.Scalar();
    auto const& tag = node.Tag();
    if (tag == "!" || tag == "tag:yaml.org,2002:str" || tag == "!!str") return json::value(text);
    if (one_of(text, {"", "~", "null", "Null", "NULL"})) return nullptr;
    if (one_of(text, {"true", "True", "TRUE", "y", "Y", "yes", "Yes", "YES", "on", "On", "ON"})) return true;
    if (one_of(text, {"false", "False", "FALSE", "n", "N", "no", "No", "NO", "off", "Off", "OFF"})) return false;
    json::value value;
    if (read_integer(text, value) || read_float(text, value)) return value;
    return json::value(text);
}

int line_of(YAML::Node const& node) { return node.Mark().line + 1; }

class Converter {
public:
    json::value convert(YAML::Node const& node, int depth = 0) {
        // An alias may also stand within what it names, so that there would be no end.
        if (depth > manifest_depth_max)
            throw Refused{"values are nested more than " + std::to_string(manifest_depth_max) + " levels deep",
                          line_of(node)};
        if (++count_ > manifest_nodes_max)
            throw Refused{"the document has more than " + std::to_string(manifest_nodes_max) +
                              " values once its aliases are expanded",
                          line_of(node)};
        switch (node.Type()) {
            case YAML::NodeType::Scalar: return read_scalar(node);
            case YAML::NodeType::Sequence: {
                json::array array;
                for (auto const& element : node) array.push_back(convert(element, depth + 1));
                return array;
            }
            case YAML::NodeType::Map: {
                json::object object;
                std::set<std::string> seen;
                for (auto const& pair : node) add(object, seen, pair.first, pair.second, depth + 1);
                return object;
            }
            default: return nullptr;
        }
    }

private:
    void add(json::object& object, std::set<std::string>& seen, YAML::Node const& key, YAML::Node const& value,
             int depth) {
        if (!key.IsScalar()) throw Refused{"a key must be a string", line_of(key)};
        auto const& name = key.Scalar();
        if (name == "<<" && (value.IsMap() || value.IsSequence())) {  // merge key: what is stated beside it counts
            for (auto const& part : value.IsMap() ? YAML::Node(std::vector<YAML::Node>{value}) : value) {
                auto const merged = convert(part, depth);
                if (!merged.is_object()) throw Refused{"\"<<\" needs a mapping", line_of(key)};
                for (auto const& pair : merged.get_object()) object.insert(pair);
            }
            return;
        }
        if (!seen.insert(name).second)
            throw Refused{"the key \"" + name + "\" is already set in this mapping", line_of(key)};
        auto made = convert(value, depth);
        object.insert_or_assign(name, std::move(made));
    }

    std::size_t count_ = 0;
};

/// Sees to it that each document begins behind the one before. yaml-cpp makes empty ones without end of a bracket that
/// closes nothing and is followed by a colon ("{}}:").
class Progress final : public YAML::EventHandler {
public:
    void OnDocumentStart(YAML::Mark const& mark) override {
        if (mark.pos == begun_) throw Refused{"this is not YAML: nothing can be read here", mark.line + 1};
        begun_ = mark.pos;
    }
    void OnDocumentEnd() override {}
    void OnNull(YAML::Mark const&, YAML::anchor_t) override {}
    void OnAlias(YAML::Mark const&, YAML::anchor_t) override {}
    void OnScalar(YAML::Mark const&, std::string const&, YAML::anchor_t, std::string const&) override {}
    void OnSequenceStart(YAML::Mark const&, std::string const&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(YAML::Mark const&, std::string const&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnMapEnd() override {}

private:
    int begun_ = -1;
};

void check_progress(std::string_view text) {
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    Progress progress;
    while (parser.HandleNextDocument(progress)) {
    }
}

/// The line of the value at a path such as a.b[2].c.
int find_line(YAML::Node const& root, std::string_view path) {
    std::vector<YAML::Node> way{root};
    int line = line_of(root);
    while (!path.empty()) {
        auto const& at = way.back();
        YAML::Node next;
        if (path[0] == '[') {
            auto const close = path.find(']');
            if (close == std::string_view::npos) break;
            auto const name = std::string(path.substr(1, close - 1));
            std::size_t index = 0;
            bool const number =
                std::from_chars(name.data(), name.data() + name.size(), index).ptr == name.data() + name.size();
            if (at.IsSequence() && number && index < at.size()) {
                next.reset(at[index]);
            } else if (at.IsMap()) {
                next.reset(at[name]);
            } else {
                break;
            }
            path.remove_prefix(close + 1);
        } else {
            if (path[0] == '.') path.remove_prefix(1);
            auto const end = std::min(path.find_first_of(".["), path.size());
            if (!at.IsMap()) break;
            bool found = false;
            for (auto const& pair : at) {
                if (!pair.first.IsScalar() || pair.first.Scalar() != path.substr(0, end)) continue;
                line = line_of(pair.first);
                next.reset(pair.second);
                found = true;
            }
            if (!found) break;
            way.push_back(next);
            path.remove_prefix(end);
            continue;
        }
        if (!next.IsDefined()) break;
        line = line_of(next);
        way.push_back(next);
    }
    return line;
}

Error refused(std::string const& file, int line, std::string const& message) {
    return {Errc::invalid, message, file + ":" + std::to_string(line)};
}

}  // namespace

Result<std::vector<ManifestDocument>> read_manifest(std::string_view text, std::string const& file) {
    if (text.size() > manifest_bytes_max)
        return refused(file, 1,
                       "the manifest has " + std::to_string(text.size()) + " bytes; at most " +
                           std::to_string(manifest_bytes_max >> 20) + " MiB are read");
    if (auto const control = text.find('\0'); control != std::string_view::npos)
        return refused(
            file,
            1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(control), '\n')),
            "this is not YAML: it has a NUL byte");
    std::vector<YAML::Node> nodes;
    try {
        check_progress(text);
        nodes = YAML::LoadAll(std::string(text));
    } catch (Refused const& error) {
        return refused(file, error.line, error.message);
    } catch (YAML::DeepRecursion const& error) {
        return refused(file, error.mark.line + 1, "this is no manifest: values are nested too deep");
    } catch (YAML::Exception const& error) {
        return refused(file, error.mark.line + 1, "this is not YAML: " + error.msg);
    }
    std::vector<ManifestDocument> documents;
    for (auto const& node : nodes) {
        try {
            if (!node.IsDefined() || node.IsNull()) continue;
            if (!node.IsMap())
                return refused(file, line_of(node), "a document must be a mapping with apiVersion and kind");
            auto tree = Converter().convert(node);
            auto const line = [node](std::string_view field) { return find_line(node, field); };
            if (string_at(tree, {"kind"}) == "List" && tree.get_object().contains("items")) {
                auto const* const items = tree.get_object()["items"].if_array();
                if (!items) return refused(file, line("items"), "items must be a list");
                for (std::size_t i = 0; i < items->size(); ++i) {
                    auto const prefix = "items[" + std::to_string(i) + "]";
                    documents.push_back({(*items)[i], file, line(prefix), [line, prefix](std::string_view field) {
                                             return line(prefix + "." + std::string(field));
                                         }});
                }
                continue;
            }
            documents.push_back({std::move(tree), file, line_of(node), line});
        } catch (Refused const& error) {
            return refused(file, error.line, error.message);
        } catch (YAML::Exception const& error) {
            return refused(file, error.mark.line + 1, error.msg);
        }
    }
    return documents;
}

Result<std::vector<ManifestDocument>> read_manifest_path(std::string const& path) {
    namespace fs = std::filesystem;
    std::error_code error;
    auto const status = fs::status(path, error);
    if (!fs::exists(status)) return Error(Errc::not_found, "the path \"" + path + "\" does not exist");
    std::vector<std::string> files;
    if (fs::is_directory(status)) {
        for (auto const& entry : fs::directory_iterator(path, error)) {
            auto const ending = entry.path().extension();
            if (ending == ".yaml" || ending == ".yml" || ending == ".json") files.push_back(entry.path().string());
        }
        std::sort(files.begin(), files.end());
        if (files.empty())
            return Error(Errc::not_found, "the directory \"" + path + "\" has no .yaml, .yml or .json file");
    } else {
        files.push_back(path);
    }
    std::vector<ManifestDocument> all;
    for (auto const& file : files) {
        std::ifstream in(file, std::ios::binary);
        if (!in) return Error(Errc::forbidden, "can't open it for reading", file);
        std::string text;
        std::array<char, 65'536> buffer;  // NOLINT: filled by read
        while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) {
            text.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
            if (text.size() > manifest_bytes_max)
                return refused(file, 1,
                               "the manifest is larger than the " + std::to_string(manifest_bytes_max >> 20) +
                                   " MiB that are read at most");
        }
        auto documents = read_manifest(text, file);
        if (!documents) return documents.error();
        for (auto& document : *documents) all.push_back(std::move(document));
    }
    return all;
}

}  // namespace keelson
