#!/bin/bash
# 素材库 from the command line: all kinds of files, archives, broken ones, a kill in the middle, watched folders.
. "$(dirname "$0")/tap.bash"
"$TZ" init --org 示例支部 >/dev/null 2>&1
in=$DIR/in
mkdir -p "$in/下级"
printf '关于做好春耕生产的通知\n各支部要抓住农时，认真组织春耕。\n' >"$in/甲.txt"
printf '\xb5\xb3\xd6\xa7\xb2\xbf\xb7\xa2\xd5\xb9\xb5\xb3\xd4\xb1\xd2\xbb\xc3\xfb\n' >"$in/gb.txt"
printf '\xff\xfe\x2a\x4e\x2a\x4e\x0a\x00' >"$in/utf16.txt"
printf '# 制度\n正文一句\n## 第二节\n' >"$in/下级/制度.md"
printf '<!doctype html><html><body><h1>网页标题</h1><table><tr><td>单元格甲</td><td>单元格乙</td></tr></table></body></html>' >"$in/页.html"
printf 'PK\003\004broken' >"$in/坏.docx"
: >"$in/空.txt"
head -c 3000 /dev/urandom >"$in/噪.bin"
printf '隐藏' >"$in/.~lock"
cp "$in/甲.txt" "$in/下级/同.txt"
python3 - "$in" <<'PY'
import sys, zipfile
folder = sys.argv[1]
with zipfile.ZipFile(folder + '/inner.zip', 'w') as z:
    z.writestr('里.txt', '压缩包里的压缩包\n')
