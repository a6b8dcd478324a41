#include "node/kept_log.hpp"

#include <keelson/runtime/logs.hpp>

#include <utility>

namespace keelson {
namespace {

using namespace std::chrono_literals;

constexpr Duration limit = 30s;
constexpr std::size_t queued_bytes_max = std::size_t{1} << 20;

/// A log on its way from the runtime to its file; the strand's alone.
struct KeptLog : std::enable_shared_from_this<KeptLog> {
    Strand* strand = nullptr;
    std::shared_ptr<VolumeStore> volumes;
    std::string path;
    std::function<void()> done;
    std::shared_ptr<ByteStream> stream;
    std::size_t queued_bytes = 0;
    bool begun = false, paused = false, all_came = false;

    void add(std::string bytes) {
        if (!done) return;
        queued_bytes += bytes.size();
        if (stream && !paused && queued_bytes > queued_bytes_max) stream->pause(paused = true);
        auto const size = bytes.size();
        volumes->write_log(
            path, std::move(bytes), !std::exchange(begun, true),
            [self = shared_from_this(), size](Result<> const& result) {
                self->strand->post([self, size, good = result.has_value()] { self->written(size, good); });
            });
    }
    void written(std::size_t size, bool good) {
        queued_bytes -= size;
        if (!good) return finish();
        if (stream && paused && queued_bytes == 0) stream->pause(paused = false);
        if (all_came && queued_bytes == 0) finish();
    }
    void end() {
        all_came = true;
        // That nothing was printed is to be known too.
        if (!begun) return add({});
        if (queued_bytes == 0) finish();
    }
    void finish() {
        stream.reset();
        if (auto const then = std::exchange(done, nullptr)) then();
    }
};

}  // namespace

void keep_log(NodeServices const& services, ContainerId id, std::string path, std::function<void()> done) {
    auto const log = std::make_shared<KeptLog>();
    auto* const strand = services.strand;
    log->strand = strand;
    log->volumes = services.volumes;
    log->path = std::move(path);
    log->done = std::move(done);
    ByteEvents events;
    events.bytes = [strand, log](std::string bytes) {
        strand->post([log, bytes = std::move(bytes)] { log->add(bytes); });
    };
    events.closed = [strand, log](Result<> const&) { strand->post([log] { log->end(); }); };
    strand->after(limit, [log] { log->finish(); });
    services.runtime->logs()->read(std::move(id), {}, strand->now() + limit, std::move(events),
                                   [strand, log](Result<std::shared_ptr<ByteStream>> const& opened) {
                                       strand->post([log, opened] {
                                           if (!opened) return log->finish();
                                           if (log->done) log->stream = *opened;
                                       });
                                   });
}

}  // namespace keelson
