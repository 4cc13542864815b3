#!/bin/bash
# Every header compiles alone. Needs a configured build folder with the generated headers.
#   tools/check_headers.sh build/dev
set -u
cd "$(dirname "$0")/.."
export FLAGS="-std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -Isrc -Itest -I$1/generated
    $(pkg-config --cflags libsodium sqlite3 libpq libmicrohttpd libzip libxml-2.0 expat libcyaml)"

check() {
    local complaint
    complaint=$(echo "#include \"$1\"" | gcc $FLAGS -fsyntax-only -x c - 2>&1) && return
    echo "$1:1: does not compile alone: $(grep -m 1 'error:' <<<"$complaint")"
    return 1
}
export -f check

(cd src && find . -name '*.h' | sed 's|^\./||'; cd ../test && find . -name '*.h' | sed 's|^\./||') | sort |
    xargs -n 1 -P 2 bash -c 'check "$0"'
