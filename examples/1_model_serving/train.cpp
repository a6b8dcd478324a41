// digits-train: trains a classifier of handwritten digits and saves it for digits-serve.
#include "digits.hpp"
#include "model.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using digits::Image;
using digits::Layer;
using digits::Model;

constexpr char usage[] =
    "usage: digits-train --out DIR --version N [--algorithm centroid|softmax|mlp] [--data FILE] [--epochs N] [--seed "
    "N]\n"
    "Every option can also come from the environment: DIGITS_OUT, DIGITS_VERSION, ...\n";

/// `--name value` pairs, with the environment and then the default behind them.
class Options {
public:
    Options(int count, char** words) {
        for (int i = 1; i < count; i += 2) {
            std::string const name = words[i];
            static constexpr char const* known[] = {"--out",  "--version", "--algorithm",
                                                    "--data", "--epochs",  "--seed"};
            if (std::find(std::begin(known), std::end(known), name) == std::end(known) || i + 1 == count) {
                throw std::invalid_argument(name + ": unknown, or without a value\n" + usage);
            }
            given_[name.substr(2)] = words[i + 1];
        }
    }

    std::string text(std::string const& name, char const* fallback) const {
        if (auto const found = given_.find(name); found != given_.end()) return found->second;
        std::string variable = "DIGITS_" + name;
        for (auto& c : variable) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        if (auto const* value = std::getenv(variable.c_str())) return value;
        if (fallback == nullptr) throw std::invalid_argument("--" + name + " is missing\n" + usage);
        return fallback;
    }
    unsigned number(std::string const& name, char const* fallback) const {
        auto const value = text(name, fallback);
        std::size_t end = 0;
        unsigned long result = 0;
        try {
            result = std::stoul(value, &end);
        } catch (std::logic_error const&) {
        }
        if (end == 0 || end != value.size() || result > 1'000'000) {
            throw std::invalid_argument("--" + name + " " + value + ": not a number up to a million");
        }
        return static_cast<unsigned>(result);
    }

private:
    std::map<std::string, std::string> given_;
};

std::array<float, digits::pixel_count> scaled(Image const& image) {
    auto result = image.pixels;
    for (auto& pixel : result) pixel /= 16;
    return result;
}

/// The nearest of ten mean images. |x - c|^2 is linear in x but for a term that all classes share, so it is one layer.
Model train_centroid(std::vector<Image> const& images) {
    Layer layer{digits::pixel_count, digits::class_count, std::vector<float>(digits::pixel_count * digits::class_count),
                std::vector<float>(digits::class_count)};
    std::array<float, digits::class_count> count{};
    for (auto const& image : images) {
        auto const label = static_cast<std::size_t>(image.label);
        auto const x = scaled(image);
        for (std::size_t i = 0; i < x.size(); ++i) layer.weights[label * x.size() + i] += x[i];
        ++count[label];
    }
    for (std::size_t c = 0; c < digits::class_count; ++c) {
        for (std::size_t i = 0; i < digits::pixel_count; ++i) {
            auto& weight = layer.weights[c * digits::pixel_count + i];
            weight /= std::max(count[c], 1.0F);
            layer.bias[c] -= weight * weight;
            weight *= 2;
        }
    }
    return {.version = {}, .algorithm = "centroid", .layers = {layer}};
}

/// Gradient descent with momentum on the cross entropy, one image at a time.
class Trainer {
public:
    Trainer(std::vector<std::size_t> const& sizes, unsigned seed) : random_(seed) {
        for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
            Layer layer{sizes[i], sizes[i + 1], std::vector<float>(sizes[i] * sizes[i + 1]),
                        std::vector<float>(sizes[i + 1])};
            auto const spread = std::sqrt(2.0F / static_cast<float>(sizes[i]));
            for (auto& weight : layer.weights) weight = spread * gauss();
            momentum_.push_back({layer.inputs, layer.outputs, std::vector<float>(layer.weights.size()),
                                 std::vector<float>(layer.bias.size())});
            layers_.push_back(std::move(layer));
        }
    }

    void train(std::vector<Image> const& images, unsigned epochs, float first_rate) {
        std::vector<std::size_t> order(images.size());
        std::iota(order.begin(), order.end(), 0U);
        for (unsigned epoch = 0; epoch < epochs; ++epoch) {
            // Fisher-Yates by hand: std::shuffle differs between libraries, and a seed should mean one model.
            for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random_() % i]);
            auto const rate = first_rate * (1 - static_cast<float>(epoch) / static_cast<float>(epochs));
            for (auto const row : order) step(images[row], rate);
        }
    }

    std::vector<Layer> layers() const { return layers_; }

