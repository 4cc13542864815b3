#!/bin/bash
# Every text in the code has its English in po/en.po, with the same format; and nothing else stands there.
#   tools/check_po.sh [BUILD]
set -u
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
tools/po-extract.sh "${1:-build/dev}" >"$scratch/pot" || exit 1
msgmerge --quiet --no-fuzzy-matching --no-wrap -o "$scratch/po" po/en.po "$scratch/pot" || exit 1

# told WHAT FILTER…: the texts that msgattrib picks, one a line
told() {
    local what=$1
    shift
    msgattrib --no-wrap "$@" "$scratch/po" | awk -v what="$what" '
        !/^(#~ )?msgid / { next }
        /msgid ""$/ { getline } # of more than one line; or the header, whose next line is its msgstr
        !/msgstr / { sub(/^(#~ )?(msgid )?/, ""); print "po/en.po: " what ": " $0 }'
}
{
    told "no English for" --untranslated --no-obsolete
    told "not sure (fuzzy)" --only-fuzzy --no-obsolete
    told "no longer in the code" --only-obsolete
    msgfmt --check-format -o /dev/null "$scratch/po" 2>&1 | sed "s|^$scratch/||"
} | { ! grep .; }
