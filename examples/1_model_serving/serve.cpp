// digits-serve: serves a model that digits-train saved, by the Open Inference Protocol (version 2, over REST).
#include "digits.hpp"
#include "http.hpp"
#include "model.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace json = boost::json;
using digits::Model;
using digits::Request;
using digits::Response;

constexpr char usage[] =
    "usage: digits-serve [--listen IP:PORT] [--model DIR] [--version N]\n"
    "Without options: $POD_IP:$PORT (127.0.0.1:8080), $MODEL_DIR (/models) and $MODEL_VERSION (1).\n";
constexpr std::size_t images_limit = 1024;  // in one request
constexpr auto stop_limit = std::chrono::seconds(20);

std::string variable(char const* name, std::string const& fallback) {
    auto const* value = std::getenv(name);
    return value == nullptr || *value == '\0' ? fallback : value;
}

struct Options {
    std::string ip = variable("POD_IP", "127.0.0.1");
    std::string port = variable("PORT", "8080");
    std::string directory = variable("MODEL_DIR", "/models");
    std::string version = variable("MODEL_VERSION", "1");

    Options(int count, char** words) {
        for (int i = 1; i < count; i += 2) {
            std::string const name = words[i], value = i + 1 < count ? words[i + 1] : "";
            auto const colon = value.rfind(':');
            if (name == "--listen" && colon != std::string::npos) {
                ip = value.substr(0, colon);
                port = value.substr(colon + 1);
            } else if (name == "--model" && !value.empty()) {
                directory = value;
            } else if (name == "--version" && !value.empty()) {
                version = value;
            } else {
                throw std::invalid_argument(name + ": unknown, or without a value\n" + usage);
            }
        }
    }

    std::uint16_t port_number() const {
        if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != std::string::npos ||
            std::stoi(port) > 65535) {
            throw std::invalid_argument(port + ": not a port");
        }
        return static_cast<std::uint16_t>(std::stoi(port));
    }
};

/// What is wrong with a request, as the protocol wants it said.
Response refused(int status, std::string const& why) {
    return {status, json::serialize(json::object{{"error", why}}), {}};
}
Response ok(json::object const& object) { return {200, json::serialize(object), {}}; }

/// Tensor data may come flat or as nested rows.
void flatten(json::value const& value, std::vector<float>& into, int depth) {
    if (auto const* array = value.if_array()) {
        if (depth > 3) throw std::invalid_argument("data: nested too deeply");
        for (auto const& element : *array) flatten(element, into, depth + 1);
        return;
    }
    json::error_code error;
    auto const number = value.to_number<double>(error);
    if (error) throw std::invalid_argument("data: not a number");
    if (into.size() == images_limit * digits::pixel_count) throw std::invalid_argument("data: too many numbers");
    into.push_back(static_cast<float>(number));
}

json::object const& object_in(json::value const& value, std::string const& name) {
    auto const* object = value.if_object();
    if (object == nullptr) throw std::invalid_argument(name + ": not an object");
    return *object;
}

json::value const& member(json::object const& object, std::string_view name) {
    auto const* value = object.if_contains(name);
    if (value == nullptr) throw std::invalid_argument(std::string(name) + ": missing");
    return *value;
}

/// The images of an inference request: one input tensor of shape [n, 64].
std::vector<float> input_of(json::object const& request) {
    auto const* inputs = member(request, "inputs").if_array();
    if (inputs == nullptr || inputs->size() != 1) throw std::invalid_argument("inputs: not an array of one tensor");
    auto const& input = object_in(inputs->front(), "inputs[0]");
    if (auto const* name = member(input, "name").if_string(); name == nullptr || *name != "image") {
        throw std::invalid_argument("inputs[0].name: the model has one input, \"image\"");
    }
    if (auto const* type = member(input, "datatype").if_string(); type == nullptr || *type != "FP32") {
        throw std::invalid_argument("inputs[0].datatype: not FP32");
    }
    auto const* shape = member(input, "shape").if_array();
    json::error_code error;
    auto const count = shape && shape->size() == 2 ? shape->front().to_number<std::size_t>(error) : 0;
    bool const wide = shape && shape->size() == 2 && shape->back() == json::value(digits::pixel_count);
    if (error || !wide || count == 0 || count > images_limit) {
        throw std::invalid_argument("inputs[0].shape: not [n, 64] with n from 1 to " + std::to_string(images_limit));
    }
    std::vector<float> data;
    data.reserve(count * digits::pixel_count);
    flatten(member(input, "data"), data, 0);
    if (data.size() != count * digits::pixel_count) {
        throw std::invalid_argument("inputs[0].data: " + std::to_string(data.size()) + " numbers for a shape of " +
                                    std::to_string(count * digits::pixel_count));
    }
    return data;
}

bool output_wanted(json::object const& request, std::string_view name) {
    auto const* outputs = request.if_contains("outputs");
    if (outputs == nullptr) return true;
    auto const* array = outputs->if_array();
    if (array == nullptr) throw std::invalid_argument("outputs: not an array");
    bool wanted = array->empty();
    for (auto const& output : *array) {
        auto const* given = member(object_in(output, "outputs"), "name").if_string();
        if (given == nullptr || (*given != "label" && *given != "probabilities")) {
            throw std::invalid_argument("outputs: the model has \"label\" and \"probabilities\"");
        }
        wanted = wanted || *given == name;
    }
    return wanted;
}

