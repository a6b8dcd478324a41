#include "controllers/volume_match.hpp"
#include "controllers/volumes.hpp"
#include "support/controller_world.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/api/storage_v1.hpp>

#include <catch2/catch.hpp>

using namespace keelson;
using namespace keelson::controllers;
using test::ControllerWorld;

namespace {

struct VolumeWorld : ControllerWorld {
    VolumeWorld() {
        add(volume_claim_controller({.directory = "/data/volumes"}));
        add(volume_controller());
    }
    void make_class(std::string const& name, std::function<void(StorageClass&)> const& edit = {}) {
        StorageClass made{.metadata = {.name = name}, .provisioner = std::string(local_path_provisioner)};
        if (edit) edit(made);
        create(made).value();
        run();
    }
    void make_default_class() {
        make_class("local", [](StorageClass& made) {
            made.metadata.annotations["storageclass.kubernetes.io/is-default-class"] = "true";
        });
    }
    void make_claim(std::string const& name, std::string const& size,
                    std::function<void(PersistentVolumeClaim&)> const& edit = {}) {
        PersistentVolumeClaim made{.metadata = {.name = name, .namespace_ = "default"}};
        made.spec.accessModes = {"ReadWriteOnce"};
        made.spec.resources.emplace().requests["storage"] = Quantity::parse(size).value();
        if (edit) edit(made);
        create(made).value();
        run();
    }
    void make_volume(std::string const& name, std::string const& size,
                     std::function<void(PersistentVolume&)> const& edit = {}) {
        PersistentVolume made{.metadata = {.name = name}};
        made.spec.accessModes = {"ReadWriteOnce"};
        made.spec.capacity["storage"] = Quantity::parse(size).value();
        made.spec.persistentVolumeReclaimPolicy = "Retain";
        made.spec.hostPath.emplace().path = "/mnt/" + name;
        if (edit) edit(made);
        create(made).value();
        run();
    }
    PersistentVolumeClaim claim(std::string const& name) { return *find<PersistentVolumeClaim>(name); }
    PersistentVolume volume(std::string const& name) { return *find<PersistentVolume>(name); }
    void use(std::string const& pod, std::string const& claim_name) {
        Pod made{.metadata = {.name = pod, .namespace_ = "default"}};
        made.spec.containers.push_back({.image = "x", .name = "main"});
        made.spec.volumes.emplace_back().name = "data";
        made.spec.volumes[0].persistentVolumeClaim.emplace().claimName = claim_name;
        create(made).value();
        auto bind = operation(Operation::Verb::bind, "pods", "n1", {"default", pod});
        (void)one(bind).value();
        run();
    }
};

auto const no_class = [](PersistentVolumeClaim& claim) { claim.spec.storageClassName = ""; };

}  // namespace

TEST_CASE("volumes: a claim without a class gets a directory of the default class") {
    VolumeWorld w;
    w.make_claim("models", "1Gi");
    CHECK(w.claim("models").status.phase == "Pending");
    CHECK(w.count_told("FailedBinding") > 0);
    w.make_default_class();  // comes later, and is taken then
    auto const claim = w.claim("models");
    CHECK(claim.status.phase == "Bound");
    CHECK(claim.spec.storageClassName == "local");
    CHECK(claim.metadata.annotations.at("pv.kubernetes.io/bind-completed") == "yes");
    CHECK(claim.metadata.finalizers == std::vector<std::string>{"kubernetes.io/pvc-protection"});
    CHECK(claim.status.capacity.at("storage").text() == "1Gi");
    auto const volume = w.volume("pvc-" + claim.metadata.uid);
    CHECK(claim.spec.volumeName == volume.metadata.name);
    CHECK(volume.status.phase == "Bound");
    CHECK(volume.spec.hostPath->path == "/data/volumes/default-models-pvc-" + claim.metadata.uid);
    CHECK(volume.spec.hostPath->type == "DirectoryOrCreate");
    CHECK(volume.spec.claimRef->uid == claim.metadata.uid);
    CHECK(volume.spec.persistentVolumeReclaimPolicy == "Delete");
    CHECK_FALSE(volume.spec.nodeAffinity);
    CHECK(w.count_told("ProvisioningSucceeded") == 1);
}

TEST_CASE("volumes: a claim takes the smallest volume that matches in class, modes, size and labels") {
    VolumeWorld w;
    w.make_volume("small", "1Gi");
    w.make_volume("large", "50Gi");
    w.make_volume("medium", "10Gi");
    w.make_volume("other-class", "5Gi", [](auto& volume) { volume.spec.storageClassName = "fast"; });
    w.make_volume("read-only", "5Gi", [](auto& volume) { volume.spec.accessModes = {"ReadOnlyMany"}; });
    w.make_claim("a", "4Gi", no_class);
    CHECK(w.claim("a").spec.volumeName == "medium");
    CHECK(w.volume("medium").status.phase == "Bound");
    CHECK(w.volume("medium").metadata.annotations.contains("pv.kubernetes.io/bound-by-controller"));
    CHECK(w.volume("large").status.phase == "Available");
    w.make_claim("b", "1Gi", [](PersistentVolumeClaim& claim) {
        no_class(claim);
        claim.spec.selector.emplace().matchLabels = {{"tier", "gold"}};
    });
    CHECK(w.claim("b").status.phase == "Pending");
    w.make_volume("golden", "2Gi", [](auto& volume) { volume.metadata.labels = {{"tier", "gold"}}; });
    CHECK(w.claim("b").spec.volumeName == "golden");
}

