// Patches of every form against documents of every kind, from bytes. Built with -fsanitize=fuzzer
// (KEELSON_LIBFUZZER) libFuzzer leads it; else it makes its own input from a seed:
//     keelson-fuzz-patch [--seconds N] [--seed S]
// What must hold is checked with `require`, which ends the program: that is what a fuzzer looks for.

#include "api/patch.hpp"

#include "api/apply.hpp"
#include "api/field_set.hpp"
#include "api/kubernetes_schema.hpp"
#include "api/managed_fields.hpp"
#include "api/normalize.hpp"
#include "support/random_tree.hpp"

#include <boost/json/serialize.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace keelson;

namespace {

constexpr std::size_t depth_max = 64;

void require(bool holds, char const* what, json::value const& document, json::value const& patch) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\ndocument %s\npatch %s\n", what, json::serialize(document).c_str(),
                 json::serialize(patch).c_str());
    std::abort();
}

std::size_t depth(json::value const& value) {
    std::size_t deepest = 0;
    if (auto const* const elements = value.if_array()) {
        for (auto const& element : *elements) deepest = std::max(deepest, depth(element));
    } else if (auto const* const members = value.if_object()) {
        for (auto const& member : *members) deepest = std::max(deepest, depth(member.value()));
    }
    return deepest + 1;
}

bool is_directive(std::string_view key) {
    return key == "$patch" || key == "$retainKeys" || key.starts_with("$setElementOrder/") ||
           key.starts_with("$deleteFromPrimitiveList/");
}

bool has_directives(json::value const& value) {
    if (auto const* const elements = value.if_array())
        return std::any_of(elements->begin(), elements->end(), has_directives);
    auto const* const members = value.if_object();
    return members && std::any_of(members->begin(), members->end(), [](auto const& member) {
               return is_directive(member.key()) || has_directives(member.value());
           });
}

/// What becomes of any result: it is brought into form, and its owners are found and listed.
void check_further(Schema const& schema, json::value const& before, json::value document, json::value const& patch) {
    auto const text = canonical(document);
    auto const again = parse_json(text);
    require(again.has_value() && canonical(*again) == text, "canonical JSON is read back", document, patch);
    if (!document.is_object()) return;
    Findings findings;
    normalize(schema, document, findings);
    auto const changes = changed_fields(schema, before, document, FieldScope::main);
    auto const all = fields_of(schema, document, FieldScope::main);
    require(all.contains(changes.set), "what has changed is there", document, patch);
    FieldSets sets;
    Ownership owners;
    owners.managers.push_back({"fuzz", false, {}, "v1", Time{1'000'000}, sets.intern(all.text())});
    if (all.empty()) return;
    auto const entries = parse_json(managed_fields_json(owners));
    require(entries.has_value(), "owners are JSON", document, patch);
    auto const read = read_managed_fields(*entries, sets);
    require(read && *read && (*read)->managers.front().fields->text() == all.text(), "owners are read back", document,
            patch);
    auto rest = document;
    remove_fields(schema, rest, all);
    auto merged = before;
    if (merged.is_object()) merge_applied(schema, merged, document);
}

void check(std::size_t form, Schema const& schema, json::value const& before, json::value const& patch) {
    auto document = before;
    if (form == 0) {
        merge_patch(document, patch);
        auto twice = document;
        merge_patch(twice, patch);
        require(twice == document, "a merge patch done twice is the same", before, patch);
    } else {
        auto const done = form == 1 ? json_patch(document, patch) : strategic_patch(schema, document, patch);
        require(done || document == before, "what is refused changes nothing", before, patch);
        require(done || !done.error().message.empty(), "a refusal says why", before, patch);
        if (!done) return;
    }
    require(depth(document) <= depth_max + 1, "nothing is nested too deep", before, patch);
    if (form == 2 && !has_directives(before))
        require(!has_directives(document), "directives are not left in the object", before, patch);
    // Only bodies that can be read back go on.
    if (depth(document) <= depth_max) check_further(schema, before, std::move(document), patch);
}

void check_bytes(std::string_view bytes) {
    if (bytes.size() < 2) return;
    auto const kinds = kubernetes_kinds();
    auto const form = static_cast<unsigned char>(bytes[0]) % 3u;
    auto const& schema = *kinds[static_cast<unsigned char>(bytes[1]) % kinds.size()].schema;
    bytes.remove_prefix(2);
    auto const middle = std::min(bytes.find('\0'), bytes.size());
    auto const document = parse_json(bytes.substr(0, middle));
    auto const patch = parse_json(middle == bytes.size() ? std::string_view() : bytes.substr(middle + 1));
    if (document && patch) check(form, schema, *document, *patch);
}

#ifndef KEELSON_LIBFUZZER

