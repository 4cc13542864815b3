#!/bin/bash
# Every check of the source, one line a finding; ends with how many checks found something.
set -u
cd "$(dirname "$0")/.."
build=build/dev
cmake --preset dev --log-level=WARNING >/dev/null && cmake --build --preset dev >/dev/null || {
    echo "lint needs a build that succeeds: make dev" >&2
    exit 1
}
wrong=0
for check in tools/check_format.sh "tools/check_layers.py src" tools/check_banned.py tools/check_sql.py \
    "tools/check_po.sh $build" "tools/check_headers.sh $build" "tools/check_tidy.sh $build"; do
    echo "== $check"
    $check || wrong=$((wrong + 1))
done
echo "$wrong checks found something"
[ $wrong = 0 ]
