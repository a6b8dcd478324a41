#include "api/patch.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

namespace keelson {
namespace {

constexpr std::size_t depth_max = 64;
/// What all operations of a patch together may look at or move, in values and bytes: a short patch must not keep the
/// control strand busy.
constexpr std::size_t work_max = std::size_t{64} << 20;

using Pointer = std::vector<std::string>;

Error rejected(std::string const& why) {
    Error error(Errc::invalid, "the server rejected our request due to an error in our request: " + why);
    error.causes.push_back({"FieldValueInvalid", why, "patch"});  // kubectl prints the causes and not the message
    return error;
}

Error missing(std::string_view operation, std::string_view what, std::string_view path) {
    return rejected(std::string(operation) + " operation does not apply: doc is missing " + std::string(what) + ": \"" +
                    std::string(path) + "\": missing value");
}

Result<Pointer> read_pointer(std::string_view text) {
    Pointer tokens;
    if (text.empty()) return tokens;
    if (text[0] != '/') return rejected("\"" + std::string(text) + "\" is not a JSON pointer: it must begin with /");
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find('/', at + 1), text.size());
        std::string token;
        for (auto i = at + 1; i < end; ++i) {
            if (text[i] != '~') {
                token += text[i];
                continue;
            }
            if (i + 1 == end || (text[i + 1] != '0' && text[i + 1] != '1'))
                return rejected("\"" + std::string(text) + "\" is not a JSON pointer: ~ stands only before 0 or 1");
            token += text[++i] == '0' ? '~' : '/';
        }
        tokens.push_back(std::move(token));
        at = end;
    }
    return tokens;
}

/// The index that a token names in an array of that many elements; `end` allows the one behind the last.
Result<std::size_t> read_index(std::string const& token, std::size_t size, bool end) {
    if (end && token == "-") return size;
    std::size_t index = 0;
    auto const [rest, error] = std::from_chars(token.data(), token.data() + token.size(), index);
    bool const number =
        error == std::errc() && rest == token.data() + token.size() && (token.size() == 1 || token[0] != '0');
    if (!number || index > size || (index == size && !end))
        return rejected("Unable to access invalid index: " + token + ": invalid index referenced");
    return index;
}

/// Carries out the operations on a copy of the document.
class JsonPatch {
public:
    explicit JsonPatch(json::value& document) : document_(&document) {}

    Result<> run(json::object const& operation) {
        auto const text = [&](std::string_view name) -> json::string const* {
            auto const* const found = operation.if_contains(name);
            return found ? found->if_string() : nullptr;
        };
        auto const *const op = text("op"), *const path = text("path"), *const from = text("from");
        if (!op) return rejected("an operation has no \"op\"");
        verb_ = std::string_view(*op);
        bool const known = verb_ == "add" || verb_ == "remove" || verb_ == "replace" || verb_ == "move" ||
                           verb_ == "copy" || verb_ == "test";
        if (!known) return rejected("Unexpected kind: " + std::string(verb_));
        if (!path) return rejected(std::string(verb_) + " operation has no \"path\"");
        path_ = std::string_view(*path);
        auto target = read_pointer(path_);
        if (!target) return target.error();
        if (verb_ == "remove") {
            auto taken = take(*target, path_, "path");
            if (!taken) return taken.error();
            return {};
        }
        if (verb_ == "move" || verb_ == "copy") {
            if (!from) return rejected(std::string(verb_) + " operation has no \"from\"");
            auto const source = read_pointer(*from);
            if (!source) return source.error();
            return verb_ == "move" ? move(*source, *from, *target) : copy(*source, *from, *target);
        }
        auto const* const value = operation.if_contains("value");
        if (!value) return rejected(std::string(verb_) + " operation has no \"value\"");
        if (verb_ == "test") return test(*target, *value);
        if (verb_ == "replace") return replace(*target, *value);
        return add(*target, json::value(*value, document_->storage()));
    }

private:
    struct Size {
        std::size_t depth = 0;
        std::size_t bytes = 0;
    };
    static void measure(json::value const& value, std::size_t depth, Size& size) {
        size.depth = std::max(size.depth, depth);
        size.bytes += 8;
        if (auto const* const text = value.if_string()) size.bytes += text->size();
        if (auto const* const elements = value.if_array()) {
            for (auto const& element : *elements) measure(element, depth + 1, size);
        } else if (auto const* const members = value.if_object()) {
            for (auto const& member : *members) {
                size.bytes += member.key().size();
                measure(member.value(), depth + 1, size);
            }
        }
    }
    /// Counts a value that is placed at, or compared with what is at, a depth.
    Result<Size> charge(json::value const& value, std::size_t depth) {
        Size size;
        measure(value, 1, size);
        work_ += size.bytes;
        if (work_ > work_max) return rejected("the patch takes too much work to carry out");
        if (depth + size.depth > depth_max)
            return rejected("the document would be nested deeper than " + std::to_string(depth_max) + " levels");
        return size;
    }

