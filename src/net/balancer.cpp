#include "net/balancer.hpp"

#include "net/balancer_loop.hpp"
#include "net/listen_socket.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <atomic>
#include <map>
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

/// The listeners: what the first loop has beside its share of the routes.
class Balancer::Front {
public:
    Front(std::shared_ptr<BalancerLoop> home, std::vector<std::weak_ptr<BalancerLoop>> others)
        : home_(std::move(home)), others_(std::move(others)) {}

    std::vector<Listening> set(ServiceKey const& key, std::vector<ServicePort> const& ports);
    void stop();

private:
    using Listeners = std::map<std::pair<std::string, Listener>, std::shared_ptr<ListenSocket>>;

    std::shared_ptr<BalancerLoop> home_;
    std::vector<std::weak_ptr<BalancerLoop>> others_;
    std::map<ServiceKey, Listeners> listeners_;
    bool stopped_ = false;
};

std::vector<Listening> Balancer::Front::set(ServiceKey const& key, std::vector<ServicePort> const& ports) {
    std::vector<Listening> result;
    if (stopped_) {
        for (auto const& port : ports) {
            result.push_back({port.name, port.listen, Error(Errc::cancelled, "the balancer is stopped")});
        }
        return result;
    }
    auto old = std::exchange(listeners_[key], {});
    Listeners kept;
    for (auto const& port : ports) {
        if (auto node = old.extract(std::pair(port.name, port.listen))) kept.insert(std::move(node));
    }
    // What leaves goes first: the same address may come back under another port's name.
    for (auto const& [id, socket] : old) socket->close();
    for (auto const& port : ports) {
        auto& socket = kept[std::pair(port.name, port.listen)];
        if (!socket) socket = std::make_shared<ListenSocket>(home_, others_, key, port.name, port.listen);
        socket->set(!port.endpoints.empty(), port.client_ip_affinity.has_value());
        result.push_back(socket->status());
    }
    if (kept.empty()) {
        listeners_.erase(key);
    } else {
        listeners_[key] = std::move(kept);
    }
    return result;
}

void Balancer::Front::stop() {
    stopped_ = true;
    for (auto const& [key, listeners] : listeners_) {
        for (auto const& [id, socket] : listeners) socket->close();
    }
    listeners_.clear();
}

Balancer::Balancer(BalancerOptions options) {
    auto const shared = std::make_shared<BalancerOptions const>(std::move(options));
    auto seed = shared->seed;
    for (auto const& executor : shared->loops) {
        loops_.push_back(std::make_shared<BalancerLoop>(executor, shared, seed += 0x9e3779b97f4a7c15ULL));
    }
    front_ = std::make_shared<Front>(loops_.front(),
                                     std::vector<std::weak_ptr<BalancerLoop>>(loops_.begin() + 1, loops_.end()));
}

Balancer::~Balancer() { stop(); }

/// Runs `fn(loop)` on every loop, on the first one last and together with `front_fn(front)`: when a listener
/// opens there, or a connection is handed over from there, the other loops know its route. What waits
/// in a loop's queue refers to nothing of another loop's, so that the contexts may be destroyed in any order.
template <class Fn, class FrontFn>
void Balancer::on_all(Fn const& fn, FrontFn front_fn) {
    for (auto i = loops_.size(); i-- > 1;)
        boost::asio::post(loops_[i]->executor(), [loop = loops_[i], fn] { fn(*loop); });
    boost::asio::post(loops_[0]->executor(), [loop = loops_[0], front = front_, fn, front_fn = std::move(front_fn)] {
        front_fn(*front);
        fn(*loop);
    });
}

void Balancer::set_service(ServiceKey key, std::vector<ServicePort> ports, Applied applied) {
    using Parts = Gather<std::vector<Listening>>;
    auto const gather = std::make_shared<Parts>(loops_.size(), std::move(applied));
    Ports const shared = std::make_shared<std::vector<ServicePort> const>(std::move(ports));
    on_all(
        [gather, shared, key](BalancerLoop& loop) {
            loop.set_routes(key, *shared);
            gather->done();
        },
        [gather, shared, key](Front& front) { gather->result = front.set(key, *shared); });
}

void Balancer::remove_service(ServiceKey key, std::function<void()> applied) {
    auto const gather = std::make_shared<Gather<int>>(loops_.size(), [applied = std::move(applied)](int) {
        if (applied) applied();
    });
    on_all(
        [gather, key](BalancerLoop& loop) {
            loop.remove_routes(key);
            gather->done();
        },
        [key](Front& front) { front.set(key, {}); });
}

void Balancer::drain(std::string pod_uid, Duration at_most, Completion<Drained> done) {
    using Cut = std::atomic<std::size_t>;
    auto const cut = std::make_shared<Cut>(0);
    auto const gather = std::make_shared<Gather<int>>(loops_.size(), [done = std::move(done), cut](int) {
        if (done) done(Drained{.cut = cut->load()});
    });
    on_all(
        [gather, cut, at_most, pod_uid = std::move(pod_uid)](BalancerLoop& loop) {
            loop.drain(pod_uid, at_most, [gather, cut](Drained part) {
                cut->fetch_add(part.cut);
                gather->done();
            });
        },
        [](Front&) {});
}

void Balancer::connections(std::string pod_uid, std::function<void(std::size_t)> done) {
    auto const count = std::make_shared<std::atomic<std::size_t>>(0);
    auto const gather = std::make_shared<Gather<int>>(loops_.size(), [done = std::move(done), count](int) {
        if (done) done(count->load());
    });
    on_all(
        [gather, count, pod_uid = std::move(pod_uid)](BalancerLoop& loop) {
            count->fetch_add(loop.connections(pod_uid));
            gather->done();
        },
        [](Front&) {});
}

void Balancer::stop(std::function<void()> done) {
    auto const gather = std::make_shared<Gather<int>>(loops_.size(), [done = std::move(done)](int) {
        if (done) done();
    });
    on_all(
        [gather](BalancerLoop& loop) {
            loop.stop();
            gather->done();
        },
        [](Front& front) { front.stop(); });
}

}  // namespace keelson::net
