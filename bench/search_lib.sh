# What bench/search.sh measures, step by step. To be sourced. $WORK/measured gets lines "NAME figure…".

docs_of() { awk -v millions="$1" '$1 == millions { print $2 }' "$DATA/sizes"; }
chars_of() { awk -v millions="$1" '$1 == millions { print $3 }' "$DATA/sizes"; }

# ---- loading ----

# A line "cpu SECONDS … index BYTES …" becomes "load_NAME SECONDS MILLIONS".
load_line() {
    awk -v name="load_$1" '{ for (i = 1; i < NF; i++) v[$i] = $(i + 1); print name, v["cpu"], v["index"] / 1e6 }'
}

ours_load() {
    local n
    for n in $SIZES; do
        say "loading $n million characters"
        "$TOOLS/bench_search_load" "$DATA" "$(docs_of "$n")" "$WORK/ours$n" | load_line "ours$n" >>"$WORK/measured"
    done
    psql -qAt "$POSTGRES_URL" -c 'CREATE DATABASE house' -c 'CREATE DATABASE trgm'
    OURS_URL=${POSTGRES_URL/postgres\?/house?}
    TRGM_URL=${POSTGRES_URL/postgres\?/trgm?}
    say "loading $MOST million characters on PostgreSQL"
    "$TOOLS/bench_search_load" "$DATA" "$(docs_of "$MOST")" "$WORK/ours_pg" "$OURS_URL" |
        load_line ours_pg >>"$WORK/measured"
    "$TOOLS/bench_search_size" "$WORK/ours$MOST/taizhang.db" >>"$WORK/measured"
}

peer() { # load|time NAME
    case $2 in
    scan) "$TOOLS/bench_search_bytes" "$1" "$DATA" ;;
    groonga) "$TOOLS/bench_search_groonga" "$1" groonga "$DATA" ${LOADING:+TokenBigram} ;;
    every) "$TOOLS/bench_search_groonga" "$1" every "$DATA" ${LOADING:+TokenBigramSplitSymbolAlphaDigit} ;;
    trgm) "$TOOLS/bench_search_pg" "$1" "$DATA" "$TRGM_URL" ;;
    *) "$TOOLS/bench_search_fts5" "$1" "$2" "$DATA" ;;
    esac
}

peers_load() {
    local name
    for name in $PEERS; do
        say "loading $name"
        LOADING=1 peer load "$name" | load_line "$name" >>"$WORK/measured"
    done
}

# ---- measuring ----

exact_measure() {
    say "exactness: 2000 queries, both stores, a scan"
    "$TOOLS/bench_search_exact" "$DATA" "$(docs_of "$MOST")" "$WORK/ours$MOST" "$WORK/ours_pg" "$OURS_URL" \
        >"$WORK/exact"
    grep -m 20 '^WRONG' "$WORK/exact" >&2 || true
    grep '^exact' "$WORK/exact" >>"$WORK/measured"
}

# Paragraphs planted in made-up texts; see copied.c.
copied_measure() {
    say "copied passages"
    "$TOOLS/bench_copied" "$DATA" "$(docs_of "$MOST")" "$WORK/ours$MOST" | sed 's/ /_/' >>"$WORK/measured"
}

# "NAME CLASS queries p50 p99 right" becomes "NAME_CLASS queries p50 p99 right".
timed() { sed 's/ /_/' >>"$WORK/measured"; }

# Each peer, then ours: what is compared lies close together. pg_trgm takes minutes: in the first round only, as what is
# asked of PostgreSQL.
queries_measure() { # ROUND
    local name n
    for name in scan $PEERS; do
        [ "$name" != trgm ] || [ "$1" = 1 ] || continue
        say "$name"
        peer time "$name" | timed
    done
    for n in $SIZES; do
        "$TOOLS/bench_search_ask" "ours$n" "$DATA" "$WORK/ours$n" | timed
    done
    [ "$1" != 1 ] || "$TOOLS/bench_search_ask" ours_pg "$DATA" "$WORK/ours_pg" "$OURS_URL" | timed
}

# 1,000 documents by `library add`, durably, while somebody asks without a pause.
adding_measure() {
    local began line quiet asker
    cp -r "$WORK/ours$MOST" "$WORK/adding"
    "$TOOLS/bench_search_ask" stream "$DATA" "$WORK/adding" 3000 | sed -n 's/^stream/quiet/p' >>"$WORK/measured"
    rm -f "$WORK/ask" "$WORK/asked"
    mkfifo "$WORK/ask" "$WORK/asked"
    "$TOOLS/bench_search_ask" stream "$DATA" "$WORK/adding" 0 <"$WORK/ask" >"$WORK/asked" &
    asker=$!
    exec 8>"$WORK/ask" 7<"$WORK/asked"
    read -r line <&7
    [ "$line" = warm ] || die "the asker did not start"
    began=$(date +%s%N)
    "$TAIZHANG" library add "$DATA/fresh" --data "$WORK/adding" --org 示例区委 --json >"$WORK/added"
    echo "adding $(awk -v ns=$(($(date +%s%N) - began)) 'BEGIN { print ns / 1e9 }')" >>"$WORK/measured"
    echo >&8 # ends it
    read -r line <&7
    echo "${line/stream/while}" >>"$WORK/measured"
    exec 8>&- 7<&-
    wait "$asker"
    rm -r "$WORK/adding"
}

