# What the parts of bench/run.sh share: houses to measure, servers, one measurement, the table. To be sourced.

PORT=18471 BARE_PORT=18472 FOSSIL_PORT=18473
PASSWORD='one sentence that only the bench knows'
SERVER='' BARE='' FOSSIL='' SPINNERS='' MISSED=0 PEAK_PSS=0

say() { echo "bench: $*" >&2; }

die() {
    say "$*"
    exit 1
}

bench_end() {
    local pid
    for pid in $SERVER $BARE $FOSSIL $SPINNERS; do
        kill "$pid" 2>/dev/null || true
    done
    wait 2>/dev/null || true
    postgres_stop
    rm -rf "$WORK"
}

# ---- servers ----

# server_start HOUSE OPTION…: sets SERVER, and LINK when nobody has a password yet.
server_start() {
    local house=$1 line=''
    shift
    LINK=''
    rm -f "$WORK/said"
    mkfifo "$WORK/said"
    [ -e "$WORK/syncs" ] || syncs_make
    LD_PRELOAD=$WORK/syncs.so BENCH_SYNCS=$WORK/syncs \
        "$TAIZHANG" serve --data "$house" $(cat "$house.options") --listen "127.0.0.1:$PORT" "$@" \
        >"$WORK/said" 2>>"$WORK/server.log" &
    SERVER=$!
    exec 9<"$WORK/said"
    while read -r line <&9; do
        [[ $line != http*/setup/* ]] || LINK=$line
        [[ $line != *Ctrl-C* ]] || return 0
    done
    die "the server did not start: $(tail -n 3 "$WORK/server.log")"
}

server_stop() {
    kill "$SERVER"
    wait "$SERVER" || true
    SERVER=''
    exec 9<&-
}

# ---- the disk: syncs.c stands between it and each server that writes ----

syncs_make() { # the numbers of SQLite's and of PostgreSQL's server, and the library where the user postgres reaches it
    cp "$TOOLS/libbench_syncs.so" "$WORK/syncs.so"
    chmod 755 "$WORK/syncs.so"
    local file
    for file in "$WORK/syncs" "$WORK/pg_syncs"; do
        head -c 24 /dev/zero >"$file"
        chmod 666 "$file"
    done
}

# A sync of either server takes at least that many microseconds from now on.
syncs_least() {
    local file ns=$(($1 * 1000)) bytes='' i
    for i in 0 8 16 24 32 40 48 56; do
        bytes+=$(printf '\\x%02x' $((ns >> i & 255)))
    done
    for file in "$WORK/syncs" "$WORK/pg_syncs"; do
        printf "$bytes" | dd of="$file" bs=8 seek=2 conv=notrunc status=none
    done
}

syncs() { od -An -v -tu8 -w16 -N 16 "$WORK/$1"; } # FILE: how many, nanoseconds in all

pss() { awk '/^Pss:/ { print $2 }' "/proc/$1/smaps_rollup"; }

pss_max() {
    local now
    now=$(pss "$1")
    [ "$now" -le "$PEAK_PSS" ] || PEAK_PSS=$now
}

bare_start() {
    "$TOOLS/bench_bare" "$BARE_PORT" &
    BARE=$!
    printf '/\n' >"$WORK/bare.list"
    until curl -s -o "$WORK/bare.html" "http://127.0.0.1:$BARE_PORT/"; do
        kill -0 "$BARE" || die "the bare server did not start"
    done
}

# Some hundred commits in the form that Fossil imports.
fossil_commits() {
    local i text
    for i in $(seq 400); do
        text="Record $i: what was done in the village & what is <still> to do"
        printf 'commit refs/heads/trunk\ncommitter clerk <clerk@localhost> %d +0000\n' $((1690000000 + i * 7200))
        printf 'data %d\n%s\nM 644 inline notes/%d.txt\ndata %d\n%s\n' ${#text} "$text" $((i % 20)) ${#text} "$text"
    done
}

fossil_make() {
    export HOME=$WORK USER=bench
    fossil_commits | fossil import --git "$1.fossil" >"$WORK/fossil.log" 2>&1 || die "fossil: $(tail -n 3 "$WORK/fossil.log")"
    printf '/timeline\n' >"$WORK/fossil.list"
}

fossil_start() {
    fossil server --localhost --port "$FOSSIL_PORT" "$WORK/fossil.fossil" >"$WORK/fossil.log" 2>&1 &
    FOSSIL=$!
    until curl -s -o "$WORK/timeline.html" "http://127.0.0.1:$FOSSIL_PORT/timeline"; do
        kill -0 "$FOSSIL" || die "fossil: $(tail -n 3 "$WORK/fossil.log")"
    done
}

# Both processors busy with something else.
spin_start() {
    local i
    for i in 1 2; do
        (while :; do :; done) &
        SPINNERS="$SPINNERS $!"
    done
}

spin_stop() {
    kill $SPINNERS
    wait $SPINNERS 2>/dev/null || true
    SPINNERS=''
}

# ---- houses: data, a session, lists of requests ----

csrf() { grep -o 'name="_csrf" value="[^"]*"' | head -n 1 | sed 's/.*value="//; s/"//'; }

# Sets the password over the one-time link, as a user would, and prints the cookie of the session.
session_open() {
    local jar=$WORK/jar secret
    rm -f "$jar"
    secret=$(curl -s -c "$jar" -b "$jar" "$LINK" | csrf)
    curl -s -o "$WORK/answer" -c "$jar" -b "$jar" --data-urlencode "_csrf=$secret" \
        --data-urlencode "password=$PASSWORD" --data-urlencode "again=$PASSWORD" "$LINK"
    awk '$6 == "tz_session" { print "tz_session=" $7 }' "$jar"
}

# The form of 记一笔 with all who are due present and the last one, who is not, as observer; on four days.
write_requests() { # COOKIE ORG
    local form secret body id day n=0 at="/new?org=$2&year=$YEAR"
    form=$(curl -s -H "Cookie: $1" "http://127.0.0.1:$PORT$at&kind=theme_day")
    secret=$(csrf <<<"$form")
    body="_csrf=$secret&kind=theme_day&year=$YEAR&title=%E4%B8%BB%E9%A2%98%E5%85%9A%E6%97%A5"
    body+="&place=%E4%BA%91%E4%B8%8A%E6%9D%91&host=%E8%B5%B5%E7%94%B2&recorder=%E5%90%B4%E5%B7%B1&hours=1.5"
    body+="&field.theme=%E7%A7%8B%E6%94%B6&body=%E5%B8%AE%E6%94%B6%E5%8D%8A%E6%97%A5&late_why=%E8%A1%A5%E5%BD%95"
    body+="&duties_shown=1"
    for id in $(grep -o 'name="duty\.[^"]*" value="1" checked' <<<"$form" | sed 's/name="//; s/".*//'); do
        body+="&$id=1"
    done
    for id in $(grep -o 'name="reason\.[0-9]*"' <<<"$form" | grep -o '[0-9]*'); do
        n=$((n + 1))
        [ $n -lt 12 ] && body+="&att.$id=present" || body+="&att.$id=observer"
    done
    [ $n = 12 ] || die "the form names $n people, not 12"
    for day in 03-09 06-15 09-21 12-05; do
        printf '%s\t%s\t%s&held_on=%s-%s\n' "$at" "$1" "$body" "$YEAR" "$day"
    done
}

# house_lists HOUSE: its server runs; a session, then the lists of requests beside the house.
house_lists() {
    local house=$1 cookie org orgs
    cookie=$(session_open)
    [ -n "$cookie" ] || die "signing in did not work"
    orgs=$("$TAIZHANG" org list --data "$house" $(cat "$house.options") --json | tr '{' '\n' |
        sed -n 's/^"id":\([0-9]*\),.*"kind":"branch".*/\1/p')
    for org in $orgs; do
        printf '/today?org=%d&year=%d\t%s\n' "$org" "$YEAR" "$cookie" >>"$house.today"
        printf '/records?org=%d&year=%d\t%s\n' "$org" "$YEAR" "$cookie" >>"$house.records"
    done
    for org in $(head -n "$ORGS_WRITTEN" <<<"$orgs"); do
        write_requests "$cookie" "$org" >>"$house.writes"
    done
}

house_make() { # HOUSE BRANCHES RECORDS OPTION…
    local house=$1 branches=$2 records=$3
    shift 3
    echo "$*" >"$house.options"
    "$TAIZHANG" demo --data "$house" "$@" --year "$YEAR" --branches "$branches" --scale "$records" \
        >"$WORK/demo.log" 2>&1 || die "demo: $(tail -n 3 "$WORK/demo.log")"
    server_start "$house"
    house_lists "$house"
    server_stop
}

# A PostgreSQL of our own that syncs as it comes from Debian.
pg_start() {
    local bin
    bin=$(postgres_bin)
    POSTGRES_FOLDER=$WORK/postgres
    mkdir "$POSTGRES_FOLDER"
    [ "$(id -u)" != 0 ] || chown postgres "$POSTGRES_FOLDER"
    postgres_as "$bin/initdb" -D "$POSTGRES_FOLDER/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 \
        >"$WORK/initdb.log" 2>&1 || die "initdb: $(tail -n 3 "$WORK/initdb.log")"
    LD_PRELOAD=$WORK/syncs.so BENCH_SYNCS=$WORK/pg_syncs \
        postgres_as "$bin/pg_ctl" -s -w -D "$POSTGRES_FOLDER/data" -l "$POSTGRES_FOLDER/log" \
        -o "-k $POSTGRES_FOLDER -c listen_addresses=''" start || die "PostgreSQL did not start"
    POSTGRES_URL="postgresql:///postgres?host=$POSTGRES_FOLDER&user=postgres"
}

# ---- one measurement ----

# Every answer must be as expected; only Fossil is forgiven the few that it refuses, which do not count.
# measure NAME PORT LIST OPTION…: a line "NAME rate p50 p99 bytes answers-a-sync ms-a-sync" in $WORK/measured.
measure() {
    local name=$1 port=$2 list=$3 before after file=syncs
    shift 3
    case $name in pg_*) file=pg_syncs ;; esac
    before=$(syncs $file)
    "$TOOLS/bench_load" -c 64 -w 1 -d "$SECONDS_EACH" "$@" 127.0.0.1 "$port" "$list" >"$WORK/line" ||
        [ "$name" = fossil ] || die "$name: not every answer was as it should be"
    after=$(syncs $file)
    local requests all errors rate p50 p99 max bytes
    eval "$(cat "$WORK/line")"
    awk -v name="$name" -v rate="$rate" -v p50="$p50" -v p99="$p99" -v bytes="$bytes" -v all="$all" \
        -v before="$before" -v after="$after" '
        BEGIN {
            split(before, b, " ")
            split(after, a, " ")
            n = a[1] - b[1]
            print name, rate, p50, p99, bytes, n ? all / n : 0, n ? (a[2] - b[2]) / n / 1000000 : 0
        }' >>"$WORK/measured"
    say "$name: $rate/s, p99 $p99 ms"
}

first_measure() { # HOUSE
    local i ms
    for i in 1 2 3; do
        ms=$("$TOOLS/bench_first" "$PORT" /sign-in "$TAIZHANG" serve --data "$1" --listen "127.0.0.1:$PORT") ||
            die "no first answer"
        echo "first $ms" >>"$WORK/measured"
    done
    server_start "$1"
    curl -s -o "$WORK/answer" "http://127.0.0.1:$PORT/sign-in"
    echo "idle $(pss "$SERVER")" >>"$WORK/measured"
    server_stop
}

# ---- the table ----

# median NAME COLUMN [OTHER]: of the values, or of the ratios NAME ÷ OTHER round by round.
median() {
    awk -v name="$1" -v column="$2" -v other="${3:-}" '
        $1 == name { a[++n] = $column }
        $1 == other { b[++m] = $column }
        END {
            for (i = 1; i <= n; i++) v[i] = other == "" ? a[i] : (b[i] ? a[i] / b[i] : 0)
            for (i = 2; i <= n; i++)
                for (k = i; k > 1 && v[k - 1] > v[k]; k--) { t = v[k]; v[k] = v[k - 1]; v[k - 1] = t }
            printf "%.4g\n", n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
        }' "$WORK/measured"
}

table_head() {
    echo '| what | measured | target | met |'
    echo '|---|---|---|---|'
}

# note WHAT VALUE: a row for which no target was set
note() { printf '| %s | %s | – | – |\n' "$1" "$2"; }

# row WHAT VALUE UNIT ≥|≤ TARGET
row() {
    local met
    met=$(awk -v v="$2" -v t="$5" -v op="$4" 'BEGIN { print (op == "≥" ? v >= t : v <= t) ? "yes" : "no" }')
    [ "$met" = yes ] || MISSED=1
    printf '| %s | %s%s | %s %s%s | %s |\n' "$1" "$2" "$3" "$4" "$5" "$3" "$met"
}

mib() { awk -v kib="$1" 'BEGIN { printf "%.1f\n", kib / 1024 }'; }

# Rows of the disk as it is here and of the disk of the reference page, where a sync takes $SLOW_US: see README.md.
writes_report() {
    local here slow
    here="a sync here: $(median single 7) ms"
    slow="a sync made to take $(median single_slow 7) ms"
    row "writes: acknowledged per fdatasync; $here" "$(median group 6)" "" ≥ 16
    row "writes: acknowledged per fdatasync; $slow" "$(median group_slow 6)" "" ≥ 16
    row "writes ÷ one commit per request, idle machine; $slow" "$(median group_slow 2 single_slow)" "" ≥ 20
    note "writes ÷ one commit per request, idle machine; $here" "$(median group 2 single)"
    row "writes ÷ one commit per request, both cores busy; $here" "$(median group_busy 2 single_busy)" "" ≥ 3
    row "writes: p99 at 64 connections; $here" "$(median group 4)" " ms" ≤ 100
    row "writes: p99 at 64 connections; $slow" "$(median group_slow 4)" " ms" ≤ 100
    here="a sync here: $(median pg_single 7) ms"
    slow="a sync made to take $(median pg_single_slow 7) ms"
    row "writes on PostgreSQL ÷ one commit per request; $slow" "$(median pg_group_slow 2 pg_single_slow)" "" ≥ 6
    note "writes on PostgreSQL ÷ one commit per request; $here" "$(median pg_group 2 pg_single)"
}

house_report() {
    local page name
    table_head
    for page in today records; do
        case $page in today) name=今天 ;; records) name=台账 ;; esac
        row "$name: requests/s ÷ a bare libmicrohttpd page of 30 KB" "$(median $page 2 bare)" "" ≥ 0.5
        row "$name: requests/s ÷ Fossil's /timeline" "$(median $page 2 fossil)" "" ≥ 20
        row "$name: p99 at 64 connections" "$(median $page 4)" " ms" ≤ 40
        row "$name: cost at $BRANCHES branches ÷ at 1" "$(median size1_$page 2 size${BRANCHES}_$page)" "" ≤ 1.5
    done
    writes_report
    row "start to first answer" "$(median first 2)" " ms" ≤ 50
    row "memory when idle (PSS)" "$(mib "$(median idle 2)")" " MiB" ≤ 20
    row "memory under load (PSS)" "$(mib "$PEAK_PSS")" " MiB" ≤ 100
    row "binary with assets" "$(mib $(($(stat -c %s "$TAIZHANG") / 1024)))" " MiB" ≤ 8
    echo
    figures bare fossil today records size1_today size50_today size${BRANCHES}_today size1_records size50_records \
        size${BRANCHES}_records $WRITES
}

