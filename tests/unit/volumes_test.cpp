#include "node/volumes.hpp"

#include "scratch_folder.hpp"
#include "support/node_fixture.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace keelson;
using test::NodeFixture;
namespace fs = std::filesystem;

namespace {

struct Setting : NodeFixture {
    Setting() {
        it.metadata.name = "web-1";
        it.metadata.namespace_ = "default";
        it.metadata.uid = "uid";
        it.metadata.labels = {{"app", "web"}, {"tier", "front"}};
        auto& web = it.spec.containers.emplace_back();
        web.name = "web";
        (void)create(R"({"metadata":{"name":"conf"},"data":{"a":"1","b":"2"},"binaryData":{"c":"AAE="}})", "configmaps",
                     "default")
            .value();
        (void)create(R"({"metadata":{"name":"pass"},"data":{"key":"c2VjcmV0"}})", "secrets", "default").value();
    }
    Volume& add(std::string name) {
        auto& made = it.spec.volumes.emplace_back();
        made.name = std::move(name);
        return made;
    }
    Result<std::vector<VolumeContent>> make() {
        Result<std::vector<VolumeContent>> made = std::vector<VolumeContent>();
        services().read([&](View const& view) { made = volume_contents(view, it, {}); });
        return made;
    }
    std::string error() {
        auto const made = make();
        REQUIRE_FALSE(made);
        return made.error().message;
    }

    Pod it;
};

template <class T>
Result<T> wait_for(std::function<void(Completion<T>)> const& start) {
    std::promise<Result<T>> promise;
    start([&](Result<T> result) { promise.set_value(std::move(result)); });
    return promise.get_future().get();
}

struct Disk {
    VolumeContent files(std::vector<VolumeFile> some) const {
        VolumeContent content;
        content.name = "conf";
        content.kind = VolumeContent::Kind::files;
        content.files = std::move(some);
        return content;
    }
    Result<std::string> prepare(VolumeContent content) const {
        auto const made = wait_for<std::vector<std::string>>(
            [&](auto done) { store->prepare("uid", {std::move(content)}, std::move(done)); });
        if (!made) return made.error();
        return made->front();
    }
    Result<std::string> prepare_path(std::string path, std::string type) const {
        VolumeContent content;
        content.name = "host";
        content.kind = VolumeContent::Kind::path;
        content.path = std::move(path);
        content.path_type = std::move(type);
        return prepare(std::move(content));
    }
    Result<> sub_path(std::string volume, std::string path) const {
        return wait_for<void>(
            [&](auto done) { store->make_sub_path(std::move(volume), std::move(path), std::move(done)); });
    }
    static std::string read(fs::path const& path) {
        std::ifstream file(path);
        std::stringstream text;
        text << file.rdbuf();
        return text.str();
    }

    tests::ScratchFolder folder;
    std::string root = folder.path().string();
    std::shared_ptr<VolumeStore> store = disk_volume_store(root);
};

}  // namespace

TEST_CASE("volumes: ConfigMaps and Secrets become files, all of them or those that are named") {
    Setting s;
    auto& all = s.add("all");
    all.configMap = ConfigMapVolumeSource{};
    all.configMap->name = "conf";
    auto& some = s.add("some");
    some.secret = SecretVolumeSource{};
    some.secret->secretName = "pass";
    some.secret->defaultMode = 0400;
    some.secret->items = {{"key", {}, "dir/key"}, {"key", 0600, "other"}};
    auto const made = s.make().value();
    REQUIRE(made.size() == 2);
    CHECK(made[0].files == std::vector<VolumeFile>{{"a", "1"}, {"b", "2"}, {"c", std::string("\0\1", 2)}});
    CHECK(made[1].files == std::vector<VolumeFile>{{"dir/key", "secret", 0400}, {"other", "secret", 0600}});
    s.it.spec.volumes[1].secret->items = {{"none", {}, "x"}};
    CHECK(s.error() ==
          "MountVolume.SetUp failed for volume \"some\" : secret references non-existent config key: none");
    s.it.spec.volumes[1].secret->secretName = "gone";
    CHECK(s.error() == "MountVolume.SetUp failed for volume \"some\" : secret \"gone\" not found");
    s.it.spec.volumes[1].secret->optional = true;
    CHECK(s.make().value()[1].files.empty());
}

