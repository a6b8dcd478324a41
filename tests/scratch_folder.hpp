#ifndef KEELSON_TESTS_SCRATCH_FOLDER_HPP
#define KEELSON_TESTS_SCRATCH_FOLDER_HPP

#include <cstdlib>
#include <filesystem>
#include <string>

namespace keelson::tests {

/// An empty folder of a test's own, gone with the object.
class ScratchFolder {
public:
    /// In memory where the system has such a place: for tests that never need a real sync.
    enum class Place { disk, memory };

    explicit ScratchFolder(Place place = Place::disk) {
        std::error_code ignored;
        auto const in_memory = place == Place::memory && std::filesystem::is_directory("/dev/shm", ignored);
        auto const root = in_memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path();
        auto name = (root / "keelson-test-XXXXXX").string();
        if (::mkdtemp(name.data())) path_ = name;
    }
    ~ScratchFolder() {
        if (path_.empty()) return;
        // A supervisor that is just ending may remove its socket at the same time.
        for (int i = 0; i < 3; ++i) {
            std::error_code ignored;
            std::filesystem::remove_all(path_, ignored);
        }
    }
    ScratchFolder(ScratchFolder const&) = delete;
    ScratchFolder& operator=(ScratchFolder const&) = delete;

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }
    [[nodiscard]] std::string file(std::string const& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

}  // namespace keelson::tests

#endif
