#include "drivers/runtime_docker/pods.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace keelson::docker {

namespace {

using namespace std::chrono_literals;

constexpr Duration list_patience = 30s;
/// A container that the engine does not tell of in this time is asked for again after that one: it must not hold up the
/// others.
constexpr Duration look_patience = 5s, hung_for = 30s;

}  // namespace

/// One call of list() under way.
struct Pods::Listing {
    std::vector<SandboxId> only;
    Instant deadline;
    Completion<std::vector<RuntimeSandbox>> done;
    std::vector<Listed> list;
    std::vector<Inspected> inspected;  // one for each of `list`
    std::vector<bool> gone;
    std::size_t waiting = 0;
};

Pods::Pods(Api& api, Setup& setup, Images& images, Owner owner, Log log)
    : api_(api), setup_(setup), images_(images), owner_(std::move(owner)), log_(std::move(log)) {}

std::string Pods::filters(SandboxId const& only) const {
    json::array labels{std::string(label::node) + "=" + owner_.node, std::string(label::engine) + "=" + owner_.engine};
    if (!only.empty()) labels.emplace_back(std::string(label::uid) + "=" + only);
    return percent_encoded(json::serialize(json::object{{"label", std::move(labels)}}));
}

void Pods::ask_list(SandboxId const& only, Instant deadline, Completion<std::vector<Listed>> done) {
    api_.send({.path = "/containers/json?all=1&filters=" + filters(only)}, deadline,
              [this, only, began = ++clock_, done = std::move(done)](Result<Answer> answer) {
                  if (answer.has_error()) return done(answer.error());
                  if (!answer->good()) return done(error_of(*answer));
                  auto list = read_list(answer->body);
                  if (list.has_value()) note(*list, began, only.empty());
                  done(std::move(list));
              });
}

void Pods::note(std::vector<Listed> const& list, std::uint64_t began, bool all) {
    auto const now = ++clock_;
    for (auto const& one : list) {
        if (one.facts.oom_score_refused) setup_.note_oom_score(false);
        auto& sandbox = sandboxes_[one.id.sandbox];
        if (sandbox.facts.pod_name.empty() || one.sandbox) sandbox.facts = one.facts;
        sandbox.noted = now;
        if (one.sandbox) {
            sandbox.docker_id = one.docker_id;
            continue;
        }
        auto& container = sandbox.containers[{one.id.name, one.id.attempt}];
        if (container.docker_id != one.docker_id) container = {.docker_id = one.docker_id};
        container.noted = now;
    }
    if (!all) return;
    // What was there before it was asked and is not now has been removed by somebody else.
    for (auto entry = sandboxes_.begin(); entry != sandboxes_.end();) {
        std::erase_if(entry->second.containers, [&](auto const& container) { return container.second.noted < began; });
        bool const left = entry->second.noted >= began || !entry->second.containers.empty();
        entry = left ? std::next(entry) : sandboxes_.erase(entry);
    }
    std::unordered_map<std::string, Seen> seen;
    for (auto const& one : list)
        if (auto found = seen_.extract(one.docker_id); !found.empty()) seen.insert(std::move(found));
    seen_ = std::move(seen);
}

void Pods::list(std::vector<SandboxId> only, Completion<std::vector<RuntimeSandbox>> done) {
    auto const listing = std::make_shared<Listing>();
    listing->deadline = api_.clock().now() + list_patience;
    listing->only = std::move(only);
    listing->done = std::move(done);
    setup_.ensure(listing->deadline, [this, listing](Result<> const& ready) {
        if (ready.has_error()) return listing->done(ready.error());
        auto const one = listing->only.size() == 1 ? listing->only.front() : SandboxId();
        ask_list(one, listing->deadline, [this, listing](Result<std::vector<Listed>> list) {
            if (list.has_error()) return listing->done(list.error());
            listing->list = *std::move(list);
            if (!listing->only.empty()) {
                std::sort(listing->only.begin(), listing->only.end());
                std::erase_if(listing->list, [&](Listed const& listed) {
                    return !std::binary_search(listing->only.begin(), listing->only.end(), listed.id.sandbox);
                });
            }
            look(listing);
        });
    });
}

void Pods::look(std::shared_ptr<Listing> const& listing) {
    auto const count = listing->list.size();
    listing->inspected.resize(count);
    listing->gone.resize(count);
    listing->waiting = 1;
    auto const now = api_.clock().now();
    for (std::size_t i = 0; i < count; ++i) {
        auto const& listed = listing->list[i];
        auto& seen = seen_[listed.docker_id];
        bool const hung = seen.hung_until > now;
        if (seen.good && seen.state == listed.state) {
            listing->inspected[i] = seen.inspected;
        } else if (hung) {
            listing->inspected[i].status.message = "the Docker Engine does not tell its state";
        } else {
            ++listing->waiting;
            // From here on: what happens while it is looked at makes it be looked at again.
            seen.good = true;
            api_.send({.path = "/containers/" + listed.docker_id + "/json"},
                      std::min(listing->deadline, now + look_patience),
                      [this, listing, i](Result<Answer> const& answer) {
                          inspected(listing, i, answer);
                          if (--listing->waiting == 0) name_images(listing);
                      });
        }
    }
    if (--listing->waiting == 0) name_images(listing);
}

