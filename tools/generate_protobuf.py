#!/usr/bin/env python3
"""Writes the tables by which bodies in Kubernetes' protobuf form are read.

    tools/generate_protobuf.py [--check]
    tools/generate_protobuf.py --facts API_CHECKOUT APIMACHINERY_CHECKOUT

The first form writes src/http/protobuf_tables.cpp from src/api/kubernetes/protobuf-v1.35.json (numbers of fields, and
which of them are pointers) and src/api/kubernetes/v1.35.json (their types). The second writes the former from checkouts of
the repositories kubernetes/api and kubernetes/apimachinery.
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FACTS = ROOT / "src/api/kubernetes/protobuf-v1.35.json"
TABLES = ROOT / "src/http/protobuf_tables.cpp"
DEFINITIONS = json.loads((ROOT / "src/api/kubernetes/v1.35.json").read_text())["definitions"]
RESOURCES = json.loads((ROOT / "src/api/kubernetes/v1.35.json").read_text())["resources"]
META = "io.k8s.apimachinery.pkg.apis.meta.v1."
SCALARS = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "quantity",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "int_or_string",
    "io.k8s.apimachinery.pkg.runtime.RawExtension": "raw",
    META + "Time": "time",
    META + "MicroTime": "micro_time",
    META + "FieldsV1": "raw",
}


def structs_of(folder):
    """Go structs of a folder: name -> [(json name or None for an embedded one, number, pointer, Go type)]."""
    structs = {}
    for path in sorted(folder.glob("*.go")):
        if path.name.endswith("_test.go") or path.name.startswith("generated.") or path.name.startswith("zz_"):
            continue
        name = None
        for line in path.read_text().splitlines():
            begin = re.match(r"type (\w+) struct {", line)
            if begin:
                name = begin[1]
                structs[name] = []
            elif line.startswith("}"):
                name = None
            elif name:
                field = re.match(r"\s+(?:(\w+)\s+)?(\S+)\s+`(.*)`", line)
                tag = field and re.search(r'json:"([^"]*)"', field[3])
                number = field and re.search(r'protobuf:"[a-z0-9]+,(\d+),', field[3])
                if not tag or not number:
                    continue
                go_type, words = field[2], tag[1].split(",")
                structs[name].append((None if "inline" in words or not words[0] else words[0], int(number[1]),
                                      go_type.startswith("*"), go_type.lstrip("*")))
    return structs


def gather(api, machinery):
    folders = {META: machinery / "pkg/apis/meta/v1"}
    for definition in DEFINITIONS:
        match = re.match(r"io\.k8s\.api\.(\w+)\.(\w+)\.", definition)
        if match:
            folders[match[0]] = api / match[1] / match[2]
    facts = {}
    for prefix, folder in sorted(folders.items()):
        structs = structs_of(folder)

        def fields_of(struct, owner, strict):
            fields = []
            for name, number, pointer, go_type in structs.get(struct, []):
                if name is None:
                    inner = fields_of(go_type.split(".")[-1], owner, False)
                    if inner:
                        fields.append(["", number, inner])
                elif name in DEFINITIONS[owner].get("properties", {}):
                    fields.append([name, number, "pointer"] if pointer else [name, number])
            return fields

        for definition, schema in DEFINITIONS.items():
            if not definition.startswith(prefix) or "." in definition[len(prefix):] or definition in SCALARS:
                continue
            fields = fields_of(definition[len(prefix):], definition, True)
            if fields:
                facts[definition] = fields
    lines = [f"{json.dumps(name)}: {json.dumps(fields)}" for name, fields in sorted(facts.items())]
    FACTS.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def kind_of(schema):
    """(kind, referenced definition or None) of one value."""
    ref = schema.get("$ref", "").split("/")[-1]
    if ref in SCALARS:
        return SCALARS[ref], None
    if ref:
        return "message", ref
    if schema.get("type") == "string":
        return ("bytes" if schema.get("format") == "byte" else "string"), None
    return {"integer": ("integer", None), "boolean": ("boolean", None), "number": ("number", None)}.get(
        schema.get("type"), ("raw", None))


def generate():
    facts = json.loads(FACTS.read_text())
    numbers, messages, rows = {}, [], []

    def number_of(name):
        if name not in numbers:
            numbers[name] = len(messages)
            messages.append((name, facts.get(name, []), name))
        return numbers[name]

    roots = []
    for resource in RESOURCES:
        kinds = [(resource["group"], resource["version"], resource["kind"])]
        kinds += [(sub["group"], sub["version"], sub["kind"]) for sub in resource["subresources"].values()]
        for group, version, kind in kinds:
            suffix = f".{version}.{kind}"
            stem = group.split(".")[0] if group else "core"
            for name in facts:
                if name.endswith(suffix) and name.split(".")[-3] == stem:
                    root = (f"{group}/{version}" if group else version, kind, number_of(name))
                    if root not in roots:
                        roots.append(root)
    roots.append(("v1", "DeleteOptions", number_of(META + "DeleteOptions")))

    index = 0
    spans = []
    while index < len(messages):
        name, fields, owner = messages[index]
        properties = DEFINITIONS[owner].get("properties", {})
        begin = len(rows)
        for field in sorted(fields, key=lambda f: f[1]):
            if field[0] == "":
                messages.append((name + "+", field[2], owner))
                rows.append((field[1], "", "inlined", "one", False, len(messages) - 1))
                continue
            schema = properties[field[0]]
            shape = "one"
            if schema.get("type") == "array":
                shape, schema = "list", schema["items"]
            elif isinstance(schema.get("additionalProperties"), dict):
                shape, schema = "map", schema["additionalProperties"]
                if schema.get("type") == "array":
                    shape, schema = "map_of_lists", schema["items"]
            kind, ref = kind_of(schema)
            rows.append((field[1], field[0], kind, shape, len(field) > 2, number_of(ref) if ref else 0))
        spans.append((name, begin, len(rows)))
        index += 1

    out = ["// Written by tools/generate_protobuf.py; change its facts, not this file.\n",
           '#include "http/protobuf_tables.hpp"\n\nnamespace keelson::http {\nnamespace {\n\n',
           "using Kind = ProtobufField::Kind;\nusing Shape = ProtobufField::Shape;\n\n",
           "constexpr ProtobufField fields[] = {\n"]
    for number, name, kind, shape, pointer, message in rows:
        out.append(f'    {{{number}, Kind::{kind}, Shape::{shape}, {"true" if pointer else "false"}, {message}, "{name}"}},\n')
    out.append("};\n\nconstexpr ProtobufMessage messages[] = {\n")
    for name, begin, end in spans:
        out.append(f"    {{{begin}, {end}}},  // {name.split('.')[-1]}\n")
    out.append("};\n\nconstexpr ProtobufRoot roots[] = {\n")
    for api_version, kind, message in sorted(roots):
        out.append(f'    {{"{api_version}", "{kind}", {message}}},\n')
    out.append("};\n\n}  // namespace\n\nProtobufTables const& protobuf_tables() noexcept {\n"
               "    static constexpr ProtobufTables tables{fields, messages, roots};\n    return tables;\n}\n\n"
               "}  // namespace keelson::http\n")
    return subprocess.run(["clang-format", f"--assume-filename={TABLES}"], input="".join(out), capture_output=True,
                          text=True, check=True, cwd=ROOT).stdout


if __name__ == "__main__":
    if sys.argv[1:2] == ["--facts"]:
        gather(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
    text = generate()
    if sys.argv[1:] == ["--check"]:
        sys.exit(0 if TABLES.read_text() == text else f"{TABLES} is not what its facts say")
    TABLES.write_text(text)
