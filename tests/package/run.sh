#!/usr/bin/env bash
# Installs a build to a folder of its own, builds a project against that and runs it: run.sh BUILD_DIR
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix=$work/prefix
fail() { echo "FAILED: $*"; exit 1; }

cmake --install "$build" --prefix "$prefix" >/dev/null
[ -x "$prefix/bin/keelson" ] || fail "the binary is not installed"
[ -f "$prefix/include/keelson/engine.hpp" ] || fail "the headers are not installed"
# Nothing that is installed may name the build or the sources.
for path in "$build" "$(cd "$here/../.." && pwd)/src"; do
    if grep -rlF --include='*.cmake' "$path" "$prefix"; then fail "the package names $path"; fi
done
if grep -rqE 'keelson_warnings|-Werror' "$prefix"/lib*/; then fail "our warnings reach users"; fi

cmake -S "$here/consumer" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_CXX_FLAGS="${KEELSON_PACKAGE_FLAGS:-}" -DCMAKE_CXX_COMPILER_LAUNCHER="$(command -v ccache || true)" >/dev/null
cmake --build "$work/build"
cmake --install "$work/build" --prefix "$prefix" >/dev/null

# A program in the prefix's bin/ finds the supervisor in its libexec/. The one in the build folder would do as
# well, so this one says that it was called.
supervisor=$(cat "$work/build/supervisor-path")
[ "$supervisor" = "$prefix/libexec/keelson/keelson-supervisor" ] || fail "keelson::supervisor is $supervisor"
mv "$supervisor" "$supervisor.program"
printf '#!/bin/sh\n: > "%s"\nexec "%s" "$@"\n' "$work/called" "$supervisor.program" >"$supervisor"
chmod +x "$supervisor"
"$prefix/bin/consumer" "$here/consumer/sleepers.yaml"
[ -e "$work/called" ] || fail "another supervisor than the installed one was started"
"$work/build/consumer-test"

cmake -S "$here/subdirectory" -B "$work/subdirectory" -G Ninja -DKEELSON_SOURCE="$here/../.." >/dev/null
if grep -q -- -Werror "$work/subdirectory/compile_commands.json"; then fail "our warnings reach a parent project"; fi
echo "the package installs, is found, and runs; as a subdirectory it configures"
