#!/bin/bash
# Measures the whole program against libraries, other programs and itself, on one machine in one run, and writes
# bench/RESULTS.md, each part its own section.
#   bench/run.sh [house] [search] [check]     all parts when none is named
#   BENCH_QUICK=1 bench/run.sh        small data, one short round; the numbers are not kept
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- house search check
missed=0
for part in "$@"; do
    case $part in
    house | search | check) "bench/$part.sh" || missed=$? ;;
    *) echo "bench: no part is called $part" >&2; exit 2 ;;
    esac
done
exit "$missed"
