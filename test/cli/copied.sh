#!/bin/bash
# 雷同 from the command line: a report against the library.
. "$(dirname "$0")/tap.bash"
"$TZ" init --org 示例支部 >/dev/null 2>&1
in=$DIR/in
mkdir -p "$in"
copy='支部委员分片包户，逐家走访了八十六户村民，记下困难和建议一百零三条，能当场答复的当场答复，办不了的写明谁来办、哪天办好。'
rewritten='支部委员分片包户，逐家走访了九十二户村民，记下困难和意见一百二十条，能当场答复的当场答复，办不了的写明谁来办、哪天办完。'
rule='支部大会表决时须有过半数的正式党员到会，赞成人数超过应到会人数的一半方为通过，表决情况当场公布并如实写入会议记录。'
printf '去年冬天雪大，路不好走。\n%s\n开春以后，又开了两次院坝会。\n' "$copy" >"$in/经验.txt"
printf '示例会议规则\n第一条 为规范会议，制定本规则。\n第二条 %s\n' "$rule" >"$in/规则.txt"
check "two documents are in the library" "$TZ" library add "$in"
id=$("$TZ" library search 院坝会 --json | node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).hits[0].id')

printf '一年来的工作\n%s\n%s\n今后要更加细致。\n' "$rewritten" "$rule" >"$DIR/report.txt"
status=0
"$TZ" report copied "$DIR/report.txt" --json >"$DIR/out" 2>"$DIR/err" || status=$?
if [ $status = 1 ]; then ok "a copied passage is status 1"; else not_ok "a copied passage is status $status"; fi
json "only the passage is listed" 'd.length === 1 && d[0].class === "passage"'
json "by document and likeness" "d[0].doc === $id && d[0].similarity > 0.8 && d[0].similarity < 1"
json "with its places in both texts" \
    'd[0].start === 7 && d[0].end > 55 && d[0].end <= 68 && d[0].doc_start === 13 && d[0].doc_end - d[0].doc_start > 48'
status=0
"$TZ" report copied "$DIR/report.txt" --all --json >"$DIR/out" 2>"$DIR/err" || status=$?
json "what is quoted from a rule stands apart" 'd.length === 2 && d[1].class === "quoted" && d[1].similarity === 1'
"$TZ" report copied "$DIR/report.txt" >"$DIR/out" 2>"$DIR/err"
says "people read both passages" "逐家走访了九十二户"
says "side by side" "逐家走访了八十六户"
says "and how many more there are" "引用法规 1 处"
check "what is itself in the library is not its own source" "$TZ" report copied "$in/经验.txt" --skip "$id"
says "and that is said" "没有发现雷同的段落"
printf '院子里种了两棵枣树。\n' >"$DIR/own.txt"
check "a text that copies nothing is status 0" "$TZ" report copied "$DIR/own.txt" --json
json "and lists nothing" 'd.length === 0'
fails 3 "a file that is not there" "$TZ" report copied "$DIR/none.docx"
fails 2 "no file" "$TZ" report copied
finish
