#!/usr/bin/env bash
# The official JavaScript client against `keelson up`: tests/compat/javascript/run.sh BUILD_DIR
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(realpath "$1")
folder=$build/compat-javascript
mkdir -p "$folder"
cp "$here/package.json" "$here/client_test.mjs" "$folder/"
cd "$folder"
[ -d node_modules/@kubernetes/client-node ] || npm install --no-package-lock --no-audit --no-fund --loglevel=error
exec node client_test.mjs "$build"