# The results as a browser gets them: every tenth query over the loopback, one connection each.
page_measure() {
    local cookie word path
    say "pages and downloads"
    echo "" >"$WORK/ours$MOST.options"
    head -c 5000000 "$DATA/norm" >"$WORK/原件.txt"
    "$TAIZHANG" library add "$WORK/原件.txt" --data "$WORK/ours$MOST" --org 示例区委 >"$WORK/added"
    server_start "$WORK/ours$MOST"
    cookie=$(session_open)
    COOKIE=$cookie
    cut -f 2- "$DATA/queries" | awk 'NR % 10 == 1' | tr '\t' ' ' | while read -r word; do
        curl -s -o "$WORK/page" -G -H "Cookie: $cookie" --data-urlencode "q=$word" \
            -w '%{time_starttransfer} %{http_code}\n' "http://127.0.0.1:$PORT/search"
    done | awk '$2 == 200 { print $1 * 1000 }' | sort -n |
        awk '{ v[NR] = $1 } END { print "page", NR, v[int(NR * 0.5) + 1], v[int(NR * 0.99) + 1] }' >>"$WORK/measured"
}

# A 5 MB original, one after the other, then 16 at once and slowly; the server of page_measure runs on.
download_measure() {
    local i before path slow=''
    path=$(curl -s -H "Cookie: $COOKIE" "http://127.0.0.1:$PORT/library" | grep -o '/library/[0-9][0-9]*' | head -n 1)/original
    before=$(pss "$SERVER")
    PEAK_PSS=0
    for i in $(seq 20); do
        curl -s -o "$WORK/download" -H "Cookie: $COOKIE" -w '%{time_starttransfer} %{size_download} %{http_code}\n' \
            "http://127.0.0.1:$PORT$path"
    done | awk '{ if ($1 > most) most = $1; bytes = $2; code = $3 } END { print "download", most * 1000, bytes, code }' \
        >>"$WORK/measured"
    for i in $(seq 16); do
        curl -s -o /dev/null --limit-rate 2M -H "Cookie: $COOKIE" "http://127.0.0.1:$PORT$path" &
        slow="$slow $!"
    done
    while kill -0 $slow 2>/dev/null; do
        pss_max "$SERVER"
    done
    wait $slow || true
    echo "memory $((PEAK_PSS - before))" >>"$WORK/measured"
    server_stop
}

# ---- the table ----

class_title() {
    case $1 in
    one) echo "1 character" ;;
    two) echo "2 characters" ;;
    few) echo "3–4" ;;
    long) echo "6–12" ;;
    mixed) echo "mixed" ;;
    and) echo "two words" ;;
    esac
}

ours_rows() {
    local class
    row "totals equal a scan's, of $(median exact 2) queries" "$(median exact 3)" "" ≥ 1
    row "precision of the hits looked at" "$(median exact 4)" "" ≥ 1
    row "recall of the hits looked at" "$(median exact 5)" "" ≥ 1
    row "same hits in the same order on PostgreSQL" "$(median exact 6)" "" ≥ 1
    row "1 character: p99" "$(median ours${MOST}_one 4)" " ms" ≤ 40
    for class in two few long mixed and; do
        [ $class = and ] || row "$(class_title $class): p50" "$(median ours${MOST}_$class 3)" " ms" ≤ 3
        row "$(class_title $class): p99" "$(median ours${MOST}_$class 4)" " ms" ≤ 15
    done
}

peer_rows() {
    local class name
    for class in two few; do
        row "$(class_title $class): p50 ÷ Groonga's" "$(median ours${MOST}_$class 3 groonga_$class)" "" ≤ 0.125
        row "$(class_title $class): p99 ÷ Groonga's" "$(median ours${MOST}_$class 4 groonga_$class)" "" ≤ 0.25
    done
    row "mixed: p50 ÷ Groonga's, of whose totals $(quotient "$(median groonga_mixed 5)" 0.01) % are right" \
        "$(median ours${MOST}_mixed 3 groonga_mixed)" "" ≤ 0.25
    row "mixed: p50 ÷ that of Groonga with pairs of all characters, all right" \
        "$(median ours${MOST}_mixed 3 every_mixed)" "" ≤ 0.25
    row "two words: p50 ÷ Groonga's" "$(median ours${MOST}_and 3 groonga_and)" "" ≤ 0.1429
    row "1 character: p99 ÷ Groonga's" "$(median ours${MOST}_one 4 groonga_one)" "" ≤ 0.3333
    for class in $CLASSES; do
        row "$(class_title $class): p50 ÷ the scan's" "$(median ours${MOST}_$class 3 scan_$class)" "" ≤ 0.05
    done
    for name in single words trgm; do
        for class in $CLASSES; do
            row "$(class_title $class): p99 ÷ $name's" "$(ratio ours${MOST}_$class ${name}_$class 4)" "" ≤ 1
        done
    done
}

