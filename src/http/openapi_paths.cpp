#include "http/openapi_paths.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace keelson::http {
namespace {

namespace json = boost::json;

struct Parameter {
    std::string_view name, type, description;
};

constexpr Parameter pretty{"pretty", "string", "true: the answer is indented."};

constexpr std::array list_parameters{
    Parameter{"allowWatchBookmarks", "boolean", "Of a watch: it tells from time to time how far it has come."},
    Parameter{"continue", "string", "The token of the page before, for the next one."},
    Parameter{"fieldSelector", "string", "Only objects whose fields have these values."},
    Parameter{"labelSelector", "string", "Only objects that have these labels."},
    Parameter{"limit", "integer", "The most objects that a page may have."},
    Parameter{"resourceVersion", "string", "How new the answer must be, or where a watch begins."},
    Parameter{"resourceVersionMatch", "string", "Exact or NotOlderThan: how resourceVersion is meant."},
    Parameter{"sendInitialEvents", "boolean", "Of a watch: it begins with what is there."},
    Parameter{"timeoutSeconds", "integer", "Seconds after which the request or watch ends."},
    Parameter{"watch", "boolean", "Changes are sent as they happen, instead of a list."}};

constexpr Parameter dry_run{"dryRun", "string", "All: everything is checked and nothing is stored."};
constexpr Parameter field_manager{"fieldManager", "string", "Who owns the fields that are written."};
constexpr Parameter field_validation{"fieldValidation", "string",
                                     "Strict, Warn or Ignore: what becomes of fields that do not exist."};
constexpr Parameter force{"force", "boolean", "Of an apply: takes over fields that others own."};

constexpr std::array delete_parameters{
    Parameter{"gracePeriodSeconds", "integer", "Seconds that the object has to end by itself; 0 removes it at once."},
    Parameter{"orphanDependents", "boolean", "The older form of propagationPolicy."},
    Parameter{"propagationPolicy", "string",
              "Foreground, Background or Orphan: what becomes of what the object owns."}};

constexpr std::array log_parameters{
    Parameter{"container", "string", "Which container; needed if there are several."},
    Parameter{"follow", "boolean", "The log is sent on as it grows."},
    Parameter{"insecureSkipTLSVerifyBackend", "boolean", "Without effect: there is no second connection to check."},
    Parameter{"limitBytes", "integer", "The most bytes that are sent."},
    Parameter{"previous", "boolean", "Of the container's run before this one."},
    Parameter{"sinceSeconds", "integer", "Only what is not older than so many seconds."},
    Parameter{"sinceTime", "string", "Only what was written at that time or later."},
    Parameter{"tailLines", "integer", "Only so many lines at the end."},
    Parameter{"timestamps", "boolean", "Each line begins with its time."}};

constexpr std::array exec_parameters{
    Parameter{"command", "string", "The program and its arguments, each in a parameter of its own."},
    Parameter{"container", "string", "Which container; needed if there are several."},
    Parameter{"stderr", "boolean", "The program's error output is sent."},
    Parameter{"stdin", "boolean", "The program gets what the client sends."},
    Parameter{"stdout", "boolean", "The program's output is sent."},
    Parameter{"tty", "boolean", "The program gets a terminal."}};

constexpr Parameter ports{"ports", "string", "Ports of the Pod."};
constexpr Parameter proxy_path{"path", "string", "The path that is asked for there."};

/// One operation, before it is written in either form.
struct Operation {
    std::string method;  ///< "get"
    std::string action;  ///< "list"
    std::string id, description, tag;
    json::object type;  ///< group, version, kind of what it is about
    std::vector<Parameter> parameters;
    std::string body;       ///< the name of the schema
    std::string body_kind;  ///< "patch", or empty
    bool body_required = true;
    std::string answer;  ///< the name of the schema; empty: text
    std::vector<int> codes{200};
    bool streams = false;
};

std::string capital(std::string_view text) {
    std::string made(text);
    if (!made.empty() && made[0] >= 'a' && made[0] <= 'z') made[0] = static_cast<char>(made[0] - 'a' + 'A');
    return made;
}

/// "RbacAuthorization" of rbac.authorization.k8s.io, "StableExampleCom" of stable.example.com.
std::string group_word(std::string_view group) {
    if (group.empty()) return "Core";
    if (group.ends_with(".k8s.io")) group.remove_suffix(7);
    std::string word;
    while (!group.empty()) {
        auto const dot = std::min(group.find('.'), group.size());
        word += capital(group.substr(0, dot));
        group.remove_prefix(std::min(dot + 1, group.size()));
    }
    word.erase(std::remove(word.begin(), word.end(), '-'), word.end());
    return word;
}

json::object schema_of(Parameter const& parameter) { return {{"type", parameter.type}, {"uniqueItems", true}}; }

/// Writes the operations of one kind.
class Paths {
public:
    Paths(Kind const& kind, OpenApiVersion version, OpenApiSchemas& schemas, json::object& paths)
        : kind_(kind), version_(version), schemas_(schemas), paths_(paths) {
        base_ = (kind.group.empty() ? "/api/" : "/apis/" + kind.group + "/") + kind.version;
        word_ = group_word(kind.group) + capital(kind.version);
        tag_ = word_.substr(0, word_.size() - kind.version.size());
        tag_[0] = static_cast<char>(tag_[0] - 'A' + 'a');
        tag_ += "_" + kind.version;
        name_ = schemas.add(kind);
        type_ = {{"group", kind.group}, {"kind", kind.name}, {"version", kind.version}};
        within_ = kind.namespaced() ? "Namespaced" : "";
    }

