#include "http/watch_lines.hpp"

#include "support/registry_fixture.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace keelson;
using http::Form;
using http::WatchLines;

TEST_CASE("watch lines: what many are told is rendered once, in each form and for each type") {
    test::RegistryFixture f;
    std::vector<WatchEvent> events;
    for (auto const* const name : {"a", "b"}) {
        auto const object =
            f.create(R"({"metadata":{"name":")" + std::string(name) + R"("}})", "configmaps", "default").value();
        events.push_back({WatchEvent::Type::added, object, object->index().resource_version});
    }
    auto const kind = events.front().object->shared_kind();
    WatchLines lines;
    int rendered = 0;
    auto const render = [&](Object const& object) {
        ++rendered;
        return std::string(object.bytes());
    };
    auto const first = lines.of(kind, Form::object, events, render);
    CHECK(std::count(first->begin(), first->end(), '\n') == 2);
    CHECK(lines.of(kind, Form::object, events, render) == first);
    CHECK(rendered == 2);
    // One of them alone is the line that is there.
    CHECK(first->starts_with(*lines.of(kind, Form::object, std::span(events).first(1), render)));
    CHECK(rendered == 2);
    (void)lines.of(kind, Form::partial, events, render);
    CHECK(rendered == 4);

    auto gone = events.front();
    gone.type = WatchEvent::Type::deleted;
    gone.revision = 77;
    auto const text = *lines.of(kind, Form::object, std::span(&gone, 1), render);
    CHECK(text.starts_with(R"({"type":"DELETED")"));
    CHECK(text.find(R"("resourceVersion":"77")") != std::string::npos);
    lines.clear();
    CHECK(lines.empty());
    (void)lines.of(kind, Form::object, events, render);
    CHECK(rendered == 7);
}

TEST_CASE("watch lines: the oldest are forgotten beyond a bound, and stay good for who has them") {
    test::RegistryFixture f;
    auto const object = f.create(R"({"metadata":{"name":"a"}})", "configmaps", "default").value();
    WatchLines lines;
    int rendered = 0;
    auto const of = [&](std::uint64_t revision) {
        WatchEvent const event{WatchEvent::Type::modified, object, revision};
        return lines.of(object->shared_kind(), Form::object, std::span(&event, 1), [&](Object const&) {
            ++rendered;
            return std::string(std::size_t{1} << 20, 'x');
        });
    };
    auto const first = of(1);
    for (std::uint64_t revision = 2; revision <= 10; ++revision) (void)of(revision);
    (void)of(10);
    CHECK(rendered == 10);
    (void)of(1);
    CHECK(rendered == 11);
    CHECK(first->size() > std::size_t{1} << 20);
}
