#ifndef LOG_STORE_HPP
#define LOG_STORE_HPP

#include <keelson/store/store.hpp>

#include <string>

/// A store in one append-only file: each commit is a frame with a checksum, written and synced before it is
/// acknowledged. What a crash has left half-written at the end is cut off when the file is opened. Compaction writes a
/// new file and puts it in the place of the old one.
///
/// Everything live is held in memory, so this is for hosts with little state. It keeps at least the last 10,000
/// writes in its log.
keelson::Result<std::shared_ptr<keelson::Store>> log_store(std::string path);

#endif
