#ifndef KEELSON_TESTS_SUPPORT_DOCKER_ENGINE_HPP
#define KEELSON_TESTS_SUPPORT_DOCKER_ENGINE_HPP

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

namespace docker_tests {

/// The engine that tests may use: that of KEELSON_TEST_DOCKER, or this machine's. Empty: there is none.
inline std::string engine() {
    if (auto const* const named = std::getenv("KEELSON_TEST_DOCKER")) return named;
    return ::access("/var/run/docker.sock", R_OK | W_OK) == 0 ? "unix:///var/run/docker.sock" : "";
}

/// An entry of a tar archive: a file with these bytes, or a link where `link` is not empty.
inline std::string tar_entry(std::string const& name, std::string const& bytes, std::string const& link = {}) {
    std::array<char, 512> head{};
    auto const put = [&](std::size_t at, std::string const& text) { text.copy(head.data() + at, text.size()); };
    auto const octal = [&](std::size_t at, std::size_t digits, std::size_t value) {
        std::array<char, 24> text{};
        std::snprintf(text.data(), text.size(), "%0*zo", static_cast<int>(digits), value);
        put(at, text.data());
    };
    put(0, name);
    octal(100, 7, 0755);
    octal(108, 7, 0);
    octal(116, 7, 0);
    octal(124, 11, bytes.size());
    octal(136, 11, 0);
    put(148, "        ");
    head[156] = link.empty() ? '0' : '2';
    put(157, link);
    put(257, std::string("ustar\00000", 8));
    std::size_t sum = 0;
    for (char const byte : head) sum += static_cast<unsigned char>(byte);
    octal(148, 6, sum);
    head[154] = '\0';
    std::string entry(head.begin(), head.end());
    entry += bytes;
    entry.resize((entry.size() + 511) / 512 * 512);
    return entry;
}

/// The file system of an image with nothing in it but busybox, as a tar archive.
inline std::string busybox_archive() {
    std::ifstream file("/bin/busybox", std::ios::binary);
    auto archive = tar_entry("bin/busybox", {std::istreambuf_iterator<char>(file), {}});
    for (auto const* const applet :
         {"sh",    "cat", "echo", "sleep", "ls",    "id",   "stty",     "yes",   "head", "nc",    "httpd", "kill",
          "ps",    "wc",  "tr",   "true",  "false", "env",  "pwd",      "date",  "seq",  "dd",    "tail",  "tar",
          "mkdir", "rm",  "test", "touch", "grep",  "stat", "hostname", "mount", "wget", "printf"})
        archive += tar_entry(std::string("bin/") + applet, {}, "busybox");
    return archive + std::string(1024, '\0');
}

}  // namespace docker_tests

#endif
