#ifndef KEELSON_SRC_ENGINE_VOLUME_CLEANER_HPP
#define KEELSON_SRC_ENGINE_VOLUME_CLEANER_HPP

#include "engine/control_loop.hpp"

#include <set>
#include <string>

namespace keelson {

/// Removes the directories of local volumes that are given back, then lets their objects go.
/// Threading: on the strand only; directories are removed by the executor.
class VolumeCleaner {
public:
    /// Only what lies below `root` is ever removed.
    VolumeCleaner(Strand& strand, Registry& registry, ControlLoop& control, TypedCache& cache, std::string root,
                  std::function<void(std::function<void()>)> executor)
        : strand_(&strand),
          registry_(&registry),
          control_(&control),
          cache_(&cache),
          root_(std::move(root)),
          executor_(std::move(executor)) {}
    ~VolumeCleaner() { *alive_ = false; }
    VolumeCleaner(VolumeCleaner const&) = delete;
    VolumeCleaner& operator=(VolumeCleaner const&) = delete;

    void start();
    /// Durable changes.
    void changed(std::vector<Change> const& changes);

private:
    void look(Ref const& object);

    Strand* strand_;
    Registry* registry_;
    ControlLoop* control_;
    TypedCache* cache_;
    std::string root_;
    std::function<void(std::function<void()>)> executor_;
    std::set<std::string> busy_;  // uids
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace keelson

#endif
