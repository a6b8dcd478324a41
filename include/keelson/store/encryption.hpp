#ifndef KEELSON_STORE_ENCRYPTION_HPP
#define KEELSON_STORE_ENCRYPTION_HPP

#include <keelson/core/error.hpp>
#include <keelson/store/store.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace keelson {

/// A key for AES-256-GCM.
struct EncryptionKey {
    std::string name;   ///< stands in each record that it has sealed: letters, digits, "-", "_" and ".", at most 64
    std::string bytes;  ///< 32 of them
};

struct EncryptionOptions {
    /// The first seals what is written, each opens what it has sealed. To change keys put the new one in front, and
    /// take the old one out when nothing is sealed with it any more.
    std::vector<EncryptionKey> keys;
    /// Whose objects are sealed: "secrets", "greetings.demo.example.com".
    std::vector<std::string> resources = {"secrets"};
};

/// Reads lines of NAME:BASE64, the base64 of 32 random bytes; empty ones and those that begin with # say nothing.
/// Errors: `invalid`, naming the line and never what is in it.
Result<std::vector<EncryptionKey>> read_encryption_keys(std::string_view text);

/// A store whose values of some resources are sealed before `inner` sees them, each with a nonce of its own, bound to
/// its key and revision: a record that was moved, or put back later, is not opened. Values that were stored unsealed
/// are read as they are, and sealed when they are next written; until they are compacted the log keeps the old ones.
/// Which objects there are, their names and how long they are is not hidden.
/// Errors: `invalid` here for no key, or one that is none. Reading fails with `invalid` at the first record whose key
/// is not there or whose content was changed; nothing is written then.
Result<std::shared_ptr<Store>> encrypted_store(std::shared_ptr<Store> inner, EncryptionOptions options);

/// Whether a value is one that `encrypted_store` has sealed.
inline bool is_sealed(std::string_view value) noexcept { return value.starts_with("keelson:sealed:1:"); }

}  // namespace keelson

#endif
