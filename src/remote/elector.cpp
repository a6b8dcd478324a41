#include "remote/elector.hpp"

namespace keelson::remote {

Result<> check_options(LeaderElectionOptions const& options) {
    if (options.lease.name.empty()) return Error(Errc::invalid, "leader election needs the name of a Lease");
    if (options.lease_duration < std::chrono::seconds(1))
        return Error(Errc::invalid, "a Lease must last for a second at least");
    if (options.lease_duration <= options.renew_deadline)
        return Error(Errc::invalid, "lease_duration must be longer than renew_deadline, or two would lead");
    if (options.retry_period <= Duration(0) || options.renew_deadline <= options.retry_period * 6 / 5)
        return Error(Errc::invalid, "renew_deadline must be longer than retry_period and a fifth");
    return {};
}

Elector::Elector(QueueStrand& strand, Client client, LeaderElectionOptions options, LeaderElection::Events events)
    : strand_(&strand), client_(std::move(client)), options_(std::move(options)), events_(std::move(events)) {
    if (options_.lease.namespace_.empty()) options_.lease.namespace_ = "default";
    if (options_.identity.empty()) options_.identity = strand_->entropy()->uuid();
}

Completion<Response> Elector::here(std::function<void(Elector&, Result<Response> const&)> then) {
    return [weak = weak_from_this(), then = std::move(then)](Result<Response> answer) {
        auto const self = weak.lock();
        if (!self) return;
        self->strand_->post([weak, then, answer = std::move(answer)] {
            if (auto const still = weak.lock()) then(*still, answer);
        });
    };
}

void Elector::look() {
    if (stopped_) return;
    Request get;
    get.resource = Lease::type.resource();
    get.key = options_.lease;
    client_.call_async(std::move(get), here([](Elector& self, Result<Response> const& answer) { self.seen(answer); }));
}

void Elector::observe(Lease const& lease) {
    // That something changed is what counts, and when it was seen here; not what time the other one wrote.
    bool const news = !lease_ || lease_->metadata.resourceVersion != lease.metadata.resourceVersion;
    if (news) observed_ = strand_->now();
    lease_ = lease;
    auto const holder = lease.spec.holderIdentity.value_or("");
    if (holder == told_ || holder.empty()) return;
    told_ = holder;
    if (events_.new_leader) events_.new_leader(holder);
}

void Elector::seen(Result<Response> const& answer) {
    if (stopped_) return;
    if (!answer) {
        if (answer.error().code != Errc::not_found) return again();
        lease_.reset();
        return take();
    }
    auto const lease = decode<Lease>(*answer->objects.front());
    if (!lease) return again();
    observe(*lease);
    auto const holder = lease->spec.holderIdentity.value_or("");
    if (leads_ && holder != options_.identity) lose();
    auto const lasts = std::chrono::seconds(lease->spec.leaseDurationSeconds.value_or(0));
    bool const others = !holder.empty() && holder != options_.identity;
    if (others && strand_->now() < observed_ + std::max<Duration>(lasts, options_.lease_duration)) return again();
    take();
}

void Elector::take() {
    Lease lease = lease_.value_or(Lease{});
    lease.metadata.name = options_.lease.name;
    lease.metadata.namespace_ = options_.lease.namespace_;
    bool const mine = lease_ && lease.spec.holderIdentity == options_.identity;
    auto const now = MicroTime{strand_->wall()};
    if (!mine) {
        lease.spec.acquireTime = now;
        lease.spec.leaseTransitions = lease_ ? lease.spec.leaseTransitions.value_or(0) + 1 : 0;
    }
    lease.spec.holderIdentity = options_.identity;
    lease.spec.leaseDurationSeconds =
        static_cast<std::int32_t>(std::chrono::ceil<std::chrono::seconds>(options_.lease_duration).count());
    lease.spec.renewTime = now;
    write(lease, lease_ ? Request::Verb::update : Request::Verb::create,
          here([asked = strand_->now()](Elector& self, Result<Response> const& answer) { self.taken(answer, asked); }));
}

void Elector::write(Lease const& lease, Request::Verb verb, std::function<void(Result<Response>)> done) {
    Request request;
    request.verb = verb;
    request.resource = Lease::type.resource();
    request.key = options_.lease;
    request.body = encode(lease);
    request.typed = &type_desc<Lease>();
    request.write.fields = FieldValidation::warn;
    client_.call_async(std::move(request), std::move(done));
}

void Elector::taken(Result<Response> const& answer, Instant asked) {
    if (stopped_) return;
    if (!answer) {
        // Somebody was faster, or it is not known: what is there says.
        strand_->log().debug("leader election: " + answer.error().message);
        return again();
    }
    if (auto const lease = decode<Lease>(*answer->objects.front())) observe(*lease);
    if (strand_->now() - asked >= options_.renew_deadline) return again();  // too late to rely on
    renewed_ = asked;
    if (!leads_) {
        leads_ = true;
        watch_deadline();
        if (events_.started) events_.started();
    }
    again();
}

void Elector::watch_deadline() {
    strand_->after(renewed_ + options_.renew_deadline - strand_->now(), [weak = weak_from_this()] {
        auto const self = weak.lock();
        if (!self || !self->leads_ || self->stopped_) return;
        if (self->strand_->now() < self->renewed_ + self->options_.renew_deadline) return self->watch_deadline();
        self->lose();
    });
}

void Elector::lose() {
    leads_ = false;
    if (events_.stopped) events_.stopped();
}

void Elector::again() {
    if (stopped_) return;
    auto const spread = static_cast<std::uint64_t>(options_.retry_period.count() / 5);
    auto const delay = options_.retry_period + std::chrono::nanoseconds(strand_->entropy()->below(spread));
    strand_->after(delay, [weak = weak_from_this()] {
        if (auto const self = weak.lock()) self->look();
    });
}

void Elector::stop(std::function<void()> done) {
    stopped_ = true;
    bool const held = std::exchange(leads_, false);
    if (!held || !options_.release_on_stop || !lease_) return done();
    auto lease = *lease_;
    lease.spec.holderIdentity = "";
    lease.spec.leaseDurationSeconds = 1;
    lease.spec.renewTime = MicroTime{strand_->wall()};
    write(lease, Request::Verb::update, here([done = std::move(done)](Elector&, Result<Response> const&) { done(); }));
}

}  // namespace keelson::remote
