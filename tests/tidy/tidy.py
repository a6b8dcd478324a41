#!/usr/bin/env python3
"""Checks what no compiler checks: layers, headers, house rules. Prints what is wrong, what the larger public headers
cost to include, and a count last.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import definitions

root = pathlib.Path(__file__).resolve().parents[2]

# Which layer may include what, the longest prefix that fits a file first. "own" is its own folder under src/. What the
# standard library and POSIX bring is free but where a rule below says otherwise; boost is not.
public = {
    "core": {"keelson/core", "boost/system"},
    "api": {"keelson/api", "keelson/core", "boost/describe"},
    "store": {"keelson/store", "keelson/core"},
    "runtime": {"keelson/runtime", "keelson/core"},
    "control": {"keelson/control", "keelson/api", "keelson/core"},
    "scheduling": {"keelson/scheduling", "keelson/api", "keelson/core"},
    "testing": {"keelson"},
    "": {"keelson"},
}
private = {
    "core": {"keelson/core"},
    "api": {"keelson/api", "keelson/core", "boost/json"},
    # A hook is what a host gives to admission, and nothing more.
    "registry": {"keelson/api", "keelson/store", "keelson/core", "keelson/admission.hpp", "api", "core", "boost/json"},
    "control": {"keelson/control", "keelson/api", "keelson/core"},
    "scheduling": {"keelson/scheduling", "keelson/api", "keelson/core"},
    "controllers": {"keelson/control", "keelson/api", "keelson/core"},
    "node": {"keelson/control", "keelson/api", "keelson/runtime", "keelson/core", "core"},
    # The one place that speaks libcurl.
    "transfer": {"keelson/core", "core", "curl"},
    # The prober is a seam between node and net.
    "net": {"keelson/runtime", "keelson/core", "core/quiet_thread.hpp", "transfer", "boost/asio", "boost/intrusive"},
    "http": {"keelson/api", "keelson/core", "api", "registry", "core", "boost/json", "boost/asio", "boost/beast",
             "openssl", "zlib.h"},
    # Of any backend: an engine's, or one over HTTP.
    "client": {"keelson/client.hpp", "keelson/api", "keelson/core", "api", "core"},
    # What a client of an API server needs, and no engine.
    "remote": {"keelson", "api", "core", "transfer", "http/websocket.hpp", "boost/json"},
    "drivers/store_memory": {"keelson/store", "keelson/core"},
    "drivers/store_sqlite": {"keelson/store", "keelson/core", "core/quiet_thread.hpp", "sqlite3.h"},
    "drivers/webhook_curl": {"keelson/admission.hpp", "keelson/core", "transfer"},
    "drivers/store_encrypted": {"keelson/store", "keelson/core", "openssl"},
    "drivers/devices": {"keelson/runtime/devices.hpp", "keelson/core"},
    "drivers/runtime_simulated": {"keelson/runtime", "keelson/core"},
    "drivers/runtime_process": {"keelson/runtime", "keelson/core", "core/connections.hpp", "core/quiet_thread.hpp"},
    # HTTP and Boost.JSON are what an Engine's API is spoken with; OpenSSL for the streams that HTTP cannot carry.
    "drivers/runtime_docker": {"keelson/runtime", "keelson/core", "core/connections.hpp", "core/quiet_thread.hpp", "transfer",
                               "boost/json", "openssl"},
    "engine": {"keelson", "core", "api", "registry", "control", "scheduling", "controllers", "node", "net", "http", "drivers",
               "boost"},
    "testing": {"keelson"},
    "cli": {"keelson", "CLI", "boost/json"},
}
# Single files that may include more than their layer, and why.
exceptions = {
    "include/keelson/core/task.hpp": {"boost/asio"},    # for hosts with an Asio loop of their own
    "include/keelson/asio.hpp": {"boost/asio"},         # the same
    "src/api/manifest.cpp": {"yaml-cpp"},               # the one place where YAML is read
    "src/api/custom_node.hpp": {"boost/regex.hpp"},     # patterns in schemas of custom kinds
}
checked_libraries = ("boost/", "yaml-cpp/", "sqlite3", "zlib.h", "curl/", "openssl/", "CLI/", "fmt/", "spdlog/")
ours = {"core", "api", "registry", "control", "scheduling", "controllers", "node", "net", "drivers", "engine", "testing",
        "cli", "http", "remote", "transfer", "client"}

# Calls that a guest in somebody else's process does not make, and the files that have a reason.
forbidden_calls = re.compile(
    r"(?<![\w.>:])(?:::|std::)?(abort|exit|_exit|_Exit|quick_exit|terminate|printf|fprintf|puts|putchar|perror|signal|"
    r"sigaction|system|fork|waitpid|wait4|atexit|setenv|putenv|srand|rand)\s*\(|std::(cout|cerr|clog)\b")
call_reasons = {
    # In the two short-lived children, and for a child without an exit signal that nobody else sees.
    "src/drivers/runtime_process/launch.cpp": {"sigaction", "waitpid"},
}
# Undefined symbols of our objects that the calls above would leave; nothing else makes a compiler emit them.
forbidden_symbols = {"abort", "exit", "_exit", "_Exit", "quick_exit", "printf", "fprintf", "puts", "perror", "signal",
                     "sigaction", "system", "fork", "waitpid", "wait4", "atexit", "setenv", "putenv", "rand", "srand",
                     "std::cout", "std::cerr", "std::clog"}
symbol_reasons = {
    "launch.cpp.o": {"sigaction", "waitpid"},  # as above
}
readme_lines_max = 40

failures, passed = [], 0


def check(name, wrong):
    """Counts one rule; prints what breaks it."""
    global passed
    wrong = list(wrong)
    if wrong:
        failures.append(name)
        print(f"{name}:")
        for line in wrong:
            print(f"  {line}")
    else:
        passed += 1


def files(folder, *suffixes):
    return sorted(path for path in (root / folder).rglob("*") if path.suffix in suffixes)


def name_of(path):
    return path.relative_to(root).as_posix()


def code_of(path):
    """The text of a source file with comments and the contents of strings blanked out, line by line."""
    text = path.read_text()
    token = re.compile(r'R"(\w*)\((?:.|\n)*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'|//[^\n]*|/\*(?:.|\n)*?\*/')
    return token.sub(lambda found: '""' + "\n" * found.group().count("\n"), text).split("\n")


def includes(path):
    for number, line in enumerate(path.read_text().split("\n"), 1):
        found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if found:
            yield number, found[1], found[2]


def allowed_for(name):
    if name.startswith("include/keelson/"):
        folder = name.removeprefix("include/keelson/").rpartition("/")[0]
        return public.get(folder, None)
    folder = name.removeprefix("src/").rpartition("/")[0]
    while folder:
        if folder in private:
            return private[folder] | {folder}
        folder = folder.rpartition("/")[0]
    return None


def layers():
    for path in files("include", ".hpp") + files("src", ".hpp", ".cpp"):
        name = name_of(path)
        allowed = allowed_for(name)
        if allowed is None:
            yield f"{name}: lies in no layer that the table knows"
            continue
        allowed = allowed | exceptions.get(name, set())
        for number, form, target in includes(path):
            beside = form == '"' and (path.parent / target).exists()
            concerns = target.startswith(("keelson/",) + checked_libraries) or target.split("/")[0] in ours and "/" in target
            if beside or not concerns:
                continue
            if not any(target == prefix or target.startswith(prefix + "/") for prefix in allowed):
                yield f"{name}:{number}: may not include {target}"


def no_conditions():
    for path in files("include", ".hpp"):
        for number, line in enumerate(code_of(path), 1):
            if not re.match(r"\s*#\s*(if|ifdef|ifndef|elif)\b", line):
                continue
            guard = "KEELSON_" + re.sub(r"\W", "_", name_of(path).removeprefix("include/keelson/")).upper()
            if not (number == 1 and line == f"#ifndef {guard}"):
                yield f"{name_of(path)}:{number}: {line.strip()}"


def light_headers():
    for path in files("include", ".hpp"):
        for number, _, target in includes(path):
            heavy = re.match(r"sqlite3|curl/|openssl/|yaml-cpp/|boost/(beast|json|asio)", target)
            if heavy and not any(target.startswith(more) for more in exceptions.get(name_of(path), set())):
                yield f"{name_of(path)}:{number}: {target}"


def guards():
    for path in files("src", ".hpp"):
        if not re.match(r"#ifndef KEELSON_\w+_HPP\n#define KEELSON_\w+_HPP\n", path.read_text()):
            yield name_of(path)


def coroutines():
    """GCC 12 frees wrong memory when the operand of co_await has braces or a lambda in it."""
    for path in files("include", ".hpp") + files("src", ".hpp", ".cpp") + files("examples", ".hpp", ".cpp") + \
            files("tests", ".hpp", ".cpp"):
        text = "\n".join(code_of(path))
        for found in re.finditer(r"\bco_await\b([^;]*);", text):
            if "{" in found[1] or re.search(r"\[[^\]]*\]\s*\(", found[1]):
                yield f"{name_of(path)}:{text.count(chr(10), 0, found.start()) + 1}: {' '.join(found.group().split())}"


def guest_calls():
    for path in files("include", ".hpp") + files("src", ".hpp", ".cpp"):
        name = name_of(path)
        if name.startswith("src/cli/") or "/supervisor/" in name:
            continue
        for number, line in enumerate(code_of(path), 1):
            for found in forbidden_calls.finditer(line):
                what = found[1] or found[2]
                # A member or function of ours by that name is declared with a type in front.
                declared = re.search(r"\b(void|bool|int|Result<.*>)\s+(\w+::)?" + re.escape(what) + r"\s*\($",
                                     line[:found.end()])
                if declared or what in call_reasons.get(name, set()) or calls_own(path, what):
                    continue
                yield f"{name}:{number}: {line.strip()}"


def loud_threads():
    """Threads that could take the host's signals: those that quiet_thread has not started."""
    for path in files("src", ".cpp", ".hpp"):
        name = name_of(path)
        if name.startswith(("src/cli/", "src/core/quiet_thread.hpp")) or "/supervisor/" in name:
            continue
        for number, line in enumerate(code_of(path), 1):
            if re.search(r"std::j?thread\s*\w*\s*[({]\s*[^){\s]", line):
                yield f"{name}:{number}: {line.strip()}"


