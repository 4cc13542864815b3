#!/bin/bash
# The language of messages follows LC_ALL, else LANG; Chinese where neither asks for English.
. "$(dirname "$0")/tap.bash"

check "without LANG" "$TZ" help
says "Chinese" "记一笔"
check "LANG asks for English" env LANG=en_US.UTF-8 "$TZ" help
says "English" "create the store"
check "LC_ALL goes first" env LC_ALL=zh_CN.UTF-8 LANG=en_US.UTF-8 "$TZ" help
says "Chinese again" "记一笔"
fails 3 "an error in English" env LANG=en "$TZ" duties --data "$DIR/nowhere"
says "with its argument in place" "$DIR/nowhere/taizhang.db was not found"
fails 2 "a wrong call in English" env LANG=en "$TZ" duties --year soon
says "with the bounds and what was typed" "--year must be a whole number from 1921 to 9999, not “soon”"
check "a sentence with several numbers" env LANG=en "$TZ" rules check packs/party-branch.yaml
says "English counts" "kinds of record,"
finish
