#!/bin/bash
# Real input: the texts of ../shared, where they are there, are read without a crash.
. "$(dirname "$0")/tap.bash"
shared=$(cd "$(dirname "$0")/../../.." && pwd)/shared

printf '第一行\n第二行\n' >"$DIR/plain.txt"
check "plain text" "$TZ" text "$DIR/plain.txt"
says "is printed" "第二行"
printf '\xb5\xb3\xd6\xa7\xb2\xbf\n' >"$DIR/gb.txt"
check "GB18030 is detected" "$TZ" text "$DIR/gb.txt"
says "and decoded" "党支部"
fails 3 "a file that is not there" "$TZ" text "$DIR/none.docx"
head -c 4000 /dev/urandom >"$DIR/noise.docx"
fails 3 "noise is refused with a sentence" "$TZ" text "$DIR/noise.docx"

if [ -f "$shared/domain/example-report.txt" ]; then
    "$TZ" text "$shared/domain/example-report.txt" >"$DIR/report" 2>"$DIR/err"
    check "the example report is read whole" cmp <(tr -d '\r' <"$shared/domain/example-report.txt" | sed '$a\') <(sed '$a\' "$DIR/report")
fi
if [ -f "$shared/data/office.tar.xz" ] && [ -x "${TAIZHANG_RELEASE:-}" ]; then
    tar -xJf "$shared/data/office.tar.xz" -C "$DIR"
    read_one() { # a crash, a hang and an unheard-of status are trouble; a refusal with a sentence is an answer
        local status=0
        timeout 60 "$TAIZHANG_RELEASE" text "$1" >/dev/null 2>"$1.err" || status=$?
        case $status in 0) echo read ;; 3 | 5) [ -s "$1.err" ] && echo refused || echo "trouble silent $1" ;; *) echo "trouble $status $1" ;; esac
    }
    export -f read_one
    find "$DIR/office" -type f \( -iname '*.docx' -o -iname '*.xlsx' -o -iname '*.txt' -o -iname '*.html' \) -print0 |
        xargs -0 -P2 -I{} bash -c 'read_one "$1"' _ {} >"$DIR/read"
    grep trouble "$DIR/read" >"$DIR/out"
    if [ -s "$DIR/out" ]; then not_ok "every office file is read or refused"; else ok "every office file is read or refused: $(sort "$DIR/read" | uniq -c | tr -s ' \n' ' ')"; fi
else
    echo "# ../shared/data is not there: the large data are not read"
fi
finish
