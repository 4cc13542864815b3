#!/bin/bash
# The Debian package: made of the release build, found good by lintian, the same bytes each time, its service well shut in.
. "$(dirname "$0")/tap.bash"
cd "$(dirname "$0")/../.."

build=${TAIZHANG_RELEASE%/*}
check "the package is made" packaging/deb.sh "$build"
deb=$(cat "$DIR/out")
cp "$deb" "$DIR/first.deb"
check "made again" packaging/deb.sh "$build"
check "it has the same bytes" cmp "$DIR/first.deb" "$deb"
check "lintian finds no error" lintian --allow-root --fail-on error "$deb"
check "what is in it" dpkg-deb --fsys-tarfile "$deb"
tar -xf "$DIR/out" -C "$DIR"
check "the program in it runs" "$DIR/usr/bin/taizhang" help
check "the manual page" zcat "$DIR/usr/share/man/man1/taizhang.1.gz"
says "names each command" '.SS taizhang record add'
says "with its options" '\-\-late\-why W'
check "the Chinese one" zcat "$DIR/usr/share/man/zh_CN/man1/taizhang.1.gz"
says "is in Chinese" '补录原因'

check "the service's exposure is at most 2.0" systemd-analyze security --offline=true --threshold=20 \
    "$DIR/lib/systemd/system/taizhang.service"

# What bash would offer after these words, the last of them half typed.
offers() {
    PATH=$DIR/usr/bin:$PATH bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _taizhang; printf "%s\n" "${COMPREPLY[@]}"' \
        "$DIR/usr/share/bash-completion/completions/taizhang" "$@"
}
check "commands are completed" offers taizhang rec
says "by their names" record
check "and their second words" offers taizhang record vo
says "too" void
check "and options" offers taizhang record void 3 --wh
says "of the command" --why

control() { dpkg-deb --ctrl-tarfile "$deb" | tar -xO "./$1"; }
check "a purge asks before it deletes" control postrm
says "by debconf" 'db_input high taizhang/purge_data'
finish
