#ifndef KEELSON_SRC_REGISTRY_WEBHOOKS_ADMISSION_HPP
#define KEELSON_SRC_REGISTRY_WEBHOOKS_ADMISSION_HPP

#include "core/strand.hpp"
#include "registry/webhooks/requester.hpp"
#include "registry/webhooks/review.hpp"
#include "registry/transaction.hpp"

#include <keelson/admission.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keelson {

/// What a batch that waits has learnt so far. It is carried out again when answers have come, on what the objects are
/// then: an answer holds for the very question that it was given to, so that whoever is asked about an object that has
/// changed meanwhile is asked again.
struct AdmissionAnswers {
    /// What chance has given to a new object, so that it is the same one when it is made again.
    struct Drawn {
        std::string suffix, uid;
        std::optional<Time> at;
    };
    std::map<std::string, WebhookAnswer, std::less<>> by_question;
    std::map<std::string, Drawn, std::less<>> drawn;
    int rounds = 0;
};

/// The hooks and webhooks as one batch meets them.
class AdmissionTurn {
public:
    struct Question {
        Webhook const* hook;
        std::string key;
        std::string request;  ///< JSON, without a uid
    };

    AdmissionTurn(std::vector<AdmissionHook> const& hooks, std::shared_ptr<Webhooks const> webhooks,
                  std::shared_ptr<AdmissionAnswers> known)
        : hooks_(&hooks), webhooks_(std::move(webhooks)), known_(std::move(known)) {}

    [[nodiscard]] std::vector<AdmissionHook> const& hooks() const noexcept { return *hooks_; }
    [[nodiscard]] Webhooks const& webhooks() const noexcept { return *webhooks_; }
    [[nodiscard]] std::shared_ptr<Webhooks const> const& shared_webhooks() const noexcept { return webhooks_; }
    [[nodiscard]] std::shared_ptr<AdmissionAnswers> const& known() const noexcept { return known_; }

    /// What the webhook says; null: it has to be asked first.
    WebhookAnswer const* answer(Webhook const& hook, std::string request);
    [[nodiscard]] std::vector<Question> const& open() const noexcept { return open_; }
    /// What chance gives to the next new object of this name; null when nobody waits for anything.
    AdmissionAnswers::Drawn* draw(std::string const& name);

private:
    std::vector<AdmissionHook> const* hooks_;
    std::shared_ptr<Webhooks const> webhooks_;
    std::shared_ptr<AdmissionAnswers> known_;
    std::vector<Question> open_;
    std::map<std::string, int> drawn_;
};

/// Who is asked before something is written: the hooks of the host and the webhooks of the configurations.
/// Threading: on the strand only.
class Admission {
public:
    static constexpr std::size_t waiting_max = 1024;  ///< batches
    static constexpr int rounds_max = 64;

    explicit Admission(Strand& strand) : strand_(&strand), webhooks_(std::make_shared<Webhooks>()) {}

    void set(std::vector<AdmissionHook> hooks, WebhookCaller caller);
    [[nodiscard]] std::vector<AdmissionHook> const& hooks() const noexcept { return hooks_; }

    /// Configurations of webhooks may have changed.
    void follow(std::vector<Change> const& changes);
    void forget() { current_ = false; }
    /// Nothing when there is nobody to ask.
    std::optional<AdmissionTurn> turn(State const& state, KindTable const& kinds,
                                      std::shared_ptr<AdmissionAnswers> known);
    /// Whether writes may be changed or refused by somebody.
    bool active(State const& state, KindTable const& kinds);

    /// Asks the open questions of a turn, all at once, outside the strand. `answered` comes on the strand, not from
    /// within this call. Errors: too many wait already, or this batch was asked about too often.
    Result<> ask(AdmissionTurn const& turn, State const& state, KindTable const& kinds, std::function<void()> answered);
    /// The engine stops: nobody is asked any more, and who waits is told at once.
    void close();
    [[nodiscard]] bool closed() const noexcept { return closed_; }

private:
    struct Asked;
    void call(std::shared_ptr<Asked> const& asked, AdmissionTurn::Question const& question, State const& state,
              KindTable const& kinds);
    void answered(std::shared_ptr<Asked> const& asked, std::string const& key, Webhook const& hook,
                  WebhookAnswer answer);

    Strand* strand_;
    std::vector<AdmissionHook> hooks_;
    WebhookCaller caller_;
    std::shared_ptr<Webhooks const> webhooks_;
    bool current_ = false;
    bool closed_ = false;
    std::vector<std::shared_ptr<Asked>> waiting_;
};

/// The components of the engine, as admission is told who asks: "system:serviceaccount:kube-system:gc-controller".
std::shared_ptr<Requester const> component_requester(std::string const& manager);

}  // namespace keelson

#endif