TEST_CASE("volumes: who names a volume gets that one or is told why not") {
    VolumeWorld w;
    w.make_volume("mine", "2Gi");
    w.make_claim("big", "4Gi", [](PersistentVolumeClaim& claim) {
        no_class(claim);
        claim.spec.volumeName = "mine";
    });
    CHECK(w.claim("big").status.phase == "Pending");
    CHECK(w.told.back().message == "Cannot bind to requested volume \"mine\": requested PV is too small");
    w.make_claim("fits", "1Gi", [](PersistentVolumeClaim& claim) {
        no_class(claim);
        claim.spec.volumeName = "mine";
    });
    CHECK(w.claim("fits").status.phase == "Bound");
    w.make_claim("late", "1Gi", [](PersistentVolumeClaim& claim) {
        no_class(claim);
        claim.spec.volumeName = "mine";
    });
    CHECK(w.claim("late").status.phase == "Pending");
    CHECK(w.told.back().message == "volume \"mine\" already bound to a different claim.");
}

TEST_CASE("volumes: a volume that is reserved for a claim is not given to another") {
    VolumeWorld w;
    w.make_volume("reserved", "2Gi", [](auto& volume) {
        volume.spec.claimRef.emplace(ObjectReference{.name = "vip", .namespace_ = "default"});
    });
    CHECK(w.volume("reserved").status.phase == "Available");
    w.make_claim("other", "1Gi", no_class);
    CHECK(w.claim("other").status.phase == "Pending");
    w.make_claim("vip", "1Gi", no_class);
    CHECK(w.claim("vip").spec.volumeName == "reserved");
    CHECK(w.volume("reserved").spec.claimRef->uid == w.claim("vip").metadata.uid);
    CHECK(w.volume("reserved").status.phase == "Bound");
}

TEST_CASE("volumes: with WaitForFirstConsumer the volume comes with the node, and belongs to it") {
    VolumeWorld w;
    w.create(Node{.metadata = {.labels = {{"kubernetes.io/hostname", "host-1"}}, .name = "n1"}}).value();
    w.make_class("later", [](StorageClass& made) { made.volumeBindingMode = "WaitForFirstConsumer"; });
    w.make_claim("a", "1Gi", [](PersistentVolumeClaim& claim) { claim.spec.storageClassName = "later"; });
    CHECK(w.claim("a").status.phase == "Pending");
    CHECK(w.count_told("WaitForFirstConsumer") > 0);
    w.change<PersistentVolumeClaim>(
        "a", [](auto& claim) { claim.metadata.annotations["volume.kubernetes.io/selected-node"] = "n1"; });
    w.run();
    REQUIRE(w.claim("a").status.phase == "Bound");
    auto const volume = w.volume(w.claim("a").spec.volumeName);
    auto const& term = volume.spec.nodeAffinity->required->nodeSelectorTerms.at(0).matchExpressions.at(0);
    CHECK(term.key == "kubernetes.io/hostname");
    CHECK(term.values == std::vector<std::string>{"host-1"});
    CHECK(reachable(volume, *w.find<Node>("n1")));
    CHECK_FALSE(reachable(volume, Node{.metadata = {.labels = {{"kubernetes.io/hostname", "host-2"}}}}));
}

TEST_CASE("volumes: what the provisioner cannot do it refuses by name") {
    VolumeWorld w;
    w.make_class("local");
    w.make_class("odd", [](StorageClass& made) { made.parameters = {{"size", "xl"}}; });
    w.make_class("foreign", [](StorageClass& made) { made.provisioner = "csi.example.com"; });
    auto const message = [&](std::string const& name, std::string const& class_name,
                             std::function<void(PersistentVolumeClaim&)> const& edit = {}) {
        w.make_claim(name, "1Gi", [&](PersistentVolumeClaim& claim) {
            claim.spec.storageClassName = class_name;
            if (edit) edit(claim);
        });
        CHECK(w.claim(name).status.phase == "Pending");
        return w.told.back().message;
    };
    CHECK(message("a", "missing") == "storageclass.storage.k8s.io \"missing\" not found");
    CHECK(message("b", "odd") == "failed to provision volume with StorageClass \"odd\": unknown parameter \"size\"");
    CHECK(message("c", "local", [](auto& claim) { claim.spec.volumeMode = "Block"; }) ==
          "failed to provision volume with StorageClass \"local\": volumeMode Block is not supported");
    CHECK(message("d", "foreign").starts_with("Waiting for a volume to be created"));
    CHECK(w.claim("d").metadata.annotations.at("volume.kubernetes.io/storage-provisioner") == "csi.example.com");
}

