#include "node/pod_worker.hpp"
#include "node/volumes.hpp"

#include <algorithm>

namespace keelson {

void PodWorker::begin_mount(PodAction const& action, Pod const& pod) {
    auto const token = expect(action, mount_limit);
    if (pod.spec.volumes.empty()) return finish(token, {});
    Result<std::vector<VolumeContent>> contents = std::vector<VolumeContent>();
    shared_->services.read([&](View const& view) { contents = volume_contents(view, pod, facts()); });
    if (!contents) {
        return finish(token, {.kind = ActionOutcome::Kind::failed, .reason = {}, .message = contents.error().message});
    }
    volumes_ = std::move(*contents);
    fetch_volume_images(0, [weak = weak_from_this(), token](Result<> const& fetched) {
        auto const self = weak.lock();
        if (!self) return;
        if (!fetched) return self->finish(token, self->outcome_of(fetched, {}));
        self->prepare_volumes(token);
    });
}

void PodWorker::prepare_volumes(std::uint64_t token) {
    shared_->services.volumes->prepare(
        uid(), volumes_,
        back<std::vector<std::string>>([token](PodWorker& self, Result<std::vector<std::string>> const& result) {
            if (result) {
                self.volume_places_ = *result;
                return self.finish(token, {});
            }
            self.finish(token, {.kind = ActionOutcome::Kind::failed,
                                .reason = {},
                                .message = "MountVolume.SetUp failed: " + result.error().message});
        }));
}

void PodWorker::refresh_volumes() {
    if (volume_places_.empty() || refreshing_ || over_) return;
    auto const pod = typed();
    Result<std::vector<VolumeContent>> contents = std::vector<VolumeContent>();
    shared_->services.read([&](View const& view) { contents = volume_contents(view, *pod, facts()); });
    // What has gone missing since stays as it was, as in a kubelet.
    if (!contents || *contents == volumes_) return;
    volumes_ = std::move(*contents);
    refreshing_ = true;
    shared_->services.volumes->prepare(
        uid(), volumes_,
        back<std::vector<std::string>>([](PodWorker& self, Result<std::vector<std::string>> const& result) {
            self.refreshing_ = false;
            if (!result) self.tell({}, true, "FailedMount", "MountVolume.SetUp failed: " + result.error().message);
            self.refresh_volumes();
            self.step();
        }));
}

void PodWorker::make_sub_paths(std::vector<std::pair<std::string, std::string>> paths, Completion<> done) {
    if (paths.empty()) return done({});
    auto const [volume, sub_path] = paths.back();
    paths.pop_back();
    shared_->services.volumes->make_sub_path(
        volume, sub_path, back<void>([paths = std::move(paths), done](PodWorker& self, Result<> const& result) {
            if (!result) return done(result);
            self.make_sub_paths(paths, done);
        }));
}

}  // namespace keelson
