#include "drivers/runtime_docker/setup.hpp"

#include "drivers/runtime_docker/sandbox_image.hpp"
#include "drivers/runtime_docker/status.hpp"
#include "drivers/runtime_docker/streams.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <unistd.h>

namespace keelson::docker {

namespace {

using namespace std::chrono_literals;

constexpr Duration patience = 20s, retire_patience = 2s;

/// The minor number of "1.41"; 0 for what is no version 1.
int minor_of(std::string const& version) {
    int number = 0;
    if (!version.starts_with("1.")) return 0;
    std::from_chars(version.data() + 2, version.data() + version.size(), number);
    return number;
}

/// What is an error within an answer of 200: the last line of a stream of them.
std::string error_in_stream(std::string_view text) {
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        if (auto const line = read_json(text.substr(0, end)); line.has_value())
            if (auto error = text_at(*line, {"error"}); !error.empty()) return error;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

}  // namespace

Setup::Setup(EngineApi& api, Owner owner, std::string data_dir, std::string subnet, Log log)
    : api_(api),
      owner_(std::move(owner)),
      data_dir_(std::move(data_dir)),
      subnet_(std::move(subnet)),
      network_("keelson-" + owner_.node + "-" + owner_.engine.substr(0, 8)),
      log_(std::move(log)) {}

void Setup::ensure(Completion<> done) {
    if (ready_) return done({});
    waiting_.push_back(std::move(done));
    if (std::exchange(running_, true)) return;
    ask_version();
}

void Setup::ensure(Instant deadline, Completion<> done) {
    if (ready_ || deadline == Instant::max()) return ensure(std::move(done));
    auto const waits = std::make_shared<Completion<>>(std::move(done));
    auto const once = [waits](Result<> const& outcome) {
        if (auto const told = std::exchange(*waits, nullptr)) told(outcome);
    };
    api_.after(std::max<Duration>(deadline - api_.clock().now(), Duration(0)), [once] { once(late()); });
    ensure(once);
}

void Setup::invalidate() { ready_ = false; }

void Setup::retire(std::function<void()> done) {
    if (!ready_) return done();
    ready_ = false;
    // Refused by the engine as long as there is a Pod on it.
    api_.send({.method = "DELETE", .path = "/networks/" + percent_encoded(network_)},
              api_.clock().now() + retire_patience, [done = std::move(done)](Result<Answer> const&) { done(); });
}

void Setup::note_oom_score(bool lowered) {
    if (std::exchange(oom_score_known_, true)) return;
    std::lock_guard const lock(mutex_);
    info_.lowers_oom_score = lowered;
    if (!lowered)
        log_.warning("the Docker Engine may not lower oom_score_adj: its containers have 0 where a kubelet gives less");
}

EngineInfo Setup::info() const {
    std::lock_guard const lock(mutex_);
    return info_;
}

void Setup::finish(Result<> outcome) {
    running_ = false;
    ready_ = outcome.has_value();
    for (auto const& done : std::exchange(waiting_, {})) done(outcome);
}

void Setup::ask(Question question, std::function<void(Answer const&)> then) {
    api_.send(std::move(question), api_.clock().now() + patience,
              [this, then = std::move(then)](Result<Answer> answer) {
                  if (answer.has_error()) return finish(answer.error());
                  then(*answer);
              });
}

void Setup::refused(Answer const& answer, std::string const& what) { finish(error_of(answer).wrap(what)); }

void Setup::ask_version() {
    ask({.path = "/version", .unversioned = true}, [this](Answer const& answer) { take_version(answer); });
}

void Setup::take_version(Answer const& answer) {
    if (!answer.good()) return refused(answer, "the Docker Engine does not tell its version");
    auto const version = read_json(answer.body);
    if (version.has_error()) return finish(version.error());
    auto const newest = text_at(*version, {"ApiVersion"}), oldest = text_at(*version, {"MinAPIVersion"});
    if (minor_of(newest) < version_least || minor_of(oldest) > version_most) {
        return finish(Error(Errc::unsupported, "the Docker Engine at " + api_.endpoint().text() + " speaks API " +
                                                   oldest + " to " + newest + "; 1." + std::to_string(version_least) +
                                                   " to 1." + std::to_string(version_most) + " are known here"));
    }
    api_.agree_on(std::min(minor_of(newest), version_most));
    ask_info();
}

void Setup::ask_info() {
    ask({.path = "/info"}, [this](Answer const& answer) {
        if (!answer.good()) return refused(answer, "the Docker Engine does not tell what it can do");
        auto info = read_info(answer.body);
        if (info.has_error()) return finish(info.error());
        info->version = api_.version();
        if (info->architecture != sandbox_architecture()) {
            return finish(Error(Errc::unsupported, "the Docker Engine's machine is of the kind " + info->architecture +
                                                       "; the sandbox's program is for " +
                                                       std::string(sandbox_architecture())));
        }
        {
            std::lock_guard const lock(mutex_);
            info->sees_files = info_.sees_files;
            info->lowers_oom_score = info_.lowers_oom_score;
            info_ = *std::move(info);
        }
        look_for_image();
    });
}

void Setup::look_for_image() {
    ask({.path = "/images/" + sandbox_image() + "/json"}, [this](Answer const& answer) {
        if (answer.status == 404) return load_image();
        if (!answer.good()) return refused(answer, "the sandbox's image cannot be looked for");
        look_for_network();
    });
}

void Setup::load_image() {
    auto const& image = sandbox_image();
    auto const colon = image.find(':');
    Question question{.method = "POST",
                      .path = "/images/create?fromSrc=-&repo=" + percent_encoded(image.substr(0, colon)) +
                              "&tag=" + image.substr(colon + 1),
                      .body = sandbox_archive(),
                      .content_type = "application/x-tar"};
    ask(std::move(question), [this](Answer const& answer) {
        if (!answer.good()) return refused(answer, "the sandbox's image cannot be loaded");
        if (auto const error = error_in_stream(answer.body); !error.empty())
            return finish(Error(Errc::internal, "the sandbox's image cannot be loaded: " + error));
        look_for_network();
    });
}

void Setup::look_for_network() {
    ask({.path = "/networks/" + percent_encoded(network_)}, [this](Answer const& answer) {
        if (answer.status == 404) return make_network();
        if (!answer.good()) return refused(answer, "the node's network cannot be looked for");
        auto const network = read_json(answer.body);
        if (network.has_error()) return finish(network.error());
        auto const* const ranges = member(*network, {"IPAM", "Config"});
        bool const fits =
            subnet_.empty() ||
            (ranges != nullptr && ranges->is_array() &&
             std::any_of(ranges->get_array().begin(), ranges->get_array().end(),
                         [this](json::value const& range) { return text_at(range, {"Subnet"}) == subnet_; }));
        if (!fits)
            return finish(Error(Errc::invalid, "the node's network " + network_ +
                                                   " is there with another subnet than " + subnet_ +
                                                   "; remove it when it has no Pods"));
        check_files();
    });
}

void Setup::make_network() {
    json::object body{{"Name", network_},
                      {"CheckDuplicate", true},
                      {"Driver", "bridge"},
                      {"Labels", {{label::node, owner_.node}, {label::engine, owner_.engine}}}};
    if (!subnet_.empty()) body["IPAM"] = {{"Config", json::array{json::object{{"Subnet", subnet_}}}}};
    ask({.method = "POST", .path = "/networks/create", .body = json::serialize(body)}, [this](Answer const& answer) {
        // Somebody else may have been quicker: what counts is that it is there.
        if (!answer.good() && answer.status != 409) return refused(answer, "the node's network cannot be made");
        check_files();
    });
}

void Setup::check_files() {
    if (files_checked_) return finish({});
    // Whether a path means the same file there: the engine refuses to mount what it cannot find.
    auto const marker = data_dir_ + "/.docker-sees-this-" + std::to_string(::getpid());
    std::ofstream(marker).close();
    json::object body{
        {"Image", sandbox_image()},
        {"Entrypoint", json::array{sandbox_program, "pause"}},
        {"HostConfig",
         {{"NetworkMode", "none"},
          {"Mounts", json::array{json::object{{"Type", "bind"}, {"Source", marker}, {"Target", "/marker"}}}}}}};
    auto const name = "keelson-check-" + owner_.engine;
    ask({.method = "POST", .path = "/containers/create?name=" + name, .body = json::serialize(body)},
        [this, marker, name](Answer const& answer) {
            ::unlink(marker.c_str());
            if (answer.status == 409) {  // left behind by one that was killed here
                return ask({.method = "DELETE", .path = "/containers/" + name + "?force=1"},
                           [this](Answer const& removed) {
                               if (!removed.good() && removed.status != 404)
                                   return refused(removed, "the Docker Engine does not remove a container");
                               check_files();
                           });
            }
            auto const made = read_json(answer.body);
            bool const sees = answer.good();
            auto const why = text_at(made.has_value() ? *made : json::value(), {"message"});
            if (!sees && why.find("bind source path") == std::string::npos) {
                // Its disk may be full. The Pods that are there are seen to all the same.
                log_.warning("the Docker Engine does not make a container: " + why);
                return finish({});
            }
            files_checked_ = true;
            {
                std::lock_guard const lock(mutex_);
                info_.sees_files = sees;
            }
            if (!sees) {
                log_.warning("the Docker Engine at " + api_.endpoint().text() + " does not see " + data_dir_ +
                             ": volumes that are folders of this machine cannot be mounted");
                return finish({});
            }
            ask({.method = "DELETE", .path = "/containers/" + text_at(*made, {"Id"}) + "?force=1&v=1"},
                [this](Answer const&) { finish({}); });
        });
}

}  // namespace keelson::docker