void Pods::inspected(std::shared_ptr<Listing> const& listing, std::size_t which, Result<Answer> const& answer) {
    auto const& docker_id = listing->list[which].docker_id;
    auto& seen = seen_[docker_id];
    if (answer.has_value() && answer->status == 404) {
        seen_.erase(docker_id);
        listing->gone[which] = true;
        return;
    }
    auto found = answer.has_error() ? Result<Inspected>(answer.error())
                 : !answer->good()  ? Result<Inspected>(error_of(*answer))
                                    : read_container(answer->body);
    if (found.has_value()) {
        seen.state = found->word;  // which may be a later one than the list's
        seen.inspected = *found;
        listing->inspected[which] = *std::move(found);
        return;
    }
    // What could not be looked at is unknown, not gone.
    seen.good = false;
    if (found.error().code == Errc::timeout) seen.hung_until = api_.clock().now() + hung_for;
    listing->inspected[which].status.message = found.error().message;
}

void Pods::name_images(std::shared_ptr<Listing> const& listing) {
    listing->waiting = 1;
    for (std::size_t i = 0; i < listing->list.size(); ++i) {
        auto& inspected = listing->inspected[i];
        if (listing->list[i].sandbox || inspected.image.empty()) continue;
        if (auto const* const name = images_.known_name(inspected.image)) {
            inspected.status.image_id = *name;
            continue;
        }
        ++listing->waiting;
        images_.name_of(inspected.image, listing->deadline, [this, listing, i](std::string name) {
            listing->inspected[i].status.image_id = std::move(name);
            if (--listing->waiting == 0) finish(*listing);
        });
    }
    if (--listing->waiting == 0) finish(*listing);
}

RuntimeSandbox Pods::status_of(SandboxId const& id, SandboxFacts const& facts, Inspected const& sandbox) const {
    RuntimeSandbox status;
    status.id = id;
    status.pod_namespace = facts.pod_namespace;
    status.pod_name = facts.pod_name;
    status.ip = sandbox.ip;
    if (facts.host_network)
        status.ip = api_.endpoint().socket.empty() ? api_.endpoint().host : std::string("127.0.0.1");
    status.ready = sandbox.alive;
    status.created_at = sandbox.status.created_at;
    return status;
}

void Pods::finish(Listing& listing) {
    std::map<SandboxId, RuntimeSandbox> sandboxes;
    for (std::size_t i = 0; i < listing.list.size(); ++i) {
        auto const& listed = listing.list[i];
        if (listing.gone[i]) continue;
        auto& sandbox = sandboxes[listed.id.sandbox];
        if (listed.sandbox) {
            auto containers = std::move(sandbox.containers);
            sandbox = status_of(listed.id.sandbox, listed.facts, listing.inspected[i]);
            // What only the list tells is still true when looking closer failed.
            if (listing.inspected[i].docker_id.empty()) {
                sandbox.ready = listed.state == "running" || listed.state == "paused";
                if (sandbox.ip.empty()) sandbox.ip = listed.ip;
            }
            sandbox.containers = std::move(containers);
            continue;
        }
        if (sandbox.id.empty()) {  // its sandbox may have been removed behind our back
            sandbox.id = listed.id.sandbox;
            sandbox.pod_namespace = listed.facts.pod_namespace;
            sandbox.pod_name = listed.facts.pod_name;
        }
        auto const& inspected = listing.inspected[i];
        auto container = inspected.status;
        container.id = listed.id;
        container.runtime_id = "docker://" + listed.docker_id;
        container.spec_hash = listed.spec_hash;
        sandbox.containers.push_back(std::move(container));
    }
    std::vector<RuntimeSandbox> all;
    for (auto& [id, sandbox] : sandboxes) {
        std::sort(sandbox.containers.begin(), sandbox.containers.end(),
                  [](auto const& a, auto const& b) { return a.id < b.id; });
        all.push_back(std::move(sandbox));
    }
    listing.done(std::move(all));
}

bool Pods::changed(std::string const& docker_id, std::string const& what, SandboxId const& sandbox) {
    auto const seen = seen_.find(docker_id);
    if (seen != seen_.end()) seen->second.good = false;
    auto const found = sandboxes_.find(sandbox);
    if (what == "destroy") {
        seen_.erase(docker_id);
        own_starts_.erase(docker_id);
        if (found == sandboxes_.end()) return true;
        auto& known = found->second;
        if (known.docker_id == docker_id) known.docker_id.clear();
        std::erase_if(known.containers, [&](auto const& one) { return one.second.docker_id == docker_id; });
        if (known.removing > 0) return false;
        if (known.docker_id.empty() && known.containers.empty()) sandboxes_.erase(found);
        return true;
    }
    if (found != sandboxes_.end() && found->second.removing > 0) return false;
    // Whoever started it here has heard of it.
    if (what == "start" && own_starts_.erase(docker_id) != 0) return false;
    return true;
}

void Pods::forget_states() {
    for (auto& [id, seen] : seen_) {
        seen.good = false;
        seen.hung_until = {};
    }
    own_starts_.clear();
    for (auto& [id, sandbox] : sandboxes_)
        for (auto& [key, container] : sandbox.containers) container.fresh = false;
}

}  // namespace keelson::docker
