#ifndef KEELSON_SRC_TRANSFER_EASY_HPP
#define KEELSON_SRC_TRANSFER_EASY_HPP

#include "transfer/curl.hpp"
#include "transfer/exchange.hpp"

#include <array>

namespace keelson::transfer {

/// One of libcurl's handles, which is loaded, and what must live as long as it does.
class Easy {
public:
    /// Lifetime: the server's texts outlive it.
    explicit Easy(Server const& server);
    ~Easy();
    Easy(Easy const&) = delete;
    Easy& operator=(Easy const&) = delete;

    void set(CURLoption option, long value) { curl().easy_setopt(handle_, option, value); }
    /// libcurl keeps a copy.
    void set(CURLoption option, std::string const& text) { curl().easy_setopt(handle_, option, text.c_str()); }
    void add_header(std::string const& line) { headers_ = curl().slist_append(headers_, line.c_str()); }
    void use_headers() { curl().easy_setopt(handle_, CURLOPT_HTTPHEADER, headers_); }

    [[nodiscard]] CURL* handle() const noexcept { return handle_; }
    [[nodiscard]] long number(CURLINFO what) const;
    [[nodiscard]] Failure failure(CURLcode code) const;

private:
    void set_pem(Pem const& pem, CURLoption as_text, CURLoption as_file);

    CURL* handle_;
    curl_slist* headers_ = nullptr;
    curl_slist* connect_to_ = nullptr;
    bool local_;
    std::array<char, CURL_ERROR_SIZE> why_{};
};

}  // namespace keelson::transfer

#endif
