#include "api/custom_kind.hpp"
#include "http/api_server.hpp"
#include "http/status.hpp"

#include <algorithm>
#include <charconv>

namespace keelson::http {
namespace {

/// A longer list is made while the client takes what was made before, in pieces of so many bytes: it has the first
/// sooner, and the answer never takes more memory than that.
constexpr std::size_t whole_list_bytes_max = 256 << 10, list_piece_bytes = 64 << 10;

/// Where the next page of a list begins: which state it is a part of, and behind which object.
std::string continue_after(std::uint64_t revision, std::string_view start, ObjectKey const& key) {
    std::string text = std::to_string(revision);
    for (auto const part : {start, std::string_view(key.namespace_), std::string_view(key.name)}) (text += '/') += part;
    return encode_base64(text);
}

struct Continue {
    std::uint64_t revision = 0;
    ObjectKey after;
};

std::optional<Continue> read_continue(std::string_view token) {
    auto const text = decode_base64(token);
    if (!text) return std::nullopt;
    std::vector<std::string_view> parts;
    for (std::string_view rest = *text;;) {
        auto const slash = std::min(rest.find('/'), rest.size());
        parts.push_back(rest.substr(0, slash));
        if (slash == rest.size()) break;
        rest.remove_prefix(slash + 1);
    }
    Continue made;
    if (parts.size() != 4 || parts[3].empty()) return std::nullopt;
    auto const [end, error] = std::from_chars(parts[0].data(), parts[0].data() + parts[0].size(), made.revision);
    if (error != std::errc() || end != parts[0].data() + parts[0].size()) return std::nullopt;
    made.after = {std::string(parts[2]), std::string(parts[3])};
    return made;
}

}  // namespace

void ApiServer::list(CallPtr const& call) {
    if (call->path.resource == "events") return list_events(call);
    auto const& query = call->query();
    auto const labels = Selector::parse(query.text("labelSelector"));
    if (!labels) return fail(*call, Error(Errc::bad_request, labels.error().message));
    auto const fields = FieldSelector::parse(query.text("fieldSelector"));
    if (!fields) return fail(*call, Error(Errc::bad_request, fields.error().message));
    if (auto const known = check_fields(*call, *fields); !known) return fail(*call, known.error());
    auto const limit = query.whole_number("limit");
    if (!limit) return fail(*call, limit.error());
    if (auto const seconds = query.whole_number("timeoutSeconds"); !seconds) return fail(*call, seconds.error());
    auto const wanted = query.number("resourceVersion");
    if (!wanted)
        return fail(*call, Error(Errc::bad_request, "resourceVersion: Invalid value: \"" +
                                                        std::string(query.text("resourceVersion")) +
                                                        "\": must be a revision that the server gave"));
    auto const match = query.text("resourceVersionMatch");
    if (!match.empty() && match != "Exact" && match != "NotOlderThan")
        return fail(*call, invalid_option("ListOptions", "resourceVersionMatch", "FieldValueNotSupported",
                                          "Unsupported value: \"" + std::string(match) +
                                              "\": supported values: \"Exact\", \"NotOlderThan\", \"\""));
    auto const token = query.text("continue");
    auto const forbidden_match = [](std::string_view why) {
        return invalid_option("ListOptions", "resourceVersionMatch", "FieldValueForbidden",
                              "Forbidden: " + std::string(why));
    };
    if (!match.empty() && !token.empty())
        return fail(*call, forbidden_match("resourceVersionMatch is forbidden when continue is provided"));
    if (!match.empty() && !*wanted)
        return fail(*call, forbidden_match("resourceVersionMatch is forbidden unless resourceVersion is provided"));
    if (match == "Exact" && **wanted == 0)
        return fail(*call, forbidden_match("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
    if (!token.empty() && wanted->value_or(0) != 0)
        return fail(*call, Error(Errc::bad_request, "specifying resource version is not allowed when using continue"));

    auto state = snapshots_.now();
    std::optional<Continue> further;
    if (!token.empty()) {
        further = read_continue(token);
        if (!further) return fail(*call, Error(Errc::bad_request, "continue key is not valid: it is not one of ours"));
        auto kept = snapshots_.find(further->revision);
        if (!kept)
            return fail(*call, Error(Errc::expired,
                                     "The provided continue parameter is too old to display a consistent list result. "
                                     "You can start a new list without the continue parameter."));
        state = std::move(*kept);
    } else if (*wanted && **wanted != 0) {
        auto const revision = static_cast<std::uint64_t>(**wanted);
        if (revision > state.revision) return fail(*call, too_large_revision(revision, state.revision));
        if (match == "Exact" && revision != state.revision) {
            auto kept = snapshots_.find(revision);
            if (!kept)
                return fail(*call, Error(Errc::expired, "The resourceVersion for the provided list is too old."));
            state = std::move(*kept);
        }
    }
    auto const most =
        limit->value_or(0) <= 0 ? std::numeric_limits<std::size_t>::max() : static_cast<std::size_t>(**limit);
    auto const& kind = *call->kind->kind;
    StateScope const scope{call->path.namespace_, labels->everything() ? nullptr : &*labels, {}, {}};
    // One more than asked for tells whether there is another page.
    auto const ask = fields->everything() && most < std::numeric_limits<std::size_t>::max()
                         ? most + 1
                         : std::numeric_limits<std::size_t>::max();
    auto objects = state.page(kind, scope, further ? &further->after : nullptr, ask);
    if (!fields->everything()) std::erase_if(objects, [&](Ref const& object) { return !fields->matches(*object); });
    std::string next;
    std::size_t remaining = 0;
    if (objects.size() > most) {
        // How many are left is said where it is known without looking at each of them.
        bool const plain = labels->everything() && fields->everything();
        if (plain) {
            auto const last = objects[most - 1]->key();
            remaining = state.page(kind, scope, &last, std::numeric_limits<std::size_t>::max()).size();
        }
        objects.resize(most);
        next = continue_after(state.revision, call->kind->resource, objects.back()->key());
        snapshots_.keep(state);
    }
    send_list(call, std::move(objects), state.revision, next, remaining);
}

void ApiServer::list_events(CallPtr const& call) {
    auto const labels = Selector::parse(call->query().text("labelSelector"));
    if (!labels) return fail(*call, Error(Errc::bad_request, labels.error().message));
    auto const fields = FieldSelector::parse(call->query().text("fieldSelector"));
    if (!fields) return fail(*call, Error(Errc::bad_request, fields.error().message));
    on_strand(call, [this, call, labels = *labels, fields = *fields] {
        std::vector<Ref> objects;
        for (auto const& object : registry_->events().list(call->path.namespace_)) {
            if (labels.matches(*object->index().labels) && fields.matches(*object)) objects.push_back(object);
        }
        send_list(call, std::move(objects), registry_->events().revision(), {}, 0);
    });
}

void ApiServer::send_list(CallPtr const& call, std::vector<Ref> objects, std::uint64_t revision,
                          std::string const& continue_, std::size_t remaining) const {
    ListHead head;
    head.resource_version = std::to_string(revision);
    head.continue_ = continue_;
    if (remaining != 0) head.remaining = static_cast<std::int64_t>(remaining);
    Reply made;
    if (call->form == Form::table) {
        made.body = table(*call, objects, head, true) + '\n';
        return reply(*call, std::move(made));
    }
    if (call->form == Form::partial) {
        made.body = write_partial_list(objects, head) + '\n';
        return reply(*call, std::move(made));
    }
    made.body = R"({"apiVersion":")" + call->shown->kind->api_version() + R"(","items":[)";
    auto const& custom = call->shown->kind->custom;
    auto tail = R"(],"kind":")" + (custom ? custom->list_kind : call->shown->kind->name + "List") + R"(","metadata":{)";
    if (!continue_.empty()) tail += R"("continue":")" + continue_ + "\",";
    if (head.remaining) tail += R"("remainingItemCount":)" + std::to_string(*head.remaining) + ",";
    tail += R"("resourceVersion":")" + head.resource_version + "\"}}\n";

    std::size_t bytes = 256;
    for (auto const& object : objects) bytes += object->bytes().size() + 512;
    // Adds objects until there are so many bytes; true: there are more of them.
    auto add = [self = shared_from_this(), call, objects = std::move(objects), tail = std::move(tail),
                next = std::size_t{0}](std::string& out, std::size_t most) mutable {
        for (; next < objects.size() && out.size() < most; ++next) {
            if (next != 0) out += ',';
            self->render(*call, *objects[next], out);
        }
        if (next < objects.size()) return true;
        out += tail;
        return false;
    };
    // What is pretty is made of the whole.
    if (call->pretty || bytes <= whole_list_bytes_max) {
        made.body.reserve(bytes);
        add(made.body, std::numeric_limits<std::size_t>::max());
    } else {
        made.more = [add = std::move(add)](std::string& piece) mutable {
            piece.reserve(piece.size() + list_piece_bytes + list_piece_bytes / 8);
            return add(piece, piece.size() + list_piece_bytes);
        };
    }
    reply(*call, std::move(made));
}

}  // namespace keelson::http