figures() { # NAME…
    local name
    echo '| | requests/s | p50 ms | p99 ms | bytes | answers a sync | a sync, ms |'
    echo '|---|---|---|---|---|---|---|'
    for name in "$@"; do
        printf '| %s | %s | %s | %s | %s | %s | %s |\n' $name "$(median $name 2)" "$(median $name 3)" \
            "$(median $name 4)" "$(median $name 5)" "$(median $name 6)" "$(median $name 7)"
    done
}

house_results() {
    cat <<END
## Pages and writes

On a machine with $(nproc) cores under $(. /etc/os-release && echo "Debian $VERSION_ID"), $(date -u +%F). Medians of $ROUNDS rounds; a ratio is the median of
the ratios within each round. The load generator shares the cores, so read ratios, not absolutes. $BRANCHES branches
with $((BRANCHES * RECORDS)) records, signed in, rights checked, 64 connections; every answer is checked. A write is a
record with a roll of 12, its journal entry, version, duty states and figures. PostgreSQL holds $PG_BRANCHES branches with
$((PG_BRANCHES * PG_RECORDS)) records. What else the machine did meanwhile: load average $LOAD before the start.

$(cat "$1")
END
}

# results_put HEADING: the section of that heading in bench/RESULTS.md becomes standard input, and the last one.
results_put() {
    {
        awk -v heading="$1" '/^## / { skip = $0 == heading } !skip' bench/RESULTS.md
        echo
        cat
    } | cat -s >"$WORK/results"
    cat "$WORK/results" >bench/RESULTS.md
}
