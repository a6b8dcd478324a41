#include "drivers/runtime_docker/images.hpp"

#include "drivers/runtime_docker/sandbox_image.hpp"
#include "drivers/runtime_docker/status.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <sys/statvfs.h>

namespace keelson::docker {

namespace {

using namespace std::chrono_literals;

constexpr Duration progress_every = 1s;
constexpr std::size_t line_bytes_max = std::size_t{1} << 20;

/// Base64 with '-' and '_', and its padding: what X-Registry-Auth is in.
std::string base64url(std::string_view text) {
    static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string encoded;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        std::array<unsigned char, 3> three{};
        auto const count = std::min<std::size_t>(3, text.size() - i);
        for (std::size_t k = 0; k < count; ++k) three[k] = static_cast<unsigned char>(text[i + k]);
        encoded += digits[three[0] >> 2];
        encoded += digits[(three[0] & 3) << 4 | three[1] >> 4];
        encoded += count > 1 ? digits[(three[1] & 15) << 2 | three[2] >> 6] : '=';
        encoded += count > 2 ? digits[three[2] & 63] : '=';
    }
    return encoded;
}

std::string auth_of(RegistryLogin const& login) {
    json::object auth;
    auto const add = [&](char const* name, std::string const& value) {
        if (!value.empty()) auth[name] = value;
    };
    add("username", login.username);
    add("password", login.password);
    add("identitytoken", login.identity_token);
    add("registrytoken", login.registry_token);
    add("serveraddress", login.server);
    return base64url(json::serialize(auth));
}

/// An image's name in its parts: "registry/name", and ":tag" or "@digest" without the sign.
struct ImageName {
    std::string repository, tag;
};

ImageName split(std::string const& image) {
    if (auto const at = image.find('@'); at != std::string::npos) {
        auto repository = image.substr(0, at);
        // A tag before a digest says nothing more.
        auto const slash = repository.rfind('/');
        auto const colon = repository.rfind(':');
        if (colon != std::string::npos && (slash == std::string::npos || colon > slash)) repository.resize(colon);
        return {repository, image.substr(at + 1)};
    }
    auto const slash = image.rfind('/');
    auto const colon = image.rfind(':');
    if (colon == std::string::npos || (slash != std::string::npos && colon < slash)) return {image, "latest"};
    return {image.substr(0, colon), image.substr(colon + 1)};
}

std::vector<std::string> texts_at(json::value const& of, std::string_view name) {
    std::vector<std::string> texts;
    auto const* const all = member(of, {name});
    if (all == nullptr || !all->is_array()) return texts;
    for (auto const& one : all->get_array())
        if (one.is_string() && one.get_string() != "<none>:<none>" && !one.get_string().ends_with("@<none>"))
            texts.emplace_back(one.get_string());
    return texts;
}

/// As a kubelet shows the images of Docker.
std::string shown_id(std::vector<std::string> const& digests, std::string const& id) {
    return digests.empty() ? "docker://" + id : "docker-pullable://" + digests.front();
}

ImageInfo info_of(json::value const& image) {
    ImageInfo info;
    auto const digests = texts_at(image, "RepoDigests");
    info.id = shown_id(digests, text_at(image, {"Id"}));
    info.names = texts_at(image, "RepoTags");
    info.names.insert(info.names.end(), digests.begin(), digests.end());
    info.user = text_at(image, {"Config", "User"});
    info.size_bytes = static_cast<std::uint64_t>(std::max<std::int64_t>(number_at(image, {"Size"}), 0));
    return info;
}

std::string megabytes(std::int64_t bytes) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f MB", static_cast<double>(bytes) / 1e6);
    return text.data();
}

