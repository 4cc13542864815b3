#!/bin/bash
# A house is backed up, put back elsewhere, and a backup is tried.
. "$(dirname "$0")/tap.bash"

check "a house with a year" "$TZ" demo --year 2023
echo photo >"$DIR/photo.txt"
check "a file" "$TZ" library add "$DIR/photo.txt"
check "a checkpoint is taken along" "$TZ" checkpoint -o "$DIR/head.txt"
check "a backup" "$TZ" backup "$DIR/b.tar" --json
json "with its numbers" 'd.rows > 300 && d.files === 1 && d.damaged === 0 && d.sha256.length === 64'
check "nobody else reads it" test "$(stat -c %a "$DIR/b.tar")" = 600
check "tar reads it" sh -c "tar tf '$DIR/b.tar' | grep -q '^table/record/000001.jsonl\$'"
check "its last entry is the manifest" sh -c "tar tf '$DIR/b.tar' | tail -n 1 | grep -qx manifest.json"
check "a table is lines of JSON" sh -c "tar xOf '$DIR/b.tar' table/org/000001.jsonl | node -e 'JSON.parse(require(\"fs\").readFileSync(0, \"utf8\").split(\"\\n\")[0])'"
check "it is tried" "$TZ" restore "$DIR/b.tar" --rehearse --json
json "and holds" 'd.faults === 0 && d.rows > 300'
check "the trial leaves nothing" sh -c "! ls '$DIR/data' | grep -q rehearsal"
check "it is put back elsewhere" "$TZ" restore "$DIR/b.tar" --data "$DIR/new"
check "where everything holds" "$TZ" verify "$DIR/head.txt" --data "$DIR/new"
check "records are there" "$TZ" record list --year 2023 --data "$DIR/new" --json
json "all of them" 'd.total > 50'
fails 3 "not over what is there" "$TZ" restore "$DIR/b.tar" --data "$DIR/new"
fails 3 "nor from half a file" sh -c "head -c 100000 '$DIR/b.tar' >'$DIR/half.tar'; '$TZ' restore '$DIR/half.tar' --data '$DIR/half'"
check "which leaves nothing" test ! -e "$DIR/half"
fails 3 "nor from none" "$TZ" restore "$DIR/none.tar" --data "$DIR/half"

mkdir "$DIR/many"
touch "$DIR/many/taizhang-2020-01-01-0000.tar" "$DIR/many/taizhang-2020-01-02-0000.tar" "$DIR/many/mine.tar"
check "into a folder by date" "$TZ" backup "$DIR/many" --keep 2
check "the oldest went" test ! -e "$DIR/many/taizhang-2020-01-01-0000.tar"
check "two are left, and what is not ours" test "$(ls "$DIR/many" | wc -l)" = 3
fails 2 "only a folder keeps several" "$TZ" backup "$DIR/c.tar" --keep 2
fails 5 "a place that is not there" "$TZ" backup "$DIR/nowhere/b.tar"
check "check says how old the last one is" "$TZ" check --json
json "in days" 'd.backup_days === 0'

file=$(find "$DIR/data/files" -type f | head -n 1)
printf x >>"$file"
"$TZ" backup "$DIR/bad.tar" --json >"$DIR/out" 2>"$DIR/err"
check "a damaged file is told" test $? = 1
finish
