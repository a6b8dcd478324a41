#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_IMAGES_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_IMAGES_HPP

#include "drivers/runtime_docker/setup.hpp"

#include <boost/json/value.hpp>

#include <unordered_map>

namespace keelson::docker {

/// The engine's images.
/// Threading: the facet's functions on any thread, the others on the loop.
class Images final : public ImageFacet {
public:
    Images(Api& api, Setup& setup) : api_(api), setup_(setup) {}

    void find(std::string image, Instant deadline, Completion<std::optional<ImageInfo>> done) override;
    void pull(ImagePull pull, Instant deadline, Completion<ImageInfo> done) override;
    void list(Instant deadline, Completion<std::vector<ImageInfo>> done) override;
    void remove(std::string id, Instant deadline, Completion<> done) override;
    void disk_usage(Instant deadline, Completion<DiskUsage> done) override;

    /// As a status shows the image "sha256:...", asked for once; the id itself if the image is not there any more.
    void name_of(std::string const& id, Instant deadline, std::function<void(std::string)> done);
    /// Without asking; null: not known.
    [[nodiscard]] std::string const* known_name(std::string const& id) const;
    /// Who the programs of an image run as; nothing: not known.
    void user_of(std::string const& image, Instant deadline, std::function<void(std::optional<std::string>)> done);

private:
    struct Pulling;
    void remove_unused(std::string const& own, std::vector<std::string> names, Instant deadline,
                       Completion<> const& done);
    void remove_names(std::string const& own, std::vector<std::string> names, Instant deadline,
                      Completion<> const& done);
    void inspect(std::string const& image, Instant deadline, Completion<std::optional<ImageInfo>> done);
    void pull_as(std::shared_ptr<Pulling> const& pulling);
    void take_line(Pulling& pulling, std::string_view line);
    void pulled(std::shared_ptr<Pulling> const& pulling, Result<Answer> const& answer);

    Api& api_;
    Setup& setup_;
    std::unordered_map<std::string, std::string> names_;  // by "sha256:..."
};

}  // namespace keelson::docker

#endif
