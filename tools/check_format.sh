#!/bin/bash
# Our sources are as clang-format (.clang-format) writes them.
set -u
cd "$(dirname "$0")/.."
find src test tools fuzz bench -name '*.[ch]' -not -path '*/node_modules/*' -print0 |
    xargs -0 -r clang-format --dry-run -Werror 2>&1 |
    sed -n 's/^\([^:]*:[0-9]*\):[0-9]*: error: .*/\1: not as clang-format writes it/p' | sort -u -t: -k1,1 |
    { ! grep .; }
