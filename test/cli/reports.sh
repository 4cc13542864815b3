#!/bin/bash
# A report from the draft to its acceptance, and a second one that copies it.
. "$(dirname "$0")/tap.bash"

check "a house with a year" "$TZ" demo --year 2023
fails 2 "a year is asked for" "$TZ" report submit
check "nothing was sent yet" "$TZ" report show --year 2023 --json
json "a draft without versions" 'd.state === "draft" && d.version === 0 && d.versions.length === 0'
fails 3 "what was not sent cannot be accepted" "$TZ" report accept --year 2023
check "the draft is sent" "$TZ" report submit --year 2023 --json
json "with its file" 'd.state === "submitted" && d.versions.length === 1 && d.versions[0].file.endsWith(".docx")'
check "it is returned" "$TZ" report return --year 2023 --why "请补走访情况"
says "and says why" "请补走访情况"
printf '支部二〇二三年述职报告\n走访了八十六户村民，把困难和建议逐条记在本子上，能当场答复的当场答复，办不了的写明谁来办、哪天办好。\n' >"$DIR/own.txt"
check "another text is sent" "$TZ" report submit "$DIR/own.txt" --year 2023
check "search finds it" "$TZ" library search 逐条记在本子上 --all --json
json "as a report" 'd.total === 1 && d.hits[0].source === "report"'
check "it is accepted" "$TZ" report accept --year 2023
fails 3 "and locked" "$TZ" report submit --year 2023
says "but for a correction with a reason" "更正"
fails 3 "it is not taken back either" "$TZ" report withdraw --year 2023 --why 想改
check "a correction" "$TZ" report submit "$DIR/own.txt" --year 2023 --why 数字有误
check "is withdrawn" "$TZ" report withdraw --year 2023 --why 没有错 --json
json "and what was accepted stands" 'd.state === "accepted"'
check "the list" "$TZ" report list --year 2023 --json
json "names the state of each org" 'd.length === 1 && d[0].state === "accepted"'
fails 3 "an unreadable file is not sent" "$TZ" report submit "$DIR/nothing.docx" --year 2022
"$TZ" report copied "$DIR/own.txt" --json >"$DIR/out" 2>"$DIR/err"
json "the same text elsewhere is found in the report" 'd.length === 1 && d[0].source === "report"'
check "nor of its own copy check" "$TZ" report copied "$DIR/own.txt" --year 2023 --json
json "when told whose it is" 'd.length === 0'
"$TZ" report copied "$DIR/own.txt" --year 2024 --json >"$DIR/out" 2>"$DIR/err"
json "for the next year it is the source" 'd.length === 1 && d[0].source === "report"'
fails 2 "either a document or a report is itself" "$TZ" report copied "$DIR/own.txt" --year 2023 --skip 1
check "the report itself is no source of its own check" test -z "$("$TZ" report check "$DIR/own.txt" --year 2023 --json | grep -o '"similarity"')"
check "check holds" "$TZ" check
check "and says what it compared" "$TZ" check --json
json "reports among it" 'd.reports === 1 && d.report_faults.length === 0'
finish
