#include "engine/volume_cleaner.hpp"

#include "controllers/volumes.hpp"

#include <keelson/api/core_v1.hpp>

#include <filesystem>

namespace keelson {
namespace {

constexpr auto again = std::chrono::seconds(30);

/// Whether a path lies below a directory, by its parts and without ".." in it.
bool lies_below(std::filesystem::path const& path, std::filesystem::path const& root) {
    auto const normal = path.lexically_normal(), top = root.lexically_normal();
    auto const relative = normal.lexically_relative(top);
    return !relative.empty() && relative != "." && *relative.begin() != "..";
}

}  // namespace

void VolumeCleaner::start() {
    for (auto const& object : registry_->durable().list(*registry_->kinds().of(PersistentVolume::type)->kind, {}))
        look(object);
}

void VolumeCleaner::changed(std::vector<Change> const& changes) {
    for (auto const& change : changes) {
        if (change.after && change.after->kind().plural == PersistentVolume::type.plural &&
            change.after->kind().group.empty())
            look(change.after);
    }
}

void VolumeCleaner::look(Ref const& object) {
    Reader const reader(registry_->durable(), registry_->kinds(), *cache_);
    auto const volume = View(reader, strand_->wall()).typed<PersistentVolume>(object);
    if (!controllers::wants_directory_removed(*volume) || !busy_.insert(volume->metadata.uid).second) return;
    auto const path = volume->spec.hostPath ? volume->spec.hostPath->path : std::string();
    auto const finish = [this, alive = alive_, key = object->key(),
                         uid = volume->metadata.uid](std::string const& problem) {
        if (!*alive) return;
        busy_.erase(uid);
        auto const now = registry_->accepted().by_uid(uid);
        if (!now) return;
        if (!problem.empty()) {
            control_->tell({{PersistentVolume::type, key, uid, {}, true, "VolumeFailedDelete", problem}},
                           "persistentvolume-controller");
            strand_->after(again, [this, alive, uid] {
                if (auto const still = *alive ? registry_->durable().by_uid(uid) : nullptr) look(still);
            });
            return;
        }
        Reader const accepted(registry_->accepted(), registry_->kinds(), *cache_);
        auto changed = *View(accepted, strand_->wall()).typed<PersistentVolume>(now);
        std::erase(changed.metadata.finalizers, controllers::local_path_finalizer);
        Plan plan;
        plan.update(changed);
        control_->submit(plan, "persistentvolume-controller", {});
    };
    executor_([path, root = root_, finish, strand = strand_] {
        std::string problem;
        if (!path.empty() && lies_below(path, root)) {
            std::error_code error;
            std::filesystem::remove_all(path, error);
            if (error) problem = "the directory " + path + " can't be removed: " + error.message();
        } else if (!path.empty()) {
            problem = "the directory " + path + " does not lie below " + root + " and is left alone";
        }
        strand->post([finish, problem] { finish(problem); });
    });
}

}  // namespace keelson
