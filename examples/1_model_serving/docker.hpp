#ifndef DIGITS_DOCKER_HPP
#define DIGITS_DOCKER_HPP

#include <string>
#include <vector>

namespace digits {

struct ImageFile {
    std::string from;  ///< on this machine
    std::string to;    ///< in the image, without a leading slash
};

/// Gives an engine, named as Docker names it ("unix:///var/run/docker.sock"), an image of these files. All of them can
/// be executed. Throws std::runtime_error with the engine's reason.
void make_image(std::string const& engine, std::string const& name, std::string const& tag,
                std::vector<ImageFile> const& files);

/// Kills a container from outside. Throws as make_image does.
void kill_container(std::string const& engine, std::string const& id);

}  // namespace digits

#endif
