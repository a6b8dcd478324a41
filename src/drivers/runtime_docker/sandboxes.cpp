#include "drivers/runtime_docker/pods.hpp"

#include <boost/json/serialize.hpp>

namespace keelson::docker {

namespace {

using namespace std::chrono_literals;

constexpr Duration look_again_after = 50ms;
constexpr char memories_label[] = "io.keelson.memories";

std::string joined_names(std::vector<SharedMemory> const& memories) {
    std::string text;
    for (auto const& memory : memories) text += (text.empty() ? "" : ",") + memory.name;
    return text;
}

bool contains(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

/// One call of create_sandbox() under way.
struct Pods::SandboxMaking {
    SandboxConfig config;
    SandboxFacts facts;
    std::string name;
    Instant deadline;
    Completion<RuntimeSandbox> done;
    int tries = 0;
    bool without_oom_score = false;
};

/// One call of remove_sandbox() under way.
struct Pods::Removal {
    SandboxId id;
    Instant deadline;
    Completion<> done;
    std::vector<std::string> containers, sandboxes, volumes;
    std::size_t waiting = 0;
    std::optional<Error> trouble;
};

bool Pods::is_ours(json::object const& labels, char const* kind, SandboxId const& id) const {
    json::value const all(labels);
    return text_at(all, {label::node}) == owner_.node && text_at(all, {label::engine}) == owner_.engine &&
           text_at(all, {label::kind}) == kind && text_at(all, {label::uid}) == id;
}

void Pods::create_sandbox(SandboxConfig config, Instant deadline, Completion<RuntimeSandbox> done) {
    auto const making = std::make_shared<SandboxMaking>();
    making->facts = facts_of(config);
    making->name = sandbox_name(config.id, making->facts);
    making->config = std::move(config);
    making->deadline = deadline;
    making->done = std::move(done);
    make_sandbox(making);
}

void Pods::make_sandbox(std::shared_ptr<SandboxMaking> const& making) {
    setup_.ensure(making->deadline, [this, making](Result<> const& ready) {
        if (ready.has_error()) return making->done(ready.error());
        auto engine = setup_.info();
        if (making->without_oom_score) engine.lowers_oom_score = false;
        auto body = sandbox_body(making->config, owner_, engine, setup_.network());
        if (body.has_error()) return making->done(body.error());
        if (!making->config.memories.empty())
            (*body)["Labels"].as_object()[memories_label] = joined_names(making->config.memories);
        api_.send({.method = "POST",
                   .path = "/containers/create?name=" + percent_encoded(making->name),
                   .body = json::serialize(*body)},
                  making->deadline, [this, making](Result<Answer> const& answer) {
                      if (answer.has_error()) return making->done(answer.error());
                      if (answer->status == 409) return look_at_sandbox(making, making->name, true);
                      if (answer->status == 404 && making->tries++ == 0) {
                          setup_.invalidate();  // the image was removed
                          return make_sandbox(making);
                      }
                      if (!answer->good()) return making->done(error_of(*answer));
                      auto const made = read_json(answer->body);
                      if (made.has_error()) return making->done(made.error());
                      start_sandbox(making, text_at(*made, {"Id"}));
                  });
    });
}

void Pods::start_sandbox(std::shared_ptr<SandboxMaking> const& making, std::string const& docker_id) {
    own_starts_.insert(docker_id);
    api_.send({.method = "POST", .path = "/containers/" + docker_id + "/start"}, making->deadline,
              [this, making, docker_id](Result<Answer> const& answer) {
                  if (answer.has_error()) return making->done(answer.error());
                  if (answer->good()) {
                      setup_.note_oom_score(!making->without_oom_score);
                      return look_at_sandbox(making, docker_id, false);
                  }
                  auto error = error_of(*answer);
                  own_starts_.erase(docker_id);
                  bool again = false;
                  if (contains(error.message, "network " + setup_.network() + " not found")) {
                      setup_.invalidate();
                      again = making->tries++ == 0;
                  } else if (error.code == Errc::internal && !setup_.oom_score_known()) {
                      // An engine without CAP_SYS_RESOURCE cannot lower it, and runc's words for that say nothing of
                      // it.
                      again = !std::exchange(making->without_oom_score, true);
                  }
                  give_up_sandbox(making, docker_id, std::move(error), again);
              });
}

void Pods::give_up_sandbox(std::shared_ptr<SandboxMaking> const& making, std::string const& docker_id, Error why,
                           bool again) {
    // What cannot be started is not left behind: the next try would find it, with the ports of this one.
    erase(docker_id, true, making->deadline, [this, making, why = std::move(why), again](Result<> const&) {
        if (again) return make_sandbox(making);
        making->done(why.code == Errc::not_found ? Error(Errc::internal, why.message) : why);
    });
}

void Pods::look_at_sandbox(std::shared_ptr<SandboxMaking> const& making, std::string const& docker_id, bool start) {
    api_.send({.path = "/containers/" + percent_encoded(docker_id) + "/json"}, making->deadline,
              [this, making, start](Result<Answer> const& answer) {
                  if (answer.has_error()) return making->done(answer.error());
                  if (answer->status == 404) {
                      // Just removed, by whoever had this name.
                      if (making->tries++ == 0) return make_sandbox(making);
                      return making->done(Error(Errc::conflict, "the sandbox has been removed while it was made"));
                  }
                  if (!answer->good()) return making->done(error_of(*answer));
                  auto const found = read_container(answer->body);
                  if (found.has_error()) return making->done(found.error());
                  if (!is_ours(found->labels, "sandbox", making->config.id)) {
                      return making->done(Error(Errc::conflict, "the Docker Engine has a container named " +
                                                                    making->name + " that is not this node's"));
                  }
                  if (start && !found->alive && !found->started) return start_sandbox(making, found->docker_id);
                  auto& known = sandboxes_[making->config.id];
                  known.docker_id = found->docker_id;
                  known.facts = making->facts;
                  known.noted = ++clock_;
                  auto& seen = seen_[found->docker_id];
                  seen.state = found->word;
                  seen.good = true;
                  seen.inspected = *found;
                  auto status = status_of(making->config.id, making->facts, *found);
                  making->done(std::move(status));
              });
}

void Pods::remove_sandbox(SandboxId id, Instant deadline, Completion<> done) {
    auto const removal = std::make_shared<Removal>();
    removal->id = id;
    removal->deadline = deadline;
    if (auto const known = sandboxes_.find(id); known != sandboxes_.end()) ++known->second.removing;
    removal->done = [this, id, done = std::move(done)](Result<> outcome) {
        if (auto const known = sandboxes_.find(id); known != sandboxes_.end()) {
            known->second.removing = std::max(known->second.removing - 1, 0);
            if (outcome.has_value()) sandboxes_.erase(known);
        }
        done(std::move(outcome));
    };
    // Not what is remembered, but what is there.
    api_.send({.path = "/containers/json?all=1&filters=" + filters(id)}, deadline,
              [this, removal](Result<Answer> const& answer) {
                  if (answer.has_error()) return removal->done(answer.error());
                  if (!answer->good()) return removal->done(error_of(*answer));
                  auto const all = read_json(answer->body);
                  if (all.has_error()) return removal->done(all.error());
                  if (!all->is_array()) return removal->done({});
                  for (auto const& one : all->get_array()) {
                      auto const docker_id = text_at(one, {"Id"});
                      bool const sandbox = text_at(one, {"Labels", label::kind}) == "sandbox";
                      (sandbox ? removal->sandboxes : removal->containers).push_back(docker_id);
                      auto const names = text_at(one, {"Labels", memories_label});
                      for (std::size_t at = 0; !names.empty() && at <= names.size();) {
                          auto const comma = std::min(names.find(',', at), names.size());
                          removal->volumes.push_back(memory_name(removal->id, names.substr(at, comma - at)));
                          at = comma + 1;
                      }
                  }
                  erase_parts(removal);
              });
}

void Pods::erase_parts(std::shared_ptr<Removal> const& removal) {
    if (removal->trouble) return removal->done(*removal->trouble);
    auto const part_done = [this, removal](Result<> const& outcome) {
        if (outcome.has_error()) removal->trouble = outcome.error();
        if (--removal->waiting == 0) erase_parts(removal);
    };
    // The sandbox last but for its memories: as long as it is there, everybody sees that there is something to remove.
    if (auto const containers = std::exchange(removal->containers, {}); !containers.empty()) {
        removal->waiting = containers.size();
        for (auto const& id : containers) erase(id, true, removal->deadline, part_done);
    } else if (auto const sandboxes = std::exchange(removal->sandboxes, {}); !sandboxes.empty()) {
        removal->waiting = sandboxes.size();
        for (auto const& id : sandboxes) erase(id, true, removal->deadline, part_done);
    } else if (auto const volumes = std::exchange(removal->volumes, {}); !volumes.empty()) {
        removal->waiting = volumes.size();
        for (auto const& name : volumes) erase_volume(name, removal->deadline, part_done);
    } else {
        removal->done({});
    }
}

void Pods::erase(std::string const& docker_id, bool force, Instant deadline, Completion<> done) {
    api_.send({.method = "DELETE", .path = "/containers/" + docker_id + (force ? "?force=1&v=1" : "?v=1")}, deadline,
              [this, docker_id, force, deadline, done = std::move(done)](Result<Answer> const& answer) {
                  if (answer.has_error()) return done(answer.error());
                  if (answer->good() || answer->status == 404) {
                      seen_.erase(docker_id);
                      own_starts_.erase(docker_id);
                      return done({});
                  }
                  auto error = error_of(*answer);
                  // Somebody else is at it, or an earlier call of ours: done when it is gone.
                  if (answer->status != 409 || !contains(error.message, "already in progress")) return done(error);
                  api_.after(look_again_after,
                             [this, docker_id, force, deadline, done] { erase(docker_id, force, deadline, done); });
              });
}

void Pods::erase_volume(std::string const& name, Instant deadline, Completion<> done) {
    api_.send({.method = "DELETE", .path = "/volumes/" + percent_encoded(name)}, deadline,
              [done = std::move(done)](Result<Answer> const& answer) {
                  if (answer.has_error()) return done(answer.error());
                  if (answer->good() || answer->status == 404) return done({});
                  done(error_of(*answer));
              });
}

}  // namespace keelson::docker
