#include "remote_controllers.hpp"

#include <algorithm>
#include <deque>

namespace keelson::testing {

/// The way between controllers and an engine: events come late and in order, as one watch has them, and after a cut
/// nothing comes any more.
class DistantBackend final : public ClientBackend, public std::enable_shared_from_this<DistantBackend> {
public:
    DistantBackend(Duration lag, std::shared_ptr<ManualClock> clock, std::shared_ptr<Entropy> entropy,
                   std::function<Client()> engine)
        : lag_(lag), clock_(std::move(clock)), entropy_(std::move(entropy)), engine_(std::move(engine)) {}

    void call(std::vector<Request> requests, Completion<std::vector<Response>> done) override {
        // One after the other, as a server has it; RemoteControllers asks for one at a time.
        auto const write = requests.front().verb != Request::Verb::get && requests.front().verb != Request::Verb::list;
        engine_().call_async(std::move(requests.front()),
                             [weak = weak_from_this(), write, done = std::move(done)](Result<Response> response) {
                                 auto const self = weak.lock();
                                 if (!self) return;
                                 if (write && response && self->cut_here && self->cut_here()) self->cut = true;
                                 if (self->cut) return;
                                 if (!response) return done(response.error());
                                 done(std::vector<Response>{std::move(*response)});
                             });
    }
    Subscription follow(std::string resource, ListOptions options, Follow follow) override {
        auto const stream = std::make_shared<Stream>();
        stream->follow = std::move(follow);
        streams_.push_back(stream);
        auto const put = [weak = weak_from_this(), stream](std::function<void(Follow&)> what) {
            if (auto const self = weak.lock()) self->put(*stream, std::move(what));
        };
        stream->following = engine_().follow(
            std::move(resource), std::move(options),
            {[put](ChangeType type, Ref object) {
                 put([type, object = std::move(object)](Follow& to) { to.change(type, object); });
             },
             [put] { put([](Follow& to) { to.listed(); }); },
             [put](Error error) { put([error = std::move(error)](Follow& to) { to.failed(error); }); }});
        return Subscription([stream] {
            stream->ended = true;
            stream->waiting.clear();
            stream->following = {};
        });
    }
    void logs(ObjectKey pod, LogQuery query, Completion<std::string> done) override {
        done(engine_().logs(std::move(pod), std::move(query)));
    }
    std::shared_ptr<Kind const> find_kind(std::string_view api_version, std::string_view name) const override {
        return engine_().find_kind(api_version, name);
    }
    bool on_engine_thread() const override { return true; }

    /// Tells what has arrived; when more does.
    std::optional<Instant> poll() {
        std::optional<Instant> next;
        std::erase_if(streams_, [](auto const& weak) { return weak.expired(); });
        for (auto const& weak : std::vector(streams_)) {
            auto const stream = weak.lock();
            while (stream && !stream->ended && !stream->waiting.empty() &&
                   stream->waiting.front().first <= clock_->now()) {
                auto const what = std::move(stream->waiting.front().second);
                stream->waiting.pop_front();
                what(stream->follow);
            }
            if (!stream || stream->ended || stream->waiting.empty()) continue;
            if (!next || stream->waiting.front().first < *next) next = stream->waiting.front().first;
        }
        return next;
    }

    std::function<bool()> cut_here;  ///< asked after a write: do the controllers end here?
    bool cut = false;

private:
    struct Stream {
        Follow follow;
        Subscription following;
        std::deque<std::pair<Instant, std::function<void(Follow&)>>> waiting;
        bool ended = false;
    };
    void put(Stream& stream, std::function<void(Follow&)> what) {
        if (stream.ended) return;
        auto when = clock_->now() +
                    std::chrono::nanoseconds(entropy_->below(static_cast<std::uint64_t>(lag_.count()) + 1));
        if (!stream.waiting.empty()) when = std::max(when, stream.waiting.back().first);
        stream.waiting.emplace_back(when, std::move(what));
    }

    Duration lag_;
    std::shared_ptr<ManualClock> clock_;
    std::shared_ptr<Entropy> entropy_;
    std::function<Client()> engine_;
    std::vector<std::weak_ptr<Stream>> streams_;
};

DistantControllers::DistantControllers(RemoteMode mode, std::vector<Controller> controllers,
                                       std::shared_ptr<ManualClock> clock, std::uint64_t seed, LogSink log,
                                       std::function<Client()> engine)
    : mode_(mode),
      controllers_(std::move(controllers)),
      clock_(std::move(clock)),
      entropy_(seeded_entropy(seed * 2 + 2)),
      log_(std::move(log)),
      engine_(std::move(engine)) {
    begin();
}
DistantControllers::~DistantControllers() = default;

void DistantControllers::begin() {
    running_.reset();
    backend_ = std::make_shared<DistantBackend>(mode_.lag, clock_, entropy_, engine_);
    backend_->cut_here = [this] {
        if (cut_after_ && *cut_after_ > 0 && --*cut_after_ == 0) {
            cut_after_.reset();
            return true;
        }
        return mode_.cut > 0 && entropy_->unit() < mode_.cut;
    };
    RemoteOptions options;
    options.controllers = controllers_;
    options.log = log_;
    options.clock = clock_;
    options.entropy = seeded_entropy(entropy_->next());
    running_.emplace(Client(backend_), std::move(options));
}

std::optional<Instant> DistantControllers::poll() {
    if (backend_->cut) {
        ++cuts_;
        begin();
    }
    auto next = backend_->poll();
    if (auto const theirs = running_->poll(); theirs && (!next || *theirs < *next)) next = theirs;
    if (backend_->cut) next = clock_->now();
    return next;
}

void DistantControllers::cut_after(std::size_t writes) { cut_after_ = writes; }

}  // namespace keelson::testing
