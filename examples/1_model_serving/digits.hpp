#ifndef DIGITS_DIGITS_HPP
#define DIGITS_DIGITS_HPP

#include <array>
#include <cstddef>
#include <string>
#include <vector>

/// The data set: what training, serving and asking must agree on.
namespace digits {

constexpr std::size_t pixel_count = 64;  ///< 8x8, each 0 to 16
constexpr std::size_t class_count = 10;

struct Image {
    std::array<float, pixel_count> pixels{};
    int label = 0;
};

/// The file that comes with the example.
std::string default_data();

/// Reads the gzipped CSV. Throws std::runtime_error with file and line for what is not the data set.
std::vector<Image> load_images(std::string const& file);

/// Every fifth row is kept from training: accuracy is measured on these rows only.
constexpr bool held_out(std::size_t row) { return row % 5 == 4; }

std::vector<Image> training_images(std::vector<Image> const& all);
std::vector<Image> held_out_images(std::vector<Image> const& all);

}  // namespace digits

#endif
