#ifndef KEELSON_TESTS_SUPPORT_API_INPUT_HPP
#define KEELSON_TESTS_SUPPORT_API_INPUT_HPP

#include "http/exchange.hpp"
#include "registry/registry.hpp"
#include "support/random_tree.hpp"

#include <set>
#include <string>
#include <vector>

namespace keelson::test {

/// A request before it is bytes.
struct Asked {
    std::string method = "GET", target = "/", body;
    http::Headers headers;
    std::string user = "admin";  ///< "anonymous" and "viewer" are the others

    /// As HTTP/1.1 has it.
    [[nodiscard]] std::string bytes() const;
};

/// Requests that a client could send, and such as no client would, from a seed. They are about what is there: objects,
/// revisions and tokens that answers gave before lead further in than chance alone would.
class ApiInput {
public:
    ApiInput(std::uint64_t seed, Registry& registry) : random_(seed), registry_(&registry) {}

    std::size_t below(std::size_t limit) { return random_.below(limit); }
    bool one_in(std::size_t count) { return random_.one_in(count); }
    Asked next();
    /// Bytes of a request with a few of them changed.
    std::string broken(std::string bytes);
    /// A continue token that was given out.
    void remember(std::string token) { tokens_.push_back(std::move(token)); }

    /// In the data of every Secret that is made.
    static constexpr std::string_view secret = "a2VlcCB0aGlzIHRvIHlvdXJzZWxm";

private:
    struct About {
        std::shared_ptr<Kind const> kind;
        std::string namespace_, name, subresource;
    };
    std::string pick(std::vector<std::string> const& from) { return from[below(from.size())]; }
    About about();
    std::string path(About const& about);
    std::string query(About const& about, std::string const& method);
    std::string value_of(std::string const& parameter);
    json::value object(About const& about);
    json::value stored(About const& about);
    json::value patch(About const& about, std::string const& type);
    void write(Asked& asked, About const& about, json::value const& tree);
    std::string protobuf();
    std::string message(std::size_t which, int depth);
    json::value wild();
    void disturb(json::value& tree);
    std::string escaped(std::string const& text);

    RandomTree random_;
    Registry* registry_;
    std::vector<std::string> tokens_;
};

}  // namespace keelson::test

#endif
