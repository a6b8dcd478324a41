#include "digits.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <zlib.h>

namespace digits {
namespace {

/// The next number of a line, which it is cut off.
int next_number(std::string_view& line, int most) {
    int number = -1;
    auto const [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
    if (error != std::errc{} || number < 0 || number > most)
        throw std::runtime_error("not a number up to " + std::to_string(most));
    line.remove_prefix(static_cast<std::size_t>(end - line.data()));
    if (!line.empty()) {
        if (line.front() != ',') throw std::runtime_error("no comma between two numbers");
        line.remove_prefix(1);
    }
    return number;
}

Image parse(std::string_view line) {
    Image image;
    for (auto& pixel : image.pixels) pixel = static_cast<float>(next_number(line, 16));
    image.label = next_number(line, 9);
    if (!line.empty()) throw std::runtime_error("more than 65 numbers");
    return image;
}

std::vector<Image> select(std::vector<Image> const& all, bool kept_out) {
    std::vector<Image> images;
    for (std::size_t row = 0; row < all.size(); ++row) {
        if (held_out(row) == kept_out) images.push_back(all[row]);
    }
    return images;
}

}  // namespace

std::string default_data() { return DIGITS_DATA; }

std::vector<Image> load_images(std::string const& file) {
    auto const close = [](gzFile stream) { gzclose(stream); };
    std::unique_ptr<gzFile_s, decltype(close)> const stream(gzopen(file.c_str(), "rb"), close);
    if (!stream) throw std::runtime_error(file + ": " + std::strerror(errno));
    std::vector<Image> images;
    std::array<char, 1024> buffer;
    while (gzgets(stream.get(), buffer.data(), buffer.size()) != nullptr) {
        std::string_view line = buffer.data();
        while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
        try {
            images.push_back(parse(line));
        } catch (std::runtime_error const& e) {
            throw std::runtime_error(file + ":" + std::to_string(images.size() + 1) + ": " + e.what());
        }
    }
    int error = Z_OK;
    auto const message = gzerror(stream.get(), &error);
    if (error != Z_OK && error != Z_STREAM_END) throw std::runtime_error(file + ": " + message);
    if (images.empty()) throw std::runtime_error(file + ": no images");
    return images;
}

std::vector<Image> training_images(std::vector<Image> const& all) { return select(all, false); }
std::vector<Image> held_out_images(std::vector<Image> const& all) { return select(all, true); }

}  // namespace digits
