#!/bin/bash
# A checkpoint is made and taken away; what is done to the house afterwards is found with it.
. "$(dirname "$0")/tap.bash"

# Checked and found wanting: status 1 and a result.
wanting() {
    local name=$1 got=0
    shift
    "$@" >"$DIR/out" 2>"$DIR/err" || got=$?
    if [ "$got" = 1 ] && [ -s "$DIR/out" ]; then ok "$name"; else not_ok "$name (status $got, not 1)"; fi
}

check "a house with a year" "$TZ" demo --year 2023
check "nothing was signed yet" "$TZ" checkpoint --list --json
json "so the list is empty" 'd.length === 0'
check "a checkpoint is made" "$TZ" checkpoint -o "$DIR/head.txt"
says "with the key by which others know it" "taizhang/"
check "its first line is the journal's name" sh -c "head -n 1 '$DIR/head.txt' | grep -Eq '^taizhang/[0-9a-f]{16}\$'"
check "its last is signed with that name" sh -c "tail -n 1 '$DIR/head.txt' | grep -Eq '^— taizhang/[0-9a-f]{16} '"
check "the key is its owner's alone" test "$(stat -c %a "$DIR/data/keys/journal.key")" = 600
check "the list" "$TZ" checkpoint --list --json
json "has it" 'd.length === 1 && d[0].entries > 10 && d[0].root.length === 64'
entries=$(sed -n 2p "$DIR/head.txt")
check "it is found again" sh -c "'$TZ' checkpoint --size $entries | cmp - '$DIR/head.txt'"
fails 3 "there is none of another size" "$TZ" checkpoint --size 3
check "everything holds" "$TZ" verify "$DIR/head.txt"
says "in plain words" "没有被改动、删去或插入过"
says "and no more than that" "不说明所记的是否属实"
check "without one too" "$TZ" verify
says "but with a warning" "没有给出带走的检查点"
check "for programs" "$TZ" verify "$DIR/head.txt" --json
json "every point" 'd.broken_at === null && d.tree_broken_at === null && d.cut_before === null && d.checkpoints.length === 1 && d.checkpoints[0].state === "holds" && d.files === d.files && d.file_faults.length === 0'

sed "s/^$entries\$/$((entries + 1))/" "$DIR/head.txt" >"$DIR/altered.txt"
wanting "an altered checkpoint is wanting" "$TZ" verify "$DIR/altered.txt" --json
json "since it knows more entries" 'd.checkpoints[0].state === "cut"'
sed 's/^— taizhang/— taizhank/' "$DIR/head.txt" >"$DIR/unsigned.txt"
wanting "so is another's" "$TZ" verify "$DIR/unsigned.txt" --json
json "a signature of nobody's" 'd.checkpoints[0].state === "unsigned"'
echo nothing >"$DIR/nothing.txt"
fails 3 "what is no checkpoint" "$TZ" verify "$DIR/nothing.txt"
fails 3 "what is not there" "$TZ" verify "$DIR/none.txt"
fails 3 "a key that is none" "$TZ" verify --key abc

echo photo >"$DIR/photo.txt"
record=$("$TZ" record list --year 2023 --json | node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8")).records[0].id)')
check "a file" "$TZ" library add "$DIR/photo.txt"
file=$(find "$DIR/data/files" -type f | head -n 1)
check "verify reads it" "$TZ" verify --json
json "and finds it well" 'd.files === 1 && d.file_faults.length === 0'
cp "$file" "$DIR/file"
printf x >>"$file"
wanting "a changed file is wanting" "$TZ" verify "$DIR/head.txt" --json
json "and named" 'd.file_faults.length === 1 && d.file_faults[0].what === "changed" && d.file_faults[0].object === "library"'
cat "$DIR/file" >"$file"

# An older copy of the database put back: what came after the copy is gone, and only the checkpoint knows.
cp "$DIR/data/taizhang.db" "$DIR/old.db"
check "something more" "$TZ" record void "$record" --why 重复
check "a second checkpoint" "$TZ" checkpoint -o "$DIR/second.txt"
rm -f "$DIR/data/taizhang.db"*
cp "$DIR/old.db" "$DIR/data/taizhang.db"
wanting "an older state is wanting" "$TZ" verify "$DIR/head.txt" "$DIR/second.txt" --json
json "the first holds, the second is cut" 'd.checkpoints[0].state === "holds" && d.checkpoints[1].state === "cut"'
finish
