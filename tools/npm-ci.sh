#!/bin/sh
# Installs the front-end libraries of package-lock.json into FOLDER, only when the lock file has changed.
# usage: npm-ci.sh SOURCE FOLDER
set -eu
source=$1 folder=$2
mkdir -p "$folder"
exec 9>"$folder/.lock"
flock 9
if [ -d "$folder/node_modules" ] && cmp -s "$source/package-lock.json" "$folder/.installed"; then
    exit 0
fi
cp "$source/package.json" "$source/package-lock.json" "$folder/"
if ! (cd "$folder" && npm ci --ignore-scripts --omit=dev --no-audit --no-fund --prefer-offline --loglevel=error >&2); then
    echo "npm-ci.sh: the front-end libraries could not be fetched; check the network to the npm registry and try again" >&2
    exit 1
fi
cp "$source/package-lock.json" "$folder/.installed"