    /// The value at a pointer, or null when there is none.
    json::value* find(Pointer const& pointer, std::size_t count) {
        auto* at = document_;
        for (std::size_t i = 0; i < count; ++i) {
            if (auto* const members = at->if_object()) {
                at = members->if_contains(pointer[i]);
                if (!at) return nullptr;
            } else if (auto* const elements = at->if_array()) {
                auto const index = read_index(pointer[i], elements->size(), false);
                if (!index) return nullptr;
                at = &(*elements)[*index];
            } else {
                return nullptr;
            }
        }
        return at;
    }

    Result<> add(Pointer const& target, json::value value) {
        if (auto const fits = charge(value, target.size()); !fits) return fits.error();
        if (target.empty()) {
            *document_ = std::move(value);
            return {};
        }
        auto* const parent = find(target, target.size() - 1);
        if (parent && parent->is_object()) {
            parent->get_object()[target.back()] = std::move(value);
            return {};
        }
        if (!parent || !parent->is_array()) return missing(verb_, "path", path_);
        auto& elements = parent->get_array();
        auto const index = read_index(target.back(), elements.size(), true);
        if (!index) return index.error();
        work_ += elements.size() - *index;
        elements.insert(elements.begin() + static_cast<std::ptrdiff_t>(*index), std::move(value));
        return {};
    }

    /// Takes the value at a pointer out of the document.
    Result<json::value> take(Pointer const& pointer, std::string_view path, std::string_view what) {
        if (pointer.empty()) {
            json::value whole = std::move(*document_);
            document_->emplace_null();
            return whole;
        }
        auto* const parent = find(pointer, pointer.size() - 1);
        if (parent && parent->is_object()) {
            auto& members = parent->get_object();
            auto* const found = members.if_contains(pointer.back());
            if (!found) return rejected("Unable to remove nonexistent key: " + pointer.back() + ": missing value");
            json::value taken = std::move(*found);
            members.erase(pointer.back());
            return taken;
        }
        if (!parent || !parent->is_array()) return missing(verb_, what, path);
        auto& elements = parent->get_array();
        auto const index = read_index(pointer.back(), elements.size(), false);
        if (!index) return index.error();
        work_ += elements.size() - *index;
        json::value taken = std::move(elements[*index]);
        elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(*index));
        return taken;
    }

    Result<> replace(Pointer const& target, json::value const& value) {
        if (auto const fits = charge(value, target.size()); !fits) return fits.error();
        auto* const found = find(target, target.size());
        if (!found) {
            bool const has_parent = !target.empty() && find(target, target.size() - 1);
            return missing(verb_, has_parent ? "key" : "path", path_);
        }
        *found = value;
        return {};
    }

    Result<> test(Pointer const& target, json::value const& value) {
        auto const* const found = find(target, target.size());
        if (found) {
            if (auto const fits = charge(*found, 0); !fits) return fits.error();
        }
        if (found ? *found == value : value.is_null()) return {};
        return rejected("testing value " + std::string(path_) + " failed: test failed");
    }

    Result<> move(Pointer const& source, std::string_view from, Pointer const& target) {
        if (source == target) return find(source, source.size()) ? Result<>() : missing(verb_, "from path", from);
        if (source.size() < target.size() && std::equal(source.begin(), source.end(), target.begin()))
            return rejected("move operation does not apply: \"" + std::string(path_) + "\" lies within \"" +
                            std::string(from) + "\"");
        auto taken = take(source, from, "from path");
        if (!taken) return taken.error();
        return add(target, std::move(*taken));
    }

    Result<> copy(Pointer const& source, std::string_view from, Pointer const& target) {
        auto const* const found = find(source, source.size());
        if (!found) return missing(verb_, "from path", from);
        auto const size = charge(*found, target.size());
        if (!size) return size.error();
        copied_ += size->bytes;
        if (copied_ > json_patch_copy_bytes_max)
            return rejected("Unable to complete the copy, the accumulated size increase of copy is " +
                            std::to_string(copied_) + ", exceeding the limit " +
                            std::to_string(json_patch_copy_bytes_max));
        return add(target, json::value(*found, document_->storage()));
    }

    json::value* document_;
    std::string_view verb_, path_;
    std::size_t work_ = 0;
    std::size_t copied_ = 0;
};

}  // namespace

void merge_patch(json::value& target, json::value const& patch) {
    auto const* const members = patch.if_object();
    if (!members) {
        target = patch;
        return;
    }
    if (!target.is_object()) target.emplace_object();
    for (auto const& pair : *members) {
        if (pair.value().is_null()) {
            target.get_object().erase(pair.key());
        } else {
            merge_patch(target.get_object()[pair.key()], pair.value());
        }
    }
}

Result<> json_patch(json::value& document, json::value const& patch) {
    auto const* const operations = patch.if_array();
    bool const listed = operations && std::all_of(operations->begin(), operations->end(),
                                                  [](auto const& operation) { return operation.is_object(); });
    if (!listed) return Error(Errc::bad_request, "a JSON patch must be an array of operations");
    if (operations->size() > json_patch_operations_max)
        return rejected("The allowed maximum operations in a JSON patch is " +
                        std::to_string(json_patch_operations_max) + ", got " + std::to_string(operations->size()));
    json::value result(document, document.storage());
    JsonPatch work(result);
    for (auto const& operation : *operations) {
        if (auto const done = work.run(operation.get_object()); !done) return done.error();
    }
    document = std::move(result);
    return {};
}

}  // namespace keelson
