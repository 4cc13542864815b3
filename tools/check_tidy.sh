#!/bin/bash
# What clang-tidy (.clang-tidy) finds in src/ and tools/. Needs a built build folder.
#   tools/check_tidy.sh build/dev [FILE…]
# One file a call: with several in one call version 14 takes a va_list of the second for uninitialised.
set -u
cd "$(dirname "$0")/.."
export BUILD=$1
shift
[ $# -gt 0 ] || set -- $(find src tools -name '*.c' | sort)

tidy() {
    local checks=
    # The generators, and the commands before they start anything, have one thread.
    [[ $1 != tools/* && $1 != src/cli/* ]] || checks=--checks=-concurrency-mt-unsafe
    clang-tidy --quiet -p "$BUILD" --extra-arg=-Wno-unknown-warning-option $checks "$1" 2>/dev/null
}
export -f tidy

printf '%s\0' "$@" | xargs -0 -n 1 -P 2 bash -c 'tidy "$0"' |
    grep -E '^[^ ].*: (error|warning): ' | sed "s|^$PWD/||" | sort -u | { ! grep .; }
