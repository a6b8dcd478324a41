#!/usr/bin/env bash
# Builds what the tests need and runs all of them; says how long each part took. The last line counts them.
# Called by `./dev test`. Exits non-zero when a part failed, after all of them have run.
set -uo pipefail
cd "$(dirname "$0")/.."
passed=0
failed=0
begin=$SECONDS

# A part that counts its own tests prints "N passed, N failed" last; any other part counts as one.
part() {
    local name=$1 start=$SECONDS log code=0 counted
    shift
    log=$(mktemp)
    echo "== $name"
    "$@" >"$log" 2>&1 || code=$?
    counted=$(grep -aoE '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -1)
    local good=1 bad=0
    if [ -n "$counted" ]; then
        good=${counted%% *}
        bad=$(echo "$counted" | awk '{print $3}')
        [ "$code" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    elif [ "$code" -ne 0 ]; then
        good=0
        bad=1
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
    if [ "$bad" -ne 0 ]; then
        tail -n 150 "$log"
        echo "== $name FAILED ($good passed, $bad failed, $((SECONDS - start)) s)"
    else
        [[ "$name" == "the main job"* ]] && cat "$log"
        [ "$name" = "simulated clusters" ] && tail -n 30 "$log"
        [ "$name" = "load" ] && grep '^{' "$log"
        echo "== $name: $good passed ($((SECONDS - start)) s)"
    fi
    rm -f "$log"
}

# A Catch2 program: its summary becomes the count of its test cases.
catch() {
    local code=0 out
    out=$(mktemp)
    timeout --kill-after=10 900 "$@" >"$out" 2>&1 || code=$?
    cat "$out"
    python3 - "$out" "$code" <<'PY'
import re, sys
text, code = open(sys.argv[1], errors="replace").read(), int(sys.argv[2])
whole = re.search(r"All tests passed \(\d+ assertions? in (\d+) test cases?\)", text)
parts = re.search(r"test cases:\s*(\d+)(?: \|\s*(\d+) passed)?(?: \|\s*(\d+) failed)?", text)
if whole and code == 0:
    print(f"{whole[1]} passed, 0 failed")
elif parts:
    print(f"{parts[2] or 0} passed, {parts[3] or 1} failed")
else:
    print("0 passed, 1 failed")
PY
    rm -f "$out"
    return $code
}

build() { cmake --preset "$1" && cmake --build --preset "$1" -- "${@:2}"; }

export ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1
part "release build" build release keelson-cli keelson-supervisor keelson-testing keelson-tests-sim keelson-tests-load examples/all
part "the main job" build/release/examples/1_model_serving/model-serving examples/1_model_serving/manifests
part "build with sanitizers" build check keelson-tests-unit keelson-tests-conformance keelson-tests-behaviour keelson-tests-integration keelson-fuzz-api keelson-fuzz-patch keelson-fuzz-http keelson-fuzz-streams keelson-supervisor keelson-cli
# The engine that the tests of Docker nodes share. Where there can be none, KEELSON_WITHOUT_DOCKER leaves them out.
if [ -z "${KEELSON_WITHOUT_DOCKER:-}${KEELSON_DOCKER_HOST:-}" ]; then
    part "a Docker Engine" tests/support/docker_engine.sh start tests
    trap 'tests/support/docker_engine.sh stop tests' EXIT
fi
[ -z "${KEELSON_WITHOUT_DOCKER:-}" ] && part "the main job on Docker" env DOCKER_HOST="${KEELSON_DOCKER_HOST:-unix:///tmp/keelson-docker-tests/docker.sock}" \
    build/release/examples/1_model_serving/model-serving --runtime docker examples/1_model_serving/manifests
for kind in unit conformance behaviour integration; do
    [ -x "build/check/tests/keelson-tests-$kind" ] && part "$kind tests" catch "build/check/tests/keelson-tests-$kind"
done
part "fuzz: the API" build/check/tests/keelson-fuzz-api --seconds 60 --seed "$(date +%s)000"
part "fuzz: connections" build/check/tests/keelson-fuzz-http --seconds 20 --seed "$(date +%s)"
part "fuzz: streams" build/check/tests/keelson-fuzz-streams --seconds 20 --seed "$(date +%s)"
part "fuzz: patches" build/check/tests/keelson-fuzz-patch --seconds 60 --seed "$(date +%s)000"
[ -x build/release/tests/keelson-tests-sim ] && part "simulated clusters" build/release/tests/keelson-tests-sim --seeds 1000
[ -x build/release/tests/keelson-tests-load ] && part "load" catch build/release/tests/keelson-tests-load
[ -x tests/compat/kubectl_test.py ] && part "kubectl" python3 tests/compat/kubectl_test.py build/release
# As kubectl streams before 1.29, where it does not try WebSockets first.
spdy="env KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false KUBECTL_PORT_FORWARD_WEBSOCKETS=false"
part "kubectl over SPDY" $spdy python3 tests/compat/kubectl_test.py build/release streams
if [ -z "${KEELSON_WITHOUT_DOCKER:-}" ]; then
    part "kubectl on a Docker node" python3 tests/compat/docker_test.py build/release
    part "kubectl over SPDY on a Docker node" $spdy python3 tests/compat/docker_test.py build/release
    part "the fields of a Pod on a Docker node" python3 tests/compat/docker_fields_test.py build/release
fi
part "the JavaScript client" tests/compat/javascript/run.sh build/release
[ -x tests/package/run.sh ] && part "the installed package" tests/package/run.sh build/release
[ -f tests/tidy/tidy.py ] && part "tidy" python3 tests/tidy/tidy.py
part "examples" ctest --test-dir build/release -L example --output-on-failure --no-tests=ignore
echo "== in all $((SECONDS - begin)) s"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
