#include "drivers/runtime_docker/pods.hpp"

#include <boost/json/serialize.hpp>

namespace keelson::docker {

namespace {

Error no_sandbox(SandboxId const& id) { return {Errc::not_found, "sandbox \"" + id + "\" not found"}; }

std::string text_of(ContainerId const& id) { return id.sandbox + "/" + id.name + "/" + std::to_string(id.attempt); }

}  // namespace

void Pods::with_sandbox(SandboxId const& id, Instant deadline, Completion<KnownSandbox*> then) {
    auto const known = sandboxes_.find(id);
    if (known != sandboxes_.end() && !known->second.docker_id.empty()) return then(&known->second);
    ask_list(id, deadline, [this, id, then = std::move(then)](Result<std::vector<Listed>> const& list) {
        if (list.has_error()) return then(list.error());
        auto const found = sandboxes_.find(id);
        if (list->empty() || found == sandboxes_.end()) return then(no_sandbox(id));
        then(&found->second);
    });
}

Pods::Known* Pods::known(ContainerId const& id) {
    auto const sandbox = sandboxes_.find(id.sandbox);
    if (sandbox == sandboxes_.end()) return nullptr;
    auto const found = sandbox->second.containers.find({id.name, id.attempt});
    return found == sandbox->second.containers.end() ? nullptr : &found->second;
}

void Pods::with_container(ContainerId const& id, Instant deadline, Completion<Known*> then) {
    if (auto* const found = known(id)) return then(found);
    ask_list(id.sandbox, deadline, [this, id, then = std::move(then)](Result<std::vector<Listed>> const& list) {
        if (list.has_error()) return then(list.error());
        then(list->empty() ? nullptr : known(id));
    });
}

void Pods::find(ContainerId id, Instant deadline, Completion<std::string> done) {
    with_container(id, deadline, [id, done = std::move(done)](Result<Known*> const& found) {
        if (found.has_error()) return done(found.error());
        if (*found == nullptr) return done(Error(Errc::not_found, "container \"" + text_of(id) + "\" not found"));
        done((**found).docker_id);
    });
}

void Pods::find_sandbox(SandboxId id, Instant deadline, Completion<std::string> done) {
    with_sandbox(id, deadline, [done = std::move(done)](Result<KnownSandbox*> const& found) {
        if (found.has_error()) return done(found.error());
        done((**found).docker_id);
    });
}

void Pods::create(ContainerConfig config, Instant deadline, Completion<> done) {
    auto const shared = std::make_shared<ContainerConfig>(std::move(config));
    setup_.ensure(deadline, [this, shared, deadline, done = std::move(done)](Result<> const& ready) {
        if (ready.has_error()) return done(ready.error());
        bool const needs_user = shared->security.group && !shared->security.user;
        if (!needs_user) return begin_create(shared, {}, deadline, done);
        images_.user_of(shared->image, deadline, [this, shared, deadline, done](std::optional<std::string> user) {
            begin_create(shared, user, deadline, done);
        });
    });
}

void Pods::begin_create(std::shared_ptr<ContainerConfig> const& config, std::optional<std::string> const& image_user,
                        Instant deadline, Completion<> const& done) {
    with_sandbox(
        config->id.sandbox, deadline, [this, config, image_user, deadline, done](Result<KnownSandbox*> const& sandbox) {
            if (sandbox.has_error()) return done(sandbox.error());
            auto const& known = **sandbox;
            if (known.docker_id.empty()) return done(no_sandbox(config->id.sandbox));
            std::string process_target;
            if (auto const& target = config->process_target) {
                auto const found = known.containers.find({target->name, target->attempt});
                if (found == known.containers.end())
                    return done(Error(Errc::conflict, "there is no container \"" + text_of(*target) +
                                                          "\" whose processes it could see"));
                process_target = found->second.docker_id;
            }
            auto body = container_body(*config, owner_, setup_.info(), known.facts, known.docker_id, image_user);
            if (body.has_error()) return done(body.error());
            if (!process_target.empty()) join_processes(*body, known.facts, process_target);
            auto const name = container_name(config->id, known.facts);
            api_.send({.method = "POST",
                       .path = "/containers/create?name=" + percent_encoded(name),
                       .body = json::serialize(*body)},
                      deadline, [this, config, name, deadline, done](Result<Answer> const& answer) {
                          if (answer.has_error()) return done(answer.error());
                          if (answer->status == 409) return adopt(*config, name, deadline, done);
                          if (!answer->good()) {
                              auto error = error_of(*answer);
                              // `not_found` is kept for the sandbox; what is missing here is an image.
                              if (error.code == Errc::not_found) error.code = Errc::conflict;
                              return done(std::move(error));
                          }
                          auto const made = read_json(answer->body);
                          if (made.has_error()) return done(made.error());
                          auto const found = sandboxes_.find(config->id.sandbox);
                          if (found != sandboxes_.end())
                              found->second.containers[{config->id.name, config->id.attempt}] = {
                                  .docker_id = text_at(*made, {"Id"}), .fresh = true, .noted = ++clock_};
                          done({});
                      });
        });
}

void Pods::adopt(ContainerConfig const& config, std::string const& name, Instant deadline, Completion<> const& done) {
    api_.send({.path = "/containers/" + percent_encoded(name) + "/json"}, deadline,
              [this, id = config.id, hash = config.spec_hash, name, done](Result<Answer> const& answer) {
                  if (answer.has_error()) return done(answer.error());
                  if (answer->status == 404)
                      return done(Error(Errc::conflict, "the container's name is just being given back"));
                  if (!answer->good()) return done(error_of(*answer));
                  auto const found = read_container(answer->body);
                  if (found.has_error()) return done(found.error());
                  if (!is_ours(found->labels, "container", id.sandbox))
                      return done(Error(Errc::conflict, "the Docker Engine has a container named " + name +
                                                            " that is not this node's"));
                  if (text_at(json::value(found->labels), {label::spec_hash}) != hash)
                      return done(Error(Errc::conflict, "the Docker Engine has a container named " + name +
                                                            " that was made from another specification"));
                  auto& sandbox = sandboxes_[id.sandbox];
                  auto& known = sandbox.containers[{id.name, id.attempt}];
                  if (known.docker_id != found->docker_id) known = {.docker_id = found->docker_id};
                  known.noted = ++clock_;
                  done({});
              });
}

void Pods::start(ContainerId id, Instant deadline, Completion<> done) {
    with_container(id, deadline, [this, id, deadline, done = std::move(done)](Result<Known*> const& found) {
        if (found.has_error()) return done(found.error());
        if (*found == nullptr) return done(Error(Errc::not_found, "container \"" + text_of(id) + "\" not found"));
        auto const docker_id = (**found).docker_id;
        if (std::exchange((**found).fresh, false)) return post_start(id, docker_id, deadline, done);
        // The engine would start it again if it has ended.
        api_.send({.path = "/containers/" + docker_id + "/json"}, deadline,
                  [this, id, docker_id, deadline, done](Result<Answer> const& answer) {
                      if (answer.has_error()) return done(answer.error());
                      if (!answer->good()) return done(error_of(*answer));
                      auto const status = read_container(answer->body);
                      if (status.has_error()) return done(status.error());
                      if (status->alive || status->started) return done({});
                      post_start(id, docker_id, deadline, done);
                  });
    });
}

void Pods::post_start(ContainerId const& id, std::string const& docker_id, Instant deadline, Completion<> const& done) {
    own_starts_.insert(docker_id);
    if (auto const seen = seen_.find(docker_id); seen != seen_.end()) seen->second.good = false;
    api_.send({.method = "POST", .path = "/containers/" + docker_id + "/start"}, deadline,
              [this, id, docker_id, done](Result<Answer> const& answer) {
                  if (auto const seen = seen_.find(docker_id); seen != seen_.end()) seen->second.good = false;
                  if (answer.has_error()) return done(answer.error());
                  if (answer->good()) return done({});
                  own_starts_.erase(docker_id);
                  auto error = error_of(*answer);
                  // `not_found` is kept for the container itself: the engine says so of programs and networks too.
                  if (error.code == Errc::not_found && error.message.find(docker_id) == std::string::npos)
                      error.code = Errc::invalid;
                  done(std::move(error));
              });
}

void Pods::stop(ContainerId id, Duration grace, Instant deadline, Completion<> done) {
    with_container(id, deadline, [this, grace, deadline, done = std::move(done)](Result<Known*> const& found) {
        if (found.has_error()) return done(found.error());
        if (*found == nullptr) return done({});
        auto const seconds = std::chrono::ceil<std::chrono::seconds>(std::max(grace, Duration(0))).count();
        auto const docker_id = (**found).docker_id;
        api_.send(
            {.method = "POST", .path = "/containers/" + docker_id + "/stop?t=" + std::to_string(seconds), .slow = true},
            deadline, [this, docker_id, done](Result<Answer> const& answer) {
                if (auto const seen = seen_.find(docker_id); seen != seen_.end()) seen->second.good = false;
                if (answer.has_error()) return done(answer.error());
                if (answer->good() || answer->status == 404) return done({});
                done(error_of(*answer));
            });
    });
}

void Pods::remove(ContainerId id, Instant deadline, Completion<> done) {
    with_container(id, deadline, [this, id, deadline, done = std::move(done)](Result<Known*> const& found) {
        if (found.has_error()) return done(found.error());
        if (*found == nullptr) return done({});
        erase((**found).docker_id, false, deadline, [this, id, done](Result<> outcome) {
            auto const sandbox = sandboxes_.find(id.sandbox);
            if (outcome.has_value() && sandbox != sandboxes_.end())
                sandbox->second.containers.erase({id.name, id.attempt});
            done(std::move(outcome));
        });
    });
}

void Pods::resize(ContainerId id, ResourceLimits limits, Instant deadline, Completion<> done) {
    find(
        id, deadline,
        [this, id, limits = std::move(limits), deadline, done = std::move(done)](Result<std::string> const& docker_id) {
            if (docker_id.has_error()) return done(docker_id.error());
            api_.send({.path = "/containers/" + *docker_id + "/json"}, deadline,
                      [this, id, docker_id = *docker_id, limits, deadline, done](Result<Answer> const& answer) {
                          if (answer.has_error()) return done(answer.error());
                          if (!answer->good()) return done(error_of(*answer));
                          auto const now = read_json(answer->body);
                          if (now.has_error()) return done(now.error());
                          if (!flag_at(*now, {"State", "Running"}))
                              return done(Error(Errc::not_found, "container \"" + text_of(id) + "\" does not run"));
                          bool const has_limit = number_at(*now, {"HostConfig", "Memory"}) > 0;
                          auto const body = update_body(limits, setup_.info(), has_limit);
                          if (body.has_error()) return done(body.error());
                          post_update(docker_id, *body, deadline, done);
                      });
        });
}

void Pods::post_update(std::string const& docker_id, json::object const& limits, Instant deadline,
                       Completion<> const& done) {
    api_.send({.method = "POST", .path = "/containers/" + docker_id + "/update", .body = json::serialize(limits)},
              deadline, [done](Result<Answer> const& answer) {
                  if (answer.has_error()) return done(answer.error());
                  if (answer->good()) return done({});
                  auto error = error_of(*answer);
                  // The kernel's refusal, of less memory than is in use, comes as the engine's own failure.
                  if (error.code == Errc::internal || error.code == Errc::conflict) error.code = Errc::invalid;
                  done(std::move(error));
              });
}

}  // namespace keelson::docker
