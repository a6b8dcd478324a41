"""Finds types and inline functions that are defined twice in one program: a linker keeps one of the two and says nothing."""
import collections
import re

token = re.compile(r"[A-Za-z_]\w*|::|\S")
keys = {"class", "struct", "union", "enum"}


def without_templates(head):
    """A declaration's tokens without `template <...>`."""
    kept, i = [], 0
    while i < len(head):
        if head[i] != "template" or i + 1 == len(head) or head[i + 1] != "<":
            kept.append(head[i])
            i += 1
            continue
        depth, i = 0, i + 1
        while i < len(head):
            depth += {"<": 1, ">": -1}.get(head[i], 0)
            i += 1
            if depth == 0:
                break
    return kept


def defined(head):
    """What the tokens before a brace define: the name of a type, or that of an inline function with its parameters."""
    plain = without_templates(head)
    at = max((i for i, word in enumerate(plain) if word in keys), default=None)
    if at is not None and "(" not in plain[at:] and "=" not in plain[at:]:
        rest = plain[at + 1:]
        end = next((i for i, word in enumerate(rest) if word in ("final", ":")), len(rest))
        return "".join(rest[:end]) or None
    if "(" in plain and (len(plain) != len(head) or {"inline", "constexpr"} & set(plain)):
        opening = plain.index("(")
        name = re.search(r"(?:\w+::)*~?\w+$", "".join(plain[:opening]) if opening < 2 or plain[opening - 2] == "::"
                         else plain[opening - 1])
        if name and ")" in plain and name[0] not in ("if", "for", "while", "switch", "operator"):
            last = len(plain) - plain[::-1].index(")")
            return name[0] + " ".join(plain[opening:last])
    return None


def definitions(lines):
    """Pairs of a full name and a line number: what is defined in namespaces that have names, or in none."""
    scopes, head, number = [], [], 0
    continued = False
    for number, line in enumerate(lines, 1):
        if continued or line.lstrip().startswith("#"):
            continued = line.endswith("\\")
            continue
        for word in token.findall(line):
            if word == ";":
                head = []
            elif word == "}":
                head = []
                if scopes:
                    scopes.pop()
            elif word != "{":
                head.append(word)
            elif "namespace" in head and "(" not in head:
                scopes.append("".join(head[head.index("namespace") + 1:]) or None)
                head = []
            elif head[:1] == ["extern"] and "(" not in head:
                scopes.append("")
                head = []
            else:
                name = defined(head) if all(scope is not None and scope != "{" for scope in scopes) else None
                if name:
                    yield "::".join([scope for scope in scopes if scope] + [name]), number
                scopes.append("{")
                head = []


def doubles(programs, code_of, name_of):
    """A line for each name that two files of one program define. `programs`: the files of each."""
    known = {}
    told = set()
    for files in programs:
        places = collections.defaultdict(dict)
        for path in files:
            if path not in known:
                known[path] = list(definitions(code_of(path)))
            for name, number in known[path]:
                places[name].setdefault(path, number)
        for name, where in places.items():
            if len(where) > 1:
                told.add(name + ": " + ", ".join(sorted(f"{name_of(path)}:{line}" for path, line in where.items())))
    return sorted(told)
