#!/bin/bash
# A report held against the records: what was drafted agrees; each of its figures changed in turn is found, and so is
# what is left over, what cannot be, and what only looks wrong is not.
. "$(dirname "$0")/tap.bash"

wanting() { # NAME COMMAND…: it ends with status 1
    local name=$1 got=0
    shift
    "$@" >"$DIR/out" 2>"$DIR/err" || got=$?
    if [ "$got" = 1 ]; then ok "$name"; else not_ok "$name (status $got, not 1)"; fi
}
judge() { "$TZ" report check "$1" --year 2023; }

check "the demonstration" "$TZ" demo
check "its report" "$TZ" report draft --year 2023 -o "$DIR/draft.docx"
check "agrees with the records" "$TZ" report check "$DIR/draft.docx" --year 2023 --json
json "all of it" 'd.claims.length > 30 && d.claims.every(c => c.verdict === "agrees" && c.records.length > 0 && c.why)'
json "and nothing else is found" '[d.leftovers, d.impossible, d.form, d.copied].every(l => l.length === 0)'
json "a union is one figure" 'd.claims.some(c => c.figure === "days_n" && c.value === 22 && c.records.length === 22)'

check "the text of it" "$TZ" text "$DIR/draft.docx"
cp "$DIR/out" "$DIR/draft.txt"
judge "$DIR/draft.txt" >"$DIR/good" 2>"$DIR/err"
cp "$DIR/good" "$DIR/out"
text=$(cat "$DIR/draft.txt")
changed=0
while IFS=$'\t' read -r _ said _; do
    number=$(grep -oE '[0-9]+' <<<"$said" | head -n 1)
    [ -n "$number" ] || continue
    new=${said/$number/$((number + 7))}
    printf '%s\n' "${text/"$said"/"$new"}" >"$DIR/changed.txt"
    judge "$DIR/changed.txt" >"$DIR/out" 2>"$DIR/err"
    others=$(grep -vF "$new" "$DIR/out" | grep -cvE '^(相符|不可能|未判断)')
    if grep -qF "不符	$new" "$DIR/out" && [ "$others" = 0 ]; then changed=$((changed + 1)); else not_ok "changed: $new"; fi
done <"$DIR/good"
echo "$changed" >"$DIR/out"
says "each figure changed is found, and nothing else" 37

put() { printf '某支部2023年度工作总结\n一、主要工作\n%s\n' "$1" >"$DIR/one.txt"; }
verdict() { # NAME SENTENCE EXPRESSION over the claims
    put "$2"
    "$TZ" report check "$DIR/one.txt" --year 2023 --json >"$DIR/out" 2>"$DIR/err"
    json "$1" "$3"
}
verdict "a rounded number" "开展固定学习日活动、主题党日和党员活动日20余次。" 'd.claims[0].verdict === "agrees" && d.claims[0].figure === "days_n"'
verdict "a rounded number that does not hold" "开展固定学习日活动、主题党日和党员活动日30余次。" 'd.claims[0].verdict === "differs" && d.claims[0].value === 22'
verdict "one total over kinds without a figure of its own" "召开党员大会和支委会16次。" 'd.claims[0].verdict === "agrees" && d.claims[0].figure.includes("+")'
verdict "a rhythm" "每月召开1次支部委员会。" 'd.claims[0].verdict === "agrees" && d.claims[0].records.length === 12'
verdict "a rhythm that is not kept" "每月召开一次党员大会。" 'd.claims[0].verdict === "differs" && d.claims[0].why.includes("月")'
verdict "a rhythm without a number" "按季度抽查党员自学情况。" 'd.claims[0].verdict === "agrees"'
verdict "a part of the year" "上半年召开支委会6次。" 'd.claims[0].verdict === "agrees" && d.claims[0].records.length === 6'
verdict "another part of the year" "上半年召开支委会12次。" 'd.claims[0].verdict === "differs" && d.claims[0].value === 6'
verdict "another year" "2021年召开支委会12次。" 'd.claims[0].verdict === "cannot_judge"'
verdict "no record" "走访慰问困难党员12次。" 'd.claims[0].verdict === "no_record"'
verdict "no figure" "安装路灯65盏。" 'd.claims[0].verdict === "cannot_judge" && d.claims[0].figure === null'
verdict "a rate" "党员参学率98%。" 'd.claims[0].verdict === "cannot_judge"'
verdict "land as passes" "土地托管面积860亩次。" 'd.claims[0].verdict === "differs" || d.impossible.some(i => i.kind === "unit")'
verdict "a damaged number" "召开支委会12023多次。" 'd.claims[0].verdict === "cannot_judge"'
verdict "a part above its total" "讲党课1次，其中书记讲3次。" 'd.impossible.some(i => i.kind === "part_above_total")'
verdict "beyond the band" "新签土地托管面积90万亩。" 'd.impossible.some(i => i.kind === "band")'
verdict "another place" "我乡党员干部带头学习。" 'd.leftovers.some(l => l.kind === "place")'
verdict "its own place" "我区党员干部带头学习。" 'd.leftovers.length === 0'
verdict "a masked figure" "慰问困难党员**户。" 'd.leftovers.some(l => l.kind === "masked")'
printf '某支部2021年度工作总结\n一、主要工作\n召开支委会12次。\n' >"$DIR/one.txt"
wanting "another year in the title" "$TZ" report check "$DIR/one.txt" --year 2023 --json
json "is left over" 'd.leftovers.some(l => l.kind === "other_year" && l.start === 3)'
: >"$DIR/none.txt"
fails 3 "an empty file" "$TZ" report check "$DIR/none.txt" --year 2023 --json
fails 2 "without a year" "$TZ" report check "$DIR/one.txt"
finish
