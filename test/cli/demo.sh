#!/bin/bash
# The demonstration: the year that the specification tells, the same for the same seed.
. "$(dirname "$0")/tap.bash"

check "the demonstration" "$TZ" demo --data "$DIR/a"
check "once more elsewhere" "$TZ" demo --data "$DIR/b"
fails 3 "not into a store with data" "$TZ" demo --data "$DIR/a"
check "figures" "$TZ" figures --year 2023 --json --data "$DIR/a"
value() { json "$1 is $2" "d.find(f => f.code === '$1').value === $2"; }
value deployment_n 2
value committee_n 12
value lecture_n 1
value study_n 6
value self_check_n 4
value visit_n 2
value ideology_n 1
value farm_lecture_n 1
value ecommerce_classes 1
json "a little over twenty activities" "(n => n > 20 && n < 30)(d.find(f => f.code === 'days_n').value)"
json "land and passes are two figures" "d.some(f => f.unit === '亩') && d.some(f => f.unit === '亩次')"
check "one part-time clerk" "$TZ" person list --json --data "$DIR/a"
json "holds the post" "d.filter(p => p.post && p.post.includes('党务工作者')).length === 1"
for what in "figures --year 2023" "duties --year 2023" "record list --limit 500" "person list"; do
    # shellcheck disable=SC2086
    "$TZ" $what --json --data "$DIR/a" >"$DIR/one" 2>"$DIR/err" && "$TZ" $what --json --data "$DIR/b" >"$DIR/two" 2>>"$DIR/err"
    check "the same seed gives the same $what" cmp "$DIR/one" "$DIR/two"
done
check "a district of three" "$TZ" demo --branches 3 --scale 20 --data "$DIR/c"
check "its records" "$TZ" record list --subtree --year 2023 --json --data "$DIR/c"
json "are all there" 'd.total === 60'
check "the journal holds" "$TZ" check --data "$DIR/c"
finish
