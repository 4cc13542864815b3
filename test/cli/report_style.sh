#!/bin/bash
# The yearly report as a file: its text, its layout, and as PDF where LibreOffice is installed.
. "$(dirname "$0")/tap.bash"

check "a house with a year" "$TZ" demo --year 2023
check "the report as a Word file" "$TZ" report draft --year 2023 -o "$DIR/report.docx"
check "reads back" "$TZ" text "$DIR/report.docx"
says "with its headings" "一、"
says "its gaps" "【待补】"
says "and its annex" "数据来源表"
check "in the official layout" "$TZ" report draft --year 2023 -o "$DIR/again.docx" --style gbt9704
check "which it had anyway" cmp "$DIR/report.docx" "$DIR/again.docx"
fails 3 "its own layout is none yet" "$TZ" report draft --year 2023 -o "$DIR/own.docx" --style own
says "and it says where to get one" "报告版式"
fails 2 "another layout there is not" "$TZ" report draft --year 2023 -o "$DIR/own.docx" --style other
check "nothing was written" test ! -e "$DIR/own.docx"
if command -v soffice >/dev/null; then
    check "the report as PDF" "$TZ" report draft --year 2023 -o "$DIR/report.PDF"
    check "is one" grep -q '^%PDF-' "$DIR/report.PDF"
    check "and reads back" "$TZ" text "$DIR/report.PDF"
    says "as the same" "数据来源表"
else
    fails 5 "no PDF without LibreOffice" "$TZ" report draft --year 2023 -o "$DIR/report.pdf"
    says "and it says so" "LibreOffice"
fi
check "check goes through the layouts" "$TZ" check --json
json "of which there are none" 'd.report_styles === 0 && d.report_style_faults.length === 0'
finish
