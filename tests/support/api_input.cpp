#include "support/api_input.hpp"

#include "api/managed_fields.hpp"
#include "http/protobuf_tables.hpp"

namespace keelson::test {
namespace {

std::vector<std::string> const names{"a", "b", "web", "keelson-test", "A_", "a.b", "..", "x/y", "", "ä", "-a"};
std::vector<std::string> const namespaces{"default", "default", "default", "kube-system", "team", "none", "B", ""};

/// One object of each kind that can be made as it is; what stands for % is its name.
std::vector<std::pair<std::string_view, std::string_view>> const samples{
    {"configmaps", R"({"data":{"k":"v","l":"w"},"binaryData":{"b":"AAEC"}})"},
    {"secrets", R"({"type":"Opaque","data":{"k":"a2VlcCB0aGlzIHRvIHlvdXJzZWxm"}})"},
    {"pods",
     R"({"spec":{"containers":[{"name":"c","image":"i","ports":[{"containerPort":80}],"env":[{"name":"E","value":"1"}]}]}})"},
    {"deployments",
     R"({"spec":{"replicas":2,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
         "spec":{"containers":[{"name":"c","image":"i"}]}}}})"},
    {"replicasets",
     R"({"spec":{"replicas":2,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
         "spec":{"containers":[{"name":"c","image":"i"}]}}}})"},
    {"statefulsets",
     R"({"spec":{"serviceName":"s","selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
         "spec":{"containers":[{"name":"c","image":"i"}]}}}})"},
    {"daemonsets",
     R"({"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
         "spec":{"containers":[{"name":"c","image":"i"}]}}}})"},
    {"jobs", R"({"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}})"},
    {"cronjobs",
     R"({"spec":{"schedule":"*/5 * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never",
         "containers":[{"name":"c","image":"i"}]}}}}}})"},
    {"services", R"({"spec":{"selector":{"a":"b"},"ports":[{"port":80,"targetPort":8080}]}})"},
    {"serviceaccounts", R"({"automountServiceAccountToken":false})"},
    {"namespaces", R"({})"},
    {"nodes", R"({"spec":{"taints":[{"key":"k","effect":"NoSchedule"}]}})"},
    {"roles", R"({"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]})"},
    {"clusterroles", R"({"rules":[{"nonResourceURLs":["/x"],"verbs":["get"]}]})"},
    {"rolebindings",
     R"({"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},
         "subjects":[{"kind":"User","name":"jane","apiGroup":"rbac.authorization.k8s.io"}]})"},
    {"clusterrolebindings",
     R"({"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},
         "subjects":[{"kind":"Group","name":"team","apiGroup":"rbac.authorization.k8s.io"}]})"},
    {"persistentvolumeclaims",
     R"({"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}})"},
    {"persistentvolumes",
     R"({"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"}}})"},
    {"storageclasses", R"({"provisioner":"example.com/p"})"},
    {"ingresses", R"({"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}}}})"},
    {"networkpolicies", R"({"spec":{"podSelector":{},"policyTypes":["Ingress"]}})"},
    {"poddisruptionbudgets", R"({"spec":{"minAvailable":"50%","selector":{"matchLabels":{"a":"b"}}}})"},
    {"leases", R"({"spec":{"holderIdentity":"x","leaseDurationSeconds":15}})"},
    {"priorityclasses", R"({"value":7})"},
    {"resourcequotas", R"({"spec":{"hard":{"pods":"50","requests.cpu":"100"}}})"},
    {"limitranges", R"({"spec":{"limits":[{"type":"Container","default":{"cpu":"1"}}]}})"},
    {"horizontalpodautoscalers",
     R"({"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"web","apiVersion":"apps/v1"}}})"},
    {"endpointslices", R"({"addressType":"IPv4","endpoints":[{"addresses":["10.0.0.1"]}],"ports":[{"port":80}]})"},
    {"events",
     R"({"involvedObject":{"kind":"Pod","name":"a","namespace":"default"},"reason":"R","message":"m","type":"Normal"})"},
    {"customresourcedefinitions",
     R"({"spec":{"group":"fuzz.example.com","scope":"Namespaced","names":{"plural":"%","singular":"%","kind":"Kind%"},
         "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{},
           "scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas"}},
           "additionalPrinterColumns":[{"name":"N","type":"integer","jsonPath":".spec.replicas"}],
           "schema":{"openAPIV3Schema":{"type":"object","properties":{
             "spec":{"type":"object","properties":{"replicas":{"type":"integer","default":1,"maximum":9},
               "text":{"type":"string","pattern":"^[a-z]*$"},"any":{"x-kubernetes-preserve-unknown-fields":true,"type":"object"},
               "list":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],
                 "items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"}}}}}},
             "status":{"type":"object","properties":{"replicas":{"type":"integer"}}}}}}},
           {"name":"v2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object",
             "x-kubernetes-preserve-unknown-fields":true}}}]}})"},
    {"certificatesigningrequests",
     R"({"spec":{"request":"AAAA","signerName":"kubernetes.io/kube-apiserver-client","usages":["client auth"]}})"},
    {"selfsubjectaccessreviews", R"({"spec":{"resourceAttributes":{"verb":"get","resource":"pods"}}})"},
    {"subjectaccessreviews", R"({"spec":{"user":"jane","nonResourceAttributes":{"verb":"get","path":"/x"}}})"},
    {"tokenreviews", R"({"spec":{"token":"t"}})"},
    {"bindings", R"({"target":{"kind":"Node","name":"a"}})"},
};

