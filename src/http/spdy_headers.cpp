#include "http/spdy.hpp"

#include <algorithm>
#include <array>
#include <zlib.h>

// How header blocks are packed: one zlib stream each way, flushed after each block.
namespace keelson::http {
namespace {

constexpr std::size_t block_bytes_max = 64 * 1024;

void put_number(std::string& out, std::size_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(number >> shift & 0xff);
}

/// The bytes that SPDY/3 says both ends begin with: words with their lengths, and then what values are made of.
std::string make_dictionary() {
    constexpr std::array words{"options",
                               "head",
                               "post",
                               "put",
                               "delete",
                               "trace",
                               "accept",
                               "accept-charset",
                               "accept-encoding",
                               "accept-language",
                               "accept-ranges",
                               "age",
                               "allow",
                               "authorization",
                               "cache-control",
                               "connection",
                               "content-base",
                               "content-encoding",
                               "content-language",
                               "content-length",
                               "content-location",
                               "content-md5",
                               "content-range",
                               "content-type",
                               "date",
                               "etag",
                               "expect",
                               "expires",
                               "from",
                               "host",
                               "if-match",
                               "if-modified-since",
                               "if-none-match",
                               "if-range",
                               "if-unmodified-since",
                               "last-modified",
                               "location",
                               "max-forwards",
                               "pragma",
                               "proxy-authenticate",
                               "proxy-authorization",
                               "range",
                               "referer",
                               "retry-after",
                               "server",
                               "te",
                               "trailer",
                               "transfer-encoding",
                               "upgrade",
                               "user-agent",
                               "vary",
                               "via",
                               "warning",
                               "www-authenticate",
                               "method",
                               "get",
                               "status",
                               "200 OK",
                               "version",
                               "HTTP/1.1",
                               "url",
                               "public",
                               "set-cookie",
                               "keep-alive",
                               "origin"};
    std::string text;
    for (std::string_view const word : words) {
        put_number(text, word.size());
        text += word;
    }
    text +=
        "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505"
        "203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized"
        "403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service Unavailable"
        "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMT"
        "chunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,"
        "text/javascript,publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";
    return text;
}

std::string const& dictionary() {
    static std::string const text = make_dictionary();
    return text;
}

Bytef* bytes_of(std::string_view text) {
    return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib only reads it
}

Error damaged() { return {Errc::bad_request, "the SPDY header block is damaged"}; }

/// The number at the front, taken off; nothing when there is none.
bool take_number(std::string_view& text, std::size_t& number) {
    if (text.size() < 4) return false;
    number = 0;
    for (int i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(text[static_cast<std::size_t>(i)]);
    text.remove_prefix(4);
    return true;
}

bool take_text(std::string_view& text, std::string& out) {
    std::size_t size = 0;
    if (!take_number(text, size) || size > text.size()) return false;
    out.assign(text.substr(0, size));
    text.remove_prefix(size);
    return true;
}

}  // namespace

struct SpdyInflater::State {
    z_stream zlib{};
    bool usable = false;
};

SpdyInflater::SpdyInflater() : state_(std::make_unique<State>()) {
    state_->usable = ::inflateInit(&state_->zlib) == Z_OK;
}

SpdyInflater::~SpdyInflater() { ::inflateEnd(&state_->zlib); }

Result<SpdyHeaders> SpdyInflater::headers(std::string_view block) {
    auto& zlib = state_->zlib;
    if (!state_->usable) return damaged();
    state_->usable = false;  // until all has gone well: a stream that lost a block cannot go on
    std::string plain;
    zlib.next_in = bytes_of(block);
    zlib.avail_in = static_cast<uInt>(block.size());
    for (;;) {
        std::array<Bytef, 4096> part;
        zlib.next_out = part.data();
        zlib.avail_out = part.size();
        int outcome = ::inflate(&zlib, Z_SYNC_FLUSH);
        if (outcome == Z_NEED_DICT) {
            auto const& words = dictionary();
            outcome = ::inflateSetDictionary(&zlib, bytes_of(words), static_cast<uInt>(words.size()));
            if (outcome != Z_OK) return damaged();
            continue;
        }
        auto const count = part.size() - zlib.avail_out;
        plain.append(reinterpret_cast<char const*>(part.data()), count);
        if (plain.size() > block_bytes_max) return Error(Errc::bad_request, "the SPDY header block is too large");
        if (outcome == Z_BUF_ERROR || (outcome == Z_OK && zlib.avail_in == 0 && zlib.avail_out != 0)) break;
        if (outcome != Z_OK) return damaged();
    }
    if (zlib.avail_in != 0) return damaged();
    SpdyHeaders headers;
    std::string_view rest = plain;
    std::size_t count = 0;
    if (!take_number(rest, count) || count > rest.size() / 8) return damaged();
    for (std::size_t i = 0; i < count; ++i) {
        auto& [name, value] = headers.emplace_back();
        if (!take_text(rest, name) || !take_text(rest, value) || name.empty()) return damaged();
        for (auto& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    if (!rest.empty()) return damaged();
    state_->usable = true;
    return headers;
}

struct SpdyDeflater::State {
    z_stream zlib{};
};

SpdyDeflater::SpdyDeflater() : state_(std::make_unique<State>()) {
    auto const& words = dictionary();
    if (::deflateInit(&state_->zlib, Z_BEST_SPEED) == Z_OK)
        ::deflateSetDictionary(&state_->zlib, bytes_of(words), static_cast<uInt>(words.size()));
}

SpdyDeflater::~SpdyDeflater() { ::deflateEnd(&state_->zlib); }

std::string SpdyDeflater::block(SpdyHeaders const& headers) {
    std::string plain;
    put_number(plain, headers.size());
    for (auto const& [name, value] : headers) {
        put_number(plain, name.size());
        plain += name;
        put_number(plain, value.size());
        plain += value;
    }
    auto& zlib = state_->zlib;
    zlib.next_in = bytes_of(plain);
    zlib.avail_in = static_cast<uInt>(plain.size());
    std::string packed;
    do {
        std::array<Bytef, 1024> part;
        zlib.next_out = part.data();
        zlib.avail_out = part.size();
        if (::deflate(&zlib, Z_SYNC_FLUSH) == Z_STREAM_ERROR) break;
        packed.append(reinterpret_cast<char const*>(part.data()), part.size() - zlib.avail_out);
    } while (zlib.avail_out == 0);
    return packed;
}

}  // namespace keelson::http
