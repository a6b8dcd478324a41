#include "drivers/runtime_process/supervisor/table.hpp"

#include <algorithm>

namespace keelson::supervisor {

namespace {

enum class Entry : std::uint8_t { boot = 1, settings, sandbox, container, progress, no_sandbox, no_container };

using process_wire::Decoder;
using process_wire::encode;

std::string boot_entry(std::string const& id) { return encode(Entry::boot, id); }
std::string settings_entry(Settings const& s) {
    return encode(Entry::settings, s.keep_pods, s.first_address, s.next_address, s.last_number);
}
std::string sandbox_entry(SandboxRecord const& s) {
    return encode(Entry::sandbox, s.number, s.config, s.address, s.created_at);
}
std::string container_entry(ContainerRecord const& c) {
    return encode(Entry::container, c.number, c.config, c.created_at);
}
std::string progress_entry(ContainerRecord const& c) {
    return encode(Entry::progress, c.config.id, c.progress, c.groups, c.pipes);
}

std::pair<std::string, std::uint32_t> key(ContainerId const& id) { return {id.name, id.attempt}; }

}  // namespace

std::string Table::open(std::string const& boot_id, bool& same_boot) {
    auto error = journal_.read([this](std::string_view record) { apply(record); });
    if (!error.empty()) return error;
    same_boot = boot_id_ == boot_id;
    boot_id_ = boot_id;
    return journal_.rewrite([this] { write_all(); });
}

SandboxRecord* Table::find(SandboxId const& id) {
    auto const found = sandboxes_.find(id);
    return found == sandboxes_.end() ? nullptr : &found->second;
}

ContainerRecord* Table::find(ContainerId const& id) {
    auto* const sandbox = find(id.sandbox);
    if (sandbox == nullptr) return nullptr;
    auto const found = sandbox->containers.find(key(id));
    return found == sandbox->containers.end() ? nullptr : &found->second;
}

std::string Table::save_settings() { return append(settings_entry(settings_)); }

std::string Table::add(SandboxRecord record) {
    if (auto error = append(sandbox_entry(record)); !error.empty()) return error;
    auto id = record.config.id;
    sandboxes_.insert_or_assign(std::move(id), std::move(record));
    return {};
}

std::string Table::add(ContainerRecord record) {
    if (auto error = append(container_entry(record)); !error.empty()) return error;
    auto const& id = record.config.id;
    auto* const sandbox = find(id.sandbox);
    sandbox->containers.insert_or_assign(key(id), std::move(record));
    return {};
}

std::string Table::save_progress(ContainerRecord const& record) { return append(progress_entry(record)); }

std::string Table::remove(SandboxId const& id) {
    if (auto error = append(encode(Entry::no_sandbox, id)); !error.empty()) return error;
    sandboxes_.erase(id);
    return {};
}

std::string Table::remove(ContainerId const& id) {
    if (auto error = append(encode(Entry::no_container, id)); !error.empty()) return error;
    if (auto* const sandbox = find(id.sandbox)) sandbox->containers.erase(key(id));
    return {};
}

std::string Table::append(std::string const& record) {
    // The file as it is will do if this fails.
    if (journal_.long_winded()) journal_.rewrite([this] { write_all(); });
    return journal_.append(record);
}

void Table::apply(std::string_view record) {
    Decoder decoder(record);
    Entry entry{};
    decoder(entry);
    switch (entry) {
        case Entry::boot: decoder(boot_id_); break;
        case Entry::settings:
            decoder(settings_.keep_pods, settings_.first_address, settings_.next_address, settings_.last_number);
            break;
        case Entry::sandbox: {
            SandboxRecord sandbox;
            if (!decoder(sandbox.number, sandbox.config, sandbox.address, sandbox.created_at)) break;
            settings_.last_number = std::max(settings_.last_number, sandbox.number);
            if (sandbox.address >= settings_.first_address)
                settings_.next_address = sandbox.address - settings_.first_address + 1;
            auto id = sandbox.config.id;
            sandboxes_.insert_or_assign(std::move(id), std::move(sandbox));
            break;
        }
        case Entry::container: {
            ContainerRecord container;
            if (!decoder(container.number, container.config, container.created_at)) break;
            settings_.last_number = std::max(settings_.last_number, container.number);
            if (auto* const sandbox = find(container.config.id.sandbox)) {
                auto const place = key(container.config.id);
                sandbox->containers.insert_or_assign(place, std::move(container));
            }
            break;
        }
        case Entry::progress: {
            ContainerId id;
            Progress progress;
            Groups groups;
            std::string pipes;
            if (!decoder(id, progress, groups, pipes)) break;
            if (auto* const container = find(id)) {
                container->progress = progress;
                container->groups = groups;
                container->pipes = pipes;
            }
            break;
        }
        case Entry::no_sandbox: {
            SandboxId id;
            if (decoder(id)) sandboxes_.erase(id);
            break;
        }
        case Entry::no_container: {
            ContainerId id;
            if (!decoder(id)) break;
            if (auto* const sandbox = find(id.sandbox)) sandbox->containers.erase(key(id));
            break;
        }
    }
}

void Table::write_all() {
    // Within a rewrite an append only collects, and cannot fail.
    journal_.append(boot_entry(boot_id_));
    journal_.append(settings_entry(settings_));
    for (auto const& [id, sandbox] : sandboxes_) {
        journal_.append(sandbox_entry(sandbox));
        for (auto const& [place, container] : sandbox.containers) {
            journal_.append(container_entry(container));
            journal_.append(progress_entry(container));
        }
    }
}

}  // namespace keelson::supervisor
