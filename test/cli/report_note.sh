#!/bin/bash
# Answers to findings, and many reports checked at once.
. "$(dirname "$0")/tap.bash"

wanting() { # NAME COMMAND…: it ends with status 1
    local name=$1 got=0
    shift
    "$@" >"$DIR/out" 2>"$DIR/err" || got=$?
    if [ "$got" = 1 ]; then ok "$name"; else not_ok "$name (status $got, not 1)"; fi
}
take() { node -e 'const d = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")); process.stdout.write(String(eval(process.argv[2])))' "$DIR/out" "$1"; }
put() { # FILE BRANCH SENTENCE
    printf '%s2023年度工作总结\n一、主要工作\n%s\n二、存在问题\n学习抓得不紧，原因是安排晚，要提早排定学习日程，逐次通知到人，并由委员分头督促落实。\n三、下一步打算\n继续努力。\n' "$2" "$3" >"$1"
}

check "three branches" "$TZ" demo --branches 3
check "their names" "$TZ" org list --json
root=$(take 'd.find(o => o.kind === "committee").id')
one=$(take 'd.filter(o => o.kind === "branch")[0].id')
one_name=$(take 'd.filter(o => o.kind === "branch")[0].name')
two=$(take 'd.filter(o => o.kind === "branch")[1].id')
two_name=$(take 'd.filter(o => o.kind === "branch")[1].name')
put "$DIR/one.txt" "$one_name" "召开支部委员会会议17次。"
put "$DIR/two.txt" "$two_name" "在我市领导下，召开支部委员会会议12次。"

wanting "one report" "$TZ" report check "$DIR/one.txt" --org "$one" --year 2023 --json
json "its findings have names and no answer yet" 'd.claims[0].verdict === "differs" && d.claims[0].finding.length === 64 && d.claims[0].note === null'
key=$(take 'd.claims[0].finding')
check "an answer" "$TZ" report note "$DIR/one.txt" --org "$one" --year 2023 --finding "${key:0:12}" --text "含五次扩大会议。" --json
json "is version 1" 'd.version === 1'
wanting "the report again" "$TZ" report check "$DIR/one.txt" --org "$one" --year 2023 --json
json "shows it" 'd.claims[0].note.text === "含五次扩大会议。" && d.claims[0].note.changed === false && d.claims[0].note.by.length > 0'
fails 2 "neither text nor taking back" "$TZ" report note "$DIR/one.txt" --org "$one" --year 2023 --finding "$key"
fails 2 "a finding of too few characters" "$TZ" report note "$DIR/one.txt" --org "$one" --year 2023 --finding abc --text x
fails 3 "no such finding" "$TZ" report note "$DIR/one.txt" --org "$one" --year 2023 --finding 0123456789abcdef --text x
wanting "another report" "$TZ" report check "$DIR/two.txt" --org "$two" --year 2023 --json
fails 3 "an empty answer where there was none" "$TZ" report note "$DIR/two.txt" --org "$two" --year 2023 --finding "$(take 'd.leftovers[0].finding')" --text " "

fails 2 "nothing to check" "$TZ" report check --year 2023
fails 2 "all, and a file" "$TZ" report check "$DIR/one.txt" --all --year 2023
check "nothing was sent" "$TZ" report check --all --org "$root" --year 2023
says "and it says so" "没有发现"
check "one is sent" "$TZ" report submit "$DIR/one.txt" --org "$one" --year 2023
check "another is sent" "$TZ" report submit "$DIR/two.txt" --org "$two" --year 2023
wanting "all that was sent" "$TZ" report check --all --org "$root" --year 2023 --json
json "in the order of the tree" 'd.reports.length === 2 && d.reports[0].org === '"$one"' && d.reports[1].org === '"$two"
json "with place, reason and answer" 'd.reports[0].findings.some(f => f.paragraph === 3 && f.kind === "differs" && f.note && f.note.text === "含五次扩大会议。")'
json "and what agrees is not in it" 'd.reports[1].findings.some(f => f.kind === "place") && !d.reports.some(r => r.findings.some(f => f.kind === "agrees"))'
json "no sum, no rank, no score" '!/score|rank|total|count/.test(JSON.stringify(d))'
wanting "as a table" "$TZ" report check --all --org "$root" --year 2023
says "a row a finding" "$one_name	第 3 段	不符	召开支部委员会会议17次"

mkdir "$DIR/many"
cp "$DIR/one.txt" "$DIR/two.txt" "$DIR/many"
head -c 2000 /dev/zero | tr '\0' '\377' >"$DIR/many/three.docx"
wanting "a folder" "$TZ" report check "$DIR/many" --org "$root" --year 2023 --json
json "each file against the org that it names" 'd.reports.length === 3 && d.reports.some(r => r.org === '"$one"' && r.named && r.file.endsWith("one.txt")) && d.reports.some(r => r.org === '"$two"')'
json "what cannot be read is told" 'd.reports.some(r => r.file.endsWith("three.docx") && r.error && r.findings.length === 0)'
check "the answer taken back" "$TZ" report note --org "$one" --year 2023 --finding "$key" --take-back
says "and it says so too" "收回"
wanting "two files" "$TZ" report check "$DIR/one.txt" "$DIR/two.txt" --org "$root" --year 2023 --json
json "without the answer" 'd.reports[0].findings.every(f => f.note === null)'
check "the store is whole" "$TZ" check
finish
