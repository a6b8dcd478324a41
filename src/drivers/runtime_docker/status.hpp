#ifndef KEELSON_DRIVERS_RUNTIME_DOCKER_STATUS_HPP
#define KEELSON_DRIVERS_RUNTIME_DOCKER_STATUS_HPP

#include "drivers/runtime_docker/spec.hpp"

#include <boost/json/value.hpp>

#include <vector>

namespace keelson::docker {

/// A container as the list of containers gives it.
struct Listed {
    std::string docker_id;
    bool sandbox = false;
    ContainerId id;  ///< of a sandbox: its sandbox alone
    SandboxFacts facts;
    std::string state;  ///< "running", "exited", ...
    std::string ip;
    std::string spec_hash;
};

/// What only looking at one container tells.
struct Inspected {
    RuntimeContainer status;  ///< its id and image_id are for the caller to fill in
    std::string image;        ///< "sha256:..."
    std::string ip;
    std::string docker_id;
    std::string word;      ///< as Listed::state
    bool alive = false;    ///< its process is there, paused or not
    bool started = false;  ///< it was, ever
    json::object labels;
};

/// Errors of all of them: `unavailable` for what cannot be read.
Result<json::value> read_json(std::string_view text);
/// Those of a list that are containers of ours.
Result<std::vector<Listed>> read_list(std::string_view text);
Result<Inspected> read_container(std::string_view text);
Result<EngineInfo> read_info(std::string_view text);

// Members of what an engine says, which may lack any of them.
json::value const* member(json::value const& of, std::initializer_list<std::string_view> path);
std::string text_at(json::value const& of, std::initializer_list<std::string_view> path);
std::int64_t number_at(json::value const& of, std::initializer_list<std::string_view> path);
bool flag_at(json::value const& of, std::initializer_list<std::string_view> path);
/// An engine's times; none for its year 1.
Time time_at(json::value const& of, std::initializer_list<std::string_view> path);

}  // namespace keelson::docker

#endif