std::vector<std::string> const accepts{
    "",
    "application/json",
    "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
    "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
    "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,*/*;q=0.1",
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json",
    "application/vnd.kubernetes.protobuf",
    "application/vnd.kubernetes.protobuf,application/json",
    "application/com.github.proto-openapi.spec.v2@v1.0+protobuf",
    "text/html",
    ";;;,,,=",
    "application/json;q=nan",
    "application/json;as=Table;v=v9;g=x",
    "*/*",
};

std::vector<std::string> const texts{"",       "x",
                                     "-1",     "0",
                                     "1",      "9223372036854775807",
                                     "1e400",  "99999999999999999999",
                                     "true",   "false",
                                     "%00",    "2026-01-01T00:00:00Z",
                                     "a=b,c",  "All",
                                     "Strict", "10Gi",
                                     "\xff",   "\xc3\xa4",
                                     "../..",  "99999999-99-99T99:99:99Z",
                                     "a,b,c",  "{}",
                                     "[]",     "null"};

std::string varint(std::uint64_t value) {
    std::string out;
    for (; value >= 0x80; value >>= 7) out += static_cast<char>(0x80 | (value & 0x7f));
    return out + static_cast<char>(value);
}

std::string field(std::uint32_t number, std::string const& bytes) {
    return varint((number << 3) | 2) + varint(bytes.size()) + bytes;
}

std::string replaced(std::string_view text, std::string const& name) {
    std::string out;
    for (auto const c : text) c == '%' ? out += name : out += c;
    return out;
}

}  // namespace

std::string Asked::bytes() const {
    auto out = method + " " + target + " HTTP/1.1\r\nHost: localhost:6443\r\n";
    for (auto const& [name, value] : headers) (((out += name) += ": ") += value) += "\r\n";
    if (!body.empty()) out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return out + "\r\n" + body;
}

