#!/bin/bash
# Builds everything and runs every test; the last line is "N passed, N failed" (", N skipped" when there are any).
#   test/run.sh            all
#   test/run.sh WORD…      only the suites whose name contains one of the words
#
# A suite is anything that prints its findings and closes with "N passed, N failed": a program of
# build/dev/test, a replay of a fuzz corpus, a script of test/cli, the browser tests. One that crashes, hangs or
# closes without such a line counts as one failure.
set -u
cd "$(dirname "$0")/.."
. test/postgres.sh

SUITE_SECONDS=${SUITE_SECONDS:-900}
SUMMARY='^[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$'
export TAIZHANG=$PWD/build/dev/taizhang TAIZHANG_RELEASE=$PWD/build/release/taizhang
export UBSAN_OPTIONS=print_stacktrace=1 SUITE_SECONDS SUMMARY
PASSED=0 FAILED=0 SKIPPED=0

WORK=$(mktemp -d /tmp/taizhang-run-XXXXXX)
export WORK
trap 'stop_suites; postgres_stop; rm -rf "$WORK"' EXIT
trap 'exit 130' INT TERM

finish() {
    local line="$PASSED passed, $FAILED failed"
    [ "$SKIPPED" = 0 ] || line="$line, $SKIPPED skipped"
    echo "$line"
    [ "$FAILED" = 0 ]
    exit
}

fail_early() {
    echo "not ok - $1"
    FAILED=$((FAILED + 1))
    finish
}

build() {
    local preset
    for preset in dev release; do
        echo "building $preset"
        cmake --preset $preset --log-level=WARNING >"$WORK/build.log" 2>&1 &&
            cmake --build --preset $preset >"$WORK/build.log" 2>&1 || {
            tail -n 60 "$WORK/build.log"
            fail_early "the $preset build"
        }
    done
}

# Runs one suite: NAME DATABASE COMMAND…; its output goes to $WORK/NAME.log, with what does not fit a summary
# turned into one. DATABASE is "-" or the URL of the PostgreSQL to use.
run_suite() {
    local name=$1 database=$2 log=$WORK/$1.log status=0
    shift 2
    [ "$database" != - ] || database=
    # In the background, where bash would have it ignore Ctrl-C; its group is its own, see stop_suites.
    TAIZHANG_TEST_DB=$database env --default-signal=INT,QUIT \
        timeout -k 10 "$SUITE_SECONDS" "$@" >"$log" 2>&1 </dev/null &
    echo $! >"$WORK/$name.pid"
    wait $! || status=$?
    rm -f "$WORK/$name.pid"
    local last
    last=$(grep -E "$SUMMARY" "$log" | tail -n 1)
    if [ -z "$last" ]; then
        last="$(grep -c '^ok' "$log") passed, $(($(grep -c '^not ok' "$log") + 1)) failed"
        echo "not ok - $name ended with status $status before its summary" >>"$log"
    elif [ $status != 0 ] && [[ $last == *" 0 failed"* ]]; then
        last="${last%% *} passed, 1 failed"
        echo "not ok - $name passed its tests but ended with status $status" >>"$log"
    fi
    echo "$last" >"$WORK/$name.sum"
    if [[ $last == *" 0 failed"* ]]; then
        echo "ok     $name: $last"
    else
        echo "FAILED $name: $last"
        grep -v '^ok' "$log" | tail -n 120 | sed 's/^/       /'
    fi >"$WORK/$name.report"
    cat "$WORK/$name.report" # in one piece, so that two suites' reports do not mix
}
export -f run_suite

# Ends what still runs after Ctrl-C: timeout passes the signal on to all that the suite started.
stop_suites() {
    local pid
    for pid in "$WORK"/*.pid; do
        [ ! -f "$pid" ] || kill "$(<"$pid")" 2>/dev/null
    done
}

# One line a suite, parts parted by a tab: NAME, DATABASE, COMMAND….
list_programs() {
    local program name
    for program in build/dev/test/test_*; do
        [ -x "$program" ] && [ -f "$program" ] || continue
        name=${program##*/test_}
        printf '%s\t-\t%s\n' "$name" "$program"
        case $name in
        store_* | domain_* | web_*) printf '%s@pg\t%s\t%s\n' "$name" "$POSTGRES_URL" "$program" ;;
        esac
    done
    for program in build/dev/fuzz/replay_*; do
        [ -x "$program" ] && [ -f "$program" ] || continue
        name=${program##*/replay_}
        printf 'replay_%s\t-\t%s\tfuzz/corpus/%s\n' "$name" "$program" "$name"
    done
}

list_scripts() {
    local script
    for script in test/cli/*.sh; do
        [ -f "$script" ] || continue
        printf 'cli_%s\t-\tbash\t%s\n' "$(basename "$script" .sh)" "$script"
    done
    [ ! -f test/e2e/package.json ] || printf 'e2e\t-\tbash\ttest/browser.sh\n'
}

chosen() {
    [ $# -gt 0 ] || { cat; return; }
    local words
    words=$(IFS='|'; echo "$*")
    awk -F '\t' -v words="$words" '$1 ~ words'
}

run_line() {
    local parts
    IFS=$'\t' read -r -a parts <<<"$1"
    run_suite "${parts[@]}"
}
export -f run_line

run_all() {
    tr '\n' '\0' | xargs -0 -r -n 1 -P "$1" bash -c 'run_line "$0"'
}

add_up() {
    local sum passed failed skipped
    for sum in "$WORK"/*.sum; do
        [ -f "$sum" ] || continue
        read -r passed _ failed _ skipped _ <"$sum"
        PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed)) SKIPPED=$((SKIPPED + ${skipped:-0}))
    done
}

build
postgres_start "$WORK/pg" || fail_early "PostgreSQL did not start"
list_programs | chosen "$@" | run_all 2
list_scripts | chosen "$@" | run_all 1
add_up
[ $((PASSED + FAILED)) -gt 0 ] || fail_early "no test was found"
finish
