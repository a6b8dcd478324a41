#ifndef DIGITS_MODEL_HPP
#define DIGITS_MODEL_HPP

#include "digits.hpp"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace digits {

/// outputs = weights * inputs + bias
struct Layer {
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    std::vector<float> weights;  ///< a row of `inputs` for each output
    std::vector<float> bias;

    void apply(std::span<float const> in, std::span<float> out) const;
};

using Probabilities = std::array<float, class_count>;

/// A stack of dense layers with ReLU between them and softmax behind the last: enough for all that is trained here.
struct Model {
    std::string version;
    std::string algorithm;
    std::vector<Layer> layers;

    [[nodiscard]] Probabilities predict(std::array<float, pixel_count> const& image) const;
};

int most_likely(Probabilities const& probabilities);

/// The share of images that the model names rightly.
double accuracy(Model const& model, std::vector<Image> const& images);

/// Where a version lies under a model directory.
std::string model_file(std::string const& directory, std::string const& version);

/// Writes the model so that whoever reads sees the old file or the whole new one. Throws std::runtime_error.
void save_model(Model const& model, std::string const& directory);

/// Throws std::runtime_error for a file that is missing or not a model.
Model load_model(std::string const& directory, std::string const& version);

}  // namespace digits

#endif
