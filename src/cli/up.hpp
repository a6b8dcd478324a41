#ifndef KEELSON_SRC_CLI_UP_HPP
#define KEELSON_SRC_CLI_UP_HPP

#include <string>
#include <vector>

namespace keelson::cli {

struct UpOptions {
    std::string data;                ///< empty: nothing outlives the program
    std::vector<std::string> nodes;  ///< "NAME=process", "NAME=docker[:HOST]", "NAME=simulated[:COUNT]"
    std::vector<std::string> devices;  ///< "NODE=RESOURCE:ID[*SHARES]"
    std::vector<std::string> files;
    bool exit_when_ready = false;
    double timeout_seconds = 0;       ///< for --exit-when-ready; 0: none
    bool keep = false;                ///< leave Pods running
    std::vector<std::string> listen;  ///< of the API over HTTP; none: it is not served
    std::string kubeconfig;
    std::string token_file;
    std::string audit_log;  ///< "-": standard output
    std::string encryption_key_file;
    std::string log_level = "warning";
};

/// Runs an engine until it is told to end. The program's exit code: 0, or 1 with a reason on stderr.
int up(UpOptions const& options);

}  // namespace keelson::cli

#endif