bool contains(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// What a registry says is told as the engine's text, whatever the status.
Error pull_error(Error error) {
    auto const& text = error.message;
    if (contains(text, "invalid reference format")) {
        error.code = Errc::invalid;
    } else if (contains(text, "unauthorized") || contains(text, "no basic auth credentials") ||
               contains(text, "authentication required")) {
        error.code = Errc::unauthorized;
    } else if (contains(text, "denied") || contains(text, "forbidden")) {
        error.code = Errc::forbidden;
    } else if (contains(text, "not found") || contains(text, "manifest unknown") || contains(text, "no such image")) {
        error.code = Errc::not_found;
    }
    return error;
}

}  // namespace

struct Images::Pulling {
    ImagePull pull;
    Instant deadline;
    Completion<ImageInfo> done;
    std::size_t login = 0;  // which is tried
    std::string rest, trouble;
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> layers;  // there, in all
    Instant told{};
};

void Images::find(std::string image, Instant deadline, Completion<std::optional<ImageInfo>> done) {
    api_.post([this, image = std::move(image), deadline, done = std::move(done)] {
        setup_.ensure(deadline, [this, image, deadline, done](Result<> const& ready) {
            if (ready.has_error()) return done(ready.error());
            inspect(image, deadline, done);
        });
    });
}

void Images::inspect(std::string const& image, Instant deadline, Completion<std::optional<ImageInfo>> done) {
    // An id that a status showed is a name too.
    std::string name = image;
    for (std::string_view const prefix : {"docker-pullable://", "docker://"})
        if (name.starts_with(prefix)) name.erase(0, prefix.size());
    // Slashes are a part of the path there.
    std::string path;
    for (std::size_t begin = 0; begin <= name.size();) {
        auto const end = std::min(name.find('/', begin), name.size());
        path += "/" + percent_encoded(std::string_view(name).substr(begin, end - begin));
        begin = end + 1;
    }
    api_.send({.path = "/images" + path + "/json"}, deadline,
              [this, done = std::move(done)](Result<Answer> const& answer) {
                  if (answer.has_error()) return done(answer.error());
                  if (answer->status == 404) return done(std::optional<ImageInfo>());
                  if (!answer->good()) return done(pull_error(error_of(*answer)));
                  auto const found = read_json(answer->body);
                  if (found.has_error()) return done(found.error());
                  auto info = info_of(*found);
                  names_[text_at(*found, {"Id"})] = info.id;
                  done(std::optional<ImageInfo>(std::move(info)));
              });
}

void Images::name_of(std::string const& id, Instant deadline, std::function<void(std::string)> done) {
    inspect(id, deadline, [id, done = std::move(done)](Result<std::optional<ImageInfo>> const& found) {
        done(found.has_value() && *found ? (**found).id : "docker://" + id);
    });
}

std::string const* Images::known_name(std::string const& id) const {
    auto const found = names_.find(id);
    return found == names_.end() ? nullptr : &found->second;
}

void Images::user_of(std::string const& image, Instant deadline, std::function<void(std::optional<std::string>)> done) {
    inspect(image, deadline, [done = std::move(done)](Result<std::optional<ImageInfo>> const& found) {
        done(found.has_value() && *found ? std::optional<std::string>((**found).user) : std::nullopt);
    });
}

void Images::pull(ImagePull pull, Instant deadline, Completion<ImageInfo> done) {
    auto const pulling = std::make_shared<Pulling>();
    pulling->pull = std::move(pull);
    pulling->deadline = deadline;
    pulling->done = std::move(done);
    api_.post([this, pulling] {
        setup_.ensure(pulling->deadline, [this, pulling](Result<> const& ready) {
            if (ready.has_error()) return pulling->done(ready.error());
            pull_as(pulling);
        });
    });
}

