#include "http/watch_lines.hpp"

#include "api/json.hpp"

namespace keelson::http {

std::string at_revision(std::string_view bytes, std::uint64_t revision) {
    std::string out = "{";
    MemberScanner members(bytes);
    bool first = true;
    for (std::string_view key, value; members.next(key, value); first = false) {
        out += first ? "\"" : ",\"";
        out += key;
        out += "\":";
        if (key != "metadata") {
            out += value;
            continue;
        }
        out += '{';
        MemberScanner metadata(value);
        bool inner_first = true;
        for (std::string_view name, text; metadata.next(name, text); inner_first = false) {
            out += inner_first ? "\"" : ",\"";
            out += name;
            out += "\":";
            out += name == "resourceVersion" ? "\"" + std::to_string(revision) + "\"" : std::string(text);
        }
        out += '}';
    }
    return out + '}';
}

std::string_view name_of(WatchEvent::Type type) {
    switch (type) {
        case WatchEvent::Type::added: return "ADDED";
        case WatchEvent::Type::modified: return "MODIFIED";
        case WatchEvent::Type::deleted: return "DELETED";
        case WatchEvent::Type::bookmark: return "BOOKMARK";
    }
    return {};
}

void add_event_line(std::string& out, std::string_view type, std::string_view object) {
    out += R"({"type":")";
    out += type;
    out += R"(","object":)";
    out += object;
    out += "}\n";
}

WatchLines::Text WatchLines::of(std::shared_ptr<Kind const> const& kind, Form form, std::span<WatchEvent const> events,
                                Render const& render) {
    auto const line = [&](WatchEvent const& event) {
        Key key{kind, form, {{event.revision, event.type}}};
        if (auto const* const found = lines_.find(key)) return *found;
        auto object = render(*event.object);
        if (event.type == WatchEvent::Type::deleted) object = at_revision(object, event.revision);
        std::string text;
        text.reserve(object.size() + 32);
        add_event_line(text, name_of(event.type), object);
        auto made = std::make_shared<std::string const>(std::move(text));
        lines_.keep(std::move(key), made);
        return made;
    };
    if (events.size() == 1) return line(events.front());
    Key key{kind, form, {}};
    key.events.reserve(events.size());
    for (auto const& event : events) key.events.emplace_back(event.revision, event.type);
    if (auto const* const found = runs_.find(key)) return *found;
    std::string text;
    for (auto const& event : events) text += *line(event);
    auto made = std::make_shared<std::string const>(std::move(text));
    runs_.keep(std::move(key), made);
    return made;
}

void WatchLines::clear() {
    lines_.clear();
    runs_.clear();
}

std::size_t WatchLines::Hash::operator()(Key const& key) const noexcept {
    // Revisions are dense: where a run begins and ends and how long it is tells most of them apart.
    auto hash = static_cast<std::uint64_t>(key.form) * 8 + static_cast<std::uint64_t>(key.events.front().second);
    for (auto const more : {key.events.front().first, key.events.back().first, std::uint64_t{key.events.size()}}) {
        hash = (hash + more) * 0x9e37'79b9'7f4a'7c15U;
        hash ^= hash >> 32U;
    }
    return hash;
}

WatchLines::Text* WatchLines::Kept::find(Key const& key) {
    auto const found = texts.find(key);
    return found == texts.end() ? nullptr : &found->second;
}

void WatchLines::Kept::keep(Key key, Text text) {
    bytes += text->size();
    auto const [place, _] = texts.emplace(std::move(key), std::move(text));
    order.push_back(&place->first);
    while (bytes > bytes_max && order.size() > 1) {
        auto const oldest = texts.find(*order.front());
        bytes -= oldest->second->size();
        texts.erase(oldest);
        order.pop_front();
    }
}

void WatchLines::Kept::clear() {
    texts = {};
    order = {};
    bytes = 0;
}

}  // namespace keelson::http
