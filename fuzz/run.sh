#!/bin/bash
# Each libFuzzer target for SECONDS, from its corpus; what breaks it is left in fuzz/corpus for the next test run.
#   fuzz/run.sh SECONDS [NAME…]
set -eu
cd "$(dirname "$0")/.."
seconds=$1
shift
cmake --preset fuzz --log-level=WARNING >/dev/null
cmake --build --preset fuzz
broken=0
for program in build/fuzz/fuzz/fuzz_*; do
    name=${program##*/fuzz_}
    [ -f "$program" ] && [ -x "$program" ] || continue
    [ $# = 0 ] || [[ " $* " == *" $name "* ]] || continue
    corpus=fuzz/corpus/$name found=build/fuzz/found/$name
    mkdir -p "$corpus" "$found"
    echo "== $name"
    "$program" -max_total_time="$seconds" -print_final_stats=1 -artifact_prefix="$corpus/" -verbosity=0 \
        "$found" "$corpus" || broken=$((broken + 1))
done
echo "$broken targets broken"
[ $broken = 0 ]
