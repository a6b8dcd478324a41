#include "up.hpp"

#include "progress.hpp"

#include <keelson/api/core_v1.hpp>
#include <keelson/engine.hpp>
#include <keelson/runtime/devices.hpp>
#include <keelson/runtime/docker.hpp>
#include <keelson/runtime/simulated.hpp>
#include <keelson/store/encryption.hpp>

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <unistd.h>

namespace keelson::cli {
namespace {

constexpr std::size_t nodes_max = 10'000;
constexpr std::uint32_t shares_max = 1000;
constexpr auto stop_patience = std::chrono::seconds(40);
constexpr auto nodes_patience = std::chrono::seconds(3);

int fail(std::string const& message) {
    std::cerr << "error: " << message << std::endl;
    return 1;
}

int fail(Error const& error) { return fail((error.subject.empty() ? "" : error.subject + ": ") + error.message); }

/// What --device arguments declare, by node.
Result<std::map<std::string, std::vector<Device>>> devices_of(std::vector<std::string> const& texts) {
    std::map<std::string, std::vector<Device>> all;
    for (auto const& text : texts) {
        auto const wrong = [&](std::string const& why) {
            return Error(Errc::invalid, "--device \"" + text + "\": " + why +
                                            "; write NODE=RESOURCE:ID or NODE=RESOURCE:ID*SHARES, for example "
                                            "local=nvidia.com/gpu:GPU-8f3c");
        };
        auto const equals = text.find('=');
        auto const colon = text.find(':', equals);
        if (equals == 0 || equals == std::string::npos) return wrong("the node is missing");
        if (colon == std::string::npos || colon == equals + 1) return wrong("the resource is missing");
        Device device;
        device.resource = text.substr(equals + 1, colon - equals - 1);
        if (device.resource.find('/') == std::string::npos) return wrong("a resource of devices has a domain");
        device.id = text.substr(colon + 1);
        if (auto const star = device.id.find('*'); star != std::string::npos) {
            auto const number = device.id.substr(star + 1);
            device.id.resize(star);
            auto const [end, error] = std::from_chars(number.data(), number.data() + number.size(), device.shares);
            if (error != std::errc{} || end != number.data() + number.size() || device.shares == 0 ||
                device.shares > shares_max)
                return wrong("SHARES must be a number from 1 to " + std::to_string(shares_max));
        }
        if (device.id.empty()) return wrong("the id is missing");
        all[text.substr(0, equals)].push_back(std::move(device));
    }
    return all;
}

/// Where docker login keeps what registries ask for; empty: nowhere that is known.
std::string docker_config_file() {
    if (auto const* const folder = std::getenv("DOCKER_CONFIG")) return std::string(folder) + "/config.json";
    auto const* const home = std::getenv("HOME");
    return home != nullptr ? std::string(home) + "/.docker/config.json" : std::string();
}

/// The nodes of one --node argument.
Result<std::vector<NodeOptions>> nodes_of(std::string const& text, bool keep) {
    auto const wrong = [&](std::string const& why) {
        return Error(Errc::invalid,
                     "--node \"" + text + "\": " + why +
                         "; write NAME=process, NAME=docker[:HOST], NAME=simulated or NAME=simulated:COUNT");
    };
    auto const equals = text.find('=');
    if (equals == std::string::npos || equals == 0) return wrong("the name or the kind is missing");
    auto const name = text.substr(0, equals);
    auto const kind = text.substr(equals + 1);
    std::vector<NodeOptions> nodes;
    if (kind == "process") {
        nodes.push_back({.name = name, .runtime = process_runtime({.keep_pods = keep})});
        return nodes;
    }
    if (kind == "docker" || kind.starts_with("docker:")) {
        auto options = docker_options_of_environment(kind == "docker" ? std::string() : kind.substr(7));
        if (!options) return wrong(options.error().message);
        nodes.push_back(
            {.name = name, .runtime = docker_runtime(*std::move(options)), .docker_config = docker_config_file()});
        return nodes;
    }
    if (kind == "simulated") {
        nodes.push_back({.name = name, .runtime = simulated_runtime()});
        return nodes;
    }
    if (kind.starts_with("simulated:")) {
        std::size_t count = 0;
        auto const number = kind.substr(10);
        auto const [end, error] = std::from_chars(number.data(), number.data() + number.size(), count);
        if (error != std::errc{} || end != number.data() + number.size() || count == 0 || count > nodes_max)
            return wrong("COUNT must be a number from 1 to " + std::to_string(nodes_max));
        for (std::size_t i = 0; i < count; ++i)
            nodes.push_back({.name = name + "-" + std::to_string(i), .runtime = simulated_runtime()});
        return nodes;
    }
    return wrong("\"" + kind + "\" is no kind of node");
}

LogLevel level_of(std::string const& name) {
    if (name == "debug") return LogLevel::debug;
    if (name == "info") return LogLevel::info;
    return name == "error" ? LogLevel::error : LogLevel::warning;
}

Result<std::shared_ptr<Store>> encrypted_with(std::shared_ptr<Store> store, std::string const& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    if (!file) return Error(Errc::not_found, "the key file " + path + " can't be read");
    auto keys = read_encryption_keys(text.str());
    if (!keys) return Error(keys.error()).wrap(path);
    EncryptionOptions options;
    options.keys = std::move(*keys);
    auto encrypted = encrypted_store(std::move(store), std::move(options));
    if (!encrypted) return Error(encrypted.error()).wrap(path);
    return encrypted;
}

std::string_view word(Applied::Outcome outcome) {
    switch (outcome) {
        case Applied::Outcome::created: return "created";
        case Applied::Outcome::configured: return "configured";
        case Applied::Outcome::unchanged: break;
    }
    return "unchanged";
}

/// Waits for a signal of the set for a while; 0 when none came.
int next_signal(sigset_t const& set, std::chrono::milliseconds time) {
    timespec const wait{time.count() / 1000, (time.count() % 1000) * 1'000'000};
    auto const got = ::sigtimedwait(&set, nullptr, &wait);
    return got > 0 ? got : 0;
}

}  // namespace

int up(UpOptions const& options) {
    // Signals are waited for here; no thread takes them.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    EngineOptions made;
    made.keep_pods = options.keep;
    made.log_level = level_of(options.log_level);
    made.log = [](LogRecord const& record) {
        std::cerr << name(record.level) << ": " << record.component << ": " + std::string(record.message) + "\n";
    };
    std::vector<std::string> node_names;
    auto devices = devices_of(options.devices);
    if (!devices) return fail(devices.error());
    auto const wanted = options.nodes.empty() ? std::vector<std::string>{"local=process"} : options.nodes;
    for (auto const& text : wanted) {
        auto nodes = nodes_of(text, options.keep);
        if (!nodes) return fail(nodes.error());
        for (auto& node : *nodes) {
            node_names.push_back(node.name);
            if (auto const declared = devices->extract(node.name))
                node.devices = std::make_shared<DeclaredDevices>(std::move(declared.mapped()));
            made.nodes.push_back(std::move(node));
        }
    }
    if (!devices->empty())
        return fail("--device: there is no node \"" + devices->begin()->first + "\"; a node is named by --node");
    if (!options.data.empty()) {
        std::error_code error;
        std::filesystem::create_directories(options.data, error);
        if (error) return fail("the data directory " + options.data + " can't be made: " + error.message());
        auto store = sqlite_store(options.data + "/state.db");
        if (!store) return fail(store.error());
        made.store = *store;
        if (!options.encryption_key_file.empty()) {
            auto encrypted = encrypted_with(std::move(*store), options.encryption_key_file);
            if (!encrypted) return fail(encrypted.error());
            made.store = *encrypted;
        }
        made.data_dir = std::filesystem::absolute(options.data, error).string();
    }
    if (options.data.empty() && !options.encryption_key_file.empty())
        return fail("--encryption-key-file needs --data: without it nothing is on disk");
    if (options.listen.empty() &&
        (!options.kubeconfig.empty() || !options.token_file.empty() || !options.audit_log.empty()))
        return fail("--kubeconfig, --token-auth-file and --audit-log need --listen, as in --listen 127.0.0.1:6443");
    if (!options.listen.empty()) {
        HttpOptions http;
        http.listen = options.listen;
        http.kubeconfig = options.kubeconfig;
        http.token_file = options.token_file;
        if (!options.audit_log.empty()) {
            auto log = audit_file(options.audit_log, [](Error const& error) { fail(error); });
            if (!log) return fail(log.error());
            http.audit = std::move(*log);
        }
        made.endpoint = http_endpoint(std::move(http));
    }
    auto engine = Engine::open(std::move(made));
    if (!engine) return fail(engine.error());
    if (auto const started = engine->start(); !started) return fail(started.error());
    auto const client = engine->client();
    for (auto const& address : engine->addresses())
        std::cout << "serving the Kubernetes API at " << address << std::endl;

    // Manifests come when there are nodes for them: no Pod is told in vain that there are none.
    auto const placeable = [](Node const& node) { return ready(node) && node.spec.taints.empty(); };
    for (auto const& node : node_names) {
        if (!client.wait<Node>({{}, node}, placeable, nodes_patience)) break;
    }

    char const* const terminal = std::getenv("TERM");
    bool const live = ::isatty(STDOUT_FILENO) == 1 && terminal && std::string_view(terminal) != "dumb";
    Progress progress(client, std::cout, live);
    if (!options.files.empty()) {
        auto applied = client.apply_files(options.files);
        if (!applied) {
            (void)engine->stop(stop_patience);
            return fail(applied.error());
        }
        for (auto const& one : *applied) {
            auto const kind = client.find_kind({}, one.resource);
            std::cout << (kind ? kind->singular + (kind->group.empty() ? "" : "." + kind->group) : one.resource) << "/"
                      << one.key.name << " " << word(one.outcome) << "\n";
        }
        std::cout.flush();
        progress.follow(*applied);
    } else {
        progress.follow({});
        if (options.exit_when_ready) std::cout << "nothing was applied\n";
    }

    auto const begin = std::chrono::steady_clock::now();
    int code = 0;
    while (true) {
        auto const signal = next_signal(signals, std::chrono::milliseconds(100));
        progress.draw();
        if (signal != 0) break;
        if (!options.exit_when_ready) continue;
        if (progress.all_ready()) break;
        if (auto const failed = progress.failed()) {
            code = fail(*failed);
            break;
        }
        if (options.timeout_seconds > 0 &&
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() > options.timeout_seconds) {
            code = fail("timed out waiting for " + progress.missing());
            break;
        }
    }
    // A second signal ends the program at once.
    ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    if (auto const stopped = engine->stop(stop_patience); !stopped) code = fail(stopped.error());
    return code;
}

}  // namespace keelson::cli