/// Documents that a kind may have, and patches that come near to what it takes.
class Input {
public:
    explicit Input(std::uint64_t seed) : random_(seed) {}

    std::string next() {
        auto const kinds = kubernetes_kinds();
        auto const form = random_.below(3), kind = random_.below(kinds.size());
        auto const& schema = *kinds[kind].schema;
        auto const document = random_.make(schema);
        auto patch = form == 1 ? operations(schema, document) : random_.change(schema, document);
        if (form != 1) spoil(patch, 0);
        std::string bytes{static_cast<char>(form), static_cast<char>(kind)};
        bytes += json::serialize(document);
        bytes += '\0';
        bytes += json::serialize(patch);
        for (auto count = random_.one_in(5) ? random_.below(6) : 0; count > 0; --count)
            bytes[2 + random_.below(bytes.size() - 2)] = static_cast<char>(random_.below(256));
        return bytes;
    }

private:
    /// Puts in what a patch may say, and what it may not.
    void spoil(json::value& value, int depth) {
        if (auto* const elements = value.if_array()) {
            for (auto& element : *elements) spoil(element, depth + 1);
            if (random_.one_in(10)) elements->push_back(json::object{{"$patch", directive()}});
            if (random_.one_in(20)) elements->push_back(nullptr);
            return;
        }
        auto* const members = value.if_object();
        if (!members) {
            if (random_.one_in(25)) value = nullptr;
            return;
        }
        std::vector<std::string> names;
        for (auto& member : *members) {
            spoil(member.value(), depth + 1);
            names.emplace_back(member.key());
        }
        if (random_.one_in(15)) (*members)["$patch"] = directive();
        if (random_.one_in(20)) {
            json::array kept;
            for (auto const& name : names) kept.emplace_back(name);
            (*members)["$retainKeys"] = std::move(kept);
        }
        for (auto const& name : names) {
            auto const* const listed = members->at(name).if_array();
            if (!listed || !random_.one_in(4)) continue;
            json::value copy(*listed);
            if (random_.one_in(4)) spoil(copy, depth + 1);
            (*members)[(random_.one_in(3) ? "$deleteFromPrimitiveList/" : "$setElementOrder/") + name] =
                std::move(copy);
        }
    }

    json::value directive() {
        static constexpr char const* words[] = {"replace", "delete", "merge", "other", ""};
        return random_.one_in(10) ? json::value(7) : json::value(words[random_.below(5)]);
    }

    std::string pointer(json::value const& document) {
        std::string path;
        auto const* at = &document;
        while (!random_.one_in(5)) {
            if (auto const* const members = at->if_object(); members && !members->empty()) {
                auto const& member = members->begin()[random_.below(members->size())];
                path += '/';
                for (auto const c : std::string_view(member.key())) {
                    if (c == '~')
                        path += "~0";
                    else if (c == '/')
                        path += "~1";
                    else
                        path += c;
                }
                at = &member.value();
            } else if (auto const* const elements = at->if_array(); elements && !elements->empty()) {
                auto const index = random_.below(elements->size());
                path += "/" + std::to_string(index);
                at = &(*elements)[index];
            } else {
                break;
            }
        }
        if (random_.one_in(6)) path += "/-";
        if (random_.one_in(6)) path += "/new";
        if (random_.one_in(40)) path += "~";
        return path;
    }

    json::value operations(Schema const& schema, json::value const& document) {
        static constexpr char const* words[] = {"add", "remove", "replace", "move", "copy", "test", "other"};
        json::array all;
        for (auto count = random_.below(12); count > 0; --count) {
            json::object made{{"op", words[random_.below(random_.one_in(10) ? 7 : 6)]}, {"path", pointer(document)}};
            if (!random_.one_in(8)) made["from"] = pointer(document);
            if (!random_.one_in(8)) made["value"] = random_.change(schema, document);
            all.push_back(std::move(made));
        }
        return all;
    }

    test::RandomTree random_;
};

#endif

}  // namespace

#ifdef KEELSON_LIBFUZZER

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    check_bytes({reinterpret_cast<char const*>(data), size});
    return 0;
}

#else

int main(int count, char** words) {
    std::uint64_t seed = 1;
    int seconds = 10;
    for (int i = 1; i + 1 < count; i += 2) {
        if (std::strcmp(words[i], "--seed") == 0) seed = std::strtoull(words[i + 1], nullptr, 10);
        if (std::strcmp(words[i], "--seconds") == 0) seconds = std::atoi(words[i + 1]);
    }
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    std::uint64_t inputs = 0;
    for (; std::chrono::steady_clock::now() < end; ++inputs, ++seed) {
        if (inputs % 5'000 == 0) std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
        check_bytes(Input(seed).next());
    }
    std::printf("%llu inputs, no finding\n", static_cast<unsigned long long>(inputs));
    return 0;
}

#endif
