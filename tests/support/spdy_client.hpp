#ifndef KEELSON_TESTS_SUPPORT_SPDY_CLIENT_HPP
#define KEELSON_TESTS_SUPPORT_SPDY_CLIENT_HPP

#include "http/spdy.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keelson::test {

/// The client's end of a connection in SPDY/3.1, frame by frame, wrong ones included.
class SpdyClient {
public:
    struct Frame {
        bool control = false;
        std::uint16_t type = 0;
        std::uint32_t stream = 0;  ///< of data
        std::uint8_t flags = 0;
        std::string content;
        /// The number at this byte of the content.
        [[nodiscard]] std::uint32_t number(std::size_t at) const {
            std::uint32_t value = 0;
            for (std::size_t i = 0; i < 4 && at + i < content.size(); ++i)
                value = value << 8 | static_cast<unsigned char>(content[at + i]);
            return value;
        }
    };

    static std::string word(std::uint32_t value) {
        std::string out;
        for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
        return out;
    }
    static std::string control(std::uint16_t type, std::uint8_t flags, std::string const& content) {
        return word(0x80030000U | type) +
               word(static_cast<std::uint32_t>(flags) << 24 | static_cast<std::uint32_t>(content.size())) + content;
    }
    static std::string data(std::uint32_t stream, std::string const& bytes, bool last = false) {
        return word(stream) + word((last ? 0x01000000U : 0U) | static_cast<std::uint32_t>(bytes.size())) + bytes;
    }
    std::string open(std::uint32_t stream, http::SpdyHeaders const& headers, std::uint8_t flags = 0) {
        return control(1, flags, word(stream) + word(0) + std::string(2, '\0') + deflater_.block(headers));
    }
    static std::string window(std::uint32_t stream, std::uint32_t more) {
        return control(9, 0, word(stream) + word(more));
    }

    /// Takes the server's frames apart.
    static std::vector<Frame> frames(std::string_view bytes) {
        std::vector<Frame> all;
        auto const number = [&](std::size_t at) {
            std::uint32_t value = 0;
            for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
            return value;
        };
        while (bytes.size() >= 8) {
            auto const first = number(0), second = number(4);
            Frame frame;
            frame.control = (first & 0x80000000U) != 0;
            frame.type = static_cast<std::uint16_t>(frame.control ? first & 0xffffU : 0);
            frame.stream = frame.control ? 0 : first;
            frame.flags = static_cast<std::uint8_t>(second >> 24);
            frame.content = bytes.substr(8, second & 0xffffffU);
            bytes.remove_prefix(std::min<std::size_t>(8 + (second & 0xffffffU), bytes.size()));
            all.push_back(std::move(frame));
        }
        return all;
    }
    /// What came on a stream.
    static std::string received(std::vector<Frame> const& frames, std::uint32_t stream) {
        std::string text;
        for (auto const& frame : frames) {
            if (!frame.control && frame.stream == stream) text += frame.content;
        }
        return text;
    }
    static bool finished(std::vector<Frame> const& frames, std::uint32_t stream) {
        for (auto const& frame : frames) {
            if (!frame.control && frame.stream == stream && (frame.flags & 1) != 0) return true;
        }
        return false;
    }

private:
    http::SpdyDeflater deflater_;
};

}  // namespace keelson::test

#endif
