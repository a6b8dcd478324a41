#include "model.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

namespace digits {
namespace {

[[noreturn]] void fail(std::string const& file, std::string const& why) { throw std::runtime_error(file + ": " + why); }

void write_file(std::string const& file, std::string_view content) {
    int const fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0) fail(file, std::strerror(errno));
    while (!content.empty()) {
        auto const n = ::write(fd, content.data(), content.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) break;
        content.remove_prefix(static_cast<std::size_t>(n));
    }
    bool const good = content.empty() && ::fsync(fd) == 0;
    int const error = errno;
    if (::close(fd) != 0 || !good) fail(file, std::strerror(good ? errno : error));
}

void sync_directory(std::string const& directory) {
    int const fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || ::fsync(fd) != 0) fail(directory, std::strerror(errno));
    ::close(fd);
}

Layer layer_from(boost::json::object const& object) {
    Layer layer;
    layer.inputs = boost::json::value_to<std::size_t>(object.at("inputs"));
    layer.outputs = boost::json::value_to<std::size_t>(object.at("outputs"));
    layer.weights = boost::json::value_to<std::vector<float>>(object.at("weights"));
    layer.bias = boost::json::value_to<std::vector<float>>(object.at("bias"));
    constexpr std::size_t limit = 1 << 16;
    if (layer.inputs > limit || layer.outputs > limit || layer.weights.size() != layer.inputs * layer.outputs ||
        layer.bias.size() != layer.outputs) {
        throw std::runtime_error("a layer's sizes do not fit each other");
    }
    return layer;
}

}  // namespace

void Layer::apply(std::span<float const> in, std::span<float> out) const {
    for (std::size_t o = 0; o < outputs; ++o) {
        auto const* row = weights.data() + o * inputs;
        float sum = bias[o];
        for (std::size_t i = 0; i < inputs; ++i) sum += row[i] * in[i];
        out[o] = sum;
    }
}

Probabilities Model::predict(std::array<float, pixel_count> const& image) const {
    std::vector<float> values(image.begin(), image.end()), next;
    for (auto& value : values) value /= 16;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        next.resize(layers[i].outputs);
        layers[i].apply(values, next);
        if (i + 1 < layers.size()) {
            for (auto& value : next) value = std::max(value, 0.0F);
        }
        values.swap(next);
    }
    Probabilities result{};
    auto const most = *std::max_element(values.begin(), values.end());
    float sum = 0;
    for (std::size_t i = 0; i < class_count; ++i) sum += result[i] = std::exp(values[i] - most);
    for (auto& p : result) p /= sum;
    return result;
}

int most_likely(Probabilities const& probabilities) {
    return static_cast<int>(std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin());
}

double accuracy(Model const& model, std::vector<Image> const& images) {
    auto const right = std::count_if(images.begin(), images.end(), [&](Image const& image) {
        return most_likely(model.predict(image.pixels)) == image.label;
    });
    return static_cast<double>(right) / static_cast<double>(images.size());
}

std::string model_file(std::string const& directory, std::string const& version) {
    return directory + "/digits/" + version + "/model.json";
}

void save_model(Model const& model, std::string const& directory) {
    boost::json::array layers;
    for (auto const& layer : model.layers) {
        layers.push_back({{"inputs", layer.inputs},
                          {"outputs", layer.outputs},
                          {"weights", boost::json::value_from(layer.weights)},
                          {"bias", boost::json::value_from(layer.bias)}});
    }
    boost::json::object const object{
        {"name", "digits"}, {"version", model.version}, {"algorithm", model.algorithm}, {"layers", std::move(layers)}};
    auto const file = model_file(directory, model.version);
    auto const folder = std::filesystem::path(file).parent_path();
    std::filesystem::create_directories(folder);
    // The process id keeps two writers of one version apart; the last rename wins, whole.
    auto const temporary = file + "." + std::to_string(::getpid()) + ".tmp";
    write_file(temporary, boost::json::serialize(object));
    std::filesystem::rename(temporary, file);
    sync_directory(folder.string());
}

Model load_model(std::string const& directory, std::string const& version) {
    auto const file = model_file(directory, version);
    std::ifstream stream(file, std::ios::binary);
    if (!stream) fail(file, std::strerror(errno));
    std::ostringstream content;
    content << stream.rdbuf();
    try {
        auto const value = boost::json::parse(content.str());
        auto const& object = value.as_object();
        Model model;
        model.version = boost::json::value_to<std::string>(object.at("version"));
        model.algorithm = boost::json::value_to<std::string>(object.at("algorithm"));
        std::size_t inputs = pixel_count;
        for (auto const& layer : object.at("layers").as_array()) {
            model.layers.push_back(layer_from(layer.as_object()));
            if (model.layers.back().inputs != inputs) throw std::runtime_error("layers do not fit each other");
            inputs = model.layers.back().outputs;
        }
        if (model.layers.empty() || inputs != class_count) throw std::runtime_error("it does not end in ten outputs");
        return model;
    } catch (std::exception const& e) {
        fail(file, std::string("not a model: ") + e.what());
    }
}

}  // namespace digits
