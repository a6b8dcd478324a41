#ifndef KEELSON_SRC_HTTP_WATCH_LINES_HPP
#define KEELSON_SRC_HTTP_WATCH_LINES_HPP

#include "http/media.hpp"
#include "registry/watch.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace keelson::http {

/// One line of a watch: `{"type":...,"object":...}`.
void add_event_line(std::string& out, std::string_view type, std::string_view object);
std::string_view name_of(WatchEvent::Type type);
/// The bytes of an object at another revision: the one at which it was deleted.
std::string at_revision(std::string_view bytes, std::uint64_t revision);

/// The texts of events, each rendered once for all watchers who are told of it in the same form, and each run of events
/// put together once for all who are told of just these. The oldest are forgotten beyond a bound; `clear` forgets all.
/// Threading: on the strand only; the texts may be read anywhere.
class WatchLines {
public:
    using Text = std::shared_ptr<std::string const>;
    using Render = std::function<std::string(Object const&)>;
    static constexpr std::size_t bytes_max = std::size_t{4} << 20;  ///< of lines, and of runs of them

    /// The lines of the events. `render` gives an object as a kind and a form say: the same for each call with these.
    Text of(std::shared_ptr<Kind const> const& kind, Form form, std::span<WatchEvent const> events,
            Render const& render);
    void clear();
    [[nodiscard]] bool empty() const noexcept { return lines_.texts.empty(); }

private:
    struct Key {
        std::shared_ptr<Kind const> kind;  // held, so that no other one comes to be in its place
        Form form = Form::object;
        std::vector<std::pair<std::uint64_t, WatchEvent::Type>> events;
        friend bool operator==(Key const&, Key const&) = default;
    };
    struct Hash {
        std::size_t operator()(Key const& key) const noexcept;
    };
    struct Kept {
        std::unordered_map<Key, Text, Hash> texts;
        std::deque<Key const*> order;  // into texts, oldest first
        std::size_t bytes = 0;
        Text* find(Key const& key);
        void keep(Key key, Text text);
        void clear();
    };

    Kept lines_, runs_;
};

}  // namespace keelson::http

#endif
