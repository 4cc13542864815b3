#!/bin/bash
# Builds build/taizhang_VERSION_ARCH.deb from what `make install` installs. The same sources give the same bytes.
#   packaging/deb.sh [BUILD]
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/release}
umask 022
# The day of the sources, where they come with their history; a day of their own otherwise.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1700000000)}
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8

version=$(sed -n 's/^project(taizhang VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
arch=$(dpkg --print-architecture)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
root=$stage/root

DESTDIR=$root cmake --install "$build" --prefix /usr --strip >/dev/null
for unit in packaging/*.service packaging/*.timer; do
    [ ! -f "$unit" ] || install -D -m 644 "$unit" "$root/lib/systemd/system/${unit##*/}"
done
install -D -m 644 packaging/taizhang.sysusers "$root/usr/lib/sysusers.d/taizhang.conf"
install -D -m 644 packaging/taizhang.tmpfiles "$root/usr/lib/tmpfiles.d/taizhang.conf"
install -D -m 644 packaging/completion.bash "$root/usr/share/bash-completion/completions/taizhang"
manual() { # LANGUAGE FOLDER
    mkdir -p "$root/usr/share/man/$2"
    packaging/manual.sh "$build/taizhang" "$1" | gzip -9n >"$root/usr/share/man/$2/taizhang.1.gz"
}
manual en man1
manual zh zh_CN/man1
install -D -m 644 -t "$root/usr/share/doc/taizhang/proxy" packaging/proxy/nginx.conf packaging/proxy/Caddyfile
for text in README.md README.zh-CN.md; do
    [ ! -f $text ] || install -D -m 644 $text "$root/usr/share/doc/taizhang/$text"
done
install -D -m 644 packaging/copyright "$root/usr/share/doc/taizhang/copyright"
printf 'taizhang (%s) bookworm; urgency=medium\n\n  * Release %s.\n\n -- %s  %s\n' "$version" "$version" \
    'The taizhang maintainers <maintainers@taizhang.invalid>' "$(date -uRd "@$SOURCE_DATE_EPOCH")" |
    gzip -9n >"$root/usr/share/doc/taizhang/changelog.gz"

# dpkg-shlibdeps asks for a source package's control file beside it.
mkdir -p "$stage/debian" "$root/DEBIAN"
printf 'Source: taizhang\n\nPackage: taizhang\nArchitecture: any\n' >"$stage/debian/control"
depends=$(cd "$stage" && dpkg-shlibdeps -O root/usr/bin/taizhang 2>/dev/null |
    sed -n 's/^shlibs:Depends=//p')

cat >"$root/DEBIAN/control" <<CONTROL
Package: taizhang
Version: $version
Architecture: $arch
Maintainer: The taizhang maintainers <maintainers@taizhang.invalid>
Section: web
Priority: optional
Depends: $depends, debconf (>= 0.5) | debconf-2.0, systemd | systemd-standalone-sysusers, systemd | systemd-standalone-tmpfiles
Recommends: poppler-utils, poppler-data, antiword, catdoc
Suggests: postgresql-15
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Description: ledger of a branch's work, from what is due to the yearly report
 Keeps the records of meetings and services of a party branch, a cooperative
 or a like body, tells what is due, done and missing, and drafts the yearly
 report so that every figure leads to its records.
CONTROL
install -m 755 packaging/config packaging/postinst packaging/prerm packaging/postrm "$root/DEBIAN"
install -m 644 packaging/templates "$root/DEBIAN/templates"
(cd "$root" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
find "$root" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +

deb=build/taizhang_${version}_$arch.deb
dpkg-deb --root-owner-group --build "$root" "$deb" >/dev/null
echo "$deb"