def calls_own(path, what):
    """Whether a file declares a member function of that name itself."""
    return re.search(r"\b(void|bool|int)\s+(\w+::)?" + re.escape(what) + r"\s*\(", path.read_text()) is not None


def symbols(library):
    listed = subprocess.run(["nm", "-C", "-u", "-A", library], capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        found = re.match(r"\S*?([\w.]+\.o):\s+U (.*)", line)
        if not found:
            continue
        symbol = re.sub(r"@.*|\(.*", "", found[2])
        if symbol in forbidden_symbols and symbol not in symbol_reasons.get(found[1], set()):
            yield f"{found[1]} refers to {found[2]}"


def programs():
    """The files of each program that a build makes: all that may meet in one."""
    sources = files("include", ".hpp") + files("src", ".hpp", ".cpp")
    apart = ("src/cli/", "src/drivers/runtime_process/supervisor/", "src/drivers/runtime_docker/sandbox/")
    library = [path for path in sources if not name_of(path).startswith(apart)]
    for folder in apart:
        yield library + files(folder, ".hpp", ".cpp")
    shared = sorted((root / "tests").glob("*.hpp")) + files("tests/support", ".hpp")
    for folder in ("unit", "conformance", "behaviour", "integration", "load", "sim"):
        yield library + shared + files(f"tests/{folder}", ".hpp", ".cpp")
    for path in files("tests/fuzz", ".cpp") + files("tests/bench", ".cpp") + files("examples", ".cpp"):
        yield library + shared + sorted(path.parent.glob("*.hpp")) + [path]


def planted_clash():
    """That the check below can fail."""
    one = "namespace a::b { struct One : Two { int x; }; enum class Kind : int { here }; inline void f(int x) { if (x) {} } }"
    two = ("namespace a { namespace b { template <class T> void g(T) {} DESCRIBE(One, (x)) class One final {}; }\n"
           "namespace { struct Kind {}; } namespace b { struct Holder { struct Kind {}; }; inline void f(int x) {} } }")
    texts = {"one": one.split("\n"), "two": two.split("\n")}
    found = definitions.doubles([list(texts)], texts.get, str)
    if found != ["a::b::One: one:1, two:1", "a::b::f( int x ): one:1, two:2"]:
        yield str(found)


def readmes():
    folders = {path.parent for path in files("src", ".hpp", ".cpp")}
    for folder in sorted(folders):
        readme = folder / "README.md"
        if not readme.exists():
            yield f"{name_of(folder)} has no README.md"
        elif len(readme.read_text().splitlines()) > readme_lines_max:
            yield f"{name_of(readme)} has more than {readme_lines_max} lines"


def umbrella():
    header = root / "include/keelson/keelson.hpp"
    included = {target for _, _, target in includes(header)}
    for path in files("include/keelson", ".hpp"):
        name = name_of(path).removeprefix("include/")
        left_out = name.startswith("keelson/testing/") or name in {"keelson/keelson.hpp", "keelson/asio.hpp",
                                                                   "keelson/core/task.hpp"}
        if left_out == (name in included):
            yield f"{name} is {'included' if left_out else 'missing'}"


def generated():
    tool = subprocess.run([sys.executable, root / "tools/generate_api.py", "--check"], capture_output=True, text=True)
    if tool.returncode != 0:
        yield (tool.stdout + tool.stderr).strip() or "tools/generate_api.py --check fails"


def print_costs():
    compiler = shutil.which("g++")
    if not compiler:
        return
    for header in ("keelson/engine.hpp", "keelson/api/core_v1.hpp", "keelson/keelson.hpp"):
        with tempfile.NamedTemporaryFile("w", suffix=".cpp") as source:
            source.write(f"#include <{header}>\n")
            source.flush()
            begin = time.process_time(), time.monotonic()
            subprocess.run([compiler, "-std=c++20", "-O0", "-fsyntax-only", f"-I{root / 'include'}", source.name], check=True)
            print(f"including {header} takes {time.monotonic() - begin[1]:.2f} s")


check("a layer includes only what the table lets it", layers())
check("public headers have no conditions but their guards", no_conditions())
check("public headers include no heavy library", light_headers())
check("private headers have guards", guards())
check("the operands of co_await have neither braces nor lambdas", coroutines())
check("nothing ends the host's process, prints or touches its signals", guest_calls())
check("no thread could take a signal of the host", loud_threads())
library = root / "build/release/libkeelson.a"
if library.exists() and shutil.which("nm"):
    check("the library's objects refer to none of that either", symbols(library))
check("a planted clash of two types is found", planted_clash())
check("no program has two definitions of one name", definitions.doubles(programs(), code_of, name_of))
check("each folder under src/ has a short README.md", readmes())
check("keelson.hpp includes every public header but those for tests and for Asio", umbrella())
check("the generated kinds are up to date", generated())
print_costs()
print(f"{passed} passed, {len(failures)} failed")
sys.exit(1 if failures else 0)
