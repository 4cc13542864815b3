#!/bin/bash
# The commands from first to last: found a branch, enter a meeting, see the duty turn done, the figure go up and the
# draft carry it; and what they say when they are called wrongly.
. "$(dirname "$0")/tap.bash"

fails 2 "no command is a wrong call" "$TZ"
fails 2 "an unknown command is a wrong call" "$TZ" dance
says "and says where all commands are told" "taizhang help"
fails 2 "an unknown option is a wrong call" "$TZ" duties --colour red
fails 2 "an option without its value is a wrong call" "$TZ" duties --year
fails 2 "a year that is no number is a wrong call" "$TZ" duties --year soon
fails 2 "a date that does not exist is a wrong call" "$TZ" record add --kind study --on 2023-02-30
fails 2 "a missing argument is a wrong call" "$TZ" text
fails 2 "a surplus argument is a wrong call" "$TZ" text a b
check "help lists the commands" "$TZ" help
says "help names record add" "record add"
check "--help shows one command" "$TZ" record add --help
says "and its options" "--evidence"
fails 3 "no store there" "$TZ" duties --data "$DIR/nowhere"

fails 3 "what every command takes may stand before it" "$TZ" --data "$DIR/nowhere" --json duties
says "and reaches it" "nowhere"
check "init founds a branch" "$TZ" init --org 云上支部 --json
json "and gives a one-time link" 'd.link.includes("/setup/") && d.login === "admin"'
fails 3 "a second init is refused" "$TZ" init --org 又一个
year=$(date +%Y) month=$(date +%-m) day=$(date +%F)
check "a person" "$TZ" person add 赵甲 --joined 2001-06-20 --full 2002-06-20 --post secretary --from 2020-01-01
check "another" "$TZ" person add 钱乙 --joined 2005-06-20 --full 2006-06-20
check "a third" "$TZ" person add 孙丙 --joined 2010-06-20 --full 2011-06-20
check "people as JSON" "$TZ" person list --json
json "three, the secretary first" 'd.length === 3 && d[0].name === "赵甲"'

check "duties before" "$TZ" duties --year "$year" --json
json "the quarter's meeting is open" "d.some(r => r.duty === 'B01' && r.period.endsWith('Q$(((month + 2) / 3))') && r.state === 'due' && r.have === 0)"
json "every duty has its basis" 'd.every(r => r.basis)'
check "figures before" "$TZ" figures --year "$year" --json
json "nothing recorded is null, never 0" 'd.every(f => f.value === null && f.state === "no_record")'

check "a meeting with a roll call" "$TZ" record add --kind members_meeting --on "$day" --title 季度党员大会 --place 会议室 \
    --host 赵甲 --roll --absent "孙丙:出差" --decision "公布计划;钱乙;$day"
id=$(cat "$DIR/out")
check "the record as JSON" "$TZ" record show "$id" --json
json "due three, present two, the reason kept" 'd.attendance.length === 3 && d.attendance.some(a => a.state === "absent" && a.reason === "出差")'
check "duties after" "$TZ" duties --year "$year" --json
json "the duty turned done and names the record" "d.some(r => r.duty === 'B01' && r.state === 'done' && r.records.includes($id))"
check "figures after" "$TZ" figures --year "$year" --json
json "the figure went up and names the record" "d.some(f => f.code === 'members_n' && f.value === 1 && f.records.includes($id))"
check "the draft" "$TZ" report draft --year "$year" -o "$DIR/draft.docx"
check "its text" "$TZ" text "$DIR/draft.docx"
says "has the figure" "支部党员大会1次"
says "and what is missing" "【待补】"

fails 3 "a late entry asks for a reason" "$TZ" record add --kind members_meeting --on "$((year - 1))-01-05" --title 旧会 --roll
says "and says so" "补录"
fails 3 "a day in the future is refused" "$TZ" record add --kind study --on "$((year + 1))-01-05" --title 明年的会
fails 3 "an unknown kind is refused" "$TZ" record add --kind dance --on "$day" --title 舞会
fails 3 "absent without a reason is refused" "$TZ" record add --kind members_meeting --on "$day" --title 又一会 --absent 孙丙
fails 2 "an amount that is no number" "$TZ" record add --kind visit --on "$day" --title 走访 --quantity villages=两
head -c 300000 /dev/urandom >"$DIR/photo.jpg"
check "a visit with an amount and evidence" "$TZ" record add --kind visit --on "$day" --title 走访云上村 --field village=云上村 \
    --quantity villages=1 --present 赵甲 --evidence "$DIR/photo.jpg"
visit=$(cat "$DIR/out")
check "shown" "$TZ" record show "$visit" --json
json "with the evidence's digest" "d.evidence[0].sha256 === '$(sha256sum "$DIR/photo.jpg" | cut -d' ' -f1)'"

fails 2 "void asks for a reason" "$TZ" record void "$id"
check "void" "$TZ" record void "$id" --why 记错
check "duties after void" "$TZ" duties --year "$year" --json
json "the duty is open again" "d.some(r => r.duty === 'B01' && r.state === 'due' && r.have === 0)"
check "taken back" "$TZ" record void "$id" --undo --why 没有记错
check "why a duty was not done" "$TZ" duty reason S01 --year "$year" --why 全年在外驻村
check "a duty switched on" "$TZ" duty switch B04 --why 本地要求每季度一次
check "duties with it" "$TZ" duties --year "$year" --json
json "are listed" "d.some(r => r.duty === 'B04')"
check "the journal holds" "$TZ" check
check "as JSON" "$TZ" check --json
json "with what was compared" 'd.broken_at === null && d.records === 2 && d.changed.length === 0'
check "and derived data can be counted anew" "$TZ" check --rebuild
check "a draft as JSON" "$TZ" report draft --year "$year" -o "$DIR/again.docx" --json
json "with what is bound and what is missing" 'd.bound > 0 && d.missing > 0'
check "packs as JSON" "$TZ" rules list --json
json "three of them" 'd.length === 3'
check "an id as JSON" "$TZ" person add 李丁 --json
json "under its name" 'd.id > 0'
check "duties after that" "$TZ" duties --year "$year" --json
json "are the same" "d.some(r => r.duty === 'B01' && r.state === 'done')"

check "an account" "$TZ" user add wuji --name 吴己 --role clerk
says "gets a link" "/setup/"
fails 3 "a login twice is refused" "$TZ" user add wuji --role clerk
fails 2 "an unknown role" "$TZ" user add xx --role king
fails 3 "an inspector without an end" "$TZ" user grant wuji --role inspector
check "a token" "$TZ" token add wuji
finish
