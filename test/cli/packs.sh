#!/bin/bash
# Packs from outside: a bad one is refused with file, line and what was expected; the good one goes on ruling.
. "$(dirname "$0")/tap.bash"

check "the shipped packs are listed" "$TZ" rules list
says "with the cooperative's" "cooperative"
cat >"$DIR/bad.yaml" <<'YAML'
name: village
version: "1"
title: 村务
late_entry_days: 7
org_kinds: [village=村]
duties:
  - code: V1
    title: 村民会议
    basis: 村规第1条
    confidence: READ
    demanded: yes
    on: yes
    who: village
    org_kinds: [village]
    period: fortnight
    count: 1
YAML
fails 3 "a bad period is refused" "$TZ" rules check "$DIR/bad.yaml"
says "with file and line" "bad.yaml:15"
says "and what was expected" "month"
fails 3 "a pack that is not there" "$TZ" rules check "$DIR/none.yaml"
printf 'name: [\n' >"$DIR/torn.yaml"
fails 3 "broken YAML is refused" "$TZ" rules check "$DIR/torn.yaml"
says "with its line" "torn.yaml:"

check "a branch" "$TZ" init --org 云上支部
mkdir -p "$TAIZHANG_DATA/packs"
sed 's/^name: village/name: party-branch/' "$DIR/bad.yaml" >"$TAIZHANG_DATA/packs/party-branch.yaml"
check "a bad pack in the folder does not stop the program" "$TZ" duties
says "which keeps the one it has" "支部党员大会"
check "a cooperative that knows no party" "$TZ" init --org 雾里茶叶专业合作社 --kind cooperative --data "$DIR/coop"
check "its duties" "$TZ" duties --data "$DIR/coop" --all
if grep -q 党 "$DIR/out"; then not_ok "no word of party"; else ok "no word of party"; fi
finish