    void write() {
        auto const root = base_ + (kind_.namespaced() ? "/namespaces/{namespace}/" : "/") + kind_.plural;
        add_collection(root);
        if (kind_.namespaced() && has("list")) {
            auto operation = make("get", "list", "list", kind_.name + "ForAllNamespaces");
            describe_list(operation);
            add(base_ + "/" + kind_.plural, std::move(operation));
        }
        add_item(root + "/{name}");
        for (auto const& sub : kind_.subresources) add_subresource(root + "/{name}/" + sub.name, sub);
    }

private:
    [[nodiscard]] bool has(std::string_view verb) const { return has(kind_.verbs, verb); }
    [[nodiscard]] static bool has(std::vector<std::string> const& verbs, std::string_view verb) {
        return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
    }

    Operation make(std::string method, std::string action, std::string_view word, std::string const& what) const {
        Operation made;
        made.method = std::move(method);
        made.action = std::move(action);
        made.id = std::string(word) + word_ + what;
        made.description = std::string(word) + " " + kind_.name;
        made.tag = tag_;
        made.type = type_;
        return made;
    }

    void describe_list(Operation& operation) {
        operation.description = "list or watch objects of kind " + kind_.name;
        operation.parameters.assign(list_parameters.begin(), list_parameters.end());
        operation.answer = schemas_.add_list(kind_);
        operation.streams = true;
    }

    static void describe_write(Operation& operation, std::string const& schema) {
        operation.parameters = {dry_run, field_manager, field_validation};
        operation.body = schema;
        operation.answer = schema;
        operation.codes = {200, 201};
        if (operation.method == "post") operation.codes.push_back(202);
    }

    void describe_patch(Operation& operation, std::string const& schema) {
        describe_write(operation, schema);
        operation.parameters.push_back(force);
        operation.body = schemas_.add_body("io.k8s.apimachinery.pkg.apis.meta.v1.Patch");
        operation.body_kind = "patch";
    }

    void describe_delete(Operation& operation) {
        operation.parameters.push_back(dry_run);
        operation.parameters.insert(operation.parameters.end(), delete_parameters.begin(), delete_parameters.end());
        operation.body = schemas_.add_body("DeleteOptions");
        operation.body_required = false;
        operation.answer = schemas_.add_body("Status");
    }

    void add_collection(std::string const& path) {
        if (has("list")) {
            auto operation = make("get", "list", "list", within_ + kind_.name);
            describe_list(operation);
            add(path, std::move(operation));
        }
        if (has("create")) {
            auto operation = make("post", "post", "create", within_ + kind_.name);
            describe_write(operation, name_);
            add(path, std::move(operation));
        }
        if (has("deletecollection")) {
            auto operation = make("delete", "deletecollection", "delete", "Collection" + within_ + kind_.name);
            operation.description = "delete all objects of kind " + kind_.name + " that are selected";
            operation.parameters.assign(list_parameters.begin(), list_parameters.end());
            std::erase_if(operation.parameters, [](Parameter const& parameter) {
                return parameter.name == "watch" || parameter.name == "allowWatchBookmarks";
            });
            describe_delete(operation);
            add(path, std::move(operation));
        }
    }

