#include "net/balancer.hpp"

#include "net/balancer_loop.hpp"
#include "net/listen_socket.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <atomic>
#include <utility>

namespace keelson::net {
namespace {

using Ports = std::shared_ptr<std::vector<ServicePort> const>;

/// Waits until every loop has done its part. What a loop leaves in `result` before `done()` is seen by the last one.
template <class T>
class Gather {
public:
    Gather(std::size_t parts, std::function<void(T const&)> last) : left_(parts), last_(std::move(last)) {}
    void done() {
        if (left_.fetch_sub(1, std::memory_order_acq_rel) == 1 && last_) last_(result);
    }
    T result{};

private:
    std::atomic<std::size_t> left_;
    std::function<void(T const&)> last_;
};

}  // namespace

struct Balancer::Impl {
    using Listeners = std::map<std::pair<std::string, Listener>, std::shared_ptr<ListenSocket>>;
    /// The first loop's, beside its share of the routes.
    struct Front {
        std::map<ServiceKey, Listeners> listeners;
        bool stopped = false;
    };

    explicit Impl(BalancerOptions given) : options(std::make_shared<BalancerOptions const>(std::move(given))) {
        std::uint64_t seed = options->seed;
        for (auto const& executor : options->loops) {
            loops.push_back(std::make_shared<BalancerLoop>(executor, options, seed += 0x9e3779b97f4a7c15ULL));
        }
    }

    /// Runs `fn(loop, is_first)` on every loop, on the first one last: when a listener opens there, or a
    /// connection is handed over from there, the other loops know its route.
    template <class Fn>
    void on_all(Fn const& fn) {
        for (auto i = loops.size(); i-- > 0;) {
            boost::asio::post(loops[i]->executor(), [loop = loops[i], first = i == 0, fn] { fn(*loop, first); });
        }
    }

    static std::vector<Listening> set_listeners(Front& front, std::vector<std::shared_ptr<BalancerLoop>> const& loops,
                                                ServiceKey const& key, std::vector<ServicePort> const& ports);

    std::shared_ptr<BalancerOptions const> options;
    std::vector<std::shared_ptr<BalancerLoop>> loops;
    std::shared_ptr<Front> front = std::make_shared<Front>();
};

std::vector<Listening> Balancer::Impl::set_listeners(Front& front,
                                                     std::vector<std::shared_ptr<BalancerLoop>> const& loops,
                                                     ServiceKey const& key, std::vector<ServicePort> const& ports) {
    std::vector<Listening> result;
    if (front.stopped) {
        for (auto const& port : ports) {
            result.push_back({port.name, port.listen, Error(Errc::cancelled, "the balancer is stopped")});
        }
        return result;
    }
    auto old = std::exchange(front.listeners[key], {});
    Listeners kept;
    for (auto const& port : ports) {
        auto const id = std::pair(port.name, port.listen);
        if (auto node = old.extract(id)) kept.insert(std::move(node));
    }
    // What leaves goes first: the same address may come back under another port's name.
    for (auto const& [id, socket] : old) socket->close();
    for (auto const& port : ports) {
        auto& socket = kept[std::pair(port.name, port.listen)];
        if (!socket) socket = std::make_shared<ListenSocket>(loops, key, port.name, port.listen);
        socket->set(!port.endpoints.empty(), port.client_ip_affinity.has_value());
        result.push_back(socket->status());
    }
    if (kept.empty()) {
        front.listeners.erase(key);
    } else {
        front.listeners[key] = std::move(kept);
    }
    return result;
}

Balancer::Balancer(BalancerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Balancer::~Balancer() { stop(); }

void Balancer::set_service(ServiceKey key, std::vector<ServicePort> ports, Applied applied) {
    auto const gather = std::make_shared<Gather<std::vector<Listening>>>(impl_->loops.size(), std::move(applied));
    Ports const shared = std::make_shared<std::vector<ServicePort> const>(std::move(ports));
    impl_->on_all([gather, shared, key = std::move(key), front = impl_->front, loops = impl_->loops](BalancerLoop& loop,
                                                                                                     bool first) {
        loop.set_routes(key, *shared);
        if (first) gather->result = Impl::set_listeners(*front, loops, key, *shared);
        gather->done();
    });
}

void Balancer::remove_service(ServiceKey key, std::function<void()> applied) {
    auto const gather = std::make_shared<Gather<int>>(impl_->loops.size(), [applied = std::move(applied)](int) {
        if (applied) applied();
    });
    impl_->on_all([gather, key = std::move(key), front = impl_->front](BalancerLoop& loop, bool first) {
        if (first) Impl::set_listeners(*front, {}, key, {});
        loop.remove_routes(key);
        gather->done();
    });
}

void Balancer::drain(std::string pod_uid, Duration at_most, Completion<Drained> done) {
    using Cut = std::atomic<std::size_t>;
    auto const cut = std::make_shared<Cut>(0);
    auto const gather = std::make_shared<Gather<int>>(impl_->loops.size(), [done = std::move(done), cut](int) {
        if (done) done(Drained{.cut = cut->load()});
    });
    impl_->on_all([gather, cut, at_most, pod_uid = std::move(pod_uid)](BalancerLoop& loop, bool) {
        loop.drain(pod_uid, at_most, [gather, cut](Drained part) {
            cut->fetch_add(part.cut);
            gather->done();
        });
    });
}

void Balancer::connections(std::string pod_uid, std::function<void(std::size_t)> done) {
    auto const count = std::make_shared<std::atomic<std::size_t>>(0);
    auto const gather = std::make_shared<Gather<int>>(impl_->loops.size(), [done = std::move(done), count](int) {
        if (done) done(count->load());
    });
    impl_->on_all([gather, count, pod_uid = std::move(pod_uid)](BalancerLoop& loop, bool) {
        count->fetch_add(loop.connections(pod_uid));
        gather->done();
    });
}

void Balancer::stop(std::function<void()> done) {
    auto const gather = std::make_shared<Gather<int>>(impl_->loops.size(), [done = std::move(done)](int) {
        if (done) done();
    });
    impl_->on_all([gather, front = impl_->front](BalancerLoop& loop, bool first) {
        if (first) {
            front->stopped = true;
            for (auto const& [key, listeners] : front->listeners) {
                for (auto const& [id, socket] : listeners) socket->close();
            }
            front->listeners.clear();
        }
        loop.stop();
        gather->done();
    });
}

}  // namespace keelson::net
