#include "node/image_name.hpp"
#include "node/pod_worker.hpp"
#include "node/registry_logins.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace keelson {
namespace {

using namespace std::chrono_literals;

constexpr Duration pull_limit = 30min;
/// How often an event says what a pull is at.
constexpr Duration progress_period = 10s;

std::string quoted(std::string const& image) { return "\"" + image + "\""; }

/// The logins of the host's Docker config file. What cannot be read gives none: the registry then says what is missing.
std::vector<RegistryLogin> host_logins(std::string const& path) {
    if (path.empty()) return {};
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    auto logins = read_docker_config(text.str());
    return logins ? std::move(*logins) : std::vector<RegistryLogin>();
}

ActionOutcome failed(std::string reason, std::string message) {
    return {.kind = ActionOutcome::Kind::failed, .reason = std::move(reason), .message = std::move(message)};
}

}  // namespace

void PodWorker::begin_pull(PodAction const& action, Container const& container) {
    auto const token = expect(action, pull_limit);
    fetch({.image = container.image, .policy = container.imagePullPolicy, .container = container.name},
          [token, name = container.name](PodWorker& self, ActionOutcome outcome, std::optional<ImageInfo> image) {
              if (image) self.images_[name] = std::move(*image);
              self.finish(token, std::move(outcome));
          });
}

void PodWorker::fetch(WantedImage wanted, Fetched done) {
    if (auto const name = parse_image_name(wanted.image); !name) {
        tell(wanted.container, true, "InspectFailed", name.error().message);
        return done(*this, failed("InvalidImageName", name.error().message), {});
    }
    auto policy = wanted.policy;
    if (policy.empty()) {
        auto const name = parse_image_name(wanted.image);
        policy = name->tag == "latest" && name->digest.empty() ? "Always" : "IfNotPresent";
    }
    if (policy == "Always") return pull(std::move(wanted), std::move(done));
    auto const image = wanted.image;
    shared_->services.runtime->images()->find(
        image, now() + verb_limit,
        back<std::optional<ImageInfo>>([wanted = std::move(wanted), policy, done = std::move(done)](
                                           PodWorker& self, Result<std::optional<ImageInfo>> const& result) {
            if (!result) {
                auto const invalid = result.error().code == Errc::invalid;
                auto outcome = self.outcome_of(result.error(), invalid ? "InvalidImageName" : "ImageInspectError");
                outcome.message = "Failed to inspect image " + quoted(wanted.image) + ": " + outcome.message;
                if (outcome.kind == ActionOutcome::Kind::failed)
                    self.tell(wanted.container, true, "InspectFailed", outcome.message);
                return done(self, std::move(outcome), {});
            }
            if (*result) {
                auto const text = "Container image " + quoted(wanted.image) + " already present on machine";
                return done(self, {.kind = ActionOutcome::Kind::done, .reason = {}, .message = text}, *result);
            }
            if (policy != "Never") return self.pull(wanted, done);
            done(self,
                 failed("ErrImageNeverPull",
                        "Container image " + quoted(wanted.image) + " is not present with pull policy of Never"),
                 {});
        }));
}

void PodWorker::pull(WantedImage wanted, Fetched done) {
    auto const pod = typed();
    auto const repository = parse_image_name(wanted.image)->repository();
    PullSecrets secrets;
    shared_->services.read([&](View const& view) { secrets = pull_secrets(view, *pod); });
    if (!secrets.missing.empty() && secrets.missing != missing_secrets_) {
        std::string names;
        for (auto const& name : secrets.missing) names += (names.empty() ? "" : ", ") + name;
        tell({}, true, "FailedToRetrieveImagePullSecret",
             "Unable to retrieve some image pull secrets (" + names +
                 "); attempting to pull the image may not succeed.");
    }
    missing_secrets_ = secrets.missing;
    auto logins = logins_for(repository, secrets.logins);
    for (auto& login : logins_for(repository, host_logins(shared_->services.docker_config))) {
        logins.push_back(std::move(login));
    }
    tell(wanted.container, false, "Pulling", "Pulling image " + quoted(wanted.image));
    auto const since = now();
    auto progress = [weak = weak_from_this(), strand = shared_->services.strand, container = wanted.container,
                     image = wanted.image](std::string at) {
        strand->post([weak, container, image, at = std::move(at)] {
            auto const self = weak.lock();
            if (self) self->tell_progress(container, image, at);
        });
    };
    next_progress_ = std::max(next_progress_, since + progress_period);
    ImagePull request{.image = wanted.image, .logins = std::move(logins), .progress = std::move(progress)};
    shared_->services.runtime->images()->pull(
        std::move(request), since + pull_limit,
        back<ImageInfo>([wanted = std::move(wanted), since, done = std::move(done)](PodWorker& self,
                                                                                    Result<ImageInfo> const& result) {
            if (!result) return done(self, self.outcome_of(result.error(), "ErrImagePull"), {});
            auto const took = format_go_duration(self.now() - since);
            auto text = "Successfully pulled image " + quoted(wanted.image) + " in " + took;
            if (result->size_bytes != 0) text += ". Image size: " + std::to_string(result->size_bytes) + " bytes.";
            done(self, {.kind = ActionOutcome::Kind::done, .reason = {}, .message = std::move(text)}, *result);
        }));
}

void PodWorker::tell_progress(std::string const& container, std::string const& image, std::string const& at) {
    if (now() < next_progress_ || over_) return;
    next_progress_ = now() + progress_period;
    tell(container, false, "Pulling", "Pulling image " + quoted(image) + ": " + at);
    step();
}

void PodWorker::fetch_volume_images(std::size_t from, Completion<> done) {
    auto const next =
        std::find_if(volumes_.begin() + static_cast<std::ptrdiff_t>(std::min(from, volumes_.size())), volumes_.end(),
                     [](VolumeContent const& one) { return one.kind == VolumeContent::Kind::image; });
    if (next == volumes_.end()) return done({});
    auto const index = static_cast<std::size_t>(next - volumes_.begin());
    fetch({.image = next->path, .policy = next->pull_policy, .container = {}},
          [index, name = next->name, done = std::move(done)](PodWorker& self, ActionOutcome const& outcome,
                                                             std::optional<ImageInfo> const& image) {
              if (image) return self.fetch_volume_images(index + 1, done);
              auto const text = outcome.reason.empty() ? outcome.message : outcome.reason + ": " + outcome.message;
              done(Error(outcome.kind == ActionOutcome::Kind::unknown ? Errc::unavailable : Errc::not_found,
                         "MountVolume.SetUp failed for volume \"" + name + "\" : " + text));
          });
}

}  // namespace keelson