void Images::pull_as(std::shared_ptr<Pulling> const& pulling) {
    auto const name = split(pulling->pull.image);
    Question question{
        .method = "POST",
        .path = "/images/create?fromImage=" + percent_encoded(name.repository) + "&tag=" + percent_encoded(name.tag),
        .slow = true};
    if (pulling->login < pulling->pull.logins.size())
        question.headers.push_back("X-Registry-Auth: " + auth_of(pulling->pull.logins[pulling->login]));
    pulling->rest.clear();
    pulling->trouble.clear();
    pulling->layers.clear();
    api_.stream(
        std::move(question), pulling->deadline, {},
        [this, pulling](std::string_view part) {
            auto& rest = pulling->rest;
            rest += part;
            std::size_t begin = 0;
            for (std::size_t end; (end = rest.find('\n', begin)) != std::string::npos; begin = end + 1)
                take_line(*pulling, std::string_view(rest).substr(begin, end - begin));
            rest.erase(0, begin);
            if (rest.size() > line_bytes_max) rest.clear();
        },
        [this, pulling](Result<Answer> const& answer) { pulled(pulling, answer); });
}

void Images::take_line(Pulling& pulling, std::string_view text) {
    auto const line = read_json(text);
    if (line.has_error()) return;
    if (auto error = text_at(*line, {"error"}); !error.empty()) pulling.trouble = std::move(error);
    auto const status = text_at(*line, {"status"});
    auto const layer = text_at(*line, {"id"});
    if (status == "Downloading")
        pulling.layers[layer] = {number_at(*line, {"progressDetail", "current"}),
                                 number_at(*line, {"progressDetail", "total"})};
    if (auto const known = pulling.layers.find(layer); known != pulling.layers.end() && status != "Downloading")
        known->second.first = known->second.second;
    auto const now = api_.clock().now();
    if (!pulling.pull.progress || pulling.layers.empty() || now < pulling.told + progress_every) return;
    pulling.told = now;
    std::int64_t there = 0, all = 0;
    for (auto const& [id, bytes] : pulling.layers) {
        there += bytes.first;
        all += bytes.second;
    }
    pulling.pull.progress("Downloading " + megabytes(there) + " of " + megabytes(all));
}

void Images::pulled(std::shared_ptr<Pulling> const& pulling, Result<Answer> const& answer) {
    if (answer.has_error()) return pulling->done(answer.error());
    if (!pulling->rest.empty()) take_line(*pulling, pulling->rest);
    std::optional<Error> error;
    if (!answer->good()) error = pull_error(error_of(*answer));
    if (!pulling->trouble.empty()) error = pull_error(Error(Errc::internal, pulling->trouble));
    if (!error) {
        return inspect(pulling->pull.image, pulling->deadline, [pulling](Result<std::optional<ImageInfo>> found) {
            if (found.has_error()) return pulling->done(found.error());
            if (!*found)
                return pulling->done(Error(Errc::conflict, "the image was removed as soon as it had been pulled"));
            pulling->done(**std::move(found));
        });
    }
    // Another login may be given what this one is not. Registries say of what they do not show that it is not there.
    bool const login =
        error->code == Errc::unauthorized || error->code == Errc::forbidden || error->code == Errc::not_found;
    if (login && ++pulling->login < pulling->pull.logins.size()) return pull_as(pulling);
    pulling->done(*std::move(error));
}

void Images::list(Instant deadline, Completion<std::vector<ImageInfo>> done) {
    api_.send({.path = "/images/json"}, deadline, [done = std::move(done)](Result<Answer> const& answer) {
        if (answer.has_error()) return done(answer.error());
        if (!answer->good()) return done(error_of(*answer));
        auto const all = read_json(answer->body);
        if (all.has_error()) return done(all.error());
        std::vector<ImageInfo> images;
        if (all->is_array()) {
            for (auto const& one : all->get_array()) {
                auto info = info_of(one);
                bool const sandbox = std::any_of(info.names.begin(), info.names.end(), [](std::string const& name) {
                    return name.starts_with(std::string(sandbox_repository) + ":");
                });
                if (!sandbox) images.push_back(std::move(info));
            }
        }
        done(std::move(images));
    });
}

