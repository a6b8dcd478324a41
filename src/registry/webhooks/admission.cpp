#include "registry/webhooks/admission.hpp"

#include <algorithm>

namespace keelson {

WebhookAnswer const* AdmissionTurn::answer(Webhook const& hook, std::string request) {
    auto key = hook.id + "\n" + request;
    if (auto const found = known_->by_question.find(key); found != known_->by_question.end()) return &found->second;
    bool const listed = std::any_of(open_.begin(), open_.end(), [&](auto const& one) { return one.key == key; });
    if (!listed) open_.push_back({&hook, std::move(key), std::move(request)});
    return nullptr;
}

AdmissionAnswers::Drawn* AdmissionTurn::draw(std::string const& name) {
    if (webhooks_->empty()) return nullptr;
    return &known_->drawn[name + "#" + std::to_string(++drawn_[name])];
}

void Admission::set(std::vector<AdmissionHook> hooks, WebhookCaller caller) {
    hooks_ = std::move(hooks);
    caller_ = std::move(caller);
}

void Admission::follow(std::vector<Change> const& changes) {
    for (auto const& change : changes) {
        auto const& kind = (change.after ? change.after : change.before)->kind();
        if (kind.group == "admissionregistration.k8s.io") current_ = false;
    }
}

bool Admission::active(State const& state, KindTable const& kinds) {
    if (!current_) {
        webhooks_ = std::make_shared<Webhooks>(read_webhooks(state, kinds));
        current_ = true;
    }
    return !hooks_.empty() || !webhooks_->empty();
}

std::optional<AdmissionTurn> Admission::turn(State const& state, KindTable const& kinds,
                                             std::shared_ptr<AdmissionAnswers> known) {
    if (!active(state, kinds)) return {};
    if (!known) known = std::make_shared<AdmissionAnswers>();
    return AdmissionTurn(hooks_, webhooks_, std::move(known));
}

/// The questions of one batch that are on their way.
struct Admission::Asked {
    std::shared_ptr<AdmissionAnswers> known;
    std::shared_ptr<Webhooks const> webhooks;  // what the questions point into
    std::map<std::string, TimerQueue::Id> open;
    std::size_t left = 0;
    std::function<void()> done;
};

Result<> Admission::ask(AdmissionTurn const& turn, State const& state, KindTable const& kinds,
                        std::function<void()> answered) {
    if (closed_) return Error(Errc::unavailable, "the engine is stopped");
    if (waiting_.size() >= waiting_max)
        return Error(Errc::too_many_requests, "too many writes wait for admission webhooks");
    if (++turn.known()->rounds > rounds_max)
        return Error(Errc::conflict,
                     "the object has changed again and again while admission webhooks were asked about it; please try "
                     "again");
    auto const asked = std::make_shared<Asked>();
    waiting_.push_back(asked);
    asked->known = turn.known();
    asked->webhooks = turn.shared_webhooks();
    asked->left = turn.open().size();
    asked->done = std::move(answered);
    for (auto const& question : turn.open()) call(asked, question, state, kinds);
    return {};
}

void Admission::call(std::shared_ptr<Asked> const& asked, AdmissionTurn::Question const& question, State const& state,
                     KindTable const& kinds) {
    auto const& hook = *question.hook;
    auto const fail = [&](std::string const& why) {
        strand_->post([this, asked, key = question.key, &hook, why] {
            WebhookAnswer answer;
            answer.failed = webhook_failed(hook, "failed to call webhook: " + why);
            answered(asked, key, hook, std::move(answer));
        });
    };
    if (!caller_) return fail("this engine has no way to webhooks");
    auto const found = find_webhook(hook, state, kinds);
    if (!found) return fail(found.error().message);
    auto const uid = strand_->entropy()->uuid();
    auto const at_most = std::chrono::seconds(hook.timeout_seconds);
    auto const posted = "Post \"" + found->url + "\": ";
    asked->open[question.key] = strand_->after(at_most, [this, asked, key = question.key, &hook, posted] {
        WebhookAnswer late;
        late.failed = webhook_failed(hook, "failed to call webhook: " + posted + "context deadline exceeded");
        answered(asked, key, hook, std::move(late));
    });
    WebhookCall made{found->url, found->connect_to, hook.authority, write_review(question.request, uid), at_most};
    caller_(std::move(made),
            [this, strand = strand_, asked, key = question.key, &hook, uid, posted](Result<std::string> body) {
                strand->post([this, asked, key, &hook, uid, posted, body = std::move(body)] {
                    WebhookAnswer answer;
                    if (body) {
                        answer = read_review(hook, uid, *body);
                    } else {
                        auto const& error = body.error();
                        answer.failed = webhook_failed(hook, "failed to call webhook: " + posted + error.message);
                    }
                    answered(asked, key, hook, std::move(answer));
                });
            });
}

void Admission::answered(std::shared_ptr<Asked> const& asked, std::string const& key, Webhook const& hook,
                         WebhookAnswer answer) {
    if (!asked->known->by_question.emplace(key, std::move(answer)).second) return;  // it came too late
    if (auto const timer = asked->open.find(key); timer != asked->open.end()) strand_->cancel(timer->second);
    if (auto const& failed = asked->known->by_question.at(key).failed; failed && !hook.must_succeed)
        strand_->log().with("admission").warning(failed->message + "; its failurePolicy is Ignore");
    if (--asked->left != 0) return;
    std::erase(waiting_, asked);
    if (asked->done) std::exchange(asked->done, {})();
}

void Admission::close() {
    closed_ = true;
    for (auto const& asked : std::exchange(waiting_, {})) {
        for (auto const& [key, timer] : asked->open) strand_->cancel(timer);
        std::exchange(asked->done, {})();
    }
}

std::shared_ptr<Requester const> component_requester(std::string const& manager) {
    Requester made;
    made.groups = {"system:authenticated"};
    if (manager == "kube-scheduler") {
        made.name = "system:kube-scheduler";
    } else if (manager == "kubelet") {
        made.name = "system:node";
        made.groups.insert(made.groups.begin(), "system:nodes");
    } else {
        made.name = "system:serviceaccount:kube-system:" + manager;
        made.groups.insert(made.groups.begin(), {"system:serviceaccounts", "system:serviceaccounts:kube-system"});
    }
    return std::make_shared<Requester>(std::move(made));
}

}  // namespace keelson
