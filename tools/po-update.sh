#!/bin/bash
# Brings po/en.po up to the texts in the code: new ones arrive untranslated, those that are gone leave.
#   tools/po-update.sh [BUILD]     BUILD: build/dev, or another folder that CMake has configured
set -eu
cd "$(dirname "$0")/.."
pot=$(mktemp)
trap 'rm -f "$pot" "$pot.po"' EXIT
tools/po-extract.sh "${1:-build/dev}" >"$pot"
msgmerge --quiet --no-fuzzy-matching --no-wrap --sort-output po/en.po "$pot" |
    msgattrib --no-obsolete --no-wrap | sed '/^"POT-Creation-Date:/d' >"$pot.po"
cp "$pot.po" po/en.po
msgfmt --check-format --statistics -o /dev/null po/en.po