ApiInput::About ApiInput::about() {
    About made;
    auto const kinds = registry_->kinds().served();
    // Half of the requests are about few kinds, so that they meet.
    static std::vector<std::string> const usual{"configmaps",
                                                "secrets",
                                                "pods",
                                                "deployments",
                                                "services",
                                                "namespaces",
                                                "jobs",
                                                "rolebindings",
                                                "events",
                                                "clusterroles",
                                                "customresourcedefinitions"};
    auto const plural = one_in(2) ? pick(usual) : std::string();
    auto const own = one_in(4);  // a custom resource, if there is one
    for (int tries = 0; tries < 400; ++tries) {
        auto const& kind = kinds[below(kinds.size())];
        if (own && !kind->custom && tries < 60) continue;
        if (!own && !plural.empty() && kind->plural != plural) continue;
        made.kind = kind;
        break;
    }
    if (!made.kind) made.kind = kinds.front();
    if (made.kind->namespaced()) made.namespace_ = pick(namespaces);
    // The default roles stay as they are: who may see what rests on them.
    bool const access = made.kind->group == "rbac.authorization.k8s.io";
    auto const there = access || one_in(3) ? std::vector<Ref>() : registry_->accepted().list(*made.kind, {});
    if (!there.empty()) {
        auto const& key = there[below(there.size())]->key();
        made.namespace_ = key.namespace_;
        made.name = key.name;
    } else {
        made.name = one_in(8) ? pick(names) : names[below(4)];
        if (made.kind->plural == "customresourcedefinitions")
            made.name = pick({"as", "bs", "cs"}) + ".fuzz.example.com";
    }
    auto const& subs = made.kind->subresources;
    if (!subs.empty() && one_in(5)) made.subresource = subs[below(subs.size())].name;
    if (one_in(40)) made.subresource = pick({"status", "scale", "log", "x", "finalize", "approval", "token", "proxy"});
    return made;
}

std::string ApiInput::escaped(std::string const& text) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (auto const c : text) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_';
        if (plain && !one_in(200)) {
            out += c;
        } else {
            out += '%';
            out += digits[static_cast<unsigned char>(c) >> 4];
            out += digits[static_cast<unsigned char>(c) & 15];
        }
    }
    return out;
}

std::string ApiInput::path(About const& about) {
    if (one_in(25))
        return pick({"/",
                     "/api",
                     "/apis",
                     "/api/v1",
                     "/apis/apps",
                     "/apis/apps/v1",
                     "/version",
                     "/healthz",
                     "/livez/x",
                     "/readyz?verbose",
                     "/openapi/v2",
                     "/openapi/v3",
                     "/openapi/v3/api/v1",
                     "/openapi/v3/apis/x",
                     "/metrics",
                     "/apis/fuzz.example.com/v1",
                     "/openid/v1/jwks",
                     "/.well-known/openid-configuration",
                     "/api/v1/namespaces/default/pods/a/proxy/x/y",
                     "/api/v1/watch/pods",
                     "/%",
                     "//",
                     "/api//v1",
                     "/logs",
                     "/apis/apps/v1/namespaces//deployments",
                     "*",
                     "/api/v1/namespaces/%2e%2e/pods"});
    auto out = about.kind->group.empty() ? "/api/" + about.kind->version
                                         : "/apis/" + about.kind->group + "/" + about.kind->version;
    if (!about.namespace_.empty()) out += "/namespaces/" + escaped(about.namespace_);
    out += "/" + about.kind->plural;
    if (!about.name.empty()) out += "/" + escaped(about.name);
    if (!about.subresource.empty()) out += "/" + about.subresource;
    if (one_in(40))
        out.insert(below(out.size() + 1), pick({"/", "//", "%2f", "%", "%zz", "../", "?", "#", ";", "%00"}));
    return out;
}