Response infer(Model const& model, std::string const& body) {
    json::error_code error;
    auto const value = json::parse(body, error);
    if (error) return refused(400, "not JSON: " + error.message());
    auto const& request = object_in(value, "the request");
    auto const data = input_of(request);
    auto const count = data.size() / digits::pixel_count;
    json::array labels, probabilities;
    for (std::size_t i = 0; i < count; ++i) {
        std::array<float, digits::pixel_count> image{};
        std::copy_n(data.begin() + static_cast<std::ptrdiff_t>(i * digits::pixel_count), digits::pixel_count,
                    image.begin());
        auto const prediction = model.predict(image);
        labels.push_back(digits::most_likely(prediction));
        probabilities.insert(probabilities.end(), prediction.begin(), prediction.end());
    }
    json::array outputs;
    if (output_wanted(request, "label")) {
        outputs.push_back(
            {{"name", "label"}, {"datatype", "INT64"}, {"shape", json::array{count}}, {"data", std::move(labels)}});
    }
    if (output_wanted(request, "probabilities")) {
        outputs.push_back({{"name", "probabilities"},
                           {"datatype", "FP32"},
                           {"shape", json::array{count, digits::class_count}},
                           {"data", std::move(probabilities)}});
    }
    json::object response{{"model_name", "digits"}, {"model_version", model.version}};
    if (auto const* id = request.if_contains("id")) response["id"] = *id;
    response["outputs"] = std::move(outputs);
    return ok(response);
}

json::object metadata(Model const& model) {
    auto const tensor = [](char const* name, char const* type, json::array shape) {
        return json::object{{"name", name}, {"datatype", type}, {"shape", std::move(shape)}};
    };
    return {{"name", "digits"},
            {"versions", json::array{model.version}},
            {"platform", "digits_" + model.algorithm},
            {"inputs", json::array{tensor("image", "FP32", {-1, digits::pixel_count})}},
            {"outputs",
             json::array{tensor("label", "INT64", {-1}), tensor("probabilities", "FP32", {-1, digits::class_count})}}};
}

Response answer(Model const& model, Request const& request) {
    auto path = request.path;
    // A version may be named; there is one.
    std::string const versioned = "/v2/models/digits/versions/" + model.version;
    if (path == versioned || path.starts_with(versioned + "/")) path.replace(0, versioned.size(), "/v2/models/digits");
    bool const is_infer = path == "/v2/models/digits/infer";
    json::object body;
    if (path == "/v2/health/live") {
        body = {{"live", true}};
    } else if (path == "/v2/health/ready") {
        body = {{"ready", true}};
    } else if (path == "/v2/models/digits/ready") {
        body = {{"name", "digits"}, {"ready", true}};
    } else if (path == "/v2") {
        body = {{"name", "digits-serve"}, {"version", "1"}, {"extensions", json::array{}}};
    } else if (path == "/v2/models/digits") {
        body = metadata(model);
    } else if (!is_infer) {
        return refused(404, "nothing is at " + request.path);
    }
    if (is_infer ? request.method != "POST" : request.method != "GET" && request.method != "HEAD") {
        auto response = refused(405, request.method + " is not for " + request.path);
        response.allow = is_infer ? "POST" : "GET, HEAD";
        return response;
    }
    if (!is_infer) return ok(body);
    try {
        return infer(model, request.body);
    } catch (std::invalid_argument const& e) {
        return refused(400, e.what());
    } catch (std::exception const& e) {
        return refused(500, e.what());
    }
}

void run(Options const& options) {
    // Blocked here and so in every thread; taken by the wait below.
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);

    auto const model = digits::load_model(options.directory, options.version);
    digits::HttpServer server(options.ip, options.port_number(),
                              [&model](Request const& request) { return answer(model, request); });
    server.start();
    std::printf("serving digits version %s (%s) on %s:%u\n", model.version.c_str(), model.algorithm.c_str(),
                options.ip.c_str(), server.port());
    std::fflush(stdout);
    int signal = 0;
    sigwait(&ends, &signal);
    std::printf("%s: finishing what has begun\n", strsignal(signal));
    std::fflush(stdout);
    if (!server.stop(stop_limit)) {
        // Threads still use the model and the server: leave without destroying either.
        std::fputs("digits-serve: some requests did not finish\n", stderr);
        std::_Exit(1);
    }
}

}  // namespace

int main(int count, char** words) {
    try {
        if (count == 2 && std::string(words[1]) == "--help") return std::fputs(usage, stdout) < 0;
        run(Options(count, words));
        return 0;
    } catch (std::invalid_argument const& e) {
        std::fprintf(stderr, "digits-serve: %s\n", e.what());
        return 2;
    } catch (std::exception const& e) {
        std::fprintf(stderr, "digits-serve: %s\n", e.what());
        return 1;
    }
}
