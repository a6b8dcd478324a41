#include "api/json.hpp"

#include <keelson/api/codec.hpp>

#include <charconv>
#include <limits>

namespace keelson {
namespace {

using Form = TypeDesc::Kind;

template <class T>
T& as(void* value) {
    return *static_cast<T*>(value);
}

/// Reads canonical JSON straight into structs. It makes no tree, checks no more than it needs, and gives up at whatever
/// is not as it should be: the reader of trees then says what is wrong.
class PublishedReader {
public:
    explicit PublishedReader(std::string_view text) : text_(text) {}

    bool read(TypeDesc const& type, void* into) {
        auto const c = peek();
        if (c == 'n') {
            at_ += 4;
            return true;
        }
        switch (type.kind) {
            case Form::boolean:
                if (c != 't' && c != 'f') return false;
                as<bool>(into) = c == 't';
                at_ += c == 't' ? 4 : 5;
                return true;
            case Form::int32: return read_integer<std::int32_t>(into);
            case Form::int64: return read_integer<std::int64_t>(into);
            case Form::number: return read_number(as<double>(into));
            case Form::string: {
                std::string_view text;
                if (!read_string(text)) return false;
                as<std::string>(into) = text;
                return true;
            }
            case Form::bytes:
            case Form::time:
            case Form::micro_time: return read_coded(type.kind, into);
            case Form::quantity: {
                std::string_view text;
                if (!read_string(text)) return false;
                auto const quantity = Quantity::parse(text);
                if (quantity) as<Quantity>(into) = *quantity;
                return quantity.has_value();
            }
            case Form::int_or_string: {
                std::string_view text;
                if (c == '"') {
                    if (!read_string(text)) return false;
                    as<IntOrString>(into) = IntOrString(std::string(text));
                    return true;
                }
                std::int32_t number = 0;
                if (!read_integer<std::int32_t>(&number)) return false;
                as<IntOrString>(into) = IntOrString(number);
                return true;
            }
            case Form::json: as<RawJson>(into).text = slice(); return true;
            case Form::object: return read_object(type, into);
            case Form::list: return read_list(type, into);
            case Form::map: return read_map(type, into);
            case Form::optional: return read(type.element(), type.emplace(into));
        }
        return false;
    }

private:
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    /// The text of the next value.
    std::string_view slice() {
        auto const begin = at_;
        at_ = canonical_value_end(text_, at_);
        return text_.substr(begin, at_ - begin);
    }

    /// The next string; it stays until the next one with escapes is read.
    bool read_string(std::string_view& out) {
        if (peek() != '"') return false;
        auto const end = json_string_end(text_, at_);
        if (end < at_ + 2 || text_[end - 1] != '"') return false;
        out = text_.substr(at_ + 1, end - at_ - 2);
        if (out.find('\\') == std::string_view::npos) {
            at_ = end;
            return true;
        }
        auto const parsed = parse_json(text_.substr(at_, end - at_));
        at_ = end;
        if (!parsed || !parsed->is_string()) return false;
        unescaped_ = parsed->get_string();
        out = unescaped_;
        return true;
    }

    bool read_number(double& into) {
        auto const [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), into);
        at_ = static_cast<std::size_t>(end - text_.data());
        return error == std::errc();
    }

    template <class N>
    bool read_integer(void* into) {
        auto const [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), as<N>(into));
        at_ = static_cast<std::size_t>(end - text_.data());
        return error == std::errc() && peek() != '.' && peek() != 'e' && peek() != 'E';
    }

    bool read_coded(Form kind, void* into) {
        std::string_view text;
        if (!read_string(text)) return false;
        if (kind == Form::bytes) {
            auto bytes = decode_base64(text);
            if (bytes) as<Bytes>(into).value = std::move(*bytes);
            return bytes.has_value();
        }
        if (text.empty()) return true;
        auto const time = parse_rfc3339(text);
        if (!time) return false;
        (kind == Form::time ? as<Time>(into) : as<MicroTime>(into).time) = *time;
        return true;
    }

    bool read_object(TypeDesc const& type, void* into) {
        if (!take('{')) return false;
        if (take('}')) return true;
        std::size_t guess = 0;  // members mostly come in the order of the fields
        do {
            std::string_view key;
            if (!read_string(key) || !take(':')) return false;
            std::size_t at = guess, tried = 0;
            while (tried < type.fields.size() && type.fields[at].name != key) {
                at = at + 1 == type.fields.size() ? 0 : at + 1;
                ++tried;
            }
            if (tried == type.fields.size()) {
                slice();
                continue;
            }
            guess = at + 1 == type.fields.size() ? 0 : at + 1;
            auto const& field = type.fields[at];
            if (!read(field.type(), field.member(into))) return false;
        } while (take(','));
        return take('}');
    }

    bool read_list(TypeDesc const& type, void* into) {
        if (!take('[')) return false;
        if (take(']')) return true;
        do {
            if (!read(type.element(), type.append(into))) return false;
        } while (take(','));
        return take(']');
    }

    bool read_map(TypeDesc const& type, void* into) {
        if (!take('{')) return false;
        if (take('}')) return true;
        do {
            std::string_view key;
            if (!read_string(key) || !take(':') || !read(type.element(), type.entry(into, key))) return false;
        } while (take(','));
        return take('}');
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string unescaped_;
};

}  // namespace

bool decode_published(TypeDesc const& desc, void* value, std::string_view bytes) {
    return PublishedReader(bytes).read(desc, value);
}

}  // namespace keelson
