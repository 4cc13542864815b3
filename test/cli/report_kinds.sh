#!/bin/bash
# The reports of a year for each of their readers, on the demonstration.
. "$(dirname "$0")/tap.bash"

check "the demonstration" "$TZ" demo
check "which reports there are" "$TZ" report kinds --year 2023 --json
json "the secretary's first" "d[0].for === 'secretary' && !d[0].written"
json "four quarters" "d.filter(k => k.for.startsWith('quarter-')).length === 4"
json "one for each project" "d.filter(k => k.for.startsWith('project-')).length === 1"
json "the services of the co-operative" "d.some(k => k.for === 'service')"
project=$(node -e 'console.log(JSON.parse(require("fs").readFileSync(process.argv[1])).find(k => k.for.startsWith("project-")).for)' "$DIR/out")
for kind in secretary summary quarter-2 service "$project"; do
    check "$kind is written out" "$TZ" report draft --year 2023 --for "$kind" -o "$DIR/$kind.docx"
done
check "what a quarter says" "$TZ" text "$DIR/quarter-2.docx"
says "its own name" "第二季度工作简报"
says "only what was held in it" "支部委员会会议3次"
check "what a project's sheet says" "$TZ" text "$DIR/$project.docx"
says "its aim" "目标：让每个党员岗位都对上一件为农服务的事"
fails 3 "no such report" "$TZ" report draft --year 2023 --for quarter-5 -o "$DIR/x.docx"
check "nothing written was changed" "$TZ" check --json
json "texts and comments are counted" "d.report_texts === 0 && d.report_comments === 0 && d.report_text_faults.length === 0"
finish