    void add_item(std::string const& path) {
        if (has("get")) {
            auto operation = make("get", "get", "read", within_ + kind_.name);
            operation.answer = name_;
            add(path, std::move(operation));
        }
        if (has("update")) {
            auto operation = make("put", "put", "replace", within_ + kind_.name);
            describe_write(operation, name_);
            add(path, std::move(operation));
        }
        if (has("delete")) {
            auto operation = make("delete", "delete", "delete", within_ + kind_.name);
            describe_delete(operation);
            operation.codes = {200, 202};
            add(path, std::move(operation));
        }
        if (has("patch")) {
            auto operation = make("patch", "patch", "patch", within_ + kind_.name);
            describe_patch(operation, name_);
            add(path, std::move(operation));
        }
    }

    void add_subresource(std::string const& path, Subresource const& sub) {
        bool const connects =
            sub.name == "exec" || sub.name == "attach" || sub.name == "portforward" || sub.name == "proxy";
        if (connects) return add_connection(path, sub);
        bool const own = sub.kind == kind_.name && sub.group == kind_.group;
        auto const schema = own ? name_ : schemas_.add_body(sub.kind);
        auto const what = within_ + kind_.name + capital(sub.name);
        for (auto const& verb : sub.verbs) {
            auto operation = verb == "get"      ? make("get", "get", "read", what)
                             : verb == "update" ? make("put", "put", "replace", what)
                             : verb == "patch"  ? make("patch", "patch", "patch", what)
                                                : make("post", "post", "create", what);
            operation.description += ": " + sub.name;
            operation.type = {{"group", sub.group}, {"kind", sub.kind}, {"version", sub.version}};
            operation.answer = schema;
            if (sub.name == "log") {
                operation.parameters.assign(log_parameters.begin(), log_parameters.end());
                operation.answer.clear();
            } else if (verb == "patch") {
                describe_patch(operation, schema);
            } else if (verb != "get") {
                describe_write(operation, schema.empty() ? name_ : schema);
            }
            add(path, std::move(operation));
        }
    }

    /// What becomes a connection to something else: every method, for a proxy also of every path below.
    void add_connection(std::string const& path, Subresource const& sub) {
        bool const proxy = sub.name == "proxy";
        std::vector<std::string> methods{"get", "post"};
        if (proxy) methods = {"get", "put", "post", "delete", "options", "head", "patch"};
        for (auto const* const below : {"", "/{path}"}) {
            for (auto const& method : methods) {
                auto operation =
                    make(method, "connect", "connect",
                         capital(method) + within_ + kind_.name + capital(sub.name) + (*below ? "WithPath" : ""));
                operation.description = "connect " + method + " requests to " + sub.name + " of " + kind_.name;
                operation.type = {{"group", sub.group}, {"kind", sub.kind}, {"version", sub.version}};
                if (proxy) {
                    operation.parameters = {proxy_path};
                } else if (sub.name == "portforward") {
                    operation.parameters = {ports};
                } else {
                    bool const attach = sub.name == "attach";
                    operation.parameters.assign(exec_parameters.begin() + (attach ? 1 : 0), exec_parameters.end());
                }
                add(path + below, std::move(operation));
            }
            if (!proxy) return;
        }
    }

    [[nodiscard]] json::object parameter(Parameter const& one, std::string_view in) const {
        json::object out{{"name", one.name}, {"in", in}, {"description", one.description}};
        if (in == "path") out["required"] = true;
        if (version_ == OpenApiVersion::v3) {
            out["schema"] = schema_of(one);
        } else {
            out["type"] = one.type;
            out["uniqueItems"] = true;
        }
        return out;
    }

    void add(std::string const& path, Operation operation) {
        auto const slot = paths_.emplace(path, json::object());
        auto& item = slot.first->value().get_object();
        if (slot.second) {
            json::array common;
            if (path.find("/{name}") != path.npos)
                common.push_back(parameter({"name", "string", "Name of the object."}, "path"));
            if (path.find("/{namespace}") != path.npos)
                common.push_back(parameter({"namespace", "string", "Namespace of the object."}, "path"));
            if (path.ends_with("/{path}"))
                common.push_back(parameter({"path", "string", "The path that is asked for there."}, "path"));
            common.push_back(parameter(pretty, "query"));
            item["parameters"] = std::move(common);
        }
        auto const method = operation.method;
        item[method] = version_ == OpenApiVersion::v3 ? write_v3(operation) : write_v2(operation);
    }