std::string ApiInput::value_of(std::string const& parameter) {
    auto const revision = std::to_string(registry_->accepted().revision);
    if (one_in(6)) return pick(texts);
    if (parameter == "continue") return tokens_.empty() || one_in(5) ? pick(texts) : pick(tokens_);
    if (parameter == "resourceVersion") return pick({"0", "1", revision, revision, "18446744073709551615", "5"});
    if (parameter == "resourceVersionMatch") return pick({"Exact", "NotOlderThan", "x"});
    if (parameter == "labelSelector")
        return pick(
            {"a=b", "a!=b", "a in (b,c)", "!a", "a", "a notin ()", "a in (", "=", "a==b,,", "a/b/c=d", "(", ","});
    if (parameter == "fieldSelector")
        return pick({"metadata.name=a", "metadata.namespace!=default", "spec.nodeName=", "status.phase=Running", "x=y",
                     "metadata.name", "=", "a\\", "metadata.name=a\\,b", ","});
    if (parameter == "propagationPolicy") return pick({"Foreground", "Background", "Orphan"});
    if (parameter == "fieldValidation") return pick({"Strict", "Warn", "Ignore"});
    if (parameter == "fieldManager") return pick({"m", "n", "keelson", std::string(200, 'm'), "\x01"});
    if (parameter == "includeObject") return pick({"None", "Object", "Metadata"});
    if (parameter == "command") return pick({"ls", "", "\xff"});
    if (parameter == "dryRun") return "All";
    return pick({"true", "false", "1", "0", "2", "7", "500"});
}

std::string ApiInput::query(About const& about, std::string const& method) {
    std::vector<std::string> known{"pretty", "dryRun", "fieldManager", "fieldValidation", "timeout", "x"};
    if (method == "GET")
        known = {"limit",         "continue",     "resourceVersion", "resourceVersionMatch", "labelSelector",
                 "fieldSelector", "watch",        "timeoutSeconds",  "allowWatchBookmarks",  "sendInitialEvents",
                 "pretty",        "includeObject"};
    if (method == "PATCH") known.insert(known.end(), {"force", "fieldManager", "fieldManager"});
    if (method == "DELETE")
        known = {"gracePeriodSeconds", "propagationPolicy", "dryRun",
                 "labelSelector",      "fieldSelector",     "orphanDependents"};
    if (about.kind->plural == "pods" && !about.subresource.empty())
        known = {"command",    "container",    "stdin",     "stdout",   "stderr",     "tty",   "follow", "tailLines",
                 "limitBytes", "sinceSeconds", "sinceTime", "previous", "timestamps", "ports", "path",   "stream"};
    std::string out;
    for (auto count = below(4); count > 0; --count) {
        auto const name = pick(known);
        out += (out.empty() ? "?" : "&") + name;
        if (!one_in(30)) out += "=" + escaped(value_of(name));
    }
    return out;
}

