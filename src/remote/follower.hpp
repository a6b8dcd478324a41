#ifndef KEELSON_SRC_REMOTE_FOLLOWER_HPP
#define KEELSON_SRC_REMOTE_FOLLOWER_HPP

#include "core/strand.hpp"
#include "remote/transport.hpp"

#include <keelson/client.hpp>

#include <map>
#include <memory>
#include <unordered_map>

namespace keelson::remote {

/// Lists a kind and watches it, for as long as somebody wants to know. What a lost watch has missed is found by listing
/// again and told as changes, deletions too.
/// Threading: on the strand.
class Follower : public std::enable_shared_from_this<Follower> {
public:
    static constexpr std::size_t page_size = 500;

    Follower(Strand& strand, Transport& transport, std::shared_ptr<Kind const> kind, ListOptions options,
             ClientBackend::Follow follow);
    void start();
    /// Nothing is told any more.
    void stop();
    /// The connection has gone: says so and stops.
    void fail(Error error);

private:
    struct Seen {
        Ref object;
        std::string version;  // as the server wrote it
    };
    void list(std::string continue_, std::size_t limit);
    void take_page(Result<HttpAnswer> answer, std::size_t limit, bool first);
    void finish_list(std::string version);
    void watch();
    void take_part(std::string_view part);
    void take_event(std::string_view line);
    void watch_ended(Result<HttpAnswer> const& answer);
    void lost(Error const& error);
    void again(void (Follower::*what)());
    void list_again() { list({}, page_size); }
    void tell(ChangeType type, Ref object);
    void put(Ref object, std::string version);
    void drop(ObjectKey const& key, Ref last);

    Strand* strand_;
    Transport* transport_;
    std::shared_ptr<Kind const> kind_;
    ListOptions options_;
    ClientBackend::Follow follow_;
    std::map<ObjectKey, Seen> seen_;
    std::map<ObjectKey, Seen> listing_;  // while pages come
    std::string version_;                // where a watch begins
    std::string rest_;                   // of a line that is not there yet
    Transport::Id call_ = 0;
    TimerQueue::Id timer_ = 0;
    int failures_ = 0;
    bool told_listed_ = false;
    bool expired_ = false;
    bool stopped_ = false;
};

}  // namespace keelson::remote

#endif