    [[nodiscard]] json::object head(Operation const& operation) const {
        return {{"tags", json::array{operation.tag}},
                {"description", operation.description},
                {"operationId", operation.id},
                {"x-kubernetes-action", operation.action},
                {"x-kubernetes-group-version-kind", operation.type}};
    }

    static std::string_view meaning(int code) {
        return code == 200 ? "OK" : code == 201 ? "Created" : code == 202 ? "Accepted" : "Unauthorized";
    }

    [[nodiscard]] std::vector<std::string_view> patch_types() const {
        std::vector<std::string_view> types{"application/apply-patch+yaml", "application/json-patch+json",
                                            "application/merge-patch+json"};
        // Only for what is compiled in is it known how its lists merge.
        if (kind_.schema->definition.starts_with("io.k8s.")) types.push_back("application/strategic-merge-patch+json");
        return types;
    }

    [[nodiscard]] json::object write_v3(Operation const& operation) const {
        auto out = head(operation);
        json::array parameters;
        for (auto const& one : operation.parameters) parameters.push_back(parameter(one, "query"));
        if (!parameters.empty()) out["parameters"] = std::move(parameters);
        if (!operation.body.empty()) {
            json::object content;
            auto const types = operation.body_kind == "patch" ? patch_types() : std::vector<std::string_view>{"*/*"};
            for (auto const type : types) content[type] = {{"schema", schemas_.reference(operation.body)}};
            json::object body{{"content", std::move(content)}};
            if (operation.body_required) body["required"] = true;
            out["requestBody"] = std::move(body);
        }
        json::object responses;
        for (auto const code : operation.codes) {
            json::object content;
            auto const schema =
                operation.answer.empty() ? json::object{{"type", "string"}} : schemas_.reference(operation.answer);
            if (operation.answer.empty()) {
                content[operation.action == "connect" ? "*/*" : "text/plain"] = {{"schema", schema}};
            } else {
                for (std::string_view const type : {"application/json", "application/yaml"})
                    content[type] = {{"schema", schema}};
                if (operation.streams) content["application/json;stream=watch"] = {{"schema", schema}};
            }
            responses[std::to_string(code)] = {{"description", meaning(code)}, {"content", std::move(content)}};
        }
        responses["401"] = {{"description", meaning(401)}};
        out["responses"] = std::move(responses);
        return out;
    }

    [[nodiscard]] json::object write_v2(Operation const& operation) const {
        auto out = head(operation);
        json::array consumes{"*/*"}, produces{"application/json", "application/yaml"}, parameters;
        if (operation.body_kind == "patch") {
            consumes.clear();
            for (auto const type : patch_types()) consumes.emplace_back(json::string(type));
        }
        if (operation.streams) produces.push_back("application/json;stream=watch");
        if (operation.answer.empty()) produces = {operation.action == "connect" ? "*/*" : "text/plain"};
        if (!operation.body.empty()) {
            json::object body{{"name", "body"}, {"in", "body"}, {"schema", schemas_.reference(operation.body)}};
            if (operation.body_required) body["required"] = true;
            parameters.push_back(std::move(body));
        }
        for (auto const& one : operation.parameters) parameters.push_back(parameter(one, "query"));
        json::object responses;
        for (auto const code : operation.codes)
            responses[std::to_string(code)] = {
                {"description", meaning(code)},
                {"schema",
                 operation.answer.empty() ? json::object{{"type", "string"}} : schemas_.reference(operation.answer)}};
        responses["401"] = {{"description", meaning(401)}};
        out["consumes"] = std::move(consumes);
        out["produces"] = std::move(produces);
        out["schemes"] = {"https"};
        if (!parameters.empty()) out["parameters"] = std::move(parameters);
        out["responses"] = std::move(responses);
        return out;
    }

    Kind const& kind_;
    OpenApiVersion version_;
    OpenApiSchemas& schemas_;
    json::object& paths_;
    std::string base_, word_, tag_, name_, within_;
    json::object type_;
};

}  // namespace

void add_paths(Kind const& kind, OpenApiVersion version, OpenApiSchemas& schemas, json::object& paths) {
    Paths(kind, version, schemas, paths).write();
}

}  // namespace keelson::http
