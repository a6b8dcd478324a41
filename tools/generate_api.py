#!/usr/bin/env python3
"""Writes the typed kinds and their schema from the facts of the Kubernetes API.

    tools/generate_api.py [--check]

Reads src/api/kubernetes/v1.35.json (names, types and merge rules of every field, from Kubernetes' OpenAPI
document), tools/kubernetes_facts.json (what that document leaves out: defaults, enums, which scalars mean something
when empty, short names) and tools/descriptions.json (our own words for the fields that people ask about most). Writes
include/keelson/api/*_v?.hpp and src/api/describe_*.cpp for the kinds that have a struct, and for all of them
src/api/kubernetes_schema.cpp.
With --check it writes nothing and fails if a file differs from what it would write.
"""
import collections
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
API = json.loads((ROOT / "src/api/kubernetes/v1.35.json").read_text())
FACTS = json.loads((ROOT / "tools/kubernetes_facts.json").read_text())
DESCRIPTIONS = json.loads((ROOT / "tools/descriptions.json").read_text())
DEFINITIONS = API["definitions"]
META = "io.k8s.apimachinery.pkg.apis.meta.v1."
GROUPS = {  # header -> (definition prefix, kinds); a shared struct goes to the first header of its prefix
    "meta_v1": (META, ["ObjectMeta", "LabelSelector", "ListMeta", "Condition"]),
    "core_v1": ("io.k8s.api.core.v1.", ["Namespace", "Node", "Pod", "ConfigMap", "Secret", "Service", "PersistentVolume",
                                        "PersistentVolumeClaim", "ServiceAccount", "Event"]),
    "apps_v1": ("io.k8s.api.apps.v1.", ["Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "ControllerRevision"]),
    "batch_v1": ("io.k8s.api.batch.v1.", ["Job", "CronJob"]),
    "coordination_v1": ("io.k8s.api.coordination.v1.", ["Lease"]),
    "discovery_v1": ("io.k8s.api.discovery.v1.", ["EndpointSlice"]),
    "scheduling_v1": ("io.k8s.api.scheduling.v1.", ["PriorityClass"]),
    "storage_v1": ("io.k8s.api.storage.v1.", ["StorageClass", "CSIDriver", "CSINode", "CSIStorageCapacity",
                                              "VolumeAttachment", "VolumeAttributesClass"]),
    "autoscaling_v2": ("io.k8s.api.autoscaling.v2.", ["HorizontalPodAutoscaler"]),
    "networking_v1": ("io.k8s.api.networking.v1.", ["Ingress", "IngressClass", "NetworkPolicy"]),
    "node_v1": ("io.k8s.api.node.v1.", ["RuntimeClass"]),
    "policy_v1": ("io.k8s.api.policy.v1.", ["PodDisruptionBudget"]),
    "rbac_v1": ("io.k8s.api.rbac.v1.", ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"]),
    # Apart from core_v1, which nearly every file includes.
    "core_extra_v1": ("io.k8s.api.core.v1.", ["LimitRange", "ResourceQuota", "PodTemplate", "ReplicationController",
                                              "Endpoints"]),
}
# What requests and answers are made of beside the kinds themselves.
BODIES = [META + n for n in ("APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "Condition", "DeleteOptions",
                             "LabelSelector", "ListMeta", "Patch", "Status", "WatchEvent")] + [
    "io.k8s.api.authentication.v1.TokenRequest", "io.k8s.api.autoscaling.v1.Scale", "io.k8s.api.policy.v1.Eviction"]
SCALARS = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": ("Quantity", "quantity"),
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": ("IntOrString", "int_or_string"),
    META + "MicroTime": ("MicroTime", "micro_time"),
    META + "Time": ("Time", "time"),
    META + "FieldsV1": ("RawJson", "any"),
    "io.k8s.apimachinery.pkg.runtime.RawExtension": ("RawJson", "any"),
} | {f"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.{name}": ("RawJson", "any")
     for name in ("JSON", "JSONSchemaPropsOrArray", "JSONSchemaPropsOrBool", "JSONSchemaPropsOrStringArray")}
KEYWORDS = {"namespace", "operator", "default", "continue", "template", "static", "protected", "switch", "delete", "linux"}  # the last is a macro of GNU C++
PLAIN = {"metadata", "spec", "status"}  # never std::optional: what is empty is absent
OPTIONAL = set(FACTS["strings with a meaning when empty"]) | set(FACTS["numbers with a meaning when zero"])
NOTE = "// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.\n"


SHORT_COUNTS = collections.Counter(name.split(".")[-1] for name in DEFINITIONS)
HOME = {}  # definition -> header, of those that become structs


def short(name):
    return name.split(".")[-1]


def cpp_name(name):
    """The struct of a definition."""
    return FACTS["names in C++"].get(name, short(name))


def qualified(name):
    """"core.v1.EndpointPort": what two definitions of one short name are told apart by."""
    return ".".join(name.split(".")[-3:])


def identifier(name):
    """What the schema of a definition is called in the generated code."""
    return (qualified(name).replace(".", "_") if SHORT_COUNTS[short(name)] > 1 else short(name)) + "_"


def looked_up(table, owner, field=None):
    """The entry of a definition or of its field: under its qualified name, or else its short one."""
    end = "" if field is None else "." + field
    return table.get(qualified(owner) + end, table.get(short(owner) + end))


def is_optional(owner, field):
    return bool({qualified(owner) + "." + field, short(owner) + "." + field} & OPTIONAL)


def ref_of(schema):
    return schema["$ref"].split("/")[-1] if "$ref" in schema else None


def references(schema):
    """The structs that must be complete before this one."""
    ref = ref_of(schema)
    if ref:
        return [] if ref in SCALARS else [ref]
    if "items" in schema:
        return references(schema["items"])
    if isinstance(schema.get("additionalProperties"), dict):
        return references(schema["additionalProperties"])
    return []


def home_of(name, header):
    """The header of a struct that `header` needs."""
    if name.startswith(GROUPS[header][0]):
        return header
    for candidate, (prefix, _) in GROUPS.items():
        if name.startswith(prefix):
            return candidate
    raise SystemExit(f"no header for {name}")


def closure():
    """Every definition that is needed, those that others use first; the structs among them are in HOME."""
    order, seen = [], set()

    def visit(name, header):
        if name in seen:
            return
        seen.add(name)
        if header:
            HOME[name] = home_of(name, header)
        for field in DEFINITIONS[name].get("properties", {}).values():
            for ref in references(field):
                visit(ref, HOME.get(name))
        order.append(name)

    for header, (prefix, kinds) in GROUPS.items():
        for kind in kinds:
            visit(prefix + kind, header)
    for resource in API["resources"]:
        visit(definition_of(resource["group"], resource["version"], resource["kind"]), None)
    for body in BODIES:
        visit(body, None)
    return order


def definition_of(group, version, kind):
    for name, definition in DEFINITIONS.items():
        named = definition.get("x-kubernetes-group-version-kind", [])
        if {"group": group, "version": version, "kind": kind} in named and short(name) == kind and len(named) == 1:
            return name
    raise SystemExit(f"no definition of {group}/{version} {kind}")


def is_kind(name):
    return "x-kubernetes-group-version-kind" in DEFINITIONS[name] and "metadata" in DEFINITIONS[name]["properties"]


def fields_of(name):
    """Members in declared order: metadata, then alphabetically; apiVersion and kind of a root are its type's."""
    properties = DEFINITIONS[name].get("properties", {})
    names = sorted(properties)
    if is_kind(name):
        names = [n for n in names if n not in ("apiVersion", "kind")]
        names.remove("metadata")
        names.insert(0, "metadata")
    return [(n, properties[n]) for n in names]


def cpp_type(schema):
    ref = ref_of(schema)
    if ref:
        return SCALARS[ref][0] if ref in SCALARS else cpp_name(ref)
    kind = schema.get("type")
    if kind == "string":
        return "Bytes" if schema.get("format") == "byte" else "std::string"
    if kind == "boolean":
        return "bool"
    if kind == "integer":
        return "std::int64_t" if schema.get("format") == "int64" else "std::int32_t"
    if kind == "number":
        return "double"
    if kind == "array":
        return f"std::vector<{cpp_type(schema['items'])}>"
    if kind == "object" and "additionalProperties" in schema:
        return f"std::map<std::string, {cpp_type(schema['additionalProperties'])}>"
    return "RawJson"


def member(owner, name, schema):
    base = cpp_type(schema)
    required = name in DEFINITIONS[owner].get("required", [])
    optional = is_optional(owner, name)
    initial = {"bool": " = false", "std::int32_t": " = 0", "std::int64_t": " = 0", "double": " = 0"}.get(base, "")
    plain = required or name in PLAIN or base.startswith(("std::vector", "std::map")) or base in ("Time", "MicroTime", "RawJson")
    if base == "std::string" and not optional:
        plain = True
    if base.startswith("std::int") and short(owner).endswith("Status") and not optional:
        plain = True
    taken = name in KEYWORDS or (name == "type" and is_kind(owner))  # `type` of a kind is its TypeInfo
    member_name = name + "_" if taken else name
    if plain:
        return f"    {base} {member_name}{initial};", member_name
    return f"    std::optional<{base}> {member_name};", member_name


def resource_of(name):
    gvk = DEFINITIONS[name]["x-kubernetes-group-version-kind"][0]
    for resource in API["resources"]:
        if (resource["group"], resource["version"], resource["kind"]) == (gvk["group"], gvk["version"], gvk["kind"]):
            return resource
    raise SystemExit(f"{name} is no resource")


def header_text(header, names):
    prefix, _ = GROUPS[header]
    guard = f"KEELSON_API_{header.upper()}_HPP"
    used = set()
    body = []
    for name in names:
        for _, schema in fields_of(name):
            used |= {HOME[r] for r in references(schema)} - {header}
        lines = [f"struct {cpp_name(name)} {{"]
        if is_kind(name):
            r = resource_of(name)
            scope = "" if r["namespaced"] else ", Scope::cluster"
            lines.append(f'    static constexpr TypeInfo type{{"{r["group"]}", "{r["version"]}", "{r["kind"]}", "{r["plural"]}"{scope}}};')
        for field, schema in fields_of(name):
            lines.append(member(name, field, schema)[0])
        lines.append("};\n")
        body.append("\n".join(lines))
    includes = "".join(f"#include <keelson/api/{h}.hpp>\n" for h in sorted(used))
    extern = "".join(f"extern template TypeDesc const& struct_desc<{cpp_name(n)}>();\n" for n in names)
    which = "more types" if header == "core_extra_v1" else "types"
    group = (prefix[len("io.k8s.api."):].rstrip(".") if prefix != META else "meta.v1").replace(".", "/")
    return f"""#ifndef {guard}
#define {guard}

{includes}#include <keelson/api/quantity.hpp>
#include <keelson/api/reflect.hpp>
#include <keelson/api/values.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

{NOTE}
/// The {which} of {group} as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
/// keyword), members in alphabetical order behind `metadata`. What is empty is absent; where empty means
/// something of its own, the member is a std::optional. https://kubernetes.io/docs/reference/kubernetes-api/
namespace keelson {{

{chr(10).join(body)}
namespace detail {{
{extern}}}  // namespace detail

}}  // namespace keelson

#endif
"""


def describe_text(header, names):
    lines = []
    for name in names:
        members = ", ".join(member(name, f, s)[1] for f, s in fields_of(name))
        lines.append(f"BOOST_DESCRIBE_STRUCT({cpp_name(name)}, (), ({members}))")
    required = []
    for name in names:
        scalars = [f for f, sch in fields_of(name)
                   if f in DEFINITIONS[name].get("required", []) and cpp_type(sch) in ("std::string", "bool", "std::int32_t", "std::int64_t")]
        if scalars:
            listed = ", ".join(f'"{f}"' for f in scalars)
            required.append(f"template <> inline constexpr std::array<std::string_view, {len(scalars)}> required_scalars<{cpp_name(name)}>{{{listed}}};")
    instances = "\n".join(f"template TypeDesc const& struct_desc<{cpp_name(n)}>();" for n in names)
    return f"""#include <keelson/api/{header}.hpp>

{NOTE}
namespace keelson {{

{chr(10).join(lines)}

namespace detail {{
{chr(10).join(required)}

{instances}
}}  // namespace detail

}}  // namespace keelson
"""


class SchemaWriter:
    def __init__(self):
        self.out = []
        self.nodes = {}
        self.written = set()

    def text(self, value):
        return json.dumps(value)

    def object_of(self, name):
        """The C++ expression for the schema of a definition; one that contains itself is declared before."""
        if name not in self.written:
            declared = f"extern Schema const {identifier(name)};"
            if declared not in self.out:
                self.out.append(declared)
        return "&" + identifier(name)

    def node(self, owner, field, schema):
        """The C++ expression for the address of a schema node."""
        ref = ref_of(schema)
        facts = looked_up(FACTS["fields"], owner, field) or {}
        attributes = {}
        if ref and ref not in SCALARS:
            extra = {k: v for k, v in schema.items() if k.startswith("x-kubernetes")}
            if not extra and not facts.get("enum"):
                return self.object_of(ref)
            attributes |= self.object_attributes(ref)
            attributes.pop("atomic", None)  # the field may say otherwise, see below
        elif ref:
            if SCALARS[ref][1] == "any":
                attributes |= {"type": "Schema::Type::any", "definition": self.text(ref)}
            else:
                attributes |= {"type": "Schema::Type::string", "format": f"Schema::Format::{SCALARS[ref][1]}"}
        else:
            kind = schema["type"]
            if kind == "array":
                attributes["type"] = "Schema::Type::list"
            elif kind == "object" and "additionalProperties" in schema:
                attributes["type"] = "Schema::Type::map"
            elif kind == "object":
                attributes["type"] = "Schema::Type::any"
            else:
                attributes["type"] = f"Schema::Type::{kind}"
            form = {"int32": "int32", "int64": "int64", "byte": "byte"}.get(schema.get("format"))
            if form:
                attributes["format"] = f"Schema::Format::{form}"
            if kind == "array":
                attributes["element"] = self.node(owner, field + "[]", schema["items"])
            elif "additionalProperties" in schema:
                attributes["element"] = self.node(owner, field + "{}", schema["additionalProperties"])
        if schema.get("x-kubernetes-list-type") in ("set", "map"):
            attributes["list_type"] = f"Schema::ListType::{schema['x-kubernetes-list-type']}"
        atomic = schema.get("x-kubernetes-map-type") or (ref and DEFINITIONS[ref].get("x-kubernetes-map-type"))
        if atomic == "atomic":
            attributes["atomic"] = "true"
        if "x-kubernetes-list-map-keys" in schema:
            attributes["list_keys"] = self.strings(schema["x-kubernetes-list-map-keys"])
        if "x-kubernetes-patch-merge-key" in schema:
            attributes["merge_key"] = self.text(schema["x-kubernetes-patch-merge-key"])
        strategy = schema.get("x-kubernetes-patch-strategy", "")
        if "merge" in strategy:
            attributes["patch_merge"] = "true"
        if "retainKeys" in strategy:
            attributes["retain_keys"] = "true"
        if facts.get("enum"):
            attributes["enums"] = self.strings(facts["enum"])
        return self.constant("Schema", designated(attributes, SCHEMA_MEMBERS))

    def strings(self, values):
        """The name of an array of strings; of none, what makes an empty span."""
        if not values:
            return "{}"
        array = "{" + ", ".join(self.text(v) for v in values) + "}"
        key = ("strings", array)
        if key not in self.nodes:
            self.nodes[key] = f"strings_{len(self.nodes)}"
            self.out.append(f"constexpr std::string_view {self.nodes[key]}[] = {array};")
        return self.nodes[key]

    def constant(self, kind, value):
        if value not in self.nodes:
            self.nodes[value] = f"node_{len(self.nodes)}"
            self.out.append(f"constexpr {kind} {self.nodes[value]}{value};")
        return "&" + self.nodes[value]

    def object_attributes(self, name):
        attributes = {"type": "Schema::Type::object", "name": self.text(short(name)), "definition": self.text(name)}
        if description := looked_up(DESCRIPTIONS, name):
            attributes["description"] = self.text(description)
        if DEFINITIONS[name].get("properties"):
            attributes["fields"] = identifier(name) + "fields"
        if DEFINITIONS[name].get("x-kubernetes-map-type") == "atomic":
            attributes["atomic"] = "true"
        return attributes

    def definition(self, name):
        required = DEFINITIONS[name].get("required", [])
        rows = []
        properties = DEFINITIONS[name].get("properties", {})
        for field in sorted(properties):
            facts = looked_up(FACTS["fields"], name, field) or {}
            row = [self.text(field), self.node(name, field, properties[field]), "true" if field in required else "false",
                   self.text(json.dumps(facts["default"], separators=(",", ":"))) if "default" in facts else "{}",
                   self.text(description_of(name, field))]
            while row[-1] in ('""', "{}", "false"):
                row.pop()
            rows.append("{" + ", ".join(row) + "}")
        if rows:
            self.out.append(f"constexpr Schema::Field {identifier(name)}fields[] = {{{', '.join(rows)}}};")
        self.out.append(f"constexpr Schema {identifier(name)}{designated(self.object_attributes(name), SCHEMA_MEMBERS)};")
        self.written.add(name)

    def kind(self, resource):
        """A row of the table of kinds."""
        name = definition_of(resource["group"], resource["version"], resource["kind"])
        plain = ".".join(filter(None, [resource["plural"], resource["group"]]))
        facts = FACTS["resources"].get(plain, {}) | FACTS["resources"].get(f"{plain}/{resource['version']}", {})
        scope = "" if resource["namespaced"] else ", Scope::cluster"
        parts = []
        for sub, of in sorted(resource["subresources"].items()):
            if "{" in sub:
                continue  # what is behind a proxy
            verbs = self.strings(discovery_verbs(of["verbs"], sub))
            parts.append(f'{{"{sub}", {{"{of["group"]}", "{of["version"]}", "{of["kind"]}", ""}}, {verbs}}}')
        attributes = {
            "type": f'{{"{resource["group"]}", "{resource["version"]}", "{resource["kind"]}", "{resource["plural"]}"{scope}}}',
            "schema": self.object_of(name),
            "typed": f"&detail::struct_desc<{cpp_name(name)}>" if name in HOME else "nullptr",
            "short_names": self.strings(facts.get("short", [])),
            "categories": self.strings(facts.get("categories", [])),
            "verbs": self.strings(discovery_verbs(resource["verbs"])),
        }
        if parts:
            array = f"{identifier(name)}subresources"
            self.out.append(f"constexpr KubernetesKind::Subresource {array}[] = {{{', '.join(parts)}}};")
            attributes["subresources"] = array
        if "stored as" in facts:
            attributes["stored_as"] = self.text(facts["stored as"])
        if not {"put", "delete"} & set(resource["verbs"]):
            attributes["stored"] = "false"
        return designated(attributes, list(attributes))


SCHEMA_MEMBERS = ["type", "format", "list_type", "name", "definition", "description", "fields", "element", "list_keys",
                  "merge_key", "enums", "atomic", "patch_merge", "retain_keys"]


def description_of(owner, field):
    if description := looked_up(DESCRIPTIONS, owner, field):
        return description
    if field in DESCRIPTIONS["anywhere"]:
        return DESCRIPTIONS["anywhere"][field]
    kind = "x-kubernetes-group-version-kind" in DEFINITIONS[owner]
    return DESCRIPTIONS["of a kind"].get(field, "") if kind else ""


def discovery_verbs(methods, subresource=None):
    """The verbs that discovery names, from the actions that the API's description has for a path."""
    verbs = set()
    for method in methods:
        verbs |= {"post": {"create"}, "put": {"update"}, "connect": {"create", "get"}}.get(method, {method})
    if "connect" in methods and subresource == "proxy":
        verbs |= {"delete", "patch", "update"}
    if "list" in methods and "delete" in methods:
        verbs.add("watch")
    return sorted(verbs)


def designated(attributes, order):
    return "{" + ", ".join(f".{name} = {attributes[name]}" for name in order if name in attributes) + "}"


def schema_text(order):
    writer = SchemaWriter()
    for name in order:
        writer.definition(name)
    rows = ",\n    ".join(writer.kind(resource) for resource in API["resources"])
    typed = [cpp_name(definition_of(r["group"], r["version"], r["kind"])) for r in API["resources"]
             if definition_of(r["group"], r["version"], r["kind"]) in HOME]
    structs = "\n".join(f"struct {name};" for name in sorted(typed))
    tables = "\n".join(f"extern template TypeDesc const& struct_desc<{name}>();" for name in sorted(typed))
    bodies = ", ".join("&" + identifier(name) for name in BODIES)
    return f"""#include "api/kubernetes_schema.hpp"

{NOTE}
namespace keelson {{

{structs}

namespace detail {{
{tables}
}}  // namespace detail

namespace {{

{chr(10).join(writer.out)}

constexpr KubernetesKind kinds[] = {{
    {rows}}};

constexpr Schema const* bodies[] = {{{bodies}}};

}}  // namespace

std::span<KubernetesKind const> kubernetes_kinds() {{ return kinds; }}
std::span<Schema const* const> kubernetes_bodies() {{ return bodies; }}

}}  // namespace keelson
"""


def formatted(text):
    return subprocess.run(["clang-format", "--assume-filename=x.cpp", f"--style=file:{ROOT}/.clang-format"], input=text,
                          capture_output=True, text=True, check=True).stdout


def main():
    order = closure()
    files = {}
    for header in GROUPS:
        names = [n for n in order if HOME.get(n) == header]
        files[ROOT / f"include/keelson/api/{header}.hpp"] = header_text(header, names)
        files[ROOT / f"src/api/describe_{header}.cpp"] = describe_text(header, names)
    files[ROOT / "src/api/kubernetes_schema.cpp"] = schema_text(order)
    stale = []
    for path, text in files.items():
        text = formatted(text)
        if path.exists() and path.read_text() == text:
            continue
        stale.append(path)
        if "--check" not in sys.argv:
            path.write_text(text)
    for path in stale:
        print(("differs: " if "--check" in sys.argv else "wrote ") + str(path.relative_to(ROOT)))
    return 1 if stale and "--check" in sys.argv else 0


sys.exit(main())