TEST_CASE("trap 8: a claim in use stays until no Pod uses it; then its volume and directory go") {
    VolumeWorld w;
    w.make_default_class();
    w.make_claim("models", "1Gi");
    w.use("server", "models");
    auto const name = w.claim("models").spec.volumeName;
    w.remove<PersistentVolumeClaim>("models").value();
    w.run();
    REQUIRE(w.find<PersistentVolumeClaim>("models"));
    CHECK(w.volume(name).status.phase == "Bound");
    CHECK_FALSE(wants_directory_removed(w.volume(name)));
    w.change_status<Pod>("server", [](Pod& pod) { pod.status.phase = "Succeeded"; });
    w.run();
    CHECK_FALSE(w.find<PersistentVolumeClaim>("models"));
    REQUIRE(w.find<PersistentVolume>(name));
    CHECK(w.volume(name).status.phase == "Released");
    CHECK(wants_directory_removed(w.volume(name)));
    w.change<PersistentVolume>(name, [](auto& volume) { volume.metadata.finalizers.clear(); });  // as an engine does
    CHECK_FALSE(w.find<PersistentVolume>(name));
}

TEST_CASE("volumes: a retained volume stays, released, with its data") {
    VolumeWorld w;
    w.make_class("keep", [](StorageClass& made) { made.reclaimPolicy = "Retain"; });
    w.make_claim("models", "1Gi", [](auto& claim) { claim.spec.storageClassName = "keep"; });
    auto const name = w.claim("models").spec.volumeName;
    w.remove<PersistentVolumeClaim>("models").value();
    w.run();
    CHECK(w.volume(name).status.phase == "Released");
    w.make_claim("models", "1Gi", [](auto& claim) { claim.spec.storageClassName = "keep"; });
    CHECK(w.claim("models").spec.volumeName != name);  // another claim of the same name
    w.remove<PersistentVolume>(name).value();
    w.run();
    CHECK_FALSE(w.find<PersistentVolume>(name));
}

TEST_CASE("volumes: one that cannot be reclaimed says so") {
    VolumeWorld w;
    w.make_volume("theirs", "1Gi", [](auto& volume) { volume.spec.persistentVolumeReclaimPolicy = "Delete"; });
    w.make_claim("a", "1Gi", no_class);
    w.remove<PersistentVolumeClaim>("a").value();
    w.run();
    CHECK(w.volume("theirs").status.phase == "Failed");
    CHECK(w.volume("theirs").status.message ==
          "error getting deleter volume plugin for volume \"theirs\": no deletable volume plugin matched");
    CHECK(w.count_told("VolumeFailedDelete") == 1);
}

TEST_CASE("volumes: a claim whose volume is gone is lost") {
    VolumeWorld w;
    w.make_volume("v", "1Gi");
    w.make_claim("a", "1Gi", no_class);
    w.remove<PersistentVolume>("v").value();
    w.run();
    REQUIRE(w.find<PersistentVolume>("v"));  // protected while it is bound
    w.change<PersistentVolume>("v", [](auto& volume) { volume.metadata.finalizers.clear(); });
    w.run();
    CHECK(w.claim("a").status.phase == "Lost");
    CHECK(w.count_told("ClaimLost") == 1);
}

TEST_CASE("volumes: a claim may grow where its class allows it") {
    VolumeWorld w;
    w.make_class("grows", [](StorageClass& made) { made.allowVolumeExpansion = true; });
    w.make_claim("a", "1Gi", [](auto& claim) { claim.spec.storageClassName = "grows"; });
    w.change<PersistentVolumeClaim>(
        "a", [](auto& claim) { claim.spec.resources->requests["storage"] = Quantity::parse("3Gi").value(); });
    w.run();
    CHECK(w.claim("a").status.capacity.at("storage").text() == "3Gi");
    CHECK(w.volume(w.claim("a").spec.volumeName).spec.capacity.at("storage").text() == "3Gi");
}

TEST_CASE("trap 1: a claim gets one volume, wherever a plan is cut") {
    for (std::size_t cut = 0; cut < 4; ++cut) {
        INFO("cut after " << cut);
        VolumeWorld w;
        w.remote = true;
        w.make_default_class();
        std::size_t left = cut;
        w.cut_after = [&]() -> std::size_t { return std::exchange(left, 100); };
        w.make_claim("models", "1Gi");
        w.pass(std::chrono::seconds(1));
        CHECK(w.all<PersistentVolume>().size() == 1);
        CHECK(w.claim("models").status.phase == "Bound");
        CHECK(w.volume(w.claim("models").spec.volumeName).status.phase == "Bound");
    }
}

TEST_CASE("trap 21: bound and waiting claims and their volumes are not written again") {
    VolumeWorld w;
    w.make_default_class();
    w.make_claim("a", "1Gi");
    w.make_claim("b", "1Gi", no_class);
    w.make_volume("spare", "1Mi");
    auto const revision = w.registry.accepted().revision;
    w.restart();
    w.run();
    CHECK(w.registry.accepted().revision == revision);
}
