#!/bin/bash
# The user's texts in the code and in the templates, as a .pot file on standard output.
#   tools/po-extract.sh BUILD      BUILD: a folder that CMake has configured (it builds tplc there)
set -eu
cd "$(dirname "$0")/.."
build=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cmake --build "$build" --target tplc >/dev/null
"$build/tplc" "$scratch/tpl.h" "$scratch/tpl.c" tpl/*.html

# xgettext sees no text behind a macro: trs(S("…")) is shown to it as tr("…").
find src "$scratch" -name '*.[ch]' -print0 | sort -z | xargs -0 cat |
    sed -Ez 's/trs\(\s*S\((("([^"\\]|\\.)*"\s*)+)\)\)/tr(\1)/g' |
    xgettext --language=C --from-code=UTF-8 --package-name=taizhang --no-location --sort-output --no-wrap \
        --keyword --keyword=tr --keyword=N_ --keyword=html_tr:2 \
        --flag=tr:1:pass-c-format --flag=err_set:3:c-format --flag=err_field:3:c-format \
        --flag=field_fail:4:c-format --flag=out_fmt:2:c-format --flag=html_fmt:2:c-format \
        --flag=arena_fmt:2:c-format --flag=printf:1:c-format --flag=fprintf:2:c-format -o - -