# Of the medians: pg_trgm is measured once.
ratio() { awk -v a="$(median "$1" "$3")" -v b="$(median "$2" "$3")" 'BEGIN { printf "%.4g\n", b ? a / b : 0 }'; }

quotient() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.4g\n", b ? a / b : 0 }'; }

load_rows() {
    local class
    row "index with its places ÷ normalised text (fingerprints: $(quotient "$(median size 3)" "$(stat -c %s "$DATA/norm")"))" \
        "$(quotient "$(median size 2)" "$(stat -c %s "$DATA/norm")")" "" ≤ 1.3
    row "loading: million Chinese characters a CPU second" \
        "$(quotient "$(chars_of "$MOST")" "$(awk -v s="$(median "load_ours$MOST" 2)" 'BEGIN { print s * 1e6 }')")" "" ≥ 1
    row "1,000 documents added durably while queries run" "$(median adding 2)" " s" ≤ 10
    row "p99 meanwhile ÷ quiet" "$(median while 4 quiet)" "" ≤ 2
    for class in $CLASSES; do
        row "$(class_title $class): p50 at $MOST million ÷ at ${SIZES%% *}" \
            "$(median ours${MOST}_$class 3 ours${SIZES%% *}_$class)" "" ≤ 3
    done
    row "first bytes of the page of results, p99" "$(median page 4)" " ms" ≤ 30
    row "first bytes of an original of 5 MB, slowest of 20" "$(median download 2)" " ms" ≤ 5
    row "memory for 16 slow downloads of it (PSS)" "$(mib "$(median memory 2)")" " MiB" ≤ 8
}

copied_rows() {
    row "copied: planted paragraphs found with 10 % of their characters changed" "$(median copied_10 3)" "" ≥ 0.99
    row "copied: the same with 15 %" "$(median copied_15 3)" "" ≥ 0.97
    row "copied: passages flagged in 100,000 characters that copy nothing" \
        "$(quotient "$(median copied_wrong 3)" "$(awk -v n="$(median copied_wrong 2)" 'BEGIN { print n / 1e5 }')")" "" ≤ 1
    row "copied: a text of 3,000 characters, p99" "$(median copied_ms 4)" " ms" ≤ 100
}

search_report() {
    local name class
    echo '| what | measured | target | met |'
    echo '|---|---|---|---|'
    ours_rows
    peer_rows
    load_rows
    copied_rows
    echo
    echo '| p50 / p99 ms, totals right | 1 character | 2 characters | 3–4 | 6–12 | mixed | two words | index, MB | CPU s to load |'
    echo '|---|---|---|---|---|---|---|---|---|'
    for name in scan $PEERS $(printf 'ours%s ' $SIZES) ours_pg; do
        printf '| %s |' "$name"
        for class in $CLASSES; do
            printf ' %s / %s, %s |' "$(median ${name}_$class 3)" "$(median ${name}_$class 4)" "$(median ${name}_$class 5)"
        done
        printf ' %s | %s |\n' "$(median load_$name 3)" "$(median load_$name 2)"
    done
}

search_results() {
    cat <<END
## Search

On a machine with $(nproc) cores under $(. /etc/os-release && echo "Debian $VERSION_ID"), $(date -u +%F). $(docs_of "$MOST") documents with
$(chars_of "$MOST") Chinese characters, $(stat -c %s "$DATA/norm") bytes when normalised; 300 queries a class drawn from
random places of the texts, warm, each with its total, the best 20 and their snippets with marks, rights and facets
included on our side. Medians of $ROUNDS rounds; a ratio is the median of the ratios within each round. The scan (two bytes
at a time, AVX2) only counts. single, words, pairs: FTS5 with single characters and phrases, with the scheme of
wangfenjin/simple, with overlapping pairs; rank and snippets are FTS5's own. groonga: TokenBigram, NormalizerAuto, its own
rank and snippets, inside the process; it cuts words of letters whole, so of the mixed queries it misses what ends inside one.
every: the same with TokenBigramSplitSymbolAlphaDigit, which does not. trgm: PostgreSQL's LIKE on a GIN index of pg_trgm,
one round; ours_pg: ours in PostgreSQL, at the largest size, one round. A peer's class ends after 8
seconds (trgm 15) with the queries asked so far. Our index in the second table is with the fingerprints for the copy check;
trgm's seconds of loading are by the clock. What else the machine did meanwhile: load average $LOAD before the start.

$(cat "$1")
END
}
