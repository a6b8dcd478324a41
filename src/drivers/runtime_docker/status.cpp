#include "drivers/runtime_docker/status.hpp"

#include <boost/json/parse.hpp>

#include <charconv>

namespace keelson::docker {

namespace {

constexpr int signal_codes = 128, signals = 64;

template <class T>
T number_of(std::string_view text) {
    T number{};
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

void take_labels(json::value const& labels, Listed& listed) {
    listed.sandbox = text_at(labels, {label::kind}) == "sandbox";
    listed.id.sandbox = text_at(labels, {label::uid});
    listed.id.name = text_at(labels, {label::container});
    listed.id.attempt = number_of<std::uint32_t>(text_at(labels, {label::attempt}));
    listed.spec_hash = text_at(labels, {label::spec_hash});
    listed.facts.pod_namespace = text_at(labels, {label::pod_namespace});
    listed.facts.pod_name = text_at(labels, {label::pod_name});
    listed.facts.runtime = text_at(labels, {label::runtime});
    listed.facts.oom_score_refused = text_at(labels, {label::oom_score}) == "refused";
    read_sharing(text_at(labels, {label::sharing}), listed.facts);
}

std::string first_ip(json::value const* networks) {
    if (networks == nullptr || !networks->is_object()) return {};
    for (auto const& network : networks->get_object())
        if (auto ip = text_at(network.value(), {"IPAddress"}); !ip.empty()) return ip;
    return {};
}

void take_ending(json::value const& state, RuntimeContainer& status) {
    status.exit_code = static_cast<int>(number_at(state, {"ExitCode"}));
    status.out_of_memory = flag_at(state, {"OOMKilled"});
    status.message = text_at(state, {"Error"});
    // 255 and the like are codes of programs; a shell's way of saying "signal N" cannot be told from a signal.
    if (status.exit_code > signal_codes && status.exit_code <= signal_codes + signals)
        status.signal = status.exit_code - signal_codes;
}

}  // namespace

json::value const* member(json::value const& of, std::initializer_list<std::string_view> path) {
    auto const* at = &of;
    for (auto const name : path) {
        if (!at->is_object()) return nullptr;
        at = at->get_object().if_contains(name);
        if (at == nullptr) return nullptr;
    }
    return at;
}

std::string text_at(json::value const& of, std::initializer_list<std::string_view> path) {
    auto const* const found = member(of, path);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::int64_t number_at(json::value const& of, std::initializer_list<std::string_view> path) {
    auto const* const found = member(of, path);
    if (found == nullptr || !found->is_number()) return 0;
    boost::system::error_code error;
    auto const number = found->to_number<std::int64_t>(error);
    return error ? 0 : number;
}

bool flag_at(json::value const& of, std::initializer_list<std::string_view> path) {
    auto const* const found = member(of, path);
    return found != nullptr && found->is_bool() && found->get_bool();
}

Time time_at(json::value const& of, std::initializer_list<std::string_view> path) {
    auto const time = parse_rfc3339(text_at(of, path));
    return time.has_value() && time->micros > 0 ? *time : Time{};
}

Result<json::value> read_json(std::string_view text) {
    boost::system::error_code error;
    auto value = json::parse(text, error);
    if (error) return Error(Errc::unavailable, "the Docker Engine gave an answer that cannot be read");
    return value;
}

Result<std::vector<Listed>> read_list(std::string_view text) {
    auto const all = read_json(text);
    if (all.has_error()) return all.error();
    if (!all->is_array()) return Error(Errc::unavailable, "the Docker Engine gave an answer that cannot be read");
    std::vector<Listed> list;
    for (auto const& one : all->get_array()) {
        auto const* const labels = member(one, {"Labels"});
        if (labels == nullptr) continue;
        Listed listed;
        take_labels(*labels, listed);
        if (listed.id.sandbox.empty() || (!listed.sandbox && listed.id.name.empty())) continue;
        listed.docker_id = text_at(one, {"Id"});
        listed.state = text_at(one, {"State"});
        listed.ip = first_ip(member(one, {"NetworkSettings", "Networks"}));
        list.push_back(std::move(listed));
    }
    return list;
}

Result<Inspected> read_container(std::string_view text) {
    auto const all = read_json(text);
    if (all.has_error()) return all.error();
    auto const* const state = member(*all, {"State"});
    if (state == nullptr) return Error(Errc::unavailable, "the Docker Engine gave an answer that cannot be read");
    Inspected found;
    auto& status = found.status;
    found.docker_id = text_at(*all, {"Id"});
    found.image = text_at(*all, {"Image"});
    found.ip = first_ip(member(*all, {"NetworkSettings", "Networks"}));
    if (auto const* const labels = member(*all, {"Config", "Labels"}); labels != nullptr && labels->is_object())
        found.labels = labels->get_object();
    status.runtime_id = "docker://" + found.docker_id;
    status.created_at = time_at(*all, {"Created"});
    status.started_at = time_at(*state, {"StartedAt"});
    status.finished_at = time_at(*state, {"FinishedAt"});
    status.pid = number_at(*state, {"Pid"});
    auto const& word = found.word = text_at(*state, {"Status"});
    found.started = !status.started_at.empty();
    if (word == "running" || word == "paused") {
        found.alive = true;
        status.state = RuntimeState::running;
        status.finished_at = {};
        if (word == "paused") status.message = "paused in the Docker Engine";
        return found;
    }
    if (word == "exited" || word == "dead" || word == "removing") {
        status.state = RuntimeState::exited;
        take_ending(*state, status);
        if (word == "dead" && status.message.empty()) status.message = "the Docker Engine could not remove it";
        if (found.started) return found;
    } else if (word == "created") {
        take_ending(*state, status);
        if (status.exit_code == 0) {
            status.message.clear();
            status.finished_at = {};
            status.state = RuntimeState::created;
            return found;
        }
        status.state = RuntimeState::exited;
    } else {  // "restarting", which nobody asked for, and what is new
        status.message = "the Docker Engine says \"" + word + "\"";
        status.state = RuntimeState::unknown;
        return found;
    }
    // It could not be started: it has ended before it began.
    found.started = true;
    status.signal = 0;
    status.started_at = status.finished_at = status.created_at;
    return found;
}

Result<EngineInfo> read_info(std::string_view text) {
    auto const all = read_json(text);
    if (all.has_error()) return all.error();
    EngineInfo info;
    if (auto const* const runtimes = member(*all, {"Runtimes"}); runtimes != nullptr && runtimes->is_object())
        for (auto const& runtime : runtimes->get_object()) info.runtimes.emplace(runtime.key());
    if (auto const* const options = member(*all, {"SecurityOptions"}); options != nullptr && options->is_array()) {
        for (auto const& option : options->get_array()) {
            if (!option.is_string()) continue;
            std::string_view name = option.get_string();
            name = name.substr(0, name.find(','));  // "name=seccomp,profile=default"
            if (name.starts_with("name=")) name.remove_prefix(5);
            info.security.emplace(name);
        }
    }
    info.memory_limit = flag_at(*all, {"MemoryLimit"});
    info.cpu_quota = flag_at(*all, {"CpuCfsQuota"});
    info.pids_limit = flag_at(*all, {"PidsLimit"});
    info.root_dir = text_at(*all, {"DockerRootDir"});
    info.release = text_at(*all, {"ServerVersion"});
    info.architecture = text_at(*all, {"Architecture"});
    info.name = text_at(*all, {"Name"});
    return info;
}

}  // namespace keelson::docker