TEST_CASE("volumes: projected and downward API volumes") {
    Setting s;
    auto& volume = s.add("p");
    volume.projected = ProjectedVolumeSource{};
    VolumeProjection one, two;
    one.configMap = ConfigMapProjection{{{"a", {}, "conf/a"}}, "conf", {}};
    two.downwardAPI = DownwardAPIProjection{};
    DownwardAPIVolumeFile labels;
    labels.fieldRef = ObjectFieldSelector{{}, "metadata.labels"};
    labels.path = "labels";
    two.downwardAPI->items = {labels};
    volume.projected->sources = {one, two};
    CHECK(s.make().value()[0].files ==
          std::vector<VolumeFile>{{"conf/a", "1"}, {"labels", "app=\"web\"\ntier=\"front\""}});
    VolumeProjection token;
    token.serviceAccountToken = ServiceAccountTokenProjection{};
    s.it.spec.volumes[0].projected->sources.push_back(token);
    CHECK(s.error() == "volume \"p\": service account tokens need an endpoint that issues them");
}

TEST_CASE("volumes: a claim leads to where its volume is, once it is bound") {
    Setting s;
    auto& volume = s.add("data");
    volume.persistentVolumeClaim = PersistentVolumeClaimVolumeSource{"claim", {}};
    auto const prefix = std::string("MountVolume.SetUp failed for volume \"data\" : ");
    CHECK(s.error() == prefix + "persistentvolumeclaim \"claim\" not found");
    auto const claim =
        s.create(
             R"({"metadata":{"name":"claim"},"spec":{"accessModes":["ReadWriteOnce"],"volumeName":"pv","resources":{"requests":{"storage":"1Gi"}}}})",
             "persistentvolumeclaims", "default")
            .value();
    CHECK(s.error() == prefix + "PersistentVolumeClaim is not bound: \"default/claim\"");
    (void)s
        .one(s.operation(Operation::Verb::merge_patch_status, "persistentvolumeclaims",
                         R"({"status":{"phase":"Bound"}})", claim->key()))
        .value();
    (void)s
        .create(
            R"({"metadata":{"name":"pv"},"spec":{"accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},"hostPath":{"path":"/srv/data","type":"DirectoryOrCreate"}}})",
            "persistentvolumes")
        .value();
    auto const made = s.make().value();
    CHECK(made[0].path == "/srv/data");
    CHECK(made[0].path_type == "DirectoryOrCreate");
    CHECK(uses_data(s.it, PersistentVolumeClaim::type, "claim"));
    CHECK_FALSE(uses_data(s.it, PersistentVolumeClaim::type, "other"));
}

TEST_CASE("volumes: other sources are refused by the name of their field") {
    Setting s;
    s.add("data").csi = CSIVolumeSource{};
    CHECK(s.error() == "volume \"data\": volume source spec.volumes.csi is not supported by this node");
}

TEST_CASE("volumes: mounts of a container") {
    Setting s;
    auto& scratch = s.add("scratch");
    scratch.emptyDir = EmptyDirVolumeSource{};
    auto& memory = s.add("memory");
    memory.emptyDir = EmptyDirVolumeSource{"Memory", Quantity::parse("1Mi").value()};
    auto& conf = s.add("conf");
    conf.configMap = ConfigMapVolumeSource{};
    conf.configMap->name = "conf";
    VolumeMount one;
    one.name = "scratch";
    one.mountPath = "/scratch";
    one.subPathExpr = "$(POD)/x";
    VolumeMount two;
    two.name = "memory";
    two.mountPath = "shm";
    VolumeMount three;
    three.name = "conf";
    three.mountPath = "/etc/conf";
    auto& container = s.it.spec.containers[0];
    container.volumeMounts = {one, two, three};
    auto const contents = s.make().value();
    std::vector<std::string> const places{"/v/scratch", "", "/v/conf"};
    Environment environment;
    environment.set("POD", "web-1");
    auto const mounts = container_mounts(s.it, container, contents, places, environment).value();
    REQUIRE(mounts.size() == 3);
    CHECK(mounts[0].source == "/v/scratch/web-1/x");
    CHECK_FALSE(mounts[0].read_only);
    CHECK(mounts[1].kind == Mount::Kind::tmpfs);
    CHECK(mounts[1].target == "/shm");
    CHECK(mounts[1].size_bytes == 1 << 20);
    CHECK(mounts[2].read_only);
    container.volumeMounts[0].subPathExpr = "$(NONE)";
    CHECK_FALSE(container_mounts(s.it, container, contents, places, environment));
    container.volumeMounts[0].subPathExpr = "../x";
    CHECK(container_mounts(s.it, container, contents, places, environment).error().message ==
          "subPath \"../x\" must not contain \"..\"");
    container.volumeMounts[0].name = "none";
    CHECK_FALSE(container_mounts(s.it, container, contents, places, environment));
}

