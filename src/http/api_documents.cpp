#include "http/api_server.hpp"
#include "http/discovery.hpp"
#include "http/openapi.hpp"
#include "http/status.hpp"

namespace keelson::http {

/// What clients read of the API itself.
struct ApiServer::Documents {
    std::map<std::string, std::string> v3;
    std::string v3_index, v2, v2_protobuf;
    std::shared_ptr<KindSet const> of;
};

std::shared_ptr<ApiServer::Documents const> ApiServer::documents() {
    std::lock_guard const lock(documents_mutex_);
    auto now = kinds_->now();
    if (documents_ && documents_->of == now) return documents_;
    auto made = std::make_shared<Documents>();
    auto const kinds = now->served();
    made->of = std::move(now);
    made->v3 = openapi_v3_documents(kinds, options_.version);
    made->v3_index = openapi_v3_index(made->v3);
    made->v2 = openapi_v2(kinds, options_.version);
    made->v2_protobuf = openapi_v2_protobuf(kinds, options_.version);
    return documents_ = std::move(made);
}

bool ApiServer::answer_schema(std::shared_ptr<Exchange> const& exchange, Target const& target) {
    auto const& path = target.path;
    auto const& request = exchange->request();
    bool const discovery = path == "/api" || path == "/apis" || path.starts_with("/api/") || path.starts_with("/apis/");
    bool const openapi = path == "/openapi/v2" || path == "/openapi/v3" || path.starts_with("/openapi/v3/");
    if ((!discovery && !openapi) || (discovery && target.segments.size() > 3)) return false;
    bool const reads = request.method == "GET" || request.method == "HEAD";
    if (openapi) {
        if (!allowed(exchange)) return true;
        if (!reads) {
            exchange->reply(method_refused());
            return true;
        }
        auto const all = documents();
        Reply reply;
        if (path == "/openapi/v3") {
            reply.body = all->v3_index;
        } else if (path == "/openapi/v2") {
            bool const protobuf = prefers_openapi_v2_protobuf(request.header("accept"));
            reply.body = protobuf ? all->v2_protobuf : all->v2;
            if (protobuf) reply.content_type = openapi_v2_protobuf_type;
            reply.headers.emplace_back("Vary", "Accept");
        } else {
            auto const found = all->v3.find(path.substr(std::string_view("/openapi/v3/").size()));
            if (found == all->v3.end()) {
                exchange->reply(no_such_resource());
                return true;
            }
            reply.body = found->second;
            reply.headers.emplace_back("ETag", "\"" + content_hash(reply.body) + "\"");
            // A document is asked for by its hash, so that it can be kept for ever.
            if (!target.query.text("hash").empty())
                reply.headers.emplace_back("Cache-Control", "public, immutable, max-age=31536000");
        }
        exchange->reply(std::move(reply));
        return true;
    }
    auto reply = discover(kinds_->served(), path, request.header("accept"), request.header("host"));
    if (!reply) return false;
    if (allowed(exchange)) exchange->reply(reads ? std::move(*reply) : method_refused());
    return true;
}

}  // namespace keelson::http