json::value ApiInput::wild() {
    switch (below(14)) {
        case 0: return nullptr;
        case 1: return one_in(2);
        case 2: return std::numeric_limits<std::int64_t>::max();
        case 3: return std::numeric_limits<std::int64_t>::min();
        case 4: return std::numeric_limits<std::uint64_t>::max();
        case 5: return 1e300;
        case 6: return json::array{};
        case 7: return json::object{};
        case 8: return json::value(std::string(below(3) * 400, 'x'));
        case 9: return json::array{json::array{json::object{{"k", json::array{nullptr}}}}};
        case 10: return static_cast<std::int64_t>(below(100'000)) - 50'000;
        case 11: return 0.5;
        case 12: return json::object{{"$patch", "delete"}};
        default: return json::value(pick(texts));
    }
}

/// Changes a few nodes somewhere in it.
void ApiInput::disturb(json::value& tree) {
    auto* at = &tree;
    for (int depth = 0; depth < 12; ++depth) {
        if (auto* const members = at->if_object(); members && !members->empty() && !one_in(6)) {
            at = &members->begin()[below(members->size())].value();
        } else if (auto* const elements = at->if_array(); elements && !elements->empty() && !one_in(6)) {
            at = &(*elements)[below(elements->size())];
        } else {
            break;
        }
    }
    if (auto* const members = at->if_object(); members && one_in(2)) {
        if (!members->empty() && one_in(2)) members->erase(members->begin() + below(members->size()));
        (*members)[one_in(3) ? pick(texts) : pick({"name", "spec", "metadata", "status", "data", "kind"})] = wild();
    } else if (auto* const elements = at->if_array(); elements && one_in(2)) {
        elements->push_back(elements->empty() || one_in(2) ? wild() : json::value(elements->front()));
    } else {
        *at = wild();
    }
}

json::value ApiInput::object(About const& about) {
    auto const short_name = about.name.substr(0, about.name.find('.'));
    json::value made = json::object{};
    for (auto const& [plural, text] : samples) {
        if (plural == about.kind->plural) made = parse_json(replaced(text, short_name)).value();
    }
    if (made.get_object().empty() && about.kind->schema && !one_in(4)) made = random_.make(*about.kind->schema);
    if (!made.is_object()) made = json::object{};
    auto& members = made.get_object();
    members["apiVersion"] = about.kind->api_version();
    members["kind"] = about.kind->name;
    json::object metadata{{"name", about.name}, {"labels", json::object{{"a", pick({"b", "c"})}}}};
    if (one_in(12)) metadata = json::object{{"generateName", about.name + "-"}};
    if (one_in(12)) metadata["finalizers"] = json::array{"example.com/f"};
    if (one_in(20)) metadata["annotations"] = json::object{{"k", pick(texts)}};
    members["metadata"] = std::move(metadata);
    if (about.kind->custom) members["spec"] = json::object{{"replicas", static_cast<std::int64_t>(below(12))}};
    return made;
}

json::value ApiInput::stored(About const& about) {
    auto const* const served = registry_->kinds().at(about.kind->group, about.kind->version, about.kind->plural);
    auto const* const kind = served ? registry_->kinds().stored(*served) : nullptr;
    auto const found = kind ? registry_->accepted().get(*kind->kind, about.namespace_, about.name) : Ref();
    if (!found) return object(about);
    auto made = parse_json(one_in(2) ? with_managed_fields(*found) : std::string(found->bytes())).value();
    if (one_in(4)) made.get_object()["metadata"].get_object().erase("resourceVersion");
    return made;
}

json::value ApiInput::patch(About const& about, std::string const& type) {
    auto const now = stored(about);
    if (type == "application/json-patch+json") {
        json::array made;
        for (auto count = below(4); count > 0; --count) {
            auto const pointer =
                pick({"/metadata/labels/a", "/spec", "/spec/replicas", "/data/k", "/metadata/name", "",
                      "/spec/containers/0/image", "/spec/containers/-", "/~2", "/metadata/finalizers", "/status",
                      "/metadata/resourceVersion", "/kind", "/metadata/managedFields", "x"});
            made.push_back({{"op", pick({"add", "remove", "replace", "test", "move", "copy", "x"})},
                            {"path", pointer},
                            {"from", "/metadata/labels"},
                            {"value", wild()}});
        }
        return made;
    }
    if (one_in(3)) return json::object{{"metadata", json::object{{"labels", json::object{{"a", wild()}}}}}};
    auto made = about.kind->schema ? random_.change(*about.kind->schema, now) : now;
    if (type == "application/apply-patch+yaml" && made.is_object()) {
        auto& members = made.get_object();
        members["apiVersion"] = about.kind->api_version();
        members["kind"] = about.kind->name;
        if (auto* const metadata = members["metadata"].if_object(); metadata && !one_in(6))
            metadata->erase("managedFields");
    }
    return made;
}

std::string ApiInput::message(std::size_t which, int depth) {
    using Field = http::ProtobufField;
    auto const& tables = http::protobuf_tables();
    auto const span = tables.messages[which];
    std::string out;
    for (auto count = span.begin == span.end ? 0 : below(depth > 5 ? 1 : 6); count > 0; --count) {
        auto const& one = tables.fields[span.begin + below(span.end - span.begin)];
        if (one_in(60)) {
            out += varint(below(1000)) + pick(texts);
            continue;
        }
        std::string value;
        switch (one.kind) {
            case Field::Kind::integer:
            case Field::Kind::boolean: out += varint(one.number << 3) + varint(below(3)); continue;
            case Field::Kind::number:
                out += varint((one.number << 3) | 1) + std::string(8, one_in(2) ? '\x7f' : '\0');
                continue;
            case Field::Kind::message:
            case Field::Kind::inlined: value = message(one.message, depth + 1); break;
            case Field::Kind::int_or_string: value = varint(2 << 3) + varint(80); break;
            case Field::Kind::time:
            case Field::Kind::micro_time: value = varint(1 << 3) + varint(below(2) * 9'000'000'000'000'000ULL); break;
            case Field::Kind::quantity:
            case Field::Kind::raw: value = field(1, pick(texts)); break;
            default: value = one_in(3) ? pick(texts) : pick(names);
        }
        if (one.shape == Field::Shape::map) value = field(1, pick(names)) + field(2, value);
        out += field(one.number, value);
    }
    return out;
}

std::string ApiInput::protobuf() {
    auto const roots = http::protobuf_tables().roots;
    auto const& root = roots[below(roots.size())];
    auto type = field(1, std::string(root.api_version)) + field(2, std::string(root.kind));
    return std::string("k8s\0", 4) + field(1, type) + field(2, message(root.message, 0));
}

void ApiInput::write(Asked& asked, About const& about, json::value const& tree) {
    static_cast<void>(about);
    asked.body = canonical(tree);
    if (!one_in(15)) return;
    switch (below(6)) {
        case 0: asked.body.resize(below(asked.body.size() + 1)); break;
        case 1: asked.body.insert(below(asked.body.size() + 1), pick(texts)); break;
        case 2: asked.body = std::string(below(3000), '[') + asked.body; break;
        case 3: asked.body += asked.body; break;
        case 4: asked.body = "a: &x [1]\nb: *x\n<<: *y\n---\n" + pick(texts); break;
        default: asked.body = "{\"a\":" + std::string(below(2000), '{'); break;
    }
}

Asked ApiInput::next() {
    Asked asked;
    auto at = about();
    asked.method =
        pick({"GET", "GET", "GET", "POST", "POST", "POST", "PUT", "PUT", "PATCH", "PATCH", "PATCH", "DELETE"});
    if (one_in(100)) asked.method = pick({"HEAD", "OPTIONS", "BREW", "CONNECT", "TRACE", "get"});
    auto const whose = below(12);
    if (whose == 0) asked.user = "anonymous";
    if (whose == 1) asked.user = "viewer";
    bool const streams = at.subresource == "exec" || at.subresource == "attach" || at.subresource == "portforward";
    if (streams) asked.method = pick({"GET", "POST"});
    if (asked.method == "GET" && at.subresource.empty() && one_in(2)) at.name.clear();
    if (asked.method == "GET" && one_in(3)) at.namespace_.clear();
    if (asked.method == "DELETE" && one_in(12) && at.kind->group != "rbac.authorization.k8s.io") at.name.clear();
    auto const body_about = at;
    if (asked.method == "POST" && at.subresource.empty() && !one_in(30)) at.name.clear();
    asked.target = path(at) + query(at, asked.method);

    auto type =
        pick({"application/json", "application/json", "application/json; charset=utf-8", "application/yaml", ""});
    if (asked.method == "POST" && !at.subresource.empty()) {
        static std::vector<std::string> const bodies{
            R"({"kind":"TokenRequest","apiVersion":"authentication.k8s.io/v1","spec":{"audiences":["a"],"expirationSeconds":600}})",
            R"({"kind":"Eviction","apiVersion":"policy/v1","metadata":{"name":"a"},"deleteOptions":{"gracePeriodSeconds":-5}})",
            R"({"kind":"Binding","apiVersion":"v1","metadata":{"name":"a"},"target":{"kind":"Node","name":"a"}})",
            "{}"};
        write(asked, at, parse_json(pick(bodies)).value());
    } else if (asked.method == "POST") {
        auto tree = object(body_about);
        for (auto count = one_in(2) ? below(4) : 0; count > 0; --count) disturb(tree);
        write(asked, at, tree);
    } else if (asked.method == "PUT") {
        auto tree = stored(body_about);
        if (at.kind->schema && one_in(2)) tree = random_.change(*at.kind->schema, tree);
        if (at.subresource == "scale" && !one_in(5))
            tree = json::object{{"kind", "Scale"},
                                {"apiVersion", "autoscaling/v1"},
                                {"metadata", json::object{{"name", at.name}, {"namespace", at.namespace_}}},
                                {"spec", json::object{{"replicas", wild()}}}};
        for (auto count = one_in(2) ? below(4) : 0; count > 0; --count) disturb(tree);
        write(asked, at, tree);
    } else if (asked.method == "PATCH") {
        type = pick({"application/json-patch+json", "application/merge-patch+json",
                     "application/strategic-merge-patch+json", "application/apply-patch+yaml"});
        auto tree = patch(body_about, type);
        for (auto count = one_in(3) ? below(3) : 0; count > 0; --count) disturb(tree);
        write(asked, at, tree);
        if (type == "application/apply-patch+yaml" && !one_in(8) &&
            asked.target.find("fieldManager") == std::string::npos)
            asked.target += (asked.target.find('?') == std::string::npos ? "?" : "&") +
                            std::string(one_in(2) ? "fieldManager=m" : "fieldManager=n&force=true");
    } else if (asked.method == "DELETE" && one_in(3)) {
        write(asked, at,
              json::object{{"kind", "DeleteOptions"},
                           {"apiVersion", "v1"},
                           {"propagationPolicy", pick({"Orphan", "Foreground", "Background", "x"})},
                           {"gracePeriodSeconds", wild()},
                           {"preconditions", one_in(2) ? json::object{{"uid", wild()}} : json::object{}}});
    }
    if (one_in(25)) type = pick({"application/json-patch+json", "text/plain", "application/xml", ";", "*/*"});
    if (!asked.body.empty() && one_in(20)) {
        type = "application/vnd.kubernetes.protobuf";
        if (!one_in(6)) asked.body = protobuf();
    }
    if (!type.empty() && !asked.body.empty()) asked.headers.emplace_back("Content-Type", type);
    if (one_in(2)) asked.headers.emplace_back("Accept", pick(accepts));
    if (one_in(3))
        asked.headers.emplace_back("User-Agent", pick({"kubectl/v1.32.0", "", "\xff/", std::string(300, 'u')}));
    if (one_in(40))
        asked.headers.emplace_back("Impersonate-User", pick({"jane", "system:admin", "", "system:serviceaccount:a:b"}));
    if (one_in(60)) asked.headers.emplace_back("Impersonate-Group", pick({"system:masters", "team"}));
    if (one_in(80)) asked.headers.emplace_back("Impersonate-Extra-%zz", "x");
    if (streams && !one_in(6)) {
        asked.headers.emplace_back("Connection", "Upgrade");
        if (one_in(2)) {
            asked.headers.emplace_back("Upgrade", "SPDY/3.1");
            asked.headers.emplace_back("X-Stream-Protocol-Version",
                                       pick({"v4.channel.k8s.io", "portforward.k8s.io", "x"}));
        } else {
            asked.headers.emplace_back("Upgrade", "websocket");
            asked.headers.emplace_back("Sec-WebSocket-Version", "13");
            asked.headers.emplace_back("Sec-WebSocket-Protocol", pick({"v5.channel.k8s.io, v4.channel.k8s.io",
                                                                       "SPDY/3.1+portforward.k8s.io", "x", ""}));
        }
    }
    return asked;
}

std::string ApiInput::broken(std::string bytes) {
    for (auto count = 1 + below(3); count > 0; --count) {
        auto const at = below(bytes.size() + 1);
        switch (below(5)) {
            case 0:
                if (at < bytes.size()) bytes[at] = static_cast<char>(below(256));
                break;
            case 1: bytes.erase(at, below(20)); break;
            case 2: bytes.insert(at, bytes.substr(at, below(30))); break;
            case 3:
                bytes.insert(at, pick({"\r\n", "\n", ": ", " ", "\t", "%", "Content-Length: 5\r\n", "\xff"}));
                break;
            default: bytes.resize(at); break;
        }
    }
    return bytes;
}

}  // namespace keelson::test
