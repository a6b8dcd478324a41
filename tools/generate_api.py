#!/usr/bin/env python3
"""Writes the typed kinds and their schema from the facts of the Kubernetes API.

    tools/generate_api.py [--check]

Reads src/api/kubernetes/v1.35.json (names, types and merge rules of every field, from Kubernetes' OpenAPI
document) and tools/kubernetes_facts.json (what that document leaves out: defaults, enums, which scalars mean
something when empty). Writes include/keelson/api/*_v1.hpp, src/api/describe_*.cpp and src/api/kubernetes_schema.cpp.
With --check it writes nothing and fails if a file differs from what it would write.
"""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
API = json.loads((ROOT / "src/api/kubernetes/v1.35.json").read_text())
FACTS = json.loads((ROOT / "tools/kubernetes_facts.json").read_text())
DEFINITIONS = API["definitions"]
META = "io.k8s.apimachinery.pkg.apis.meta.v1."
GROUPS = {  # header -> (definition prefix, kinds)
    "meta_v1": (META, ["ObjectMeta", "LabelSelector", "ListMeta", "Condition"]),
    "core_v1": ("io.k8s.api.core.v1.", ["Namespace", "Node", "Pod", "ConfigMap", "Secret", "Service", "PersistentVolume",
                                        "PersistentVolumeClaim", "ServiceAccount", "Event"]),
    "apps_v1": ("io.k8s.api.apps.v1.", ["Deployment", "ReplicaSet"]),
    "batch_v1": ("io.k8s.api.batch.v1.", ["Job"]),
    "coordination_v1": ("io.k8s.api.coordination.v1.", ["Lease"]),
    "discovery_v1": ("io.k8s.api.discovery.v1.", ["EndpointSlice"]),
    "scheduling_v1": ("io.k8s.api.scheduling.v1.", ["PriorityClass"]),
    "storage_v1": ("io.k8s.api.storage.v1.", ["StorageClass"]),
}
SCALARS = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": ("Quantity", "quantity"),
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": ("IntOrString", "int_or_string"),
    META + "MicroTime": ("MicroTime", "micro_time"),
    META + "Time": ("Time", "time"),
    META + "FieldsV1": ("RawJson", "any"),
}
KEYWORDS = {"namespace", "operator", "default", "continue", "template", "static", "protected", "switch", "delete"}
PLAIN = {"metadata", "spec", "status"}  # never std::optional: what is empty is absent
OPTIONAL = set(FACTS["strings with a meaning when empty"]) | set(FACTS["numbers with a meaning when zero"])
NOTE = "// Written by tools/generate_api.py from src/api/kubernetes/v1.35.json; change those, not this file.\n"


def short(name):
    return name.split(".")[-1]


def ref_of(schema):
    return schema["$ref"].split("/")[-1] if "$ref" in schema else None


def group_of(name):
    for header, (prefix, _) in GROUPS.items():
        if name.startswith(prefix):
            return header
    raise SystemExit(f"no header for {name}")


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


