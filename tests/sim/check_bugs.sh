#!/usr/bin/env bash
# Plants each bug of bugs/ in a scratch copy of the tree and runs simulated clusters until one of them finds it.
#   tests/sim/check_bugs.sh [SEEDS] [PATCH...]      at most so many seeds a bug (150); all patches
# The scratch copy stays for the next time: KEELSON_BUGS_DIR, or build/bugs.
set -u
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
scratch=${KEELSON_BUGS_DIR:-$root/build/bugs}
seeds=${1:-150}
[ $# -gt 0 ] && shift
patches=("$@")
[ ${#patches[@]} -eq 0 ] && patches=("$here"/bugs/*.patch)
jobs=$(nproc)
log=$scratch/log
mkdir -p "$scratch/tree" || exit 2

# The tree as it is now. What has not changed keeps its time, so that only what a patch touches is built.
sync() {
    git -C "$root" ls-files -co --exclude-standard | sort -u | while read -r file; do
        [ -f "$root/$file" ] && echo "$file"
    done >"$scratch/files"
    (cd "$scratch/tree" && find . -type f | sed 's|^\./||' | sort | comm -13 "$scratch/files" - | xargs -r -d '\n' rm --)
    while read -r file; do
        cmp -s "$root/$file" "$scratch/tree/$file" && continue
        mkdir -p "$(dirname "$scratch/tree/$file")" && cp "$root/$file" "$scratch/tree/$file"
    done <"$scratch/files"
}
build() {
    ninja -C "$scratch/build" -j"$jobs" keelson-tests-sim >"$log" 2>&1
}

sync || exit 2
cmake -S "$scratch/tree" -B "$scratch/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE="-O2 -DNDEBUG" \
    -DCMAKE_CXX_COMPILER_LAUNCHER="$(command -v ccache)" >"$log" 2>&1 && build ||
    { cat "$log"; echo "the tree does not build"; exit 2; }

passed=0 failed=0
for patch in "${patches[@]}"; do
    name=$(basename "$patch" .patch)
    sync
    if ! patch -s -p1 -d "$scratch/tree" <"$patch" >"$log" 2>&1 || ! build; then
        tail -5 "$log"
        echo "$name: does not apply or build"
        failed=$((failed + 1))
        continue
    fi
    found=
    for ((first = 1; first <= seeds; first += 2 * jobs)); do
        timeout 300 "$scratch/build/tests/keelson-tests-sim" --first "$first" --seeds $((2 * jobs)) --threads "$jobs" >"$log" 2>&1
        status=$?
        if [ $status -ne 0 ]; then
            found=$(grep -m1 '^seed ' "$log" || echo "seeds from $first: status $status")
            break
        fi
    done
    if [ -n "$found" ]; then
        echo "$name: found: $found"
        passed=$((passed + 1))
    else
        echo "$name: not found in $seeds seeds"
        failed=$((failed + 1))
    fi
done
sync
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
