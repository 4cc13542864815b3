#!/bin/bash
# Search against a scan of all bytes, Groonga, SQLite's FTS5 in three ways and PostgreSQL's pg_trgm, on the corpus that lies
# beside the checkout, in one run: see bench/run.sh. Ratios are medians over rounds in which both sides were measured.
set -eu
cd "$(dirname "$0")/.."
. test/postgres.sh
. bench/lib.sh

BUILD=${BENCH_BUILD:-build/release}
TOOLS=$BUILD/bench
TAIZHANG=$PWD/$BUILD/taizhang
CORPUS=../shared/data/corpus.tar.xz
if [ -n "${BENCH_QUICK:-}" ]; then
    SIZES="10" ROUNDS=1 RESULTS=
else
    SIZES="10 40 80" ROUNDS=${BENCH_ROUNDS:-3} RESULTS=bench/RESULTS.md
fi
MOST=${SIZES##* }
CLASSES="one two few long mixed and"
PEERS="single words pairs groonga every trgm"
read -r LOAD _ </proc/loadavg

if [ ! -e "$CORPUS" ]; then
    say "search is not measured: $CORPUS is not there"
    exit 0
fi
WORK=$(mktemp -d /tmp/taizhang-bench-XXXXXX)
DATA=$WORK/data
chmod 711 "$WORK"
mkdir -p "$DATA/fresh" "$WORK/corpus"
trap 'bench_end' EXIT
trap 'exit 130' INT TERM
. bench/search_lib.sh

cmake --build "$BUILD" --target bench bench_search >"$WORK/build.log" || { cat "$WORK/build.log"; exit 1; }

say "data: $MOST million Chinese characters"
tar -xJf "$CORPUS" -C "$WORK/corpus"
"$TOOLS/bench_search_make" "$(dirname "$(find "$WORK/corpus" -name manifest.tsv)")" "$DATA" "$MOST"
rm -rf "$WORK/corpus"
say "truth: a scan"
"$TOOLS/bench_search_bytes" truth "$DATA"

pg_start
ours_load
peers_load
exact_measure
copied_measure
for round in $(seq "$ROUNDS"); do
    say "round $round of $ROUNDS: queries"
    queries_measure "$round"
    say "round $round of $ROUNDS: adding while queries run"
    adding_measure "$round"
done
page_measure
download_measure

search_report | tee "$WORK/table"
[ -z "$RESULTS" ] || search_results "$WORK/table" | results_put '## Search'
exit "$MISSED"
