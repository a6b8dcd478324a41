#include "engine/pod_logs.hpp"

#include "node/container_config.hpp"

#include <keelson/api/core_v1.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace keelson {
namespace {

constexpr std::uintmax_t read_max = std::uintmax_t{16} << 20;

/// The text of a line "TIME STREAM F|P TEXT": with its line end unless it is a part of a longer one.
void add_line(std::string const& line, std::string& out) {
    auto at = line.find(' ');
    if (at != std::string::npos) at = line.find(' ', at + 1);
    if (at == std::string::npos || at + 2 >= line.size()) return;
    out.append(line, at + 3, std::string::npos);
    if (line[at + 1] != 'P') out += '\n';
}

}  // namespace

Result<std::string> read_pod_logs(std::string const& nodes_dir, Object const& object, LogQuery const& query) {
    namespace fs = std::filesystem;
    auto const pod = decode<Pod>(object);
    if (!pod) return pod.error();
    std::vector<std::string> names;
    for (auto const& container : pod->spec.containers) names.push_back(container.name);
    auto all = names;
    for (auto const& container : pod->spec.initContainers) all.push_back(container.name);
    std::string listed;
    for (auto const& name : all) listed += (listed.empty() ? "" : " ") + name;
    auto container = query.container;
    if (container.empty()) {
        if (names.size() > 1)
            return Error(Errc::bad_request, "a container name must be specified for pod " + object.key().name +
                                                ", choose one of: [" + listed + "]");
        container = names.empty() ? std::string() : names.front();
    } else if (std::find(all.begin(), all.end(), container) == all.end()) {
        return Error(Errc::bad_request, "container " + container + " is not valid for pod " + object.key().name +
                                            ", choose one of: [" + listed + "]");
    }
    auto const directory = fs::path(pod_log_directory(nodes_dir + "/" + object.index().node, object.key().namespace_,
                                                      object.key().name, object.index().uid)) /
                           container;
    // Files are named by attempt, "3.log", rotated ones with a time behind.
    std::vector<std::pair<long, fs::path>> files;
    long newest = -1;
    std::error_code error;
    for (auto const& entry : fs::directory_iterator(directory, error)) {
        auto const attempt = std::strtol(entry.path().filename().c_str(), nullptr, 10);
        newest = std::max(newest, attempt);
        files.emplace_back(attempt, entry.path());
    }
    auto const wanted = query.previous ? newest - 1 : newest;
    if (newest < 0 || wanted < 0) {
        if (query.previous)
            return Error(Errc::bad_request, "previous terminated container \"" + container + "\" in pod \"" +
                                                object.key().name + "\" not found");
        return std::string();
    }
    std::erase_if(files, [&](auto const& file) { return file.first != wanted; });
    // "3.log.20260131-..." sorts behind "3.log", which is the newest one.
    std::sort(files.begin(), files.end(), [](auto const& a, auto const& b) {
        bool const a_current = a.second.extension() == ".log", b_current = b.second.extension() == ".log";
        return a_current != b_current ? b_current : a.second < b.second;
    });
    std::string text;
    for (auto const& [attempt, path] : files) {
        std::ifstream in(path, std::ios::binary);
        auto const size = fs::file_size(path, error);
        if (!error && size > read_max) in.seekg(static_cast<std::streamoff>(size - read_max));
        for (std::string line; std::getline(in, line);) add_line(line, text);
    }
    if (query.tail_lines != 0) {
        std::size_t at = text.size(), lines = 0;
        while (at > 0) {
            if (text[at - 1] == '\n' && at != text.size() && ++lines == query.tail_lines) break;
            --at;
        }
        text.erase(0, at);
    }
    return text;
}

}  // namespace keelson
