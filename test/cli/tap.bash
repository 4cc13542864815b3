# For the scripts of test/cli: sourced, not run. `check NAME COMMAND…` counts the command's success, `fails CODE NAME
# COMMAND…` that it ends with that status and says something on standard error.
set -u
PASSED=0 FAILED=0
TZ=${TAIZHANG:?the program to test}
DIR=$(mktemp -d /tmp/taizhang-cli-XXXXXX)
trap 'rm -rf "$DIR"' EXIT
export TAIZHANG_DATA=$DIR/data
unset LANG LC_ALL

ok() { PASSED=$((PASSED + 1)); echo "ok - $1"; }
not_ok() { FAILED=$((FAILED + 1)); echo "not ok - $1"; sed 's/^/#   /' "$DIR/err" "$DIR/out" 2>/dev/null | tail -n 20; }
check() {
    local name=$1
    shift
    if "$@" >"$DIR/out" 2>"$DIR/err"; then ok "$name"; else not_ok "$name (status $?)"; fi
}
fails() {
    local want=$1 name=$2 got=0
    shift 2
    "$@" >"$DIR/out" 2>"$DIR/err" || got=$?
    if [ "$got" = "$want" ] && [ -s "$DIR/err" ]; then ok "$name"; else not_ok "$name (status $got, not $want)"; fi
}
# What the last command printed contains the text.
says() { if grep -qF -- "$2" "$DIR/out" "$DIR/err"; then ok "$1"; else not_ok "$1: no “$2”"; fi; }
# A JSON expression of node over what the last command printed: `json NAME 'd.length === 3'`.
json() {
    if node -e 'const d = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")); if (!eval(process.argv[2])) process.exit(1)' \
        "$DIR/out" "$2" 2>>"$DIR/err"; then ok "$1"; else not_ok "$1: $2"; fi
}
finish() { echo "$PASSED passed, $FAILED failed"; [ "$FAILED" = 0 ]; }