with zipfile.ZipFile(folder + '/包.zip', 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('../../逃.txt', '想逃到外面的文字\n')
    z.writestr('c\x1b[31m\x07.txt', '名字里有控制字符\n')
    z.write(folder + '/inner.zip', '夹/inner.zip')
    z.writestr('bomb.txt', '0' * (64 << 20))
import os
os.remove(folder + '/inner.zip')
with open(folder + '/两页.pdf', 'wb') as f:
    parts = [b'<< /Type /Catalog /Pages 2 0 R >>', b'<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>']
    for n in (5, 6):
        parts.append(b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents %d 0 R /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>' % n)
    for text in (b'firstpage', b'secondpage'):
        stream = b'BT /F 20 Tf 50 200 Td (%s) Tj ET' % text
        parts.append(b'<< /Length %d >>\nstream\n%s\nendstream' % (len(stream), stream))
    out, places = b'%PDF-1.4\n', []
    for i, part in enumerate(parts):
        places.append(len(out))
        out += b'%d 0 obj\n%s\nendobj\n' % (i + 1, part)
    start = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(parts) + 1)
    out += b''.join(b'%010d 00000 n \n' % p for p in places)
    f.write(out + b'trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n' % (len(parts) + 1, start))
PY

# ---- adding ----
check "a folder is added" "$TZ" library add "$in" --folder 资料 --tag 测试 --json
json "each file counts once" 'd.added === 9 && d.duplicate === 1 && d.failed.length === 4'
json "a failure says which and why" 'd.failed.every((f) => f.path && f.why) && d.failed.some((f) => f.path === "坏.docx" && f.id)'
json "a bomb is refused by its name" 'd.failed.some((f) => f.path === "包.zip/bomb.txt" && f.why.includes("压缩"))'
json "it says how long it took" 'd.seconds >= 0'
check "the same again" "$TZ" library add "$in" --folder 资料 --json
json "adds nothing" 'd.added === 0 && d.duplicate === 0 && d.known === 10 && d.failed.length === 4'
check "it is listed" "$TZ" library list --limit 200 --json
json "once each, with the failed ones that are kept" 'd.total === 13 && d.documents.length === 13'
json "names lead nowhere" 'd.documents.every((x) => !x.path.includes("..") && !/[\x00-\x1f]/.test(x.path))'
json "a copy is linked" 'd.documents.filter((x) => x.same_as).length === 1'
json "tags and folders are kept" 'd.documents.every((x) => x.tags[0] === "测试" && x.folder.startsWith("资料"))'
json "the text says the title" 'd.documents.some((x) => x.title === "关于做好春耕生产的通知")'
fails 3 "a path that is not there" "$TZ" library add "$DIR/none"
fails 2 "no path" "$TZ" library add
check "stats" "$TZ" library stats --json
json "add up" 'd.documents === 13 && d.with_text === 10 && d.empty + d.refused === 3'

# ---- searching ----
total() { "$TZ" library search "$1" --json 2>"$DIR/err" | node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8")).total)'; }
check "search" "$TZ" library search 认真组织 --json
json "has the shape of the contract" 'd.total === 2 && d.exact === true && Number.isInteger(d.took_us) && d.unsearchable === 3 && d.hits.length === 2'
json "with id, title, snippet, score" 'd.hits.every((h) => h.id > 0 && h.title && typeof h.snippet === "string" && typeof h.score === "number")'
json "marks stand where the words are" 'd.hits.every((h) => [...h.snippet].slice(...h.marks[0]).join("") === "认真组织")'
for words in 党支部发展党员 个 压缩包里的压缩包 想逃到外面 控制字符 单元格乙 第二节 firstpage secondpage; do
    [ "$(total "$words")" = 1 ] && ok "“$words” is found" || not_ok "“$words” is found"
done
[ "$(total '')" = 0 ] || [ -n "$(total '')" ] && ok "an empty query has an answer" || not_ok "an empty query has an answer"
check "a limit" "$TZ" library search 的 --limit 1 --json
json "is kept" 'd.hits.length <= 1'

# ---- taking out ----
id=$("$TZ" library search 抓住农时 --limit 1 --json | node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8")).hits[0].id)')
check "the original" "$TZ" library get "$id" --as original -o "$DIR/original"
check "is what came in" cmp "$DIR/original" "$in/甲.txt"
check "the text" "$TZ" library get "$id" --as text
says "is the text" "认真组织春耕"
check "a clean docx" "$TZ" library get "$id" --as docx -o "$DIR/清.docx"
check "can be read" "$TZ" text "$DIR/清.docx"
says "and has the text" "认真组织春耕"
check "and be added itself" "$TZ" library add "$DIR/清.docx" --json
json "as a new document" 'd.added === 1'
fails 2 "another form" "$TZ" library get "$id" --as odt
fails 3 "a number that is none" "$TZ" library get 999999999
bad=$("$TZ" library list --failed --json | node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8")).documents.find((x) => x.name === "坏.docx").id)')
check "a broken original comes back as it was" "$TZ" library get "$bad" --as original -o "$DIR/bad"
check "byte by byte" cmp "$DIR/bad" "$in/坏.docx"
fails 3 "and has no text" "$TZ" library get "$bad"

for i in $(seq 1 30); do printf '第%d条　各村应当在第%d周以前完成第%d块秧田的整修，并登记造册。\n' "$i" "$((i * 3))" "$((i * 7))"; done >"$DIR/秧田.txt"
"$TZ" library add "$DIR/秧田.txt" >/dev/null 2>&1
rice=$("$TZ" library search 秧田的整修 --json | node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8")).hits[0].id)')
"$TZ" library get "$rice" --as docx -o "$DIR/秧田.docx"
"$TZ" library add "$DIR/秧田.docx" >/dev/null 2>&1
check "the same text in another file type" "$TZ" library list --repeated --json
json "is noticed" "d.documents.some((x) => x.format === 'docx' && x.alike === $rice && x.alike_per_mille >= 900)"

# ---- removing ----
check "a document is removed" "$TZ" library remove "$id" --why 误收
[ "$(total 抓住农时)" = 2 ] && ok "and not found" || not_ok "and not found"
check "and restored" "$TZ" library restore "$id"
[ "$(total 抓住农时)" = 3 ] && ok "and found again" || not_ok "and found again"
fails 2 "a removal wants a reason" "$TZ" library remove "$id"

# ---- a kill in the middle ----
many=$DIR/many
mkdir "$many"
for i in $(seq 1 2000); do
    printf '第%d份材料，编号K%04dM，内容是春夏秋冬。\n' "$i" "$i" >"$many/$i.txt"
done
docs() { "$TZ" library list --folder 多 --limit 1 --json 2>/dev/null | node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8")).total)'; }
killed=0
for round in 1 2 3; do
    "$TZ" library add "$many" --folder 多 --json >/dev/null 2>&1 &
    adding=$!
    before=$(docs)
    while [ "$(docs)" = "$before" ] && kill -0 $adding 2>/dev/null; do :; done
    kill -9 $adding 2>/dev/null && killed=$((killed + 1))
    wait $adding 2>/dev/null
done
[ $killed -gt 0 ] && ok "killed $killed times" || not_ok "it was killed"
check "added once more to the end" "$TZ" library add "$many" --folder 多 --json
json "nothing is there twice" 'd.duplicate === 0 && d.failed.length === 0 && d.added + d.known === 2000'
[ "$(docs)" = 2000 ] && ok "none is lost" || not_ok "none is lost: $(docs)"
[ "$(total 春夏秋冬)" = 2000 ] && ok "all are found" || not_ok "all are found"
[ "$(total K1234M)" = 1 ] && ok "each once" || not_ok "each once"
check "the store holds" "$TZ" check

check "as one document" "$TZ" check --json
json "with the library in it" 'd.library > 2000 && d.library_faults.length === 0'
sha=$("$TZ" library list --limit 1 --json | node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8")).documents[0].sha256)')
mv "$TAIZHANG_DATA/files/${sha:0:2}/${sha:2}" "$DIR/away"
fails_check() { "$TZ" check --json >"$DIR/out" 2>"$DIR/err"; [ $? = 1 ]; }
check "an original that is missing" fails_check
json "is named" 'd.library_faults.length === 1 && d.library_faults[0].what === "original"'
mv "$DIR/away" "$TAIZHANG_DATA/files/${sha:0:2}/${sha:2}"

# ---- limits: sanitizers need the memory, so the program that is shipped ----
if [ -x "${TAIZHANG_RELEASE:-}" ]; then
    head -c 25000000 /dev/zero | tr '\0' '\n' >"$DIR/lines.txt"
    check "a text that takes too much memory" "$TAIZHANG_RELEASE" library add "$DIR/lines.txt" "$in/甲.txt" --folder 限 --json
    json "is a listed reason" 'd.failed.length === 1 && d.failed[0].why.includes("512 MiB") && d.failed[0].id'
    json "and the next one is read" 'd.duplicate + d.known === 1'
fi

# ---- watching ----
w=$DIR/watch
mkdir "$w"
printf '监视之前就在的文件\n' >"$w/旧.txt"
"$TZ" library watch "$w" --folder 同步 >"$DIR/watch.out" 2>"$DIR/watch.err" &
watch=$!
until_found() {
    local n=0
    while [ "$(total "$2")" != 1 ] && kill -0 $watch 2>/dev/null && [ $n -lt 300 ]; do n=$((n + 1)); done
    [ "$(total "$2")" = 1 ] && ok "$1" || not_ok "$1"
}
until_found "what lay there is taken" 监视之前就在
printf '改名进来的文件\n' >"$w/.新.txt.Xy12"
mv "$w/.新.txt.Xy12" "$w/新.txt"
until_found "what is moved there is taken, as rsync does" 改名进来
mkdir -p "$w/子/孙"
printf '新文件夹里的文件\n' >"$w/子/孙/深.txt"
until_found "what comes in a new folder is taken" 新文件夹里
rm "$w/旧.txt"
until_found "what goes there stays in the library" 监视之前就在
kill -INT $watch
wait $watch
[ $? = 0 ] && ok "Ctrl-C ends it" || not_ok "Ctrl-C ends it"
"$TZ" serve --listen 127.0.0.1:0 >"$DIR/watch.out" 2>"$DIR/watch.err" &
watch=$!
printf '服务运行时到的文件\n' >"$w/服务.txt"
until_found "a server watches the registered folders too" 服务运行时到
kill -INT $watch
wait $watch
[ $? = 0 ] && ok "and ends" || not_ok "and ends"
check "the folder is registered" "$TZ" library watch --list --json
json "with where it goes" 'd.length === 1 && d[0].folder === "同步"'
check "it can be looked at once" "$TZ" library watch --once
check "and given up" "$TZ" library watch --list --stop "$("$TZ" library watch --list --json | node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8"))[0].id)')"
fails 3 "a folder that is none" "$TZ" library watch "$in/甲.txt" --list
finish
