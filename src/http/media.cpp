#include "http/media.hpp"

#include "api/json.hpp"
#include "api/manifest.hpp"
#include "http/protobuf_body.hpp"

#include <algorithm>
#include <vector>

namespace keelson::http {
namespace {

std::string_view trimmed(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// The parts between separators, trimmed.
std::vector<std::string_view> parts_of(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        auto const end = std::min(text.find(separator), text.size());
        if (auto const part = trimmed(text.substr(0, end)); !part.empty()) parts.push_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

struct Offer {
    std::string_view type, as, group, version;
    double weight = 1;
};

/// What is accepted, the most wanted first.
std::vector<Offer> offers_of(std::string_view accept) {
    std::vector<Offer> offers;
    for (auto const entry : parts_of(accept, ',')) {
        auto const parts = parts_of(entry, ';');
        if (parts.empty()) continue;
        Offer offer;
        offer.type = parts[0];
        for (std::size_t i = 1; i < parts.size(); ++i) {
            auto const equals = std::min(parts[i].find('='), parts[i].size());
            auto const key = trimmed(parts[i].substr(0, equals));
            auto const value = trimmed(parts[i].substr(std::min(equals + 1, parts[i].size())));
            if (key == "as") offer.as = value;
            if (key == "g") offer.group = value;
            if (key == "v") offer.version = value;
            if (key == "q") offer.weight = std::atof(std::string(value).c_str());
        }
        offers.push_back(offer);
    }
    std::stable_sort(offers.begin(), offers.end(), [](auto const& a, auto const& b) { return a.weight > b.weight; });
    return offers;
}

bool is_json(std::string_view type) { return type == "application/json" || type == "*/*" || type == "application/*"; }

}  // namespace

std::optional<Form> accepted_form(std::string_view accept) {
    if (trimmed(accept).empty()) return Form::object;
    for (auto const& offer : offers_of(accept)) {
        if (!is_json(offer.type) || offer.weight <= 0) continue;
        if (offer.as.empty()) return Form::object;
        bool const known = offer.group == "meta.k8s.io" && (offer.version == "v1" || offer.version == "v1beta1");
        if (known && offer.as == "Table") return Form::table;
        if (known && (offer.as == "PartialObjectMetadata" || offer.as == "PartialObjectMetadataList"))
            return Form::partial;
    }
    return std::nullopt;
}

std::optional<BodyFormat> body_format(std::string_view content_type) {
    auto const type = trimmed(content_type.substr(0, std::min(content_type.find(';'), content_type.size())));
    if (type.empty() || type == "application/json" || type == "*/*") return BodyFormat::json;
    if (type == "application/yaml") return BodyFormat::yaml;
    if (type == "application/vnd.kubernetes.protobuf") return BodyFormat::protobuf;
    if (type == "application/json-patch+json") return BodyFormat::json_patch;
    if (type == "application/merge-patch+json") return BodyFormat::merge_patch;
    if (type == "application/strategic-merge-patch+json") return BodyFormat::strategic_patch;
    if (type == "application/apply-patch+yaml") return BodyFormat::apply_patch;
    return std::nullopt;
}

Result<std::string> body_as_json(BodyFormat format, std::string body) {
    if (format == BodyFormat::protobuf) return json_of_protobuf(body);
    if (format != BodyFormat::yaml && format != BodyFormat::apply_patch) return body;
    // JSON is YAML, and most of what comes as YAML is JSON.
    if (auto const begin = body.find_first_not_of(" \t\r\n"); begin != std::string::npos && body[begin] == '{') {
        if (parse_json(body)) return body;
    }
    auto const documents = read_manifest(body, "body");
    if (!documents) return Error(Errc::bad_request, documents.error().message);
    if (documents->size() != 1)
        return Error(Errc::bad_request, "the body must be one document, not " + std::to_string(documents->size()));
    return canonical(documents->front().tree);
}

}  // namespace keelson::http
