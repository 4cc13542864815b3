#!/bin/bash
# Reports held against their records and a library, and the claims found in labelled texts: see bench/run.sh. The corpus and
# the labelled texts lie beside the checkout; what is not there is not measured.
set -eu
cd "$(dirname "$0")/.."
. test/postgres.sh
. bench/lib.sh

BUILD=${BENCH_BUILD:-build/release}
TOOLS=$BUILD/bench
TAIZHANG=$PWD/$BUILD/taizhang
SHARED=../shared
CORPUS=$SHARED/data/corpus.tar.xz
REPORTS=$SHARED/data/reports
MILLIONS=80 RESULTS=bench/RESULTS.md
[ -z "${BENCH_QUICK:-}" ] || { MILLIONS=10 RESULTS=; }
read -r LOAD _ </proc/loadavg
WORK=$(mktemp -d /tmp/taizhang-bench-XXXXXX)
trap 'bench_end' EXIT
trap 'exit 130' INT TERM
cmake --build "$BUILD" --target bench_review >"$WORK/build.log" || { cat "$WORK/build.log"; exit 1; }

# ---- claims ----

claims_measure() {
    say "claims of the labelled texts"
    python3 "$SHARED/tools/score_claims.py" "$REPORTS/labels.jsonl" "$REPORTS" "$TAIZHANG" report claims --json >"$WORK/score"
    sed -n 's/^\([a-z]*\)  *labels  *\([0-9]*\) predicted  *\([0-9]*\)  found P [0-9.]* R [0-9.]* F1 \([0-9.]*\)  *full P [0-9.]* R [0-9.]* F1 \([0-9.]*\)/claims_\1 \2 \3 \4 \5/p' \
        "$WORK/score" >>"$WORK/measured"
}

claims_rows() {
    row "claims found in all labelled texts, F1" "$(median claims_all 4)" "" ≥ 0.95
    row "claims found in those kept word for word, F1" "$(median claims_verbatim 4)" "" ≥ 0.92
    row "claims with kind, object, bounds, unit and period right, F1" "$(median claims_all 5)" "" ≥ 0.88
}

claims_table() {
    echo '| texts | claims | found by us | found, F1 | all fields right, F1 |'
    echo '|---|---|---|---|---|'
    awk '/^claims_/ { sub("claims_", "", $1); printf "| %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5 }' "$WORK/measured"
}

# ---- reports ----

check_measure() {
    local data=$WORK/data house=$WORK/house docs
    mkdir -p "$data/fresh" "$WORK/corpus" "$WORK/texts"
    say "a library of $MILLIONS million characters, fifty branches with a year of records"
    tar -xJf "$CORPUS" -C "$WORK/corpus"
    "$TOOLS/bench_search_make" "$(dirname "$(find "$WORK/corpus" -name manifest.tsv)")" "$data" "$MILLIONS"
    rm -rf "$WORK/corpus"
    docs=$(awk -v millions="$MILLIONS" '$1 == millions { print $2 }' "$data/sizes")
    "$TAIZHANG" demo --data "$house" --branches 50 >"$WORK/demo.log"
    "$TOOLS/bench_search_load" "$data" "$docs" "$house" >"$WORK/load.log"
    "$TOOLS/bench_check" make "$data" "$house" "$WORK/texts"
    say "holding fifty reports of 3,000 characters"
    "$TOOLS/bench_check" time "$house" "$WORK/texts" >>"$WORK/measured"
}

check_rows() {
    row "check of a report of 3,000 characters, copy check included, p99" "$(median check_ms 4)" " ms" ≤ 1000
    row "the first one after a start" "$(median check_first 2)" " ms" ≤ 1000
    row "fifty reports one after the other" "$(median check_all 2)" " s" ≤ 20
    row "memory held at most" "$(mib "$(awk -v b="$(awk '$1 == "check_memory" { print $2 }' "$WORK/measured")" 'BEGIN { print b / 1024 }')")" " MiB" ≤ 150
}

: >"$WORK/measured"
if [ -e "$REPORTS/labels.jsonl" ]; then claims_measure; else say "claims are not measured: $REPORTS is not there"; fi
if [ -e "$CORPUS" ]; then check_measure; else say "checks are not measured: $CORPUS is not there"; fi
[ -s "$WORK/measured" ] || exit 0

report() {
    echo '| what | measured | target | met |'
    echo '|---|---|---|---|'
    ! grep -q '^claims_all' "$WORK/measured" || claims_rows
    ! grep -q '^check_ms' "$WORK/measured" || check_rows
    echo
    ! grep -q '^claims_all' "$WORK/measured" || claims_table
}

report >"$WORK/table"
cat "$WORK/table"
results() {
    cat <<END
## Reports

On a machine with $(nproc) cores under $(. /etc/os-release && echo "Debian $VERSION_ID"), $(date -u +%F). Claims: texts labelled by hand, scored
by the program that lies with them. Checks: fifty branches, each with a year of some hundred records; the text is the branch's
own draft and paragraphs of the library, which holds $MILLIONS million Chinese characters; warm, over four rounds; fifty in a row as in the best of them. What
else the machine did meanwhile: load average $LOAD before the start.

$(cat "$WORK/table")
END
}
[ -z "$RESULTS" ] || results | results_put '## Reports'
exit "$MISSED"