private:
    float unit() { return (static_cast<float>(random_() >> 8) + 0.5F) / static_cast<float>(1 << 24); }
    float gauss() { return std::sqrt(-2 * std::log(unit())) * std::cos(6.2831853F * unit()); }

    void step(Image const& image, float rate) {
        // Forward, keeping each layer's input.
        std::vector<std::vector<float>> values{{}};
        auto const x = scaled(image);
        values.front().assign(x.begin(), x.end());
        for (std::size_t i = 0; i < layers_.size(); ++i) {
            std::vector<float> out(layers_[i].outputs);
            layers_[i].apply(values.back(), out);
            if (i + 1 < layers_.size()) {
                for (auto& value : out) value = std::max(value, 0.0F);
            }
            values.push_back(std::move(out));
        }
        // The slope of the cross entropy behind a softmax: probability minus truth.
        auto slope = values.back();
        auto const most = *std::max_element(slope.begin(), slope.end());
        float sum = 0;
        for (auto& s : slope) sum += s = std::exp(s - most);
        for (auto& s : slope) s /= sum;
        slope[static_cast<std::size_t>(image.label)] -= 1;
        for (std::size_t i = layers_.size(); i-- > 0;) slope = descend(i, values[i], slope, rate);
    }

    /// Changes one layer; returns the slope at its inputs.
    std::vector<float> descend(std::size_t index, std::vector<float> const& in, std::vector<float> const& slope,
                               float rate) {
        constexpr float keep = 0.9F, decay = 1e-4F;
        auto& layer = layers_[index];
        auto& momentum = momentum_[index];
        std::vector<float> before(layer.inputs);
        for (std::size_t o = 0; o < layer.outputs; ++o) {
            auto* weights = layer.weights.data() + o * layer.inputs;
            auto* moved = momentum.weights.data() + o * layer.inputs;
            for (std::size_t i = 0; i < layer.inputs; ++i) {
                before[i] += weights[i] * slope[o];
                moved[i] = keep * moved[i] - rate * (slope[o] * in[i] + decay * weights[i]);
                weights[i] += moved[i];
            }
            momentum.bias[o] = keep * momentum.bias[o] - rate * slope[o];
            layer.bias[o] += momentum.bias[o];
        }
        if (index > 0) {
            for (std::size_t i = 0; i < layer.inputs; ++i) before[i] = in[i] > 0 ? before[i] : 0;
        }
        return before;
    }

    std::vector<Layer> layers_;
    std::vector<Layer> momentum_;
    std::mt19937 random_;
};

Model train(Options const& options, std::vector<Image> const& images) {
    auto const algorithm = options.text("algorithm", "mlp");
    auto const seed = options.number("seed", "1");
    if (algorithm == "centroid") return train_centroid(images);
    if (algorithm == "softmax") {
        Trainer trainer({digits::pixel_count, digits::class_count}, seed);
        trainer.train(images, options.number("epochs", "20"), 0.01F);
        return {.version = {}, .algorithm = algorithm, .layers = trainer.layers()};
    }
    if (algorithm == "mlp") {
        Trainer trainer({digits::pixel_count, 64, digits::class_count}, seed);
        trainer.train(images, options.number("epochs", "60"), 0.01F);
        return {.version = {}, .algorithm = algorithm, .layers = trainer.layers()};
    }
    throw std::invalid_argument("--algorithm " + algorithm + ": not one of centroid, softmax, mlp");
}

void run(Options const& options) {
    auto const directory = options.text("out", nullptr);
    auto const version = options.text("version", nullptr);
    if (version.empty() || version.find_first_not_of("0123456789") != std::string::npos) {
        throw std::invalid_argument("--version " + version + ": not a number");
    }
    auto const file = options.text("data", digits::default_data().c_str());
    auto const all = digits::load_images(file);
    auto const images = digits::training_images(all), others = digits::held_out_images(all);
    std::printf("%zu images to train with, %zu kept out\n", images.size(), others.size());

    auto const start = std::chrono::steady_clock::now();
    auto model = train(options, images);
    model.version = version;
    auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("%s, version %s: accuracy %.4f in training, %.4f on the images kept out, %.2f s\n",
                model.algorithm.c_str(), version.c_str(), digits::accuracy(model, images),
                digits::accuracy(model, others), seconds);
    digits::save_model(model, directory);
    std::printf("saved %s\n", digits::model_file(directory, version).c_str());
}

}  // namespace

int main(int count, char** words) {
    try {
        if (count == 2 && std::string(words[1]) == "--help") return std::fputs(usage, stdout) < 0;
        run(Options(count, words));
        return 0;
    } catch (std::invalid_argument const& e) {
        std::fprintf(stderr, "digits-train: %s\n", e.what());
        return 2;
    } catch (std::exception const& e) {
        std::fprintf(stderr, "digits-train: %s\n", e.what());
        return 1;
    }
}
