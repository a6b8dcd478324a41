#ifndef KEELSON_TESTS_SUPPORT_STATE_OF_HPP
#define KEELSON_TESTS_SUPPORT_STATE_OF_HPP

#include "engine/reader.hpp"

namespace keelson::test {

/// A State that is kept, as controllers see it.
class StateOf {
public:
    StateOf(State state, KindTable const& kinds) : state_(std::move(state)), reader_(state_, kinds, cache_) {}
    StateOf(StateOf const&) = delete;
    StateOf& operator=(StateOf const&) = delete;
    [[nodiscard]] StateReader const& reader() const { return reader_; }

private:
    State state_;
    TypedCache cache_;
    Reader reader_;
};

}  // namespace keelson::test

#endif