def closure():
    """Every definition that the kinds need, those that others use first."""
    order, seen = [], set()

    def visit(name):
        if name in seen:
            return
        seen.add(name)
        for field in DEFINITIONS[name].get("properties", {}).values():
            for ref in references(field):
                visit(ref)
        order.append(name)

    for prefix, kinds in GROUPS.values():
        for kind in kinds:
            visit(prefix + kind)
    return order


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
        return SCALARS[ref][0] if ref in SCALARS else short(ref)
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
    key = f"{short(owner)}.{name}"
    initial = {"bool": " = false", "std::int32_t": " = 0", "std::int64_t": " = 0", "double": " = 0"}.get(base, "")
    plain = required or name in PLAIN or base.startswith(("std::vector", "std::map")) or base in ("Time", "MicroTime", "RawJson")
    if base == "std::string" and key not in OPTIONAL:
        plain = True
    if base.startswith("std::int") and short(owner).endswith("Status") and key not in OPTIONAL:
        plain = True
    taken = name in KEYWORDS or (name == "type" and is_kind(owner))  # `type` of a kind is its TypeInfo
    cpp_name = name + "_" if taken else name
    if plain:
        return f"    {base} {cpp_name}{initial};", cpp_name
    return f"    std::optional<{base}> {cpp_name};", cpp_name


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
            used |= {group_of(r) for r in references(schema)} - {header}
        lines = [f"struct {short(name)} {{"]
        if is_kind(name):
            r = resource_of(name)
            scope = "" if r["namespaced"] else ", Scope::cluster"
            lines.append(f'    static constexpr TypeInfo type{{"{r["group"]}", "{r["version"]}", "{r["kind"]}", "{r["plural"]}"{scope}}};')
        for field, schema in fields_of(name):
            lines.append(member(name, field, schema)[0])
        lines.append("};\n")
        body.append("\n".join(lines))
    includes = "".join(f"#include <keelson/api/{h}.hpp>\n" for h in sorted(used))
    extern = "".join(f"extern template TypeDesc const& struct_desc<{short(n)}>();\n" for n in names)
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
/// The types of {group} as C++ structs: every field of Kubernetes 1.35 under its own name (`_` behind a C++
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
        lines.append(f"BOOST_DESCRIBE_STRUCT({short(name)}, (), ({members}))")
    required = []
    for name in names:
        scalars = [f for f, sch in fields_of(name)
                   if f in DEFINITIONS[name].get("required", []) and cpp_type(sch) in ("std::string", "bool", "std::int32_t", "std::int64_t")]
        if scalars:
            listed = ", ".join(f'"{f}"' for f in scalars)
            required.append(f"template <> inline constexpr std::array<std::string_view, {len(scalars)}> required_scalars<{short(name)}>{{{listed}}};")
    instances = "\n".join(f"template TypeDesc const& struct_desc<{short(n)}>();" for n in names)
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

    def text(self, value):
        return json.dumps(value)

    def node(self, owner, field, schema):
        """The C++ expression for the address of a schema node."""
        ref = ref_of(schema)
        facts = FACTS["fields"].get(f"{owner}.{field}", {})
        attributes = []
        if ref and ref not in SCALARS:
            extra = {k: v for k, v in schema.items() if k.startswith("x-kubernetes")}
            if not extra and not facts.get("enum"):
                return f"&{short(ref)}_"
            attributes += [f".type = Schema::Type::object, .name = \"{short(ref)}\"", f".fields = {short(ref)}_fields"]
        elif ref:
            attributes.append(f".type = Schema::Type::{'any' if SCALARS[ref][1] == 'any' else 'string'}")
            if SCALARS[ref][1] != "any":
                attributes.append(f".format = Schema::Format::{SCALARS[ref][1]}")
        else:
            kind = schema["type"]
            if kind == "array":
                attributes.append(".type = Schema::Type::list")
            elif kind == "object" and "additionalProperties" in schema:
                attributes.append(".type = Schema::Type::map")
            elif kind == "object":
                attributes.append(".type = Schema::Type::any")
            else:
                attributes.append(f".type = Schema::Type::{kind}")
            form = {"int32": "int32", "int64": "int64", "byte": "byte"}.get(schema.get("format"))
            if form:
                attributes.append(f".format = Schema::Format::{form}")
            if kind == "array":
                attributes.append(f".element = {self.node(owner, field + '[]', schema['items'])}")
            elif "additionalProperties" in schema:
                attributes.append(f".element = {self.node(owner, field + '{}', schema['additionalProperties'])}")
        if schema.get("x-kubernetes-list-type") in ("set", "map"):
            attributes.append(f".list_type = Schema::ListType::{schema['x-kubernetes-list-type']}")
        atomic = schema.get("x-kubernetes-map-type") or (ref and DEFINITIONS[ref].get("x-kubernetes-map-type"))
        if atomic == "atomic":
            attributes.append(".atomic = true")
        if "x-kubernetes-list-map-keys" in schema:
            attributes.append(f".list_keys = {self.strings(schema['x-kubernetes-list-map-keys'])}")
        if "x-kubernetes-patch-merge-key" in schema:
            attributes.append(f'.merge_key = "{schema["x-kubernetes-patch-merge-key"]}"')
        strategy = schema.get("x-kubernetes-patch-strategy", "")
        if "merge" in strategy:
            attributes.append(".patch_merge = true")
        if "retainKeys" in strategy:
            attributes.append(".retain_keys = true")
        if facts.get("enum"):
            attributes.append(f".enums = {self.strings(facts['enum'])}")
        return self.constant("Schema", "{" + order_designators(attributes) + "}")

    def strings(self, values):
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

    def definition(self, name):
        required = DEFINITIONS[name].get("required", [])
        rows = []
        properties = DEFINITIONS[name].get("properties", {})
        for field in sorted(properties):
            facts = FACTS["fields"].get(f"{short(name)}.{field}", {})
            row = f'{{"{field}", {self.node(short(name), field, properties[field])}'
            if field in required or "default" in facts:
                row += ", true" if field in required else ", false"
            if "default" in facts:
                row += f", {self.text(json.dumps(facts['default'], separators=(',', ':')))}"
            rows.append(row + "}")
        self.out.append(f"constexpr Schema::Field {short(name)}_fields[] = {{{', '.join(rows)}}};")
        atomic = ", .atomic = true" if DEFINITIONS[name].get("x-kubernetes-map-type") == "atomic" else ""
        self.out.append(f'constexpr Schema {short(name)}_{{.type = Schema::Type::object, .name = "{short(name)}", .fields = {short(name)}_fields{atomic}}};')


ORDER = [".type", ".format", ".list_type", ".name", ".fields", ".element", ".list_keys", ".merge_key", ".enums", ".atomic",
         ".patch_merge", ".retain_keys"]


def order_designators(attributes):
    parts = []
    for attribute in attributes:
        parts += attribute.split(", .")
    parts = [p if p.startswith(".") else "." + p for p in parts]
    # the same designator twice (an atomic reference with its own mark) is said once
    unique = {p.split(" ")[0]: p for p in parts}
    return ", ".join(unique[k] for k in ORDER if k in unique)


def schema_text(order):
    writer = SchemaWriter()
    for name in order:
        writer.definition(name)
    kinds = [n for n in order if is_kind(n)]
    rows = ",\n    ".join(
        f'{{{{"{r["group"]}", "{r["version"]}", "{r["kind"]}", "{r["plural"]}"{"" if r["namespaced"] else ", Scope::cluster"}}}, &{short(n)}_}}'
        for n in kinds for r in [resource_of(n)])
    return f"""#include "api/kubernetes_schema.hpp"

{NOTE}
namespace keelson {{
namespace {{

{chr(10).join(writer.out)}

constexpr KubernetesKind kinds[] = {{
    {rows}}};

}}  // namespace

std::span<KubernetesKind const> kubernetes_kinds() {{ return kinds; }}

}}  // namespace keelson
"""


def formatted(text):
    return subprocess.run(["clang-format", "--assume-filename=x.cpp", f"--style=file:{ROOT}/.clang-format"], input=text,
                          capture_output=True, text=True, check=True).stdout


def main():
    order = closure()
    files = {}
    for header in GROUPS:
        names = [n for n in order if group_of(n) == header]
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
