#!/bin/bash
# Pages and writes, against bare libraries, Fossil and itself: see bench/run.sh. Every ratio is the median over rounds in
# which both sides were measured one after the other.
set -eu
cd "$(dirname "$0")/.."
. test/postgres.sh
. bench/lib.sh

BUILD=${BENCH_BUILD:-build/release}
TOOLS=$BUILD/bench
TAIZHANG=$PWD/$BUILD/taizhang
YEAR=2023
if [ -n "${BENCH_QUICK:-}" ]; then
    BRANCHES=20 ROUNDS=1 SECONDS_EACH=1 RESULTS=
else
    BRANCHES=500 ROUNDS=3 SECONDS_EACH=4 RESULTS=bench/RESULTS.md
fi
read -r LOAD _ </proc/loadavg
SLOW_US=4000 # what ../shared/measured/HTTP-AND-WRITES.md gives for a sync on an idle machine
WRITES="group single group_slow single_slow group_busy single_busy pg_group pg_single pg_group_slow pg_single_slow"
RECORDS=200 ORGS_WRITTEN=100 PG_BRANCHES=100 PG_RECORDS=20
WORK=$(mktemp -d /tmp/taizhang-bench-XXXXXX)
chmod 711 "$WORK"
trap 'bench_end' EXIT
trap 'exit 130' INT TERM

cmake --build "$BUILD" --target bench >"$WORK/build.log" || { cat "$WORK/build.log"; exit 1; }

# ---- what is measured against what ----

SIZES="1 50 $BRANCHES"
[ -z "${BENCH_WRITES:-}" ] || SIZES=$BRANCHES
say "data: $SIZES branches with $RECORDS records each"
for n in $SIZES; do
    house_make "$WORK/house$n" "$n" "$RECORDS"
done
cp -r "$WORK/house$BRANCHES" "$WORK/written" # what is written to is not what pages are read from
for part in options writes; do
    cp "$WORK/house$BRANCHES.$part" "$WORK/written.$part"
done
pg_start
house_make "$WORK/pg" "$PG_BRANCHES" "$PG_RECORDS" --db "$POSTGRES_URL"
if [ -z "${BENCH_WRITES:-}" ]; then
    fossil_make "$WORK/fossil"
    bare_start
    fossil_start
fi

pages() { # ROUND
    server_start "$WORK/house$BRANCHES"
    measure bare "$BARE_PORT" "$WORK/bare.list" -s 200 -m '</html>'
    measure today "$PORT" "$WORK/house$BRANCHES.today" -s 200 -m '</html>'
    measure records "$PORT" "$WORK/house$BRANCHES.records" -s 200 -m '</html>'
    measure fossil "$FOSSIL_PORT" "$WORK/fossil.list" -c 8 -s 200 -m "</html>" # more connections than it takes make it slow
    pss_max "$SERVER"
    server_stop
}

# writes NAME HOUSE BATCH; the name's end says more: _busy, both cores are; _slow, a sync takes as long as on the machine
# that the targets were set on.
writes() {
    server_start "$2" --batch "$3"
    [[ $1 != *_busy ]] || spin_start
    [[ $1 != *_slow ]] || syncs_least "$SLOW_US"
    measure "$1" "$PORT" "$2.writes" -s 303 -m 'Location: /record/'
    syncs_least 0
    [[ $1 != *_busy ]] || spin_stop
    pss_max "$SERVER"
    server_stop
}

sizes() {
    local n
    for n in $SIZES; do
        server_start "$WORK/house$n"
        measure "size${n}_today" "$PORT" "$WORK/house$n.today" -s 200 -m '</html>'
        measure "size${n}_records" "$PORT" "$WORK/house$n.records" -s 200 -m '</html>'
        server_stop
    done
}

all_writes() {
    local kind
    for kind in "" _slow _busy; do
        writes "group$kind" "$WORK/written" 256
        writes "single$kind" "$WORK/written" 1
    done
    for kind in "" _slow; do
        writes "pg_group$kind" "$WORK/pg" 256
        writes "pg_single$kind" "$WORK/pg" 1
    done
}

for round in $(seq "$ROUNDS"); do
    if [ -z "${BENCH_WRITES:-}" ]; then
        say "round $round of $ROUNDS: pages"
        pages
        say "round $round of $ROUNDS: cost by size"
        sizes
    fi
    say "round $round of $ROUNDS: writes"
    all_writes
    [ -n "${BENCH_WRITES:-}" ] || first_measure "$WORK/house$BRANCHES"
done

say "the journal's chain and the data hold after all this"
"$TAIZHANG" check --data "$WORK/written" >&2
"$TAIZHANG" check --data "$WORK/pg" $(cat "$WORK/pg.options") >&2

# ---- the table ----

if [ -n "${BENCH_WRITES:-}" ]; then
    table_head
    writes_report
    echo
    figures $WRITES
    exit "$MISSED"
fi
house_report | tee "$WORK/table"
[ -z "$RESULTS" ] || house_results "$WORK/table" | results_put '## Pages and writes'
exit "$MISSED"
