#include <keelson/store/encryption.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <set>

namespace keelson {
namespace {

// A sealed value: the mark, the key's name, a colon, the nonce, the ciphertext, the tag.
constexpr std::string_view mark = "keelson:sealed:1:";
constexpr std::size_t key_bytes = 32;
constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t name_max = 64;
constexpr std::size_t overhead = mark.size() + name_max + 1 + nonce_bytes + tag_bytes;

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

unsigned char const* raw(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }
unsigned char* raw(char* text) { return reinterpret_cast<unsigned char*>(text); }

/// What a record is bound to beside its content.
std::string place_of(std::string_view key, Revision revision) {
    std::string place(key);
    place += '\0';
    for (int shift = 56; shift >= 0; shift -= 8) place += static_cast<char>(revision >> shift & 0xff);
    return place;
}

bool seal(EncryptionKey const& key, std::string_view place, std::string_view plain, std::string& sealed) {
    sealed.assign(mark).append(key.name) += ':';
    auto const at = sealed.size();
    sealed.resize(at + nonce_bytes + plain.size() + tag_bytes);
    auto* const nonce = raw(sealed.data() + at);
    auto* const cipher = nonce + nonce_bytes;
    Context const context(EVP_CIPHER_CTX_new());
    int count = 0;
    return context && RAND_bytes(nonce, nonce_bytes) == 1 &&
           EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, raw(key.bytes), nonce) == 1 &&
           EVP_EncryptUpdate(context.get(), nullptr, &count, raw(place), static_cast<int>(place.size())) == 1 &&
           EVP_EncryptUpdate(context.get(), cipher, &count, raw(plain), static_cast<int>(plain.size())) == 1 &&
           EVP_EncryptFinal_ex(context.get(), cipher + count, &count) == 1 &&
           EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, cipher + plain.size()) == 1;
}

/// `body` is what stands behind the key's name.
bool open(EncryptionKey const& key, std::string_view place, std::string_view body, std::string& plain) {
    if (body.size() < nonce_bytes + tag_bytes) return false;
    auto const nonce = body.substr(0, nonce_bytes);
    auto const cipher = body.substr(nonce_bytes, body.size() - nonce_bytes - tag_bytes);
    std::string tag(body.substr(body.size() - tag_bytes));
    plain.resize(cipher.size());
    Context const context(EVP_CIPHER_CTX_new());
    int count = 0;
    return context && EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, raw(key.bytes), raw(nonce)) == 1 &&
           EVP_DecryptUpdate(context.get(), nullptr, &count, raw(place), static_cast<int>(place.size())) == 1 &&
           EVP_DecryptUpdate(context.get(), raw(plain.data()), &count, raw(cipher), static_cast<int>(cipher.size())) ==
               1 &&
           EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1 &&
           EVP_DecryptFinal_ex(context.get(), raw(plain.data() + count), &count) == 1;
}

class EncryptedStore final : public Store {
public:
    EncryptedStore(std::shared_ptr<Store> inner, EncryptionOptions options)
        : inner_(std::move(inner)), keys_(std::move(options.keys)) {
        for (auto const& resource : options.resources) prefixes_.push_back(resource + "/");
    }
    ~EncryptedStore() override {
        for (auto& key : keys_) OPENSSL_cleanse(key.bytes.data(), key.bytes.size());
    }
    EncryptedStore(EncryptedStore const&) = delete;
    EncryptedStore& operator=(EncryptedStore const&) = delete;

    Result<Revision> head() override { return inner_->head(); }

    Result<std::vector<Record>> list(std::string_view prefix, std::string_view after, std::size_t limit) override {
        auto records = inner_->list(prefix, after, limit);
        if (!records) return records;
        for (auto& record : *records) {
            if (auto const opened = read(record.key, record.revision, record.value); !opened) return opened.error();
        }
        return records;
    }

    Result<> commit(Revision first, std::span<Write const> writes) override {
        std::vector<Write> sealed(writes.begin(), writes.end());
        std::vector<std::string> values;
        values.reserve(writes.size());
        for (std::size_t i = 0; i < sealed.size(); ++i) {
            auto& write = sealed[i];
            // The bound is the same for all, sealed or not.
            if (write.value && write.value->size() > limits().value_bytes)
                return Error(Errc::invalid, "the value of \"" + std::string(write.key) + "\" is too large");
            if (!write.value || !concerns(write.key)) continue;
            if (!seal(keys_.front(), place_of(write.key, first + i), *write.value, values.emplace_back()))
                return Error(Errc::invalid, "the record \"" + std::string(write.key) + "\" can't be encrypted");
            write.value = values.back();
        }
        return inner_->commit(first, sealed);
    }