TEST_CASE("volume store: files change all at once, by one link") {
    Disk d;
    auto const place = fs::path(d.prepare(d.files({{"a", "1"}, {"dir/b", "2", 0400}})).value());
    CHECK(place == fs::path(d.root) / "pods/uid/volumes/conf");
    CHECK(Disk::read(place / "a") == "1");
    CHECK(Disk::read(place / "dir/b") == "2");
    CHECK(fs::read_symlink(place / "a") == "..data/a");
    CHECK(fs::read_symlink(place / "dir") == "..data/dir");
    struct stat status {};
    REQUIRE(::stat((place / "dir/b").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0400);
    auto const first = fs::read_symlink(place / "..data");

    (void)d.prepare(d.files({{"a", "1"}, {"dir/b", "2", 0400}})).value();
    CHECK(fs::read_symlink(place / "..data") == first);

    (void)d.prepare(d.files({{"a", "3"}, {"c", "4"}})).value();
    CHECK(fs::read_symlink(place / "..data") != first);
    CHECK(Disk::read(place / "a") == "3");
    CHECK(Disk::read(place / "c") == "4");
    CHECK_FALSE(fs::exists(fs::symlink_status(place / "dir")));
    CHECK_FALSE(fs::exists(place / first));

    CHECK_FALSE(d.prepare(d.files({{"../a", "1"}})));
    CHECK_FALSE(fs::exists(fs::path(d.root) / "pods/uid/volumes/a"));
}

TEST_CASE("volume store: an empty directory is the Pod's, and goes with it") {
    Disk d;
    VolumeContent content;
    content.name = "scratch";
    auto const place = fs::path(d.prepare(content).value());
    std::ofstream(place / "x") << "kept";
    (void)d.prepare(content).value();
    CHECK(Disk::read(place / "x") == "kept");
    CHECK(wait_for<void>([&](auto done) { d.store->remove("uid", done); }));
    CHECK_FALSE(fs::exists(place));
    CHECK(wait_for<void>([&](auto done) { d.store->remove("uid", done); }));
    CHECK_FALSE(wait_for<void>([&](auto done) { d.store->remove("../..", done); }));
    CHECK(fs::exists(d.root));
}

TEST_CASE("volume store: places on the host are checked for what they should be") {
    Disk d;
    auto const directory = d.root + "/made";
    CHECK(d.prepare_path(directory, "").value() == directory);
    CHECK_FALSE(fs::exists(directory));
    CHECK(d.prepare_path(directory, "Directory").error().message ==
          "volume \"host\": hostPath type check failed: " + directory + " is not a directory");
    CHECK(d.prepare_path(directory, "DirectoryOrCreate").value() == directory);
    CHECK(fs::is_directory(directory));
    CHECK(d.prepare_path(directory, "Directory"));
    CHECK_FALSE(d.prepare_path(directory, "File"));
    CHECK(d.prepare_path(directory + "/f", "FileOrCreate"));
    CHECK(fs::is_regular_file(directory + "/f"));
    CHECK_FALSE(d.prepare_path(directory + "/f", "Socket"));
    CHECK(d.prepare_path("/dev/null", "CharDevice"));
    CHECK_FALSE(d.prepare_path("relative", ""));
    CHECK_FALSE(d.prepare_path(directory, "Odd"));
}

TEST_CASE("volume store: a sub-path is made, and no link leads it out of the volume") {
    Disk d;
    auto const volume = d.root + "/volume";
    fs::create_directories(volume);
    CHECK(d.sub_path(volume, "a/b"));
    CHECK(fs::is_directory(volume + "/a/b"));
    CHECK(d.sub_path(volume, "a/b"));
    fs::create_directory(d.root + "/outside");
    fs::create_directory_symlink(d.root + "/outside", volume + "/link");
    CHECK(d.sub_path(volume, "link").error().message == "subPath \"link\" leads out of its volume");
    CHECK_FALSE(d.sub_path(volume, "link/x"));
    CHECK_FALSE(fs::exists(d.root + "/outside/x"));
}

TEST_CASE("volume store: the end of a log is read, and only log directories are removed as such") {
    Disk d;
    fs::create_directories(d.root + "/logs/pod");
    std::ofstream(d.root + "/logs/pod/x") << "0123456789";
    auto const tail = [&](std::size_t most) {
        return wait_for<std::string>([&](auto done) { d.store->read_tail(d.root + "/logs/pod/x", most, done); })
            .value();
    };
    CHECK(tail(4) == "6789");
    CHECK(tail(100) == "0123456789");
    CHECK(wait_for<std::string>([&](auto done) { d.store->read_tail(d.root + "/none", 4, done); }).value().empty());
    CHECK_FALSE(wait_for<void>([&](auto done) { d.store->remove_logs(d.root, done); }));
    CHECK_FALSE(wait_for<void>([&](auto done) { d.store->remove_logs(d.root + "/logs", done); }));
    CHECK_FALSE(wait_for<void>([&](auto done) { d.store->remove_logs(d.root + "/logs/../pods", done); }));
    CHECK(wait_for<void>([&](auto done) { d.store->remove_logs(d.root + "/logs/pod", done); }));
    CHECK_FALSE(fs::exists(d.root + "/logs/pod"));
}

TEST_CASE("volumes: they belong to the Pod's group where the node may give them away") {
    Setting s;
    s.it.spec.securityContext = PodSecurityContext{};
    s.it.spec.securityContext->fsGroup = 3000;
    s.it.spec.securityContext->fsGroupChangePolicy = "OnRootMismatch";
    s.add("dir").emptyDir = EmptyDirVolumeSource{};
    s.add("conf").configMap = ConfigMapVolumeSource{};
    s.it.spec.volumes.back().configMap->name = "conf";
    s.add("host").hostPath = HostPathVolumeSource{.path = "/tmp", .type = {}};
    auto const made = s.make().value();
    CHECK(made[0].group == 3000);
    CHECK(made[1].group == 3000);
    CHECK_FALSE(made[2].group);
    Result<std::vector<VolumeContent>> powerless = std::vector<VolumeContent>();
    PodFacts facts;
    facts.gives_files = false;
    s.services().read([&](View const& view) { powerless = volume_contents(view, s.it, facts); });
    CHECK_FALSE(powerless->at(0).group);
}

TEST_CASE("volumes: a token is its user's, and everybody's when nobody is known") {
    Setting s;
    auto& source = [&]() -> VolumeProjection& {
        auto& volume = s.add("api");
        volume.projected = ProjectedVolumeSource{};
        return volume.projected->sources.emplace_back();
    }();
    source.serviceAccountToken = ServiceAccountTokenProjection{.audience = {}, .expirationSeconds = 600, .path = "t"};
    PodFacts facts;
    facts.token = [](ServiceAccountTokenProjection const& wanted) -> Result<std::string> {
        return "for " + std::to_string(*wanted.expirationSeconds);
    };
    auto const file = [&] {
        Result<std::vector<VolumeContent>> made = std::vector<VolumeContent>();
        s.services().read([&](View const& view) { made = volume_contents(view, s.it, facts); });
        return made.value()[0].files[0];
    };
    CHECK(file() == VolumeFile{.path = "t", .content = "for 600", .mode = 0644});
    s.it.spec.securityContext = PodSecurityContext{};
    s.it.spec.securityContext->runAsUser = 1000;
    CHECK(file() == VolumeFile{.path = "t", .content = "for 600", .mode = 0600, .user = 1000});
    s.it.spec.containers[0].securityContext = SecurityContext{};
    s.it.spec.containers[0].securityContext->runAsUser = 7;
    CHECK(file().user == 7);
    s.it.spec.containers.push_back(s.it.spec.containers[0]);
    s.it.spec.containers[1].securityContext->runAsUser = 8;
    CHECK_FALSE(file().user);
    CHECK(file().mode == 0644);
    facts.token = [](ServiceAccountTokenProjection const&) -> Result<std::string> {
        return Error(Errc::not_found, "serviceaccounts \"default\" not found");
    };
    Result<std::vector<VolumeContent>> made = std::vector<VolumeContent>();
    s.services().read([&](View const& view) { made = volume_contents(view, s.it, facts); });
    CHECK(made.error().message.find("failed to fetch token: serviceaccounts \"default\" not found") !=
          std::string::npos);
}

TEST_CASE("volumes: images are mounted where there are some, block devices given and not mounted") {
    Setting s;
    s.add("image").image = ImageVolumeSource{.pullPolicy = "Never", .reference = "data:1"};
    CHECK(s.error() == "volume \"image\": volume source spec.volumes.image is not supported by this node");
    PodFacts facts;
    facts.has_images = true;
    Result<std::vector<VolumeContent>> made = std::vector<VolumeContent>();
    s.services().read([&](View const& view) { made = volume_contents(view, s.it, facts); });
    REQUIRE(made);
    VolumeContent block;
    block.name = "disk";
    block.kind = VolumeContent::Kind::device;
    block.path = "/dev/loop7";
    made->push_back(block);
    s.add("disk");
    auto& container = s.it.spec.containers[0];
    container.volumeMounts = {{.mountPath = "/data", .name = "image", .subPath = "models"}};
    container.volumeDevices = {{.devicePath = "/dev/x", .name = "disk"}};
    std::vector<std::string> const places{"", "/dev/loop7"};
    Environment const environment;
    auto const mounts = container_mounts(s.it, container, *made, places, environment).value();
    REQUIRE(mounts.size() == 1);
    CHECK(mounts[0].kind == Mount::Kind::image);
    CHECK(mounts[0].source == "data:1");
    CHECK(mounts[0].sub_path == "models");
    CHECK(mounts[0].read_only);
    auto const devices = container_devices(s.it, container, *made).value();
    REQUIRE(devices.size() == 1);
    CHECK(devices[0].source == "/dev/loop7");
    CHECK(devices[0].target == "/dev/x");
    container.volumeMounts[0].name = "disk";
    CHECK(container_mounts(s.it, container, *made, places, environment).error().message ==
          "volume disk has volumeMode Block, but is specified in volumeMounts of container web");
    container.volumeDevices[0].name = "image";
    CHECK(container_devices(s.it, container, *made).error().message ==
          "volume image has volumeMode Filesystem, but is specified in volumeDevices of container web");
}

TEST_CASE("volumes: on disk they are given to their group, once and as a kubelet does") {
    if (::geteuid() != 0) return;  // only root may
    Disk disk;
    VolumeContent directory;
    directory.name = "dir";
    directory.group = 3000;
    auto files = disk.files({{.path = "a", .content = "1", .mode = 0400}, {.path = "t", .content = "2", .mode = 0600}});
    files.group = 3000;
    files.files[1].user = 1000;
    std::vector<std::string> const places{disk.prepare(directory).value(), disk.prepare(files).value()};
    auto const status_of = [](fs::path const& path) {
        struct stat status {};
        REQUIRE(::stat(path.c_str(), &status) == 0);
        return status;
    };
    auto status = status_of(places[0]);
    CHECK(status.st_gid == 3000);
    CHECK((status.st_mode & 07777U) == 02777U);
    status = status_of(fs::path(places[1]) / "a");
    CHECK(status.st_gid == 3000);
    CHECK((status.st_mode & 07777U) == 0440U);
    status = status_of(fs::path(places[1]) / "t");
    CHECK(status.st_uid == 1000);
    CHECK(status.st_gid == 3000);
    CHECK((status.st_mode & 07777U) == 0640U);
    // What the Pod changes itself stays so.
    auto const own = fs::path(places[0]) / "own";
    std::ofstream(own) << "x";
    REQUIRE(::chown(own.c_str(), 0, 5) == 0);
    (void)disk.prepare(directory).value();
    CHECK(status_of(own).st_gid == 5);
}

TEST_CASE("volumes: what is used on disk is counted, and message files are anybody's") {
    Disk disk;
    VolumeContent directory;
    directory.name = "dir";
    auto const place = disk.prepare(directory).value();
    std::ofstream(place + "/big") << std::string(1 << 20, 'x');
    auto const used = wait_for<std::vector<std::uint64_t>>([&](auto done) {
        disk.store->usage({place, "/no/such/place"}, std::move(done));
    });
    REQUIRE(used);
    CHECK(used->at(0) >= 1 << 20);
    CHECK(used->at(0) < 2 << 20);
    CHECK(used->at(1) == 0);
    auto const make = [&](std::uint32_t attempt) {
        return wait_for<std::string>(
            [&](auto done) { disk.store->make_message_file("uid", "web", attempt, std::move(done)); });
    };
    auto const first = make(0).value();
    CHECK(first.ends_with("/pods/uid/containers/web/0"));
    struct stat status {};
    REQUIRE(::stat(first.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0666U);
    (void)make(1).value();
    CHECK(fs::exists(first));
    (void)make(2).value();
    CHECK_FALSE(fs::exists(first));
    CHECK_FALSE(
        wait_for<std::string>([&](auto done) { disk.store->make_message_file("uid", "../web", 0, std::move(done)); }));
}
