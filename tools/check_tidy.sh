#!/bin/bash
# What clang-tidy (.clang-tidy) finds in src/ and tools/. Needs a built build folder.
#   tools/check_tidy.sh build/dev [FILE…]
# One file a call: with several in one call version 14 takes a va_list of the second for uninitialised.
set -u
cd "$(dirname "$0")/.."
build=$1
shift
[ $# -gt 0 ] || set -- $(find src tools -name '*.c' | sort)
printf '%s\0' "$@" |
    xargs -0 -n 1 -P 2 clang-tidy --quiet -p "$build" --extra-arg=-Wno-unknown-warning-option 2>/dev/null |
    grep -E '^[^ ].*: (error|warning): ' | sed "s|^$PWD/||" | sort -u | { ! grep .; }