    Result<std::vector<LogEntry>> log(Revision after, std::size_t limit) override {
        auto entries = inner_->log(after, limit);
        if (!entries) return entries;
        for (auto& entry : *entries) {
            if (!entry.value) continue;
            if (auto const opened = read(entry.key, entry.revision, *entry.value); !opened) return opened.error();
        }
        return entries;
    }

    Result<> compact(Revision through) override { return inner_->compact(through); }

    [[nodiscard]] StoreLimits limits() const noexcept override {
        auto limits = inner_->limits();
        limits.value_bytes -= std::min(limits.value_bytes, overhead);
        return limits;
    }

private:
    [[nodiscard]] bool concerns(std::string_view key) const {
        return std::any_of(prefixes_.begin(), prefixes_.end(),
                           [key](std::string const& prefix) { return key.starts_with(prefix); });
    }

    /// In place. A sealed value is opened whatever its resource: the choice may have changed since.
    [[nodiscard]] Result<> read(std::string_view key, Revision revision, std::string& value) const {
        if (!is_sealed(value)) return {};
        auto const text = std::string_view(value);
        auto const colon = text.find(':', mark.size());
        auto const name = text.substr(mark.size(), std::min(colon, text.size()) - mark.size());
        auto const what = "the record \"" + std::string(key) + "\" ";
        auto const found =
            std::find_if(keys_.begin(), keys_.end(), [name](EncryptionKey const& one) { return one.name == name; });
        if (found == keys_.end())
            return Error(Errc::invalid, what + "is encrypted with the key \"" + std::string(name.substr(0, name_max)) +
                                            "\", which is not among those given");
        std::string plain;
        if (!open(*found, place_of(key, revision), text.substr(colon + 1), plain))
            return Error(Errc::invalid, what + "can't be decrypted: \"" + std::string(name) +
                                            "\" is another key than the one of that name that it was encrypted with, "
                                            "or the record was changed");
        value = std::move(plain);
        return {};
    }

    std::shared_ptr<Store> inner_;
    std::vector<EncryptionKey> keys_;
    std::vector<std::string> prefixes_;
};

bool good_name(std::string_view name) {
    return !name.empty() && name.size() <= name_max && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
    });
}

/// Padded base64 of exactly one key.
bool read_key(std::string_view text, std::string& bytes) {
    constexpr std::size_t length = 44;
    if (text.size() != length || text.find('=') != length - 1) return false;
    std::array<unsigned char, 33> room{};
    // One byte of padding is counted as if it were one of the key.
    if (EVP_DecodeBlock(room.data(), raw(text), static_cast<int>(text.size())) != static_cast<int>(room.size()))
        return false;
    bytes.assign(room.begin(), room.begin() + key_bytes);
    OPENSSL_cleanse(room.data(), room.size());
    return true;
}

}  // namespace

Result<std::vector<EncryptionKey>> read_encryption_keys(std::string_view text) {
    std::vector<EncryptionKey> keys;
    std::size_t number = 0;
    while (!text.empty()) {
        ++number;
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
        if (line.empty() || line.front() == '#') continue;
        auto const colon = std::min(line.find(':'), line.size());
        EncryptionKey key;
        key.name = line.substr(0, colon);
        auto const where = "line " + std::to_string(number) + ": ";
        if (colon == line.size() || !good_name(key.name))
            return Error(Errc::invalid, where + "a key is NAME:BASE64, its name of letters, digits, '-', '_' and '.'");
        if (!read_key(line.substr(colon + 1), key.bytes))
            return Error(Errc::invalid, where + "the key \"" + key.name + "\" is not the base64 of 32 bytes");
        keys.push_back(std::move(key));
    }
    return keys;
}

Result<std::shared_ptr<Store>> encrypted_store(std::shared_ptr<Store> inner, EncryptionOptions options) {
    if (options.keys.empty()) return Error(Errc::invalid, "encryption needs a key");
    std::set<std::string_view> names;
    for (auto const& key : options.keys) {
        if (!good_name(key.name))
            return Error(Errc::invalid, "a key's name is of letters, digits, '-', '_' and '.', at most 64 of them");
        if (key.bytes.size() != key_bytes)
            return Error(Errc::invalid, "the key \"" + key.name + "\" has " + std::to_string(key.bytes.size()) +
                                            " bytes, and needs 32");
        if (!names.insert(key.name).second)
            return Error(Errc::invalid, "there are two keys with the name \"" + key.name + "\"");
    }
    return std::shared_ptr<Store>(std::make_shared<EncryptedStore>(std::move(inner), std::move(options)));
}

}  // namespace keelson