void Images::remove(std::string id, Instant deadline, Completion<> done) {
    api_.post([this, id = std::move(id), deadline, done = std::move(done)] {
        // By its own id, so that all its names go: which of them was meant is not known.
        std::string image = id;
        for (auto const& [own, shown] : names_)
            if (shown == id) image = own;
        for (std::string_view const prefix : {"docker-pullable://", "docker://"})
            if (image.starts_with(prefix)) image.erase(0, prefix.size());
        api_.send({.path = "/images/" + image + "/json"}, deadline,
                  [this, deadline, done](Result<Answer> const& answer) {
                      if (answer.has_error()) return done(answer.error());
                      if (answer->status == 404) return done({});
                      if (!answer->good()) return done(error_of(*answer));
                      auto const found = read_json(answer->body);
                      if (found.has_error()) return done(found.error());
                      auto const own = text_at(*found, {"Id"});
                      auto names = texts_at(*found, "RepoTags");
                      auto const digests = texts_at(*found, "RepoDigests");
                      names.insert(names.end(), digests.begin(), digests.end());
                      if (names.empty()) names.push_back(own);
                      remove_unused(own, std::move(names), deadline, done);
                  });
    });
}

void Images::remove_unused(std::string const& own, std::vector<std::string> names, Instant deadline,
                           Completion<> const& done) {
    // The engine takes a name from an image that is in use as long as it has another. Not so here.
    auto const filter = percent_encoded(json::serialize(json::object{{"ancestor", json::array{own}}}));
    api_.send({.path = "/containers/json?all=1&limit=1&filters=" + filter}, deadline,
              [this, own, names = std::move(names), deadline, done](Result<Answer> const& answer) {
                  if (answer.has_error()) return done(answer.error());
                  if (!answer->good()) return done(error_of(*answer));
                  auto const users = read_json(answer->body);
                  if (users.has_value() && users->is_array() && !users->get_array().empty())
                      return done(Error(Errc::conflict, "container " + text_at(users->get_array().front(), {"Id"}) +
                                                            " is made of image " + own));
                  remove_names(own, names, deadline, done);
              });
}

void Images::remove_names(std::string const& own, std::vector<std::string> names, Instant deadline,
                          Completion<> const& done) {
    if (names.empty()) {
        names_.erase(own);
        return done({});
    }
    // With several names it is removed by its id only when forced to, which would not ask whether it is in use.
    auto const name = std::move(names.back());
    names.pop_back();
    api_.send({.method = "DELETE", .path = "/images/" + name}, deadline,
              [this, own, names = std::move(names), deadline, done](Result<Answer> const& removed) {
                  if (removed.has_error()) return done(removed.error());
                  if (!removed->good() && removed->status != 404) return done(error_of(*removed));
                  remove_names(own, names, deadline, done);
              });
}

void Images::disk_usage(Instant deadline, Completion<DiskUsage> done) {
    api_.post([this, deadline, done = std::move(done)] {
        auto const info = setup_.info();
        struct statvfs disk {};
        if (info.sees_files && !info.root_dir.empty() && ::statvfs(info.root_dir.c_str(), &disk) == 0) {
            DiskUsage usage;
            usage.capacity_bytes = std::uint64_t{disk.f_blocks} * disk.f_frsize;
            usage.used_bytes = usage.capacity_bytes - std::uint64_t{disk.f_bavail} * disk.f_frsize;
            return done(usage);
        }
        api_.send({.path = "/system/df", .slow = true}, deadline, [done](Result<Answer> const& answer) {
            if (answer.has_error()) return done(answer.error());
            if (!answer->good()) return done(error_of(*answer));
            auto const all = read_json(answer->body);
            if (all.has_error()) return done(all.error());
            DiskUsage usage;
            usage.used_bytes = static_cast<std::uint64_t>(std::max<std::int64_t>(number_at(*all, {"LayersSize"}), 0));
            done(usage);
        });
    });
}

}  // namespace keelson::docker
